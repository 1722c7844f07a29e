"""The accounting of words: every word of the source is paid for by a word of a field, or stands in `unread`.

Built so that it holds whatever the reading did: see docs/algorithms/plan-reading.md.
"""

import re
from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import islice

from motcua.kernel.text import fold, squeeze
from motcua.plans.reading.blocks import Passage
from motcua.plans.reading.columns import role_of
from motcua.plans.reading.layouts import is_page_number
from motcua.plans.reading.result import Unread

WORD = re.compile(r"\w+")
# Words that labels, operators and dates are made of: what is left of a passage that was read is such words.
_FRAME_WORDS = frozenset(
    [
        "co",
        "quan",
        "don",
        "vi",
        "bo",
        "phan",
        "chu",
        "tri",
        "phoi",
        "hop",
        "thuc",
        "hien",
        "thoi",
        "gian",
        "han",
        "hoan",
        "thanh",
        "san",
        "pham",
        "ket",
        "qua",
        "ghi",
        "ngay",
        "thang",
        "nam",
        "so",
        "toi",
        "thieu",
        "it",
        "nhat",
        "tren",
        "duoi",
        "khong",
        "thap",
        "hon",
        "tro",
        "len",
        "dat",
        "tu",
        "den",
        "va",
        "voi",
        "giao",
        "cho",
        "do",
        "nguoi",
        "tham",
        "muu",
        "truoc",
        "la",
        "cua",
        "can",
        "cu",
        "theo",
        "chi",
        "tieu",
        "khac",
        "phuc",
        "muc",
        "phan",
        "dau",
        "dau",
        "ra",
        "du",
        "kien",
        "theo",
        "doi",
        "cao",
        "nam",
        "truoc",
        "bang",
        "dam",
        "bao",
        "phan",
        "dau",
        "diem",
        "moi",
        "tang",
        "khi",
        "ty",
        "le",
        "them",
        "hang",
        "nt",
    ]
)
# Bounds that keep the accounting linear in a passage of a million words.
_SENTENCE = 8
_CANDIDATES = 40
_MANY_FIELDS = 400


class _Field:
    """Words of one field and which of them have paid for a word of the source."""

    __slots__ = ("_words", "spent", "text", "touched", "used")

    def __init__(self, text: str) -> None:
        self.text = text
        self.used = bytearray()
        self.touched = self.spent = False
        self._words: list[str] | None = None

    @property
    def words(self) -> list[str]:
        if self._words is None:
            self._words = WORD.findall(self.text)
            self.used = bytearray(len(self._words))
        return self._words

    def pays_whole(self, text: str) -> bool:
        """Pay for a passage whose text is the field's own: most cells of a table."""
        if text != self.text or self.touched or self.spent:
            return False
        self.spent = True
        return True


@dataclass(slots=True)
class Ledger:
    """Passages on one side, the words of the fields read from them on the other."""

    passages: Sequence[Passage]
    frames: set[int] = field(default_factory=set)
    _fields: dict[int, list[_Field]] = field(default_factory=dict)

    def pay(self, sources: Iterable[int], texts: Iterable[str | None]) -> None:
        """The fields `texts` were read from the passages `sources`."""
        fields = [_Field(text) for text in texts if text]
        for source in sources:
            self._fields.setdefault(source, []).extend(fields)

    def frame(self, passages: Iterable[Passage]) -> None:
        """Passages that only carry others: headings, names of columns."""
        self.frames.update(passage.number for passage in passages)

    def unread(self) -> list[Unread]:
        """The words of the source that stand in no field, in order.

        Long stretches are paid for first, in all passages; then what is left over, lest the ordinal of one line
        takes the figure of another.
        """
        found = [(passage, self._matched(passage)) for passage in self.passages]
        left: list[Unread] = []
        for passage, source in found:
            fields = self._fields.get(passage.number)
            if source is not None:
                left.extend(self._left_of(passage, source, fields or []))
            elif fields is None and WORD.search(passage.text):
                frame = passage.number in self.frames or is_page_number(passage.text)
                left.append(Unread(squeeze(passage.text), passage.block, frame))
        return left

    def _matched(self, passage: Passage) -> "_Source | None":
        """The words of a passage after its fields paid for long stretches; None when nothing is left to look at."""
        fields = self._fields.get(passage.number)
        if fields is None or any(paying.pays_whole(passage.text) for paying in fields):
            return None
        source = _Source(WORD.findall(passage.text))
        for paying in sorted(fields, key=_length):
            source.match(paying)
        return source if not all(source.paid) else None

    def _left_of(self, passage: Passage, source: "_Source", fields: list[_Field]) -> Iterable[Unread]:
        if len(fields) <= _MANY_FIELDS:
            for begin, end in list(_runs(source.paid)):
                source.match_whole(begin, end, fields)
        if all(source.paid):
            return
        hits = list(WORD.finditer(passage.text))
        for begin, end in _runs(source.paid):
            text = squeeze(passage.text[hits[begin].start() : hits[end - 1].end()])
            yield Unread(text, passage.block, passage.number in self.frames or _is_frame(text))


