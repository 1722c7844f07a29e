"""A desk with two kinds of tickets and counters."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import pytest
from tests import factories
from tests.factories import CLERK, moment

from motcua.counters import arranging
from motcua.counters.models import TicketKind
from motcua.kernel.clock import frozen
from motcua.organisation.models import Agency, Counter, Staff
from motcua.organisation.premises import open_counter

FIRST = date(2026, 1, 1)


@dataclass
class Desk:
    """One desk: kinds A and B, and counters with somebody at each."""

    agency: Agency
    kinds: dict[str, TicketKind]
    counters: list[Counter]
    people: list[Staff]


def make_desk(many: int = 2) -> Desk:
    agency = factories.agency()
    kinds = {
        letter: arranging.add_kind(
            actor=CLERK, agency=agency, letter=letter, name=f"Việc {letter}", first_day=FIRST
        )
        for letter in "AB"
    }
    counters = [
        open_counter(actor=CLERK, agency=agency, number=number, name="Thử", first_day=FIRST)
        for number in range(1, many + 1)
    ]
    return Desk(agency, kinds, counters, [factories.officer(agency, f"Người {n}") for n in range(many)])


@pytest.fixture
def desk(db: None) -> Iterator[Desk]:
    with frozen(moment("2026-06-01 08:00")):
        yield make_desk()
