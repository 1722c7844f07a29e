"""The administrators' pages: who gets in, what they do, what they cost."""

import re
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from tests import factories
from tests.staff.conftest import Office, open_office, received

from motcua.accounts.models import User
from motcua.audit.models import AuditRow
from motcua.catalogue.models import ProcedureVersion, TimeLimit
from motcua.doors.staff.administration.urls import administration_urls
from motcua.kernel import clock
from motcua.organisation.enums import Right, Role
from motcua.organisation.models import Agency, Delegation, RoleGrant, Staff
from motcua.organisation.rules import RIGHTS_OF
from motcua.regimes.queries import rule
from motcua.worktime.models import CalendarVersion, OfficeHours

pytestmark = pytest.mark.django_db
SECRET = "mot-mat-khau-dai"
LISTS = ("agency", "calendar", "procedures", "settings", "background", "record", "about")
OPEN_TO_ALL = {"first-run", "founded"}


@pytest.fixture
def office(db: None) -> Office:
    return open_office("H99.01")


@pytest.fixture
def admin(office: Office) -> Client:
    return office[Role.ADMINISTRATOR]


def address(name: str, office: Office) -> str:
    """The address of a page for somebody of this office."""
    clerk = office.staff[Role.RECEPTION]
    known: dict[str, Any] = {"code": office.agency.code, "key": clerk.pk}
    if name == "setting":
        known["key"] = "clock.cutoff"
    route = next(str(url.pattern) for url in administration_urls if url.name == name)
    wanted = {
        word: known.get(word, 1 if kind == "int" else "khong-co")
        for kind, word in re.findall(r"<(\w+):(\w+)>", route)
    }
    return reverse(f"staff:{name}", kwargs=wanted)


def rights_of(name: str) -> set[Right]:
    """What opens a page: administering, and for a few pages steering too."""
    view = next(url.callback for url in administration_urls if url.name == name)
    return set(getattr(view, "rights", ()))


def test_only_administrators_get_in_and_hidden_is_absent(office: Office) -> None:
    for url in administration_urls:
        if url.name not in OPEN_TO_ALL:
            only_administrators_get_in(office, str(url.name))


def only_administrators_get_in(office: Office, name: str) -> None:
    page = address(name, office)
    assert Right.ADMINISTER in rights_of(name)
    assert rights_of(name) <= {Right.ADMINISTER, Right.STEER}
    for role in Role:
        if not RIGHTS_OF[role] & rights_of(name):
            assert office[role].get(page).status_code in (404, 405)
            assert office[role].post(page).status_code in (404, 405)
    assert Client().get(page).status_code in (302, 405)


@pytest.mark.parametrize("name", LISTS)
def test_lists_answer_with_few_statements(
    office: Office, admin: Client, name: str, django_assert_max_num_queries: Any
) -> None:
    for number in range(5):
        factories.agency(f"H99.01.{number}", parent=office.agency)
        factories.version()
    admin.get(reverse(f"staff:{name}"))
    with django_assert_max_num_queries(15):
        assert admin.get(reverse(f"staff:{name}")).status_code == 200


def test_an_agency_is_changed_and_its_page_lists_people(office: Office, admin: Client) -> None:
    page = admin.get(address("agency-one", office)).content.decode()
    assert office.staff[Role.LEADER].name in page
    given = {
        "name": "UBND xã Đổi Khác",
        "address": "Thôn Hai",
        "phone": "",
        "has_desk": "on",
        "desk_name": "",
        "short_name": "",
    }
    assert admin.post(address("agency-edit", office), given).status_code == 302
    office.agency.refresh_from_db()
    assert (office.agency.name, office.agency.address) == ("UBND xã Đổi Khác", "Thôn Hai")


def test_another_agency_is_out_of_reach(office: Office, admin: Client) -> None:
    other = open_office("H99.02")
    for name in ("agency-one", "agency-edit", "person", "person-edit", "person-account", "person-leave"):
        assert admin.get(address(name, other)).status_code == 404
    assert admin.get("/can-bo/quan-tri/thiet-lap?co-quan=H99.02").status_code == 404
    assert "H99.02" not in admin.get(address("agency", office)).content.decode()
    # Only with everything below in scope may something be made below.
    assert admin.get(address("agency-add", office)).status_code == 422


