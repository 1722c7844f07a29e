"""Acts on plans as documents: imported, what was read corrected, confirmed, closed or thrown away."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from django.db.models import F

from motcua.blobs.models import Blob
from motcua.blobs.store import put
from motcua.datastore.writing import act
from motcua.kernel import clock
from motcua.kernel.people import Actor
from motcua.kernel.refusals import NotFound, Overtaken, Refused
from motcua.kernel.text import squeeze
from motcua.organisation.models import Agency
from motcua.plans.bodies import tie
from motcua.plans.comparing import Identity, Likeness
from motcua.plans.enums import EventKind, PlanState
from motcua.plans.events import hanging
from motcua.plans.holding import held_target, held_task, tell
from motcua.plans.models import Occurrence, Plan, PlanDocument, PlanTarget, PlanTask
from motcua.plans.revising import recognise, warning_of_locality, warning_of_twin
from motcua.plans.rules import kind_of
from motcua.plans.stands import stands_of
from motcua.plans.storing import begin_periods, day_of, set_deadline, store_rows

if TYPE_CHECKING:
    from motcua.plans.reading.source import Told


def import_document(
    agency: Agency, *, data: bytes, name: str, actor: Actor, told: "Told | None" = None
) -> Plan:
    """Read a plan document and keep it whole: source, reading, and rows that wait for confirmation.

    `told` follows the recognition of scanned pages (so many of so many). Raises Refused for a file that cannot be read,
    and for one in which no task and no target was found.
    """
    from motcua.plans.reading import (
        read_document,
    )  # its patterns are compiled where a document comes, not at every start

    reading = read_document(data, name, told)
    if not reading.tasks and not reading.targets:
        raise Refused(
            "Không tìm thấy nhiệm vụ hay chỉ tiêu nào trong tệp này. Kiểm tra có đúng là văn bản kế hoạch không.",
            field="file",
            code="empty_plan",
        )
    blob = put(data, declared_name=name)
    must_be_new(agency, blob)
    year = reading.document.year or clock.today().year
    title, issuer = reading.document.title or name, reading.document.issuer or ""
    same, how = recognise(agency, Identity(reading.document.number or "", issuer, year, title))
    foreign = warning_of_locality(agency, issuer)
    read = reading.as_json()
    twin = warning_of_twin(agency, reading.document.number or "", year)
    read["warnings"] = [*(words for words in (foreign, twin) if words), *read["warnings"]]
    read["stands"] = stands_of(reading)
    with act():
        plan = Plan.objects.create(
            agency=agency,
            kind=kind_of(title).value,
            revises=same,
            asked=how is Likeness.ASK,
            title=title[:1000],
            number=(reading.document.number or "")[:80],
            issued_on=day_of(reading.document.date),
            issuer=issuer[:300],
            year=year,
            source_name=name[:255],
            source=blob,
            headings=[asdict(section) for section in reading.sections],
            imported_at=clock.now(),
        )
        PlanDocument.objects.create(
            plan=plan,
            reading=read,
            blocks=[block.as_json() for block in reading.blocks],
            unread=[asdict(words) for words in reading.unread],
        )
        store_rows(plan, reading)
        tell(actor, "plans.import", plan, {"tasks": len(reading.tasks), "targets": len(reading.targets)})
    return plan


def must_be_new(agency: Agency, blob: Blob) -> None:
    """Refuse a file from which the agency has a plan already."""
    before = Plan.objects.filter(agency=agency, source=blob).first()
    if before is not None:
        day = clock.local_day(before.imported_at)
        out = (
            "Mở bản đọc đó để xác nhận, hoặc bỏ nó rồi nhập lại."
            if before.status is PlanState.READ
            else "Mở kế hoạch đó trong danh sách; có bản sửa đổi thì nhập tệp của bản sửa đổi."
        )
        raise Refused(
            f"Tệp này đã được nhập ngày {day:%d/%m/%Y} ({before.status.label.lower()}). {out}",
            field="file", code="imported_before",
        )  # fmt: skip


def correct_task(
    task_id: int,
    *,
    actor: Actor,
    title: str,
    lead: list[str],
    cooperating: list[str],
    deadline_text: str,
    deliverable: str,
    event: str | None = None,
    seen: int | None = None,
) -> PlanTask:
    """Mend what was read of a task; its deadlines are read anew when their words changed.

    `event`: the kind the deadline counts from, empty for none; left out or unchanged the words decide. Refused where the
    words count from nothing. Raises Overtaken when `seen` is not the revision of the row any more.
    """
    with act():
        task = held_task(task_id, seen)
        if not squeeze(title):
            raise Refused("Nội dung nhiệm vụ không được để trống.", field="title")
        before = task.event
        task.title, task.lead, task.cooperating = squeeze(title), lead, cooperating
        task.deliverable = squeeze(deliverable)
        if squeeze(deadline_text) != squeeze(task.deadline_text):
            set_deadline(task, squeeze(deadline_text))
        if event is not None and event != before:
            _hang(task, event)
        if task.event != before:
            Occurrence.objects.filter(task=task, done_on=None).exclude(cause="").delete()
        _store_correction(task)
        if task.plan.status is PlanState.CONFIRMED:
            begin_periods([task], clock.today())
            tie(task.plan, actor=actor)
        tell(actor, "plans.correct_task", task.plan, {"task": task.pk})
    return task


def correct_target(
    target_id: int, *, actor: Actor, values: Mapping[str, Any], seen: int | None = None
) -> PlanTarget:
    """Mend what was read of a target: name, unit, operator, value, value_high, measure; the rest is left alone."""
    allowed = {"name", "unit", "operator", "value", "value_high", "measure"}
    with act():
        target = held_target(target_id, seen)
        for name in allowed & values.keys():
            setattr(target, name, values[name])
        if not squeeze(target.name):
            raise Refused("Tên chỉ tiêu không được để trống.", field="name")
        _store_correction(target)
        tell(actor, "plans.correct_target", target.plan, {"target": target.pk})
    return target


def confirm(plan_id: int, *, actor: Actor, seen: int | None = None) -> Plan:
    """A person has looked at the reading: from now its tasks are owed and its targets watched."""
    with act():
        plan = _read_plan(plan_id, "Kế hoạch này đã được xác nhận rồi.")
        if plan.revises_id is not None:
            raise Refused(
                "Bản này giống một kế hoạch đã có: trả lời có phải bản sửa đổi không, rồi áp dụng.",
                code="revision",
            )
        if seen is not None and plan.revision != seen:
            raise Overtaken("Kế hoạch vừa được người khác sửa. Tải lại trang, xem lại rồi xác nhận.")
        plan.state, plan.confirmed_at = PlanState.CONFIRMED.value, clock.now()
        plan.revision += 1
        plan.save(update_fields=["state", "confirmed_at", "revision"])
        begin_periods(list(PlanTask.objects.filter(plan=plan).select_related("plan")), clock.today())
        tie(plan, actor=actor)
        tell(actor, "plans.confirm", plan)
    return plan


def close(plan_id: int, *, actor: Actor) -> Plan:
    """The plan's time is over: what is open stays as it is, nobody reports on it any more."""
    with act():
        plan = _held(plan_id)
        if plan.status is not PlanState.CONFIRMED:
            raise Refused("Chỉ khép lại kế hoạch đang thực hiện.", code="not_running")
        plan.state = PlanState.CLOSED.value
        plan.revision += 1
        plan.save(update_fields=["state", "revision"])
        tell(actor, "plans.close", plan)
    return plan


