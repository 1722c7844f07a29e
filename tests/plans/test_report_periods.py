"""Which date of a task a report is for, by the days it tells of."""

from datetime import date

import pytest

from motcua.plans.report_periods import belongs

D = date.fromisoformat
QUARTERS = ("2026-03-16", "2026-06-16", "2026-09-16", "2026-12-16")  # windows of 15/12 to 14/3
AFTER = ("2026-04-05", "2026-07-05", "2026-10-05", "2027-01-05")  # calendar quarters, due in the next month


@pytest.mark.parametrize(
    ("dates", "due", "period", "months", "met"),
    [
        (QUARTERS, 0, "2025-12-15 2026-03-14", (), True),
        (QUARTERS, 1, "2025-12-15 2026-03-14", (), False),
        (QUARTERS, 1, "2026-03-15 2026-06-14", (), True),
        (QUARTERS, 1, "2025-12-15 2026-06-14", (), True),  # half a year stands for its second quarter
        (QUARTERS, 1, "2025-12-15 2026-06-14", (3,), False),
        (QUARTERS, 0, "2025-09-15 2025-12-14", (), False),  # last year's
        (QUARTERS, 0, "2026-01-01 2026-03-31", (), True),  # due before its quarter is over
        (QUARTERS, 0, "2026-02-15 2026-03-14", (), False),  # a month is no quarter
        (AFTER, 0, "2026-01-01 2026-03-31", (), True),
        (AFTER, 0, "2025-10-01 2025-12-31", (), False),
        (AFTER, 3, "2026-10-01 2026-12-31", (3, 12), True),
        (AFTER, 3, "2026-01-01 2026-12-31", (3, 12), True),
        (AFTER, 1, "2026-01-01 2026-06-30", (3, 12), False),
        (("2026-12-15",), 0, "2026-01-01 2026-12-31", (), True),
        (("2026-12-15",), 0, "2026-01-01 2026-06-30", (), False),
        (("2026-12-15",), 0, "2025-12-15 2026-12-14", (6,), False),
        # A single date without a period named asks about the year until then.
        (("2026-12-15",), 0, "2026-11-30 2026-12-06", (), False),
        (("2026-12-15",), 0, "2026-09-15 2026-12-14", (), False),
        (("2026-12-15",), 0, "2026-09-15 2026-12-14", (3,), True),
        (("2026-06-15",), 0, "2025-12-15 2026-06-14", (), True),
        (("2026-06-15",), 0, "2026-03-15 2026-06-14", (), False),
        (("2026-01-15",), 0, "2025-01-01 2025-12-31", (), True),
        (("2026-01-15",), 0, "2025-12-15 2026-01-14", (), False),
    ],
)
def test_a_report_is_for_the_date_nearest_to_the_end_of_its_period(
    dates: tuple[str, ...], due: int, period: str, months: tuple[int, ...], met: bool
) -> None:
    known = [D(one) for one in dates]
    first, last = map(D, period.split())
    assert belongs(first, last, due=known[due], dates=known, months=frozenset(months)) is met


def test_without_a_date_nothing_belongs() -> None:
    assert not belongs(D("2026-01-01"), D("2026-03-31"), due=None, dates=())
