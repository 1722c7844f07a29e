"""A house of its own for the journeys: data in a temporary folder, web and worker as `motcua up` runs them."""

import os
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from tests.forge import token
from tests.fresh import put_database, put_once

ROOT = Path(__file__).parents[2]
# A Thursday with two hours of office left before noon; the sample ends the evening before.
NOW = datetime(2026, 11, 19, 2, 30, tzinfo=UTC)
SAMPLE_UNTIL = "2026-11-18"
DOSSIERS = 500
PASSWORD = "motcua-mau"
_SECONDS_TO_BE_READY = 30
_THREADS = 16


class House:
    """A served installation: where it answers, and what its database holds."""

    def __init__(self, home: Path, port: int) -> None:
        self.home, self.port = home, port
        self.address = f"http://127.0.0.1:{port}"

    def rows(self, statement: str, *values: Any) -> list[tuple[Any, ...]]:
        """Rows of the database, for tests that need to know which dossier to open; nothing is written."""
        with closing(sqlite3.connect(f"file:{self.home}/motcua.sqlite3?mode=ro", uri=True)) as database:
            return database.execute(statement, values).fetchall()

    def one(self, statement: str, *values: Any) -> Any:
        """The first value of the first row; a journey without it has nothing to stand on."""
        found = self.rows(statement, *values)
        assert found, f"dữ liệu mẫu không có: {statement}"
        return found[0][0]

    def read(self, path: str) -> bytes:
        """The body of a page that needs no sign-in."""
        with urllib.request.urlopen(self.address + path, timeout=20) as answer:
            return bytes(answer.read())


@contextmanager
def open_house(
    *, sample: bool, now: datetime = NOW, change: Callable[[Path], None] | None = None
) -> Iterator[House]:
    """Prepare, serve, and take everything down again. Raises when the pages do not answer in time.

    `now` is what the clock shows when it opens; `change` is done to the data folder before that.
    """
    home = Path(tempfile.mkdtemp(prefix="motcua-web-"))
    try:
        run = environment(home, now)
        if sample:
            put_once("sample", home, _with_sample)
        else:
            put_database(home)
            _motcua(run, "prepare", "--empty")
        if change:
            change(home)
        house = House(home, _free_port())
        with (home / "served.log").open("wb") as log, _serving(house, run, log):
            yield house
    finally:
        shutil.rmtree(home, ignore_errors=True)


def _with_sample(home: Path) -> None:
    run = environment(home)
    put_database(home)
    _motcua(run, "prepare", "--empty")
    _motcua(run, "sample", "--seed", "1", "--until", SAMPLE_UNTIL, "--dossiers", str(DOSSIERS))


def environment(home: Path, now: datetime = NOW) -> dict[str, str]:
    """What a process needs to work on a house whose clock shows this hour."""
    ahead = (now - datetime.now(UTC)).total_seconds()
    return {
        **os.environ, "MOTCUA_HOME": str(home), "DATABASE_URL": "", "MOTCUA_TEST_CLOCK": str(ahead),
        # A token of one's own, for whoever puts one there (tests/forge/token.py).
        "MOTCUA_PKCS11": token.module() or "", "SOFTHSM2_CONF": str(home / token.SETTINGS),
        "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}", "DJANGO_SETTINGS_MODULE": "motcua.config.settings",
    }  # fmt: skip


def _motcua(run: dict[str, str], *words: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.web.served", *words],
        env=run, cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, f"motcua {' '.join(words)}: {done.returncode}\n{done.stderr}"


@contextmanager
def _serving(house: House, run: dict[str, str], log: Any) -> Iterator[None]:
    web = [
        sys.executable, "-m", "granian", "--interface", "wsgi", "tests.web.served:application",
        "--host", "127.0.0.1", "--port", str(house.port), "--workers", "1",
        "--blocking-threads", str(_THREADS), "--no-ws", "--log-level", "error",
    ]  # fmt: skip
    worker = [sys.executable, "-m", "tests.web.served", "worker", "--with-parent"]
    children = [
        subprocess.Popen(each, env=run, cwd=ROOT, stdout=log, stderr=log, start_new_session=True)
        for each in (web, worker)
    ]
    try:
        _wait(house, children)
        yield
        ended = [each.args for each in children if each.poll() is not None]
        assert not ended, f"đã dừng giữa chừng: {ended}\n{(house.home / 'served.log').read_text()}"
    finally:
        for child in children:
            if child.poll() is None:
                os.killpg(child.pid, signal.SIGTERM)
        for child in children:
            _gone(child)


def _wait(house: House, children: list[subprocess.Popen[bytes]]) -> None:
    until = time.monotonic() + _SECONDS_TO_BE_READY
    while time.monotonic() < until and all(child.poll() is None for child in children):
        try:
            house.read("/health/ready")
            return
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    raise AssertionError("trang web không trả lời\n" + (house.home / "served.log").read_text())


def _gone(child: subprocess.Popen[bytes]) -> None:
    try:
        child.wait(timeout=15)
    except subprocess.TimeoutExpired:
        os.killpg(child.pid, signal.SIGKILL)
        child.wait()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