def hiring(**changes: Any) -> dict[str, Any]:
    return {
        "name": "Bùi Thị Mới", "title": "Công chức", "field": "", "phone": "", "public": "on", "first_day": "01/06/2026",
        "roles": ["reception", "specialist"], "username": "buithimoi", "password": SECRET,
    } | changes  # fmt: skip


def test_hired_with_a_first_password_that_must_be_changed(office: Office, admin: Client) -> None:
    assert admin.post(address("person-add", office), hiring()).status_code == 302
    made = Staff.objects.get(name="Bùi Thị Mới")
    assert set(RoleGrant.objects.filter(staff=made).values_list("role", flat=True)) == {
        "reception",
        "specialist",
    }

    browser = Client()
    assert browser.login(username="buithimoi", password=SECRET)
    assert browser.get("/can-bo/").headers["Location"] == "/can-bo/mat-khau"
    assert browser.get("/can-bo/tiep-nhan").headers["Location"] == "/can-bo/mat-khau"
    assert browser.get("/can-bo/mat-khau").status_code == 200
    weak = browser.post("/can-bo/mat-khau", {"password": SECRET, "again": SECRET})
    assert weak.status_code == 422
    assert "trùng mật khẩu đang dùng" in weak.content.decode()
    assert (
        browser.post("/can-bo/mat-khau", {"password": SECRET + "1", "again": SECRET + "1"}).status_code == 302
    )
    assert browser.get("/can-bo/").status_code == 200


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"username": ""}, "Vai trò cần tài khoản"),
        ({"password": "123"}, "ít nhất 8 ký tự"),
        ({"first_day": "32/13/2026"}, "Không có ngày"),
    ],
)
def test_what_is_wrong_with_hiring_is_said(
    office: Office, admin: Client, changes: dict[str, str], words: str
) -> None:
    answer = admin.post(address("person-add", office), hiring(**changes))
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not Staff.objects.filter(name="Bùi Thị Mới").exists()


def test_a_reset_password_ends_the_sessions_and_serves_once(office: Office, admin: Client) -> None:
    clerk = Staff.objects.get(pk=office.staff[Role.RECEPTION].pk)
    assert office[Role.RECEPTION].get("/can-bo/").status_code == 200
    assert admin.post(address("person-account", office), {"password": SECRET}).status_code == 302
    assert office[Role.RECEPTION].get("/can-bo/").headers["Location"].startswith("/can-bo/dang-nhap")
    assert User.objects.get(pk=clerk.user_id).must_change_password
    assert SECRET not in str(list(AuditRow.objects.values()))


def test_nobody_resets_the_password_of_somebody_who_may_more(office: Office, admin: Client) -> None:
    province = factories.agency("T")
    RoleGrant.objects.create(
        staff=office.staff[Role.RECEPTION],
        role="leader",
        agency=province,
        with_below=True,
        first_day=date(2020, 1, 1),
    )
    user = Staff.objects.get(pk=office.staff[Role.RECEPTION].pk).user_id
    before = User.objects.get(pk=user).password
    assert admin.post(address("person-account", office), {"password": SECRET}).status_code == 422
    assert User.objects.get(pk=user).password == before


def test_an_account_is_closed_and_opened_but_never_ones_own(office: Office, admin: Client) -> None:
    page = address("person-switch", office)
    assert admin.post(page).status_code == 302
    assert office[Role.RECEPTION].get("/can-bo/").status_code == 302
    assert admin.post(page).status_code == 302
    own = reverse("staff:person-switch", args=[office.staff[Role.ADMINISTRATOR].pk])
    assert admin.post(own).status_code == 422


