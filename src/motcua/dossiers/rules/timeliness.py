"""Early, on time or late: the end of processing against the due date (one_stop 6.5).

By day for limits in days, by the minute for limits in hours. Collecting late makes nobody late.
"""

from datetime import date, datetime

from motcua.dossiers.enums import Timeliness
from motcua.kernel import clock


def timeliness(end: datetime, due_date: date, due_at: datetime | None, limit_unit: str) -> Timeliness:
    """How an end (of processing, or of the period for what still runs) compares with the due date."""
    if limit_unit == "hour" and due_at is not None:
        end_minute, due_minute = end.replace(second=0, microsecond=0), due_at.replace(second=0, microsecond=0)
        return _compare(end_minute < due_minute, end_minute > due_minute)
    day = clock.local_day(end)
    return _compare(day < due_date, day > due_date)


def after_appointment(
    moment: datetime | None, due_date: date | None, due_at: datetime | None, limit_unit: str
) -> bool:
    """Whether the due date of a step or of a body lies beyond the appointment with the citizen, compared alike."""
    if moment is None or due_date is None:
        return False
    return timeliness(moment, due_date, due_at, limit_unit) is Timeliness.LATE


def _compare(before: bool, after: bool) -> Timeliness:
    if before:
        return Timeliness.EARLY
    return Timeliness.LATE if after else Timeliness.ON_TIME
