"""What the indicators ask for and somebody above answers; plugged in by the configuration."""

from datetime import datetime
from typing import Protocol

from motcua.indicators.scoring import Count
from motcua.kernel.periods import Period


class Measure(Protocol):
    """Counts of criteria, measured from the dossiers, procedures and petitions themselves."""

    def count(self, code: str, agency: str, period: Period, at: datetime) -> Count | None:
        """Count a criterion of an agency (its code) in a period, as it stood at an aware moment.

        None means «not measured»: no source for it here. It is neither 0 nor 0/0, which is `Count(0, 0)`.
        """
        ...
