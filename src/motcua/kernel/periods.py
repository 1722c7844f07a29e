"""Periods of time that figures and reports are made for.

A period is a run of whole days of Việt Nam, **both ends included**: Quý I/2024 is first 01/01, last 31/03.
Its code is the text that users, addresses and stored rows carry.

Reporting periods (`R…`) are the windows in which periodic reports close their figures: from the 15th of the
month before to the 14th of the last month (chốt số liệu báo cáo, TT 01/2020/TT-VPCP, NĐ 09/2019/NĐ-CP;
the windows of Quý II and IV follow from the same rule).
"""

import calendar
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from motcua.kernel.refusals import Refused

# Years a figure can sensibly belong to; anything else is a slip of the keyboard.
_FIRST_YEAR, _LAST_YEAR = 1901, 2199
# Until 2016 reports closed on another cycle (actual plus estimated figures): no window is guessed for them.
_FIRST_REPORTING_YEAR = 2017
# The window opens on this day of the month before and closes on the day before it.
_WINDOW_OPENS = 15

_ONE_DAY = timedelta(days=1)
_ROMAN = ("I", "II", "III", "IV")
_MONTHLY = re.compile(
    r"(?P<window>R?)(?P<year>[0-9]{4})(?:-(?:H(?P<half>[12])|Q(?P<quarter>[1-4])|(?P<month>[0-9]{2})))?"
)
_WEEKLY = re.compile(r"(?P<year>[0-9]{4})-W(?P<week>[0-9]{2})")
_RANGE = re.compile(r"(?P<first>[0-9]{4}-[0-9]{2}-[0-9]{2})\.\.(?P<last>[0-9]{4}-[0-9]{2}-[0-9]{2})")
_EXAMPLES = "2024, 2024-H1, 2024-Q3, 2024-07, 2024-W23, R2024, R2024-Q1, 2024-03-01..2024-04-15"


class PeriodKind(StrEnum):
    """What a period is, whichever year it is of."""

    YEAR = "year"
    HALF_YEAR = "half_year"
    QUARTER = "quarter"
    MONTH = "month"
    WEEK = "week"
    REPORTING_YEAR = "reporting_year"
    REPORTING_HALF_YEAR = "reporting_half_year"
    REPORTING_QUARTER = "reporting_quarter"
    REPORTING_MONTH = "reporting_month"
    RANGE = "range"

    @property
    def is_reporting(self) -> bool:
        """Whether figures close on the 14th."""
        return self.value.startswith("reporting_")

    @property
    def months(self) -> int:
        """How many months such a period has; 0 for weeks and ranges."""
        return _KIND_MONTHS.get(self.value.removeprefix("reporting_"), 0)


_KIND_MONTHS = {"year": 12, "half_year": 6, "quarter": 3, "month": 1}
_KIND_OF_MONTHS = {months: kind for kind, months in _KIND_MONTHS.items()}


