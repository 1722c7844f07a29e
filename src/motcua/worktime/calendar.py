"""Calendars: a weekly pattern, minus days off, plus worked days; versioned by year. Pure.

Rules R4, R5, R9, R14 in `docs/algorithms/working-time.md`. A year nobody has described is refused, never
guessed; an undecided year is a *provisional* version with the statutory days only.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta

from motcua.kernel.refusals import Refused
from motcua.worktime.hours import OFFICE, Sessions, week_of

SATURDAY = 5
WEEKDAYS = ("Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy", "Chủ nhật")


class NoCalendar(Refused):
    """A day was asked for in a year that no calendar holds; `year` says which one must be published."""

    def __init__(self, message: str, year: int) -> None:
        super().__init__(message, field="calendar", code="no_calendar")
        self.year = year


@dataclass(frozen=True, slots=True)
class MarkedDay:
    """One day that differs from the weekly pattern, with where that is written.

    `grade` tells how sure it is: L law text, L2 reported, D our assumption (provisional), U unverified.
    `sessions` of a worked day are empty when it has Monday's hours.
    """

    day: date
    why: str
    source: str = ""
    grade: str = ""
    sessions: Sessions = ()


@dataclass(frozen=True)
class YearCalendar:
    """What is known of one year, in one version."""

    year: int
    version: str
    provisional: bool = False
    off: tuple[MarkedDay, ...] = ()
    worked: tuple[MarkedDay, ...] = ()
    note: str = ""


@dataclass(frozen=True)
class Calendar:
    """Which days are worked, and in which hours. Immutable; answers are cached by year.

    `years` empty and `open_ended` true means: the weekly pattern and the own days alone, for any year.
    Own days (`own_off`, `own_worked`) win over the years'; the two never share a day.
    """

    week: tuple[Sessions, ...] = field(default_factory=lambda: week_of(OFFICE))
    years: Mapping[int, YearCalendar] = field(default_factory=dict)
    own_off: Mapping[date, str] = field(default_factory=dict)
    own_worked: Mapping[date, Sessions] = field(default_factory=dict)
    open_ended: bool = False
    name: str = ""
    _tables: dict[int, "_Table"] = field(default_factory=dict, repr=False, compare=False)

    def __post_init__(self) -> None:
        if not any(self.week) and not self.own_worked:
            raise Refused(
                "Chưa khai giờ làm việc của tuần. Hãy khai giờ làm việc của cơ quan "
                "(ví dụ 07:30–11:30, 13:30–17:00, thứ Hai đến thứ Sáu) trước khi tính hạn.",
                field="hours",
                code="no_hours",
            )

    def with_days(self, off: Mapping[date, str], worked: Mapping[date, Sessions]) -> "Calendar":
        """The same calendar where the given days are off or worked, whatever it said before."""
        own_off = {day: why for day, why in self.own_off.items() if day not in worked} | dict(off)
        own_worked = {day: own for day, own in self.own_worked.items() if day not in off} | dict(worked)
        return replace(self, own_off=own_off, own_worked=own_worked, _tables={})

    def with_week(self, week: tuple[Sessions, ...]) -> "Calendar":
        """The same days in other office hours (seven entries, Monday first)."""
        return replace(self, week=week, _tables={})

    def is_working(self, day: date) -> bool:
        """Whether the office works on that day at all."""
        return day in self._table(day.year).sessions

    def sessions(self, day: date) -> Sessions:
        """The office hours of that day; none on a day off."""
        return self._table(day.year).sessions.get(day, ())

    def why_off(self, day: date) -> str:
        """Why that day is off, in Vietnamese; empty for a working day."""
        return self._table(day.year).why.get(day, "")

    def provisional_in(self, first: date, last: date) -> bool:
        """Whether a day of `first..last` stands in a year that is still provisional."""
        return any(self._table(year).provisional for year in range(first.year, last.year + 1))

    def version_of(self, first: date, last: date) -> str:
        """The versions of the years `first..last`, to be stored with a due date (R14)."""
        versions = (self._table(year).version for year in range(first.year, last.year + 1))
        return " ".join([self.name, *versions]).strip()

    def next_working(self, day: date) -> date:
        """The day itself when it is worked, otherwise the next working day."""
        return day if self.is_working(day) else self.working_day_after(day, 1)

    def working_day_after(self, day: date, n: int) -> date:
        """The n-th working day after `day`, which itself is not counted (R3); n ≥ 1, no upper guard."""
        table = self._table(day.year)
        index = bisect_right(table.days, day) + n - 1
        while index >= len(table.days):
            index -= len(table.days)
            table = self._table(table.year + 1)
        return table.days[index]

    def working_day_before(self, day: date, n: int) -> date:
        """The n-th working day before `day`, which itself is not counted; n ≥ 1."""
        table = self._table(day.year)
        index = bisect_left(table.days, day) - n
        while index < 0:
            table = self._table(table.year - 1)
            index += len(table.days)
        return table.days[index]

    def working_days_in(self, after: date, until: date) -> int:
        """How many working days lie after `after`, up to and with `until`; 0 when the order is reversed."""
        if until <= after:
            return 0
        first, last = self._table(after.year), self._table(until.year)
        between = sum(len(self._table(year).days) for year in range(after.year, until.year))
        return between + bisect_right(last.days, until) - bisect_right(first.days, after)

    def opening(self, day: date) -> datetime:
        """The moment the office opens on a working day."""
        return at_second(day, self.sessions(day)[0].opens)

    def closing(self, day: date) -> datetime:
        """The moment the office closes on a working day."""
        return at_second(day, self.sessions(day)[-1].closes)

    def add_seconds(self, start: datetime, seconds: int) -> datetime:
        """The moment when so many seconds of office hours have passed since `start` (R7).

        A count that ends exactly at the end of a half-day stays there. Zero: `start` or the next opening.
        """
        day, from_second = start.date(), second_of(start)
        while True:
            for session in self.sessions(day):
                begin = max(session.opens, from_second)
                if begin < session.closes:
                    if seconds <= session.closes - begin:
                        return at_second(day, begin + seconds)
                    seconds -= session.closes - begin
            day, from_second = self.working_day_after(day, 1), 0

    def seconds_between(self, start: datetime, end: datetime) -> int:
        """Seconds of office hours in `[start, end)`; 0 when the order is reversed."""
        total, day = 0, start.date()
        while day <= end.date() and start < end:
            low = second_of(start) if day == start.date() else 0
            high = second_of(end) if day == end.date() else 86400
            total += sum(max(0, min(s.closes, high) - max(s.opens, low)) for s in self.sessions(day))
            day += timedelta(days=1)
        return total

    def _table(self, year: int) -> "_Table":
        table = self._tables.get(year)
        if table is None:
            table = self._tables[year] = _table(self, year)
        return table


@dataclass(frozen=True, slots=True)
class _Table:
    """One year worked out: sorted working days, hours of each, reason of each day off."""

    year: int
    days: list[date]
    sessions: dict[date, Sessions]
    why: dict[date, str]
    provisional: bool
    version: str


def _table(calendar: Calendar, year: int) -> _Table:
    known = calendar.years.get(year)
    if known is None and not calendar.open_ended:
        raise NoCalendar(_no_such_year(calendar, year), year)
    if not 1 <= year <= 9999:
        raise Refused("Thời hạn vượt quá năm 9999.", code="too_long")
    off, worked = _own_days(calendar, known, year)
    sessions: dict[date, Sessions] = {}
    why: dict[date, str] = {}
    for ordinal in range(date(year, 1, 1).toordinal(), date(year, 12, 31).toordinal() + 1):
        day = date.fromordinal(ordinal)
        if day in off:
            why[day] = off[day]
        elif hours := worked.get(day) or calendar.week[day.weekday()]:
            sessions[day] = hours
        else:
            why[day] = WEEKDAYS[day.weekday()]
    version = f"{year}.{known.version}" if known else str(year)
    return _Table(year, list(sessions), sessions, why, bool(known and known.provisional), version)


def _own_days(
    calendar: Calendar, known: YearCalendar | None, year: int
) -> tuple[dict[date, str], dict[date, Sessions]]:
    """Days off and worked days of a year: the year's own, then the calendar's, which win."""
    off = {marked.day: marked.why for marked in known.off} if known else {}
    worked = {marked.day: marked.sessions for marked in known.worked} if known else {}
    for day, why in calendar.own_off.items():
        if day.year == year:
            off[day] = why
            worked.pop(day, None)
    for day, sessions in calendar.own_worked.items():
        if day.year == year:
            worked[day] = sessions
            off.pop(day, None)
    return off, {day: own or _hours_made_up(calendar.week, day) for day, own in worked.items()}


def _hours_made_up(week: tuple[Sessions, ...], day: date) -> Sessions:
    """A worked day has Monday's hours unless set (R9): a make-up Saturday is whole, also where Saturdays are short.

    A weekday that is worked although it is a holiday keeps the hours of its own weekday.
    """
    own = week[day.weekday()]
    return (own or week[0]) if day.weekday() < SATURDAY else (week[0] or own)


def _no_such_year(calendar: Calendar, year: int) -> str:
    if not calendar.years:
        return "Lịch làm việc chưa có năm nào. Hãy khai lịch làm việc của cơ quan."
    first, last = min(calendar.years), max(calendar.years)
    if year < first:
        return (
            f"Lịch làm việc bắt đầu từ ngày 01/01/{first}; năm {year} nằm trước lịch, không tính hạn được. "
            f"Hãy bổ sung lịch năm {year}, hoặc khai đủ ngày nghỉ trong calendar_override với replace = true."
        )
    return (
        f"Lịch làm việc chỉ có đến hết năm {last}; chưa có lịch năm {year} nên không tính hạn được. "
        f"Hãy bổ sung lịch năm {year} (ngày nghỉ lễ, tết, ngày làm bù), không đoán ngày nghỉ."
    )


def second_of(moment: datetime | time) -> int:
    """Seconds after midnight of a moment's wall clock."""
    return moment.hour * 3600 + moment.minute * 60 + moment.second


def at_second(day: date, second: int) -> datetime:
    """The local moment so many seconds into a day (86400 is the next midnight)."""
    return datetime(day.year, day.month, day.day) + timedelta(seconds=second)  # noqa: DTZ001 - local wall clock


def build(
    years: Iterable[YearCalendar], *, week: tuple[Sessions, ...] | None = None, name: str = ""
) -> Calendar:
    """A calendar over the given years; a year given twice keeps the last."""
    return Calendar(week=week or week_of(OFFICE), years={year.year: year for year in years}, name=name)


def bare(week: tuple[Sessions, ...] | None = None) -> Calendar:
    """The weekly pattern alone, without any holiday, for any year."""
    return Calendar(week=week or week_of(OFFICE), open_ended=True, name="riêng")
