# ruff: noqa: S608 - statements are made of our own names only
"""Roll-ups replaced by what an engine counted, in one act."""

from collections.abc import Callable, Iterable, Iterator, Sequence
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
_ORDER = "agency_code, p_code, procedure_code"  # of the index of roll-ups


@contextmanager
def facts_held() -> Iterator[None]:
    """One act in which no fact can change: what is counted inside stays true until it is stored."""
    with act():
        if connection.vendor == "postgresql":
            facts, rolled = (_quoted(model._meta.db_table) for model in (DossierFact, RollUp))
            with connection.cursor() as cursor:
                cursor.execute(f"LOCK TABLE {facts}, {rolled} IN SHARE ROW EXCLUSIVE MODE")
        yield


@contextmanager
def roll_ups_replaced() -> Iterator[str]:
    """The table into which to put all roll-ups there shall be; inside an act.

    What stands there already stays: PostgreSQL would keep each row thrown away beside its new one, and look at both for
    every row it adds, which takes twice the time of all the rest. So the new ones are put aside and compared.
    """
    with connection.cursor() as cursor:
        if connection.vendor != "postgresql" or not _any(cursor):
            cursor.execute(f"DELETE FROM {_table()}")
            yield _table()
            return
        cursor.execute(f"CREATE TEMPORARY TABLE counted AS SELECT {_names()} FROM {_table()} WITH NO DATA")
        yield "counted"
        _take_over(cursor)
        cursor.execute("DROP TABLE counted")


def _any(cursor: Any) -> bool:
    cursor.execute(f"SELECT EXISTS (SELECT 1 FROM {_table()})")
    return bool(cursor.fetchone()[0])


def _take_over(cursor: Any) -> None:
    """Our roll-ups made what `counted` holds, by taking out and adding where they differ."""
    keys = " AND ".join(f"c.{name} = r.{name}" for name in ROLL_UP_COLUMNS[:3])
    sums = (", ".join(f"{place}.{_quoted(name)}" for name in TALLIED) for place in ("c", "r"))
    # Not by `=`, which would be hashed for each of the sums.
    same = f"{keys} AND ({next(sums)}) IS NOT DISTINCT FROM ({next(sums)})"
    cursor.execute("ANALYZE counted")
    cursor.execute(f"DELETE FROM {_table()} r WHERE NOT EXISTS (SELECT 1 FROM counted c WHERE {same})")
    cursor.execute(
        f"INSERT INTO {_table()} ({_names()}) SELECT {_names()} FROM counted c"
        f" WHERE NOT EXISTS (SELECT 1 FROM {_table()} r WHERE {keys}) ORDER BY 1, 2, 3"
    )


def replace_roll_ups(rows: Iterable[Sequence[Any]]) -> int:
    """These in the place of all roll-ups; inside an act. Returns how many."""
    with roll_ups_replaced() as into:
        return add_roll_ups(rows, into)


def add_roll_ups(rows: Iterable[Sequence[Any]], into: str) -> int:
    """These put into a table of roll-ups; inside an act. Returns how many."""
    many = 0
    with connection.cursor() as cursor:
        for some in _some(rows):
            if connection.vendor == "postgresql":
                _copy(cursor, some, into)
            else:
                cursor.executemany(_insert(into), some)
            many += len(some)
    return many


def add_roll_ups_by_columns(statement: str, ask: Callable[[str], Iterable[Any]], into: str) -> int:
    """What an engine answers to the statement put into a table of roll-ups; inside an act. Returns how many.

    `ask` answers Arrow batches. PostgreSQL gets the text of COPY, which the engine itself writes, SQLite gets rows, both
    in the order of the index. Neither has a Python step for each row and number.
    """
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            return _copied(cursor, ask(_as_copy_text(statement)), into)
        return _inserted(cursor, ask(_in_order(statement)), into)


def _copied(cursor: Any, batches: Iterable[Any], into: str) -> int:
    many = 0
    with cursor.copy(f"COPY {into} ({_names()}) FROM STDIN") as copy:
        for batch in batches:
            many += batch.num_rows
            copy.write(_text_of(batch.column(0)))
    return many


def _text_of(lines: Any) -> memoryview:
    """All strings of an Arrow column, one behind the other as they lie in memory."""
    if not len(lines):
        return memoryview(b"")
    _, offsets, text = lines.buffers()
    places = memoryview(offsets).cast("q" if str(lines.type) == "large_string" else "i")
    return memoryview(text)[places[lines.offset] : places[lines.offset + len(lines)]]


def _inserted(cursor: Any, batches: Iterable[Any], into: str) -> int:
    many = 0
    for batch in batches:
        many += batch.num_rows
        codes = [batch.column(place).to_pylist() for place in range(3)]
        numbers = [batch.column(place).to_numpy().tolist() for place in range(3, batch.num_columns)]
        cursor.executemany(_insert(into), zip(*codes, *numbers, strict=True))
    return many


def _in_order(statement: str) -> str:
    sums = ", ".join(f"CAST(n_{name} AS INTEGER) AS n_{name}" for name in TALLIED)
    return f"SELECT agency_code, p_code, procedure_code, {sums} FROM ({statement}) ORDER BY {_ORDER}"


def _as_copy_text(statement: str) -> str:
    """Each row as a line of COPY; what its text format gives a meaning to is written as it wants it."""
    codes = ", ".join(
        f"replace(replace(replace({name}, chr(92), chr(92) || chr(92)), chr(9), chr(92) || 't'), chr(10), chr(92) || 'n')"
        for name in ("agency_code", "p_code", "procedure_code")
    )
    sums = ", ".join(f"n_{name}" for name in TALLIED)
    return (
        f"SELECT concat_ws(chr(9), {codes}, {sums}) || chr(10) AS line FROM ({statement}) ORDER BY {_ORDER}"
    )


def add_roll_ups_by(statement: str, periods: Sequence[PeriodRow], into: str) -> int:
    """What the statement makes inside the database put into a table of roll-ups; inside an act. Returns how many."""
    with connection.cursor() as cursor:
        with_periods(cursor, periods)
        cursor.execute(f"INSERT INTO {into} ({_names()}) {statement}", [])
        many = cursor.rowcount
        cursor.execute("DROP TABLE periods")
    return int(many)


def rows_of(statement: str) -> list[Sequence[Any]]:
    """The answer of our own database."""
    with connection.cursor() as cursor:
        cursor.execute(statement, [])
        return list(cursor.fetchall())


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


def _copy(cursor: Any, rows: Sequence[Sequence[Any]], into: str) -> None:
    with cursor.copy(f"COPY {into} ({_names()}) FROM STDIN") as copy:
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


def _insert(into: str) -> str:
    return f"INSERT INTO {into} ({_names()}) VALUES ({', '.join(['%s'] * len(ROLL_UP_COLUMNS))})"


def _names() -> str:
    return ", ".join(_quoted(name) for name in ROLL_UP_COLUMNS)


def _table() -> str:
    return _quoted(RollUp._meta.db_table)


def _quoted(name: str) -> str:
    return connection.ops.quote_name(name)
