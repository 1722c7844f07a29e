"""What the clock calls: every morning, what is overdue too long is noted on the task, once for each date."""

from datetime import timedelta

from motcua.jobs.timers import timer
from motcua.kernel import clock
from motcua.organisation.models import Agency
from motcua.plans.enums import PlanState, TaskState
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
