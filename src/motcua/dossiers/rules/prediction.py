"""Will it be late? The working time the remaining steps still need, against the due date. Pure.

Explained in `docs/algorithms/lateness.md`. Moments of arguments and answers are local wall clock.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from motcua.dossiers.rules.clocks import Step
from motcua.worktime.calendar import Calendar

_HOUR = 3600.0
_HOURS_OF_A_DAY = 8  # as decisions on internal processes count them


class Verdict(StrEnum):
    """What the remaining steps say about the due date."""

    ON_TIME = "on_time"
    WILL_BE_LATE = "will_be_late"
    LATE = "late"
    UNKNOWN = "unknown"

    @property
    def label(self) -> str:
        return {
            "on_time": "Kịp hạn",
            "will_be_late": "Dự báo trễ hạn",
            "late": "Đã quá hạn",
            "unknown": "Chưa dự báo được",
        }[self.value]


@dataclass(frozen=True, slots=True)
class StepLeft:
    """A step still to be done. `hours` of working time it still needs, None when the process names none.

    `overrun`: it has begun and has used up its time already.
    """

    number: int
    name: str
    hours: float | None
    begun: bool = False
    overrun: bool = False


@dataclass(frozen=True, slots=True)
class Forecast:
    """The verdict with everything it rests on. `finish_at` is the earliest end if every step takes its time."""

    verdict: Verdict
    finish_at: datetime | None
    hours: float
    steps: tuple[StepLeft, ...]

    @property
    def unmeasured(self) -> int:
        """How many of the remaining steps have no time of their own: the forecast is then a lower bound."""
        return sum(step.hours is None for step in self.steps)


@dataclass(frozen=True, slots=True)
class Standing:
    """How a running dossier stands: its due date, its present step (0: not begun) and when that began."""

    due_date: date
    due_at: datetime
    by_minute: bool
    step: int = 0
    step_started: datetime | None = None


def forecast(standing: Standing, steps: Sequence[Step], calendar: Calendar, now: datetime) -> Forecast:
    """The earliest end of the remaining steps from `now`, compared with the due date.

    By day for limits in days, by the minute for limits in hours, as lateness itself is. A dossier past its due
    date is late whatever remains; without any measured step nothing is foretold.
    """
    left = remaining_steps(standing, steps, calendar, now)
    hours = sum(step.hours or 0 for step in left)
    pace = _pace(standing, calendar, now)
    if _after(now, standing):
        return Forecast(Verdict.LATE, None, hours, left)
    if not any(step.hours is not None for step in left):
        return Forecast(Verdict.UNKNOWN, None, 0, left)
    finish = calendar.add_seconds(now, round(hours * pace))
    verdict = Verdict.WILL_BE_LATE if _after(finish, standing) else Verdict.ON_TIME
    return Forecast(verdict, finish, hours, left)


def remaining_steps(
    standing: Standing, steps: Sequence[Step], calendar: Calendar, now: datetime
) -> tuple[StepLeft, ...]:
    """The present step less the working time already spent in it, then every later step whole."""
    left = []
    pace = _pace(standing, calendar, now)
    for number, step in enumerate(steps, start=1):
        if number < standing.step:
            continue
        begun = number == standing.step
        hours, overrun = step.hours, False
        if begun and hours is not None and standing.step_started is not None:
            spent = calendar.seconds_between(standing.step_started, now) / pace
            hours, overrun = max(0.0, hours - spent), spent > hours
        left.append(StepLeft(number, step.name, hours, begun, overrun))
    return tuple(left)


def _pace(standing: Standing, calendar: Calendar, now: datetime) -> float:
    """Seconds of office hours that an hour of a step takes.

    Where the limit is in days, processes share it out by eight hours a day: an office that is open for seven and a
    half hours would be foretold late on the first day of every dossier (a day is a whole day whatever its hours).
    """
    if standing.by_minute:
        return _HOUR
    around = (now.date() + timedelta(days=away) for away in range(-7, 8))
    days = [calendar.sessions(day) for day in around if day.year == now.year]
    longest = max(sum(each.closes - each.opens for each in sessions) for sessions in days)
    return min(_HOUR, longest / _HOURS_OF_A_DAY) or _HOUR


def _after(moment: datetime, standing: Standing) -> bool:
    if standing.by_minute:
        return moment.replace(second=0, microsecond=0) > standing.due_at.replace(second=0, microsecond=0)
    return moment.date() > standing.due_date
