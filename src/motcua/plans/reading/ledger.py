"""The accounting of words: every word of the source is paid for by a word of a field, or stands in `unread`.

Built so that it holds whatever the reading did: see docs/algorithms/plan-reading.md.
"""

import re
from collections import Counter, deque
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
    re.findall(
        r"\w+",
        "co quan don vi bo phan chu tri phoi hop thuc hien thoi gian han hoan thanh san pham ket qua ghi ngay "
        "thang nam so toi thieu it nhat tren duoi khong thap hon tro len dat tu den va voi giao cho do nguoi "
        "tham muu truoc la cua can cu theo chi tieu khac phuc muc dau ra du kien doi cao bang dam bao diem "
        "moi tang khi ty le them hang nt",
    )
)
# Bounds that keep the accounting linear in a passage of a million words.
_SENTENCE = 8
_CANDIDATES = 40
_MANY_FIELDS = 400
_LONG = 20_000


class _Field:
    """Words of one field and which of them have paid for a word of the source."""

    __slots__ = ("_places", "_runs", "_words", "payment", "spent", "text", "touched", "used")

    def __init__(self, text: str, payment: "_Payment") -> None:
        self.text = text
        self.payment = payment
        self.used = bytearray()
        self.touched = self.spent = False
        self._words: list[str] | None = None
        self._runs: dict[tuple[str, ...], list[int]] | None = None
        self._places: dict[str, list[int]] | None = None

    @property
    def words(self) -> list[str]:
        if self._words is None:
            self._words = WORD.findall(self.text)
            self.used = bytearray(len(self._words))
        return self._words

    @property
    def runs(self) -> dict[tuple[str, ...], list[int]]:
        """Where each of its runs of four words begins; nothing is kept of a very long field."""
        if self._runs is None:
            self._runs = {}
            for position, run in enumerate(_fours(self.words)):
                self._runs.setdefault(run, []).append(position)
        return self._runs

    @property
    def places(self) -> dict[str, list[int]]:
        """Where each of its words stands."""
        if self._places is None:
            self._places = {}
            for position, word in enumerate(self.words):
                self._places.setdefault(word, []).append(position)
        return self._places

    def touch(self) -> None:
        """Some of its words have paid: it cannot pay for a passage as a whole any more."""
        if not self.touched:
            self.touched = True
            self.payment.whole[self.text] -= 1


class _Payment:
    """The fields of one task, target or duty. Most cells are a field of their own, paid for by a look at `whole`."""

    __slots__ = ("_fields", "counted", "texts", "whole")

    def __init__(self, texts: Iterable[str | None]) -> None:
        self.texts = [text for text in texts if text]
        self.whole: dict[str, int] = dict.fromkeys(self.texts, 1)
        if len(self.whole) < len(self.texts):
            self.whole = dict(Counter(self.texts))
        self._fields: list[_Field] | None = None
        self.counted = False  # whether the words of the fields are looked at one by one already

    def spend(self, text: str) -> None:
        """A field paid for a whole passage, after the words of the fields were looked at."""
        fields = self._fields or []
        next(it for it in fields if it.text == text and not (it.touched or it.spent)).spent = True

    def _pay(self, text: str) -> None:
        self.whole[text] -= 1
        if self.counted:
            self.spend(text)

    def pays_in_pieces(self, text: str) -> bool:
        """Pay for a cell that is a list of fields: agencies parted by semicolons, a title and its parts by lines."""
        if "\n" not in text and ";" not in text:
            return False
        whole = self.whole
        pieces: list[str] = []
        for line in text.split("\n"):
            if whole.get(line):
                pieces.append(line)
            else:
                pieces += [piece for part in line.split(";") if (piece := part.strip(" .,-–+"))]
        if not all(map(whole.get, pieces)) or len(set(pieces)) < len(pieces):
            return False
        for piece in pieces:
            self._pay(piece)
        return True

    def fields(self) -> list[_Field]:
        """The fields with what they have left; those that paid for a whole passage are spent."""
        if self._fields is None:
            self.counted = True
            self._fields = [_Field(text, self) for text in self.texts]
            for paying in self._fields:
                if self.texts.count(paying.text) > self.whole[paying.text]:
                    again = [it for it in self._fields if it.text == paying.text]
                    for it in again[: len(again) - self.whole[paying.text]]:
                        it.spent = True
        return self._fields


