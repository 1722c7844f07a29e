"""DuckDB over Parquet, shut off from everything but the files it is given."""

from collections.abc import Iterator, Sequence
from typing import Any

from motcua.measurement.engines.shares import Held
from motcua.measurement.engines.statement import PeriodRow

ROWS_AT_ONCE = 10_000


def connected(
    files: Sequence[str], periods: Sequence[PeriodRow], *, memory: str, threads: int = 0, spill: str = ""
) -> Any:
    """A connection with `facts` (the files) and `periods`; nothing else can be read, nothing be installed or set.

    `spill`: the folder for what does not fit into `memory`; without one a larger question is refused.
    """
    import duckdb

    settings: dict[str, Any] = {
        "autoinstall_known_extensions": False,
        "autoload_known_extensions": False,
        "python_enable_replacements": False,
        "memory_limit": memory,
        "temp_directory": spill,
    }
    if threads:
        settings["threads"] = threads
    found = duckdb.connect(":memory:", config=settings)
    found.execute(f"SET allowed_paths = [{_names(files)}]")
    found.execute("SET enable_external_access = false")
    found.execute("SET preserve_insertion_order = false")
    with_facts(found, files)
    found.execute(
        "CREATE TABLE periods (p_code VARCHAR, p_first DATE, p_last DATE, p_day DATE, p_minute BIGINT)"
    )
    if periods:
        found.executemany(
            "INSERT INTO periods VALUES (?, ?, ?, ?, ?)",
            [[row.code, row.first, row.last, row.day, row.minute] for row in periods],
        )
    return found


def with_facts(connection: Any, files: Sequence[str]) -> None:
    """Let `facts` be what these of the allowed files hold."""
    connection.execute(
        f"CREATE OR REPLACE VIEW facts AS SELECT * FROM read_parquet([{_names(files)}], hive_partitioning = false)"  # noqa: S608
    )


def held(connection: Any, files: Sequence[str]) -> list[Held]:
    """How many facts of which agencies the files hold, each file looked through once."""
    found = connection.execute(
        "SELECT filename, agency_code, COUNT(*), COUNT(moved_on)"  # noqa: S608
        f" FROM read_parquet([{_names(files)}], hive_partitioning = false, filename = true) GROUP BY ALL"
    )
    return [Held(*row) for row in found.fetchall()]


def locked(connection: Any) -> Any:
    """No setting can be changed any more."""
    connection.execute("SET lock_configuration = true")
    return connection


def columns(connection: Any, statement: str) -> Iterator[Any]:
    """The answer as Arrow batches: columns, without a Python value for each."""
    yield from connection.sql(statement).to_arrow_reader(ROWS_AT_ONCE * 5)


def rows(connection: Any, statement: str) -> Iterator[Sequence[Any]]:
    """The answer, some thousands of rows at a time."""
    answer = connection.execute(statement)
    while some := answer.fetchmany(ROWS_AT_ONCE):
        yield from some


def _names(files: Sequence[str]) -> str:
    return ", ".join("'" + file.replace("'", "''") + "'" for file in files)
