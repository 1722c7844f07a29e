"""A revised plan takes the place of the one that runs: rows found again keep their progress, evidence and people."""

from dataclasses import dataclass

from motcua.datastore.locking import locked
from motcua.datastore.writing import act
from motcua.kernel import clock
from motcua.kernel.people import Actor
from motcua.kernel.refusals import Overtaken, Refused
from motcua.organisation.models import Agency
from motcua.plans.bodies import tie
from motcua.plans.comparing import (
    Change,
    Identity,
    Likeness,
    Words,
    compare,
    foreign_locality,
    is_given,
    likeness,
)
from motcua.plans.dropping import REVISED, Decision, drop_by_revision, resume_by_revision
from motcua.plans.enums import PlanKind, PlanState, TaskState
from motcua.plans.holding import tell
from motcua.plans.models import (
    Occurrence,
    Plan,
    PlanDocument,
    PlanDuty,
    PlanIssue,
    PlanTarget,
    PlanTask,
)
from motcua.plans.storing import begin_periods

_TASK_COLUMNS = (
    "order", "place", "section", "number", "title", "lead", "cooperating", "deliverable", "note", "parts", "inherited",
)  # fmt: skip
_TARGET_COLUMNS = (
    "order", "place", "section", "number", "name", "unit", "operator", "value", "value_high", "baseline",
    "baseline_operator", "year", "lead", "cooperating", "assessor",
)  # fmt: skip
_SIGNS = {
    ">=": "≥", "<=": "≤", "between": "trong khoảng", "above_last_year": "cao hơn năm trước",
    "not_below_last_year": "không thấp hơn năm trước", "increase_per_year": "mỗi năm tăng",
}  # fmt: skip
_LABELS = {
    "title": "nội dung", "lead": "chủ trì", "cooperating": "phối hợp", "deadline_text": "thời hạn",
    "deliverable": "sản phẩm", "note": "ghi chú", "aim": "yêu cầu", "unit": "đơn vị", "assessor": "nơi đánh giá",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Comparison:
    """What a revised plan changes, tasks and targets apart."""

    tasks: list[Change]
    targets: list[Change]

    def counts(self) -> dict[str, int]:
        """How many rows are new, changed, gone, same; of tasks and targets together."""
        kinds = [change.kind for change in (*self.tasks, *self.targets)]
        return {kind: kinds.count(kind) for kind in ("new", "changed", "gone", "same")}


def label_of(field: str) -> str:
    """What a field of a row is called."""
    return _LABELS.get(field, field)


def recognise(agency: Agency, identity: Identity) -> tuple[Plan | None, Likeness]:
    """The plan of an agency a document seems to be a revision of, and how sure that is."""
    known = Plan.objects.filter(agency=agency, year=identity.year, revises=None)
    asked: Plan | None = None
    for plan in (
        known.exclude(kind=PlanKind.OUTSIDE.value).exclude(state=PlanState.READ.value).order_by("-id")
    ):
        found = likeness(identity, Identity(plan.number, plan.issuer, plan.year, plan.title))
        if found is Likeness.SAME:
            return plan, found
        if found is Likeness.ASK and asked is None:
            asked = plan
    return asked, Likeness.ASK if asked else Likeness.OTHER


def warning_of_locality(agency: Agency, issuer: str) -> str:
    """Words when a document was issued by a locality that is neither the agency's own nor one above it."""
    names = Agency.objects.filter(code__in=agency.chain).values_list("name", flat=True)
    if not foreign_locality(issuer, list(names)):
        return ""
    return (
        f"Văn bản do «{issuer}» ban hành, không phải của {agency.name} hay cơ quan cấp trên. "
        "Kiểm tra có chọn nhầm tệp hay nhầm cơ quan không."
    )


def warning_of_twin(agency: Agency, number: str, year: int) -> str:
    """Words when another reading with the same number and year still waits to be confirmed."""
    waiting = Plan.objects.filter(agency=agency, year=year, state=PlanState.READ.value)
    twin = waiting.filter(number=number[:80]).first() if is_given(number) else None
    if twin is None:
        return ""
    return (
        f"Còn một bản đọc chờ xác nhận mang cùng số {number}: «{twin.title}», từ tệp «{twin.source_name}». "
        "Xem bản nào đúng, bỏ bản kia rồi mới xác nhận."
    )


def comparison(new: Plan) -> Comparison:
    """What a revised plan that waits changes in the one it revises; four statements, nothing for a plan of its own."""
    if new.revises_id is None:
        return Comparison([], [])
    return Comparison(
        compare(
            [_task_words(row) for row in PlanTask.objects.filter(plan_id=new.revises_id)],
            [_task_words(row) for row in PlanTask.objects.filter(plan=new)],
        ),
        compare(
            [_target_words(row) for row in PlanTarget.objects.filter(plan_id=new.revises_id)],
            [_target_words(row) for row in PlanTarget.objects.filter(plan=new)],
        ),
    )


def settle(plan_id: int, *, actor: Actor, same: bool) -> Plan:
    """Answer whether a reading is a revision of the plan it resembles, or a plan of its own.

    That it is one of its own may be said unasked too, as long as it waits.
    """
    with act():
        plan = _held(plan_id)
        open_question = plan.asked or (not same and plan.revises_id is not None)
        if not open_question or plan.status is not PlanState.READ:
            raise Refused("Câu hỏi này đã được trả lời. Tải lại trang.", code="settled")
        plan.asked = False
        if not same:
            plan.revises = None
        plan.revision += 1
        plan.save(update_fields=["asked", "revises", "revision"])
        tell(actor, "plans.settle_likeness", plan, {"same": same})
    return plan


def apply_revision(plan_id: int, *, actor: Actor, seen: int | None = None) -> Plan:
    """Merge a checked reading into the plan it revises; answers that plan.

    Rows found again keep key, progress, evidence, people and measure. What is gone is dropped, not deleted. The
    document that was in force is kept as an earlier issue.
    """
    with act():
        new = _held(plan_id)
        if seen is not None and new.revision != seen:
            raise Overtaken("Bản sửa đổi vừa được người khác sửa. Tải lại trang, xem lại rồi áp dụng.")
        if new.revises_id is None or new.asked or new.status is not PlanState.READ:
            raise Refused("Bản này không phải bản sửa đổi đang chờ áp dụng.", code="no_revision")
        running = _held(new.revises_id)
        if running.status is not PlanState.CONFIRMED:
            raise Refused(
                "Kế hoạch được sửa đổi đã khép lại. Xác nhận bản này như kế hoạch khác.", code="closed"
            )
        found = comparison(new)
        _merge_tasks(running, new, found.tasks, actor)
        _merge_targets(running, found.targets)
        PlanDuty.objects.filter(plan=running).delete()
        PlanDuty.objects.filter(plan=new).update(plan=running)
        _take_document(running, new, found, actor)
        new.delete()
        begin_periods(list(PlanTask.objects.filter(plan=running).select_related("plan")), clock.today())
        tie(running, actor=actor)
        tell(actor, "plans.revise", running, dict(found.counts()))
    return running


def _merge_tasks(running: Plan, new: Plan, changes: list[Change], actor: Actor) -> None:
    rows = PlanTask.objects.in_bulk([one.key for each in changes for one in (each.old, each.new) if one])
    gone = []
    for change in changes:
        if change.old is None and change.new is not None:
            PlanTask.objects.filter(pk=change.new.key).update(plan=running)
        elif change.new is None and change.old is not None:
            gone.append(rows[change.old.key])
        elif change.old is not None and change.new is not None:
            task, read = rows[change.old.key], rows[change.new.key]
            again = task.status is TaskState.DROPPED and resume_by_revision(
                task, issued_on=new.issued_on, number=new.number, actor=actor
            )
            _renew(task, read, deadline="deadline_text" in change.fields, again=again)
    drop_by_revision(gone, _decision_of(new), actor=actor)


def _decision_of(new: Plan) -> Decision:
    """A revised plan as the decision on what it holds no longer."""
    document = (
        f"bản sửa đổi số {new.number}" if is_given(new.number) else f"bản sửa đổi, tệp {new.source_name}"
    )
    today = clock.today()
    return Decision(
        decided_by=new.issuer or new.agency.name, decided_on=min(new.issued_on or today, today),
        document=document, reason=REVISED,
    )  # fmt: skip


def _renew(task: PlanTask, read: PlanTask, *, deadline: bool, again: bool) -> None:
    for column in _TASK_COLUMNS:
        setattr(task, column, getattr(read, column))
    if again:
        task.state = TaskState.DOING.value if task.percent else TaskState.TO_DO.value
        deadline = True
    if deadline:
        task.deadline_text, task.deadlines, task.event = read.deadline_text, read.deadlines, read.event
        _renew_dates(task, read)
    task.revision += 1
    task.save()


def _renew_dates(task: PlanTask, read: PlanTask) -> None:
    """Dates that were met stay; of the new ones those hold that lie after the last one met."""
    dates = Occurrence.objects.filter(task=task)
    dates.filter(done_on=None).delete()
    met = dates.order_by("-due_date").values_list("due_date", flat=True).first()
    days = Occurrence.objects.filter(task=read).order_by("due_date").values_list("due_date", flat=True)
    open_days = [day for day in days if met is None or day > met]
    if task.status is TaskState.DONE:
        return
    Occurrence.objects.bulk_create([Occurrence(task=task, due_date=day) for day in open_days])
    task.due_date = open_days[0] if open_days else read.due_date


def _merge_targets(running: Plan, changes: list[Change]) -> None:
    rows = PlanTarget.objects.in_bulk([one.key for each in changes for one in (each.old, each.new) if one])
    for change in changes:
        if change.old is None and change.new is not None:
            PlanTarget.objects.filter(pk=change.new.key).update(plan=running)
        elif change.new is None and change.old is not None:
            rows[change.old.key].delete()
        elif change.old is not None and change.new is not None:
            target, read = rows[change.old.key], rows[change.new.key]
            for column in _TARGET_COLUMNS:
                setattr(target, column, getattr(read, column))
            # A measure a person chose stands; else the words decide anew.
            if not target.corrected or read.corrected:
                target.measure = read.measure
            target.corrected = target.corrected or read.corrected
            target.revision += 1
            target.save()


def _take_document(running: Plan, new: Plan, found: Comparison, actor: Actor) -> None:
    PlanIssue.objects.create(
        plan=running, number=running.number, issued_on=running.issued_on, source_name=running.source_name,
        source_id=running.source_id, replaced_at=clock.now(), replaced_by=actor.label, changes=found.counts(),
    )  # fmt: skip
    read = PlanDocument.objects.get(plan=new)
    PlanDocument.objects.filter(plan=running).update(
        reading=read.reading, blocks=read.blocks, unread=read.unread
    )
    for column in ("title", "number", "issued_on", "issuer", "source_name", "source_id", "headings"):
        setattr(running, column, getattr(new, column))
    running.revision += 1
    running.save()


def _task_words(row: PlanTask) -> Words:
    return Words(row.pk, row.section, row.number, row.title, {
        "lead": "; ".join(row.lead), "cooperating": "; ".join(row.cooperating), "deadline_text": row.deadline_text,
        "deliverable": row.deliverable, "note": row.note,
    })  # fmt: skip


def _target_words(row: PlanTarget) -> Words:
    numbers = [
        f"{one.normalize():f}".replace(".", ",") if one is not None else ""
        for one in (row.value, row.value_high)
    ]
    return Words(row.pk, row.section, row.number, row.name, {
        "aim": " ".join([_SIGNS.get(row.operator, row.operator), *numbers]).strip(), "unit": row.unit,
        "lead": "; ".join(row.lead),
        "assessor": row.assessor,
    })  # fmt: skip


def _held(plan_id: int) -> Plan:
    return locked(Plan, plan_id, "agency")
