"""Tables copied out of a PDF file: every cell on a line of its own, long cells over several lines.

The header names the columns, a line with the next ordinal begins a row, and the lines between are given to the
columns so that agencies stand under agencies and times under times: docs/algorithms/plan-reading.md.
"""

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise

from motcua.kernel.text import fold, squeeze
from motcua.plans.reading.blocks import RawCell
from motcua.plans.reading.bodies import begins_with_body, goes_on
from motcua.plans.reading.column_contents import TIME
from motcua.plans.reading.columns import Role, role_of

_FIRST = re.compile(r"^(?:s?tt|so tt|so thu tu)$")
_ORDINAL = re.compile(r"^\(?(?:\d{1,3}(?:\.\d{1,2}){0,2}|[IVXL]{1,5}|[A-HĐ])[.)]?$")
_BEGINS_ROWS = frozenset(("1", "I", "A", "1.1"))
_ENDS_TABLE = re.compile(
    r"^(?:[IVXL]{1,5}[.)]\s|\d{1,2}[.)]\s+\S.{20}|(?:N[Ơơ][Ii] [Nn]h[Ậậ]n|Trên đây|Điều \d|PHỤ LỤC|Phụ lục)\b)"
)
_OPEN = re.compile(
    r"(?:[,/(–-]|\b(?:và|của|với|ngày|tháng|năm|trước|quý|từ|đến|về|cho|các|theo|tại|thuộc|là|kết))$",
    re.IGNORECASE,
)
# «… cho công chức | Bộ phận Một cửa»: whose people they are comes next.
_PEOPLE = re.compile(
    r"(?:công chức|cán bộ|viên chức|lãnh đạo|nhân viên|hoạt động|trang|cổng)$", re.IGNORECASE
)
_PARENTS = frozenset(("lead", None))
_LONGEST_HEADER = 20
_LONGEST_ROW = 60
_AGENCIES: frozenset[Role] = frozenset(("lead", "cooperating", "assessor"))
_MAY_BE_EMPTY: frozenset[Role | None] = frozenset(("cooperating", "deliverable", "note", None))


def stacked_table(lines: Sequence[str], start: int) -> tuple[list[list[RawCell]], list[str], int] | None:
    """The rows of a table whose cells stand one below the other from `start`, words beside it, the line after."""
    if not _FIRST.match(fold(lines[start]).strip(" .")):
        return None
    names, position = _header(lines, start)
    roles = [role_of(fold(name)) for name in names]
    if len(names) < 4 or sum(1 for role in roles if role) < 3 or not {"lead", "deadline"} & set(roles):
        return None
    rows = [[RawCell(name) for name in names]]
    lines = list(lines)
    beside: list[str] = []
    begins, end = _begins(lines, position, beside)
    for begin, after in zip(begins, [*begins[1:], end], strict=True):
        cells = [lines[at].strip() for at in range(begin + 1, after)]
        if len(cells) == len(names) - 1 and not all(cells) and any(cells):
            rows.append(
                [RawCell(lines[begin].strip()), *map(RawCell, cells)]
            )  # its empty cells are empty lines
            continue
        texts = [text for text in cells if text]
        texts = _without_header(texts, beside)
        rows.append(_row(lines[begin].strip(), texts, roles))
    return (rows, beside, end) if len(rows) > 1 else None


# --- Header ---


def _header(lines: Sequence[str], start: int) -> tuple[list[str], int]:
    """The names of the columns, and the line where the first row begins."""
    names: list[str] = []
    position = start
    while position < min(len(lines), start + _LONGEST_HEADER):
        line = lines[position].strip()
        if line in _BEGINS_ROWS:
            return _with_children(names), position
        if line and names and (line[0].islower() or _OPEN.search(names[-1])):
            names[-1] = squeeze(f"{names[-1]} {line}")
        elif line:
            names.append(line)
        position += 1
    return [], position


def _with_children(names: list[str]) -> list[str]:
    """«Cơ quan thực hiện» printed over «Chủ trì» and «Phối hợp»: the two stand in its place."""
    folded = [fold(name) for name in names]
    children = [at for at, name in enumerate(folded) if name in {"chu tri", "phoi hop"}]
    parent = next(
        (
            at
            for at, name in enumerate(folded)
            if at not in children and re.match(r"(?:co quan|don vi|phan cong|trach nhiem|bo phan)", name)
        ),
        None,
    )
    if len(children) != 2 or parent is None:
        return names
    inner = [f"{names[parent]} {names[at]}" for at in children]
    return [
        name
        for at, kept in enumerate(names)
        if at not in children
        for name in (inner if at == parent else [kept])
    ]


# --- Rows ---


def _begins(lines: list[str], position: int, beside: list[str]) -> tuple[list[int], int]:
    """The lines that begin a row, and the line after the table; page numbers are put `beside`."""
    found: list[int] = []
    seen: list[str] = []
    while position < len(lines):
        line = lines[position].strip()
        if _ENDS_TABLE.match(line) or (found and position - found[-1] > _LONGEST_ROW):
            break
        if _FIRST.match(fold(line)) or not _ORDINAL.match(line):
            position += 1
            continue
        label = line.strip("().")
        if _is_page_number(lines, position):
            beside.append(line)
            lines[position] = ""
        elif _follows(seen, label):
            found.append(position)
            seen.append(label)
        position += 1
    return found, position


