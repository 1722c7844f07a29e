"""Forms, drafts, the register and templates through the pages: offered, issued, printed again, kept from others."""

import io
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from docx import Document
from tests.dossiers.paper_texts import docx_text, letters, pdf_text, squeezed
from tests.staff.conftest import Office, received

from motcua.catalogue.models import ProcedureVersion
from motcua.doors.staff import drafts_together
from motcua.dossiers import actions
from motcua.dossiers.models import Dossier, DossierPaper
from motcua.dossiers.paper_trail import Draft, DraftState, IssuedForm
from motcua.dossiers.rules import commands
from motcua.jobs.models import Job
from motcua.jobs.running import run_to_end
from motcua.organisation.enums import Role
from motcua.storehouse.template_models import Template

pytestmark = pytest.mark.django_db


def document(*words: str) -> SimpleUploadedFile:
    made = Document()
    for text in words:
        made.add_paragraph(text)
    out = io.BytesIO()
    made.save(out)
    return SimpleUploadedFile("mau.docx", out.getvalue())


def content_of(answer: Any) -> bytes:
    return b"".join(answer.streaming_content) if answer.streaming else bytes(answer.content)


def test_the_receipt_is_issued_by_sending_and_read_again(office: Office, birth: ProcedureVersion):
    dossier = received(office, birth)
    url = reverse("staff:receipt", args=[dossier.code])
    clerk = office[Role.RECEPTION]
    assert clerk.get(url).content.startswith(b"%PDF")
    assert not IssuedForm.objects.exists()
    sent = clerk.post(f"{url}?dang=docx")
    assert sent.url == f"{url}?dang=docx"
    clerk.post(url)
    assert IssuedForm.objects.filter(dossier=dossier).count() == 1
    said = [pdf_text(clerk.get(url).content), docx_text(clerk.get(f"{url}?dang=docx").content)]
    assert letters(said[0]) == letters(said[1])
    assert "Số thứ tự: 01" in squeezed(said[0])


def test_forms_are_offered_issued_and_listed(
    office: Office, birth: ProcedureVersion, django_assert_max_num_queries: Any
):
    dossier = received(office, birth)
    actor = office.actor(Role.LEADER)
    actions.perform(dossier.pk, commands.Stop("Đất đang tranh chấp."), actor=actor)
    url, leader = reverse("staff:forms", args=[dossier.code]), office[Role.LEADER]
    with django_assert_max_num_queries(15):
        page = leader.get(url).content.decode()
    assert "Thông báo dừng giải quyết" in page
    assert "chưa phát hành" in page
    event = Dossier.objects.get(pk=dossier.pk).revision
    sent = leader.post(
        reverse("staff:form-issue", args=[dossier.code]), {"kind": "stop_notice", "event": event, "kho": "A4"}
    )
    assert sent.url.endswith(".pdf?kho=A4")
    said = squeezed(pdf_text(leader.get(sent.url).content))
    assert "Số: 01/TBDGQ" in said
    assert "Đất đang tranh chấp." in said
    assert "Số 01/TBDGQ" in leader.get(url).content.decode()


def test_who_only_looks_issues_nothing(office: Office, elsewhere: Office, birth: ProcedureVersion):
    dossier = received(office, birth)
    given = {"kind": "receipt", "event": 2}
    url = reverse("staff:form-issue", args=[dossier.code])
    assert office[Role.INSPECTOR].post(url, given).status_code == 404
    assert office[Role.INSPECTOR].post(reverse("staff:receipt", args=[dossier.code])).status_code == 404
    assert elsewhere[Role.RECEPTION].post(url, given).status_code == 404
    assert not IssuedForm.objects.exists()
    assert office[Role.RECEPTION].post(url, {"kind": "nothing", "event": 2}).status_code == 404
    assert office[Role.RECEPTION].post(url, {"kind": "receipt", "event": "9" * 30}).status_code == 404
    assert office[Role.RECEPTION].post(url, {"kind": "apology", "event": 2}).status_code == 422


