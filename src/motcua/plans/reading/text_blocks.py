"""Text and Markdown → blocks: tables by tabs, pipes, blanks, tags, one cell a line; the rest are paragraphs."""

import html
import re
from collections import Counter
from collections.abc import Iterator, Sequence

from motcua.plans.reading import markup
from motcua.plans.reading.aligned_tables import aligned_table
from motcua.plans.reading.blocks import BlockList, RawCell
from motcua.plans.reading.flattened import with_children
from motcua.plans.reading.layouts import ORDINAL, is_page_number
from motcua.plans.reading.marks import period_named
from motcua.plans.reading.stacked_tables import stacked_table
from motcua.plans.reading.vertical_tables import vertical_table

_RULE = re.compile(r"^[\s|:+=\-_*─-╿]*$")
_BOX_RULE = re.compile(r"^\s*\+[-=+]+\+\s*$")
# Two columns of the first or the last page, set side by side with blanks.
_SIDE_BY_SIDE = re.compile(
    r"(?<=\S)\s[—–]\s(?=(?:KẾ HOẠCH|QUYẾT ĐỊNH|CHƯƠNG TRÌNH)\b)"
    r"|(?<=\S)(?:\s{4,}| \| )(?=[A-ZĐÂÊÔƠƯĂÁÀẠẢÃỦỦỤỘ][^\W\d_])"
)
_CELL_TAB = re.compile(r"\S[^\t]*\t|^\t+[^\t\S]*\S[^\t]*\t")
# "…" between tabs, as a spreadsheet writes a cell with line breaks or quotes in it.
_QUOTED_CELL = re.compile(
    r'(?:(?<=\t)|^)"((?=[^"\t]{0,4000}(?:\n|""))(?:[^"\t]|""){1,8000})"(?=\t|$)', re.MULTILINE
)
_LONGEST_CELL = 20
_LONGEST_GROUP = 120
_LINE_IN_CELL = "\v"
_STARTS_ANEW = re.compile(
    r"^\s*(?:[-–+•*·●○▪]|#{1,6}\s|\(?\d{1,3}(?:\.\d{1,3})*[.)/]\s|[a-zđ][.)]\s|[IVXL]+[.)]\s|(?:Điều|Phụ "
    r"lục|PHỤ LỤC)\b)"
)


def read_text(text: str) -> BlockList:
    """The blocks of a plain text or Markdown file; tables may be flattened to tabs or drawn with pipes."""
    found = BlockList()
    lines = _with_whole_cells(text).split("\n")
    wrap = _wrap_width(lines)
    position = 0
    while position < len(lines):
        position = _block_at(lines, position, found, wrap)
    return found


def _with_whole_cells(text: str) -> str:
    """Cells copied from a spreadsheet that hold line breaks stand in quotes: their lines stay together for now."""
    if "\t" not in text or '"' not in text:
        return text
    return _QUOTED_CELL.sub(lambda hit: hit[1].replace('""', '"').replace("\n", _LINE_IN_CELL), text)


def _block_at(lines: list[str], position: int, found: BlockList, wrap: int | None) -> int:
    line = lines[position]
    if not line.strip() or _RULE.match(line):
        return position + 1
    if "<table" in line.lower() and (after := _html_table(lines, position, found)):
        return after
    if line.startswith("\t") and not _is_tab_row(line) and (vertical := vertical_table(lines, position)):
        rows, after = vertical
        found.table([RawCell(_cell(text, found)) for text in row] for row in rows)
        return after
    if line.strip()[0] in "SsTt" and (
        drawn := aligned_table(lines, position) or stacked_table(lines, position)
    ):
        return _drawn_table(*drawn, found)
    if _is_tab_row(line):
        return _tab_table(lines, position, found)
    if _is_pipe_row(line):
        return _pipe_table(lines, position, found)
    return _paragraph(lines, position, found, wrap)


def _drawn_table(rows: list[list[RawCell]], beside: list[str], after: int, found: BlockList) -> int:
    """A table found by its look; page numbers and headers printed again stand `beside` it, as frames."""
    found.table([RawCell(_cell(cell.text, found), 1, cell.columns) for cell in row] for row in rows)
    if beside:
        found.frames[f"{' '.join(beside)} (dòng {after})"] = None
    return after


