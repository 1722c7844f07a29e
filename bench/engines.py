"""All roll-ups from N facts by each engine, against the bare statement on the same engine; DuckDB from N to ten times N.

`FACTS=2000000 python -m bench.engines`; `MOTCUA_ENGINE_MEMORY` bounds DuckDB, what does not fit goes to
`MOTCUA_ENGINE_SPILL`. Spark where it is installed (`SPARK_PACKAGES` names its folder, or pip).

    FACTS=2000000 python -m bench.engines grow /some/folder            # DuckDB alone, 1, 2 and 10 provinces of N facts
    FACTS=2000000 python -m bench.engines grow /some/folder one        # the same in one province, whose agencies grow
"""

import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bench import telling
from bench.ground import installations

if TYPE_CHECKING:
    from motcua.measurement.engines.parquet import FactsFile

FACTS = int(os.environ.get("FACTS") or (10_000 if telling.QUICK else 2_000_000))
_GROWTH = (1, 2, 10)
# Facts invented at once; more would need more memory than the counting does.
_INVENTED_AT_ONCE = 2_000_000
_FIRST, _UNTIL = date(2025, 1, 1), date(2026, 11, 20)
_AT_ONCE = 100_000
_TURNS = int(os.environ.get("TURNS") or (1 if FACTS > 500_000 or telling.QUICK else 3))


def main() -> None:
    """Each engine in turn; then DuckDB alone as the facts grow."""
    with installations("engines") as (place,):
        place.prepare()
        place.use_here()
        folder = place.home / "facts"
        files = scattered(folder, province="H99", facts=FACTS, seed=1)
        _into_database(folder)
        _measure("sql", "database", _sql_bare, lambda: _rebuilt("sql", None), "ratio <= 2")
        _measure(
            "duckdb", "DuckDB", lambda: _duck_bare(files), lambda: _rebuilt("duckdb", folder), "ratio <= 1.3"
        )
        _spark(files, folder)
        _export()
        _grow(place.home / "grown")


def _measure(name: str, words: str, bare: Callable[[], float], ours: Callable[[], float], goal: str) -> None:
    from django.db import connection

    engine = connection.vendor if name == "sql" else words
    base, mine = telling.in_turns(bare, ours, _TURNS)
    telling.compare(f"rebuild by {engine}, {FACTS} facts, against the bare statement", "s", base, mine, goal)
    telling.tell(f"rebuild by {engine}, facts a second", FACTS / statistics.median(mine), "rows/s")


def _sql_bare() -> float:
    from django.db import connection

    from motcua.measurement.engines.sources import source
    from motcua.measurement.engines.statement import roll_up_statement
    from motcua.measurement.engines.writing import periods_of_all_facts, with_periods

    periods = periods_of_all_facts()
    with connection.cursor() as cursor:
        with_periods(cursor, periods)
        started = time.perf_counter()
        cursor.execute(roll_up_statement(source()), [])
        while cursor.fetchmany(10_000):
            pass
        took = time.perf_counter() - started
        cursor.execute("DROP TABLE periods")
    return took


def _duck_bare(files: list[str]) -> float:
    """The two statements over all facts at once, rows fetched."""
    from motcua.measurement.engines import duck
    from motcua.measurement.engines.rebuilding import duck_over
    from motcua.measurement.engines.statement import open_statement, roll_up_statement

    started = time.perf_counter()
    with duck_over(files) as connection:
        for statement in (roll_up_statement(), open_statement()):
            for _ in duck.rows(connection, statement):
                pass
    return time.perf_counter() - started


def _rebuilt(engine: str, folder: Path | None) -> float:
    from motcua.measurement.engines.rebuilding import Engine, rebuild_by

    started = time.perf_counter()
    rebuild_by(Engine(engine), folder)
    return time.perf_counter() - started


def _spark(files: list[str], folder: Path) -> None:
    if packages := os.environ.get("SPARK_PACKAGES"):
        sys.path.append(packages)
    try:
        import pyspark  # type: ignore[import-not-found]  # noqa: F401
    except ImportError:
        print("  Spark is not installed: not measured", file=sys.stderr)
        return
    from motcua.measurement.engines import spark
    from motcua.measurement.engines.rebuilding import spark_rows
    from motcua.measurement.engines.writing import facts_held, replace_roll_ups

    session = spark.session()

    def bare() -> float:
        started = time.perf_counter()
        for _ in spark_rows(session, files):
            pass
        return time.perf_counter() - started

    def ours() -> float:
        started = time.perf_counter()
        with facts_held():
            replace_roll_ups(spark_rows(session, files))
        return time.perf_counter() - started

    _measure("spark", "Spark", bare, ours, "ratio <= 2")
    session.stop()


