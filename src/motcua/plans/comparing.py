"""Is this the plan we already run, and what does the revised one change? Pure. See docs/algorithms/plan-revision.md."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from motcua.kernel.text import fold, squeeze

ALIKE = 0.6
_SURE = 0.9
_SAME_ROW = 0.5
_MOVED_ROW = 0.72
_OF_EVERY_PLAN = frozenset({"ke", "hoach", "nam", "tren", "dia", "ban", "thuc", "hien", "ve", "va"})
_LEVELS = r"(?:dac khu|thi tran|thi xa|thanh pho|xa|phuong|huyen|quan|tinh)"
_LOCALITY = re.compile(rf"\b({_LEVELS})\s+(.+?)(?=\s+{_LEVELS}\s|$)")


@dataclass(frozen=True, slots=True)
class Identity:
    """What a plan is known by."""

    number: str
    issuer: str
    year: int
    title: str


class Likeness(StrEnum):
    """How a document stands to a plan that is there already."""

    SAME = "same"
    ASK = "ask"
    OTHER = "other"


def likeness(new: Identity, known: Identity) -> Likeness:
    """The same plan, another one, or a question for a person.

    Same: same year, number, issuer, and titles alike. Asked: the same number for what is otherwise unlike, or the
    same title under another number.
    """
    if new.year != known.year:
        return Likeness.OTHER
    titles = alike(_telling(new.title), _telling(known.title))
    numbers = bool(_plain(new.number)) and _plain(new.number) == _plain(known.number)
    issuers = not new.issuer or not known.issuer or fold(new.issuer) == fold(known.issuer)
    if numbers:
        return Likeness.SAME if issuers and titles >= ALIKE else Likeness.ASK
    return Likeness.ASK if issuers and titles >= _SURE else Likeness.OTHER


def _telling(title: str) -> str:
    """A title without the words of every plan: «Kế hoạch … năm 2026 trên địa bàn»."""
    words = [word for word in fold(title).split() if word not in _OF_EVERY_PLAN and not word.isdigit()]
    return " ".join(words) or title


def alike(one: str, other: str) -> float:
    """How many words two texts share: 0 for none, 1 for all (twice the shared words over the words of both)."""
    ours, theirs = set(fold(one).split()), set(fold(other).split())
    return 2 * len(ours & theirs) / (len(ours) + len(theirs)) if ours and theirs else 0.0


def foreign_locality(issuer: str, names: Sequence[str]) -> str:
    """The locality that issued a document, when it is none of the agencies named (the own one and those above)."""
    found = _LOCALITY.findall(_words(issuer))
    if not found:
        return ""
    level, name = found[-1]
    ours = [_words(each) for each in names]
    own = any(re.search(rf"\b{re.escape(name)}\b", each) for each in ours)
    return "" if own else f"{level} {name}"


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a row: its key in the store, and what may change, by field."""

    key: int
    section: str
    number: str
    title: str
    fields: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Change:
    """One row of the comparison: `old` None is new, `new` None is gone; `fields` names what differs."""

    old: Words | None
    new: Words | None
    fields: tuple[str, ...] = ()

    @property
    def kind(self) -> str:
        """new, gone, changed or same."""
        if self.old is None or self.new is None:
            return "new" if self.old is None else "gone"
        return "changed" if self.fields else "same"


def compare(old: Sequence[Words], new: Sequence[Words]) -> list[Change]:
    """Rows of two readings side by side, in the order of the new one, what is gone at the end.

    A row is found again by its words; by its section and number when half of the words stayed; else by the
    likest words left over. Every row is in exactly one change.
    """
    waiting = list(old)
    pairs: dict[int, Words] = {}

    def take(one: Words, other: Words) -> None:
        pairs[one.key] = other
        waiting.remove(other)

    for one in new:
        same = [each for each in waiting if fold(each.title) == fold(one.title)]
        if same:
            take(one, min(same, key=lambda each: (_place(each) != _place(one), each.key)))
    for one in [each for each in new if each.key not in pairs]:
        placed = [
            each for each in waiting
            if each.number and _place(each) == _place(one) and alike(each.title, one.title) >= _SAME_ROW
        ]  # fmt: skip
        if placed:
            take(one, placed[0])
    left = [each for each in new if each.key not in pairs]
    scored = sorted(
        ((alike(each.title, one.title), one, each) for one in left for each in waiting),
        key=lambda found: (-found[0], found[1].key, found[2].key),
    )
    for score, one, each in scored:
        if score >= _MOVED_ROW and one.key not in pairs and each in waiting:
            take(one, each)
    changes = [_change(pairs.get(one.key), one) for one in new]
    return changes + [Change(each, None) for each in waiting]


def _change(old: Words | None, new: Words) -> Change:
    if old is None:
        return Change(None, new)
    differing = ["title"] if squeeze(old.title) != squeeze(new.title) else []
    differing += [
        name for name, text in new.fields.items() if squeeze(old.fields.get(name, "")) != squeeze(text)
    ]
    return Change(old, new, tuple(differing))


def _place(one: Words) -> tuple[str, str]:
    return one.section, one.number


def is_given(number: str) -> bool:
    """Whether a document has its number; one that was not yet signed says «Số:   /KH-UBND»."""
    return bool(re.search(r"\d", number.partition("/")[0]))


def _plain(number: str) -> str:
    return re.sub(r"\W+", "", fold(number)) if is_given(number) else ""


def _words(text: str) -> str:
    return squeeze(re.sub(r"[^a-z0-9]+", " ", fold(text)))
