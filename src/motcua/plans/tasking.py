"""Acts on tasks between people: given, handed on, accepted or sent back, talked about, held up and answered."""

from collections.abc import Collection, Sequence
from datetime import date, timedelta

from django.db.models import Q

from motcua.audit.record import record
from motcua.datastore.locking import locked
from motcua.datastore.writing import act
from motcua.kernel import clock
from motcua.kernel.people import SYSTEM, Actor
from motcua.kernel.refusals import NotFound, Refused
from motcua.kernel.text import squeeze
from motcua.organisation.models import Agency, Staff
from motcua.plans.enums import PlanKind, PlanState, RemarkKind, TaskState
from motcua.plans.holding import held_task, tell_task
from motcua.plans.models import Evidence, Obstacle, Occurrence, Plan, PlanTask, Remark
from motcua.plans.successors import gone_from, heirs, takers
from motcua.regimes.queries import rule

_OPEN = (TaskState.TO_DO.value, TaskState.DOING.value)


def give_task(
    agency: Agency,
    *,
    actor: Actor,
    title: str,
    source: str,
    due_date: date | None,
    deliverable: str = "",
    holder_id: int | None = None,
) -> PlanTask:
    """Register a task given outside any plan. `source`: who gave it in which document, kept as the task's note."""
    if not squeeze(title):
        raise Refused("Ghi nội dung nhiệm vụ.", field="title")
    if not squeeze(source):
        raise Refused("Ghi ai giao, theo văn bản nào.", field="source")
    if due_date is not None and due_date < clock.today():
        raise Refused("Hạn đã qua. Ghi hạn từ hôm nay trở đi.", field="due_date")
    with act():
        plan = outside_plan(agency, (due_date or clock.today()).year)
        task = _new_task(plan, title=title, note=source, due=due_date, deliverable=deliverable, actor=actor)
        _hand(task, holder_id, actor)
        tell_task(actor, "plans.give_task", task)
    return task


def pass_down(
    task_id: int, *, actor: Actor, agencies: Sequence[Agency], due_date: date, words: str = ""
) -> list[PlanTask]:
    """Create a task at each chosen agency below, tied to this one; what an agency has already is left alone.

    Refused for agencies that are not below, no agency, a day after the task's own, and a task that is over.
    """
    with act():
        parent = held_task(task_id)
        _must_run(parent)
        if not agencies:
            raise Refused("Chọn ít nhất một đơn vị.", field="agencies")
        own = parent.plan.agency
        if any(each.pk == own.pk or not each.path.startswith(own.path) for each in agencies):
            raise Refused("Chỉ giao xuống đơn vị cấp dưới của cơ quan này.", field="agencies")
        if due_date < clock.today():
            raise Refused("Hạn đã qua. Ghi hạn từ hôm nay trở đi.", field="due_date")
        if parent.due_date and parent.due_date >= clock.today() and due_date > parent.due_date:
            raise Refused(
                f"Hạn của đơn vị phải không sau hạn chung {parent.due_date:%d/%m/%Y}.", field="due_date"
            )
        own_tasks = PlanTask.objects.filter(parent=parent).select_related("plan__agency")
        had = [task.plan.agency for task in own_tasks]
        # What a merged unit had, its heir goes on with.
        has = {one.pk for one in had} | {heir.pk for some in heirs(had).values() for heir in some}
        if all(agency.pk in has for agency in agencies):
            raise Refused("Các đơn vị này đã có nhiệm vụ rồi. Chọn đơn vị khác.", field="agencies")
        made = []
        for agency in agencies:
            if agency.pk in has:
                continue
            made.append(task_below(parent, agency, actor=actor, due=due_date, words=words))
        tell_task(actor, "plans.pass_down", parent, {"units": [each.code for each in agencies]})
    return made


