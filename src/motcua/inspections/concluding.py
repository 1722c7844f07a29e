"""Findings, the conclusion and its remedies: entered, concluded, answered, closed (TT 25/2014/TT-BTP Điều 15, 25, 26)."""

from dataclasses import dataclass
from datetime import date

from motcua.audit.record import record
from motcua.datastore.locking import locked
from motcua.datastore.writing import act
from motcua.dossiers.models import Dossier
from motcua.inspections import actions
from motcua.inspections.checklists import checklist_of
from motcua.inspections.enums import CheckState, Detection, FindingKind, ViolationKind
from motcua.inspections.inspecting import changed
from motcua.inspections.inspection_models import ChecklistAnswer, Finding, Inspection, Remedy
from motcua.kernel import clock
from motcua.kernel.people import Actor
from motcua.kernel.refusals import NotFound, Refused
from motcua.kernel.text import squeeze
from motcua.organisation.models import Staff
from motcua.regimes.queries import rule
from motcua.worktime.queries import calendar_for


@dataclass(frozen=True, slots=True)
class Conclusion:
    """What a conclusion must state (Điều 15)."""

    achieved: str
    lacking: str
    causes: str
    proposals: str


def find(
    inspection_id: int, *, kind: FindingKind, words: str, item: str = "", dossier: Dossier | None = None,
    remedy: str = "", due_on: date | None = None, actor: Actor,
) -> Finding:  # fmt: skip
    """Enter a finding, with the remedy it asks for. Refuses a dossier of another agency and a remedy without a day."""
    if not words.strip():
        raise Refused("Ghi nội dung phát hiện.", field="words", code="words")
    if remedy.strip() and due_on is None:
        raise Refused("Ghi hạn thực hiện kiến nghị.", field="due_on", code="due_on")
    made: list[Finding] = []

    def change(row: Inspection) -> None:
        _open_to_findings(row)
        if dossier is not None and dossier.agency_id != row.target_id:
            raise Refused("Hồ sơ này không thuộc đơn vị được kiểm tra.", field="dossier", code="dossier")
        if item and checklist_of(row).item(item) is None:
            raise Refused("Bảng kiểm không có mục này.", field="item", code="item")
        found = Finding.objects.create(
            inspection=row, kind=kind.value, item=item, dossier=dossier, words=words.strip(),
            found_at=clock.now(), found_by=actor.label,
        )  # fmt: skip
        if remedy.strip() and due_on:
            Remedy.objects.create(inspection=row, finding=found, words=remedy.strip(), due_on=due_on)
        made.append(found)

    changed(inspection_id, "find", change, actor)
    return made[0]


def ask_remedy(inspection_id: int, *, words: str, due_on: date, actor: Actor) -> Remedy:
    """Something to be remedied by a day, of no single finding."""
    if not words.strip():
        raise Refused("Ghi nội dung kiến nghị.", field="words", code="words")
    made: list[Remedy] = []

    def change(row: Inspection) -> None:
        _open_to_findings(row)
        made.append(Remedy.objects.create(inspection=row, words=words.strip(), due_on=due_on))

    changed(inspection_id, "ask_remedy", change, actor)
    return made[0]


def enter_violation(
    finding_id: int, *, kind: ViolationKind, officer: Staff | None = None, actor: Actor
) -> Finding:
    """A finding with signs of a violation goes into the register of the inspected agency, once.

    The entry is named by the finding: of two officers who enter it at once one is refused.
    """
    found = Finding.objects.select_related("inspection__target", "dossier").filter(pk=finding_id).first()
    if found is None:
        raise NotFound
    if found.of_kind is not FindingKind.VIOLATION or found.violation_id is not None:
        raise Refused("Phát hiện này đã ở trong sổ vi phạm, hoặc không phải vi phạm.", code="entered")
    day = min(found.inspection.first_day, clock.today())
    new = actions.NewViolation(
        agency=found.inspection.target, kind=kind, detected_by=Detection.INSPECTION, happened_on=day,
        words=f"{found.words} (kiểm tra: {found.inspection.title})", dossier=found.dossier,
        officer=officer, fact=f"finding:{found.pk}",
    )  # fmt: skip
    row = actions.enter(new, actor=actor)
    with act():
        Finding.objects.filter(pk=found.pk, violation=None).update(violation=row)
    found.violation = row
    return found


