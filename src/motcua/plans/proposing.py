"""Tasks that units propose for a year's plans: asked for by a day, sent, taken as they are or edited, or declined with words.

What is taken goes into the draft of the year's plan and the letter that proposes its tasks (REQ C5).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from motcua.audit.record import record
from motcua.blobs.store import Readable, put
from motcua.datastore.locking import locked
from motcua.datastore.writing import act
from motcua.kernel import clock
from motcua.kernel.people import Actor
from motcua.kernel.refusals import NotFound, Overtaken, Refused
from motcua.kernel.text import fold, squeeze
from motcua.organisation.models import Agency, Staff
from motcua.plans.access import units_of
from motcua.plans.enums import PlanKind, ProposalState
from motcua.plans.models import Plan
from motcua.plans.task_models import ProposalCall, ProposalFile, TaskProposal

# Files of a proposal: (content, name).
Files = Sequence[tuple[bytes | Readable, str]]
_MOST_FILES = 10
_ASKED = {
    "title": "Ghi nhiệm vụ đề xuất.",
    "reason": "Ghi vì sao cần làm.",
    "deliverable": "Ghi sản phẩm, kết quả phải có.",
    "deadline_text": "Ghi thời gian thực hiện, ví dụ: Quý II, hoặc trước ngày 30/6.",
    "lead": "Ghi đơn vị chủ trì.",
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """What a proposed task says."""

    title: str
    reason: str
    deliverable: str
    deadline_text: str
    lead: tuple[str, ...]
    cooperating: tuple[str, ...] = ()
    kind: PlanKind = PlanKind.CONTROL

    def values(self) -> dict[str, object]:
        """As columns."""
        return {
            "title": squeeze(self.title), "reason": self.reason.strip(), "deliverable": squeeze(self.deliverable),
            "deadline_text": squeeze(self.deadline_text)[:500], "lead": list(self.lead),
            "cooperating": list(self.cooperating), "kind": self.kind.value,
        }  # fmt: skip


def receivers(unit: Agency, *, steers: bool) -> list[Agency]:
    """To whom somebody of a unit may propose: the own agency; whoever steers there also to the one above."""
    above = (
        Agency.objects.on(clock.today()).filter(pk=unit.parent_id).first()
        if steers and unit.parent_id
        else None
    )
    return [unit, *([above] if above else [])]


def propose(
    words: Words,
    *,
    agency: Agency,
    unit: Agency,
    unit_name: str,
    year: int,
    proposer: Staff,
    actor: Actor,
    files: Files = (),
) -> TaskProposal:
    """Send a proposal with its files.

    Refused with a part left out, for a year that is over, when the unit has sent the same, and with more than ten files.
    """
    _check(words)
    if agency.pk not in (unit.pk, unit.parent_id):
        raise Refused("Chỉ gửi tới cơ quan mình hoặc cơ quan cấp trên trực tiếp.", field="agency")
    today = clock.today()
    if not today.year <= year <= today.year + 1:
        raise Refused(f"Chỉ đề xuất cho năm {today.year} hoặc {today.year + 1}.", field="year")
    with act():
        _must_be_new(words, agency, unit, year)
        made = TaskProposal.objects.create(
            agency=agency, unit=unit, unit_name=(squeeze(unit_name) or unit.name)[:200], year=year, proposer=proposer,
            proposed_by=actor.label, proposed_at=clock.now(), **words.values(),
        )  # fmt: skip
        _keep(made, files, actor)
        _record(made, "propose_task", actor)
    return made


def attach(proposal_id: int, files: Files, *, actor: Actor) -> int:
    """More files with what nobody has answered; answers how many are new. Refused beyond ten of them."""
    if not files:
        raise Refused("Chọn tệp để kèm theo.", field="file")
    with act():
        row = _held(proposal_id, None)
        _must_wait(row)
        many = _keep(row, files, actor)
        _record(row, "attach_to_proposal", actor)
    return many


def detach(proposal_id: int, file_id: int, *, actor: Actor) -> None:
    """Take a file off what nobody has answered; NotFound when it is not there any more."""
    with act():
        row = _held(proposal_id, None)
        _must_wait(row)
        if not ProposalFile.objects.filter(proposal=row, pk=file_id).delete()[0]:
            raise NotFound
        _record(row, "detach_from_proposal", actor)


def files_of(row: TaskProposal) -> QuerySet[ProposalFile]:
    """The files of a proposal, in the order they came."""
    return ProposalFile.objects.filter(proposal=row)


def reword(proposal_id: int, words: Words, *, actor: Actor, seen: int | None = None) -> TaskProposal:
    """The unit changes what it sent while nobody has answered."""
    _check(words)
    with act():
        row = _held(proposal_id, seen)
        _must_wait(row)
        _write(row, words)
        _store(row)
        _record(row, "reword_proposal", actor)
    return row


def withdraw(proposal_id: int, *, actor: Actor) -> TaskProposal:
    """The unit takes back what nobody has answered."""
    with act():
        row = _held(proposal_id, None)
        _must_wait(row)
        row.state = ProposalState.WITHDRAWN.value
        _store(row)
        _record(row, "withdraw_proposal", actor)
    return row


def answer(
    proposal_id: int,
    *,
    actor: Actor,
    accept: bool,
    words: str,
    edited: Words | None = None,
    seen: int | None = None,
) -> TaskProposal:
    """Take a proposal, edited where `edited` says something else, or decline it with words; may be answered anew.

    What the unit wrote is kept once it is edited.
    """
    if not accept and not squeeze(words):
        raise Refused("Ghi vì sao không nhận, để đơn vị biết.", field="words")
    if edited is not None:
        _check(edited)
    with act():
        row = _held(proposal_id, seen)
        if row.status is ProposalState.WITHDRAWN:
            raise Refused("Đơn vị đã rút đề xuất này.", code="withdrawn")
        if accept and edited is not None:
            before = {name: getattr(row, name) for name in edited.values()}
            if before != edited.values():
                row.sent = row.sent or before
                _write(row, edited)
        row.state = (ProposalState.ACCEPTED if accept else ProposalState.DECLINED).value
        row.answer, row.answered_by, row.answered_at = words.strip(), actor.label, clock.now()
        _store(row)
        _record(row, "answer_proposal", actor)
    return row


def call_for_proposals(agency: Agency, *, year: int, due_on: date, words: str, actor: Actor) -> ProposalCall:
    """Ask everybody of the agency and the units directly below for proposals by a day; asked again, the call is renewed."""
    if due_on < clock.today():
        raise Refused("Hạn đã qua. Ghi hạn từ hôm nay trở đi.", field="due_on")
    with act():
        call, _ = ProposalCall.objects.update_or_create(
            agency=agency, year=year,
            defaults={
                "due_on": due_on, "words": words.strip(), "asked_at": clock.now(), "asked_by": actor.label,
            },
        )  # fmt: skip
        record(
            actor, action="plans.call_for_proposals", kind="proposal_call", key=call.pk, agency=agency.code,
            detail={"year": year},
        )  # fmt: skip
    return call


def proposals_to(agency: Agency, year: int) -> QuerySet[TaskProposal]:
    """What was sent to an agency for a year and not withdrawn."""
    rows = TaskProposal.objects.filter(agency=agency, year=year)
    return rows.exclude(state=ProposalState.WITHDRAWN.value).select_related("unit")


def accepted_for(plan: Plan, kind: PlanKind) -> list[TaskProposal]:
    """What was taken into the plan of a kind for the year after a plan."""
    rows = proposals_to(plan.agency, plan.year + 1).filter(
        state=ProposalState.ACCEPTED.value, kind=kind.value
    )
    return list(rows.order_by("unit__path", "pk"))


def silent_units(agency: Agency, proposals: Sequence[TaskProposal]) -> list[Agency]:
    """Units directly below that have sent nothing; one statement."""
    sent = {one.unit_id for one in proposals}
    return [unit for unit in units_of(agency) if unit.pk not in sent]


def changed(row: TaskProposal) -> Mapping[str, object]:
    """What the unit wrote where it was changed since, by column."""
    return {name: value for name, value in row.sent.items() if value != getattr(row, name)}


def _check(words: Words) -> None:
    for field, missing in _ASKED.items():
        value = getattr(words, field)
        if not (squeeze(value) if isinstance(value, str) else value):
            raise Refused(missing, field=field)


def _must_be_new(words: Words, agency: Agency, unit: Agency, year: int) -> None:
    title = fold(squeeze(words.title))
    rows = TaskProposal.objects.filter(agency=agency, unit=unit, year=year, kind=words.kind.value)
    for row in rows.exclude(state__in=[ProposalState.WITHDRAWN.value, ProposalState.DECLINED.value]):
        if fold(row.title) == title:
            day = clock.local_day(row.proposed_at)
            raise Refused(
                f"Nhiệm vụ này đã được đề xuất ngày {day:%d/%m/%Y} ({row.status.label.lower()}).",
                field="title",
            )


def _keep(row: TaskProposal, files: Files, actor: Actor) -> int:
    """Inside an act: the files kept; one that is there already is left alone."""
    has = set(files_of(row).values_list("blob_id", flat=True))
    made = 0
    for content, name in files:
        blob = put(content, declared_name=name)
        if blob.pk in has:
            continue
        has.add(blob.pk)
        if len(has) > _MOST_FILES:
            raise Refused(f"Mỗi đề xuất kèm nhiều nhất {_MOST_FILES} tệp.", field="file")
        ProposalFile.objects.create(
            proposal=row, blob=blob, name=name[:255], given_at=clock.now(), given_by=actor.label
        )
        made += 1
    return made


def _must_wait(row: TaskProposal) -> None:
    if row.status is not ProposalState.SENT:
        raise Refused(f"Đề xuất này: {row.status.label.lower()}, không sửa được nữa.", code="answered")


def _write(row: TaskProposal, words: Words) -> None:
    for name, value in words.values().items():
        setattr(row, name, value)


def _store(row: TaskProposal) -> None:
    row.revision += 1
    row.save()


def _held(proposal_id: int, seen: int | None) -> TaskProposal:
    row = locked(TaskProposal, proposal_id, "agency", "unit")
    if seen is not None and row.revision != seen:
        raise Overtaken("Đề xuất vừa được người khác sửa hoặc trả lời. Xem lại rồi ghi.")
    return row


def _record(row: TaskProposal, what: str, actor: Actor) -> None:
    record(
        actor, action=f"plans.{what}", kind="proposal", key=row.pk, agency=row.agency.code,
        detail={"state": row.state, "unit": row.unit.code},
    )  # fmt: skip