def _paragraph(lines: list[str], position: int, found: BlockList, wrap: int | None) -> int:
    text = lines[position]
    position += 1
    while wrap and position < len(lines) and _continues(lines[position - 1], lines[position], wrap):
        text += " " + lines[position].strip()
        position += 1
    for piece in markup.clean(text, found.frames).split("\n"):
        for side in _SIDE_BY_SIDE.split(piece):
            found.paragraph(side.strip())
    return position


def _wrap_width(lines: list[str]) -> int | None:
    """The width at which a hard-wrapped file breaks its lines; None when a line is a whole paragraph."""
    lengths = sorted(
        len(line.rstrip()) for line in lines if line.strip() and "\t" not in line and "|" not in line
    )
    if len(lengths) < 8 or lengths[-1] > 130:
        return None
    width = lengths[-1]
    return (
        width
        if width >= 40 and sum(1 for length in lengths if length >= 0.85 * width) * 3 >= len(lengths)
        else None
    )


def _continues(before: str, line: str, wrap: int) -> bool:
    if not line.strip() or _STARTS_ANEW.match(line) or _is_tab_row(line) or _is_pipe_row(line):
        return False
    return len(before.rstrip()) >= 0.75 * wrap and not before.lstrip().startswith("#")


# --- Tables by HTML tags ---

_WORD = re.compile(r"\w+")
_TABLE_TAG = re.compile(r"<(/?)table\b[^<>]*>", re.IGNORECASE)


def _html_table(lines: list[str], position: int, found: BlockList) -> int | None:
    """A table written with HTML tags inside a text file, and the line after it; None when it is not closed."""
    depth = 0
    for at in range(position, len(lines)):
        for hit in _TABLE_TAG.finditer(lines[at]):
            depth += -1 if hit[1] else 1
        if depth <= 0:
            break
    else:
        return None
    from motcua.plans.reading.html_blocks import read_fragment

    text = "\n".join(lines[position : at + 1])
    before = len(found.passages)
    read_fragment(markup.without_stars(text), found)
    found.frames.update(dict.fromkeys(markup.TAG.findall(text)))
    _name_what_broke(text, found, before)
    return at + 1


def _name_what_broke(text: str, found: BlockList, before: int) -> None:
    """Words that a broken tag swallowed are named as frames, so that none is lost."""
    read = Counter(_WORD.findall(" ".join(passage.text for passage in found.passages[before:])))
    lost = Counter(_WORD.findall(html.unescape(markup.TAG.sub(" ", text)))) - read
    if lost:
        found.frames[" ".join(lost.elements())] = None


# --- Tables by tabs ---


def _is_tab_row(line: str) -> bool:
    return "\t" in line and bool(_CELL_TAB.search(line))


def _tab_table(lines: list[str], position: int, found: BlockList) -> int:
    rows: list[list[str]] = []
    pages: list[str] = []
    blank = 0
    while position < len(lines):
        line = lines[position]
        if not line.strip() or _RULE.match(line):
            blank += 1
        elif is_page_number(line) and _row_follows(lines, position):
            pages.append(line)
            blank = 0
        elif _is_tab_row(line) or (rows and line.count("\t") == len(rows[0]) - 1 > 0):
            rows.append(line.split("\t"))
            blank = 0
        elif rows and not blank and len(rows[-1]) == len(rows[0]) and _is_group_line(lines, position):
            rows.append([line])
        elif rows and not blank and (_tail_of_cell(line, rows) or _inside_cell(lines, position, rows)):
            rows[-1][-1] += "\n" + line
        else:
            break
        position += 1
    _table(list(_rejoined(with_children(rows))), found)
    for page in pages:
        found.paragraph(page)
    return position


def _row_follows(lines: list[str], position: int) -> bool:
    """Whether a table goes on after the number of a page."""
    following = next((line for line in lines[position + 1 : position + 5] if line.strip()), "")
    return _is_tab_row(following)


def _tail_of_cell(line: str, rows: list[list[str]]) -> bool:
    """A line without tabs right under a row that is too short: the rest of its last cell."""
    return len(rows[-1]) < len(rows[0]) and not _STARTS_ANEW.match(line)