def conclude(
    inspection_id: int, *, said: Conclusion, number: str, concluded_on: date, actor: Actor
) -> Inspection:
    """The conclusion is signed; those inspected report on what was asked by the day that follows from it.

    Refuses before the last day, with items of the checklist unanswered, and a conclusion that does not say
    all four things.
    """
    for name in ("achieved", "lacking", "causes", "proposals"):
        if not str(getattr(said, name)).strip():
            raise Refused(
                "Kết luận nêu đủ kết quả, tồn tại, nguyên nhân và kiến nghị; không có thì ghi «Không».",
                field=name, code=name,
            )  # fmt: skip
    if not squeeze(number):
        raise Refused("Ghi số kết luận.", field="number", code="number")
    if concluded_on > clock.today():
        raise Refused("Ngày này chưa đến.", field="concluded_on", code="concluded_on")

    def change(row: Inspection) -> None:
        if row.status is not CheckState.DECIDED:
            raise Refused(f"Cuộc kiểm tra này: {row.status.label.lower()}.", code="state")
        if concluded_on < row.last_day:
            raise Refused("Kết luận từ ngày kiểm tra xong trở đi.", field="concluded_on", code="concluded_on")
        if open_items := unanswered(row):
            raise Refused(f"Bảng kiểm còn {open_items} mục chưa ghi.", code="unanswered")
        days = int(rule("inspection.follow_up_working_days", on=concluded_on, scopes=row.agency.chain))
        row.achieved, row.lacking = said.achieved.strip(), said.lacking.strip()
        row.causes, row.proposals = said.causes.strip(), said.proposals.strip()
        row.conclusion, row.concluded_on = squeeze(number), concluded_on
        row.follow_up_by = calendar_for(row.agency.chain, concluded_on).working_day_after(concluded_on, days)
        row.state = CheckState.CONCLUDED.value

    return changed(inspection_id, "conclude", change, actor)


def unanswered(row: Inspection) -> int:
    """How many items of the checklist nobody has answered yet."""
    known = {item.code for item in checklist_of(row).items}
    given = set(ChecklistAnswer.objects.filter(inspection=row).values_list("item", flat=True))
    return len(known - given)


def answer_remedy(remedy_id: int, *, answer: str, actor: Actor) -> Remedy:
    """The inspected agency says what it did. Refused before the conclusion and after closing."""
    if not answer.strip():
        raise Refused("Ghi kết quả thực hiện, văn bản kèm theo.", field="answer", code="answer")
    with act():
        row = _remedy(remedy_id)
        row.answer, row.answered_at, row.answered_by = answer.strip(), clock.now(), actor.label
        row.sent_back = ""
        row.save()
        _record(row, "answer_remedy", actor)
    return row


def judge_remedy(remedy_id: int, *, accepted: bool, words: str = "", actor: Actor) -> Remedy:
    """Who inspected accepts what was done, or sends it back with the reason. Refused without an answer."""
    if not accepted and not words.strip():
        raise Refused("Ghi vì sao chưa đạt.", field="words", code="words")
    with act():
        row = _remedy(remedy_id)
        if row.answered_at is None:
            raise Refused("Đơn vị chưa báo cáo kết quả thực hiện.", code="unanswered")
        if accepted:
            row.closed_at, row.closed_by = clock.now(), actor.label
        else:
            row.sent_back, row.answered_at = words.strip(), None
        row.save()
        _record(row, "accept_remedy" if accepted else "send_back_remedy", actor)
    return row


def close(inspection_id: int, *, actor: Actor) -> Inspection:
    """Everything asked was done: the inspection is over. Refused while a remedy is open."""

    def change(row: Inspection) -> None:
        if row.status is not CheckState.CONCLUDED:
            raise Refused(f"Cuộc kiểm tra này: {row.status.label.lower()}.", code="state")
        still = Remedy.objects.filter(inspection=row, closed_at=None).count()
        if still:
            raise Refused(f"Còn {still} kiến nghị chưa khép lại.", code="open_remedies")
        row.state, row.closed_at = CheckState.CLOSED.value, clock.now()

    return changed(inspection_id, "close", change, actor)


def _open_to_findings(row: Inspection) -> None:
    if row.status is not CheckState.DECIDED:
        raise Refused("Chỉ ghi phát hiện, kiến nghị khi đang kiểm tra.", code="state")


def _remedy(remedy_id: int) -> Remedy:
    row = locked(Remedy, remedy_id, "inspection__agency", "inspection__target")
    if row.inspection.status is not CheckState.CONCLUDED:
        raise Refused("Kiến nghị được theo dõi từ khi có kết luận.", code="state")
    if row.closed_at is not None:
        raise Refused("Kiến nghị này đã khép lại.", code="closed")
    return row


def _record(row: Remedy, what: str, actor: Actor) -> None:
    record(
        actor, action=f"inspections.{what}", kind="remedy", key=row.pk, agency=row.inspection.target.code,
        detail={"inspection": row.inspection_id},
    )  # fmt: skip
