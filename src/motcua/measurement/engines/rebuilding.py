"""All roll-ups made anew from the facts by an engine; the same rows as `actions.rebuild` makes from the dossiers."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import Any

from django.conf import settings

from motcua.kernel.refusals import Refused
from motcua.measurement.engines import duck, parquet, spark
from motcua.measurement.engines.columns import Kind
from motcua.measurement.engines.exporting import export, folder
from motcua.measurement.engines.shares import FACTS_AT_ONCE, Share, shares
from motcua.measurement.engines.sources import source
from motcua.measurement.engines.statement import (
    PeriodRow,
    kept_periods,
    open_rows,
    open_statement,
    roll_up_statement,
)
from motcua.measurement.engines.writing import (
    add_roll_ups,
    add_roll_ups_by,
    add_roll_ups_by_columns,
    facts_held,
    periods_of_all_facts,
    replace_roll_ups,
    roll_ups_replaced,
    rows_of,
)
from motcua.measurement.models import DossierFact


class Engine(StrEnum):
    """What counts."""

    SQL = "sql"
    DUCKDB = "duckdb"
    SPARK = "spark"


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """Facts counted and roll-ups stored."""

    facts: int
    roll_ups: int


def rebuild_by(engine: Engine, facts: Path | None = None) -> Rebuilt:
    """Replace all roll-ups. With `facts`, from Parquet files put together elsewhere (a country), whatever we hold.

    Without, the files are first brought up to date; while roll-ups are counted and stored no fact changes.
    """
    if engine is Engine.SQL:
        if facts is not None:
            raise Refused(
                "Máy «sql» tính từ cơ sở dữ liệu. Với --facts, chọn duckdb hoặc spark.", code="engine"
            )
        with facts_held(), roll_ups_replaced() as into:
            many = add_roll_ups_by(roll_up_statement(source()), periods_of_all_facts(), into)
            many += add_roll_ups(open_rows(rows_of(open_statement(source()))), into)
            return Rebuilt(DossierFact.objects.count(), many)
    if facts is None:
        export()  # the long part, while others work
    else:
        parquet.manifests(facts)
    with _storing(engine) as stored, facts_held():
        if facts is None:
            export()
        place = facts or folder()
        files = checked_files(place)
        total = sum(file.rows for file in files)
        return Rebuilt(total, stored(_paths(place, files)) if files else replace_roll_ups([]))


def checked_files(place: Path) -> list[parquet.FactsFile]:
    """All files of dossiers that hold something, each looked at to the last byte; a damaged one is named and nothing counted."""
    files = [file for one in parquet.manifests(place) for file in one.of(Kind.DOSSIERS) if file.rows]
    for file in files:
        if not parquet.sound(place, file, thoroughly=True):
            raise Refused(damaged(file.path), code="damaged_file")
    return files


def damaged(path: str) -> str:
    """What to say of a file that is not what was written."""
    return (
        f"Tệp dữ liệu «{path}» bị hỏng hoặc thiếu, chưa tính gì từ đó. "
        "Chạy «motcua measure export --check» để lập lại."
    )


def duck_rows(paths: Sequence[str], at_once: int = FACTS_AT_ONCE) -> Iterator[Sequence[Any]]:
    """Roll-ups counted by DuckDB."""
    for connection, share in _shares(paths, at_once):
        yield from duck.rows(connection, share.roll_ups())
        yield from open_rows(duck.rows(connection, share.open_sums()))


def duck_batches(paths: Sequence[str]) -> Iterator[Any]:
    """The same as Arrow batches, without what is open: columns, no Python value for each number."""
    for connection, share in _shares(paths):
        yield from duck.columns(connection, share.roll_ups())


def duck_stored(paths: Sequence[str]) -> int:
    """Roll-ups counted by DuckDB put in the place of ours; inside an act. Returns how many."""
    many = 0
    with roll_ups_replaced() as into:
        for connection, share in _shares(paths):
            many += add_roll_ups_by_columns(share.roll_ups(), partial(duck.columns, connection), into)
            many += add_roll_ups(open_rows(duck.rows(connection, share.open_sums())), into)
    return many


def _shares(paths: Sequence[str], at_once: int = FACTS_AT_ONCE) -> Iterator[tuple[Any, Share]]:
    """DuckDB over these files a share of the agencies at a time, within the memory that the settings allow."""
    with duck_over(paths) as connection:
        for share in shares(duck.held(connection, paths), at_once):
            duck.with_facts(connection, share.files)
            yield connection, share


@contextmanager
def duck_over(paths: Sequence[str]) -> Iterator[Any]:
    """DuckDB over these files with the periods of their facts, within the memory that the settings allow."""
    memory, spill = settings.ENGINE_MEMORY, settings.ENGINE_SPILL
    with duck.connected(paths, [], memory=memory, spill=spill) as connection:
        first, ended, counted = connection.execute(
            "SELECT MIN(received_on), MAX(finished_on), MAX(counted_on) FROM facts"
        ).fetchone()
        connection.executemany(
            "INSERT INTO periods VALUES (?, ?, ?, ?, ?)", _values(_periods(first, ended, counted))
        )
        yield duck.locked(connection)


def spark_rows(session: Any, paths: Sequence[str]) -> Iterator[Sequence[Any]]:
    """Roll-ups counted by Spark."""
    first, ended, counted = (
        session.read.parquet(*paths)
        .selectExpr("min(received_on)", "max(finished_on)", "max(counted_on)")
        .first()
    )
    periods = _periods(first, ended, counted)
    yield from spark.rows(session, paths, periods, roll_up_statement())
    yield from open_rows(spark.rows(session, paths, periods, open_statement()))


@contextmanager
def _storing(engine: Engine) -> Iterator[Callable[[Sequence[str]], int]]:
    """What counts and stores: Spark is started before the facts are held, and stopped after."""
    if engine is not Engine.SPARK:
        yield duck_stored
        return
    session = spark.session()
    try:
        yield lambda paths: replace_roll_ups(spark_rows(session, paths))
    finally:
        session.stop()


def _periods(first: date, ended: date | None, counted: date | None) -> list[PeriodRow]:
    last = max([first, *(day for day in (ended, counted) if day is not None)])
    return list(kept_periods(first, last))


def _values(periods: Sequence[PeriodRow]) -> list[list[Any]]:
    return [[row.code, row.first, row.last, row.day, row.minute] for row in periods]


def _paths(place: Path, files: Sequence[parquet.FactsFile]) -> list[str]:
    return [str((place / file.path).resolve()) for file in files]
