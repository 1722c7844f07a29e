"""The desk's lists, filters and search among a million dossiers: time of a page, its statements, and how both grow.

Ten officers look at random pages, caches cold. Two processes, on ten thousand and on a million dossiers, take turns;
each page is measured, and then its own statements are sent again bare through the same connection. What is compared
is processor time (ours and that of the database's process that serves us); what was waited is told beside it.
"""

import json
import random
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from typing import Any

from bench import telling
from bench.ground import UNTIL, Installation, kept
from bench.processor import Processor

SMALL, LARGE = (2000, 20_000) if telling.QUICK else (10_000, 1_000_000)
_SIZES = {f"with{SMALL}": SMALL, f"with{LARGE}": LARGE}
_FIRST = 1000 if telling.QUICK else 2000  # histories of the sample that are multiplied
_TURNS = 3 if telling.QUICK else 6
_PAGES_A_TURN = 25 if telling.QUICK else 100
_OFFICERS = 10
_FULL = 50
_PARTS = ((0.5, "median"), (0.95, "95th percentile"))


def main() -> None:
    """Print the 95th percentile, the statements, the ratio to them sent bare, and the growth."""
    with many_dossiers() as (small, large):
        measure(small, large)


@contextmanager
def many_dossiers() -> Iterator[list[Installation]]:
    """The smaller and the larger installation; with BENCH_KEEP as the last run left them."""
    with kept(lambda place: place.fill(_FIRST), "sample") as (sample,):

        def multiply(place: Installation) -> None:
            sample.copied_to(place).run("bench", "load", "--dossiers", str(_SIZES[place.home.name]))

        with kept(multiply, *_SIZES) as places:
            yield places


def measure(small: Installation, large: Installation) -> None:
    """Both in turns; one line a figure, and one a kind of page at the larger."""
    officers = {"small": _Officers(small), "large": _Officers(large)}
    try:
        for each in officers.values():
            each.turn(0)  # warm: templates, code, the pages of the database
        turns = [{name: each.turn(n) for name, each in officers.items()} for n in range(1, _TURNS + 1)]
    finally:
        for each in officers.values():
            each.close()
    for name, size in (("small", SMALL), ("large", LARGE)):
        seen = [page for turn in turns for page in turn[name]]
        for what, words in (("ours", "processor time"), ("waited", "waited")):
            telling.tell(
                f"lists, 95th percentile, {words}, {size} dossiers", _share(seen, what, 0.95), "ms",
                goal="value < 100",
            )  # fmt: skip
        telling.tell(f"lists, statements at most, {size} dossiers", max(page["count"] for page in seen), "statements",
                     goal="value <= 15")  # fmt: skip
        for part, words in _PARTS:
            ours, bare = ([_share(turn[name], what, part) for turn in turns] for what in ("ours", "bare"))
            telling.compare(
                f"lists against their statements, {words}, {size} dossiers", "ms", bare, ours, "ratio <= 3"
            )
    for kinds, chosen in (("", _any), (" of 50 rows", _full)):
        for part, words in _PARTS:
            base, ours = (
                [_share([page for page in turn[name] if chosen(page)], "ours", part) for turn in turns]
                for name in ("small", "large")
            )
            telling.compare(
                f"lists{kinds}, {words}, {SMALL} to {LARGE} dossiers", "ms", base, ours, "ratio <= 1.3"
            )
    seen = [page for turn in turns for page in turn["large"]]
    for kind in sorted({page["kind"] for page in seen}):
        of_kind = [page for page in seen if page["kind"] == kind]
        telling.tell(
            f"page {kind}, 95th percentile, processor time, {LARGE} dossiers", _share(of_kind, "ours", 0.95), "ms",
            base=_share(of_kind, "bare", 0.95),
        )  # fmt: skip


def _any(_: dict[str, Any]) -> bool:
    return True


def _full(page: dict[str, Any]) -> bool:
    return bool(page["rows"] >= _FULL)


def _share(pages: list[dict[str, Any]], what: str, part: float) -> float:
    return telling.share([page[what] for page in pages], part)


