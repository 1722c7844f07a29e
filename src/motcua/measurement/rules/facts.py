"""A dossier as figures see it: days, codes and flags, nobody's name. Pure."""

from dataclasses import dataclass
from datetime import date, datetime

from motcua.dossiers.enums import State


@dataclass(frozen=True, slots=True)
class Fact:
    """One dossier. `finished_at` is the end of processing; a dossier that was never received has no `received_on`.

    `counted_on` is the day as of which the fact's contributions stand in the roll-ups (None: not at all).
    """

    agency_code: str
    procedure_code: str
    channel: str
    state: str
    received_on: date | None
    due_date: date | None
    due_at: datetime | None
    limit_unit: str
    finished_at: datetime | None
    finished_on: date | None
    waiting_since: datetime | None
    supplements_asked: int
    fee_bearing: bool
    paid_online: bool
    digitised: bool
    result_electronic: bool
    reused: bool
    shared: bool
    population_data: bool
    dissatisfied: bool
    petitioned: bool
    counted_on: date | None = None

    @property
    def refused_at_the_desk(self) -> bool:
        return self.received_on is None

    @property
    def settled(self) -> bool:
        """Processing came to an end, whatever the end."""
        return State(self.state).ended
