"""Answers the `Measure` port of indicators from facts and roll-ups."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from motcua.indicators.scoring import Count
from motcua.kernel.periods import Period
from motcua.measurement.families import NOT_ASKED_AGAIN, not_asked_again, transactions
from motcua.measurement.queries import Figures, figures, scope_of
from motcua.organisation.models import Agency

_TRANSACTIONS = "Y.transactions"


@dataclass(frozen=True, slots=True)
class Measured(Mapping[str, Count]):
    """Counts of an agency alone, from its figures; payments and what was held only when somebody asks for them."""

    figures: Figures

    def __getitem__(self, code: str) -> Count:
        if code == _TRANSACTIONS:
            return transactions(scope_of(self.figures.agency), self.figures.period, self.figures.at)
        if code == NOT_ASKED_AGAIN:
            return not_asked_again(scope_of(self.figures.agency), self.figures.period, self.figures.at)
        return self.figures.counts[code]

    def __iter__(self) -> Iterator[str]:
        return iter((*self.figures.counts, _TRANSACTIONS, NOT_ASKED_AGAIN))

    def __len__(self) -> int:
        return len(self.figures.counts) + 2


class RollUpMeasure:
    """Counts of criteria for an agency in a period; what has no source in the system is absent."""

    def count(self, code: str, agency: str, period: Period, at: datetime) -> Count | None:
        """One criterion; None where the system has no source for it, or no such agency."""
        return self.counts(agency, period, at).get(code)

    def counts(self, agency: str, period: Period, at: datetime) -> Mapping[str, Count]:
        """All criteria with a source."""
        found = Agency.objects.filter(code=agency).first()
        return Measured(figures(found, period, at)) if found else {}
