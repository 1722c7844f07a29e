"""The accounting of words: every word of the source is paid for by a word of a field, or stands in `unread`.

Built so that it holds whatever the reading did: see docs/algorithms/plan-reading.md.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from motcua.kernel.text import fold, squeeze
from motcua.plans.reading.blocks import Passage
from motcua.plans.reading.columns import role_of
from motcua.plans.reading.result import Unread

WORD = re.compile(r"\w+")
# Words that labels, operators and dates are made of: what is left of a passage that was read is such words.
_FRAME_WORDS = frozenset(
    "co quan don vi bo phan chu tri phoi hop thuc hien thoi gian han hoan thanh san pham ket qua ghi ngay thang nam so "
    "toi thieu it nhat tren duoi khong thap hon tro len dat tu den va voi giao cho do nguoi tham muu truoc la cua can cu theo "
    "chi tieu khac phuc muc phan dau dau ra du kien theo doi cao nam truoc bang dam bao phan dau diem".split()
)
_CANDIDATES = 12


@dataclass(slots=True)
class _Field:
    """Words of one field and which of them have paid for a word of the source."""

    words: list[str]
    used: bytearray = field(init=False)
    where: dict[str, list[int]] = field(init=False)

    def __post_init__(self) -> None:
        self.used = bytearray(len(self.words))
        self.where = {}
        for position, word in enumerate(self.words):
            self.where.setdefault(word, []).append(position)


@dataclass(slots=True)
class Ledger:
    """Passages on one side, the words of the fields read from them on the other."""

    passages: Sequence[Passage]
    frames: set[int] = field(default_factory=set)
    _fields: dict[int, list[_Field]] = field(default_factory=dict)

    def pay(self, sources: Iterable[int], texts: Iterable[str | None]) -> None:
        """The fields `texts` were read from the passages `sources`."""
        fields = [_Field(WORD.findall(text)) for text in texts if text]
        for source in sources:
            self._fields.setdefault(source, []).extend(fields)

    def frame(self, passages: Iterable[Passage]) -> None:
        """Passages that only carry others: headings, names of columns."""
        self.frames.update(passage.number for passage in passages)

    def unread(self) -> list[Unread]:
        """The words of the source that stand in no field, in order."""
        found: list[Unread] = []
        for passage in self.passages:
            fields = self._fields.get(passage.number)
            if fields is None:
                if WORD.search(passage.text):
                    found.append(Unread(squeeze(passage.text), passage.block, passage.number in self.frames))
            else:
                found.extend(self._left_of(passage, fields))
        return found

    def _left_of(self, passage: Passage, fields: list[_Field]) -> Iterable[Unread]:
        hits = list(WORD.finditer(passage.text))
        words = [hit.group() for hit in hits]
        paid = bytearray(len(words))
        for paying in fields:
            _match(words, paid, paying)
        for begin, end in list(_runs(paid)):
            _match_whole(words, paid, begin, end, fields)
        for begin, end in _runs(paid):
            text = squeeze(passage.text[hits[begin].start() : hits[end - 1].end()])
            yield Unread(text, passage.block, passage.number in self.frames or _is_frame(text))


def _match(words: list[str], paid: bytearray, paying: _Field) -> None:
    """Mark runs of words that stand in the field and have not paid yet: four words at least, or the whole field."""
    least = min(4, len(paying.words))
    position = 0
    while position < len(words):
        length, start = (0, 0) if paid[position] else _longest(words, paid, position, paying)
        if length and length >= least:
            _mark(paid, position, paying, start, length)
            position += length
        else:
            position += 1


def _match_whole(words: list[str], paid: bytearray, begin: int, end: int, fields: list[_Field]) -> None:
    """A short stretch left over, such as the tail of a cell cut by a page: paid when it stands in one field whole."""
    for paying in fields:
        length, start = _longest(words, paid, begin, paying)
        if length >= end - begin:
            _mark(paid, begin, paying, start, end - begin)
            return


def _mark(paid: bytearray, position: int, paying: _Field, start: int, length: int) -> None:
    for offset in range(length):
        paid[position + offset] = paying.used[start + offset] = 1


def _longest(words: list[str], paid: bytearray, position: int, paying: _Field) -> tuple[int, int]:
    best, at = 0, 0
    for start in [
        place for place in paying.where.get(words[position], ())[: _CANDIDATES * 40] if not paying.used[place]
    ][:_CANDIDATES]:
        length = 0
        while (
            position + length < len(words)
            and start + length < len(paying.words)
            and not paid[position + length]
            and not paying.used[start + length]
            and words[position + length] == paying.words[start + length]
        ):
            length += 1
        if length > best:
            best, at = length, start
    return best, at


def _runs(paid: bytearray) -> Iterable[tuple[int, int]]:
    position = 0
    while position < len(paid):
        if paid[position]:
            position += 1
            continue
        begin = position
        while position < len(paid) and not paid[position]:
            position += 1
        yield begin, position


@lru_cache(maxsize=4096)
def _is_frame(text: str) -> bool:
    folded = fold(text)
    return role_of(folded) is not None or all(
        word in _FRAME_WORDS or len(word) <= 2 or (word.isdigit() and len(word) <= 4) for word in WORD.findall(folded)
    )
