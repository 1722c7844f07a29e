"""Long work that staff pages ask for. Pages are loaded only when such work is done: commands must start fast."""

from motcua.jobs.queue import Arguments, Report, Result, job
from motcua.jobs.timers import timer

# Each dossier is reported: a worker that died is followed within half a minute, while somebody still watches.
_SHORT = 30


@job("staff.export", lease=300)
def export(arguments: Arguments, report: Report) -> Result:
    """A list as a file."""
    from motcua.doors.staff import exports

    return exports.export(arguments, report)


@job("staff.batch", lease=_SHORT)
def batch(arguments: Arguments, report: Report) -> Result:
    """One act on many dossiers."""
    from motcua.doors.staff import together

    return together.batch(arguments, report)


@job("staff.drafts", lease=_SHORT)
def drafts(arguments: Arguments, report: Report) -> Result:
    """Many drafts approved or returned."""
    from motcua.doors.staff import drafts_together

    return drafts_together.decide_later(arguments, report)


@job("staff.print", lease=120)
def print_many(arguments: Arguments, report: Report) -> Result:
    """Receipts of many dossiers as one PDF."""
    from motcua.doors.staff import together

    return together.print_many(arguments, report)


@job("staff.print_forms", lease=600)
def print_forms(arguments: Arguments, report: Report) -> Result:
    """Every form that applies of many dossiers as one PDF."""
    from motcua.doors.staff import printing_together

    return printing_together.print_later(arguments, report)


@job("staff.ask", lease=600)
def ask(arguments: Arguments, report: Report) -> Result:
    """A long question over the exported facts."""
    from motcua.doors.staff.steering import ask

    return ask.answer_later(arguments, report)


@job("staff.read_plan", lease=900)
def read_plan(arguments: Arguments, report: Report) -> Result:
    """A scanned plan, page by page."""
    from motcua.doors.staff.steering import plan_reading

    return plan_reading.read_later(arguments, report)


@timer("staff.forget_exports", daily_at="02:40")
def forget_exports() -> None:
    """Files made for somebody are gone after a day."""
    from motcua.doors.staff import exports

    exports.forget_exports()
