"""PDF → pages: words with their places, and the ruled lines that tables are drawn with. Places in points, y downwards."""

import ctypes
import math
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any, NamedTuple

from motcua.plans.reading.pdf_glyphs import Glyph, drawn_words
from motcua.plans.reading.source import UnreadableDocument

_MOST_PAGES = 600
# A page with fewer letters than this and a picture over half of it is a scan.
_FEWEST_LETTERS = 25
_THIN = 4.0
# Tables drawn column by column go back sometimes; lines drawn in several goes do so all the time.
_RARELY = 0.02
_SHORTEST = 4.0


class Word(NamedTuple):
    """A printed word and the box around it."""

    left: float
    top: float
    right: float
    bottom: float
    text: str


class Rule(NamedTuple):
    """A straight line; `across` is its y (x of an upright one), from `begin` to `end`."""

    across: float
    begin: float
    end: float


@dataclass(slots=True)
class Page:
    """What is printed on a page. `scanned`: a picture whose words nobody has recognised yet."""

    number: int
    width: float
    height: float
    words: list[Word] = field(default_factory=list)
    level: list[Rule] = field(default_factory=list)
    upright: list[Rule] = field(default_factory=list)
    scanned: bool = False
    pictured: bool = False


class Turn:
    """From the coordinates of a file to those of the reader, who sees the page turned by quarters clockwise."""

    def __init__(self, quarters: int, box: tuple[float, float, float, float]) -> None:
        self.left, self.bottom, right, top = box
        self.quarters = quarters % 4
        across, along = right - self.left, top - self.bottom
        self.wide, self.high = across, along
        self.width, self.height = (along, across) if self.quarters % 2 else (across, along)

    def point(self, x: float, y: float) -> tuple[float, float]:
        x, y = x - self.left, y - self.bottom
        if self.quarters == 0:
            return x, self.high - y
        if self.quarters == 1:
            return y, x
        if self.quarters == 2:
            return self.wide - x, y
        return self.high - y, self.wide - x

    def box(self, left: float, bottom: float, right: float, top: float) -> tuple[float, float, float, float]:
        """Left, top, right, bottom as the reader sees them."""
        x0, y0 = self.point(left, bottom)
        x1, y1 = self.point(right, top)
        return min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)


def pages_of(data: bytes) -> Iterator[Page]:
    """The pages of a PDF file in order. Raises UnreadableDocument when it is damaged or has a password."""
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        raise UnreadableDocument(_about(error)) from error
    try:
        if len(document) > _MOST_PAGES:
            raise UnreadableDocument(
                f"Tệp PDF có {len(document)} trang, nhiều hơn {_MOST_PAGES}. Hãy tách phần kế hoạch ra tệp riêng."
            )
        for number, page in enumerate(document, 1):
            yield _page(page, number)
            page.close()
    finally:
        document.close()


def _about(error: Exception) -> str:
    if "password" in str(error).lower():
        return "Tệp PDF có đặt mật khẩu nên không đọc được. Hãy bỏ mật khẩu rồi lưu lại."
    return "Tệp PDF bị hỏng, không mở được. Hãy xuất lại tệp PDF từ phần mềm soạn thảo hoặc quét lại."


