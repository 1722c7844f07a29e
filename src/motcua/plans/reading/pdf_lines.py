"""Words on a page → lines → paragraphs: what the width of a column broke is whole again."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from motcua.kernel.text import fold
from motcua.plans.reading.deadline_spelling import is_syllable
from motcua.plans.reading.pdf_pages import Word
from motcua.plans.reading.sheets import with_whole_years

_STARTS = re.compile(
    r"^(?:[-–—+•*●○▪➢✓]\s*|\(?\d{1,2}(?:\.\d{1,2})*[.)/]\s|\d{1,3}(?:\.\d{1,3})*[.)]\s+[^\W\d_a-zà-ỹđ]|\d{1,2}\.\d{1,2}\.?\s|[a-zđ][.)]\s|[IVXL]{1,5}[.)]\s|"
    r"(?:Điều|Phụ lục|PHỤ LỤC|Căn cứ|Nơi nhận|Kính gửi)\b)"
)
# «II.», «1.2», «-» and a wide gap: the words behind belong to them
_ORDINAL = re.compile(
    r"^(?:[IVXL]{1,5}|\d{1,2}(?:\.\d{1,2}){0,5}|\d{1,3}(?:\.\d{1,3}){0,5}(?=[.)])|[a-zđA-H])[.)]?$|^[-–+•*]$"
)
_OPEN = re.compile(
    r"(?:[,(–/-]|\b(?:và|của|với|về|các|tại|cho|theo|thuộc|ngày|tháng|năm|quý|trước))$", re.IGNORECASE
)
_LAST_LETTERS, _FIRST_LETTERS = re.compile(r"[^\W\d_]+$"), re.compile(r"[^\W\d_]+")
# What a cell keeps free on both sides of its words, and a blank.
_PADDING = 8.0
_WIDE_GAP = 16.0


@dataclass(slots=True)
class PrintedLine:
    """Words of one line, from left to right."""

    words: list[Word]

    @property
    def text(self) -> str:
        return " ".join(word.text for word in self.words)

    @property
    def left(self) -> float:
        return self.words[0].left

    @property
    def right(self) -> float:
        return self.words[-1].right

    @property
    def top(self) -> float:
        return min(word.top for word in self.words)

    @property
    def bottom(self) -> float:
        return max(word.bottom for word in self.words)


def lines_of_words(words: Iterable[Word]) -> list[PrintedLine]:
    """Lines from top to bottom: words whose middles stand at the same height."""
    lines: list[PrintedLine] = []
    for word in sorted(words, key=lambda one: ((one.top + one.bottom) / 2, one.left)):
        middle = (word.top + word.bottom) / 2
        if lines and any(other.top <= middle <= other.bottom for other in lines[-1].words[-3:]):
            lines[-1].words.append(word)
        else:
            lines.append(PrintedLine([word]))
    for line in lines:
        line.words.sort(key=lambda one: one.left)
    return lines


_DASHES = ("- ", "– ")
# the kind of a document on a line of its own, close below the day
_KIND_OF_DOCUMENT = re.compile(
    r"(?:KẾ HOẠCH|QUYẾT ĐỊNH|CHƯƠNG TRÌNH|BÁO CÁO|TỜ TRÌNH|THÔNG BÁO|NGHỊ QUYẾT|ĐỀ ÁN|PHƯƠNG ÁN|CHỈ THỊ)"
)


def joined(lines: Sequence[PrintedLine], edge: float) -> str:
    """The lines of a cell or a column as its paragraphs; `edge` is where the column ends to the right.

    A line goes on in the next one when the first word of that one had no room behind it.
    """
    text = ""
    for before, line, after in zip([None, *lines], lines, [*lines[1:], None], strict=False):
        if before is None:
            text = line.text
            continue
        listed = after is not None and after.text.startswith(_DASHES)
        dash = line.text.startswith(_DASHES) and not text.startswith(("-", "–")) and not listed
        anew = _begins_anew(before, line, edge) and not (dash and _was_full(before, line, edge))
        whole = edge - before.right < _PADDING and is_cut(text, line.text)
        text += ("" if whole else "\n" if anew else " ") + line.text
    return with_whole_years(text)


def is_cut(before: str, after: str) -> bool:
    """«bài/người/t | uần»: a word wider than its column, cut within a syllable."""
    left, right = _LAST_LETTERS.search(before), _FIRST_LETTERS.match(after)
    if left is None or right is None or not right.group().islower():
        return False
    parts = fold(left.group()), fold(right.group())
    return not all(map(is_syllable, parts)) and is_syllable("".join(parts))


def _was_full(before: PrintedLine, line: PrintedLine, edge: float) -> bool:
    """«Phòng Văn hóa | - Xã hội»: the dash belongs to the name, whose line had no room for the next word."""
    if before.text.endswith((".", ";", ":")) or len(line.words) < 2:
        return False
    return edge - before.right < _PADDING + line.words[1].right - line.words[0].left


def _begins_anew(before: PrintedLine, line: PrintedLine, edge: float) -> bool:
    if _OPEN.search(before.text):
        return False
    if _STARTS.match(line.text):
        return True
    if line.text[0].islower():
        return False
    if before.text.endswith((".", ";", ":")):
        return edge - before.right > _PADDING + line.words[0].right - line.words[0].left
    room = edge - before.right - _PADDING
    return room > 1.3 * (line.words[0].right - line.words[0].left) + _PADDING and not line.text[0].isdigit()


def paragraphs(lines: Sequence[PrintedLine], edge: float) -> list[str]:
    """The lines of running text as its paragraphs; what stands side by side on one line is parted.

    `edge` is where the text of the page ends to the right.
    """
    if not lines:
        return []
    margin = min(line.left for line in lines)
    found: list[str] = []
    before: PrintedLine | None = None
    for line in lines:
        pieces = _side_by_side(line)
        if len(pieces) > 1:
            found += [piece.text for piece in pieces]
            before = None
        elif before is not None and _goes_on(before, line, edge, margin):
            found[-1] += f" {line.text}"
            before = line
        else:
            found.append(line.text)
            before = line
    return found


def _goes_on(before: PrintedLine, line: PrintedLine, edge: float, margin: float) -> bool:
    if _STARTS.match(line.text) or _KIND_OF_DOCUMENT.fullmatch(line.text):
        return False
    height = max(before.bottom - before.top, 6.0)
    if line.top - before.bottom > 1.6 * height:
        return False
    had_room = edge - before.right > line.words[0].right - line.words[0].left + 8
    if had_room:
        return _centred(before, line, edge, margin) and line.text[0].islower()
    return not (before.text.endswith((".", ";", ":", "./.")) and line.left > margin + 12)


def _centred(before: PrintedLine, line: PrintedLine, edge: float, margin: float) -> bool:
    """Two lines of one title in the middle of the page."""
    middle = (edge + margin) / 2
    return all(
        abs((one.left + one.right) / 2 - middle) < 25 and one.left > margin + 8 for one in (before, line)
    )


def _side_by_side(line: PrintedLine) -> list[PrintedLine]:
    """The two halves of a first or last page: «ỦY BAN NHÂN DÂN … CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM»."""
    pieces = [PrintedLine([line.words[0]])]
    for word in line.words[1:]:
        gap = word.left - pieces[-1].right
        if gap > _WIDE_GAP and word.text[:1].isupper() and not _ORDINAL.match(pieces[-1].text):
            pieces.append(PrintedLine([word]))
        else:
            pieces[-1].words.append(word)
    return pieces
