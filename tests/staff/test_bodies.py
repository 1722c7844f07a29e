"""The pages of dossiers that several bodies work on: through HTTP, with rights and query counts."""

from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests import factories
from tests.factories import moment
from tests.staff.conftest import Office, received

from motcua.blobs import store
from motcua.catalogue.models import InternalProcess, ProcedureVersion, ProcessBody
from motcua.dossiers import actions, handing
from motcua.dossiers.bodies import Carrier, Part, PartState, Transfer
from motcua.dossiers.courses import course_of
from motcua.dossiers.filing import HandedIn
from motcua.dossiers.held import Target
from motcua.dossiers.models import Dossier, DossierPaper
from motcua.dossiers.rules import commands
from motcua.kernel import clock
from motcua.kernel.clock import frozen
from motcua.kernel.people import SYSTEM
from motcua.organisation.actions import NewAgency
from motcua.organisation.enums import ChangeKind, Level, Role
from motcua.organisation.granting import NewGrant, grant_role
from motcua.organisation.models import Agency, Staff, Succession
from motcua.organisation.reorganising import reorganise


@pytest.fixture
def version(birth: ProcedureVersion, office: Office, elsewhere: Office) -> ProcedureVersion:
    """Two bodies: the office itself, then the other commune as the body that takes part."""
    process = InternalProcess.objects.get(version=birth)
    common = {"process": process, "unit": "working_day"}
    ProcessBody.objects.create(
        order=1,
        stage=1,
        place="own",
        name="UBND xã",
        task="Thẩm định",
        lead=True,
        duration=Decimal(2),
        **common,
    )
    ProcessBody.objects.create(
        order=2, stage=2, place="named", agency=elsewhere.agency.code, name="Công an", task="Xác minh",
        duration=Decimal(2), result="Văn bản xác minh", **common,
    )  # fmt: skip
    return birth


def page(name: str, dossier: Dossier, *more: Any) -> str:
    return reverse(f"staff:{name}", args=[dossier.code, *more])


def post(browser: Client, dossier: Dossier, name: str, part: int | None = None, **data: Any) -> Any:
    url = page("course-act", dossier, name) + (f"?phan={part}" if part else "")
    return browser.post(url, data)


@pytest.fixture
def dossier(version: ProcedureVersion, office: Office) -> Dossier:
    scan = store.put(b"%PDF-1.4\n%%EOF\n", declared_name="a.pdf").sha256
    return received(office, version, papers=(HandedIn("Tờ khai", "scanned_at_desk", blob=scan),))


@pytest.fixture
def sent(dossier: Dossier, office: Office, elsewhere: Office) -> Dossier:
    handing.hand_over(
        dossier.pk, [Target(elsewhere.agency.pk, number=2)], actor=office.actor(Role.SPECIALIST)
    )
    return dossier


def test_the_whole_way_over_the_pages(dossier: Dossier, office: Office, elsewhere: Office):
    """Sent, taken, answered, seen by the lead: each by the one who may, each said afterwards."""
    ours, theirs = office[Role.SPECIALIST], elsewhere[Role.SPECIALIST]
    plan = ours.get(page("course", dossier)).content.decode()
    assert "Đây là kế hoạch theo quy trình" in plan
    assert "Xác minh" in plan
    assert theirs.get(page("course", dossier)).status_code == 404, "not a part of it yet"

    answer = post(ours, dossier, "chuyen", agency_2=elsewhere.agency.pk, carrier="electronic", note="")
    assert answer.status_code == 302
    assert "đã chuyển, chờ nhận" in ours.get(page("course", dossier)).content.decode().lower()
    waiting = theirs.get(reverse("staff:bodies")).content.decode()
    assert dossier.code in waiting
    assert "Chờ nhận (1)" in waiting

    assert post(theirs, dossier, "nhan", 2).status_code == 302
    there = theirs.get(page("course", dossier)).content.decode()
    assert "Tờ khai" in there
    assert "0900000000" not in there, "what the task does not need is not shown"
    done = post(theirs, dossier, "xong", 2, result="Đã xác minh", carrier="electronic", title="", signed="")
    assert done.status_code == 302
    slip = ours.get(page("course", dossier)).content.decode()
    assert "Đã xác minh" in slip
    assert "trước hạn" in slip


