"""The rows of a grid → drafts: groups, continued and merged rows, sub-bullets of a cell."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from operator import attrgetter

from motcua.kernel.text import squeeze
from motcua.plans.reading.blocks import Cell, Passage
from motcua.plans.reading.bodies import goes_on
from motcua.plans.reading.cell_words import extend_title, go_on, put, year_in
from motcua.plans.reading.columns import Role
from motcua.plans.reading.drafts import LONGEST_DITTO, Draft, is_ditto
from motcua.plans.reading.layouts import (
    Grid,
    Layout,
    is_index_row,
    is_repeated_header,
    is_second_line,
    own_cells,
)
from motcua.plans.reading.marks import is_mark, period_named
from motcua.plans.reading.outline import marked
from motcua.plans.reading.result import Section
from motcua.plans.reading.row_looks import (
    is_dashed,
    is_over_all,
    number_and_title,
    number_in_title,
    of_one_owner,
    spans_table,
)
from motcua.plans.reading.row_words import guessed

_FIELDS: dict[Role, str] = {
    "lead": "lead",
    "cooperating": "cooperating",
    "deadline": "deadline_text",
    "deliverable": "deliverable",
    "note": "note",
}
_INHERITED = attrgetter("inherited")
_HEADING: frozenset[Role | None] = frozenset(("number", "title", "target"))
_GROUP_IN_A_CELL = re.compile(
    r"^\(?(?P<label>[IVXL]{1,5}|[A-HĐ]|\d{1,2}(?:\.\d{1,2}){0,2})[.)]?\s+(?P<title>[^\W\d_].*)$", re.DOTALL
)


@dataclass(slots=True)
class RowReading:
    """What the rows of the document's grids gave: drafts in order, sections, warnings. Goes from grid to grid."""

    year: int
    drafts: list[Draft] = field(default_factory=list)
    sections: list[Section] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    frames: list[Passage] = field(default_factory=list)


@dataclass(slots=True)
class _State:
    base: str | None
    groups: list[str] = field(default_factory=list)
    parent: tuple[str, str, Cell] | None = None
    last: Draft | None = None
    above: Draft | None = None
    item: Draft | None = None  # the last row numbered by figures
    period: Cell | None = None  # «THÁNG 3/2026» over the rows of that month
    after_header: bool = False
    last_row: Sequence[Cell] = ()

    @property
    def section(self) -> str | None:
        return ".".join([*([self.base] if self.base else []), *self.groups]) or None


