"""Asking for work that is done later, and registering who does it.

    @job("papers.digitise", lease=600)
    def digitise(arguments: Arguments, report: Report) -> Result: ...

    enqueue("papers.digitise", {"paper": 12}, owner="staff:7")

The queue never loses work and may do it twice: a handler first looks whether its effect is already there.
"""

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Protocol

from django.db import IntegrityError, connection, transaction

from motcua.datastore.writing import act
from motcua.jobs.enums import JobState
from motcua.jobs.models import Job
from motcua.kernel import clock

Arguments = Mapping[str, Any]
Result = dict[str, Any] | None


class Report(Protocol):
    """Tells how far the work is, extends its lease, and raises `LeaseLost` when another has taken it."""

    def __call__(self, done: int, total: int, text: str = "") -> None: ...


Handler = Callable[[Arguments, Report], Result]


class GiveUp(Exception):  # noqa: N818 - an answer of the handler, not a fault
    """Raised by a handler: trying again cannot help. `reason` is Vietnamese, for an administrator."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class LeaseLost(Exception):  # noqa: N818 - nothing is wrong; the work has another owner now
    """This run is no longer the job's: its lease ran out and another took it, or the job was cancelled."""


@dataclass(frozen=True, slots=True)
class Registered:
    """Who does a kind of job, and for how long it may go without a report."""

    handler: Handler
    lease: timedelta


_registered: dict[str, Registered] = {}


def job(kind: str, *, lease: int = 300) -> Callable[[Handler], Handler]:
    """Register a handler. `lease`: seconds within which it ends or reports; then another may take the job.

    Raises ValueError when the kind already has another handler.
    """

    def register(handler: Handler) -> Handler:
        known = _registered.get(kind)
        if known is not None and known.handler is not handler:
            raise ValueError(f"loại việc {kind} đã có chương trình xử lý khác")
        _registered[kind] = Registered(handler, timedelta(seconds=lease))
        return handler

    return register


def registered() -> Mapping[str, Registered]:
    """Every kind this process can do."""
    return _registered


def enqueue(
    kind: str,
    arguments: Arguments,
    *,
    owner: str = "",
    agency: str = "",
    run_after: datetime | None = None,
    unique_key: str | None = None,
    max_attempts: int = 5,
) -> Job:
    """Store a wish for work; inside an act it stands and falls with the act, alone it is an act of its own.

    With `unique_key` a job still waiting under that key is answered instead of a second one (its arguments
    stay, the earlier of both moments counts). `owner` is `kind:id` of who asked; arguments are JSON.
    """
    now = clock.now()
    wish = Job(
        kind=kind,
        arguments=dict(arguments),
        owner=owner,
        agency=agency,
        run_after=run_after or now,
        unique_key=unique_key,
        max_attempts=max_attempts,
        created_at=now,
    )
    with _own_or_outer_act():
        return _store(wish)


def cancel(job_id: int) -> bool:
    """Stop a job that has not ended; a running handler is told at its next report. False: it had ended."""
    with _own_or_outer_act():
        changed = Job.objects.filter(pk=job_id, state__in=[JobState.WAITING, JobState.RUNNING]).update(
            state=JobState.CANCELLED, finished_at=clock.now(), lease_until=None
        )
    return changed == 1


def retry(job_id: int) -> bool:
    """Give a failed or cancelled job its attempts back. False: it was neither, or its key waits again."""
    try:
        with _own_or_outer_act(), transaction.atomic():
            changed = Job.objects.filter(pk=job_id, state__in=[JobState.FAILED, JobState.CANCELLED]).update(
                state=JobState.WAITING, attempts=0, run_after=clock.now(), finished_at=None, error=""
            )
    except IntegrityError:
        return False
    return changed == 1


def purge_finished(before: datetime, *, limit: int = 500) -> int:
    """Delete jobs done or cancelled before a moment, a short batch at a time; failed ones stay to be read."""
    ended = Job.objects.filter(state__in=[JobState.DONE, JobState.CANCELLED], finished_at__lt=before)
    with _own_or_outer_act():
        count, _ = Job.objects.filter(
            pk__in=list(ended.order_by("pk").values_list("pk", flat=True)[:limit])
        ).delete()
    return count


def _store(wish: Job) -> Job:
    if wish.unique_key is None:
        wish.save(force_insert=True)
        return wish
    while True:
        waiting = _join_waiting(wish)
        if waiting is not None:
            return waiting
        try:
            with transaction.atomic():
                wish.save(force_insert=True)
            return wish
        except IntegrityError:
            wish.pk = None  # another act stored the same key first, or is just taking it: look again


def _join_waiting(wish: Job) -> Job | None:
    """The job waiting under this key, locked until our act ends.

    The lock matters: a worker that took it before our commit would work on the state before our act.
    """
    waiting = Job.objects.filter(unique_key=wish.unique_key, state=JobState.WAITING).first()
    if waiting is None:
        return None
    waiting.run_after = min(waiting.run_after, wish.run_after)
    held = Job.objects.filter(pk=waiting.pk, state=JobState.WAITING).update(run_after=waiting.run_after)
    return waiting if held == 1 else None


def _own_or_outer_act() -> AbstractContextManager[None]:
    return nullcontext() if connection.in_atomic_block else act()
