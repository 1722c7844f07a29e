# ruff: noqa: S608 - statements are made of our own names only
"""Roll-ups replaced by what an engine counted, in one act."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from typing import Any

from django.db import connection
from django.db.models import Max, Min

from motcua.datastore.writing import act
from motcua.measurement.engines.statement import PERIOD_COLUMNS, PeriodRow, kept_periods
from motcua.measurement.models import DossierFact, RollUp
from motcua.measurement.rules.tallies import TALLIED

ROLL_UP_COLUMNS = ("agency_code", "period", "procedure_code", *TALLIED)
_AT_ONCE = 20_000


@contextmanager
def facts_held() -> Iterator[None]:
    """One act in which no fact can change: what is counted inside stays true until it is stored."""
    with act():
        if connection.vendor == "postgresql":
            facts, rolled = (_quoted(model._meta.db_table) for model in (DossierFact, RollUp))
            with connection.cursor() as cursor:
                cursor.execute(f"LOCK TABLE {facts}, {rolled} IN SHARE ROW EXCLUSIVE MODE")
        yield


def replace_roll_ups(rows: Iterable[Sequence[Any]]) -> int:
    """All roll-ups thrown away and these stored; inside an act. Returns how many."""
    many = 0
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {_table()}")
        marks = ", ".join(["%s"] * len(ROLL_UP_COLUMNS))
        sql = f"INSERT INTO {_table()} ({_names()}) VALUES ({marks})"
        for some in _some(rows):
            if connection.vendor == "postgresql":
                _copy(cursor, some)
            else:
                cursor.executemany(sql, some)
            many += len(some)
    return many


def replace_roll_ups_by(statement: str, periods: Sequence[PeriodRow]) -> int:
    """All roll-ups thrown away and made by the statement inside the database; inside an act. Returns how many."""
    with connection.cursor() as cursor:
        with_periods(cursor, periods)
        cursor.execute(f"DELETE FROM {_table()}")
        cursor.execute(f"INSERT INTO {_table()} ({_names()}) {statement}", [])
        many = cursor.rowcount
        cursor.execute("DROP TABLE periods")
    return int(many)


def with_periods(cursor: Any, periods: Sequence[PeriodRow]) -> None:
    """A temporary table `periods` for the statement."""
    cursor.execute("DROP TABLE IF EXISTS periods")
    kinds = ("varchar(24)", "date", "date", "date", "bigint")
    columns = ", ".join(f"{name} {kind}" for name, kind in zip(PERIOD_COLUMNS, kinds, strict=True))
    cursor.execute(f"CREATE TEMPORARY TABLE periods ({columns})")
    days: type = str if connection.vendor == "sqlite" else date
    cursor.executemany(
        "INSERT INTO periods VALUES (%s, %s, %s, %s, %s)",
        [
            (
                row.code,
                *(day.isoformat() if days is str else day for day in (row.first, row.last, row.day)),
                row.minute,
            )
            for row in periods
        ],
    )


def periods_of_all_facts() -> list[PeriodRow]:
    """Every kept period that any fact of the database can lie in."""
    found = DossierFact.objects.filter(counted_on__isnull=False, received_on__isnull=False).aggregate(
        first=Min("received_on"), ended=Max("finished_on"), counted=Max("counted_on")
    )
    if found["first"] is None:
        return []
    last = max(day for day in (found["ended"], found["counted"]) if day is not None)
    return list(kept_periods(found["first"], max(last, found["first"])))


def _copy(cursor: Any, rows: Sequence[Sequence[Any]]) -> None:
    with cursor.copy(f"COPY {_table()} ({_names()}) FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)


def _some(rows: Iterable[Sequence[Any]]) -> Iterator[list[Sequence[Any]]]:
    some: list[Sequence[Any]] = []
    for row in rows:
        some.append(row)
        if len(some) == _AT_ONCE:
            yield some
            some = []
    if some:
        yield some


def _names() -> str:
    return ", ".join(_quoted(name) for name in ROLL_UP_COLUMNS)


def _table() -> str:
    return _quoted(RollUp._meta.db_table)


def _quoted(name: str) -> str:
    return connection.ops.quote_name(name)
