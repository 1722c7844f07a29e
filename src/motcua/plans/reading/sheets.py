"""A table of a page as a grid of cells; the parts that page breaks cut a table into are one again."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from motcua.kernel.text import fold
from motcua.plans.reading.blocks import RawCell

_NEAR = 5.0
_BULLET = re.compile(r"^(?:[-–+•*]\s|[a-zđ]\)\s|\d{1,2}[.)]\s)")
# A date in a column too narrow for it: «31/01/202 | 4».
_BROKEN_YEAR = re.compile(r"(?<=\d/)(20\d|20|2) (\d{1,3})(?!\d)")


def with_whole_years(text: str) -> str:
    """Years that the width of a column broke are whole again."""
    return _BROKEN_YEAR.sub(_whole_year, text) if "/2" in text else text


def _whole_year(hit: re.Match[str]) -> str:
    year = hit[1] + hit[2]
    return year if len(year) == 4 else hit[0]


# Where a cell begins: page, row and column.
Place = tuple[int, int, int]


# So many filled cells make one empty cell in a column stand out.
_MANY = 6


@dataclass(slots=True)
class Sheet:
    """`places`: which cell stands at each place of the grid; `texts`: the words of each cell."""

    places: list[list[Place]]
    texts: dict[Place, str] = field(default_factory=dict)

    @property
    def width(self) -> int:
        return len(self.places[0])

    def words_of_row(self, row: int) -> list[str]:
        """The words at each place of a row."""
        return [self.texts[cell] for cell in self.places[row]]

    def rows(self) -> list[list[RawCell]]:
        """The cells row by row, each where it begins."""
        seen: set[Place] = set()
        rows: list[list[RawCell]] = []
        for at, places in enumerate(self.places):
            row: list[RawCell] = []
            for column, cell in enumerate(places):
                if cell in seen:
                    continue
                seen.add(cell)
                wide = next((n for n in range(column, self.width) if places[n] != cell), self.width) - column
                deep = sum(1 for below in self.places[at:] if below[column] == cell)
                row.append(RawCell(with_whole_years(self.texts[cell]), deep, wide))
            rows.append(row)
        return rows

    def goes_on_with(self, part: "Sheet") -> list[str]:
        """Take up the part of the same table on the next page. Answers the words of its repeated header.

        A row that the page cut is joined; a cell merged over rows on both sides of the break is one.
        """
        repeated = self._header_again(part)
        header = [text for row in range(repeated) for text in dict.fromkeys(part.words_of_row(row)) if text]
        rows = part.places[repeated:]
        self.texts |= part.texts
        if rows:
            self._join(rows)
        self.places += rows
        return header

    def _header_again(self, part: "Sheet") -> int:
        """How many rows at the top of the next part print the header again."""
        count = 0
        while (
            count < min(3, len(part.places), len(self.places))
            and [fold(text) for text in part.words_of_row(count)]
            == [fold(text) for text in self.words_of_row(count)]
            and any(part.words_of_row(count))
            and not part.words_of_row(count)[0][:1].isdigit()
        ):
            count += 1
        return count

    def _join(self, rows: list[list[Place]]) -> None:
        above, first = self.places[-1], rows[0]
        cut = not self.texts[first[0]] and len(set(first)) > 1
        for column in range(min(len(above), len(first))):
            over, under = above[column], first[column]
            if over == under or above.count(over) != first.count(under):
                continue
            empty = not self.texts[under]
            merged = len(self.places) > 1 and self.places[-2][column] == over
            if empty and not merged and not cut:
                merged = self._is_else_filled(column, rows)
            if cut or (empty and merged and column > 0):
                self.texts[over] = _continued(self.texts[over], self.texts[under])
                for row in rows:
                    row[:] = [over if cell == under else cell for cell in row]
        if cut and rows[0] == above:
            del rows[0]

    def _is_else_filled(self, column: int, rows: list[list[Place]]) -> bool:
        """Whether only the top cell of the new page is empty in its column: then the page cut a merged cell there."""
        others = [self.texts[row[column]] for row in (*self.places, *rows[1:])]
        return len(others) >= _MANY and all(others)


def _continued(text: str, rest: str) -> str:
    if not text or not rest:
        return text or rest
    return f"{text}\n{rest}" if _BULLET.match(rest) else f"{text} {rest}"


def refined(sheet: Sheet, columns: Sequence[float], finer: Sequence[float]) -> Sheet | None:
    """The sheet on columns that part some of its own; None when they are not parts of them.

    A page may show a table's merged rows only, and with them fewer columns than the next page.
    """
    if any(min(abs(place - one) for one in finer) > _NEAR for place in columns):
        return None
    if abs(columns[0] - finer[0]) > _NEAR or abs(columns[-1] - finer[-1]) > _NEAR:
        return None
    middles = [(left + right) / 2 for left, right in pairwise(finer)]
    of_old = [sum(1 for place in columns[1:-1] if place < middle) for middle in middles]
    return Sheet([[row[column] for column in of_old] for row in sheet.places], sheet.texts)
