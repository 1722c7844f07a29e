"""The store: once, whole, verified; and what it does with bad bytes."""

import hashlib
import io
import threading
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any, BinaryIO

import pytest
from django.core.files.storage import InMemoryStorage, default_storage
from django.db import connection
from django.test.utils import CaptureQueriesContext

from motcua.blobs import integrity, ports, store
from motcua.blobs.enums import BlobState
from motcua.blobs.models import Blob
from motcua.datastore.readonly import reading_only
from motcua.datastore.writing import act
from motcua.kernel.clock import frozen, now
from motcua.kernel.refusals import NotFound, Refused

pytestmark = pytest.mark.django_db

PDF = b"%PDF-1.7\n" + b"x" * 5000


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, settings: Any) -> Path:
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": tmp_path / "blobs"},
        },
    }
    return tmp_path / "blobs"


@pytest.fixture
def elsewhere(settings: Any) -> None:
    """A storage that is no folder, as S3 is none."""
    memory = "django.core.files.storage.InMemoryStorage"
    settings.STORAGES = {**settings.STORAGES, "default": {"BACKEND": memory}}


def files_in(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def test_bytes_come_back_and_equal_bytes_are_one_blob(folder: Path) -> None:
    first = store.put(PDF, declared_name="đơn.pdf")
    second = store.put(io.BytesIO(PDF), declared_name="bản khác.pdf")
    assert first.pk == second.pk == hashlib.sha256(PDF).hexdigest()
    assert (first.size, first.mime) == (len(PDF), "application/pdf")
    assert store.read_blob(first.pk) == PDF
    assert files_in(folder) == [folder / first.storage_name]


def test_the_row_of_what_somebody_hands_in_is_one_statement() -> None:
    with CaptureQueriesContext(connection) as asked:
        blob = store.put(PDF, declared_name="đơn.pdf")
    assert len([each for each in asked if "blobs_blob" in each["sql"]]) == 1
    assert Blob.objects.get(pk=blob.pk).mime == blob.mime
    with CaptureQueriesContext(connection) as asked:
        store.put(PDF)  # our own bytes, known already: also a page that only reads may draw them
    assert not [each for each in asked if each["sql"].startswith("INSERT")]


def test_a_large_stream_is_not_held_in_memory() -> None:
    class Endless(io.RawIOBase):
        left = 30 << 20

        def read(self, size: int = -1) -> bytes:
            assert 0 < size <= 1 << 20
            taken = min(size, self.left)
            self.left -= taken
            return b"a" * taken

    assert store.put(Endless(), declared_name="dài.txt").size == 30 << 20  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("content", "name", "code"),
    [
        (b"", "rỗng.pdf", "file_empty"),
        (b"<html>", "đơn.pdf", "file_kind"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "cũ.docx", "file_kind"),
        (b"x" * 2000, "to.txt", "file_too_large"),
    ],
)
def test_a_refused_file_leaves_nothing(
    content: bytes, name: str, code: str, folder: Path, settings: Any
) -> None:
    settings.BLOB_MAX_BYTES = 1000
    with pytest.raises(Refused) as refusal:
        store.put(content, declared_name=name)
    assert refusal.value.code == code
    assert Blob.objects.count() == 0
    assert files_in(folder) == []


def test_bytes_of_our_own_need_no_name() -> None:
    assert store.put(PDF).mime == "application/pdf"
    assert store.put(b"\x00\x01").mime == "application/octet-stream"


def test_an_unknown_hash_is_not_found() -> None:
    with pytest.raises(NotFound):
        store.open_blob("0" * 64)


def spoil(folder: Path, blob: Blob, content: bytes | None) -> None:
    path = folder / blob.storage_name
    path.unlink() if content is None else path.write_bytes(content)


@pytest.mark.parametrize(
    ("content", "state"), [(PDF[:-1] + b"y", BlobState.DAMAGED), (None, BlobState.MISSING)]
)
def test_spoilt_bytes_are_never_handed_out_are_found_and_healed(
    content: bytes | None, state: BlobState, folder: Path
) -> None:
    blob = store.put(PDF)
    spoil(folder, blob, content)
    with pytest.raises(store.BlobDamaged), reading_only():
        store.open_blob(blob.pk)
    [fault] = integrity.scan()
    assert fault.sha256 == blob.pk
    assert Blob.objects.get().state == state
    store.put(PDF)  # the citizen sends it again
    assert Blob.objects.get().state == BlobState.SOUND
    assert store.read_blob(blob.pk) == PDF


def test_a_scan_looks_at_the_longest_unseen_first() -> None:
    blobs = []
    for day in range(3):
        with frozen(now() - timedelta(days=9 - day)):
            blobs.append(store.put(f"tệp {day}".encode()))
    assert integrity.scan(most=2) == []
    unseen = Blob.objects.order_by("last_verified_at")[0]
    assert unseen.pk == blobs[2].pk


def fail_after_putting() -> None:
    with act():
        store.put(PDF)
        raise ZeroDivisionError


def test_a_row_falls_with_its_act_and_its_file_is_found_later(folder: Path) -> None:
    with pytest.raises(ZeroDivisionError):
        fail_after_putting()
    assert Blob.objects.count() == 0
    assert integrity.orphans() == []  # it might still be on its way
    with frozen(now() + timedelta(hours=2)):
        assert integrity.orphans() == [Blob(sha256=hashlib.sha256(PDF).hexdigest()).storage_name]
    store.put(PDF)
    with frozen(now() + timedelta(hours=2)):
        assert integrity.orphans() == []


def test_a_storage_that_is_no_folder(elsewhere: None) -> None:
    blob = store.put(PDF)
    store.put(PDF)
    assert store.read_blob(blob.pk) == PDF
    with default_storage.open(blob.storage_name, "wb") as file:
        file.write(b"spoilt")
    with pytest.raises(store.BlobDamaged):
        store.open_blob(blob.pk)
    integrity.scan()
    store.put(PDF)
    assert store.read_blob(blob.pk) == PDF
    assert isinstance(default_storage._wrapped, InMemoryStorage)  # type: ignore[attr-defined]


class Antivirus:
    """Stands for a real one: finds the word, or cannot be asked."""

    down = False

    def inspect(self, file: BinaryIO) -> ports.Verdict:
        if self.down:
            raise ConnectionRefusedError
        return ports.Verdict(clean=b"virus" not in file.read(), finding="Test.Word")


@pytest.fixture
def antivirus() -> Iterator[Antivirus]:
    inspector = Antivirus()
    ports.plug_inspectors(inspector)
    yield inspector
    ports.plug_inspectors()


def test_an_inspector_has_the_last_word(antivirus: Antivirus, folder: Path) -> None:
    store.put(b"clean", declared_name="a.txt")
    with pytest.raises(Refused, match="mã độc"):
        store.put(b"a virus", declared_name="a.txt")
    antivirus.down = True
    with pytest.raises(Refused, match="thử lại"):
        store.put(b"unknown", declared_name="a.txt")
    assert len(files_in(folder)) == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.races
def test_many_putting_the_same_bytes_at_once_make_one_blob(folder: Path) -> None:
    faults: list[Exception] = []

    def put() -> None:
        try:
            store.put(PDF, declared_name="đơn.pdf")
        except Exception as fault:
            faults.append(fault)
        finally:
            connection.close()

    threads = [threading.Thread(target=put) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []
    assert Blob.objects.count() == 1
    assert len(files_in(folder)) == 1
