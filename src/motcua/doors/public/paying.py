"""Paying for a dossier: whoever knows its code may pay, and sees amounts and nothing personal.

The pages after a gateway only show what the house has: the gateway's own notice decides (see `integration`).
"""

from collections.abc import Callable
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from motcua.doors.frame.visitors import address_of
from motcua.doors.frame.wording import said
from motcua.doors.public.look_up import hurried, public_dossier, slow_down
from motcua.doors.public.pages import page
from motcua.dossiers import paying
from motcua.dossiers.models import Dossier
from motcua.dossiers.queries import fees_of, left_to_pay, open_orders_of
from motcua.kernel.refusals import NotFound, Refused
from motcua.payments.enums import AttemptState
from motcua.payments.models import Attempt
from motcua.payments.ports import Started, gateways
from motcua.rendering import qr

RELOAD_SECONDS: Final = 5
_PICTURES: Final[dict[str, tuple[str, Callable[[str], bytes]]]] = {
    "png": ("image/png", lambda text: qr.png(text, module=10)),
    "svg": ("image/svg+xml", lambda text: qr.svg(text, title="VietQR").encode()),
}


@require_http_methods(["GET", "POST"])
def pay(request: HttpRequest, code: str) -> HttpResponse:
    """What is still to be paid, and the ways to pay; a POST begins."""
    if hurried(request):
        return slow_down(request, code)
    try:
        dossier = public_dossier(code)
    except NotFound:
        return redirect("public:progress", code=code)
    if request.method == "GET":
        return _choose(request, dossier)
    try:
        started = _begin(request, dossier)
    except NotFound:
        return _choose(request, dossier, _("Khoản này không còn phải nộp. Xem lại các khoản dưới đây."), 409)
    except Refused as refusal:
        return _choose(request, dossier, said(refusal.message), 422)
    if started.qr:
        return redirect("public:pay-code", code=_key(dossier), reference=started.reference)
    return _shown(request, "pay_go.html", dossier, {"started": started})


@require_GET
def code_to_scan(request: HttpRequest, code: str, reference: str) -> HttpResponse:
    """The VietQR code of an attempt: shown again as often as the payer likes."""
    if hurried(request):
        return slow_down(request, code)
    try:
        dossier = public_dossier(code)
        started = paying.shown_again(dossier, reference)
    except (NotFound, Refused):
        return redirect("public:pay", code=code)
    context = {"started": started, "picture": _picture(started), "paid": _is_paid(reference)}
    return _shown(request, "pay_code.html", dossier, context)


@require_GET
def code_to_keep(request: HttpRequest, code: str, reference: str, kind: str) -> HttpResponse:
    """The same code as a picture: saved on the telephone that is to pay, or printed."""
    if hurried(request):
        return slow_down(request, code)
    try:
        started = paying.shown_again(public_dossier(code), reference)
    except (NotFound, Refused):
        return redirect("public:pay", code=code)
    if kind not in _PICTURES:
        return redirect("public:pay-code", code=code, reference=reference)
    mime, draw = _PICTURES[kind]
    answer = HttpResponse(draw(started.qr), content_type=mime)
    answer["Content-Disposition"] = f'attachment; filename="vietqr-{reference}.{kind}"'
    answer["Cache-Control"] = "private, no-store"
    return answer


@require_GET
def paid(request: HttpRequest, code: str) -> HttpResponse:
    """Where a gateway sends the payer back: what the house knows, whatever the address says."""
    if hurried(request):
        return slow_down(request, code)
    try:
        dossier = public_dossier(code)
    except NotFound:
        return redirect("public:progress", code=code)
    orders = fees_of(dossier).values("order_id")
    newest = Attempt.objects.filter(order__in=orders).order_by("-pk").first()
    context = {
        "left": left_to_pay(dossier),
        "waiting": newest is not None and newest.state == AttemptState.WAITING.value,
        "failed": newest is not None and newest.state == AttemptState.FAILED.value,
        "reload": RELOAD_SECONDS,
    }
    return _shown(request, "paid.html", dossier, context)


def _begin(request: HttpRequest, dossier: Dossier) -> Started:
    number, gateway = request.POST.get("khoan", ""), request.POST.get("cach", "")
    if not number.isdecimal():
        raise NotFound
    if not gateway:
        raise Refused(_("Chọn cách thanh toán."), field="gateway")
    back = request.build_absolute_uri(reverse("public:paid", args=[_key(dossier)]))
    return paying.start(dossier, int(number), gateway, return_url=back, visitor=address_of(request))


def _choose(request: HttpRequest, dossier: Dossier, problem: str = "", status: int = 200) -> HttpResponse:
    context = {"orders": open_orders_of(dossier), "gateways": list(gateways().values()), "problem": problem}
    return _shown(request, "pay.html", dossier, context, status)


def _shown(
    request: HttpRequest, template: str, dossier: Dossier, context: dict[str, Any], status: int = 200
) -> HttpResponse:
    key = _key(dossier)
    crumbs = [
        (_("Trang đầu"), reverse("public:home")),
        (key, reverse("public:progress", args=[key])),
        (_("Nộp tiền"), ""),
    ]
    answer = page(
        request, template, {"code": key, "dossier": dossier, "crumbs": crumbs, **context}, status=status
    )
    answer["Cache-Control"] = "private, no-store"
    return answer


def _key(dossier: Dossier) -> str:
    return dossier.code or dossier.tracking


def _is_paid(reference: str) -> bool:
    return Attempt.objects.filter(reference=reference, state=AttemptState.SUCCEEDED.value).exists()


def _picture(started: Started) -> str:
    return mark_safe(qr.svg(started.qr, title=_("Mã VietQR")))  # noqa: S308 - drawn here, from a payload of our own