def test_a_draft_on_its_way_through_the_pages(office: Office, elsewhere: Office, birth: ProcedureVersion):
    dossier = received(office, birth)
    specialist, leader = office[Role.SPECIALIST], office[Role.LEADER]
    url = reverse("staff:drafts", args=[dossier.code])
    assert "Soạn từ mẫu" in specialist.get(url).content.decode()
    started = specialist.post(url, {"choice": "decision.0", "title": "Quyết định công nhận"})
    page = started.url
    bad = specialist.post(page, {"do": "revise", "file": SimpleUploadedFile("a.docx", b"broken")})
    assert bad.status_code == 422
    assert "bị hỏng" in bad.content.decode()
    assert specialist.post(page, {"do": "revise", "file": document("Nội dung mới")}).status_code == 302
    assert specialist.post(page, {"do": "approve"}).status_code == 404
    assert specialist.post(page, {"do": "submit"}).status_code == 302
    silent = leader.post(page, {"do": "return", "words": ""})
    assert silent.status_code == 422
    assert "Ghi ý kiến" in silent.content.decode()
    assert elsewhere[Role.LEADER].get(page).status_code == 404
    assert "Quyết định công nhận" in leader.get(reverse("staff:drafts-waiting")).content.decode()
    draft = Draft.objects.get()
    told = leader.post(reverse("staff:drafts-waiting"), {"pick": [draft.pk, 999]}).content.decode()
    assert "không còn trong phạm vi" in told
    assert Draft.objects.get().status is DraftState.APPROVED
    assert DossierPaper.objects.filter(dossier=dossier, role="result").count() == 1
    assert "Đã là kết quả của hồ sơ" in leader.get(page).content.decode()
    for version, extension in ((1, "docx"), (2, "pdf")):
        file = specialist.get(reverse("staff:draft-file", args=[draft.pk, version, extension]))
        assert content_of(file)


def test_a_draft_in_the_leaders_hands_says_so_instead_of_changing(office: Office, birth: ProcedureVersion):
    dossier = received(office, birth)
    page = (
        office[Role.SPECIALIST].post(reverse("staff:drafts", args=[dossier.code]), {"choice": "letter.0"}).url
    )
    office[Role.SPECIALIST].post(page, {"do": "submit"})
    again = office[Role.SPECIALIST].post(page, {"do": "submit"})
    assert again.status_code == 409
    assert "chưa sửa được" in again.content.decode()


def test_the_register_is_asked_for_waited_for_and_fetched(
    office: Office, elsewhere: Office, birth: ProcedureVersion
):
    received(office, birth)
    clerk, url = office[Role.RECEPTION], reverse("staff:register-book")
    wanted = {"desk": office.agency.code, "year": 2026, "format": "xlsx", "volume": 1}
    assert clerk.post(url, wanted | {"desk": elsewhere.agency.code}).status_code == 422
    job = clerk.post(url, wanted).url
    assert "Đang chờ xử lý" in clerk.get(job).content.decode()
    run_to_end()
    assert "Sổ đã in xong" in clerk.get(job).content.decode()
    file = clerk.get(f"{job}/tep")
    assert content_of(file).startswith(b"PK")
    assert elsewhere[Role.RECEPTION].get(f"{job}/tep").status_code == 404


