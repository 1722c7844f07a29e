"""A form that comes twice is done once: pressed twice, sent again by a browser, or by a proxy that was impatient.

Each form page carries a key of its own (`act_fields`). The first to come holds it, in a row beside the sessions: those
are shared by all processes and forgotten by themselves. A refusal lets go of it, for the form is sent again mended.
"""

import hashlib
import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta

from django.contrib.sessions.models import Session
from django.db import DatabaseError, IntegrityError
from django.http import HttpRequest

from motcua.datastore.writing import act
from motcua.doors.staff.gates import act_key_of
from motcua.kernel import clock
from motcua.kernel.refusals import Refused

log = logging.getLogger(__name__)

AGAIN = "Đã ghi ở lần bấm trước; lần này không ghi thêm."
_RUNNING, _DONE = "running", "done"
# Longer than any act takes; what is held longer was left by a process that died, before or after it was done.
_HELD = timedelta(minutes=3)
_REMEMBERED = timedelta(hours=9)
_PATIENCE, _LOOK_EVERY = 10.0, 0.1  # seconds
_TRIES = 3


@contextmanager
def once(request: HttpRequest) -> Iterator[bool]:
    """Whether the form is to be acted on; False when it was done before, after waiting for who is doing it.

    A form without a key is always acted on. Refused when the one before is still at it after ten seconds.
    """
    key = act_key_of(request)
    if key is None:
        yield True
        return
    row = _name_of(request, key)
    if not _held(row):
        yield False
        return
    try:
        yield True
    except BaseException:
        _let_go(row)
        raise
    _remember(row)


def _name_of(request: HttpRequest, key: str) -> str:
    said = f"{request.user.pk}\n{request.path}\n{key}"
    return "act-" + hashlib.sha256(said.encode()).hexdigest()[:36]


def _held(row: str) -> bool:
    """Hold the key; False when the form was done. Waits while somebody else holds it."""
    until = time.monotonic() + _PATIENCE
    while not _taken(row):
        state = Session.objects.filter(pk=row, expire_date__gt=clock.now()).values_list(
            "session_data", flat=True
        )
        if state.first() == _DONE:
            return False
        if time.monotonic() > until:
            raise Refused(
                "Lần bấm trước đang được ghi. Chờ một lát rồi tải lại trang để xem.", code="running"
            )
        time.sleep(_LOOK_EVERY)
    return True


def _taken(row: str) -> bool:
    now = clock.now()
    try:
        with act():
            Session.objects.filter(pk__startswith="act-", expire_date__lte=now).delete()
            Session.objects.create(pk=row, session_data=_RUNNING, expire_date=now + _HELD)
    except IntegrityError:
        return False
    return True


def _let_go(row: str) -> None:
    with act():
        Session.objects.filter(pk=row).delete()


def _remember(row: str) -> None:
    """What is done stays done when this cannot be written: nobody is told of a fault, the row runs out by itself."""
    for _ in range(_TRIES):
        with suppress(DatabaseError), act():
            Session.objects.filter(pk=row).update(session_data=_DONE, expire_date=clock.now() + _REMEMBERED)
            return
    log.error("act %s: done, but not remembered as done", row)
