"""Where open dossiers stand at this moment: at which step, and how they went from agency to agency."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q, QuerySet

from motcua.dossiers.bodies import Transfer
from motcua.dossiers.models import Dossier
from motcua.kernel import clock
from motcua.kernel.periods import Period
from motcua.measurement.queries import Scope
from motcua.measurement.rules.tallies import end_of
from motcua.worktime.cases import Unit

_MOST = 12


@dataclass(frozen=True, slots=True)
class AtStep:
    """How many open dossiers stand at a step, and how many of them are behind their due date."""

    step: str
    many: int
    late: int


@dataclass(frozen=True, slots=True)
class Flow:
    """Hand-overs of dossiers from one agency to another: all, still waiting to be taken over, refused back."""

    sender: str
    sender_code: str
    receiver: str
    receiver_code: str
    many: int
    waiting: int
    refused: int


def late_at(at: datetime) -> Q:
    """Which open dossiers are late at a moment: by the day, those with a limit in hours by the hour.

    While the citizen is waited for nobody's time runs.
    """
    hours = Q(limit_unit=Unit.HOUR.value, due_at__isnull=False)
    behind = (hours & Q(due_at__lt=at)) | (~hours & Q(due_date__lt=clock.local_day(at)))
    return behind & Q(waiting_since=None)


def by_step(scope: Scope, at: datetime) -> list[AtStep]:
    """The steps at which open dossiers stand, the one with most late dossiers first, at most twelve; one statement."""
    rows = (
        _open(scope)
        .values("step_name")
        .annotate(many=Count("pk"), late=Count("pk", filter=late_at(at)))
        .order_by("-late", "-many", "step_name")[:_MOST]
    )
    return [AtStep(row["step_name"], row["many"], row["late"]) for row in rows]


def at_step(scope: Scope, step: str, at: datetime) -> tuple[list[int], list[int]]:
    """Ids of the open dossiers at a step, longest due first, and of those behind their due date; two statements."""
    rows = _open(scope).filter(step_name=step).order_by("due_date", "pk").values_list("pk", flat=True)
    return list(rows), list(rows.filter(late_at(at)))


def flows(scope: Scope, period: Period, at: datetime) -> list[Flow]:
    """Hand-overs sent in a period from or to agencies of a scope, the most travelled first, at most twelve."""
    names = tuple(
        f"{end}_agency__{what}" for end in ("from", "to") for what in ("code", "short_name", "name")
    )
    rows = (
        _sent(scope, period, at)
        .values(*names)
        .annotate(
            many=Count("pk"),
            waiting=Count("pk", filter=Q(received_at=None, refused_at=None)),
            refused=Count("pk", filter=Q(refused_at__isnull=False)),
        )
        .order_by("-many", *names)[:_MOST]
    )
    return [
        Flow(
            row["from_agency__short_name"] or row["from_agency__name"], row["from_agency__code"],
            row["to_agency__short_name"] or row["to_agency__name"], row["to_agency__code"],
            row["many"], row["waiting"], row["refused"],
        )
        for row in rows
    ]  # fmt: skip


def on_the_way(scope: Scope, period: Period, at: datetime, sender: str, receiver: str) -> list[int]:
    """Ids of the dossiers that went from one agency to another in a period, the newest first, once for each turn."""
    rows = _sent(scope, period, at).filter(from_agency__code=sender, to_agency__code=receiver)
    return list(rows.order_by("-sent_at").values_list("dossier_id", flat=True))


def _open(scope: Scope) -> QuerySet[Dossier]:
    return Dossier.objects.open().filter(agency__code__in=scope.codes)


def _sent(scope: Scope, period: Period, at: datetime) -> QuerySet[Transfer]:
    touched = Q(from_agency__code__in=scope.codes) | Q(to_agency__code__in=scope.codes)
    first, last = clock.at_local(period.first), min(end_of(period.last), at)
    return Transfer.objects.filter(touched, sent_at__gte=first, sent_at__lte=last).order_by()