def test_who_may_do_what(sent: Dossier, office: Office, elsewhere: Office):
    """Body acts are the body's, lead acts the lead's; without the right an act is absent."""
    body_acts, lead_acts = ("nhan", "tra-lai"), ("bo", "qua-han")
    for role in Role:
        for name in body_acts:
            allowed = role in (Role.RECEPTION, Role.SPECIALIST, Role.LEADER, Role.POSTAL)
            url = page("course-act", sent, name) + "?phan=2"
            assert (elsewhere[role].get(url).status_code == 200) is allowed, (role, name)
            assert office[role].get(url).status_code == 404, (role, name)
        for name in lead_acts:
            url = page("course-act", sent, name) + "?phan=2"
            assert elsewhere[role].get(url).status_code == 404, (role, name)
            if role in (Role.CONTROL, Role.INSPECTOR, Role.ADMINISTRATOR):
                assert office[role].post(url, {"note": "x"}).status_code == 404, (role, name)
    assert Part.objects.get(dossier=sent, number=2).status is PartState.SENT


def test_a_body_reads_the_papers_only_while_it_takes_part(sent: Dossier, office: Office, elsewhere: Office):
    paper = DossierPaper.objects.get(dossier=sent).pk
    theirs = elsewhere[Role.SPECIALIST]
    answer = theirs.get(page("course-paper", sent, paper))
    assert answer.status_code == 200
    b"".join(answer.streaming_content)
    assert theirs.get(page("dossier", sent)).status_code == 404, "the rest of the dossier is not theirs"
    back = post(theirs, sent, "tra-lai", 2, note="Không thuộc thẩm quyền")
    assert back.url == reverse("staff:bodies")
    for name in ("course", "course-paper"):
        more = [paper] if name == "course-paper" else []
        assert theirs.get(page(name, sent, *more)).status_code == 404


@pytest.mark.parametrize("taken", [False, True])
def test_what_came_back_tells_the_lead_why_and_what_to_do(
    sent: Dossier, office: Office, elsewhere: Office, taken: bool
):
    if taken:
        post(elsewhere[Role.SPECIALIST], sent, "nhan", 2)
    post(elsewhere[Role.SPECIALIST], sent, "tra-lai", 2, note="Thiếu danh sách.")
    told = office[Role.SPECIALIST].get(page("dossier", sent)).content.decode()
    assert "trả lại: Thiếu danh sách. Chuyển lại hoặc bỏ phần việc" in told
    [leg] = [each for each in course_of(sent, clock.now()).legs if each.number == 2]
    assert leg.remark == "Thiếu danh sách."


def test_a_body_over_its_own_time_is_not_called_the_dossiers_lateness(
    sent: Dossier, office: Office, elsewhere: Office
):
    post(elsewhere[Role.SPECIALIST], sent, "nhan", 2)
    Part.objects.filter(dossier=sent, number=2).update(due_at=moment("2026-06-01 17:00"))
    for due, words in (("2031-06-02 17:00", "hồ sơ không trễ"), ("2026-06-02 17:00", "Quá hạn")):
        Dossier.objects.filter(pk=sent.pk).update(due_at=moment(due), due_date=moment(due).date())
        shown = office[Role.SPECIALIST].get(page("course", sent)).content.decode()
        assert words in shown.split("Hẹn trả công dân")[1].split("</p>")[1]


def test_what_was_typed_stays_when_refused(sent: Dossier, elsewhere: Office):
    theirs = elsewhere[Role.SPECIALIST]
    post(theirs, sent, "nhan", 2)
    answer = post(theirs, sent, "xong", 2, result="", carrier="paper", title="Biên bản")
    assert answer.status_code == 422
    assert "Biên bản" in answer.content.decode()
    assert post(theirs, sent, "tra-lai", 2, note="").status_code == 422


def test_a_merged_agency_offers_its_successor_on_the_page(
    dossier: Dossier, office: Office, elsewhere: Office, version: ProcedureVersion
):
    old = Agency.objects.create(
        code="H99.77", name="Cơ quan đã sáp nhập", level="department",
        valid_from=moment("2020-01-01 00:00").date(), valid_to=moment("2025-06-30 12:00").date(),
    )  # fmt: skip
    Succession.objects.create(
        predecessor=old, successor=elsewhere.agency, kind=ChangeKind.MERGE.value, day=moment("2025-07-01 12:00").date()
    )  # fmt: skip
    ProcessBody.objects.filter(order=2).update(agency="H99.77")
    form = office[Role.SPECIALIST].get(page("course-act", dossier, "chuyen")).content.decode()
    assert "Cơ quan đã sáp nhập đã kết thúc hoạt động ngày 30/06/2025" in form
    assert f'value="{elsewhere.agency.pk}" selected' in form
    refused = post(office[Role.SPECIALIST], dossier, "chuyen", agency_2=old.pk, carrier="electronic")
    assert refused.status_code == 422
    said = refused.content.decode()
    assert f"ngày 30/06/2025; chọn cơ quan kế tục: {elsewhere.agency.name}." in said
    assert f"{old.pk} không phải" not in said
    unknown = post(office[Role.SPECIALIST], dossier, "chuyen", agency_2=987654, carrier="electronic")
    assert "Chọn một cơ quan trong danh sách" in unknown.content.decode()
    assert not Transfer.objects.exists()


