"""The house as `motcua up` runs it, on a port of its own, and how much of the processors it uses."""

import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

import psutil

from bench.ground import Installation

_LOOK_EVERY_SECONDS = 0.5


@dataclass
class House:
    """Running: where it answers, and its first process."""

    port: int
    pid: int
    place: Installation


@contextmanager
def running(place: Installation, *, port: int = 0) -> Iterator[House]:
    """`motcua up` on an installation until the block ends; two web processes on PostgreSQL, one on SQLite."""
    port = port or free_port()
    processes = os.environ.get("WEB_PROCESSES") or ("2" if place.on_postgresql else "1")
    with (place.home / "up.log").open("w") as log:
        server = subprocess.Popen(
            [sys.executable, "-m", "motcua.doors.commands.main", "up", "--port", str(port)],
            env=place.environment() | {"PORT": str(port), "WEB_PROCESSES": processes},
            stdout=subprocess.PIPE, stderr=log, text=True,
        )  # fmt: skip
        try:
            _wait_until_ready(server, place)
            yield House(port, server.pid, place)
        finally:
            server.send_signal(signal.SIGTERM)
            server.wait(30)


def free_port() -> int:
    """A port nobody listens at."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def memory(pid: int) -> float:
    """Resident megabytes of the process and everything it started; what they share is counted in each."""
    head = psutil.Process(pid)
    return sum(each.memory_info().rss for each in (head, *head.children(recursive=True))) / 1e6


def _wait_until_ready(server: "subprocess.Popen[str]", place: Installation) -> None:
    assert server.stdout is not None
    for line in server.stdout:
        if line.startswith("Sẵn sàng"):
            return
    sys.exit((place.home / "up.log").read_text()[-2000:])


@dataclass
class Used:
    """Processor seconds by who used them: web, worker, database (of PostgreSQL the processes that served us)."""

    by: dict[str, float] = field(default_factory=dict)

    @property
    def all(self) -> float:
        return sum(self.by.values())

    def __str__(self) -> str:
        return ", ".join(f"{name} {seconds:.1f} s" for name, seconds in sorted(self.by.items()))


@contextmanager
def measured(house: House) -> Iterator[Used]:
    """How much the house computes while the block runs; filled when it ends."""
    used, over = Used(), threading.Event()
    before, last = _spent(house), {}

    def look() -> None:
        # A connection that ends takes its account with it: what was seen last counts.
        while not over.wait(_LOOK_EVERY_SECONDS):
            last.update(_spent(house))

    watch = threading.Thread(target=look, daemon=True)
    watch.start()
    try:
        yield used
    finally:
        over.set()
        watch.join()
        last.update(_spent(house))
        for (name, pid), seconds in last.items():
            used.by[name] = used.by.get(name, 0.0) + seconds - before.get((name, pid), 0.0)


def _spent(house: House) -> dict[tuple[str, int], float]:
    found: dict[tuple[str, int], float] = {}
    for each in psutil.Process(house.pid).children(recursive=True):
        with suppress(psutil.Error):
            name = "worker" if "worker" in each.cmdline() else "web"
            found[name, each.pid] = _seconds(each)
    if house.place.on_postgresql:
        for each in psutil.process_iter(["name", "cmdline"]):
            with suppress(psutil.Error):
                if each.name() == "postgres" and house.place.database in " ".join(each.cmdline()):
                    found["database", each.pid] = _seconds(each)
    return found


def _seconds(process: psutil.Process) -> float:
    times = process.cpu_times()
    return float(times.user + times.system)
