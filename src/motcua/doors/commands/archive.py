"""What a backup holds, and reading it: a tar stream inside a sealed file.

Members in order: `manifest.json`, `keys.json`, `database`, `blobs/<sha256>` for every blob of that database.
The database is copied first and blobs are only ever added: so every blob it names is there.
"""

import hashlib
import json
import re
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, cast

from motcua.doors.commands.sealed_file import OpeningReader, Unreadable

FORMAT = 1
MANIFEST, KEYS, DATABASE, BLOBS = "manifest.json", "keys.json", "database", "blobs/"
_BLOB = re.compile(r"^blobs/([0-9a-f]{64})$")
_PIECE = 1 << 20


@dataclass(frozen=True, slots=True)
class Member:
    """One part of a backup, open for reading; `sha256` for a blob."""

    name: str
    size: int
    content: IO[bytes]

    @property
    def sha256(self) -> str:
        found = _BLOB.match(self.name)
        return found[1] if found else ""


@contextmanager
def members(path: Path, passphrase: str) -> Iterator[Iterator[Member]]:
    """The parts of a backup, in order; read each before asking for the next. Raises Unreadable."""
    with path.open("rb") as file:
        stream = OpeningReader(file, passphrase)
        try:
            with tarfile.open(fileobj=cast(Any, stream), mode="r|", bufsize=_PIECE) as tar:
                yield _members(tar)
        except (tarfile.TarError, EOFError) as fault:
            raise Unreadable("Bản sao lưu không đọc được; có thể do phiên bản mới hơn tạo ra.") from fault
        stream.drain()


def _members(tar: tarfile.TarFile) -> Iterator[Member]:
    for entry in tar:
        content = tar.extractfile(entry) if entry.isreg() else None
        if content is None or not (entry.name in (MANIFEST, KEYS, DATABASE) or _BLOB.match(entry.name)):
            raise Unreadable("Bản sao lưu có phần lạ; không khôi phục.")
        yield Member(entry.name, entry.size, content)


def verify(path: Path, passphrase: str) -> dict[str, Any]:
    """Read a whole backup and compare every hash; answers its manifest. Raises Unreadable."""
    manifest: dict[str, Any] = {}
    blobs, names = 0, set()
    with members(path, passphrase) as parts:
        for member in parts:
            names.add(member.name)
            if member.name == MANIFEST:
                manifest = json.loads(member.content.read())
            elif member.name in (KEYS, DATABASE):
                _compare(member, str(manifest.get(f"{member.name}_sha256", "")))
            else:
                _compare(member, member.sha256)
                blobs += 1
    if manifest.get("format") != FORMAT or not {KEYS, DATABASE} <= names or blobs != manifest.get("blobs"):
        raise Unreadable("Bản sao lưu thiếu phần bắt buộc, hoặc do phiên bản khác tạo ra.")
    return manifest


def copy(source: IO[bytes], target: IO[bytes]) -> str:
    """Copy to the end; the SHA-256 of what was copied."""
    digest = hashlib.sha256()
    while piece := source.read(_PIECE):
        digest.update(piece)
        target.write(piece)
    return digest.hexdigest()


def _compare(member: Member, expected: str) -> None:
    digest = hashlib.sha256()
    while piece := member.content.read(_PIECE):
        digest.update(piece)
    if digest.hexdigest() != expected:
        raise Unreadable(f"Phần {member.name[:20]} của bản sao lưu không còn nguyên vẹn.")
