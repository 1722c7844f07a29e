"""Answers the `Measure` port of indicators from facts, roll-ups and the registers."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from motcua.indicators.ports import Number
from motcua.indicators.scoring import Count
from motcua.kernel import clock
from motcua.kernel.periods import Period
from motcua.measurement.beside import OF_BESIDE, share
from motcua.measurement.families import NOT_ASKED_AGAIN, not_asked_again
from motcua.measurement.measures import OF_UNITS
from motcua.measurement.numbers import NUMBERS, day_of, numbers
from motcua.measurement.payments import transactions
from motcua.measurement.queries import Figures, Scope, figures, scope_of
from motcua.measurement.units import units
from motcua.organisation.enums import Level
from motcua.organisation.models import Agency
from motcua.organisation.queries import agency_coded

_TRANSACTIONS = "Y.transactions"
_WITH_BELOW = (Level.PROVINCE.value, Level.DISTRICT.value)
_APART = (_TRANSACTIONS, NOT_ASKED_AGAIN, *OF_BESIDE, *OF_UNITS)


@dataclass(frozen=True, slots=True)
class Measured(Mapping[str, Count]):
    """Counts of an agency alone, from its figures; what stands in other registers is read when somebody asks for it.

    Shares of units are of the agency with those below it, from the district up: alone it would be its own whole.
    """

    figures: Figures
    _units: dict[str, Count] = field(default_factory=dict, compare=False)

    def __getitem__(self, code: str) -> Count:
        seen = self.figures
        if code == _TRANSACTIONS:
            return transactions([seen.agency.code], seen.period, seen.at)
        if code == NOT_ASKED_AGAIN:
            return not_asked_again(scope_of(seen.agency), seen.period, seen.at)
        if code in OF_BESIDE:
            return share(code, scope_of(seen.agency), seen.period, day_of(seen.period, seen.at))
        return self._of_units(code) if code in OF_UNITS else seen.counts[code]

    def _of_units(self, code: str) -> Count:
        if not self._units:
            seen = self.figures
            for each, (having, missing) in units(_of_desks(seen.agency), seen.period, seen.at).items():
                self._units[each] = Count(len(having), len(having) + len(missing))
        return self._units[code]

    def __iter__(self) -> Iterator[str]:
        return iter((*self.figures.counts, *_APART))

    def __len__(self) -> int:
        return len(self.figures.counts) + len(_APART)


def _of_desks(agency: Agency) -> Scope:
    return scope_of(agency, with_below=agency.level in _WITH_BELOW)


class RollUpMeasure:
    """Counts of criteria for an agency in a period; what has no source in the system is absent."""

    def count(self, code: str, agency: str, period: Period, at: datetime) -> Count | None:
        """One criterion; None where the system has no source for it, or no such agency."""
        return self.counts(agency, period, at).get(code)

    def counts(self, agency: str, period: Period, at: datetime) -> Mapping[str, Count]:
        """All criteria with a source; none at all of a period that has not begun."""
        if period.first > clock.local_day(at):
            return {}
        found = agency_coded(agency)
        return Measured(figures(found, period, at)) if found else {}

    def numbers(
        self, code: str, agency: str, periods: Sequence[Period], at: datetime
    ) -> Sequence[Number | None]:
        """A plain number in some periods; None where the system has no source, or of a period that has not begun."""
        found = agency_coded(agency) if code in NUMBERS else None
        return numbers(code, scope_of(found), periods, at) if found else [None] * len(periods)
