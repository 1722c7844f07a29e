"""Excel (.xlsx) → blocks: each sheet that is shown gives the lines above its table, the table, the lines below."""

import io
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from functools import partial
from typing import TYPE_CHECKING, Any

from motcua.plans.reading import old_fonts
from motcua.plans.reading.blocks import BlockList, RawCell
from motcua.plans.reading.column_contents import is_unknown_header
from motcua.plans.reading.columns import folded, role_of
from motcua.plans.reading.layouts import ORDINAL
from motcua.plans.reading.source import UnreadableDocument
from motcua.rendering.read_xlsx import MOST_COLUMNS, Unreadable, check

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

_MOST_ROWS = 20_000
_MOST_BLANK = 500  # sheets are often formatted far below their last word
_Row = list[RawCell]


def read_xlsx(data: bytes) -> BlockList:
    """The blocks of a workbook. Raises UnreadableDocument when it is none, or unpacks too large."""
    from openpyxl import load_workbook

    try:
        check(data)
        book = load_workbook(io.BytesIO(data), data_only=True, keep_links=False)
    except Unreadable as refusal:
        raise UnreadableDocument(str(refusal)) from refusal
    except (
        Exception
    ) as fault:  # a library over a file of anybody's making: whatever it stumbles on is the file
        raise UnreadableDocument(
            "Không đọc được tệp Excel. Hãy mở lại bằng Excel, lưu dạng .xlsx."
        ) from fault
    found = BlockList()
    sheets = [(sheet, list(_rows(sheet))) for sheet in book.worksheets if sheet.sheet_state == "visible"]
    words = " ".join(cell.text for _, rows in sheets for row in rows[:200] for cell in row)
    found.convert_from(old_fonts.kind_of(words))
    for sheet, rows in sheets:
        if sheet.max_row > _MOST_ROWS or sheet.max_column > MOST_COLUMNS:
            found.warnings.append(
                f"Trang tính «{sheet.title}» quá lớn: chỉ đọc {_MOST_ROWS} hàng, {MOST_COLUMNS} cột đầu."
            )
        _add(rows, found)
    hidden = [sheet.title for sheet in book.worksheets if sheet.sheet_state != "visible"]
    if hidden:
        found.warnings.append(f"Trang tính đang ẩn không được đọc: {', '.join(hidden)}.")
    return found


def _rows(sheet: "Worksheet") -> Iterator[_Row]:
    """The rows of a sheet; a merged cell covers its places, hidden rows stay in: they are work as well."""
    spans = {
        (area.min_row, area.min_col): (area.max_row - area.min_row + 1, area.max_col - area.min_col + 1)
        for area in sheet.merged_cells.ranges
    }
    covered = {
        (row, column)
        for (top, left), (down, right) in spans.items()
        for row in range(top, top + min(down, _MOST_ROWS))
        for column in range(left, left + min(right, MOST_COLUMNS))
    } - spans.keys()
    width = min(sheet.max_column, MOST_COLUMNS)
    values = sheet.iter_rows(max_row=min(sheet.max_row, _MOST_ROWS), max_col=width)
    blank = 0
    for at, row in enumerate(values, start=1):
        told = [
            RawCell(_text(cell), *spans.get((at, column), (1, 1)))
            for column, cell in enumerate(row, start=1)
            if (at, column) not in covered
        ]
        blank = 0 if any(cell.text for cell in told) else blank + 1
        if blank > _MOST_BLANK:
            return
        yield told


def _add(rows: Sequence[_Row], found: BlockList) -> None:
    """Lines above a header are paragraphs, as are those below its last full row; each header begins a table."""
    heads = [at for at, row in enumerate(rows) if _is_head(row) and not (at and _is_head(rows[at - 1]))]
    heads = heads or _unknown_head(rows)
    begins = [_first_line(rows, head) for head in heads]
    for row in rows[: begins[0] if begins else len(rows)]:
        _paragraphs(row, found)
    for begin, head, end in zip(begins, heads, [*begins[1:], len(rows)], strict=False):
        for row in rows[begin:head]:
            _paragraphs(row, found)
        last = max(at for at in range(head, end) if at == head or _filled(rows[at]) >= _LEAST_CELLS)
        while last + 1 < end and _is_numbered(rows[last + 1]):
            last += 1
        found.table(rows[head : last + 1])
        for row in rows[last + 1 : end]:
            _paragraphs(row, found)


# The head of a page has two cells side by side; the header of a table of work names more columns.
_LEAST_CELLS = 3


def _filled(row: _Row) -> int:
    return sum(1 for cell in row if cell.text)


def _is_head(row: _Row) -> bool:
    """Names of columns: most of the cells name a role."""
    names = [cell.text for cell in row if cell.text]
    known = sum(1 for name in names if role_of(folded(name)))
    return len(names) >= _LEAST_CELLS and known * 2 > len(names) and known >= _LEAST_CELLS


def _unknown_head(rows: Sequence[_Row]) -> list[int]:
    """The row that names columns in words nobody knows, by what stands below it; none where there is none."""
    for at, row in enumerate(rows[:_FIRST_ROWS]):
        below = [other for other in rows[at + 1 :] if len(other) == len(row)]
        names = [cell.text for cell in row if cell.text]
        if len(names) == len(row) and is_unknown_header(names, partial(_cells, below)):
            return [at]
    return []


_FIRST_ROWS = 15


def _cells(rows: Sequence[_Row], column: int) -> list[str]:
    return [row[column].text for row in rows if row[column].text]


def _is_numbered(row: _Row) -> bool:
    """A row of a number and one cell more: a group, or work whose other cells are empty."""
    return bool(row) and bool(row[0].text) and ORDINAL.match(row[0].text) is not None


def _first_line(rows: Sequence[_Row], head: int) -> int:
    """The first of the lines that stand directly over a header, up to a blank row."""
    at = head
    while at and 0 < _filled(rows[at - 1]) < _LEAST_CELLS:
        at -= 1
    return at


def _paragraphs(row: _Row, found: BlockList) -> None:
    for cell in row:
        for line in cell.text.split("\n"):
            found.paragraph(line)


def _text(cell: Any) -> str:
    """A cell as it is shown: days as dd/mm/yyyy, a share as percent, whole numbers without a point."""
    value = cell.value
    if value is None or isinstance(value, bool):
        return ""
    if isinstance(value, date | datetime):
        return f"{value:%d/%m/%Y}"
    if isinstance(value, int | float) and "%" in (cell.number_format or ""):
        return f"{round(value * 100, 4):g}%".replace(".", ",")
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else f"{value:g}".replace(".", ",")
    return str(value).strip()
