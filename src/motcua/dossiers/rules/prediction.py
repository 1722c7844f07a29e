"""Will it be late? The working time the remaining steps still need, against the due date. Pure.

Explained in `docs/algorithms/lateness.md`. Moments of arguments and answers are local wall clock.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from math import modf

from motcua.dossiers.rules.spans import HOUR, HOURS_OF_A_DAY, Step, end_of, office_hour
from motcua.worktime.calendar import Calendar


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
    """A step still to be done, with what it still needs: `hours` of working time, or `days`; None where none is named.

    `of_calendar`: days of the calendar. `until`: where the days of a step that has begun end; `since`, `whole`: when
    one in working days began, and all its days. `overrun`: it has begun and has used up its time already.
    """

    number: int
    name: str
    hours: float | None = None
    days: float | None = None
    of_calendar: bool = False
    begun: bool = False
    overrun: bool = False
    until: datetime | None = None
    since: datetime | None = None
    whole: float = 0

    @property
    def timed(self) -> bool:
        """Whether the process names a time for it."""
        return self.hours is not None or self.days is not None


@dataclass(frozen=True, slots=True)
class Forecast:
    """The verdict with everything it rests on. `finish_at` is the earliest end if every step takes its time."""

    verdict: Verdict
    finish_at: datetime | None
    steps: tuple[StepLeft, ...]

    @property
    def hours(self) -> float:
        """Hours of working time that the steps named in hours still need."""
        return sum(step.hours or 0 for step in self.steps)

    @property
    def days(self) -> float:
        """Working days that the steps named in working days still need."""
        return sum(step.days or 0 for step in self.steps if not step.of_calendar)

    @property
    def calendar_days(self) -> float:
        """Days of the calendar that the steps named in those still need."""
        return sum(step.days or 0 for step in self.steps if step.of_calendar)

    @property
    def unmeasured(self) -> int:
        """How many of the remaining steps have no time of their own: the forecast is then a lower bound."""
        return sum(not step.timed for step in self.steps)


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
    if _after(now, standing):
        return Forecast(Verdict.LATE, None, left)
    if not any(step.timed for step in left):
        return Forecast(Verdict.UNKNOWN, None, left)
    finish = _finish(left, calendar, now, _pace(standing, calendar, now))
    verdict = Verdict.WILL_BE_LATE if _after(finish, standing) else Verdict.ON_TIME
    return Forecast(verdict, finish, left)


def remaining_steps(
    standing: Standing, steps: Sequence[Step], calendar: Calendar, now: datetime
) -> tuple[StepLeft, ...]:
    """The present step less the working time already spent in it, then every later step whole."""
    pace = _pace(standing, calendar, now)
    left = []
    for number, step in enumerate(steps, start=1):
        if number < standing.step:
            continue
        begun = standing.step_started if number == standing.step else None
        if begun is not None and step.days is not None:
            left.append(_days_left(number, step, begun, calendar, now, pace))
        elif begun is not None and step.hours is not None:
            spent = calendar.seconds_between(begun, now) / pace
            hours = max(0.0, step.hours - spent)
            left.append(StepLeft(number, step.name, hours, begun=True, overrun=spent > step.hours))
        else:
            at_hand = number == standing.step
            left.append(StepLeft(number, step.name, step.hours, step.days, step.of_calendar, begun=at_hand))
    return tuple(left)


def _days_left(
    number: int, step: Step, begun: datetime, calendar: Calendar, now: datetime, pace: float
) -> StepLeft:
    """A step in days that has begun: it ends where its days end, or now when those are over."""
    until = end_of(begun, step, calendar, hour=pace)
    if until < now:
        return StepLeft(number, step.name, None, 0, step.of_calendar, begun=True, overrun=True)
    if step.of_calendar:
        left = (until.date() - now.date()).days
        return StepLeft(number, step.name, None, left, True, begun=True, until=until)
    whole = step.days or 0
    # Half a day that ends tomorrow is no whole day.
    days = min(whole, calendar.working_days_in(now.date(), until.date()))
    return StepLeft(number, step.name, None, days, begun=True, until=until, since=begun, whole=whole)


def _finish(left: Sequence[StepLeft], calendar: Calendar, now: datetime, pace: float) -> datetime:
    """One step after the other from now on.

    Hours and working days that follow each other are added up before they are laid out: half a day, a day and half a
    day are two days, not three on which something is done. A step in working days that has begun is added up with them
    from its beginning; nothing ends before it does.
    """
    moment, hours, days, least = now, 0.0, 0, now
    for step in left:
        if step.since is not None and step.until is not None:
            moment, least = step.since, step.until
        if step.since is not None or (step.until is None and not step.of_calendar):
            part, whole = modf(step.whole if step.since is not None else step.days or 0)
            hours, days = hours + (step.hours or 0) + part * HOURS_OF_A_DAY, days + int(whole)
            continue
        moment, hours, days = max(least, _worked(moment, hours, days, calendar, pace)), 0.0, 0
        if step.until is not None:
            moment = step.until
        elif not step.overrun:
            moment = end_of(moment, Step("", days=step.days, of_calendar=True), calendar, hour=pace)
    if moment == now and not hours and not days:
        return calendar.add_seconds(now, 0)  # nothing is left: now, or when the office opens next
    return max(least, _worked(moment, hours, days, calendar, pace))


def _worked(moment: datetime, hours: float, days: int, calendar: Calendar, pace: float) -> datetime:
    if not days:
        return calendar.add_seconds(moment, round(hours * pace)) if hours else moment
    return end_of(moment, Step("", days=days + hours / HOURS_OF_A_DAY), calendar, hour=pace)


def _pace(standing: Standing, calendar: Calendar, now: datetime) -> float:
    """Seconds of office hours that an hour of a step takes.

    Where the limit is in days, processes share it out by eight hours a day: an office that is open for seven and a
    half hours would be foretold late on the first day of every dossier (a day is a whole day whatever its hours).
    """
    return HOUR if standing.by_minute else office_hour(calendar, now.date())


def _after(moment: datetime, standing: Standing) -> bool:
    if standing.by_minute:
        return moment.replace(second=0, microsecond=0) > standing.due_at.replace(second=0, microsecond=0)
    return moment.date() > standing.due_date
