"""The desk's lists, filters and search among a million dossiers: time of a page, its statements, and how both grow.

Ten officers look at random pages, caches cold. Two processes, on ten thousand and on a million dossiers, take turns;
each page is measured, and then its own statements are sent again bare through the same connection.
"""

import json
import random
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from bench import telling
from bench.ground import UNTIL, Installation, installations

SMALL, LARGE = (2000, 20_000) if telling.QUICK else (10_000, 1_000_000)
_FIRST = 1000 if telling.QUICK else 2000  # histories of the sample that are multiplied
_TURNS = 3 if telling.QUICK else 6
_PAGES_A_TURN = 25 if telling.QUICK else 100
_OFFICERS = 10


def main() -> None:
    """Print the 95th percentile, the statements, the ratio to them sent bare, and the growth."""
    with installations("small") as (small,):
        small.fill(_FIRST)
        large = small.copied("large")
        try:
            small.run("bench", "load", "--dossiers", str(SMALL))
            large.run("bench", "load", "--dossiers", str(LARGE))
            measure(small, large)
        finally:
            large.drop()


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
        telling.tell(
            f"lists, 95th percentile, {size} dossiers", _share(seen, "ours", 0.95), "ms", goal="value < 100"
        )
        telling.tell(f"lists, statements at most, {size} dossiers", max(page["count"] for page in seen), "statements",
                     goal="value <= 15")  # fmt: skip
        ours, bare = ([_share(turn[name], what, 0.5) for turn in turns] for what in ("ours", "bare"))
        telling.compare(f"lists against their statements, {size} dossiers", "ms", bare, ours, "ratio <= 3")
    for part, words in ((0.5, "median"), (0.95, "95th percentile")):
        base, ours = ([_share(turn[name], "ours", part) for turn in turns] for name in ("small", "large"))
        telling.compare(f"lists, {words}, {SMALL} to {LARGE} dossiers", "ms", base, ours, "ratio <= 1.3")
    seen = [page for turn in turns for page in turn["large"]]
    for kind in sorted({page["kind"] for page in seen}):
        of_kind = [page for page in seen if page["kind"] == kind]
        telling.tell(f"page {kind}, 95th percentile, {LARGE} dossiers", _share(of_kind, "ours", 0.95), "ms")


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
        """Some pages: kind, milliseconds of the page and of its statements bare, their number."""
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
        browsers = _browsers()
        for line in sys.stdin:
            dice = random.Random(int(line))
            pages = _pages(dice)
            seen = [_visit(dice.choice(browsers), *next(pages)) for _ in range(_PAGES_A_TURN)]
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


def _visit(browser: Any, kind: str, address: str, asked: dict[str, str]) -> dict[str, Any]:
    from django.core.cache import cache

    from bench.replay import Statement, listening

    statements: list[Statement] = []
    cache.clear()
    started = time.perf_counter()
    with listening(statements):
        answer = browser.get(address, asked)
    ours = (time.perf_counter() - started) * 1000
    if answer.status_code not in (200, 302, 404):  # 404: a page that is not this officer's
        sys.exit(f"{address} {asked}: {answer.status_code}")
    return {"kind": kind, "ours": ours, "bare": _bare(statements), "count": len(statements)}


def _bare(statements: list[Any]) -> float:
    from django.db import connection

    started = time.perf_counter()
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement.sql, statement.params)
            if cursor.description is not None:
                cursor.fetchall()
    return (time.perf_counter() - started) * 1000


if __name__ == "__main__":
    _look() if sys.argv[1:] == ["look"] else main()
