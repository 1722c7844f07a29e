"""What the worker does for dossiers by itself."""

from datetime import timedelta

from django.db.models import QuerySet

from motcua.dossiers import paying
from motcua.jobs.queue import Arguments, Report, Result, enqueue, job
from motcua.jobs.timers import timer
from motcua.kernel import clock
from motcua.kernel.refusals import Refused
from motcua.payments.models import Attempt
from motcua.payments.ports import gateway_named, gateways
from motcua.payments.queries import unanswered
from motcua.regimes.queries import rule

ASK_GATEWAYS = "payments.ask_gateways"
_ASKED_IN_A_ROUND = 200


@timer("payments.look_after", every=120)
def look_after_payments() -> None:
    """Dossiers whose duty is paid go on, gateways that fell silent are asked, and old silence is given up."""
    paying.finish_paid_duties()
    if _silent().exists():
        enqueue(ASK_GATEWAYS, {}, unique_key=ASK_GATEWAYS)
    else:
        paying.give_up_silent()  # of gateways that are unplugged or cannot be asked


@job(ASK_GATEWAYS, lease=600)
def ask_gateways(arguments: Arguments, report: Report) -> Result:
    """Ask what became of payments nobody told us of; one gateway that is down does not hold up another.

    Each is asked once more before its age gives it up, whatever the gateway answered.
    """
    asked = list(_silent()[:_ASKED_IN_A_ROUND])
    found = 0
    for done, attempt in enumerate(asked, start=1):
        try:
            outcome = gateway_named(attempt.gateway).ask(attempt.reference, attempt.started_at)
            found += paying.told(attempt.gateway, outcome) is not None
        except Refused:
            continue
        finally:
            report(done, len(asked))
    paying.give_up_silent()
    return {"asked": len(asked), "found": found}


def _silent() -> QuerySet[Attempt]:
    minutes = int(rule("payments.ask_gateway_after_minutes", on=clock.today()))
    able = [gateway.name for gateway in gateways().values() if gateway.can_be_asked]
    return unanswered(timedelta(minutes=minutes), able)
