"""What a stranger could try at the staff pages: guessing passwords, keys of others' acts, pages kept by the browser."""

import uuid
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from tests import factories
from tests.staff.conftest import Office, received
from tests.staff.test_reception import address_of, form_of

from motcua.accounts.models import Person, User
from motcua.audit.models import AuditRow
from motcua.catalogue.models import ProcedureVersion
from motcua.datastore.sealing import blind
from motcua.doors.frame import sign_in_limits
from motcua.dossiers import actions
from motcua.dossiers.collecting import collect_fee
from motcua.dossiers.filing import Paid
from motcua.dossiers.models import Dossier, DossierFee, Opinion
from motcua.dossiers.rules import commands
from motcua.kernel import clock
from motcua.kernel.refusals import Refused
from motcua.organisation.enums import Role
from motcua.payments.models import Payment
from motcua.storehouse.models import Paper

PASSWORD = "mat-khau-thu"


@pytest.fixture(autouse=True)
def _nothing_kept_from_before() -> Any:
    cache.clear()
    yield
    cache.clear()


def test_pages_of_the_staff_are_kept_by_no_browser(office: Office, birth: ProcedureVersion):
    dossier = received(office, birth)
    for url in (
        reverse("staff:home"),
        reverse("staff:work"),
        reverse("staff:dossier", args=[dossier.code]),
        reverse("staff:receipt", args=[dossier.code]),
        reverse("staff:register") + "?as=xlsx",
    ):
        assert "no-store" in office[Role.RECEPTION].get(url).headers.get("Cache-Control", ""), url


# --- signing in ---


def try_in(username: str, password: str, *, address: str = "10.0.0.1") -> Any:
    return Client(REMOTE_ADDR=address).post(
        reverse("staff:sign-in"), {"username": username, "password": password}
    )


@pytest.fixture
def clerk(office: Office) -> User:
    return factories.account(factories.officer(office.agency), Role.RECEPTION)


def test_guessing_one_password_is_stopped_and_told(clerk: User):
    for _ in range(sign_in_limits.FOR_ONE_NAME):
        assert try_in(clerk.username, "sai-mat-khau").status_code == 422
    answer = try_in(clerk.username.upper(), PASSWORD)
    assert answer.status_code == 429
    assert "phút" in answer.content.decode()
    assert int(answer.headers["Retry-After"]) > 0


def test_the_officer_elsewhere_still_signs_in_while_somebody_guesses(clerk: User):
    for _ in range(sign_in_limits.FOR_ONE_NAME + 1):
        try_in(clerk.username, "sai-mat-khau")
    assert try_in(clerk.username, PASSWORD, address="10.0.0.2").status_code == 302


def test_one_password_tried_on_many_names_is_stopped(clerk: User):
    for number in range(sign_in_limits.FROM_ONE_ADDRESS):
        assert try_in(f"ten{number}", "sai-mat-khau").status_code == 422
    assert try_in(clerk.username, PASSWORD).status_code == 429


def test_a_right_password_forgets_the_wrong_ones(clerk: User):
    for _ in range(sign_in_limits.FOR_ONE_NAME - 1):
        try_in(clerk.username, "sai-mat-khau")
    assert try_in(clerk.username, PASSWORD).status_code == 302
    assert try_in(clerk.username, "sai-mat-khau").status_code == 422
    assert try_in(clerk.username, PASSWORD).status_code == 302


# --- keys of acts ---


def test_a_key_of_somebody_elses_reception_opens_nothing(
    office: Office, elsewhere: Office, birth: ProcedureVersion
):
    key = str(uuid.uuid4())
    office[Role.RECEPTION].post(address_of(birth), form_of(birth, desk=office.agency.pk, act_key=key))
    theirs = form_of(birth, desk=elsewhere.agency.pk, act_key=key)
    answer = elsewhere[Role.RECEPTION].post(address_of(birth), theirs)
    assert answer.status_code == 422
    assert Dossier.objects.get().code not in answer.content.decode()


