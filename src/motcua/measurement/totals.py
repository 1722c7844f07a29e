"""Sums over all procedures, with the procedures that had something: what a board of figures is made of.

A page asks for one agency in many periods and for many agencies in one: the database sums all of it in one statement,
so that a row is read for each agency and period, not for each of its procedures.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection

from motcua.measurement.asked import Asked, marks
from motcua.measurement.models import RollUp
from motcua.measurement.rules.running import BEHIND, OPEN, Running
from motcua.measurement.rules.tallies import NOTHING, TALLIED, Tally, total
from motcua.measurement.tallying import Tallies, Ways, add_from_facts, running_of, ways

# What is asked of procedures: whether they had at least one such dossier.
_HAD = ("received_online", "fee_bearing", "paid_online")
_NONE: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Total:
    """The sum of all procedures, and the codes of those with at least one dossier of each kind."""

    tally: Tally = NOTHING
    received_online: frozenset[str] = _NONE
    fee_bearing: frozenset[str] = _NONE
    paid_online: frozenset[str] = _NONE

    def plus(self, other: "Total") -> "Total":
        """Both together."""
        return Total(
            self.tally.plus(other.tally),
            self.received_online | other.received_online,
            self.fee_bearing | other.fee_bearing,
            self.paid_online | other.paid_online,
        )


# (agency code or the `as_one` code, period code) -> total; what has no dossier is absent.
Totals = Mapping[tuple[str, str], Total]


def totals(asked: Sequence[Asked], at: datetime) -> list[Totals]:
    """Of each question its totals as seen at a moment; two statements when every period is kept."""
    how = ways([period for one in asked for period in one.periods], at)
    found: list[dict[tuple[str, str], Total]] = [{} for _ in asked]
    kept = frozenset(how.kept)
    seen = [Running(running_of([each for each in one.periods if each in kept], at), at) for one in asked]
    for place, agency, code, had in _rows(asked, how, at):
        many = [(code, had)] if not code.startswith(OPEN) else _open(seen[place], code, had)
        for period, part in many:
            _add(found[place], (agency, period), part)
    for place, one in enumerate(asked):
        counted: Tallies = {}
        add_from_facts(counted, one.codes, _ways_of(one, how), at, one.as_one)
        for key, by_procedure in counted.items():
            _add(found[place], key, _total(by_procedure))
    return list(found)


def _ways_of(one: Asked, how: Ways) -> Ways:
    return Ways(
        [],
        [each for each in how.others if each in one.periods],
        [each for each in how.behind if each in one.periods],
    )


def _add(found: dict[tuple[str, str], Total], key: tuple[str, str], part: Total) -> None:
    found[key] = found[key].plus(part) if key in found else part


def _open(seen: Running, code: str, had: Total) -> list[tuple[str, Total]]:
    """What a sum of open dossiers adds to each running period; received online only where received."""
    return [
        (
            period,
            Total(
                tally,
                had.received_online if tally.received_online else _NONE,
                had.fee_bearing,
                had.paid_online,
            ),
        )
        for period, tally in seen.seen(code, had.tally)
    ]


def _total(by_procedure: Mapping[str, Tally]) -> Total:
    sets = (frozenset(code for code, tally in by_procedure.items() if getattr(tally, name)) for name in _HAD)
    return Total(total(by_procedure.values()), *sets)


def _rows(asked: Sequence[Asked], how: Ways, at: datetime) -> list[tuple[int, str, str, Total]]:
    """Of roll-ups and of the sums of what is open: place of the question, agency, code of the row, total."""
    kept = frozenset(how.kept)
    parts: list[str] = []
    given: list[str] = []
    for place, one in enumerate(asked):
        periods = [period for period in one.periods if period in kept]
        if not one.codes or not periods:
            continue
        _select(parts, given, place, one, f"period IN ({marks(periods)})", [each.code for each in periods])
        if running_of(periods, at):
            _select(parts, given, place, one, "period >= %s AND period < %s", [OPEN, BEHIND])
    if not parts:
        return []
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts), given)
        return [_row(row) for row in cursor.fetchall()]


def _row(row: Sequence[Any]) -> tuple[int, str, str, Total]:
    place, agency, code, *numbers = row
    sums, sets = numbers[: len(TALLIED)], numbers[len(TALLIED) :]
    return place, agency, code, Total(Tally._make(sums), *map(_codes, sets))


def _codes(value: Any) -> frozenset[str]:
    """SQLite answers a list as text."""
    return frozenset(json.loads(value) if isinstance(value, str) else value or ())


def _select(
    parts: list[str], given: list[str], place: int, one: Asked, where: str, values: Sequence[str]
) -> None:
    """One more part of the statement, with what it is given."""
    agency, grouped = ("%s", "period") if one.as_one else ("agency_code", "agency_code, period")
    together = bool(one.as_one) and len(one.codes) > 1
    sums = ", ".join(f"SUM({name})" for name in TALLIED)
    sets = ", ".join(_set_of(f"{name} > 0", distinct=together) for name in _HAD)
    table = connection.ops.quote_name(RollUp._meta.db_table)
    parts.append(
        f"SELECT {place}, {agency}, period, {sums}, {sets} FROM {table}"  # noqa: S608 - our own names, marks
        f" WHERE agency_code IN ({marks(one.codes)}) AND {where} GROUP BY {grouped}"
    )
    given += [*([one.as_one] if one.as_one else []), *one.codes, *values]


def _set_of(condition: str, *, distinct: bool) -> str:
    """The procedures of the rows for which a condition holds; a row of one agency and period is of one procedure."""
    made = "array_agg" if connection.vendor == "postgresql" else "json_group_array"
    return f"{made}({'DISTINCT ' if distinct else ''}procedure_code) FILTER (WHERE {condition})"
