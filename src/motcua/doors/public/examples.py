"""An electronic form before one fills it in: with invented answers, marked as an example on every side; and empty on paper."""

from typing import cast

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from motcua.blobs.store import open_blob
from motcua.catalogue import blank_forms as official
from motcua.catalogue.eforms import on_paper
from motcua.catalogue.eforms.definition import Topic
from motcua.catalogue.eforms.examples import example_of, faults_of
from motcua.catalogue.eforms.keeping import form_for
from motcua.catalogue.eforms.validating import Answers
from motcua.catalogue.models import Component
from motcua.doors.frame import eforms
from motcua.doors.frame.downloads import as_file
from motcua.doors.public.pages import page, place
from motcua.doors.public.procedures import version_shown
from motcua.kernel import clock
from motcua.kernel.refusals import NotFound


@require_safe
def filled_form(request: HttpRequest, code: str) -> HttpResponse:
    """The form of a procedure as somebody might fill it. Raises Http404 where there is none. Five statements."""
    version, today = version_shown(code), clock.today()
    stored = form_for(version, today)
    if stored is None or faults_of(stored.form, today):
        raise Http404(_("Thủ tục này chưa có tờ khai điện tử mẫu."))
    answers = example_of(stored.form, today)
    context = {
        "procedure": version.procedure,
        "version": version,
        "form": stored.form,
        "topics": [(topic, _rows(topic, answers)) for topic in stored.form.asked(answers)],
        "crumbs": [
            (_("Trang đầu"), reverse("public:home")),
            (_("Thủ tục"), reverse("public:procedures")),
            (version.procedure.code, reverse("public:procedure", args=[code])),
            (_("Tờ khai điền mẫu"), ""),
        ],
    }
    return page(request, "filled_form.html", context)


@require_safe
def empty_form(request: HttpRequest, code: str, kind: str) -> HttpResponse:
    """The form of a procedure to print and fill in by hand, PDF or Word. Raises Http404 where there is none. Five statements."""
    version = version_shown(code)
    stored = form_for(version, clock.today())
    if stored is None or kind not in ("pdf", "docx"):
        raise Http404(_("Thủ tục này chưa có tờ khai để in."))
    codes = (
        Component.objects.filter(version=version).exclude(form_code="").values_list("form_code", flat=True)
    )
    drawn = on_paper.empty_sheet(
        stored.form, agency=place().name or version.agency, code=code, form_codes=sorted(set(codes))
    )
    content = on_paper.as_pdf(drawn, made_at=clock.now()) if kind == "pdf" else on_paper.as_docx(drawn)
    return as_file(content, f"to-khai-{code}.{kind}")


@require_safe
def blank_form(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """The official blank form of a paper, to be filled in and handed in. Raises Http404 where there is none."""
    try:
        component = official.blank_form(code, number)
    except NotFound as absent:
        raise Http404(_("Không có biểu mẫu này.")) from absent
    blob = component.form_file
    assert blob is not None  # noqa: S101 - asked for with one
    name = f"bieu-mau-{code}-{component.order}.{official.kind_of_form(blob).value}"
    answer = FileResponse(open_blob(blob.sha256), as_attachment=True, filename=name, content_type=blob.mime)
    return cast(HttpResponse, answer)  # streamed, but passed on like any answer


def _rows(topic: Topic, answers: Answers) -> list[tuple[str, str, str]]:
    """(question, answer, hint) of one page; a repeated group shows its rows one after the other."""
    rows = [
        (each.label, eforms.shown(each, answers.get(each.name)), each.hint) for each in eforms.asked_on(topic)
    ]
    if topic.group:
        for given in answers.get(topic.group.name) or []:
            rows += [
                (each.label, eforms.shown(each, given.get(each.name)), each.hint)
                for each in topic.group.columns
            ]
    return rows