def test_a_form_sent_before_is_not_taken_for_another_applicant(office: Office, birth: ProcedureVersion):
    """Back, another name, sent again: the second citizen must not be given the first one's receipt."""
    key, browser = str(uuid.uuid4()), office[Role.RECEPTION]
    browser.post(address_of(birth), form_of(birth, desk=office.agency.pk, act_key=key))
    other = form_of(
        birth, desk=office.agency.pk, act_key=key, identity_number="001090999999", name="Lê Văn Hai"
    )
    answer = browser.post(address_of(birth), other)
    assert answer.status_code == 422
    assert "đã được dùng" in answer.content.decode()
    assert Dossier.objects.count() == 1


def test_a_key_of_another_dossier_does_not_pretend_that_an_act_was_done(
    office: Office, birth: ProcedureVersion
):
    first, second = received(office, birth), received(office, birth)
    clerk = office.actor(Role.SPECIALIST)
    actions.perform(first.pk, commands.Finish(), actor=clerk, act_key="k1")
    with pytest.raises(Refused):
        actions.perform(second.pk, commands.Finish(), actor=clerk, act_key="k1")
    with pytest.raises(Refused):
        actions.perform(first.pk, commands.Finish(), actor=office.actor(Role.LEADER), act_key="k1")


def test_an_opinion_of_another_dossier_is_not_answered_here(office: Office, birth: ProcedureVersion):
    first, second = received(office, birth), received(office, birth)
    worker = office.actor(Role.SPECIALIST)
    holder = office.staff[Role.SPECIALIST].pk
    for dossier in (first, second):
        actions.perform(dossier.pk, commands.Forward(holder_id=holder), actor=worker)
        ask = commands.AskOpinion("Cho ý kiến", asked_of="Công an xã", due_on=clock.today())
        actions.perform(dossier.pk, ask, actor=worker)
    theirs = Opinion.objects.get(dossier=second)
    with pytest.raises(Refused):
        actions.perform(first.pk, commands.GiveOpinion("Đồng ý", opinion_id=theirs.pk), actor=worker)
    assert Opinion.objects.filter(answered_at=None).count() == 2


# --- persons ---


def test_a_mistyped_number_leaves_nothing_of_the_applicant_with_its_owner(
    office: Office, birth: ProcedureVersion
):
    """Corrected, the dossier and its papers belong to the right person; the wrong number knows nobody."""
    from motcua.blobs import store
    from motcua.dossiers.filing import Correction, HandedIn

    scan = store.put(b"%PDF-1.4\n%%EOF\n", declared_name="a.pdf").sha256
    papers = (HandedIn("Giấy chứng sinh", "scanned_at_desk", blob=scan),)
    dossier = received(office, birth, identity_number="001090000001", papers=papers)
    clerk = office.actor(Role.RECEPTION)
    actions.correct_receipt(
        dossier.pk, Correction(applicant_identity="001090000002"), reason="Ghi nhầm số", actor=clerk
    )
    dossier.refresh_from_db()
    right = Person.objects.get(identity_blind=blind("001090000002"))
    assert dossier.person == right
    assert right.name == dossier.applicant_name
    assert Paper.objects.get().owner_person == right
    assert not Person.objects.filter(identity_blind=blind("001090000001")).exists()


def test_a_person_with_other_dossiers_stays_when_one_is_corrected(office: Office, birth: ProcedureVersion):
    from motcua.dossiers.filing import Correction

    own = received(office, birth, identity_number="001090000001", name="Lê Thị Chủ")
    wrong = received(office, birth, identity_number="001090000001", name="Trần Văn Mẫu")
    actions.correct_receipt(
        wrong.pk,
        Correction(applicant_identity="001090000002"),
        reason="Ghi nhầm số",
        actor=office.actor(Role.RECEPTION),
    )
    own.refresh_from_db()
    assert own.person is not None
    assert own.person.name == "Lê Thị Chủ"


