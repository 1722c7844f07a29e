"""Reading figures: counts of agencies in periods, scored. Which dossiers stand behind them: `behind.py`."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import reduce

from django.db import connection
from django.db.models import Q

from motcua.indicators.local import LocalSets, local_sets, set_for
from motcua.indicators.scoring import Count, Score, score
from motcua.indicators.sets import IndicatorSet, changes
from motcua.kernel import clock
from motcua.kernel.periods import Period
from motcua.kernel.phrases import Phrase
from motcua.kernel.refusals import Refused
from motcua.measurement.actions import open_facts
from motcua.measurement.asked import Asked, marks
from motcua.measurement.measures import OF_DOSSIERS
from motcua.measurement.models import DossierFact
from motcua.measurement.offer import Offer, offers_of, procedure_sets_of
from motcua.measurement.petitions import petitions_asked
from motcua.measurement.rules.tallies import Tally
from motcua.measurement.totals import Total, Totals, totals
from motcua.organisation.models import Agency

SET = "766"

_NO_DOSSIER = Total()


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


# Figures by (agency code, period code).
Board = dict[tuple[str, str], Figures]


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


def board(scopes: Sequence[Scope], periods: Sequence[Period], at: datetime) -> Board:
    """Figures of every scope in every period, by (agency code, period code).

    The number of statements does not grow with scopes or kept periods.
    """
    return boards([(scopes, periods)], at)[0]


def boards(asked: Sequence[tuple[Sequence[Scope], Sequence[Period]]], at: datetime) -> list[Board]:
    """Several boards read with the statements of one."""
    questions = [_asked(scopes, periods) for scopes, periods in asked]
    petitions = petitions_asked(questions, at)
    offers = offers_of({scope.levels for scopes, _ in asked for scope in scopes})
    local = local_sets()
    found: list[Board] = []
    for (scopes, _), question, counted, complained in zip(
        asked, questions, totals(questions, at), petitions, strict=True
    ):
        made: Board = {}
        for scope in scopes:
            codes = [question.as_one] if question.as_one else scope.codes
            for period in question.periods:
                together = _together(counted, codes, period)
                day = min(period.last, clock.local_day(at))
                counts = (
                    dossier_counts(together.tally)
                    | _procedure_counts(offers[scope.levels], day, together)
                    | complained.counts(codes, period)
                )
                used = _set_on(scope.agency, day, local)
                scored = score(used, of_criteria(used, counts))
                made[scope.agency.code, period.code] = Figures(
                    scope.agency, period, at, used.code, together.tally, counts, scored
                )
        found.append(made)
    return found


def _asked(scopes: Sequence[Scope], periods: Sequence[Period]) -> Asked:
    codes = sorted({code for scope in scopes for code in scope.codes})
    # One agency with all below it is summed by the database: a province would read a row for each commune.
    as_one = scopes[0].agency.code if len(scopes) == 1 else ""
    # Named twice, a period would count its open dossiers twice.
    return Asked(codes, list(dict.fromkeys(periods)), as_one)


def first_day() -> date:
    """The first day on which the set was in force: nothing is scored before."""
    return changes(SET)[0]


def of_criteria(used: IndicatorSet, counts: Mapping[str, Count]) -> dict[str, Count]:
    """The counts of measures, by the criteria of a set that they measure."""
    return {one.code: counts[one.measure] for one in used.criteria if one.measure in counts}


def _set_on(agency: Agency, day: date, local: LocalSets) -> IndicatorSet:
    if day < first_day():
        words = Phrase(
            "Bộ chỉ số {set} có hiệu lực từ ngày {day}. Chọn kỳ kết thúc từ ngày đó trở đi.",
            set=SET,
            day=f"{first_day():%d/%m/%Y}",
        )
        raise Refused(words, field="period", code="set_not_in_force")
    return set_for(agency.chain, day, local=local)


def _together(counted: Totals, codes: Sequence[str], period: Period) -> Total:
    parts = [counted[code, period.code] for code in codes if (code, period.code) in counted]
    return reduce(Total.plus, parts) if parts else _NO_DOSSIER


def dossier_counts(counted: Tally) -> dict[str, Count]:
    """Numerators and denominators of everything that counts dossiers."""
    return {
        code: Count(measure.numerator(counted), measure.denominator(counted))
        for code, measure in OF_DOSSIERS.items()
    }


def _procedure_counts(offer: Offer, day: date, together: Total) -> dict[str, Count]:
    offered = offer.on(day)
    if not offered.everything:
        return {}
    sets = procedure_sets_of(offered, together.received_online, together.fee_bearing, together.paid_online)
    return {code: Count(len(having), len(all_of_them)) for code, (having, all_of_them) in sets.items()}


def open_by_due(agency_codes: Sequence[str], today: date, *, soon: date) -> dict[str, int]:
    """How many dossiers still run at some agencies, by how near their due date is (the keys of `open_keys`).

    One statement; each number is counted along the index `measurement_open`, no fact is looked at.
    """
    table = connection.ops.quote_name(DossierFact._meta.db_table)
    # Left to itself SQLite may read every fact of an agency along `measurement_population`: 0.4 s among two million.
    along = " INDEXED BY measurement_open" if connection.vendor == "sqlite" else ""
    # The condition of the index.
    some = (
        f"SELECT COUNT(*) FROM {table}{along} WHERE finished_on IS NULL AND received_on IS NOT NULL"  # noqa: S608
        f" AND agency_code IN ({marks(agency_codes)})"
    )
    wanted: dict[str, tuple[str, list[date]]] = {
        "late": ("due_date < %s", [today]),
        "today": ("due_date = %s", [today]),
        "next": ("due_date > %s AND due_date <= %s", [today, soon]),
        "later": ("due_date > %s", [soon]),
    }
    parts = [f"({some} AND {condition})" for condition, _ in wanted.values()]
    given: list[str | date] = []
    for _, days in wanted.values():
        given += [*agency_codes, *days]
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(parts)}", given)
        return dict(zip(wanted, cursor.fetchone(), strict=True))


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
