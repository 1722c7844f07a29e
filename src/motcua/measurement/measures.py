"""Which counts make which criterion of the 766 set, and where the dossiers behind it are.

A criterion without an entry here has no source in the system yet: it is shown as not measured, never as zero.
"""

from collections.abc import Callable
from dataclasses import dataclass

from motcua.measurement.rules.tallies import Tally


@dataclass(frozen=True, slots=True)
class DossierMeasure:
    """A ratio of dossiers: both numbers are sums over single dossiers' tallies."""

    numerator: Callable[[Tally], int]
    denominator: Callable[[Tally], int]


# QĐ 766/QĐ-TTg as scored by the national portal: the denominators of group IV are those of II.1.
OF_DOSSIERS: dict[str, DossierMeasure] = {
    "II.1": DossierMeasure(lambda tally: tally.punctual, lambda tally: tally.handled),
    "III.3": DossierMeasure(lambda tally: tally.received_online, lambda tally: tally.received),
    "III.6": DossierMeasure(lambda tally: tally.paid_online, lambda tally: tally.fee_bearing),
    "IV.1": DossierMeasure(lambda tally: tally.result_electronic, lambda tally: tally.handled),
    "IV.2": DossierMeasure(lambda tally: tally.digitised, lambda tally: tally.handled),
    "IV.3": DossierMeasure(lambda tally: tally.reused, lambda tally: tally.handled),
    "IV.4": DossierMeasure(lambda tally: tally.shared, lambda tally: tally.handled),
    "IV.5b": DossierMeasure(lambda tally: tally.population_data, lambda tally: tally.handled),
    "V.3": DossierMeasure(lambda tally: tally.contented, lambda tally: tally.handled),
}