def _export() -> None:
    """The first export of the database's facts, and one when nothing changed."""
    import tempfile

    from motcua.measurement.engines.exporting import export

    with tempfile.TemporaryDirectory() as name:
        for words in ("first export", "export again, closed months kept"):
            started = time.perf_counter()
            export(Path(name))
            telling.tell(f"{words}, {FACTS} facts", time.perf_counter() - started, "s")


def _grow(folder: Path, *, one: bool = False) -> None:
    """Seconds and peak memory of DuckDB in a process of its own, over one, two and ten times the facts.

    The facts are those of as many provinces, or of `one` whose agencies handle more and more.
    """
    first: dict[str, float] = {}
    for times in _GROWTH:
        for number in range(times):
            if not one and not (folder / f"province=G{number:02d}").exists():
                scattered(folder, province=f"G{number:02d}", facts=FACTS, seed=number + 1)
        if one:
            scattered(folder, province="H99", facts=FACTS * times, seed=1)
        done = subprocess.run(
            [sys.executable, "-m", "bench.engines", "alone", str(folder)],
            capture_output=True, text=True, check=True, env=os.environ | {"DJANGO_SETTINGS_MODULE": "motcua.config.settings"},
        )  # fmt: skip
        seen = json.loads(done.stdout)
        first = first or seen
        where = "one province" if one else f"{times} provinces"
        for what, unit in (
            ("seconds", "s"),
            ("processor seconds", "s"),
            ("megabytes", "MB"),
            ("roll-ups", "rows"),
        ):
            telling.tell(
                f"DuckDB alone, {FACTS * times} facts of {where}, {what}", seen[what], unit, base=first[what],
                ratio=seen[what] / first[what],
            )  # fmt: skip


def _alone(folder: Path) -> None:
    import resource

    import django

    django.setup()
    from motcua.measurement.engines.parquet import manifests
    from motcua.measurement.engines.rebuilding import duck_batches

    files = [str((folder / file.path).resolve()) for one in manifests(folder) for file in one.files]
    started = time.perf_counter()
    roll_ups = sum(batch.num_rows for batch in duck_batches(files))
    took = time.perf_counter() - started
    used = resource.getrusage(resource.RUSAGE_SELF)
    seen = {
        "seconds": took,
        "processor seconds": used.ru_utime + used.ru_stime,
        "megabytes": used.ru_maxrss / 1024,
    }
    print(json.dumps(seen | {"roll-ups": roll_ups}))


# Facts from numbers: 120 agencies, two years, 200 procedures of which few are frequent, as in life. What a hash says of a
# number it says again: the same facts in every run.
_INVENTED = """
    WITH drawn AS (
        SELECT CAST(hash(i, {seed}, 'bits') % 16777216 AS INTEGER) AS bits,
            CAST(hash(i, {seed}, 'length') % 20 AS INTEGER) AS length,
            (hash(i, {seed}, 'often') % 1000000) / 1000000.0 AS often,
            DATE '{first}' + CAST(hash(i, {seed}, 'day') % {days} AS INTEGER) AS received_on
        FROM range({begin}, {end}) numbers(i)
    ), dated AS (
        SELECT *, received_on + (length // 2 + 3) AS due_date, received_on + length AS through,
            received_on + length <= DATE '{until}' AND bits & 31 <> 0 AS ended
        FROM drawn
    ), seen AS (
        SELECT *, CASE WHEN ended THEN through END AS finished_on,
            CASE WHEN NOT ended AND bits & 7 = 1 THEN through END AS waiting_on
        FROM dated
    )
    SELECT printf('{province}.%03d', bits % 120 + 1) AS agency_code,
        printf('1.%06d', CAST(floor(200 * often ** 4) AS INTEGER)) AS procedure_code,
        CASE WHEN bits & 64 <> 0 THEN 'online' ELSE 'counter' END AS channel,
        CASE WHEN ended THEN 'settled' ELSE 'processing' END AS state,
        received_on, due_date, epoch(due_date + INTERVAL 9 HOUR) // 60 AS due_minute,
        CASE WHEN bits & 960 = 0 THEN 'hour' ELSE 'working_day' END AS limit_unit,
        finished_on, epoch(finished_on + INTERVAL 9 HOUR) // 60 AS finished_minute,
        waiting_on, epoch(waiting_on + INTERVAL 9 HOUR) // 60 AS waiting_minute,
        CASE WHEN bits & 2016 = 2016 THEN 2 ELSE 0 END AS supplements_asked,
        bits & 128 <> 0 AS fee_bearing, bits & 256 <> 0 AS paid_online, bits & 512 <> 0 AS digitised,
        bits & 1024 <> 0 AS result_electronic, bits & 2048 <> 0 AS reused, bits & 4096 <> 0 AS shared,
        bits & 8192 <> 0 AS population_data, bits & 61440 = 0 AS dissatisfied, bits & 983040 = 0 AS petitioned,
        '' AS unit_time, NULL AS contacts, NULL AS bodies, FALSE AS complained, DATE '{until}' AS counted_on,
        '' AS came_from, NULL AS moved_on, NULL AS earlier, NULL AS officer
    FROM seen
"""


