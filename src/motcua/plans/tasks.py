"""What the clock and the outbox call: overdue too long is noted every morning; events make dates of tasks."""

from collections.abc import Sequence
from datetime import timedelta

from motcua.jobs.timers import timer
from motcua.kernel import clock
from motcua.organisation.models import Agency
from motcua.plans.enums import EventKind, PlanState, TaskState
from motcua.plans.happening import take_in
from motcua.plans.models import PlanTask
from motcua.plans.tasking import note_escalation
from motcua.regimes.queries import rule


@timer("plans.escalate", daily_at="06:30")
def escalate() -> None:
    """Tasks overdue for longer than `plans.escalate_days_late` get a reminder in their record."""
    today = clock.today()
    late = PlanTask.objects.filter(
        state__in=[TaskState.TO_DO.value, TaskState.DOING.value], plan__state=PlanState.CONFIRMED.value,
        due_date__lt=today,
    )  # fmt: skip
    for agency in Agency.objects.filter(pk__in=late.values("plan__agency")).order_by("path"):
        patience = int(rule("plans.escalate_days_late", on=today, scopes=agency.chain))
        overdue = late.filter(plan__agency=agency, due_date__lt=today - timedelta(days=patience))
        note_escalation(list(overdue.order_by("pk").values_list("pk", flat=True)), today)


@timer("plans.events", every=600)
def events() -> None:
    """What happened meanwhile makes dates of the tasks that hang on it."""
    take_in()


def on_petition_marks(_: Sequence[str]) -> None:
    """A petition came in or was answered: tasks that hang on that get their date at once."""
    take_in((EventKind.PETITION, EventKind.PETITION_DONE))
