"""A process as a picture: a box for each body (or step), side by side in the order of work, parallel ones below each other."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

WIDTH, HEIGHT, GAP_X, GAP_Y, MARGIN = 226, 112, 42, 18, 8
_LINE = 26
_LINES = 3


@dataclass(frozen=True, slots=True)
class Drawn:
    """One thing to draw: its column (stage), words, the limit below them, and whether it leads or comes later."""

    column: int
    name: str
    limit: str
    lead: bool = False
    later: bool = False


@dataclass(frozen=True, slots=True)
class Box:
    """A box on the picture, all coordinates in its units."""

    x: int
    y: int
    lines: tuple[tuple[int, str], ...]
    limit: str
    limit_y: int
    word_y: int
    text_x: int
    lead: bool
    later: bool


@dataclass(frozen=True, slots=True)
class Arrow:
    """From the right side of a box to the left side of one in the next column."""

    path: str
    head: str


@dataclass(frozen=True, slots=True)
class Picture:
    """The whole, with its size and the words that tell it."""

    width: int
    height: int
    box_width: int
    box_height: int
    boxes: tuple[Box, ...]
    arrows: tuple[Arrow, ...]
    words: str


def picture(items: Sequence[Drawn]) -> Picture | None:
    """The picture of what is given, None of nothing. Columns follow each other in their order."""
    if not items:
        return None
    columns = sorted({item.column for item in items})
    rows = [[item for item in items if item.column == column] for column in columns]
    most = max(len(row) for row in rows)
    height = 2 * MARGIN + most * HEIGHT + (most - 1) * GAP_Y
    placed = [
        [_box(item, place, number, len(row), height) for number, item in enumerate(row)]
        for place, row in enumerate(rows)
    ]
    arrows = [_arrow(left, right) for before, after in pairwise(placed) for left in before for right in after]
    return Picture(
        width=2 * MARGIN + len(rows) * WIDTH + (len(rows) - 1) * GAP_X,
        height=height,
        box_width=WIDTH,
        box_height=HEIGHT,
        boxes=tuple(box for column in placed for box in column),
        arrows=tuple(arrows),
        words="; rồi ".join(
            " cùng lúc với ".join(f"{item.name} ({item.limit})" for item in row) for row in rows
        ),
    )


def _box(item: Drawn, place: int, number: int, many: int, height: int) -> Box:
    tall = many * HEIGHT + (many - 1) * GAP_Y
    x = MARGIN + place * (WIDTH + GAP_X)
    y = (height - tall) // 2 + number * (HEIGHT + GAP_Y)
    lines = tuple((y + 22 + 17 * line, text) for line, text in enumerate(_wrapped(item.name)))
    return Box(x, y, lines, item.limit, y + HEIGHT - 12, y + HEIGHT - 30, x + 12, item.lead, item.later)


def _arrow(left: Box, right: Box) -> Arrow:
    x1, y1 = left.x + WIDTH, left.y + HEIGHT // 2
    x2, y2 = right.x, right.y + HEIGHT // 2
    middle = (x1 + x2) // 2
    return Arrow(f"M{x1} {y1}H{middle}V{y2}H{x2 - 6}", f"M{x2} {y2}l-8 -5v10z")


def _wrapped(text: str) -> Iterable[str]:
    """At most three lines; what is longer ends in dots."""
    lines: list[str] = []
    for word in text.split():
        if lines and len(lines[-1]) + 1 + len(word) <= _LINE:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    if len(lines) > _LINES:
        lines = [*lines[: _LINES - 1], lines[_LINES - 1][: _LINES * 8] + "…"]
    return lines