@dataclass(slots=True)
class Ledger:
    """Passages on one side, the words of the fields read from them on the other."""

    passages: Sequence[Passage]
    frames: set[int] = field(default_factory=set)
    _payments: dict[int, list[_Payment]] = field(default_factory=dict)

    def pay(self, sources: Iterable[int], texts: Iterable[str | None]) -> None:
        """The fields `texts` were read from the passages `sources`."""
        payment = _Payment(texts)
        for source in sources:
            self._payments.setdefault(source, []).append(payment)

    def frame(self, passages: Iterable[Passage]) -> None:
        """Passages that only carry others: headings, names of columns."""
        self.frames.update(passage.number for passage in passages)

    def unread(self) -> list[Unread]:
        """The words of the source that stand in no field, in order.

        Long stretches are paid for first, in all passages; then what is left over, lest the ordinal of one line
        takes the figure of another.
        """
        payments = self._payments
        pending: list[tuple[Passage, _Source | None]] = []
        for passage in self.passages:
            text = passage.text
            paying = payments.get(passage.number)
            if paying is None:
                pending.append((passage, None))
                continue
            for payment in paying:
                if left := payment.whole.get(text):
                    payment.whole[text] = left - 1
                    if payment.counted:
                        payment.spend(text)
                    break
            else:
                if source := self._matched(passage.number, text):
                    pending.append((passage, source))
        unread: list[Unread] = []
        for passage, source in pending:
            if source is not None:
                unread.extend(self._left_of(passage, source))
            elif WORD.search(passage.text):
                frame = passage.number in self.frames or is_page_number(passage.text)
                unread.append(Unread(squeeze(passage.text), passage.block, frame))
        return unread

    def _matched(self, number: int, text: str) -> "_Source | None":
        """The words of a passage after its fields paid for long stretches; None when nothing is left to look at."""
        if any(payment.pays_in_pieces(text) for payment in self._payments[number]):
            return None
        source = _Source(WORD.findall(text))
        for paying in sorted(self._fields(number), key=_length):
            if not source.left:
                return None
            source.match(paying)
        return source if source.left else None

    def _fields(self, number: int) -> list[_Field]:
        return [paying for payment in self._payments[number] for paying in payment.fields()]

    def _left_of(self, passage: Passage, source: "_Source") -> Iterable[Unread]:
        fields = self._fields(passage.number)
        if len(fields) <= _MANY_FIELDS:
            for begin, end in list(_runs(source.paid)):
                source.match_whole(begin, end, fields)
        if not source.left:
            return
        hits = list(WORD.finditer(passage.text))
        for begin, end in _runs(source.paid):
            text = squeeze(passage.text[hits[begin].start() : hits[end - 1].end()])
            yield Unread(text, passage.block, passage.number in self.frames or _is_frame(text))


def _fours(words: list[str]) -> Iterable[tuple[str, ...]]:
    return () if len(words) > _LONG else zip(words, words[1:], words[2:], words[3:], strict=False)


def _length(paying: _Field) -> int:
    return -len(paying.text)


class _Source:
    """The words of a passage, where each occurs, which are paid for, and how many are `left`."""

    __slots__ = ("left", "paid", "runs", "where", "words")

    def __init__(self, words: list[str]) -> None:
        self.words = words
        self.left = len(words)
        self.runs = frozenset(_fours(words))
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
        after = 0
        for position in self._beginnings(paying):
            if position < after or paying.used[position] or words[position] not in where:
                continue
            length, start = self._longest(paying, position)
            if length and length >= least and (many > 1 or not self._amid_words(start)):
                self._mark(start, paying, position, length)
                after = position + length

    def _beginnings(self, paying: _Field) -> Iterable[int]:
        """Where in a field a run that pays may begin: at four words that the source has too, if it has so many."""
        if self.runs and (held := paying.runs):
            return sorted(at for run in self.runs & held.keys() for at in held[run])
        return range(len(paying.words))

    def match_whole(self, begin: int, end: int, fields: list[_Field]) -> None:
        """A short stretch left over, as the tail of a cell cut by a page: paid when one field holds it whole."""
        wanted = self.words[begin:end]
        for paying in fields:
            if paying.spent or wanted[0] not in paying.words:
                continue
            places = paying.places
            if not all(map(places.__contains__, wanted)):
                continue
            rarest = min(range(len(wanted)), key=lambda at: len(places[wanted[at]]))
            for place in places[wanted[rarest]]:
                at = place - rarest
                if (
                    at >= 0
                    and paying.words[at : at + len(wanted)] == wanted
                    and not any(paying.used[at : at + len(wanted)])
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
        paying.touch()
        self.left -= length
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
