"""The sample: the bulk form of the acts, and the whole command, against `executemany` of the very same rows."""

import statistics
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import date
from random import Random
from typing import Any

from bench import telling
from bench.ground import UNTIL, Installation, installations

_LIVES = 400 if telling.QUICK else 1500
_WHOLE = 600 if telling.QUICK else 3000
_GOAL = "ratio >= 0.1"

Rows = dict[str, list[tuple[Any, ...]]]


class _TakeBack(Exception):  # noqa: N818 - nothing is wrong: every turn starts from the same tables
    """Undo what a turn wrote."""


def main() -> None:
    """Print rows per second of both, and the share of `executemany`'s."""
    with installations("bulk", "whole") as (place, whole):
        place.prepare()
        whole.prepare()
        place.use_here()
        _whole_command(whole, _bulk_form())


def _bulk_form() -> Callable[[], float]:
    """Print the bulk form; answers a way to measure the base again, in seconds a row."""
    from motcua.doors.commands import sample
    from motcua.kernel import clock

    last = date.fromisoformat(UNTIL)
    rows: Rows = {}
    with clock.frozen(clock.at_local(last, 18)):
        histories, book = sample.imagine(Random(1), until=last, many=_LIVES)

        def ours() -> float:
            return _taken_back(lambda: sample.tell(histories, book), rows)

        ours()  # its rows are what the base stores
        base, mine = telling.in_turns(lambda: _taken_back(lambda: _executemany(rows)), ours)
    many = sum(len(each) for each in rows.values())
    _say(f"sample, bulk form, {_LIVES} lives", many, base, mine)
    return lambda: _taken_back(lambda: _executemany(rows)) / many


def _whole_command(place: Installation, base_a_row: Callable[[], float]) -> None:
    """All that `motcua sample` does: inventing, telling, plan, figures, seals, starting Python."""
    took: list[float] = []
    base: list[float] = []
    many = 0
    for turn in range(1 if telling.QUICK else 3):
        other = place.copied(f"whole{turn}")
        before = other.rows()
        started = time.perf_counter()
        other.run("sample", "--seed", "1", "--until", UNTIL, "--dossiers", str(_WHOLE))
        took.append(time.perf_counter() - started)
        many = other.rows() - before
        base.append(base_a_row() * many)
        other.drop()
    _say(f"sample, whole command, {_WHOLE} dossiers", many, base, took)


def _say(name: str, many: int, base: list[float], mine: list[float]) -> None:
    ratios = [bare / ours for bare, ours in zip(base, mine, strict=True)]
    telling.tell(
        name, many / statistics.median(mine), "rows/s", base=many / statistics.median(base),
        ratio=statistics.median(ratios), goal=_GOAL, spread=telling.spread_of(ratios),
    )  # fmt: skip


def _taken_back(work: Callable[[], Any], rows: Rows | None = None) -> float:
    """Seconds that some writing takes; then it is undone. `rows`: filled with what it wrote."""
    from django.db import transaction

    seconds, before = 0.0, _last_ids()
    with suppress(_TakeBack), transaction.atomic():
        started = time.perf_counter()
        work()
        seconds = time.perf_counter() - started
        if rows is not None and not rows:
            rows.update(_written(before))
        raise _TakeBack
    return seconds


def _tables() -> list[str]:
    from motcua.accounts.models import Person
    from motcua.audit.models import AuditRow, Delivery, OutboxRow
    from motcua.doors.commands.multiply.copying import HISTORIES
    from motcua.dossiers.models import DossierCounter

    models = (Person, DossierCounter, *HISTORIES, AuditRow, OutboxRow, Delivery)
    return [model._meta.db_table for model in models]


def _last_ids() -> dict[str, int]:
    return {table: _asked(f'SELECT COALESCE(MAX(id), 0) FROM "{table}"')[0][0] for table in _tables()}


def _written(before: dict[str, int]) -> Rows:
    found = {table: _asked(f'SELECT * FROM "{table}" WHERE id > {last}') for table, last in before.items()}
    return {table: [tuple(map(_storable, row)) for row in rows] for table, rows in found.items() if rows}


def _asked(question: str) -> list[Any]:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(question)
        return list(cursor.fetchall())


def _storable(value: Any) -> Any:
    if isinstance(value, dict | list):  # PostgreSQL's JSON comes back as what it says
        from psycopg.types.json import Jsonb

        return Jsonb(value)
    return value


def _executemany(rows: Rows) -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        for table, each in rows.items():
            marks = ", ".join(["%s"] * len(each[0]))
            cursor.executemany(f'INSERT INTO "{table}" VALUES ({marks})', each)


if __name__ == "__main__":
    main()
