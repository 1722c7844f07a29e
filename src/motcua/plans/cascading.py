"""Plans of units below: called for by a day, linked to the plan above; what they report, gathered upward."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Min, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from motcua.audit.record import record
from motcua.datastore.locking import locked
from motcua.datastore.writing import act
from motcua.kernel import clock
from motcua.kernel.people import Actor
from motcua.kernel.refusals import NotFound, Refused
from motcua.organisation.models import Agency
from motcua.plans.bodies import agencies_meant
from motcua.plans.enums import Part, PlanKind, PlanState, Standing, TaskState
from motcua.plans.models import Occurrence, Plan, PlanCall, PlanTask, TaskBody
from motcua.plans.queries import standing_of
from motcua.plans.successors import heirs
from motcua.plans.tasking import task_below


def call_for_plans(
    agency: Agency,
    *,
    actor: Actor,
    kind: PlanKind,
    year: int,
    due_on: date,
    units: Sequence[Agency],
    parent: Plan | None = None,
) -> PlanCall:
    """Ask units below for their own plan of a kind by a day; asked again for the same year, the call is renewed."""
    if not units:
        raise Refused("Chọn ít nhất một đơn vị.", field="units")
    if any(each.pk == agency.pk or not each.path.startswith(agency.path) for each in units):
        raise Refused("Chỉ yêu cầu đơn vị cấp dưới của cơ quan này.", field="units")
    with act():
        call, _ = PlanCall.objects.update_or_create(
            agency=agency, kind=kind.value, year=year,
            defaults={
                "due_on": due_on, "units": [each.code for each in units], "parent": parent,
                "asked_at": clock.now(), "asked_by": actor.label,
            },
        )  # fmt: skip
        record(
            actor, action="plans.call_for_plans", kind="plan_call", key=call.pk, agency=agency.code,
            detail={"kind": kind.value, "year": year, "units": len(units)},
        )  # fmt: skip
    return call


def link_parent(plan_id: int, parent_id: int | None, *, actor: Actor) -> Plan:
    """Say which plan of an agency above a plan carries out; Refused for one that is not of an agency above."""
    with act():
        plan = (
            Plan.objects.select_for_update(of=("self",)).select_related("agency").filter(pk=plan_id).first()
        )
        parent = Plan.objects.select_related("agency").filter(pk=parent_id).first() if parent_id else None
        if plan is None or (parent_id and parent is None):
            raise NotFound
        if parent is not None and (
            parent.agency_id == plan.agency_id or not plan.agency.path.startswith(parent.agency.path)
        ):
            raise Refused("Kế hoạch cấp trên phải của cơ quan cấp trên.", field="parent")
        plan.parent = parent
        plan.save(update_fields=["parent"])
        record(
            actor, action="plans.link_parent", kind="plan", key=plan.pk, agency=plan.agency.code,
            detail={"parent": parent_id},
        )  # fmt: skip
    return plan


@dataclass(frozen=True, slots=True)
class Sending:
    """A task that names agencies below: those of them that lead and those that cooperate and have no task of it yet.

    `due`: the first of the task's days that still lies ahead. `late`: it had days, and all are over.
    """

    task: PlanTask
    agencies: list[Agency]
    cooperating: list[Agency]
    due: date | None
    late: bool


def to_send(plan: Plan, below: Sequence[Agency]) -> list[Sending]:
    """What a running plan gives to agencies below by the names recognised in it; four statements."""
    if plan.status is not PlanState.CONFIRMED or not below:
        return []
    open_states = [TaskState.TO_DO.value, TaskState.DOING.value]
    tasks = list(PlanTask.objects.filter(plan=plan, state__in=open_states).select_related("plan__agency"))
    rows: dict[tuple[int, str], list[TaskBody]] = {}
    for row in TaskBody.objects.filter(task__in=tasks):
        rows.setdefault((row.task_id, row.part), []).append(row)
    has = _have_it(tasks)
    dates = Occurrence.objects.filter(task__in=tasks, done_on=None, due_date__gte=clock.today()).order_by()
    ahead = dict(dates.values("task_id").annotate(day=Min("due_date")).values_list("task_id", "day"))
    found = []
    for task in tasks:
        lead, helping = (
            agencies_meant(rows.get((task.pk, part.value), []), plan.agency, below)
            for part in (Part.LEAD, Part.COOPERATING)
        )
        fresh = [one for one in lead if (task.pk, one.pk) not in has]
        others = [one for one in helping if one not in lead and (task.pk, one.pk) not in has]
        if fresh or others:
            due = ahead.get(task.pk)
            found.append(Sending(task, fresh, others, due, due is None and task.due_date is not None))
    return found


def _have_it(tasks: Sequence[PlanTask]) -> set[tuple[int, int]]:
    """Which agencies have tasks of these (parent, agency): what a merged one had, its heir goes on with."""
    rows = list(PlanTask.objects.filter(parent__in=tasks).select_related("plan__agency"))
    after = heirs([row.plan.agency for row in rows])
    found = {(row.parent_id or 0, row.plan.agency_id) for row in rows}
    return found | {
        (row.parent_id or 0, heir.pk) for row in rows for heir in after.get(row.plan.agency_id, [])
    }


def send_down(
    plan_id: int,
    *,
    actor: Actor,
    below: Sequence[Agency],
    cooperating: bool = False,
    late_due: date | None = None,
) -> int:
    """Give every agency below the tasks that name it as leading, those that name it as cooperating too when asked.

    Answers how many. What one has already is left alone. The day is the task's next one, `late_due` where all
    are over; without that the unit's task keeps the words of the deadline without a day. Refused for a day that is over.
    """
    today = clock.today()
    if late_due is not None and late_due < today:
        raise Refused("Hạn đã qua. Ghi hạn từ hôm nay trở đi.", field="late_due")
    with act():
        plan = locked(Plan, plan_id, "agency")
        many = 0
        for one in to_send(plan, below):
            due = late_due if one.late else one.due
            for agency in one.agencies:
                task_below(one.task, agency, actor=actor, due=due)
            for agency in one.cooperating if cooperating else ():
                task_below(one.task, agency, actor=actor, due=due, helping=True)
            many += len(one.agencies) + (len(one.cooperating) if cooperating else 0)
        if not many:
            raise Refused(
                "Không còn nhiệm vụ nào chờ giao xuống theo tên đã nhận ra.", code="nothing_to_send"
            )
        record(
            actor, action="plans.send_down", kind="plan", key=plan.pk, agency=plan.agency.code,
            detail={"tasks": many, "cooperating": cooperating},
        )  # fmt: skip
    return many


@dataclass(frozen=True, slots=True)
class Gathered:
    """The tasks below one task: each with its standing, and what they come to together."""

    rows: list[tuple[PlanTask, Standing]]

    @property
    def owed(self) -> list[PlanTask]:
        """Without what needs no doing any more."""
        return [task for task, _ in self.rows if task.status is not TaskState.DROPPED]

    @property
    def percent(self) -> int | None:
        """The mean of what the units report, rounded down."""
        counted = self.owed
        return sum(task.percent for task in counted) // len(counted) if counted else None

    @property
    def done(self) -> int:
        """How many units are done."""
        return sum(task.status is TaskState.DONE for task, _ in self.rows)

    @property
    def late(self) -> int:
        """How many are overdue, or were done late."""
        return sum(standing in (Standing.OVERDUE, Standing.DONE_LATE) for _, standing in self.rows)


def gathered(task: PlanTask, today: date) -> Gathered:
    """What the units below made of a task; one statement."""
    rows = PlanTask.objects.filter(parent=task).select_related("plan__agency", "holder")
    return Gathered([(each, standing_of(each, today)) for each in rows.order_by("plan__agency__path", "pk")])


def plans_above(plan: Plan) -> list[Plan]:
    """Running plans of the agencies above, of the same year: what a plan may carry out."""
    above = plan.agency.path.rstrip("/").split("/")[:-1]
    found = Plan.objects.filter(agency__code__in=above, year=plan.year, state=PlanState.CONFIRMED.value)
    return list(found.exclude(kind=PlanKind.OUTSIDE.value).select_related("agency"))


def plans_below(plan: Plan) -> list[Plan]:
    """Plans of units that carry a plan out, each with `all_tasks` and `done_tasks`; one statement."""
    done = Count("pk", filter=Q(state=TaskState.DONE.value))
    owed = PlanTask.objects.filter(plan=OuterRef("pk")).exclude(state=TaskState.DROPPED.value)
    of_plan = owed.order_by().values("plan")
    found = Plan.objects.filter(parent=plan).exclude(state=PlanState.READ.value).select_related("agency")
    return list(
        found.annotate(
            all_tasks=Coalesce(Subquery(of_plan.annotate(n=Count("pk")).values("n")), 0),
            done_tasks=Coalesce(Subquery(of_plan.annotate(n=done).values("n")), 0),
        ).order_by("agency__path", "pk")
    )
