"""`motcua up`: prepare the database, then run web and worker until Ctrl-C.

This process only watches: it imports no Django, starts its children, waits until the pages answer, and
takes both down together when either ends or somebody presses Ctrl-C.
"""

import argparse
import fcntl
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
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


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Options; each has a variable of the environment, for `make up`."""
    parser.add_argument("--port", type=int, default=int(os.environ.get("PORT") or 8000))
    parser.add_argument("--bind", default=os.environ.get("BIND") or "127.0.0.1")
    parser.add_argument("--empty", action="store_true", default=os.environ.get("EMPTY") == "1")


def run(options: argparse.Namespace) -> int:
    """Serve until interrupted. 1: the port is taken or the settings contradict each other; 3: a child ended."""
    processes = int(os.environ.get("WEB_PROCESSES") or 1)
    if processes > 1 and not os.environ.get("DATABASE_URL", "").startswith("postgres"):
        return _say("SQLite chỉ chạy với một tiến trình web. Đặt WEB_PROCESSES=1, hoặc dùng PostgreSQL.", 1)
    if not _free(options.bind, options.port):
        return _say(
            f"Cổng {options.port} đang có chương trình khác dùng. Tắt chương trình đó, "
            f"hoặc chọn cổng khác: make up PORT={options.port + 1}",
            1,
        )
    lock = _only_one(Path(os.environ.get("MOTCUA_HOME", "var")))
    if lock is None:
        return _say("Một Cửa đang chạy với thư mục dữ liệu này rồi. Dùng cửa sổ đó, hoặc tắt nó trước.", 1)
    prepared = subprocess.run(_motcua("prepare", *(["--empty"] if options.empty else [])), check=False)
    if prepared.returncode:
        return prepared.returncode
    return _serve(options.bind, options.port, processes)


def _serve(bind: str, port: int, processes: int) -> int:
    children = [
        subprocess.Popen(_web(bind, port, processes), start_new_session=True),
        subprocess.Popen(_motcua("worker", "--with-parent"), start_new_session=True),
    ]
    signal.signal(signal.SIGTERM, _interrupt)
    try:
        address = f"http://{'127.0.0.1' if bind == '0.0.0.0' else bind}:{port}"  # noqa: S104 - compared only
        if _wait_until_ready(address, children):
            print(f"Sẵn sàng: {address}", flush=True)
        while all(child.poll() is None for child in children):
            time.sleep(0.3)
        return _say("Một tiến trình đã dừng bất thường; xem thông báo ở trên.", 3)
    except KeyboardInterrupt:
        return 0
    finally:
        _stop(children)


def _wait_until_ready(address: str, children: list[subprocess.Popen[bytes]]) -> bool:
    for _ in range(300):
        if any(child.poll() is not None for child in children):
            return False
        try:
            with urllib.request.urlopen(f"{address}/health/ready", timeout=2) as answer:  # noqa: S310 - our own address
                if answer.status == 200:
                    return True
        except (urllib.error.URLError, OSError):
            pass
        time.sleep(0.1)
    return False


def _stop(children: list[subprocess.Popen[bytes]]) -> None:
    for child in children:
        if child.poll() is None:
            os.killpg(child.pid, signal.SIGTERM)
    for child in children:
        try:
            child.wait(timeout=15)
        except subprocess.TimeoutExpired:
            os.killpg(child.pid, signal.SIGKILL)


def _interrupt(*_: object) -> None:
    raise KeyboardInterrupt


def _web(bind: str, port: int, processes: int) -> list[str]:
    return [
        sys.executable, "-m", "granian", "--interface", "wsgi", "motcua.config.wsgi:application",
        "--host", bind, "--port", str(port), "--workers", str(processes),
        "--blocking-threads", str(_THREADS), "--no-ws", "--log-level", "error",
    ]  # fmt: skip


def _motcua(*words: str) -> list[str]:
    return [sys.executable, "-m", "motcua.doors.commands.main", *words]


def _free(bind: str, port: int) -> bool:
    with socket.socket(socket.AF_INET6 if ":" in bind else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((bind, port))
        except OSError:
            return False
    return True


def _only_one(home: Path) -> IO[str] | None:
    """A lock on the data folder, held while we run: two systems on one SQLite file would starve each other."""
    home.mkdir(parents=True, exist_ok=True)
    file = (home / "up.lock").open("w")
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        file.close()
        return None
    return file


def _say(message: str, status: int) -> int:
    print(message, file=sys.stderr)
    return status
