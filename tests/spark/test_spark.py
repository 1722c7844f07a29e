"""Spark counts what DuckDB counts, row for row (`make test-spark`)."""

import os
import sys
from pathlib import Path

import pytest
from django.db.models import QuerySet
from tests.factories import moment
from tests.measurement.histories import World
from tests.measurement.test_incremental import roll_ups

from motcua.audit.relay import run_to_end
from motcua.kernel.clock import frozen
from motcua.measurement.actions import open_facts, rebuild
from motcua.measurement.engines import exporting
from motcua.measurement.engines.rebuilding import Engine, checked_files, duck_rows, rebuild_by, spark_rows
from motcua.measurement.models import DossierFact, RollUp

# Spark lives in an environment of its own: it must never come into that of the product by a test.
sys.path.append(os.environ["SPARK_PACKAGES"])
pytestmark = [pytest.mark.django_db, pytest.mark.filterwarnings("ignore")]


@pytest.fixture
def folder(tmp_path: Path, settings) -> Path:
    settings.HOME = tmp_path
    return exporting.folder()


def a_life(seed: int, steps: int = 40) -> World:
    """A life in which some dossiers pass on in a merger, some of them in two, so that each agency counts its days."""
    made = World(seed)
    merge, made._merge = made._merge, lambda: None
    made.live(steps)
    while not DossierFact.objects.filter(open_facts()).count() > 2 or made.time < moment("2026-03-25 00:00"):
        made.live(3)
        with frozen(made.time):
            run_to_end()
    for _ in range(2):
        with made.later():
            merge()
        made.live(steps // 4)
    with frozen(made.time):
        run_to_end()
    assert moved().filter(earlier__isnull=False).exists()
    return made


def moved() -> QuerySet[DossierFact]:
    return DossierFact.objects.filter(moved_on__isnull=False).exclude(came_from="")


def test_spark_and_duckdb_give_identical_figures(folder: Path) -> None:
    """A province's random life, and the same facts as those of a second province, scattered anew over agencies."""
    from bench.engines import scattered

    from motcua.measurement.engines import spark

    world = a_life(41)
    with frozen(world.time):
        exporting.export()
    scattered(folder, province="H01", facts=5000, seed=3)
    paths = [str(folder / file.path) for file in checked_files(folder)]
    session = spark.session()
    try:
        by_spark = sorted(spark_rows(session, paths))
        assert len(by_spark) > 1000
        places = {row[0] for row in by_spark}
        assert places & set(moved().values_list("came_from", flat=True))
        assert places & set(moved().values_list("agency_code", flat=True))
        assert by_spark == sorted(duck_rows(paths))
    finally:
        session.stop()


def test_rebuilt_by_spark_row_for_row(folder: Path) -> None:
    world = a_life(42)
    with frozen(world.time):
        rebuild()
        wanted = roll_ups()
        RollUp.objects.all().delete()
        rebuild_by(Engine.SPARK)
        assert roll_ups() == wanted