def test_roles_are_given_and_taken_within_scope(office: Office, admin: Client) -> None:
    clerk = office.staff[Role.RECEPTION]
    given = {"role": "leader", "agency": office.agency.code, "first_day": "03/06/2026", "last_day": ""}
    assert admin.post(address("person-grant", office), given).status_code == 302
    assert (
        admin.post(
            address("person-grant", office), given | {"role": "control", "with_below": "on"}
        ).status_code
        == 422
    )
    row = RoleGrant.objects.get(staff=clerk, role="leader")
    assert admin.post(reverse("staff:person-end-role", args=[clerk.pk, row.pk])).status_code == 302
    assert not RoleGrant.objects.filter(staff=clerk, role="leader", last_day=None).exists()
    own = RoleGrant.objects.get(staff=office.staff[Role.ADMINISTRATOR])
    assert admin.post(reverse("staff:person-end-role", args=[own.staff_id, own.pk])).status_code == 422


def test_somebody_stands_in_and_stops(office: Office, admin: Client) -> None:
    leader, clerk = office.staff[Role.LEADER], office.staff[Role.RECEPTION]
    page = reverse("staff:person-delegate", args=[leader.pk])
    given = {"taker": clerk.pk, "first_day": "03/06/2026", "last_day": "05/06/2026", "reason": "Đi họp"}
    assert admin.post(page, given).status_code == 302
    row = Delegation.objects.get()
    assert "Đi họp" in admin.get(reverse("staff:person", args=[leader.pk])).content.decode()
    assert admin.post(reverse("staff:person-end-delegation", args=[leader.pk, row.pk])).status_code == 302
    assert not Delegation.objects.exists()


def test_somebody_leaves(office: Office, admin: Client) -> None:
    assert admin.post(address("person-leave", office), {"last_day": "02/06/2026"}).status_code == 302
    assert office[Role.RECEPTION].get("/can-bo/").status_code == 404


def test_agencies_are_merged_from_the_page(office: Office, admin: Client) -> None:
    other = factories.agency("H99.03")
    RoleGrant.objects.create(
        staff=office.staff[Role.ADMINISTRATOR], role="administrator", agency=other, first_day=date(2020, 1, 1)
    )
    given = {
        "kind": "merge", "day": "03/06/2026", "decision": "NQ 5", "predecessors": ["H99.01", "H99.03"],
        "successors": "H99.13; UBND xã Gộp",
    }  # fmt: skip
    assert admin.post(reverse("staff:reorganise"), given | {"successors": "H99.13"}).status_code == 422
    assert admin.post(reverse("staff:reorganise"), given).status_code == 302
    assert [each.code for each in Agency.objects.on(clock.today())] == ["H99.13"]
    assert "UBND xã Gộp" in admin.get(reverse("staff:agency")).content.decode()


def test_own_days_and_hours_are_versions_with_their_source(office: Office, admin: Client) -> None:
    days = {"year": "2026", "off": "05/06/2026 Lễ hội của xã", "worked": "", "source": "QĐ 12"}
    assert admin.post(reverse("staff:calendar-days"), days).status_code == 302
    assert admin.post(reverse("staff:calendar-days"), days | {"off": "hôm nào đó"}).status_code == 422
    assert CalendarVersion.objects.get().data["off"] == [{"day": "2026-06-05", "why": "Lễ hội của xã"}]
    page = admin.get(reverse("staff:calendar")).content.decode()
    assert "Lễ hội của xã" in page
    assert "05/06/2026 Lễ hội của xã" in admin.get(reverse("staff:calendar-days")).content.decode()
    hours = {
        "first_day": "03/06/2026",
        "morning": "7h-11h30",
        "afternoon": "13:00-16:30",
        "saturday": "",
        "source": "QĐ 13",
    }
    assert admin.post(reverse("staff:calendar-hours"), hours).status_code == 302
    assert OfficeHours.objects.get().office == [["07:00", "11:30"], ["13:00", "16:30"]]