class GridReader:
    """Reads grid after grid; a grid that goes on from the one before keeps its groups."""

    def __init__(self, found: RowReading) -> None:
        self.found = found
        self.state = _State(None)

    def read(self, grid: Grid, section: str | None, after: Grid | None = None) -> None:
        """Append the drafts of the grid's rows, under the heading `section`.

        `after` is the grid that comes next: where it goes on from this one, its first row follows the last one here.
        """
        if not grid.continued or self.state.base != section:
            self.state = _State(section)
        else:
            self.state.after_header = True
        if not grid.layout.header_rows and not grid.continued:
            self.found.warnings.append(guessed(grid))
        rows = grid.table.rows[grid.layout.header_rows :]
        for position, row in enumerate(rows):
            following = rows[position + 1] if position + 1 < len(rows) else _first_row(after)
            self._row(row, grid, following)
            self.state.last_row = row

    def _row(self, row: Sequence[Cell], grid: Grid, following: Sequence[Cell] | None) -> None:
        cells = own_cells(row)
        if (
            not cells
            or is_index_row(row)
            or is_repeated_header(row, grid.layout)
            or (self.state.after_header and is_second_line(row, grid.layout))
        ):
            self.found.frames += [cell.passage for _, cell in cells]
            self.state.after_header = self.state.after_header or len(cells) > 1
            return
        number, title = number_and_title(row, grid.layout)
        if self._continues(row, number, title, grid.layout):
            self._extend(row, grid.layout)
        elif self._is_group(row, cells, number, grid.layout, following):
            self._group(cells, number, grid)
        else:
            self._new(row, number, grid)
        self.state.after_header = False

    # --- Groups ---

    def _is_group(
        self,
        row: Sequence[Cell],
        cells: list[tuple[int, Cell]],
        number: str,
        layout: Layout,
        following: Sequence[Cell] | None,
    ) -> bool:
        """A row of a number and a title only, and that by its look: merged over the table, numbered by letters
        or Roman numerals, without a number, or followed by rows of its own numbering."""
        roles = layout.roles
        if is_over_all(row) or _is_numbered_heading(cells, number):
            return True
        if not all(roles[column] in _HEADING for column, _ in reversed(cells)) or any(
            cell.inherited and cell.text and roles[column] != "number" for column, cell in enumerate(row)
        ):
            return False
        if any(cell.text.lstrip().startswith(("-", "+", "•")) for _, cell in cells):
            return False
        spans = sum(1 for cell in row if cell.spanned)
        if spans * 2 >= len(row) or re.match(r"^[IVXLA-HĐ]+$", number) or not number:
            return True
        next_number = number_and_title(following, layout)[0] if following is not None else ""
        return bool(next_number) and (
            next_number.startswith(number + ".")
            or (next_number in {"1", "a"} and number != "1" and next_number != number)
            or (next_number == number == "1")
            or next_number == "a"
        )

    def _group(self, cells: list[tuple[int, Cell]], number: str, grid: Grid) -> None:
        self.found.frames += [cell.passage for _, cell in cells]
        title_cell = cells[-1][1]
        title = squeeze(title_cell.text)
        if not number:
            hit = _GROUP_IN_A_CELL.match(title)
            number, title = (hit["label"], hit["title"]) if hit else ("", title)
        self.state.last = None
        self.state.period = title_cell if not number and period_named(title) == title else None
        if number and number[0].isdigit():
            self._parent_row(number, title, title_cell)
        elif number.islower():
            self.state.parent = (number, title, title_cell)
        elif number:
            outer = [
                label for label in self.state.groups if label.isalpha() and _is_capital_list(label, number)
            ]
            self.state.groups = [*outer, number]
            self.state.parent = None
        self.found.sections.append(Section(self.state.section, title, grid.place))

    def _parent_row(self, number: str, title: str, cell: Cell) -> None:
        self.state.parent = (number, title, cell)

    # --- Rows of work ---

    def _new(self, row: Sequence[Cell], number: str, grid: Grid) -> None:
        layout = grid.layout
        printed = "" if number or layout.has("number") else number_in_title(row, layout)
        section, number, heads = self._placed(number or printed.strip(" .)"))
        draft = Draft(section, number or None, grid.place)
        if heads:
            draft.heads, cell = heads
            draft.cite(cell.passage)
        draft.is_target = layout.of_targets
        draft.is_task = layout.of_tasks
        roles = layout.roles
        for cell, role, beside, name in zip(row, roles, (None, *roles), layout.names, strict=False):
            if cell.text and (role == "mark" or not (cell.spanned and role == beside)):
                self._put(draft, role, cell, name)
        if self.state.after_header and number:
            self._merged_over_the_page(draft, row, layout)
        if self.state.period is not None and not {"deadline", "mark"} & set(roles):
            draft.deadline.append(squeeze(self.state.period.text))
            draft.inherited.append("deadline_text")
            draft.cite(self.state.period.passage)
        draft.title = draft.title.removeprefix(printed) or draft.title
        if not draft.title and self.state.last is not None:
            draft.title = self.state.last.title
        if draft.is_target and draft.is_task and not draft.values:
            draft.is_target = False
        self.found.drafts.append(draft)
        self.state.last = self.state.above = draft
        if number and number[-1].isdigit():
            self.state.item = draft

    def _merged_over_the_page(self, draft: Draft, row: Sequence[Cell], layout: Layout) -> None:
        """An empty cell at the top of a page, under one merged over the rows before the break: it goes on."""
        for column, (cell, above) in enumerate(zip(row, self.state.last_row, strict=False)):
            role = layout.roles[column]
            if cell.text or not above.text or role not in {"lead", "cooperating", "deadline"}:
                continue
            if above.inherited:
                self._inherit_ditto(draft, role)
            elif role == "lead" and self._all_led():
                self._inherit_ditto(draft, role)
                self.found.warnings.append(
                    f"Mục {'.'.join(filter(None, (draft.section, draft.number)))}: ô chủ trì trống ở đầu trang, "
                    "lấy theo hàng trên (ô gộp bị cắt qua trang); đối chiếu với bản gốc."
                )

    def _all_led(self) -> bool:
        """Whether every row so far names its lead: then an empty one at the top of a page was merged with the last."""
        rows = [draft for draft in self.found.drafts if draft.place == self.found.drafts[-1].place]
        return len(rows) >= 2 and all(draft.lead for draft in rows)

    def _placed(self, number: str) -> tuple[str | None, str, tuple[str, Cell] | None]:
        """Section, number with its parents, and the words of the row this one is part of."""
        parent = self.state.parent
        if parent is None or not number:
            return self.state.section, number, None
        label, title, cell = parent
        if number.startswith(label + "."):
            return self.state.section, number, (title, cell)
        if number.isalpha() and number.islower():
            above = self.state.item
            if above is not None and above.number and above.number.startswith(label + "."):
                label = above.number  # «a» under 1.2, itself under 1
            return self.state.section, f"{label}.{number}", (title, cell)
        if "." not in number and "." not in label and self._restarts(number, label):
            section = ".".join(filter(None, [self.state.section, label]))
            return section, number, None
        self.state.parent = None
        return self.state.section, number, None

    def _restarts(self, number: str, label: str) -> bool:
        """Rows numbered 1, 2, … under a group row that is itself numbered by a figure."""
        last = self.state.last
        if last is None:
            return number == "1" or not label.isdigit() or int(number or 0) != int(label) + 1
        return (
            bool(last.section and last.section.endswith(label)) and number != str(int(label) + 1)
        ) or number == _next(last.number)

    def _put(self, draft: Draft, role: Role | None, cell: Cell, name: str) -> None:
        text = cell.text
        if role == "number":
            draft.sources[cell.number] = None
            return
        if len(text) < LONGEST_DITTO and role in _FIELDS and is_ditto(text):
            self.found.frames.append(cell.passage)
            self._inherit_ditto(draft, role)
            return
        draft.sources[cell.number] = None
        if role == "mark":
            self._ticked(draft, cell, name)
            return
        if cell.inherited:
            if role in {"title", "target"}:
                draft.inherited.append("title")
            elif role in _FIELDS:
                draft.inherited.append(_FIELDS[role])
        if role == "value" and (year_in(name) or self.found.year) < self.found.year:
            role = "baseline"
        put(draft, role, text, name)

    def _ticked(self, draft: Draft, cell: Cell, name: str) -> None:
        """A cross under «Quý II»: the work is due in the second quarter."""
        period = period_named(name)
        if period and is_mark(cell.text):
            draft.deadline.append(period)
            self.found.frames.append(cell.passage)
        else:
            put(draft, "deadline", cell.text, name)

    def _inherit_ditto(self, draft: Draft, role: Role) -> None:
        draft.inherited.append(_FIELDS[role])
        above = self.state.above
        if above is not None:
            name = "deadline" if role == "deadline" else _FIELDS[role]
            getattr(draft, name).extend(getattr(above, name))
            draft.sources.update(above.sources)

    # --- Rows that go on ---

    def _continues(self, row: Sequence[Cell], number: str, title: str, layout: Layout) -> bool:
        """Whether the row is the rest of the one before: cut by a page, part of a merged item, a sub-bullet."""
        last = self.state.last
        if last is None or is_over_all(row):
            return False
        if self._same_merged_item(row, layout):
            return True
        if number:
            return False
        if title and is_dashed(row, layout):
            return True
        if not title:
            return not _GROUP_IN_A_CELL.match(squeeze(own_cells(row)[0][1].text)) or own_cells(row)[0][0] > 1
        first = marked(squeeze(title.split("\n")[0]), []).kind
        if (
            first == "bullet"
            or title[0].islower()
            or (
                first in {"decimal", "letter"}
                and last.number
                and layout.has("number")
                and not spans_table(row)
            )
        ):
            return True
        return self.state.after_header and not spans_table(row) and _unfinished(last)

    def _same_merged_item(self, row: Sequence[Cell], layout: Layout) -> bool:
        """Number (or, without one, title) merged with the row above: several lines of one item."""
        if not self.state.last_row or not any(map(_INHERITED, row)):
            return False
        merged = {layout.roles[column] for column, cell in enumerate(row) if cell.inherited and cell.text}
        fresh = {layout.roles[column] for column, cell in enumerate(row) if cell.text and not cell.inherited}
        if fresh & {"number"}:
            return False
        if "deadline" in fresh and of_one_owner(row, layout):
            return False
        return "number" in merged or (bool(merged & {"title", "target"}) and "number" not in layout.roles)

    def _extend(self, row: Sequence[Cell], layout: Layout) -> None:
        last = self.state.last
        if last is None:
            return
        cut = self.state.after_header
        for column, cell in enumerate(row):
            if not cell.text or cell.inherited or cell.spanned:
                continue
            last.cite(cell.passage)
            role = layout.roles[column]
            if role in {"title", "target"}:
                extend_title(last, cell.text, cut=cut)
            elif role in _FIELDS and (cut or _name_goes_on(last, role)):
                go_on(last, role, cell.text)
            else:
                put(last, role, cell.text, layout.names[column])
        if cut:
            self.found.warnings.append(
                f"Mục {'.'.join(filter(None, (last.section, last.number))) or squeeze(last.title)[:40]}: "
                f"hàng bị cắt qua trang, đã nối lại."
            )


