"""Counted a share at a time or all at once, roll-ups are the same, and none is met twice."""

from collections import Counter
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from django.db.models import F
from tests.factories import moment
from tests.measurement.test_incremental import roll_ups

from motcua.kernel.clock import frozen
from motcua.measurement.engines import exporting
from motcua.measurement.engines.rebuilding import Engine, checked_files, duck_rows, rebuild_by
from motcua.measurement.engines.shares import Held, Share, shares
from motcua.measurement.models import DossierFact, RollUp
from motcua.measurement.rules.facts import stays_written
from motcua.measurement.rules.tallies import TALLIED

AGENCIES = ("H98.07", "H99.01", "H99.01.a", "H99.02", "H99.10")
# Codes of agencies that have no dossier any more stand before, between and after those that have.
BEFORE = ("H05", "H99.015", "H99.03", "K'1")


def held(**facts: int) -> list[Held]:
    return [Held(f"{code}.parquet", code, many, 0) for code, many in facts.items()]


@pytest.mark.parametrize(
    ("facts", "bounds"),
    [
        ({"a": 4, "b": 4, "c": 4}, [None, "c", None]),
        ({"c": 4, "a": 40, "b": 4}, [None, "b", None]),
        ({"a": 40, "b": 40}, [None, "b", None]),
        ({"a": 1}, [None, None]),
        ({}, [None, None]),
    ],
)
def test_shares_hold_so_many_facts_or_one_agency_and_leave_no_code_out(
    facts: dict[str, int], bounds: list[str | None]
) -> None:
    made = list(shares(held(**facts), 8))
    assert [(one.first, one.before) for one in made] == list(pairwise(bounds))
    assert Counter(file for one in made for file in one.files) == Counter(f"{code}.parquet" for code in facts)


def test_a_file_with_a_dossier_that_passed_on_is_read_for_every_share() -> None:
    found = list(shares([Held("one", "a", 9, 1), Held("two", "b", 9, 0)], 8))
    assert found == [Share(None, "b", ("one",), moved=True), Share("b", None, ("one", "two"), moved=True)]


@pytest.mark.django_db
@pytest.mark.parametrize("at_once", [1, 30, 10_000])
def test_roll_ups_by_shares_are_those_of_the_whole(folder: Path, at_once: int) -> None:
    """Dossiers of two provinces, some of which passed on once or more, over the bounds of shares and of files."""
    with frozen(moment("2026-04-20 09:00")):
        DossierFact.objects.bulk_create(some_facts(120))
        exporting.export()
        rebuild_by(Engine.SQL)
        paths = [str(folder / file.path) for file in checked_files(folder)]
        found = list(duck_rows(paths, at_once))
    wanted = roll_ups()
    assert {key[0] for key in wanted} >= {*AGENCIES, *BEFORE}
    assert len({row[:3] for row in found}) == len(found)
    assert {
        row[:3]: numbers
        for row in found
        if any((numbers := dict(zip(TALLIED, row[3:], strict=True))).values())
    } == wanted


@pytest.mark.django_db
@pytest.mark.parametrize("engine", [Engine.SQL, Engine.DUCKDB])
def test_roll_ups_that_are_wrong_missing_or_too_many_are_put_right(folder: Path, engine: Engine) -> None:
    """The second time some stand there already, right or wrong."""
    with frozen(moment("2026-04-20 09:00")):
        DossierFact.objects.bulk_create(some_facts(40))
        rebuild_by(engine)
        wanted = roll_ups()
        few = RollUp.objects.order_by("pk").values_list("pk", flat=True)[:9]
        wrong, missing, *_ = few
        RollUp.objects.filter(pk=wrong).update(late_online=F("late_online") + 1)
        RollUp.objects.filter(pk=missing).delete()
        RollUp.objects.create(agency_code="H77", period="2026", procedure_code="1", handled=1)
        again = rebuild_by(engine)
    assert roll_ups() == wanted
    assert RollUp.objects.count() == len(wanted) == again.roll_ups


def test_files_hold_facts_in_the_order_of_agencies(folder: Path, db: None) -> None:
    import pyarrow.parquet as pq

    with frozen(moment("2026-04-20 09:00")):
        DossierFact.objects.bulk_create(some_facts(40))
        exporting.export()
    for file in checked_files(folder):
        codes = pq.read_table(folder / file.path).column("agency_code").to_pylist()
        assert codes == sorted(codes)


def some_facts(many: int) -> list[DossierFact]:
    return [_fact(number) for number in range(many)]


def _fact(number: int) -> DossierFact:
    received = date(2026, 1, 1) + timedelta(number % 90)
    ended = None if number % 5 == 0 else received + timedelta(number % 31)
    moved = date(2026, 3, 1) if number % 3 == 0 and received < date(2026, 3, 1) else None
    earlier = stays_written([(date(2026, 2, 1), BEFORE[number % 4])]) if moved and number % 2 else None
    return DossierFact(
        dossier_id=number, agency_code=AGENCIES[number * 7 % 5], procedure_code=f"1.{number % 3}",
        channel="online" if number % 2 else "counter", state="settled" if ended else "processing",
        received_on=received, due_date=received + timedelta(9), finished_on=ended,
        finished_at=ended and moment(f"{ended} 15:00"), digitised=number % 4 == 0, counted_on=date(2026, 4, 20),
        moved_on=moved, came_from=BEFORE[number // 3 % 4] if moved else "", earlier=earlier,
    )  # fmt: skip
