"""Heat: agencies by group, tinted by level."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from typing import Final

from motcua.doors.frame.charts.drawing import NOT_MEASURED, Chart, name_of, percent

# Where the tint of a cell changes, as shares of the maximum: for the eye only, no legal band.
HEAT_STEPS: Final = (Decimal("0.5"), Decimal("0.7"), Decimal("0.8"), Decimal("0.9"))


@dataclass(frozen=True, slots=True)
class HeatCell:
    """A figure against its maximum (`share` 0…1) and how it is written; None: not measured."""

    share: Decimal | None
    text: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class HeatRow:
    """One agency; as many cells as the table has columns."""

    label: str
    cells: tuple[HeatCell, ...]
    url: str = ""


@dataclass(frozen=True, slots=True)
class Heat(Chart):
    """A table whose cells are tinted by level; the figures stand in the cells."""

    columns: tuple[tuple[str, str], ...]
    rows: tuple[tuple[HeatRow, tuple[tuple[HeatCell, str], ...]], ...]
    key: tuple[tuple[str, str], ...]


def heat(
    rows: Iterable[HeatRow],
    columns: Sequence[tuple[str, str]],
    *,
    title: str,
    steps: Sequence[Decimal] = HEAT_STEPS,
    note: str = "",
) -> Heat:
    """Agencies by group. `columns` are (short code, full name); `steps` are at most five shares, rising."""
    given = list(rows)
    placed = tuple((row, tuple((cell, _tint(cell, steps)) for cell in row.cells)) for row in given)
    weakest = min(
        (
            (cell.share, row.label, columns[place][1])
            for row in given
            for place, cell in enumerate(row.cells)
            if cell.share is not None
        ),
        default=None,
    )
    told = f" Thấp nhất: {weakest[1]}, {weakest[2]}, {percent(weakest[0])}." if weakest else ""
    return Heat(title, note, name_of(title), f"{title}.{told}", tuple(columns), placed, _heat_key(steps))


def _tint(cell: HeatCell, steps: Sequence[Decimal]) -> str:
    return "none" if cell.share is None else f"h{sum(cell.share >= step for step in steps)}"


def _heat_key(steps: Sequence[Decimal]) -> tuple[tuple[str, str], ...]:
    between = [f"{percent(low)} đến dưới {percent(high)}" for low, high in pairwise(steps)]
    words = [f"dưới {percent(steps[0])}", *between, f"từ {percent(steps[-1])}"]
    return (*((f"h{level}", text) for level, text in enumerate(words)), ("none", NOT_MEASURED))
