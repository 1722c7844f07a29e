"""How long a step of the internal process takes, in the unit its decision names, and when it ends. Pure.

Moments are local wall clock. Days are counted as limits in days are (rules R3, R8 of `working-time.md`): the day a step
begins is not counted, and it ends when the office closes. Whole days are never turned into hours; a part of a day is
that part of the eight hours which decisions on internal processes give a day.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from motcua.worktime.calendar import Calendar

HOUR = 3600.0
HOURS_OF_A_DAY = 8  # as decisions on internal processes count them


@dataclass(frozen=True, slots=True)
class Step:
    """A step of the internal process: `hours` of working time or `days`; both None when the decision names no time.

    `of_calendar`: the days are those of the calendar, not working days.
    """

    name: str
    performer: str = ""
    role: str = ""
    hours: float | None = None
    days: float | None = None
    of_calendar: bool = False

    @property
    def timed(self) -> bool:
        """Whether the decision names a time at all."""
        return self.hours is not None or self.days is not None


def end_of(start: datetime, step: Step, calendar: Calendar, *, hour: float = HOUR) -> datetime:
    """When a step that begins at `start` ends; `hour`: seconds of office hours that an hour of a process takes.

    A step without a time ends where it begins.
    """
    if step.days is None:
        return calendar.add_seconds(start, round((step.hours or 0) * hour)) if step.hours else start
    whole = int(step.days)
    rest = round((step.days - whole) * HOURS_OF_A_DAY * hour)
    moment = _after_days(start, whole, step.of_calendar, calendar) if whole else start
    return calendar.add_seconds(moment, rest) if rest else moment


def office_hour(calendar: Calendar, day: date) -> float:
    """Seconds of office hours for an hour of a process, where eight of those make a day.

    An office that is open for seven and a half hours would else need longer than a day for a day's work.
    """
    around = (day + timedelta(days=away) for away in range(-7, 8))
    days = [calendar.sessions(each) for each in around if each.year == day.year]
    longest = max(sum(each.closes - each.opens for each in sessions) for sessions in days)
    return min(HOUR, longest / HOURS_OF_A_DAY) or HOUR


def _after_days(start: datetime, many: int, of_calendar: bool, calendar: Calendar) -> datetime:
    if of_calendar:
        day = calendar.next_working(start.date() + timedelta(days=many))
    else:
        day = calendar.working_day_after(start.date(), many)
    return calendar.closing(day)
