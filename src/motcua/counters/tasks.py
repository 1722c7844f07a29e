"""The end of the day: tickets still open are closed, so that tomorrow's display is empty."""

from motcua.counters.actions import close_day
from motcua.jobs.timers import timer
from motcua.kernel import clock

REASON = "Hết ngày làm việc"


@timer("counters.close_day", daily_at="22:00")
def close_open_tickets() -> None:
    """Close what is still open today and, after a night without power, on days before."""
    close_day(until=clock.today(), reason=REASON)
