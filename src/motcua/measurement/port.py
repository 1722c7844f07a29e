"""Answers the `Measure` port of indicators from facts and roll-ups."""

from collections.abc import Mapping
from datetime import datetime

from motcua.indicators.scoring import Count
from motcua.kernel.periods import Period
from motcua.measurement.families import transactions
from motcua.measurement.queries import figures, scope_of
from motcua.organisation.models import Agency


class RollUpMeasure:
    """Counts of criteria for an agency in a period; what has no source in the system is absent."""

    def count(self, code: str, agency: str, period: Period, at: datetime) -> Count | None:
        """One criterion; None where the system has no source for it, or no such agency."""
        return self.counts(agency, period, at).get(code)

    def counts(self, agency: str, period: Period, at: datetime) -> Mapping[str, Count]:
        """All criteria with a source."""
        found = Agency.objects.filter(code=agency).first()
        if found is None:
            return {}
        scope = scope_of(found)
        return {**figures(found, period, at).counts, "Y.transactions": transactions(scope, period, at)}
