"""A reception over HTTP: from the procedure typed without diacritics to the code and its receipt."""

import uuid
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from tests import factories
from tests.staff.conftest import Office, received

from motcua.accounts.models import Person
from motcua.audit.models import AuditRow
from motcua.catalogue.models import Component, FeeRule, ProcedureVersion
from motcua.dossiers.models import Dossier, DossierFee, DossierPaper
from motcua.organisation.enums import Level, Role
from motcua.storehouse.models import Paper

CARD = "001090123456|012345678|NGUYỄN VĂN MẪU|01011990|Nam|Thôn Đông, xã Thử|15042021"


def form_of(version: ProcedureVersion, **changes: Any) -> dict[str, Any]:
    """What the filled form sends."""
    first, second, third = Component.objects.filter(version=version)
    fee = FeeRule.objects.get(version=version)
    given = {
        "act_key": str(uuid.uuid4()),
        "desk": "",
        "identity_number": "001090123456",
        "name": "Nguyễn Văn Mẫu",
        "birth_date": "01/01/1990",
        "phone": "0912 345 678",
        "address": "Thôn Đông",
        "channel": "counter",
        f"given_{first.pk}": "paper",
        f"given_{second.pk}": "paper",
        f"given_{third.pk}": "none",
        f"fee_{fee.pk}": "8.000",
        "paid": "cash",
        "subject": "Khai sinh cho con",
    }
    return given | changes


def address_of(version: ProcedureVersion) -> str:
    return reverse("staff:receive-one", args=[version.procedure.code])


@pytest.fixture
def sent(office: Office, birth: ProcedureVersion):
    def send(**changes: Any) -> Any:
        data = form_of(birth, desk=office.agency.pk) | changes
        return office[Role.RECEPTION].post(address_of(birth), data)

    return send


def test_a_procedure_is_found_without_diacritics(office: Office, birth: ProcedureVersion):
    page = office[Role.RECEPTION].get(reverse("staff:receive"), {"q": "khai sinh"})
    assert "Đăng ký khai sinh" in page.content.decode()
    assert address_of(birth) in page.content.decode()


def test_a_procedure_that_cannot_be_received_says_why(office: Office):
    closed = factories.version(receivable=False, unreceivable_reason="Chưa rõ đơn vị của thời hạn.")
    page = office[Role.RECEPTION].get(reverse("staff:receive"), {"q": closed.procedure.name})
    assert "Chưa rõ đơn vị của thời hạn." in page.content.decode()
    assert address_of(closed) not in page.content.decode()
    assert "Chưa rõ đơn vị" in office[Role.RECEPTION].get(address_of(closed)).content.decode()
    office[Role.RECEPTION].post(address_of(closed), {"name": "Nguyễn Văn Mẫu"})
    assert not Dossier.objects.exists()


def test_fee_and_due_date_are_shown_before_sending(office: Office, birth: ProcedureVersion):
    page = office[Role.RECEPTION].get(address_of(birth)).content.decode()
    assert "17:00 10/06/2026" in page
    assert "8.000 đồng" in page
    for component in Component.objects.filter(version=birth):
        assert component.name in page


def test_a_whole_reception(sent: Any, birth: ProcedureVersion, office: Office):
    answer = sent()
    dossier = Dossier.objects.get()
    assert answer.status_code == 302
    assert answer.url == reverse("staff:received", args=[dossier.code])
    assert dossier.code == "H99.01-260603-0001"
    assert dossier.receiver == office.staff[Role.RECEPTION]
    assert dossier.applicant_identity == "001090123456"
    assert dossier.subject == "Khai sinh cho con"
    assert DossierPaper.objects.filter(dossier=dossier).count() == 2
    assert DossierFee.objects.get(dossier=dossier).order.state == "paid"
    page = office[Role.RECEPTION].get(answer.url).content.decode()
    assert dossier.code in page
    assert reverse("staff:receipt", args=[dossier.code]) in page


def test_the_receipt_is_a_pdf(sent: Any, office: Office):
    sent()
    dossier = Dossier.objects.get()
    answer = office[Role.RECEPTION].get(reverse("staff:receipt", args=[dossier.code]))
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF")


def test_a_double_click_is_one_dossier(sent: Any, birth: ProcedureVersion):
    key = str(uuid.uuid4())
    first, second = sent(act_key=key), sent(act_key=key)
    assert Dossier.objects.count() == 1
    assert first.url == second.url