def _length(paying: _Field) -> int:
    return -len(paying.text)


class _Source:
    """The words of a passage, where each occurs, and which are paid for."""

    def __init__(self, words: list[str]) -> None:
        self.words = words
        self.paid = bytearray(len(words))
        self.where: dict[str, deque[int]] = {}
        for position, word in enumerate(words):
            self.where.setdefault(word, deque()).append(position)

    def match(self, paying: _Field) -> None:
        """Pay runs of words that stand in the field: four words at least, or the whole field."""
        if paying.spent:
            return
        words, where = paying.words, self.where
        if where.keys().isdisjoint(words):
            return
        many = len(words)
        least = min(4, many)
        position = 0
        while position < many:
            if paying.used[position] or words[position] not in where:
                position += 1
                continue
            length, start = self._longest(paying, position)
            if length and length >= least and (many > 1 or not self._amid_words(start)):
                self._mark(start, paying, position, length)
                position += length
            else:
                position += 1

    def match_whole(self, begin: int, end: int, fields: list[_Field]) -> None:
        """A short stretch left over, as the tail of a cell cut by a page: paid when one field holds it whole."""
        wanted = self.words[begin:end]
        for paying in fields:
            if paying.spent or wanted[0] not in paying.words:
                continue
            for at in range(len(paying.words) - len(wanted) + 1):
                if paying.words[at : at + len(wanted)] == wanted and not any(
                    paying.used[at : at + len(wanted)]
                ):
                    self._mark(begin, paying, at, len(wanted))
                    return

    def _amid_words(self, start: int) -> bool:
        """Whether a word stands in a sentence nobody read: a number or a unit must not tear it apart."""
        begin, end = start, start + 1
        while begin > 0 and not self.paid[begin - 1] and start - begin < _SENTENCE:
            begin -= 1
        while end < len(self.paid) and not self.paid[end] and end - start < _SENTENCE:
            end += 1
        return end - begin > _SENTENCE

    def _longest(self, paying: _Field, position: int) -> tuple[int, int]:
        """The longest unpaid run of the source that the field holds from `position` on, and where it begins."""
        places = self.where.get(paying.words[position])
        if not places:
            return 0, 0
        while places and self.paid[places[0]]:
            places.popleft()
        best, at = 0, 0
        for start in islice(places, _CANDIDATES):
            length = self._run(paying, position, start)
            if length > best:
                best, at = length, start
        return best, at

    def _run(self, paying: _Field, position: int, start: int) -> int:
        length = 0
        words, own, paid, used = paying.words, self.words, self.paid, paying.used
        reach = min(len(words) - position, len(own) - start)
        while (
            length < reach
            and own[start + length] == words[position + length]
            and not paid[start + length]
            and not used[position + length]
        ):
            length += 1
        return length

    def _mark(self, start: int, paying: _Field, position: int, length: int) -> None:
        paying.touched = True
        for offset in range(length):
            self.paid[start + offset] = paying.used[position + offset] = 1


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
        word in _FRAME_WORDS or len(word) <= 2 or (word.isdigit() and len(word) <= 4)
        for word in WORD.findall(folded)
    )
