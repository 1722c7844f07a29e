"""Tables that a converter wrote with one cell a line, each cell led in by a tab."""

import re

from motcua.kernel.text import fold
from motcua.plans.reading.columns import role_of

_ORDINAL = re.compile(r"^(?:\d{1,3}(?:\.\d{1,2})*|[IVXL]+|[a-zđ])?[.)]?$")


def vertical_table(lines: list[str], start: int) -> tuple[list[list[str]], int] | None:
    """Rows of a table whose cells stand one below the other from `start`, and the line after it; else None.

    Cells begin with a tab, may go on over lines without one, and rows are parted by blank lines, which also
    occur inside a cell: the number of columns of the first row decides.
    """
    cells, position = _row_cells(lines, start, None)
    if len(cells) < 3 or sum(1 for cell in cells if role_of(fold(cell))) < 2:
        return None
    rows = [cells]
    while True:
        begin = _skip_blank(lines, position)
        if begin >= len(lines) or not lines[begin].startswith("\t"):
            return rows, position
        cells, after = _row_cells(lines, begin, len(rows[0]))
        if not any(cell.strip() for cell in cells):
            return rows, position
        rows.append(cells)
        position = after


def _skip_blank(lines: list[str], position: int) -> int:
    while position < len(lines) and not lines[position].strip() and not lines[position].startswith("\t"):
        position += 1
    return position


def _row_cells(lines: list[str], position: int, width: int | None) -> tuple[list[str], int]:
    cells: list[str] = []
    while position < len(lines):
        line = lines[position]
        if line.startswith("\t"):
            if width and len(cells) == width:
                break
            cells.append(line[1:].strip())
        elif line.strip():
            cells[-1] = f"{cells[-1]}\n{line.strip()}".strip()
        elif _row_ends(cells, lines, position, width):
            break
        position += 1
    return cells, position


def _row_ends(cells: list[str], lines: list[str], position: int, width: int | None) -> bool:
    if width is None or len(cells) >= width:
        return True
    following = _skip_blank(lines, position)
    if following >= len(lines) or not lines[following].startswith("\t"):
        return True
    return bool(_ORDINAL.match(lines[following].strip()))