def _page(page: Any, number: int) -> Page:
    textpage = page.get_textpage()
    try:
        box = page.get_cropbox()
        turn = Turn(_quarters(textpage, page.get_rotation() // 90), box)
        words = list(_words(textpage, turn))
        if _goes_back(words):
            words = [
                _word([one.char for one in drawn], _round(drawn)) for drawn in drawn_words(textpage, turn)
            ]
        found = Page(number, turn.width, turn.height, words)
    finally:
        textpage.close()
    _rules(page, turn, found)
    found.pictured = _pictured(page)
    letters = sum(char.isalpha() for word in found.words for char in word.text)
    found.scanned = found.pictured and (letters < _FEWEST_LETTERS or _is_garbled(found.words))
    return found


def _is_garbled(words: list[Word]) -> bool:
    """Letters without meaning: a font that does not say which letters its shapes are."""
    text = "".join(word.text for word in words[:2000])
    odd = sum(1 for char in text if char == "\ufffd" or unicodedata.category(char) in {"Co", "Cc", "Cn"})
    return odd * 4 > len(text)


def _quarters(textpage: Any, shown: int) -> int:
    """By how many quarters the page is turned clockwise until its words stand upright.

    The words decide, however a viewer shows the page; without words it is `shown` turned by so many quarters.
    """
    import pypdfium2.raw as raw

    counted = [0, 0, 0, 0]
    many = textpage.count_chars()
    for at in range(0, many, max(1, many // 200)):
        angle = raw.FPDFText_GetCharAngle(textpage, at)
        if angle >= 0:
            counted[-round(angle / (math.pi / 2)) % 4] += 1  # the angle is told clockwise
    return max(range(4), key=counted.__getitem__) if any(counted) else shown


def _words(textpage: Any, turn: Turn) -> Iterator[Word]:
    import pypdfium2.raw as raw

    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    letters: list[str] = []
    box: list[float] = []
    for at in range(textpage.count_chars()):
        code = raw.FPDFText_GetUnicode(textpage, at)
        char = chr(code) if 0 < code < 0x110000 else ""
        if not char or char.isspace() or char == "\ufffe" or char == "\u00ad":
            if char == "\u00ad" or char == "\ufffe":  # a hyphen at the end of a line
                char = "-"
            else:
                if letters:
                    yield _word(letters, box)
                letters, box = [], []
                continue
        raw.FPDFText_GetCharBox(textpage, at, left, right, bottom, top)
        x0, y0, x1, y1 = turn.box(left.value, bottom.value, right.value, top.value)
        mark = unicodedata.combining(char)
        if letters and not mark and _apart(box, x0, y0, y1):
            yield _word(letters, box)
            letters, box = [], []
        letters.append(char)
        box = (
            [min(box[0], x0), min(box[1], y0), max(box[2], x1), max(box[3], y1)] if box else [x0, y0, x1, y1]
        )
    if letters:
        yield _word(letters, box)


def _goes_back(words: list[Word]) -> bool:
    """Whether a line was drawn in several goes: again and again a word stands left of the one before it, beside it."""
    return (
        sum(
            word.right <= before.left and word.top < before.bottom and before.top < word.bottom
            for before, word in pairwise(words)
        )
        > len(words) * _RARELY
    )


def _round(drawn: list[Glyph]) -> list[float]:
    """The box around these letters."""
    return [
        min(one.left for one in drawn),
        min(one.top for one in drawn),
        max(one.right for one in drawn),
        max(one.bottom for one in drawn),
    ]


def _apart(box: list[float], left: float, top: float, bottom: float) -> bool:
    """Whether a letter stands off the word before it: on another line, or behind a gap no word has."""
    height = max(box[3] - box[1], bottom - top, 4.0)
    return left > box[2] + 0.6 * height or left < box[0] - height or top > box[3] + 2 or bottom < box[1] - 2


def _word(letters: list[str], box: list[float]) -> Word:
    return Word(box[0], box[1], box[2], box[3], unicodedata.normalize("NFC", "".join(letters)))


# --- Lines and pictures ---


def _rules(page: Any, turn: Turn, found: Page) -> None:
    import pypdfium2.raw as raw

    for thing in page.get_objects(filter=[raw.FPDF_PAGEOBJ_PATH], max_depth=4):
        left, bottom, right, top = thing.get_bounds()
        box = turn.box(left, bottom, right, top)
        wide, high = box[2] - box[0], box[3] - box[1]
        if high <= _THIN or wide <= _THIN:
            _add(found, box)
        elif _is_drawn(thing, raw):
            for segment in _segments(thing, raw, turn):
                _add(found, segment)


def _add(found: Page, box: tuple[float, float, float, float]) -> None:
    left, top, right, bottom = box
    if bottom - top <= _THIN and right - left >= _SHORTEST:
        found.level.append(Rule((top + bottom) / 2, left, right))
    elif right - left <= _THIN and bottom - top >= _SHORTEST:
        found.upright.append(Rule((left + right) / 2, top, bottom))


def _is_drawn(path: Any, raw: Any) -> bool:
    """Whether the outline of a path is drawn; one that is only filled is a shade behind words."""
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    raw.FPDFPath_GetDrawMode(path, fill, stroke)
    return bool(stroke.value)


def _segments(path: Any, raw: Any, turn: Turn) -> Iterator[tuple[float, float, float, float]]:
    """The straight pieces of a path, as boxes."""
    matrix = path.get_matrix()
    x, y = ctypes.c_float(), ctypes.c_float()
    begin: tuple[float, float] | None = None
    before: tuple[float, float] | None = None
    for at in range(min(raw.FPDFPath_CountSegments(path), 4000)):
        segment = raw.FPDFPath_GetPathSegment(path, at)
        raw.FPDFPathSegment_GetPoint(segment, x, y)
        here = matrix.on_point(x.value, y.value)
        kind = raw.FPDFPathSegment_GetType(segment)
        if kind == raw.FPDF_SEGMENT_MOVETO:
            begin = here
        elif before is not None and kind == raw.FPDF_SEGMENT_LINETO:
            yield turn.box(before[0], before[1], here[0], here[1])
        before = here
        if begin is not None and raw.FPDFPathSegment_GetClose(segment):
            yield turn.box(here[0], here[1], begin[0], begin[1])


def _pictured(page: Any) -> bool:
    """Whether pictures cover half of the page: a scan, with or without words laid under it."""
    import pypdfium2.raw as raw

    width, height = page.get_size()
    covered = 0.0
    for thing in page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=4):
        left, bottom, right, top = thing.get_bounds()
        covered += max(0.0, right - left) * max(0.0, top - bottom)
    return bool(covered * 2 > width * height)