def test_an_administrator_replaces_a_template_and_goes_back(
    office: Office, elsewhere: Office, birth: ProcedureVersion
):
    admin = office[Role.ADMINISTRATOR]
    listed = admin.get(reverse("staff:templates")).content.decode()
    for told in (
        "Mẫu 07: Sổ theo dõi hồ sơ",
        "Mẫu 06: Sổ theo dõi hồ sơ",
        "Thông báo dừng giải quyết",
        "Công văn",
    ):
        assert told in listed
    url = reverse("staff:template", args=["form.receipt", "2025"])
    assert "{{ tên }}" in admin.get(url).content.decode()
    packaged = admin.get(reverse("staff:template-packaged", args=["form.receipt", "2025"]))
    assert "{{ applicant }}" in docx_text(packaged.content)
    wrong = admin.post(url, {"file": SimpleUploadedFile("mau.docx", b"broken")})
    assert wrong.status_code == 422
    admin.post(url, {"file": document("Sai {{ ten }}")})
    admin.post(url, {"file": document("Mẫu xã {{ applicant }}")})
    run_to_end()
    page = admin.get(url).content.decode()
    assert "Mẫu dùng trường không có: «ten»" in page
    first, second = Template.objects.order_by("pk")
    assert admin.post(reverse("staff:template-use", args=[first.pk])).status_code == 422
    assert admin.post(reverse("staff:template-use", args=[second.pk])).status_code == 302
    assert (
        elsewhere[Role.ADMINISTRATOR].post(reverse("staff:template-use", args=[second.pk])).status_code == 404
    )
    preview = admin.get(reverse("staff:template-file", args=[second.pk, "xem"]))
    assert "Mẫu xã Hoàng" in squeezed(pdf_text(content_of(preview)))
    dossier = received(office, birth)
    receipt, together = reverse("staff:receipt", args=[dossier.code]), reverse("staff:act-many")
    not_yet = office[Role.RECEPTION].get(receipt).content
    of_many = office[Role.RECEPTION].post(together, {"act": "print", "pick": [dossier.pk]}).content
    for shown in (not_yet, of_many):
        assert "Mẫu xã Trần Văn Mẫu" in squeezed(pdf_text(shown))
    assert "Mẫu xã" in docx_text(office[Role.RECEPTION].get(f"{receipt}?dang=docx").content)
    office[Role.RECEPTION].post(receipt)
    assert "Mẫu xã Trần Văn Mẫu" in squeezed(pdf_text(office[Role.RECEPTION].get(receipt).content))
    admin.post(reverse("staff:template-use", args=[second.pk]), {"packaged": "1"})
    assert "Mẫu gốc" in admin.get(reverse("staff:templates")).content.decode()
    of_many = office[Role.RECEPTION].post(together, {"act": "print", "pick": [dossier.pk]}).content
    assert "Mẫu xã" in squeezed(pdf_text(of_many)), "in lại phải ra đúng giấy đã phát hành"


def test_a_template_of_results_may_be_for_one_procedure(office: Office, birth: ProcedureVersion):
    admin = office[Role.ADMINISTRATOR]
    url = reverse("staff:template", args=["draft.decision", "chung"])
    code = birth.procedure.code
    admin.post(url, {"file": document("Trích lục {{ applicant }}"), "name": "Trích lục", "procedure": code})
    run_to_end()
    admin.post(reverse("staff:template-use", args=[Template.objects.get().pk]))
    dossier = received(office, birth)
    page = office[Role.SPECIALIST].get(reverse("staff:drafts", args=[dossier.code])).content.decode()
    assert page.index("Trích lục") < page.index("Quyết định (mẫu gốc)")
    choice = f"decision.{Template.objects.get().pk}"
    started = office[Role.SPECIALIST].post(reverse("staff:drafts", args=[dossier.code]), {"choice": choice})
    file = office[Role.SPECIALIST].get(f"{started.url}/lan-1.docx")
    assert "Trích lục Trần Văn Mẫu" in docx_text(content_of(file))


