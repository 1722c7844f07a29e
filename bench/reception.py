"""A reception at the counter against its own statements sent bare, and from few dossiers to many.

Two processes, one on the small and one on the large installation, take turns, so that what else the machine
does falls on both alike.
"""

import json
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from typing import Any

from bench import telling
from bench.ground import Installation, installations

SMALL, LARGE = 1000, 20_000 if telling.QUICK else 100_000
_PAIRS = 10  # receptions of a known and of an unknown applicant in one turn
_TURNS = 5


def main() -> None:
    """Print how an act compares with its statements, how many those are, and how both grow."""
    with installations("small") as (small,):
        small.fill(SMALL)
        large = small.copied("large")
        try:
            large.run("bench", "load", "--dossiers", str(LARGE))
            _measure(small, large)
        finally:
            large.drop()


def _measure(small: Installation, large: Installation) -> None:
    desks = {"small": _Desk(small), "large": _Desk(large)}
    try:
        for desk in desks.values():
            desk.turn()  # warm
        turns = [{name: desk.turn() for name, desk in desks.items()} for _ in range(_TURNS)]
    finally:
        for desk in desks.values():
            desk.close()
    for name, size in (("small", SMALL), ("large", LARGE)):
        mine = [turn[name] for turn in turns]
        bare, ours = [each["bare"] for each in mine], [each["ours"] for each in mine]
        telling.compare(f"reception, {size} dossiers", "ms", bare, ours, "ratio <= 4")
        telling.tell(
            f"reception, statements, {size} dossiers", mine[0]["count"], "statements", goal="value <= 30"
        )
    for what in ("ours", "bare"):
        first, second = ([turn[name][what] for turn in turns] for name in ("small", "large"))
        telling.compare(
            f"reception, {what}, {SMALL} to {LARGE} dossiers", "ms", first, second, "ratio <= 1.2"
        )


class _Desk:
    """A process that receives when told to."""

    def __init__(self, at: Installation) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "bench.reception", "desk"],
            env=at.environment(), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip

    def turn(self) -> dict[str, float]:
        """Some receptions and as many bare ones; medians in milliseconds, and the number of statements."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write("\n")
        self._process.stdin.flush()
        answer: dict[str, float] = json.loads(self._process.stdout.readline())
        return answer

    def close(self) -> None:
        """Let it end."""
        self._process.communicate()


def _be_a_desk() -> None:
    import django

    django.setup()
    from bench.deeds import Counter
    from bench.replay import Recording, keep_ids_apart

    keep_ids_apart()
    counter = Counter()
    counter.receive(known=True)  # an applicant to know
    recorded: list[Recording] = [counter.recorded(known=known) for known in (True, False)]
    for _ in sys.stdin:
        ours, bare = [], []
        for _ in range(_PAIRS):
            for known, recording in zip((True, False), recorded, strict=True):
                ours.append(_timed(counter.prepared(known=known)))
                bare.append(_timed(recording.play))
        count = max(recording.count for recording in recorded)
        said = {"ours": statistics.median(ours), "bare": statistics.median(bare), "count": count}
        print(json.dumps(said), flush=True)


def _timed(deed: Callable[[], Any]) -> float:
    started = time.perf_counter()
    deed()
    return (time.perf_counter() - started) * 1000


if __name__ == "__main__":
    _be_a_desk() if sys.argv[1:] == ["desk"] else main()
