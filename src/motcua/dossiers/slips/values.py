"""What each form says, as values: one typed object a form. Both renderings are filled from it alone.

Moments are aware, amounts đồng. Fields: `reference/one_stop.md` 7.3, as running provincial systems print them, and for
the 2025 forms their minimum data; compare with the official annexes before release.
"""

from dataclasses import dataclass
from datetime import date, datetime

from motcua.dossiers.slips.kinds import FormKind
from motcua.payments.enums import Method, OrderState


@dataclass(frozen=True, slots=True)
class Form:
    """The form of the day: its number and title under the circular that holds, and which family that is."""

    kind: FormKind
    family: str
    number: str
    title: str
    issued_by: str


@dataclass(frozen=True, slots=True)
class Head:
    """What stands above every form. `number` None: the form has no number of its own, or is not issued yet."""

    form: Form
    agency: str
    desk: str
    place: str
    day: datetime
    printed_at: datetime
    number: int | None = None
    mark: str = ""
    look_up: str = ""
    rate_at: str = ""
    """Where the satisfaction slip of this dossier is filled in; with forms 01, 02, 03 only."""


@dataclass(frozen=True, slots=True)
class About:
    """The dossier that a form is about."""

    code: str
    tracking: str
    applicant: str
    procedure: str
    procedure_code: str
    owner: str = ""
    delegate: str = ""
    identity: str = ""
    address: str = ""
    phone: str = ""
    email: str = ""
    subject: str = ""


@dataclass(frozen=True, slots=True)
class ReceivedPaper:
    """One line of the list of papers; counts are None where nothing had to be handed in on paper."""

    title: str
    form: str
    originals: int | None = None
    copies: int | None = None


@dataclass(frozen=True, slots=True)
class FeeLine:
    """One thing to pay: amount in đồng."""

    name: str
    amount: int
    state: OrderState
    method: Method | None = None


@dataclass(frozen=True, slots=True)
class ReceiptSlip:
    """Mẫu 01: received, and when the result is to be had. `entry`: (volume, number) in the register of the year."""

    head: Head
    about: About
    papers: tuple[ReceivedPaper, ...]
    sets: int
    limit_value: int | None
    limit_unit: str
    received_at: datetime
    due_at: datetime
    fees: tuple[FeeLine, ...]
    receiver: str
    desk_address: str = ""
    entry: tuple[int, int] | None = None
    # How the result is wished for: «post» with the address, «online»; else over the desk.
    wish: str = ""
    wish_address: str = ""


@dataclass(frozen=True, slots=True)
class MissingPaper:
    """One thing to bring or to mend, and what is asked of it."""

    title: str
    what: str = ""


@dataclass(frozen=True, slots=True)
class SupplementSlip:
    """Mẫu 02: everything that is missing, once and in full. `repeated`: it was asked before."""

    head: Head
    about: About
    missing: tuple[MissingPaper, ...]
    reason: str
    advisor: str
    contact: str = ""
    repeated: bool = False


@dataclass(frozen=True, slots=True)
class RefusalSlip:
    """Mẫu 03: not received, or not settled, and why."""

    head: Head
    about: About
    reason: str
    receiver: str
    settled: bool = False
    """The refusal comes after work on the dossier (NĐ 61/2018 Điều 19.8), not at the desk."""


@dataclass(frozen=True, slots=True)
class NewDate:
    """One change of the due date that came before: from, to, why."""

    before: date
    after: date
    reason: str


@dataclass(frozen=True, slots=True)
class ApologySlip:
    """Mẫu 04: an apology, and the new date (2025: which is proposed, with what was changed before)."""

    head: Head
    about: About
    received_at: datetime
    old_due: datetime
    new_due: datetime
    at_fault: str
    reason: str
    return_place: str
    signer: str
    signer_title: str = ""
    history: tuple[NewDate, ...] = ()


@dataclass(frozen=True, slots=True)
class StopNotice:
    """Mẫu 05 (2025): work on the dossier stops. `requested_by` is empty when the agency stops of itself."""

    head: Head
    about: About
    received_at: datetime
    due_at: datetime
    stage: str
    reason: str
    signer: str
    signer_title: str = ""
    requested_by: str = ""
    fees: tuple[FeeLine, ...] = ()


@dataclass(frozen=True, slots=True)
class HandOver:
    """One hand-over of the control slip: who gave to whom, when, until when, and how it came out.

    `body` is the agency or unit that took it; `due` its own due date where it has one; `result` one of the three
    words of the form (trước hạn, đúng hạn, quá hạn), empty while it works; `beyond`: due after the appointment.
    """

    giver: str
    taker: str
    at: datetime
    body: str = ""
    due: datetime | None = None
    result: str = ""
    note: str = ""
    beyond: bool = False


@dataclass(frozen=True, slots=True)
class ControlSlip:
    """Mẫu 05 (2018) or 06 (2025): every hand-over, with the lead and the cooperating bodies on one slip (P10)."""

    head: Head
    about: About
    received_at: datetime
    due_at: datetime
    lead: str
    cooperating: tuple[str, ...]
    steps: tuple[HandOver, ...]


@dataclass(frozen=True, slots=True)
class RegisterLine:
    """One dossier in the register of a desk and a year, in the columns of the form."""

    number: int
    code: str
    content: str
    sets: int
    owner: str
    address: str
    phone: str
    received_at: datetime
    due_at: datetime | None
    finished_at: datetime | None
    returned_at: datetime | None
    returned_how: str = ""
    receiver: str = ""
    place: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Register:
    """Mẫu 06 (2018) or 07 (2025): one volume of the book of a desk and a year; entries run on over the volumes."""

    head: Head
    year: int
    volume: int
    volumes: int
    lines: tuple[RegisterLine, ...]
    closed: bool = False


Slip = ReceiptSlip | SupplementSlip | RefusalSlip | ApologySlip | StopNotice | ControlSlip | Register
