"""Tasks whose deliverable the system can see, proposed as done with the proof. An officer confirms; nothing ends itself."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from django.db.models import Count, Max

from motcua.kernel import clock
from motcua.kernel.people import Actor
from motcua.kernel.refusals import Refused
from motcua.organisation.models import Agency
from motcua.plans import reporting
from motcua.plans.enums import PlanKind, PlanState, TaskState
from motcua.plans.models import Evidence, Occurrence, PlanTask
from motcua.plans.ports import Seen, Sighting, Sought, evidence
from motcua.plans.proof_words import sought
from motcua.plans.report_periods import belongs
from motcua.plans.sent_reports import OTHER, kind_for_plan
from motcua.plans.successors import carriers

_OPEN = (TaskState.TO_DO.value, TaskState.DOING.value)


@dataclass(frozen=True, slots=True)
class Proposal:
    """A task that may be done, with what shows it."""

    task: PlanTask
    sighting: Sighting


def proposals(tasks: Iterable[PlanTask], today: date) -> list[Proposal]:
    """For open tasks, what is seen since their year began, they were given or their last date was met, and not used before.

    Two statements, a third where reports are asked for, and those of the port once for each agency and what is sought there.
    `plan__agency` should be loaded.
    """
    meant = [
        (task, wanted)
        for task in tasks
        if task.state in _OPEN
        and task.plan.status is PlanState.CONFIRMED
        and (wanted := _wanted(task)) is not None
    ]
    if not meant:
        return []
    dates, used = _dates(meant), _used([task for task, _ in meant])
    known: dict[tuple[Sought, str, date], list[Sighting]] = {}
    found = []
    for task, wanted in meant:
        code, run = task.plan.agency.code, dates[task.pk]
        # What is counted together is another number from another day on.
        first = run.since if wanted.counted_together else min(dates[one.pk].since for one, _ in meant)
        if (wanted, code, first) not in known:
            known[wanted, code, first] = _seen(wanted, task.plan.agency, first, today)
        fresh = [
            each
            for each in known[wanted, code, first]
            if (each.day >= run.since or wanted.year)
            and (task.pk, each.key) not in used
            and (each.period is None or run.asks_for(each.period, wanted))
        ]
        if len(fresh) >= run.many_of(wanted):
            found += [Proposal(task, each) for each in fresh[:1]]
    return found


def _wanted(task: PlanTask) -> Sought | None:
    """What would show that a task is done; a periodic report that does not say about what is about its plan's matter."""
    wanted = sought(task.title, task.deliverable)
    if wanted is None or wanted.kind is not Seen.REPORT or wanted.report:
        return wanted
    kind = kind_for_plan(task.plan.kind)
    return None if kind == OTHER else replace(wanted, report=kind)


def _seen(wanted: Sought, agency: Agency, first: date, last: date) -> list[Sighting]:
    """What the agency has, and, once it was merged, those that go on with its tasks; the newest first."""
    places = [agency] if agency.valid_to is None else carriers(agency)
    found = [each for one in places for each in evidence().seen(wanted, one.code, first, last)]
    return sorted(found, key=lambda each: each.day, reverse=True)


def confirm(task_id: int, key: str, *, actor: Actor, seen: int | None = None) -> PlanTask:
    """The officer agrees that what the system sees is the deliverable: the date is met, the proof is kept.

    The system looks again; Refused when it does not see this any more.
    """
    task = PlanTask.objects.select_related("plan__agency").filter(pk=task_id).first()
    waiting = proposals([task], clock.today()) if task is not None else []
    agreed = next((one.sighting for one in waiting if one.sighting.key == key), None)
    if agreed is None:
        raise Refused("Hệ thống không còn thấy minh chứng này. Tải lại trang để xem.", code="not_seen")
    words = f"Hệ thống thấy: {agreed.words}"
    return reporting.report_progress(
        task_id, actor=actor, percent=100, text=words, seen=seen, proof=agreed.key
    )


@dataclass(frozen=True, slots=True)
class _Dates:
    """From which day on a sighting counts for a task, how many dates it has; of a report, which date is to be met next."""

    since: date
    many: int
    due: date | None = None
    dates: tuple[date, ...] = ()

    def asks_for(self, period: tuple[date, date], wanted: Sought) -> bool:
        """Whether a report about a period is the one that is due next."""
        return belongs(*period, due=self.due, dates=self.dates, months=wanted.months)

    def many_of(self, wanted: Sought) -> int:
        """How many sightings it takes: of «02 cuộc» with two dates one for each."""
        return 1 if wanted.counted_together or self.many > 1 else wanted.least


def _dates(meant: Sequence[tuple[PlanTask, Sought]]) -> dict[int, _Dates]:
    """A sighting counts from the first day of the year, the day after the last date was met, or the day a task that
    stands in no plan was given: what was there before is not what it asks for."""
    rows = Occurrence.objects.filter(task__in=[task for task, _ in meant]).order_by().values("task_id")
    known = {
        key: (last, many)
        for key, last, many in rows.annotate(last=Max("done_on"), many=Count("pk")).values_list(
            "task_id", "last", "many"
        )
    }
    reported = _report_dates([task for task, wanted in meant if wanted.kind is Seen.REPORT])
    found = {}
    for task, wanted in meant:
        last, many = known.get(task.pk, (None, 0))
        begun = date(task.plan.year, 1, 1)
        if task.plan.of_kind is PlanKind.OUTSIDE and task.given_at:
            begun = max(begun, clock.local_day(task.given_at))
        if (
            wanted.kind is Seen.REPORT
        ):  # its period says which date it meets, not when the one before was marked
            found[task.pk] = _Dates(begun, many, *reported[task.pk])
            continue
        found[task.pk] = _Dates((last + timedelta(days=wanted.counted_together)) if last else begun, many)
    return found


def _report_dates(tasks: Sequence[PlanTask]) -> dict[int, tuple[date | None, tuple[date, ...]]]:
    """The date to be met next (that which a report of progress closes) and all dates, by task; one statement if any."""
    found: dict[int, list[tuple[date, date | None]]] = {task.pk: [] for task in tasks}
    if tasks:
        rows = Occurrence.objects.filter(task__in=tasks).order_by("due_date", "pk")
        for task_id, due, done_on in rows.values_list("task_id", "due_date", "done_on"):
            found[task_id].append((due, done_on))
    return {
        task.pk: (
            next((due for due, done_on in found[task.pk] if done_on is None), None) if found[task.pk] else task.due_date,
            tuple(due for due, _ in found[task.pk]),
        )
        for task in tasks
    }  # fmt: skip


def _used(tasks: Sequence[PlanTask]) -> set[tuple[int, str]]:
    rows = Evidence.objects.filter(task__in=tasks).exclude(proof="")
    return set(rows.values_list("task_id", "proof"))
