"""Taking a job, doing it, and writing down how it ended.

Every write names the attempt it belongs to: a run whose lease another took changes nothing any more.
"""

import logging
import threading
import time
from datetime import datetime, timedelta
from itertools import chain
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from motcua.datastore.writing import act
from motcua.jobs.enums import JobState
from motcua.jobs.models import Job
from motcua.jobs.queue import GiveUp, LeaseLost, Registered, Result, registered
from motcua.jobs.reasons import reason_for
from motcua.kernel import clock
from motcua.kernel.refusals import Overtaken, Refused

log = logging.getLogger(__name__)

_FIRST_WAIT = timedelta(seconds=5)
_LONGEST_WAIT = timedelta(hours=1)
_REPORT_EVERY_SECONDS = 0.5

# Set by a worker that was told to stop: work goes back to the queue at its next report.
stop_at_next_report = threading.Event()

_DIED = "Tiến trình xử lý dừng đột ngột {n} lần khi làm việc này; việc được ngừng để không làm hại việc khác."


def wait_before_attempt(attempts: int) -> timedelta:
    """How long to wait after a number of failed attempts: 5 s, 20 s, 80 s … at most one hour."""
    times: int = 4 ** min(attempts - 1, 10)
    return min(_FIRST_WAIT * times, _LONGEST_WAIT)


def run_next(worker: str) -> bool:
    """Take one job that is due and do it to its end. False: there was nothing to do."""
    taken = claim(worker)
    if taken is None:
        return False
    _do(taken, registered()[taken.kind])
    return True


def run_to_end(worker: str = "tests", *, most: int = 10_000) -> int:
    """Do every job that is due now; for tests and the sample, so that nobody sleeps."""
    done = 0
    while done < most and run_next(worker):
        done += 1
    return done


def claim(worker: str) -> Job | None:
    """Take a job whose lease ran out, or the one due longest, among the kinds this process knows."""
    if _nothing_to_do():
        return None
    now = clock.now()
    for candidate in chain(_abandoned(now)[:5], _due(now)[:5]):
        if candidate.attempts >= candidate.max_attempts:
            _bury(candidate)
        elif _take(candidate, worker, now):
            return candidate
    return None


def _nothing_to_do() -> bool:
    """A short question for a house at rest: every worker asks it twice a second."""
    with transaction.get_connection().cursor() as cursor:
        cursor.execute(
            f"SELECT 1 FROM {Job._meta.db_table} WHERE state IN (%s, %s) LIMIT 1",  # noqa: S608 - our own table
            [JobState.WAITING.value, JobState.RUNNING.value],
        )
        return cursor.fetchone() is None


def _due(now: datetime) -> QuerySet[Job]:
    ours = Job.objects.filter(state=JobState.WAITING, run_after__lte=now, kind__in=list(registered()))
    return ours.order_by("run_after", "id")


def _abandoned(now: datetime) -> QuerySet[Job]:
    ours = Job.objects.filter(state=JobState.RUNNING, lease_until__lt=now, kind__in=list(registered()))
    return ours.order_by("lease_until")


def _take(candidate: Job, worker: str, now: datetime) -> bool:
    lease_until = now + registered()[candidate.kind].lease
    with act():
        changed = _same_attempt(candidate).update(
            state=JobState.RUNNING,
            attempts=candidate.attempts + 1,
            lease_until=lease_until,
            lease_by=worker,
            started_at=now,
        )
    if changed != 1:
        return False  # another worker got there first
    candidate.state, candidate.attempts = JobState.RUNNING.value, candidate.attempts + 1
    candidate.lease_by, candidate.lease_until = worker, lease_until
    return True


def _same_attempt(held: Job) -> QuerySet[Job]:
    """The row, if nobody has taken, ended or cancelled it since we read it."""
    return Job.objects.filter(pk=held.pk, state=held.state, attempts=held.attempts)


def _do(held: Job, who: Registered) -> None:
    try:
        result = who.handler(held.arguments, _Reporter(held, who.lease))
        _finish(held, result)
    except LeaseLost:
        log.warning("job %s (%s): lease lost, the run is dropped", held.pk, held.kind)
    except _Stopping:
        _put_back(held)
    except GiveUp as answer:
        _fail(held, answer.reason)
    except Exception as fault:
        reason = reason_for(fault)
        log.error("job %s (%s), attempt %s: %s", held.pk, held.kind, held.attempts, reason)
        # A refusal will be the same next time; only being overtaken may pass.
        final = isinstance(fault, Refused) and not isinstance(fault, Overtaken)
        if final or held.attempts >= held.max_attempts:
            _fail(held, reason)
        else:
            _wait_again(held, reason)


class _Stopping(Exception):  # noqa: N818 - nothing is wrong; the worker ends
    """The worker ends in good order: the job waits for the next one, at no cost of an attempt."""


class _Reporter:
    """Writes progress at most twice a second, whatever the handler's rhythm."""

    def __init__(self, held: Job, lease: timedelta) -> None:
        self._held, self._lease = held, lease
        self._written_at = 0.0

    def __call__(self, done: int, total: int, text: str = "") -> None:
        if stop_at_next_report.is_set() and done < total:
            raise _Stopping
        moment = time.monotonic()
        if moment - self._written_at < _REPORT_EVERY_SECONDS and done < total:
            return
        self._written_at = moment
        _write(
            self._held,
            progress_done=done,
            progress_total=total,
            progress_text=text[:200],
            lease_until=clock.now() + self._lease,
        )


def _finish(held: Job, result: Result) -> None:
    _write(held, state=JobState.DONE, result=result, error="", finished_at=clock.now(), lease_until=None)


def _fail(held: Job, reason: str) -> None:
    _write_unless_lost(held, state=JobState.FAILED, error=reason, finished_at=clock.now(), lease_until=None)


def _bury(candidate: Job) -> None:
    _write_unless_lost(
        candidate,
        state=JobState.FAILED,
        error=_DIED.format(n=candidate.attempts),
        finished_at=clock.now(),
        lease_until=None,
    )


def _wait_again(held: Job, reason: str) -> None:
    _back_to_queue(held, error=reason, run_after=clock.now() + wait_before_attempt(held.attempts))


def _put_back(held: Job) -> None:
    _back_to_queue(held, run_after=clock.now(), attempts=held.attempts - 1)


def _back_to_queue(held: Job, **changes: Any) -> None:
    try:
        _write_unless_lost(held, state=JobState.WAITING, lease_until=None, **changes)
    except IntegrityError:
        # A newer wish under the same key is waiting: it will do this work.
        _write_unless_lost(held, state=JobState.CANCELLED, finished_at=clock.now(), lease_until=None)


def _write_unless_lost(held: Job, **changes: Any) -> None:
    try:
        _write(held, **changes)
    except LeaseLost:
        log.warning("job %s (%s): ended elsewhere", held.pk, held.kind)


def _write(held: Job, **changes: Any) -> None:
    if transaction.get_connection().in_atomic_block:
        with transaction.atomic():  # under a test's own transaction, or a report inside a handler's act
            changed = _same_attempt(held).update(**changes)
    else:
        with act():
            changed = _same_attempt(held).update(**changes)
    if changed != 1:
        raise LeaseLost