def _inside_cell(lines: list[str], position: int, rows: list[list[str]]) -> bool:
    """A line of a cell with line breaks: the row is short so far, and a row that makes it whole comes soon."""
    missing = len(rows[0]) - len(rows[-1])
    if missing <= 0:
        return False
    for line in lines[position + 1 : position + _LONGEST_CELL]:
        if _is_tab_row(line):
            cells = line.split("\t")
            return len(cells) == missing + 1 and not ORDINAL.match(cells[0].strip())
        if not line.strip():
            return False
    return False


def _rejoined(rows: list[list[str]]) -> Iterator[list[str]]:
    """Rows broken inside a cell: two short rows that together have the width of the table are one."""
    width = len(rows[0]) if rows else 0
    pending: list[str] | None = None
    for row in rows:
        if len(row) == 1 and row[0].isupper():
            yield from [pending] if pending is not None else []
            pending = None
            yield row  # a group
            continue
        if (
            pending is not None
            and len(pending) + len(row) - 1 == width
            and row[0].strip()
            and not ORDINAL.match(row[0].strip())
        ):
            yield [*pending[:-1], f"{pending[-1]}\n{row[0]}", *row[1:]]
            pending = None
            continue
        if pending is not None:
            yield pending
        pending = row if len(row) < width and row[-1].strip() else None
        if pending is None:
            yield row
    if pending is not None:
        yield pending


# --- Tables by pipes ---


def _is_pipe_row(line: str) -> bool:
    stripped = line.strip()
    return bool(_BOX_RULE.match(line)) or (
        stripped.count("|") >= 2 and (stripped[0] == "|" or stripped.count(" | ") >= 2)
    )


def _pipe_table(lines: list[str], position: int, found: BlockList) -> int:
    boxed = bool(_BOX_RULE.match(lines[position]))
    rows: list[list[str]] = []
    open_row = False
    while position < len(lines):
        line = lines[position]
        if _RULE.match(line) and line.strip():
            open_row = False
        elif line.count("|") >= 2:
            cells = _pipe_cells(line)
            if boxed and open_row and len(cells) == len(rows[-1]):
                rows[-1] = [
                    f"{above}\n{cell}" if cell else above for above, cell in zip(rows[-1], cells, strict=True)
                ]
            else:
                rows.append(cells)
            open_row = True
        elif rows and _is_group_line(lines, position):
            rows.append([line])
        else:
            break
        position += 1
    _table(with_children(rows), found)
    return position


def _table(rows: Sequence[Sequence[str]], found: BlockList) -> None:
    """A table of texts; a row of one cell goes over the whole width."""
    width = max(map(len, rows), default=1)
    found.table(
        [RawCell(_cell(text, found), 1, width if len(row) == 1 else 1) for text in row] for row in rows
    )


def _is_group_line(lines: list[str], position: int) -> bool:
    """«THÁNG 3/2026», «II. HIỆN ĐẠI HÓA HÀNH CHÍNH» between two rows of a table, its cells lost."""
    text = lines[position].strip()
    if not text or len(text) > _LONGEST_GROUP or not (text.isupper() or period_named(text) == text):
        return False
    following = next((line for line in lines[position + 1 : position + 3] if line.strip()), "")
    if is_page_number(text) or not (_is_pipe_row(following) or _is_tab_row(following)):
        return False
    first = re.split(r"[|\t]", following.strip().lstrip("|"), maxsplit=1)[0]
    return bool(first.strip()) and bool(ORDINAL.match(first.strip()))


def _pipe_cells(line: str) -> list[str]:
    stripped = line.strip().replace("\\|", "\u0001")
    stripped = stripped.removeprefix("|").removesuffix("|")
    return [cell.strip().replace("\u0001", "|") for cell in stripped.split("|")]


def _cell(text: str, found: BlockList) -> str:
    cleaned = markup.clean(text, found.frames).replace(_LINE_IN_CELL, "\n")
    if "\n" not in cleaned:
        return cleaned.strip()
    return "\n".join(line.strip() for line in cleaned.split("\n") if line.strip())
