"""Malware looked for by ClamAV's daemon: every file goes through it before it is kept (INSTREAM, clamd(8)).

clamd takes no more than its `StreamMaxLength` of one file; what it would not look at whole is not kept either.
"""

import socket
import struct
from typing import BinaryIO, Final

from django.conf import settings

from motcua.blobs.ports import Inspector, Verdict

_PIECE: Final = 1 << 16
_PATIENCE_SECONDS: Final = 60.0
_LONGEST_ANSWER: Final = 4096


class Clamd:
    """One daemon: `/run/clamav/clamd.ctl` (a socket of this machine) or `host:port`."""

    def __init__(self, address: str) -> None:
        self._address = address

    def inspect(self, file: BinaryIO) -> Verdict:
        """Send the file, read the verdict. Raises OSError when the daemon is away or did not look at all of it."""
        with self._connected() as line:
            line.sendall(b"zINSTREAM\0")
            try:
                while piece := file.read(_PIECE):
                    line.sendall(struct.pack("!L", len(piece)) + piece)
                line.sendall(struct.pack("!L", 0))
            except (BrokenPipeError, ConnectionResetError):
                pass  # it had enough and says so; what it says is read below
            return _verdict(_answer(line))

    def _connected(self) -> socket.socket:
        if self._address.startswith("/"):
            line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
            line.settimeout(_PATIENCE_SECONDS)
            try:
                line.connect(self._address)
            except OSError:
                line.close()
                raise
            return line
        host, _, port = self._address.rpartition(":")
        return socket.create_connection((host, int(port)), _PATIENCE_SECONDS)


def inspectors() -> list[Inspector]:
    """The daemon named in the settings (`MOTCUA_CLAMD`); nobody without one."""
    return [Clamd(settings.CLAMD)] if settings.CLAMD else []


def _answer(line: socket.socket) -> str:
    said = b""
    while b"\0" not in said and len(said) < _LONGEST_ANSWER:
        piece = line.recv(_LONGEST_ANSWER)
        if not piece:
            break
        said += piece
    return said.partition(b"\0")[0].decode("utf-8", "replace").strip()


def _verdict(said: str) -> Verdict:
    """`stream: OK` or `stream: Name FOUND`; anything else is no verdict."""
    words = said.removeprefix("stream: ")
    if words == "OK":
        return Verdict(clean=True)
    if words.endswith(" FOUND"):
        return Verdict(clean=False, finding=words.removesuffix(" FOUND"))
    raise OSError(f"clamd: {said or 'no answer'}")
