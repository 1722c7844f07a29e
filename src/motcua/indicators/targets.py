"""Families of targets as dated data: rows measured where the system can know, followed with evidence elsewhere. Pure.

A family is a TOML file in `data/targets/`. Every row names its measure (docs/algorithms/measures.md), or says in `why`
what keeps the system from knowing.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cache
from importlib.resources import files
from typing import Any

from motcua.kernel.refusals import Refused

_DATA = files("motcua.indicators") / "data" / "targets"


@dataclass(frozen=True, slots=True)
class TargetRow:
    """One target. `operator` is `>=`, `>`, `above_last_year`, or empty where only the figure is wanted.

    `value` in `unit` ("%": 80, not 0.8). `tables`: the rows of the plans it was taken from.
    """

    code: str
    section: str
    name: str
    operator: str
    value: Decimal | None
    unit: str
    measure: str
    why: str
    tables: tuple[str, ...]

    @property
    def aim(self) -> str:
        """What is demanded, in words."""
        if self.operator == "above_last_year":
            return "cao hơn năm trước"
        if self.value is None:
            return "theo dõi"
        sign = {">=": "≥", ">": ">", "=": "="}[self.operator]
        return f"{sign} {f'{self.value:f}'.replace('.', ',')} {self.unit}"

    def met_by(self, value: Fraction | None, before: Fraction | None = None) -> bool | None:
        """Whether an exact value meets it (`before`: last year's); None when nobody can say."""
        if value is None or not self.operator:
            return None
        if self.operator == "above_last_year":
            return None if before is None else value > before
        if self.value is None:
            return None
        wanted = Fraction(self.value)
        return {">=": value >= wanted, ">": value > wanted, "=": value == wanted}[self.operator]


@dataclass(frozen=True, slots=True)
class Family:
    """Targets that belong together, with their source and days."""

    code: str
    title: str
    basis: str
    note: str
    first: date
    last: date | None
    rows: tuple[TargetRow, ...]

    def row(self, code: str) -> TargetRow:
        """A row by its code; refuses one there is not."""
        for row in self.rows:
            if row.code == code:
                return row
        raise Refused(f"Nhóm chỉ tiêu {self.code} không có dòng «{code}».", field="row", code="unknown_row")


@cache
def families() -> tuple[Family, ...]:
    """Every family, in the order people look for them."""
    found = [
        _family(tomllib.loads(entry.read_text("utf-8")))
        for entry in _DATA.iterdir()
        if entry.name.endswith(".toml")
    ]
    return tuple(sorted(found, key=lambda family: (_ORDER.index(family.code), family.code)))


_ORDER = ("NQ-2024", "TTTT", "DVC", "DON-VI", "KINH-TE", "ND-224", "HTDD")


def family(code: str) -> Family:
    """One family; refuses a code that is not known."""
    for each in families():
        if each.code == code:
            return each
    raise Refused(f"Không có nhóm chỉ tiêu «{code}».", field="family", code="unknown_family")


def _family(data: Mapping[str, Any]) -> Family:
    return Family(
        code=data["code"],
        title=data["title"],
        basis=data["basis"],
        note=data.get("note", ""),
        first=data["first"],
        last=data.get("last"),
        rows=tuple(_row(row) for row in data["row"]),
    )


def _row(row: Mapping[str, Any]) -> TargetRow:
    return TargetRow(
        code=row["code"],
        section=row["section"],
        name=row["name"],
        operator=row["operator"],
        value=Decimal(row["value"]) if row["value"] else None,
        unit=row["unit"],
        measure=row.get("measure", ""),
        why=row.get("why", ""),
        tables=tuple(row.get("tables", ())),
    )
