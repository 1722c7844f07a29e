"""What the house does for its database every night."""

from motcua.datastore import plans_of_statements
from motcua.jobs import queue
from motcua.jobs.timers import timer

LOOK = "datastore.look"


@timer(LOOK, daily_at="03:40")
def ask_every_night() -> None:
    """Once a day: how full tables and indexes are."""
    queue.enqueue(LOOK, {}, unique_key=LOOK, max_attempts=2)


@queue.job(LOOK, lease=3600)
def look(_: queue.Arguments, report: queue.Report) -> queue.Result:
    """What statements are planned by; on PostgreSQL, which looks by itself, nothing."""
    report(0, 1, "xem lại các chỉ mục")
    return {"indexes": plans_of_statements.look_wholly()}
