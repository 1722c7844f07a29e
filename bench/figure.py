"""From an act to the changed figure: acts at the desk, a worker in a process of its own.

Ten acts a second on SQLite, fifty on PostgreSQL, for five minutes (ACT_SECONDS names another time). Afterwards: how soon
nothing waits any more, and how much the worker computed beside the desk.
"""

import os
import subprocess
import sys
import threading
import time

import psutil

from bench import telling
from bench.ground import installations

_A_SECOND = 50 if os.environ.get("DATABASE_URL", "").startswith("postgres") else 10
_SECONDS = int(os.environ.get("ACT_SECONDS") or (12 if telling.QUICK else 300))
_PATIENCE = 60.0


def main() -> None:
    """Print the 95th percentile of the seconds from an act's end to its fact and roll-ups."""
    with installations("figure") as (place,):
        place.fill(300)
        place.use_here()
        worker = subprocess.Popen(
            [sys.executable, "-m", "motcua.doors.commands.main", "worker"], env=place.environment()
        )
        try:
            time.sleep(3)  # until its loops run
            behind = psutil.Process(worker.pid)
            before, ours = sum(behind.cpu_times()[:2]), time.process_time()
            waits = _Watch().waits()
            emptied = _until_nothing_waits()
            spent, desk = sum(behind.cpu_times()[:2]) - before, time.process_time() - ours
        finally:
            worker.terminate()
            worker.wait(20)
    name = f"act to changed figure, {_A_SECOND} acts a second"
    telling.tell(name, telling.share(waits, 0.95), "s", goal="value < 2 (95th percentile)")
    telling.tell(f"{name}, median", telling.share(waits, 0.5), "s")
    telling.tell(f"{name}, until nothing waits", emptied, "s")
    telling.tell(f"{name}, processor time of the worker", spent / len(waits) * 1000, "ms an act")
    telling.tell(f"{name}, processor time of who acts and watches", desk / len(waits) * 1000, "ms an act")


def _until_nothing_waits() -> float:
    """Seconds until the backlog is back to zero."""
    from motcua.audit.relay import waiting

    started = time.perf_counter()
    while waiting("measurement").exists() and time.perf_counter() - started < _PATIENCE:
        time.sleep(0.05)
    return time.perf_counter() - started


class _Watch:
    """Acts in this thread, looks for their facts in another: as many dossiers as acts."""

    def __init__(self) -> None:
        self._done: dict[int, float] = {}
        self._waits: list[float] = []
        self._ended = threading.Event()

    def waits(self) -> list[float]:
        """The seconds each act's figure took."""
        looking = threading.Thread(target=self._look)
        looking.start()
        self._act()
        self._ended.set()
        looking.join()
        return self._waits

    def _act(self) -> None:
        from bench.deeds import Counter

        counter = Counter(frozen=False)
        started = time.perf_counter()
        for number in range(_A_SECOND * _SECONDS):
            time.sleep(max(0.0, started + number / _A_SECOND - time.perf_counter()))
            dossier = counter.receive(known=number % 2 == 0)
            self._done[dossier.pk] = time.perf_counter()

    def _look(self) -> None:
        from django.db import connection

        from motcua.measurement.models import DossierFact

        until = time.perf_counter() + _SECONDS + _PATIENCE
        while (self._done or not self._ended.is_set()) and time.perf_counter() < until:
            waiting = list(self._done)
            there = DossierFact.objects.filter(dossier_id__in=waiting).values_list("dossier_id", flat=True)
            now_there = list(there)
            now = time.perf_counter()
            self._waits += [now - self._done.pop(key) for key in now_there]
            time.sleep(0.01)
        self._waits += [_PATIENCE] * len(self._done)  # never came: counted as such
        connection.close()


if __name__ == "__main__":
    main()
