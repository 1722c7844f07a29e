"""`motcua worker`: background work in one process, its loops in threads of their own.

*relay*: every quarter of a second the outbox, or after a longer rest when there is more to do: what comes meanwhile is
looked at together, which costs little more than one thing alone. Every second the seals. *timers*: what comes round.
*jobs*: one after the other; however long one takes, the relay goes on. The main thread waits for a signal
and says every ten seconds that the worker lives (`jobs.queries.worker_health`).
"""

import argparse
import fcntl
import logging
import os
import signal
import socket
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import close_old_connections, connection

from motcua.audit import relay, seals
from motcua.blobs import integrity
from motcua.jobs import beats, queue, running, timers
from motcua.jobs.queries import BEAT_EVERY
from motcua.kernel import clock

HELP = "Chạy xử lý nền: chuyển tin, việc xếp hàng, hẹn giờ, niêm phong nhật ký."
EXAMPLES = """Ví dụ:
  motcua worker                một tiến trình làm mọi việc nền
  motcua worker --jobs-only    thêm một tiến trình chỉ làm việc nặng (PostgreSQL)"""

log = logging.getLogger(__name__)

_RELAY_EVERY = 0.25
# A round rests eight times as long as it computed, so that it leaves the processor to the desk; a figure is there within
# two seconds of the act, this rest and the next round included.
_RELAY_RESTS, _RELAY_RESTS_AT_MOST = 8.0, 0.5
_SEAL_EVERY = 1.0
_TIMERS_EVERY = 1.0
_JOBS_EVERY = 0.5
_AFTER_FAULT = 2.0
_END_WITHIN_SECONDS = 12.0  # `motcua up` waits 15 before it kills
_BLOBS_A_NIGHT = 5000


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of the command."""
    parser.add_argument("--jobs-only", action="store_true", help="chỉ làm việc xếp hàng")
    parser.add_argument("--with-parent", action="store_true", help="dừng khi tiến trình đã gọi nó không còn")


def run(options: argparse.Namespace) -> int:
    """Work until SIGTERM or Ctrl-C. Exit 0: an orderly end; 3: another worker has the SQLite file."""
    with _only_worker_on_sqlite() as alone:
        if not alone:
            print("Đã có một tiến trình xử lý nền trên cơ sở dữ liệu này; không chạy thêm.", file=sys.stderr)
            return 3
        os.nice(5)  # the desk comes first
        _register_housekeeping()
        Worker(jobs_only=options.jobs_only, with_parent=options.with_parent).work()
    return 0


class Loop:
    """A turn repeated in a thread of its own; a fault ends the turn, never the loop."""

    def __init__(self, name: str, every: float, turn: Callable[[], bool], *, rests: float = 0.0) -> None:
        self.name, self._every, self._turn, self._rests = name, every, turn, rests
        self.turned_at = clock.now()

    def run(self, stop: threading.Event) -> None:
        """Until told to stop. A turn that left work behind is followed by the next at once."""
        while not stop.is_set():
            pause = self._one_turn()
            self.turned_at = clock.now()
            stop.wait(pause)
        connection.close()

    def _one_turn(self) -> float:
        close_old_connections()
        started = time.thread_time()
        try:
            if self._turn():
                return 0.0
            took = time.thread_time() - started
            return max(self._every, min(took * self._rests, _RELAY_RESTS_AT_MOST))
        except Exception as fault:
            log.error("worker loop %s: %s", self.name, type(fault).__name__)
            return _AFTER_FAULT


class Worker:
    """The loops, the sign of life, and the orderly end."""

    def __init__(self, *, jobs_only: bool = False, with_parent: bool = False) -> None:
        self.name = f"{socket.gethostname()}:{os.getpid()}"
        self._started_at = clock.now()
        self._stop = threading.Event()
        self._parent = os.getppid() if with_parent else None
        self._sealed_at = 0.0
        self._prepared = False
        jobs = Loop("jobs", _JOBS_EVERY, lambda: running.run_next(self.name))
        others = [
            Loop("relay", _RELAY_EVERY, self._relay_turn, rests=_RELAY_RESTS),
            Loop("timers", _TIMERS_EVERY, self._timers_turn),
        ]
        self._loops = [jobs] if jobs_only else [*others, jobs]

    def work(self) -> None:
        """Start the loops and wait for a signal."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: self._stop.set())
        threads = [threading.Thread(target=loop.run, args=(self._stop,), daemon=True) for loop in self._loops]
        for thread in threads:
            thread.start()
        self._keep_beating()
        self._end(threads)

    def _keep_beating(self) -> None:
        next_beat = 0.0
        while not self._stop.wait(1.0):
            if self._parent is not None and os.getppid() != self._parent:
                self._stop.set()
            if time.monotonic() >= next_beat:
                self._say(lambda: beats.beat(self.name, self._started_at, self._turns()))
                next_beat = time.monotonic() + BEAT_EVERY.total_seconds()

    def _turns(self) -> dict[str, datetime]:
        # A job may rightly take hours; its own lease tells whether it hangs.
        return {loop.name: loop.turned_at for loop in self._loops if loop.name != "jobs"}

    def _end(self, threads: list[threading.Thread]) -> None:
        running.stop_at_next_report.set()
        until = time.monotonic() + _END_WITHIN_SECONDS
        for thread in threads:
            thread.join(max(0.0, until - time.monotonic()))
        self._say(lambda: beats.leave(self.name))

    def _say(self, what: Callable[[], None]) -> None:
        close_old_connections()
        try:
            what()
        except Exception as fault:
            log.error("worker %s: no sign of life possible: %s", self.name, type(fault).__name__)

    def _relay_turn(self) -> bool:
        more = relay.run_round(breathe=_breathe)
        if time.monotonic() - self._sealed_at >= _SEAL_EVERY:
            seals.seal_waiting()
            self._sealed_at = time.monotonic()
        return more

    def _timers_turn(self) -> bool:
        if not self._prepared:
            timers.prepare()
            self._prepared = True
        timers.run_due(self.name)
        return False


