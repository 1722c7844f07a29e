"""Reading requests cannot write: the connection refuses, whatever the code below does."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse

from motcua.datastore.kept import moment

# «SET LOCAL» begins the message in which an act takes a number (`datastore.finishing`): what follows in it is stored.
_WRITES = ("INSERT", "UPDATE", "DELETE", "REPLACE", "CREATE", "ALTER", "DROP", "TRUNCATE", "SET LOCAL")
# Signing in and the idle clock of a session write on a GET by design, and so does the note that somebody's paper
# was shown (`storehouse.reading`): its owner reads it. Nothing else does.
_ALLOWED_TABLES = ("django_session", "storehouse_paperreading")


class WriteInReadOnlyRequest(RuntimeError):  # noqa: N818 - named by what happened
    """A page that only shows tried to change something: a fault of ours, found in the first test."""


@contextmanager
def reading_only() -> Iterator[None]:
    """No statement that changes rows gets through, except for sessions."""
    with connection.execute_wrapper(_refuse_writes):
        yield


def _refuse_writes(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
    head = sql.lstrip()[:120]
    if head.upper().startswith(_WRITES) and not any(table in head for table in _ALLOWED_TABLES):
        raise WriteInReadOnlyRequest(head)
    return execute(sql, params, many, context)


class ReadOnlyRequests:
    """Middleware: GET and HEAD read only, but for addresses whose callers cannot do otherwise (a bank's notice).

    Whatever is asked, what is kept in memory is looked after once a request, and again around every act.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method not in ("GET", "HEAD") or request.path.startswith(
            settings.MOTCUA_CALLED_BY_SYSTEMS
        ):
            with moment():
                return self.get_response(request)
        with moment(), reading_only():
            return self.get_response(request)
