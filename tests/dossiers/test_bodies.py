"""Dossiers that several bodies work on, through the acts and the database: the three published examples end to end."""

from datetime import date
from decimal import Decimal

import pytest
from tests import factories
from tests.factories import moment

from motcua.catalogue.models import InternalProcess, ProcessBody, ProcessStep
from motcua.dossiers import actions, handing
from motcua.dossiers.access import dossier_of_part_for, parts_for
from motcua.dossiers.bodies import Carrier, Part, PartState, PartStep, Transfer
from motcua.dossiers.courses import (
    carried_electronically,
    choices_for_part,
    course_of,
    parts_after,
    parts_to_send,
)
from motcua.dossiers.enums import State, Timeliness
from motcua.dossiers.filing import HandedIn
from motcua.dossiers.held import Target
from motcua.dossiers.models import Dossier, DossierPaper, Event
from motcua.dossiers.rules import commands
from motcua.dossiers.slips.control import cooperating, hand_overs
from motcua.kernel import clock
from motcua.kernel.clock import frozen
from motcua.kernel.people import Actor
from motcua.kernel.refusals import NotFound, Overtaken, Refused
from motcua.organisation.access import officer_from
from motcua.organisation.enums import ChangeKind, Level, Role
from motcua.organisation.models import Agency, Staff, Succession

pytestmark = pytest.mark.django_db


def actor(staff: Staff) -> Actor:
    return Actor("staff", str(staff.pk), f"{staff.name} ({staff.title})", staff.agency.code)


class House:
    """A province with a commune, a department, the police and the insurance; a district while there are any."""

    def __init__(self) -> None:
        self.province = factories.agency("H99", level=Level.PROVINCE, name="UBND tỉnh")
        self.district = factories.agency(
            "H99.20",
            parent=self.province,
            level=Level.DISTRICT,
            name="UBND huyện",
            valid_to=date(2025, 6, 30),
        )
        self.office = factories.agency(
            "H99.20.90", parent=self.district, level=Level.DEPARTMENT, name="Phòng LĐ-TB&XH"
        )
        self.commune = factories.agency("H99.01", parent=self.province, name="UBND xã")
        self.old_commune = factories.agency(
            "H99.20.01", parent=self.district, name="UBND xã cũ", valid_to=date(2025, 6, 30)
        )
        self.department = factories.agency(
            "H99.12", parent=self.province, level=Level.DEPARTMENT, name="Sở Nội vụ"
        )
        self.police = factories.agency("CA.01", level=Level.VERTICAL, name="Công an xã")
        self.insurance = factories.agency("BH.01", level=Level.VERTICAL, name="BHXH cơ sở")
        self.people: dict[str, Staff] = {}
        for agency in (
            self.commune, self.old_commune, self.office, self.department, self.police, self.insurance,
        ):  # fmt: skip
            one = factories.officer(agency, f"Người của {agency.name}")
            factories.account(one, Role.SPECIALIST, Role.LEADER, Role.RECEPTION)
            self.people[agency.code] = one

    def of(self, agency: Agency) -> Actor:
        return actor(self.people[agency.code])


@pytest.fixture
def house() -> House:
    return House()


def body(process, order, stage, name, days, unit="working_day", *, place="named", agency="", **more):
    made = ProcessBody.objects.create(
        process=process, order=order, stage=stage, place=place, agency=agency, name=name, task=f"Việc của {name}",
        duration=None if days is None else Decimal(days), unit=unit, result=f"Kết quả của {name}", **more,
    )  # fmt: skip
    for number in (1, 2):
        ProcessStep.objects.create(
            process=process, order=10 * order + number, label=f"{order}.{number}", name=f"Bước {number} {name}",
            performer=name, role="specialist", duration=4, unit="hour", body=made,
        )  # fmt: skip
    return made


def interlinked(days: int, unit: str = "working_day", **fields) -> tuple:
    version = factories.version(days, unit, **fields)
    InternalProcess.objects.filter(version=version).delete()
    process = InternalProcess.objects.create(
        version=version, key=f"LT{version.pk}", name="Liên thông", usable=True
    )
    return version, process


