"""The one clock of the house.

Moments are stored in UTC and shown in Asia/Ho_Chi_Minh. Acts ask `now()` and `today()` and nothing else;
only tests and `motcua sample` may set the clock, with `frozen`.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

LOCAL = ZoneInfo("Asia/Ho_Chi_Minh")

_frozen_at: ContextVar[datetime | None] = ContextVar("frozen_at", default=None)


def now() -> datetime:
    """The present moment, aware, in UTC."""
    return _frozen_at.get() or datetime.now(UTC)


def today() -> date:
    """The present day in Việt Nam."""
    return local(now()).date()


def local(moment: datetime) -> datetime:
    """An aware moment as the wall clock in Việt Nam shows it."""
    return moment.astimezone(LOCAL)


def local_day(moment: datetime) -> date:
    """The day in Việt Nam on which an aware moment falls."""
    return local(moment).date()


def at_local(day: date, hour: int = 0, minute: int = 0) -> datetime:
    """The UTC moment of a wall-clock time in Việt Nam."""
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=LOCAL).astimezone(UTC)


@contextmanager
def frozen(moment: datetime) -> Iterator[None]:
    """Hold the clock at an aware moment, for tests and for the sample's past."""
    if moment.tzinfo is None:
        raise ValueError("đồng hồ chỉ nhận thời điểm có múi giờ")
    token = _frozen_at.set(moment.astimezone(UTC))
    try:
        yield
    finally:
        _frozen_at.reset(token)
