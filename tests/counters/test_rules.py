"""Whom to call next, how long to wait, what the times amount to."""

import pytest

from motcua.counters.enums import Lane
from motcua.counters.rules import estimate, lanes, times, words_of


@pytest.mark.parametrize(
    ("recent", "in_a_row", "first"),
    [
        ([], 3, Lane.PRIORITY),
        ([True, True], 3, Lane.PRIORITY),
        ([True, True, True], 3, Lane.APPOINTMENT),
        ([False, True, True], 3, Lane.PRIORITY),
        ([True] * 9, 0, Lane.PRIORITY),
    ],
)
def test_after_some_priority_calls_an_ordinary_one_comes(recent, in_a_row, first):
    order = lanes(recent, in_a_row)
    assert order[0] is first
    assert set(order) == set(Lane)


@pytest.mark.parametrize(
    ("ahead", "served", "counters", "minutes"),
    [
        (0, [], 0, 0),
        (3, [300] * 4, 1, None),
        (3, [300] * 5, 0, None),
        (3, [300] * 5, 1, 15),
        (3, [300] * 5, 2, 8),
        (2, [60, 60, 60, 60, 3600], 1, 2),
    ],
)
def test_waiting_is_estimated_by_the_usual_case_or_not_at_all(ahead, served, counters, minutes):
    assert estimate(ahead, served, counters).minutes == minutes


def test_times_are_exact():
    assert times([]).mean is None
    one = times(range(1, 11))
    assert (one.many, one.mean, one.ninetieth, one.longest) == (10, 6, 9, 10)
    assert times([4]).ninetieth == 4
    assert words_of(725) == "12 phút 05 giây"
    assert words_of(31265) == "8 giờ 41 phút"
    assert words_of(5) == "5 giây"
    assert words_of(None) == "–"