def received(house, version, commune, at, **fields):
    with frozen(moment(at)):
        return actions.receive_at_counter(
            factories.filing(version, commune, **fields),
            actor=house.of(commune),
            receiver_id=house.people[commune.code].pk,
        )


def local(when):
    return clock.local(when).strftime("%d/%m %H:%M") if when else None


@pytest.fixture
def birth(house):
    """IP02: birth at the commune, then residence and insurance in parallel, the identity card later."""
    version, process = interlinked(3)
    body(process, 1, 1, "UBND xã", 1, place="own", lead=True)
    body(process, 2, 2, "Công an", 2, agency="CA.01")
    body(process, 3, 2, "BHXH", 2, agency="BH.01")
    body(process, 4, 3, "Công an (căn cước)", 5, agency="CA.01", holds=False)
    return version


def targets(parts, carrier=Carrier.ELECTRONIC):
    return [Target(part.agency_id, number=part.number, carrier=carrier) for part in parts]


def test_parallel_bodies_with_a_lead(house, birth):
    """IP02 of 2025: each body has its own due date, the lead settles when all have answered."""
    lead, police, insurance = house.of(house.commune), house.of(house.police), house.of(house.insurance)
    dossier = received(house, birth, house.commune, "2026-11-02 08:00")
    plan = course_of(dossier, moment("2026-11-02 08:00"))
    assert [(leg.body, leg.stage, leg.state) for leg in plan.legs] == [
        ("UBND xã", 1, PartState.PLANNED),
        ("Công an xã", 2, PartState.PLANNED),
        ("BHXH cơ sở", 2, PartState.PLANNED),
        ("Công an xã", 3, PartState.PLANNED),
    ]
    assert not plan.begun
    with frozen(moment("2026-11-03 08:00")):
        to = parts_to_send(dossier)
        assert [part.number for part in to] == [2, 3]
        handing.hand_over(dossier.pk, targets(to), actor=lead)
    with frozen(moment("2026-11-03 09:00")):
        handing.take(dossier.pk, 2, actor=police)
        handing.take(dossier.pk, 3, actor=insurance)
        with pytest.raises(Refused, match="Còn 2 cơ quan"):
            actions.perform(dossier.pk, commands.Finish(), actor=lead)
    with frozen(moment("2026-11-04 10:00")):
        handing.answer(
            dossier.pk, 2, "Đã đăng ký thường trú", actor=police,
            papers=[HandedIn("Thông báo kết quả cư trú", "produced", signed=True)],
        )  # fmt: skip
        with pytest.raises(Refused, match="Còn 1 cơ quan"):
            actions.perform(dossier.pk, commands.Finish(), actor=lead)
    assert parts_after(Part.objects.get(dossier=dossier, number=3)) == [], (
        "after parallel bodies the lead goes on"
    )
    with frozen(moment("2026-11-05 10:00")):
        handing.answer(dossier.pk, 3, "Đã cấp thẻ BHYT", actor=insurance)
        handing.hand_over(dossier.pk, targets(parts_to_send(dossier)), actor=lead)
        done = actions.perform(dossier.pk, commands.Finish(), actor=lead)
    assert done.status is State.SETTLED, "the identity card comes later and holds nobody"
    course = course_of(done, moment("2026-11-05 11:00"))
    assert [(leg.body, local(leg.due_at), leg.timeliness) for leg in course.legs] == [
        ("UBND xã", "03/11 17:00", Timeliness.ON_TIME),
        ("Công an xã", "05/11 17:00", Timeliness.EARLY),
        ("BHXH cơ sở", "05/11 17:00", Timeliness.ON_TIME),
        ("Công an xã", "12/11 17:00", Timeliness.EARLY),
    ]
    assert course.cooperating == ("Công an xã", "BHXH cơ sở")
    assert (
        DossierPaper.objects.get(dossier=dossier, role="attachment").paper.title == "Thông báo kết quả cư trú"
    )
    with frozen(moment("2026-11-09 10:00")):
        handing.take(dossier.pk, 4, actor=police)
        handing.answer(dossier.pk, 4, "Đã cấp thẻ căn cước", actor=police)
    assert Dossier.objects.get(pk=dossier.pk).status is State.SETTLED
    acts = list(Event.objects.filter(dossier=dossier).values_list("act", flat=True))
    assert acts.count("hand_over") == 2
    assert acts.count("part_take") == acts.count("part_answer") == 3


