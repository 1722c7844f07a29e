"""How long settling takes, by service, by officer and by step (NĐ 224/2026 Điều 19), and what stands behind it.

Whose dossiers are counted, and which are late, is as in the figures: those with the agency on the period's last day,
against their appointment by the day or, of limits in hours, by the minute.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from django.db.models import Avg, Count, DurationField, ExpressionWrapper, F, Max, Q, QuerySet

from motcua.dossiers.models import Dossier, StepRun
from motcua.kernel import clock
from motcua.kernel.periods import Period
from motcua.measurement.queries import Scope
from motcua.measurement.rules.tallies import end_of
from motcua.measurement.tallying import population
from motcua.worktime.cases import Unit

_MOST_ROWS = 200
_A_MINUTE = timedelta(minutes=1)


class By(StrEnum):
    """What the times are told by, as addresses say it."""

    SERVICE = "thu-tuc"
    OFFICER = "can-bo"
    STEP = "buoc"


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
    rows = (
        _ended(scope, period, at)
        .values("procedure__code", "procedure__name")
        .annotate(late=Count("pk", filter=_LATE), **_lengths("received_at"))
    )
    return _taken(rows, "procedure__code", "procedure__name")


def by_step(scope: Scope, period: Period, at: datetime) -> list[Taken]:
    """Steps that ended in the period, by name, the slowest first; late by the step's own due moment. One statement."""
    rows = _steps(scope, period, at).values("name").annotate(**_of_steps())
    return _taken(rows, "name", "name")


def by_officer(scope: Scope, period: Period, at: datetime) -> list[Taken]:
    """Steps that ended in the period, by who held them, the slowest first; one statement."""
    rows = (
        _steps(scope, period, at)
        .filter(holder__isnull=False)
        .values("holder_id", "holder__name")
        .annotate(**_of_steps())
    )
    return _taken(rows, "holder_id", "holder__name")


def ended_by(
    by: By, key: str, scope: Scope, period: Period, at: datetime, *, late_only: bool = False
) -> list[int]:
    """Ids of the dossiers behind one number: of a service, or one for each step of an officer or of that name."""
    if by is By.SERVICE:
        dossiers = _ended(scope, period, at).filter(procedure__code=key).filter(_LATE if late_only else Q())
        return list(dossiers.order_by("due_date", "pk").values_list("pk", flat=True))
    if by is By.OFFICER and not key.isdecimal():
        return []
    steps = _steps(scope, period, at).filter(**{"name" if by is By.STEP else "holder_id": key})
    steps = steps.filter(_STEP_LATE if late_only else Q())
    return list(steps.order_by("due_at", "pk").values_list("dossier_id", flat=True))


_HOURS = Q(limit_unit=Unit.HOUR.value, due_at__isnull=False)
# `timeliness` and the rule of two supplement requests, as conditions.
_LATE = (
    Q(supplements_asked__gt=1)
    | (_HOURS & Q(finished_at__gte=F("due_at") + _A_MINUTE))
    | (~_HOURS & Q(finished_at__date__gt=F("due_date")))
)
_STEP_LATE = Q(due_at__isnull=False, finished_at__gte=F("due_at") + _A_MINUTE)


def _of_steps() -> dict[str, Any]:
    return {"late": Count("pk", filter=_STEP_LATE), **_lengths("started_at")}


def _ended(scope: Scope, period: Period, at: datetime) -> QuerySet[Dossier]:
    first, last = _days(period, at)
    return Dossier.objects.filter(
        pk__in=population(scope.codes, period, at).values("dossier_id"),
        received_at__isnull=False,
        finished_at__gte=first,
        finished_at__lte=last,
    ).order_by()


def _steps(scope: Scope, period: Period, at: datetime) -> QuerySet[StepRun]:
    first, last = _days(period, at)
    return StepRun.objects.filter(
        dossier__in=population(scope.codes, period, at).values("dossier_id"),
        finished_at__gte=first,
        finished_at__lte=last,
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
