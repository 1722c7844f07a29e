"""From how a dossier stands and what somebody wants, to what must be written. Pure.

`decide` refuses what the table or the law does not allow, and otherwise answers a new snapshot, the
event that tells it, and the change to the steps of the internal process.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from motcua.dossiers.enums import Act, Outcome, State
from motcua.dossiers.rules import commands as wanted
from motcua.dossiers.rules.clocks import Law, first_step, with_clock
from motcua.dossiers.rules.snapshot import Snapshot
from motcua.dossiers.rules.transitions import next_state
from motcua.kernel import clock
from motcua.kernel.refusals import Refused


@dataclass(frozen=True, slots=True)
class NewEvent:
    """The event an act writes; `number` is the dossier's revision after it."""

    number: int
    act: Act
    from_state: State | str
    to_state: State
    happened_at: datetime
    note: str
    step: int
    step_name: str
    due_before: date | None
    due_after: date | None
    detail: dict[str, Any]


@dataclass(frozen=True, slots=True)
class StepChange:
    """The step that ends now, and the one that begins (its number), either or both."""

    close: bool = False
    open: int | None = None
    holder_id: int | None = None


@dataclass(frozen=True, slots=True)
class Changes:
    """All that an act changes; `actions.write` stores it in one transaction."""

    after: Snapshot
    event: NewEvent
    steps: StepChange = field(default_factory=StepChange)


@dataclass(frozen=True, slots=True)
class _Draft:
    """What a single rule answers, before the parts common to all acts are added."""

    after: Snapshot
    detail: dict[str, Any] = field(default_factory=dict)
    steps: StepChange = field(default_factory=StepChange)


def decide(before: Snapshot, command: wanted.Command, now: datetime, law: Law) -> Changes:
    """The changes that a command makes at a moment. Raises Refused in Vietnamese, with the way out."""
    filing = isinstance(command, wanted.File)
    state = State.SUBMITTED if filing else next_state(before.state, command.act)
    _not_before_the_last_act(before, now)
    draft = _RULES[type(command)](replace(before, state=state), command, now, law)
    after = replace(draft.after, revision=before.revision + 1)
    event = NewEvent(
        number=after.revision,
        act=command.act,
        from_state="" if filing else before.state,
        to_state=after.state,
        happened_at=now,
        note=command.note.strip(),
        step=after.step,
        step_name=after.step_name,
        due_before=before.due_date,
        due_after=after.due_date,
        detail=draft.detail,
    )
    return Changes(after, event, draft.steps)


def _not_before_the_last_act(before: Snapshot, now: datetime) -> None:
    start = before.received_at or before.filed_at
    if start is not None and now < start:
        raise Refused("Thời điểm thực hiện sớm hơn thời điểm nộp hồ sơ. Kiểm tra lại ngày giờ.", code="time")


def _file(dossier: Snapshot, command: wanted.Command, now: datetime, law: Law) -> _Draft:
    return _Draft(replace(dossier, filed_at=now))


def _receive(dossier: Snapshot, command: wanted.Receive, now: datetime, law: Law) -> _Draft:
    if command.limit_value is None or not command.limit_unit:
        raise Refused(
            "Thủ tục này chưa có thời hạn giải quyết chắc chắn nên chưa tiếp nhận được. "
            "Quản trị viên đặt thời hạn ở trang thủ tục rồi tiếp nhận lại.",
            code="limit",
        )
    received = replace(
        dossier,
        regime=law.regime,
        received_at=now,
        received_on=clock.local_day(now),
        clock_started_at=command.started or now,
        limit_value=command.limit_value,
        limit_unit=command.limit_unit,
        receiver_id=command.receiver_id,
        holder_id=command.receiver_id,
    )
    timed = with_clock(received, law)
    detail = {"limit": command.limit_value, "unit": command.limit_unit, "calendar": timed.calendar_version}
    return _Draft(replace(timed, original_due_date=timed.due_date), detail)


def _refuse(dossier: Snapshot, command: wanted.Refuse, now: datetime, law: Law) -> _Draft:
    reason = _reason(command, "từ chối tiếp nhận")
    return _Draft(replace(dossier, reason=reason, holder_id=None, waiting_since=None))


