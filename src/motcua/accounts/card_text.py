"""What happens to the text of a card on its way from the scanner: other separators, other encodings, lost marks.

Pure. Vietnamese is written in syllables of a narrow shape; a word outside it came through an input method.
"""

import re
import unicodedata
from enum import Enum

from motcua.kernel.text import fold

# What a scanner or an input method leaves in place of a letter.
_LOST_LETTER = re.compile("[?\ufffd\u25a1]")
_TONES = frozenset("\u0300\u0309\u0303\u0301\u0323")
_ONSET = "ngh|ng|nh|ch|gh|gi|kh|ph|qu|th|tr|[bcdghklmnpqrstvx]"
_SYLLABLE = re.compile(rf"(?:{_ONSET})?[aeiouy]{{1,3}}(?:ch|ng|nh|[cmnpt])?")
_ABBREVIATION = re.compile(r"[A-ZĐ0-9]{1,4}|[a-zđ]{1,2}")
_WORD = re.compile(r"[^\W_]+")
_SEPARATOR = re.compile(r"[0-9]{12}([^\w\s,./-])")
_NOTHING_BETWEEN = re.compile(
    r"([0-9]{12})([0-9]{12}|[0-9]{9})?(\D+?)([0-9]{8})(Nam|Nữ|Nu|Nư|N[^0-9a-zA-Z]?)(?=[A-ZĐÀ-Ỹ0-9])(.+?)([0-9]{8})"
)
# The first letters of UTF-8 read as Windows-1252: «á», «Ã», «Ä», «Æ» before a sign that no Vietnamese word has.
_MOJIBAKE = re.compile(r"[ÃÄÆ][^\w\s]|[ÃÄÆ][\x80-\xbf€ƒˆŠŒŽšœžŸ]|áº|á»")


class Garbling(Enum):
    """How far a text can be believed."""

    NONE = "none"
    LOST = "lost"  # the letters are right, the marks are gone
    WRONG = "wrong"  # letters were turned or lost


def separated(line: str) -> str:
    """The line with «|» between its fields, whatever stood there, in the encoding it was meant in."""
    line = _reread(unicodedata.normalize("NFC", line))
    if "|" in line:
        return line
    found = _SEPARATOR.match(line) or re.match(r"[0-9]{12}(\t)", line)
    if found and line.count(found[1]) >= 2:
        return line.replace(found[1], "|")
    whole = _NOTHING_BETWEEN.match(line)
    return "|".join(part or "" for part in whole.groups()) if whole else line


def garbling_of(text: str, *, of_name: bool) -> Garbling:
    """Whether marks were lost or letters turned. Of an address only what no abbreviation explains."""
    if not text:
        return Garbling.NONE
    words = _WORD.findall(text)
    if _LOST_LETTER.search(text) or any(not _believable(word, of_name=of_name) for word in words):
        return Garbling.WRONG
    # Hardly any name is written without a mark; an address of three words has one.
    if text.isascii() and (of_name or len(words) > 2):
        return Garbling.LOST
    return Garbling.NONE


def _believable(word: str, *, of_name: bool) -> bool:
    if not of_name and _ABBREVIATION.fullmatch(word):
        return True
    if any(char.isdigit() for char in word):
        # A digit among letters: VNI where it was switched off, or a house number («12A»).
        return not of_name and not re.search(r"[^\W\d_]{2,}[0-9]|[0-9][^\W\d_]{2,}", word)
    tones = sum(1 for char in unicodedata.normalize("NFD", word) if char in _TONES)
    return tones <= 1 and bool(_SYLLABLE.fullmatch(fold(word)))


def _reread(line: str) -> str:
    """UTF-8 that was read as Windows-1252, read again; anything else as it is."""
    if not _MOJIBAKE.search(line):
        return line
    try:
        return unicodedata.normalize("NFC", b"".join(map(_byte, line)).decode("utf-8"))
    except UnicodeError:
        return line


def _byte(char: str) -> bytes:
    """The byte behind a sign; the five that Windows-1252 leaves open stand for themselves."""
    return char.encode("latin-1") if "\x80" <= char <= "\x9f" else char.encode("cp1252")
