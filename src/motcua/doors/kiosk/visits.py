"""One visitor after the other at a machine: which machine this is, how long the visit lasts, and its end."""

import secrets
from dataclasses import dataclass
from typing import Any, Final

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.cache import patch_cache_control

from motcua.counters.models import Kiosk
from motcua.kernel import clock
from motcua.regimes.queries import rule

MACHINE, VISIT = "kiosk", "kiosk_visit"
_SALT: Final = "motcua.kiosk"
_KEPT_SECONDS: Final = 400 * 24 * 3600
# The page counts the idle minute by itself; this much later the server no longer knows the visitor either.
_GRACE_SECONDS: Final = 30
# Saying elsewhere who one is takes longer; what comes back serves once, and only this browser.
_AWAY_SECONDS: Final = 600


@dataclass(frozen=True, slots=True)
class Shell:
    """What stands around a public page at a machine (`public/page.html`)."""

    machine: Kiosk
    visit: str
    idle_seconds: int

    body_class: str = "kiosk"
    head: str = "kiosk/_head.html"
    bar: str = "kiosk/_bar.html"

    @property
    def start(self) -> str:
        """The first screen."""
        return reverse("kiosk:start", args=[self.machine.key])

    @property
    def over(self) -> str:
        """The address that ends the visit."""
        return reverse("kiosk:over", args=[self.machine.key])

    @property
    def reload_seconds(self) -> int:
        """Without scripts nobody counts touches: the page ends after three idle times."""
        return 3 * self.idle_seconds


def machine_of(request: HttpRequest) -> str:
    """The key of the machine this browser was registered as; empty for every other browser."""
    return str(request.get_signed_cookie(MACHINE, default="", salt=_SALT) or "")


def shell_for(request: HttpRequest, machine: Kiosk, *, fresh: bool = False, away: bool = False) -> Shell:
    """The shell of this request. `fresh`, or when the last touch is too long ago: another visit, nothing left.

    `away`: the visitor comes back from the provider of identities.
    """
    idle = int(rule("kiosk.idle_seconds", on=clock.today(), scopes=machine.agency.chain))
    visit, _, seen = str(request.get_signed_cookie(VISIT, default="", salt=_SALT) or "").partition(":")
    stale = not seen.isdigit() or clock.now().timestamp() - int(seen) > (
        _AWAY_SECONDS if away else idle + _GRACE_SECONDS
    )
    if fresh or stale or not visit:
        logout(request)
        visit = secrets.token_urlsafe(9)
    shell = Shell(machine, visit, idle)
    request.shell = shell  # type: ignore[attr-defined]
    return shell


def was_stale(request: HttpRequest, shell: Shell) -> bool:
    """Whether another visit than this began with this request."""
    visit = str(request.get_signed_cookie(VISIT, default="", salt=_SALT) or "").partition(":")[0]
    return visit != shell.visit


def mark(response: HttpResponseBase, shell: Shell) -> None:
    """What the browser keeps between two pages: the machine, the visit and when it was touched. No page."""
    common: dict[str, Any] = {
        "salt": _SALT, "httponly": True, "samesite": "Lax", "secure": settings.BEHIND_TLS,
    }  # fmt: skip
    response.set_signed_cookie(MACHINE, shell.machine.key, max_age=_KEPT_SECONDS, **common)
    response.set_signed_cookie(VISIT, f"{shell.visit}:{int(clock.now().timestamp())}", **common)
    patch_cache_control(response, private=True, no_store=True)


def unregister(response: HttpResponseBase) -> None:
    """The machine was withdrawn: this browser is one like any other again."""
    response.delete_cookie(MACHINE)
    response.delete_cookie(VISIT)
