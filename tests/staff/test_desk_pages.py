"""The pages about a desk: what is entered is shown, two presses put a reserve in, others see nothing."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from tests import factories
from tests.factories import moment
from tests.staff.conftest import Office, received

from motcua.catalogue.models import ProcedureVersion
from motcua.doors.staff.administration.desk.urls import desk_urls
from motcua.kernel.clock import frozen
from motcua.organisation import assignments, focal, premises, regulations, rosters
from motcua.organisation.assignments import NewAssignment
from motcua.organisation.desk_enums import Belonging, Position
from motcua.organisation.enums import Role
from motcua.organisation.focal import NewFocal
from motcua.organisation.models import (
    Agency,
    Duty,
    PostalContract,
    Regulation,
    RosterSlot,
    Staff,
    StaffMark,
    Succession,
    Training,
)
from motcua.organisation.regulations import NewRegulation

pytestmark = pytest.mark.django_db
DAY = date(2026, 6, 3)


def post(browser: Client, name: str, *arguments: Any, **given: Any) -> Any:
    return browser.post(reverse(f"staff:{name}", args=arguments), given)


def test_a_regulation_is_entered_and_its_duty_acknowledged(office: Office, elsewhere: Office) -> None:
    leader, clerk = office[Role.LEADER], office[Role.RECEPTION]
    from django.core.files.uploadedfile import SimpleUploadedFile

    given = {
        "title": "Quy chế", "decision": "1/QĐ", "issued_on": "01/06/2026", "issuer": "UBND", "valid_from": "02/06/2026",
        "file": SimpleUploadedFile("qc.pdf", b"%PDF-1.4\n%%EOF\n"),
    }  # fmt: skip
    assert post(leader, "desk-regulation-add", **given).status_code == 302
    row = Regulation.objects.get()
    staff = office.staff[Role.RECEPTION]
    sent = post(
        leader, "desk-duty-add", staff=staff.pk, text="Tiếp nhận <b>hồ sơ</b>", first_day="03/06/2026"
    )
    assert sent.status_code == 302
    mine = clerk.get(reverse("staff:mine")).content.decode()
    assert "Tiếp nhận &lt;b&gt;hồ sơ" in mine
    duty = Duty.objects.get()
    assert post(elsewhere[Role.RECEPTION], "acknowledge", duty.pk).status_code == 404
    assert post(clerk, "acknowledge", duty.pk).status_code == 302
    duty.refresh_from_db()
    assert duty.acknowledged_at is not None
    document = reverse("staff:desk-regulation-file", args=[row.pk])
    assert clerk.get(document).status_code == 200
    assert office[Role.SPECIALIST].get(document).status_code == 404


def test_a_sick_officer_is_replaced_with_two_presses(office: Office, elsewhere: Office) -> None:
    actor = office.actor(Role.LEADER)
    counter = premises.open_counter(actor=actor, agency=office.agency, number=1, name="Thử", first_day=DAY)
    clerk = office.staff[Role.RECEPTION]
    rosters.lay_out(actor=actor, counter=counter, staff=clerk, first=DAY, last=DAY)
    reserve = factories.officer(office.agency, "Bùi Dự Phòng")
    factories.account(reserve, Role.RECEPTION)
    assignments.assign(
        actor=actor, agency=office.agency,
        given=NewAssignment(
            staff=reserve, belonging=Belonging.OWN, position=Position.RECEPTION, decision="1/QĐ", decided_on=DAY,
            first_day=DAY, reserve=True,
        ),
    )  # fmt: skip
    browser = office[Role.LEADER]
    sheet = browser.get(reverse("staff:desk-roster"))
    slot = RosterSlot.objects.get(session="morning")
    link = reverse("staff:desk-stand-in", args=[slot.pk])
    assert link in sheet.content.decode()
    # The first press opens the page; what it offers is sent unchanged by the second.
    form = browser.get(link).context["form"]
    assert form.initial["reserve"] == str(reserve.pk)
    assert elsewhere[Role.LEADER].get(link).status_code == 404
    assert browser.post(link, {"reserve": form.initial["reserve"], "rest_of_day": "on"}).status_code == 302
    assert set(RosterSlot.objects.values_list("staff", "instead_of")) == {(reserve.pk, clerk.pk)}


def test_on_a_sunday_the_roster_to_come_is_shown(office: Office) -> None:
    for now, week in (
        ("2026-06-03 09:00", "01/06/2026 – 07/06/2026"),
        ("2026-06-07 09:00", "08/06/2026 – 14/06/2026"),
    ):
        with frozen(moment(now)):
            assert f"Tuần {week}" in office[Role.LEADER].get(reverse("staff:desk-roster")).content.decode()


def test_a_half_day_gone_by_is_not_taken_away(office: Office) -> None:
    """Who sat there is kept; only today and later can become a hole."""
    actor, leader = office.actor(Role.LEADER), office[Role.LEADER]
    counter = premises.open_counter(actor=actor, agency=office.agency, number=1, name="Thử", first_day=DAY)
    last = DAY + timedelta(days=1)
    rosters.lay_out(actor=actor, counter=counter, staff=office.staff[Role.RECEPTION], first=DAY, last=last)
    gone, to_come = (RosterSlot.objects.get(day=day, session="morning") for day in (DAY, last))
    with frozen(moment(f"{last} 09:00")):
        sheet = leader.get(reverse("staff:desk-roster")).content.decode()
        assert reverse("staff:desk-roster-clear", args=[to_come.pk]) in sheet
        assert reverse("staff:desk-roster-clear", args=[gone.pk]) not in sheet
        assert reverse("staff:desk-stand-in", args=[gone.pk]) in sheet
        refused = post(leader, "desk-roster-clear", gone.pk)
        assert "đã qua" in refused.content.decode()
        assert post(leader, "desk-roster-clear", to_come.pk).status_code == 302
    assert set(RosterSlot.objects.filter(session="morning")) == {gone}


def test_nobody_is_away_because_a_list_begins_with_them(office: Office) -> None:
    given = {"first_day": "03/06/2026", "last_day": "03/06/2026", "reason": "Nghỉ phép"}
    answer = post(office[Role.LEADER], "desk-absence-add", **given)
    assert answer.status_code == 422
    assert answer.context["form"].errors["staff"] == ["Chưa chọn."]


def test_work_outside_the_contract_is_refused_on_the_page_and_at_the_desk(office: Office) -> None:
    leader, postman = office[Role.LEADER], office.staff[Role.POSTAL]
    assert office[Role.POSTAL].get(reverse("staff:receive")).status_code == 200
    given = {
        "provider": "Bưu điện", "number": "1/HĐ", "signed_on": "01/06/2026", "selection": "Đấu thầu", "works": ["guide"],
        "first_day": "01/06/2026",
    }  # fmt: skip
    assert post(leader, "desk-contract-add", **given).status_code == 302
    contract = PostalContract.objects.get()
    wrong = post(
        leader,
        "desk-contract-person",
        contract.pk,
        staff=postman.pk,
        works=["guide", "receive"],
        first_day="03/06/2026",
    )
    assert wrong.status_code == 422
    assert "không giao việc: tiếp nhận" in wrong.content.decode()
    assert (
        post(
            leader,
            "desk-contract-person",
            contract.pk,
            staff=postman.pk,
            works=["guide"],
            first_day="03/06/2026",
        ).status_code
        == 302
    )
    assert office[Role.POSTAL].get(reverse("staff:receive")).status_code == 404
    assert office[Role.POSTAL].get(reverse("staff:work")).status_code == 200


def test_productivity_tells_postal_staff_apart(office: Office, birth: ProcedureVersion) -> None:
    for _ in range(2):
        received(office, birth)
    page = office[Role.LEADER].get(reverse("staff:desk-productivity"))
    assert [card.value for card in page.context["sheet"].cards][:4] == [2, 2, 0, 0]
    Agency.objects.filter(pk=office.agency.pk).update(level="postal")
    page = office[Role.LEADER].get(reverse("staff:desk-productivity"))
    assert [card.value for card in page.context["sheet"].cards][:4] == [2, 0, 0, 2]
    Agency.objects.filter(pk=office.agency.pk).update(level="commune")
    sent = post(
        office[Role.LEADER], "desk-productivity-minimum", minimum=5280, year=2026, source="KH 1", reason="Thử"
    )
    assert sent.status_code == 302
    page = office[Role.LEADER].get(reverse("staff:desk-productivity")).content.decode()
    assert "5.280" in page


def test_focal_officers_are_public_once_decided(office: Office) -> None:
    actor = office.actor(Role.CONTROL)
    row = focal.begin_review(actor=actor, agency=office.agency)
    browser = office[Role.CONTROL]
    wrong = post(browser, "desk-focal-edit", row.pk, entries="Chỉ có tên")
    assert "không có ai tên này" in wrong.content.decode()
    assert (
        "dài quá 200 chữ"
        in post(browser, "desk-focal-edit", row.pk, entries=f"{'Ư' * 201}; b; c").content.decode()
    )
    known = office.staff[Role.LEADER]
    assert post(browser, "desk-focal-edit", row.pk, entries=known.name).status_code == 302
    filled = focal.entries_of(row).get()
    assert (filled.title, filled.unit, filled.staff_id) == (known.title, office.agency.name, known.pk)
    assert "6 tháng đầu năm 2026" in browser.get(reverse("staff:desk-focal")).content.decode()
    late = post(browser, "desk-focal-decide", row.pk, decision="7/QĐ", decided_on="04/06/2026")
    assert "chưa đến" in late.content.decode()
    assert (
        post(browser, "desk-focal-edit", row.pk, entries="Võ Minh Yến; Công chức; UBND xã; 0900").status_code
        == 302
    )
    public = reverse("public:staff") + f"?co-quan={office.agency.code}"
    assert "Võ Minh Yến" not in Client().get(public).content.decode()
    assert (
        post(browser, "desk-focal-decide", row.pk, decision="7/QĐ", decided_on="03/06/2026").status_code
        == 302
    )
    page = Client().get(public).content.decode()
    assert "Võ Minh Yến" in page
    assert "7/QĐ" in page
    assert NewFocal("a", "b", "c").staff_id is None


def test_ratings_are_entered_drawn_and_seen_by_their_officer_only(office: Office) -> None:
    staff = office.staff[Role.RECEPTION]
    given = {
        "staff": staff.pk,
        "kind": "year",
        "period": "2025",
        "value": "Hoàn thành tốt",
        "source": "Thông báo 9",
    }
    assert post(office[Role.LEADER], "desk-mark-add", **given).status_code == 302
    mark = StaffMark.objects.get()
    assert "Hoàn thành tốt" in office[Role.RECEPTION].get(reverse("staff:mine")).content.decode()
    assert "Hoàn thành tốt" not in office[Role.SPECIALIST].get(reverse("staff:mine")).content.decode()
    assert (
        post(office[Role.LEADER], "desk-mark-use", mark.pk, used_for="reward", decision="2/QĐ").status_code
        == 302
    )
    nothing = post(office[Role.LEADER], "desk-marks-draw", period="2026-Q1")
    assert nothing.status_code == 422


def test_a_training_entered_wrong_is_mended_or_taken_out(office: Office, elsewhere: Office) -> None:
    browser, who = office[Role.CONTROL], office.staff[Role.RECEPTION]
    given = {"kind": "course", "held": "on", "title": "Tập huấn số hóa", "first_day": "02/06/2026", "guests": "",
             "last_day": "02/06/2026", "hours": "3,5", "staff": [who.pk]}  # fmt: skip
    assert post(browser, "desk-training-add", **given).status_code == 302
    row = Training.objects.get()
    at = reverse("staff:desk-training-change", args=[row.pk])
    assert 'value="3,5"' in browser.get(at).content.decode()
    assert elsewhere[Role.CONTROL].get(at).status_code == 404
    assert post(browser, "desk-training-change", row.pk, **{**given, "hours": "4"}).status_code == 302
    assert "Giờ bình quân" in browser.get(reverse("staff:desk-trainings")).content.decode()
    assert (
        elsewhere[Role.CONTROL].post(reverse("staff:desk-training-remove", args=[row.pk])).status_code == 404
    )
    assert post(browser, "desk-training-remove", row.pk, why="Nhầm năm").status_code == 302
    assert not Training.objects.exists()


def test_pages_of_a_desk_of_others_are_absent(office: Office, elsewhere: Office) -> None:
    for url in desk_urls:
        if url.pattern.converters:
            continue
        address = reverse(f"staff:{url.name}") + f"?co-quan={office.agency.code}"
        for role in (Role.LEADER, Role.ADMINISTRATOR, Role.CONTROL):
            assert elsewhere[role].get(address).status_code == 404, url.name


def test_pages_of_a_desk_ask_little(office: Office, django_assert_max_num_queries: Any) -> None:
    actor = office.actor(Role.LEADER)
    counter = premises.open_counter(actor=actor, agency=office.agency, number=1, name="Thử", first_day=DAY)
    rosters.lay_out(
        actor=actor, counter=counter, staff=office.staff[Role.RECEPTION], first=DAY, last=date(2026, 6, 30)
    )
    regulations.issue(
        actor=actor, agency=office.agency,
        given=NewRegulation(title="A", decision="B", issued_on=DAY, issuer="C", valid_from=DAY),
    )  # fmt: skip
    for url in desk_urls:
        if url.pattern.converters:
            continue
        office[Role.LEADER].get(reverse(f"staff:{url.name}"))
        with django_assert_max_num_queries(26):
            assert office[Role.LEADER].get(reverse(f"staff:{url.name}")).status_code == 200, url.name


def test_a_split_asks_where_each_officer_goes(office: Office) -> None:
    browser = office[Role.ADMINISTRATOR]
    given = {
        "kind": "split", "day": "03/06/2026", "decision": "NQ 1", "predecessors": [office.agency.code],
        "successors": "H99.51; UBND xã Đông\nH99.52; UBND xã Tây",
    }  # fmt: skip
    asked = post(browser, "reorganise", **given)
    assert asked.status_code == 200
    assert not Succession.objects.exists()
    people = Staff.objects.filter(agency=office.agency)
    west = office.staff[Role.RECEPTION]
    going = {f"person_{one.pk}": "H99.51" for one in people} | {f"person_{west.pk}": "H99.52"}
    gone = office.staff[Role.POSTAL]
    going[f"person_{gone.pk}"] = "-"
    assert post(browser, "reorganise", **given, placed="1", **going).status_code == 302
    assert Staff.objects.select_related("agency").get(pk=west.pk).agency.code == "H99.52"
    assert Staff.objects.select_related("agency").get(pk=office.staff[Role.LEADER].pk).agency.code == "H99.51"
    assert Staff.objects.get(pk=gone.pk).last_day is not None
