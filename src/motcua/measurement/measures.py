"""Every measure once: what it counts, as conditions; its words and source stand in `data/measures.toml`.

The identifiers are those of docs/algorithms/measures.md. What has no entry here has no source in the system yet: it is
shown as not measured, never as zero.
"""

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files

from motcua.indicators import sets
from motcua.measurement.rules.tallies import Tally


class Source(StrEnum):
    """What a measure counts."""

    DOSSIERS = "dossiers"
    PROCEDURES = "procedures"
    PETITIONS = "petitions"
    PAYMENTS = "payments"
    UNITS = "units"
    PEOPLE = "people"
    TASKS = "tasks"
    HAPPENINGS = "happenings"


@dataclass(frozen=True, slots=True)
class Measure:
    """A measure in words: numerator, denominator, and what is missing from the one to the other."""

    code: str
    source: Source
    title: str
    unit: str
    numerator: str
    denominator: str
    misses: str
    basis: str
    grade: str


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
    "D.early": DossierMeasure(lambda tally: tally.early, lambda tally: tally.finished),
    "D.in_time": DossierMeasure(lambda tally: tally.early + tally.on_time, lambda tally: tally.finished),
    "D.wholly_online": DossierMeasure(lambda tally: tally.wholly_online, lambda tally: tally.finished_online),
    "D.online_done": DossierMeasure(lambda tally: tally.finished_online, lambda tally: tally.finished),
}
OF_PROCEDURES = frozenset(
    {"I.3", "III.1", "III.2", "III.4", "III.5", "P.full", "P.full_used", "P.partial_used"}
)
OF_PETITIONS = frozenset({"V.1", "V.2"})
OF_PAYMENTS = frozenset({"Y.transactions"})
# Of dossiers one by one, from what was held of their applicants; no part of the facts.
OF_HELD = frozenset({"D.not_asked_again"})
# Of an agency, from the sum of its dossiers: whether it counts in the numerator.
OF_UNITS: dict[str, Callable[[Tally], bool] | None] = {
    "U.reuse": lambda tally: tally.reused > 0,
    "U.pay_online": lambda tally: tally.paid_online > 0,
    "U.in_system": lambda tally: tally.handled > 0,
    "U.readers": None,  # from the equipment of the desk
    "U.certified": None,  # from the book of certified copies
    "U.social": None,  # from the channels the agency keeps
    "U.eforms": None,  # from the forms of what it settles online
}


@cache
def measures() -> Mapping[str, Measure]:
    """Every measure by its code."""
    text = (files("motcua.measurement") / "data" / "measures.toml").read_text("utf-8")
    rows = tomllib.loads(text)["measure"]
    return {row["code"]: Measure(**row | {"source": Source(row["source"])}) for row in rows}


@cache
def beyond_766() -> frozenset[str]:
    """Measures that are no criterion of the common set: they have a page of their own."""
    return frozenset(measures()) - {row["code"] for row in sets.read("766")["criteria"]}
