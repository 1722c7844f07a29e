"""Once a day the house looks for what is coming to people."""

from motcua.jobs.queue import Arguments, Report, Result, enqueue, job
from motcua.jobs.timers import timer
from motcua.kernel import clock
from motcua.proactive.actions import find_and_tell

FIND = "proactive.find"


@timer("proactive.look", daily_at="06:10")
def look() -> None:
    """Ask for the daily round."""
    enqueue(FIND, {}, unique_key=FIND)


@job(FIND, lease=1800)
def find(arguments: Arguments, report: Report) -> Result:
    """Find what is due and tell it once; twice does no harm."""
    return {"offers": find_and_tell(clock.today())}
