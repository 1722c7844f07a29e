"""Pages that are the same for everybody are drawn once and given out for a few seconds, with a mark to ask by (ETag).

What is kept is what a visitor without a name would see. A page that looked at the session, at a message for one person
or at a token of a form while it was drawn is never kept, whatever the list in `urls` says; a machine's shell neither.
"""

import hashlib
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.utils.translation import get_language

from motcua.doors.frame.context import sample_data
from motcua.kernel import clock

View = Callable[..., HttpResponse]

_MOST_BYTES: Final = 8 * 1024 * 1024
_MOST_OF_ONE: Final = 200 * 1024


@dataclass(frozen=True, slots=True)
class _Page:
    until: float
    body: bytes
    kind: str
    mark: str


class _Pages:
    """The pages of this process, the least asked for thrown away first."""

    def __init__(self) -> None:
        self._pages: OrderedDict[tuple[object, ...], _Page] = OrderedDict()
        self._bytes = 0
        self._guard = threading.Lock()

    def get(self, key: tuple[object, ...]) -> _Page | None:
        with self._guard:
            found = self._pages.get(key)
            if found is None or found.until < time.monotonic():
                return None
            self._pages.move_to_end(key)
            return found

    def put(self, key: tuple[object, ...], page: _Page) -> None:
        with self._guard:
            self._drop(self._pages.pop(key, None))
            self._pages[key] = page
            self._bytes += len(page.body)
            while self._bytes > _MOST_BYTES:
                self._drop(self._pages.popitem(last=False)[1])

    def clear(self) -> None:
        with self._guard:
            self._pages.clear()
            self._bytes = 0

    def _drop(self, page: _Page | None) -> None:
        self._bytes -= len(page.body) if page else 0


_pages = _Pages()
forget = _pages.clear


def same_for_everyone(view: View) -> View:
    """Decorator: the answer to a GET is kept for `PUBLIC_PAGES_KEPT_SECONDS`; 0 keeps nothing."""

    @wraps(view)
    def shown(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        seconds = float(settings.PUBLIC_PAGES_KEPT_SECONDS)
        if not seconds or not _plain(request):
            return view(request, *args, **kwargs)
        key = _key(request)
        kept = _pages.get(key)
        if kept is None:
            answer = view(request, *args, **kwargs)
            if not _for_everyone(request, answer):
                return answer
            kept = _Page(
                time.monotonic() + seconds, answer.content, answer.headers["Content-Type"],
                f'"{hashlib.sha256(answer.content).hexdigest()[:24]}"',
            )  # fmt: skip
            _pages.put(key, kept)
        return _answer(request, kept)

    return shown


def _plain(request: HttpRequest) -> bool:
    """A look at a page by a browser to whom nothing is to be told, without a machine's shell around it."""
    return (
        request.method in ("GET", "HEAD")
        and getattr(request, "shell", None) is None
        and "messages" not in request.COOKIES
        and not request.headers.get("HX-Request")
    )


def _key(request: HttpRequest) -> tuple[object, ...]:
    """All that a page depends on but its tables."""
    here = request.scheme, request.get_host(), request.get_full_path()
    return (*here, get_language(), clock.today(), sample_data())


def _for_everyone(request: HttpRequest, answer: HttpResponse) -> bool:
    """Whether nothing of one person can be in it."""
    told = answer.headers.get("Cache-Control", "")
    return (
        answer.status_code == 200
        and not answer.streaming
        and len(answer.content) <= _MOST_OF_ONE
        and not answer.cookies
        and not request.session.accessed
        and "CSRF_COOKIE_NEEDS_UPDATE" not in request.META
        and "no-store" not in told
        and "private" not in told
    )


def _answer(request: HttpRequest, kept: _Page) -> HttpResponse:
    known = [each.strip().removeprefix("W/") for each in request.headers.get("If-None-Match", "").split(",")]
    answer = (
        HttpResponseNotModified() if kept.mark in known else HttpResponse(kept.body, content_type=kept.kind)
    )
    answer.headers["ETag"] = kept.mark
    patch_cache_control(answer, no_cache=True)
    patch_vary_headers(answer, ["Cookie"])  # the language is a cookie's
    return answer
