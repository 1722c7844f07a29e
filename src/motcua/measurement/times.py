"""How long settling takes, by service, by officer and by step (NĐ 224/2026 Điều 19): live from the dossiers."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Avg, Count, DurationField, ExpressionWrapper, F, Max, Q, QuerySet

from motcua.dossiers.models import Dossier, StepRun
from motcua.kernel import clock
from motcua.kernel.periods import Period
from motcua.measurement.queries import Scope
from motcua.measurement.rules.tallies import end_of

_MOST_ROWS = 200


@dataclass(frozen=True, slots=True)
class Taken:
    """One service, officer or step: how many ended, how long on average and at most (days), how many late."""

    key: str
    name: str
    many: int
    mean_days: float
    longest_days: float
    late: int


def by_service(scope: Scope, period: Period, at: datetime) -> list[Taken]:
    """Dossiers that ended in the period, by procedure, the slowest first; one statement."""
    first, last = _days(period, at)
    rows = (
        Dossier.objects.filter(
            agency__code__in=scope.codes,
            received_at__isnull=False,
            finished_at__gte=first,
            finished_at__lte=last,
        )
        .values("procedure__code", "procedure__name")
        .annotate(late=Count("pk", filter=Q(finished_at__gt=F("due_at"))), **_lengths("received_at"))
    )
    return _taken(rows, "procedure__code", "procedure__name")


def by_step(scope: Scope, period: Period, at: datetime) -> list[Taken]:
    """Steps that ended in the period, by name, the slowest first; late by the step's own due moment. One statement."""
    rows = _steps(scope, period, at).values("name").annotate(late=_STEP_LATE, **_lengths("started_at"))
    return _taken(rows, "name", "name")


def by_officer(scope: Scope, period: Period, at: datetime) -> list[Taken]:
    """Steps that ended in the period, by who held them, the slowest first; one statement."""
    rows = (
        _steps(scope, period, at)
        .filter(holder__isnull=False)
        .values("holder_id", "holder__name")
        .annotate(late=_STEP_LATE, **_lengths("started_at"))
    )
    return _taken(rows, "holder_id", "holder__name")


_STEP_LATE = Count("pk", filter=Q(due_at__isnull=False, finished_at__gt=F("due_at")))


def _steps(scope: Scope, period: Period, at: datetime) -> QuerySet[StepRun]:
    first, last = _days(period, at)
    return StepRun.objects.filter(
        dossier__agency__code__in=scope.codes, finished_at__gte=first, finished_at__lte=last
    ).order_by()


def _days(period: Period, at: datetime) -> tuple[datetime, datetime]:
    return clock.at_local(period.first), min(end_of(period.last), at)


def _lengths(start: str) -> dict[str, Any]:
    took = ExpressionWrapper(F("finished_at") - F(start), output_field=DurationField())
    return {"many": Count("pk"), "mean": Avg(took), "longest": Max(took)}


def _taken(rows: Iterable[Any], key: str, name: str) -> list[Taken]:
    found = [
        Taken(
            str(row[key]),
            row[name],
            row["many"],
            _in_days(row["mean"]),
            _in_days(row["longest"]),
            row["late"],
        )
        for row in rows
    ]
    return sorted(found, key=lambda one: (-one.mean_days, one.key))[:_MOST_ROWS]


def _in_days(length: timedelta | None) -> float:
    return length / timedelta(days=1) if length else 0.0
