"""Certified electronic copies: the fee of an original, its number in words, and when a copy may be numbered. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from motcua.kernel.refusals import Refused


@dataclass(frozen=True, slots=True)
class FeeRule:
    """Đồng for a page, less from some page on, and never more than a limit for one copy."""

    page: int
    from_page: int
    later_page: int
    most: int

    def of(self, pages: int) -> int:
        """The fee of one copy by the pages of its original, in đồng. Source: the rule `certify.fee`."""
        first = min(pages, self.from_page - 1)
        return min(self.most, first * self.page + max(0, pages - first) * self.later_page)


def fee_rule(value: Mapping[str, Any]) -> FeeRule:
    """The rule from its stored form."""
    return FeeRule(int(value["page"]), int(value["from_page"]), int(value["later_page"]), int(value["most"]))


def number_text(pattern: str, *, number: int, year: int) -> str:
    """«05, quyển số 01/2026 - SCT/BS». Refuses a pattern that names other parts or leaves the number out."""
    try:
        text = pattern.format(number=number, year=year)
        other = pattern.format(number=number + 1, year=year)
    except (KeyError, IndexError, ValueError) as fault:
        raise Refused(
            f"Cách ghi số chứng thực «{pattern}» không dùng được: chỉ gồm {{number}} và {{year}}."
        ) from fault
    if text == other:
        raise Refused("Cách ghi số chứng thực phải có {number}.")
    return text


def check_refusal(reason: str, words: str, reasons: Mapping[str, str]) -> str:
    """The words a refused original is told with: a lawful reason, and what was seen. Refuses anything else."""
    if reason not in reasons:
        raise Refused("Chọn lý do không chứng thực theo quy định.", field="reason", code="reason")
    return f"{reasons[reason]}. {words}".strip() if words else f"{reasons[reason]}."
