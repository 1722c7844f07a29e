"""Acts on plans: import a document, correct what was read, confirm, report progress with evidence."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.db.models import F, Q

from motcua.audit.record import record
from motcua.blobs.models import Blob
from motcua.blobs.store import put
from motcua.datastore.writing import act
from motcua.kernel import clock
from motcua.kernel.people import Actor
from motcua.kernel.refusals import NotFound, Overtaken, Refused
from motcua.kernel.text import squeeze
from motcua.organisation.models import Agency, Staff
from motcua.plans.bodies import tie
from motcua.plans.comparing import Identity, Likeness
from motcua.plans.enums import EventKind, PlanState, TaskState
from motcua.plans.events import hanging
from motcua.plans.models import Evidence, Occurrence, Plan, PlanDocument, PlanTarget, PlanTask
from motcua.plans.revising import recognise, warning_of_locality, warning_of_twin
from motcua.plans.rules import kind_of
from motcua.plans.storing import begin_periods, day_of, set_deadline, store_rows
from motcua.plans.tasking import giver_of

if TYPE_CHECKING:
    from motcua.plans.reading.source import Told

ALL_DUE = 0


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
        _tell(actor, "plans.import", plan, {"tasks": len(reading.tasks), "targets": len(reading.targets)})
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
        task = _task(task_id, seen)
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
        _tell(actor, "plans.correct_task", task.plan, {"task": task.pk})
    return task


def correct_target(
    target_id: int, *, actor: Actor, values: Mapping[str, Any], seen: int | None = None
) -> PlanTarget:
    """Mend what was read of a target: name, unit, operator, value, value_high, measure; the rest is left alone."""
    allowed = {"name", "unit", "operator", "value", "value_high", "measure"}
    with act():
        target = _target(target_id, seen)
        for name in allowed & values.keys():
            setattr(target, name, values[name])
        if not squeeze(target.name):
            raise Refused("Tên chỉ tiêu không được để trống.", field="name")
        _store_correction(target)
        _tell(actor, "plans.correct_target", target.plan, {"target": target.pk})
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
        _tell(actor, "plans.confirm", plan)
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
        _tell(actor, "plans.close", plan)
    return plan


def discard(plan_id: int, *, actor: Actor) -> None:
    """Throw a reading away that nobody confirmed; the file stays in the store, the record says what happened."""
    with act():
        plan = _read_plan(plan_id, "Kế hoạch đã xác nhận thì không bỏ được.")
        _tell(actor, "plans.discard", plan, {"title": plan.title})
        plan.delete()


def report_progress(
    task_id: int,
    *,
    actor: Actor,
    percent: int,
    text: str,
    file: bytes | None = None,
    file_name: str = "",
    proof: str = "",
    occurrence: int | None = None,
    seen: int | None = None,
) -> PlanTask:
    """Say how far a task is, with what proves it; 100 percent ends it (the next occurrence, for a recurring one).

    Refused without words, outside 0 to 100, and for a plan that is not confirmed; Overtaken when somebody
    reported since `seen`. `proof` names what the system saw, when an officer confirmed that. `occurrence`: the open
    date or event the report answers, where several wait; `ALL_DUE` all up to today; without it the earliest.
    """
    if not 0 <= percent <= 100:
        raise Refused("Tiến độ từ 0 đến 100 phần trăm.", field="percent")
    if not squeeze(text):
        raise Refused("Ghi kết quả đã làm hoặc số hiệu văn bản làm minh chứng.", field="text")
    blob = put(file, declared_name=file_name) if file else None
    with act():
        task = _task(task_id, seen)
        _must_run(task.plan)
        if task.status is TaskState.DROPPED:
            raise Refused(
                "Nhiệm vụ này đã được cho thôi. Còn phải làm thì khôi phục trước rồi báo cáo.", code="dropped"
            )
        waiting = open_occurrences(task)
        met = _chosen(waiting, occurrence, clock.today())
        Evidence.objects.create(
            task=task, occurrence=met[-1] if met else None, text=squeeze(text), percent=percent,
            blob=blob, file_name=file_name[:255],
            proof=proof[:80],
            given_at=clock.now(), actor_id=actor.id, actor_label=actor.label,
        )  # fmt: skip
        _move_on(task, percent, clock.today(), met, waiting)
        task.revision += 1
        task.save(
            update_fields=[
                "state",
                "percent",
                "done_on",
                "due_date",
                "revision",
                "accepted_at",
                "accepted_by",
            ]
        )
        _tell(actor, "plans.report_progress", task.plan, {"task": task.pk, "percent": percent})
    return task


def assign_task(task_id: int, *, actor: Actor, holder_id: int | None) -> PlanTask:
    """Give a task to an officer of the plan's agency, or to nobody."""
    with act():
        task = _task(task_id)
        here = Staff.objects.filter(Q(last_day=None) | Q(last_day__gte=clock.today()))
        if holder_id and not here.filter(pk=holder_id, agency_id=task.plan.agency_id).exists():
            raise Refused("Chỉ giao cho cán bộ đang làm việc của cơ quan có kế hoạch này.", field="holder")
        if holder_id != task.holder_id:
            task.holder_id, task.seen_at = holder_id, None
            task.given_at = clock.now() if holder_id else None
            task.giver_id = giver_of(actor) if holder_id else None
            task.save(update_fields=["holder", "seen_at", "given_at", "giver"])
        _tell(actor, "plans.assign_task", task.plan, {"task": task.pk, "holder": holder_id})
    return task


