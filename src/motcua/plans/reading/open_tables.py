"""Tables printed without lines: columns where the same stretches stay blank line after line, below a header's words.

A table goes on over pages, its header printed again or not: its columns are told from the lines of all its pages.
Which lines make a row: `open_rows`. docs/algorithms/plan-reading.md
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from motcua.kernel.text import fold
from motcua.plans.reading.columns import role_of
from motcua.plans.reading.pdf_lines import PrintedLine

# A gap wider than this, of the height of letters, parts cells; a blank is a quarter of it, in justified text a third.
_PARTS = 0.42
_NARROWEST = 4.2
_FIRST = re.compile(r"^(?:s?tt|so tt|so|so thu tu|thu tu|tt)$")
ORDINAL = re.compile(r"^\(?(?:\d{1,3}(?:\.\d{1,3}){0,3}|[IVXL]{1,5}|[A-HĐ]|[a-hđ])[.)]?$")
_ENDS = re.compile(r"^(?:noi nhan|phu luc|(?:tm|kt|tl|tuq|q)\. |[ivxl]{1,5}\. to chuc thuc hien)")
# How far above and below the ordinal's name other names of the header stand, lines.
_HEADER = 6
# Lines over the whole width that may stand between rows: the names of groups.
_GROUP = 3
_FEWEST_ROLES = 3
# Between the lines of a header, heights of letters.
_CLOSE = 0.9
# So far beyond the first column reaches running text.
_FAR = 160.0

Spans = list[tuple[float, float]]


@dataclass(frozen=True, slots=True)
class Piece:
    """Words of a line with no wider gap between them than a blank."""

    left: float
    right: float
    text: str
    line: PrintedLine


@dataclass(slots=True)
class Columns:
    """Where columns are parted, how far to the right the words of each may reach, and their names."""

    parted: list[float]
    edges: list[float]
    names: list[str]

    @property
    def many(self) -> int:
        return len(self.names)

    def of(self, piece: Piece) -> tuple[int, int]:
        """The first and the last column that a piece reaches into."""
        left = sum(1 for place in self.parted if place <= piece.left + 1)
        return left, max(left, sum(1 for place in self.parted if place < piece.right - 1))


@dataclass(slots=True)
class OpenTable:
    """The lines of a table: its header, and those of its body page by page."""

    header: list[PrintedLine]
    parts: list[list[PrintedLine]]
    columns: Columns
    filled: Spans
    again: list[str] = field(default_factory=list)

    @property
    def left(self) -> float:
        """Where the first column begins."""
        return self.filled[0][0]

    def goes_on(self, lines: Sequence[PrintedLine]) -> int:
        """Take up the first lines of the next page as far as they are of this table; how many they were."""
        skipped = self._header_again(lines)
        below = lines[skipped:]
        candidates = below[: _reach(below, self.columns.parted[0])]
        filled = _stretches([*self.filled, *_filled(candidates)])
        columns = columns_of(self.header, filled)
        if columns is None or columns.names != self.columns.names:
            return 0
        end = _end(candidates, columns)
        if not end:
            return 0
        self.columns, self.filled = columns, filled
        self.parts.append(list(candidates[:end]))
        if skipped:
            self.again.append(" ".join(line.text for line in lines[:skipped]))
        return skipped + end

    def _header_again(self, lines: Sequence[PrintedLine]) -> int:
        """How many lines print the header again; its first may have been taken for the head of the page."""
        same = [fold(line.text) for line in self.header]
        told = [fold(line.text) for line in lines[: len(same)]]
        return next((len(same) - at for at in range(len(same)) if told[: len(same) - at] == same[at:]), 0)


def open_table(lines: Sequence[PrintedLine]) -> tuple[int, OpenTable, int] | None:
    """The first table without lines among those of a page: where its header begins, the table, the line after."""
    for at, line in enumerate(lines):
        if not _may_name_columns(line):
            continue
        start = _upwards(lines, at)
        until = at + 1 + _reach(lines[at + 1 :], pieces_of(line)[0].right)
        first = _body(lines, start, at, until)
        if first is None:
            continue
        header, candidates = lines[start:first], lines[first:until]
        filled = _filled(candidates)
        columns = columns_of(header, filled)
        if columns is None or not _names_a_table(columns.names):
            continue
        end = _end(candidates, columns)
        if end:
            return start, OpenTable(list(header), [list(candidates[:end])], columns, filled), first + end
    return None


def _names_a_table(names: Sequence[str]) -> bool:
    roles = [role_of(fold(name)) for name in names]
    named = {role for role in roles if role}
    return len(named) >= _FEWEST_ROLES and bool(named & {"title", "target"}) and all(roles[1:])


# --- The header ---


def header_begins(lines: Sequence[PrintedLine]) -> int:
    """Where a header stands at the top of a page, for which no head of pages is to be taken; how many lines if nowhere."""
    named = (
        at
        for at, line in enumerate(lines[: 2 * _HEADER])
        if _may_name_columns(line) and len(pieces_of(line)) > 2
    )
    at = next(named, None)
    return len(lines) if at is None else _upwards(lines, at)


def _may_name_columns(line: PrintedLine) -> bool:
    pieces = pieces_of(line)
    if _is_first_name(pieces[0]):
        return True
    return sum(1 for piece in pieces if role_of(fold(piece.text))) >= _FEWEST_ROLES


def _is_first_name(piece: Piece) -> bool:
    return _FIRST.match(fold(piece.text).strip(" .")) is not None


def _upwards(lines: Sequence[PrintedLine], at: int) -> int:
    """Names of columns that take more lines than «STT» begin above it, to the right of it and close together."""
    right = pieces_of(lines[at])[0].right
    start = at
    while start > max(0, at - _HEADER):
        above = lines[start - 1]
        apart = (lines[start].top - above.bottom) / _height(above)
        if above.left < right or apart > (_CLOSE if len(pieces_of(above)) > 1 else 0):
            break
        start -= 1
    return start


def _body(lines: Sequence[PrintedLine], start: int, at: int, until: int) -> int | None:
    """The first line below the header: that of the first ordinal, or, of rows set in their middle, one before it."""
    right = pieces_of(lines[at])[0].right
    if not _is_first_name(pieces_of(lines[at])[0]):
        return at + 1 if at + 1 < until else None
    for place in range(at + 1, min(until, at + 4 * _HEADER)):
        first = pieces_of(lines[place])[0]
        if ORDINAL.match(first.text) and first.left < right + _NARROWEST:
            return _above_ordinal(lines, start, at, place)
    return None


def _above_ordinal(lines: Sequence[PrintedLine], start: int, at: int, place: int) -> int:
    """Where the row of an ordinal begins: at its line, or above it, where the header set around «STT» ends."""
    if start == at:
        return next((line for line in range(at + 1, place) if _begins_row(lines[line])), place)
    end = 2 * baseline(lines[at]) - baseline(lines[start])
    return next((line for line in range(at + 1, place) if baseline(lines[line]) > end + 3), place)


def _begins_row(line: PrintedLine) -> bool:
    """Whether a line below a header of one line is of a row set in its middle, and not the rest of the header's names."""
    pieces = pieces_of(line)
    return pieces[0].text[0].isupper() and not any(role_of(fold(piece.text)) for piece in pieces)


