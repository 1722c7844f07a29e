"""Reading figures: counts of agencies in periods, scored. Which dossiers stand behind them: `behind.py`."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import connection
from django.db.models import Count as CountRows
from django.db.models import Q, QuerySet

from motcua.indicators.local import LocalSets, local_sets, set_for
from motcua.indicators.scoring import Count, Score, score
from motcua.indicators.sets import IndicatorSet, changes
from motcua.kernel import clock
from motcua.kernel.periods import Period
from motcua.kernel.refusals import Refused
from motcua.measurement.actions import FACT_COLUMNS, open_facts
from motcua.measurement.measures import OF_DOSSIERS
from motcua.measurement.models import DossierFact, RollUp
from motcua.measurement.offer import Offer, offers_of, procedure_sets
from motcua.measurement.petitions import petition_sums
from motcua.measurement.rules.facts import Fact
from motcua.measurement.rules.running import BEHIND, OPEN, Running
from motcua.measurement.rules.tallies import KINDS, NOTHING, TALLIED, Tally, contribution, end_of, total
from motcua.organisation.models import Agency

SET = "766"

# Tallies by agency, period and procedure: (agency code, period code) -> procedure code -> tally.
Tallies = dict[tuple[str, str], dict[str, Tally]]


@dataclass(frozen=True, slots=True)
class Scope:
    """Whose dossiers are counted together: an agency alone, or with everything below it."""

    agency: Agency
    codes: tuple[str, ...]
    levels: frozenset[str]


@dataclass(frozen=True, slots=True)
class Figures:
    """A scope in one period, seen at a moment, scored with the set that held there on the period's last day.

    `counts` holds what is measured, by measure; a measure without a source is absent. `score` is by criterion.
    """

    agency: Agency
    period: Period
    at: datetime
    set_code: str
    tally: Tally
    counts: Mapping[str, Count]
    score: Score


def scope_of(agency: Agency, *, with_below: bool = False) -> Scope:
    """An agency as a scope; with those below it when asked (one statement)."""
    if not with_below:
        return Scope(agency, (agency.code,), frozenset({agency.level}))
    below = list(Agency.objects.within(agency).order_by("path").values_list("code", "level"))
    return Scope(agency, tuple(code for code, _ in below), frozenset(level for _, level in below))


def figures(agency: Agency, period: Period, at: datetime, *, with_below: bool = False) -> Figures:
    """Everything measured for an agency in a period, as it stood at an aware moment.

    Refuses a period in which the set was not in force.
    """
    return board([scope_of(agency, with_below=with_below)], [period], at)[agency.code, period.code]


def trend(
    agency: Agency, periods: Sequence[Period], at: datetime, *, with_below: bool = False
) -> list[Figures]:
    """The same figures over several periods, in the order given; as many statements as for one."""
    found = board([scope_of(agency, with_below=with_below)], periods, at)
    return [found[agency.code, period.code] for period in periods]


def board(scopes: Sequence[Scope], periods: Sequence[Period], at: datetime) -> dict[tuple[str, str], Figures]:
    """Figures of every scope in every period, by (agency code, period code).

    The number of statements does not grow with scopes or kept periods.
    """
    periods = list(dict.fromkeys(periods))  # named twice, a period would count its open dossiers twice
    codes = sorted({code for scope in scopes for code in scope.codes})
    # One agency with all below it is summed by the database: a province would read a row for each commune.
    as_one = scopes[0].agency.code if len(scopes) == 1 else ""
    counted = tallies(codes, periods, at, as_one=as_one)
    offers = offers_of({scope.levels for scope in scopes})
    petitions = petition_sums(codes, periods, at)
    local = local_sets()
    found = {}
    for scope in scopes:
        for period in periods:
            day = min(period.last, clock.local_day(at))
            by_procedure = _together(counted, [as_one] if as_one else scope.codes, period)
            together = total(by_procedure.values())
            counts = (
                dossier_counts(together)
                | _procedure_counts(offers[scope.levels], day, by_procedure)
                | petitions.counts(scope.codes, period)
            )
            used = _set_on(scope.agency, day, local)
            scored = score(used, of_criteria(used, counts))
            found[scope.agency.code, period.code] = Figures(
                scope.agency, period, at, used.code, together, counts, scored
            )
    return found


def first_day() -> date:
    """The first day on which the set was in force: nothing is scored before."""
    return changes(SET)[0]


def of_criteria(used: IndicatorSet, counts: Mapping[str, Count]) -> dict[str, Count]:
    """The counts of measures, by the criteria of a set that they measure."""
    return {one.code: counts[one.measure] for one in used.criteria if one.measure in counts}


def _set_on(agency: Agency, day: date, local: LocalSets) -> IndicatorSet:
    if day < first_day():
        words = (
            f"Bộ chỉ số {SET} có hiệu lực từ ngày {first_day():%d/%m/%Y}. Chọn kỳ kết thúc từ ngày đó trở đi."
        )
        raise Refused(words, field="period", code="set_not_in_force")
    return set_for(agency.chain, day, local=local)


def tallies(
    agency_codes: Sequence[str], periods: Sequence[Period], at: datetime, *, as_one: str = ""
) -> Tallies:
    """Sums of contributions. Kept periods come from the roll-ups and what is still open, others from the facts.

    With `as_one` all agencies are summed under that code.
    """
    found: Tallies = {}
    periods = list(dict.fromkeys(periods))
    kept = [period for period in periods if _kept(period, at)]
    uncounted, ahead = _astray(kept, at) if kept else (False, False)
    if ahead:  # roll-ups hold days that have not come
        kept = []
    if kept:
        _add_rolled(found, agency_codes, kept, as_one)
        _add_open(found, agency_codes, kept, at, as_one, uncounted=uncounted)
    for period in periods:
        if period not in kept:
            day = min(period.last, clock.local_day(at))
            for fact in _facts(population(agency_codes, period, at)):
                _add(found, as_one or fact.agency_on(day), fact, period, at)
    return found


def population(agency_codes: Sequence[str], period: Period, at: datetime) -> QuerySet[DossierFact]:
    """Facts of dossiers that were received by the end of a period and not ended before it began.

    Each is with the agency that had it on the period's last day, or on the day of a moment within it.
    """
    day = min(period.last, clock.local_day(at))
    here = (Q(moved_on=None) | Q(moved_on__lte=day)) & Q(agency_code__in=agency_codes)
    return DossierFact.objects.filter(
        Q(finished_on=None) | Q(finished_on__gte=period.first),
        here | Q(came_from__in=agency_codes, moved_on__gt=day),
        received_on__lte=period.last,
    )


def _kept(period: Period, at: datetime) -> bool:
    # Roll-ups know the present only: a running period as it was on an earlier day is counted from the facts.
    return period.kind in KINDS and (at >= end_of(period.last) or clock.local_day(at) >= clock.today())


def _add_rolled(found: Tallies, agency_codes: Sequence[str], periods: Sequence[Period], as_one: str) -> None:
    where = f"period IN ({_marks(periods)})"
    for row in _summed(where, agency_codes, [period.code for period in periods], as_one):
        found.setdefault((row[0], row[1]), {})[row[2]] = Tally._make(row[3:])


def _add_open(
    found: Tallies,
    agency_codes: Sequence[str],
    periods: Sequence[Period],
    at: datetime,
    as_one: str,
    *,
    uncounted: bool,
) -> None:
    """Open dossiers stand in no roll-up of a period that runs, nor of one that closed since they were counted."""
    day = clock.local_day(at)
    if running := [period for period in periods if period.last >= day]:
        seen = Running(running, at)
        where = "period >= %s AND period < %s"
        for agency, code, procedure, *numbers in _summed(where, agency_codes, [OPEN, BEHIND], as_one):
            for period, tally in seen.seen(code, Tally._make(numbers)):
                place = found.setdefault((agency, period), {})
                place[procedure] = place[procedure].plus(tally) if procedure in place else tally
    closed = [period for period in periods if period.last < day]
    if closed and uncounted:
        _add_closed_since(found, agency_codes, closed, at, as_one)


def _summed(
    where: str, agency_codes: Sequence[str], values: Sequence[str], as_one: str
) -> list[tuple[Any, ...]]:
    """Rows of roll-ups: agency (or `as_one`), period, procedure and the numbers of a tally."""
    table = connection.ops.quote_name(RollUp._meta.db_table)
    asked = f"agency_code IN ({_marks(agency_codes)}) AND {where}"
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


def _marks(values: Sequence[object]) -> str:
    return ", ".join(["%s"] * len(values))


def _astray(periods: Sequence[Period], at: datetime) -> tuple[bool, bool]:
    """Whether some open dossier was counted last before one of these periods closed, and whether some was counted on
    a day that has not come (the machine's clock stood ahead): asked of their own index, in one statement.
    """
    day = clock.local_day(at)
    closed = [period.last for period in periods if period.last < day]
    table = connection.ops.quote_name(DossierFact._meta.db_table)
    # The condition of the index `measurement_to_roll`.
    some = f"EXISTS (SELECT 1 FROM {table} WHERE finished_on IS NULL AND received_on IS NOT NULL AND"  # noqa: S608
    before = f"{some} (counted_on IS NULL OR counted_on <= %s))" if closed else "1 = 0"
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


def _together(counted: Tallies, codes: Sequence[str], period: Period) -> dict[str, Tally]:
    if len(codes) == 1:
        return counted.get((codes[0], period.code), {})
    parts: dict[str, list[Tally]] = {}
    for code in codes:
        for procedure, tally in counted.get((code, period.code), {}).items():
            parts.setdefault(procedure, []).append(tally)
    return {procedure: total(some) for procedure, some in parts.items()}


def dossier_counts(counted: Tally) -> dict[str, Count]:
    """Numerators and denominators of everything that counts dossiers."""
    return {
        code: Count(measure.numerator(counted), measure.denominator(counted))
        for code, measure in OF_DOSSIERS.items()
    }


def _procedure_counts(offer: Offer, day: date, by_procedure: Mapping[str, Tally]) -> dict[str, Count]:
    sets = procedure_sets(offer, day, by_procedure)
    return {code: Count(len(having), len(all_of_them)) for code, (having, all_of_them) in sets.items()}


def open_by_due_date(agency_codes: Sequence[str]) -> dict[date | None, int]:
    """How many dossiers still run at some agencies, by due date; one statement.

    Grouped in the order of the index `measurement_open`, so that only open dossiers are looked at.
    """
    rows = DossierFact.objects.filter(open_facts(), agency_code__in=agency_codes)
    found: dict[date | None, int] = {}
    counted = rows.values_list("agency_code", "due_date").annotate(many=CountRows("pk")).order_by()
    for _, due, many in counted:
        found[due] = found.get(due, 0) + many
    return found


def open_keys(agency_codes: Sequence[str], due: str, today: date, *, soon: date) -> list[int]:
    """Ids of open dossiers that are `late`, due `today`, `next` (until `soon`), or `later`; longest due first."""
    wanted = {
        "late": Q(due_date__lt=today),
        "today": Q(due_date=today),
        "next": Q(due_date__gt=today, due_date__lte=soon),
        "later": Q(due_date__gt=soon),
    }[due]
    rows = DossierFact.objects.filter(open_facts(), wanted, agency_code__in=agency_codes)
    return list(rows.order_by("due_date", "dossier_id").values_list("dossier_id", flat=True))
