"""Bringing the Parquet files up to what the database holds: closed months once, what runs each time.

A month is written again only when what it holds changed since (a late rating, a corrected receipt): a fingerprint
of its rows, summed by the database, tells. The fingerprint is part of a closed month's name: killed in between, the
next run finds the months that were finished and goes on with the rest.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection, transaction

from motcua.kernel import clock
from motcua.measurement.engines import parquet
from motcua.measurement.engines.parquet import OPEN, FactsFile, Manifest
from motcua.measurement.engines.sources import source
from motcua.measurement.models import DossierFact

_AT_ONCE = 50_000
_FLAGS = (
    "fee_bearing", "paid_online", "digitised", "result_electronic", "reused", "shared", "population_data",
    "dissatisfied", "petitioned", "complained",
)  # fmt: skip
Told = Callable[[int, int, str], None]


@dataclass(frozen=True, slots=True)
class Exported:
    """What an export did: files written, files that were kept as they were, dossiers in all."""

    written: int
    kept: int
    rows: int


def folder() -> Path:
    """Where the facts lie."""
    return Path(settings.HOME) / "facts"


def export(into: Path | None = None, *, tell: Told | None = None, thoroughly: bool = False) -> Exported:
    """Write what changed; `thoroughly` also looks at every byte of what is kept, and replaces what is damaged."""
    place, written, kept = into or folder(), 0, 0
    with _one_picture():
        at, prints = clock.now(), _fingerprints()
        for province in _gone(place, set(prints)):
            prints[province] = {}
        total, done, rows = sum(map(len, prints.values())), 0, 0
        for province, months in sorted(prints.items()):
            before = parquet.manifest_of(place, province)
            known = {file.month: file for file in before.files} if before else {}
            files: dict[str, FactsFile] = {}
            for month, fingerprint in sorted(months.items()):
                file = known.get(month)
                same = file is not None and file.fingerprint == fingerprint and month != OPEN
                if same and file is not None and parquet.sound(place, file, thoroughly=thoroughly):
                    files[month], kept = file, kept + 1
                else:
                    left = None if same else parquet.finished_before(place, province, month, fingerprint)
                    files[month] = left or parquet.write_file(
                        place, province, month, fingerprint, _tables(province, month)
                    )
                    written += 1
                done += 1
                if tell:
                    tell(
                        done,
                        total,
                        f"{province}, tháng {month}" if month != OPEN else f"{province}, đang xử lý",
                    )
            manifest = Manifest(province, at, tuple(files.values()))
            parquet.write_manifest(place, manifest)
            rows += manifest.rows
    return Exported(written, kept, rows)


def _gone(place: Path, provinces: set[str]) -> set[str]:
    there = {path.name.partition("=")[2] for path in place.glob("province=*")}
    return there - provinces


@contextmanager
def _one_picture() -> Iterator[None]:
    """Everything read inside is of one moment: a dossier that ends meanwhile is not met twice, nor missed."""
    if connection.in_atomic_block:
        yield
    elif connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("BEGIN DEFERRED")  # reading only: it must not keep writers waiting
        try:
            yield
        finally:
            with connection.cursor() as cursor:
                cursor.execute("ROLLBACK")
    else:
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield


def _fingerprints() -> dict[str, dict[str, str]]:
    """Province -> month -> what its rows add up to; one statement over all facts."""
    sqlite = connection.vendor == "sqlite"
    month = "substr(finished_on, 1, 7)" if sqlite else "to_char(finished_on, 'YYYY-MM')"
    flag = (lambda name: name) if sqlite else (lambda name: f"{name}::int")
    bits = " + ".join(f"{2**place} * {flag(name)}" for place, name in enumerate(_FLAGS))
    said = "1024 * COALESCE(contacts, -1) + 32768 * COALESCE(bodies, -1) + 1048576 * LENGTH(unit_time)"
    weight = "(dossier_id % 9973 + 1)"
    table = connection.ops.quote_name(DossierFact._meta.db_table)
    sql = (
        f"SELECT agency_code, {month}, COUNT(*), SUM(dossier_id), SUM(revision * {weight}),"  # noqa: S608
        f" SUM(({bits} + {said}) * {weight}) FROM {table} WHERE received_on IS NOT NULL"
        " GROUP BY agency_code, 2"
    )
    parts: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    with connection.cursor() as cursor:
        cursor.execute(sql)
        for agency, when, *numbers in cursor.fetchall():
            words = ":".join([agency, *(str(int(number or 0)) for number in numbers)])
            parts[_province(agency)][when or OPEN].append(words)
    return {
        province: {when: _digest(sorted(words)) for when, words in months.items()}
        for province, months in parts.items()
    }


def _digest(words: list[str]) -> str:
    import hashlib

    return hashlib.sha256("\n".join(words).encode()).hexdigest()


def _province(agency_code: str) -> str:
    """The first part of a code of identification is its province (or ministry)."""
    return agency_code.split(".")[0]


def _tables(province: str, month: str) -> Iterator[Any]:
    """The rows of a partition as Arrow tables of some tens of thousands."""
    place = "(f.agency_code = %s OR f.agency_code LIKE %s)"
    values: list[Any] = [province, f"{province}.%"]
    if month == OPEN:
        when = "f.finished_on IS NULL"
    else:
        when = "f.finished_on >= %s AND f.finished_on <= %s"
        first, last = _days(month)
        values += [first, last]
    sql = source(f"f.received_on IS NOT NULL AND {place} AND {when}", with_officer=True)
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        while rows := cursor.fetchmany(_AT_ONCE):
            yield parquet.table_of(rows)


def _days(month: str) -> tuple[Any, Any]:
    from motcua.kernel.periods import parse

    period = parse(month)
    if connection.vendor == "sqlite":
        return period.first.isoformat(), period.last.isoformat()
    return period.first, period.last
