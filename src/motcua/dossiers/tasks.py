"""What the worker does for dossiers by itself."""

from datetime import timedelta

from motcua.dossiers import paying
from motcua.jobs.queue import Arguments, Report, Result, enqueue, job
from motcua.jobs.timers import timer
from motcua.kernel import clock
from motcua.kernel.refusals import Refused
from motcua.payments.ports import GatewayState, gateway_named
from motcua.payments.queries import unanswered
from motcua.regimes.queries import rule

ASK_GATEWAYS = "payments.ask_gateways"
# A gateway keeps a payment page open for minutes; what was not paid after three days never was.
_GIVEN_UP = timedelta(days=3)


@timer("payments.look_after", every=120)
def look_after_payments() -> None:
    """Dossiers whose duty is paid go on, and gateways that fell silent are asked."""
    paying.finish_paid_duties()
    if unanswered(_before()).exists():
        enqueue(ASK_GATEWAYS, {}, unique_key=ASK_GATEWAYS)


@job(ASK_GATEWAYS, lease=600)
def ask_gateways(arguments: Arguments, report: Report) -> Result:
    """Ask what became of payments nobody told us of; one gateway that is down does not hold up another."""
    asked = list(unanswered(_before()).order_by("started_at")[:200])
    found = 0
    for done, attempt in enumerate(asked, start=1):
        try:
            outcome = gateway_named(attempt.gateway).ask(attempt.reference, attempt.started_at)
            given_up = (
                outcome.state is not GatewayState.SUCCEEDED and attempt.started_at < clock.now() - _GIVEN_UP
            )
            found += paying.told(attempt.gateway, outcome) is not None
            if given_up:
                paying.give_up(attempt)
        except Refused:
            continue
        finally:
            report(done, len(asked))
    return {"asked": len(asked), "found": found}


def _before() -> timedelta:
    return timedelta(minutes=int(rule("payments.ask_gateway_after_minutes", on=clock.today())))
