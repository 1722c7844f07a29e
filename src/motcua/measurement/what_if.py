"""What would raise the score: the figures computed anew as if so many dossiers or procedures were mended.

The change is made to the facts and to the catalogue's offer in memory, then everything is counted and scored by the
same functions as the figures themselves: what a mend does to other criteria is in the answer. Nothing is stored.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from motcua.indicators.local import local_sets, set_for
from motcua.indicators.scoring import Count, Score, score
from motcua.indicators.sets import IndicatorSet
from motcua.kernel import clock
from motcua.kernel.periods import Period
from motcua.measurement.actions import FACT_COLUMNS
from motcua.measurement.behind import behind
from motcua.measurement.models import DossierFact
from motcua.measurement.offer import Offer, offer_of, procedure_sets
from motcua.measurement.petitions import petition_sums
from motcua.measurement.queries import Scope, dossier_counts, of_criteria
from motcua.measurement.rules.facts import Fact
from motcua.measurement.rules.tallies import NOTHING, Tally, contribution
from motcua.measurement.tallying import tallies

# Measure -> what a mended dossier's fact says then.
OF_DOSSIERS: dict[str, dict[str, Any]] = {
    "III.3": {"channel": "online"},
    "III.6": {"paid_online": True},
    "IV.1": {"result_electronic": True},
    "IV.2": {"digitised": True},
    "IV.3": {"reused": True},
    "IV.4": {"shared": True},
    # What comes from the population database is reused by that.
    "IV.5b": {"population_data": True, "reused": True},
}
# Measure -> what a mended procedure's version says then.
OF_PROCEDURES: dict[str, dict[str, Any]] = {"I.3": {"complete": True}, "III.1": {"level": "partial"}}
# Measure -> what the first dossier of a procedure without one says: open, within its time.
OF_FIRST_DOSSIERS: dict[str, dict[str, int]] = {
    "III.2": {"received_online": 1},
    "III.4": {"fee_bearing": 1},
    "III.5": {"fee_bearing": 1, "paid_online": 1},
}
_FIRST = Tally(handled=1, received=1, within=1, contented=1)
MENDABLE = (*OF_PROCEDURES, *OF_FIRST_DOSSIERS, *OF_DOSSIERS)


@dataclass(frozen=True, slots=True)
class Base:
    """Everything the figures of one scope and period are made of."""

    scope: Scope
    period: Period
    at: datetime
    used: IndicatorSet
    by_procedure: Mapping[str, Tally]
    offer: Offer
    petitions: Mapping[str, Count]

    @property
    def counts(self) -> dict[str, Count]:
        """Counts by measure."""
        day = min(self.period.last, clock.local_day(self.at))
        total = NOTHING
        for tally in self.by_procedure.values():
            total = total.plus(tally)
        sets = procedure_sets(self.offer, day, self.by_procedure)
        of_procedures = {code: Count(len(having), len(every)) for code, (having, every) in sets.items()}
        return dossier_counts(total) | of_procedures | dict(self.petitions)

    @property
    def score(self) -> Score:
        return score(self.used, of_criteria(self.used, self.counts))


def base_of(scope: Scope, period: Period, at: datetime) -> Base:
    """The figures as they stand."""
    day = min(period.last, clock.local_day(at))
    name = scope.agency.code
    counted = tallies(scope.codes, [period], at, as_one=name).get((name, period.code), {})
    return Base(
        scope,
        period,
        at,
        set_for(scope.agency.chain, day, local=local_sets()),
        counted,
        offer_of(scope.levels),
        petition_sums(scope.codes, [period], at).counts(scope.codes, period),
    )


def mended(base: Base, more: Mapping[str, int]) -> Base:
    """The figures if so many of what misses in each measure were mended, those first in the list first.

    `more`: measure -> how many; what is not mendable, and numbers beyond what misses, change nothing further.
    """
    wanted = {code: many for code, many in more.items() if many > 0 and code in MENDABLE}
    missing = {
        code: behind(base.scope, base.period, base.at, code).missing[:many] for code, many in wanted.items()
    }
    by_procedure = dict(base.by_procedure)
    for procedure, change in _of_dossiers(base, missing):
        by_procedure[procedure] = by_procedure.get(procedure, NOTHING).plus(change)
    offer = base.offer
    for code, change_of in OF_PROCEDURES.items():
        if code in missing:
            offer = Offer(
                tuple(
                    replace(version, **change_of) if version.procedure_code in missing[code] else version
                    for version in offer.versions
                )
            )
    # A procedure that lacks several has one first dossier, which brings them all.
    first: dict[str, dict[str, int]] = {}
    for code, brings in OF_FIRST_DOSSIERS.items():
        for procedure in map(str, missing.get(code, ())):
            first.setdefault(procedure, {}).update(brings)
    for procedure, brings in first.items():
        by_procedure[procedure] = by_procedure.get(procedure, NOTHING).plus(_FIRST._replace(**brings))
    return replace(base, by_procedure=by_procedure, offer=offer)


def _of_dossiers(base: Base, missing: Mapping[str, tuple[int | str, ...]]) -> list[tuple[str, Tally]]:
    """What each mended dossier adds to its procedure; a dossier mended in several ways counts once in each."""
    changes: dict[int, dict[str, Any]] = {}
    for code, keys in missing.items():
        for key in keys if code in OF_DOSSIERS else ():
            changes.setdefault(int(key), {}).update(OF_DOSSIERS[code])
    rows = DossierFact.objects.filter(dossier_id__in=changes).values_list("dossier_id", *FACT_COLUMNS)
    found = []
    for key, *values in rows:
        fact = Fact(*values)
        before = contribution(fact, base.period, base.at)
        after = contribution(replace(fact, **changes[key]), base.period, base.at)
        found.append((fact.procedure_code, after.plus(before, -1)))
    return found