def discard(plan_id: int, *, actor: Actor) -> None:
    """Throw a reading away that nobody confirmed; the file stays in the store, the record says what happened."""
    with act():
        plan = _read_plan(plan_id, "Kế hoạch đã xác nhận thì không bỏ được.")
        tell(actor, "plans.discard", plan, {"title": plan.title})
        plan.delete()


def _hang(task: PlanTask, event: str) -> None:
    """Tie a task to a kind of event or to none."""
    if event and hanging(task.deadlines) is None:
        raise Refused(
            "Thời hạn này không tính từ sự kiện nào. Ghi ví dụ: 05 ngày làm việc kể từ ngày tiếp nhận.",
            field="event",
        )
    task.event = EventKind(event).value if event else ""


def _held(plan_id: int) -> Plan:
    plan = Plan.objects.select_for_update(of=("self",)).select_related("agency").filter(pk=plan_id).first()
    if plan is None:
        raise NotFound
    return plan


def _read_plan(plan_id: int, words: str) -> Plan:
    """A plan that waits for confirmation, held."""
    plan = _held(plan_id)
    if plan.status is not PlanState.READ:
        raise Refused(words, code="confirmed")
    return plan


def _store_correction(row: PlanTask | PlanTarget) -> None:
    row.corrected = True
    row.revision += 1
    row.save()
    Plan.objects.filter(pk=row.plan_id).update(revision=F("revision") + 1)
