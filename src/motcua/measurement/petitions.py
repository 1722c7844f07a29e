"""Counting petitions (PAKN): V.1 and V.2.

An answered petition is kept in the sums of the periods its day of receipt lies in, each seen from the period's end; an
open one is counted at the moment of reading, for only the clock decides whether it is late.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import connection
from django.db.models import Model

from motcua.indicators.scoring import Count
from motcua.kernel import clock
from motcua.kernel.periods import Period, containing
from motcua.measurement.asked import Asked, marks
from motcua.measurement.models import PetitionFact, PetitionRollUp
from motcua.measurement.rules.tallies import KINDS, RollUpKey, end_of
from motcua.measurement.sums import add_sums

PETITION_SUMS = ("received", "in_time", "content")
_Numbers = tuple[int, int, int]
_NONE: _Numbers = (0, 0, 0)


@dataclass(frozen=True, slots=True)
class PetitionSums:
    """Counts of agencies in periods, kept and still open, seen at a moment."""

    by_place: Mapping[tuple[str, str], _Numbers]

    def counts(self, codes: Collection[str], period: Period) -> dict[str, Count]:
        """V.1 and V.2 of some agencies in a period; 0/0 when nobody complained."""
        found = [self.by_place.get((code, period.code), _NONE) for code in codes]
        received, in_time, content = map(sum, zip(*found, strict=True)) if found else _NONE
        return {"V.1": Count(in_time, received), "V.2": Count(content, received)}


def petition_sums(agency_codes: Sequence[str], periods: Sequence[Period], at: datetime) -> PetitionSums:
    """Of some agencies in some periods."""
    return petitions_asked([Asked(agency_codes, periods)], at)[0]


def petitions_asked(asked: Sequence[Asked], at: datetime) -> list[PetitionSums]:
    """For kept periods and those counted from the facts; two statements, one more when there are of the latter."""
    kept = [[period for period in dict.fromkeys(one.periods) if _kept(period, at)] for one in asked]
    found = _rolled(asked, kept)
    _add_open(found, asked, kept, at)
    for one, sums, stored in zip(asked, found, kept, strict=True):
        if others := [period for period in dict.fromkeys(one.periods) if period not in stored]:
            _add_facts(sums, one, others, at)
    return [PetitionSums({place: (row[0], row[1], row[2]) for place, row in sums.items()}) for sums in found]


_Sums = dict[tuple[str, str], list[int]]


def _rolled(asked: Sequence[Asked], kept: Sequence[Sequence[Period]]) -> list[_Sums]:
    """What is kept, for every question in one statement."""
    parts: list[str] = []
    given: list[str | date] = []
    for place, (one, periods) in enumerate(zip(asked, kept, strict=True)):
        if not (one.codes and periods):
            continue
        names, ending = ", ".join(PETITION_SUMS), ""
        if one.as_one:
            names, ending = ", ".join(f"SUM({name})" for name in PETITION_SUMS), " GROUP BY period"
        parts.append(
            f"SELECT {place}, {'%s' if one.as_one else 'agency_code'}, period, {names}"  # noqa: S608 - our own names
            f" FROM {_table(PetitionRollUp)}"
            f" WHERE agency_code IN ({marks(one.codes)}) AND period IN ({marks(periods)}){ending}"
        )
        given += [*([one.as_one] if one.as_one else []), *one.codes, *(period.code for period in periods)]
    found: list[_Sums] = [{} for _ in asked]
    if parts:
        for place, agency, period, *numbers in _asked(" UNION ALL ".join(parts), given):
            found[place][agency, period] = numbers
    return found


def _add_facts(found: _Sums, one: Asked, periods: Sequence[Period], at: datetime) -> None:
    facts = petitions_between(
        one.codes, min(each.first for each in periods), max(each.last for each in periods)
    )
    for period in periods:
        for fact in of_period(facts, one.codes, period, _day(period, at)):
            place = one.as_one or fact.agency_code, period.code
            _add(found, place, _numbers(fact, _day(period, at)), 1)


def _asked(sql: str, given: Sequence[str | date]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, given)
        return list(cursor.fetchall())


def _as_day(value: date | str) -> date:
    """SQLite answers days as text."""
    return date.fromisoformat(value) if isinstance(value, str) else value


def _table(model: type[Model]) -> str:
    return connection.ops.quote_name(model._meta.db_table)


def _kept(period: Period, at: datetime) -> bool:
    return period.kind in KINDS and (at >= end_of(period.last) or clock.local_day(at) >= clock.today())


def _add_open(
    found: Sequence[_Sums], asked: Sequence[Asked], kept: Sequence[Sequence[Period]], at: datetime
) -> None:
    """Those nobody answered yet: many of one day are one row."""
    codes = sorted({code for one, periods in zip(asked, kept, strict=True) if periods for code in one.codes})
    days = [(period.first, period.last) for periods in kept for period in periods]
    if not (codes and days):
        return
    first, last = min(day for day, _ in days), max(day for _, day in days)
    alike = ("agency_code", "received_on", "due_on", "dissatisfied", "followed_up")
    for agency, received_on, due_on, *flags, many in _asked(
        f"SELECT {', '.join(alike)}, COUNT(*) FROM {_table(PetitionFact)}"  # noqa: S608 - our own names, marks
        f" WHERE answered_on IS NULL AND agency_code IN ({marks(codes)}) AND received_on BETWEEN %s AND %s"
        f" GROUP BY {', '.join(alike)}",
        [*codes, first, last],
    ):
        values = (agency, _as_day(received_on), _as_day(due_on), *flags)
        fact = PetitionFact(**dict(zip(alike, values, strict=True)))
        for sums, one, periods in zip(found, asked, kept, strict=True):
            if agency not in one.codes:
                continue
            for period in periods:
                day = _day(period, at)
                if period.first <= fact.received_on <= day:
                    _add(sums, (one.as_one or agency, period.code), _numbers(fact, day), many)


def _day(period: Period, at: datetime) -> date:
    return clock.local_day(min(at, end_of(period.last)))


def _numbers(fact: PetitionFact, day: date) -> _Numbers:
    return 1, int(on_time(fact, day)), int(settled_well(fact, day))


def _add(found: _Sums, place: tuple[str, str], numbers: _Numbers, many: int) -> None:
    row = found.setdefault(place, [0, 0, 0])
    for column, number in enumerate(numbers):
        row[column] += many * number


def add_petitions(facts: Sequence[PetitionFact], sign: int, changes: dict[RollUpKey, list[int]]) -> None:
    """Gather what answered petitions add to the sums (`sign` −1: what they no longer add)."""
    for fact in facts:
        if fact.answered_on is None:
            continue
        for kind in KINDS:
            period = containing(fact.received_on, kind)
            row = changes.setdefault((fact.agency_code, period.code, ""), [0, 0, 0])
            for column, number in enumerate(_numbers(fact, period.last)):
                row[column] += sign * number


def store_petition_sums(changes: Mapping[RollUpKey, Sequence[int]]) -> None:
    """Add the differences to what is kept; inside an act."""
    add_sums(PetitionRollUp, PETITION_SUMS, changes)


def petitions_between(agency_codes: Sequence[str], first: date, last: date) -> list[PetitionFact]:
    """Petitions received from a day to a day; one statement."""
    rows = PetitionFact.objects.filter(agency_code__in=agency_codes, received_on__range=(first, last))
    return list(rows.order_by("received_on", "petition_id"))


def of_period(
    petitions: Sequence[PetitionFact], codes: Collection[str], period: Period, day: date
) -> list[PetitionFact]:
    """Those of some agencies that were received in a period, up to a day."""
    last = min(period.last, day)
    return [
        fact for fact in petitions if fact.agency_code in codes and period.first <= fact.received_on <= last
    ]


def on_time(fact: PetitionFact, day: date) -> bool:
    """Answered by its due day, or not yet due on `day`."""
    answered = fact.answered_on if fact.answered_on and fact.answered_on <= day else None
    return (answered or day) <= fact.due_on


def settled_well(fact: PetitionFact, day: date) -> bool:
    """On time, more likes than dislikes or none, and nobody came back with it."""
    return on_time(fact, day) and not (fact.dissatisfied or fact.followed_up)
