"""The desk of the sample's merged commune: its regulation, people, rosters, things, and a queue with people in it."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from random import Random

from motcua.counters import actions, arranging, queries
from motcua.counters.actions import NewTicket
from motcua.counters.enums import Source
from motcua.counters.models import Call, TicketKind
from motcua.doors.commands.sample.cast import POSTED
from motcua.doors.commands.sample.places import FIRST_DAY_OF_TWO_LEVELS
from motcua.kernel import clock
from motcua.kernel.people import SYSTEM, Actor
from motcua.kernel.refusals import Refused
from motcua.organisation import (
    assignments,
    contracts,
    equipment,
    focal,
    marks,
    premises,
    regulations,
    rosters,
    trainings,
)
from motcua.organisation.actions import hire
from motcua.organisation.assignments import NewAssignment
from motcua.organisation.contracts import NewContract
from motcua.organisation.desk_enums import (
    Belonging,
    Condition,
    EquipmentKind,
    MarkKind,
    Position,
    PostalWork,
    TrainingKind,
)
from motcua.organisation.enums import Role
from motcua.organisation.focal import NewFocal
from motcua.organisation.granting import NewGrant, grant_role
from motcua.organisation.marks import NewMark
from motcua.organisation.models import Agency, Counter, Staff
from motcua.organisation.regulations import NewRegulation
from motcua.organisation.trainings import NewTraining
from motcua.regimes.actions import set_value

_DUTIES = {
    "tiepnhan": "Hướng dẫn, kiểm tra, tiếp nhận hồ sơ tại quầy 1.\nSố hóa thành phần hồ sơ ngay khi nhận.\n"
    "Chuyển hồ sơ nhận trước 15 giờ ngay trong ngày.",
    "chuyenvien": "Trả lời trong ngày khi quầy hỏi về hồ sơ hộ tịch.",
    "buudien": "Hướng dẫn và tiếp nhận hồ sơ tại quầy 2 theo hợp đồng bưu chính.",
}
_TICKETS_A_DAY = 18


def set_up(commune: Agency, chance: Random, *, until: date) -> None:
    """Everything about the desk; nothing when the two-level commune does not exist yet on that day."""
    if until < FIRST_DAY_OF_TWO_LEVELS + timedelta(days=30):
        return
    people = {
        one.user.username: one
        for one in Staff.objects.filter(user__isnull=False).select_related("user", "agency")
        if one.user
    }
    leader = people["lanhdao"]
    actor = Actor("staff", str(leader.pk), f"{leader.name} ({leader.title})", commune.code)
    begins = FIRST_DAY_OF_TWO_LEVELS
    with clock.frozen(clock.at_local(begins, 8)):
        posted = _people(actor, commune, people)
        counters = _premises(actor, commune)
        _contract(actor, commune, people["buudien"])
        _regulation(actor, commune, people, begins)
    _things(actor, commune, until)
    _control(actor, commune, people, until)
    _roster(actor, counters, people, posted, until)
    _queue(commune, counters, [people["tiepnhan"], people["buudien"]], chance, until)


def _people(actor: Actor, commune: Agency, people: dict[str, Staff]) -> Staff:
    posted = Staff.objects.get(agency=commune, name=POSTED)
    reserve = hire(
        actor=actor, agency=commune, name="Cao Thị Nhàn", title="Công chức Văn hóa – Xã hội",
        first_day=clock.today(), field="Dự phòng tiếp nhận", phone="0000 000 000",
    )  # fmt: skip
    grant_role(actor=actor, staff=reserve, grant=NewGrant(Role.RECEPTION, commune), first_day=clock.today())
    decision, day = "12/QĐ-MAU", clock.today()
    for staff, belonging, position, more in (
        (people["lanhdao"], Belonging.OWN, Position.HEAD, {}),
        (people["tiepnhan"], Belonging.OWN, Position.RECEPTION, {"skills": "Hộ tịch, chứng thực", "planned_leader": True}),
        (reserve, Belonging.OWN, Position.RECEPTION, {"skills": "Hộ tịch", "reserve": True, "full_time": False}),
        (people["buudien"], Belonging.POSTAL, Position.RECEPTION, {"skills": "Hướng dẫn, tiếp nhận"}),
        (posted, Belonging.POSTED, Position.RECEPTION, {
            "posted_from": "Văn phòng Đăng ký đất đai (dữ liệu mẫu)", "last_day": date(2026, 12, 31), "skills": "Đất đai",
        }),
    ):  # fmt: skip
        assignments.assign(
            actor=actor, agency=commune,
            given=NewAssignment(
                staff=staff, belonging=belonging, position=position, decision=decision, decided_on=day,
                first_day=day, **more,
            ),
        )  # fmt: skip
    return posted


def _premises(actor: Actor, commune: Agency) -> list[Counter]:
    counters = [
        premises.open_counter(actor=actor, agency=commune, number=number, name=name, first_day=clock.today())
        for number, name in ((1, "Hộ tịch, chứng thực"), (2, "Lĩnh vực khác"), (3, "Đất đai, xây dựng"))
    ]
    kinds = [
        arranging.add_kind(actor=actor, agency=commune, letter=letter, name=name, first_day=clock.today())
        for letter, name in (("A", "Hộ tịch, chứng thực"), ("B", "Đất đai, xây dựng"), ("C", "Việc khác"))
    ]
    arranging.set_serving(actor=actor, counter=counters[0], kinds=[kinds[0], kinds[2]])
    arranging.set_serving(actor=actor, counter=counters[2], kinds=[kinds[1]])
    arranging.add_kiosk(actor=actor, agency=commune, name="Máy ở sảnh")
    return counters


def _contract(actor: Actor, commune: Agency, postman: Staff) -> None:
    works = [PostalWork.GUIDE, PostalWork.RECEIVE, PostalWork.DIGITISE, PostalWork.RETURN]
    contract = contracts.sign(
        actor=actor, agency=commune,
        given=NewContract(
            provider="Bưu điện tỉnh Lam Sơn Hạ", number="03/2025/HĐ-MAU", signed_on=clock.today(),
            first_day=clock.today(), last_day=date(2027, 6, 30), works=works, selection="Đặt hàng (dữ liệu mẫu)",
            premises="Quầy 2, Trung tâm xã", extras="Sao chụp, quét tài liệu theo giá niêm yết",
        ),
    )  # fmt: skip
    contracts.put_under(
        actor=actor, contract=contract, staff=postman, works=works[:2], first_day=clock.today()
    )


def _regulation(actor: Actor, commune: Agency, people: dict[str, Staff], begins: date) -> None:
    first = regulations.issue(
        actor=actor, agency=commune,
        given=NewRegulation(
            title=f"Quy chế hoạt động của {commune.desk_name}", decision="15/QĐ-MAU", issued_on=begins,
            issuer=commune.name, valid_from=begins,
        ),
    )  # fmt: skip
    for login, text in _DUTIES.items():
        duty = regulations.set_duty(
            actor=actor, regulation=first, staff=people[login], text=text, first_day=begins
        )
        if login != "buudien":
            staff = people[login]
            own = Actor("staff", str(staff.pk), f"{staff.name} ({staff.title})", commune.code)
            regulations.acknowledge(actor=own, duty=duty)


def _things(actor: Actor, commune: Agency, until: date) -> None:
    checked = until - timedelta(days=40)
    with clock.frozen(clock.at_local(checked, 10)):
        for kind, quantity, condition in (
            (EquipmentKind.COMPUTER, 3, Condition.GOOD), (EquipmentKind.PRINTER, 1, Condition.GOOD),
            (EquipmentKind.SCANNER, 2, Condition.GOOD), (EquipmentKind.SCANNER, 1, Condition.BROKEN),
            (EquipmentKind.QR_READER, 3, Condition.GOOD), (EquipmentKind.RATING_DEVICE, 2, Condition.WEAK),
            (EquipmentKind.QUEUE_MACHINE, 1, Condition.GOOD), (EquipmentKind.CAMERA, 1, Condition.GOOD),
            (EquipmentKind.WAITING_AREA, 1, Condition.GOOD),
        ):  # fmt: skip
            equipment.note_equipment(
                actor=actor,
                agency=commune,
                kind=kind,
                quantity=quantity,
                condition=condition,
                checked_on=checked,
            )
        prices = {"scanner": 9_500_000, "rating_device": 6_000_000, "chip_reader": 3_200_000}
        set_value(
            actor=actor, key=equipment.PRICES, value=prices, scope=commune.code, first_day=checked,
            reason="Đơn giá mẫu, không phải báo giá thật", source="Dữ liệu mẫu",
        )  # fmt: skip


def _control(actor: Actor, commune: Agency, people: dict[str, Staff], until: date) -> None:
    """Focal officers of each half year, a course and a seminar, the year's mark of the receptionist."""
    half = date(until.year, 1 if until.month < 7 else 7, 6)
    for day in (date(half.year - (half.month == 1), 7 if half.month == 1 else 1, 6), half):
        if FIRST_DAY_OF_TWO_LEVELS <= day <= until:
            with clock.frozen(clock.at_local(day, 9)):
                _focal(actor, commune, people, day)
    for back, kind, held, title, hours in (
        (60, TrainingKind.COURSE, True, "Tập huấn số hóa hồ sơ và ký số", "7"),
        (150, TrainingKind.CONFERENCE, False, "Hội nghị triển khai quy định mới về một cửa", "3.5"),
    ):
        day = until - timedelta(days=back)
        with clock.frozen(clock.at_local(day, 17)):
            trainings.enter(
                actor=actor, agency=commune,
                given=NewTraining(
                    kind=kind, held=held, title=title, organiser="" if held else "Ủy ban nhân dân tỉnh Lam Sơn Hạ",
                    first_day=day, last_day=day, hours=Decimal(hours), result="Đạt yêu cầu",
                    staff=[people[login] for login in ("tiepnhan", "chuyenvien", "kiemsoat")[: 3 if held else 2]],
                ),
            )  # fmt: skip
    marks.keep(
        actor=actor, staff=people["tiepnhan"], agency=commune,
        given=NewMark(
            kind=MarkKind.YEAR, period=str(until.year - 1), value="Hoàn thành tốt nhiệm vụ",
            source="Thông báo xếp loại năm (dữ liệu mẫu)",
        ),
    )  # fmt: skip


