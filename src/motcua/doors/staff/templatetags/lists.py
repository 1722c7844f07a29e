"""Template tags of the lists of dossiers."""

from collections.abc import Collection, Iterable
from typing import Any

from django import template
from django.utils.safestring import SafeString

from motcua.doors.staff.cells import table_rows
from motcua.doors.staff.due_words import Row
from motcua.dossiers.bodies import PartStep
from motcua.dossiers.models import Dossier, StepRun
from motcua.dossiers.rules.timeliness import after_appointment
from motcua.kernel import clock

register = template.Library()


@register.inclusion_tag("staff/parts/step_due.html")
def step_due(step: StepRun | PartStep, dossier: Dossier) -> dict[str, Any]:
    """The due date of a step, marked when the step overran it, and when it lies beyond the appointment."""
    ended = step.finished_at or clock.now()
    running = step.finished_at is not None or dossier.status.open
    return {
        "step": step,
        "dossier": dossier,
        "overrun": step.due_at is not None and running and ended > step.due_at,
        "beyond": after_appointment(step.due_at, dossier.due_date, dossier.due_at, dossier.limit_unit),
    }


@register.simple_tag
def dossier_rows(rows: Iterable[Row], columns: str, in_place_of: Collection[int] = ()) -> SafeString:
    """The body of a table of dossiers: `{% dossier_rows rows "key procedure applicant state due holder" %}`."""
    return table_rows(rows, columns, in_place_of=in_place_of)