def _ask_supplement(dossier: Snapshot, command: wanted.AskSupplement, now: datetime, law: Law) -> _Draft:
    reason = _reason(command, "yêu cầu bổ sung, ghi rõ giấy tờ còn thiếu")
    asked = replace(
        dossier, supplements_asked=dossier.supplements_asked + 1, waiting_since=now, reason=reason
    )
    repeated = asked.supplements_asked > law.supplements_allowed
    if dossier.state == State.SUPPLEMENTING:
        asked = with_clock(_add_clock_event(asked, "supplement_requested", now), law)
    return _Draft(asked, {"number": asked.supplements_asked, "repeated": repeated})


def _complete_supplement(
    dossier: Snapshot, command: wanted.CompleteSupplement, now: datetime, law: Law
) -> _Draft:
    done = replace(dossier, waiting_since=None, reason="")
    if dossier.state == State.PROCESSING:
        done = with_clock(_add_clock_event(done, "supplement_completed", now), law)
    return _Draft(done)


def _assign(dossier: Snapshot, command: wanted.Assign, now: datetime, law: Law) -> _Draft:
    if not command.holder_id:
        raise Refused("Chọn người được phân công.", field="holder", code="holder")
    begun = dossier if dossier.step else _enter(dossier, first_step(law), law)
    steps = StepChange(close=bool(dossier.step), open=begun.step or None, holder_id=command.holder_id)
    return _Draft(replace(begun, holder_id=command.holder_id), {"holder": command.holder_id}, steps)


def _forward(dossier: Snapshot, command: wanted.Forward, now: datetime, law: Law) -> _Draft:
    number = dossier.step + 1
    if number > len(law.steps):
        raise Refused(
            "Đã ở bước cuối của quy trình: hãy ghi kết quả giải quyết thay vì chuyển tiếp.", code="last_step"
        )
    entered = replace(_enter(dossier, number, law), holder_id=command.holder_id)
    steps = StepChange(close=bool(dossier.step), open=number, holder_id=command.holder_id)
    return _Draft(entered, {"holder": command.holder_id}, steps)


def _ask_opinion(dossier: Snapshot, command: wanted.AskOpinion, now: datetime, law: Law) -> _Draft:
    if not command.asked_of.strip():
        raise Refused("Ghi tên cơ quan, đơn vị được lấy ý kiến.", field="asked_of", code="asked_of")
    if command.due_on is None or command.due_on < clock.local_day(now):
        raise Refused("Hạn trả lời phải từ hôm nay trở đi.", field="due_on", code="due_on")
    asked = replace(dossier, opinions_open=dossier.opinions_open + 1)
    return _Draft(asked, {"asked_of": command.asked_of, "due_on": command.due_on.isoformat()})


def _give_opinion(dossier: Snapshot, command: wanted.GiveOpinion, now: datetime, law: Law) -> _Draft:
    if not dossier.opinions_open:
        raise Refused("Hồ sơ không có ý kiến nào đang chờ trả lời.", code="no_opinion")
    answered = replace(dossier, opinions_open=dossier.opinions_open - 1)
    return _Draft(answered, {"opinion": command.opinion_id})


def _require_payment(dossier: Snapshot, command: wanted.RequirePayment, now: datetime, law: Law) -> _Draft:
    if command.amount <= 0:
        raise Refused("Số tiền phải lớn hơn 0 đồng.", field="amount", code="amount")
    waiting = _add_clock_event(replace(dossier, waiting_since=now), "pause", now)
    return _Draft(with_clock(waiting, law), {"amount": command.amount})


def _settle_payment(dossier: Snapshot, command: wanted.SettlePayment, now: datetime, law: Law) -> _Draft:
    settled = _add_clock_event(replace(dossier, waiting_since=None), "resume", now)
    return _Draft(with_clock(settled, law))


def _extend(dossier: Snapshot, command: wanted.Extend, now: datetime, law: Law) -> _Draft:
    if dossier.extensions >= law.extensions_allowed:
        raise Refused(
            f"Pháp luật chỉ cho hẹn lại {law.extensions_allowed} lần; hồ sơ này đã hẹn lại rồi. "
            "Hãy giải quyết ngay hoặc báo cáo lãnh đạo.",
            code="extended",
        )
    if command.new_due is None or dossier.due_date is None or command.new_due <= dossier.due_date:
        raise Refused("Ngày hẹn mới phải sau ngày hẹn hiện tại.", field="new_due", code="new_due")
    _reason(command, "xin lỗi và hẹn lại")
    events = _add_clock_event(dossier, "extension", now, to=command.new_due.isoformat())
    extended = with_clock(replace(events, extensions=dossier.extensions + 1), law)
    return _Draft(extended, {"to": command.new_due.isoformat()})


