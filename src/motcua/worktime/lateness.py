"""Early, on time, late; and what is left. Pure.

The end of processing is compared, never the day a citizen collects. Limits in days compare days, limits in
hours compare minutes (rule `lateness.compares`).
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from motcua.worktime.calendar import Calendar


class Lateness(StrEnum):
    """How an end of processing stands to the due date."""

    EARLY = "early"
    ON_TIME = "on_time"
    LATE = "late"

    @property
    def label(self) -> str:
        """The word of the control slip."""
        return {"early": "trước hạn", "on_time": "đúng hạn", "late": "quá hạn"}[self.value]


@dataclass(frozen=True, slots=True)
class Remaining:
    """Working time to the due moment: whole working days, and seconds of office hours beside them.

    `overdue` true means so much has passed since. Days and seconds never convert into each other.
    """

    days: int
    seconds: int
    overdue: bool = False


def compare(finished: datetime, due_at: datetime, *, by: str = "day") -> Lateness:
    """An end of processing (local) against the due moment; `by` is `"day"` or `"minute"`."""
    ended, due = (finished.date(), due_at.date()) if by == "day" else (_minute(finished), _minute(due_at))
    if ended < due:
        return Lateness.EARLY
    return Lateness.ON_TIME if ended == due else Lateness.LATE


def remaining(now: datetime, due_at: datetime, calendar: Calendar) -> Remaining:
    """What is left of the working time at `now`, or what has passed since the due moment (both local)."""
    if now > due_at:
        days, seconds = _apart(due_at, now, calendar)
        return Remaining(days, seconds, overdue=True)
    days, seconds = _apart(now, due_at, calendar)
    return Remaining(days, seconds)


def warn_on(due_date: date, working_days: int, calendar: Calendar) -> date:
    """The last day for something that must be done so many working days before the due date."""
    return calendar.working_day_before(due_date, working_days)


def _apart(since: datetime, until: datetime, calendar: Calendar) -> tuple[int, int]:
    """Whole working days (the same clock time on a later working day), then seconds of office hours."""
    if not calendar.is_working(since.date()):
        since = calendar.opening(calendar.next_working(since.date()))
    days = calendar.working_days_in(since.date(), until.date())
    while days and datetime.combine(calendar.working_day_after(since.date(), days), since.time()) > until:
        days -= 1
    day = calendar.working_day_after(since.date(), days) if days else since.date()
    seconds = calendar.seconds_between(datetime.combine(day, since.time()), until)
    whole = calendar.seconds_between(datetime.combine(day, datetime.min.time()), _next_midnight(day))
    return (days + 1, 0) if seconds and seconds == whole else (days, seconds)


def _next_midnight(day: date) -> datetime:
    return datetime.combine(day + timedelta(days=1), datetime.min.time())


def _minute(moment: datetime) -> datetime:
    return moment.replace(second=0, microsecond=0)
