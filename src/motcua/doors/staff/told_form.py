"""The electronic form of a dossier on paper: for the file that goes round, or to be checked with the applicant."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from motcua.catalogue.eforms import on_paper
from motcua.doors.frame.downloads import as_file
from motcua.doors.staff.dossier_facts import told_sections
from motcua.doors.staff.due_words import key_of
from motcua.doors.staff.gates import gate
from motcua.dossiers.access import dossier_for
from motcua.dossiers.replying import declared
from motcua.kernel import clock
from motcua.kernel.refusals import NotFound
from motcua.organisation.enums import Right
from motcua.organisation.rules import Officer


@require_GET
@gate(Right.SEE_DOSSIERS)
def told_form(request: HttpRequest, officer: Officer, key: str, kind: str) -> HttpResponse:
    """The form as it was answered, PDF or Word. Raises NotFound for a dossier without one."""
    dossier = dossier_for(officer, key, Right.SEE_DOSSIERS)
    told = declared(dossier)
    if told is None or told.form is None or kind not in ("pdf", "docx"):
        raise NotFound
    sent = f"Khai trực tuyến, gửi lúc {clock.local(dossier.filed_at):%H:%M ngày %d/%m/%Y}; mã tra cứu {dossier.tracking}."
    drawn = on_paper.filled_sheet(
        told.form.title, told_sections(told), agency=dossier.agency.name, code=key_of(dossier),
        signer=dossier.delegate_name or dossier.applicant_name, sent=sent,
    )  # fmt: skip
    content = on_paper.as_pdf(drawn, made_at=clock.now()) if kind == "pdf" else on_paper.as_docx(drawn)
    return as_file(content, f"to-khai-{key_of(dossier)}.{kind}")
