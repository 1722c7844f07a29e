"""Letters leave the house in a job; a timer wakes those that wait for another attempt."""

from motcua.jobs.queue import Arguments, Report, Result, enqueue, job
from motcua.jobs.timers import timer
from motcua.kernel import clock
from motcua.messaging.actions import DELIVER, deliver
from motcua.messaging.queries import due


@job(DELIVER, lease=600)
def deliver_letters(arguments: Arguments, report: Report) -> Result:
    """Every letter that is due."""
    return {"sent": deliver(report)}


@timer("messaging.wake", every=60)
def wake() -> None:
    """Ask for delivery when a letter's next attempt is due."""
    if due(clock.now()).exists():
        enqueue(DELIVER, {}, unique_key=DELIVER)
