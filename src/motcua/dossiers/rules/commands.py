"""What somebody wants done to a dossier. One small class for each act; `act` names its event."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

from motcua.dossiers.enums import Act, DelayCause
from motcua.dossiers.rules.papers import Asked


@dataclass(frozen=True, slots=True)
class Command:
    """Base of all commands. `note` is the reason or remark that goes into the event."""

    act: ClassVar[Act]
    note: str = ""


@dataclass(frozen=True, slots=True)
class File(Command):
    """Hand in; the dossier waits for the desk's check."""

    act: ClassVar[Act] = Act.FILE


@dataclass(frozen=True, slots=True)
class Receive(Command):
    """Accept as complete and correct; the clock starts.

    `started` is the moment the competent agency got it, when another desk received it (NĐ 309/2026 Điều 8.3);
    `elsewhere`: another desk receives now and that moment is still to come. `online`: it was filed online, so
    receiving it has a time limit of its own. `mail`: the number of the parcel it came in.
    """

    act: ClassVar[Act] = Act.RECEIVE
    receiver_id: int | None = None
    limit_value: int | None = None
    limit_unit: str = ""
    started: datetime | None = None
    elsewhere: bool = False
    online: bool = False
    mail: str = ""


@dataclass(frozen=True, slots=True)
class TakeOver(Command):
    """The competent agency gets what another desk received; the clock starts now (NĐ 309/2026 Điều 8.3)."""

    act: ClassVar[Act] = Act.TAKE_OVER
    holder_id: int | None = None


@dataclass(frozen=True, slots=True)
class Refuse(Command):
    """Not received, with the reason (Mẫu 03)."""

    act: ClassVar[Act] = Act.REFUSE


@dataclass(frozen=True, slots=True)
class AskSupplement(Command):
    """Ask for what is missing, once and in full (NĐ 61/2018 Điều 15.3, 19.4): components of the version only."""

    act: ClassVar[Act] = Act.ASK_SUPPLEMENT
    items: tuple[Asked, ...] = ()


@dataclass(frozen=True, slots=True)
class CompleteSupplement(Command):
    """The citizen brought what was asked for. `counts`: what the fee is counted by from now on, as the desk was told:
    (key of the fee's question, number); empty when nothing changes."""

    counts: tuple[tuple[str, int], ...] = ()

    act: ClassVar[Act] = Act.COMPLETE_SUPPLEMENT


@dataclass(frozen=True, slots=True)
class MendFee(Command):
    """The fee was reckoned from a wrong count or a wrong case; `note` says why. `counts`: (key of the fee's question, what
    it is), as a supplement tells it; for a case a value of `rules.fees.Says`."""

    counts: tuple[tuple[str, int | str], ...] = ()

    act: ClassVar[Act] = Act.MEND_FEE


@dataclass(frozen=True, slots=True)
class Assign(Command):
    """Give the dossier to an officer, at the present step (the first one when none was begun)."""

    act: ClassVar[Act] = Act.ASSIGN
    holder_id: int = 0


@dataclass(frozen=True, slots=True)
class Forward(Command):
    """Finish the present step and hand over to the next."""

    act: ClassVar[Act] = Act.FORWARD
    holder_id: int | None = None


@dataclass(frozen=True, slots=True)
class AskOpinion(Command):
    """Ask another body, with a due date of its own; the citizen's clock runs on (NĐ 61/2018 Điều 19.5)."""

    act: ClassVar[Act] = Act.ASK_OPINION
    asked_of: str = ""
    due_on: date | None = None


@dataclass(frozen=True, slots=True)
class GiveOpinion(Command):
    """The answer to an opinion that was asked."""

    act: ClassVar[Act] = Act.GIVE_OPINION
    opinion_id: int = 0


@dataclass(frozen=True, slots=True)
class MissOpinion(Command):
    """The body asked has not answered by its due date; work goes on without (NĐ 61/2018 Điều 19.5)."""

    act: ClassVar[Act] = Act.MISS_OPINION
    opinion_id: int = 0


@dataclass(frozen=True, slots=True)
class RequirePayment(Command):
    """The citizen must first fulfil a financial duty of `amount` đồng."""

    act: ClassVar[Act] = Act.REQUIRE_PAYMENT
    amount: int = 0


@dataclass(frozen=True, slots=True)
class SettlePayment(Command):
    """The financial duty is fulfilled."""

    act: ClassVar[Act] = Act.SETTLE_PAYMENT


@dataclass(frozen=True, slots=True)
class DraftApology(Command):
    """Draft the apology and the new date for a leader to sign; `note` is the reason in words."""

    act: ClassVar[Act] = Act.DRAFT_APOLOGY
    new_due: date | None = None
    cause: DelayCause = DelayCause.OTHER


@dataclass(frozen=True, slots=True)
class ReturnApology(Command):
    """A leader does not sign the draft; `note` says what to change."""

    act: ClassVar[Act] = Act.RETURN_APOLOGY


@dataclass(frozen=True, slots=True)
class Extend(Command):
    """A leader signs the apology and gives one new date (NĐ 61/2018 Điều 19.9: at most once)."""

    act: ClassVar[Act] = Act.EXTEND
    new_due: date | None = None
    cause: DelayCause = DelayCause.OTHER


@dataclass(frozen=True, slots=True)
class AskExtra(Command):
    """Ask a leader whether a paper outside the published components may be asked for; `note` says why."""

    act: ClassVar[Act] = Act.ASK_EXTRA
    paper: str = ""
    legal_basis: str = ""


@dataclass(frozen=True, slots=True)
class ConsentExtra(Command):
    """A leader consents that this extra paper is asked for."""

    act: ClassVar[Act] = Act.CONSENT_EXTRA
    extra_id: int = 0


@dataclass(frozen=True, slots=True)
class DeclineExtra(Command):
    """A leader does not consent; `note` says why."""

    act: ClassVar[Act] = Act.DECLINE_EXTRA
    extra_id: int = 0


@dataclass(frozen=True, slots=True)
class Finish(Command):
    """Settled, with a result for the citizen. `bodies_open`: how many bodies that take part still owe theirs."""

    act: ClassVar[Act] = Act.FINISH
    bodies_open: int = 0


@dataclass(frozen=True, slots=True)
class RefuseToSettle(Command):
    """Settled without what was asked for: conditions are not met (NĐ 61/2018 Điều 19.8)."""

    act: ClassVar[Act] = Act.REFUSE_TO_SETTLE


@dataclass(frozen=True, slots=True)
class Stop(Command):
    """Stop working on it (Mẫu 05 of TT 03/2025)."""

    act: ClassVar[Act] = Act.STOP


@dataclass(frozen=True, slots=True)
class Withdraw(Command):
    """The citizen takes it back."""

    act: ClassVar[Act] = Act.WITHDRAW


@dataclass(frozen=True, slots=True)
class ResultBack(Command):
    """The desk that received for another agency gets the result to hand over (NĐ 61/2018 Điều 19.7)."""

    act: ClassVar[Act] = Act.RESULT_BACK


@dataclass(frozen=True, slots=True)
class Return(Command):
    """Hand the result over."""

    act: ClassVar[Act] = Act.RETURN


@dataclass(frozen=True, slots=True)
class Correct(Command):
    """Mend what was entered wrongly at receipt; old values go into the event. `fields` names what changed."""

    act: ClassVar[Act] = Act.CORRECT
    fields: tuple[str, ...] = ()
    old: tuple[tuple[str, str], ...] = ()
    limit_value: int | None = None
    limit_unit: str = ""
