"""`motcua up`: prepare the database, then run web and worker until Ctrl-C.

This process only watches: it imports no Django, starts its children, waits until the pages answer, and takes
both down when somebody presses Ctrl-C. A worker that ends is started again, for the pages go on without it;
when the web ends, everything ends. If this process itself is killed, the system ends its children.
"""

import argparse
import ctypes
import errno
import fcntl
import ipaddress
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

HELP = "Chạy hệ thống: trang web và tiến trình nền, đến khi bấm Ctrl-C."
EXAMPLES = """Ví dụ:
  motcua up                    chạy ở http://127.0.0.1:8000, lần đầu nạp dữ liệu mẫu
  EMPTY=1 motcua up            lần đầu: bắt đầu với cơ quan thật, không có dữ liệu mẫu
  PORT=9000 BIND=0.0.0.0 motcua up
"""

# On SQLite all writers queue in one process; PostgreSQL may have more (`WEB_PROCESSES`).
_THREADS = 16
# Each thread of each process keeps a connection: four processes stay below PostgreSQL's hundred.
_MOST_BY_DEFAULT = 4
_READY_WITHIN_SECONDS = 120.0
_END_WITHIN_SECONDS = 15.0
_CALM_SECONDS = 60.0  # a worker that lived as long had a reason of its own to end
_LONGEST_PAUSE_SECONDS = 60.0
# Read by name, so that this process needs no Django (`doors.frame.setup_key`).
_SETUP_KEY_FILE = "khoa-cai-dat"
_PR_SET_PDEATHSIG = 1


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Options; each has a variable of the environment, for `make up`."""
    parser.add_argument("--port", type=_port, default=os.environ.get("PORT") or "8000")
    parser.add_argument("--bind", default=os.environ.get("BIND") or "127.0.0.1")
    parser.add_argument("--empty", action="store_true", default=os.environ.get("EMPTY") == "1")


def run(options: argparse.Namespace) -> int:
    """Serve until interrupted. 1: the port is taken or the settings contradict each other; 3: a child ended."""
    signal.signal(signal.SIGTERM, _interrupt)
    processes = os.environ.get("WEB_PROCESSES") or str(_processes_by_default())
    if not processes.isdigit() or processes == "0":
        return _say(f"WEB_PROCESSES phải là số tiến trình web, từ 1 trở lên; đang là «{processes}».", 1)
    if int(processes) > 1 and not os.environ.get("DATABASE_URL", "").startswith("postgres"):
        return _say("SQLite chỉ chạy với một tiến trình web. Đặt WEB_PROCESSES=1, hoặc dùng PostgreSQL.", 1)
    home = Path(os.environ.get("MOTCUA_HOME") or "var").resolve()
    os.environ["MOTCUA_HOME"] = str(home)  # the children mean the same folder, wherever they stand
    with _only_one(home) as alone:
        if not alone:
            return _say(
                "Một Cửa đang chạy với thư mục dữ liệu này rồi. Dùng cửa sổ đó, hoặc tắt nó trước.", 1
            )
        if trouble := _cannot_listen(options.bind, options.port):
            return _say(trouble, 1)
        os.environ["MOTCUA_HOSTS"] = ",".join(_host_names(options.bind, os.environ.get("MOTCUA_HOSTS", "")))
        prepared = subprocess.run(_motcua("prepare", *(["--empty"] if options.empty else [])), check=False)
        if prepared.returncode:
            return prepared.returncode
        return _serve(options.bind, options.port, int(processes), home)


def _processes_by_default() -> int:
    """On PostgreSQL a web process for each processor of this machine, as Python computes on one at a time; else one."""
    if not os.environ.get("DATABASE_URL", "").startswith("postgres"):
        return 1
    return min(os.cpu_count() or 1, _MOST_BY_DEFAULT)


def _serve(bind: str, port: int, processes: int, home: Path) -> int:
    web = _start(_web(bind, port, processes))
    keeper = _WorkerKeeper()
    try:
        address = f"http://{_host_of(bind)}:{port}"
        if not _wait_until_ready(address, web):
            return _say("Trang web không khởi động được; xem thông báo ở trên.", 3)
        _announce(bind, port, home)
        print(f"Sẵn sàng: {address}", flush=True)
        while web.poll() is None:
            keeper.look_after()
            time.sleep(0.2)
        return _say("Tiến trình web đã dừng bất thường; xem thông báo ở trên.", 3)
    except KeyboardInterrupt:
        return 0
    finally:
        _stop([web, keeper.process])


class _WorkerKeeper:
    """Keeps a worker running: at once after the first end, ever later when it ends again and again."""

    def __init__(self) -> None:
        self._pause = 0.0
        self._start()

    def _start(self) -> None:
        self.process = _start(_motcua("worker", "--with-parent"))
        self._started = time.monotonic()
        self._again_at: float | None = None

    def look_after(self) -> None:
        """Start the worker anew when it ended and its pause is over."""
        if self.process.poll() is None:
            return
        now = time.monotonic()
        if self._again_at is None:
            self._pause = (
                0.0
                if now - self._started > _CALM_SECONDS
                else min(self._pause * 2 + 1, _LONGEST_PAUSE_SECONDS)
            )
            self._again_at = now + self._pause
            _say("Tiến trình xử lý nền đã dừng; trang web vẫn chạy, đang khởi động lại xử lý nền.", 0)
        elif now >= self._again_at:
            self._start()


def _announce(bind: str, port: int, home: Path) -> None:
    """What whoever started us must know before the line that says ready."""
    if _listens_to_all(bind):
        for name in _addresses():
            print(f"Máy khác trong mạng mở: http://{name}:{port}")
    with suppress(OSError):
        key = (home / _SETUP_KEY_FILE).read_text().strip()
        print(f"Mã cài đặt: {key} (dùng một lần, ở trang bắt đầu)")


def _wait_until_ready(address: str, web: subprocess.Popen[bytes]) -> bool:
    until = time.monotonic() + _READY_WITHIN_SECONDS
    while web.poll() is None and time.monotonic() < until:
        with (
            suppress(urllib.error.URLError, OSError),
            urllib.request.urlopen(  # noqa: S310 - our own address
                f"{address}/health/ready", timeout=2
            ) as answer,
        ):
            if answer.status == 200:
                return True
        time.sleep(0.1)
    return False


def _start(command: list[str]) -> subprocess.Popen[bytes]:
    return subprocess.Popen(command, start_new_session=True, preexec_fn=_end_with_parent)  # noqa: PLW1509


def _end_with_parent() -> None:
    """In the child: be told to end when the parent dies, even by SIGKILL. Linux only; elsewhere nothing."""
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)


def _stop(children: list[subprocess.Popen[bytes]]) -> None:
    """End the children with everything they started; a second Ctrl-C ends them at once."""
    try:
        _signal_all(children, signal.SIGTERM)
        until = time.monotonic() + _END_WITHIN_SECONDS
        for child in children:
            with suppress(subprocess.TimeoutExpired):
                child.wait(timeout=max(0.1, until - time.monotonic()))
    except KeyboardInterrupt:
        pass
    finally:
        _signal_all(children, signal.SIGKILL)


def _signal_all(children: list[subprocess.Popen[bytes]], number: signal.Signals) -> None:
    for child in children:
        # The group, also when its first process has ended: what it started may still hold the port.
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(child.pid, number)


def _interrupt(*_: object) -> None:
    raise KeyboardInterrupt


def _web(bind: str, port: int, processes: int) -> list[str]:
    return [
        sys.executable, "-m", "granian", "--interface", "wsgi", "motcua.config.wsgi:application",
        "--host", bind, "--port", str(port), "--workers", str(processes),
        "--blocking-threads", str(_THREADS), "--no-ws", "--log-level", "error",
        "--respawn-failed-workers", "--respawn-interval", "1", "--workers-kill-timeout", "8",
    ]  # fmt: skip


def _motcua(*words: str) -> list[str]:
    return [sys.executable, "-m", "motcua.doors.commands.main", *words]


def _port(text: str) -> int:
    number = int(text) if text.isdigit() else 0
    if not 1 <= number <= 65535:
        raise argparse.ArgumentTypeError(f"«{text}» không phải số cổng từ 1 đến 65535")
    return number


def _cannot_listen(bind: str, port: int) -> str:
    """Why we could not listen there, with the way out; empty when we could."""
    try:
        with socket.socket(socket.AF_INET6 if ":" in bind else socket.AF_INET) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((bind, port))
            probe.listen(1)
    except OSError as fault:
        if fault.errno == errno.EADDRINUSE:
            return (
                f"Cổng {port} đang có chương trình khác dùng. Tắt chương trình đó, "
                f"hoặc chọn cổng khác: make up PORT={port + 1 if port < 65535 else 8000}"
            )
        if fault.errno in (errno.EACCES, errno.EPERM):
            return f"Không được phép dùng cổng {port}. Chọn cổng từ 1024 trở lên: make up PORT=8000"
        return f"Không dùng được địa chỉ {bind}: máy này không có địa chỉ đó. Thử BIND=127.0.0.1 hoặc BIND=0.0.0.0."
    return ""


def _listens_to_all(bind: str) -> bool:
    return bind in ("0.0.0.0", "::")  # noqa: S104 - compared only


def _host_of(bind: str) -> str:
    """The name to open on this computer."""
    if _listens_to_all(bind):
        bind = "127.0.0.1" if bind.startswith("0") else "::1"
    return f"[{bind}]" if ":" in bind else bind


def _host_names(bind: str, given: str) -> list[str]:
    """The host names that requests may carry: those given, else this computer as others see it; always as we see it."""
    names = [name.strip() for name in given.split(",") if name.strip()]
    if not names and _listens_to_all(bind):
        names = [socket.gethostname(), *_addresses()]
    # Our own question whether the pages answer must not be refused for its host.
    return list(dict.fromkeys([*names, "localhost", "127.0.0.1", "[::1]", _host_of(bind)]))


def _addresses() -> list[str]:
    """The addresses of this computer in the office network."""
    found: set[str] = set()
    with suppress(OSError):
        found = {str(entry[4][0]) for entry in socket.getaddrinfo(socket.gethostname(), None, socket.AF_INET)}
    # The address used towards elsewhere; connecting a datagram socket sends nothing.
    with suppress(OSError), socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.connect(("192.0.2.1", 9))
        found.add(str(probe.getsockname()[0]))
    return sorted(address for address in found if not ipaddress.ip_address(address).is_loopback)


@contextmanager
def _only_one(home: Path) -> Iterator[bool]:
    """A lock on the data folder, held while we run: two systems on one SQLite file would starve each other."""
    home.mkdir(parents=True, exist_ok=True)
    file: IO[str]
    with (home / "up.lock").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            yield False
            return
        yield True


def _say(message: str, status: int) -> int:
    print(message, file=sys.stderr, flush=True)
    return status
