"""Every public page asked for by a machine gets the shell; officers' pages are not for it."""

from collections.abc import Callable

from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from motcua.counters.queries import kiosk_with
from motcua.doors.kiosk.visits import machine_of, mark, shell_for, unregister, was_stale

_OWN, _OFFICERS, _FROM_PROVIDER = "/ki-ot/", "/can-bo/", "/dang-nhap/ve/"


class KioskShell:
    """Middleware: does nothing, and asks nothing, for browsers that are no machine."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        key = machine_of(request)
        if not key or request.path.startswith(_OWN):
            return self.get_response(request)
        machine = kiosk_with(key)
        if machine is None:
            logout(request)
            response = self.get_response(request)
            unregister(response)
            return response
        shell = shell_for(request, machine, away=request.path.startswith(_FROM_PROVIDER))
        if was_stale(request, shell) or request.path.startswith(_OFFICERS):
            response = redirect(shell.start)  # what the last visitor had open is asked for by nobody
        else:
            response = self.get_response(request)
        mark(response, shell)
        if response.status_code >= 400:  # no page of ours counts there
            response.headers["Refresh"] = f"{shell.idle_seconds}; url={shell.over}"
        return response
