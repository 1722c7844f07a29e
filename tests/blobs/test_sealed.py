"""Encryption at rest: nothing readable on the disk, any range opens by itself, every change is noticed."""

import hashlib
import io
import os
from pathlib import Path
from typing import Any

import pytest

from motcua.blobs import integrity, sealed_files, store
from motcua.blobs.sealed_files import CHUNK, Damaged, Unsealing, sealed

KEYS = {"1": "11" * 32}


def sealed_bytes(plain: bytes, name: str = "a", keys: dict[str, str] = KEYS) -> bytes:
    return b"".join(sealed(io.BytesIO(plain), name, keys))


def opened(content: bytes, size: int, name: str = "a", keys: dict[str, str] = KEYS) -> Unsealing:
    return Unsealing(io.BytesIO(content), name, keys, size)


@pytest.mark.parametrize("size", [1, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK, 3 * CHUNK + 7])
def test_what_was_sealed_opens_whole_and_in_ranges(size: int) -> None:
    plain = os.urandom(size)
    content = sealed_bytes(plain)
    assert plain[:64] not in content or size < 16
    assert opened(content, size).read() == plain
    for start in (0, size // 2, max(0, size - 5), CHUNK - 2):
        file = opened(content, size)
        file.seek(start)
        assert io.BufferedReader(file).read(9) == plain[start : start + 9]


def test_a_range_reads_one_chunk_only() -> None:
    plain = os.urandom(64 * CHUNK)
    content = sealed_bytes(plain)
    read: list[int] = []

    class Counting(io.BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            given = super().read(size)
            read.append(len(given))
            return given

    file = Unsealing(Counting(content), "a", KEYS, len(plain))
    file.seek(40 * CHUNK + 100)
    buffer = bytearray(100)
    file.readinto(buffer)
    assert bytes(buffer) == plain[40 * CHUNK + 100 : 40 * CHUNK + 200]
    assert sum(read) < 2 * CHUNK


@pytest.mark.parametrize("harm", ["flip", "cut", "swap", "name", "key"])
def test_every_change_is_noticed(harm: str) -> None:
    plain = os.urandom(3 * CHUNK + 10)
    content = bytearray(sealed_bytes(plain))
    name, keys = "a", dict(KEYS)
    size = len(plain)
    if harm == "flip":
        content[-1] ^= 1
    elif harm == "cut":
        size = 2 * CHUNK
        content = content[: len(content) - CHUNK - 10 - 32]
    elif harm == "swap":
        start, step = 4 + 1 + 1 + 12, CHUNK + 16
        content[start : start + step], content[start + step : start + 2 * step] = (
            content[start + step : start + 2 * step],
            content[start : start + step],
        )
    elif harm == "name":
        name = "b"
    else:
        keys = {"1": "22" * 32}
    with pytest.raises(Damaged):
        opened(bytes(content), size, name, keys).read()


def test_old_keys_still_open() -> None:
    content = sealed_bytes(b"cu")
    assert opened(content, 2, keys={**KEYS, "2": "33" * 32}).read() == b"cu"
    with pytest.raises(Damaged, match="không có khóa"):
        opened(content, 2, keys={"2": "33" * 32})


@pytest.fixture
def sealing(tmp_path: Path, settings: Any) -> Path:
    settings.BLOB_ENCRYPT, settings.BLOB_KEYS = True, KEYS
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": tmp_path / "blobs"},
        },
    }
    return tmp_path / "blobs"


@pytest.mark.django_db
def test_the_store_seals_and_unseals(sealing: Path, settings: Any) -> None:
    plain = b"Lo Thi May, 012345678901\n" * 20_000
    blob = store.put(plain)
    kept = sealing / blob.storage_name
    assert b"Lo Thi May" not in kept.read_bytes()
    assert blob.pk == hashlib.sha256(plain).hexdigest()
    assert store.read_blob(blob.pk) == plain
    with store.open_blob(blob.pk) as file:
        file.seek(400_000)
        assert file.read(25) == plain[400_000:400_025]
    assert not list(sealing.glob("incoming/*"))
    assert integrity.scan() == []
    kept.write_bytes(kept.read_bytes()[:-1] + b"\x00")
    with pytest.raises(store.BlobDamaged):
        store.open_blob(blob.pk)
    assert len(integrity.scan()) == 1


@pytest.mark.django_db
def test_what_was_kept_before_stays_readable_and_a_likeness_is_no_seal(sealing: Path, settings: Any) -> None:
    settings.BLOB_ENCRYPT = False
    blob = store.put(sealed_files.MAGIC + b" la mot dong chu\n")
    settings.BLOB_ENCRYPT = True
    assert store.read_blob(blob.pk).startswith(b"MCS1")
