"""`motcua up` as a person starts it: a real process, its address, its key, its end."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from queue import Empty, Queue
from threading import Thread

import pytest

from motcua.doors.commands import up as starting

PATIENCE_SECONDS = 60


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class House:
    """A running `motcua up` on an empty folder, with its lines as they come."""

    def __init__(self, home: Path, **environment: str) -> None:
        self.port = free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        self.environment = {
            **os.environ, "MOTCUA_HOME": "nha", "DATABASE_URL": "", "EMPTY": "1", "PORT": str(self.port),
            "PYTHONPATH": str(Path("src").resolve()), **environment,
        }  # fmt: skip
        self.home = home / "nha"
        self.folder = home
        self.process = self.start()
        self.lines: Queue[str] = Queue()
        Thread(target=self._read, daemon=True).start()

    def start(self) -> "subprocess.Popen[str]":
        return subprocess.Popen(
            [sys.executable, "-m", "motcua.doors.commands.main", "up"], env=self.environment, cwd=self.folder,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
            # A shell that runs the tests in the background lets them ignore Ctrl-C, and they would pass that on.
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # noqa: PLW1509
        )  # fmt: skip

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.lines.put(line.rstrip())

    def until(self, beginning: str) -> list[str]:
        """Lines up to one that begins so."""
        seen: list[str] = []
        while not seen or not seen[-1].startswith(beginning):
            try:
                seen.append(self.lines.get(timeout=PATIENCE_SECONDS))
            except Empty:
                raise AssertionError(f"no line «{beginning}» in {seen}") from None
        return seen

    def get(self, path: str) -> tuple[int, str, str]:
        """Status, final address and text."""
        try:
            with urllib.request.urlopen(self.address + path, timeout=10) as answer:
                return answer.status, answer.url, answer.read().decode()
        except urllib.error.HTTPError as refused:
            return refused.code, path, refused.read().decode()

    def worker(self) -> int:
        """The process id of the worker."""
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split()
        return next(int(pid) for pid in children if b"worker\0" in Path(f"/proc/{pid}/cmdline").read_bytes())


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    house = House(tmp_path, MOTCUA_HOSTS="motcua.example.gov.vn")
    try:
        yield house
    finally:
        if house.process.poll() is None:
            house.process.send_signal(signal.SIGTERM)
            house.process.wait(timeout=PATIENCE_SECONDS)
        assert house.process.stdout is not None
        house.process.stdout.close()


def test_up_on_an_empty_folder_serves_the_first_run_and_ends_on_ctrl_c(house: House) -> None:
    lines = house.until("Sẵn sàng: ")
    assert lines[-1] == f"Sẵn sàng: {house.address}"
    key = (house.home / "khoa-cai-dat").read_text()
    assert any(key in line for line in lines)

    status, address, page = house.get("/")
    assert (status, address) == (200, f"{house.address}/can-bo/bat-dau")
    assert "Mã cài đặt" in page

    assert wait_for_worker(house)
    second = house.start()
    said, _ = second.communicate(timeout=PATIENCE_SECONDS)
    assert second.returncode == 1
    assert "đang chạy với thư mục dữ liệu này" in said

    os.kill(house.worker(), signal.SIGKILL)
    house.until("Tiến trình xử lý nền đã dừng")
    assert house.get("/health/ready")[0] == 200
    house_has_worker_again(house)

    house.process.send_signal(signal.SIGINT)
    assert house.process.wait(timeout=PATIENCE_SECONDS) == 0
    with socket.socket() as probe:
        assert probe.connect_ex(("127.0.0.1", house.port)) != 0


def wait_for_worker(house: House) -> bool:
    until = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < until:
        if json.loads(house.get("/health/ready")[2])["worker"]["alive"]:
            return True
        time.sleep(0.2)
    return False


def house_has_worker_again(house: House) -> None:
    until = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < until:
        try:
            house.worker()
        except StopIteration:
            time.sleep(0.2)
        else:
            return
    raise AssertionError("no worker came back")


def up(tmp_path: Path, **environment: str) -> "subprocess.CompletedProcess[str]":
    given = {
        **os.environ, "MOTCUA_HOME": str(tmp_path), "DATABASE_URL": "", "EMPTY": "1",
        "PYTHONPATH": str(Path("src").resolve()),
    }  # fmt: skip
    return subprocess.run(
        [sys.executable, "-m", "motcua.doors.commands.main", "up"], env=given | environment, check=False,
        capture_output=True, text=True, timeout=PATIENCE_SECONDS,
    )  # fmt: skip


def test_a_taken_port_is_named_with_the_way_out(tmp_path: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        answer = up(tmp_path, PORT=str(port))
    assert answer.returncode == 1
    assert f"Cổng {port} đang có chương trình khác dùng" in answer.stderr
    assert f"PORT={port + 1}" in answer.stderr


@pytest.mark.parametrize(
    ("environment", "status", "words"),
    [
        ({"PORT": "tám"}, 2, "số cổng"),
        ({"WEB_PROCESSES": "2"}, 1, "PostgreSQL"),
        ({"BIND": "203.0.113.7"}, 1, "không có địa chỉ đó"),
    ],
)
def test_settings_that_cannot_be_are_named(
    tmp_path: Path, environment: dict[str, str], status: int, words: str
) -> None:
    answer = up(tmp_path, **environment)
    assert answer.returncode == status
    assert words in answer.stderr


@pytest.mark.parametrize(
    ("database", "processors", "processes"),
    [
        ("", 8, 1),
        ("sqlite:////tmp/x", 8, 1),
        ("postgresql://x", 2, 2),
        ("postgresql://x", 16, 4),
        ("postgres://x", None, 1),
    ],
)
def test_postgresql_gets_a_web_process_for_each_processor(
    monkeypatch: pytest.MonkeyPatch, database: str, processors: int | None, processes: int
) -> None:
    monkeypatch.setenv("DATABASE_URL", database)
    monkeypatch.setattr(os, "cpu_count", lambda: processors)
    assert starting._processes_by_default() == processes