def test_from_the_commune_to_the_department_and_back(house):
    """IP01 of 2025: four days at the commune, three at the department, whose clock is its own."""
    version, process = interlinked(7)
    body(process, 1, 1, "UBND xã", 4, place="own", lead=True)
    body(process, 2, 2, "Sở Nội vụ", 3, agency="H99.12")
    dossier = received(house, version, house.commune, "2026-11-02 08:00")
    commune, department = house.of(house.commune), house.of(house.department)
    with frozen(moment("2026-11-06 09:00")):
        handing.hand_over(dossier.pk, targets(parts_to_send(dossier)), actor=commune)
        assert course_of(dossier, clock.now()).has_it == ("Sở Nội vụ (chưa nhận)",)
    with frozen(moment("2026-11-06 10:00")):
        handing.take(dossier.pk, 2, actor=department)
    colleague = factories.officer(house.department, "Chuyên viên khác")
    with frozen(moment("2026-11-09 08:00")):
        handing.give_to(dossier.pk, 2, colleague.pk, actor=department)
    steps = list(PartStep.objects.filter(part__dossier=dossier))
    assert [(step.name, step.holder.name, step.finished_at is not None) for step in steps] == [
        ("Bước 1 Sở Nội vụ", "Người của Sở Nội vụ", True),
        ("Bước 2 Sở Nội vụ", "Chuyên viên khác", False),
    ]
    with frozen(moment("2026-11-11 16:00")):
        handing.answer(dossier.pk, 2, "Quyết định trợ cấp", actor=actor(colleague))
        done = actions.perform(dossier.pk, commands.Finish(), actor=commune)
    course = course_of(done, moment("2026-11-11 17:00"))
    assert [(leg.body, local(leg.started_at), local(leg.due_at), leg.timeliness) for leg in course.legs] == [
        ("UBND xã", "02/11 08:00", "06/11 17:00", Timeliness.ON_TIME),
        ("Sở Nội vụ", "06/11 10:00", "11/11 17:00", Timeliness.ON_TIME),
    ]
    assert [(way.from_body, way.to_body, way.back) for way in course.ways] == [
        ("UBND xã", "Sở Nội vụ", False),
        ("Sở Nội vụ", "UBND xã", True),
    ]
    assert course.ways[1].back_words == "gửi kết quả về"
    assert course.causes == ()


def test_commune_district_province_in_2018(house):
    """IP18 of the 2018 regime: five, ten and ten days; each level hands the dossier up when it is done."""
    version, process = interlinked(25, "calendar_day")
    body(process, 1, 1, "UBND cấp xã", 5, "calendar_day", place="own", lead=True)
    body(process, 2, 2, "Phòng LĐ-TB&XH", 10, "calendar_day", agency="H99.20.90")
    body(process, 3, 3, "Sở LĐ-TB&XH", 10, "calendar_day", agency="H99.12")
    dossier = received(house, version, house.old_commune, "2024-06-03 08:00")
    assert dossier.regime == "2018"
    with frozen(moment("2024-06-07 08:00")):
        handing.hand_over(dossier.pk, targets(parts_to_send(dossier)), actor=house.of(house.old_commune))
    with frozen(moment("2024-06-07 10:00")):
        handing.take(dossier.pk, 2, actor=house.of(house.office))
    with frozen(moment("2024-06-20 08:00")):
        part = Part.objects.get(dossier=dossier, number=2)
        onward = targets(parts_after(part), Carrier.PAPER)
        handing.answer(dossier.pk, 2, "Phiếu báo giảm", onward=onward, actor=house.of(house.office))
    with frozen(moment("2024-06-20 14:00")):
        handing.take(dossier.pk, 3, actor=house.of(house.department))
    with frozen(moment("2024-06-25 14:00")):
        handing.answer(
            dossier.pk, 3, "Quyết định trợ cấp", carrier=Carrier.PAPER, actor=house.of(house.department)
        )
        back = Transfer.objects.get(dossier=dossier, direction="back")
        assert back.received_at is None, "on paper: the commune acknowledges"
        handing.receive_result(dossier.pk, back.pk, actor=house.of(house.old_commune))
        done = actions.perform(dossier.pk, commands.Finish(), actor=house.of(house.old_commune))
    course = course_of(done, moment("2024-06-26 08:00"))
    assert [(leg.body, local(leg.due_at), leg.timeliness) for leg in course.legs] == [
        ("UBND xã cũ", "10/06 17:00", Timeliness.EARLY),
        ("Phòng LĐ-TB&XH", "17/06 17:00", Timeliness.LATE),
        ("Sở Nội vụ", "01/07 17:00", Timeliness.EARLY),
    ]
    assert course.causes == (("Phòng LĐ-TB&XH", "quá hạn 2 ngày làm việc"),)
    assert done.finished_at < done.due_at, (
        "the dossier itself is in time: the district's lateness is the district's"
    )


