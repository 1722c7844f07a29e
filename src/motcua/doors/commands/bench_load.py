"""`motcua bench load --dossiers N`: the histories at hand, multiplied inside the database by SQL.

A copy has keys, codes and tracking numbers of its own; everything else is the original's: dates, people, papers'
bytes. So every due date is explained as the original's is, and codes stay without gaps per unit and day. The record
(audit) and the outbox are not copied: they tell what was done, and nobody did this.
"""

import argparse
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext

from django.db import connection
from django.db.models import Max
from django.db.models.functions import Substr

from motcua.audit.record import record
from motcua.audit.relay import run_to_end
from motcua.datastore.writing import act
from motcua.doors.commands.multiply import copying, numbering
from motcua.doors.frame.sample_mark import holds_sample
from motcua.dossiers.models import Dossier
from motcua.kernel import clock
from motcua.kernel.people import SYSTEM
from motcua.measurement.actions import recompute, recompute_petitions
from motcua.measurement.models import DossierFact

HELP = "Nhân các hồ sơ mẫu đang có lên đủ N hồ sơ, ngay trong cơ sở dữ liệu, để đo tốc độ."
EXAMPLES = """Ví dụ:
  MOTCUA_HOME=/tmp/thu motcua sample --seed 1 --until 2026-11-20
  MOTCUA_HOME=/tmp/thu motcua bench load --dossiers 100000"""

# Rows of one transaction: large enough to be quick, small enough to show progress.
_DOSSIERS_AT_ONCE = 30_000


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """How many dossiers there shall be afterwards."""
    parser.add_argument("--dossiers", type=int, required=True, help="tổng số hồ sơ sau khi nhân")
    parser.add_argument(
        "--figures", action="store_true",
        help="chỉ nhân số liệu (dòng sự kiện, tổng theo kỳ), không nhân hồ sơ: đủ cho các trang điều hành",
    )  # fmt: skip


def run(options: argparse.Namespace) -> int:
    """1 when there is nothing to multiply, or the database is not a sample."""
    started, there = time.monotonic(), Dossier.objects.count()
    if not there or not holds_sample():
        _say("Chỉ nhân dữ liệu mẫu. Chạy «motcua sample» vào một MOTCUA_HOME trống trước.")
        return 1
    if options.dossiers <= there:
        _say(f"Đã có {there} hồ sơ, không phải nhân thêm.")
        return 0
    if not _still_originals(there) or DossierFact.objects.count() > there:
        _say("Dữ liệu này đã được nhân rồi. Nạp dữ liệu mẫu mới vào một MOTCUA_HOME trống, rồi nhân một lần.")
        return 1
    if options.figures:
        multiply_figures(options.dossiers, there)
        _say(f"Có số liệu của {DossierFact.objects.count()} hồ sơ sau {time.monotonic() - started:.0f} giây.")
        return 0
    multiply(options.dossiers, there)
    _say(f"Có {Dossier.objects.count()} hồ sơ sau {time.monotonic() - started:.0f} giây.")
    return 0


def _still_originals(there: int) -> bool:
    """Copies keep the beginning of their original's tracking number; a copy of a copy would get one that is taken."""
    beginnings = Dossier.objects.annotate(beginning=Substr("tracking", 1, copying.KEPT_SIGNS))
    return beginnings.values("beginning").distinct().count() == there


def multiply(wanted: int, there: int) -> None:
    """Bring `there` dossiers up to `wanted`: whole copies first, then a copy of the earliest ones."""
    whole, rest = divmod(wanted - there, there)
    with _quickly():
        run_to_end()
        with act():
            plan = copying.Plan.of_what_is_there()
            numbering.write_down_numbers()
        step = max(1, _DOSSIERS_AT_ONCE // there)
        for first in range(1, whole + 1, step):
            last = min(first + step - 1, whole)
            with act():
                plan.copy(first, last)
            _say(f"  {(last + 1) * there:,} / {wanted:,} hồ sơ".replace(",", "."))
        dossiers: list[int] = []
        petitions: list[int] = []
        with act():
            if rest:
                earliest = numbering.choose_earliest(rest, up_to=plan.strides[Dossier])
                dossiers, petitions = plan.copy_part(whole + 1, earliest)
            plan.multiply_roll_ups(whole + 1)
            numbering.set_counters(whole)
            plan.set_sequences()
            record(SYSTEM, action="bench.load", kind="database", key="", detail={"dossiers": wanted})
        with _as_counted_last():
            recompute(dossiers)
            recompute_petitions(petitions)
    _analyse()


def multiply_figures(wanted: int, there: int) -> None:
    """Bring facts and sums alone up to those of at least `wanted` dossiers, in whole copies.

    Pages of figures read nothing else; a page that opens a dossier would not find the copies.
    """
    whole = -(-wanted // there) - 1
    with _quickly():
        run_to_end()
        with act():
            plan = copying.Plan.of_what_is_there()
            numbering.write_down_numbers()
        step = max(1, 10 * _DOSSIERS_AT_ONCE // there)
        for first in range(1, whole + 1, step):
            last = min(first + step - 1, whole)
            with act():
                plan.copy(first, last, copying.FACTS)
            _say(f"  {(last + 1) * there:,} / {wanted:,} hồ sơ".replace(",", "."))
        with act():
            plan.multiply_roll_ups(whole + 1)
            plan.set_sequences()
            detail = {"dossiers": wanted, "figures": True}
            record(SYSTEM, action="bench.load", kind="database", key="", detail=detail)
    _analyse()


@contextmanager
def _as_counted_last() -> Iterator[None]:
    """On the day on which the originals were counted: copies counted on a later one would not stand in sums of that day."""
    day = DossierFact.objects.aggregate(last=Max("counted_on"))["last"]
    with clock.frozen(clock.at_local(day, 18)) if day else nullcontext():
        yield


@contextmanager
def _quickly() -> Iterator[None]:
    """On SQLite, for the time of the copying: no waiting for the disk, no look-up of every foreign key."""
    if connection.vendor != "sqlite":
        yield
        return
    _pragmas("synchronous = OFF", "cache_size = -400000", "foreign_keys = OFF")
    try:
        yield
    finally:
        _pragmas("foreign_keys = ON", "cache_size = -32000", "synchronous = FULL", "wal_checkpoint(TRUNCATE)")


def _analyse() -> None:
    # What a server's autovacuum does with so many new rows a minute later: without its map of pages that everybody sees,
    # an index alone answers nothing. A test's own transaction cannot hold it.
    sweep = connection.vendor == "postgresql" and not connection.in_atomic_block
    with connection.cursor() as cursor:
        cursor.execute("VACUUM (ANALYZE)" if sweep else "ANALYZE")


def _pragmas(*words: str) -> None:
    with connection.cursor() as cursor:
        for word in words:
            cursor.execute(f"PRAGMA {word}")


def _say(words: str) -> None:
    print(words, file=sys.stderr, flush=True)
