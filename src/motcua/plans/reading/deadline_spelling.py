"""Slips of typing and scanning in a deadline's words that nobody would stumble over.

`gaps` puts back blanks between a number and its unit («05ngày», «tháng4»); `unscanned` reads a word that is
no syllable of Vietnamese (nqày, ngàv, thườmg) as the deadline's word it must have been, letter for letter.
"""

import re
from functools import lru_cache
from itertools import product

_UNIT = r"(?:ngày|ngay|tháng|thang|quý|quí|năm|nam|tuần|tuan|giờ|gio|lần|lan)"
_GLUED = re.compile(rf"(?<=\d)(?={_UNIT}(?![^\W\d_]))", re.IGNORECASE)
_GLUED_BEFORE = re.compile(
    rf"(?:(?<![^\W\d_])|(?<=rước)|(?<=hất))({_UNIT[:-1]}|trước|truoc|đến))(?=\d)", re.IGNORECASE
)
_DIGIT_AND_LETTER = re.compile(r"\d[^\W\d_]|[^\W\d_]\d")

_SYLLABLE = re.compile(
    r"(?:ngh|ng|nh|th|tr|ch|ph|gh|gi|kh|qu|[bcdghklmnprstvx])?[aeiouy]{1,3}(?:ch|ng|nh|[cmnpt])?"
)
_CONFUSED = {"q": "g", "g": "q", "v": "y", "m": "n", "n": "mu", "u": "n", "c": "eo", "e": "c", "b": "h"}
_CONFUSED |= {"f": "t", "l": "it", "1": "l", "i": "lt", "j": "i"}
_TELEX = "sfrxj"
_MEANT = {"thuong", "xuyen", "truoc", "thang", "ngay", "hang", "dinh", "cham", "nhat", "hoan", "thanh"}
_MEANT |= {"quy", "lam", "viec", "tuan", "kien", "trong", "ban", "hanh", "lien", "tuc"}


def gaps(text: str) -> str:
    """The text with a blank between a number and the unit it was typed together with."""
    if not _DIGIT_AND_LETTER.search(text):
        return text
    return _GLUED_BEFORE.sub(r"\1 ", _GLUED.sub(" ", text))


def is_syllable(word: str) -> bool:
    """Whether a folded word (small letters, no marks) is built like a syllable of Vietnamese."""
    return _SYLLABLE.fullmatch(word) is not None


@lru_cache(maxsize=4096)
def unscanned(word: str) -> str | None:
    """A deadline's word that a scanner or a typist may have shown as this folded word; None for syllables."""
    if len(word) < 4 or len(word) > 7 or is_syllable(word):
        return None
    if len(word) < 7:
        choices = [(letter, *_CONFUSED.get(letter, "")) for letter in word]
        read = next((read for read in map("".join, product(*choices)) if read in _MEANT), None)
        if read is not None:
            return read
    typed = {meant for meant in _MEANT if word in _mistyped(meant)}
    return typed.pop() if len(typed) == 1 else None


@lru_cache(maxsize=64)
def _mistyped(meant: str) -> frozenset[str]:
    """Slips of the fingers that keep the first letter: two letters changed over, one doubled, one of the
    Telex keys left standing (tahng, thanng, thasng). None is shorter than the word: it could not be put back.
    """
    slips = set()
    for at in range(1, len(meant)):
        slips.add(meant[:at] + meant[at] + meant[at:])
        slips.add(meant[:at] + meant[at : at + 2][::-1] + meant[at + 2 :])
    slips |= {meant[:at] + key + meant[at:] for at in range(1, len(meant) + 1) for key in _TELEX}
    return frozenset(slip for slip in slips if len(slip) >= 4 and not is_syllable(slip))
