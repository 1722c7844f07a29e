"""What an act changes: the dossier afterwards, the event that tells it, the steps of the process. Pure."""

from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from motcua.dossiers.enums import Act, State
from motcua.dossiers.rules import commands as wanted
from motcua.dossiers.rules.snapshot import Snapshot
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
    """All that an act changes; `ledger.write` stores it in one transaction."""

    after: Snapshot
    event: NewEvent
    steps: StepChange = field(default_factory=StepChange)


@dataclass(frozen=True, slots=True)
class Draft:
    """What a single rule answers, before the parts common to all acts are added."""

    after: Snapshot
    detail: dict[str, Any] = field(default_factory=dict)
    steps: StepChange = field(default_factory=StepChange)
    note: str | None = None


def add_clock_event(dossier: Snapshot, kind: str, at: datetime, **more: str) -> Snapshot:
    """The dossier with one more of what its clock is counted from."""
    moment = clock.local(at).replace(tzinfo=None).isoformat(timespec="seconds")
    return replace(dossier, clock_events=(*dossier.clock_events, {"type": kind, "at": moment, **more}))


def reason_of(command: wanted.Command, what: str) -> str:
    """Why it is done. Refuses without a word."""
    reason = command.note.strip()
    if not reason:
        raise Refused(f"Ghi lý do {what}: công dân phải biết vì sao.", field="note", code="reason")
    return reason
