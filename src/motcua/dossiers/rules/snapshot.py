"""How a dossier stands, without anything personal: what the rules look at."""

from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any

from motcua.dossiers.enums import Outcome, State

ClockEvents = tuple[dict[str, Any], ...]


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The columns of a dossier that acts change. Names are those of the model, so that writing is a copy.

    `revision` counts acts: the event of an act has the number `revision` takes after it.
    """

    state: State = State.SUBMITTED
    revision: int = 0
    regime: str = ""
    code: str | None = None
    filed_at: datetime | None = None
    offered_at: datetime | None = None
    received_at: datetime | None = None
    received_on: date | None = None
    clock_started_at: datetime | None = None
    limit_value: int | None = None
    limit_unit: str = ""
    original_due_date: date | None = None
    due_date: date | None = None
    due_at: datetime | None = None
    calendar_version: str = ""
    clock_events: ClockEvents = ()
    waiting_since: datetime | None = None
    finished_at: datetime | None = None
    returned_at: datetime | None = None
    holder_id: int | None = None
    receiver_id: int | None = None
    step: int = 0
    step_name: str = ""
    supplements_asked: int = 0
    extensions: int = 0
    opinions_open: int = 0
    outcome: Outcome | str = ""
    reason: str = ""


COLUMNS: tuple[str, ...] = tuple(field.name for field in fields(Snapshot))


def changed_columns(before: Snapshot, after: Snapshot) -> dict[str, Any]:
    """The columns an act changed, with their new values."""
    return {name: getattr(after, name) for name in COLUMNS if getattr(before, name) != getattr(after, name)}
