"""A backup opens with its passphrase only, is whole or refused, and is the same house elsewhere."""

import fcntl
import json
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.commands.houses import House, house

from motcua.doors.commands import sealed_file
from motcua.doors.commands.sealed_file import OpeningReader, SealingWriter, Unreadable

PASSPHRASE = "ba từ không liên quan"
SCRIPT = str(Path(__file__).with_name("fill_house.py"))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("houses")


@pytest.fixture(scope="module")
def first(folder: Path) -> Iterator[House]:
    with house(folder, "first") as made:
        yield made


@pytest.fixture(scope="module")
def told(first: House) -> dict[str, Any]:
    return json.loads(first.python(SCRIPT, "fill"))


@pytest.fixture(scope="module")
def file(first: House, told: dict[str, Any], folder: Path) -> Path:
    path = folder / "mot-cua.bak"
    done = first.motcua("backup", str(path), MOTCUA_PASSPHRASE=PASSPHRASE)
    assert done.returncode == 0, done.stderr
    assert "1 tệp" in done.stderr
    return path


@pytest.fixture
def second(tmp_path: Path) -> Iterator[House]:
    with house(tmp_path, "second") as made:
        yield made


def restore(into: House, path: Path, *words: str, passphrase: str = PASSPHRASE) -> tuple[int, str]:
    done = into.motcua("restore", str(path), *words, MOTCUA_PASSPHRASE=passphrase)
    return done.returncode, done.stderr


def test_elsewhere_the_same_dossiers_papers_and_identities(
    second: House, file: Path, told: dict[str, Any]
) -> None:
    status, said = restore(second, file)
    assert status == 0, said
    assert json.loads(second.python(SCRIPT, "tell")) == told
    assert len(told["dossiers"]) == 2
    assert all(len(identity) == 12 for identity in told["identities"])
    assert (second.home / "keys" / "keys.json").stat().st_mode & 0o777 == 0o600
    looked = second.motcua("doctor", "--deep", "--json")
    assert looked.returncode == 0, looked.stdout

    status, said = restore(second, file)
    assert status == 1
    assert "đã có dữ liệu" in said
    status, said = restore(second, file, "--over")
    assert status == 0, said
    assert json.loads(second.python(SCRIPT, "tell")) == told
    assert list(second.home.glob("backups/truoc-khoi-phuc-*/database"))


def test_what_cannot_be_trusted_is_refused_before_anything_is_touched(
    second: House, file: Path, tmp_path: Path
) -> None:
    content = file.read_bytes()
    changed = bytearray(content)
    changed[len(content) // 2] ^= 1
    bad = tmp_path / "hong.bak"
    for spoilt, words in (
        (content[:-1], "cắt cụt"),
        (content[: len(content) // 2], "cắt cụt"),
        (bytes(changed), "hỏng"),
        (content + b"x", "dữ liệu lạ"),
        (b"PK\x03\x04" + content, "không phải bản sao lưu"),
    ):
        bad.write_bytes(spoilt)
        status, said = restore(second, bad)
        assert (status, words in said) == (1, True), said
    assert restore(second, file, passphrase="một cụm khác hẳn")[0] == 1
    assert not (second.home / "blobs").exists()


def test_a_running_system_is_not_overwritten(second: House, file: Path) -> None:
    second.home.mkdir(parents=True, exist_ok=True)
    with (second.home / "up.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        status, said = restore(second, file)
    assert status == 1
    assert "đang chạy" in said


def test_the_file_tells_nothing_and_is_not_overwritten(first: House, file: Path) -> None:
    content = file.read_bytes()
    assert b"SQLite format" not in content
    assert b"keys.json" not in content
    assert file.stat().st_mode & 0o777 == 0o600
    assert first.motcua("backup", str(file), MOTCUA_PASSPHRASE=PASSPHRASE).returncode == 1
    assert first.motcua("backup", str(file.with_name("a.bak")), MOTCUA_PASSPHRASE="ngắn").returncode == 1
    assert not list(file.parent.glob("*.dang-ghi"))


def test_a_backup_with_a_paper_missing_is_not_made(second: House, file: Path, tmp_path: Path) -> None:
    assert restore(second, file)[0] == 0
    next(path for path in (second.home / "blobs").rglob("*") if path.is_file()).unlink()
    done = second.motcua("backup", str(tmp_path / "b.bak"), MOTCUA_PASSPHRASE=PASSPHRASE)
    assert done.returncode == 3
    assert "motcua doctor" in done.stderr
    assert not list(tmp_path.glob("b.bak*"))


@given(st.lists(st.binary(max_size=50), max_size=20), st.integers(1, 40))
def test_any_stream_comes_back_and_no_piece_can_be_left_out(writes: list[bytes], piece: int) -> None:
    before = sealed_file._PIECE, sealed_file._LOG_N
    sealed_file._PIECE, sealed_file._LOG_N = piece, 10
    try:
        target = BytesIO()
        with SealingWriter(target, "x") as sealed:
            for data in writes:
                sealed.write(data)
        plain, content = b"".join(writes), target.getvalue()
        reader = OpeningReader(BytesIO(content), "x")
        assert reader.read() == plain
        reader.drain()
        length = 4 + int.from_bytes(content[32:36], "big")
        without_first = content[:32] + content[32 + length :]
        with pytest.raises(Unreadable):
            OpeningReader(BytesIO(without_first), "x").drain()
    finally:
        sealed_file._PIECE, sealed_file._LOG_N = before