class _Officers:
    """A process in which ten officers look at pages when told to."""

    def __init__(self, at: Installation) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "bench.lists", "look"],
            env=at.environment(), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip

    def turn(self, seed: int) -> list[dict[str, Any]]:
        """Some pages: kind, milliseconds of the page and of its statements bare, how many of them, rows shown."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(f"{seed}\n")
        self._process.stdin.flush()
        answer: list[dict[str, Any]] = json.loads(self._process.stdout.readline())
        return answer

    def close(self) -> None:
        """Let them go home."""
        self._process.communicate()


def _look() -> None:
    import django

    django.setup()
    from motcua.kernel import clock

    now = clock.at_local(date.fromisoformat(UNTIL), 9, 30)
    with clock.frozen(now):
        browsers, processor = _browsers(), Processor()
        for line in sys.stdin:
            dice = random.Random(int(line))
            pages = _pages(dice)
            seen = [_visit(processor, dice.choice(browsers), *next(pages)) for _ in range(_PAGES_A_TURN)]
            print(json.dumps(seen), flush=True)


def _browsers() -> list[Any]:
    from django.test import Client

    from motcua.accounts.models import User
    from motcua.kernel import clock
    from motcua.organisation.access import officer_from
    from motcua.organisation.enums import Right
    from motcua.organisation.models import Staff

    found = []
    for staff in Staff.objects.select_related("agency").filter(user__isnull=False).order_by("pk"):
        if officer_from(staff, clock.today()).may_anywhere(Right.SEE_DOSSIERS) and len(found) < _OFFICERS:
            browser = Client(raise_request_exception=True)
            browser.force_login(User.objects.get(pk=staff.user_id))
            found.append(browser)
    return found


def _pages(dice: random.Random) -> Iterator[tuple[str, str, dict[str, str]]]:
    """Kinds of page with their addresses, drawn at random, the daily ones more often."""
    from motcua.catalogue.models import Procedure
    from motcua.dossiers.models import Dossier

    last = Dossier.objects.order_by("-pk").values_list("pk", flat=True)[0]
    fields = list(Procedure.objects.order_by("field").values_list("field", flat=True).distinct())
    today = date.fromisoformat(UNTIL)

    def somebody() -> Any:
        return (
            Dossier.objects.filter(pk__lte=dice.randint(1, last))
            .order_by("-pk")
            .only("code", "applicant_name")[0]
        )

    def words(many: int) -> str:
        return " ".join(somebody().applicant_name.split()[-many:])

    def days(many: int) -> dict[str, str]:
        first = today - timedelta(days=dice.randint(many, 600))
        return {"first": f"{first:%d/%m/%Y}", "last": f"{first + timedelta(days=many):%d/%m/%Y}"}

    while True:
        page = str(dice.randint(1, 20))
        yield dice.choice(
            [
                ("today", "/can-bo/", {}),
                ("work, mine", "/can-bo/viec", {"page": page}),
                ("work, all", "/can-bo/viec", {"whose": "all", "page": page}),
                ("work, late", "/can-bo/viec", {"whose": "all", "due": "late", "page": page}),
                ("work, due today", "/can-bo/viec", {"whose": "all", "due": "today"}),
                ("work, sorted", "/can-bo/viec", {"whose": "all", "sort": dice.choice(["name", "-code", "procedure"])}),
                ("work, field", "/can-bo/viec", {"whose": "all", "field": dice.choice(fields)}),
                ("work, state", "/can-bo/viec",
                 {"whose": "all", "state": dice.choice(["settled", "returned", "supplementing"]), "page": page}),
                ("work, name", "/can-bo/viec", {"whose": "all", "q": words(2)}),
                ("inbox", "/can-bo/cho-tiep-nhan", {"page": page}),
                ("register, month", "/can-bo/so-theo-doi", days(30) | {"page": page}),
                ("register, day", "/can-bo/so-theo-doi", days(0)),
                ("register, field", "/can-bo/so-theo-doi", days(30) | {"field": dice.choice(fields)}),
                ("search, code", "/can-bo/tim", {"q": str(somebody().code or "H99")}),
                ("search, full name", "/can-bo/tim", {"q": words(4)}),
                ("search, given name", "/can-bo/tim", {"q": words(1)}),
                ("search, nobody", "/can-bo/tim", {"q": "khong ai ten the"}),
            ]
        )  # fmt: skip


def _visit(
    processor: Processor, browser: Any, kind: str, address: str, asked: dict[str, str]
) -> dict[str, Any]:
    from django.core.cache import cache

    from bench.replay import Statement, listening
    from motcua.datastore import kept

    statements: list[Statement] = []
    cache.clear()
    kept.forget()
    waited, ours = time.perf_counter(), processor.seconds()
    with listening(statements):
        answer = browser.get(address, asked)
    waited, ours = time.perf_counter() - waited, processor.seconds() - ours
    if answer.status_code not in (200, 302, 404):  # 404: a page that is not this officer's
        sys.exit(f"{address} {asked}: {answer.status_code}")
    bare = processor.seconds()
    _send_again(statements)
    bare = processor.seconds() - bare
    return {
        "kind": kind, "ours": ours * 1000, "waited": waited * 1000, "bare": bare * 1000, "count": len(statements),
        "rows": max(0, answer.content.count(b"<tr>") - 1),
    }  # fmt: skip


def _send_again(statements: list[Any]) -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement.sql, statement.params)
            if cursor.description is not None:
                cursor.fetchall()


if __name__ == "__main__":
    _look() if sys.argv[1:] == ["look"] else main()
