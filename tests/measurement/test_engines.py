"""Engines count what our own figures count: in our database, in DuckDB over Parquet; files stay whole."""

from collections.abc import Iterable, Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from django.db.models import Count
from tests.measurement.histories import World, lived_once, taken_back
from tests.measurement.test_incremental import CODES, periods_around, roll_ups

from motcua.kernel.clock import frozen
from motcua.kernel.periods import Period, between, parse
from motcua.measurement.actions import rebuild
from motcua.measurement.engines import asking, duck, exporting, parquet
from motcua.measurement.engines.asking import Dimension, Question, periods_of, statement_of
from motcua.measurement.engines.columns import COLUMNS, COLUMNS_OF
from motcua.measurement.engines.rebuilding import Engine, rebuild_by
from motcua.measurement.engines.statement import CONDITIONS, OTHER_RATIOS, PeriodRow, period_row, ratio_of
from motcua.measurement.measures import OF_DOSSIERS, OF_PAYMENTS, OF_PETITIONS
from motcua.measurement.models import DossierFact, PetitionFact, RollUp
from motcua.measurement.payments import transactions
from motcua.measurement.petitions import petition_sums
from motcua.measurement.rules.tallies import TALLIED, Tally
from motcua.measurement.tallying import tallies

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("folder")]

PERSONAL = ("name", "phone", "email", "address", "identity", "person", "applicant", "birth", "note", "title")


@pytest.fixture(scope="module", params=range(2))
def _world(request: pytest.FixtureRequest, django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    with django_db_blocker.unblock():
        yield from taken_back(lambda: lived_once(100 + request.param))


@pytest.fixture
def world(_world: World, db: None) -> World:
    return deepcopy(_world)


def test_every_tally_has_its_condition_and_every_measure_its_two_sums() -> None:
    assert set(CONDITIONS) == set(TALLIED)
    tally = Tally(*range(1, len(TALLIED) + 1))
    values = {f"n_{name}": getattr(tally, name) for name in TALLIED}
    for code, measure in OF_DOSSIERS.items():
        numerator, denominator = ratio_of(code)
        assert eval(numerator, {}, values) == measure.numerator(tally), code
        assert eval(denominator, {}, values) == measure.denominator(tally), code
    assert set(OTHER_RATIOS) == OF_PETITIONS | OF_PAYMENTS


def test_files_hold_no_personal_column() -> None:
    for columns in COLUMNS_OF.values():
        assert [name for name in columns if any(word in name for word in PERSONAL)] == []
    assert set(COLUMNS) - {field.name for field in DossierFact._meta.fields} == {
        "due_minute", "finished_minute", "waiting_on", "waiting_minute", "officer",
    }  # fmt: skip


def test_rebuilt_by_any_engine_row_for_row(world: World) -> None:
    with frozen(world.time):
        rebuild()
        wanted = roll_ups()
        assert wanted
        for engine in (Engine.SQL, Engine.DUCKDB):
            RollUp.objects.all().delete()
            rebuild_by(engine)
            assert roll_ups() == wanted, engine
            assert RollUp.objects.count() == len(wanted)


def test_duckdb_answers_what_our_own_figures_say(world: World, folder: Path) -> None:
    """Every measure, agency and period, closed or running, seen from the moment of the export."""
    with frozen(world.time):
        exporting.export()
        periods = periods_around(world)
        own = tallies(CODES, periods, world.time)
        parted = (Dimension.AGENCY, Dimension.PROCEDURE)
        for measure, answer in asked_of_all(folder, OF_DOSSIERS, parted, periods):
            found = OF_DOSSIERS[measure]
            assert answer == {
                (period, agency, procedure): (found.numerator(tally), found.denominator(tally))
                for (agency, period), by_procedure in own.items()
                for procedure, tally in by_procedure.items()
                if found.denominator(tally)
            }, measure


def test_petitions_and_payments_are_answered_as_our_own_figures_say(world: World, folder: Path) -> None:
    """Every agency, in periods that sums keep and in ranges counted from the facts, closed or running."""
    with frozen(world.time):
        exporting.export()
        kept = periods_around(world)
        periods = [*kept, *(between(each.first, each.last) for each in kept)]
        petitions = petition_sums(CODES, periods, world.time)
        for measure, answer in asked_of_all(folder, OTHER_RATIOS, (Dimension.AGENCY,), periods):
            wanted = {
                (period.code, code): transactions([code], period, world.time)
                if measure in OF_PAYMENTS
                else petitions.counts([code], period)[measure]
                for period in periods
                for code in CODES
            }
            assert answer
            assert answer == {
                place: (count.numerator, count.denominator)
                for place, count in wanted.items()
                if count.denominator
            }, measure


def asked_of_all(
    folder: Path, codes: Iterable[str], by: tuple[Dimension, ...], periods: list[Period]
) -> Iterator[tuple[str, dict[tuple[str, ...], tuple[int, int]]]]:
    """Each measure over many periods at once: (period, keys) -> numbers."""
    rows = [period_row(each, parquet.manifests(folder)[0].at) for each in periods]
    whole = between(min(each.first for each in periods), max(each.last for each in periods))
    for code in codes:
        question = Question(code, (*by, Dimension.MONTH), whole, tuple(CODES))
        [answer] = asked_here([question], folder, rows)
        yield code, answer


def test_petitions_and_payments_by_each_of_their_parts(world: World, folder: Path) -> None:
    """The lines of any parting add up to the whole; of periods only what was received, lateness being seen from their end."""
    with frozen(world.time):
        exporting.export()
        year = parse("2026")
        for measure in OTHER_RATIOS:
            kind = asking.kind_of(measure)
            [whole] = asked_here([Question(measure, (), year, tuple(CODES))], folder)
            for each in asking.PARTED_BY[kind]:
                question = Question(measure, (each,), year, tuple(CODES), {"1.1": "Hộ tịch"})
                [parted] = asked_here([question], folder)
                numerator, denominator = map(sum, zip(*parted.values(), strict=True))
                assert denominator == whole[()][1]
                if not each.of_time:
                    assert numerator == whole[()][0]
        by_kind = dict(PetitionFact.objects.values_list("kind").annotate(many=Count("pk")).order_by())
        for name, many in by_kind.items():
            only = Question("V.1", (), year, tuple(CODES), only={Dimension.PETITION_KIND: name})
            assert [answer[()][1] for answer in asked_here([only], folder)] == [many]


def asked_here(
    questions: list[Question], folder: Path, rows: list[PeriodRow] | None = None
) -> Iterator[dict[tuple[str, ...], tuple[int, int]]]:
    """Questions of one period answered in this process, to spare a start for each; the real way is tested below."""
    found, one = parquet.manifests(folder), questions[0]
    files = [str(folder / file.path) for file in parquet.files_between(found, one.period.first, one.kind)]
    rows = rows if rows is not None else periods_of(one, found[0].at)
    with duck.connected(files, rows, memory="200MB", threads=1) as connection:
        connection.execute("CREATE TABLE scope AS SELECT unnest(?) AS agency_code", [list(one.agencies)])
        connection.execute("CREATE TABLE services (procedure_code VARCHAR, field VARCHAR)")
        for question in questions:
            answer = connection.execute(*statement_of(question)).fetchall()
            yield {tuple(keys): (numerator, denominator) for *keys, numerator, denominator in answer}
