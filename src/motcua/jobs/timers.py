"""Work that comes round: every so many seconds, or once a day at an hour.

    @timer("blobs.verify", daily_at="01:30")
    def verify_some_blobs() -> None: ...

With several workers one of them runs a timer: they contend for its row by a conditional update.
A timer is short (its lease is ten minutes); what takes longer enqueues a job.
"""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.db.models import Q

from motcua.datastore.writing import act
from motcua.jobs.models import TimerRun
from motcua.jobs.reasons import reason_for
from motcua.kernel import clock

log = logging.getLogger(__name__)

Tick = Callable[[], None]

_LEASE = timedelta(minutes=10)
_AFTER_FAILURE = timedelta(minutes=1)
_SHORTEST_SECONDS = 5  # what turns faster belongs to the relay's loop, which writes nothing when idle


@dataclass(frozen=True, slots=True)
class Schedule:
    """When a timer comes round: `every` so long, or at a wall-clock time of Việt Nam."""

    every: timedelta
    daily_at: time | None = None

    def next_after(self, moment: datetime) -> datetime:
        """The first moment to run after an aware moment."""
        if self.daily_at is None:
            return moment + self.every
        today = clock.at_local(clock.local_day(moment), self.daily_at.hour, self.daily_at.minute)
        return today if today > moment else today + self.every  # Việt Nam has no summer time


@dataclass(frozen=True, slots=True)
class Timer:
    """A registered timer."""

    name: str
    schedule: Schedule
    tick: Tick


_timers: dict[str, Timer] = {}


def timer(name: str, *, every: int | None = None, daily_at: str | None = None) -> Callable[[Tick], Tick]:
    """Register a timer: `every` seconds (at least 5), or `daily_at` "HH:MM" in Việt Nam.

    Raises ValueError for neither, both, too short a round, or a name taken by another function.
    """
    schedule = _schedule(every, daily_at)

    def register(tick: Tick) -> Tick:
        known = _timers.get(name)
        if known is not None and known.tick is not tick:
            raise ValueError(f"hẹn giờ {name} đã có chương trình khác")
        _timers[name] = Timer(name, schedule, tick)
        return tick

    return register


def _schedule(every: int | None, daily_at: str | None) -> Schedule:
    if (every is None) == (daily_at is None):
        raise ValueError("một hẹn giờ có đúng một trong hai: every (giây) hoặc daily_at (HH:MM)")
    if daily_at is not None:
        return Schedule(timedelta(days=1), time.fromisoformat(daily_at))
    if every is None or every < _SHORTEST_SECONDS:
        raise ValueError(f"hẹn giờ ngắn nhất là {_SHORTEST_SECONDS} giây")
    return Schedule(timedelta(seconds=every))


def timers() -> Mapping[str, Timer]:
    """Every timer this process knows."""
    return _timers


def prepare() -> None:
    """Give each new timer its row. A timer by seconds first runs at once, a daily one at its hour."""
    now = clock.now()
    for each in _timers.values():
        due = now if each.schedule.daily_at is None else each.schedule.next_after(now)
        with act():
            TimerRun.objects.get_or_create(name=each.name, defaults={"next_at": due})


def run_due(worker: str) -> int:
    """Run every timer that is due and that nobody else runs; how many ran."""
    now = clock.now()
    rows = list(TimerRun.objects.filter(name__in=list(_timers)))
    for row in rows:
        _bring_nearer(row, now)
    due = [row for row in rows if row.next_at <= now and (row.lease_until is None or row.lease_until < now)]
    return sum(_run(row, worker) for row in sorted(due, key=lambda row: row.next_at))


def _bring_nearer(row: TimerRun, now: datetime) -> None:
    """No run lies further ahead than a whole round, no lease than its length.

    Where one does, a new version runs the timer more often, or the machine's clock was set back: what was noted by the
    old clock would keep the timer waiting until the new one has caught up.
    """
    next_at = min(row.next_at, _timers[row.name].schedule.next_after(now))
    lease_until = None if row.lease_until is None else min(row.lease_until, now + _LEASE)
    if (next_at, lease_until) == (row.next_at, row.lease_until):
        return
    with act():
        unchanged = TimerRun.objects.filter(name=row.name, next_at=row.next_at, lease_until=row.lease_until)
        if unchanged.update(next_at=next_at, lease_until=lease_until):
            row.next_at, row.lease_until = next_at, lease_until


def _free(now: datetime) -> Q:
    return Q(lease_until=None) | Q(lease_until__lt=now)


def _run(row: TimerRun, worker: str) -> bool:
    now = clock.now()
    with act():
        taken = TimerRun.objects.filter(_free(now), name=row.name, next_at=row.next_at).update(
            lease_until=now + _LEASE, lease_by=worker
        )
    if taken != 1:
        return False  # another worker got there first
    _end(_timers[row.name], worker, _fault_of(_timers[row.name]))
    return True


def _fault_of(each: Timer) -> str:
    try:
        each.tick()
    except Exception as fault:
        reason = reason_for(fault)
        log.error("timer %s: %s", each.name, reason)
        return reason
    return ""


def _end(each: Timer, worker: str, error: str) -> None:
    now = clock.now()
    held = TimerRun.objects.filter(name=each.name, lease_by=worker)
    regular = each.schedule.next_after(now)
    with act():
        row = held.first()
        if row is None:
            return  # it took longer than its lease, and another runs it now
        row.last_run_at, row.lease_until, row.lease_by = now, None, ""
        row.error, row.failures = error, row.failures + 1 if error else 0
        # A day's work that failed is tried again soon, not tomorrow.
        row.next_at = min(regular, now + _AFTER_FAILURE * min(row.failures, 60)) if error else regular
        row.save()
