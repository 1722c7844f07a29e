"""Which periods that have ended a set would score anew, because its first day lies in the past. Pure.

A period is scored with the set in force on its last day, so those are meant that ended on a day of the set. What was
published of them stays as it was published.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from motcua.kernel.periods import Period, PeriodKind, containing

# The kinds of periods that figures are shown and published for, the longest first.
_KINDS = (
    PeriodKind.YEAR,
    PeriodKind.REPORTING_YEAR,
    PeriodKind.HALF_YEAR,
    PeriodKind.REPORTING_HALF_YEAR,
    PeriodKind.QUARTER,
    PeriodKind.REPORTING_QUARTER,
    PeriodKind.MONTH,
    PeriodKind.REPORTING_MONTH,
    PeriodKind.WEEK,
)
_UNITS = {
    PeriodKind.YEAR: "năm",
    PeriodKind.REPORTING_YEAR: "năm báo cáo",
    PeriodKind.QUARTER: "quý",
    PeriodKind.REPORTING_QUARTER: "quý báo cáo",
    PeriodKind.MONTH: "tháng",
    PeriodKind.REPORTING_MONTH: "tháng báo cáo",
    PeriodKind.WEEK: "tuần",
}
# As many of a kind are named one by one; of more the first and the last.
_MOST_NAMED = 6


@dataclass(frozen=True, slots=True)
class Rescoring:
    """The periods, those of a kind together and in order."""

    periods: tuple[Period, ...]

    @property
    def code(self) -> str:
        """What a confirmation must repeat; another one as soon as another period is concerned."""
        if not self.periods:
            return ""
        return f"{len(self.periods)}:{min(each.last for each in self.periods)}..{max(each.last for each in self.periods)}"

    def lines(self) -> list[str]:
        """The periods by name, a line for each kind."""
        by_kind = [[each for each in self.periods if each.kind is kind] for kind in _KINDS]
        return [_named(some) for some in by_kind if some]


def rescoring(first: date, last: date | None, *, today: date) -> Rescoring:
    """Every period that ended before today and on a day from `first` to `last`."""
    until = date.fromordinal(today.toordinal() - 1)
    until = min(last, until) if last is not None else until
    found = []
    for kind in _KINDS:
        day = first
        while day <= until:
            period = containing(day, kind)
            if period.last <= until:
                found.append(period)
            day = date.fromordinal(period.last.toordinal() + 1)
    return Rescoring(tuple(found))


def _named(periods: Sequence[Period]) -> str:
    if len(periods) <= _MOST_NAMED:
        return "; ".join(each.label for each in periods)
    unit = _UNITS.get(periods[0].kind, "kỳ")
    return f"{len(periods)} {unit}, từ {periods[0].label_inside} đến {periods[-1].label_inside}"
