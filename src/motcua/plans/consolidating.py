"""What the units made of a plan, put together upward: a row for each unit, a row for each task with its units."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db.models import Q

from motcua.kernel import clock
from motcua.organisation.models import Agency
from motcua.plans.dropping import drops_of
from motcua.plans.enums import PlanState, Standing, TaskState
from motcua.plans.models import Evidence, Obstacle, Plan, PlanCall, PlanTarget, PlanTask
from motcua.plans.queries import TargetStanding, standing_of, with_values
from motcua.plans.task_models import TaskDrop

_LATE = (Standing.OVERDUE, Standing.DONE_LATE)


@dataclass(slots=True)
class UnitTask:
    """A unit's task with its standing and what was reported last, or by which decision it is not owed any more."""

    task: PlanTask
    standing: Standing
    report: Evidence | None = None
    reports: int = 0
    drop: TaskDrop | None = None

    @property
    def told(self) -> str:
        """What the unit reported last; of a dropped task the decision."""
        if self.drop is not None:
            return self.drop.words
        return self.report.text if self.report else ""


@dataclass(slots=True)
class Unit:
    """An agency below: its plan, its tasks and targets under this plan. `owes`: a plan was asked for and is not there."""

    agency: Agency
    plan: Plan | None = None
    owes: bool = False
    late_plan: bool = False
    tasks: list[UnitTask] = field(default_factory=list)
    targets: list[TargetStanding] = field(default_factory=list)
    obstacles: int = 0

    @property
    def owed(self) -> list[UnitTask]:
        """Tasks without those that need no doing any more."""
        return [one for one in self.tasks if one.task.status is not TaskState.DROPPED]

    @property
    def done(self) -> int:
        """Tasks done."""
        return sum(one.task.status is TaskState.DONE for one in self.tasks)

    @property
    def late(self) -> int:
        """Tasks overdue or done late."""
        return sum(one.standing in _LATE for one in self.tasks)

    @property
    def percent(self) -> int | None:
        """The mean progress of what is owed, rounded down."""
        counted = [one.task.percent for one in self.owed]
        return sum(counted) // len(counted) if counted else None

    @property
    def reports(self) -> int:
        """Pieces of evidence."""
        return sum(one.reports for one in self.tasks)

    @property
    def last_report(self) -> datetime | None:
        """When something was reported last."""
        return max((one.report.given_at for one in self.tasks if one.report), default=None)

    @property
    def met(self) -> int:
        """Targets met."""
        return sum(one.met is True for one in self.targets)

    @property
    def state(self) -> tuple[str, str]:
        """Words and tone for the status tag."""
        if self.owes and self.plan is None:
            return ("Thiếu kế hoạch", "late") if self.late_plan else ("Chưa có kế hoạch", "waiting")
        if self.late:
            return "Có việc quá hạn", "late"
        if self.owed and self.done == len(self.owed):
            return "Hoàn thành", "done"
        return ("Đang làm", "running") if self.owed or self.plan else ("Chưa có việc", "plain")


@dataclass(frozen=True, slots=True)
class Consolidated:
    """A plan with its units in the order of the tree, and its tasks with what each unit made of them."""

    plan: Plan
    units: list[Unit]
    by_task: list[tuple[PlanTask, list[tuple[Agency, UnitTask]]]]

    @property
    def missing(self) -> int:
        """Units that owe a plan."""
        return sum(unit.owes and unit.plan is None for unit in self.units)

    @property
    def done(self) -> int:
        """Tasks of units done."""
        return sum(unit.done for unit in self.units)

    @property
    def many(self) -> int:
        """Tasks that units owe."""
        return sum(len(unit.owed) for unit in self.units)

    @property
    def late(self) -> int:
        """Tasks of units overdue or done late."""
        return sum(unit.late for unit in self.units)


def consolidated(plan: Plan, at: datetime) -> Consolidated:
    """Put together what units report on a plan: tasks handed down, their own plans that carry it out, targets.

    Eight statements and those of the measures, however many units there are.
    """
    today = clock.local_day(at)
    units: dict[int, Unit] = {}
    _plans(plan, units, today)
    tasks = _tasks(plan, today)
    for one in tasks:
        _unit(units, one.task.plan.agency).tasks.append(one)
    _targets(plan, units, at)
    owed = [one.task.pk for one in tasks if one.task.status is not TaskState.DROPPED]
    obstacles = Obstacle.objects.filter(task__in=owed, answered_at=None)
    for agency in obstacles.values_list("task__plan__agency_id", flat=True):
        units[agency].obstacles += 1
    ordered = sorted(units.values(), key=lambda unit: unit.agency.path)
    return Consolidated(plan, ordered, _by_task(plan, tasks))


def _unit(units: dict[int, Unit], agency: Agency) -> Unit:
    return units.setdefault(agency.pk, Unit(agency))


def _plans(plan: Plan, units: dict[int, Unit], today: date) -> None:
    """Plans that carry this one out, and what was called for: of the same kind and year, linked or not."""
    call = PlanCall.objects.filter(agency=plan.agency, kind=plan.kind, year=plan.year).first()
    called = list(Agency.objects.filter(code__in=call.units)) if call else []
    for agency in called:
        unit = _unit(units, agency)
        unit.owes, unit.late_plan = True, call is not None and today > call.due_on
    same = Q(parent=plan) | Q(agency__in=called, kind=plan.kind, year=plan.year, revises=None)
    rows = Plan.objects.filter(same).exclude(state=PlanState.READ.value).select_related("agency")
    for row in rows.order_by("confirmed_at"):
        unit = _unit(units, row.agency)
        unit.plan = unit.plan or row


def _tasks(plan: Plan, today: date) -> list[UnitTask]:
    rows = PlanTask.objects.filter(Q(parent__plan=plan) | Q(plan__parent=plan))
    rows = rows.exclude(plan__state=PlanState.READ.value).select_related("plan__agency", "holder")
    found = {
        one.pk: UnitTask(one, standing_of(one, today)) for one in rows.order_by("plan__agency__path", "order")
    }
    for report in Evidence.objects.filter(task__in=list(found)).order_by("given_at", "pk"):
        one = found[report.task_id]
        one.report, one.reports = report, one.reports + 1
    for key, drop in drops_of([one.task for one in found.values()]).items():
        found[key].drop = drop
    return list(found.values())


def _targets(plan: Plan, units: dict[int, Unit], at: datetime) -> None:
    rows = PlanTarget.objects.filter(Q(parent__plan=plan) | Q(plan__parent=plan)).exclude(
        plan__state=PlanState.READ.value
    )
    for one in with_values(list(rows.select_related("plan__agency")), at):
        _unit(units, one.target.plan.agency).targets.append(one)


def _by_task(plan: Plan, tasks: Sequence[UnitTask]) -> list[tuple[PlanTask, list[tuple[Agency, UnitTask]]]]:
    below: dict[int, list[tuple[Agency, UnitTask]]] = {}
    for one in tasks:
        if one.task.parent_id is not None:
            below.setdefault(one.task.parent_id, []).append((one.task.plan.agency, one))
    rows = PlanTask.objects.filter(plan=plan, pk__in=list(below))
    return [(task, below[task.pk]) for task in rows]
