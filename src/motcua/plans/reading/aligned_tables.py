"""Tables whose columns are kept apart by blanks only, as a PDF file gives them when its layout is kept."""

import re
from collections.abc import Iterable, Sequence

from motcua.kernel.text import fold, squeeze
from motcua.plans.reading.blocks import RawCell
from motcua.plans.reading.columns import role_of
from motcua.plans.reading.layouts import is_page_number

_SEGMENT = re.compile(r"\S+(?: \S+)*")
_FIRST = re.compile(r"^(?:s?tt|so tt|so thu tu)$")
_ORDINAL = re.compile(r"^\(?(?:\d{1,3}(?:\.\d{1,2}){0,2}|[IVXL]{1,5}|[A-HĐ])[.)]?$")
_HEADING = re.compile(r"^\s*(?:[IVXL]{1,5}|[A-HĐ]|\d{1,2})[.)] \S")
# the office of the one who signs, in capitals
_SIGNED = re.compile(
    r"(?:(?:TM|KT|TL|TUQ|Q)\.|(?:PHÓ )?(?:CHỦ TỊCH|GIÁM ĐỐC|TRƯỞNG (?:PHÒNG|BAN)|CHÁNH VĂN PHÒNG)$)"
)
_WORD = re.compile(r"(?:\W+\s)?\S+")
_MOST_LINES = 4000

_Segment = tuple[int, int, str]


def aligned_table(lines: Sequence[str], start: int) -> tuple[list[list[RawCell]], list[str], int] | None:
    """The rows of a table aligned by blanks whose header begins at `start`, page numbers met, the line after."""
    if not _is_header(lines[start]):
        return None
    end = _end(lines, start)
    body = [(at, _segments(lines[at])) for at in range(start, end) if lines[at].strip()]
    first = next((at for at, found in body if at > start and _ORDINAL.match(found[0][2])), None)
    if first is None:
        return None
    header = [found for at, found in body if at < first]
    columns = _columns(header, [found for at, found in body if at >= first])
    if len(columns) < 4:
        return None
    body_rows = [found for at, found in body if at >= first]
    pages = [found[0][2] for found in body_rows if _is_page(found)]
    header_row = [RawCell(name) for name in _names(header, columns)]
    return [header_row, *_rows([found for found in body_rows if not _is_page(found)], columns)], pages, end


def _is_header(line: str) -> bool:
    if "  " not in line or "\t" in line:
        return False
    found = _segments(line)
    return (
        len(found) >= 4
        and bool(_FIRST.match(fold(found[0][2]).strip(" .")))
        and sum(1 for _, _, text in found if role_of(fold(text))) >= 3
    )


def _segments(line: str) -> list[_Segment]:
    return [(hit.start(), hit.end(), hit.group()) for hit in _SEGMENT.finditer(line.expandtabs(8))]


def _end(lines: Sequence[str], start: int) -> int:
    """The line after the table: a heading, or prose over the whole width after a blank line."""
    position = start + 1
    while position < min(len(lines), start + _MOST_LINES):
        line = lines[position]
        found = _segments(line)
        if found and re.match(r"(?i)nơi nhận\b", found[0][2]):
            return position
        if len(found) == 1 and not lines[position - 1].strip() and _SIGNED.match(found[0][2]):
            return position
        if len(found) == 1 and not is_page_number(line) and line.strip():
            text = found[0][2]
            heads = _HEADING.match(line) and (found[0][0] < 4 or _is_next_section(lines, position))
            if heads or re.match(r"(?i)nơi nhận|phụ lục", text):
                return position
            if found[0][0] < 4 and not lines[position - 1].strip() and len(text) > 60:
                return position
        position += 1
    return position


_ROMAN_HEADING = re.compile(r"[IVXL]{1,5}\. \S")
_LOOKED_AT = 3


def _is_next_section(lines: Sequence[str], position: int) -> bool:
    """«       III. TỔ CHỨC THỰC HIỆN» set in like a paragraph: no row of the table comes behind it."""
    if not _ROMAN_HEADING.match(lines[position].strip()):
        return False
    below = [line for line in lines[position + 1 : position + 3 * _LOOKED_AT] if line.strip()][:_LOOKED_AT]
    return all(len(_segments(line)) < 3 for line in below)


# --- Columns ---