def test_a_delegate_is_corrected_and_taken_back(office: Office, birth: ProcedureVersion):
    """A number mistyped at the desk opens the dossier to a stranger until it is put right; without a name to nobody."""
    from motcua.dossiers import own

    stranger, delegate = (
        Person.objects.create(name="Lò Thị Thay", identity_number=number, created_at=clock.now())
        for number in ("001090000001", "001090000002")
    )
    noted = {
        "delegate_name": "Lò Thị Thay",
        "authorisation": "Giấy uỷ quyền số 12",
        "delegate_may_follow": True,
    }
    dossier = received(office, birth, delegate_identity="001090000001", **noted)
    # As dossiers from before the column.
    Dossier.objects.update(delegate_blind=None, delegate_may_follow=None)
    address = reverse("staff:act", args=[dossier.code, "correct"])

    def correct(**changes: str) -> int:
        fresh = Dossier.objects.get()
        told = {
            "applicant_name": fresh.applicant_name, "applicant_identity": fresh.applicant_identity,
            "applicant_phone": fresh.applicant_phone, "applicant_address": fresh.applicant_address,
            "delegate_name": fresh.delegate_name, "delegate_identity": fresh.delegate_identity,
            "authorisation": fresh.authorisation, "subject": fresh.subject,
            "procedure": birth.procedure.code, "note": "Ghi nhầm",
        }  # fmt: skip
        return office[Role.RECEPTION].post(address, told | changes).status_code

    def seen_by() -> list[str]:
        return [each.identity_number for each in (stranger, delegate) if own.dossiers_of(each)]

    assert seen_by() == []
    assert correct(delegate_may_follow="on") == 302
    assert seen_by() == ["001090000001"]
    assert correct(delegate_may_follow="on", authorisation="") == 422
    assert correct(delegate_may_follow="on", delegate_identity="001090000002") == 302
    assert seen_by() == ["001090000002"]
    assert correct(delegate_may_follow="on", delegate_name=" ") == 302
    dossier.refresh_from_db()
    assert (dossier.delegate_identity, dossier.delegate_blind, dossier.authorisation) == ("", None, "")
    assert not dossier.delegate_may_follow
    assert seen_by() == []


# --- input nobody types ---


@pytest.mark.parametrize(
    "url",
    [
        "/tra-cuu/%00A1", "/tim?q=a%00b", "/thu-tuc/%00", "/danh-ba?co-quan=%00", "/can-bo/ho-so/%00",
        "/can-bo/tim?q=%00x", "/can-bo/tiep-nhan/%00", "/can-bo/nhiem-vu?agency=%00",
    ],
)  # fmt: skip
def test_a_nul_in_an_address_is_a_bad_address(url: str, office: Office):
    """On PostgreSQL it was an error of ours, for anybody on the public pages too."""
    answer = office[Role.LEADER].get(url)
    assert answer.status_code == 400
    assert "địa chỉ" in answer.content.decode().lower()


@pytest.mark.parametrize("odd", ["k" * 65, "\x00", "a b"])
def test_a_key_that_is_none_breaks_nothing(odd: str, office: Office, birth: ProcedureVersion):
    sent = form_of(birth, desk=office.agency.pk, act_key=odd)
    assert office[Role.RECEPTION].post(address_of(birth), sent).status_code == 302


@pytest.mark.parametrize("odd", ["²", "9" * 40, "-1"])
def test_numbers_that_are_none_break_nothing(odd: str, office: Office, birth: ProcedureVersion):
    dossier = received(office, birth)
    browser = office[Role.LEADER]
    act = reverse("staff:act", args=[dossier.code, "correct"])
    assert browser.post(act, {"seen_version": odd, "note": "x"}).status_code in (409, 422)
    many = browser.post(reverse("staff:act-many"), {"act": "finish", "pick": odd})
    assert many.status_code in (200, 422)
    assert browser.get(reverse("staff:search"), {"q": odd}).status_code == 200
    assert office[Role.ADMINISTRATOR].get(reverse("staff:record"), {"truoc": odd}).status_code == 200


def test_a_fee_sent_twice_stands_once_in_the_record(office: Office, birth: ProcedureVersion):
    dossier = received(office, birth, fees=(("Lệ phí", 8000),))
    order = DossierFee.objects.get(dossier=dossier).order
    for _ in range(2):
        paid = Paid("cash", 8000)
        collect_fee(dossier.pk, order.pk, paid, actor=office.actor(Role.RECEPTION), act_key="k-1")
    assert Payment.objects.count() == 1
    assert AuditRow.objects.filter(action="dossiers.collect_fee").count() == 1
