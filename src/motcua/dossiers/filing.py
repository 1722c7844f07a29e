"""What a citizen hands in, as values: the doors parse into these, the acts take them."""

from dataclasses import dataclass
from datetime import date, datetime

from motcua.dossiers.enums import Channel
from motcua.dossiers.rules.commands import Command
from motcua.kernel.people import Actor


@dataclass(frozen=True, slots=True)
class Applicant:
    """Who asks. `business_name` is set when an organisation files; `name` is then its representative."""

    name: str
    identity_number: str = ""
    birth_date: date | None = None
    phone: str = ""
    address: str = ""
    email: str = ""
    business_name: str = ""
    tax_code: str = ""


@dataclass(frozen=True, slots=True)
class Correction:
    """What was entered wrongly at receipt, with its right value; None leaves a field as it is.

    Another `version_id` (the wrong procedure was chosen) brings that procedure's limit; the day of receipt stays.
    Without a delegate's name nothing of a delegate is left; without their number or paper they follow nothing online.
    """

    applicant_name: str | None = None
    applicant_identity: str | None = None
    applicant_phone: str | None = None
    applicant_address: str | None = None
    applicant_email: str | None = None
    delegate_name: str | None = None
    delegate_identity: str | None = None
    authorisation: str | None = None
    delegate_may_follow: bool | None = None
    subject: str | None = None
    version_id: int | None = None

    def values(self) -> dict[str, str | bool]:
        """The corrected columns of the dossier; the procedure apart."""
        given = {name: getattr(self, name) for name in self.__slots__ if name != "version_id"}
        told = {
            name: value.strip() if isinstance(value, str) else value
            for name, value in given.items()
            if value is not None
        }
        if told.get("delegate_name") == "":
            told |= {"delegate_identity": "", "authorisation": ""}
        if "" in (told.get("delegate_identity"), told.get("authorisation")):
            told["delegate_may_follow"] = False
        return told


@dataclass(frozen=True, slots=True)
class HandedIn:
    """One paper handed in, or a result produced.

    `origin` is a `storehouse.enums.Origin` value; `blob` the SHA-256 of its scan, none when only seen.
    """

    title: str
    origin: str
    component_id: int | None = None
    blob: str | None = None
    origin_source: str = ""
    signed: bool = False
    reused_paper_id: int | None = None
    # What the house held when this was asked for all the same, and why (a key of the rule `reuse.reasons`).
    held_paper_id: int | None = None
    again_reason: str = ""
    shared_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Paid:
    """Money taken or reported for what is owed."""

    method: str
    amount: int
    reference: str = ""
    gateway: str = ""
    receipt_number: str = ""


@dataclass(frozen=True, slots=True)
class Filing:
    """A dossier as it is handed in. `fees` are (name, đồng); an empty tuple means nothing is owed.

    `agency_id` settles it, `desk_id` receives it; `place` is where, when that is outside the office.
    """

    version_id: int
    agency_id: int
    desk_id: int
    applicant: Applicant
    channel: Channel
    subject: str = ""
    delegate_name: str = ""
    delegate_identity: str = ""
    authorisation: str = ""
    # An officer saw the paper of authorisation: the delegate follows the dossier in their own account.
    delegate_may_follow: bool = False
    place: str = ""
    received_by_post: bool = False
    papers: tuple[HandedIn, ...] = ()
    fees: tuple[tuple[str, int], ...] = ()
    fee_online_possible: bool = False
    answers: str = ""
    tracking: str = ""


@dataclass(frozen=True, slots=True)
class Deed:
    """One act of a history: who did what, when, and what came with it."""

    command: Command
    actor: Actor
    at: datetime
    papers: tuple[HandedIn, ...] = ()
    paid: Paid | None = None
    act_key: str | None = None
    # The e-form as it is answered from now on; None leaves it as it is.
    answers: str | None = None


@dataclass(frozen=True, slots=True)
class History:
    """A whole life told at once: a filing and the deeds that followed, in order of time."""

    filing: Filing
    filed: Deed
    deeds: tuple[Deed, ...] = ()
