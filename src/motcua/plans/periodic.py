"""Cycles whose words fix no day («hằng tuần», «02 lần/năm»): the last day of each period, named by the period. Pure.

Rules and their grade: docs/algorithms/plan-events.md.
"""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from motcua.plans.reading.deadline_shape import Frequency, Kind

_WEEKLY, _MONTHS, _MOST = 52, 12, 52
_HALVES = ("6 tháng đầu năm", "6 tháng cuối năm")
_ROMAN = ("I", "II", "III", "IV")


def times_in(deadlines: Sequence[Mapping[str, Any]]) -> int:
    """How often a year stored deadlines (`Deadline.as_json`) ask for something on no fixed day; 0 for never."""
    found = [
        int(one["times_per_year"])
        for one in deadlines
        if one.get("kind") == Kind.RECURRING.value
        and not one.get("dates")
        and one.get("freq") != Frequency.DAY.value
        and one.get("times_per_year")
    ]
    return max((many for many in found if many <= _MOST), default=0)


def period_ends(times: int, year: int, since: date) -> list[tuple[date, str]]:
    """The last day of each of so many equal parts of a year with its name, those that end on `since` or later.

    Parts are calendar weeks, months or several months where they come out even; else equal runs of days.
    """
    if times == _WEEKLY:
        found = _weeks(year)
    elif times and _MONTHS % times == 0:
        found = [(_month_end(year, _MONTHS // times * n), _named(n, times)) for n in range(1, times + 1)]
    else:
        first, days = date(year, 1, 1), (date(year + 1, 1, 1) - date(year, 1, 1)).days
        found = [
            (first + timedelta(days=days * n // times - 1), f"lần {n} trong {times} lần của năm")
            for n in range(1, times + 1)
        ]
    return [(day, words) for day, words in found if day >= since]


def _weeks(year: int) -> list[tuple[date, str]]:
    """Fridays of the ISO weeks that have theirs in the year: a week's work is due before its days off."""
    day = date(year, 1, 1)
    day += timedelta(days=(4 - day.weekday()) % 7)
    found = []
    while day.year == year:
        found.append((day, f"tuần {day.isocalendar().week}"))
        day += timedelta(days=7)
    return found


def _month_end(year: int, month: int) -> date:
    return (date(year, month, 28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)


def _named(number: int, times: int) -> str:
    match times:
        case 12:
            return f"tháng {number}"
        case 4:
            return f"quý {_ROMAN[number - 1]}"
        case 2:
            return _HALVES[number - 1]
        case 1:
            return "cả năm"
    return f"lần {number} trong {times} lần của năm"
