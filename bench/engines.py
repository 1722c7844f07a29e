"""All roll-ups from N facts by each engine, against the bare statement on the same engine; DuckDB from N to ten times N.

`FACTS=2000000 python -m bench.engines`; Spark where it is installed (`SPARK_PACKAGES` names its folder, or pip).
"""

import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

from bench import telling
from bench.ground import installations

FACTS = int(os.environ.get("FACTS") or (50_000 if telling.QUICK else 2_000_000))
_GROWTH = (1, 2, 10)
_FIRST, _UNTIL = date(2025, 1, 1), date(2026, 11, 20)
_AT_ONCE = 100_000
_TURNS = int(os.environ.get("TURNS") or (1 if FACTS > 500_000 else 3))


def main() -> None:
    """Each engine in turn; then DuckDB alone as the facts grow."""
    with installations("engines") as (place,):
        place.prepare()
        place.use_here()
        folder = place.home / "facts"
        files = scattered(folder, province="H99", facts=FACTS, chance=Random(1))
        _into_database(folder)
        _measure("sql", "database", _sql_bare, lambda: _rebuilt("sql", None), "ratio <= 2")
        _measure(
            "duckdb", "DuckDB", lambda: _duck_bare(files), lambda: _rebuilt("duckdb", folder), "ratio <= 1.3"
        )
        _spark(files, folder)
        _export()
        _grow(folder)


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
    from motcua.measurement.engines.rebuilding import duck_rows

    started = time.perf_counter()
    for _ in duck_rows(files):
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


def _grow(folder: Path) -> None:
    """Seconds and peak memory of DuckDB in a process of its own, over one, two and ten times the facts."""
    first: dict[str, float] = {}
    made = 1
    for times in _GROWTH:
        for number in range(made, times):
            scattered(folder, province=f"G{number:02d}", facts=FACTS, chance=Random(number + 1))
        made = times
        done = subprocess.run(
            [sys.executable, "-m", "bench.engines", "alone", str(folder)],
            capture_output=True, text=True, check=True, env=os.environ | {"DJANGO_SETTINGS_MODULE": "motcua.config.settings"},
        )  # fmt: skip
        seen = json.loads(done.stdout)
        first = first or seen
        for what, unit in (("seconds", "s"), ("megabytes", "MB")):
            telling.tell(
                f"DuckDB alone, {FACTS * times} facts, {what}", seen[what], unit, base=first[what],
                ratio=seen[what] / first[what],
            )  # fmt: skip


def _alone(folder: Path) -> None:
    import resource

    import django

    django.setup()
    from motcua.measurement.engines.parquet import manifests

    files = [str(folder / file.path) for one in manifests(folder) for file in one.files]
    took = _duck_bare(files)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"seconds": took, "megabytes": peak}))


def scattered(folder: Path, *, province: str, facts: int, chance: Random) -> list[str]:
    """Invented facts of a province in its files; returns the paths.

    120 agencies, two years, 200 procedures of which few are frequent, as in life.
    """
    from motcua.measurement.engines.parquet import Manifest, table_of, write_file, write_manifest

    by_month: dict[str, list[tuple[Any, ...]]] = {}
    files = []
    for row in _rows(province, facts, chance):
        finished = row[8]
        by_month.setdefault(f"{finished:%Y-%m}" if finished else "open", []).append(row)
    for month, rows in sorted(by_month.items()):
        tables = (table_of(rows[start : start + _AT_ONCE]) for start in range(0, len(rows), _AT_ONCE))
        files.append(write_file(folder, province, month, f"{province}{month}{facts:012d}", tables))
    write_manifest(folder, Manifest(province, datetime(2026, 11, 20, 9, tzinfo=UTC), tuple(files)))
    return [str(folder / file.path) for file in files]


def _rows(province: str, facts: int, chance: Random) -> Iterator[tuple[Any, ...]]:
    """In the order of `columns.COLUMNS`."""
    days = (_UNTIL - _FIRST).days
    for _ in range(facts):
        received = _FIRST + timedelta(days=int(days * chance.random()))
        bits, length = chance.getrandbits(24), int(chance.random() * 20)
        due = received + timedelta(days=length // 2 + 3)
        finished = received + timedelta(days=length)
        ended = finished <= _UNTIL and bits & 31 != 0
        waiting = finished if not ended and bits & 7 == 1 else None
        yield (
            f"{province}.{bits % 120 + 1:03d}", f"1.{int(200 * chance.random() ** 4):06d}", "online" if bits & 64 else "counter",
            "settled" if ended else "processing", received, due, _minute(due), "hour" if bits & 960 == 0 else "working_day",
            finished if ended else None, _minute(finished) if ended else None, waiting,
            _minute(waiting) if waiting else None, 2 if bits & 2016 == 2016 else 0, bool(bits & 128), bool(bits & 256),
            bool(bits & 512), bool(bits & 1024), bool(bits & 2048), bool(bits & 4096), bool(bits & 8192),
            bits & 61440 == 0, bits & 983040 == 0, "", None, None, False, _UNTIL, "", None, None,
        )  # fmt: skip


def _minute(day: date) -> int:
    return int(datetime(day.year, day.month, day.day, 9, tzinfo=UTC).timestamp()) // 60


def _into_database(folder: Path) -> None:
    """The same facts as rows of our table."""
    import pyarrow.parquet as pq
    from django.db import transaction

    from motcua.measurement.engines.parquet import manifests
    from motcua.measurement.models import DossierFact

    moments = {"due_at": "due_minute", "finished_at": "finished_minute", "waiting_since": "waiting_minute"}
    left = {*moments.values(), "waiting_on", "officer"}
    number = 0
    for file in [file for one in manifests(folder) for file in one.files]:
        rows: list[DossierFact] = []
        for row in pq.read_table(folder / file.path).to_pylist():
            number += 1
            times = {
                name: None if row[minute] is None else datetime.fromtimestamp(row[minute] * 60, UTC)
                for name, minute in moments.items()
            }
            values = {name: value for name, value in row.items() if name not in left}
            rows.append(DossierFact(dossier_id=number, **values, **times))
        with transaction.atomic():
            DossierFact.objects.bulk_create(rows, batch_size=500)


if __name__ == "__main__":
    _alone(Path(sys.argv[2])) if sys.argv[1:2] == ["alone"] else main()
