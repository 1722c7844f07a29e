"""Whether a report is about the period that a date of a task asks for. Pure.

Reports are due a little before or after the end of their period (windows of 15/12 to 14/3, due 16/3; or of a quarter, due
in the next month), so a report belongs to the date that lies nearest to its period's end. Our own choice (grade U).
"""

from collections.abc import Sequence, Set
from datetime import date, timedelta

# Around a single date, days.
_ALONE = 45
_OF_MONTH = 365.25 / 12
# A report shorter than this part of the time between two dates is about less than is asked.
_LEAST_PART = 0.75


def belongs(
    first: date, last: date, *, due: date | None, dates: Sequence[date], months: Set[int] = frozenset()
) -> bool:
    """Whether a report about `first` to `last` (both included) is the one due on `due`, of a task with `dates` in all.

    `months`: how long a period the task names, if it does. Without a date nothing belongs.
    """
    if due is None:
        return False
    long = (last - first).days + 1
    if months and not any(abs(long - many * _OF_MONTH) <= max(5, 0.1 * many * _OF_MONTH) for many in months):
        return False
    known = sorted({*dates, due})
    at = known.index(due)
    before = (due - known[at - 1]).days if at else None
    after = (known[at + 1] - due).days if at + 1 < len(known) else None
    before, after = before or after, after or before
    if before is None or after is None:
        return abs((last - due).days) <= _ALONE and (bool(months) or long >= _LEAST_PART * _so_far(due))
    if not months and long < _LEAST_PART * min(before, after):
        return False
    return -before / 2 < (last - due).days <= after / 2


def _so_far(due: date) -> int:
    """What a single date asks about where no period is named: the year until then, days; soon after New Year, the one before.

    A week's or a month's figures, or one quarter's, are no report on the year.
    """
    begun = date((due - timedelta(days=_ALONE)).year, 1, 1)
    return (due - begun).days
