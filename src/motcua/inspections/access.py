"""Fetching inspections on an officer's behalf.

Who inspects sees everything of theirs; those inspected see an inspection from the day they are told, or its conclusion.
"""

from django.db.models import Q, QuerySet

from motcua.inspections.enums import CheckState
from motcua.inspections.inspection_models import Draw, Inspection, InspectionPlan, Remedy
from motcua.kernel.refusals import NotFound
from motcua.organisation.access import paths_where
from motcua.organisation.enums import Right
from motcua.organisation.rules import Officer

_TOLD = ~Q(notified_on=None) | Q(state__in=[CheckState.CONCLUDED.value, CheckState.CLOSED.value])


def inspections_for(officer: Officer) -> QuerySet[Inspection]:
    """Every inspection the officer may see: made by agencies in scope, or of them once they were told."""
    inspecting = paths_where(officer, Right.SEE_FIGURES, field="agency__path")
    inspected = paths_where(officer, Right.SEE_FIGURES, field="target__path") & _TOLD
    return Inspection.objects.filter(inspecting | inspected).select_related("agency", "target", "plan")


def inspection_for(officer: Officer, inspection_id: int) -> Inspection:
    """One of them; NotFound when hidden or absent."""
    row = inspections_for(officer).filter(pk=inspection_id).first()
    if row is None:
        raise NotFound
    return row


def inspection_to_lead(officer: Officer, inspection_id: int) -> Inspection:
    """One the officer may act on: who steers the agency that inspects. NotFound otherwise."""
    row = inspection_for(officer, inspection_id)
    if not officer.may(Right.STEER, row.agency.path):
        raise NotFound
    return row


def plans_for(officer: Officer) -> QuerySet[InspectionPlan]:
    """The plans of the year of agencies in scope."""
    rows = InspectionPlan.objects.filter(paths_where(officer, Right.SEE_FIGURES, field="agency__path"))
    return rows.select_related("agency")


def plan_to_lead(officer: Officer, plan_id: int) -> InspectionPlan:
    """One the officer steers; NotFound otherwise."""
    row = plans_for(officer).filter(pk=plan_id).first()
    if row is None or not officer.may(Right.STEER, row.agency.path):
        raise NotFound
    return row


def draw_for(officer: Officer, draw_id: int) -> Draw:
    """A draw: with its inspection, or made by an agency in scope. NotFound when hidden or absent."""
    row = Draw.objects.select_related("agency", "inspection").filter(pk=draw_id).first()
    if row is None:
        raise NotFound
    if row.inspection_id is not None:
        inspection_for(officer, row.inspection_id)
    elif not officer.may(Right.SEE_FIGURES, row.agency.path):
        raise NotFound
    return row


def remedy_for(officer: Officer, remedy_id: int) -> Remedy:
    """A remedy of an inspection the officer may see."""
    row = (
        Remedy.objects.select_related("inspection__agency", "inspection__target").filter(pk=remedy_id).first()
    )
    if row is None:
        raise NotFound
    inspection_for(officer, row.inspection_id)
    return row


def may_answer(officer: Officer, row: Inspection) -> bool:
    """Remedies are answered by whoever leads or steers the inspected agency."""
    return any(officer.may(right, row.target.path) for right in (Right.SIGN_OFF, Right.STEER))
