"""The official blank forms of a procedure's papers: which are attached, attaching and taking one off."""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from motcua.catalogue.blank_forms import attach_form, detach_form
from motcua.catalogue.models import Component, ProcedureVersion
from motcua.doors.frame.components import Crumb
from motcua.doors.staff.administration.answering import Cleaned, form_page
from motcua.doors.staff.gates import done, gate
from motcua.doors.staff.pages import show
from motcua.kernel import clock
from motcua.kernel.refusals import NotFound
from motcua.organisation.access import administers_all, check_administers_all
from motcua.organisation.enums import Right
from motcua.organisation.rules import Officer


class BlankFormFile(forms.Form):
    """The file."""

    file = forms.FileField(
        label="Tệp biểu mẫu",
        help_text="PDF hoặc Word (.docx), đúng mẫu ban hành kèm quyết định công bố. Người dân tải về ở trang thủ tục.",
    )


@require_safe
@gate(Right.ADMINISTER)
def overview(request: HttpRequest, officer: Officer, code: str) -> HttpResponse:
    """Every paper of the procedure's version of today with its blank form."""
    version = _version(code)
    components = Component.objects.filter(version=version).select_related("form_file")
    context = {
        "version": version,
        "components": components,
        "may_change": administers_all(officer),
        "crumbs": [Crumb("Thủ tục, thời hạn", reverse("staff:procedures")), Crumb(code)],
    }
    return show(request, officer, "staff/administration/blank_forms.html", context)


@require_http_methods(["GET", "POST"])
@gate(Right.ADMINISTER)
def attach(request: HttpRequest, officer: Officer, code: str, number: int) -> HttpResponse:
    """Attach a file, in place of the one there is. It holds for every agency of the installation."""
    check_administers_all(officer)
    component = _component(code, number)
    form = BlankFormFile(request.POST or None, request.FILES or None)

    def act(given: Cleaned) -> str:
        file = given["file"]
        attach_form(component, file, file_name=file.name or "", actor=officer.actor)
        return f"Đã gắn biểu mẫu cho «{component.name}»."

    return form_page(
        request, officer, form, act, heading="Gắn biểu mẫu trống", lead=component.name,
        back=reverse("staff:blank-forms", args=[code]), submit="Tải lên",
    )  # fmt: skip


@require_POST
@gate(Right.ADMINISTER)
def detach(request: HttpRequest, officer: Officer, code: str, number: int) -> HttpResponse:
    """Offer the file no more."""
    check_administers_all(officer)
    component = _component(code, number)
    detach_form(component, actor=officer.actor)
    done(request, f"Đã gỡ biểu mẫu của «{component.name}».")
    return redirect("staff:blank-forms", code=code)


def _version(code: str) -> ProcedureVersion:
    versions = ProcedureVersion.objects.on(clock.today()).select_related("procedure")
    version = versions.filter(procedure__code=code).order_by("-number").first()
    if version is None:
        raise NotFound
    return version


def _component(code: str, number: int) -> Component:
    found = Component.objects.filter(pk=number, version=_version(code)).select_related("version").first()
    if found is None:
        raise NotFound
    return found