def task_below(
    parent: PlanTask,
    agency: Agency,
    *,
    actor: Actor,
    due: date | None,
    words: str = "",
    helping: bool = False,
) -> PlanTask:
    """Inside an act: the task of an agency below that carries out one from above; without a day it keeps the words.

    `helping`: the agency cooperates; whoever leads stays named as leading.
    """
    plan = outside_plan(agency, due.year if due else parent.plan.year)
    if helping:
        words = f"Đơn vị phối hợp; chủ trì: {'; '.join(parent.lead) or 'không ghi'}. {words}"
    note = squeeze(f"{parent.plan.agency.name} giao, theo kế hoạch «{parent.plan.title}». {words}")
    child = _new_task(
        plan, title=parent.title, note=note, due=due, deliverable=parent.deliverable, actor=actor
    )
    # Events count for it from now on, and what is seen: the register it stands in has run since its year began.
    child.parent, child.given_at = parent, clock.now()
    if helping:
        child.lead, child.cooperating = parent.lead, [agency.name]
    if due is None:
        child.deadline_text, child.deadlines, child.event = (
            parent.deadline_text,
            parent.deadlines,
            parent.event,
        )
    child.save(
        update_fields=["parent", "given_at", "lead", "cooperating", "deadline_text", "deadlines", "event"]
    )
    return child


def note_seen(task_id: int, *, actor: Actor) -> PlanTask:
    """The holder says that the task has arrived: it is not new any more."""
    with act():
        task = held_task(task_id)
        if str(task.holder_id) != actor.id:
            raise NotFound
        if task.seen_at is None:
            task.seen_at = clock.now()
            task.save(update_fields=["seen_at"])
            tell_task(actor, "plans.note_seen", task)
    return task


def accept(task_id: int, *, actor: Actor) -> PlanTask:
    """Whoever gave the task finds it done."""
    with act():
        task = _waiting_for_acceptance(task_id)
        task.accepted_at, task.accepted_by = clock.now(), actor.label
        task.revision += 1
        task.save(update_fields=["accepted_at", "accepted_by", "revision"])
        _remark(task, RemarkKind.ACCEPTED, "Đã nghiệm thu.", actor)
        tell_task(actor, "plans.accept_task", task)
    return task


def send_back(task_id: int, *, actor: Actor, words: str, from_above: bool = False) -> PlanTask:
    """Whoever gave the task does not find it done, and says what is missing; the holder goes on with it.

    `from_above`: the agency that gave it to a unit, which may do so though the unit has accepted it.
    """
    if not squeeze(words):
        raise Refused("Ghi còn thiếu điều gì, để người làm biết đường làm tiếp.", field="words")
    with act():
        task = _waiting_for_acceptance(task_id, accepted_too=from_above)
        _open_again(task)
        task.state, task.done_on, task.percent = TaskState.DOING.value, None, min(task.percent, 90)
        task.seen_at, task.accepted_at, task.accepted_by = None, None, ""
        task.revision += 1
        task.save(
            update_fields=[
                "state", "done_on", "percent", "due_date", "seen_at", "accepted_at", "accepted_by", "revision",
            ]
        )  # fmt: skip
        _remark(task, RemarkKind.SENT_BACK, squeeze(words), actor)
        tell_task(actor, "plans.send_back_task", task)
    return task


def comment(task_id: int, *, actor: Actor, words: str) -> Remark:
    """Say something on a task."""
    if not squeeze(words):
        raise Refused("Ghi nội dung trao đổi.", field="words")
    with act():
        task = held_task(task_id)
        made = _remark(task, RemarkKind.COMMENT, squeeze(words), actor)
        tell_task(actor, "plans.comment", task)
    return made


def raise_obstacle(task_id: int, *, actor: Actor, words: str) -> Obstacle:
    """Say what stands in the way; an answer is owed within the days of `plans.obstacle_answer_days`."""
    if not squeeze(words):
        raise Refused("Ghi vướng mắc là gì, đề nghị ai giải quyết.", field="words")
    today = clock.today()
    with act():
        task = held_task(task_id)
        _must_run(task)
        days = int(rule("plans.obstacle_answer_days", on=today, scopes=task.plan.agency.chain))
        made = Obstacle.objects.create(
            task=task, text=squeeze(words), raised_at=clock.now(), raised_by=actor.label,
            answer_by=today + timedelta(days=days),
        )  # fmt: skip
        tell_task(actor, "plans.raise_obstacle", task)
    return made


