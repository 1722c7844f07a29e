"""A year at a glance: every date on which something is due, by month, for people, sections or agencies."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from motcua.kernel.text import person_sort_key, sort_key
from motcua.plans.enums import Standing
from motcua.plans.models import Occurrence
from motcua.plans.queries import occurrence_standing

BY = {"person": "Người làm", "section": "Mục kế hoạch", "agency": "Cơ quan"}


@dataclass(frozen=True, slots=True)
class Cell:
    """A month of one row: how many dates, how many of them overdue, how many met."""

    month: int
    many: int
    overdue: int
    done: int


@dataclass(frozen=True, slots=True)
class Row:
    """A person, a section or an agency."""

    key: str
    label: str
    cells: tuple[Cell, ...]

    @property
    def many(self) -> int:
        """Dates of the year."""
        return sum(cell.many for cell in self.cells)

    @property
    def overdue(self) -> int:
        """Of these, overdue."""
        return sum(cell.overdue for cell in self.cells)


def year_rows(dates: Sequence[Occurrence], by: str, today: date) -> list[Row]:
    """Rows by what is asked for (`BY`), in alphabetical order, those of nobody at the end."""
    name = _NAMES[by]
    groups: dict[tuple[str, str], list[Occurrence]] = {}
    for one in dates:
        groups.setdefault(name(one), []).append(one)
    rows = [
        Row(key, label, tuple(_cell(found, month, today) for month in range(1, 13)))
        for (key, label), found in groups.items()
    ]
    order = person_sort_key if by == "person" else sort_key
    return sorted(rows, key=lambda row: (not row.key, order(row.label)))


def _cell(dates: Sequence[Occurrence], month: int, today: date) -> Cell:
    found = [occurrence_standing(one, today) for one in dates if one.due_date.month == month]
    done = sum(each in (Standing.DONE_IN_TIME, Standing.DONE_LATE) for each in found)
    return Cell(month, len(found), found.count(Standing.OVERDUE), done)


def _person(one: Occurrence) -> tuple[str, str]:
    holder = one.task.holder
    return (str(holder.pk), holder.name) if holder else ("", "Chưa giao")


def _section(one: Occurrence) -> tuple[str, str]:
    section = one.task.section
    return section, f"{section}. {one.task.plan.heading(section)}".strip(". ") or "Không theo mục"


def _agency(one: Occurrence) -> tuple[str, str]:
    agency = one.task.plan.agency
    return agency.code, agency.name


_NAMES: dict[str, Callable[[Occurrence], tuple[str, str]]] = {
    "person": _person,
    "section": _section,
    "agency": _agency,
}
