"""The report on the signatures of any document, and whom signatures are trusted by."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from motcua.doors.frame.components import Crumb
from motcua.doors.staff.gates import done, gate
from motcua.doors.staff.pages import show
from motcua.doors.staff.papers.forms import CheckForm, TrustForm
from motcua.kernel import clock
from motcua.kernel.refusals import NotFound, Refused
from motcua.organisation.access import check_administers_all
from motcua.organisation.enums import Right
from motcua.organisation.rules import Officer
from motcua.storehouse.models import TrustedCertificate
from motcua.storehouse.trusting import add_trusted, end_trust, refresh
from motcua.storehouse.verifying import Verified, verify_file


@require_http_methods(["GET", "POST"])
@gate()
def check(request: HttpRequest, officer: Officer) -> HttpResponse:
    """Who signed a PDF and when, whether it is intact, trusted, revoked: in words. Nothing is kept."""
    form = CheckForm(request.POST or None, request.FILES or None)
    found: Verified | None = None
    if request.method == "POST" and form.is_valid():
        try:
            found = verify_file(form.cleaned_data["file"])
        except Refused as refused:
            form.add_error("file", refused.message)
    context = {
        "form": form, "found": found, "trusted": TrustedCertificate.objects.filter(ended_at=None).exists(),
        "name": form.cleaned_data["file"].name if found else "",
    }  # fmt: skip
    return show(request, officer, "staff/papers/check.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@gate(Right.ADMINISTER)
def trust(request: HttpRequest, officer: Officer) -> HttpResponse:
    """Authorities whose certificates are trusted; adding one holds for everybody on this installation."""
    form = TrustForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        check_administers_all(officer)
        try:
            row = add_trusted(
                form.cleaned_data["file"].read(1 << 20),
                crl_url=form.cleaned_data["crl_url"],
                actor=officer.actor,
            )
        except Refused as refused:
            form.add_error("file", refused.message)
        else:
            if row.crl_url:
                refresh(row)
            done(request, f"Đã tin cậy «{row.subject}».")
            return redirect("staff:trust")
    now = clock.now()
    context = {
        "form": form,
        "rows": [(row, row.valid_to < now) for row in TrustedCertificate.objects.filter(ended_at=None).order_by("subject")],
        "crumbs": [Crumb("Thiết lập", reverse("staff:settings"))],
    }  # fmt: skip
    return show(request, officer, "staff/papers/trust.html", context, status=422 if form.errors else 200)


@require_POST
@gate(Right.ADMINISTER)
def distrust(request: HttpRequest, officer: Officer, number: int) -> HttpResponse:
    """Trust an authority no longer."""
    check_administers_all(officer)
    row = TrustedCertificate.objects.filter(pk=number, ended_at=None).first()
    if row is None:
        raise NotFound
    end_trust(row, actor=officer.actor)
    done(request, f"Đã thôi tin cậy «{row.subject}».")
    return redirect("staff:trust")
