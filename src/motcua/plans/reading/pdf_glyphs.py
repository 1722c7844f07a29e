"""Words of a PDF page from its single letters, for files that draw a line in several goes.

Where a font lacks ấ, ộ, Ỉ, writing programs take those letters from another one and draw them after the rest of
the line. Read in that order «Ủy ban» is «y ban Ủ»; read by place it is whole again.
"""

import ctypes
from collections.abc import Iterator
from itertools import pairwise
from typing import Any, NamedTuple

# Letters stand on one line when their base lines are this near, in points.
_SAME_LINE = 1.0
# A gap of this part of a line's height between the room of two letters parts words; a blank takes about 0.22.
_GAP = 0.12
_Box = tuple[float, float, float, float]


class Glyph(NamedTuple):
    """A drawn letter or blank: its base line, the box around its ink, the room it takes on its line."""

    base: float
    left: float
    top: float
    right: float
    bottom: float
    begin: float
    end: float
    high: float
    char: str


def drawn_words(textpage: Any, turn: Any) -> Iterator[list[Glyph]]:
    """The words of a page, each as its letters from left to right; blanks the program made up are left out."""
    lines: list[list[Glyph]] = []
    for glyph in sorted(_glyphs(textpage, turn)):
        if lines and glyph.base - lines[-1][-1].base <= _SAME_LINE:
            lines[-1].append(glyph)
        else:
            lines.append([glyph])
    for line in lines:
        line.sort(key=lambda glyph: glyph.left)
        yield from _words_of(line)


def _words_of(line: list[Glyph]) -> Iterator[list[Glyph]]:
    word: list[Glyph] = []
    for before, glyph in pairwise([None, *line]):
        if glyph is None:
            continue
        if word and (glyph.char.isspace() or (before and glyph.begin - before.end > _GAP * glyph.high)):
            yield word
            word = []
        if not glyph.char.isspace():
            word.append(glyph)
    if word:
        yield word


def _glyphs(textpage: Any, turn: Any) -> Iterator[Glyph]:
    import pypdfium2.raw as raw

    left, right, bottom, top, x, y = (ctypes.c_double() for _ in range(6))
    room = raw.FS_RECTF()
    for at in range(textpage.count_chars()):
        code = raw.FPDFText_GetUnicode(textpage, at)
        char = chr(code) if 0 < code < 0x110000 else ""
        if not char or raw.FPDFText_IsGenerated(textpage, at) == 1 or char in "\r\n":
            continue
        raw.FPDFText_GetCharBox(textpage, at, left, right, bottom, top)
        raw.FPDFText_GetCharOrigin(textpage, at, x, y)
        box: _Box = turn.box(left.value, bottom.value, right.value, top.value)
        raw.FPDFText_GetLooseCharBox(textpage, at, room)
        begin, upper, end, lower = turn.box(room.left, room.bottom, room.right, room.top)
        base = turn.point(x.value, y.value)[1]
        char = "-" if char in "\u00ad\ufffe" else char
        yield Glyph(base, *box, begin, end, lower - upper, char)
