"""Words of many rows in memory, and which rows a question means: lost diacritics, a wrong letter, a missing blank. Pure.

Every word of a question stands for itself and, for less, for the words it may have been meant as. Rare words weigh
more than common ones. The rows that hold the most of the question are looked at closely: best is one whose text is
the question and nothing else.
"""

import math
import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

BETWEEN = " | "
_WORD = re.compile(r"\w+(?:\.\w+)*")
# How much a word of a row counts for a word of the question.
_SAME, _BEGINS, _NEAR, _NEAR_SHORT = 1.0, 0.7, 0.6, 0.5
_MOST_WORDS = 30
# Rows looked at closely, and the part of the question that a row must hold: of all, and of what the best row holds.
_LOOKED_AT, _LEAST, _OF_THE_BEST = 80, 0.6, 0.7
# A word of a row's text that nobody asked for takes this much of its weight off; two words side by side add this much.
_UNASKED, _TOGETHER = 0.12, 0.15
# An earlier text of a row says more about it than a later one: so much more the first than the last.
_EARLIER = 0.12
_ROUNDING = 1e-9


def words_in(text: str) -> list[str]:
    """The words of a folded text; a code such as 1.001193 is one."""
    return _WORD.findall(text)


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its key and its folded texts, each with the weight of all its words; the first is its title."""

    key: int
    texts: tuple[tuple[tuple[str, ...], float], ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """A word of a question: the words of rows it may mean with how much each counts, and how much it tells apart."""

    meant: dict[str, float]
    weight: float


class WordIndex:
    """Rows by their words. Made once from (key, folded texts joined with BETWEEN); asked many times."""

    def __init__(self, given: Iterable[tuple[int, str]]) -> None:
        texts = [(key, [tuple(words_in(text)) for text in words.split(BETWEEN)]) for key, words in given]
        self._places: dict[str, set[int]] = defaultdict(set)
        for place, (_key, of_row) in enumerate(texts):
            for word in {word for text in of_row for word in text}:
                self._places[word].add(place)
        many = len(texts)
        self._weights = {word: math.log(1 + many / len(places)) for word, places in self._places.items()}
        self._middling = math.log(1 + math.sqrt(many))
        self._rows = [
            Row(key, tuple((text, sum(self._weights[word] for word in text)) for text in of_row))
            for key, of_row in texts
        ]
        self._without_a_letter: dict[str, list[str]] = defaultdict(list)
        for word in self._places:
            for shorter in _shorter(word):
                self._without_a_letter[shorter].append(word)
        self._sorted = sorted(self._places)

    def ranked(self, question: str) -> list[int]:
        """Keys of the rows that mean a folded question, the best first."""
        asked = self._asked(words_in(question)[:_MOST_WORDS])
        least = _LEAST if len(asked) > 1 else 0.0
        shares = self._shares(asked, least)
        if not shares:
            return []
        floor = max(least, _OF_THE_BEST * max(shares.values()))
        held = [place for place, share in shares.items() if share > floor]
        held.sort(key=lambda place: (-shares[place], *self._shortest(place)))
        meaning = _meaning(asked)
        likeness = {place: self._likeness(asked, meaning, place) for place in held[:_LOOKED_AT]}
        close = sorted(likeness, key=lambda place: (-likeness[place], *self._shortest(place)))
        return [self._rows[place].key for place in (*close, *held[_LOOKED_AT:])]

    def _shortest(self, place: int) -> tuple[int, int]:
        return len(self._rows[place].texts[0][0]), self._rows[place].key

    def _asked(self, typed: list[str]) -> list[Asked]:
        found = []
        for place, word in enumerate(typed):
            meant = self._meant(word, last=place == len(typed) - 1)
            halves = () if meant else self._halves(word)
            found += [Asked({half: _SAME}, self._weights[half]) for half in halves] or [
                Asked(meant, self._weight_of(meant))
            ]
        return found

    def _meant(self, word: str, *, last: bool) -> dict[str, float]:
        meant: dict[str, float] = {}
        if len(word) > 1 and not any(letter.isdigit() for letter in word):
            near = _NEAR if len(word) > 3 else _NEAR_SHORT
            meant = {other: near for other in self._near(word) if len(other) > 1}
        if last or "." in word:
            meant |= dict.fromkeys(self._beginning(word), _BEGINS)
        if word in self._places:
            meant[word] = _SAME
        return meant

    def _near(self, word: str) -> set[str]:
        """Words of rows one letter away: another, missing, too many, or two swapped."""
        tries = {word, *_shorter(word)}
        candidates = {other for each in tries for other in self._without_a_letter.get(each, ())}
        candidates |= {each for each in tries if each in self._places}
        return {other for other in candidates if other != word and one_letter_apart(word, other)}

    def _beginning(self, word: str, most: int = 20) -> list[str]:
        """Words of rows that begin like the last word: somebody may still be typing it."""
        if len(word) < 2:
            return []
        first = bisect_left(self._sorted, word)
        return [other for other in self._sorted[first : first + most] if other.startswith(word)]

    def _halves(self, word: str) -> tuple[str, ...]:
        """Two words of rows typed without the blank between them."""
        for at in range(2, len(word) - 1):
            if word[:at] in self._places and word[at:] in self._places:
                return word[:at], word[at:]
        return ()

    def _weight_of(self, meant: dict[str, float]) -> float:
        """What the word most surely meant weighs; a word that means nothing here weighs like a middling one."""
        surest = max(meant.values(), default=0.0)
        return max(
            (self._weights[word] for word, counts in meant.items() if counts == surest),
            default=self._middling,
        )

    def _shares(self, asked: list[Asked], least: float) -> dict[int, float]:
        """The part of the question's weight that each row holds, by place; rows that cannot hold `least` are left out."""
        whole = left = sum(each.weight for each in asked)
        shares: dict[int, float] = {}
        for each in sorted(asked, key=lambda one: -one.weight):
            open_to_new = left > least * whole  # a row without any word so far can still hold enough
            left -= each.weight
            seen: set[int] = set()
            for word, counts in sorted(each.meant.items(), key=lambda pair: -pair[1]):
                holding = self._places[word] - seen
                if not open_to_new:
                    holding &= shares.keys()
                share = counts * each.weight / whole
                for place in holding:
                    shares[place] = shares.get(place, 0.0) + share
                seen |= holding
            needed = least - left / whole - _ROUNDING
            if needed > 0:
                shares = {place: share for place, share in shares.items() if share > needed}
        return shares

    def _likeness(self, asked: list[Asked], meaning: dict[str, list[tuple[int, float]]], place: int) -> float:
        """How well the row's best text answers the question, and half of what all its texts hold of it together."""
        texts = self._rows[place].texts
        best, together = 0.0, [0.0] * len(asked)
        for number, (text, weight) in enumerate(texts):
            held = _held(asked, meaning, text, together)
            if not held:
                continue
            got, used = held
            rest = weight - sum(self._weights[word] for word in used)
            whole = sum(each.weight for each in asked) + _UNASKED * rest
            best = max(best, got / whole + _EARLIER * (1 - number / len(texts)))
        return best + 0.5 * sum(together) / sum(each.weight for each in asked)


