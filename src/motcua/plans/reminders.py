"""Who is to be reminded of what, at the moment of reading: nothing here is stored, so nothing can be out of date."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import F, Q, QuerySet

from motcua.kernel import clock
from motcua.organisation.models import Agency
from motcua.plans.enums import PlanState, TaskState
from motcua.plans.models import Obstacle, Plan, PlanCall, PlanTask
from motcua.plans.queries import NEXT_FIRST
from motcua.plans.successors import gone_from, heirs
from motcua.regimes.queries import rules_on

_OPEN = (TaskState.TO_DO.value, TaskState.DOING.value)


@dataclass(frozen=True, slots=True)
class Reminders:
    """What waits for somebody, by what is to be done about it."""

    escalated: list[PlanTask]
    late: list[PlanTask]
    soon: list[PlanTask]
    leaderless: list[PlanTask]
    unassigned: list[PlanTask]
    to_accept: list[PlanTask]
    obstacles: list[Obstacle]

    @property
    def many(self) -> int:
        """How many things in all."""
        return sum(
            len(each)
            for each in (
                self.escalated, self.late, self.soon, self.leaderless, self.unassigned, self.to_accept, self.obstacles,
            )
        )  # fmt: skip


def reminders(tasks: QuerySet[PlanTask], today: date, scopes: tuple[str, ...]) -> Reminders:
    """What the tasks given remind of; `scopes` choose the settings. Two statements beside those of the settings."""
    ask = rules_on(today, scopes=scopes)
    soon = today + timedelta(days=int(ask("plans.remind_days_before")))
    patience = today - timedelta(days=int(ask("plans.escalate_days_late")))
    running = tasks.filter(plan__state=PlanState.CONFIRMED.value)
    elsewhere = Q(holder__isnull=False) & ~Q(holder__agency_id=F("plan__agency_id"))
    urgent = Q(due_date__lte=soon) | Q(holder=None) | Q(holder__last_day__lt=today) | elsewhere
    rows = list(
        running.filter((Q(state__in=_OPEN) & urgent) | Q(state=TaskState.DONE.value, accepted_at=None))
        .exclude(state=TaskState.DONE.value, giver=None)
        .select_related("plan__agency", "holder", "giver")
        .order_by(*NEXT_FIRST)
    )
    still = [task for task in rows if task.state in _OPEN]
    dated = [task for task in still if task.due_date is not None]
    owed = running.exclude(state=TaskState.DROPPED.value)
    open_obstacles = Obstacle.objects.filter(task__in=owed, answered_at=None)
    return Reminders(
        escalated=[task for task in dated if task.due_date and task.due_date < patience],
        late=[task for task in dated if task.due_date and patience <= task.due_date < today],
        soon=[task for task in dated if task.due_date and today <= task.due_date <= soon],
        leaderless=[task for task in still if has_left(task, today)],
        unassigned=[task for task in still if task.holder_id is None],
        to_accept=[task for task in rows if task.status is TaskState.DONE],
        obstacles=list(open_obstacles.select_related("task__plan__agency").order_by("answer_by", "id")),
    )


def has_left(task: PlanTask, today: date) -> bool:
    """Whether the holder of a task works here no more, or was moved elsewhere; `holder`, `plan__agency` should be loaded.

    A statement more for those whose agency is another than the task's: it may have been merged.
    """
    holder = task.holder
    if holder is None:
        return False
    return (holder.last_day is not None and holder.last_day < today) or gone_from(holder, task.plan.agency)


@dataclass(frozen=True, slots=True)
class CallStanding:
    """A unit that owes a plan: the plan if there is one, and whether it came in time. None: nobody can say yet."""

    agency: Agency
    plan: Plan | None
    in_time: bool | None


def standing_of_call(call: PlanCall, today: date) -> list[CallStanding]:
    """The units of a call in order, with the plan each has of that kind and year; two statements, more after mergers.

    Of a unit that ended before the day without a plan, the agencies its work passed to owe one.
    """
    named = list(Agency.objects.filter(code__in=call.units))
    ended = [one for one in named if one.valid_to is not None and one.valid_to < call.due_on]
    after = heirs(ended)
    units = sorted({*named, *(heir for one in after.values() for heir in one)}, key=lambda one: one.path)
    plans = Plan.objects.filter(agency__in=units, kind=call.kind, year=call.year, revises=None)
    by_agency: dict[int, Plan] = {}
    for plan in plans.exclude(state=PlanState.READ.value).order_by("confirmed_at"):
        by_agency.setdefault(plan.agency_id, plan)
    return [
        _stands(call, unit, by_agency.get(unit.pk), today)
        for unit in units
        if unit not in ended or unit.pk in by_agency
    ]


def _stands(call: PlanCall, unit: Agency, plan: Plan | None, today: date) -> CallStanding:
    if plan is None:
        return CallStanding(unit, None, False if today > call.due_on else None)
    issued = plan.issued_on
    if issued is None and plan.confirmed_at is not None:
        issued = clock.local_day(plan.confirmed_at)
    return CallStanding(unit, plan, issued is None or issued <= call.due_on)
