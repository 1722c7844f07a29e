"""What a person owes who files online: what is sure, what they say themselves, what is left to the officer. Pure.

An amount that the announcement leaves open, or that depends on something not answered yet, is never computed here: it is
set at receipt. What a person declares (a case, a number of copies) is theirs to declare and the officer's to check.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

MOST_COUNTED = (
    999  # copies, pages or cases that one filing can declare; not a rule of law, a slip of the keyboard
)


# What a form counted row by row: (units in one item, items), as the pages of an original and its copies.
Pieces = tuple[tuple[int, int], ...]
Answer = str | int | Pieces


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
    CASE_AND_COUNT = "case_and_count"
    TARIFF = "tariff"
    LATER = "later"


@dataclass(frozen=True, slots=True)
class Tariff:
    """An amount that runs with the count: from the n-th on it is another (`steps`), at most `most` an `item`.

    Certified copies: 2.000 đồng a page, 1.000 from the third page on, at most 200.000 a copy (TT 226/2016/TT-BTC).
    """

    steps: tuple[tuple[int, int], ...]
    most: int | None
    item: str

    def of(self, first: int, count: int) -> int:
        """đồng for one item of so many pages; `first` is the amount of a page before the first step."""
        starts, amounts = [1], [first]
        for start, amount in self.steps:
            starts.append(start)
            amounts.append(amount)
        ends = [*(start - 1 for start in starts[1:]), count]
        total = sum(
            amount * max(0, min(end, count) - start + 1)
            for start, end, amount in zip(starts, ends, amounts, strict=True)
        )
        return total if self.most is None else min(total, self.most)


@dataclass(frozen=True, slots=True)
class Fee:
    """A fee as announced, for filing online: `amount` in đồng, None when the announcement leaves it open."""

    key: str
    name: str
    amount: int | None
    per: str = ""
    condition: str = ""
    tariff: Tariff | None = None

    @property
    def asked(self) -> Asked:
        """What must be known before the amount is."""
        if self.amount is None or (self.condition and not self.amount):
            return Asked.LATER
        if self.tariff:
            return Asked.TARIFF
        if self.per:
            return Asked.CASE_AND_COUNT if self.condition else Asked.COUNT
        return Asked.CASE if self.condition else Asked.SURE

    @property
    def second_key(self) -> str:
        """Where the second of two answers stands: the count beside a case, the items beside their pages."""
        return f"{self.key}.2"


@dataclass(frozen=True, slots=True)
class Owed:
    """`lines` are (name, đồng) above zero; `later` are the fees that the officer sets at receipt."""

    lines: tuple[tuple[str, int], ...]
    later: tuple[Fee, ...]

    @property
    def total(self) -> int:
        """All lines together, đồng."""
        return sum(amount for _, amount in self.lines)


def owed(fees: Iterable[Fee], said: Mapping[str, Answer]) -> Owed:
    """What is owed after what was said: `said` has `Says` values for cases, whole numbers for counts, and `Pieces`
    where a form counted them, by key."""
    lines: list[tuple[str, int]] = []
    later: list[Fee] = []
    for fee in fees:
        amount = amount_of(fee, said)
        if amount is None:
            later.append(fee)
        elif amount:
            counted = count_words(fee, said)
            lines.append((f"{fee.name} ({counted})" if counted else fee.name, amount))
    return Owed(tuple(lines), tuple(later))


def count_words(fee: Fee, said: Mapping[str, Answer]) -> str:
    """«3 bản sao», «2 bản, mỗi bản 5 trang»; empty when nothing was counted."""
    pieces = said.get(fee.key)
    if fee.tariff and isinstance(pieces, tuple):
        item = fee.tariff.item
        return "; ".join(f"{many} {item}, mỗi {item} {units} {fee.per}" for units, many in pieces)
    first, second = _counted(said.get(fee.key)), _counted(said.get(fee.second_key))
    if fee.asked is Asked.COUNT and first is not None:
        return f"{first} {fee.per}"
    if fee.asked is Asked.CASE_AND_COUNT and second is not None:
        return f"{second} {fee.per}"
    if fee.asked is Asked.TARIFF and fee.tariff and first is not None and second is not None:
        return f"{second} {fee.tariff.item}, mỗi {fee.tariff.item} {first} {fee.per}"
    return ""


def told_words(fee: Fee, said: Mapping[str, Answer]) -> str:
    """What a desk told of a fee: the count, or the case where it settles the amount."""
    case = said.get(fee.key) if fee.asked in (Asked.CASE, Asked.CASE_AND_COUNT) else None
    if case == Says.EXEMPT.value:
        return "được miễn, giảm"
    return count_words(fee, said) or ("thuộc trường hợp phải nộp" if case == Says.OWES.value else "")


def amount_of(fee: Fee, said: Mapping[str, Answer]) -> int | None:
    """đồng; None while it is not known."""
    answer, second = said.get(fee.key), _counted(said.get(fee.second_key))
    if fee.asked is Asked.LATER or fee.amount is None:
        return None
    if fee.asked is Asked.SURE:
        return fee.amount
    if fee.asked is Asked.COUNT:
        return _times(fee.amount, _counted(answer))
    if fee.asked is Asked.TARIFF and fee.tariff:
        if isinstance(answer, tuple):
            return sum(fee.tariff.of(fee.amount, units) * many for units, many in answer)
        pages = _counted(answer)
        return None if pages is None else _times(fee.tariff.of(fee.amount, pages), second)
    if answer == Says.EXEMPT.value:
        return 0
    if answer != Says.OWES.value:
        return None
    return fee.amount if fee.asked is Asked.CASE else _times(fee.amount, second)


def _counted(answer: Answer | None) -> int | None:
    """A count that one filing can declare; None for anything else."""
    return answer if isinstance(answer, int) and 0 <= answer <= MOST_COUNTED else None


def _times(amount: int, count: int | None) -> int | None:
    return None if count is None else amount * count