def scattered(folder: Path, *, province: str, facts: int, seed: int) -> list[str]:
    """Invented facts of a province in its files, by month as the export writes them; returns the paths."""
    from motcua.measurement.engines.parquet import Manifest, write_manifest

    files: list[FactsFile] = []
    for begin in range(0, facts, _INVENTED_AT_ONCE):
        end = min(facts, begin + _INVENTED_AT_ONCE)
        files += _written(folder, province=province, begin=begin, end=end, seed=seed)
    write_manifest(folder, Manifest(province, datetime(2026, 11, 20, 9, tzinfo=UTC), tuple(files)))
    return [str(folder / file.path) for file in files]


def _written(folder: Path, *, province: str, begin: int, end: int, seed: int) -> Iterator["FactsFile"]:
    """The facts of these numbers, a file for each month, in the order of agencies."""
    import duckdb
    import pyarrow as pa

    from motcua.measurement.engines.columns import COLUMNS
    from motcua.measurement.engines.parquet import schema, write_file

    asked = _INVENTED.format(
        seed=seed,
        first=_FIRST,
        until=_UNTIL,
        days=(_UNTIL - _FIRST).days,
        begin=begin,
        end=end,
        province=province,
    )
    with duckdb.connect(":memory:", config={"temp_directory": str(folder.with_name("spilled"))}) as made:
        made.execute(
            f"CREATE TABLE invented AS SELECT coalesce(strftime(finished_on, '%Y-%m'), 'open') AS month, * FROM ({asked})"
        )
        months = made.execute("SELECT DISTINCT month FROM invented ORDER BY month").fetchall()
        for (month,) in months:
            rows = made.sql(
                f"SELECT {', '.join(COLUMNS)} FROM invented WHERE month = '{month}' ORDER BY agency_code"
            ).to_arrow_reader(_AT_ONCE)
            tables = (pa.Table.from_batches([batch]).cast(schema()) for batch in rows)
            yield write_file(folder, province, month, f"{begin:010d}{end:010d}{seed}", tables)


_MOMENTS = {"due_at": "due_minute", "finished_at": "finished_minute", "waiting_since": "waiting_minute"}


def _into_database(folder: Path) -> None:
    """The same facts as rows of our table."""
    import duckdb
    from django.db import connection, transaction

    from motcua.measurement.engines.columns import COLUMNS
    from motcua.measurement.engines.parquet import manifests
    from motcua.measurement.models import DossierFact

    files = [str(folder / file.path) for one in manifests(folder) for file in one.files]
    same = [name for name in COLUMNS if name not in {*_MOMENTS.values(), "waiting_on", "officer"}]
    columns = ["dossier_id", "revision", *same, *_MOMENTS]
    # Moments as our databases write them: in UTC.
    moments = (f"strftime(to_timestamp({minute} * 60), '%Y-%m-%d %H:%M:%S')" for minute in _MOMENTS.values())
    chosen = ["row_number() OVER ()", "0", *same, *moments]
    table = connection.ops.quote_name(DossierFact._meta.db_table)
    with duckdb.connect(":memory:") as facts, transaction.atomic(), connection.cursor() as cursor:
        facts.execute("SET TimeZone = 'UTC'")
        found = facts.execute(
            f"SELECT {', '.join(chosen)} FROM read_parquet(?, hive_partitioning = false)", [files]
        )
        while rows := found.fetchmany(_AT_ONCE):
            _store(cursor, table, columns, rows)


def _store(cursor: Any, table: str, columns: list[str], rows: list[tuple[Any, ...]]) -> None:
    from django.db import connection

    if connection.vendor == "postgresql":
        with cursor.copy(f"COPY {table} ({', '.join(columns)}) FROM STDIN") as copy:
            for row in rows:
                copy.write_row(
                    [f"{value}+00" if at >= len(row) - 3 and value else value for at, value in enumerate(row)]
                )
        return
    marks = ", ".join(["%s"] * len(columns))
    cursor.executemany(f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks})", rows)


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["alone", folder]:
            _alone(Path(folder))
        case ["grow", folder, *one]:
            _grow(Path(folder), one=one == ["one"])
        case _:
            main()
