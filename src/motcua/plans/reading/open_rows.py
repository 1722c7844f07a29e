"""The rows of a table printed without lines.

Set at the top of their cells, rows begin with their ordinals; set in the middle, half of a row stands above its
ordinal; without ordinals wider gaps part them. docs/algorithms/plan-reading.md
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from motcua.plans.reading.blocks import RawCell
from motcua.plans.reading.open_tables import ORDINAL, OpenTable, Piece, baseline, pieces_of
from motcua.plans.reading.pdf_lines import PrintedLine, joined

# So much wider than between the lines of a cell is the gap between two rows, points.
_WIDER = 1.3
_HIGH = re.compile(r"^(?:[IVXL]{1,5}|[A-HĐ])[.)]?$")
# What stands in the middle of the table, points.
_MIDDLE = 20.0
# How far off its middle a row would rather end at a wide gap, lines.
_UNLIKELY = 0.8
# Set at the top, hardly one row in so many has an ordinal without words beside it.
_SELDOM = 6


@dataclass(slots=True)
class _Line:
    """A line of the body: its pieces by column, whether it begins with an ordinal, and where it stands."""

    cells: list[tuple[int, Piece]]
    ordinal: bool
    group: bool
    at: float


def rows_of(table: OpenTable) -> list[list[RawCell]] | None:
    """The header and the rows; None where nothing tells rows apart."""
    parts = [[_placed(line, table) for line in part] for part in table.parts]
    pitch = _pitch(parts)
    if not any(line.ordinal for part in parts for line in part) and not any(
        _breaks(part, pitch) for part in parts
    ):
        return None
    middle = _in_the_middle(parts)
    rows: list[list[_Line]] = []
    for part in parts:
        starts = _starts(part, pitch, middle=middle)
        for at, line in enumerate(part):
            above = rows[-1] if rows else None
            if above is not None and above[0].group:
                anew = not _carries_on(above[-1], line, pitch)
            else:
                anew = above is None or at in starts or line.group
            if anew:
                rows.append([])
            rows[-1].append(line)
    header = [RawCell(name) for name in table.columns.names]
    return [header, *(_cells(row, table) for row in rows)]


def _placed(line: PrintedLine, table: OpenTable) -> _Line:
    pieces = pieces_of(line)
    places = [table.columns.of(piece) for piece in pieces]
    ordinal = places[0] == (0, 0) and ORDINAL.match(pieces[0].text) is not None
    return _Line(
        [(first, piece) for (first, _), piece in zip(places, pieces, strict=True)],
        ordinal=ordinal,
        group=_is_group(pieces, places, table, ordinal=ordinal),
        at=baseline(line),
    )


def _is_group(
    pieces: Sequence[Piece], places: Sequence[tuple[int, int]], table: OpenTable, *, ordinal: bool
) -> bool:
    """«II  CÔNG KHAI THỦ TỤC HÀNH CHÍNH»: a name over several columns, in the middle of all, or alone behind a high ordinal."""
    if len(pieces) != 1 + ordinal:
        return False
    first, last = places[-1]
    right = table.columns.edges[-1]
    middle = abs((pieces[-1].left + pieces[-1].right) / 2 - (table.left + right) / 2) < _MIDDLE
    if ordinal and _HIGH.match(pieces[0].text):
        return first != last or first == 1 or middle
    return first != last and (first < 2 or middle)


def _carries_on(group: _Line, line: _Line, pitch: float) -> bool:
    """The rest of a group's name too long for one line."""
    if line.ordinal or not line.at - group.at < pitch + _WIDER:
        return False
    return line.group or [column for column, _ in line.cells] == [group.cells[-1][0]] == [1]


def _pitch(parts: Sequence[Sequence[_Line]]) -> float:
    """From line to line within a cell: the usual least distance of lines in the fullest column."""
    steps: list[float] = []
    for part in parts:
        last: dict[int, float] = {}
        for line in part:
            for column, _ in line.cells:
                if column in last and line.at - last[column] > 4:
                    steps.append(line.at - last[column])
                last[column] = line.at
    steps.sort()
    return steps[len(steps) // 4] if steps else 0.0


def _breaks(part: Sequence[_Line], pitch: float) -> set[int]:
    """The lines above which the gap is wider than within cells."""
    return {at for at in range(1, len(part)) if part[at].at - part[at - 1].at >= pitch + _WIDER}


def _in_the_middle(parts: Sequence[Sequence[_Line]]) -> bool:
    """Whether ordinals stand in the middle of their rows: words above the first of them, or none beside many of them."""
    first = next((line for part in parts for line in part), None)
    if first is not None and not first.ordinal and not first.group and any(line.ordinal for line in parts[0]):
        return True
    ordinals = [line for part in parts for line in part if line.ordinal and not line.group]
    alone = sum(1 for line in ordinals if all(column != 1 for column, _ in line.cells))
    return alone * _SELDOM > len(ordinals)


def _starts(part: Sequence[_Line], pitch: float, *, middle: bool) -> set[int]:
    ordinals = [at for at, line in enumerate(part) if line.ordinal and not line.group]
    breaks = _breaks(part, pitch)
    if not ordinals:
        return breaks if not middle else set()
    if not middle:
        return set(ordinals)
    return _around(part, ordinals, breaks, pitch)


def _around(part: Sequence[_Line], ordinals: Sequence[int], breaks: set[int], pitch: float) -> set[int]:
    """Rows in whose middle their ordinals stand: each ends where it reaches as far below its ordinal as above it."""
    starts: set[int] = set()
    top = 0
    for ordinal, following in zip(ordinals, [*ordinals[1:], len(part)], strict=True):
        top = max((at + 1 for at in range(top, ordinal) if part[at].group), default=top)
        starts.add(top)
        # Lines of other columns, half a line off, may have been taken for one with that of the ordinal.
        wanted = 2 * part[ordinal].cells[0][1].line.bottom - part[top].at
        until = next((at for at in range(ordinal + 1, following) if part[at].group), following)
        top = min(
            range(ordinal + 1, until + 1),
            key=lambda at: (
                abs(part[at - 1].at - wanted) + (0 if at in breaks or at == until else _UNLIKELY * pitch)
            ),
        )
        starts.add(top)
    return starts


def _cells(row: Sequence[_Line], table: OpenTable) -> list[RawCell]:
    many = table.columns.many
    if row[0].group:
        pieces = [piece for line in row for _, piece in line.cells]
        number = pieces[0].text if row[0].ordinal else ""
        words = " ".join(piece.text for piece in (pieces[1:] if number else pieces))
        return (
            [RawCell(number), RawCell(words, columns=many - 1)] if number else [RawCell(words, columns=many)]
        )
    inside: list[list[PrintedLine]] = [[] for _ in range(many)]
    for line in row:
        for column in dict.fromkeys(column for column, _ in line.cells):
            held = [word for place, piece in line.cells if place == column for word in piece.line.words]
            inside[column].append(PrintedLine(held))
    return [
        RawCell(joined(lines, edge) if lines else "")
        for lines, edge in zip(inside, table.columns.edges, strict=True)
    ]
