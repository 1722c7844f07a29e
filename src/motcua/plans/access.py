"""Fetching plans, tasks and targets on an officer's behalf: what lies outside the scope is absent."""

from django.db.models import Q, QuerySet

from motcua.kernel.refusals import NotFound
from motcua.organisation.access import paths_where
from motcua.organisation.enums import Right
from motcua.organisation.models import Agency
from motcua.organisation.rules import Officer
from motcua.plans.enums import PlanState
from motcua.plans.models import Plan, PlanTarget, PlanTask


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
    """One task for whoever sees its agency's figures, or holds it; NotFound otherwise."""
    within = paths_where(officer, Right.SEE_FIGURES, field="plan__agency__path") | Q(
        holder_id=officer.staff_id
    )
    task = PlanTask.objects.filter(within, pk=task_id).select_related("plan__agency", "holder").first()
    if task is None:
        raise NotFound
    return task


def may_report(officer: Officer, task: PlanTask) -> bool:
    """Whoever steers there reports on any task of a running plan; the officer who holds a task reports on it."""
    if task.plan.status is not PlanState.CONFIRMED:
        return False
    return task.holder_id == officer.staff_id or officer.may(Right.STEER, task.plan.agency.path)
