"""Acts of the register: enter a violation, conclude it with the measure taken, or find that it was none."""

from dataclasses import dataclass
from datetime import date

from django.db import IntegrityError

from motcua.audit.record import record
from motcua.datastore.locking import locked
from motcua.datastore.writing import act
from motcua.dossiers.models import Dossier
from motcua.inspections.enums import Detection, Measure, ViolationKind, ViolationState
from motcua.inspections.models import Violation
from motcua.inspections.queries import Proposal
from motcua.kernel import clock
from motcua.kernel.people import Actor
from motcua.kernel.refusals import Refused
from motcua.organisation.models import Agency, Staff
from motcua.regimes.queries import rule
from motcua.worktime.queries import calendar_for

_ENTERED = "Việc này đã được người khác ghi sổ hoặc bỏ qua. Tải lại trang để xem."


@dataclass(frozen=True, slots=True, kw_only=True)
class NewViolation:
    """A violation as it is entered by hand; `fact` names what it was found from, where that may be entered once only."""

    agency: Agency
    kind: ViolationKind
    detected_by: Detection
    happened_on: date
    words: str
    officer: Staff | None = None
    dossier: Dossier | None = None
    fact: str | None = None


def enter(new: NewViolation, *, actor: Actor) -> Violation:
    """Enter a violation that somebody found. Refused without words, or for a day to come."""
    if not new.words.strip():
        raise Refused("Ghi nội dung vi phạm.", field="words", code="words")
    if new.happened_on > clock.today():
        raise Refused("Ngày xảy ra không thể ở tương lai.", field="happened_on", code="happened_on")
    row = Violation(
        agency=new.agency,
        kind=new.kind.value,
        detected_by=new.detected_by.value,
        happened_on=new.happened_on,
        words=new.words.strip(),
        officer=new.officer,
        dossier=new.dossier,
        fact=new.fact,
    )
    return _entered(row, actor)


def take_up(proposal: Proposal, agency: Agency, *, actor: Actor) -> Violation:
    """Enter what the system proposed. Refused when somebody has taken it up or dismissed it already."""
    return _entered(_from_proposal(proposal, agency), actor)


def dismiss_proposal(proposal: Proposal, agency: Agency, *, words: str, actor: Actor) -> Violation:
    """What the system proposed was no violation; kept with the reason, so that it is not proposed again."""
    row = _from_proposal(proposal, agency)
    row.state, row.outcome = ViolationState.DISMISSED.value, _why(words)
    row.decided_at, row.decided_by = clock.now(), actor.label
    return _entered(row, actor)


def conclude(
    violation_id: int, *, measure: Measure, measure_on: date, outcome: str, actor: Actor
) -> Violation:
    """The measure taken, on which day, by which document; the entry is handled."""
    if not outcome.strip():
        raise Refused("Ghi kết luận, số và ngày văn bản xử lý.", field="outcome", code="outcome")
    if measure_on > clock.today():
        raise Refused("Ngày áp dụng biện pháp không thể ở tương lai.", field="measure_on", code="measure_on")
    return _decide(
        violation_id,
        actor,
        state=ViolationState.HANDLED.value,
        measure=measure.value,
        measure_on=measure_on,
        outcome=outcome.strip(),
    )


def dismiss(violation_id: int, *, words: str, actor: Actor) -> Violation:
    """Looked into, and found to be no violation."""
    return _decide(violation_id, actor, state=ViolationState.DISMISSED.value, outcome=_why(words))


def _from_proposal(proposal: Proposal, agency: Agency) -> Violation:
    return Violation(
        agency=agency,
        kind=proposal.kind.value,
        detected_by=Detection.SYSTEM.value,
        happened_on=proposal.happened_on,
        words=proposal.words,
        officer=proposal.officer,
        dossier=proposal.dossier,
        period=proposal.period,
        fact=proposal.fact,
    )


def _entered(row: Violation, actor: Actor) -> Violation:
    today = clock.today()
    days = int(rule("violations.handle_within_working_days", on=today, scopes=row.agency.chain))
    row.due_on = calendar_for(row.agency.chain, today).working_day_after(today, days) if days else today
    row.entered_at, row.entered_by = clock.now(), actor.label
    try:
        with act():
            row.save()
            _record(row, "enter", actor)
    except IntegrityError:
        raise Refused(_ENTERED, code="entered") from None
    return row


def _decide(violation_id: int, actor: Actor, **values: object) -> Violation:
    with act():
        row = locked(Violation, violation_id, "agency")
        if row.status is not ViolationState.OPEN:
            raise Refused(f"Vi phạm này đã được {row.decided_by} kết luận.", code="decided")
        for name, value in values.items():
            setattr(row, name, value)
        row.decided_at, row.decided_by = clock.now(), actor.label
        row.save()
        _record(row, row.state, actor)
    return row


def _record(row: Violation, what: str, actor: Actor) -> None:
    record(
        actor,
        action=f"inspections.{what}",
        kind="violation",
        key=str(row.pk),
        agency=row.agency.code,
        detail={"kind": row.kind, "measure": row.measure, "fact": row.fact or ""},
    )


def _why(words: str) -> str:
    if not words.strip():
        raise Refused("Ghi vì sao đây không phải vi phạm.", field="words", code="words")
    return words.strip()