def enter_value(
    target_id: int,
    *,
    actor: Actor,
    value: Decimal,
    basis: str,
    file: bytes | None = None,
    file_name: str = "",
) -> PlanTarget:
    """Enter the value of a target that the system cannot know, with where it comes from and who says so."""
    if not squeeze(basis):
        raise Refused("Ghi căn cứ của số liệu: báo cáo, văn bản nào.", field="basis")
    blob = put(file, declared_name=file_name) if file else None
    with act():
        target = _target(target_id)
        if target.measure:
            raise Refused("Chỉ tiêu này được hệ thống đo, không nhập tay.", field="value", code="measured")
        target.entered, target.entered_basis = value, squeeze(basis)[:300]
        target.entered_by, target.entered_at = actor.label, clock.now()
        target.entered_file, target.entered_file_name = blob, file_name[:255] if blob else ""
        target.save(
            update_fields=[
                "entered", "entered_basis", "entered_by", "entered_at", "entered_file", "entered_file_name",
            ]
        )  # fmt: skip
        _tell(actor, "plans.enter_value", target.plan, {"target": target.pk, "value": str(value)})
    return target


def _hang(task: PlanTask, event: str) -> None:
    """Tie a task to a kind of event or to none."""
    if event and hanging(task.deadlines) is None:
        raise Refused(
            "Thời hạn này không tính từ sự kiện nào. Ghi ví dụ: 05 ngày làm việc kể từ ngày tiếp nhận.",
            field="event",
        )
    task.event = EventKind(event).value if event else ""


def open_occurrences(task: PlanTask) -> list[Occurrence]:
    """The dates and events of a task that still wait, the earliest first."""
    return list(Occurrence.objects.filter(task=task, done_on=None).order_by("due_date", "pk"))


def _chosen(waiting: list[Occurrence], wanted: int | None, today: date) -> list[Occurrence]:
    """Those a report answers: what was chosen, else the earliest; none where nothing has a date."""
    if wanted is None:
        return waiting[:1]
    if wanted == ALL_DUE:
        found = [one for one in waiting if one.due_date <= today]
    else:
        found = [one for one in waiting if one.pk == wanted]
    if not found:
        raise Refused("Lần này đã có người báo xong. Chọn lần khác.", field="occurrence", code="answered")
    return found


def _move_on(
    task: PlanTask, percent: int, today: date, met: list[Occurrence], waiting: list[Occurrence]
) -> None:
    """Where a report leads: an occurrence that is done gives way to the next one."""
    task.percent, task.done_on, task.accepted_at, task.accepted_by = percent, None, None, ""
    task.state = TaskState.DOING.value if percent else TaskState.TO_DO.value
    if percent < 100:
        return
    Occurrence.objects.filter(pk__in=[one.pk for one in met]).update(done_on=today)
    left = [one for one in waiting if one not in met]
    if left or task.event:
        # A task tied to an event never ends by itself: it waits for the next one.
        task.due_date = left[0].due_date if left else None
        task.percent, task.state = 0, TaskState.DOING.value
    else:
        task.state, task.done_on = TaskState.DONE.value, today


def _task(task_id: int, seen: int | None = None) -> PlanTask:
    rows = PlanTask.objects.select_for_update(of=("self",)).select_related("plan__agency")
    task = rows.filter(pk=task_id).first()
    if task is None:
        raise NotFound
    _check_seen(task.revision, seen)
    return task


def _target(target_id: int, seen: int | None = None) -> PlanTarget:
    rows = PlanTarget.objects.select_for_update(of=("self",)).select_related("plan__agency")
    target = rows.filter(pk=target_id).first()
    if target is None:
        raise NotFound
    _check_seen(target.revision, seen)
    return target


def _check_seen(revision: int, seen: int | None) -> None:
    if seen is not None and revision != seen:
        raise Overtaken(
            "Dòng này vừa được người khác sửa. Nội dung mới đã hiện ra; xem lại rồi sửa tiếp nếu vẫn cần."
        )


def _must_run(plan: Plan) -> None:
    if plan.status is PlanState.READ:
        raise Refused(
            "Kế hoạch chưa được xác nhận: xác nhận trước rồi báo cáo tiến độ.", code="not_confirmed"
        )
    if plan.status is PlanState.CLOSED:
        raise Refused("Kế hoạch đã khép lại, không báo cáo tiến độ được nữa.", code="closed")


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


def _tell(actor: Actor, action: str, plan: Plan, detail: Mapping[str, Any] | None = None) -> None:
    record(actor, action=action, kind="plan", key=plan.pk, agency=plan.agency.code, detail=dict(detail or {}))
