"""The plans of an agency and a year with their tasks and due dates, as rows: pictures need no more of each."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from motcua.doors.staff.steering.choosing import View
from motcua.organisation.enums import Right
from motcua.organisation.rules import Officer
from motcua.plans import access
from motcua.plans.enums import PlanState, Standing, TaskState
from motcua.plans.models import Occurrence, Plan, PlanTarget, PlanTask
from motcua.plans.rules import standing, standing_of_date

_OF_TARGET = (
    "plan", "name", "unit", "operator", "value", "value_high", "baseline", "year", "measure", "entered",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class TaskRow:
    """A task as it stands."""

    pk: int
    title: str
    state: TaskState
    due_date: date | None
    done_on: date | None

    def standing(self, today: date) -> Standing:
        """How it stands on a day."""
        return standing(self.state, self.due_date, self.done_on, today)


@dataclass(frozen=True, slots=True)
class DueRow:
    """One date on which a task is due."""

    task: TaskRow
    due_date: date
    done_on: date | None

    def standing(self, today: date) -> Standing:
        """How this date of the task stands on a day."""
        return standing_of_date(self.task.state, self.due_date, self.done_on, today)


@dataclass(frozen=True, slots=True)
class YearPlans:
    """Confirmed plans of an agency and a year, and their tasks in the documents' order."""

    plans: tuple[Plan, ...]
    tasks: tuple[TaskRow, ...]


def year_plans(officer: Officer, view: View) -> YearPlans:
    """Those of the agency and year looked at; two statements, one where there is no plan."""
    rows = access.plans_for(officer, Right.SEE_FIGURES).filter(agency=view.agency, year=view.period.year)
    chosen = rows.exclude(state=PlanState.READ.value).select_related(None).defer("headings")
    plans = tuple(chosen)
    if not plans:
        return YearPlans((), ())
    for plan in plans:
        plan.agency = view.agency
    tasks = PlanTask.objects.filter(plan__in=[plan.pk for plan in plans])
    columns = tasks.values_list("pk", "title", "state", "due_date", "done_on")
    return YearPlans(
        plans, tuple(TaskRow(key, title, TaskState(state), *days) for key, title, state, *days in columns)
    )


def due_dates(found: YearPlans, year: int) -> list[DueRow]:
    """Every date of a year on which one of the tasks is due; one statement."""
    by_key = {task.pk: task for task in found.tasks}
    plans = [plan.pk for plan in found.plans]
    rows = Occurrence.objects.filter(task__plan__in=plans, due_date__year=year)
    columns = rows.order_by("due_date", "task_id").values_list("task_id", "due_date", "done_on")
    # A task put down since the tasks were read is shown on the next page.
    return [DueRow(by_key[key], due, done) for key, due, done in columns if key in by_key]


def targets_of(plans: Sequence[Plan]) -> list[PlanTarget]:
    """The targets of some plans, each with its plan; one statement."""
    by_key = {plan.pk: plan for plan in plans}
    found = list(PlanTarget.objects.filter(plan__in=list(by_key)).only(*_OF_TARGET))
    for one in found:
        one.plan = by_key[one.plan_id]
    return found
