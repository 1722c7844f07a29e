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
from motcua.dossiers.rules import routes
from motcua.dossiers.rules.clocks import Law, check_extensions, first_step, with_clock
from motcua.dossiers.rules.forwarding import reception_due
from motcua.dossiers.rules.papers import Asked
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
    note: str | None = None


def decide(before: Snapshot, command: wanted.Command, now: datetime, law: Law) -> Changes:
    """The changes that a command makes at a moment. Raises Refused in Vietnamese, with the way out."""
    filing = isinstance(command, wanted.File)
    state = State.SUBMITTED if filing else next_state(before.state, command.act)
    _not_before_the_last_act(before, now)
    _where_the_dossier_lies(before, command)
    draft = _RULES[type(command)](replace(before, state=state), command, now, law)
    after = replace(draft.after, revision=before.revision + 1)
    event = NewEvent(
        number=after.revision,
        act=command.act,
        from_state="" if filing else before.state,
        to_state=after.state,
        happened_at=now,
        note=command.note.strip() if draft.note is None else draft.note,
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


# What the desk that received for another agency may still do before that agency has the dossier.
ON_THE_WAY = (Act.TAKE_OVER, Act.WITHDRAW, Act.CORRECT)


def _where_the_dossier_lies(before: Snapshot, command: wanted.Command) -> None:
    """Nothing is worked on before the competent agency has it, and it is taken over once."""
    on_the_way = before.received_at is not None and before.clock_started_at is None
    if on_the_way and command.act not in ON_THE_WAY:
        raise Refused(
            "Cơ quan có thẩm quyền chưa nhận hồ sơ này từ nơi tiếp nhận, nên thời hạn chưa chạy. "
            "Cơ quan đó bấm «Nhận hồ sơ từ nơi khác» trước rồi làm tiếp.",
            code="on_the_way",
        )
    if command.act is Act.TAKE_OVER and not on_the_way:
        raise Refused("Hồ sơ này đang ở cơ quan có thẩm quyền rồi, không phải nhận lại.", code="taken_over")


def _file(dossier: Snapshot, command: wanted.Command, now: datetime, law: Law) -> _Draft:
    return _Draft(replace(dossier, filed_at=now, offered_at=now))


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
        # None: the due date shown is the earliest possible; the competent agency's taking over sets it.
        clock_started_at=None if command.elsewhere else command.started or now,
        limit_value=command.limit_value,
        limit_unit=command.limit_unit,
        receiver_id=command.receiver_id,
        holder_id=command.receiver_id,
    )
    timed = with_clock(received, law)
    detail = {"limit": command.limit_value, "unit": command.limit_unit, "calendar": timed.calendar_version}
    if command.mail:
        detail["mail"] = command.mail
    if command.online and (late := _late_reception(dossier, now, law)):
        detail["late_reception"] = late
    return _Draft(replace(timed, original_due_date=timed.due_date), detail)


def _late_reception(dossier: Snapshot, now: datetime, law: Law) -> int:
    """How many working days too late a dossier filed online is received; 0 in time."""
    offered = dossier.offered_at or dossier.filed_at
    if offered is None:
        return 0
    due = reception_due(clock.local(offered).replace(tzinfo=None), law.calendar, law.desk)
    return law.calendar.working_days_in(due, clock.local_day(now))


def _take_over(dossier: Snapshot, command: wanted.TakeOver, now: datetime, law: Law) -> _Draft:
    started = replace(dossier, clock_started_at=now, holder_id=command.holder_id)
    return _Draft(with_clock(started, law), {"holder": command.holder_id})


def _refuse(dossier: Snapshot, command: wanted.Refuse, now: datetime, law: Law) -> _Draft:
    reason = _reason(command, "từ chối tiếp nhận")
    return _Draft(replace(dossier, reason=reason, holder_id=None, waiting_since=None))


def _ask_supplement(dossier: Snapshot, command: wanted.AskSupplement, now: datetime, law: Law) -> _Draft:
    lines = [item.line for item in command.items]
    reason = "; ".join(part for part in (*lines, command.note.strip()) if part)
    if not reason:
        raise Refused("Chọn giấy tờ còn thiếu hoặc chưa đúng.", field="note", code="reason")
    asked = replace(
        dossier, supplements_asked=dossier.supplements_asked + 1, waiting_since=now, reason=reason
    )
    detail: dict[str, Any] = {
        "number": asked.supplements_asked,
        "repeated": asked.supplements_asked > law.supplements_allowed,
        "items": [_line_of(item) for item in command.items],
    }
    if dossier.state == State.SUPPLEMENTING:
        detail["late"] = _asked_late(dossier, now, law)
        asked = with_clock(_add_clock_event(asked, "supplement_requested", now), law)
    return _Draft(asked, detail, note=reason)


def _line_of(item: Asked) -> dict[str, Any]:
    return {
        "component": item.component_id,
        "extra": item.extra_id,
        "name": item.name,
        "lack": item.lack.value,
        "words": item.words,
    }


def _asked_late(dossier: Snapshot, now: datetime, law: Law) -> bool:
    """Whether more than the working days allowed have passed since the papers were last complete (Điều 19.4)."""
    complete = [
        date.fromisoformat(each["at"][:10])
        for each in dossier.clock_events
        if each["type"] == "supplement_completed"
    ]
    since = max([*complete, dossier.received_on or clock.local_day(now)])
    return law.calendar.working_days_in(since, clock.local_day(now)) > law.supplement_within


def _complete_supplement(
    dossier: Snapshot, command: wanted.CompleteSupplement, now: datetime, law: Law
) -> _Draft:
    done = replace(dossier, waiting_since=None, reason="")
    if dossier.state == State.SUBMITTED:
        return _Draft(replace(done, offered_at=now))
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