def _name_goes_on(draft: Draft, role: Role) -> bool:
    """«Phòng Giáo dục và» above «Đào tạo»: a name broken by the width of its column."""
    names: list[str] = getattr(draft, role) if role in {"lead", "cooperating"} else []
    return bool(names) and goes_on(names[-1])


def _is_numbered_heading(cells: list[tuple[int, Cell]], number: str) -> bool:
    """«II | Hiện đại hóa hành chính» and nothing else, whatever the column beside the number holds elsewhere."""
    return (
        len(cells) == 2
        and cells[1][0] == cells[0][0] + 1
        and bool(_GROUP_NUMBER.fullmatch(number))
        and not cells[1][1].inherited
    )


_GROUP_NUMBER = re.compile(r"[IVXL]{1,5}|[A-HĐ]")


def _first_row(grid: Grid | None) -> Sequence[Cell] | None:
    """The first row under the header of a grid that goes on from the one before."""
    if grid is None or not grid.continued or len(grid.table.rows) <= grid.layout.header_rows:
        return None
    return grid.table.rows[grid.layout.header_rows]


def _next(number: str | None) -> str:
    return str(int(number) + 1) if number and number.isdigit() else ""


def _is_capital_list(outer: str, inner: str) -> bool:
    """«A» stays while «I», «II» come under it; another letter or numeral of the same kind takes its place."""
    roman = set("IVXL")
    return not (set(outer) <= roman) and set(inner) <= roman


def _unfinished(draft: Draft) -> bool:
    text = (draft.parts or [draft.title])[-1].rstrip()
    return not text.endswith((".", ";", "!"))