def _columns(
    header: Sequence[Sequence[_Segment]], body: Sequence[Sequence[_Segment]]
) -> list[tuple[int, int]]:
    """Where each column begins and ends: the stretches that no line with several cells leaves blank throughout.

    The names of the header count only where nothing stands below them: a name may reach over several columns.
    """
    widest = max((found[-1][1] for found in [*header, *body] if found), default=0)
    filled = bytearray(min(widest, 2000) + 2)
    for found in body:
        for begin, end, _ in found if len(found) >= 3 else ():
            filled[begin:end] = b"\1" * (min(end, len(filled)) - begin)
    for found in header:
        for begin, end, text in found:
            if role_of(fold(text)) and not any(filled[begin:end]):
                filled[begin:end] = b"\1" * (end - begin)
    # One blank parts words, two or more part columns.
    return [hit.span() for hit in re.finditer(rb"\x01+(?:\x00\x01+)*", bytes(filled))]


def _names(header: Iterable[Sequence[_Segment]], columns: Sequence[tuple[int, int]]) -> list[str]:
    """The words of the header by column; one that reaches over several columns is said of each."""
    names = [""] * len(columns)
    for found in header:
        for begin, end, text in found:
            if not re.search(r"\w", text):
                continue
            for column in _covered(begin, end, columns):
                names[column] = squeeze(f"{names[column]} {text}")
    return names


def _covered(begin: int, end: int, columns: Sequence[tuple[int, int]]) -> list[int]:
    covered = [at for at, (left, right) in enumerate(columns) if begin < right and left < end]
    return covered or [
        min(range(len(columns)), key=lambda at: min(abs(columns[at][0] - begin), abs(columns[at][1] - begin)))
    ]


# --- Rows ---


def _rows(body: Iterable[Sequence[_Segment]], columns: Sequence[tuple[int, int]]) -> list[list[RawCell]]:
    body = list(body)
    widths = _widths(body, columns)
    rows: list[list[RawCell]] = []
    current: list[list[str]] | None = None
    heading = False
    for found in body:
        repeats = bool(_FIRST.match(fold(found[0][2]).strip(" .")))
        heading = repeats or (heading and all(role_of(fold(text)) for _, _, text in found))
        if heading:
            rows += _finished(current, widths) if repeats else []
            current = [[] for _ in columns] if repeats else current
        ordinal = _ORDINAL.match(found[0][2]) and _covered(found[0][0], found[0][1], columns)[0] == 0
        group = _full_width(found, columns)
        if group is not None:
            rows += _finished(current, widths)
            current = None
            rows.append(group)
            continue
        if ordinal or current is None:
            rows += _finished(current, widths)
            current = [[] for _ in columns]
        for begin, end, text in found:
            current[_covered(begin, end, columns)[0]].append(text)
    return rows + _finished(current, widths)


def _widths(body: Iterable[Sequence[_Segment]], columns: Sequence[tuple[int, int]]) -> list[int]:
    """The longest line of each column: a line is broken where the next word had no room."""
    widths = [0] * len(columns)
    for found in body:
        if _FIRST.match(fold(found[0][2]).strip(" .")):
            continue
        for begin, end, text in found:
            covered = _covered(begin, end, columns)
            if len(covered) == 1:
                widths[covered[0]] = max(widths[covered[0]], len(text))
    return widths


def _finished(current: list[list[str]] | None, widths: Sequence[int]) -> list[list[RawCell]]:
    if not current:
        return []
    return [[RawCell(_unwrapped(texts, width)) for texts, width in zip(current, widths, strict=True)]]


def _unwrapped(texts: Iterable[str], width: int) -> str:
    """The lines of a cell as its paragraphs."""
    cell = last = ""
    for text in texts:
        first = _WORD.match(text)
        room = first is not None and width - len(last) > len(first[0])
        parted = last.endswith((";", ".", ":")) or (room and not text[0].islower() and not text[0].isdigit())
        cell += ("\n" if parted else " ") + text if cell else text
        last = text
    return cell


def _is_page(found: Sequence[_Segment]) -> bool:
    """A figure alone on its line; a row of the table has words beside its ordinal."""
    return len(found) == 1 and is_page_number(found[0][2])


def _full_width(found: Sequence[_Segment], columns: Sequence[tuple[int, int]]) -> list[RawCell] | None:
    """«II  CÔNG KHAI THỦ TỤC HÀNH CHÍNH» over the whole table."""
    begin, end, text = found[-1]
    if len(found) > 2 or len(_covered(begin, end, columns)) < 2:
        return None
    if len(found) == 2:
        return [RawCell(found[0][2]), RawCell(text, columns=len(columns) - 1)]
    return [RawCell(text, columns=len(columns))]
