"""Columns of months or quarters with a cross where the work falls: «Quý I | Quý II | Quý III | Quý IV»."""

import re
from collections.abc import Sequence
from functools import lru_cache

from motcua.kernel.text import squeeze
from motcua.plans.reading.blocks import Cell, Table
from motcua.plans.reading.columns import folded

_MARK = re.compile(r"[xX×✓✔√✗☑☒vV+*●•■]{1,2}")
_QUARTER = r"IV|I{1,3}|[1-4]"
_PERIOD = re.compile(
    rf"(?:(?:Quý|QUÝ|quý|Q)\s*\.?(?:{_QUARTER})|(?:Tháng|THÁNG|tháng|T)\s*\.?\d{{1,2}})(?:\s*/\s*20\d\d)?$"
)
_BARE = re.compile(rf"(?:^|\s)(?P<n>{_QUARTER}|\d{{1,2}})$")
_YEAR = re.compile(r"(?:[Nn]ăm\s+)?(?P<year>20\d\d)$")


def is_mark(text: str) -> bool:
    """A cross or a tick, and nothing else."""
    return len(text) <= 4 and bool(_MARK.fullmatch(text.strip()))


@lru_cache(maxsize=2048)
def period_named(name: str) -> str | None:
    """The month, quarter or year a column's name ends with: «Thời gian thực hiện Quý II» → «Quý II».

    A bare figure is a month or a quarter where the line above says so: «Tháng» over «1», «2», ….
    """
    name = squeeze(name)
    hit = _PERIOD.search(name)
    if hit:
        return hit.group()
    year = _YEAR.search(name)
    if year:
        return f"năm {year['year']}"
    bare = _BARE.search(name)
    above = folded(name[: bare.start()]) if bare else ""
    if bare and re.search(r"\bquy\b", above):
        return f"Quý {bare['n']}"
    return f"Tháng {bare['n']}" if bare and bare["n"].isdigit() and re.search(r"\bthang\b", above) else None


def months_named(names: Sequence[str]) -> tuple[str, ...]:
    """Names of columns, where a run of bare «1», «2», … «12» is named «Tháng 1», «Tháng 2», …"""
    for start in range(len(names) - 11):
        if list(names[start : start + 12]) == _TWELVE:
            return (*names[:start], *(f"Tháng {figure}" for figure in _TWELVE), *names[start + 12 :])
    return tuple(names)


_TWELVE = [str(figure) for figure in range(1, 13)]


def ticked_columns(table: Table, names: Sequence[str], first: int) -> frozenset[int]:
    """The columns named by a period whose cells hold marks only, where at least two stand side by side."""
    found = frozenset(
        column
        for column, name in enumerate(names)
        if period_named(name) and _only_marks(table.rows[first:], column)
    )
    used = any(row[column].text for row in table.rows[first:] for column in found)
    return found if len(found) > 1 and used else frozenset()


def _only_marks(rows: Sequence[Sequence[Cell]], column: int) -> bool:
    """Group rows merged over the table and the lower line of a header are passed over."""
    return all(
        is_mark(cell.text) or bool(period_named(cell.text)) or cell.spanned
        for cell in (row[column] for row in rows)
        if cell.text
    )
