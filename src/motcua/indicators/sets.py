"""Indicator sets as dated data: which criteria, points, thresholds and bands hold on a day. Pure.

A set is a TOML file in `data/`; a successor or a province's own variant is a further file. How the numbers of
set 766 were found, and how sure each is: docs/algorithms/index-766.md.
"""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

from motcua.indicators.enums import Grade, ZeroRule
from motcua.kernel.refusals import Refused

_DATA = files("motcua.indicators") / "data"


@dataclass(frozen=True, slots=True)
class Criterion:
    """One criterion with the rules of a day: `maximum` in points, `threshold` a ratio from 0 to 1 or None.

    `measure` names what counts it (docs/algorithms/measures.md): its own code unless the set says otherwise.
    """

    code: str
    measure: str
    name: str
    group: str
    maximum: Decimal
    threshold: Decimal | None
    zero: ZeroRule
    constant: Decimal | None
    scored: bool
    numerator: str
    denominator: str
    unit: str
    portal_code: str
    portal_fields: str
    levels: tuple[str, ...]
    note: str
    first: date
    last: date | None
    basis: str
    grade: Grade


@dataclass(frozen=True, slots=True)
class Group:
    """A group of criteria, or (with `parts`) a group that sums other groups."""

    code: str
    name: str
    maximum: Decimal
    parent: str
    parts: tuple[str, ...]
    portal_code: str
    grade: Grade


@dataclass(frozen=True, slots=True)
class Band:
    """A class of totals: from `at_least` points up to where the next higher band begins."""

    name: str
    at_least: Decimal
    first: date
    last: date | None
    basis: str
    grade: Grade


@dataclass(frozen=True, slots=True)
class Target:
    """An aim of the government that criteria refer to; `year` is None where it is not known."""

    instrument: str
    name: str
    operator: str
    value: Decimal
    unit: str
    year: int | None
    criteria: tuple[str, ...]
    levels: tuple[str, ...]
    grade: Grade


@dataclass(frozen=True, slots=True)
class IndicatorSet:
    """A set with the rules of the day `rules_of`. `bands` stand from the highest to the lowest."""

    code: str
    title: str
    basis: str
    scope: str
    rules_of: date
    maximum: Decimal
    groups: tuple[Group, ...]
    criteria: tuple[Criterion, ...]
    bands: tuple[Band, ...]
    targets: tuple[Target, ...]
    notes: tuple[str, ...]

    @property
    def scored(self) -> tuple[Criterion, ...]:
        """The criteria that give points."""
        return tuple(criterion for criterion in self.criteria if criterion.scored)

    def criterion(self, code: str) -> Criterion:
        """The criterion of a code; `Refused` names the codes there are."""
        for criterion in self.criteria:
            if criterion.code == code:
                return criterion
        codes = ", ".join(criterion.code for criterion in self.scored)
        raise Refused(
            f"Bộ chỉ số {self.code} không có tiêu chí «{code}». Các mã: {codes}.",
            field=code,
            code="unknown_criterion",
        )

    def band(self, total: Decimal) -> Band:
        """The band of a complete total."""
        return next(band for band in self.bands if total >= band.at_least)


def known() -> tuple[str, ...]:
    """Codes of the sets there are."""
    return tuple(
        sorted(entry.name.removesuffix(".toml") for entry in _DATA.iterdir() if entry.name.endswith(".toml"))
    )


@lru_cache(maxsize=128)
def load(code: str, *, on: date) -> IndicatorSet:
    """The set with the rules that hold on a day.

    Refuses a code that is not known, and a day on which the set was not in force.
    """
    return build(read(code), on=on)


