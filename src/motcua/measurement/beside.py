"""Shares counted from other registers than dossiers: officers trained (REQ O6), answers to petitions published (F2)."""

from collections.abc import Callable
from datetime import date

from motcua.feedback.enums import PetitionState
from motcua.feedback.models import Petition
from motcua.indicators.scoring import Count
from motcua.kernel import clock
from motcua.kernel.periods import Period
from motcua.measurement.queries import Scope
from motcua.organisation.dated import lasting
from motcua.organisation.desk_enums import TrainingKind
from motcua.organisation.models import Staff, TrainingPart

Parted = tuple[tuple[int, ...], tuple[int, ...]]


def published(scope: Scope, period: Period, day: date) -> Parted:
    """Petitions answered in a period up to a day: those whose answer is public on that day, and those not yet.

    What was refused or passed on has no answer here to publish.
    """
    rows = Petition.objects.filter(
        agency__code__in=scope.codes,
        state__in=[PetitionState.ANSWERED.value, PetitionState.PUBLISHED.value],
        answered_at__gte=clock.at_local(period.first, 0),
        answered_at__lt=clock.at_local(date.fromordinal(day.toordinal() + 1), 0),
    )
    having: list[int] = []
    missing: list[int] = []
    for key, at in rows.order_by("publish_due_on", "pk").values_list("pk", "published_at"):
        (having if at is not None and clock.local_day(at) <= day else missing).append(key)
    return tuple(having), tuple(missing)


def trained(scope: Scope, period: Period, day: date) -> Parted:
    """Officers working on the last day: those who took part in some course that ended in the period, and the others."""
    people = Staff.objects.filter(lasting(day), agency__code__in=scope.codes).order_by("name_key")
    keys = list(people.values_list("pk", flat=True))
    parts = TrainingPart.objects.filter(
        staff__in=people.order_by(), training__kind=TrainingKind.COURSE.value,
        training__last_day__range=(period.first, day), hours__gt=0,
    )  # fmt: skip
    had = set(parts.values_list("staff_id", flat=True))
    return tuple(key for key in keys if key in had), tuple(key for key in keys if key not in had)


OF_BESIDE: dict[str, Callable[[Scope, Period, date], Parted]] = {
    "V.published": published,
    "S.trained": trained,
}


def share(code: str, scope: Scope, period: Period, day: date) -> Count:
    """The two numbers of such a share."""
    having, missing = OF_BESIDE[code](scope, period, day)
    return Count(len(having), len(having) + len(missing))