def test_one_control_slip_for_all_bodies(house):
    """The form lists each body with its own due date and result (P10)."""
    dossier = sent_to_the_department(house)
    with frozen(moment("2026-11-06 10:00")):
        handing.take(dossier.pk, 2, actor=house.of(house.department))
    with frozen(moment("2026-11-13 10:00")):
        handing.answer(dossier.pk, 2, "Quyết định", actor=house.of(house.department))
        own, line = hand_overs(dossier)
    assert (own.body, local(own.due), own.result, own.note) == (
        "UBND xã",
        "06/11 17:00",
        "Trước hạn",
        "Việc của UBND xã",
    )
    assert (line.giver, line.taker, line.body, local(line.due), line.result) == (
        "UBND xã, Người của UBND xã", "Người của Sở Nội vụ", "Sở Nội vụ", "11/11 17:00", "Quá hạn",
    )  # fmt: skip
    assert cooperating(Event.objects.filter(dossier=dossier)) == ("Sở Nội vụ",)


def sent_to_the_department(house, at="2026-11-06 09:00", carrier=Carrier.ELECTRONIC):
    version, process = interlinked(7)
    body(process, 1, 1, "UBND xã", 4, place="own", lead=True)
    body(process, 2, 2, "Sở Nội vụ", 3, agency="H99.12")
    dossier = received(house, version, house.commune, "2026-11-02 08:00")
    with frozen(moment(at)):
        handing.hand_over(dossier.pk, targets(parts_to_send(dossier), carrier), actor=house.of(house.commune))
    return dossier


def test_who_does_not_acknowledge_gains_no_time(house):
    dossier = sent_to_the_department(house)
    assert not course_of(dossier, moment("2026-11-06 13:00")).legs[1].unacknowledged
    leg = course_of(dossier, moment("2026-11-06 15:01")).legs[1]
    assert leg.unacknowledged
    assert local(leg.receive_by) == "06/11 15:00", "four hours of work after 09:00, over the lunch break"
    with frozen(moment("2026-11-10 08:00")):
        handing.take(dossier.pk, 2, actor=house.of(house.department))
    part = Part.objects.get(dossier=dossier, number=2)
    assert (local(part.started_at), local(part.due_at)) == ("06/11 15:00", "11/11 17:00")


def test_a_body_sends_back_with_a_reason_and_is_sent_to_again(house):
    dossier = sent_to_the_department(house)
    with frozen(moment("2026-11-06 10:00")):
        with pytest.raises(Refused, match="lý do"):
            handing.send_back(dossier.pk, 2, " ", actor=house.of(house.department))
        handing.send_back(dossier.pk, 2, "Thiếu danh sách", actor=house.of(house.department))
        course = course_of(dossier, clock.now())
        assert course.has_it == ("UBND xã",)
        assert course.legs[1].remark == "Thiếu danh sách"
        handing.hand_over(dossier.pk, targets(parts_to_send(dossier)), actor=house.of(house.commune))
        handing.take(dossier.pk, 2, actor=house.of(house.department))
        handing.send_back(dossier.pk, 2, "Không thuộc thẩm quyền", actor=house.of(house.department))
        assert [way.back_words for way in course_of(dossier, clock.now()).ways if way.back] == [
            "trả lại, không nhận"
        ]
    assert Transfer.objects.filter(dossier=dossier, part__number=2).count() == 3


