"""Bringing the Parquet files up to what the database holds: closed months once, what runs each time.

Dossiers, petitions and payments alike. A month is written again only when what it holds changed since (a late rating,
a corrected receipt): a fingerprint of its rows, summed by the database, tells. The fingerprint is part of a closed
month's name: killed in between, the next run finds the months that were finished and goes on with the rest.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection, transaction

from motcua.kernel import clock
from motcua.measurement.engines import parquet
from motcua.measurement.engines.columns import Kind
from motcua.measurement.engines.fingerprints import PETITION_DAY, Part, fingerprints
from motcua.measurement.engines.parquet import OPEN, FactsFile, Manifest
from motcua.measurement.engines.sources import payment_source, petition_source, source

_AT_ONCE = 50_000
Told = Callable[[int, int, str], None]


@dataclass(frozen=True, slots=True)
class Exported:
    """What an export did: files written, files that were kept as they were, facts of each kind in all."""

    written: int
    kept: int
    facts: Mapping[Kind, int]


def folder() -> Path:
    """Where the facts lie."""
    return Path(settings.HOME) / "facts"


def export(into: Path | None = None, *, tell: Told | None = None, thoroughly: bool = False) -> Exported:
    """Write what changed; `thoroughly` also looks at every byte of what is kept, and replaces what is damaged."""
    place, written, kept = into or folder(), 0, 0
    facts = dict.fromkeys(Kind, 0)
    with _one_picture():
        at, prints = clock.now(), fingerprints()
        for province in _gone(place, set(prints)):
            prints[province] = {}
        total, done = sum(map(len, prints.values())), 0
        for province, parts in sorted(prints.items()):
            before = parquet.manifest_of(place, province)
            known = {(file.kind, file.month): file for file in before.files} if before else {}
            files: list[FactsFile] = []
            for part, fingerprint in sorted(parts.items()):
                file = known.get(part)
                if _kept(place, part, file, fingerprint, thoroughly=thoroughly) and file is not None:
                    kept += 1
                else:
                    file = _made(place, province, part, fingerprint, file)
                    written += 1
                files.append(file)
                done += 1
                if tell:
                    tell(done, total, _said(province, part))
            manifest = Manifest(province, at, tuple(files))
            parquet.write_manifest(place, manifest)
            for kind in Kind:
                facts[kind] += manifest.rows_of(kind)
    return Exported(written, kept, facts)


def _kept(place: Path, part: Part, file: FactsFile | None, fingerprint: str, *, thoroughly: bool) -> bool:
    if file is None or file.fingerprint != fingerprint or part[1] == OPEN:
        return False
    return parquet.sound(place, file, thoroughly=thoroughly)


def _made(place: Path, province: str, part: Part, fingerprint: str, known: FactsFile | None) -> FactsFile:
    """A file that a killed run left whole, or a new one; what the manifest names and is damaged is never taken."""
    kind, month = part
    damaged = known is not None and known.fingerprint == fingerprint
    left = None if damaged else parquet.finished_before(place, province, month, fingerprint, kind)
    return left or parquet.write_file(place, province, month, fingerprint, _tables(province, part), kind)


def _said(province: str, part: Part) -> str:
    kind, month = part
    return f"{province}, {kind.label}, {'chưa xong' if month == OPEN else f'tháng {month}'}"


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


def _tables(province: str, part: Part) -> Iterator[Any]:
    """The rows of a partition as Arrow tables of some tens of thousands."""
    kind, month = part
    place = "(f.agency_code = %s OR f.agency_code LIKE %s)"
    values: list[Any] = [province, f"{province}.%"]
    day = {Kind.DOSSIERS: "f.finished_on", Kind.PETITIONS: PETITION_DAY, Kind.PAYMENTS: "f.paid_on"}[kind]
    if month == OPEN:
        where = f"{place} AND {day} IS NULL"
    else:
        where = f"{place} AND {day} >= %s AND {day} <= %s"
        values += _days(month)
    with connection.cursor() as cursor:
        cursor.execute(_source(kind, where), values)
        while rows := cursor.fetchmany(_AT_ONCE):
            yield parquet.table_of(rows, kind)


def _source(kind: Kind, where: str) -> str:
    if kind is Kind.DOSSIERS:
        # In the order of agencies: who counts some of them reads their rows only (`shares`). As an expression, lest the
        # database walk through all facts along an index of agencies.
        found = source(f"f.received_on IS NOT NULL AND {where}", with_officer=True)
        return f"{found} ORDER BY f.agency_code || ''"
    return petition_source(where) if kind is Kind.PETITIONS else payment_source(where)


def _days(month: str) -> tuple[Any, Any]:
    from motcua.kernel.periods import parse

    period = parse(month)
    if connection.vendor == "sqlite":
        return period.first.isoformat(), period.last.isoformat()
    return period.first, period.last
