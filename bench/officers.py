"""Thirty officers for a minute over HTTP: at their own pace, then as fast as they are answered; every code is checked.

The house runs as `motcua up` runs it, the officers in a process of their own on one core (`bench/crowd.py`).
"""

import os
import sys

from bench import people, telling
from bench.crowd import Group, Plan, Seen, send
from bench.ground import Installation, kept
from bench.house import House, Used, measured, running

_OFFICERS = 30
_SECONDS = 15 if telling.QUICK else 60
_PACE_SECONDS = 2.0
_DOSSIERS = 1000 if telling.QUICK else 2000
_PORT = int(os.environ.get("BENCH_PORT", "0"))


def main() -> None:
    """Print waits at their own pace, acts per second as fast as they can, and whether every code is kept."""
    with sample() as place:
        place.use_here()
        desk = people.officers(_OFFICERS)
        _close()
        with running(place, port=_PORT) as house:
            database = "PostgreSQL" if place.on_postgresql else "SQLite"
            send(Plan(house.port, 3, [Group("work", 0, desk[:4])]))  # warm: code, templates, connections
            paced, _ = _come(house, Group("work", _PACE_SECONDS, desk))
            _tell_paced(f"{database}, {_OFFICERS} officers, an act every {_PACE_SECONDS:g} s", paced)
            fast, used = _come(house, Group("receive", 0, desk))
            _tell_fast(f"{database}, {_OFFICERS} officers as fast as they can", fast, used)
        told = [*paced.told, *fast.told]
        check(told)
        telling.tell(
            f"{database}, codes acknowledged, each stored once, numbers without gap", len(told), "codes"
        )


def sample() -> "_Copy":
    """A copy of the sample, thrown away afterwards; the sample itself is kept where BENCH_KEEP says."""
    return _Copy()


class _Copy:
    def __enter__(self) -> Installation:
        self._kept = kept(lambda place: place.fill(_DOSSIERS), "sample")
        (original,) = self._kept.__enter__()
        Installation(original.home.with_name("crowd")).drop()
        self._copy = original.copied("crowd")
        return self._copy

    def __exit__(self, *fault: object) -> None:
        _close()
        self._copy.drop()
        self._kept.__exit__(None, None, None)


def _close() -> None:
    from django.db import connections

    connections.close_all()


def _come(house: House, group: Group) -> tuple[Seen, Used]:
    with measured(house) as used:
        seen = send(Plan(house.port, _SECONDS, [group]))
    return seen, used


def _tell_paced(name: str, seen: Seen) -> None:
    for kind, waits in sorted(seen.waits.items()):
        telling.tell(f"{name}: {kind}, 95th percentile", telling.share(waits, 0.95), "ms")
    every = [wait for waits in seen.waits.values() for wait in waits]
    telling.tell(f"{name}: worst wait of {len(every)}", max(every), "ms", goal="value < 2000")
    tell_wrong(name, seen)


def _tell_fast(name: str, seen: Seen, used: Used) -> None:
    waits = seen.waits["reception"]
    telling.tell(f"{name}: receptions a second", len(waits) / seen.seconds, "/s", goal="value >= 190")
    telling.tell(
        f"{name}: receptions a second of two processors ({used})", 2 * len(waits) / used.all, "/s",
        goal="value >= 190",
    )  # fmt: skip
    telling.tell(f"{name}: 95th percentile", telling.share(waits, 0.95), "ms")
    telling.tell(f"{name}: worst", max(waits), "ms")
    tell_wrong(name, seen)


def tell_wrong(name: str, seen: Seen) -> None:
    """How many answers were not what they should be, and how much of its core the crowd used."""
    telling.tell(f"{name}: wrong answers", len(seen.wrong), "answers", goal="value = 0")
    telling.tell(f"{name}: the crowd's share of its core", seen.share, "")
    for words in sorted(set(seen.wrong))[:10]:
        print(f"  {words}", file=sys.stderr)


def check(told: list[str]) -> None:
    """Every acknowledged code is stored, none twice, and the numbers of its unit and day have no gap."""
    from motcua.dossiers.models import Dossier

    starts = {code.rpartition("-")[0] for code in told}
    for start in starts:
        stored = Dossier.objects.filter(code__startswith=f"{start}-").values_list("code", flat=True)
        numbers = sorted(int(code.rpartition("-")[2]) for code in stored)
        if numbers != list(range(1, len(numbers) + 1)):
            sys.exit(f"{start}: numbers {numbers[:5]} … {numbers[-5:]}, {len(numbers)} of them")
        of_ours = [code for code in told if code.rpartition("-")[0] == start]
        if len(set(of_ours)) != len(of_ours) or not set(of_ours) <= set(stored):
            sys.exit(f"{start}: an acknowledged code is missing or was given twice")


if __name__ == "__main__":
    main()
