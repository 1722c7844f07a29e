"""Reads of dossiers for pages: lists by due date, the day at the desk, the whole of one dossier."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet

from motcua.datastore.prepared import Prepared
from motcua.dossiers.enums import OPEN_STATES, Act, State, Timeliness
from motcua.dossiers.finding import Listed
from motcua.dossiers.law import law_for
from motcua.dossiers.ledger import snapshot_of
from motcua.dossiers.models import Dossier, DossierFee, DossierPaper, Event, Opinion, StepRun
from motcua.dossiers.rules import clocks
from motcua.dossiers.rules.decide import ON_THE_WAY
from motcua.dossiers.rules.timeliness import timeliness
from motcua.dossiers.rules.transitions import possible_acts
from motcua.kernel import clock
from motcua.payments.models import Order
from motcua.payments.queries import still_open
from motcua.worktime.cases import DueDate

# Ended without what was asked for: money for these is given back, not taken.
NOTHING_MORE_TO_PAY = frozenset({State.REJECTED, State.WITHDRAWN, State.STOPPED})


def lateness_now(dossier: Dossier | Listed, at: datetime) -> Timeliness | None:
    """Early, on time or late: of the end when there is one, of this moment otherwise; None before receipt."""
    if dossier.due_date is None:
        return None
    end = dossier.finished_at or dossier.waiting_since or at
    return timeliness(end, dossier.due_date, dossier.due_at, dossier.limit_unit)


def explained_due_date(dossier: Dossier) -> DueDate | None:
    """How the due date came about: days counted and skipped, waits; None before receipt."""
    if dossier.received_on is None:
        return None
    law = law_for(dossier.version, dossier.agency, dossier.received_on)
    return clocks.compute(snapshot_of(dossier), law)


def possible_acts_of(dossier: Dossier) -> tuple[Act, ...]:
    """What the table allows now; the page shows those the officer has the right to.

    A dossier on its way from another desk must first be taken over by the competent agency, once.
    """
    acts = possible_acts(dossier.status)
    if on_the_way(dossier):
        return tuple(act for act in acts if act in ON_THE_WAY)
    elsewhere = dossier.desk_id != dossier.agency_id
    return tuple(
        act for act in acts if act is not Act.TAKE_OVER and (elsewhere or act is not Act.RESULT_BACK)
    )


def on_the_way(dossier: Dossier) -> bool:
    """Received at another desk, not yet taken over by the competent agency: its clock has not started."""
    return dossier.received_at is not None and dossier.clock_started_at is None


def time_line(dossier: Dossier) -> QuerySet[Event]:
    """Every act on a dossier, in order."""
    return Event.objects.filter(dossier=dossier).order_by("number")


def papers_of(dossier: Dossier) -> QuerySet[DossierPaper]:
    """Components, results and attachments, with their papers."""
    return (
        DossierPaper.objects.filter(dossier=dossier)
        .select_related("paper", "component")
        .order_by("role", "pk")
    )


def fees_of(dossier: Dossier) -> QuerySet[DossierFee]:
    """What was asked to be paid, with its state."""
    return DossierFee.objects.filter(dossier=dossier).select_related("order").order_by("pk")


def open_orders_of(dossier: Dossier) -> list[Order]:
    """The orders of a dossier for which money is still taken; none once it ended without what was asked for: money
    for such a dossier is given back, not taken."""
    if dossier.status in NOTHING_MORE_TO_PAY:
        return []
    return still_open([fee.order for fee in _FEES.all(dossier.pk)])


_FEES = Prepared(lambda dossier: fees_of(Dossier(pk=dossier)), int)


def left_to_pay(dossier: Dossier) -> int:
    """How many đồng are still owed for a dossier."""
    return sum(order.left for order in open_orders_of(dossier))


def steps_of(dossier: Dossier) -> QuerySet[StepRun]:
    """The steps as they were worked."""
    return StepRun.objects.filter(dossier=dossier).select_related("holder").order_by("pk")


def opinions_of(dossier: Dossier) -> QuerySet[Opinion]:
    """Opinions asked, answered or not."""
    return Opinion.objects.filter(dossier=dossier).order_by("pk")


@dataclass(frozen=True, slots=True)
class PublicProgress:
    """All that anybody with a code may learn: no name, no paper, no officer."""

    code: str
    procedure: str
    agency: str
    state: State
    received_on: date | None
    due_date: date | None
    finished_on: date | None
    waiting_for_citizen: bool
    percent: int


_PERCENT = {
    State.SUBMITTED: 10, State.SUPPLEMENT_BEFORE: 10, State.RECEIVED: 25, State.PROCESSING: 50,
    State.SUPPLEMENTING: 50, State.AWAITING_PAYMENT: 60, State.SETTLED: 90,
}  # fmt: skip


def alike_open(dossier: Dossier, among: QuerySet[Dossier]) -> list[Dossier]:
    """Other unfinished dossiers of the same person for the same procedure, of those one may see, the newest first.

    A citizen may have sent one matter twice: whoever receives the second is told of the first. One statement, none
    without a known person.
    """
    if dossier.person_id is None:
        return []
    return unfinished_of(dossier.person_id, dossier.procedure_id, among.exclude(pk=dossier.pk))


def unfinished_of(person_id: int, procedure_id: int, among: QuerySet[Dossier]) -> list[Dossier]:
    """A person's unfinished dossiers of one procedure, at most five, the newest first. One statement."""
    return list(_unfinished(person_id, procedure_id, among))


def own_unfinished(person_id: int, procedure_id: int) -> list[Dossier]:
    """The same of all dossiers: for the person themselves."""
    return _OWN_UNFINISHED.all(person_id, procedure_id)


def _unfinished(person_id: int, procedure_id: int, among: QuerySet[Dossier]) -> QuerySet[Dossier]:
    unfinished = [State.SUBMITTED.value, State.SUPPLEMENT_BEFORE.value, *sorted(OPEN_STATES)]
    same = among.filter(person=person_id, procedure=procedure_id, state__in=unfinished)
    shown = ("code", "tracking", "state", "filed_at", "subject")
    return same.select_related(None).only(*shown).order_by("-filed_at")[:5]


_OWN_UNFINISHED = Prepared(
    lambda person, procedure: _unfinished(person, procedure, Dossier.objects.all()), int, int
)


def public_progress(dossier: Dossier) -> PublicProgress:
    """Code and degree of completion (TT 01/2018 Điều 16.2d); ended dossiers are complete."""
    return PublicProgress(
        code=dossier.code or dossier.tracking,
        procedure=dossier.procedure.name,
        agency=dossier.agency.name,
        state=dossier.status,
        received_on=dossier.received_on,
        due_date=dossier.due_date,
        finished_on=clock.local_day(dossier.finished_at) if dossier.finished_at else None,
        waiting_for_citizen=dossier.waiting_since is not None,
        percent=_PERCENT.get(dossier.status, 100),
    )


def public_time_line(dossier: Dossier) -> list[tuple[State, datetime]]:
    """When each status began, and nothing about who or why: what anybody with the code may see."""
    steps: list[tuple[State, datetime]] = []
    for state, at in time_line(dossier).values_list("to_state", "happened_at"):
        if not steps or steps[-1][0] != state:
            steps.append((State(state), at))
    return steps