# --- Columns ---


def _filled(body: Iterable[PrintedLine]) -> Spans:
    """The stretches that some line with several cells fills."""
    several = [pieces for line in body if len(pieces := pieces_of(line)) >= 3]
    return _stretches((piece.left, piece.right) for pieces in several for piece in pieces)


def columns_of(header: Sequence[PrintedLine], filled: Spans) -> Columns | None:
    """The columns: stretches that are not blank throughout, each with a name above it.

    The names of the header count only where nothing stands below them: a name may reach over several columns.
    """
    above = [piece for line in header for piece in pieces_of(line)]
    if not filled:
        return None
    filled = _widened(_stretches([*filled, *_alone(above, filled)]), above)
    columns = _with_names(_named(filled, above), above)
    return columns if columns.many >= 3 else None


def _alone(above: Sequence[Piece], filled: Spans) -> Spans:
    """Names below which nothing stands, nor below another line of the name."""
    touching = [piece for piece in above if _over(piece, filled)]
    return [
        (piece.left, piece.right)
        for piece in above
        if not _over(piece, filled) and not any(_mostly(piece, other) for other in touching)
    ]


def _over(piece: Piece, filled: Spans) -> list[int]:
    """The stretches that a name stands above."""
    return [at for at, (left, right) in enumerate(filled) if piece.left < right and left < piece.right]


def _mostly(piece: Piece, other: Piece) -> bool:
    common = min(piece.right, other.right) - max(piece.left, other.left)
    return common > 0.5 * min(piece.right - piece.left, other.right - other.left)


def _widened(filled: Spans, above: Sequence[Piece]) -> Spans:
    """A column is as wide as its name where that one reaches over no other column."""
    found = list(filled)
    for piece in above:
        if len(over := _over(piece, found)) == 1:
            at = over[0]
            left, right = min(found[at][0], piece.left), max(found[at][1], piece.right)
            free_left = not at or left - found[at - 1][1] > _NARROWEST
            free_right = at + 1 == len(found) or found[at + 1][0] - right > _NARROWEST
            if free_left and free_right:
                found[at] = (left, right)
    return found