def _is_page_number(lines: Sequence[str], position: int) -> bool:
    """A bare figure with no words of a row under it: the next line is an ordinal or the header again."""
    if not lines[position].strip().isdigit():
        return False
    following = next((line.strip() for line in lines[position + 1 : position + 4] if line.strip()), "")
    return bool(_ORDINAL.match(following)) or bool(_FIRST.match(fold(following)))


def _follows(seen: Sequence[str], label: str) -> bool:
    """Whether an ordinal is the next one of its kind, or begins a list."""
    if label in _BEGINS_ROWS or not seen:
        return True
    head, _, last = label.rpartition(".")
    if not last.isdigit():
        before = next((other for other in reversed(seen) if not other[0].isdigit()), None)
        return before is None or _after(before) == label
    if last == "1":
        return seen[-1] == head
    wanted = f"{head}.{int(last) - 1}" if head else str(int(last) - 1)
    return any(other == wanted or other.startswith(wanted + ".") for other in seen[-12:])


_NUMERALS = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")


def _after(label: str) -> str:
    if label in _NUMERALS[:-1]:
        return _NUMERALS[_NUMERALS.index(label) + 1]
    return chr(ord(label) + 1) if len(label) == 1 else ""


def _row(ordinal: str, texts: list[str], roles: Sequence[Role | None]) -> list[RawCell]:
    width = len(roles)
    if _is_group(ordinal, texts):
        return [RawCell(ordinal), RawCell(" ".join(texts), columns=width - 1)]
    cells = _shared_out(texts, roles[1:])
    unwrapped = (_unwrapped(cell, role in _AGENCIES) for cell, role in zip(cells, roles[1:], strict=True))
    return [RawCell(ordinal), *map(RawCell, unwrapped)]


def _unwrapped(cell: Sequence[str], agencies: bool) -> str:
    """The lines of a cell as its paragraphs: a new one begins with a dash or after a full stop or semicolon.

    In a column of agencies a line that begins with an agency's name is a new one as well.
    """
    text = ""
    for line in cell:
        parted = text.endswith((";", ".", ":")) or line.startswith(("- ", "+ ", "• "))
        parted = parted or (agencies and begins_with_body(line) and not goes_on(text))
        text += ("\n" if parted else " ") + line if text else line
    return text


def _without_header(texts: Sequence[str], beside: list[str]) -> list[str]:
    """A row's lines; a header printed again among them is put `beside`."""
    kept: list[str] = []
    skipping = False
    for text in texts:
        first = bool(_FIRST.match(fold(text)))
        name = len(text) < 30 and (role_of(fold(text)) is not None or text[0].islower())
        skipping = first or (skipping and name)
        (beside if skipping else kept).append(text)
    return kept


def _is_group(ordinal: str, texts: Sequence[str]) -> bool:
    if any(TIME.search(fold(text) + " ") and len(text) < 60 for text in texts[1:]):
        return False
    return not ordinal[0].isdigit() or not any(begins_with_body(text) for text in texts[1:])


def _shared_out(texts: Sequence[str], roles: Sequence[Role | None]) -> list[Sequence[str]]:
    """The lines given to the columns in order, at the best sum of what speaks for each cell."""
    many, width = len(texts), len(roles)
    worst = float("-inf")
    best = [[worst] * (many + 1) for _ in range(width + 1)]
    came = [[0] * (many + 1) for _ in range(width + 1)]
    best[0][0] = 0.0
    for column in range(width):
        for end in range(many + 1):
            for begin in range(end + 1):
                if best[column][begin] == worst:
                    continue
                score = best[column][begin] + _score(tuple(texts[begin:end]), roles[column], texts, begin)
                if score > best[column + 1][end]:
                    best[column + 1][end], came[column + 1][end] = score, begin
    cells: list[Sequence[str]] = []
    end = many
    for column in range(width, 0, -1):
        begin = came[column][end]
        cells.append(texts[begin:end])
        end = begin
    return cells[::-1]


def _score(cell: tuple[str, ...], role: Role | None, texts: Sequence[str], begin: int) -> float:
    """What speaks for these lines being the cell of a column."""
    if not cell:
        return -2.0 if role in _MAY_BE_EMPTY else -5.0
    score = _fit(cell, role)
    if cell[0][0].islower():
        score -= 6
    if begin and _OPEN.search(texts[begin - 1]):
        score -= 4
    return score


@lru_cache(maxsize=8192)
def _fit(cell: tuple[str, ...], role: Role | None) -> float:
    text = " ".join(cell)
    if role in _AGENCIES:
        inner = sum(1 for line in cell[1:] if TIME.search(fold(line) + " "))
        fresh = sum(
            1
            for above, line in pairwise(cell)
            if begins_with_body(line) and above[-1] not in ";," and not goes_on(above)
        )
        return (
            (3.0 if begins_with_body(text) else -3.0) - 0.3 * max(0, len(cell) - 3) - 2 * inner - 1.5 * fresh
        )
    if role == "deadline":
        later = sum(1 for line in cell[1:] if line[0].isupper() and not TIME.search(fold(line) + " "))
        foreign = sum(1 for line in cell if begins_with_body(line))
        return (4.0 if TIME.search(fold(text) + " ") else -4.0) - 1.5 * later - 3 * foreign
    if role in {"title", "target"}:
        return 1.0 - 2.0 * sum(
            1
            for above, line in pairwise(cell)
            if begins_with_body(line) and not _OPEN.search(above) and not _PEOPLE.search(above)
        )
    return 0.5 - (1.0 if TIME.search(fold(text) + " ") and len(text) < 40 else 0.0)