def answer_obstacle(obstacle_id: int, *, actor: Actor, words: str) -> Obstacle:
    """Answer an obstacle, once."""
    if not squeeze(words):
        raise Refused("Ghi trả lời hoặc cách tháo gỡ.", field="answer")
    with act():
        found = locked(Obstacle, obstacle_id)
        if found.answered_at is not None:
            raise Refused("Vướng mắc này đã được trả lời. Tải lại trang để xem.", code="answered")
        found.answer, found.answered_at, found.answered_by = squeeze(words), clock.now(), actor.label
        found.save(update_fields=["answer", "answered_at", "answered_by"])
        tell_task(actor, "plans.answer_obstacle", held_task(found.task_id))
    return found


def hand_over_all(leaver_id: int, taker_id: int, *, of: Collection[int], actor: Actor) -> int:
    """Give the open tasks somebody left behind in some agencies (`of`, their keys) to one colleague; answers how many.

    Of somebody who only moved, the tasks of agencies they do not work for any more.
    """
    with act():
        leaver, taker = (Staff.objects.filter(pk=key).first() for key in (leaver_id, taker_id))
        if leaver is None or taker is None:
            raise NotFound
        tasks = [task for task in left_behind(leaver) if task.plan.agency_id in of]
        if not tasks:
            raise Refused("Không còn nhiệm vụ nào phải giao lại. Tải lại trang để xem.", code="none_left")
        for task in tasks:
            _hand(task, taker.pk, actor)
            _remark(task, RemarkKind.GIVEN, f"{leaver.name} thôi làm, {taker.name} làm tiếp.", actor)
        record(
            actor, action="plans.hand_over_all", kind="staff", key=leaver_id, agency=leaver.agency.code,
            detail={"tasks": len(tasks), "taker": taker_id},
        )  # fmt: skip
    return len(tasks)


def left_behind(staff: Staff) -> list[PlanTask]:
    """The open tasks of agencies that somebody who still holds them does not work for any more."""
    rows = PlanTask.objects.filter(_open_of(staff.pk)).select_related("plan__agency").order_by("pk")
    gone: dict[int, bool] = {}
    for task in rows:
        if task.plan.agency_id not in gone:
            gone[task.plan.agency_id] = gone_from(staff, task.plan.agency)
    return [task for task in rows if gone[task.plan.agency_id]]


def note_escalation(task_ids: Sequence[int], today: date) -> int:
    """Note on tasks that they are overdue too long; once since the date they missed. Answers how many are new."""
    if not task_ids:
        return 0
    with act():
        tasks = PlanTask.objects.filter(pk__in=task_ids).select_related("plan__agency", "holder")
        reminded = dict(
            Remark.objects.filter(task__in=task_ids, kind=RemarkKind.REMINDER.value).order_by("made_at")
            .values_list("task_id", "made_at")
        )  # fmt: skip
        fresh = [
            task
            for task in tasks
            if task.due_date
            and (task.pk not in reminded or clock.local_day(reminded[task.pk]) <= task.due_date)
        ]
        for task in fresh:
            late = (today - task.due_date).days if task.due_date else 0
            who = task.holder.name if task.holder else "chưa giao cho ai"
            _remark(task, RemarkKind.REMINDER, f"Quá hạn {late} ngày ({who}), báo lãnh đạo cơ quan.", SYSTEM)
            tell_task(SYSTEM, "plans.escalate", task, {"days": late})
    return len(fresh)


