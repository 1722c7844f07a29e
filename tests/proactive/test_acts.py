"""Found and told once, prepared with what is known, filed only on the citizen's word, refused and taken back."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from django.core.cache import cache
from django.test import Client
from tests import factories
from tests.factories import moment

from motcua.accounts.models import Person, User
from motcua.audit.models import AuditRow
from motcua.catalogue.actions import load_catalogue
from motcua.catalogue.eforms.keeping import load_ready_forms
from motcua.catalogue.models import ProcedureVersion
from motcua.dossiers import filing_online as online
from motcua.dossiers import own_drafts
from motcua.dossiers.filing_drafts import FilingDraft
from motcua.dossiers.models import Dossier
from motcua.kernel.clock import frozen
from motcua.kernel.people import SYSTEM, Actor
from motcua.kernel.refusals import NotFound, Refused
from motcua.messaging.models import Notice
from motcua.organisation.models import Agency
from motcua.proactive import actions
from motcua.proactive.models import Offer, Wish
from motcua.proactive.queries import coming_to, counts
from motcua.storehouse.enums import Origin, PaperKind
from motcua.storehouse.models import Paper

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 20)
CITIZEN = Actor("person", "1", "Người dân", "")


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    cache.clear()
    with frozen(moment("2026-11-20 06:10")):
        yield
    cache.clear()


@pytest.fixture
def agency() -> Agency:
    load_catalogue(SYSTEM)
    ProcedureVersion.objects.filter(procedure__code__in=["1.004873", "1.014027", "1.004222"]).update(
        online_level="full", receivable=True, at_desk=True, unreceivable_reason=""
    )
    load_ready_forms(SYSTEM)
    return factories.agency()


def somebody(born: date | None = None) -> Person:
    return Person.objects.create(
        name="Lò Thị Mẩy", identity_number="001099000001", phone="0912345678", birth_date=born, address="Thôn Thử",
        created_at=moment("2026-01-01 08:00"),
    )  # fmt: skip


def a_paper(person: Person, ends: date) -> None:
    Paper.objects.create(
        kind=PaperKind.RESULT.value, title="Giấy xác nhận tình trạng hôn nhân", origin=Origin.PRODUCED.value,
        owner_person=person, issued_on=ends - timedelta(days=180), valid_to=ends, created_at=moment("2026-06-01 08:00"),
    )  # fmt: skip


def found(person: Person) -> Offer:
    actions.find_and_tell(TODAY)
    return Offer.objects.get(person=person)


def test_what_is_due_is_told_once(agency: Agency) -> None:
    person = somebody(date(2001, 12, 1))
    somebody_else = Person.objects.create(
        name="Khác", birth_date=date(1990, 1, 1), created_at=moment("2026-01-01 08:00")
    )
    assert actions.find_and_tell(TODAY) == 1
    assert actions.find_and_tell(TODAY) == 0
    assert actions.find_and_tell(TODAY + timedelta(days=1)) == 0
    notice = Notice.objects.get()
    assert notice.person_id == person.pk
    assert "đủ 25 tuổi ngày 01/12/2026" in notice.body
    assert person.name not in notice.title
    assert not Offer.objects.filter(person=somebody_else).exists()


def test_an_offer_whose_time_is_over_is_closed(agency: Agency) -> None:
    offer = found(somebody(date(2001, 12, 1)))
    actions.find_and_tell(offer.until + timedelta(days=1))
    offer.refresh_from_db()
    assert offer.state == "passed"


def test_level_two_opens_the_filing_with_what_is_known(agency: Agency) -> None:
    person = somebody()
    a_paper(person, TODAY + timedelta(days=10))
    offer = found(person)
    draft = actions.prepare(offer, person, "1.004873", actor=CITIZEN)
    assert draft.version.procedure.code == "1.004873"
    assert person.name in own_drafts.answers_of(draft).values()
    offer.refresh_from_db()
    assert (offer.state, offer.done_level, offer.draft_token) == ("taken", 2, draft.token)
    assert not Dossier.objects.exists()


def test_a_procedure_the_case_does_not_name_and_a_reminder_prepare_nothing(agency: Agency) -> None:
    person = somebody(date(2001, 12, 1))
    offer = found(person)
    with pytest.raises(Refused):
        actions.prepare(offer, person, "1.004873", actor=CITIZEN)
    with pytest.raises(NotFound):
        actions.offer_for(Person.objects.create(name="Khác", created_at=moment("2026-01-01 08:00")), offer.pk)
    assert not FilingDraft.objects.exists()


def test_level_four_files_only_with_consent_and_confirmation(agency: Agency) -> None:
    person = somebody(date(1951, 12, 1))
    offer = found(person)
    assert offer.level == 1
    with pytest.raises(Refused):
        actions.carry_out(offer, person, confirmed=True, actor=CITIZEN)
    actions.wish(person, offer.case, True, actor=CITIZEN)
    offer.refresh_from_db()
    assert offer.level == 4
    with pytest.raises(Refused):
        actions.carry_out(offer, person, confirmed=False, actor=CITIZEN)
    assert not Dossier.objects.exists()
    carried = actions.carry_out(offer, person, confirmed=True, actor=CITIZEN)
    assert carried.dossier is not None
    assert carried.dossier.procedure.code == "1.014027"
    offer.refresh_from_db()
    assert '"no_pension": true' in carried.dossier.answers
    assert (offer.state, offer.done_level, offer.dossier_id) == ("taken", 4, carried.dossier.pk)
    assert AuditRow.objects.filter(action="proactive.carry_out", key=str(offer.pk)).exists()
    assert counts(TODAY, TODAY) == {1: (0, 0), 2: (0, 0), 3: (0, 0), 4: (1, 1)}


def test_level_four_with_something_missing_opens_a_draft_instead(agency: Agency) -> None:
    from motcua.catalogue.models import Component

    version = ProcedureVersion.objects.get(procedure__code="1.014027")
    Component.objects.create(version=version, name="Giấy khai của thôn")
    person = somebody(date(1951, 12, 1))
    actions.wish(person, "huu-tri-xa-hoi-75", True, actor=CITIZEN)
    carried = actions.carry_out(found(person), person, confirmed=True, actor=CITIZEN)
    assert carried.dossier is None
    assert online.missing(carried.draft).papers
    assert not Dossier.objects.exists()


def test_a_refused_case_is_silent_and_comes_back_when_taken_back(agency: Agency) -> None:
    person = somebody(date(2001, 12, 1))
    offer = found(person)
    actions.wish(person, offer.case, False, actor=CITIZEN)
    assert coming_to(person) == []
    Offer.objects.all().delete()
    assert actions.find_and_tell(TODAY) == 0
    actions.wish(person, "can-cuoc-theo-tuoi", None, actor=CITIZEN)
    assert actions.find_and_tell(TODAY) == 1
    assert len(coming_to(person)) == 1
    assert not Wish.objects.exists()


@pytest.fixture
def citizen(client: Client, agency: Agency) -> Client:
    a_paper(person := somebody(date(1951, 12, 1)), TODAY + timedelta(days=5))
    actions.find_and_tell(TODAY)
    client.force_login(User.objects.create_user("may", "mat-khau-thu", person=person))
    return client


def test_the_page_shows_what_is_coming_and_one_key_each(
    citizen: Client, django_assert_max_num_queries
) -> None:
    with django_assert_max_num_queries(12):
        page = citizen.get("/viec-sap-den").content.decode()
    assert "hết giá trị sau ngày 25/11/2026" in page
    assert "Soạn hồ sơ đã điền sẵn" in page
    assert "Xác nhận và nộp" not in page  # nobody agreed yet
    assert "NĐ 123/2015/NĐ-CP" in page
    paper = Offer.objects.get(case="giay-xac-nhan-hon-nhan-het-han")
    answer = citizen.post(f"/viec-sap-den/{paper.pk}", {"viec": "soan", "thu-tuc": "1.004873"})
    assert answer.headers["Location"] == f"/soan/{FilingDraft.objects.get().token}"


def test_the_citizen_agrees_confirms_and_has_it_filed(citizen: Client) -> None:
    pension = Offer.objects.get(case="huu-tri-xa-hoi-75")
    assert citizen.post("/viec-sap-den/y-muon/huu-tri-xa-hoi-75", {"muon": "co"}).status_code == 302
    assert "Xác nhận và nộp" in citizen.get("/viec-sap-den").content.decode()
    refused = citizen.post(f"/viec-sap-den/{pension.pk}", {"viec": "nop"})
    assert refused.status_code == 422
    assert "Đánh dấu xác nhận" in refused.content.decode()
    answer = citizen.post(f"/viec-sap-den/{pension.pk}", {"viec": "nop", "xac-nhan": "1"})
    assert answer.headers["Location"].endswith("/da-gui")
    assert Dossier.objects.get().procedure.code == "1.014027"
    assert citizen.post(f"/viec-sap-den/{pension.pk}", {"viec": "nop", "xac-nhan": "1"}).status_code == 404
    assert Dossier.objects.count() == 1


def test_one_can_be_put_aside_and_a_kind_switched_off(citizen: Client) -> None:
    pension = Offer.objects.get(case="huu-tri-xa-hoi-75")
    citizen.post(f"/viec-sap-den/{pension.pk}", {"viec": "bo"})
    pension.refresh_from_db()
    assert pension.state == "declined"
    citizen.post("/viec-sap-den/y-muon/giay-xac-nhan-hon-nhan-het-han", {"muon": "khong"})
    page = citizen.get("/viec-sap-den").content.decode()
    assert "Chưa có việc nào sắp đến" in page
    assert citizen.post("/viec-sap-den/y-muon/khong-co", {"muon": "co"}).status_code == 404


def test_only_for_who_is_signed_in(client: Client) -> None:
    assert "/dang-nhap" in client.get("/viec-sap-den").headers["Location"]
    assert client.post("/viec-sap-den/1", {"viec": "bo"}).status_code == 302
