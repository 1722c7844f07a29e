"""One key at the counter counts help with the electronic identity account; one more press takes it back."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from motcua.doors.staff.gates import done, gate
from motcua.dossiers.enums import IdentityHelpKind
from motcua.dossiers.identity_help import help_today, note_help, undo_help
from motcua.kernel.refusals import Refused
from motcua.organisation.enums import Right
from motcua.organisation.rules import Officer


@require_POST
@gate(Right.RECEIVE)
def count(request: HttpRequest, officer: Officer) -> HttpResponse:
    """Count one help, or take the last one back; the counter alone for htmx, else back to where the key was pressed."""
    words = _undone(officer) if "undo" in request.POST else _counted(officer, request.POST.get("kind", ""))
    if request.headers.get("HX-Request"):
        context = {"helped": help_today(officer), "helped_words": words}
        return render(request, "staff/parts/identity_help.html", context)
    done(request, words)
    back = request.META.get("HTTP_REFERER", "")
    if url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure()):
        return redirect(back)
    return redirect("staff:home")


def _counted(officer: Officer, kind: str) -> str:
    wanted = next((each for each in IdentityHelpKind if each.value == kind), None)
    if wanted is None:
        raise Refused("Chọn một trong ba việc hỗ trợ: mở, kích hoạt, hướng dẫn.", code="kind")
    note_help(officer, wanted)
    return f"Đã đếm: {wanted.label.lower()}."


def _undone(officer: Officer) -> str:
    row = undo_help(officer)
    return f"Đã bỏ: {IdentityHelpKind(row.kind).label.lower()}."
