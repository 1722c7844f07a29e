"""A year at a glance: every date on which something is due, by month, for people, sections or agencies."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from motcua.kernel.text import person_sort_key, sort_key
from motcua.plans.enums import Standing
from motcua.plans.models import Occurrence
from motcua.plans.queries import NONE, occurrence_standing

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
    """A person, a section or an agency.

    `chosen`: what narrows the list of tasks to this row, by name. `beside`: of which plan, where a section's number may
    stand in several.
    """

    label: str
    cells: tuple[Cell, ...]
    chosen: Mapping[str, str] = field(default_factory=dict)
    beside: str = ""

    @property
    def many(self) -> int:
        """Dates of the year."""
        return sum(cell.many for cell in self.cells)

    @property
    def overdue(self) -> int:
        """Of these, overdue."""
        return sum(cell.overdue for cell in self.cells)


@dataclass(frozen=True, slots=True)
class _Name:
    """What a date's row is; rows are sorted by `order`. Equal for all dates of one row."""

    order: tuple[Any, ...]
    label: str
    chosen: tuple[tuple[str, str], ...]
    beside: str = ""


def year_rows(dates: Sequence[Occurrence], by: str, today: date) -> list[Row]:
    """Rows by what is asked for (`BY`): people and agencies by the alphabet, sections as the plans have them.

    Those of nobody, and those under no heading, at the end.
    """
    name = _NAMES[by]
    groups: dict[_Name, list[Occurrence]] = {}
    for one in dates:
        groups.setdefault(name(one), []).append(one)
    several = len({one.task.plan_id for one in dates if one.task.section}) > 1
    return [
        Row(
            named.label,
            tuple(_cell(groups[named], month, today) for month in range(1, 13)),
            dict(named.chosen),
            named.beside if several else "",
        )
        for named in sorted(groups, key=lambda each: each.order)
    ]


def _cell(dates: Sequence[Occurrence], month: int, today: date) -> Cell:
    found = [occurrence_standing(one, today) for one in dates if one.due_date.month == month]
    done = sum(each in (Standing.DONE_IN_TIME, Standing.DONE_LATE) for each in found)
    return Cell(month, len(found), found.count(Standing.OVERDUE), done)


def _person(one: Occurrence) -> _Name:
    holder = one.task.holder
    if holder is None:
        return _Name((True,), "Chưa giao", (("holder", NONE),))
    return _Name((False, person_sort_key(holder.name), holder.pk), holder.name, (("holder", str(holder.pk)),))


def _section(one: Occurrence) -> _Name:
    section, plan = one.task.section, one.task.plan
    if not section:
        return _Name((True,), "Không theo mục", (("section", NONE),))
    label = f"{section}. {plan.heading(section)}".strip(". ")
    order = (False, plan.agency.path, plan.pk, _place(section))
    return _Name(order, label, (("plan", str(plan.pk)), ("section", section)), plan.title)


def _place(section: str) -> tuple[tuple[int, str], ...]:
    """Sections in the order a document has them: «III.10» after «III.9», «IX» after «VIII»."""
    return tuple(_number(part) for part in section.split("."))


def _number(part: str) -> tuple[int, str]:
    if part.isdecimal():
        return int(part), ""
    values = [_ROMAN.get(letter, 0) for letter in part.upper()]
    if not all(values):
        return 0, part
    return sum(-value if value < max(values[place:]) else value for place, value in enumerate(values)), ""


def _agency(one: Occurrence) -> _Name:
    agency = one.task.plan.agency
    return _Name((sort_key(agency.name), agency.code), agency.name, (("agency", agency.code),))


_ROMAN = {"I": 1, "V": 5, "X": 10}
_NAMES: dict[str, Callable[[Occurrence], _Name]] = {
    "person": _person,
    "section": _section,
    "agency": _agency,
}
