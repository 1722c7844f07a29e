"""How far an agency is with digitising its old results in a year. Pure."""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from math import ceil


@dataclass(frozen=True, slots=True)
class YearPlan:
    """What a year began with: all results to digitise, those done before, those planned for the year."""

    year: int
    total: int
    before: int
    planned: int


@dataclass(frozen=True, slots=True)
class YearStanding:
    """The year against its plan. Shares are parts of all old results, None when there are none.

    `needed`: how many the yearly step asks for (until all are done); `expected`: of the plan by today, evenly.
    """

    plan: YearPlan
    done: int
    share_before: Fraction | None
    share: Fraction | None
    goal: Fraction | None
    needed: int
    expected: int

    @property
    def left(self) -> int:
        """Results still to do after this year's."""
        return max(0, self.plan.total - self.plan.before - self.done)

    @property
    def share_percent(self) -> float | None:
        """The share done today, in percent; None without old results."""
        return _percent(self.share)

    @property
    def before_percent(self) -> float | None:
        """The share the year began with, in percent."""
        return _percent(self.share_before)

    @property
    def goal_percent(self) -> float | None:
        """The share the year is to end with, in percent."""
        return _percent(self.goal)

    @property
    def plan_too_small(self) -> bool:
        """The plan does not reach the yearly step."""
        return self.plan.planned < self.needed

    @property
    def behind(self) -> bool:
        """Fewer than the even part of the plan by today."""
        return self.done < self.expected


def standing(plan: YearPlan, done: int, *, step: int, on: date) -> YearStanding:
    """Where the year stands on a day. `step`: percentage points that the share is to rise each year, up to 100."""
    share_before = _part(plan.before, plan.total)
    goal = None if share_before is None else min(Fraction(1), share_before + Fraction(step, 100))
    needed = 0 if goal is None else max(0, ceil(goal * plan.total) - plan.before)
    return YearStanding(
        plan, done, share_before, _part(min(plan.total, plan.before + done), plan.total), goal, needed,
        int(plan.planned * _passed(plan.year, on)),
    )  # fmt: skip


def _part(some: int, of: int) -> Fraction | None:
    return Fraction(some, of) if of else None


def _passed(year: int, on: date) -> Fraction:
    """The part of a year that is over at the end of a day."""
    first, following = date(year, 1, 1), date(year + 1, 1, 1)
    days = min(max(0, (on - first).days + 1), (following - first).days)
    return Fraction(days, (following - first).days)


def _percent(share: Fraction | None) -> float | None:
    return None if share is None else round(float(share * 100), 1)
