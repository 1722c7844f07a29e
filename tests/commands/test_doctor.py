"""The doctor: finds nothing in a sound house, and each kind of harm by its name."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.db import connection
from tests import factories
from tests.factories import CLERK, moment

from motcua.audit import outbox, relay, seals
from motcua.audit.models import Seal
from motcua.blobs.models import Blob
from motcua.blobs.store import put
from motcua.config import plugs
from motcua.datastore.writing import act
from motcua.doors.commands.main import main
from motcua.dossiers import actions
from motcua.dossiers.models import Dossier, DossierCounter, Event
from motcua.kernel.clock import frozen
from motcua.measurement.models import DossierFact, RollUp

pytestmark = pytest.mark.django_db
NOW = moment("2026-06-03 10:00")


@pytest.fixture
def house(settings: Any, tmp_path: Path) -> list[Dossier]:
    """Three dossiers of one day, counted, sealed, with a paper."""
    settings.MEDIA_ROOT = tmp_path
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": str(tmp_path)},
        },
    }  # fmt: skip
    commune = factories.agency()
    clerk, version = factories.officer(commune), factories.version()
    with frozen(moment("2026-06-01 08:00")):
        put(b"%PDF-1.4 not much")
        received = [
            actions.receive_at_counter(factories.filing(version, commune), actor=CLERK, receiver_id=clerk.pk)
            for _ in range(3)
        ]
        plugs.connect()
        relay.run_to_end()
        seals.seal_waiting()
    with frozen(NOW):
        from motcua.measurement.actions import roll_day

        roll_day()
    return received


def found(capsys: pytest.CaptureFixture[str], *words: str) -> set[str]:
    """The codes of the checks that found something."""
    capsys.readouterr()
    with frozen(NOW):
        status = main(["doctor", "--json", *words])
    answer = json.loads(capsys.readouterr().out)
    codes = {check["code"] for check in answer["checks"] if check["findings"]}
    assert status == (1 if codes else 0)
    assert answer["ok"] is (not codes)
    return codes


@pytest.mark.parametrize("words", [[], ["--deep"]])
def test_a_sound_house_has_no_findings(
    house: list[Dossier], capsys: pytest.CaptureFixture[str], words: list[str]
) -> None:
    assert found(capsys, *words) == set()


def forget_a_number(_: list[Dossier]) -> None:
    DossierCounter.objects.update(last=4)


def shift_a_due_date(house: list[Dossier]) -> None:
    Dossier.objects.filter(pk=house[0].pk).update(due_date="2026-06-20")


def raise_a_revision(house: list[Dossier]) -> None:
    Dossier.objects.filter(pk=house[0].pk).update(revision=9)


def falsify_a_roll_up(_: list[Dossier]) -> None:
    RollUp.objects.create(agency_code="H99.01", procedure_code="9.9", period="2026-05", handled=7)


def lose_a_fact(house: list[Dossier]) -> None:
    DossierFact.objects.filter(dossier_id=house[0].pk).delete()


def lose_a_paper(_: list[Dossier]) -> None:
    default_storage.delete(Blob.objects.get().storage_name)


def forge_a_seal(_: list[Dossier]) -> None:
    last = Seal.objects.latest("last_id").last_id
    Seal.objects.create(
        first_id=last + 1,
        last_id=last + 2,
        count=2,
        root="0" * 64,
        previous="0" * 64,
        digest="0" * 64,
        sealed_at=NOW,
    )


def leave_a_mark(house: list[Dossier]) -> None:
    with frozen(moment("2026-06-03 09:00")), act():
        outbox.mark("dossier", house[0].pk)


def change_the_keys(_: list[Dossier]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE accounts_person SET identity_number = 's1.1.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA'"
        )


@pytest.mark.parametrize(
    ("harm", "code"),
    [
        (forget_a_number, "codes"),
        (shift_a_due_date, "due_dates"),
        (raise_a_revision, "histories"),
        (falsify_a_roll_up, "roll_ups"),
        (lose_a_fact, "facts"),
        (lose_a_paper, "blobs"),
        (forge_a_seal, "record"),
        (leave_a_mark, "outbox"),
        (change_the_keys, "keys"),
    ],
)
def test_each_harm_is_found_by_its_check(
    house: list[Dossier], capsys: pytest.CaptureFixture[str], harm: Callable[[list[Dossier]], None], code: str
) -> None:
    harm(house)
    assert code in found(capsys)


def test_changed_bytes_are_found_when_looking_deep(
    house: list[Dossier], capsys: pytest.CaptureFixture[str]
) -> None:
    Path(default_storage.path(Blob.objects.get().storage_name)).chmod(0o600)
    Path(default_storage.path(Blob.objects.get().storage_name)).write_bytes(b"%PDF-1.4 other much")
    assert found(capsys) == set()
    assert found(capsys, "--deep") == {"blobs"}


def test_a_fact_that_says_something_else_is_found_when_looking_deep(
    house: list[Dossier], capsys: pytest.CaptureFixture[str]
) -> None:
    DossierFact.objects.filter(dossier_id=house[0].pk).update(petitioned=True)
    assert "facts" in found(capsys, "--deep")


def test_lines_are_for_people(house: list[Dossier], capsys: pytest.CaptureFixture[str]) -> None:
    forget_a_number(house)
    with frozen(NOW):
        assert main(["doctor"]) == 1
    said = capsys.readouterr().out
    assert "codes: Mã hồ sơ của H99.01 ngày 2026-06-01: thiếu số 4." in said
    assert "Niêm phong mới nhất: " in said


def test_without_events_a_dossier_is_named(house: list[Dossier], capsys: pytest.CaptureFixture[str]) -> None:
    Dossier.objects.create(
        tracking="KHONGSUKIEN1", procedure=house[0].procedure, version=house[0].version, agency=house[0].agency,
        desk=house[0].desk, regime="2025", applicant_name="Ai Đó", channel="online", state="submitted", filed_at=NOW,
    )  # fmt: skip
    assert not Event.objects.filter(dossier__tracking="KHONGSUKIEN1").exists()
    assert {"histories", "facts"} <= found(capsys)
