"""From how a dossier stands and what somebody wants, to what must be written. Pure.

`decide` refuses what the table or the law does not allow, and otherwise answers a new snapshot, the
event that tells it, and the change to the steps of the internal process. The rules of each act are in `receiving`,
`settling` and `ending`, by where they stand in the life of a dossier.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any

from motcua.dossiers.enums import Act, State
from motcua.dossiers.rules import commands as wanted
from motcua.dossiers.rules import ending, receiving, routes, settling
from motcua.dossiers.rules.changes import Changes, Draft, NewEvent, reason_of
from motcua.dossiers.rules.clocks import Law, with_clock
from motcua.dossiers.rules.snapshot import Snapshot
from motcua.dossiers.rules.transitions import next_state
from motcua.kernel.refusals import Refused


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
ON_THE_WAY = (Act.TAKE_OVER, Act.WITHDRAW, Act.CORRECT, Act.MEND_FEE)


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


def _route(dossier: Snapshot, command: routes.RouteCommand, now: datetime, law: Law) -> Draft:
    return Draft(dossier, dict(command.detail))


def _correct(dossier: Snapshot, command: wanted.Correct, now: datetime, law: Law) -> Draft:
    reason_of(command, "sửa")
    detail = {"fields": list(command.fields), "old": dict(command.old)}
    if command.limit_value is None:
        return Draft(dossier, detail)
    limited = replace(dossier, limit_value=command.limit_value, limit_unit=command.limit_unit)
    return Draft(with_clock(limited, law), detail)


_Rule = Callable[[Snapshot, Any, datetime, Law], Draft]
_RULES: dict[type[wanted.Command], _Rule] = {
    wanted.File: receiving.file,
    wanted.Receive: receiving.receive,
    wanted.TakeOver: receiving.take_over,
    wanted.Refuse: receiving.refuse,
    wanted.AskSupplement: receiving.ask_supplement,
    wanted.CompleteSupplement: receiving.complete_supplement,
    wanted.MendFee: receiving.mend_fee,
    wanted.Assign: settling.assign,
    wanted.Forward: settling.forward,
    wanted.AskOpinion: settling.ask_opinion,
    wanted.GiveOpinion: settling.give_opinion,
    wanted.MissOpinion: settling.miss_opinion,
    wanted.RequirePayment: settling.require_payment,
    wanted.SettlePayment: settling.settle_payment,
    wanted.DraftApology: settling.draft_apology,
    wanted.ReturnApology: settling.return_apology,
    wanted.Extend: settling.extend,
    wanted.AskExtra: settling.ask_extra,
    wanted.ConsentExtra: settling.consent_extra,
    wanted.DeclineExtra: settling.decline_extra,
    **dict.fromkeys(routes.COMMANDS, _route),
    wanted.Finish: ending.finish,
    wanted.RefuseToSettle: ending.refuse_to_settle,
    wanted.Stop: ending.stop,
    wanted.Withdraw: ending.withdraw,
    wanted.ResultBack: ending.result_back,
    wanted.Return: ending.hand_over,
    wanted.Correct: _correct,
}
