"""A task of a running plan that is not to be done any more: decided by somebody on a day, on a document, with a reason.

From that day it counts neither as overdue nor in any share; it stays in the record and in reports. It can be taken up again.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import F, QuerySet

from motcua.datastore.locking import locked
from motcua.datastore.writing import act
from motcua.kernel import clock
from motcua.kernel.people import Actor
from motcua.kernel.refusals import Overtaken, Refused
from motcua.kernel.text import squeeze
from motcua.plans.enums import PlanState, RemarkKind, TaskState
from motcua.plans.holding import tell_task
from motcua.plans.models import Evidence, Occurrence, PlanTask, Remark
from motcua.plans.task_models import TaskDrop

_OPEN = (TaskState.TO_DO.value, TaskState.DOING.value)
_ASKED = {
    "decided_by": "Ghi ai quyết định, ví dụ Chủ tịch UBND xã.",
    "document": "Ghi số, ngày của văn bản, hoặc biên bản cuộc họp đã quyết định.",
    "reason": "Ghi vì sao không còn phải làm.",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Decision:
    """Who decided it on which day, on what document, and why."""

    decided_by: str
    decided_on: date
    document: str
    reason: str


def drop_task(
    task_id: int, *, actor: Actor, decision: Decision, units_too: bool, seen: int | None = None
) -> TaskDrop:
    """Record that a task is not to be done any more; what units below have of it stops too, or goes on and is told why.

    Refused without all four parts, for a day to come or before the plan, for a task that does not run, and for one
    given from above: whoever gave it decides.
    """
    _check(decision)
    with act():
        task = _running(task_id, seen)
        if task.plan.issued_on is not None and decision.decided_on < task.plan.issued_on:
            raise Refused(
                f"Kế hoạch ban hành ngày {task.plan.issued_on:%d/%m/%Y}; ngày quyết định không thể trước đó.",
                field="decided_on",
            )
        above = task.parent
        if above is not None and above.state in _OPEN and actor.agency == task.plan.agency.code:
            raise Refused(
                f"Nhiệm vụ này do {above.plan.agency.name} giao: nơi giao mới cho thôi được. "
                "Gửi vướng mắc trong nhiệm vụ để đề nghị.",
                code="given_from_above",
            )
        [made] = _mark([task], decision, actor)
        units = _below([task]) if units_too else _told(task, decision, actor)
        while units and units_too:
            _mark(units, decision, actor, because=made)
            units = _below(units)
        tell_task(actor, "plans.drop_task", task, {"document": made.document, "units_too": units_too})
    return made


def resume_task(task_id: int, *, actor: Actor, why: str, seen: int | None = None) -> PlanTask:
    """Take a dropped task up again where it was left; units that were stopped with it go on too.

    Refused without words, for a task that is not dropped, and for one stopped from above while that stands.
    """
    if not squeeze(why):
        raise Refused("Ghi vì sao làm lại, theo văn bản nào.", field="why")
    with act():
        task = _task(task_id, seen)
        if task.status is not TaskState.DROPPED or task.plan.status is not PlanState.CONFIRMED:
            raise Refused(
                "Nhiệm vụ này không ở tình trạng đã cho thôi, hoặc kế hoạch đã khép lại.", code="not_dropped"
            )
        held = TaskDrop.objects.filter(task=task, undone_at=None).first()
        if held is not None and held.because_id is not None:
            raise Refused(
                "Cơ quan cấp trên cho thôi nhiệm vụ này; chỉ nơi đó khôi phục được.",
                code="stopped_from_above",
            )
        rows = [task]
        if held is not None:
            taken = TaskDrop.objects.filter(because=held, undone_at=None)
            rows += PlanTask.objects.select_for_update(of=("self",)).filter(pk__in=taken.values("task_id"))
        _open_again(rows, squeeze(why), actor)
        tell_task(actor, "plans.resume_task", task, {"tasks": len(rows)})
    return rows[0]


def drop_by_revision(tasks: Sequence[PlanTask], decision: Decision, *, actor: Actor) -> None:
    """Inside an act: a revised plan holds these tasks no longer; what was done stays done."""
    _mark([task for task in tasks if task.state in _OPEN], decision, actor)


def resume_by_revision(task: PlanTask, *, issued_on: date | None, number: str, actor: Actor) -> bool:
    """Inside an act: a revised plan names a dropped task; answers whether it is owed again.

    It is when an earlier revision had left it out, or when this one was issued after the decision to drop it.
    """
    held = TaskDrop.objects.filter(task=task, undone_at=None).first()
    if held is None:
        return True
    by_revision = held.reason == REVISED
    if not by_revision and (issued_on is None or issued_on <= held.decided_on):
        return False
    _undo([task], f"Bản sửa đổi {number} giao nhiệm vụ này.".replace("  ", " "), actor)
    return True


REVISED = "Bản sửa đổi của kế hoạch không còn nhiệm vụ này."


def drops_of(tasks: Iterable[PlanTask]) -> dict[int, TaskDrop]:
    """The decision that holds for each dropped task, by the task's key; one statement, none without a dropped task."""
    gone = [task.pk for task in tasks if task.status is TaskState.DROPPED]
    if not gone:
        return {}
    return {one.task_id: one for one in TaskDrop.objects.filter(task__in=gone, undone_at=None)}


def lately_dropped(tasks: QuerySet[PlanTask], today: date, days: int) -> list[TaskDrop]:
    """What was dropped among some tasks in the last days, the latest first."""
    since = clock.at_local(today - timedelta(days=days), 0)
    rows = TaskDrop.objects.filter(task__in=tasks.values("pk"), undone_at=None, made_at__gte=since)
    return list(rows.select_related("task__plan__agency", "because__task__plan__agency"))


