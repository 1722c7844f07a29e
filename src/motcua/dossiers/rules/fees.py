"""What a person owes who files online: what is sure, what they say themselves, what is left to the officer. Pure.

An amount that the announcement leaves open, or that depends on a case and on a count together, is never computed here:
it is set at receipt. What a person declares (a case, a number of copies) is theirs to declare and the officer's to check.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

MOST_COUNTED = (
    999  # copies, pages or cases that one filing can declare; not a rule of law, a slip of the keyboard
)


class Says(StrEnum):
    """What a person says about a fee that depends on their case."""

    OWES = "owes"
    EXEMPT = "exempt"
    UNSURE = "unsure"

    @property
    def label(self) -> str:
        """As the officer reads it."""
        return {
            "owes": "người nộp nhận thuộc trường hợp phải nộp",
            "exempt": "người nộp khai được miễn, giảm hoặc không thuộc trường hợp này",
            "unsure": "người nộp chưa rõ, để cơ quan xác định",
        }[self.value]


class Asked(StrEnum):
    """How the amount of a fee becomes known."""

    SURE = "sure"
    CASE = "case"
    COUNT = "count"
    LATER = "later"


@dataclass(frozen=True, slots=True)
class Fee:
    """A fee as announced, for filing online: `amount` in đồng, None when the announcement leaves it open."""

    key: str
    name: str
    amount: int | None
    per: str = ""
    condition: str = ""

    @property
    def asked(self) -> Asked:
        """What must be known before the amount is."""
        if self.amount is None or (self.condition and (self.per or not self.amount)):
            return Asked.LATER
        if self.per:
            return Asked.COUNT
        return Asked.CASE if self.condition else Asked.SURE


@dataclass(frozen=True, slots=True)
class Owed:
    """`lines` are (name, đồng) above zero; `later` are the fees that the officer sets at receipt."""

    lines: tuple[tuple[str, int], ...]
    later: tuple[Fee, ...]

    @property
    def total(self) -> int:
        """All lines together, đồng."""
        return sum(amount for _, amount in self.lines)


def owed(fees: Iterable[Fee], said: Mapping[str, str | int]) -> Owed:
    """What is owed after what was said: `said` has `Says` values for cases and whole numbers for counts, by key."""
    lines: list[tuple[str, int]] = []
    later: list[Fee] = []
    for fee in fees:
        answer = said.get(fee.key)
        amount = _amount(fee, answer)
        if amount is None:
            later.append(fee)
        elif amount:
            name = f"{fee.name} ({answer} {fee.per})" if fee.asked is Asked.COUNT else fee.name
            lines.append((name, amount))
    return Owed(tuple(lines), tuple(later))


def _amount(fee: Fee, answer: str | int | None) -> int | None:
    """đồng; None while it is not known."""
    if fee.asked is Asked.LATER or fee.amount is None:
        return None
    if fee.asked is Asked.SURE:
        return fee.amount
    if fee.asked is Asked.COUNT:
        return fee.amount * answer if isinstance(answer, int) and 0 <= answer <= MOST_COUNTED else None
    return {Says.OWES.value: fee.amount, Says.EXEMPT.value: 0}.get(str(answer))
