"""Answers the `Measure` port of indicators from the roll-ups."""

from datetime import datetime

from motcua.indicators.scoring import Count
from motcua.kernel.periods import Period
from motcua.measurement.queries import figures
from motcua.organisation.models import Agency


class RollUpMeasure:
    """Counts of a criterion for an agency in a period; None where the system has no source for it."""

    def count(self, code: str, agency: str, period: Period, at: datetime) -> Count | None:
        return figures(Agency.objects.get(code=agency), period, at).counts.get(code)