def _breathe(seconds: float) -> None:
    """On SQLite, be quiet for as long as we wrote: the desk's writers come in between."""
    if connection.vendor == "sqlite":
        time.sleep(min(seconds, 0.05))


def _register_housekeeping() -> None:
    timers.timer("jobs.purge", daily_at="02:10")(_purge_jobs)
    timers.timer("audit.purge_delivered", every=3600)(_purge_delivered)
    timers.timer("blobs.verify", daily_at="01:30")(_ask_for_blobs_to_be_verified)
    queue.job("blobs.verify")(_verify_blobs)


def _purge_jobs() -> None:
    before = clock.now() - timedelta(days=int(getattr(settings, "JOBS_KEPT_DAYS", 30)))
    while queue.purge_finished(before):
        time.sleep(0.05)


def _purge_delivered() -> None:
    before = clock.now() - timedelta(days=int(getattr(settings, "OUTBOX_KEPT_DAYS", 14)))
    while relay.purge_delivered(before):
        time.sleep(0.05)


def _ask_for_blobs_to_be_verified() -> None:
    queue.enqueue("blobs.verify", {}, unique_key="blobs.verify")


def _verify_blobs(_: queue.Arguments, report: queue.Report) -> queue.Result:
    def progress(read: int) -> None:
        report(read, _BLOBS_A_NIGHT, "kiểm tra tệp lưu trữ")

    faults = integrity.scan(most=_BLOBS_A_NIGHT, progress=progress)
    for fault in faults:
        log.error("blob %s: %s", fault.sha256, fault.message)
    return {"bad": len(faults)}


@contextmanager
def _only_worker_on_sqlite() -> Iterator[bool]:
    """Whether this is the only worker on the file; the system frees the lock however the process ends."""
    if connection.vendor != "sqlite":
        yield True
        return
    path = Path(f"{connection.settings_dict['NAME']}.worker-lock")
    with path.open("w") as file:
        yield _locked(file.fileno())


def _locked(number: int, *, patience: float = 5.0) -> bool:
    # A worker just told to stop needs a moment: a restart should not fail for it.
    until = time.monotonic() + patience
    while True:
        try:
            fcntl.flock(number, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() >= until:
                return False
            time.sleep(0.1)
        else:
            return True
