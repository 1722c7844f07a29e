"""Reading figures: counts of agencies in periods, scored. Which dossiers stand behind them: `behind.py`."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count as CountRows
from django.db.models import Q, QuerySet, Sum

from motcua.indicators.local import LocalSets, local_sets, set_for
from motcua.indicators.scoring import Count, Score, score
from motcua.indicators.sets import IndicatorSet, changes
from motcua.kernel import clock
from motcua.kernel.periods import Period
from motcua.kernel.refusals import Refused
from motcua.measurement.actions import FACT_COLUMNS, open_facts
from motcua.measurement.alike import alike
from motcua.measurement.measures import OF_DOSSIERS
from motcua.measurement.models import DossierFact, RollUp
from motcua.measurement.offer import Offer, offers_of, procedure_sets
from motcua.measurement.petitions import petition_counts, petitions_between
from motcua.measurement.rules.facts import Fact
from motcua.measurement.rules.tallies import KINDS, NOTHING, TALLIED, Tally, contribution, end_of
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
    codes = sorted({code for scope in scopes for code in scope.codes})
    # One agency with all below it is summed by the database: a province would read a row for each commune.
    as_one = scopes[0].agency.code if len(scopes) == 1 else ""
    counted = tallies(codes, periods, at, as_one=as_one)
    offers = offers_of({scope.levels for scope in scopes})
    petitions = petitions_between(codes, min(p.first for p in periods), max(p.last for p in periods))
    local = local_sets()
    found = {}
    for scope in scopes:
        for period in periods:
            day = min(period.last, clock.local_day(at))
            by_procedure = _together(counted, [as_one] if as_one else scope.codes, period)
            total = _sum(by_procedure.values())
            counts = (
                dossier_counts(total)
                | _procedure_counts(offers[scope.levels], day, by_procedure)
                | petition_counts(petitions, scope.codes, period, at)
            )
            used = _set_on(scope.agency, day, local)
            scored = score(used, of_criteria(used, counts))
            found[scope.agency.code, period.code] = Figures(
                scope.agency, period, at, used.code, total, counts, scored
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
    kept = [period for period in periods if _kept(period, at)]
    if kept:
        _add_rolled(found, agency_codes, kept, as_one)
        _add_open(found, agency_codes, kept, at, as_one)
    for period in periods:
        if not _kept(period, at):
            for fact in _facts(population(agency_codes, period)):
                _add(found, as_one or fact.agency_code, fact, period, at)
    return found


def population(agency_codes: Sequence[str], period: Period) -> QuerySet[DossierFact]:
    """Facts of dossiers that were received by the end of a period and not ended before it began."""
    return DossierFact.objects.filter(
        Q(finished_on=None) | Q(finished_on__gte=period.first),
        agency_code__in=agency_codes,
        received_on__lte=period.last,
    )


def _kept(period: Period, at: datetime) -> bool:
    # Roll-ups know the present only: a running period as it was on an earlier day is counted from the facts.
    return period.kind in KINDS and (at >= end_of(period.last) or clock.local_day(at) >= clock.today())


def _add_rolled(found: Tallies, agency_codes: Sequence[str], periods: Sequence[Period], as_one: str) -> None:
    rows = RollUp.objects.filter(agency_code__in=agency_codes, period__in=[period.code for period in periods])
    sums = {f"sum_{name}": Sum(name) for name in TALLIED}
    key = ("period", "procedure_code") if as_one else ("agency_code", "period", "procedure_code")
    for row in rows.values(*key).annotate(**sums).order_by().iterator(chunk_size=2000):
        place = found.setdefault((as_one or row["agency_code"], row["period"]), {})
        place[row["procedure_code"]] = Tally(*(row[name] for name in sums))


def _add_open(
    found: Tallies, agency_codes: Sequence[str], periods: Sequence[Period], at: datetime, as_one: str
) -> None:
    """Open dossiers stand in no roll-up of a period that runs, nor of one that closed since they were counted."""
    day = clock.local_day(at)
    running = [period for period in periods if period.last >= day]
    waiting = DossierFact.objects.filter(open_facts(), agency_code__in=agency_codes)
    if running:
        received = waiting.filter(received_on__lte=day)
        for fact, many in alike(received, running, at, by_agency=not as_one):
            for period in running:
                _add(found, as_one or fact.agency_code, fact, period, at, many)
    closed = [period for period in periods if period.last < day]
    if closed:
        _add_closed_since(found, waiting, closed, at, as_one)


def _add_closed_since(
    found: Tallies, waiting: QuerySet[DossierFact], periods: Sequence[Period], at: datetime, as_one: str
) -> None:
    """Between midnight and the hour's count a period has closed that holds no open dossier yet."""
    last = max(period.last for period in periods)
    uncounted = waiting.filter(Q(counted_on=None) | Q(counted_on__lte=last), received_on__lte=last)
    for fact in _facts(uncounted):
        for period in periods:
            if fact.counted_on is None or fact.counted_on <= period.last:
                _add(found, as_one or fact.agency_code, fact, period, at)


def _facts(rows: QuerySet[DossierFact]) -> Iterable[Fact]:
    for values in rows.values_list(*FACT_COLUMNS).iterator(chunk_size=2000):
        yield Fact(*values)


def _add(found: Tallies, agency: str, fact: Fact, period: Period, at: datetime, many: int = 1) -> None:
    tally = contribution(fact, period, at).times(many)
    if tally != NOTHING:
        place = found.setdefault((agency, period.code), {})
        place[fact.procedure_code] = place.get(fact.procedure_code, NOTHING).plus(tally)


def _together(counted: Tallies, codes: Iterable[str], period: Period) -> dict[str, Tally]:
    total: dict[str, Tally] = {}
    for code in codes:
        for procedure, tally in counted.get((code, period.code), {}).items():
            total[procedure] = total[procedure].plus(tally) if procedure in total else tally
    return total


def _sum(parts: Iterable[Tally]) -> Tally:
    total = NOTHING
    for part in parts:
        total = total.plus(part)
    return total


def dossier_counts(total: Tally) -> dict[str, Count]:
    """Numerators and denominators of everything that counts dossiers."""
    return {
        code: Count(measure.numerator(total), measure.denominator(total))
        for code, measure in OF_DOSSIERS.items()
    }


def _procedure_counts(offer: Offer, day: date, by_procedure: Mapping[str, Tally]) -> dict[str, Count]:
    sets = procedure_sets(offer, day, by_procedure)
    return {code: Count(len(having), len(all_of_them)) for code, (having, all_of_them) in sets.items()}


def open_by_due_date(agency_codes: Sequence[str]) -> dict[date | None, int]:
    """How many dossiers still run at some agencies, by due date; one statement."""
    rows = DossierFact.objects.filter(open_facts(), agency_code__in=agency_codes)
    return dict(rows.values_list("due_date").annotate(many=CountRows("pk")).order_by())


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
