"""The transition table: from which state an act may be done, and where it leads.

Sources: NĐ 61/2018 Điều 17–21, NĐ 118/2025 as amended; the ten national statuses. An act that is not
in the table is refused with the acts that are possible.
"""

from motcua.dossiers.enums import Act, State
from motcua.kernel.refusals import Refused

_WORKING = (State.RECEIVED, State.PROCESSING)

TABLE: dict[tuple[State, Act], State] = {
    # before receipt: the clock has not started
    (State.SUBMITTED, Act.RECEIVE): State.RECEIVED,
    (State.SUBMITTED, Act.REFUSE): State.REJECTED,
    (State.SUBMITTED, Act.ASK_SUPPLEMENT): State.SUPPLEMENT_BEFORE,
    (State.SUBMITTED, Act.WITHDRAW): State.WITHDRAWN,
    (State.SUPPLEMENT_BEFORE, Act.COMPLETE_SUPPLEMENT): State.SUBMITTED,
    (State.SUPPLEMENT_BEFORE, Act.REFUSE): State.REJECTED,
    (State.SUPPLEMENT_BEFORE, Act.WITHDRAW): State.WITHDRAWN,
    # being worked on
    **{(state, Act.ASSIGN): State.PROCESSING for state in _WORKING},
    **{(state, Act.FORWARD): State.PROCESSING for state in _WORKING},
    **{(state, Act.ASK_SUPPLEMENT): State.SUPPLEMENTING for state in _WORKING},
    **{(state, Act.REQUIRE_PAYMENT): State.AWAITING_PAYMENT for state in _WORKING},
    **{(state, Act.FINISH): State.SETTLED for state in _WORKING},
    **{(state, Act.EXTEND): state for state in _WORKING},
    **{(state, Act.CORRECT): state for state in _WORKING},
    (State.PROCESSING, Act.ASK_OPINION): State.PROCESSING,
    (State.PROCESSING, Act.GIVE_OPINION): State.PROCESSING,
    # waiting for the citizen
    (State.SUPPLEMENTING, Act.COMPLETE_SUPPLEMENT): State.PROCESSING,
    (State.SUPPLEMENTING, Act.GIVE_OPINION): State.SUPPLEMENTING,
    (State.AWAITING_PAYMENT, Act.SETTLE_PAYMENT): State.PROCESSING,
    (State.AWAITING_PAYMENT, Act.GIVE_OPINION): State.AWAITING_PAYMENT,
    # endings
    **{
        (state, act): end
        for state in (*_WORKING, State.SUPPLEMENTING, State.AWAITING_PAYMENT)
        for act, end in (
            (Act.REFUSE_TO_SETTLE, State.SETTLED),
            (Act.STOP, State.STOPPED),
            (Act.WITHDRAW, State.WITHDRAWN),
        )
    },
    (State.SETTLED, Act.RETURN): State.RETURNED,
}


def next_state(state: State, act: Act) -> State:
    """Where an act leads from a state. Raises Refused, naming what can be done instead."""
    try:
        return TABLE[state, act]
    except KeyError:
        raise Refused(_refusal(state, act), code="transition") from None


def possible_acts(state: State) -> tuple[Act, ...]:
    """The acts a state allows, in the order of the table."""
    return tuple(act for from_state, act in TABLE if from_state == state)


def _refusal(state: State, act: Act) -> str:
    possible = possible_acts(state)
    way_out = (
        f"Việc làm được bây giờ: {', '.join(each.label.lower() for each in possible)}."
        if possible
        else "Hồ sơ này đã kết thúc, không còn việc nào phải làm."
    )
    return f"Không thể «{act.label.lower()}» khi hồ sơ ở trạng thái «{state.label}». {way_out}"
