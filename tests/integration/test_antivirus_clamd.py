"""A file goes through clamd before it is kept. The daemon here is a small one that speaks clamd's own protocol."""

import io
import socket
import struct
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from motcua.blobs.models import Blob
from motcua.blobs.ports import inspectors, plug_inspectors
from motcua.blobs.store import put
from motcua.integration.antivirus_clamd import Clamd
from motcua.kernel.refusals import Refused

# The harmless text that every scanner calls a virus (eicar.org), in two halves: no scanner stumbles over this file.
EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}" + b"$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
_MOST = 1 << 20


def _read(line: socket.socket, n: int) -> bytes:
    data = b""
    while len(data) < n:
        piece = line.recv(n - len(data))
        if not piece:
            raise ConnectionError
        data += piece
    return data


def _serve(line: socket.socket) -> None:
    assert _read(line, 10) == b"zINSTREAM\0"
    data = b""
    while length := struct.unpack("!L", _read(line, 4))[0]:
        data += _read(line, length)
        if len(data) > _MOST:
            line.sendall(b"INSTREAM size limit exceeded. ERROR\0")
            return
    line.sendall(b"stream: Eicar-Signature FOUND\0" if EICAR in data else b"stream: OK\0")


@pytest.fixture(params=["socket", "port"])
def daemon(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Where a daemon listens: on a socket of this machine, on a port."""
    if request.param == "socket":
        heard = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        heard.bind(str(tmp_path / "clamd.ctl"))
        address = str(tmp_path / "clamd.ctl")
    else:
        heard = socket.create_server(("127.0.0.1", 0))
        address = f"127.0.0.1:{heard.getsockname()[1]}"
    heard.listen()

    def work() -> None:
        while True:
            try:
                line, _ = heard.accept()
            except OSError:
                return
            with line:
                try:
                    _serve(line)
                except ConnectionError:
                    continue

    threading.Thread(target=work, daemon=True).start()
    yield address
    heard.close()


@pytest.fixture
def plug() -> Iterator[Callable[[str], None]]:
    before = inspectors()
    yield lambda address: plug_inspectors(Clamd(address))
    plug_inspectors(*before)


@pytest.mark.django_db
def test_malware_is_not_kept_and_a_clean_file_is(daemon: str, plug: Callable[[str], None]) -> None:
    plug(daemon)
    assert put(io.BytesIO(b"Xin chao"), declared_name="don.txt").size == 8
    with pytest.raises(Refused) as refused:
        put(io.BytesIO(EICAR), declared_name="don.txt")
    assert refused.value.code == "file_infected"
    assert "mã độc" in refused.value.message
    assert Blob.objects.count() == 1


@pytest.mark.django_db
def test_what_was_not_looked_at_whole_is_not_kept(daemon: str, plug: Callable[[str], None]) -> None:
    plug(daemon)
    with pytest.raises(Refused) as refused:
        put(io.BytesIO(b"x" * (3 * _MOST)), declared_name="dai.txt")
    assert refused.value.code == "inspector_down"
    assert not Blob.objects.exists()


@pytest.mark.django_db
def test_a_daemon_that_is_away_keeps_files_out(tmp_path: Path, plug: Callable[[str], None]) -> None:
    plug(str(tmp_path / "absent.ctl"))
    with pytest.raises(Refused, match="thử lại sau ít phút"):
        put(io.BytesIO(b"Xin chao"), declared_name="don.txt")
    assert not Blob.objects.exists()
