"""What a browser may do with our answers, said on every one of them.

Nothing leaves the site's own host; no script or style stands inside a page, so injected markup is dead.
Papers (a scan, a receipt) are answered with their own policy: our pages may show them, they run nothing.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any, Final, TypeAlias

from django.http import HttpRequest
from django.http.response import HttpResponseBase

Answer: TypeAlias = Callable[[HttpRequest], HttpResponseBase]
View: TypeAlias = Callable[..., HttpResponseBase]

PAGE_POLICY: Final[dict[str, str]] = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self'",
    "font-src": "'self'",
    "connect-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
}
PAPER_POLICY: Final[dict[str, str]] = {
    "default-src": "'none'",
    # The browser's own viewer of a PDF or an image styles itself inside the answer.
    "style-src": "'unsafe-inline'",
    "img-src": "'self'",
    "base-uri": "'none'",
    "form-action": "'none'",
    "frame-ancestors": "'self'",
}
OTHER_HEADERS: Final[dict[str, str]] = {
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()",
}


class SecurityHeaders:
    """Middleware: puts the content security policy and its companions on every answer.

    Stands first in the list, so that static files and errors carry the headers too.
    """

    sync_capable = True
    async_capable = False

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        page = response.headers.get("Content-Type", "text/html").startswith("text/html")
        policy = dict(PAGE_POLICY if page else PAPER_POLICY)
        policy.update(getattr(response, "_policy_widened", {}))
        response.headers["Content-Security-Policy"] = "; ".join(
            f"{name} {source}" for name, source in policy.items()
        )
        response.headers["X-Frame-Options"] = "DENY" if page else "SAMEORIGIN"
        for name, value in OTHER_HEADERS.items():
            response.headers.setdefault(name, value)
        return response


def shows_papers(view: View) -> View:
    """Decorator for a page that shows our own papers in an `<iframe>` beside its text."""
    return _widening(view, {"frame-src": "'self'"})


def _widening(view: View, sources: dict[str, str]) -> View:
    @wraps(view)
    def widened(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = view(request, *args, **kwargs)
        response._policy_widened = sources  # type: ignore[attr-defined]
        return response

    return widened
