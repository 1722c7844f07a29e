"""Where a measured share or number will stand at the end of the year if things go on as they did. Pure, exact.

See docs/algorithms/target-forecast.md.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from motcua.indicators.scoring import Count

_RECENT = 3


@dataclass(frozen=True, slots=True)
class Month:
    """A month of the year: its days, and what was counted in it; None when not measured."""

    first: date
    last: date
    count: Count | None


@dataclass(frozen=True, slots=True)
class Forecast:
    """The share in percent at the year's end. `flow` False: the share is a state, and stays as it is.

    `months` complete months it stands on, `days` are left, `added` is what these bring (numerator, denominator).
    """

    value: Decimal
    flow: bool
    months: int
    days: int
    added: tuple[Fraction, Fraction]


def forecast(
    so_far: Count | None, months: Sequence[Month], today: date, end: date, *, flow: bool = True
) -> Forecast | None:
    """The forecast, from the year's count so far and its months.

    What happens in the days left is taken to be what happened a day, on average, in the last three complete months.
    A state (`flow` False: procedures offered, not dossiers settled) is not carried on.
    None: not measured, nothing happened yet, or no month is complete.
    """
    if so_far is None or so_far.denominator == 0:
        return None
    days = max((end - today).days, 0)
    counted = [month for month in months if month.count is not None]
    if not flow:
        nothing = (Fraction(0), Fraction(0))
        return Forecast(
            _percent(Fraction(so_far.numerator), Fraction(so_far.denominator)), False, 0, days, nothing
        )
    whole = [month for month in counted if month.last < today][-_RECENT:]
    length = sum((month.last - month.first).days + 1 for month in whole)
    if not whole:
        return None
    having = Fraction(sum(month.count.numerator for month in whole if month.count), length) * days
    all_of = Fraction(sum(month.count.denominator for month in whole if month.count), length) * days
    value = _percent(so_far.numerator + having, so_far.denominator + all_of)
    return Forecast(value, True, len(whole), days, (having, all_of))


@dataclass(frozen=True, slots=True)
class NumberForecast:
    """A plain number at the year's end, in its unit: what there is, and what `days` left bring as `months` did."""

    value: Decimal
    months: int
    days: int


def forecast_number(
    so_far: Fraction | None, months: Sequence[tuple[date, date, Fraction | None]], today: date, end: date
) -> NumberForecast | None:
    """The forecast of a number that adds up over the year, by the same rule; months are first day, last day, number.

    None: not measured, or no month is complete.
    """
    whole = [month for month in months if month[2] is not None and month[1] < today][-_RECENT:]
    if so_far is None or not whole:
        return None
    days = max((end - today).days, 0)
    length = sum((last - first).days + 1 for first, last, _ in whole)
    coming = sum((number or Fraction(0) for _, _, number in whole), Fraction(0)) * days / length
    return NumberForecast(Decimal(int((so_far + coming) * 100)) / 100, len(whole), days)


def _percent(part: Fraction, whole: Fraction) -> Decimal:
    """Cut off after two decimals, so that 79,999 is not shown as 80."""
    return Decimal(int(part * 10000 / whole)) / 100