def test_what_was_sent_to_a_body_since_merged_is_taken_and_done_by_who_came_later(
    sent: Dossier, elsewhere: Office
):
    """The successor finds it among its own, also an officer whose role began after the merger."""
    day = clock.today()
    (heir,) = reorganise(
        actor=SYSTEM, kind=ChangeKind.RENAME, day=day, predecessors=[elsewhere.agency], decision="NQ 9",
        successors=[NewAgency("H99.88", "UBND xã Kế Tục", Level.COMMUNE, elsewhere.agency.parent)],
    )  # fmt: skip
    later = factories.officer(heir, "Người Đến Sau")
    user = factories.account(later)
    grant_role(actor=SYSTEM, staff=later, grant=NewGrant(Role.SPECIALIST, heir), first_day=day)
    browser = Client()
    browser.force_login(user)
    assert sent.code in browser.get(reverse("staff:bodies")).content.decode()
    assert post(browser, sent, "nhan", 2).status_code == 302
    done = post(browser, sent, "xong", 2, result="Đã xác minh", carrier="electronic", title="", signed="")
    assert done.status_code == 302
    assert Part.objects.get(dossier=sent, number=2).status is PartState.ANSWERED


def test_paper_is_proposed_where_a_component_was_never_copied(version: ProcedureVersion, office: Office):
    only_paper = received(office, version, papers=(HandedIn("Sổ hộ khẩu", "scanned_at_desk"),))
    form = office[Role.SPECIALIST].get(page("course-act", only_paper, "chuyen")).content.decode()
    assert f'value="{Carrier.PAPER.value}" selected' in form or 'value="paper" checked' in form


def test_a_hand_over_nobody_acknowledged_is_seen(sent: Dossier, office: Office):
    with frozen(moment("2026-06-04 16:00")):
        text = office[Role.SPECIALIST].get(reverse("staff:bodies") + "?ds=gui").content.decode()
        assert "Gửi đi mà chưa ai nhận" in text
        slip = office[Role.SPECIALIST].get(page("course", sent)).content.decode()
    assert "chưa nhận" in slip
    assert "phải nhận trước" in slip


def test_few_statements(sent: Dossier, office: Office, elsewhere: Office, version: ProcedureVersion):
    for _ in range(3):
        more = received(office, version)
        handing.hand_over(
            more.pk, [Target(elsewhere.agency.pk, number=2)], actor=office.actor(Role.SPECIALIST)
        )
    for browser, url in (
        (office[Role.SPECIALIST], reverse("staff:bodies")),
        (elsewhere[Role.SPECIALIST], reverse("staff:bodies")),
        (office[Role.SPECIALIST], page("course", sent)),
        (elsewhere[Role.SPECIALIST], page("course", sent)),
    ):
        with CaptureQueriesContext(connection) as asked:
            assert browser.get(url).status_code == 200
        limit = 22 if "co-quan" in url else 15
        assert len(asked) <= limit, (url, len(asked))


def test_a_step_whose_officer_has_left_is_offered_others(office: Office, version: ProcedureVersion):
    dossier = received(office, version)
    gone = office.staff[Role.SPECIALIST]
    actions.perform(dossier.pk, commands.Assign(holder_id=gone.pk), actor=office.actor(Role.LEADER))
    Staff.objects.filter(pk=gone.pk).update(last_day=moment("2026-06-02 12:00").date())
    text = office[Role.LEADER].get(page("dossier", dossier)).content.decode()
    assert "đã thôi làm việc: giao người khác" in text
    form = office[Role.LEADER].get(reverse("staff:act", args=[dossier.code, "assign"])).content.decode()
    assert f'<option value="{gone.pk}"' not in form
    assert f'value="{office.staff[Role.LEADER].pk}"' in form