def test_lateness_is_recorded_before_the_lead_goes_on_without_an_answer(house):
    dossier = sent_to_the_department(house)
    commune = house.of(house.commune)
    with frozen(moment("2026-11-06 10:00")):
        handing.take(dossier.pk, 2, actor=house.of(house.department))
        with pytest.raises(Refused, match="còn trong hạn"):
            handing.excuse(dossier.pk, 2, "Chậm", actor=commune)
    with frozen(moment("2026-11-13 08:00")):
        with pytest.raises(Refused, match="Còn 1 cơ quan"):
            actions.perform(dossier.pk, commands.Finish(), actor=commune)
        handing.excuse(dossier.pk, 2, "Đã đôn đốc hai lần", actor=commune)
        course = course_of(dossier, clock.now())
        assert course.causes[0][0] == "Sở Nội vụ"
        assert actions.perform(dossier.pk, commands.Finish(), actor=commune).status is State.SETTLED


def test_a_merged_agency_is_offered_its_successor(house):
    dossier_version, process = interlinked(7)
    body(process, 1, 1, "UBND xã", 4, place="own", lead=True)
    old = factories.agency(
        "H99.13",
        parent=house.province,
        level=Level.DEPARTMENT,
        name="Sở LĐ-TB&XH",
        valid_to=date(2025, 2, 28),
    )
    Succession.objects.create(
        predecessor=old, successor=house.department, kind=ChangeKind.MERGE.value, day=date(2025, 3, 1)
    )
    body(process, 2, 2, "Sở LĐ-TB&XH", 3, agency="H99.13")
    dossier = received(house, dossier_version, house.commune, "2026-11-02 08:00")
    with frozen(moment("2026-11-06 09:00")):
        (part,) = parts_to_send(dossier)
        with pytest.raises(Refused, match=r"kết thúc hoạt động.*Sở Nội vụ") as refused:
            handing.hand_over(dossier.pk, targets([part]), actor=house.of(house.commune))
        assert refused.value.field == "agency"
        assert not Part.objects.filter(dossier=dossier).exists()
        (heir,) = choices_for_part(part, clock.today())
        handing.hand_over(dossier.pk, [Target(heir.pk, number=2)], actor=house.of(house.commune))
    assert Part.objects.get(dossier=dossier, number=2).agency == house.department


def test_a_body_sees_a_dossier_only_while_it_has_a_part_in_it(house):
    dossier = sent_to_the_department(house)
    there = officer_from(house.people["H99.12"], date(2026, 11, 6))
    police = officer_from(house.people["CA.01"], date(2026, 11, 6))
    found, parts = dossier_of_part_for(there, dossier.code)
    assert (found.pk, [part.number for part in parts]) == (dossier.pk, [2])
    with pytest.raises(NotFound):
        dossier_of_part_for(police, dossier.code)
    with frozen(moment("2026-11-06 10:00")):
        handing.send_back(dossier.pk, 2, "Không thuộc thẩm quyền", actor=house.of(house.department))
    with pytest.raises(NotFound):
        dossier_of_part_for(there, dossier.code)
    from motcua.organisation.enums import Right

    assert not parts_for(there, Right.WORK).exists()


def test_an_officer_who_left_is_not_given_a_step(house):
    dossier = sent_to_the_department(house)
    gone = factories.officer(house.department, "Người đã nghỉ", last_day=date(2026, 10, 31))
    with frozen(moment("2026-11-06 10:00")):
        handing.take(dossier.pk, 2, actor=house.of(house.department))
        with pytest.raises(Refused, match="không còn làm việc"):
            handing.give_to(dossier.pk, 2, gone.pk, actor=house.of(house.department))
    Staff.objects.filter(pk=house.people["H99.12"].pk).update(last_day=date(2026, 11, 7))
    assert course_of(dossier, moment("2026-11-09 08:00")).legs[1].person_left


