"""The packaged calendar against what can be checked from outside: the moon, the week, the law's count."""

import math
from datetime import date, timedelta

import pytest

from motcua.worktime import national

YEARS = national.years()


def new_moon(k: int) -> date:
    """The day in Việt Nam of the k-th new moon after 6/1/2000 (Meeus, Astronomical Algorithms, ch. 49)."""
    t = k / 1236.85
    e = 1 - 0.002516 * t
    sun = math.radians(2.5534 + 29.10535670 * k)
    moon = math.radians(201.5643 + 385.81693528 * k + 0.0107582 * t * t)
    node = math.radians(160.7108 + 390.67050284 * k - 0.0016118 * t * t)
    shift = (
        -0.40720 * math.sin(moon) + 0.17241 * e * math.sin(sun) + 0.01608 * math.sin(2 * moon)
        + 0.01039 * math.sin(2 * node)
        + 0.00739 * e * math.sin(moon - sun) - 0.00514 * e * math.sin(moon + sun)
        + 0.00208 * e * e * math.sin(2 * sun) - 0.00111 * math.sin(moon - 2 * node)
    )  # fmt: skip
    julian = 2451550.09766 + 29.530588861 * k + 0.00015437 * t * t + shift
    return date.fromordinal(math.floor(julian + 0.5 + 7 / 24) - 1721425)


def is_new_moon(day: date) -> bool:
    near = round((day - date(2000, 1, 6)).days / 29.530588861)
    return day in {new_moon(k) for k in (near - 1, near, near + 1)}


@pytest.mark.parametrize("year", YEARS, ids=lambda year: str(year.year))
def test_tet_and_the_founders_day_stand_by_the_moon(year: object) -> None:
    """First day of the first month: a new moon between 21/1 and 20/2, one to three days into the Tết days.
    The tenth of the third month: nine days after a new moon."""
    off = {marked.day: marked.why for marked in year.off}  # type: ignore[attr-defined]
    tet = [day for day, why in off.items() if why.startswith("Tết Nguyên đán")]
    around = [min(tet) + timedelta(days=n) for n in range(-3, 4)]
    assert any(is_new_moon(day) for day in around if (day.month, day.day) >= (1, 21))
    founders = next(day for day, why in off.items() if "Giỗ Tổ" in why)
    lunar_tenth = founders - timedelta(days=1) if "bù" in off[founders] else founders
    assert is_new_moon(lunar_tenth - timedelta(days=9))


@pytest.mark.parametrize("year", YEARS, ids=lambda year: str(year.year))
def test_each_year_has_the_statutory_days_each_with_a_source(year: object) -> None:
    days = [*year.off, *year.worked]  # type: ignore[attr-defined]
    assert all(marked.source and marked.grade and marked.day.year == year.year for marked in days)  # type: ignore[attr-defined]
    assert len({marked.day for marked in days}) == len(days)
    calendar = national.calendar()
    for month, day in ((1, 1), (4, 30), (5, 1), (9, 2)):
        assert not calendar.is_working(date(year.year, month, day))  # type: ignore[attr-defined]
    # 11 days of the law (Điều 112), weekends compensated: that many weekdays without work, swaps aside
    swaps = len(year.worked)  # type: ignore[attr-defined]
    weekdays_off = [marked for marked in year.off if marked.day.weekday() < 5]  # type: ignore[attr-defined]
    assert len(weekdays_off) - swaps == 11


def test_days_of_2026_that_a_common_package_lacks() -> None:
    calendar = national.calendar()
    assert calendar.why_off(date(2026, 1, 2)).startswith("Nghỉ hoán đổi")
    assert calendar.is_working(date(2026, 1, 10))
    assert calendar.is_working(date(2026, 11, 24))  # waits for a decision
    assert [marked.day for marked in national.pending(2026)] == [date(2026, 11, 24)]


def test_undecided_years_are_marked() -> None:
    assert {year.year: year.provisional for year in YEARS} == {
        2024: False, 2025: False, 2026: False, 2027: True, 2028: True, 2029: True, 2030: True,
    }  # fmt: skip
