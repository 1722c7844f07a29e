"""The transition table: from which state an act may be done, and where it leads.

Sources: NĐ 61/2018 Điều 17–21, NĐ 118/2025 as amended; the ten national statuses. An act that is not
in the table is refused with the acts that are possible.
"""

from motcua.dossiers.enums import Act, State
from motcua.kernel.refusals import Refused

_WORKING = (State.RECEIVED, State.PROCESSING)
_WITH_OPINIONS = (State.PROCESSING, State.SUPPLEMENTING, State.AWAITING_PAYMENT)
_ABOUT_EXTRA_PAPERS = (Act.ASK_EXTRA, Act.CONSENT_EXTRA, Act.DECLINE_EXTRA)

# Acts on the bodies of an interlinked dossier; they have a page of their own.
ROUTE_ACTS = (
    Act.HAND_OVER, Act.PART_TAKE, Act.PART_SEND_BACK, Act.PART_ASSIGN, Act.PART_ANSWER, Act.PART_EXCUSE,
    Act.PART_DROP,
)  # fmt: skip
ENDED_BEFORE_BODIES = (State.SETTLED, State.RETURNED)

TABLE: dict[tuple[State, Act], State] = {
    # before receipt: the clock has not started
    (State.SUBMITTED, Act.RECEIVE): State.RECEIVED,
    (State.SUBMITTED, Act.REFUSE): State.REJECTED,
    (State.SUBMITTED, Act.ASK_SUPPLEMENT): State.SUPPLEMENT_BEFORE,
    (State.SUBMITTED, Act.WITHDRAW): State.WITHDRAWN,
    (State.SUPPLEMENT_BEFORE, Act.COMPLETE_SUPPLEMENT): State.SUBMITTED,
    (State.SUPPLEMENT_BEFORE, Act.REFUSE): State.REJECTED,
    (State.SUPPLEMENT_BEFORE, Act.WITHDRAW): State.WITHDRAWN,
    # received at another desk; the clock starts when the competent agency gets it
    (State.RECEIVED, Act.TAKE_OVER): State.RECEIVED,
    # being worked on
    **{(state, Act.ASSIGN): State.PROCESSING for state in _WORKING},
    **{(state, Act.FORWARD): State.PROCESSING for state in _WORKING},
    **{(state, Act.ASK_SUPPLEMENT): State.SUPPLEMENTING for state in _WORKING},
    **{(state, Act.REQUIRE_PAYMENT): State.AWAITING_PAYMENT for state in _WORKING},
    **{(state, Act.FINISH): State.SETTLED for state in _WORKING},
    **{(state, Act.DRAFT_APOLOGY): state for state in _WORKING},
    **{(state, Act.RETURN_APOLOGY): state for state in _WORKING},
    **{(state, Act.EXTEND): state for state in _WORKING},
    # a paper outside the published components: asked of a leader first
    **{(state, act): state for state in (State.SUBMITTED, *_WORKING) for act in _ABOUT_EXTRA_PAPERS},
    # also while the citizen owes something: somebody noted wrongly must not follow the dossier meanwhile
    **{(state, Act.CORRECT): state for state in _WITH_OPINIONS},
    (State.RECEIVED, Act.CORRECT): State.RECEIVED,
    (State.PROCESSING, Act.ASK_OPINION): State.PROCESSING,
    (State.PROCESSING, Act.GIVE_OPINION): State.PROCESSING,
    **{(state, Act.MISS_OPINION): state for state in _WITH_OPINIONS},
    # bodies that take part: they work while the dossier waits, and some give their result after the end
    **{
        (state, act): state if state in ENDED_BEFORE_BODIES else State.PROCESSING
        for state in (*_WORKING, *ENDED_BEFORE_BODIES)
        for act in ROUTE_ACTS
    },
    **{
        (state, act): state
        for state in (State.SUPPLEMENTING, State.AWAITING_PAYMENT)
        for act in sorted(set(ROUTE_ACTS) - {Act.HAND_OVER})
    },
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
    # a fee reckoned wrongly, as long as the result was not handed over
    **{
        (state, Act.MEND_FEE): state
        for state in (
            State.SUBMITTED,
            State.SUPPLEMENT_BEFORE,
            *_WORKING,
            State.SUPPLEMENTING,
            State.AWAITING_PAYMENT,
        )
    },
    (State.SETTLED, Act.RETURN): State.RETURNED,
    (State.SETTLED, Act.MEND_FEE): State.SETTLED,
    # received at another desk: the result comes back there first
    (State.SETTLED, Act.RESULT_BACK): State.SETTLED,
}


def next_state(state: State, act: Act) -> State:
    """Where an act leads from a state. Raises Refused, naming what can be done instead."""
    try:
        return TABLE[state, act]
    except KeyError:
        raise Refused(_refusal(state, act), code="transition") from None


def possible_acts(state: State) -> tuple[Act, ...]:
    """The acts a state allows, in the order of the table; those on the bodies that take part are apart."""
    return tuple(act for from_state, act in TABLE if from_state == state and act not in ROUTE_ACTS)


def _refusal(state: State, act: Act) -> str:
    possible = [each for each in possible_acts(state) if each is not Act.TAKE_OVER]
    way_out = (
        f"Việc làm được bây giờ: {', '.join(each.label.lower() for each in possible)}."
        if possible
        else "Hồ sơ này đã kết thúc, không còn việc nào phải làm."
    )
    return f"Không thể «{act.label.lower()}» khi hồ sơ ở trạng thái «{state.label}». {way_out}"
