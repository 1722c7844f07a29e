"""What the relay and the clock call: dossiers and petitions that changed, and the turn of the day."""

from motcua.dossiers.models import DossierPaper
from motcua.jobs.queue import Arguments, Report, Result, enqueue, job
from motcua.jobs.timers import timer
from motcua.kernel import clock
from motcua.measurement.actions import recompute, recompute_petitions, roll_day
from motcua.measurement.mergers import passed_on_from
from motcua.measurement.publishing import publish_due_weeks


def on_dossier_marks(keys: list[str]) -> None:
    """Dossiers changed: count them anew."""
    recompute([int(key) for key in keys])


def on_agency_marks(keys: list[str]) -> None:
    """Agencies ended: the dossiers they had are counted anew, from that day on at their successors."""
    for code in keys:
        recompute(passed_on_from(code))


def on_paper_marks(keys: list[str]) -> None:
    """Papers were digitised or signed: the dossiers they lie in are counted anew."""
    holding = DossierPaper.objects.filter(paper_id__in=[int(key) for key in keys])
    recompute(list(holding.values_list("dossier_id", flat=True).distinct()))


def on_petition_marks(keys: list[str]) -> None:
    """Petitions changed: count them anew."""
    recompute_petitions([int(key) for key in keys])


@timer("measurement.roll_day", daily_at="00:05")
def turn_the_day() -> None:
    """Yesterday closed: open dossiers enter the periods that ended with it."""
    roll_day()


@timer("measurement.publish_week", daily_at="07:00")
def publish_the_week() -> None:
    """On Mondays the week that ended is published where an agency chose so; whoever already did is left alone."""
    if clock.today().weekday() == 0:
        publish_due_weeks()


@timer("measurement.export_facts", every=3600)
def export_each_hour() -> None:
    """Facts for free questions are brought up to date; a long export goes on as a job that shows its progress."""
    enqueue("measurement.export_facts", {}, unique_key="measurement.export_facts", max_attempts=3)


@job("measurement.export_facts", lease=900)
def export_facts(_arguments: Arguments, report: Report) -> Result:
    """Write what changed; killed in between, the next run keeps the months that were finished."""
    from motcua.measurement.engines.working import export_apart

    return export_apart(report)
