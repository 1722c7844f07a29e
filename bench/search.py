"""Search among five thousand procedures: time of the matching call and of the page, and whether the right one stands first.

The questions have lost their diacritics and carry one wrong letter; each was made from the procedure it must find
(`bench/search_crowd.py`).
"""

import os
import random
import time
from datetime import date, timedelta
from typing import Any

from bench import telling
from bench.ground import UNTIL, Installation, installations

MANY = 1000 if telling.QUICK else 5000
QUESTIONS = 200
_FIRST = 5
_ON_A_PAGE = 20
_SEED = 7


def main() -> None:
    """Print how often the right one is among the first five, and the 95th percentiles."""
    with installations("search") as (place,):
        place.prepare()
        place.use_here()
        _fill()
        _measure(place)


def _fill() -> None:
    """The crowd with a version each, in force and to be received at a commune."""
    from django.db import connection

    from bench.search_crowd import crowd
    from motcua.catalogue.models import Procedure, ProcedureVersion, TimeLimit
    from motcua.organisation.models import Agency

    Agency.objects.create(
        code="H99.01",
        name="Ủy ban nhân dân xã Đo",
        level="commune",
        has_desk=True,
        valid_from=date(2020, 1, 1),
    )
    made = crowd(list(Procedure.objects.order_by("pk")), MANY, random.Random(_SEED))
    Procedure.objects.bulk_create(made, batch_size=500)
    first = date.fromisoformat(UNTIL) - timedelta(days=700)
    versions = [
        ProcedureVersion(
            procedure=each, number=1, valid_from=first, name=each.name, receivable=True, at_commune=True
        )
        for each in made
    ]
    ProcedureVersion.objects.bulk_create(versions, batch_size=500)
    TimeLimit.objects.bulk_create(
        [TimeLimit(version=each, value=5, unit="working_day") for each in versions], batch_size=500
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _measure(place: Installation) -> None:
    from django.test import Client

    from bench.search_crowd import questions
    from motcua.catalogue.models import Procedure

    everyone = list(Procedure.objects.in_force().for_citizens().order_by("pk"))
    asked = questions(everyone, QUESTIONS, random.Random(_SEED + 1))
    common = questions(everyone, QUESTIONS // 2, random.Random(_SEED + 2), common=True)
    browser = Client()
    for each in asked[:10]:  # warm
        _call(each.text), _page(browser, each.text)
    words = f"search among {len(everyone)}, {'PostgreSQL' if place.on_postgresql else 'SQLite'}"
    for kind, some, goal in (("names", asked, "value >= 95"), ("common words", common, None)):
        calls = [_call(each.text) for each in some]
        right = [each.code in codes[:_FIRST] for each, (codes, _wall, _own) in zip(some, calls, strict=True)]
        telling.tell(
            f"{words}, {kind}: right one among the first {_FIRST}",
            100 * sum(right) / len(right),
            "%",
            goal=goal,
        )
        for each, (codes, _wall, _own), fine in zip(some, calls, right, strict=True):
            if not fine and os.environ.get("TELL_MISSES"):
                print(f"  «{each.text}»: {each.code}, found {codes[:_FIRST]}")
        _times(f"{words}, {kind}: matching call", [call[1:] for call in calls])
    _times(f"{words}: page", [_page(browser, each.text) for each in asked])


def _times(name: str, seen: list[tuple[float, float]]) -> None:
    walls, owns = zip(*seen, strict=True)
    telling.tell(f"{name}, 95th percentile", telling.share(walls, 0.95), "ms", goal="value < 30")
    telling.tell(f"{name}, median", telling.share(walls, 0.5), "ms")
    telling.tell(f"{name}, 95th percentile of this process's own time", telling.share(owns, 0.95), "ms")


def _call(text: str) -> tuple[list[str], float, float]:
    """Codes of the first page, milliseconds on the wall, milliseconds of our processor."""
    from motcua.catalogue.listing import shelf_on
    from motcua.kernel import clock

    wall, own = time.perf_counter(), time.process_time()
    codes = [row.code for row in shelf_on(clock.today()).matching(text)[:_ON_A_PAGE]]
    return codes, (time.perf_counter() - wall) * 1000, (time.process_time() - own) * 1000


def _page(browser: Any, text: str) -> tuple[float, float]:
    wall, own = time.perf_counter(), time.process_time()
    answer = browser.get("/thu-tuc", {"q": text})
    spent = (time.perf_counter() - wall) * 1000, (time.process_time() - own) * 1000
    if answer.status_code != 200:
        raise SystemExit(f"/thu-tuc?q={text}: {answer.status_code}")
    return spent


if __name__ == "__main__":
    main()