def all_drops_of(tasks: Iterable[PlanTask]) -> dict[int, list[TaskDrop]]:
    """Every decision on each task that ever had one, undone ones too, by the task's key; one statement."""
    found: dict[int, list[TaskDrop]] = {}
    for one in TaskDrop.objects.filter(task__in=[task.pk for task in tasks]):
        found.setdefault(one.task_id, []).append(one)
    return found


def in_force(drops: Iterable[TaskDrop], day: date) -> TaskDrop | None:
    """The decision that held at the end of a day, an undone one until the day before it was undone."""
    for one in drops:
        ended = one.undone_at is not None and clock.local_day(one.undone_at) <= day
        if one.decided_on <= day and not ended:
            return one
    return None


def _check(decision: Decision) -> None:
    for field, words in _ASKED.items():
        if not squeeze(getattr(decision, field)):
            raise Refused(words, field=field)
    if decision.decided_on > clock.today():
        raise Refused("Ngày quyết định chưa đến. Ghi khi đã có quyết định.", field="decided_on")


def _mark(
    tasks: Sequence[PlanTask], decision: Decision, actor: Actor, because: TaskDrop | None = None
) -> list[TaskDrop]:
    """Rows of the decision, the tasks' state and a remark that tells whoever looks; three statements."""
    now = clock.now()
    made = TaskDrop.objects.bulk_create(
        [
            TaskDrop(
                task=task, decided_on=decision.decided_on, decided_by=squeeze(decision.decided_by)[:200],
                document=squeeze(decision.document)[:300], reason=decision.reason.strip(), because=because,
                made_at=now, made_by=actor.label,
            )
            for task in tasks
        ],
        batch_size=200,
    )  # fmt: skip
    PlanTask.objects.filter(pk__in=[task.pk for task in tasks]).update(
        state=TaskState.DROPPED.value, revision=F("revision") + 1
    )
    above = f"{because.task.plan.agency.name} cho thôi nhiệm vụ đã giao. " if because else ""
    _say([(one.task_id, f"{above}{one.words}") for one in made], RemarkKind.DROPPED, actor)
    return made


def _told(task: PlanTask, decision: Decision, actor: Actor) -> list[PlanTask]:
    """Units that go on are told that the task above stopped, and why theirs did not."""
    units = _below([task])
    words = (
        f"{task.plan.agency.name} không còn phải làm nhiệm vụ này từ ngày {decision.decided_on:%d/%m/%Y} "
        f"({squeeze(decision.document)}: {decision.reason.strip().rstrip('.')}). Đơn vị vẫn làm tiếp phần đã được giao."
    )
    _say([(one.pk, words) for one in units], RemarkKind.DROPPED, actor)
    return units


def _below(tasks: Sequence[PlanTask]) -> list[PlanTask]:
    """The running tasks of units that carry these out, held."""
    rows = PlanTask.objects.select_for_update(of=("self",)).filter(
        parent__in=tasks, state__in=_OPEN, plan__state=PlanState.CONFIRMED.value
    )
    return list(rows.order_by("pk"))


def _open_again(tasks: Sequence[PlanTask], why: str, actor: Actor) -> None:
    _undo(tasks, why, actor)
    waiting: dict[int, date] = {}
    for one in Occurrence.objects.filter(task__in=tasks, done_on=None).order_by("due_date"):
        waiting.setdefault(one.task_id, one.due_date)
    for task in tasks:
        task.state = TaskState.DOING.value if task.percent else TaskState.TO_DO.value
        task.due_date = waiting.get(task.pk, None if task.event else task.due_date)
        task.revision += 1
    PlanTask.objects.bulk_update(tasks, ["state", "due_date", "revision"], batch_size=200)


def _forget_events(tasks: Sequence[PlanTask]) -> None:
    """A decision is often recorded days after it was made: what happened in between had got its date, and is not owed.

    What somebody reported on stays.
    """
    drops = all_drops_of(tasks)
    rows = Occurrence.objects.filter(task__in=drops, done_on=None, cause_on__isnull=False)
    told = Evidence.objects.filter(occurrence__in=rows).values_list("occurrence_id", flat=True)
    gone = [one.pk for one in rows if one.cause_on and in_force(drops[one.task_id], one.cause_on)]
    Occurrence.objects.filter(pk__in=set(gone) - set(told)).delete()


def _undo(tasks: Sequence[PlanTask], why: str, actor: Actor) -> None:
    TaskDrop.objects.filter(task__in=tasks, undone_at=None).update(
        undone_at=clock.now(), undone_by=actor.label, undone_why=why
    )
    _forget_events(tasks)
    _say([(task.pk, why) for task in tasks], RemarkKind.RESUMED, actor)


def _say(told: Iterable[tuple[int, str]], kind: RemarkKind, actor: Actor) -> None:
    now = clock.now()
    Remark.objects.bulk_create(
        [
            Remark(task_id=key, kind=kind.value, text=words, made_at=now, actor_id=actor.id, actor_label=actor.label)
            for key, words in told
        ],
        batch_size=200,
    )  # fmt: skip


def _running(task_id: int, seen: int | None) -> PlanTask:
    task = _task(task_id, seen)
    if task.plan.status is not PlanState.CONFIRMED or task.state not in _OPEN:
        raise Refused("Chỉ cho thôi nhiệm vụ còn phải làm của kế hoạch đang thực hiện.", code="not_running")
    return task


def _task(task_id: int, seen: int | None) -> PlanTask:
    task = locked(PlanTask, task_id, "plan__agency", "parent__plan__agency")
    if seen is not None and task.revision != seen:
        raise Overtaken("Nhiệm vụ vừa được người khác cập nhật. Xem lại tình trạng mới rồi ghi.")
    return task
