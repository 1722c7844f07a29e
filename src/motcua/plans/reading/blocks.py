"""The source as blocks: paragraphs and tables whose merged cells are known.

Every paragraph and every cell is one `Passage`; the accounting of words (ledger.py) is kept by passage, and a
merged cell is the same passage at several places of the grid. See docs/algorithms/plan-reading.md.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Literal


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of the source: one paragraph or one cell; lines inside it are parted by a newline."""

    number: int
    block: int
    text: str


@dataclass(frozen=True, slots=True)
class Cell:
    """A place of a grid. `inherited`: merged with the cell above; `spanned`: merged with the cell to the left."""

    passage: Passage
    inherited: bool = False
    spanned: bool = False

    @property
    def text(self) -> str:
        return self.passage.text


@dataclass(frozen=True, slots=True)
class Paragraph:
    passage: Passage
    kind: Literal["paragraph"] = "paragraph"


@dataclass(frozen=True, slots=True)
class Table:
    rows: tuple[tuple[Cell, ...], ...]
    kind: Literal["table"] = "table"


Block = Paragraph | Table


@dataclass(frozen=True, slots=True)
class RawCell:
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

    def paragraph(self, text: str) -> None:
        """Add a paragraph, unless it is empty."""
        if text.strip():
            self.blocks.append(Paragraph(self._passage(text)))

    def table(self, rows: Iterable[Sequence[RawCell]]) -> None:
        """Lay the cells out on a grid: what a merged cell covers is filled with it."""
        grid = _Grid(self._passage)
        for row in rows:
            grid.add(row)
        finished = grid.finished()
        if any(cell.text.strip() for row in finished for cell in row):
            self.blocks.append(Table(finished))

    def _passage(self, text: str) -> Passage:
        passage = Passage(len(self.passages), len(self.blocks), text.strip())
        self.passages.append(passage)
        return passage


# A hostile file may claim that one cell covers a million columns.
_WIDEST = 64


class _Grid:
    def __init__(self, passage: Callable[[str], Passage]) -> None:
        self._passage = passage
        self._rows: list[list[Cell]] = []
        self._hanging: dict[int, tuple[Cell, int]] = {}

    def add(self, raw: Sequence[RawCell]) -> None:
        cells: list[Cell] = []
        hanging: dict[int, tuple[Cell, int]] = {}
        for cell in raw:
            self._fill_from_above(cells, hanging)
            self._place(cell, cells, hanging)
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
        passage = self._passage(raw.text)
        for offset in range(max(1, min(raw.columns, _WIDEST - len(cells)))):
            column = len(cells)
            cells.append(Cell(passage, spanned=offset > 0))
            if raw.rows > 1:
                hanging[column] = (Cell(passage, inherited=True, spanned=offset > 0), raw.rows - 1)

    def finished(self) -> tuple[tuple[Cell, ...], ...]:
        width = max((len(row) for row in self._rows), default=0)
        empty = Cell(Passage(-1, -1, ""))
        return tuple(tuple(row + [empty] * (width - len(row))) for row in self._rows)
