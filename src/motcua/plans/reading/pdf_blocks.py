"""PDF → blocks: tables by their lines or by their alignment, paragraphs made whole, heads and feet of pages apart.

Scanned pages are recognised by `scans` first. docs/algorithms/plan-reading.md
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from motcua.kernel.text import fold
from motcua.plans.reading import old_fonts, scans
from motcua.plans.reading.aligned_tables import aligned_table
from motcua.plans.reading.blocks import BlockList, RawCell
from motcua.plans.reading.layouts import is_page_number
from motcua.plans.reading.open_rows import rows_of
from motcua.plans.reading.open_tables import OpenTable, header_begins, open_table
from motcua.plans.reading.pdf_lines import PrintedLine, lines_of_words, paragraphs
from motcua.plans.reading.pdf_pages import Page, Word, pages_of
from motcua.plans.reading.ruled_tables import Ruled, ruled_tables
from motcua.plans.reading.sheets import Sheet, refined
from motcua.plans.reading.source import Told, UnreadableDocument

_MARGIN = 0.1
_DIGITS = re.compile(r"\d+")


def read_pdf(data: bytes, told: Told | None = None) -> BlockList:
    """The blocks of a PDF file. Raises UnreadableDocument for a damaged or locked one, or one without any words."""
    found = BlockList()
    pages = scans.recognised(data, list(pages_of(data)), found.warnings, told)
    found.convert_from(old_fonts.kind_of(" ".join(word.text for page in pages for word in page.words)))
    beside = _running(pages)
    layout = _Layout(found)
    for page in pages:
        layout.page(page, beside)
    layout.flush()
    if not found.passages:
        raise UnreadableDocument(found.warnings[-1] if found.warnings else "Tệp PDF không có chữ nào để đọc.")
    return found


class _Layout:
    """Page after page; a table at the end of a page waits for the part of it on the next one."""

    def __init__(self, found: BlockList) -> None:
        self.found = found
        self.waiting: Sheet | None = None
        self.columns: Sequence[float] = ()
        self.open: OpenTable | None = None

    def page(self, page: Page, beside: set[str]) -> None:
        tables = ruled_tables(page)
        lines: list[PrintedLine] = []
        free = _free_lines(page, tables)
        below = header_begins(free)
        for at, line in enumerate(free):
            if _is_beside(line, page, beside) and not (at >= below and line.bottom < page.height / 2):
                self.found.frames[f"{line.text} (trang {page.number})"] = None
            else:
                lines.append(line)
        edge = max((word.right for word in page.words), default=page.width)
        for table in tables:
            self._prose([line for line in lines if line.top < table.top], edge)
            lines = [line for line in lines if line.top >= table.top]
            self._table(table, page)
        self._prose(lines, edge)

    def _table(self, table: Ruled, page: Page) -> None:
        sheet = table.sheet(word for word in page.words if table.holds(word))
        if not self._goes_on(sheet, table.lefts, page):
            self.flush()
            self.waiting, self.columns = sheet, table.lefts

    def _goes_on(self, sheet: Sheet, columns: Sequence[float], page: Page) -> bool:
        """Whether the table is the rest of the one on the page before, and was joined to it."""
        if self.waiting is None:
            return False
        finer = max(self.columns, columns, key=len)
        above, below = refined(self.waiting, self.columns, finer), refined(sheet, columns, finer)
        if above is None or below is None:
            return False
        self.waiting, self.columns = above, finer
        header = above.goes_on_with(below)
        if header:
            self.found.frames[f"{' '.join(header)} (trang {page.number})"] = None
        return True

    def _prose(self, lines: Sequence[PrintedLine], edge: float) -> None:
        """Running text, and the tables without lines in it; one that ends the page may go on on the next."""
        lines = lines[self.open.goes_on(lines) :] if self.open is not None else lines
        while lines:
            self.flush()
            drawn = open_table(lines)
            start, self.open, after = drawn or (len(lines), None, len(lines))
            _prose(lines[:start], edge, self.found)
            if self.open is not None and rows_of(self.open) is None:
                _prose(lines[start:after], edge, self.found)
                self.open = None
            lines = lines[after:]

    def flush(self) -> None:
        """The table that waits is whole."""
        if self.open is not None:
            self.found.table(rows_of(self.open) or [])
            self.found.frames.update(dict.fromkeys(self.open.again))
            self.open = None
        if self.waiting is not None:
            self.found.table(self.waiting.rows())
            self.waiting = None


def _free_lines(page: Page, tables: Sequence[Ruled]) -> list[PrintedLine]:
    free = [word for word in page.words if not any(table.holds(word) for table in tables)]
    return lines_of_words(free)


# --- Heads and feet ---


def _running(pages: Sequence[Page]) -> set[str]:
    """Lines at the head or foot of the pages that come again on most of them."""
    counted: Counter[str] = Counter()
    for page in pages:
        edge_lines = [line for line in _free_lines(page, ()) if _at_edge(line, page)]
        counted.update({_kind(line.text) for line in edge_lines})
    least = max(2, (len(pages) + 1) // 2)
    return {text for text, count in counted.items() if count >= least and text}


def _at_edge(line: PrintedLine, page: Page) -> bool:
    return line.bottom < page.height * _MARGIN or line.top > page.height * (1 - _MARGIN)


def _kind(text: str) -> str:
    """A line with its figures made alike: «Trang 3/12» and «Trang 4/12» are one."""
    return _DIGITS.sub("#", fold(text))


def _is_beside(line: PrintedLine, page: Page, beside: set[str]) -> bool:
    if not _at_edge(line, page):
        return False
    return is_page_number(line.text) or (_kind(line.text) in beside and len(line.text) < 160)


# --- Text without lines around it ---


def _prose(lines: Sequence[PrintedLine], edge: float, found: BlockList) -> None:
    """Paragraphs, and tables whose columns are kept apart by blanks only."""
    lines = list(lines)
    while lines:
        at = next((at for at, line in enumerate(lines) if _may_head_table(line)), None)
        drawn = _aligned(lines[at:]) if at is not None else None
        if at is None or drawn is None:
            step = len(lines) if at is None else at + 1
            for text in paragraphs(lines[:step], edge):
                found.paragraph(text)
            lines = lines[step:]
            continue
        for text in paragraphs(lines[:at], edge):
            found.paragraph(text)
        rows, pages, after = drawn
        found.table(rows)
        if pages:
            found.frames[f"{' '.join(pages)} (số trang)"] = None
        lines = lines[at + after :]


def _may_head_table(line: PrintedLine) -> bool:
    return fold(line.words[0].text).strip(" .") in {"stt", "tt", "so"}


def _aligned(lines: Sequence[PrintedLine]) -> tuple[list[list[RawCell]], list[str], int] | None:
    """The table as text whose blanks keep the columns apart, read as such."""
    return aligned_table(_as_typed(lines), 0)


def _as_typed(lines: Sequence[PrintedLine]) -> list[str]:
    """Lines as a typewriter would set them: every word at its place."""
    wide = _letter_width(word for line in lines for word in line.words)
    left = min(line.left for line in lines)
    typed: list[str] = []
    for line in lines:
        text = ""
        for word in line.words:
            place = round((word.left - left) / wide)
            gap = 1 if text and place - len(text) < 2 else max(place - len(text), 1 if text else 0)
            text += " " * gap + word.text
        typed.append(text)
    return typed


def _letter_width(words: Iterable[Word]) -> float:
    widths = sorted((word.right - word.left) / len(word.text) for word in words if len(word.text) > 2)
    return max(2.0, widths[len(widths) // 3]) if widths else 5.0
