"""Sums of contributions by agency, period and procedure, seen at a moment.

Kept periods come from the roll-ups and the sums of what is open, any other range from the facts.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import connection
from django.db.models import Case, F, Q, QuerySet, When
from django.db.models.functions import RTrim, Substr
from django.db.models.lookups import GreaterThan

from motcua.kernel import clock
from motcua.kernel.periods import Period
from motcua.measurement.actions import FACT_COLUMNS, open_facts
from motcua.measurement.asked import marks
from motcua.measurement.engines.sources import cast_day, source
from motcua.measurement.engines.statement import asked_statement, period_row
from motcua.measurement.models import DossierFact, RollUp
from motcua.measurement.rules.facts import MOST_STAYS, STAY_DAY, STAY_WIDTH, Fact
from motcua.measurement.rules.running import BEHIND, OPEN, Running
from motcua.measurement.rules.tallies import KINDS, NOTHING, TALLIED, Tally, contribution, end_of

# Tallies by agency, period and procedure: (agency code, period code) -> procedure code -> tally.
Tallies = dict[tuple[str, str], dict[str, Tally]]


@dataclass(frozen=True, slots=True)
class Ways:
    """From where periods are counted: `kept` from the roll-ups, `others` from the facts.

    `behind`: kept ones that closed since some open dossier was counted last, which is added from its fact.
    """

    kept: list[Period]
    others: list[Period]
    behind: list[Period]


def ways(periods: Sequence[Period], at: datetime) -> Ways:
    """How each period is counted as seen at a moment; one statement when some are kept."""
    periods = list(dict.fromkeys(periods))
    kept = [period for period in periods if _kept(period, at)]
    uncounted, ahead = _astray(kept, at) if kept else (False, False)
    if ahead:  # roll-ups hold days that have not come
        kept = []
    day = clock.local_day(at)
    behind = [period for period in kept if period.last < day] if uncounted else []
    return Ways(kept, [period for period in periods if period not in kept], behind)


def tallies(
    agency_codes: Sequence[str], periods: Sequence[Period], at: datetime, *, as_one: str = ""
) -> Tallies:
    """Sums of contributions by procedure. With `as_one` all agencies are summed under that code."""
    found: Tallies = {}
    how = ways(periods, at)
    if how.kept:
        _add_rolled(found, agency_codes, how.kept, as_one)
        _add_open(found, agency_codes, how.kept, at, as_one)
    add_from_facts(found, agency_codes, how, at, as_one)
    return found


def add_from_facts(found: Tallies, agency_codes: Sequence[str], how: Ways, at: datetime, as_one: str) -> None:
    """Add what is in no roll-up: periods of no kept kind, and what is open in periods that closed since."""
    if how.behind:
        _add_closed_since(found, agency_codes, how.behind, at, as_one)
    for period in how.others:
        if _of_the_present(period, at):
            _add_summed(found, agency_codes, period, at, as_one)
            continue
        day = min(period.last, clock.local_day(at))
        for fact in _facts(population(agency_codes, period, at)):
            _add(found, as_one or fact.agency_on(day), fact, period, at)


def _add_summed(
    found: Tallies, agency_codes: Sequence[str], period: Period, at: datetime, as_one: str
) -> None:
    """A free range counted by the database: the statement of the engines, whole minutes."""
    if not agency_codes:
        return
    row, asked = period_row(period, at), frozenset(agency_codes)
    codes = marks(agency_codes)
    where = (
        "f.received_on <= %s AND (f.finished_on IS NULL OR f.finished_on >= %s)"
        f" AND ((f.agency_code IN ({codes}) AND (f.moved_on IS NULL OR f.moved_on <= %s))"
        f" OR (f.came_from IN ({codes}) AND f.moved_on > %s)"
        " OR (f.earlier IS NOT NULL AND f.moved_on > %s))"
    )
    given: list[str | int | date] = [row.code, row.first, row.last, row.day, row.minute]
    given += [row.day, row.first, *agency_codes, row.day, *agency_codes, row.day, row.day]
    counted = asked_statement(("agency_code", "procedure_code"), source=source(where), by_period=False)
    days = ", ".join(f"{cast_day('%s')} AS {name}" for name in ("p_first", "p_last", "p_day"))
    sql = f"WITH periods AS (SELECT %s AS p_code, {days}, %s AS p_minute), {counted.removeprefix('WITH ')}"
    with connection.cursor() as cursor:
        cursor.execute(sql, given)
        for agency, procedure, *numbers in cursor.fetchall():
            if agency not in asked:  # it passed on more than once, and was elsewhere on that day
                continue
            place = found.setdefault((as_one or agency, period.code), {})
            place[procedure] = place.get(procedure, NOTHING).plus(Tally._make(numbers))


def population(agency_codes: Sequence[str], period: Period, at: datetime) -> QuerySet[DossierFact]:
    """Facts of dossiers that were received by the end of a period and not ended before it began.

    Each is with the agency that had it on the period's last day, or on the day of a moment within it.
    """
    day = min(period.last, clock.local_day(at))
    here = (Q(moved_on=None) | Q(moved_on__lte=day)) & Q(agency_code__in=agency_codes)
    # Each of the three along an index of its own.
    once = Q(came_from__in=agency_codes, moved_on__gt=day, earlier=None)
    again = Q(stayed_at__in=agency_codes, moved_on__gt=day, earlier__isnull=False)
    return DossierFact.objects.alias(stayed_at=_stayed_at(day)).filter(
        Q(finished_on=None) | Q(finished_on__gte=period.first),
        here | once | again,
        received_on__lte=period.last,
    )


def _stayed_at(day: date) -> Case | F:
    """Where a dossier was on a day before its last merger (`Fact.agency_on`)."""
    found: Case | F = F("came_from")
    for place in reversed(range(0, MOST_STAYS * STAY_WIDTH, STAY_WIDTH)):
        until = Substr("earlier", place + 1, STAY_DAY)
        code = RTrim(Substr("earlier", place + STAY_DAY + 1, STAY_WIDTH - STAY_DAY))
        found = Case(When(GreaterThan(until, day.isoformat()), then=code), default=found)
    return found


def _kept(period: Period, at: datetime) -> bool:
    # Roll-ups know the present only: a running period as it was on an earlier day is counted from the facts.
    return period.kind in KINDS and _of_the_present(period, at)


def _of_the_present(period: Period, at: datetime) -> bool:
    """Whether a period is over, or looked at as it is today."""
    return at >= end_of(period.last) or clock.local_day(at) >= clock.today()


def _add_rolled(found: Tallies, agency_codes: Sequence[str], periods: Sequence[Period], as_one: str) -> None:
    where = f"period IN ({marks(periods)})"
    for row in _summed(where, agency_codes, [period.code for period in periods], as_one):
        found.setdefault((row[0], row[1]), {})[row[2]] = Tally._make(row[3:])


def _add_open(
    found: Tallies, agency_codes: Sequence[str], periods: Sequence[Period], at: datetime, as_one: str
) -> None:
    """Open dossiers stand in no roll-up of a period that runs."""
    running = running_of(periods, at)
    if not running:
        return
    seen = Running(running, at)
    where = "period >= %s AND period < %s"
    for agency, code, procedure, *numbers in _summed(where, agency_codes, [OPEN, BEHIND], as_one):
        for period, tally in seen.seen(code, Tally._make(numbers)):
            place = found.setdefault((agency, period), {})
            place[procedure] = place[procedure].plus(tally) if procedure in place else tally


def running_of(periods: Sequence[Period], at: datetime) -> list[Period]:
    """Those that have begun and not ended before the day of a moment."""
    day = clock.local_day(at)
    return [period for period in periods if period.first <= day <= period.last]


def _summed(
    where: str, agency_codes: Sequence[str], values: Sequence[str], as_one: str
) -> list[tuple[Any, ...]]:
    """Rows of roll-ups: agency (or `as_one`), period, procedure and the numbers of a tally."""
    table = connection.ops.quote_name(RollUp._meta.db_table)
    asked = f"agency_code IN ({marks(agency_codes)}) AND {where}"
    if as_one and len(agency_codes) != 1:
        sums = ", ".join(f"SUM({name})" for name in TALLIED)
        chosen, ending = f"period, procedure_code, {sums}", " GROUP BY period, procedure_code"
    else:
        chosen, ending = f"period, procedure_code, {', '.join(TALLIED)}", ""
    agency = "%s" if as_one else "agency_code"
    given = [as_one] if as_one else []
    sql = f"SELECT {agency}, {chosen} FROM {table} WHERE {asked}{ending}"  # noqa: S608 - our own names, marks
    with connection.cursor() as cursor:
        cursor.execute(sql, [*given, *agency_codes, *values])
        return list(cursor.fetchall())


def _astray(periods: Sequence[Period], at: datetime) -> tuple[bool, bool]:
    """Whether some open dossier was counted last before one of these periods closed, and whether some was counted on
    a day that has not come (the machine's clock stood ahead): asked of their own index, in one statement.
    """
    day = clock.local_day(at)
    closed = [period.last for period in periods if period.last < day]
    table = connection.ops.quote_name(DossierFact._meta.db_table)
    # The condition of the index `measurement_to_roll`.
    some = f"EXISTS (SELECT 1 FROM {table} WHERE finished_on IS NULL AND received_on IS NOT NULL AND"  # noqa: S608
    # Never counted, counted before: two look-ups in the index, where OR would read all of it.
    before = f"{some} counted_on IS NULL) OR {some} counted_on <= %s)" if closed else "1 = 0"
    with connection.cursor() as cursor:
        given = [*([max(closed)] if closed else []), max(day, clock.today())]
        cursor.execute(f"SELECT {before}, {some} counted_on > %s)", given)
        uncounted, ahead = cursor.fetchone()
    return bool(uncounted), bool(ahead)


def _add_closed_since(
    found: Tallies, agency_codes: Sequence[str], periods: Sequence[Period], at: datetime, as_one: str
) -> None:
    """Between midnight and the hour's count a period has closed that holds no open dossier yet."""
    last = max(period.last for period in periods)
    had = Q(agency_code__in=agency_codes) | Q(came_from__in=agency_codes, moved_on__isnull=False)
    had |= Q(earlier__isnull=False)
    uncounted = DossierFact.objects.filter(
        open_facts(), had, Q(counted_on=None) | Q(counted_on__lte=last), received_on__lte=last
    )
    asked = frozenset(agency_codes)
    for fact in _facts(uncounted):
        for period in periods:
            place = fact.agency_on(period.last)
            if place in asked and (fact.counted_on is None or fact.counted_on <= period.last):
                _add(found, as_one or place, fact, period, at)


def _facts(rows: QuerySet[DossierFact]) -> Iterable[Fact]:
    for values in rows.values_list(*FACT_COLUMNS).iterator(chunk_size=2000):
        yield Fact(*values)


def _add(found: Tallies, agency: str, fact: Fact, period: Period, at: datetime) -> None:
    tally = contribution(fact, period, at)
    if tally != NOTHING:
        place = found.setdefault((agency, period.code), {})
        place[fact.procedure_code] = place.get(fact.procedure_code, NOTHING).plus(tally)
