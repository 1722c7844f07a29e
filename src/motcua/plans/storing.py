"""Rows of a plan from what was read of its document."""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Min

from motcua.plans.enums import TaskState
from motcua.plans.events import event_of
from motcua.plans.models import Occurrence, Plan, PlanDuty, PlanTarget, PlanTask
from motcua.plans.periodic import period_ends, times_in
from motcua.plans.reading.result import PlanReading, Target, Task
from motcua.plans.rules import meaning_within, unit_of

_OPEN = (TaskState.TO_DO.value, TaskState.DOING.value)


def store_rows(plan: Plan, reading: PlanReading) -> None:
    """Tasks with their dates, targets and duties of a reading, as rows of a plan; inside an act."""
    tasks = PlanTask.objects.bulk_create(
        [_task_row(plan, order, task) for order, task in enumerate(reading.tasks, start=1)], batch_size=200
    )
    Occurrence.objects.bulk_create(
        [
            Occurrence(task_id=row.pk, due_date=day)
            for row, task in zip(tasks, reading.tasks, strict=True)
            for day in _days(task.deadlines, plan.year)
        ],
        batch_size=500,
    )
    said = _said_by(reading.tasks)
    PlanTarget.objects.bulk_create(
        [
            _target_row(plan, order, target, said.get((target.section, target.number), ""))
            for order, target in enumerate(reading.targets, start=1)
        ],
        batch_size=200,
    )
    PlanDuty.objects.bulk_create(
        [
            PlanDuty(
                plan_id=plan.pk,
                order=order,
                place=duty.place,
                text=duty.text,
                who=(duty.who or "")[:500],
                deadline_text=duty.deadline_text or "",
            )
            for order, duty in enumerate(reading.duties, start=1)
        ],
        batch_size=200,
    )


def _task_row(plan: Plan, order: int, task: Task) -> PlanTask:
    days = _days(task.deadlines, plan.year)
    stored = [deadline.as_json() for deadline in task.deadlines]
    return PlanTask(
        plan_id=plan.pk,
        order=order,
        place=task.place,
        section=(task.section or "")[:40],
        number=(task.number or "")[:40],
        title=task.title,
        lead=list(task.lead),
        cooperating=list(task.cooperating),
        deadline_text=task.deadline_text or "",
        deadlines=stored,
        due_date=days[0] if days else None,
        event=event_of(stored, task.title) or "",
        deliverable=task.deliverable or "",
        note=task.note or "",
        parts=list(task.parts),
        inherited=list(task.inherited),
    )


def _said_by(tasks: Sequence[Task]) -> dict[tuple[str | None, str | None], str]:
    """The words of the task in which a target may stand, by section and number; none where several bear a number."""
    titles: dict[tuple[str | None, str | None], list[str]] = {}
    for task in tasks:
        if task.number:
            titles.setdefault((task.section, task.number), []).append(task.title)
    return {place: said[0] for place, said in titles.items() if len(said) == 1}


def _target_row(plan: Plan, order: int, target: Target, task: str) -> PlanTarget:
    unit = unit_of(target.name, target.unit or "")
    return PlanTarget(
        plan_id=plan.pk,
        order=order,
        place=target.place,
        section=(target.section or "")[:40],
        number=(target.number or "")[:40],
        name=target.name,
        unit=unit[:40],
        operator=target.operator or "",
        value=_decimal(target.value),
        value_high=_decimal(target.value_high),
        baseline=_decimal(target.baseline),
        baseline_operator=target.baseline_operator or "",
        year=target.year,
        lead=list(target.lead),
        cooperating=list(target.cooperating),
        assessor=(target.assessor or "")[:300],
        measure=meaning_within(target.name, unit, target.operator or "", task),
    )


def set_deadline(task: PlanTask, text: str) -> None:
    """Read the words of a deadline anew; dates already met stay. The task is saved by whoever asks."""
    from motcua.plans.reading.deadlines import (
        read_all,
    )  # its patterns are compiled where words are read, not at every start

    read = read_all(text, year=task.plan.year) if text else []
    days = _days(read, task.plan.year)
    task.deadline_text, task.deadlines = text, [deadline.as_json() for deadline in read]
    task.due_date = days[0] if days else None
    task.event = event_of(task.deadlines, task.title) or ""
    Occurrence.objects.filter(task=task, done_on=None).delete()
    Occurrence.objects.bulk_create(
        [Occurrence(task=task, due_date=day) for day in days], ignore_conflicts=True
    )


def begin_periods(tasks: Sequence[PlanTask], since: date) -> None:
    """Make the dates of open tasks that recur on no fixed day, one a period, from the one that runs on a day; inside an act.

    Twice is once. Periods already met are left alone; the earliest open date becomes the task's. `plan` is loaded.
    """
    wanted = {
        task.pk: times
        for task in tasks
        if not task.event and task.state in _OPEN and (times := times_in(task.deadlines))
    }
    if not wanted:
        return
    met = set(Occurrence.objects.filter(task__in=wanted).values_list("task_id", "due_date"))
    Occurrence.objects.bulk_create(
        [
            Occurrence(task=task, due_date=day, cause_words=words)
            for task in tasks
            if task.pk in wanted
            for day, words in period_ends(wanted[task.pk], task.plan.year, since)
            if (task.pk, day) not in met
        ],
        batch_size=500,
    )
    waiting = Occurrence.objects.filter(task__in=wanted, done_on=None).order_by()
    nearest = dict(waiting.values("task_id").annotate(day=Min("due_date")).values_list("task_id", "day"))
    changed = [task for task in tasks if task.pk in nearest]
    for task in changed:
        task.due_date = nearest[task.pk]
    PlanTask.objects.bulk_update(changed, ["due_date"], batch_size=200)


def _days(deadlines: Iterable[Any], year: int) -> list[date]:
    """Every day the deadlines name in the plan's year, first to last: last possible days, not the days «before»."""
    from motcua.plans.reading.deadlines import occurrences

    found: set[date] = set()
    for deadline in deadlines:
        repeated = occurrences(deadline, year=year)
        last = deadline.last_day or deadline.end or deadline.date
        found.update(repeated or ([last] if last else []))
    return sorted(found)


def _decimal(value: float | int | None) -> Decimal | None:
    return None if value is None else Decimal(str(value))


def day_of(text: str | None) -> date | None:
    """A date in ISO form; None for nothing and for what is none."""
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None