def _with_names(filled: Spans, above: Sequence[Piece]) -> Columns:
    """A name set wide apart, «Đơn    vị», is whole where its parts alone name nothing."""
    columns = _called(filled, above)
    nameless = [role_of(fold(name)) is None for name in columns.names]
    pairs = [at for at in range(1, columns.many) if nameless[at]]
    for at in sorted(pairs, key=lambda at: not nameless[at - 1]):
        whole = [*filled[: at - 1], (filled[at - 1][0], filled[at][1]), *filled[at + 1 :]]
        if role_of(fold(_called(whole, above).names[at - 1])):
            return _with_names(whole, above)
    return columns


def _called(filled: Spans, above: Sequence[Piece]) -> Columns:
    parted = [max(before[1] + 1, after[0] - 5) if after[0] - before[1] > 6 else (before[1] + after[0]) / 2
              for before, after in pairwise(filled)]  # fmt: skip
    edges = [min(place, stretch[1] + 10) for place, stretch in zip(parted, filled, strict=False)]
    columns = Columns(parted, [*edges, filled[-1][1] + 8], [""] * len(filled))
    for piece in above:
        first, last = columns.of(piece)
        for at in range(first, last + 1):
            columns.names[at] = f"{columns.names[at]} {piece.text}".strip()
    return columns


def _stretches(spans: Iterable[tuple[float, float]]) -> Spans:
    """Spans that touch as one, from left to right."""
    found: Spans = []
    for left, right in sorted(spans):
        if found and left - found[-1][1] < _NARROWEST:
            found[-1] = (found[-1][0], max(found[-1][1], right))
        else:
            found.append((left, right))
    return found


def _named(filled: Spans, above: Sequence[Piece]) -> Spans:
    """A stretch with no name of its own belongs to the column before: what a cell sets in, or sets wide apart."""
    found: Spans = []
    before: list[Piece] = []
    for left, right in filled:
        names = [piece for piece in above if piece.left < right and left < piece.right]
        if found and all(name in before for name in names):
            found[-1] = (found[-1][0], right)
        else:
            found.append((left, right))
            before = names
    return found


# --- Where it ends ---


def _reach(lines: Sequence[PrintedLine], right: float) -> int:
    """How many lines may be of a table whose first column ends at `right`: until a header, an end, or running text."""
    running = 0
    for at, line in enumerate(lines):
        pieces = pieces_of(line)
        anew = _is_first_name(pieces[0]) or (at > _HEADER and _may_name_columns(line))
        if anew or _ENDS.match(fold(line.text)):
            return _upwards(lines, at) if anew else at
        runs = len(pieces) == 1 and line.left < right and line.right > right + _FAR
        running = running + 1 if runs else 0
        if running > _GROUP:
            return at + 1 - running
    return len(lines)


def _end(lines: Sequence[PrintedLine], columns: Columns) -> int:
    """The line after the last that stands in the columns; between rows stand the names of groups."""
    end = loose = 0
    before: PrintedLine | None = None
    for at, line in enumerate(lines):
        pieces = pieces_of(line)
        places = [columns.of(piece) for piece in pieces]
        far = before is not None and line.top - before.bottom > 2.5 * _height(line)
        before = line
        within = {first for first, last in places if first == last}
        whole = len(within) == 1 and all(first == last for first, last in places)
        if len(within) > 1:
            end, loose = at + 1, 0
        elif whole and not far and end == at and (0 not in within or ORDINAL.match(pieces[0].text)):
            end = at + 1
        else:
            loose += 1
        if loose > _GROUP:
            break
    return end


# --- Lines ---


def pieces_of(line: PrintedLine) -> list[Piece]:
    """What stands apart on a line."""
    least = max(_NARROWEST, _PARTS * _height(line))
    groups = [[line.words[0]]]
    for word in line.words[1:]:
        if word.left - groups[-1][-1].right >= least:
            groups.append([word])
        else:
            groups[-1].append(word)
    return [
        Piece(words[0].left, words[-1].right, " ".join(word.text for word in words), PrintedLine(words))
        for words in groups
    ]


def _height(line: PrintedLine) -> float:
    heights = sorted(word.bottom - word.top for word in line.words)
    return max(6.0, heights[len(heights) // 2])


_HANGING = re.compile(r"[gjpqyạặậẹệịọộợụựỵ,;()/QĐ]")


def baseline(line: PrintedLine) -> float:
    """Where the letters stand: the foot of words in which nothing hangs below."""
    feet = sorted(word.bottom for word in line.words if not _HANGING.search(word.text))
    return feet[len(feet) // 2] if feet else line.bottom - 2.4