def test_a_body_the_process_does_not_name(house):
    dossier = received(house, factories.version(10), house.commune, "2026-11-02 08:00")
    commune = house.of(house.commune)
    with frozen(moment("2026-11-03 08:00")):
        with pytest.raises(Refused, match="nhiệm vụ"):
            handing.hand_over(dossier.pk, [Target(house.police.pk)], actor=commune)
        wanted = Target(
            house.police.pk, task="Xác minh cư trú", limit_value=Decimal(2), limit_unit="working_day"
        )
        handing.hand_over(dossier.pk, [wanted], actor=commune)
        part = Part.objects.get(dossier=dossier)
    assert (part.body, part.task, local(part.due_at)) == ("Công an xã", "Xác minh cư trú", "05/11 17:00")


def test_the_second_officer_is_told_and_nothing_is_sent_twice(house):
    dossier = sent_to_the_department(house)
    with pytest.raises(Refused, match="đã được chuyển"):
        handing.hand_over(dossier.pk, [Target(house.department.pk, number=2)], actor=house.of(house.commune))
    seen = Dossier.objects.get(pk=dossier.pk).revision
    with frozen(moment("2026-11-06 10:00")):
        handing.take(dossier.pk, 2, actor=house.of(house.department), seen=seen, act_key="a")
        handing.take(dossier.pk, 2, actor=house.of(house.department), seen=seen, act_key="a")
        with pytest.raises(Overtaken):
            handing.send_back(dossier.pk, 2, "x", actor=house.of(house.department), seen=seen)
    assert Event.objects.filter(dossier=dossier, act="part_take").count() == 1


def test_waiting_for_the_citizen_stops_the_clock_of_a_body_too(house):
    dossier = sent_to_the_department(house)
    commune = house.of(house.commune)
    with frozen(moment("2026-11-06 10:00")):
        handing.take(dossier.pk, 2, actor=house.of(house.department))
    before = Part.objects.get(dossier=dossier, number=2).due_at
    with frozen(moment("2026-11-09 08:00")):
        actions.perform(dossier.pk, commands.RequirePayment("Phí", amount=1000), actor=commune)
    with frozen(moment("2026-11-11 08:00")):
        actions.perform(dossier.pk, commands.SettlePayment(), actor=commune)
    after = Part.objects.get(dossier=dossier, number=2).due_at
    assert (local(before), local(after)) == ("11/11 17:00", "13/11 17:00")


def test_the_share_carried_wholly_electronically(house):
    version = factories.version(10)
    commune = house.of(house.commune)

    def finished(**fields):
        dossier = received(house, version, house.commune, "2026-11-02 08:00", **fields)
        with frozen(moment("2026-11-02 09:00")):
            actions.perform(dossier.pk, commands.Assign(holder_id=house.people["H99.01"].pk), actor=commune)
        return dossier

    def end(dossier):
        with frozen(moment("2026-11-10 09:00")):
            actions.perform(dossier.pk, commands.Finish(), actor=commune)

    end(finished(papers=(HandedIn("Đơn", "database", origin_source="CSDL dân cư"),)))
    end(finished(papers=(HandedIn("Đơn", "scanned_at_desk"),)))
    for carrier in Carrier:
        dossier = finished()
        wanted = Target(house.police.pk, carrier=carrier, task="Xác minh")
        with frozen(moment("2026-11-03 09:00")):
            handing.hand_over(dossier.pk, [wanted], actor=commune)
            handing.take(dossier.pk, 1, actor=house.of(house.police))
            handing.answer(dossier.pk, 1, "Đúng", actor=house.of(house.police))
        end(dossier)
    received(house, version, house.commune, "2026-11-02 08:00")
    share = carried_electronically(Dossier.objects.all(), date(2026, 11, 1), date(2026, 11, 30))
    assert (share.electronic, share.carried, share.percent) == (2, 4, 50)
    assert carried_electronically(Dossier.objects.all(), date(2025, 1, 1), date(2025, 2, 1)).percent is None
