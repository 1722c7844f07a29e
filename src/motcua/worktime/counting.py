"""The three ways to count a limit, each with its own trace. Pure.

A counter knows one run of the clock: where it began, which waits lie in it, what its days were used for.
Due dates of limits in days are carried as midnights; the hour is set at the end.
"""

from abc import ABC, abstractmethod
from collections.abc import Iterator
from datetime import date, datetime, timedelta

from motcua.worktime.calendar import Calendar, at_second, second_of
from motcua.worktime.cases import Counted, Skipped

_DAY = timedelta(days=1)
_ROLLED = "hạn rơi vào ngày nghỉ, chuyển sang ngày làm việc kế tiếp"


class Counter(ABC):
    """One run of the clock, from its (re)start."""

    def __init__(self, calendar: Calendar) -> None:
        self.calendar = calendar
        self.start = datetime.min  # noqa: DTZ901 - replaced by `begin`, local wall clock
        self.value: int | float = 0
        self.waiting: dict[date, str] = {}

    @abstractmethod
    def begin(self, start: datetime, value: int | float) -> datetime:
        """Start (again) at a moment, with the full limit; the due date without any event."""

    @abstractmethod
    def moved(self, due: datetime, since: datetime, until: datetime, why: str) -> datetime:
        """The due date after a wait; one that began after the due date moves nothing."""

    @abstractmethod
    def extended_by(self, due: datetime, days: int) -> datetime:
        """The due date so many days later, in the limit's days (working days for a limit in hours)."""

    @abstractmethod
    def extended_to(self, due: datetime, day: date) -> datetime:
        """The due date on an agreed working day."""

    @abstractmethod
    def explain(self, due: datetime) -> tuple[list[Counted], list[Skipped]]:
        """Which days count and which do not, in this run, up to the due date."""

    def note_wait(self, since: datetime, until: datetime, why: str) -> None:
        """Remember a wait for the trace alone."""
        for day in days_in(since.date(), until.date()):
            self.waiting.setdefault(day, why)

    def idle(self, first: date, start: date, why: str) -> list[Skipped]:
        """Days that a (re)start at `start` leaves behind, from `first` on.

        The day of the start is one of them, except where it may itself be used: hours, and the same day.
        """
        shift = timedelta(0) if self.start_may_count else _DAY
        return [
            Skipped(day, self.calendar.why_off(day) or self.waiting.get(day, why))
            for day in days_in(first - _DAY + shift, start - _DAY + shift)
        ]

    @property
    def start_may_count(self) -> bool:
        """Whether the day of the start can itself be used up or be the due date."""
        return self.value == 0


class WorkingDays(Counter):
    """Whole working days, whatever their hours (R3, R4, R5); 0 is the same day (R13)."""

    def begin(self, start: datetime, value: int | float) -> datetime:
        self.start, self.value, self.waiting = start, int(value), {}
        self.extra = 0
        self.anchor = start.date() if value else same_day(self.calendar, start)
        day = self.calendar.working_day_after(self.anchor, int(value)) if value else self.anchor
        return midnight(day)

    def moved(self, due: datetime, since: datetime, until: datetime, why: str) -> datetime:
        first, last, due_day = since.date(), until.date(), due.date()
        passed = self.calendar.working_days_in(first, last)
        if first > due_day or not passed:
            return due
        self.note_wait(since, until, why)
        new = self.calendar.working_day_after(due_day, passed)
        if first == due_day:  # begun on the last day: what is left of it is used on the day of the end
            self.waiting[due_day] = why
            self.waiting.pop(new, None)
        if self.value + self.extra == 0:
            self.anchor = new
        return midnight(new)

    def extended_by(self, due: datetime, days: int) -> datetime:
        self.extra += days
        return midnight(self.calendar.working_day_after(due.date(), days))

    def extended_to(self, due: datetime, day: date) -> datetime:
        self.extra += self.calendar.working_days_in(due.date(), day)
        return midnight(day)

    def explain(self, due: datetime) -> tuple[list[Counted], list[Skipped]]:
        counted: list[Counted] = []
        skipped: list[Skipped] = []
        if not self.value:
            skipped += self.idle(self.start.date(), self.anchor, "tiếp nhận sau giờ làm việc")
        why_off, waiting = self.calendar.why_off, self.waiting
        for day in days_in(self.anchor, due.date()):
            if why := (why_off(day) or waiting.get(day)):
                skipped.append(Skipped(day, why))
            else:
                counted.append(Counted(day, len(counted) + 1))
        return counted, skipped


