"""The whole control room page among two million dossiers: processor time of a page and how it grows.

Agency and period are drawn at random among what an officer of the province may choose; open dossiers are counted at
the moment of reading. Facts and sums are multiplied, not the dossiers behind them: the page reads none of these. Two
processes, on ten thousand and on two million dossiers, take turns. With BENCH_KEEP the installations stay for the next
run; DOSSIERS names another larger size.
"""

import json
import os
import random
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

from bench import telling
from bench.ground import UNTIL, Installation, kept
from bench.processor import Processor

SMALL = 2000 if telling.QUICK else 10_000
LARGE = int(os.environ.get("DOSSIERS", "20000" if telling.QUICK else "2000000"))
_FIRST = 1000 if telling.QUICK else 2000  # histories of the sample that are multiplied
_TURNS = 3 if telling.QUICK else 5
_PAGES_A_TURN = 15 if telling.QUICK else 40
_ADDRESS = "/can-bo/dieu-hanh"


def main() -> None:
    """Print the 95th percentile at both sizes, the growth, and the statements of a page."""
    with _both() as (small, large):
        rooms = {"small": _Room(small), "large": _Room(large)}
        try:
            for each in rooms.values():
                each.turn(0)
            turns = [{name: each.turn(n) for name, each in rooms.items()} for n in range(1, _TURNS + 1)]
        finally:
            for each in rooms.values():
                each.close()
    for name, size in (("small", SMALL), ("large", LARGE)):
        seen = [page for turn in turns for page in turn[name]]
        for what, words in (("ours", "processor time"), ("waited", "waited")):
            telling.tell(
                f"control room, 95th percentile, {words}, {size} dossiers",
                telling.share([page[what] for page in seen], 0.95), "ms", goal="value < 50",
            )  # fmt: skip
        telling.tell(
            f"control room, statements at most, {size} dossiers",
            max(page["count"] for page in seen),
            "statements",
        )
    for part, words in ((0.5, "median"), (0.95, "95th percentile")):
        base, ours = (
            [telling.share([page["ours"] for page in turn[name]], part) for turn in turns]
            for name in ("small", "large")
        )
        telling.compare(
            f"control room, {words}, {SMALL} to {LARGE} dossiers", "ms", base, ours, "ratio <= 1.3"
        )


@contextmanager
def _both() -> Iterator[list[Installation]]:
    with kept(lambda place: place.fill(_FIRST), "sample") as (sample,):

        def multiply(place: Installation) -> None:
            many = place.home.name.removeprefix("figures")
            sample.copied_to(place).run("bench", "load", "--figures", "--dossiers", many)

        with kept(multiply, f"figures{SMALL}", f"figures{LARGE}") as places:
            yield places


class _Room:
    """A process in which an officer of the province opens control rooms when told to."""

    def __init__(self, at: Installation) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "bench.room", "look"],
            env=at.environment(), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip

    def turn(self, seed: int) -> list[dict[str, float]]:
        """Some pages: milliseconds computed and waited, and how many statements."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(f"{seed}\n")
        self._process.stdin.flush()
        answer: list[dict[str, float]] = json.loads(self._process.stdout.readline())
        return answer

    def close(self) -> None:
        """Let the officer go home."""
        self._process.communicate()


def _look() -> None:
    import django

    django.setup()
    from motcua.kernel import clock

    with clock.frozen(clock.at_local(date.fromisoformat(UNTIL), 9, 30)):
        browser, choices, processor = _who_sees_most(), None, Processor()
        for line in sys.stdin:
            dice = random.Random(int(line))
            choices = choices or _choices(browser)
            pages = [
                _visit(processor, browser, dice.choice(choices[0]), dice.choice(choices[1]))
                for _ in range(_PAGES_A_TURN)
            ]
            print(json.dumps(pages), flush=True)


def _who_sees_most() -> Any:
    """A browser of the officer whose scope of figures is the widest."""
    from django.test import Client

    from motcua.accounts.models import User
    from motcua.kernel import clock
    from motcua.organisation.access import officer_from
    from motcua.organisation.enums import Right
    from motcua.organisation.models import Staff
    from motcua.plans.access import agencies_for

    def seen(staff: Staff) -> int:
        officer = officer_from(staff, clock.today())
        return len(agencies_for(officer, Right.SEE_FIGURES)) if officer.may_anywhere(Right.SEE_FIGURES) else 0

    widest = max(Staff.objects.select_related("agency").filter(user__isnull=False).order_by("pk"), key=seen)
    browser = Client(raise_request_exception=True)
    browser.force_login(User.objects.get(pk=widest.user_id))
    return browser


def _choices(browser: Any) -> tuple[list[str], list[str]]:
    """Agencies and periods, as the page itself offers them."""
    import re

    page = browser.get(_ADDRESS).content.decode()
    return tuple(  # type: ignore[return-value]
        re.findall(
            r'<option value="([^"]+)"',
            re.search(rf'<select name="{name}".*?</select>', page, re.DOTALL).group(),
        )  # type: ignore[union-attr]
        for name in ("agency", "period")
    )


def _visit(processor: Processor, browser: Any, agency: str, period: str) -> dict[str, float]:
    from django.core.cache import cache
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    cache.clear()
    waited, ours = time.perf_counter(), processor.seconds()
    answer = browser.get(_ADDRESS, {"agency": agency, "period": period})
    waited, ours = time.perf_counter() - waited, processor.seconds() - ours
    if answer.status_code not in (200, 422):  # 422: the set was not yet in force
        sys.exit(f"{agency} {period}: {answer.status_code}")
    with CaptureQueriesContext(connection) as asked:
        browser.get(_ADDRESS, {"agency": agency, "period": period})
    return {"ours": ours * 1000, "waited": waited * 1000, "count": len(asked)}


if __name__ == "__main__":
    _look() if sys.argv[1:] == ["look"] else main()