def build(data: Mapping[str, Any], *, on: date) -> IndicatorSet:
    """The set of plain data (a file, or what an administrator made) with the rules that hold on a day.

    Refuses a day on which the set was not in force.
    """
    code = data["code"]
    if not _holds(data, on):
        raise Refused(
            f"Bộ chỉ số {code} có hiệu lực từ {data['first']:%d/%m/%Y}{_until(data)}; không có quy tắc cho "
            f"ngày {on:%d/%m/%Y}. Chọn ngày khác hoặc bộ chỉ số khác.",
            field="on",
            code="set_not_in_force",
        )
    return IndicatorSet(
        code=data["code"],
        title=data["title"],
        basis=data["basis"],
        scope=data["scope"],
        rules_of=on,
        maximum=Decimal(data["maximum"]),
        groups=_groups(data["groups"]),
        criteria=tuple(_criterion(row, on) for row in data["criteria"] if any(_rules(row, on))),
        bands=_bands(data["bands"], on),
        targets=tuple(_target(row) for row in data.get("targets", ())),
        notes=tuple(data.get("notes", ())),
    )


@cache
def changes(code: str) -> tuple[date, ...]:
    """The days on which some rule of a set begins, in order: for pages that explain a jump in a series."""
    data = read(code)
    rows = [data, *data["bands"], *(rule for row in data["criteria"] for rule in row["rules"])]
    return tuple(sorted({row["first"] for row in rows}))


@cache
def read(code: str) -> Mapping[str, Any]:
    """A packaged set as plain data, all its days together; refuses a code that is not known."""
    if code not in known():
        raise Refused(
            f"Không có bộ chỉ số «{code}». Các bộ đang có: {', '.join(known())}.",
            field="set",
            code="unknown_set",
        )
    return tomllib.loads((_DATA / f"{code}.toml").read_text(encoding="utf-8"))


def _holds(row: Mapping[str, Any], on: date) -> bool:
    return bool(row["first"] <= on and ("last" not in row or on <= row["last"]))


def _until(row: Mapping[str, Any]) -> str:
    return f" đến {row['last']:%d/%m/%Y}" if "last" in row else ""


def _rules(row: Mapping[str, Any], on: date) -> Iterable[Mapping[str, Any]]:
    return (rule for rule in row["rules"] if _holds(rule, on))


def _criterion(row: Mapping[str, Any], on: date) -> Criterion:
    rule = next(iter(_rules(row, on)))
    return Criterion(
        code=row["code"],
        measure=row.get("measure", row["code"]),
        name=row["name"],
        group=row["group"],
        maximum=Decimal(rule["maximum"]),
        threshold=_decimal(rule, "threshold"),
        zero=ZeroRule(rule["zero"]),
        constant=_decimal(rule, "constant"),
        scored=row.get("scored", True),
        numerator=row["numerator"],
        denominator=row["denominator"],
        unit=row["unit"],
        portal_code=row.get("portal_code", ""),
        portal_fields=row.get("portal_fields", ""),
        levels=tuple(row["levels"]),
        note=row.get("note", ""),
        first=rule["first"],
        last=rule.get("last"),
        basis=rule["basis"],
        grade=Grade(rule["grade"]),
    )


def _decimal(row: Mapping[str, Any], key: str) -> Decimal | None:
    return Decimal(row[key]) if key in row else None


def _groups(rows: Iterable[Mapping[str, Any]]) -> tuple[Group, ...]:
    rows = tuple(rows)
    return tuple(
        Group(
            code=row["code"],
            name=row["name"],
            maximum=Decimal(row["maximum"]),
            parent=row.get("parent", ""),
            parts=tuple(part["code"] for part in rows if part.get("parent") == row["code"]),
            portal_code=row.get("portal_code", ""),
            grade=Grade(row["grade"]),
        )
        for row in rows
    )


def _bands(rows: Iterable[Mapping[str, Any]], on: date) -> tuple[Band, ...]:
    bands = (
        Band(
            name=row["name"],
            at_least=Decimal(row["at_least"]),
            first=row["first"],
            last=row.get("last"),
            basis=row["basis"],
            grade=Grade(row["grade"]),
        )
        for row in rows
        if _holds(row, on)
    )
    return tuple(sorted(bands, key=lambda band: band.at_least, reverse=True))


def _target(row: Mapping[str, Any]) -> Target:
    return Target(
        instrument=row["instrument"],
        name=row["name"],
        operator=row["operator"],
        value=Decimal(row["value"]),
        unit=row["unit"],
        year=row.get("year"),
        criteria=tuple(row.get("criteria", ())),
        levels=tuple(row.get("levels", ())),
        grade=Grade(row["grade"]),
    )