def test_a_limit_is_set_and_the_procedure_received(office: Office, admin: Client) -> None:
    unsure = factories.version(receivable=False, unreceivable_reason="Nguồn không ghi đơn vị")
    TimeLimit.objects.filter(version=unsure).update(value=None, unit="")
    page = reverse("staff:procedure-limit", args=[unsure.procedure.code])
    assert unsure.procedure.code in admin.get(reverse("staff:procedures")).content.decode()
    given = {"value": "5", "unit": "working_day", "first_day": "03/06/2026", "reason": "QĐ 77/QĐ-UBND"}
    assert admin.post(page, given | {"reason": ""}).status_code == 422
    assert admin.post(page, given).status_code == 302
    assert ProcedureVersion.objects.on(clock.today()).get(procedure=unsure.procedure).receivable
    open_office("H99.02")
    assert admin.post(page, given).status_code == 422


def test_procedures_are_left_out_with_a_reason(office: Office, admin: Client) -> None:
    kept, out = factories.version(), factories.version()
    given = {"received": [kept.procedure.code], "reason": "Chưa có người làm", "source": ""}
    assert admin.post(reverse("staff:procedures-choose"), given).status_code == 302
    assert rule("desk.procedures_left_out", on=clock.today(), scopes=office.agency.chain) == [
        out.procedure.code
    ]
    refused = office[Role.RECEPTION].get(reverse("staff:receive-one", args=[out.procedure.code]))
    assert "chọn chưa tiếp nhận" in refused.content.decode()
    assert "chọn chưa tiếp nhận" in admin.get(reverse("staff:procedures")).content.decode()


def test_a_setting_is_changed_and_taken_back(office: Office, admin: Client) -> None:
    page = reverse("staff:setting", args=["clock.cutoff"])
    given = {"value": "16:00", "first_day": "03/06/2026", "source": "Quy chế", "reason": "Theo quy chế"}
    assert admin.post(page, given | {"value": "chiều"}).status_code == 422
    assert admin.post(page, given | {"reason": ""}).status_code == 422
    assert admin.post(page, given).status_code == 302
    assert rule("clock.cutoff", on=clock.today(), scopes=office.agency.chain) == "16:00"
    shown = admin.get(reverse("staff:settings")).content.decode()
    assert "riêng của cơ quan" in shown
    assert admin.post(page, given | {"take_back": "1"}).status_code == 302
    assert rule("clock.cutoff", on=clock.today(), scopes=office.agency.chain) == "15:00"
    assert admin.get(reverse("staff:setting", args=["khong.co"])).status_code == 404


def test_the_record_is_searched_within_scope(office: Office, admin: Client) -> None:
    admin.post(address("person-leave", office), {"last_day": "02/06/2026"})
    page = reverse("staff:record")
    assert "Thôi làm việc" in admin.get(page).content.decode()
    assert (
        "Thôi làm việc"
        in admin.get(page, {"actor": "quản trị", "kind": "staff", "first": "03/06/2026"}).content.decode()
    )
    for nothing in ({"actor": "ai khác"}, {"last": "02/06/2026"}, {"kind": "setting"}, {"key": "99999"}):
        assert "Không có dòng nào" in admin.get(page, nothing).content.decode()
    assert "Thôi làm việc" not in open_office("H99.02")[Role.ADMINISTRATOR].get(page).content.decode()


def test_the_record_of_a_dossier_is_found_by_its_code(office: Office, admin: Client) -> None:
    dossier, other = (received(office, factories.version()) for _ in range(2))
    page = admin.get(reverse("staff:record"), {"key": dossier.code.lower()}).content.decode()
    assert dossier.code in page
    assert other.code not in page
    assert dossier.applicant_name not in page


def test_the_queue_shows_what_fails(office: Office, admin: Client) -> None:
    from motcua.jobs.models import Job

    job = Job.objects.create(
        kind="thu",
        state="failed",
        error="Không đọc được tệp",
        run_after=clock.now(),
        created_at=clock.now(),
        finished_at=clock.now(),
    )
    page = reverse("staff:background")
    assert "Không đọc được tệp" in admin.get(page).content.decode()
    assert admin.post(reverse("staff:job-retry", args=[job.pk])).status_code == 302
    job.refresh_from_db()
    assert job.state == "waiting"
    assert admin.post(reverse("staff:job-retry", args=[job.pk])).status_code == 422
