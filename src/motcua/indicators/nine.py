"""The nine indices of TT 01/2018/TT-VPCP Điều 13–15: points 2, 1 or 0, averages of one decimal, classes. Pure.

Every limit is handed in as it stands in `regimes` on the day; docs/algorithms/nine-indices.md has worked numbers.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import floor
from typing import Any

# The words of `dossiers.enums.Timeliness`, from the best to the worst.
_SHORTER, _EQUAL, _LONGER = "early", "on_time", "late"
_BY_TIME = {_SHORTER: 0, _EQUAL: 1, _LONGER: 2}
OF_A_DOSSIER = ("1", "2", "3", "4", "7")
OF_AN_AGENCY = ("5", "6", "8", "9")
ALL = ("1", "2", "3", "4", "5", "6", "7", "8", "9")
# What only citizens can say: hidden from those it is about.
SAID_BY_CITIZENS = frozenset({"3", "4", "7"})


@dataclass(frozen=True, slots=True)
class Traits:
    """What the indices ask of one dossier; None and "" mean that nobody knows."""

    time: str
    unit_time: str
    contacts: int | None
    bodies: int | None
    complained: bool


@dataclass(frozen=True, slots=True)
class Services:
    """What index 9 asks of an agency: whole numbers, of procedures and of dossiers received in the period."""

    procedures: int
    online_procedures: int
    received: int
    received_online: int
    late_online: int


@dataclass(frozen=True, slots=True)
class IndexScore:
    """One index over dossiers, or of an agency as a whole. `points` None: not enough data, left out of the sum."""

    index: str
    points: Decimal | None
    total: int = 0
    dossiers: int = 0

    @property
    def measured(self) -> bool:
        return self.points is not None


@dataclass(frozen=True, slots=True)
class NineScore:
    """Indices with their sum. `most` is what the indices with data could reach; the class holds for the sum."""

    indices: Mapping[str, IndexScore]
    total: Decimal
    most: int
    label: str

    @property
    def complete(self) -> bool:
        """Whether every index had data."""
        return all(one.measured for one in self.indices.values())


class Rules:
    """The rules of a day, asked by key (`nine.1` … `nine.agency`)."""

    def __init__(self, ask: Any) -> None:
        self._ask = ask

    def points(self, index: str, rank: int) -> int:
        """Points of the first, second or third row of an index."""
        return int(self._ask(f"nine.{index}")["points"][rank])

    def part(self, index: str, name: str) -> Any:
        """A limit of an index."""
        return self._ask(f"nine.{index}")[name]

    @property
    def places(self) -> int:
        """Decimals an index is rounded to."""
        return int(self._ask("nine.decimals"))

    def classes(self, whose: str) -> Sequence[tuple[Decimal, str]]:
        """Classes of an `officer` or an `agency`, the highest first."""
        rows = self._ask(f"nine.{whose}")["classes"]
        return sorted(((Decimal(str(row["from"])), str(row["label"])) for row in rows), reverse=True)


def points_of(traits: Traits, rules: Rules) -> dict[str, int | None]:
    """Points of one dossier in indices 1, 2, 3, 4 and 7; None where there is no data.

    Index 7 of a dossier that is late without a complaint has no row in the text: it gets the last row's points.
    """
    ranks: dict[str, int | None] = {
        "1": _BY_TIME.get(traits.time),
        "2": _BY_TIME.get(traits.unit_time),
        "3": None if traits.contacts is None else min(traits.contacts, 2),
        "4": None if traits.bodies is None else min(traits.bodies, 2),
        "7": 2 if traits.complained else _BY_TIME.get(traits.time),
    }
    return {index: None if rank is None else rules.points(index, rank) for index, rank in ranks.items()}


def averaged(groups: Iterable[tuple[Traits, int]], rules: Rules) -> dict[str, IndexScore]:
    """Indices 1, 2, 3, 4 and 7 over dossiers given as (traits, how many): points ÷ dossiers with data, rounded."""
    sums, counts = dict.fromkeys(OF_A_DOSSIER, 0), dict.fromkeys(OF_A_DOSSIER, 0)
    for traits, many in groups:
        for index, points in points_of(traits, rules).items():
            if points is not None:
                sums[index] += points * many
                counts[index] += many
    return {index: average(index, sums[index], counts[index], rules.places) for index in OF_A_DOSSIER}


def average(index: str, total: int, dossiers: int, places: int) -> IndexScore:
    """Points ÷ dossiers, rounded half up; without dossiers there is nothing to say."""
    if dossiers <= 0:
        return IndexScore(index, None, total, 0)
    return IndexScore(index, half_up(Fraction(total, dossiers), places), total, dossiers)


def half_up(value: Fraction, places: int) -> Decimal:
    """Rounded exactly, never over a binary fraction.

    >>> half_up(Fraction(165, 100), 1), half_up(Fraction(19, 12), 1)
    (Decimal('1.7'), Decimal('1.6'))
    """
    scale = 10**places
    return Decimal(floor(value * scale + Fraction(1, 2))).scaleb(-places)


def on_site(level: str, procedures: int, whole_on_site: int, at_desk: int, rules: Rules) -> IndexScore:
    """Index 5: the share of procedures worked wholly on site, by level; else whether all are received at the desk.

    Without procedures, or for a level the rule does not name, there is nothing to say.
    """
    wanted = rules.part("5", "whole_on_site_percent").get(level)
    if not procedures or wanted is None:
        return IndexScore("5", None)
    if whole_on_site * 100 >= int(wanted) * procedures:
        rank = 0
    else:
        rank = 1 if at_desk * 100 >= int(rules.part("5", "received_percent")) * procedures else 2
    return IndexScore("5", Decimal(rules.points("5", rank)), whole_on_site, procedures)


def published(complete: int, procedures: int, *, posted: bool | None, rules: Rules) -> IndexScore:
    """Index 6: posted at the office, and electronic in full. `posted` None: nobody reported on the posting.

    Incomplete content leaves at most one of both; without a report on the posting it is not known which.
    """
    if not procedures or posted is None:
        return IndexScore("6", None)
    electronic = complete == procedures
    return IndexScore(
        "6", Decimal(rules.points("6", 2 - int(posted) - int(electronic))), complete, procedures
    )


def answered(on_time: int, petitions: int, rules: Rules) -> IndexScore:
    """Index 8: nobody complained, or all answered on time; from the second limit on; below."""
    full, fair = (int(percent) for percent in rules.part("8", "on_time_percent"))
    if on_time * 100 >= full * petitions:
        rank = 0
    else:
        rank = 1 if on_time * 100 >= fair * petitions else 2
    return IndexScore("8", Decimal(rules.points("8", rank)), on_time, petitions)


def services(found: Services, rules: Rules) -> IndexScore:
    """Index 9: enough procedures online, enough dossiers online, and none of those late."""
    if not found.procedures or not found.received:
        return IndexScore("9", None)
    high, low = (int(percent) for percent in rules.part("9", "online_dossiers_percent"))
    many = found.online_procedures * 100 >= int(rules.part("9", "procedures_percent")) * found.procedures
    share = found.received_online * 100
    if not found.online_procedures or share < low * found.received or found.late_online:
        rank = 2
    else:
        rank = 0 if many and share >= high * found.received else 1
    return IndexScore("9", Decimal(rules.points("9", rank)), found.received_online, found.received)


def summed(indices: Iterable[IndexScore], whose: str, rules: Rules) -> NineScore:
    """The sum of the indices that have data, with the class of an `officer` or an `agency`; no data, no class."""
    found = {one.index: one for one in indices}
    known = [one for one in found.values() if one.points is not None]
    total = sum((one.points for one in known if one.points is not None), Decimal(0))
    most = sum(rules.points(one.index, 0) for one in known)
    return NineScore(found, total, most, class_of(total, whose, rules) if known else "")


def class_of(total: Decimal, whose: str, rules: Rules) -> str:
    """The class of a sum: every limit belongs to the class above it."""
    return next((label for least, label in rules.classes(whose) if total >= least), "")