def _focal(actor: Actor, commune: Agency, people: dict[str, Staff], day: date) -> None:
    row = focal.begin_review(actor=actor, agency=commune)
    entries = [
        NewFocal(one.name, one.title, commune.name, one.phone, one.pk)
        for one in (people["kiemsoat"], people["chuyenvien"])
    ]
    focal.change_entries(actor=actor, row=row, entries=entries)
    focal.decide(actor=actor, row=row, decision=f"{day.month + 20}/QĐ-MAU", decided_on=day)


def _roster(
    actor: Actor, counters: list[Counter], people: dict[str, Staff], posted: Staff, until: date
) -> None:
    monday = until - timedelta(days=until.weekday())
    last = min(monday + timedelta(days=27), date(2026, 12, 31))
    with clock.frozen(clock.at_local(monday, 8)):
        for counter, staff in zip(counters, (people["tiepnhan"], people["buudien"], posted), strict=True):
            try:
                rosters.lay_out(actor=actor, counter=counter, staff=staff, first=monday, last=last)
            except Refused:  # no working day left in a short span
                continue
        away = monday + timedelta(days=8)
        rosters.note_absence(
            actor=actor, staff=posted, first_day=away, last_day=away, reason="Công tác, học tập"
        )


def _queue(
    commune: Agency, counters: list[Counter], officers: list[Staff], chance: Random, until: date
) -> None:
    """Two days that are over, and this one with people still waiting."""
    kinds = list(queries.kinds_of(commune))
    worked = [until - timedelta(days=back) for back in range(1, 12)]
    for day in reversed([day for day in worked if day.weekday() < 5][:2]):
        _day_of_tickets(kinds, counters, officers, chance, day, _TICKETS_A_DAY, leave=0)
        with clock.frozen(clock.at_local(day, 17, 30)):
            actions.close_day(until=day, agency=commune, reason="Hết ngày làm việc")
    _day_of_tickets(kinds, counters, officers, chance, until, _TICKETS_A_DAY, leave=5)