def _open_again(task: PlanTask) -> None:
    """The date whose report is sent back waits again: the one the last full report answered, else that of the task."""
    said = Evidence.objects.filter(task=task, percent=100).first()
    if said is not None and said.occurrence_id is not None:
        Occurrence.objects.filter(pk=said.occurrence_id).update(done_on=None)
        task.due_date = Occurrence.objects.values_list("due_date", flat=True).get(pk=said.occurrence_id)
    elif task.due_date is not None:
        Occurrence.objects.filter(task=task, due_date=task.due_date).update(done_on=None)


def _open_of(staff_id: int) -> Q:
    return Q(holder_id=staff_id, state__in=_OPEN, plan__state=PlanState.CONFIRMED.value)


def _hand(task: PlanTask, holder_id: int | None, actor: Actor) -> None:
    if holder_id is not None:
        holder = Staff.objects.filter(pk=holder_id).first()
        if holder is None:
            raise NotFound
        _must_work(holder, task.plan.agency)
    task.holder_id, task.seen_at = holder_id, None
    task.given_at = clock.now() if holder_id else None
    task.giver_id = giver_of(actor)
    task.save(update_fields=["holder", "seen_at", "given_at", "giver"])


def giver_of(actor: Actor) -> int | None:
    """The officer behind an actor; None for the system."""
    number = int(actor.id) if actor.kind == "staff" and actor.id.isdecimal() else None
    return number if number and Staff.objects.filter(pk=number).exists() else None


def _must_work(staff: Staff, agency: Agency) -> None:
    if not takers(agency).filter(pk=staff.pk).exists():
        raise Refused("Chỉ giao cho cán bộ đang làm việc của cơ quan có nhiệm vụ này.", field="holder")


def outside_plan(agency: Agency, year: int) -> Plan:
    """The plan that holds what is given outside any plan, made when first needed."""
    now = clock.now()
    plan, _ = Plan.objects.get_or_create(
        agency=agency,
        year=year,
        kind=PlanKind.OUTSIDE.value,
        defaults={
            "title": f"Nhiệm vụ ngoài kế hoạch năm {year}", "state": PlanState.CONFIRMED.value,
            "imported_at": now, "confirmed_at": now,
        },
    )  # fmt: skip
    if plan.status is not PlanState.CONFIRMED:
        raise Refused(f"Sổ nhiệm vụ ngoài kế hoạch năm {year} đã khép lại.", code="closed")
    return plan


def _new_task(
    plan: Plan, *, title: str, note: str, due: date | None, deliverable: str, actor: Actor
) -> PlanTask:
    order = PlanTask.objects.filter(plan=plan).count() + 1
    task = PlanTask.objects.create(
        plan=plan, order=order, number=str(order), title=squeeze(title), note=squeeze(note), due_date=due,
        deadline_text=f"Trước hết ngày {due:%d/%m/%Y}" if due else "", deliverable=squeeze(deliverable),
        lead=[plan.agency.name], giver_id=giver_of(actor),
    )  # fmt: skip
    if due:
        Occurrence.objects.create(task=task, due_date=due)
    return task


def _waiting_for_acceptance(task_id: int, *, accepted_too: bool = False) -> PlanTask:
    task = held_task(task_id)
    if task.status is not TaskState.DONE or (task.accepted_at is not None and not accepted_too):
        raise Refused(
            "Nhiệm vụ này không chờ nghiệm thu. Tải lại trang để xem tình trạng mới.", code="not_done"
        )
    return task


def _must_run(task: PlanTask) -> None:
    if task.plan.status is not PlanState.CONFIRMED or task.state not in _OPEN:
        raise Refused("Nhiệm vụ này đã xong, hoặc kế hoạch không còn thực hiện.", code="not_running")


def _remark(task: PlanTask, kind: RemarkKind, words: str, actor: Actor) -> Remark:
    return Remark.objects.create(
        task=task,
        kind=kind.value,
        text=words,
        made_at=clock.now(),
        actor_id=actor.id,
        actor_label=actor.label,
    )