def _finish(dossier: Snapshot, command: wanted.Command, now: datetime, law: Law) -> _Draft:
    _no_open_opinion(dossier)
    done = replace(dossier, finished_at=now, outcome=Outcome.GRANTED, waiting_since=None)
    return _Draft(done, steps=StepChange(close=bool(dossier.step)))


def _refuse_to_settle(dossier: Snapshot, command: wanted.Command, now: datetime, law: Law) -> _Draft:
    reason = _reason(command, "từ chối giải quyết")
    done = replace(dossier, finished_at=now, outcome=Outcome.REFUSED, waiting_since=None, reason=reason)
    return _Draft(done, steps=StepChange(close=bool(dossier.step)))


def _stop(dossier: Snapshot, command: wanted.Command, now: datetime, law: Law) -> _Draft:
    ended = _ended(dossier, now, _reason(command, "dừng giải quyết"))
    return _Draft(ended, steps=StepChange(close=bool(dossier.step)))


def _withdraw(dossier: Snapshot, command: wanted.Command, now: datetime, law: Law) -> _Draft:
    ended = _ended(dossier, now, command.note.strip())
    return _Draft(ended, steps=StepChange(close=bool(dossier.step)))


def _ended(dossier: Snapshot, now: datetime, reason: str) -> Snapshot:
    # A dossier that was never received has no processing whose end could be early or late.
    finished = now if dossier.received_at else None
    return replace(dossier, finished_at=finished, waiting_since=None, holder_id=None, reason=reason)


def _return(dossier: Snapshot, command: wanted.Command, now: datetime, law: Law) -> _Draft:
    return _Draft(replace(dossier, returned_at=now, holder_id=None))


def _correct(dossier: Snapshot, command: wanted.Correct, now: datetime, law: Law) -> _Draft:
    _reason(command, "sửa")
    detail = {"fields": list(command.fields), "old": dict(command.old)}
    if command.limit_value is None:
        return _Draft(dossier, detail)
    limited = replace(dossier, limit_value=command.limit_value, limit_unit=command.limit_unit)
    return _Draft(with_clock(limited, law), detail)


def _enter(dossier: Snapshot, number: int, law: Law) -> Snapshot:
    if number > len(law.steps):
        return dossier
    return replace(dossier, step=number, step_name=law.steps[number - 1].name)


def _add_clock_event(dossier: Snapshot, kind: str, at: datetime, **more: str) -> Snapshot:
    moment = clock.local(at).replace(tzinfo=None).isoformat(timespec="seconds")
    return replace(dossier, clock_events=(*dossier.clock_events, {"type": kind, "at": moment, **more}))


def _reason(command: wanted.Command, what: str) -> str:
    reason = command.note.strip()
    if not reason:
        raise Refused(f"Ghi lý do {what}: công dân phải biết vì sao.", field="note", code="reason")
    return reason


def _no_open_opinion(dossier: Snapshot) -> None:
    if dossier.opinions_open:
        raise Refused(
            f"Còn {dossier.opinions_open} ý kiến chưa trả lời. Ghi câu trả lời, hoặc ghi rõ là quá hạn trả lời, "
            "rồi mới kết thúc.",
            code="open_opinion",
        )


_Rule = Callable[[Snapshot, Any, datetime, Law], _Draft]
_RULES: dict[type[wanted.Command], _Rule] = {
    wanted.File: _file,
    wanted.Receive: _receive,
    wanted.Refuse: _refuse,
    wanted.AskSupplement: _ask_supplement,
    wanted.CompleteSupplement: _complete_supplement,
    wanted.Assign: _assign,
    wanted.Forward: _forward,
    wanted.AskOpinion: _ask_opinion,
    wanted.GiveOpinion: _give_opinion,
    wanted.RequirePayment: _require_payment,
    wanted.SettlePayment: _settle_payment,
    wanted.Extend: _extend,
    wanted.Finish: _finish,
    wanted.RefuseToSettle: _refuse_to_settle,
    wanted.Stop: _stop,
    wanted.Withdraw: _withdraw,
    wanted.Return: _return,
    wanted.Correct: _correct,
}
