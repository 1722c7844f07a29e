"""Shares counted from other registers than dossiers: officers trained (REQ O6), answers published (F2), processes run,
tasks of plans done (C2, I3)."""

from collections import defaultdict
from collections.abc import Callable
from datetime import date

from motcua.catalogue.enums import ProcessState
from motcua.catalogue.models import InternalProcess
from motcua.catalogue.routes import in_force
from motcua.feedback.enums import PetitionState
from motcua.feedback.models import Petition
from motcua.indicators.scoring import Count
from motcua.kernel import clock
from motcua.kernel.periods import Period
from motcua.measurement.offer import offer_of
from motcua.measurement.queries import Scope
from motcua.organisation.dated import lasting
from motcua.organisation.desk_enums import TrainingKind
from motcua.organisation.models import Agency, Staff, TrainingPart
from motcua.plans.enums import PlanState, TaskState
from motcua.plans.models import Occurrence

Parted = tuple[tuple[int | str, ...], tuple[int | str, ...]]


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


def processes(scope: Scope, period: Period, day: date) -> Parted:
    """Procedures of the desk that run on a day by an approved process of their own, and those that do not.

    The common steps, a draft and an example are no approved process. Where a scope has several desks that settle a
    procedure each of them must run it. Four statements.
    """
    desks: dict[str, list[str]] = defaultdict(list)
    rows = Agency.objects.on(day).filter(code__in=scope.codes, has_desk=True)
    for code, level in rows.order_by().values_list("code", "level"):
        desks[level].append(code)
    running: dict[str, set[str]] = defaultdict(set)
    approved = InternalProcess.objects.filter(
        state=ProcessState.APPROVED.value, usable=True, agency__in=["", *scope.codes], version__isnull=False
    )
    for one in approved.select_related("version__procedure"):
        if one.version is not None and in_force(one, day):
            running[one.version.procedure.code].add(one.agency)
    everything, missing = set[str](), set[str]()
    for level, codes in desks.items():
        offered = offer_of([level]).on(day).everything
        everything |= offered
        missing |= {each for each in offered if "" not in running[each] and not running[each] >= set(codes)}
    return tuple(sorted(everything - missing)), tuple(sorted(missing))


def due_done(scope: Scope, period: Period, day: date) -> Parted:
    """Dates of plan tasks that fell due in a period up to a day: those met by that day, and those not.

    Of plans that run or ran; of a task that is not to be done any more none is counted.
    """
    rows = Occurrence.objects.filter(
        task__plan__agency__code__in=scope.codes,
        task__plan__state__in=[PlanState.CONFIRMED.value, PlanState.CLOSED.value],
        due_date__range=(period.first, day),
    ).exclude(task__state=TaskState.DROPPED.value)
    having: list[int] = []
    missing: list[int] = []
    for key, done_on in rows.order_by("due_date", "pk").values_list("pk", "done_on"):
        (having if done_on is not None and done_on <= day else missing).append(key)
    return tuple(having), tuple(missing)


OF_BESIDE: dict[str, Callable[[Scope, Period, date], Parted]] = {
    "V.published": published,
    "S.trained": trained,
    "P.process": processes,
    "K.due_done": due_done,
}


def share(code: str, scope: Scope, period: Period, day: date) -> Count:
    """The two numbers of such a share."""
    having, missing = OF_BESIDE[code](scope, period, day)
    return Count(len(having), len(having) + len(missing))
