"""Tables as Excel files, row by row: a register of a year fits in the memory of an office server."""

import io
from collections.abc import Iterable, Sequence
from datetime import date, datetime

from openpyxl import Workbook
from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

Value = str | int | float | date | datetime | bool | None

_NARROWEST, _WIDEST = 8, 60
_DATE, _MOMENT = "dd/mm/yyyy", "dd/mm/yyyy hh:mm"


def table(headers: Sequence[str], rows: Iterable[Sequence[Value]], *, sheet: str = "Bảng") -> bytes:
    """An xlsx with one table: bold header that stays in view, real dates and numbers.

    Moments must be local and without offset (Excel knows none). A text that begins like a formula stays
    a text: what a citizen typed is never calculated. Column widths follow the headers and the first row.
    """
    book = Workbook(write_only=True)
    page = book.create_sheet(sheet[:31])
    rows = iter(rows)
    first = next(rows, None)
    _set_widths(page, headers, first or ())
    page.freeze_panes = "A2"
    page.append([_header(page, text) for text in headers])
    if first is not None:
        page.append([_cell(page, value) for value in first])
    for row in rows:
        page.append([_cell(page, value) for value in row])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _set_widths(page: WriteOnlyWorksheet, headers: Sequence[str], first: Sequence[Value]) -> None:
    widths = page.column_dimensions  # type: ignore[attr-defined]  # inherited, and unknown to the stubs
    for column, header in enumerate(headers, 1):
        longest = max(len(header), len(str(first[column - 1])) if column <= len(first) else 0)
        widths[get_column_letter(column)].width = min(max(longest + 2, _NARROWEST), _WIDEST)


def _header(page: WriteOnlyWorksheet, text: str) -> Cell:
    cell = _cell(page, text)
    cell.font = Font(bold=True)
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    return cell


def _cell(page: WriteOnlyWorksheet, value: Value) -> Cell:
    if isinstance(value, str):
        cell = WriteOnlyCell(page, value=ILLEGAL_CHARACTERS_RE.sub("", value))
        cell.data_type = "s"
        return cell
    cell = WriteOnlyCell(page, value=value)  # type: ignore[arg-type]  # the stubs forget plain dates
    if isinstance(value, datetime):
        cell.number_format = _MOMENT
    elif isinstance(value, date):
        cell.number_format = _DATE
    return cell
