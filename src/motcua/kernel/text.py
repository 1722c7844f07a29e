"""Vietnamese text: folding for search, keys for order, white space."""

import re
import unicodedata

_WHITE = re.compile(r"\s+")
# Combining marks of the scripts in use; text with others takes the slow way.
_MARKS = re.compile("[\u0300-\u036f]+")

# The order of letters in a Vietnamese dictionary, then the order of tones on a letter.
_LETTERS = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_LETTER_RANK = {letter: chr(0x41 + rank) for rank, letter in enumerate(_LETTERS)}
_TONE_RANK = {"\u0300": "1", "\u0309": "2", "\u0303": "3", "\u0301": "4", "\u0323": "5"}
_SHAPES = {"a\u0306": "ă", "a\u0302": "â", "e\u0302": "ê", "o\u0302": "ô", "o\u031b": "ơ", "u\u031b": "ư"}


def squeeze(text: str) -> str:
    """NFC, with every run of white space as one blank, none at the ends."""
    if text.isprintable() and "  " not in text:  # no white space but single blanks: most texts
        return unicodedata.normalize("NFC", text).strip()
    return _WHITE.sub(" ", unicodedata.normalize("NFC", text)).strip()


def fold(text: str) -> str:
    """Lower case, without diacritics, đ as d: what a search compares.

    >>> fold("Giấy khai sinh của Đặng Thị Ơn")
    'giay khai sinh cua dang thi on'
    """
    lower = squeeze(text).lower()
    if lower.isascii():
        return lower
    plain = _MARKS.sub("", unicodedata.normalize("NFD", lower.replace("đ", "d")))
    if plain.isascii():
        return plain
    return "".join(char for char in plain if not unicodedata.combining(char))


def sort_key(text: str) -> str:
    """A key whose plain byte order is the Vietnamese dictionary order (a ă â … d đ e ê …, tones last).

    Letters decide before tones: «ma» < «má» < «mai». The key is ASCII, so that SQLite and
    PostgreSQL under any collation sort it alike.
    """
    letters: list[str] = []
    tones: list[str] = []
    for char in squeeze(text).lower():
        base, tone = _letter_and_tone(char)
        letters.append(_LETTER_RANK.get(base, base if base.isascii() and base < "A" else "~"))
        tones.append(tone)
    return "".join(letters) + "!" + "".join(tones).rstrip("0")


def person_sort_key(name: str) -> str:
    """Order of people in a Vietnamese list: given name first, then surname and middle names."""
    words = squeeze(name).split(" ")
    return sort_key(" ".join([words[-1], *words[:-1]]))


def _letter_and_tone(char: str) -> tuple[str, str]:
    decomposed = unicodedata.normalize("NFD", char)
    tone = next((_TONE_RANK[mark] for mark in decomposed if mark in _TONE_RANK), "0")
    bare = "".join(mark for mark in decomposed if mark not in _TONE_RANK)
    return _SHAPES.get(bare, unicodedata.normalize("NFC", bare)), tone
