"""From a figure to what stands behind it: the dossiers, procedures or petitions in a numerator, or missing from it."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from motcua.dossiers.reuse import parted
from motcua.kernel import clock
from motcua.kernel.periods import Period
from motcua.measurement.actions import FACT_COLUMNS
from motcua.measurement.beside import OF_BESIDE
from motcua.measurement.measures import (
    OF_DOSSIERS,
    OF_HELD,
    OF_PAYMENTS,
    OF_PETITIONS,
    OF_PROCEDURES,
    OF_UNITS,
)
from motcua.measurement.numbers import OF_RECEIVED, day_of
from motcua.measurement.offer import offer_of, procedure_sets
from motcua.measurement.payments import payments_between
from motcua.measurement.petitions import of_period, on_time, petitions_between, settled_well
from motcua.measurement.queries import Scope
from motcua.measurement.rules.facts import Fact
from motcua.measurement.rules.tallies import NOTHING, Tally, contribution, end_of
from motcua.measurement.tallying import population, tallies
from motcua.measurement.units import units


class Behind(StrEnum):
    """What a criterion counts."""

    DOSSIERS = "dossiers"
    PROCEDURES = "procedures"
    PETITIONS = "petitions"
    UNITS = "units"
    PAYMENTS = "payments"
    PEOPLE = "people"
    TASKS = "tasks"
    NOTHING = "nothing"


_BESIDE = {
    "S.trained": Behind.PEOPLE,
    "V.published": Behind.PETITIONS,
    "P.process": Behind.PROCEDURES,
    "K.due_done": Behind.TASKS,
}


@dataclass(frozen=True, slots=True)
class Standing:
    """Keys in the numerator and those missing from it: ids of dossiers, petitions, payments or officers, codes of others."""

    kind: Behind
    having: tuple[int | str, ...] = ()
    missing: tuple[int | str, ...] = ()


def kind_of(criterion: str) -> Behind:
    """What a criterion counts; `NOTHING` for one that the system does not measure, and for what just takes place."""
    if criterion in OF_DOSSIERS or criterion in OF_HELD or criterion in OF_RECEIVED:
        return Behind.DOSSIERS
    if criterion in OF_PROCEDURES:
        return Behind.PROCEDURES
    if criterion in OF_UNITS:
        return Behind.UNITS
    if criterion in OF_PAYMENTS:
        return Behind.PAYMENTS
    if criterion in OF_BESIDE:
        return _BESIDE[criterion]
    return Behind.PETITIONS if criterion in OF_PETITIONS else Behind.NOTHING


def behind(scope: Scope, period: Period, at: datetime, criterion: str) -> Standing:
    """Everything in the denominator of a criterion, parted by whether it is in the numerator."""
    kind = kind_of(criterion)
    if criterion in OF_HELD:
        spared, again = parted(scope.codes, period.first, min(period.last, clock.local_day(at)))
        return Standing(kind, tuple(spared), tuple(again))
    if criterion in OF_BESIDE:
        return Standing(kind, *OF_BESIDE[criterion](scope, period, day_of(period, at)))
    if criterion in OF_RECEIVED:
        return _received(scope, period, at, criterion)
    if kind is Behind.DOSSIERS:
        return _dossiers(scope, period, at, criterion)
    if kind is Behind.PROCEDURES:
        return _procedures(scope, period, at, criterion)
    if kind is Behind.PAYMENTS:
        return _payments(scope, period, at)
    if kind is Behind.UNITS:
        having, missing = units(scope, period, at)[criterion]
        return Standing(kind, having, missing)
    return _petitions(scope, period, at, criterion) if kind is Behind.PETITIONS else Standing(kind)


def _dossiers(scope: Scope, period: Period, at: datetime, criterion: str) -> Standing:
    """By due date: those that wait longest stand first."""
    measure = OF_DOSSIERS[criterion]
    parted: dict[bool, list[int | str]] = {True: [], False: []}
    rows = population(scope.codes, period, at).order_by("due_date", "dossier_id")
    for key, *values in rows.values_list("dossier_id", *FACT_COLUMNS).iterator(chunk_size=2000):
        tally = contribution(Fact(*values), period, at)
        if measure.denominator(tally):
            parted[bool(measure.numerator(tally))].append(key)
    return Standing(Behind.DOSSIERS, tuple(parted[True]), tuple(parted[False]))


def _received(scope: Scope, period: Period, at: datetime, code: str) -> Standing:
    """Of a number of dossiers nothing is missing: it is all of a share's, or those in its numerator."""
    share, having_only = OF_RECEIVED[code]
    found = _dossiers(scope, period, at, share)
    return Standing(found.kind, found.having if having_only else (*found.having, *found.missing))


def _procedures(scope: Scope, period: Period, at: datetime, criterion: str) -> Standing:
    day = min(period.last, clock.local_day(at))
    by_procedure: dict[str, Tally] = {}
    for found in tallies(scope.codes, [period], at).values():
        for code, tally in found.items():
            by_procedure[code] = by_procedure.get(code, NOTHING).plus(tally)
    sets = procedure_sets(offer_of(scope.levels), day, by_procedure)
    having, everything = sets.get(criterion, (frozenset(), frozenset()))
    return Standing(Behind.PROCEDURES, tuple(sorted(having)), tuple(sorted(everything - having)))


def _payments(scope: Scope, period: Period, at: datetime) -> Standing:
    """The newest first."""
    rows = payments_between(scope.codes, period, at).order_by("-paid_on", "-payment_id")
    parted: dict[bool, list[int | str]] = {True: [], False: []}
    for key, online in rows.values_list("payment_id", "online"):
        parted[online].append(key)
    return Standing(Behind.PAYMENTS, tuple(parted[True]), tuple(parted[False]))


def _petitions(scope: Scope, period: Period, at: datetime, criterion: str) -> Standing:
    day = clock.local_day(min(at, end_of(period.last)))
    facts = of_period(petitions_between(scope.codes, period.first, period.last), scope.codes, period, day)
    good = on_time if criterion == "V.1" else settled_well
    return Standing(
        Behind.PETITIONS,
        tuple(fact.petition_id for fact in facts if good(fact, day)),
        tuple(fact.petition_id for fact in facts if not good(fact, day)),
    )
