"""Reading figures: counts of an agency in a period, scored, down to the dossiers behind them."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q, QuerySet, Sum

from motcua.catalogue.models import FeeRule, ProcedureVersion
from motcua.catalogue.queries import complete_versions, levels_of_agency
from motcua.indicators.scoring import Count, Score, score
from motcua.indicators.sets import load
from motcua.kernel.periods import Period, parse
from motcua.measurement.actions import as_fact, open_facts
from motcua.measurement.measures import OF_DOSSIERS
from motcua.measurement.models import DossierFact, PetitionFact, RollUp
from motcua.measurement.rules.facts import Fact
from motcua.measurement.rules.tallies import KINDS, TALLIED, Tally, contribution, end_of
from motcua.organisation.models import Agency

PERIOD_KINDS_KEPT = frozenset(KINDS)


@dataclass(frozen=True, slots=True)
class Figures:
    """One agency (with those below it, when `with_below`) in one period, seen at a moment."""

    agency: Agency
    period: Period
    at: datetime
    set_code: str
    tally: Tally
    counts: dict[str, Count]
    score: Score


def figures(agency: Agency, period: Period, at: datetime, *, with_below: bool = False) -> Figures:
    """Everything measured for an agency in a period.

    Kept periods come from the roll-ups plus what is still open; any other range from the facts.
    """
    codes = _codes(agency, with_below=with_below)
    by_procedure = tallies(codes, period, at)
    total = _sum(by_procedure.values())
    counts = {
        code: Count(measure.numerator(total), measure.denominator(total))
        for code, measure in OF_DOSSIERS.items()
    }
    counts |= _procedure_counts(agency, period, by_procedure)
    counts |= _petition_counts(codes, period, at)
    indicator_set = load("766", on=period.last)
    return Figures(agency, period, at, "766", total, counts, score(indicator_set, counts))


def tallies(agency_codes: Sequence[str], period: Period, at: datetime) -> dict[str, Tally]:
    """Procedure code -> tally of the agencies together."""
    if period.kind not in PERIOD_KINDS_KEPT:
        return _counted(population(agency_codes, period), period, at)
    found = {row["procedure_code"]: _tally(row) for row in _rolled(agency_codes, period)}
    if end_of(period.last) >= at:
        # A running period: those still open are added as they stand at this moment.
        running = DossierFact.objects.filter(
            open_facts(), agency_code__in=agency_codes, received_on__lte=period.last
        )
        for procedure, tally in _counted(running, period, at).items():
            found[procedure] = found.get(procedure, Tally()).plus(tally)
    return found


def population(agency_codes: Sequence[str], period: Period) -> QuerySet[DossierFact]:
    """Facts of dossiers that were received by the end of a period and not ended before it began."""
    return DossierFact.objects.filter(
        Q(finished_on=None) | Q(finished_on__gte=period.first),
        agency_code__in=agency_codes,
        received_on__lte=period.last,
    )


def dossiers_behind(
    agency: Agency, period: Period, at: datetime, criterion: str, *, missing: bool, with_below: bool = False
) -> list[int]:
    """Ids of the dossiers of a criterion's denominator that are in its numerator, or missing from it."""
    measure = OF_DOSSIERS[criterion]
    wanted = []
    for row in (
        population(_codes(agency, with_below=with_below), period)
        .order_by("due_date", "dossier_id")
        .iterator()
    ):
        tally = contribution(as_fact(row), period, at)
        if measure.denominator(tally) and bool(measure.numerator(tally)) != missing:
            wanted.append(row.dossier_id)
    return wanted


def trend(
    agency: Agency, periods: Iterable[Period], at: datetime, *, with_below: bool = False
) -> list[Figures]:
    """The same figures over several periods, oldest first."""
    return [figures(agency, period, at, with_below=with_below) for period in periods]


def figures_for(agency: Agency, period_code: str, at: datetime, *, with_below: bool = False) -> Figures:
    """Figures by a period's code; refuses a code that is none."""
    return figures(agency, parse(period_code), at, with_below=with_below)


def _codes(agency: Agency, *, with_below: bool) -> list[str]:
    if not with_below:
        return [agency.code]
    return list(Agency.objects.within(agency).values_list("code", flat=True))


def _rolled(agency_codes: Sequence[str], period: Period) -> Iterator[dict[str, int | str]]:
    rows = RollUp.objects.filter(agency_code__in=agency_codes, period=period.code)
    yield from (
        rows.values("procedure_code").annotate(**{f"sum_{name}": Sum(name) for name in TALLIED}).order_by()
    )


def _tally(row: dict[str, int | str]) -> Tally:
    return Tally(*(int(row[f"sum_{name}"]) for name in TALLIED))


def _counted(rows: QuerySet[DossierFact], period: Period, at: datetime) -> dict[str, Tally]:
    found: dict[str, Tally] = {}
    for row in rows.iterator(chunk_size=2000):
        fact: Fact = as_fact(row)
        found[fact.procedure_code] = found.get(fact.procedure_code, Tally()).plus(
            contribution(fact, period, at)
        )
    return found


def _sum(parts: Iterable[Tally]) -> Tally:
    total = Tally()
    for part in parts:
        total = total.plus(part)
    return total


def _procedure_counts(agency: Agency, period: Period, by_procedure: dict[str, Tally]) -> dict[str, Count]:
    """Criteria that count procedures: III.1, III.2, III.4, III.5 and I.3."""
    versions = ProcedureVersion.objects.on(period.last).filter(levels_of_agency(agency.level), at_desk=True)
    rows = list(versions.values_list("procedure__code", "online_level", "pk"))
    if not rows:
        return {}
    online = {code for code, level, _ in rows if level in ("partial", "full")}
    with_fee = _fee_bearing(rows) | {code for code, tally in by_procedure.items() if tally.fee_bearing}
    complete = complete_versions([pk for _, _, pk in rows])
    return {
        "I.3": Count(len(complete), len(rows)),
        "III.1": Count(len(online), len(rows)),
        "III.2": Count(
            sum(1 for code in online if by_procedure.get(code, Tally()).received_online), len(online)
        ),
        "III.4": Count(
            sum(1 for code in with_fee if by_procedure.get(code, Tally()).fee_bearing), len(with_fee)
        ),
        "III.5": Count(
            sum(1 for code in with_fee if by_procedure.get(code, Tally()).paid_online), len(with_fee)
        ),
    }


def _fee_bearing(rows: Sequence[tuple[str, str, int]]) -> set[str]:
    code_of = {pk: code for code, _, pk in rows}
    owed = FeeRule.objects.filter(version_id__in=code_of, amount__gt=0).values_list("version_id", flat=True)
    return {code_of[pk] for pk in owed}


def _petition_counts(agency_codes: Sequence[str], period: Period, at: datetime) -> dict[str, Count]:
    """V.1 and V.2. A petition is on time when answered by its due day, or not yet due."""
    rows = PetitionFact.objects.filter(
        agency_code__in=agency_codes, received_on__gte=period.first, received_on__lte=period.last
    )
    facts = list(rows)
    day = min(at, end_of(period.last)).date()
    on_time = sum(1 for fact in facts if _petition_on_time(fact, day))
    content = sum(
        1 for fact in facts if _petition_on_time(fact, day) and not (fact.dissatisfied or fact.followed_up)
    )
    return {"V.1": Count(on_time, len(facts)), "V.2": Count(content, len(facts))}


def _petition_on_time(fact: PetitionFact, day: date) -> bool:
    answered = fact.answered_on if fact.answered_on and fact.answered_on <= day else None
    return (answered or day) <= fact.due_on
