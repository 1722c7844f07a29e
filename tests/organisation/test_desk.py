"""The desk's regulation, people, rosters, contract, things, focal officers, training and ratings through the acts."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from tests import factories
from tests.factories import CLERK, moment

from motcua.audit.models import AuditRow
from motcua.blobs import store
from motcua.kernel.clock import frozen
from motcua.kernel.refusals import Refused
from motcua.organisation import (
    assignments,
    contracts,
    equipment,
    focal,
    marks,
    notices,
    premises,
    productivity,
    regulations,
    rosters,
    trainings,
)
from motcua.organisation.access import officer_from
from motcua.organisation.actions import move_staff
from motcua.organisation.assignments import NewAssignment, months_between
from motcua.organisation.contracts import NewContract
from motcua.organisation.desk_enums import (
    Belonging,
    Condition,
    EquipmentKind,
    MarkKind,
    Position,
    PostalWork,
    Session,
    TrainingKind,
    UsedFor,
)
from motcua.organisation.enums import Level, Right, Role
from motcua.organisation.focal import NewFocal
from motcua.organisation.marks import NewMark
from motcua.organisation.models import Agency, Duty, FocalEntry, Regulation, RoleGrant, RosterSlot, Staff
from motcua.organisation.productivity import Verdict
from motcua.organisation.regulations import NewRegulation
from motcua.organisation.trainings import NewTraining
from motcua.regimes.actions import set_value

pytestmark = pytest.mark.django_db
TODAY = date(2026, 6, 1)  # a Monday


@pytest.fixture(autouse=True)
def first_of_june() -> Iterator[None]:
    with frozen(moment("2026-06-01 09:00")):
        yield


@pytest.fixture
def desk() -> Agency:
    return factories.agency()


def role(staff: Staff, kind: Role, at: Agency) -> None:
    RoleGrant.objects.create(staff=staff, role=kind.value, agency=at, first_day=date(2020, 1, 1))


# --- regulation ---


def regulation(desk: Agency, first: date = TODAY, **more: Any) -> Regulation:
    given = NewRegulation(
        title="Quy chế", decision="1/QĐ", issued_on=first, issuer="UBND", valid_from=first, **more
    )
    return regulations.issue(actor=CLERK, agency=desk, given=given)


def test_a_new_version_ends_the_old_and_duties_are_read_anew(desk: Agency) -> None:
    blob = store.put(b"%PDF-1.4\n%%EOF\n", declared_name="a.pdf")
    first = regulation(desk, date(2026, 1, 1), blob=blob, file_name="a.pdf")
    clerk = factories.officer(desk)
    duty = regulations.set_duty(
        actor=CLERK, regulation=first, staff=clerk, text="Tiếp nhận", first_day=date(2026, 1, 1)
    )
    regulations.acknowledge(actor=CLERK, duty=duty)
    regulations.acknowledge(actor=CLERK, duty=duty)
    assert AuditRow.objects.filter(action="organisation.acknowledge_duty").count() == 1
    second = regulation(desk)
    first.refresh_from_db()
    assert (first.valid_to, second.number) == (date(2026, 5, 31), 2)
    assert regulations.in_force(desk, date(2026, 5, 31)) == first
    assert regulations.in_force(desk, TODAY) == second
    now = regulations.duties_of(clerk.pk, TODAY).get()
    assert (now.text, now.acknowledged_at, now.regulation) == ("Tiếp nhận", None, second)
    with pytest.raises(Refused, match="phải sau ngày đó"):
        regulation(desk, date(2026, 3, 1))


def test_acknowledged_words_are_replaced_never_changed(desk: Agency) -> None:
    row, clerk = regulation(desk, date(2026, 1, 1)), factories.officer(desk)

    def give(text: str, day: date) -> Duty:
        return regulations.set_duty(actor=CLERK, regulation=row, staff=clerk, text=text, first_day=day)

    give("Viết nhầm", date(2026, 1, 1))
    first = give("Đúng", date(2026, 1, 1))
    assert Duty.objects.count() == 1
    regulations.acknowledge(actor=CLERK, duty=first)
    with pytest.raises(Refused, match="hiện hành"):
        give("Khác", date(2026, 1, 1))
    give("Khác", TODAY)
    first.refresh_from_db()
    assert (first.text, first.last_day) == ("Đúng", date(2026, 5, 31))
    assert regulations.duties_of(clerk.pk, TODAY).get().text == "Khác"
    with pytest.raises(Refused, match="ngoài hiệu lực"):
        give("Sớm", date(2025, 12, 31))


# --- assignments ---


def assign(desk: Agency, staff: Staff, **more: Any) -> Any:
    given: dict[str, Any] = {
        "belonging": Belonging.OWN, "position": Position.RECEPTION, "decision": "2/QĐ", "decided_on": TODAY,
        "first_day": TODAY,
    } | more  # fmt: skip
    return assignments.assign(actor=CLERK, agency=desk, given=NewAssignment(staff=staff, **given))


@pytest.mark.parametrize(
    ("last", "words"),
    [
        (None, "phải có ngày cuối"),
        (date(2026, 11, 29), "6,0|5.9"),
        (date(2026, 11, 30), ""),
        (date(2028, 5, 31), ""),
        (date(2028, 6, 2), "24.1|24.0"),
    ],
)
def test_a_posting_lasts_from_six_to_twenty_four_months(desk: Agency, last: date | None, words: str) -> None:
    clerk = factories.officer(desk)
    given = {"belonging": Belonging.POSTED, "posted_from": "Sở Thử", "last_day": last}
    if not words:
        assert assign(desk, clerk, **given).pk
        return
    with pytest.raises(Refused) as refused:
        assign(desk, clerk, **given)
    assert refused.value.field == "last_day"
    assert assign(desk, clerk, **given, exception="Theo đề nghị của Sở").pk


def test_months_are_counted_by_the_calendar() -> None:
    assert months_between(date(2026, 6, 1), date(2026, 11, 30)) == 6
    assert months_between(date(2026, 6, 1), date(2028, 5, 31)) == 24


def test_one_head_two_deputies_and_no_two_terms_at_once(desk: Agency) -> None:
    people = [factories.officer(desk, f"Người {n}") for n in range(5)]
    assign(desk, people[0], position=Position.HEAD)
    with pytest.raises(Refused, match="nhiều nhất là 1"):
        assign(desk, people[1], position=Position.HEAD)
    for one in people[1:3]:
        assign(desk, one, position=Position.DEPUTY)
    with pytest.raises(Refused, match="nhiều nhất là 2"):
        assign(desk, people[3], position=Position.DEPUTY)
    with pytest.raises(Refused, match="đã được phân công"):
        assign(desk, people[0])
    with pytest.raises(Refused, match="cơ quan cử"):
        assign(desk, people[4], belonging=Belonging.POSTED)
    assert assignments.gaps(desk, TODAY) == ["Cần ít nhất 1 người dự phòng, đang có 0."]


def test_planned_leaders_are_offered_first_then_who_served_least(desk: Agency) -> None:
    often, never, planned = (factories.officer(desk, name) for name in ("An", "Bình", "Chi"))
    for staff, more in ((often, {}), (planned, {"planned_leader": True})):
        row = assign(desk, staff, first_day=date(2025, 1, 1), last_day=date(2025, 6, 30), **more)
        assert row.last_day
    assert [one.staff for one in assignments.candidates(desk, TODAY)] == [planned, never, often]


def test_whose_officer_somebody_was_follows_the_term(desk: Agency) -> None:
    post = factories.agency("BD", level=Level.POSTAL)
    own, postman, posted = factories.officer(desk), factories.officer(post), factories.officer(desk, "Sen")
    assign(desk, posted, belonging=Belonging.POSTED, posted_from="Sở", last_day=date(2027, 5, 31))
    found = assignments.belonging_of(
        [own.pk, postman.pk, posted.pk], desk, date(2026, 1, 1), date(2026, 12, 31)
    )
    assert found == {own.pk: Belonging.OWN, postman.pk: Belonging.POSTAL, posted.pk: Belonging.POSTED}
    before = assignments.belonging_of([posted.pk], desk, date(2025, 1, 1), date(2025, 12, 31))
    assert before == {posted.pk: Belonging.OWN}


# --- rosters ---


@pytest.fixture
def counters(desk: Agency) -> Any:
    return [
        premises.open_counter(actor=CLERK, agency=desk, number=n, name="Thử", first_day=date(2026, 1, 1))
        for n in (1, 2)
    ]


def test_a_roster_sees_its_holes_and_a_reserve_fills_them(desk: Agency, counters: Any) -> None:
    clerk, reserve, other = (factories.officer(desk, name) for name in ("An", "Bình", "Chi"))
    for one in (clerk, reserve, other):
        role(one, Role.RECEPTION, desk)
    assign(desk, reserve, reserve=True)
    week = {"first": TODAY, "last": date(2026, 6, 7)}
    assert rosters.lay_out(actor=CLERK, counter=counters[0], staff=clerk, **week) == 10
    assert rosters.lay_out(
        actor=CLERK, counter=counters[1], staff=other, **week, sessions=[Session.MORNING], weekdays=[0, 2]
    ) == 2  # fmt: skip
    assert rosters.sheet(desk, **week).holes == 8
    rosters.note_absence(actor=CLERK, staff=clerk, first_day=TODAY, last_day=TODAY, reason="Nghỉ ốm")
    sheet = rosters.sheet(desk, **week)
    assert sheet.holes == 10
    slot = RosterSlot.objects.get(counter=counters[0], day=TODAY, session="morning")
    free = rosters.reserves_for(slot)
    assert [(one.staff, one.reserve) for one in free] == [(reserve, True)]
    assert rosters.stand_in(actor=CLERK, slot=slot, reserve=reserve) == 2
    assert rosters.sheet(desk, **week).holes == 8
    slot.refresh_from_db()
    assert (slot.staff, slot.instead_of) == (reserve, clerk)
    assert rosters.seat_of(reserve.pk, TODAY, Session.AFTERNOON) == counters[0]
    free_slot = RosterSlot.objects.get(counter=counters[1], day=TODAY, session="morning")
    with pytest.raises(Refused, match="đã có lịch"):
        rosters.stand_in(actor=CLERK, slot=free_slot, reserve=reserve)
    with pytest.raises(Refused, match="cũng vắng"):
        rosters.stand_in(actor=CLERK, slot=free_slot, reserve=clerk)


def test_a_roster_has_no_days_off_and_nobody_twice(desk: Agency, counters: Any) -> None:
    clerk = factories.officer(desk)
    # Off: 27/4 (for Giỗ Tổ, which fell on a Sunday), 30/4 and 1/5/2026.
    span = {"first": date(2026, 4, 27), "last": date(2026, 5, 3)}
    assert rosters.lay_out(actor=CLERK, counter=counters[0], staff=clerk, **span) == 4
    with pytest.raises(Refused, match="Không còn buổi nào"):
        rosters.lay_out(actor=CLERK, counter=counters[1], staff=clerk, **span)
    with pytest.raises(Refused, match="nhiều nhất một năm"):
        rosters.lay_out(actor=CLERK, counter=counters[0], staff=clerk, first=TODAY, last=date(2028, 1, 1))


# --- postal contract ---


def test_a_postal_officer_does_what_the_contract_names(desk: Agency) -> None:
    postman = factories.officer(factories.agency("BD", level=Level.POSTAL))
    role(postman, Role.POSTAL, desk)

    def may(right: Right) -> bool:
        return officer_from(postman, TODAY).may(right, desk.path)

    assert may(Right.RECEIVE)  # no contract was ever entered
    set_value(
        actor=CLERK, key=contracts.WITHOUT, value="refuse", scope=desk.code, first_day=TODAY, reason="thử"
    )
    assert not may(Right.RECEIVE)
    contract = contracts.sign(
        actor=CLERK, agency=desk,
        given=NewContract(
            provider="Bưu điện", number="1/HĐ", signed_on=TODAY, first_day=TODAY,
            works=[PostalWork.GUIDE, PostalWork.RETURN], selection="Đấu thầu",
        ),
    )  # fmt: skip
    assert not may(Right.SEE_DOSSIERS)
    with pytest.raises(Refused, match="không giao việc: tiếp nhận"):
        contracts.put_under(
            actor=CLERK, contract=contract, staff=postman, works=[PostalWork.RECEIVE], first_day=TODAY
        )
    row = contracts.put_under(
        actor=CLERK, contract=contract, staff=postman, works=[PostalWork.RETURN], first_day=TODAY
    )
    assert may(Right.RETURN_RESULT)
    assert not may(Right.RECEIVE)
    contracts.take_off(actor=CLERK, row=row, last_day=TODAY)
    assert not officer_from(postman, date(2026, 6, 2)).may(Right.RETURN_RESULT, desk.path)


# --- equipment ---


def test_what_is_missing_is_counted_without_the_broken_and_priced_where_known() -> None:
    standard = {"counter": {"scanner": 1}, "desk": {"printer": 1}}
    rows = equipment.needs(
        standard, {"scanner": 100},
        [("scanner", "good", 1), ("scanner", "broken", 2), ("camera", "weak", 1)], counters=3,
    )  # fmt: skip
    by_kind = {row.kind: row for row in rows}
    scanner = by_kind[EquipmentKind.SCANNER]
    assert (scanner.wanted, scanner.working, scanner.broken, scanner.short, scanner.cost) == (3, 1, 2, 2, 200)
    assert (by_kind[EquipmentKind.PRINTER].short, by_kind[EquipmentKind.PRINTER].cost) == (1, None)
    assert by_kind[EquipmentKind.CAMERA].short == 0
    assert equipment.estimate(rows) == (200, 1)


def test_a_later_check_replaces_the_earlier(desk: Agency) -> None:
    def found(quantity: int, condition: Condition, **more: Any) -> Any:
        return equipment.note_equipment(
            actor=CLERK, agency=desk, kind=EquipmentKind.SCANNER, quantity=quantity, condition=condition,
            checked_on=TODAY, **more,
        )  # fmt: skip

    first = found(2, Condition.GOOD)
    found(1, Condition.BROKEN, replaces=first)
    (one,) = equipment.desks_against_standard([desk], TODAY)
    scanner = next(row for row in one.rows if row.kind is EquipmentKind.SCANNER)
    assert (scanner.working, scanner.broken, one.whole) == (0, 1, False)
    found(0, Condition.BROKEN, replaces=equipment.equipment_of(desk).get())
    assert not equipment.equipment_of(desk).exists()
    with pytest.raises(Refused, match="từ 1 trở lên"):
        found(0, Condition.GOOD)


# --- productivity ---


@pytest.mark.parametrize(
    ("received", "share", "total", "ended", "verdict"),
    [
        (800, (365, 365), 900, True, Verdict.REACHED),
        (799, (365, 365), 900, True, Verdict.BELOW),
        (799, (365, 365), 799, True, Verdict.EXEMPT),
        (799, (365, 365), 799, False, Verdict.RUNNING),
        (800, (365, 365), 800, False, Verdict.REACHED),
        (400, (182, 365), 900, True, Verdict.REACHED),
        (398, (182, 365), 900, True, Verdict.BELOW),
    ],
)
def test_productivity_against_the_minimum(
    received: int, share: tuple[int, int], total: int, ended: bool, verdict: Verdict
) -> None:
    (row,) = productivity.judge({1: received}, {1: share}, 800, desk_total=total, year_ended=ended)
    assert row.verdict is verdict


def test_minimum_follows_the_level() -> None:
    table = {"province": 1600, "commune": 800}
    assert productivity.minimum_for(table, "department") == 1600
    assert productivity.minimum_for(table, "branch") == 800
    assert productivity.minimum_for(table, "district") is None
    assert productivity.share_of_year(2026, date(2026, 7, 1), None) == (184, 365)
    assert productivity.share_of_year(2026, date(2027, 1, 1), None) == (0, 365)


# --- focal officers, training, ratings ---


def test_the_list_of_focal_officers_is_reviewed_decided_and_public(desk: Agency) -> None:
    clerk = factories.officer(desk)
    row = focal.begin_review(actor=CLERK, agency=desk)
    assert row.period == "2026-H1"
    with pytest.raises(Refused, match="chưa có ai"):
        focal.decide(actor=CLERK, row=row, decision="5/QĐ", decided_on=TODAY)
    entries = [NewFocal(clerk.name, clerk.title, "UBND xã", "0900", clerk.pk)]
    focal.change_entries(actor=CLERK, row=row, entries=entries)
    assert focal.published(desk) is None
    focal.decide(actor=CLERK, row=row, decision="5/QĐ", decided_on=TODAY)
    assert focal.published(desk) == row
    row.refresh_from_db()
    with pytest.raises(Refused, match="đã có quyết định"):
        focal.change_entries(actor=CLERK, row=row, entries=[])
    with pytest.raises(Refused, match="đã có danh sách"):
        focal.begin_review(actor=CLERK, agency=desk)
    with frozen(moment("2026-07-06 09:00")):
        Staff.objects.filter(pk=clerk.pk).update(last_day=date(2026, 7, 1))
        second = focal.begin_review(actor=CLERK, agency=desk)
        assert FocalEntry.objects.filter(list=second).count() == 1
        assert focal.gone(second, date(2026, 7, 6)) == set(
            FocalEntry.objects.filter(list=second).values_list("pk", flat=True)
        )
        focal.decide(actor=CLERK, row=second, decision="9/QĐ", decided_on=date(2026, 7, 6))
    second.refresh_from_db()
    assert second.unchanged


@pytest.mark.parametrize(
    ("day", "reviews", "period"),
    [(date(2026, 6, 30), 2, "2026-H1"), (date(2026, 7, 1), 2, "2026-H2"), (date(2026, 12, 31), 4, "2026-P4")],
)
def test_review_periods(day: date, reviews: int, period: str) -> None:
    assert focal.period_of(day, reviews) == period


def test_training_gives_hours_to_each_person(desk: Agency) -> None:
    one, other = factories.officer(desk, "An"), factories.officer(desk, "Bình")
    given = NewTraining(
        kind=TrainingKind.COURSE, held=True, title="Số hóa", organiser="", first_day=TODAY, last_day=TODAY,
        hours=Decimal("7.5"), staff=[one],
    )  # fmt: skip
    made = trainings.enter(actor=CLERK, agency=desk, given=given)
    part = trainings.parts_of(made).get()
    trainings.set_part(actor=CLERK, part=part, hours=Decimal(4), result="Đạt")
    with pytest.raises(Refused, match="Số giờ"):
        trainings.set_part(actor=CLERK, part=part, hours=Decimal(8), result="")
    assert trainings.hours_by_person(desk, 2026, TODAY) == [(one, Decimal(4), 1), (other, Decimal(0), 0)]
    assert trainings.trainings_of(desk, 2026).get().many == 1
    trainings.change(actor=CLERK, row=made, given=replace(given, hours=Decimal(3), staff=[one, other]))
    assert [hours for _, hours, _ in trainings.hours_by_person(desk, 2026, TODAY)] == [3, 3]
    assert trainings.parts_of(made).first().result == "Đạt"
    for wrong, words in (
        ({"last_day": TODAY + timedelta(days=1)}, "đã diễn ra"),
        ({"hours": Decimal(25)}, "không quá 24 giờ"),
    ):
        with pytest.raises(Refused, match=words):
            trainings.enter(actor=CLERK, agency=desk, given=replace(given, **wrong))
    with pytest.raises(Refused, match="vì sao"):
        trainings.remove(actor=CLERK, row=made, why=" ")
    trainings.remove(actor=CLERK, row=made, why="Ghi hai lần")
    assert not trainings.trainings_of(desk, 2026).exists()


def test_a_rating_is_kept_used_and_withdrawn_with_reasons(desk: Agency) -> None:
    clerk = factories.officer(desk)
    new = NewMark(kind=MarkKind.YEAR, period="2025", value="Tốt", source="Thông báo 1")
    mark = marks.keep(actor=CLERK, staff=clerk, agency=desk, given=new)
    with pytest.raises(Refused, match="văn bản"):
        marks.use(actor=CLERK, mark=mark, used_for=UsedFor.REWARD, decision=" ")
    marks.use(actor=CLERK, mark=mark, used_for=UsedFor.REWARD, decision="3/QĐ")
    marks.withdraw(actor=CLERK, mark=mark, reason="Nhầm người")
    kept = marks.marks_of(clerk.pk).get()
    assert (kept.used_for, kept.withdrawn) == ("reward", "Nhầm người")
    with pytest.raises(Refused, match="Liên kết"):
        marks.keep(
            actor=CLERK, staff=clerk, agency=desk,
            given=NewMark(kind=MarkKind.OTHER, period="2026", value="A", source="B", link="javascript:1"),
        )  # fmt: skip


# --- notice, moving ---


def test_both_notices_say_the_same(desk: Agency) -> None:
    import io

    import docx
    import pypdfium2

    leader = factories.officer(desk, "Phạm Đức Bình", phone="0243 000 111")
    role(leader, Role.LEADER, desk)
    factories.officer(desk, "Nguyễn Thị Hạnh", field="Hộ tịch")
    factories.officer(desk, "Ẩn Danh", public=False)
    notice = notices.notice_of(desk, TODAY)
    document = docx.Document(io.BytesIO(notices.as_docx(notice)))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    pdf = pypdfium2.PdfDocument(notices.as_pdf(notice))
    printed = " ".join(pdf[0].get_textpage().get_text_range().split())
    pdf.close()
    for words in ("Phạm Đức Bình", "0243 000 111", "Nguyễn Thị Hạnh", "Hộ tịch"):
        assert words in cells
        assert words in printed
    assert "Cập nhật đến ngày 01/06/2026" in printed
    assert "Ẩn Danh" not in printed + " ".join(cells)


@pytest.mark.parametrize("keep", [True, False])
def test_moving_keeps_or_ends_the_old_roles(desk: Agency, keep: bool) -> None:
    other = factories.agency("H99.09")
    boss = factories.officer(desk, "Quản Trị")
    factories.account(boss, Role.ADMINISTRATOR)
    clerk = factories.officer(desk)
    role(clerk, Role.RECEPTION, desk)
    move_staff(actor=CLERK, staff=clerk, agency=other, keep_roles=keep, new_roles=[Role.SPECIALIST])
    now = officer_from(Staff.objects.select_related("agency").get(pk=clerk.pk), TODAY)
    assert now.may(Right.WORK, other.path)
    assert now.may(Right.RECEIVE, desk.path) is keep
