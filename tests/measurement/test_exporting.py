"""Files of facts: written once a month, whole whatever happens, asked in a process that sees nothing else."""

import os
from collections.abc import Iterable, Iterator, Mapping
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from tests.measurement.histories import World, lived_once, taken_back
from tests.measurement.test_engines import asked_here
from tests.measurement.test_incremental import CODES

from motcua.audit.relay import run_to_end
from motcua.kernel.clock import frozen
from motcua.kernel.periods import PeriodKind, parse
from motcua.kernel.refusals import Refused
from motcua.measurement.actions import open_facts, rebuild
from motcua.measurement.engines import asking, duck, exporting, parquet
from motcua.measurement.engines.asking import Dimension, Question, TooLong, ask, periods_of
from motcua.measurement.engines.columns import Kind
from motcua.measurement.engines.rebuilding import Engine, rebuild_by
from motcua.measurement.models import DossierFact, PaymentFact, PetitionFact
from motcua.measurement.rules.tallies import KINDS, Tally
from motcua.measurement.tallying import tallies

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("folder")]


@pytest.fixture(scope="module")
def _some_running(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    def make() -> World:
        made = lived_once(7)
        while not (
            DossierFact.objects.filter(open_facts()).exists()
            and PetitionFact.objects.filter(answered_on=None).exists()
            and PetitionFact.objects.exclude(answered_on=None).exists()
            and PaymentFact.objects.exists()
        ):
            made.live(3)
            with frozen(made.time):
                run_to_end()
        return made

    with django_db_blocker.unblock():
        yield from taken_back(make)


@pytest.fixture
def lived(_some_running: World, db: None, folder: Path) -> World:
    """One life, some of it still running, exported."""
    with frozen(_some_running.time):
        exporting.export()
    return deepcopy(_some_running)


def test_what_a_fact_does_not_hold_cannot_be_asked(lived: World, folder: Path) -> None:
    with frozen(lived.time):
        for measure, part in (("V.1", Dimension.PROCEDURE), ("Y.transactions", Dimension.OFFICER)):
            with pytest.raises(Refused, match="không có"):
                ask(Question(measure, (part,), parse("2026"), tuple(CODES)), folder)
            with pytest.raises(Refused, match="không có"):
                ask(Question(measure, (), parse("2026"), tuple(CODES), only={part: "1"}), folder)
        with pytest.raises(Refused, match="dữ kiện đã xuất"):
            ask(Question("I.1", (), parse("2026"), tuple(CODES)), folder)


def test_asked_in_a_process_of_its_own_by_month(lived: World, folder: Path) -> None:
    with frozen(lived.time):
        question = Question("II.1", (Dimension.AGENCY, Dimension.MONTH), parse("2026"), tuple(CODES))
        answer = ask(question, folder)
        months = {line.keys[1] for line in answer.lines}
        own = tallies(CODES, [parse(month) for month in months], lived.time)
        assert answer.lines
        for line in answer.lines:
            total = sum_of(own[line.keys[0], line.keys[1]].values())
            assert (line.numerator, line.denominator) == (total.punctual, total.handled)


@pytest.mark.parametrize("kind", KINDS)
def test_parted_by_every_kind_of_period(lived: World, folder: Path, kind: PeriodKind) -> None:
    parted = Dimension(kind)
    assert parted.of_time
    year = parse("R2026" if kind.is_reporting else "2026")
    with frozen(lived.time):
        question = Question("II.1", (parted,), year, tuple(CODES))
        found = {row.code: row for row in periods_of(question, lived.time)}
        (answer,) = asked_here([question], folder)
        own = {code: sum_of_all(tallies(CODES, [parse(code)], lived.time)) for code in found}
    assert answer == {
        (code,): (total.punctual, total.handled) for code, total in own.items() if total.handled
    }
    assert answer


def sum_of_all(found: Mapping[tuple[str, str], Mapping[str, Tally]]) -> Tally:
    return sum_of(part for parts in found.values() for part in parts.values())


def sum_of(parts: Iterable[Tally]) -> Tally:
    total = Tally()
    for part in parts:
        total = total.plus(part)
    return total


def test_another_commune_cannot_be_reached(lived: World, folder: Path) -> None:
    own, other = CODES[:2]
    everything = (Dimension.AGENCY, Dimension.CHANNEL)
    with frozen(lived.time):
        assert {
            line.keys[0] for line in ask(Question("II.1", everything, parse("2026"), (own,)), folder).lines
        } == {own}
        for text in (f"' OR agency_code = '{other}", f"x') UNION SELECT '{other}', 1, 1 --"):
            asked = Question("II.1", everything, parse("2026"), (own,), only={Dimension.CHANNEL: text})
            assert ask(asked, folder).lines == ()


def test_nothing_but_the_files_can_be_read_and_nothing_set(lived: World, folder: Path) -> None:
    import duckdb

    some, other = sorted(str(path) for path in folder.rglob("*.parquet"))[:2]
    connection = duck.locked(duck.connected([some], [], memory="200MB"))
    assert connection.execute("SELECT count(*) FROM facts").fetchone()
    for statement in (
        f"SELECT * FROM read_parquet('{other}')", "SELECT * FROM read_text('/etc/hostname')", "INSTALL httpfs",
        "SET memory_limit = '9GB'", "SET enable_external_access = true", f"COPY facts TO '{folder}/x.csv'",
        f"ATTACH '{folder}/x.db'",
    ):  # fmt: skip
        with pytest.raises(duckdb.Error):
            connection.execute(statement)
    connection.close()


def test_closed_months_are_written_once_and_old_readers_undisturbed(lived: World, folder: Path) -> None:
    with frozen(lived.time):
        before = parquet.manifests(folder)[0]
        opened = (folder / before.files[0].path).open("rb")
        again = exporting.export()
        # Dossiers and petitions that still run are written each time.
        assert (again.kept, again.written) == (len(before.files) - 2, 2)
        assert all((folder / file.path).exists() for file in before.files)
        changed = DossierFact.objects.filter(finished_on__isnull=False).order_by("pk").first()
        assert changed is not None
        DossierFact.objects.filter(pk=changed.pk).update(dissatisfied=not changed.dissatisfied)
        assert exporting.export().written == 3  # a late rating
        assert len(opened.read()) == before.files[0].size
        opened.close()


@pytest.mark.parametrize(
    "change",
    [
        {"dissatisfied": True},
        {"followed_up": True},
        {"due_on": "2031-01-01"},
        {"received_on": "2026-02-19"},
        {"agency_code": "H99.77"},
        {"kind": "?"},
    ],
)
def test_a_corrected_petition_has_its_month_written_again(
    lived: World, folder: Path, change: dict[str, object]
) -> None:
    with frozen(lived.time):
        PetitionFact.objects.update(dissatisfied=False, followed_up=False)
        exporting.export()
        one = PetitionFact.objects.exclude(answered_on=None).order_by("pk")[:1].get()
        PetitionFact.objects.filter(pk=one.pk).update(**change)
        assert exporting.export().written == 3
        assert exporting.export().written == 2


def test_a_corrected_payment_has_its_month_written_again(lived: World, folder: Path) -> None:
    with frozen(lived.time):
        one = PaymentFact.objects.order_by("pk")[:1].get()
        day = one.paid_on.replace(day=1 if one.paid_on.day > 1 else 2)
        for change in (
            {"online": not one.online}, {"procedure_code": "9"}, {"agency_code": "H99.77"}, {"paid_on": day},
        ):  # fmt: skip
            PaymentFact.objects.filter(pk=one.pk).update(**change)
            assert exporting.export().written == 3, change


def test_facts_made_anew_leave_closed_months_as_they_were(lived: World, folder: Path) -> None:
    with frozen(lived.time):
        rebuild()
        assert exporting.export().written == 2


def test_a_killed_export_goes_on_where_it_was(lived: World, folder: Path, monkeypatch) -> None:
    with frozen(lived.time):
        before = {file.path for file in parquet.manifests(folder)[0].files if file.month != "open"}
        for path in folder.rglob("*.json"):
            path.unlink()  # the list was not replaced yet
        written: list[str] = []
        real = parquet.write_file
        monkeypatch.setattr(parquet, "write_file", lambda *given: written.append(given[2]) or real(*given))
        exporting.export()
        assert written == ["open", "open"]
        after = parquet.manifests(folder)[0]
        assert {file.path for file in after.files if file.month != "open"} == before
        assert {file.kind for file in after.files} == set(Kind)


def test_files_no_list_names_are_removed_after_an_hour(lived: World, folder: Path) -> None:
    with frozen(lived.time):
        old = next(file for file in parquet.manifests(folder)[0].files if file.month == "open")
        exporting.export()
        assert (folder / old.path).exists()
        long_ago = (folder / old.path).stat().st_mtime - 2 * 3600
        os.utime(folder / old.path, (long_ago, long_ago))
        exporting.export()
        assert not (folder / old.path).exists()


def test_a_damaged_file_is_named_and_no_figure_given(lived: World, folder: Path) -> None:
    with frozen(lived.time):
        file = next(file for file in parquet.manifests(folder)[0].files if file.month != "open")
        content = bytearray((folder / file.path).read_bytes())
        content[len(content) // 2] ^= 1  # one bit, the same length
        (folder / file.path).write_bytes(content)
        question = Question("II.1", (), parse("2026"), tuple(CODES))
        with pytest.raises(Refused, match=file.path):
            ask(question, folder)
        with pytest.raises(Refused, match=file.path):
            rebuild_by(Engine.DUCKDB, folder)
        exporting.export(thoroughly=True)
        assert ask(question, folder).lines


def test_no_export_and_damaged_list_say_what_to_do(folder: Path) -> None:
    question = Question("II.1", (), parse("2026"), tuple(CODES))
    with pytest.raises(Refused, match="motcua measure export"):
        ask(question, folder)
    (folder / "province=H99").mkdir(parents=True)
    (folder / "province=H99" / "manifest.json").write_text("{")
    with pytest.raises(Refused, match="motcua measure export"):
        ask(question, folder)


def test_the_time_limit_is_told_and_kept(lived: World, folder: Path) -> None:
    with frozen(lived.time), pytest.raises(TooLong, match="tính ở nền"):
        ask(Question("II.1", (), parse("2026"), tuple(CODES)), folder, seconds=0)


def test_the_memory_limit_is_told(lived: World, folder: Path, monkeypatch) -> None:
    monkeypatch.setattr(asking, "_QUICK_MEMORY", "1MB")
    with frozen(lived.time), pytest.raises(Refused) as refused:
        ask(Question("II.1", (Dimension.PROCEDURE,), parse("2026"), tuple(CODES)), folder)
    assert refused.value.code == "too_large"
