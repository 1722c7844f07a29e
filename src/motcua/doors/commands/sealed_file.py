"""A file that only its passphrase opens: a stream in pieces, each sealed, none removable, the end marked.

Layout: `MOTCUA1\\n`, log2(n) of scrypt (1 byte), salt (16), nonce prefix (7); then pieces of a length (4 bytes,
big-endian) and that many bytes of AES-256-GCM. The nonce is prefix, piece number (4) and a last byte that is
1 for the final piece (the STREAM construction): a piece moved, left out or cut off does not open.
"""

import io
import os
from typing import IO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

_MAGIC = b"MOTCUA1\n"
_PIECE = 1 << 20
_TAG = 16
# 128 MiB and some tenths of a second for each guess (RFC 7914).
_LOG_N = 17
_MOST_LOG_N = 22


class Unreadable(Exception):  # noqa: N818 - an answer to the person, in Vietnamese
    """The passphrase is wrong, or the file is damaged, cut off or something else."""


class SealingWriter(io.RawIOBase):
    """What is written here is sealed into `target`; `close` writes the final piece."""

    def __init__(self, target: IO[bytes], passphrase: str) -> None:
        super().__init__()
        salt, self._prefix = os.urandom(16), os.urandom(7)
        self._header = _MAGIC + bytes([_LOG_N]) + salt + self._prefix
        self._cipher = _cipher(passphrase, salt, _LOG_N)
        self._target, self._pending, self._number = target, bytearray(), 0
        target.write(self._header)

    def writable(self) -> bool:
        return True

    def write(self, data: object) -> int:
        given = bytes(data)  # type: ignore[call-overload]
        self._pending += given
        # The last piece stays back: only at the end is it known to be the last.
        while len(self._pending) > _PIECE:
            self._put(bytes(self._pending[:_PIECE]), last=False)
            del self._pending[:_PIECE]
        return len(given)

    def close(self) -> None:
        if not self.closed:
            self._put(bytes(self._pending), last=True)
            super().close()

    def _put(self, plain: bytes, *, last: bool) -> None:
        sealed = self._cipher.encrypt(_nonce(self._prefix, self._number, last=last), plain, self._header)
        self._target.write(len(sealed).to_bytes(4, "big") + sealed)
        self._number += 1


class OpeningReader(io.RawIOBase):
    """Reads what was sealed. Raises Unreadable at the first piece that is not what was written."""

    def __init__(self, source: IO[bytes], passphrase: str) -> None:
        super().__init__()
        self._header = source.read(len(_MAGIC) + 1 + 16 + 7)
        log_n = self._header[len(_MAGIC)] if len(self._header) == len(_MAGIC) + 24 else 0
        if not self._header.startswith(_MAGIC) or not 10 <= log_n <= _MOST_LOG_N:
            raise Unreadable("Tệp này không phải bản sao lưu của Một Cửa, hoặc đã hỏng ngay ở đầu tệp.")
        self._prefix = self._header[-7:]
        self._cipher = _cipher(passphrase, self._header[len(_MAGIC) + 1 : -7], log_n)
        self._source, self._ready, self._number, self._ended = source, b"", 0, False

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        view = memoryview(buffer)  # type: ignore[arg-type]
        while not self._ready and not self._ended:
            self._next()
        taken = self._ready[: len(view)]
        view[: len(taken)] = taken
        self._ready = self._ready[len(taken) :]
        return len(taken)

    def drain(self) -> None:
        """Read to the end, so that every piece and the mark of the end are checked."""
        while not self._ended:
            self._next()
        if self._source.read(1):
            raise Unreadable("Bản sao lưu có dữ liệu lạ ở cuối tệp.")

    def _next(self) -> None:
        length = int.from_bytes(self._source.read(4), "big")
        sealed = self._source.read(length) if _TAG <= length <= _PIECE + _TAG else b""
        if not sealed or len(sealed) != length:
            raise Unreadable("Bản sao lưu bị cắt cụt: thiếu phần cuối. Dùng bản sao lưu khác.")
        self._ready, self._ended = self._open(sealed)
        self._number += 1

    def _open(self, sealed: bytes) -> tuple[bytes, bool]:
        for last in (False, True):
            try:
                return self._cipher.decrypt(
                    _nonce(self._prefix, self._number, last=last), sealed, self._header
                ), last
            except InvalidTag:
                continue
        if self._number == 0:
            raise Unreadable("Sai cụm mật khẩu, hoặc bản sao lưu đã bị thay đổi.")
        raise Unreadable("Bản sao lưu đã bị thay đổi hoặc hỏng. Dùng bản sao lưu khác.")


def _nonce(prefix: bytes, number: int, *, last: bool) -> bytes:
    return prefix + number.to_bytes(4, "big") + bytes([last])


def _cipher(passphrase: str, salt: bytes, log_n: int) -> AESGCM:
    key = Scrypt(salt=salt, length=32, n=1 << log_n, r=8, p=1).derive(passphrase.encode())
    return AESGCM(key)