def _day_of_tickets(
    kinds: list[TicketKind], counters: list[Counter], officers: list[Staff], chance: Random, day: date, many: int,
    *, leave: int,
) -> None:  # fmt: skip
    """Numbers through a morning; each counter calls as soon as it is free."""
    start = clock.at_local(day, 7, 35)
    taken = sorted(start + timedelta(seconds=chance.randrange(3 * 3600)) for _ in range(many))
    free: list[datetime] = [start + timedelta(minutes=2)] * len(officers)
    for place_in_line, moment in enumerate(taken):
        with clock.frozen(moment):
            priority = chance.choice(("elderly", "disabled", "pregnant")) if chance.random() < 0.12 else ""
            kind = chance.choices(kinds, weights=[5, 2, 2])[0]
            actions.issue(actor=SYSTEM, given=NewTicket(kind=kind, source=Source.KIOSK, priority=priority))
        if place_in_line < many - leave:
            _serve(counters, officers, free, moment, chance)
    if leave == 0:
        while any(_serve(counters, officers, free, taken[-1], chance) for _ in officers):
            continue


def _serve(
    counters: list[Counter], officers: list[Staff], free: list[datetime], since: datetime, chance: Random
) -> bool:
    """The counter that is free first finishes whom it serves and calls the next."""
    place = min(range(len(free)), key=lambda one: free[one])
    officer = officers[place]
    actor = Actor("staff", str(officer.pk), f"{officer.name} ({officer.title})", officer.agency.code)
    running = Call.objects.filter(officer=officer, ended_at=None).first()
    if running is not None:
        with clock.frozen(max(free[place], running.called_at)):
            actions.finish(actor=actor, call=running)
    at = max(free[place], since)
    with clock.frozen(at):
        made = actions.call_next(actor=actor, counter=counters[place], officer_id=officer.pk)
    free[place] = at + timedelta(seconds=chance.randrange(240, 1100))
    return made is not None
