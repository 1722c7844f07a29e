"""The source as blocks: paragraphs and tables whose merged cells are known.

Every paragraph and every cell is one `Passage`; the accounting of words (ledger.py) is kept by passage, and a
merged cell is the same passage at several places of the grid. See docs/algorithms/plan-reading.md.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from motcua.plans.reading import old_fonts


class Passage:
    """A stretch of the source: one paragraph or one cell; lines inside it are parted by a newline.

    A plain cell of a table is its passage; what a merged cell covers is filled with `Covered`.
    """

    __slots__ = ("block", "number", "text")

    inherited = spanned = False

    def __init__(self, number: int, block: int, text: str) -> None:
        self.number = number
        self.block = block
        self.text = text

    @property
    def passage(self) -> "Passage":
        return self

    def as_json(self) -> dict[str, object]:
        return {"number": self.number, "block": self.block, "text": self.text}


class Covered(Passage):
    """A place of a grid covered by a merged cell: `inherited` from the cell above, `spanned` from the one to the left."""

    __slots__ = ("_passage", "inherited", "spanned")

    def __init__(self, passage: Passage, *, inherited: bool, spanned: bool) -> None:
        super().__init__(passage.number, passage.block, passage.text)
        self._passage = passage
        self.inherited = inherited
        self.spanned = spanned

    @property
    def passage(self) -> Passage:
        return self._passage


# A place of a grid.
Cell = Passage


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of the document, one passage."""

    passage: Passage
    kind: Literal["paragraph"] = "paragraph"

    def as_json(self) -> dict[str, object]:
        """How a block is kept beside the plan."""
        return {"passage": self.passage.as_json(), "kind": self.kind}


@dataclass(frozen=True, slots=True)
class Table:
    """A table on a grid: what stands in merged cells is in each of them, marked as inherited or spanned."""

    rows: tuple[tuple[Cell, ...], ...]
    kind: Literal["table"] = "table"

    def as_json(self) -> dict[str, object]:
        """How a block is kept beside the plan."""
        rows = [
            [
                {"passage": cell.passage.as_json(), "inherited": cell.inherited, "spanned": cell.spanned}
                for cell in row
            ]
            for row in self.rows
        ]
        return {"rows": rows, "kind": self.kind}


Block = Paragraph | Table


class RawCell(NamedTuple):
    """A cell as a format gives it: text and the number of rows and columns it covers."""

    text: str
    rows: int = 1
    columns: int = 1


@dataclass(slots=True)
class BlockList:
    """Collects the blocks of one document; `frames` are words of the carrier (markup left in a text file)."""

    blocks: list[Block] = field(default_factory=list)
    passages: list[Passage] = field(default_factory=list)
    frames: dict[str, None] = field(default_factory=dict)
    warnings: list[str] = field(default_factory=list)
    # The block where foot notes and the heads and feet of pages begin: words beside the text, no part of it.
    asides: int | None = None
    # Makes the words of a document typed in an old font Unicode.
    convert: Callable[[str], str] | None = None

    def paragraph(self, text: str) -> None:
        """Add a paragraph, unless it is empty."""
        if text.strip():
            self.blocks.append(Paragraph(self.passage(text)))

    def table(self, rows: Iterable[Sequence[RawCell | str]]) -> None:
        """Lay the cells out on a grid: what a merged cell covers is filled with it; a text is a cell by itself."""
        grid = _Grid(self)
        for row in rows:
            grid.add(row)
        finished = grid.finished()
        if any(cell.text for row in finished for cell in row):
            self.blocks.append(Table(finished))

    def convert_from(self, font: str | None) -> None:
        """Words to come were typed in this old font (`old_fonts.kind_of`); a warning says that they are converted."""
        if font is not None:
            self.convert = old_fonts.converter(font)
            self.warnings.append(old_fonts.warning_of(font))

    def plain_row(self, texts: Iterable[str]) -> list[Cell]:
        """The passages of a row of cells without anything merged, as most rows are."""
        block, first = len(self.blocks), len(self.passages)
        cells = [Passage(number, block, text.strip()) for number, text in enumerate(texts, first)]
        self.passages += cells
        return cells

    def passage(self, text: str) -> Passage:
        """A new passage of the block that comes next."""
        if self.convert is not None:
            text = self.convert(text)
        passages = self.passages
        passage = Passage(len(passages), len(self.blocks), text.strip())
        passages.append(passage)
        return passage


# A hostile file may claim that one cell covers a million columns.
_WIDEST = 64


class _Grid:
    def __init__(self, found: BlockList) -> None:
        self._found = found
        self._rows: list[list[Cell]] = []
        self._hanging: dict[int, tuple[Cell, int]] = {}

    def add(self, raw: Sequence[RawCell | str]) -> None:
        found = self._found
        texts = [cell for cell in raw if isinstance(cell, str)]
        if len(texts) == len(raw) and not self._hanging and found.convert is None:
            self._rows.append(found.plain_row(texts)[:_WIDEST])
            return
        cells: list[Cell] = []
        above = self._hanging
        hanging: dict[int, tuple[Cell, int]] = {}
        passages, block, convert = found.passages, len(found.blocks), found.convert
        for cell in raw:
            if above:
                self._fill_from_above(cells, hanging)
            if isinstance(cell, str):
                text = cell if convert is None else convert(cell)
                passage = Passage(len(passages), block, text.strip())
                passages.append(passage)
                if (
                    len(cells) < _WIDEST
                ):  # what stands further right is not on the grid, and goes to the unread
                    cells.append(passage)
            else:
                self._place(cell, cells, hanging)
        if above:
            self._fill_from_above(cells, hanging)
        self._hanging = hanging
        self._rows.append(cells)

    def _fill_from_above(self, cells: list[Cell], hanging: dict[int, tuple[Cell, int]]) -> None:
        while (column := len(cells)) in self._hanging and column < _WIDEST:
            above, left = self._hanging[column]
            cells.append(above)
            if left > 1:
                hanging[column] = (above, left - 1)

    def _place(self, raw: RawCell, cells: list[Cell], hanging: dict[int, tuple[Cell, int]]) -> None:
        passage = self._found.passage(raw.text)
        for offset in range(max(1, min(raw.columns, _WIDEST - len(cells)))):
            column = len(cells)
            cells.append(Covered(passage, inherited=False, spanned=True) if offset else passage)
            if raw.rows > 1:
                hanging[column] = (Covered(passage, inherited=True, spanned=offset > 0), raw.rows - 1)

    def finished(self) -> tuple[tuple[Cell, ...], ...]:
        width = max((len(row) for row in self._rows), default=0)
        empty = Passage(-1, -1, "")
        return tuple(tuple(row + [empty] * (width - len(row))) for row in self._rows)
