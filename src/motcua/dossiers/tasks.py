"""What the worker does for dossiers by itself."""

from datetime import timedelta

from django.db.models import QuerySet

from motcua.blobs.store import put
from motcua.datastore.writing import act
from motcua.dossiers import paying
from motcua.dossiers.filing_drafts import DraftPaper
from motcua.dossiers.filing_papers import PHOTO_TO_PDF
from motcua.dossiers.own_drafts import forget_old
from motcua.jobs.queue import Arguments, Report, Result, enqueue, job
from motcua.jobs.timers import timer
from motcua.kernel import clock
from motcua.kernel.refusals import Refused
from motcua.payments.models import Attempt
from motcua.payments.ports import gateway_named, gateways
from motcua.payments.queries import unanswered
from motcua.regimes.queries import rule
from motcua.storehouse.scan_jobs import workplace
from motcua.storehouse.workshop.bounded import Bounds, call

ASK_GATEWAYS = "payments.ask_gateways"
_ASKED_IN_A_ROUND = 200
_PHOTO = Bounds(seconds=60, megabytes=1536)


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


@timer("filing.forget_drafts", every=24 * 3600)
def forget_drafts() -> None:
    """Drafts nobody touched for long are deleted: what was never sent is not ours to keep."""
    days = int(rule("filing.draft_kept_days", on=clock.today()))
    forget_old(clock.now() - timedelta(days=days))


@job(PHOTO_TO_PDF, lease=600)
def photo_to_pdf(arguments: Arguments, report: Report) -> Result:
    """A photograph in a draft becomes a page: cut at the sheet's edges, straightened, a PDF. What cannot be made of it
    stays a picture: the officer decides whether it can be read."""
    paper = DraftPaper.objects.filter(
        pk=arguments["paper"], blob=arguments["blob"], draft__dossier_id=None
    ).first()
    if paper is None:  # taken out again, or sent meanwhile
        return None
    with workplace(paper.blob) as (source, folder):
        target = folder / "page.pdf"
        try:
            call(
                "motcua.storehouse.workshop.photos:page_of",
                {"source": str(source), "target": str(target)},
                within=_PHOTO,
                folder=folder,
            )
        except Refused as refused:
            return {"kept": refused.code or "refused"}
        with target.open("rb") as made:
            pdf = put(made, declared_name="anh-chup.pdf")
    with act():
        waiting = DraftPaper.objects.filter(pk=paper.pk, blob=paper.blob, draft__dossier_id=None)
        return {"made": waiting.update(blob=pdf.sha256)}


def _silent() -> QuerySet[Attempt]:
    minutes = int(rule("payments.ask_gateway_after_minutes", on=clock.today()))
    able = [gateway.name for gateway in gateways().values() if gateway.can_be_asked]
    return unanswered(timedelta(minutes=minutes), able)