def test_a_scanned_card_fills_the_applicant(office: Office, birth: ProcedureVersion):
    page = office[Role.RECEPTION].post(address_of(birth), {"card": CARD, "fill": "1", "subject": "Đã gõ"})
    text = page.content.decode()
    assert page.status_code == 200
    for value in ("001090123456", "Nguyễn Văn Mẫu", "01/01/1990", "Thôn Đông, xã Thử", "Đã gõ"):
        assert f'value="{value}"' in text
    assert CARD not in text
    assert not Dossier.objects.exists()


def test_a_card_without_diacritics_is_warned_about_and_another_code_refused(
    office: Office, birth: ProcedureVersion
):
    garbled = CARD.replace("NGUYỄN VĂN MẪU", "NGUYEN VAN MAU")
    answer = office[Role.RECEPTION].post(address_of(birth), {"card": garbled, "fill": "1"})
    assert "mất dấu" in answer.content.decode()
    answer = office[Role.RECEPTION].post(address_of(birth), {"card": "XYZ-123", "fill": "1"})
    assert "không phải mã QR" in answer.content.decode()
    cut = office[Role.RECEPTION].post(address_of(birth), {"card": "00109012", "fill": "1"}).content.decode()
    assert "Mới đọc được 8 chữ số" in cut
    assert "Người nộp mới" not in cut
    whole = office[Role.RECEPTION].post(address_of(birth), {"card": "001090123456", "fill": "1"})
    assert 'value="001090123456"' in whole.content.decode()


def test_a_known_applicant_brings_data_papers_and_is_recorded(
    sent: Any, office: Office, birth: ProcedureVersion
):
    scan = SimpleUploadedFile("chung-sinh.pdf", b"%PDF-1.4\n%%EOF\n", "application/pdf")
    second = Component.objects.filter(version=birth)[1]
    assert sent(**{f"given_{second.pk}": "scan", f"file_{second.pk}": scan}).status_code == 302
    person = Person.objects.get()
    # As the browser sends it: every field of the page, the paper still as the page had chosen it.
    typed = {"identity_number": "001090123456", f"given_{second.pk}": "paper", "fill": "1"}
    answer = office[Role.RECEPTION].post(address_of(birth), typed)
    text = answer.content.decode()
    assert "1 hồ sơ trước đây" in text
    assert 'value="0912 345 678"' in text
    paper = Paper.objects.get(blob__isnull=False)
    assert f'value="reuse-{paper.pk}" selected' in text
    [looked] = AuditRow.objects.filter(action="accounts.look_up", key=str(person.pk))
    assert looked.detail == {"procedure": birth.procedure.code}
    kept = office[Role.RECEPTION].post(address_of(birth), typed | {f"again_{second.pk}": ""}).content.decode()
    assert 'value="paper" selected' in kept, "chosen since it was offered"
    sent(**{f"given_{second.pk}": f"reuse-{paper.pk}"})
    link = DossierPaper.objects.filter(reused=True).get()
    assert link.paper == paper


def test_papers_of_somebody_else_are_not_reused(sent: Any, office: Office, birth: ProcedureVersion):
    scan = SimpleUploadedFile("chung-sinh.pdf", b"%PDF-1.4\n%%EOF\n", "application/pdf")
    second = Component.objects.filter(version=birth)[1]
    sent(**{f"given_{second.pk}": "scan", f"file_{second.pk}": scan})
    paper = Paper.objects.get(blob__isnull=False)
    answer = sent(**{f"given_{second.pk}": f"reuse-{paper.pk}", "identity_number": "001090999999"})
    assert answer.status_code == 422
    assert Dossier.objects.count() == 1


def test_bad_input_keeps_what_was_typed_and_links_to_the_fields(sent: Any, birth: ProcedureVersion):
    second = Component.objects.filter(version=birth)[1]
    answer = sent(phone="", identity_number="12", **{f"given_{second.pk}": "none"})
    text = answer.content.decode()
    assert answer.status_code == 422
    assert 'href="#id_identity_number"' in text
    assert 'href="#id_phone"' in text
    assert f'href="#id_given_{second.pk}"' in text
    assert 'value="Khai sinh cho con"' in text
    assert 'value="Nguyễn Văn Mẫu"' in text
    assert not Dossier.objects.exists()


def test_a_file_that_is_not_what_its_name_says_is_refused_at_its_place(sent: Any, birth: ProcedureVersion):
    second = Component.objects.filter(version=birth)[1]
    fake = SimpleUploadedFile("chung-sinh.pdf", b"MZ\x90\x00 day la chuong trinh", "application/pdf")
    answer = sent(**{f"given_{second.pk}": "scan", f"file_{second.pk}": fake})
    assert answer.status_code == 422
    assert f'href="#id_file_{second.pk}"' in answer.content.decode()
    assert not Dossier.objects.exists()


def test_another_desk_cannot_be_chosen(sent: Any, elsewhere: Office):
    assert sent(desk=elsewhere.agency.pk).status_code == 422
    assert not Dossier.objects.exists()


