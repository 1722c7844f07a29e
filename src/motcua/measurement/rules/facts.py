"""A dossier as figures see it: days, codes and flags, nobody's name. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from motcua.dossiers.enums import State

# A stay before the last merger is written as its end, `2026-07-01`, and the code in forty places, so that every
# engine can cut it out; more than so many are not kept.
STAY_DAY, STAY_WIDTH, MOST_STAYS = 10, 50, 3


def stays_written(stays: Sequence[tuple[date, str]]) -> str | None:
    """Stays as a fact holds them: the day from which the next agency had the dossier, and the code; None of none.

    >>> stays_written([(date(2026, 7, 1), "H99.01")])
    '2026-07-01H99.01                                  '
    """
    return "".join(f"{until}{code:<40}" for until, code in stays[:MOST_STAYS]) or None


def stays_read(written: str) -> Iterator[tuple[date, str]]:
    """The same, read back."""
    for place in range(0, len(written), STAY_WIDTH):
        until, code = written[place : place + STAY_DAY], written[place + STAY_DAY : place + STAY_WIDTH]
        yield date.fromisoformat(until), code.rstrip()


@dataclass(frozen=True, slots=True)
class Fact:
    """One dossier. `finished_at` is the end of processing; a dossier that was never received has no `received_on`.

    `unit_time` is the worst of the units' times against their own limits (a `Timeliness`, empty without finished
    steps); `contacts`, `bodies` and `complained` are what slips and petitions say of it (nine indices).
    `counted_on` is the day as of which the fact's contributions stand in the roll-ups (None: not at all).
    A dossier that was in hand when its agency ended belonged to `came_from` until the day before `moved_on`; of several
    mergers in one life these are the last, and `earlier` holds the stays before it (`stays_written`).
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
    earlier: str | None = None

    def agency_on(self, day: date) -> str:
        """The code of the agency that had the dossier on a day."""
        if self.moved_on is None or day >= self.moved_on:
            return self.agency_code
        before = stays_read(self.earlier) if self.earlier else ()
        return next((code for until, code in before if day < until), self.came_from)

    @property
    def settled(self) -> bool:
        """Processing came to an end, whatever the end."""
        return State(self.state).ended

    @property
    def wholly_electronic(self) -> bool:
        """Result electronic, and what had to be paid was paid online: nobody had to come (NĐ 42/2022 Điều 11)."""
        return self.result_electronic and (self.paid_online or not self.fee_bearing)