def test_the_register_on_paper_follows_the_offices_own_template(office: Office, birth: ProcedureVersion):
    received(office, birth)
    admin, clerk = office[Role.ADMINISTRATOR], office[Role.RECEPTION]
    admin.post(
        reverse("staff:template", args=["form.register", "2025"]),
        {"file": document("Sổ của xã năm {{ year }}")},
    )
    run_to_end()
    admin.post(reverse("staff:template-use", args=[Template.objects.get().pk]))
    for form, text_of in (("docx", docx_text), ("pdf", pdf_text)):
        wanted = {"desk": office.agency.code, "year": 2026, "format": form, "volume": 1}
        job = clerk.post(reverse("staff:register-book"), wanted).url
        run_to_end()
        assert "Sổ của xã năm 2026" in squeezed(text_of(content_of(clerk.get(f"{job}/tep"))))


def submitted(office: Office, dossier: Dossier) -> Draft:
    """A draft of a dossier that lies with the leader."""
    url = reverse("staff:drafts", args=[dossier.code])
    page = office[Role.SPECIALIST].post(url, {"choice": "letter.0", "title": f"Văn bản {dossier.pk}"}).url
    office[Role.SPECIALIST].post(page, {"do": "submit"})
    return Draft.objects.get(dossier=dossier)


def test_a_leader_returns_many_drafts_with_words_for_all_or_for_one(
    office: Office, elsewhere: Office, birth: ProcedureVersion, monkeypatch: pytest.MonkeyPatch
):
    one, two, theirs = (submitted(at, received(at, birth)) for at in (office, office, elsewhere))
    # Received at our desk, settled by another agency: theirs to decide.
    Dossier.objects.filter(pk=theirs.dossier_id).update(desk=office.agency)
    url, leader = reverse("staff:drafts-waiting"), office[Role.LEADER]
    assert f'<a href="{url}">2 dự thảo chờ duyệt</a>' in leader.get(reverse("staff:home")).content.decode()
    assert theirs.title not in leader.get(url).content.decode()
    sent = {"do": "return", "pick": [one.pk, two.pk, theirs.pk], f"words-{one.pk}": "Sai tên"}
    assert office[Role.SPECIALIST].post(url, sent).status_code == 404
    assert leader.post(url, {"do": "return", "words": "Sửa lại"}).status_code == 422  # nothing chosen
    silent = leader.post(url, sent)
    assert silent.status_code == 422
    assert "Ghi ý kiến chung" in silent.content.decode()
    assert 'value="Sai tên"' in silent.content.decode()  # what was typed stays
    told = leader.post(url, sent | {"words": "Bổ sung căn cứ"}).content.decode()
    assert "Đã trả lại 2 dự thảo" in told
    assert "không còn trong phạm vi" in told
    found = Draft.objects.in_bulk()
    assert (found[one.pk].answer, found[two.pk].answer) == ("Sai tên", "Bổ sung căn cứ")
    assert found[theirs.pk].status is DraftState.SUBMITTED
    back = office[Role.SPECIALIST].get(reverse("staff:work")).content.decode()
    assert "Lãnh đạo trả lại dự thảo" in back
    assert "Bổ sung căn cứ" in back
    assert f'<span class="code">{one.dossier.code}</span>' in back
    # Above the number a page waits for: work one can leave, asked for twice and done once.
    for draft in (one, two):
        office[Role.SPECIALIST].post(reverse("staff:draft", args=[draft.pk]), {"do": "submit"})
    monkeypatch.setattr(drafts_together, "AT_ONCE", 2)
    sent = {"do": "approve", "pick": [one.pk, two.pk, theirs.pk], "act_key": "d1"}
    pages = [leader.post(url, sent).url for _ in range(2)]
    run_to_end()
    pages.append(leader.post(url, sent).url)
    assert (len(set(pages)), Job.objects.count()) == (1, 1)
    page = leader.get(pages[0]).content.decode()
    assert page.index("không còn trong phạm vi") < page.index(one.title)
    assert elsewhere[Role.LEADER].get(pages[0]).status_code == 404
    job = Job.objects.get()
    assert drafts_together.decide_later(job.arguments, lambda done, total, text="": None) == job.result
    assert DossierPaper.objects.filter(role="result").count() == 2
