"""Words of the steering pages: shares, deadlines, aims."""

from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction

from django import template

from motcua.doors.frame.figures import cut
from motcua.plans.models import PlanTarget

register = template.Library()

_SIGNS = {">=": "≥", ">": ">", "=": "=", "<": "<", "<=": "≤"}


@register.filter
def share(ratio: Fraction | None) -> str:
    """A ratio from 0 to 1 as «74,6 %», cut off at two decimals: short of the whole is never shown as 100 %."""
    return "" if ratio is None else f"{two(100 * ratio)} %"


@register.filter
def plain(value: Decimal | None) -> str:
    """A number as written: 80, 99,5, 5.280; nothing for none."""
    if value is None:
        return ""
    whole, _, rest = f"{value:,f}".partition(".")
    rest = rest.rstrip("0")
    return whole.replace(",", ".") + (f",{rest}" if rest else "")


@register.filter
def percent(ratio: Decimal | None) -> str:
    """A share from 0 to 1 as written in percent: 0.8 is «80 %»."""
    return "" if ratio is None else f"{plain(ratio * 100)} %"


@register.filter
def comma(text: str | None) -> str:
    """A number kept as text, with its comma."""
    return (text or "").replace(".", ",")


@register.filter
def two(value: Decimal | Fraction | None) -> str:
    """A number with at most two decimals, cut off, so that 79,999 is not shown as 80."""
    return "" if value is None else plain(cut(value))


@register.filter
def aim(target: PlanTarget) -> str:
    """What a target demands: «≥ 80 %», «cao hơn năm trước». A sign and «%» stay on the line of their number."""
    unit = "" if target.unit is None else "\N{NO-BREAK SPACE}%" if target.unit == "%" else f" {target.unit}"
    value, high = plain(target.value), plain(target.value_high)
    if target.operator == "between":
        return f"từ {value} đến {high}{unit}"
    if target.operator == "above_last_year":
        return "cao hơn năm trước"
    if target.operator == "not_below_last_year":
        return "không thấp hơn năm trước"
    if target.operator == "increase_per_year":
        return f"tăng {value}{unit} so với năm trước" + (f", đến {high}{unit}" if high else "")
    return (
        f"{_SIGNS.get(target.operator, '')}\N{NO-BREAK SPACE}{value}{unit}".strip()
        if value
        else "không có con số"
    )


@register.filter
def listed(names: Iterable[str]) -> str:
    """Names in one line."""
    return "; ".join(names)
