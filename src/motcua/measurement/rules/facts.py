"""A dossier as figures see it: days, codes and flags, nobody's name. Pure."""

from dataclasses import dataclass
from datetime import date, datetime

from motcua.dossiers.enums import State


@dataclass(frozen=True, slots=True)
class Fact:
    """One dossier. `finished_at` is the end of processing; a dossier that was never received has no `received_on`.

    `unit_time` is the worst of the units' times against their own limits (a `Timeliness`, empty without finished
    steps); `contacts`, `bodies` and `complained` are what slips and petitions say of it (nine indices).
    `counted_on` is the day as of which the fact's contributions stand in the roll-ups (None: not at all).
    A dossier that was in hand when its agency ended belonged to `came_from` until the day before `moved_on`.
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
    unit_time: str = ""
    contacts: int | None = None
    bodies: int | None = None
    complained: bool = False
    counted_on: date | None = None
    came_from: str = ""
    moved_on: date | None = None

    def agency_on(self, day: date) -> str:
        """The code of the agency that had the dossier on a day."""
        return self.came_from if self.moved_on is not None and day < self.moved_on else self.agency_code

    @property
    def refused_at_the_desk(self) -> bool:
        return self.received_on is None

    @property
    def settled(self) -> bool:
        """Processing came to an end, whatever the end."""
        return State(self.state).ended

    @property
    def wholly_electronic(self) -> bool:
        """Result electronic, and what had to be paid was paid online: nobody had to come (NĐ 42/2022 Điều 11)."""
        return self.result_electronic and (self.paid_online or not self.fee_bearing)
