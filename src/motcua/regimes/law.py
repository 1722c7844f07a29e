"""The rules that come with the package: dated rows in data files, each with source and grade. Pure.

What administrators change lives in the database and wins over these rows: `motcua.regimes.queries.rule`.
"""

import tomllib
from collections.abc import Sequence
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

from motcua.regimes.enums import Grade, Regime
from motcua.regimes.rules import Row, none_in_force, row_in_force

REGIME_KEY = "regime"


@cache
def rows() -> dict[str, tuple[Row, ...]]:
    """Every packaged row by key, in the order of the files."""
    found: dict[str, list[Row]] = {}
    folder = files("motcua.regimes") / "data"
    for name in sorted(entry.name for entry in folder.iterdir() if entry.name.endswith(".toml")):
        for raw in tomllib.loads((folder / name).read_text("utf-8")).get("rule", ()):
            row = _row(raw)
            found.setdefault(row.key, []).append(row)
    return {key: tuple(rows) for key, rows in found.items()}


def rule(key: str, *, on: date, scopes: Sequence[str] = ()) -> Any:
    """The value of a packaged rule on a day. Refuses an unknown key and a day without a row."""
    return explain(key, on=on, scopes=scopes).value


def explain(key: str, *, on: date, scopes: Sequence[str] = ()) -> Row:
    """The packaged row that holds on a day, with its source and grade."""
    known = rows().get(key, ())
    row = row_in_force(known, on, scopes)
    if row is None:
        raise none_in_force(key, on, known)
    return row


def regime_on(day: date) -> Regime:
    """Which family of rules holds on a day; the day of receipt decides for a dossier."""
    return Regime(rule(REGIME_KEY, on=day))


def in_family(key: str, family: Regime | str, *, on: date) -> Row:
    """The row of one family, on the day nearest to `on` on which the family was in force.

    For computing under a named regime, whatever the day. Rows of no family belong to both.
    """
    known = [row for row in rows().get(key, ()) if row.family in ("", str(family))]
    if not known:
        raise none_in_force(key, on, known)
    return row_in_force(known, on) or min(known, key=lambda row: _distance(row, on))


def _distance(row: Row, day: date) -> int:
    if day < row.first_day:
        return (row.first_day - day).days
    return (day - row.last_day).days if row.last_day else 0


def _row(raw: dict[str, Any]) -> Row:
    return Row(
        key=raw["key"],
        value=raw["value"],
        first_day=raw["first_day"],
        last_day=raw.get("last_day"),
        source=raw["source"],
        grade=Grade(raw["grade"]),
        family=raw.get("family", ""),
        scope=raw.get("scope", ""),
        note=raw.get("note", ""),
    )