def test_the_form_costs_the_same_for_a_known_applicant_with_many_dossiers(
    office: Office, birth: ProcedureVersion, django_assert_max_num_queries: Any
):
    for _ in range(5):
        received(office, birth, identity_number="001090123456")
    with django_assert_max_num_queries(32):
        office[Role.RECEPTION].post(address_of(birth), {"identity_number": "001090123456", "fill": "1"})


def test_what_is_received_most_stands_first(office: Office, birth: ProcedureVersion):
    rare = factories.version()
    received(office, rare)
    for _ in range(2):
        received(office, birth)
    page = office[Role.RECEPTION].get(reverse("staff:receive")).content.decode()
    assert page.index(birth.procedure.name) < page.index(rare.procedure.name)


def test_one_of_papers_that_replace_each_other_is_enough_and_needed(sent: Any, birth: ProcedureVersion):
    first, second, _ = Component.objects.filter(version=birth)
    Component.objects.filter(pk__in=[first.pk, second.pk]).update(alternative_group="A")
    assert sent(**{f"given_{first.pk}": "none", f"given_{second.pk}": "none"}).status_code == 422
    assert sent(**{f"given_{first.pk}": "none", f"given_{second.pk}": "paper"}).status_code == 302


def test_a_preview_looks_nobody_up(sent: Any, office: Office, birth: ProcedureVersion):
    sent()
    answer = office[Role.RECEPTION].post(
        address_of(birth), {"identity_number": "001090123456", "preview": "1", "channel": "post"}
    )
    assert "hồ sơ trước đây" not in answer.content.decode()
    assert not AuditRow.objects.filter(action="accounts.look_up").exists()


def test_a_fee_changed_at_the_counter_changes_the_sum_shown(office: Office, birth: ProcedureVersion):
    fee = FeeRule.objects.get(version=birth)
    answer = office[Role.RECEPTION].post(address_of(birth), {f"fee_{fee.pk}": "16000", "preview": "1"})
    assert "16.000 đồng" in answer.content.decode()
    answer = office[Role.RECEPTION].post(address_of(birth), {f"fee_{fee.pk}": "0", "preview": "1"})
    assert "không phải nộp" in answer.content.decode()


def test_the_postal_clerk_receives_for_the_commune(office: Office, birth: ProcedureVersion):
    post = factories.agency("H99.BD", has_desk=False)
    clerk = factories.officer(post, "Người bưu chính")
    browser = Client()
    browser.force_login(factories.account(clerk, Role.POSTAL, at=office.agency))
    page = browser.get(address_of(birth)).content.decode()
    assert '<option value="post" selected>' in page
    answer = browser.post(address_of(birth), form_of(birth, desk=office.agency.pk, channel="post"))
    assert answer.status_code == 302
    assert Dossier.objects.get().channel == "post"


def test_a_desk_receives_only_what_its_own_level_settles(birth: ProcedureVersion):
    """The province's desk receives for the communes too; a form sent with another desk is judged by that desk."""
    province = factories.agency("H99", level=Level.PROVINCE)
    commune = factories.agency("H99.01", parent=province)
    ProcedureVersion.objects.filter(pk=birth.pk).update(at_commune=False, at_province=True)
    clerk = factories.officer(province)
    browser = Client()
    browser.force_login(factories.account(clerk, Role.RECEPTION, at=province, below=True))
    answer = browser.post(address_of(birth), form_of(birth, desk=commune.pk))
    assert answer.status_code == 422
    assert "Thẩm quyền giải quyết" in answer.content.decode()
    assert browser.post(address_of(birth), form_of(birth, desk=province.pk)).status_code == 302


def test_a_session_that_ended_keeps_what_was_typed(office: Office, birth: ProcedureVersion):
    desk = office[Role.RECEPTION]
    address = address_of(birth)
    desk.get(address)
    del desk.cookies["sessionid"]
    sent = desk.post(address, form_of(birth, desk=office.agency.pk))
    assert sent.url.endswith("?next=/can-bo/vua-ghi")
    assert "vẫn còn" in desk.get(sent.url).content.decode()
    office.staff[Role.RECEPTION].refresh_from_db()
    desk.force_login(office.staff[Role.RECEPTION].user)
    kept = desk.get("/can-bo/vua-ghi").context["kept"]
    assert kept.address == address
    assert not Dossier.objects.exists()
    received = desk.post(kept.address, dict(kept.fields))
    assert received.url.endswith("/da-tiep-nhan")
    assert Dossier.objects.count() == 1
    assert desk.get("/can-bo/vua-ghi").url == "/can-bo/"
