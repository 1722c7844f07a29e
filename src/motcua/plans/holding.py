"""Rows of plans held for an act, and what is written down of it."""

from collections.abc import Mapping
from typing import Any

from motcua.audit.record import record
from motcua.datastore.locking import locked
from motcua.kernel.people import Actor
from motcua.kernel.refusals import Overtaken
from motcua.plans.models import Plan, PlanTarget, PlanTask


def held_task(task_id: int, seen: int | None = None) -> PlanTask:
    """Inside an act: a task with its plan; NotFound without it, Overtaken when `seen` is not its revision any more."""
    task = locked(PlanTask, task_id, "plan__agency")
    _check_seen(task.revision, seen)
    return task


def held_target(target_id: int, seen: int | None = None) -> PlanTarget:
    """Inside an act: the same for a target."""
    target = locked(PlanTarget, target_id, "plan__agency")
    _check_seen(target.revision, seen)
    return target


def tell(actor: Actor, action: str, plan: Plan, detail: Mapping[str, Any] | None = None) -> None:
    """Write an act on a plan into the record."""
    record(actor, action=action, kind="plan", key=plan.pk, agency=plan.agency.code, detail=dict(detail or {}))


def tell_task(actor: Actor, action: str, task: PlanTask, detail: Mapping[str, Any] | None = None) -> None:
    """Write an act on a task into the record of its plan; `task.plan` with its agency loaded."""
    tell(actor, action, task.plan, {"task": task.pk, **(detail or {})})


def _check_seen(revision: int, seen: int | None) -> None:
    if seen is not None and revision != seen:
        raise Overtaken(
            "Dòng này vừa được người khác sửa. Nội dung mới đã hiện ra; xem lại rồi sửa tiếp nếu vẫn cần."
        )
