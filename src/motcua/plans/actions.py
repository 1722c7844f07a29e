"""Acts on plans: import a document, correct what was read, confirm, report progress with evidence."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, is_dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from motcua.audit.record import record
from motcua.blobs.store import put
from motcua.datastore.writing import act
from motcua.kernel import clock
from motcua.kernel.people import Actor
from motcua.kernel.refusals import NotFound, Overtaken, Refused
from motcua.kernel.text import squeeze
from motcua.organisation.models import Agency
from motcua.plans.enums import PlanState, TaskState
from motcua.plans.models import Evidence, Occurrence, Plan, PlanDuty, PlanTarget, PlanTask
from motcua.plans.reading import read_document
from motcua.plans.reading.deadlines import occurrences, read_all
from motcua.plans.reading.result import PlanReading, Target, Task
from motcua.plans.rules import meaning


def import_document(agency: Agency, *, data: bytes, name: str, actor: Actor) -> Plan:
    """Read a plan document and keep it whole: source, reading, and rows that wait for confirmation.

    Raises Refused for a file that cannot be read, and for one in which no task and no target was found.
    """
    reading = read_document(data, name)
    if not reading.tasks and not reading.targets:
        raise Refused(
            "Không tìm thấy nhiệm vụ hay chỉ tiêu nào trong tệp này. Kiểm tra có đúng là văn bản kế hoạch không.",
            field="file",
            code="empty_plan",
        )
    blob = put(data, declared_name=name)
    year = reading.document.year or clock.today().year
    with act():
        plan = Plan.objects.create(
            agency=agency,
            title=(reading.document.title or name)[:1000],
            number=(reading.document.number or "")[:80],
            issued_on=_day(reading.document.date),
            issuer=(reading.document.issuer or "")[:300],
            year=year,
            source_name=name[:255],
            source=blob,
            reading=reading.as_json(),
            blocks=[_block(block) for block in reading.blocks],
            imported_at=clock.now(),
        )
        _store_rows(plan, reading)
        record(
            actor, action="plans.import", kind="plan", key=plan.pk, agency=agency.code,
            detail={"tasks": len(reading.tasks), "targets": len(reading.targets)},
        )  # fmt: skip
    return plan


def correct_task(
    task_id: int, *, actor: Actor, title: str, lead: list[str], cooperating: list[str], deadline_text: str, deliverable: str
) -> PlanTask:
    """Mend what was read of a task; its deadlines are read anew from the corrected words."""
    with act():
        task = _task(task_id)
        if not squeeze(title):
            raise Refused("Nội dung nhiệm vụ không được để trống.", field="title")
        task.title, task.lead, task.cooperating = squeeze(title), lead, cooperating
        task.deliverable = squeeze(deliverable)
        if squeeze(deadline_text) != task.deadline_text:
            _set_deadline(task, squeeze(deadline_text))
        task.corrected = True
        task.save()
        record(actor, action="plans.correct_task", kind="plan", key=task.plan_id, detail={"task": task.pk})
    return task


def correct_target(target_id: int, *, actor: Actor, values: Mapping[str, Any]) -> PlanTarget:
    """Mend what was read of a target: name, unit, operator, value, measure."""
    allowed = {"name", "unit", "operator", "value", "value_high", "measure"}
    with act():
        target = PlanTarget.objects.select_for_update().filter(pk=target_id).first()
        if target is None:
            raise NotFound
        for name in allowed & values.keys():
            setattr(target, name, values[name])
        target.corrected = True
        target.save()
        record(actor, action="plans.correct_target", kind="plan", key=target.plan_id, detail={"target": target.pk})
    return target


def confirm(plan_id: int, *, actor: Actor, seen: int | None = None) -> Plan:
    """A person has looked at the reading: from now its tasks are owed and its targets watched."""
    with act():
        plan = Plan.objects.select_for_update().filter(pk=plan_id).first()
        if plan is None:
            raise NotFound
        if seen is not None and plan.revision != seen:
            raise Overtaken("Kế hoạch vừa được người khác sửa. Tải lại trang rồi xác nhận.")
        if plan.status is not PlanState.READ:
            raise Refused("Kế hoạch này đã được xác nhận rồi.", code="confirmed")
        plan.state, plan.confirmed_at = PlanState.CONFIRMED.value, clock.now()
        plan.revision += 1
        plan.save(update_fields=["state", "confirmed_at", "revision"])
        record(actor, action="plans.confirm", kind="plan", key=plan.pk)
    return plan


def discard(plan_id: int, *, actor: Actor) -> None:
    """Throw a reading away that nobody confirmed; the file stays in the store, the record says what happened."""
    with act():
        plan = Plan.objects.select_for_update().filter(pk=plan_id).first()
        if plan is None:
            raise NotFound
        if plan.status is not PlanState.READ:
            raise Refused("Kế hoạch đã xác nhận thì không bỏ được.", code="confirmed")
        record(actor, action="plans.discard", kind="plan", key=plan.pk, detail={"title": plan.title})
        plan.delete()


def report_progress(
    task_id: int, *, actor: Actor, percent: int, text: str, file: bytes | None = None, file_name: str = ""
) -> PlanTask:
    """Say how far a task is, with what proves it; 100 percent ends it (the next occurrence, for a recurring one)."""
    if not 0 <= percent <= 100:
        raise Refused("Tiến độ từ 0 đến 100 phần trăm.", field="percent")
    if not squeeze(text):
        raise Refused("Ghi kết quả đã làm hoặc số hiệu văn bản làm minh chứng.", field="text")
    blob = put(file, declared_name=file_name) if file else None
    today = clock.today()
    with act():
        task = _task(task_id)
        if task.plan.status is not PlanState.CONFIRMED:
            raise Refused("Kế hoạch chưa được xác nhận: xác nhận trước rồi báo cáo tiến độ.", code="not_confirmed")
        Evidence.objects.create(
            task=task, text=squeeze(text), blob=blob, file_name=file_name[:255], percent=percent,
            given_at=clock.now(), actor_id=actor.id, actor_label=actor.label,
        )  # fmt: skip
        _move_on(task, percent, today)
        task.save(update_fields=["state", "percent", "done_on", "due_date"])
        record(actor, action="plans.report_progress", kind="task", key=task.pk, detail={"percent": percent})
    return task


def assign_task(task_id: int, *, actor: Actor, holder_id: int | None) -> PlanTask:
    """Give a task to an officer, or to nobody."""
    with act():
        task = _task(task_id)
        task.holder_id = holder_id
        task.save(update_fields=["holder"])
        record(actor, action="plans.assign_task", kind="task", key=task.pk, detail={"holder": holder_id})
    return task


def enter_value(target_id: int, *, actor: Actor, value: Decimal, basis: str) -> PlanTarget:
    """Enter the value of a target that the system cannot know, with where it comes from."""
    if not squeeze(basis):
        raise Refused("Ghi căn cứ của số liệu: báo cáo, văn bản nào.", field="basis")
    with act():
        target = PlanTarget.objects.select_for_update().filter(pk=target_id).first()
        if target is None:
            raise NotFound
        if target.measure:
            raise Refused("Chỉ tiêu này được hệ thống đo, không nhập tay.", code="measured")
        target.entered, target.entered_basis = value, squeeze(basis)[:300]
        target.save(update_fields=["entered", "entered_basis"])
        record(actor, action="plans.enter_value", kind="plan", key=target.plan_id, detail={"target": target.pk})
    return target


def _move_on(task: PlanTask, percent: int, today: date) -> None:
    task.percent = percent
    task.state = TaskState.DOING.value if percent else TaskState.TO_DO.value
    if percent < 100:
        return
    waiting = Occurrence.objects.filter(task=task, done_on=None).order_by("due_date")
    first = waiting.first()
    if first is not None:
        Occurrence.objects.filter(pk=first.pk).update(done_on=today)
    next_one = waiting.exclude(pk=first.pk).first() if first else None
    if next_one is not None:
        task.due_date, task.percent, task.state = next_one.due_date, 0, TaskState.DOING.value
    else:
        task.state, task.done_on = TaskState.DONE.value, today


def _task(task_id: int) -> PlanTask:
    task = PlanTask.objects.select_for_update(of=("self",)).select_related("plan").filter(pk=task_id).first()
    if task is None:
        raise NotFound
    return task


def _store_rows(plan: Plan, reading: PlanReading) -> None:
    tasks = PlanTask.objects.bulk_create(
        [_task_row(plan, order, task) for order, task in enumerate(reading.tasks, start=1)], batch_size=200
    )
    Occurrence.objects.bulk_create(
        [
            Occurrence(task=row, due_date=day)
            for row, task in zip(tasks, reading.tasks, strict=True)
            for day in _days(task.deadlines, plan.year)
        ],
        batch_size=500,
    )
    PlanTarget.objects.bulk_create(
        [_target_row(plan, order, target) for order, target in enumerate(reading.targets, start=1)], batch_size=200
    )
    PlanDuty.objects.bulk_create(
        [
            PlanDuty(plan=plan, order=order, place=duty.place, text=duty.text, who=(duty.who or "")[:500], deadline_text=duty.deadline_text or "")
            for order, duty in enumerate(reading.duties, start=1)
        ],
        batch_size=200,
    )


def _task_row(plan: Plan, order: int, task: Task) -> PlanTask:
    days = _days(task.deadlines, plan.year)
    return PlanTask(
        plan=plan,
        order=order,
        place=task.place,
        section=(task.section or "")[:40],
        number=(task.number or "")[:40],
        title=task.title,
        lead=list(task.lead),
        cooperating=list(task.cooperating),
        deadline_text=task.deadline_text or "",
        deadlines=[deadline.as_json() for deadline in task.deadlines],
        due_date=days[0] if days else None,
        deliverable=task.deliverable or "",
        note=task.note or "",
        parts=list(task.parts),
        inherited=list(task.inherited),
    )


def _target_row(plan: Plan, order: int, target: Target) -> PlanTarget:
    return PlanTarget(
        plan=plan,
        order=order,
        place=target.place,
        section=(target.section or "")[:40],
        number=(target.number or "")[:40],
        name=target.name,
        unit=(target.unit or "")[:40],
        operator=target.operator or "",
        value=_decimal(target.value),
        value_high=_decimal(target.value_high),
        baseline=_decimal(target.baseline),
        baseline_operator=target.baseline_operator or "",
        year=target.year,
        lead=list(target.lead),
        cooperating=list(target.cooperating),
        assessor=(target.assessor or "")[:300],
        measure=meaning(target.name, target.unit or ""),
    )


def _set_deadline(task: PlanTask, text: str) -> None:
    read = read_all(text, year=task.plan.year) if text else []
    days = _days(read, task.plan.year)
    task.deadline_text, task.deadlines = text, [deadline.as_json() for deadline in read]
    task.due_date = days[0] if days else None
    Occurrence.objects.filter(task=task, done_on=None).delete()
    Occurrence.objects.bulk_create([Occurrence(task=task, due_date=day) for day in days], ignore_conflicts=True)


def _days(deadlines: Iterable[Any], year: int) -> list[date]:
    """Every day the deadlines name in the plan's year, first to last: last possible days, not the days «before»."""
    found: set[date] = set()
    for deadline in deadlines:
        repeated = occurrences(deadline, year=year)
        last = deadline.last_day or deadline.end or deadline.date
        found.update(repeated or ([last] if last else []))
    return sorted(found)


def _decimal(value: float | int | None) -> Decimal | None:
    return None if value is None else Decimal(str(value))


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None


def _block(block: Any) -> Any:
    return asdict(block) if is_dataclass(block) and not isinstance(block, type) else str(block)


