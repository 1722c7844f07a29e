"""Fetching plans, tasks and targets on an officer's behalf: what lies outside the scope is absent."""

from datetime import date

from django.db.models import Q, QuerySet

from motcua.kernel import clock
from motcua.kernel.refusals import NotFound
from motcua.organisation.access import paths_where
from motcua.organisation.enums import Level, Right
from motcua.organisation.models import Agency
from motcua.organisation.rules import Officer
from motcua.plans.enums import PlanState, TaskState
from motcua.plans.models import Plan, PlanCall, PlanTarget, PlanTask, TaskBody
from motcua.plans.reminders import CallStanding, standing_of_call
from motcua.plans.successors import predecessors
from motcua.plans.task_models import TaskProposal


def plans_for(officer: Officer, right: Right = Right.STEER) -> QuerySet[Plan]:
    """The plans of agencies over which the right is held."""
    return Plan.objects.filter(paths_where(officer, right, field="agency__path")).select_related("agency")


def plan_for(officer: Officer, plan_id: int, right: Right = Right.STEER) -> Plan:
    """One plan; NotFound when hidden or absent."""
    plan = plans_for(officer, right).filter(pk=plan_id).first()
    if plan is None:
        raise NotFound
    return plan


def tasks_for(officer: Officer, right: Right = Right.STEER) -> QuerySet[PlanTask]:
    """The tasks of those plans."""
    scope = paths_where(officer, right, field="plan__agency__path")
    return PlanTask.objects.filter(scope).select_related("plan__agency", "holder")


def task_for(officer: Officer, task_id: int, right: Right = Right.STEER) -> PlanTask:
    """One task; NotFound when hidden or absent."""
    task = tasks_for(officer, right).filter(pk=task_id).first()
    if task is None:
        raise NotFound
    return task


def targets_for(officer: Officer, right: Right = Right.SEE_FIGURES) -> QuerySet[PlanTarget]:
    """The targets of those plans."""
    scope = paths_where(officer, right, field="plan__agency__path")
    return PlanTarget.objects.filter(scope).select_related("plan__agency")


def target_for(officer: Officer, target_id: int, right: Right = Right.STEER) -> PlanTarget:
    """One target; NotFound when hidden or absent."""
    target = targets_for(officer, right).filter(pk=target_id).first()
    if target is None:
        raise NotFound
    return target


def agencies_for(officer: Officer, right: Right) -> list[Agency]:
    """Agencies over which a right is held, those that still exist first, from the top of the tree down."""
    found = Agency.objects.filter(paths_where(officer, right, field="path")).exclude(level="postal")
    return sorted(found, key=lambda agency: (agency.valid_to is not None, agency.path))


def task_seen_by(officer: Officer, task_id: int) -> PlanTask:
    """One task for whoever sees its agency's figures, holds it, gave it or is named in it; NotFound otherwise."""
    named = TaskBody.objects.filter(staff_id=officer.staff_id).values("task_id")
    own = Q(holder_id=officer.staff_id) | Q(giver_id=officer.staff_id) | Q(pk__in=named)
    within = paths_where(officer, Right.SEE_FIGURES, field="plan__agency__path") | own
    rows = PlanTask.objects.filter(within, pk=task_id)
    task = rows.select_related("plan__agency", "holder", "giver", "parent__plan__agency").first()
    if task is None:
        raise NotFound
    return task


def may_report(officer: Officer, task: PlanTask) -> bool:
    """Whoever steers there reports on any task of a running plan; the officer who holds a task reports on it."""
    if task.plan.status is not PlanState.CONFIRMED or task.status is TaskState.DROPPED:
        return False
    return task.holder_id == officer.staff_id or officer.may(Right.STEER, task.plan.agency.path)


def may_accept(officer: Officer, task: PlanTask) -> bool:
    """Whoever gave a task accepts it; when nobody did or they left, whoever steers there."""
    if task.plan.status is not PlanState.CONFIRMED:
        return False
    if task.giver_id == officer.staff_id:
        return True
    gone = task.giver is None or (task.giver.last_day is not None and task.giver.last_day < clock.today())
    return gone and task.holder_id != officer.staff_id and officer.may(Right.STEER, task.plan.agency.path)


