"""Encryption at rest: AES-256-GCM over chunks of 64 KiB, each bound to its place, its file and the key's id.

A sealed file: `MCS1`, one byte length of the key id, the key id, twelve bytes of salt, then the chunks, each with its
tag of sixteen bytes. Any chunk opens by itself: a range is read in the memory of one chunk. The key of a file is
derived from the installation's key and the file's salt, so that no nonce is ever used twice under one key. The last
chunk says that it is the last: a file cut short does not open.
"""

import io
import os
import struct
from collections.abc import Iterator, Mapping
from typing import BinaryIO, Protocol

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

MAGIC = b"MCS1"
CHUNK = 64 * 1024
_TAG = 16
_SALT = 12


class Damaged(OSError):  # noqa: N818 - a state of a file, said as such
    """The stored bytes were changed, cut short, or belong to another file or key."""


class Source(Protocol):
    """What sealed bytes are read from."""

    def read(self, size: int = -1, /) -> bytes: ...
    def seek(self, offset: int, whence: int = 0, /) -> int: ...


def is_sealed(file: Source, size: int) -> bool:
    """Whether a file is the sealed form of `size` plain bytes; it is left at its start.

    By its length too: a plain text may begin with the same letters.
    """
    length = file.seek(0, io.SEEK_END)
    file.seek(0)
    told = file.read(len(MAGIC))
    file.seek(0)
    return told == MAGIC and length != size


def sealed(plain: BinaryIO, name: str, keys: Mapping[str, str]) -> Iterator[bytes]:
    """The sealed form of a file, piece by piece; the newest key is used. `name` binds it to its place."""
    key_id, key = list(keys.items())[-1]
    salt = os.urandom(_SALT)
    yield MAGIC + bytes([len(key_id)]) + key_id.encode() + salt
    cipher = _cipher(key, salt)
    number, piece = 0, plain.read(CHUNK)
    while True:
        following = plain.read(CHUNK) if len(piece) == CHUNK else b""
        last = not following
        yield cipher.encrypt(_nonce(number), piece, _bound(name, key_id, number, last))
        if last:
            return
        number, piece = number + 1, following


class Unsealing(io.RawIOBase):
    """Reads a sealed file anywhere, one chunk in memory; `size` is that of the plain bytes."""

    def __init__(self, file: Source, name: str, keys: Mapping[str, str], size: int) -> None:
        self._file, self._name, self._size = file, name, size
        file.seek(0)
        head = file.read(len(MAGIC) + 1)
        key_id = file.read(head[-1]).decode("ascii", "replace")
        salt = file.read(_SALT)
        if key_id not in keys:
            raise Damaged(f"không có khóa «{key_id}» của kho tệp")
        self._key_id, self._cipher = key_id, _cipher(keys[key_id], salt)
        self._start = len(head) + len(key_id.encode()) + _SALT
        self._last = max(0, (size - 1) // CHUNK)
        self._at, self._held, self._chunk = 0, -1, b""

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        base = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._size}[whence]
        self._at = max(0, base + offset)
        return self._at

    def tell(self) -> int:
        return self._at

    def readinto(self, buffer: "memoryview | bytearray") -> int:  # type: ignore[override]
        if self._at >= self._size:
            return 0
        number, offset = divmod(self._at, CHUNK)
        piece = self._opened(number)[offset : offset + len(buffer)]
        buffer[: len(piece)] = piece
        self._at += len(piece)
        return len(piece)

    def close(self) -> None:
        if not self.closed:
            closing = getattr(self._file, "close", None)
            if closing is not None:
                closing()
        super().close()

    def _opened(self, number: int) -> bytes:
        if number == self._held:
            return self._chunk
        self._file.seek(self._start + number * (CHUNK + _TAG))
        raw = self._file.read(CHUNK + _TAG)
        bound = _bound(self._name, self._key_id, number, number == self._last)
        try:
            self._chunk = self._cipher.decrypt(_nonce(number), raw, bound)
        except InvalidTag as fault:
            raise Damaged("tệp lưu trữ đã bị thay đổi") from fault
        self._held = number
        return self._chunk


def _cipher(key: str, salt: bytes) -> AESGCM:
    derived = HKDF(hashes.SHA256(), 32, salt, b"motcua blobs").derive(bytes.fromhex(key))
    return AESGCM(derived)


def _nonce(number: int) -> bytes:
    return struct.pack(">IQ", 0, number)


def _bound(name: str, key_id: str, number: int, last: bool) -> bytes:
    return f"{name}|{key_id}|{number}|{int(last)}".encode()
