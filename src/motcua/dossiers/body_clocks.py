"""The clocks of the bodies follow the dossier's waits: who waits for the citizen makes no body late."""

from datetime import datetime

from motcua.audit.record import record
from motcua.dossiers.bodies import Direction, Part, PartState, Transfer
from motcua.dossiers.ledger import Page
from motcua.dossiers.rules import routes
from motcua.kernel import clock
from motcua.kernel.people import Actor
from motcua.worktime.queries import calendar_for


def follow(page: Page, actor: Actor) -> None:
    """After an act that changed the dossier's clock: move the due moments of bodies at work, each with a record.

    Called inside the act, once the page is written. Nothing is asked where the clock did not change.
    """
    if page.before.clock_events == page.after.clock_events:
        return
    at_work = Part.objects.filter(
        dossier=page.dossier, state__in=[PartState.SENT.value, PartState.TAKEN.value], due_at__isnull=False
    )
    for part in at_work.select_related("agency"):
        start = part.started_at or _receive_by(part)
        if part.agency is None or start is None:
            continue
        calendar = calendar_for(part.agency.chain, clock.local_day(start))
        new = routes.part_due(start, part.limit_value, part.limit_unit, calendar, page.after.clock_events)
        if new == part.due_at:
            continue
        detail = {
            "part": part.number,
            "agency": part.agency.code,
            "from": part.due_at.isoformat() if part.due_at else None,
            "to": new.isoformat() if new else None,
        }
        record(
            actor, action="dossiers.part_due", kind="dossier", key=str(page.dossier.pk),
            agency=page.dossier.agency.code, detail=detail,
        )  # fmt: skip
        Part.objects.filter(pk=part.pk).update(due_at=new)


def _receive_by(part: Part) -> datetime | None:
    ways = Transfer.objects.filter(part=part, direction=Direction.OUT.value).order_by("-pk")
    return ways.values_list("receive_by", flat=True).first()
