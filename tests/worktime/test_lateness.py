"""Early, on time, late, and the words for what is left."""

from datetime import date, datetime

import pytest

from motcua.worktime import national
from motcua.worktime.lateness import Lateness, compare, remaining, warn_on
from motcua.worktime.words import limit_text, remaining_text

CALENDAR = national.calendar()


def at(text: str) -> datetime:
    return datetime.fromisoformat(text)


@pytest.mark.parametrize(
    ("finished", "by", "expected"),
    [
        ("2026-06-09T16:59", "day", Lateness.EARLY),
        ("2026-06-10T19:00", "day", Lateness.ON_TIME),  # after hours of the due day: the same date
        ("2026-06-11T07:30", "day", Lateness.LATE),
        ("2026-06-10T10:00:30", "minute", Lateness.ON_TIME),
        ("2026-06-10T10:01", "minute", Lateness.LATE),
        ("2026-06-10T09:59", "minute", Lateness.EARLY),
    ],
)
def test_lateness(finished: str, by: str, expected: Lateness) -> None:
    assert compare(at(finished), at("2026-06-10T10:00"), by=by) is expected


@pytest.mark.parametrize(
    ("now", "due_at", "text"),
    [
        ("2026-06-11T14:00", "2026-06-12T17:00", "còn 1 ngày 3 giờ làm việc"),
        ("2026-06-12T14:00", "2026-06-12T17:00", "còn 3 giờ làm việc"),
        ("2026-06-12T16:15", "2026-06-12T17:00", "còn 45 phút làm việc"),
        ("2026-06-13T09:00", "2026-06-16T17:00", "còn 2 ngày làm việc"),  # asked on a Saturday
        ("2026-06-08T07:30", "2026-06-10T17:00", "còn 3 ngày làm việc"),
        ("2026-06-08T14:00", "2026-06-10T10:00", "còn 1 ngày 5 giờ làm việc"),
        ("2026-06-12T17:00", "2026-06-12T17:00", "sắp hết hạn"),
        ("2026-06-16T17:00", "2026-06-12T17:00", "quá hạn 2 ngày làm việc"),
        ("2026-06-15T08:30", "2026-06-12T17:00", "quá hạn 1 giờ làm việc"),
    ],
)
def test_remaining_in_words(now: str, due_at: str, text: str) -> None:
    assert remaining_text(remaining(at(now), at(due_at), CALENDAR)) == text


def test_the_apology_is_due_a_working_day_before() -> None:
    assert warn_on(date(2026, 6, 15), 1, CALENDAR) == date(2026, 6, 12)
    assert warn_on(date(2026, 1, 5), 1, CALENDAR) == date(2025, 12, 31)


def test_limits_in_words() -> None:
    assert limit_text(0, "ngày làm việc") == "trong ngày"
    assert limit_text(1.5, "giờ làm việc") == "1,5 giờ làm việc"