@dataclass(frozen=True, slots=True)
class Period:
    """A code with its first and last day, both included. Made by `parse`, `containing` and `between`."""

    code: str
    first: date
    last: date

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise Refused(
                f"Kỳ «{self.code}» có ngày cuối ({_day(self.last)}) trước ngày đầu ({_day(self.first)}). "
                "Ghi ngày đầu trước, ngày cuối sau.",
                field="period",
                code="period_reversed",
            )

    def __str__(self) -> str:
        return self.code

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last

    @property
    def kind(self) -> PeriodKind:
        """What kind of period the code names."""
        if match := _MONTHLY.fullmatch(self.code):
            return _kind(_months_of(match)[1], reporting=bool(match["window"]))
        return PeriodKind.WEEK if _WEEKLY.fullmatch(self.code) else PeriodKind.RANGE

    @property
    def length(self) -> int:
        """Number of days."""
        return (self.last - self.first).days + 1

    @property
    def year(self) -> int:
        """The year printed in the code (of a range: the year of its first day)."""
        return int(self.code.removeprefix("R")[:4])

    @property
    def label(self) -> str:
        """The period as a Vietnamese reader calls it; windows, weeks and ranges show their days."""
        name = _name(self)
        if self.kind is PeriodKind.RANGE:
            return (
                f"Từ {_day(self.first)} đến {_day(self.last)}"
                if self.length > 1
                else f"Ngày {_day(self.first)}"
            )
        if self.kind.is_reporting or self.kind is PeriodKind.WEEK:
            return f"{name} ({_day(self.first)}–{_day(self.last)})"
        return name

    @property
    def label_inside(self) -> str:
        """The label inside a sentence: «quý III/2026»; the numeral keeps its size."""
        return self.label[:1].lower() + self.label[1:]

    def days(self) -> Iterator[date]:
        """Each day from the first to the last."""
        for offset in range(self.length):
            yield self.first + timedelta(days=offset)

    def months(self) -> Iterator["Period"]:
        """The months that together are exactly this period.

        Reporting periods give reporting months. A week or a range gives calendar months, and a range of days
        for each month that it holds only in part.
        """
        kind = PeriodKind.REPORTING_MONTH if self.kind.is_reporting else PeriodKind.MONTH
        day = self.first
        while day <= self.last:
            month = containing(day, kind)
            whole = month.first >= self.first and month.last <= self.last
            yield month if whole else between(max(month.first, self.first), min(month.last, self.last))
            day = month.last + _ONE_DAY

    def previous(self) -> "Period":
        """The period of the same kind just before; of a range, as many days just before."""
        if self.kind is PeriodKind.RANGE:
            return between(self.first - timedelta(days=self.length), self.first - _ONE_DAY)
        return containing(self.first - _ONE_DAY, self.kind)

    def same_last_year(self) -> "Period":
        """The same period of the year before.

        Week 53 becomes the last week of the year before. The ends of a range keep day and month, and 29/02
        becomes 28/02.
        """
        if self.kind is PeriodKind.RANGE:
            return between(_year_before(self.first), _year_before(self.last))
        if self.kind is PeriodKind.WEEK:
            week = min(int(self.code[-2:]), _weeks_in(self.year - 1))
            return _week(self.year - 1, week)
        return parse(self.code.replace(str(self.year), f"{self.year - 1:04d}", 1))


def parse(text: str) -> Period:
    """The period that a code names; raises `Refused`, in Vietnamese, when it names none.

    >>> parse("R2024-Q1").first.isoformat(), parse("R2024-Q1").last.isoformat()
    ('2023-12-15', '2024-03-14')
    """
    code = text.strip().upper()
    if match := _MONTHLY.fullmatch(code):
        first_month, months = _months_of(match)
        return _monthly(int(match["year"]), first_month, months, reporting=bool(match["window"]))
    if match := _WEEKLY.fullmatch(code):
        return _week(int(match["year"]), int(match["week"]))
    if match := _RANGE.fullmatch(code):
        return between(_read_day(match["first"]), _read_day(match["last"]))
    raise _unreadable(text, f"Các cách ghi: {_EXAMPLES}.")


def containing(day: date, kind: PeriodKind) -> Period:
    """The period of a kind in which a day lies; of kind `range`, the day alone."""
    if kind is PeriodKind.RANGE:
        return between(day, day)
    if kind is PeriodKind.WEEK:
        year, week, _ = day.isocalendar()
        return _week(year, week)
    year, month = _reporting_month(day) if kind.is_reporting else (day.year, day.month)
    first_month = month - (month - 1) % kind.months
    return _monthly(year, first_month, kind.months, reporting=kind.is_reporting)


def between(first: date, last: date) -> Period:
    """The range of days from first to last, both included; `Refused` when they are the wrong way round."""
    for day in (first, last):
        _check_year(day.year, day.isoformat())
    return Period(f"{first.isoformat()}..{last.isoformat()}", first, last)


def _months_of(match: re.Match[str]) -> tuple[int, int]:
    """First month and number of months that a matched code names."""
    if match["half"]:
        return int(match["half"]) * 6 - 5, 6
    if match["quarter"]:
        return int(match["quarter"]) * 3 - 2, 3
    return (int(match["month"]), 1) if match["month"] else (1, 12)


