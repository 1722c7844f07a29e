"""Pages for what went wrong: they say what to do, and show nothing of the inside.

`config.urls` names them: `handler400 = "motcua.doors.frame.errors.bad_request"` and so on;
settings: `CSRF_FAILURE_VIEW = "motcua.doors.frame.errors.stale_form"`.
"""

import logging
import secrets
import sys
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.template import loader
from django.urls import NoReverseMatch, resolve, reverse

from motcua.doors.frame.context import PRODUCT, last_known_sample_band
from motcua.doors.frame.storage_trouble import RETRY_SECONDS, trouble_of
from motcua.kernel import clock

log = logging.getLogger("motcua.incident")

# Letters and digits that nobody confuses when reading a code on the telephone.
_ALPHABET: Final = "ABCDEFGHJKLMNPQRTUVWXY346789"
_PLAIN: Final = "frame/plain.html"
_STAFF: Final = "frame/plain_staff.html"
_LAST_RESORT: Final = (
    '<!doctype html><html lang="vi"><meta charset="utf-8"><title>Hệ thống gặp sự cố</title>'
    "<h1>Hệ thống gặp sự cố</h1>"
    "<p>Xin thử lại sau ít phút. Nếu vẫn gặp, báo cho quản trị viên mã sự cố {code}.</p></html>"
)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400: the address or the form could not be read."""
    return _page(request, "400.html", 400)


def permission_denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403: signed in, but the work belongs to someone else."""
    return _page(request, "403.html", 403)


def page_not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404: absent and hidden answer alike."""
    return _page(request, "404.html", 404)


def stale_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 for a form without a valid token: the page was open too long, or cookies are off."""
    return _page(request, "403_form.html", 403)


def server_error(request: HttpRequest) -> HttpResponse:
    """500: only an incident code, which stands in the log beside the traceback's line.

    503 where nothing could be stored: what to do then. Uses no database and no context processor; if even the
    template fails, answers one bare paragraph.
    """
    code = incident_code()
    log.error("incident %s at %s", code, request.path)
    trouble = trouble_of(sys.exc_info()[1])
    known = {
        "incident": code, "product": PRODUCT, "sample_data": last_known_sample_band(), "trouble": trouble,
        "sent": request.method == "POST",
    }  # fmt: skip
    try:
        body: str = loader.render_to_string("503.html" if trouble else "500.html", known)
    except Exception:
        log.exception("incident %s: the error page itself failed", code)
        body = _LAST_RESORT.format(code=code)
    headers = {"Retry-After": str(RETRY_SECONDS)} if trouble else {}
    return HttpResponse(body, status=503 if trouble else 500, headers=headers)


def incident_code() -> str:
    """A code to tell an administrator: day and six letters, `2611-21-K7PMQ4`."""
    return f"{clock.today():%y%m-%d}-{''.join(secrets.choice(_ALPHABET) for _ in range(6))}"


def _page(request: HttpRequest, template: str, status: int) -> HttpResponse:
    known = {"base": _base(request)}
    return HttpResponse(loader.render_to_string(template, known, request), status=status)


def _base(request: HttpRequest) -> str:
    """An officer who is signed in keeps the frame with its navigation; everybody else gets the plain page."""
    try:
        home = reverse("staff:home")
    except NoReverseMatch:
        return _PLAIN
    if not request.path.startswith(home):
        return _PLAIN
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return _PLAIN
    if request.resolver_match is None:  # an address that leads nowhere still lies behind the staff door
        request.resolver_match = resolve(home)
    return _STAFF
