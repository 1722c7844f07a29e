"""What the relay costs: processor seconds of web and worker for the same acts, with the worker and while it is suspended.

The house runs as `motcua up` runs it, officers receive over HTTP as fast as they are answered (`bench/crowd.py`). With the
relay on, the time counts until nothing waits any more; what the turn without it left behind is carried unmeasured.
"""

import os
import sqlite3
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

import psutil

from bench import people, telling
from bench.crowd import Group, Plan, Seen, send
from bench.house import House, Used, measured, running
from bench.officers import check, sample, tell_wrong

_ACTS = 300 if telling.QUICK else 5000
_TURNS = 1 if telling.QUICK else telling.TURNS
_OFFICERS = 8
_SECONDS_AT_ONCE = 3
_PATIENCE = 600.0
_PORT = int(os.environ.get("BENCH_PORT", "0"))


def main() -> None:
    """Print milliseconds of an act with the relay on, against those with it off, and who computed them."""
    with sample() as place:
        place.use_here()
        desk = people.officers(_OFFICERS)
        _close()
        with running(place, port=_PORT) as house:
            bench = _Bench(house, Group("receive", 0, desk))
            bench.warm()
            turns = [(bench.without(), bench.with_it()) for _ in range(_TURNS)]
        check(bench.seen.told)
        database = "PostgreSQL" if place.on_postgresql else "SQLite"
    name = f"{database}, {_ACTS} receptions, relay on against off"
    telling.compare(
        name, "ms an act", [off for off, _ in turns], [on for _, on in turns], goal="ratio <= 1.25"
    )
    for who, seconds in sorted(bench.spent.by.items()):
        telling.tell(f"{name}: {who}, relay on", seconds / bench.acts * 1000, "ms an act")
    tell_wrong(name, bench.seen)


class _Bench:
    """One house and its officers; `spent` and `acts` add up what was done with the relay on."""

    def __init__(self, house: House, group: Group) -> None:
        self._house, self._group = house, group
        self._worker = _worker_of(house)
        self.seen, self.spent, self.acts = Seen(), Used(), 0

    def warm(self) -> None:
        """Code, templates, connections; the timers that run at a worker's start."""
        self._come(_ACTS // _TURNS // 10)
        self._until_nothing_waits()
        time.sleep(3)

    def without(self) -> float:
        """Milliseconds an act while the worker is suspended."""
        with self._suspended(), measured(self._house) as used:
            acts = self._come(_ACTS // _TURNS)
        self._until_nothing_waits()
        return used.all / acts * 1000

    def with_it(self) -> float:
        """Milliseconds an act, everything behind it included."""
        with measured(self._house) as used:
            acts = self._come(_ACTS // _TURNS)
            self._until_nothing_waits()
        self.acts += acts
        for who, seconds in used.by.items():
            self.spent.by[who] = self.spent.by.get(who, 0.0) + seconds
        return used.all / acts * 1000

    def _come(self, wanted: int) -> int:
        """At least so many receptions, a few seconds at once; how many they were."""
        acts = 0
        while acts < wanted:
            seen = send(Plan(self._house.port, _SECONDS_AT_ONCE, [self._group]))
            acts += len(seen.told)
            if not seen.told:
                sys.exit(f"bench.relay: no reception was acknowledged: {seen.wrong[:3]}")
            self.seen.told += seen.told
            self.seen.wrong += seen.wrong
            self.seen.seconds += seen.seconds
            self.seen.processor_seconds += seen.processor_seconds
        return acts

    def _until_nothing_waits(self) -> None:
        from motcua.audit.relay import waiting
        from motcua.jobs.models import Job

        until = time.monotonic() + _PATIENCE
        while waiting().exists() or Job.objects.filter(state__in=("waiting", "running")).exists():
            if time.monotonic() > until:
                sys.exit("bench.relay: the backlog does not end")
            time.sleep(0.1)
        _close()

    @contextmanager
    def _suspended(self) -> Iterator[None]:
        """The worker stands still, at a moment when it holds nothing that others wait for."""
        self._worker.suspend()
        while not self._nobody_writes():
            self._worker.resume()
            time.sleep(0.05)
            self._worker.suspend()
        try:
            yield
        finally:
            self._worker.resume()

    def _nobody_writes(self) -> bool:
        from django.db import connection

        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute(
                    "SELECT NOT EXISTS (SELECT FROM pg_stat_activity WHERE datname = current_database() "
                    "AND xact_start IS NOT NULL AND pid <> pg_backend_pid())"
                )
                return bool(cursor.fetchone()[0])
        try:
            file = sqlite3.connect(connection.settings_dict["NAME"], timeout=0.2, isolation_level=None)
            file.execute("BEGIN IMMEDIATE")
            file.execute("ROLLBACK")
            file.close()
        except sqlite3.OperationalError:
            return False
        return True


def _worker_of(house: House) -> psutil.Process:
    """The process of `motcua worker`."""
    for each in psutil.Process(house.pid).children(recursive=True):
        if "worker" in each.cmdline():
            return each
    sys.exit("bench.relay: no worker runs")


def _close() -> None:
    from django.db import connections

    connections.close_all()


if __name__ == "__main__":
    main()
