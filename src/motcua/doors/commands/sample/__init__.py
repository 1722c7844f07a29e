"""`motcua sample`: a province of our own invention, with a commune's days from 2024 until a given day.

The same seed and day give the same rows. Refuses a database that is not empty unless told otherwise.
"""

import argparse
import sys
import time
from datetime import date
from random import Random

from motcua.audit.relay import run_to_end
from motcua.audit.seals import seal_waiting
from motcua.catalogue.actions import load_catalogue
from motcua.catalogue.eforms.keeping import load_ready_forms
from motcua.catalogue.models import Procedure, ProcedureVersion
from motcua.datastore.writing import act
from motcua.doors.commands.sample import (
    assumptions,
    cast,
    citizen,
    control_work,
    desk,
    figures,
    interlinked,
    issued,
    lives,
    papers,
    places,
    steering,
    troubles,
    voices,
)
from motcua.doors.frame.sample_mark import leave_mark
from motcua.dossiers import actions
from motcua.dossiers.filing import History
from motcua.dossiers.law import LawBook
from motcua.kernel import clock
from motcua.kernel.money import grouped
from motcua.kernel.people import SYSTEM
from motcua.organisation.models import Agency

HELP = "Nạp dữ liệu mẫu: một tỉnh do chúng tôi đặt ra, từ năm 2024 đến một ngày."
EXAMPLES = """Ví dụ:
  motcua sample --seed 1 --until 2026-11-20
  motcua sample --seed 7 --until 2025-12-31 --dossiers 500
"""
DOSSIERS = 3000
# A few hundred lives at a time: the page of progress moves, memory stays small.
_BATCH = 400


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Seed, last day, how many dossiers."""
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--until", type=date.fromisoformat, default=None, help="ngày cuối, mặc định hôm nay")
    parser.add_argument("--dossiers", type=int, default=DOSSIERS, help=f"số hồ sơ, mặc định {DOSSIERS}")
    parser.add_argument("--anyway", action="store_true", help="nạp cả khi cơ sở dữ liệu đã có cơ quan")


def run(options: argparse.Namespace) -> int:
    """1 when the database already holds an agency and `--anyway` was not said."""
    if Agency.objects.exists() and not options.anyway:
        _say(
            "Cơ sở dữ liệu đã có cơ quan: dữ liệu mẫu không được trộn với dữ liệu thật. "
            "Dùng MOTCUA_HOME khác, hoặc thêm --anyway nếu chắc chắn."
        )
        return 1
    return fill(seed=options.seed, until=options.until or clock.today(), many=options.dossiers)


def fill(*, seed: int = 1, until: date, many: int = DOSSIERS) -> int:
    """Make the sample; progress on standard error."""
    started = time.monotonic()
    chance = Random(seed)  # noqa: S311 - a repeatable sample, nothing secret
    with clock.frozen(clock.at_local(until, 18)):
        if not Procedure.objects.exists():
            load_catalogue(SYSTEM)
        load_ready_forms(SYSTEM)
        histories, book = imagine(chance, until=until, many=many)
        tell(histories, book)
        voices.rate_and_complain(chance, until=until)
        desk.set_up(Agency.objects.get(code=places.MAIN_COMMUNE), Random(seed), until=until)  # noqa: S311 - as above
        interlinked.run(seed, until)
        citizen.run(Agency.objects.get(code=places.MAIN_COMMUNE), until, Random(f"cong-dan {seed}"))  # noqa: S311 - as above
        troubles.run(Agency.objects.get(code=places.MAIN_COMMUNE), until)
        issued.run(Agency.objects.get(code=places.MAIN_COMMUNE), until)
        _say("Đang nhập kế hoạch mẫu…")
        steering.run_the_year(Agency.objects.get(code=places.MAIN_COMMUNE), until, chance)
        control_work.run(Agency.objects.get(code=places.MAIN_COMMUNE), until)
        _say("Đang tính các chỉ số…")
        run_to_end()
        figures.publish_and_follow(Agency.objects.get(code=places.MAIN_COMMUNE), until)
        while seal_waiting():
            pass
    leave_mark()
    _say(f"Dữ liệu mẫu: {grouped(len(histories))} hồ sơ, {time.monotonic() - started:.0f} giây.")
    return 0


def imagine(chance: Random, *, until: date, many: int) -> tuple[list[History], LawBook]:
    """Make the places and their people, and invent `many` lives that nobody has told yet."""
    assumptions.set_limits()
    assumptions.set_online_levels(chance)
    with act():
        made = places.build()
        offices = cast.build(made, chance)
        cast.let_a_citizen_in()
    assumptions.set_account(places.MAIN_COMMUNE)
    assumptions.set_places()
    blobs = papers.keep_scans()
    _say("Đang nghĩ ra hồ sơ mẫu…")
    book = LawBook()
    return _histories(made, offices, blobs, book, until=until, many=many, chance=chance), book


def _histories(
    made: places.Places,
    offices: dict[str, cast.Office],
    blobs: list[str],
    book: LawBook,
    *,
    until: date,
    many: int,
    chance: Random,
) -> list[History]:
    versions = list(
        ProcedureVersion.objects.receivable()
        .filter(at_commune=True, at_desk=True)
        .exclude(procedure__code__in=interlinked.CODES)
        .select_related("procedure")
        .order_by("procedure__code", "number")
    )
    assumptions.set_step_hours(versions)
    return lives.tell(
        lives.kinds_of(versions), made, offices, book, until=until, many=many, chance=chance, blobs=blobs
    )


def tell(histories: list[History], book: LawBook) -> None:
    """In order of receipt, cut between days, so that numbers of a day are given in that order."""
    done = 0
    for batch in _by_whole_days(histories):
        actions.tell(batch, book=book)
        done += len(batch)
        _say(f"  {grouped(done)} / {grouped(len(histories))} hồ sơ")


def _by_whole_days(histories: list[History]) -> list[list[History]]:
    batches: list[list[History]] = [[]]
    for history in histories:
        last = batches[-1][-1] if batches[-1] else None
        if last and len(batches[-1]) >= _BATCH and _day(last) != _day(history):
            batches.append([])
        batches[-1].append(history)
    return batches


def _day(history: History) -> date:
    return clock.local_day(lives.receipt(history)[0])


def _say(words: str) -> None:
    print(words, file=sys.stderr, flush=True)