def _monthly(year: int, first_month: int, months: int, *, reporting: bool) -> Period:
    code = _code(year, first_month, months, reporting=reporting)
    _check_year(year, code)
    if not 1 <= first_month <= 12:
        raise _unreadable(code, "Tháng ghi từ 01 đến 12.")
    if not reporting:
        return Period(code, date(year, first_month, 1), _month_end(year, first_month + months - 1))
    if year < _FIRST_REPORTING_YEAR:
        raise _unreadable(code, f"Kỳ chốt số liệu báo cáo chỉ có từ năm {_FIRST_REPORTING_YEAR}.")
    before = (year, first_month - 1) if first_month > 1 else (year - 1, 12)
    return Period(code, date(*before, _WINDOW_OPENS), date(year, first_month + months - 1, _WINDOW_OPENS - 1))


def _code(year: int, first_month: int, months: int, *, reporting: bool) -> str:
    tail = {
        12: "",
        6: f"-H{(first_month + 5) // 6}",
        3: f"-Q{(first_month + 2) // 3}",
        1: f"-{first_month:02d}",
    }
    return f"{'R' if reporting else ''}{year:04d}{tail[months]}"


def _kind(months: int, *, reporting: bool) -> PeriodKind:
    return PeriodKind(f"{'reporting_' if reporting else ''}{_KIND_OF_MONTHS[months]}")


def _week(year: int, week: int) -> Period:
    code = f"{year:04d}-W{week:02d}"
    _check_year(year, code)
    if not 1 <= week <= _weeks_in(year):
        raise _unreadable(code, f"Năm {year} có các tuần từ 01 đến {_weeks_in(year)}.")
    return Period(code, date.fromisocalendar(year, week, 1), date.fromisocalendar(year, week, 7))


def _weeks_in(year: int) -> int:
    # The 28th of December is always in the last ISO week of its year.
    return date(year, 12, 28).isocalendar().week


def _reporting_month(day: date) -> tuple[int, int]:
    if day.day < _WINDOW_OPENS:
        return day.year, day.month
    return (day.year, day.month + 1) if day.month < 12 else (day.year + 1, 1)


def _month_end(year: int, month: int) -> date:
    return date(year, month, calendar.monthrange(year, month)[1])


def _year_before(day: date) -> date:
    return date(day.year - 1, day.month, min(day.day, calendar.monthrange(day.year - 1, day.month)[1]))


def _read_day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise _unreadable(text, "Không có ngày này trong lịch; ghi ngày theo dạng năm-tháng-ngày.") from None


def _check_year(year: int, code: str) -> None:
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        raise _unreadable(code, f"Năm phải từ {_FIRST_YEAR} đến {_LAST_YEAR}.")


def _unreadable(text: str, what_to_do: str) -> Refused:
    return Refused(f"Không hiểu kỳ «{text}». {what_to_do}", field="period", code="period_unreadable")


def _name(period: Period) -> str:
    number = period.code[-1]
    names = {
        PeriodKind.YEAR: f"Năm {period.year}",
        PeriodKind.HALF_YEAR: f"6 tháng {'đầu' if number == '1' else 'cuối'} năm {period.year}",
        PeriodKind.WEEK: f"Tuần {period.code[-2:].lstrip('0')}/{period.year}",
    }
    if period.kind.is_reporting:
        calendar_name = _name(parse(period.code.removeprefix("R")))
        return f"Kỳ báo cáo {calendar_name[0].lower()}{calendar_name[1:]}"
    if period.kind is PeriodKind.QUARTER:
        return f"Quý {_ROMAN[int(number) - 1]}/{period.year}"
    if period.kind is PeriodKind.MONTH:
        return f"Tháng {int(period.code[-2:])}/{period.year}"
    return names.get(period.kind, period.code)


def _day(day: date) -> str:
    return f"{day:%d/%m/%Y}"
