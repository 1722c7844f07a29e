"""Tables drawn with lines on a page: lines → grid → cells, merged where no line parts them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from motcua.plans.reading.pdf_lines import joined, lines_of_words
from motcua.plans.reading.pdf_pages import Page, Rule, Word
from motcua.plans.reading.sheets import Sheet

_NEAR = 3.0
_MOST_LINES = 400
_OPEN, _SIDES = 10.0, 3  # how far, and how many sides, stand out of a table whose last line is missing


@dataclass(slots=True)
class Ruled:
    """A table as drawn: where its columns and rows are parted, and which of its cells are parted by a line."""

    lefts: list[float]
    tops: list[float]
    level: list[Rule]
    upright: list[Rule]
    page: int = 0

    @property
    def top(self) -> float:
        return self.tops[0]

    @property
    def bottom(self) -> float:
        return self.tops[-1]

    def holds(self, word: Word) -> bool:
        """Whether a word stands inside the table."""
        across, down = (word.left + word.right) / 2, (word.top + word.bottom) / 2
        return self.lefts[0] - _NEAR <= across <= self.lefts[-1] + _NEAR and self.top <= down <= self.bottom

    def sheet(self, words: Iterable[Word]) -> Sheet:
        """The cells with the words that stand in them."""
        owner = self._owners()
        inside: dict[tuple[int, int], list[Word]] = {}
        for word in words:
            row = _between(self.tops, (word.top + word.bottom) / 2)
            column = _between(self.lefts, (word.left + word.right) / 2)
            inside.setdefault(owner[row, column], []).append(word)
        height, width = len(self.tops) - 1, len(self.lefts) - 1
        places = [[(self.page, *owner[row, column]) for column in range(width)] for row in range(height)]
        edges = {cell: self.lefts[self._right_of(owner, *cell)] for cell in set(owner.values())}
        texts = {
            (self.page, *cell): joined(lines_of_words(inside.get(cell, [])), edges[cell]) for cell in edges
        }
        return Sheet(places, texts)

    def _owners(self) -> dict[tuple[int, int], tuple[int, int]]:
        """For each place of the grid the upper left place of the cell it belongs to."""
        owner: dict[tuple[int, int], tuple[int, int]] = {}
        for row in range(len(self.tops) - 1):
            for column in range(len(self.lefts) - 1):
                middle_x = (self.lefts[column] + self.lefts[column + 1]) / 2
                middle_y = (self.tops[row] + self.tops[row + 1]) / 2
                if column and not _crosses(self.upright, self.lefts[column], middle_y):
                    owner[row, column] = owner[row, column - 1]
                elif row and not _crosses(self.level, self.tops[row], middle_x):
                    above = owner[row - 1, column]
                    owner[row, column] = above if above[1] == column else (row, column)
                else:
                    owner[row, column] = (row, column)
        return owner

    def _right_of(self, owner: dict[tuple[int, int], tuple[int, int]], row: int, column: int) -> int:
        """The column after the last that a cell covers."""
        right = column + 1
        while owner.get((row, right)) == (row, column):
            right += 1
        return right


def _between(places: Sequence[float], at: float) -> int:
    return max(0, min(len(places) - 2, sum(1 for place in places if place <= at) - 1))


def _crosses(rules: Iterable[Rule], across: float, at: float) -> bool:
    return any(abs(rule.across - across) <= _NEAR and rule.begin <= at <= rule.end for rule in rules)


def ruled_tables(page: Page) -> list[Ruled]:
    """The tables that are drawn on a page, from top to bottom."""
    level, upright = _whole(page.level), _whole(page.upright)
    if len(level) > _MOST_LINES or len(upright) > _MOST_LINES:
        return []
    found = []
    for group_level, group_upright in _groups(level, upright):
        lefts = _places([rule.across for rule in group_upright])
        tops = _places([rule.across for rule in group_level])
        begin, end = min(rule.begin for rule in group_level), max(rule.end for rule in group_level)
        # A table whose outer sides are open.
        lefts = [
            *([begin] if lefts and begin < lefts[0] - 10 else []),
            *lefts,
            *([end] if lefts and end > lefts[-1] + 10 else []),
        ]
        if len(lefts) > 2 and len(tops) > 1:
            tops = _with_open_ends(tops, group_upright)
            found.append(
                Ruled(lefts, tops, group_level, _with_sides(group_upright, lefts, tops), page.number)
            )
    return sorted(found, key=lambda table: table.top)


def _with_open_ends(tops: list[float], upright: list[Rule]) -> list[float]:
    """A row cut by the page: browsers draw its sides to the end of the page, and no line below them."""
    above = [rule.begin for rule in upright if rule.begin < tops[0] - _OPEN]
    below = [rule.end for rule in upright if rule.end > tops[-1] + _OPEN]
    return [
        *([min(above)] if len(above) >= _SIDES else []),
        *tops,
        *([max(below)] if len(below) >= _SIDES else []),
    ]


def _with_sides(upright: list[Rule], lefts: list[float], tops: list[float]) -> list[Rule]:
    sides = [Rule(lefts[0], tops[0], tops[-1]), Rule(lefts[-1], tops[0], tops[-1])]
    return [*upright, *sides]


def _whole(rules: Iterable[Rule]) -> list[Rule]:
    """Lines drawn in pieces, cell by cell, as one; two drawn upon each other are one too."""
    found: list[Rule] = []
    for rule in sorted(rules, key=lambda one: (round(one.across / 2), one.begin)):
        for at in range(len(found) - 1, max(-1, len(found) - 6), -1):
            other = found[at]
            if (
                abs(other.across - rule.across) <= 2
                and other.begin - _NEAR <= rule.begin <= other.end + _NEAR
            ):
                found[at] = Rule(other.across, other.begin, max(other.end, rule.end))
                break
        else:
            found.append(rule)
    return found


def _groups(level: list[Rule], upright: list[Rule]) -> list[tuple[list[Rule], list[Rule]]]:
    """Lines that touch each other: each group draws a table of its own."""
    many = len(level) + len(upright)
    parent = list(range(many))

    def root(at: int) -> int:
        while parent[at] != at:
            parent[at] = parent[parent[at]]
            at = parent[at]
        return at

    for at, across in enumerate(level):
        for beside, down in enumerate(upright):
            if (
                across.begin - _NEAR <= down.across <= across.end + _NEAR
                and down.begin - _NEAR <= across.across <= down.end + _NEAR
            ):
                parent[root(at)] = root(len(level) + beside)
    groups: dict[int, tuple[list[Rule], list[Rule]]] = {}
    for at in range(many):
        pair = groups.setdefault(root(at), ([], []))
        if at < len(level):
            pair[0].append(level[at])
        else:
            pair[1].append(upright[at - len(level)])
    return [pair for pair in groups.values() if len(pair[0]) > 1 and len(pair[1]) > 1]


def _places(values: Iterable[float]) -> list[float]:
    """Places of lines, those that nearly coincide once."""
    found: list[float] = []
    for value in sorted(values):
        if not found or value - found[-1] > _NEAR:
            found.append(value)
    return found