class CalendarDays(Counter):
    """Days of the calendar; a last day that is off moves to the next working day (R8)."""

    def begin(self, start: datetime, value: int | float) -> datetime:
        self.start, self.value, self.waiting = start, int(value), {}
        self.extra = 0
        self.anchor = start.date() if value else same_day(self.calendar, start)
        self.last = self.anchor + int(value) * _DAY
        return self._rolled()

    def moved(self, due: datetime, since: datetime, until: datetime, why: str) -> datetime:
        first, last, due_day = since.date(), until.date(), due.date()
        if first > due_day or first == last:
            return due
        self.note_wait(since, until, why)
        before, on_last_day = self.last, first >= self.last
        self.last = (due_day if first > before else before) + (last - first)
        if on_last_day:  # as for working days: the end of the wait takes the place of the last day
            for day in days_in(before - _DAY, self.last - _DAY):
                self.waiting.setdefault(day, _ROLLED if day < first else why)
            self.waiting.pop(self.last, None)
        if self.value + self.extra == 0:
            self.anchor = self.last
        return self._rolled()

    def extended_by(self, due: datetime, days: int) -> datetime:
        for day in days_in(self.last, due.date()):
            self.waiting.setdefault(day, _ROLLED)
        self.extra += days
        self.last = due.date() + days * _DAY
        return self._rolled()

    def extended_to(self, due: datetime, day: date) -> datetime:
        self.extra += (day - self.last).days
        self.last = day
        return midnight(day)

    def explain(self, due: datetime) -> tuple[list[Counted], list[Skipped]]:
        counted: list[Counted] = []
        skipped: list[Skipped] = []
        if not self.value:
            skipped += self.idle(self.start.date(), self.anchor, "tiếp nhận sau giờ làm việc")
        for day in days_in(self.anchor, self.last):
            if why := self.waiting.get(day):
                skipped.append(Skipped(day, why))
            else:
                counted.append(Counted(day, len(counted) + 1))
        for day in days_in(self.last - _DAY, due.date() - _DAY):
            skipped.append(Skipped(day, f"{_ROLLED} ({self.calendar.why_off(day)})"))
        return counted, skipped

    def _rolled(self) -> datetime:
        return midnight(self.calendar.next_working(self.last))


class Hours(Counter):
    """Working hours, counted inside office hours only (R7)."""

    def begin(self, start: datetime, value: int | float) -> datetime:
        self.start, self.value, self.waiting = start, value, {}
        self.windows: list[tuple[datetime, datetime]] = []
        return self.calendar.add_seconds(start, round(value * 3600))

    def moved(self, due: datetime, since: datetime, until: datetime, why: str) -> datetime:
        passed = self.calendar.seconds_between(since, until)
        if since >= due or not passed:
            return due
        self.windows.append((since, until))
        self.waiting[since.date()] = why
        self.note_wait(since, until, why)
        return self.calendar.add_seconds(due, passed)

    def extended_by(self, due: datetime, days: int) -> datetime:
        day = self.calendar.working_day_after(due.date(), days)
        return within_hours(self.calendar, day, second_of(due))

    def extended_to(self, due: datetime, day: date) -> datetime:
        return max(due, self.calendar.closing(day))

    def explain(self, due: datetime) -> tuple[list[Counted], list[Skipped]]:
        counted: list[Counted] = []
        skipped: list[Skipped] = []
        used = 0
        for day in days_in(self.start.date() - _DAY, due.date()):
            today = self._used_on(day, due)
            used += today
            if today or day == due.date():
                counted.append(Counted(day, _hours(used)))
            else:
                why = self.calendar.why_off(day) or self.waiting.get(day, "ngoài giờ làm việc")
                skipped.append(Skipped(day, why))
        return counted, skipped

    @property
    def start_may_count(self) -> bool:
        return True

    def _used_on(self, day: date, due: datetime) -> int:
        low, high = max(self.start, midnight(day)), min(due, midnight(day + _DAY))
        used = self.calendar.seconds_between(low, high)
        for since, until in self.windows:
            used -= self.calendar.seconds_between(max(low, since), min(high, until))
        return used


def same_day(calendar: Calendar, start: datetime) -> date:
    """When a same-day procedure is due: today while the office is open, else the next working day."""
    day = start.date()
    if calendar.is_working(day) and start < calendar.closing(day):
        return day
    return calendar.working_day_after(day, 1)


def within_hours(calendar: Calendar, day: date, second: int) -> datetime:
    """A clock time on a working day, moved into its office hours: to the next opening, or to closing."""
    sessions = calendar.sessions(day)
    if second >= sessions[-1].closes:
        return at_second(day, sessions[-1].closes)
    if any(session.opens <= second <= session.closes for session in sessions):
        return at_second(day, second)
    return at_second(day, next(session.opens for session in sessions if session.opens > second))


def days_in(after: date, until: date) -> Iterator[date]:
    """The days after `after`, up to and with `until`."""
    for ordinal in range(after.toordinal() + 1, until.toordinal() + 1):
        yield date.fromordinal(ordinal)


def midnight(day: date) -> datetime:
    """The local midnight that begins a day."""
    return datetime(day.year, day.month, day.day)  # noqa: DTZ001 - local wall clock


def _hours(seconds: int) -> int | float:
    return seconds // 3600 if seconds % 3600 == 0 else round(seconds / 3600, 4)
