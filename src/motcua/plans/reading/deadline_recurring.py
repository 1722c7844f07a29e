"""Deadlines that come back: how often, and on which days where the words fix them."""

import calendar
import datetime as dt
import re
from dataclasses import dataclass

from motcua.plans.reading.deadline_calendar import NoSuchDayError, day
from motcua.plans.reading.deadline_shape import Frequency, Unit
from motcua.plans.reading.deadline_tokens import Token

_TIMES = {
    Frequency.WEEK: 52,
    Frequency.MONTH: 12,
    Frequency.QUARTER: 4,
    Frequency.HALF_YEAR: 2,
    Frequency.YEAR: 1,
}
_CYCLES = {
    "ngay": Frequency.DAY,
    "tuan": Frequency.WEEK,
    "thang": Frequency.MONTH,
    "quy": Frequency.QUARTER,
    "nam": Frequency.YEAR,
    "ky": Frequency.REPORTING_PERIOD,
}
_BY_COUNT = {
    ("ngay", 1): Frequency.DAY,
    ("thang", 3): Frequency.QUARTER,
    ("thang", 6): Frequency.HALF_YEAR,
    ("thang", 12): Frequency.YEAR,
    ("quy", 2): Frequency.HALF_YEAR,
    ("quy", 4): Frequency.YEAR,
}
AT_LEAST = "«Ít nhất» là số lần tối thiểu, không phải hạn."


@dataclass(frozen=True)
class Cycle:
    """How often: `n` is the number in the words (every n days, n times), `times` how often a year."""

    freq: Frequency | None
    n: int | None = None
    times: int | None = None
    unit: Unit | None = None
    remarks: tuple[str, ...] = ()


def frequency(words: str) -> Frequency | None:
    """quý → quarter; 6 tháng → half_year; tháng của kỳ báo cáo → reporting_period. None for no cycle."""
    counted = re.search(r"\b0?([369])\s+thang", words)
    if counted:  # a nine-month report is due once a year
        return {"3": Frequency.QUARTER, "6": Frequency.HALF_YEAR, "9": Frequency.YEAR}[counted.group(1)]
    if "bao cao" in " ".join(words.split()) or words.strip() == "ky":
        return Frequency.REPORTING_PERIOD
    return next((found for word, found in _CYCLES.items() if re.search(rf"\b{word}\b", words)), None)


def of_frequency(freq: Frequency | None) -> Cycle:
    """Once in each period."""
    return Cycle(freq, None if freq is None else 1, _TIMES.get(freq) if freq else None)


def of_times(token: Token) -> Cycle:
    """02 lần/năm, ít nhất 01 lần/tháng."""
    freq, n = frequency(token.got["cycle"]), int(token.got["times"])
    per_year = _TIMES.get(freq) if freq else None
    remarks = (AT_LEAST,) if "least" in token.got else ()
    return Cycle(freq, n, per_year * n if per_year else None, None, remarks)


def of_interval(token: Token) -> Cycle:
    """06 tháng/lần, định kỳ 07 ngày làm việc, 2 tuần/lần."""
    unit, n = " ".join(token.got["unit"].split()), int(token.got["n"])
    if n == 0:
        return Cycle(None, None, None)
    if unit.startswith("ngay") and (n > 1 or unit != "ngay"):
        counted = Unit.WORKING_DAY if unit != "ngay" else Unit.CALENDAR_DAY
        return Cycle(Frequency.EVERY_N_DAYS, n, None, counted)
    freq = _BY_COUNT.get((unit, n))
    if freq is not None:
        return of_frequency(freq)
    freq = _CYCLES.get(unit)
    per_year = _TIMES.get(freq) if freq else None
    return Cycle(freq, n, per_year // n if per_year and per_year % n == 0 else None)


def days_of(freq: Frequency | None, number: int, year: int, month_in_period: str = "") -> tuple[dt.date, ...]:
    """That day of each month, or of the named month of each quarter or half-year, where it exists.

    `number` -1 is the last day of the month. A frequency with no months of its own gives none.
    """
    days: list[dt.date] = []
    for month in _months(freq, month_in_period):
        try:
            last = calendar.monthrange(year, month)[1]
            days.append(day(year, month, last if number == -1 else number))
        except NoSuchDayError:
            continue
    return tuple(days)


def _months(freq: Frequency | None, which: str) -> list[int]:
    if freq == Frequency.MONTH:
        return list(range(1, 13))
    length = {Frequency.QUARTER: 3, Frequency.HALF_YEAR: 6, Frequency.YEAR: 12}.get(freq or Frequency.DAY)
    if length is None:
        return []
    if "ke tiep" in which or "tiep theo" in which or "sau" in which or "lien ke" in which:
        return list(range(1, 13, length))  # the month after each period, within this year
    offset = {"dau": 1, "1": 1, "2": 2, "giua": 2, "3": 3}.get(_key(which), length)
    return [first + offset - 1 for first in range(1, 13, length)]


def _key(which: str) -> str:
    found = re.search(r"dau|giua|[123]", which)
    return found.group() if found else ""


def weekday_number(words: str) -> int | None:
    """Monday 0 … Sunday 6; None for a weekday that does not exist (thứ 9)."""
    if words.startswith("chu"):
        return 6
    number = int(words.split()[-1])
    return number - 2 if 2 <= number <= 7 else None


def weekdays(number: int, year: int) -> tuple[dt.date, ...]:
    """Every such weekday of the year."""
    first = dt.date(year, 1, 1)
    first += dt.timedelta(days=(number - first.weekday()) % 7)
    return tuple(
        first + dt.timedelta(days=7 * week)
        for week in range(53)
        if (first + dt.timedelta(7 * week)).year == year
    )


def edge_weekdays(number: int, freq: Frequency | None, year: int, *, last: bool) -> tuple[dt.date, ...]:
    """The first or last such weekday of each month or quarter."""
    length = {Frequency.MONTH: 1, Frequency.QUARTER: 3, Frequency.YEAR: 12}.get(freq or Frequency.DAY)
    if length is None:
        return ()
    every = weekdays(number, year)
    groups: dict[int, list[dt.date]] = {}
    for one in every:
        groups.setdefault((one.month - 1) // length, []).append(one)
    return tuple(group[-1 if last else 0] for group in groups.values())
