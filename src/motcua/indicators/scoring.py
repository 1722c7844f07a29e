"""Points of an indicator set from counts. Pure and exact: ratios are fractions, points decimals.

Each criterion is rounded half up to two decimals, then criteria are summed to groups and groups to the total,
as the national portal does (docs/algorithms/index-766.md). Nothing here is ever a binary fraction.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from math import ceil, floor

from motcua.indicators.enums import CriterionState, ZeroRule
from motcua.indicators.sets import Criterion, Group, IndicatorSet
from motcua.kernel.refusals import Refused

_CENT = Decimal("0.01")
_NOTHING = Decimal("0.00")


@dataclass(frozen=True, slots=True)
class Count:
    """Numerator and denominator of a ratio, in whole things (dossiers, procedures, petitions)."""

    numerator: int
    denominator: int

    def __post_init__(self) -> None:
        if type(self.numerator) is type(self.denominator) is int and 0 <= self.numerator <= self.denominator:
            return
        for name, number in (("tử số", self.numerator), ("mẫu số", self.denominator)):
            if isinstance(number, bool) or not isinstance(number, int):
                raise Refused(f"{name} phải là số nguyên, đang là {number!r}.", code="count_not_whole")
            if number < 0:
                raise Refused(f"{name} không được âm, đang là {number}.", code="count_negative")
        if self.numerator > self.denominator:
            raise Refused(
                f"tử số ({self.numerator}) lớn hơn mẫu số ({self.denominator}). "
                "Kiểm tra lại hai số đếm: tử số là một phần của mẫu số.",
                code="numerator_above_denominator",
            )


@dataclass(frozen=True, slots=True)
class CriterionScore:
    """Points of one criterion; `points` is None when not counted, and when 0/0 stays empty (see `state`)."""

    criterion: Criterion
    count: Count | None
    state: CriterionState
    points: Decimal | None

    @property
    def counted(self) -> bool:
        """Whether the criterion was measured; an empty 0/0 was."""
        return self.state is not CriterionState.NOT_COUNTED

    @property
    def ratio(self) -> Fraction | None:
        """The exact ratio from 0 to 1; None without a denominator."""
        if self.count is None or self.count.denominator == 0:
            return None
        return Fraction(self.count.numerator, self.count.denominator)

    @property
    def lost(self) -> Decimal | None:
        """Points missing to the maximum; None when not counted, for nobody knows."""
        return self.criterion.maximum - (self.points or _NOTHING) if self.counted else None


@dataclass(frozen=True, slots=True)
class GroupScore:
    """Points of a group: the sum of what is counted. `measured_max` 0 means that nothing is measured."""

    group: Group
    points: Decimal
    measured_max: Decimal
    complete: bool


@dataclass(frozen=True, slots=True)
class Score:
    """A scored set. `total` counts only what is measured: read it as «trên `measured_max` điểm đo được»."""

    indicator_set: IndicatorSet
    criteria: Mapping[str, CriterionScore]
    groups: Mapping[str, GroupScore]
    total: Decimal
    measured_max: Decimal
    complete: bool
    band: str | None

    @property
    def lost(self) -> Mapping[str, Decimal | None]:
        """Points missing per criterion; None for those not counted."""
        return {code: scored.lost for code, scored in self.criteria.items()}


@dataclass(frozen=True, slots=True)
class Raise:
    """What would raise one criterion.

    `per_unit`: exact points for one more in the numerator with the same denominator (0 when already full).
    `to_full`: how many more are needed until the rounded points are full. `gap`: the points this would bring.
    All None where there is nothing to raise by work: not counted, constant, 0/0.
    """

    code: str
    unit: str
    per_unit: Fraction | None
    to_full: int | None
    gap: Decimal | None


def score(indicator_set: IndicatorSet, counts: Mapping[str, Count]) -> Score:
    """Score counts by the rules of a set; a criterion without a count is left out and the total stays open.

    Refuses counts of codes that the set does not have. Counts of criteria without points are passed over.
    """
    return _scored(_Rules(indicator_set), tuple(counts.items()))


@dataclass(frozen=True, slots=True, eq=False)
class _Rules:
    """A set by its identity: comparing sets deeply would cost more than scoring."""

    used: IndicatorSet

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Rules) and other.used is self.used

    def __hash__(self) -> int:
        return id(self.used)


@lru_cache(maxsize=600)
def _scored(rules: _Rules, given: tuple[tuple[str, Count], ...]) -> Score:
    """The same counts under the same rules give the same score: closed months stand on every page."""
    indicator_set, counts = rules.used, dict(given)
    known = {criterion.code for criterion in indicator_set.criteria}
    for code in counts:
        if code not in known:
            indicator_set.criterion(code)
    criteria = {c.code: _score_criterion(c, counts.get(c.code)) for c in indicator_set.scored}
    groups = {group.code: _score_group(group, criteria.values()) for group in indicator_set.groups}
    roots = [groups[group.code] for group in indicator_set.groups if not group.parent]
    total = sum((scored.points for scored in roots), _NOTHING)
    complete = all(scored.counted for scored in criteria.values())
    return Score(
        indicator_set=indicator_set,
        criteria=criteria,
        groups=groups,
        total=total,
        measured_max=sum((scored.measured_max for scored in roots), Decimal(0)),
        complete=complete,
        band=indicator_set.band(total).name if complete else None,
    )


def what_would_raise(scored: Score) -> tuple[Raise, ...]:
    """What one more in the numerator brings, and how far it is to full points, criterion by criterion."""
    return tuple(_raise(criterion) for criterion in scored.criteria.values())


def rounded(points: Fraction) -> Decimal:
    """Half up to two decimals, exactly: 0.825 → 0.83.

    >>> rounded(Fraction(825, 1000))
    Decimal('0.83')
    """
    return Decimal(floor(points * 100 + Fraction(1, 2))) * _CENT


def _score_criterion(criterion: Criterion, count: Count | None) -> CriterionScore:
    if criterion.constant is not None:
        return CriterionScore(
            criterion, count, CriterionState.CONSTANT, rounded(Fraction(criterion.constant))
        )
    if count is None:
        return CriterionScore(criterion, None, CriterionState.NOT_COUNTED, None)
    if count.denominator == 0:
        return CriterionScore(
            criterion, count, CriterionState.ZERO_DENOMINATOR, _without_denominator(criterion)
        )
    return CriterionScore(criterion, count, CriterionState.SCORED, _rounded_points(criterion, count))


def _without_denominator(criterion: Criterion) -> Decimal | None:
    if criterion.zero is ZeroRule.NULL:
        return None
    return rounded(Fraction(criterion.maximum)) if criterion.zero is ZeroRule.FULL else _NOTHING


def _rounded_points(criterion: Criterion, count: Count) -> Decimal:
    """`rounded(_exact_points(…))` in whole numbers only: a page of figures scores some hundreds of criteria."""
    most, of_most = criterion.maximum.as_integer_ratio()
    limit, of_limit = (1, 1) if criterion.threshold is None else criterion.threshold.as_integer_ratio()
    part, whole = count.numerator * of_limit, count.denominator * limit
    if part > whole:
        part = whole
    return Decimal((200 * most * part + of_most * whole) // (2 * of_most * whole)) * _CENT


def _exact_points(criterion: Criterion, count: Count) -> Fraction:
    maximum = Fraction(criterion.maximum)
    points = maximum * Fraction(count.numerator, count.denominator)
    return points if criterion.threshold is None else min(maximum, points / Fraction(criterion.threshold))


def _score_group(group: Group, criteria: Iterable[CriterionScore]) -> GroupScore:
    members = {group.code, *group.parts}
    points, measured_max, complete = _NOTHING, Decimal(0), True
    for one in criteria:
        if one.criterion.group not in members:
            continue
        if not one.counted:
            complete = False
            continue
        measured_max += one.criterion.maximum
        if one.points is not None:
            points += one.points
    return GroupScore(group, points, measured_max, complete)


def _raise(scored: CriterionScore) -> Raise:
    criterion, count = scored.criterion, scored.count
    if scored.state is not CriterionState.SCORED or count is None:
        return Raise(criterion.code, criterion.unit, None, None, None)
    needed = max(0, _numerator_for_full(criterion, count.denominator) - count.numerator)
    one_more = Fraction(0)
    if count.numerator < count.denominator:
        next_count = Count(count.numerator + 1, count.denominator)
        one_more = _exact_points(criterion, next_count) - _exact_points(criterion, count)
    return Raise(criterion.code, criterion.unit, one_more, needed, scored.lost)


def _numerator_for_full(criterion: Criterion, denominator: int) -> int:
    # The smallest numerator whose points round to the maximum.
    wanted = (Fraction(criterion.maximum) - Fraction(1, 200)) * Fraction(criterion.threshold or 1)
    return ceil(wanted * denominator / Fraction(criterion.maximum))
