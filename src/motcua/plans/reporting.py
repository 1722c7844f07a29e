"""Acts on the way through a plan's year: a task given to an officer, progress with evidence, a target's value entered."""

from datetime import date
from decimal import Decimal

from motcua.blobs.store import put
from motcua.datastore.writing import act
from motcua.kernel import clock
from motcua.kernel.people import Actor
from motcua.kernel.refusals import Refused
from motcua.kernel.text import squeeze
from motcua.plans.enums import PlanState, TaskState
from motcua.plans.holding import held_target, held_task, tell
from motcua.plans.models import Evidence, Occurrence, Plan, PlanTarget, PlanTask
from motcua.plans.successors import takers
from motcua.plans.tasking import giver_of

ALL_DUE = 0


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
        task = held_task(task_id, seen)
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
        if str(task.holder_id) == actor.id and task.seen_at is None:
            task.seen_at = clock.now()  # whoever reports has seen it
        task.revision += 1
        task.save(
            update_fields=[
                "state",
                "seen_at",
                "percent",
                "done_on",
                "due_date",
                "revision",
                "accepted_at",
                "accepted_by",
            ]
        )
        tell(actor, "plans.report_progress", task.plan, {"task": task.pk, "percent": percent})
    return task


def assign_task(task_id: int, *, actor: Actor, holder_id: int | None) -> PlanTask:
    """Give a task to an officer of the plan's agency, or to nobody."""
    with act():
        task = held_task(task_id)
        if holder_id and not takers(task.plan.agency).filter(pk=holder_id).exists():
            raise Refused("Chỉ giao cho cán bộ đang làm việc của cơ quan có kế hoạch này.", field="holder")
        if holder_id != task.holder_id:
            task.holder_id, task.seen_at = holder_id, None
            task.given_at = clock.now() if holder_id else None
            task.giver_id = giver_of(actor) if holder_id else None
            task.save(update_fields=["holder", "seen_at", "given_at", "giver"])
        tell(actor, "plans.assign_task", task.plan, {"task": task.pk, "holder": holder_id})
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
        target = held_target(target_id)
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
        tell(actor, "plans.enter_value", target.plan, {"target": target.pk, "value": str(value)})
    return target


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


def _must_run(plan: Plan) -> None:
    if plan.status is PlanState.READ:
        raise Refused(
            "Kế hoạch chưa được xác nhận: xác nhận trước rồi báo cáo tiến độ.", code="not_confirmed"
        )
    if plan.status is PlanState.CLOSED:
        raise Refused("Kế hoạch đã khép lại, không báo cáo tiến độ được nữa.", code="closed")