def _miss_opinion(dossier: Snapshot, command: wanted.MissOpinion, now: datetime, law: Law) -> _Draft:
    if not dossier.opinions_open:
        raise Refused("Hồ sơ không có ý kiến nào đang chờ trả lời.", code="no_opinion")
    missed = replace(dossier, opinions_open=dossier.opinions_open - 1)
    return _Draft(missed, {"opinion": command.opinion_id})


def _require_payment(dossier: Snapshot, command: wanted.RequirePayment, now: datetime, law: Law) -> _Draft:
    if command.amount <= 0:
        raise Refused("Số tiền phải lớn hơn 0 đồng.", field="amount", code="amount")
    waiting = _add_clock_event(replace(dossier, waiting_since=now), "pause", now)
    return _Draft(with_clock(waiting, law), {"amount": command.amount})


def _settle_payment(dossier: Snapshot, command: wanted.SettlePayment, now: datetime, law: Law) -> _Draft:
    settled = _add_clock_event(replace(dossier, waiting_since=None), "resume", now)
    return _Draft(with_clock(settled, law))


def _extend(dossier: Snapshot, command: wanted.Extend, now: datetime, law: Law) -> _Draft:
    new_due = _new_appointment(dossier, command, now, law)
    events = _add_clock_event(dossier, "extension", now, to=new_due.isoformat())
    extended = with_clock(replace(events, extensions=dossier.extensions + 1), law)
    return _Draft(extended, {"to": new_due.isoformat(), "cause": command.cause.value})


def _draft_apology(dossier: Snapshot, command: wanted.DraftApology, now: datetime, law: Law) -> _Draft:
    new_due = _new_appointment(dossier, command, now, law)
    return _Draft(dossier, {"to": new_due.isoformat(), "cause": command.cause.value})


def _new_appointment(
    dossier: Snapshot, command: wanted.Extend | wanted.DraftApology, now: datetime, law: Law
) -> date:
    """The new date of an apology, if one may be given: once, later than the old one, with a reason."""
    check_extensions(dossier.extensions, law.extensions_allowed)
    if command.new_due is None or dossier.due_date is None or command.new_due <= dossier.due_date:
        raise Refused("Ngày hẹn mới phải sau ngày hẹn hiện tại.", field="new_due", code="new_due")
    if command.new_due < clock.local_day(now):
        raise Refused("Ngày hẹn mới phải từ hôm nay trở đi.", field="new_due", code="new_due")
    _reason(command, "xin lỗi và hẹn lại")
    law.calendar.next_working(command.new_due)  # refuses a day in a year without a calendar
    return command.new_due


def _return_apology(dossier: Snapshot, command: wanted.ReturnApology, now: datetime, law: Law) -> _Draft:
    _reason(command, "trả lại, phải sửa gì")
    return _Draft(dossier)


def _ask_extra(dossier: Snapshot, command: wanted.AskExtra, now: datetime, law: Law) -> _Draft:
    if not command.paper.strip():
        raise Refused("Ghi tên giấy tờ muốn yêu cầu thêm.", field="paper", code="paper")
    if not command.legal_basis.strip():
        raise Refused(
            "Ghi điều, khoản, văn bản cho phép yêu cầu giấy tờ này. Không có căn cứ thì không được yêu cầu.",
            field="legal_basis",
            code="legal_basis",
        )
    _reason(command, "phải có thêm giấy tờ này")
    return _Draft(dossier, {"paper": command.paper.strip(), "legal_basis": command.legal_basis.strip()})


def _consent_extra(dossier: Snapshot, command: wanted.ConsentExtra, now: datetime, law: Law) -> _Draft:
    return _Draft(dossier, {"extra": command.extra_id})


def _decline_extra(dossier: Snapshot, command: wanted.DeclineExtra, now: datetime, law: Law) -> _Draft:
    _reason(command, "không đồng ý")
    return _Draft(dossier, {"extra": command.extra_id})


def _route(dossier: Snapshot, command: routes.RouteCommand, now: datetime, law: Law) -> _Draft:
    return _Draft(dossier, dict(command.detail))


def _finish(dossier: Snapshot, command: wanted.Finish, now: datetime, law: Law) -> _Draft:
    _no_open_opinion(dossier)
    routes.no_open_body(command.bodies_open)
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


def _result_back(dossier: Snapshot, command: wanted.Command, now: datetime, law: Law) -> _Draft:
    return _Draft(dossier)


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
    wanted.TakeOver: _take_over,
    wanted.Refuse: _refuse,
    wanted.AskSupplement: _ask_supplement,
    wanted.CompleteSupplement: _complete_supplement,
    wanted.Assign: _assign,
    wanted.Forward: _forward,
    wanted.AskOpinion: _ask_opinion,
    wanted.GiveOpinion: _give_opinion,
    wanted.MissOpinion: _miss_opinion,
    wanted.RequirePayment: _require_payment,
    wanted.SettlePayment: _settle_payment,
    wanted.DraftApology: _draft_apology,
    wanted.ReturnApology: _return_apology,
    wanted.Extend: _extend,
    wanted.AskExtra: _ask_extra,
    wanted.ConsentExtra: _consent_extra,
    wanted.DeclineExtra: _decline_extra,
    **dict.fromkeys(routes.COMMANDS, _route),
    wanted.Finish: _finish,
    wanted.RefuseToSettle: _refuse_to_settle,
    wanted.Stop: _stop,
    wanted.Withdraw: _withdraw,
    wanted.ResultBack: _result_back,
    wanted.Return: _return,
    wanted.Correct: _correct,
}
