"""Which column of a table holds what: from its header (one line or two), else from its content."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property, partial

from motcua.kernel.text import squeeze
from motcua.plans.reading.aims import may_hold
from motcua.plans.reading.blocks import Block, Cell, Table
from motcua.plans.reading.bodies import begins_with_body
from motcua.plans.reading.column_contents import TIME, is_unknown_header, settle_by_content
from motcua.plans.reading.columns import Role, folded, role_of, settle_frequency, settle_titles
from motcua.plans.reading.marks import months_named, ticked_columns

ORDINAL = re.compile(
    r"^\(?(?:\d{1,3}(?:\.\d{1,2}){0,5}|\d{1,3}(?:\.\d{1,3}){1,5}(?=[.)])|[IVXL]{1,5}|[A-HĐ]|[a-zđ])[.)]?$"
)
_INDEX = re.compile(r"^\(?(?:\d{1,2}|[A-Za-z])\)?(?:\s*=.*)?$")
_VALUE = re.compile(
    r"^(?:toi thieu|it nhat|tren|tu|dat|>=?|≥|<=?|duoi|khong)?[\s\w]{0,12}\d+(?:[.,]\d+)?\s*%?"
)
_WORKING: frozenset[Role] = frozenset(
    {"lead", "cooperating", "deadline", "deliverable", "value", "unit", "baseline"}
)


_OWN_NAMES: frozenset[Role] = frozenset({"lead", "cooperating", "deadline", "deliverable", "note"})


@dataclass(frozen=True)
class Layout:
    """The roles of a table's columns; `names` are the header's words, `header_rows` how many rows it takes."""

    roles: tuple[Role | None, ...]
    names: tuple[str, ...]
    header_rows: int

    def has(self, *roles: Role) -> bool:
        return any(role in self.roles for role in roles)

    @cached_property
    def of_targets(self) -> bool:
        """Whether its rows are targets."""
        return self.has("value") or (self.has("target") and self.has("unit", "assessor"))

    @cached_property
    def of_tasks(self) -> bool:
        """Whether its rows are work: also where they carry a target beside it."""
        return not self.of_targets or self.has("deadline", "deliverable")


@dataclass(frozen=True, slots=True)
class Grid:
    """A table that holds work or targets, with its layout. `continued`: goes on from the table before."""

    table: Table
    layout: Layout
    place: int
    continued: bool = False


def own_cells(row: Sequence[Cell]) -> list[tuple[int, Cell]]:
    """The cells that begin in this row and hold words, with their columns."""
    return [
        (column, cell)
        for column, cell in enumerate(row)
        if cell.text and not (cell.spanned or cell.inherited)
    ]


def grid_of(table: Table, place: int, before: Grid | None, follows: bool) -> Grid | None:
    """The table as a grid, or None when it holds no work: the head of a page, signatures, a list of other things.

    `before` is the grid read last, `follows` whether only a page break parts them: then a table without a
    header keeps the columns of the one before.
    """
    if before is not None and follows and table.rows and is_repeated_header(table.rows[0], before.layout):
        depth = _header_depth(table, 0)
        return Grid(table, Layout(before.layout.roles, before.layout.names, depth), place, continued=True)
    layout = header_layout(table)
    if layout:
        same = (
            before is not None
            and follows
            and layout.roles == before.layout.roles
            and layout.names == before.layout.names
        )
        return Grid(table, layout, place, continued=same)
    width = len(table.rows[0]) if table.rows else 0
    if before is not None and follows and width == len(before.layout.roles):
        return Grid(table, Layout(before.layout.roles, before.layout.names, 0), place, continued=True)
    layout = _layout_by_content(table)
    return Grid(table, layout, place) if layout else None


def header_layout(table: Table) -> Layout | None:
    """The layout named by the first rows that look like a header, at most three rows down; None without one."""
    for start in range(min(3, len(table.rows))):
        names = months_named(_names(table.rows[start]))
        known = _is_header(table.rows[start], names, ticked_columns(table, names, start + 1))
        if known or is_unknown_header(names, partial(_cells, table, start + 1)):
            depth = _header_depth(table, start)
            if depth > 1:
                names = months_named(_joined_names(table.rows[start : start + depth]))
            lowest = _names(table.rows[start + depth - 1]) if depth > 1 else ()
            return Layout(_roles(table, names, start + depth, lowest), names, start + depth)
    return None


def _names(row: Sequence[Cell]) -> tuple[str, ...]:
    return tuple(squeeze(cell.text) for cell in row)


def _is_header(row: Sequence[Cell], names: Sequence[str], ticked: frozenset[int] = frozenset()) -> bool:
    if len({name for name in names if name}) < 2 or max(map(len, names)) > 120:
        return False
    others = (name for column, name in enumerate(names) if name and column not in ticked)
    roles = [role_of(folded(name)) for name in dict.fromkeys(others)] + ["deadline"] * bool(ticked)
    known = [role for role in roles if role]
    entitled = {"title", "target"} & set(known)
    return (
        len(set(known)) >= 2
        and bool(entitled or "number" in known)
        and bool(_WORKING & set(known))
        and (len(known) * 2 >= len(roles) and not any(re.search(r"\d\s*%$", name) for name in names))
    )


def _header_depth(table: Table, start: int) -> int:
    """How many rows the header takes: a cell over several columns, or cells merged downwards, open a second line."""
    depth = 1
    while start + depth < len(table.rows) and depth < 3:
        row, above = table.rows[start + depth], table.rows[start + depth - 1]
        merged_down = any(cell.inherited and cell.text for cell in row)
        under_span = any(cell.spanned for cell in above)
        flattened = depth == 1 and _second_line_flattened(row, above)
        if not flattened and (not (merged_down or under_span) or not _names_only(row, above)):
            break
        depth += 1
    return depth


def _second_line_flattened(row: Sequence[Cell], above: Sequence[Cell]) -> bool:
    """The second line of a header whose merges a text file has lost: names stand under empty cells of the first."""
    fresh = [(column, cell.text) for column, cell in enumerate(row) if cell.text]
    if not fresh or any(len(text) > 40 for _, text in fresh) or fresh[0][0] == 0:
        return False
    under_empty = [role_of(folded(text)) for column, text in fresh if not above[column].text]
    return bool(under_empty) and all(under_empty)


def _names_only(row: Sequence[Cell], above: Sequence[Cell]) -> bool:
    fresh = [cell.text for cell in row if cell.text and not cell.inherited]
    if not fresh or any(len(text) > 60 for text in fresh):
        return not fresh
    ordinal = next((cell for cell in row if cell.text), None)
    if ordinal is not None and not ordinal.inherited and ORDINAL.match(ordinal.text.strip()):
        return False
    return all(
        cell.inherited or cell.spanned or not cell.text or _has_wide_parent(above, column)
        for column, cell in enumerate(row)
    )


def _has_wide_parent(above: Sequence[Cell], column: int) -> bool:
    following = above[column + 1] if column + 1 < len(above) else None
    return above[column].spanned or bool(following and following.spanned) or not above[column].text


def _joined_names(rows: Sequence[Sequence[Cell]]) -> tuple[str, ...]:
    columns = zip(*rows, strict=True)
    return tuple(
        " ".join(dict.fromkeys(squeeze(cell.text) for cell in column if cell.text)) for column in columns
    )


def _roles(
    table: Table, names: Sequence[str], first: int, lowest: Sequence[str] = ()
) -> tuple[Role | None, ...]:
    roles: list[Role | None] = [_role_of_name(name) for name in names]
    for column, name in enumerate(lowest):
        below = role_of(folded(name))
        if below in _OWN_NAMES and name != names[column]:
            roles[column] = below  # «Phân công thực hiện | Thời gian»: the lower line says it
        elif _YEAR_ONLY.fullmatch(folded(name)) and _holds_values(table, column, first):
            roles[column] = "value"  # «Lộ trình thực hiện | Năm 2026 | Năm 2027»
        elif len(names[column]) > len(name) and folded(name) in {"ket thuc", "den"}:
            roles[column] = "deadline"
    periods = [at for at, name in enumerate(names) if _PERIOD.fullmatch(folded(name))]
    if len(periods) > 1 and all(_holds_values(table, column, first) for column in periods):
        roles = ["value" if at in periods else role for at, role in enumerate(roles)]
    _settle_units(table, names, roles, first)
    settle_titles(names, roles)
    _settle_aspirations(table, names, roles, first)
    for column in ticked_columns(table, names, first):
        roles[column] = "mark"
    settle_frequency(names, roles)
    settle_by_content(roles, names, partial(_cells, table, first))
    if "title" not in roles and "target" not in roles:
        _widest_is_title(table, roles, first)
    return tuple(roles)


def _cells(table: Table, first: int, column: int) -> list[str]:
    """The filled cells of a column, from a row on; groups merged over the table are none."""
    return [
        row[column].text
        for row in table.rows[first:]
        if row[column].text
        and not row[column].spanned
        and not (column + 1 < len(row) and row[column + 1].spanned)
    ]


_YEAR_ONLY = re.compile(r"(?:nam )?20\d\d")
_PERIOD = re.compile(
    r"(?:quy (?:i{1,3}|iv|[1-4])|thang \d{1,2}|[69] thang|ca nam)(?: ?/ ?20\d\d| nam 20\d\d)?"
)


def _holds_values(table: Table, column: int, first: int) -> bool:
    texts = [row[column].text for row in table.rows[first:] if row[column].text]
    return bool(texts) and all(len(text) < 40 and _VALUE.match(folded(text)) for text in texts)


_BEGINS = re.compile(r"\b(?:bat dau|tu(?: ngay| thang)?)$")  # «Thời gian | Từ ngày | Đến ngày»


def _role_of_name(name: str) -> Role | None:
    """The role of a column; of a two-line name the lower line decides when it names one itself."""
    plain = folded(name)
    if _BEGINS.search(plain):
        return "extra"  # when work begins is no deadline
    if plain.count("chu tri") + plain.count("phoi hop") > 2:
        lower = re.search(r"(chu tri|phoi hop)$", plain)
        return role_of(lower.group()) if lower else role_of(plain)
    return role_of(plain)


def _settle_units(table: Table, names: Sequence[str], roles: list[Role | None], first: int) -> None:
    """«Đơn vị» is a unit of measure when its cells are «%», «điểm»; an agency otherwise."""
    for column, name in enumerate(names):
        if folded(name) == "don vi":
            texts = [row[column].text for row in table.rows[first:] if row[column].text]
            measured = sum(1 for text in texts if len(text) <= 12 and not begins_with_body(text))
            roles[column] = "unit" if measured * 2 >= len(texts) else "lead"


def _settle_aspirations(table: Table, names: Sequence[str], roles: list[Role | None], first: int) -> None:
    """«Mục tiêu» beside the work whose cells measure nothing («1. Nâng cao hiệu quả chỉ đạo») holds no values."""
    for column, role in enumerate(roles):
        if role == "value" and "title" in roles and folded(names[column]).startswith("muc tieu"):
            texts = [_LISTED.sub("", row[column].text) for row in table.rows[first:]]
            if not any(map(may_hold, texts)):
                roles[column] = "extra"


_LISTED = re.compile(r"^\W*\d{1,3}(?:\.\d{1,3})*[.)]\s+(?=[^\W\d])")


def _widest_is_title(table: Table, roles: list[Role | None], first: int) -> None:
    leads = [column for column, role in enumerate(roles) if role == "lead"]
    free = [column for column, role in enumerate(roles) if role is None]
    if not free and len(leads) > 1:
        free = leads[:1]  # «Đơn vị» (to be inspected) beside «Chủ trì»
    if free:
        roles[max(free, key=lambda column: sum(len(row[column].text) for row in table.rows[first:]))] = (
            "title"
        )


def is_index_row(row: Sequence[Cell]) -> bool:
    """«(1) (2) (3) …» under a header: the numbers of the columns."""
    filled = 0
    for cell in row:
        text = cell.text
        if text and not cell.spanned:
            if (len(text) > 4 and "=" not in text) or not _INDEX.match(text.strip()):
                return False
            filled += 1
    return filled >= 3


def is_repeated_header(row: Sequence[Cell], layout: Layout) -> bool:
    """A row that prints the header again, as after a page break."""
    filled = 0
    for cell, name in zip(row, layout.names, strict=False):
        if cell.text:
            filled += 1
            if len(cell.text) > len(name) + 8:
                return False
            words = folded(cell.text)
            if not words or words not in folded(name):
                return False
    ticked = frozenset(column for column, role in enumerate(layout.roles) if role == "mark")
    return filled >= 2 and _is_header(row, _names(row), ticked)


def is_second_line(row: Sequence[Cell], layout: Layout) -> bool:
    """The lower line of a header of two lines, printed again: «Chủ trì», «Phối hợp» under their columns."""
    fresh = [(cell, name) for cell, name in zip(row, layout.names, strict=False) if cell.text]
    return bool(fresh) and all(
        len(cell.text) < 40 and role_of(folded(cell.text)) and folded(name).endswith(folded(cell.text))
        for cell, name in fresh
    )


# --- Without a header ---


def _layout_by_content(table: Table) -> Layout | None:
    width = len(table.rows[0]) if table.rows else 0
    if width < 3 or len(table.rows) < 2:
        return None
    columns = [[row[column].text for row in table.rows if row[column].text] for column in range(width)]
    roles: list[Role | None] = [None] * width
    _claim(roles, columns, "number", lambda text: bool(ORDINAL.match(text.strip())), 0.7)
    _claim(roles, columns, "unit", lambda text: text.strip() in {"%", "điểm", "Điểm"}, 0.6)
    _claim(
        roles,
        columns,
        "deadline",
        lambda text: len(text) < 160 and bool(TIME.search(folded(text) + " ")),
        0.6,
    )
    _claim(roles, columns, "value", lambda text: len(text) < 60 and bool(_VALUE.match(folded(text))), 0.6)
    _claim(roles, columns, "lead", lambda text: len(text) < 120 and begins_with_body(text), 0.6)
    _claim(roles, columns, "cooperating", lambda text: len(text) < 160 and begins_with_body(text), 0.6)
    free = [column for column in range(width) if roles[column] is None and columns[column]]
    if not free or not {"number", "lead"} & set(roles) or not {"lead", "deadline", "value"} & set(roles):
        return None
    roles[max(free, key=lambda column: sum(map(len, columns[column])))] = "title"
    for column in free:
        if roles[column] is None:
            roles[column] = "deliverable" if "deliverable" not in roles else "note"
    return Layout(tuple(roles), ("",) * width, 0)


def _claim(
    roles: list[Role | None], columns: list[list[str]], role: Role, fits: Callable[[str], bool], share: float
) -> None:
    for column, texts in enumerate(columns):
        if roles[column] is None and texts and sum(map(fits, texts)) >= share * len(texts):
            roles[column] = role
            return


_PAGE = re.compile(r"^\W*(?:[Tt]rang\s+)?\d{1,3}(?:\s*/\s*\d{1,3})?\W*$")


def is_page_number(text: str) -> bool:
    """A line that is only the number of a page, as left between two pages of text."""
    return len(text) < 16 and bool(_PAGE.match(text))


def grids_and_blocks(blocks: Sequence[Block]) -> list[Block | Grid]:
    """Blocks in order, where every table that holds work is a grid."""
    found: list[Block | Grid] = []
    before: Grid | None = None
    follows = False
    for place, block in enumerate(blocks):
        if not isinstance(block, Table):
            follows = follows and is_page_number(block.passage.text)
            found.append(block)
            continue
        grid = grid_of(block, place, before, follows)
        if grid is not None:
            before, follows = grid, True
        found.append(grid or block)
    return found
