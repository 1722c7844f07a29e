"""A procedure in plain words: time, money and what is not known, for pages and for the posting sheet.

Source strings are Vietnamese; the English of the public pages stands in the catalogue of `doors/public`.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from motcua.catalogue.enums import Unit
from motcua.catalogue.models import Component, FeeRule, ProcedureVersion, TimeLimit
from motcua.kernel.money import dong


@dataclass(frozen=True, slots=True)
class ComponentGroup:
    """Papers that go together: `any_of` means that one of them is enough."""

    any_of: bool
    components: list[Component]


def duration(value: int | None, unit: str) -> str:
    """`3 ngày làm việc`; 0 is the same day; words that say so when the source gives no sure limit."""
    if value is None or not unit:
        return _("Nguồn chưa ghi thời hạn chắc chắn")
    if value == 0:
        return _("Trong ngày làm việc")
    match Unit(unit):
        case Unit.WORKING_DAY:
            words = ngettext("%(n)s ngày làm việc", "%(n)s ngày làm việc", value)
        case Unit.HOUR:
            words = ngettext("%(n)s giờ làm việc", "%(n)s giờ làm việc", value)
        case Unit.CALENDAR_DAY:
            words = ngettext("%(n)s ngày", "%(n)s ngày", value)
    return words % {"n": value}


def main_limit(limits: Iterable[TimeLimit]) -> TimeLimit | None:
    """The rule among the limits; its exceptions name a channel or a case."""
    given = list(limits)
    return next(
        (limit for limit in given if not limit.channel and not limit.case), given[0] if given else None
    )


def time_words(version: ProcedureVersion, limits: Iterable[TimeLimit]) -> str:
    """How long the procedure takes; one whose limit is not sure may not be promised to anybody."""
    limit = main_limit(limits) if version.receivable else None
    return duration(limit.value, limit.unit) if limit else duration(None, "")


def amount_words(amount: int | None, per: str = "") -> str:
    """`10.000 đồng/bản`; nothing to pay; or, for None, that the province sets it."""
    if amount is None:
        return _("Theo mức thu của địa phương; hỏi nơi tiếp nhận")
    if amount == 0:
        return _("Không thu")
    return f"{dong(amount)}/{per}" if per else dong(amount)


def fee_words(version: ProcedureVersion, fees: Iterable[FeeRule]) -> str:
    """The fees in one line."""
    told = [amount_words(fee.amount, fee.per) for fee in fees]
    return "; ".join(dict.fromkeys(told)) or version.fee_text or _("Nguồn không ghi phí, lệ phí")


def fee_cases(version: ProcedureVersion, fees: Iterable[FeeRule]) -> str:
    """Every fee with the case it is taken or waived in: what must stand on paper, where nothing can be opened."""
    told = [
        f"{fee.name}: {amount_words(fee.amount, fee.per)}" + (f" ({fee.condition})" if fee.condition else "")
        for fee in fees
    ]
    return "; ".join(told) or fee_words(version, [])


def count_words(component: Component) -> str:
    """How many originals and copies, or that the paper is only shown."""
    if component.present_only:
        return _("chỉ xuất trình")
    originals, copies = component.originals, component.copies
    told = [
        (originals, ngettext("%(n)s bản chính", "%(n)s bản chính", originals)),
        (copies, ngettext("%(n)s bản sao", "%(n)s bản sao", copies)),
    ]
    return ", ".join(words % {"n": number} for number, words in told if number)


def grouped(components: Iterable[Component]) -> list[ComponentGroup]:
    """Components in their order; alternatives of one group stand together where the first of them stands."""
    groups: dict[str, ComponentGroup] = {}
    for component in components:
        key = component.alternative_group or f"#{component.pk}"
        groups.setdefault(key, ComponentGroup(bool(component.alternative_group), [])).components.append(
            component
        )
    return [
        group if len(group.components) > 1 else ComponentGroup(False, group.components)
        for group in groups.values()
    ]