def _meaning(asked: list[Asked]) -> dict[str, list[tuple[int, float]]]:
    """For each word of rows, which words of the question may mean it, and how much that counts."""
    found: dict[str, list[tuple[int, float]]] = defaultdict(list)
    for number, each in enumerate(asked):
        for word, counts in each.meant.items():
            found[word].append((number, counts * each.weight))
    return found


def _held(
    asked: list[Asked],
    meaning: dict[str, list[tuple[int, float]]],
    text: tuple[str, ...],
    together: list[float],
) -> tuple[float, list[str]] | None:
    """What one text holds of the question, and the words it holds it by; `together` keeps the best of all texts."""
    if meaning.keys().isdisjoint(text):
        return None
    best: dict[int, tuple[float, int]] = {}
    for place, word in enumerate(text):
        for number, counts in meaning.get(word, ()):
            if counts > best.get(number, (0.0, 0))[0]:
                best[number] = counts, place
    got, used = 0.0, set()
    for number, (counts, place) in sorted(best.items(), key=lambda pair: -pair[1][0]):
        together[number] = max(together[number], counts)
        if place not in used:  # two words of the question never mean one and the same word of a text
            used.add(place)
            got += counts
    got += sum(
        _TOGETHER * asked[number].weight
        for number, (_counts, place) in best.items()
        if best.get(number - 1, (0, -2))[1] == place - 1
    )
    return got, [text[place] for place in used]


def one_letter_apart(one: str, other: str) -> bool:
    """Whether one letter changed, left out, added, or two neighbours swapped make one word of the other."""
    if len(one) > len(other):
        one, other = other, one
    if len(other) - len(one) > 1:
        return False
    at = next((place for place in range(len(one)) if one[place] != other[place]), len(one))
    if len(one) < len(other):
        return one[at:] == other[at + 1 :]
    return one[at + 1 :] == other[at + 1 :] or (
        one[at + 2 :] == other[at + 2 :] and one[at : at + 2] == other[at : at + 2][::-1]
    )


def _shorter(word: str) -> set[str]:
    """The word without one of its letters, for words no longer than a code."""
    if not 1 < len(word) <= 16:
        return set()
    return {word[:place] + word[place + 1 :] for place in range(len(word))}