def may_send_back_from_above(officer: Officer, task: PlanTask) -> bool:
    """Whoever steers the agency that gave a unit a task may send back what it reports as done, accepted there or not."""
    if (
        task.parent is None
        or task.status is not TaskState.DONE
        or task.plan.status is not PlanState.CONFIRMED
    ):
        return False
    return officer.may(Right.STEER, task.parent.plan.agency.path)


def may_answer(officer: Officer, task: PlanTask) -> bool:
    """Obstacles are answered by whoever gave the task or steers there."""
    return task.giver_id == officer.staff_id or officer.may(Right.STEER, task.plan.agency.path)


def own_tasks(officer: Officer) -> QuerySet[PlanTask]:
    """The tasks of running plans an officer holds."""
    rows = PlanTask.objects.filter(holder_id=officer.staff_id, plan__state=PlanState.CONFIRMED.value)
    return rows.select_related("plan__agency", "holder", "giver")


def helped_tasks(officer: Officer) -> QuerySet[PlanTask]:
    """The tasks of running plans that name an officer as cooperating, or as one of several who lead; others hold them."""
    named = TaskBody.objects.filter(staff_id=officer.staff_id).values("task_id")
    rows = PlanTask.objects.filter(pk__in=named, plan__state=PlanState.CONFIRMED.value)
    return rows.exclude(holder_id=officer.staff_id).select_related("plan__agency", "holder", "giver")


def agencies_below(agency: Agency) -> list[Agency]:
    """Agencies below one that exist today and have work of their own, from the top of the tree down."""
    rows = Agency.objects.on(clock.today()).within(agency).exclude(pk=agency.pk).exclude(level="postal")
    return list(rows.order_by("path"))


def units_of(agency: Agency) -> list[Agency]:
    """Agencies directly below that make plans for it: those of a vertical sector answer to their own ministry."""
    below = agencies_below(agency)
    return [each for each in below if each.parent_id == agency.pk and each.level != Level.VERTICAL.value]


def calls_for(officer: Officer) -> QuerySet[PlanCall]:
    """Requests for plans made by agencies whose figures the officer sees, and by those above the own agency."""
    scope = paths_where(officer, Right.SEE_FIGURES, field="agency__path")
    scope |= Q(agency__code__in=officer.agency_path.rstrip("/").split("/")[:-1])
    return PlanCall.objects.filter(scope).select_related("agency", "parent")


def calls_with_units(officer: Officer, today: date, most: int) -> list[tuple[PlanCall, list[CallStanding]]]:
    """The newest of these with the units the officer sees: of a request from above those of the own scope only."""
    found = []
    rows_of_mine = Agency.objects.filter(paths_where(officer, Right.SEE_FIGURES, field="path"))
    mine = {*rows_of_mine.values_list("code", flat=True), *predecessors(officer.agency_code)}
    for call in calls_for(officer):
        if mine.isdisjoint(call.units) and not officer.may(Right.SEE_FIGURES, call.agency.path):
            continue
        rows = [
            one
            for one in standing_of_call(call, today)
            if officer.may(Right.SEE_FIGURES, call.agency.path)
            or officer.may(Right.SEE_FIGURES, one.agency.path)
        ]
        if rows:
            found.append((call, rows))
        if len(found) == most:
            break
    return found


def proposals_for(officer: Officer) -> QuerySet[TaskProposal]:
    """Proposals an officer sees: their own, those sent to agencies whose figures they see, those of units they steer."""
    seen = paths_where(officer, Right.SEE_FIGURES, field="agency__path")
    seen |= paths_where(officer, Right.STEER, field="unit__path")
    rows = TaskProposal.objects.filter(seen | Q(proposer_id=officer.staff_id))
    return rows.select_related("agency", "unit")


def proposal_for(officer: Officer, proposal_id: int) -> TaskProposal:
    """One of them; NotFound when hidden or absent."""
    row = proposals_for(officer).filter(pk=proposal_id).first()
    if row is None:
        raise NotFound
    return row


def may_reword(officer: Officer, row: TaskProposal) -> bool:
    """Whoever proposed it, or steers the unit that did."""
    return row.proposer_id == officer.staff_id or officer.may(Right.STEER, row.unit.path)
