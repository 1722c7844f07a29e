"""Seals over the record: a range of ids, the Merkle root of its rows' digests, and the seal before.

Ranges touch: a seal begins where the one before ended. So a row changed, removed or pushed into an old gap
shows as a root, a count or a chain that no longer fits. What no seal can show by itself is the removal of the
newest seals together with their rows: `head()` is printed by `motcua doctor` to be kept elsewhere.
"""

import hashlib
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta

from django.db import connection
from django.db.models import Max

from motcua.audit.models import AuditRow, Seal
from motcua.audit.record import digest_of
from motcua.datastore.writing import act
from motcua.kernel import clock

_BATCH = 1000
_CHAIN_BEGINS = "0" * 64
_UNSEALED_TOO_LONG = timedelta(minutes=5)
_PATIENCE_SECONDS = 2.0
_ADVISORY_LOCK = 0x6D637365  # «mcse»: one sealer at a time on PostgreSQL


@dataclass(frozen=True, slots=True)
class SealFault:
    """One thing wrong with the record; `message` is Vietnamese, for the inspector of the system."""

    code: str
    first_id: int
    last_id: int
    message: str


def seal_waiting(*, most: int = 20) -> int:
    """Seal rows not yet sealed, in up to `most` seals of a thousand rows; how many rows were sealed."""
    newest = AuditRow.objects.aggregate(newest=Max("id"))["newest"] or 0
    if newest <= _last_sealed() or not _settled():
        return 0
    total = 0
    for _ in range(most):
        count = _seal_next(newest)
        total += count
        if count < _BATCH:
            break
    return total


def verify(*, last: int | None = None) -> list[SealFault]:
    """Compute every seal anew from the rows; what does not fit. `last`: only so many of the newest seals."""
    faults: list[SealFault] = []
    before: Seal | None = None
    for seal, known_before in _chain(last):
        before = before or known_before
        faults += _faults_of(seal, before)
        before = seal
    return faults + _unsealed_too_long()


def head() -> str:
    """The digest of the newest seal: written down elsewhere, it fixes everything before it."""
    newest = Seal.objects.order_by("-last_id").first()
    return newest.digest if newest else _CHAIN_BEGINS


def merkle_root(digests: Iterable[str]) -> str:
    """The root over hexadecimal digests in their order.

    Pairs are hashed upwards, an odd one rises as it is; leaves and nodes are hashed under different
    prefixes, so that a node can never pass for a row (RFC 6962, section 2.1).
    """
    level = [hashlib.sha256(b"\x00" + bytes.fromhex(digest)).digest() for digest in digests]
    if not level:
        return hashlib.sha256(b"").hexdigest()
    while len(level) > 1:
        pairs = [level[at : at + 2] for at in range(0, len(level), 2)]
        level = [
            hashlib.sha256(b"\x01" + b"".join(pair)).digest() if len(pair) == 2 else pair[0] for pair in pairs
        ]
    return level[0].hex()


def _seal_next(newest: int) -> int:
    with act():
        _only_one_sealer()
        previous = Seal.objects.order_by("-last_id").first()
        first_id = previous.last_id + 1 if previous else 1
        rows = AuditRow.objects.filter(id__gte=first_id, id__lte=newest).order_by("id")
        found = list(rows.values_list("id", "digest")[:_BATCH])
        if not found:
            return 0
        seal = Seal(
            first_id=first_id,
            last_id=found[-1][0],
            count=len(found),
            root=merkle_root(digest for _, digest in found),
            previous=previous.digest if previous else _CHAIN_BEGINS,
            sealed_at=clock.now(),
        )
        seal.digest = _digest_of_seal(seal)
        seal.save(force_insert=True)
    return len(found)


def _digest_of_seal(seal: Seal) -> str:
    said = [seal.first_id, seal.last_id, seal.count, seal.root, seal.previous, seal.sealed_at.isoformat()]
    return hashlib.sha256("|".join(str(each) for each in said).encode()).hexdigest()


def _only_one_sealer() -> None:
    """Two chains must not grow from one seal. SQLite lets one writer in anyway."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_ADVISORY_LOCK])


def _settled() -> bool:
    """Whether every act that drew an id up to now has ended, so that no lower id can still appear.

    On PostgreSQL ids are drawn before the act commits: who writes the record now holds a lock on its table.
    We wait for exactly those acts, briefly; a long one postpones the seal, never the act.
    """
    if connection.vendor != "postgresql":
        return True
    writing = _writers()
    until = time.monotonic() + _PATIENCE_SECONDS
    while writing and time.monotonic() < until:
        time.sleep(0.01)
        writing &= _writers()
    return not writing


def _writers() -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT virtualtransaction FROM pg_locks WHERE locktype = 'relation' "
            "AND database = (SELECT oid FROM pg_database WHERE datname = current_database()) "
            "AND relation = %s::regclass AND mode = 'RowExclusiveLock' AND granted "
            "AND pid <> pg_backend_pid()",
            [AuditRow._meta.db_table],
        )
        return {row[0] for row in cursor.fetchall()}


def _last_sealed() -> int:
    return Seal.objects.aggregate(last=Max("last_id"))["last"] or 0


def _chain(last: int | None) -> Iterator[tuple[Seal, Seal | None]]:
    """Seals in order, the first with the one before it."""
    seals = Seal.objects.order_by("last_id")
    if last is not None:
        newest = list(Seal.objects.order_by("-last_id")[: last + 1])[::-1]
        earlier, seals_wanted = (newest[0], newest[1:]) if len(newest) > last else (None, newest)
        yield from ((seal, earlier) for seal in seals_wanted)
        return
    yield from ((seal, None) for seal in seals.iterator(chunk_size=500))


def _faults_of(seal: Seal, before: Seal | None) -> Iterator[SealFault]:
    previous = before.digest if before else _CHAIN_BEGINS
    first_id = before.last_id + 1 if before else 1
    if seal.previous != previous or seal.first_id != first_id or seal.digest != _digest_of_seal(seal):
        yield _fault("seal_chain", seal, "niêm phong không nối tiếp niêm phong trước, hoặc đã bị sửa")
    rows = list(AuditRow.objects.filter(id__gte=seal.first_id, id__lte=seal.last_id).order_by("id"))
    changed = [row.pk for row in rows if digest_of(row) != row.digest]
    if changed:
        yield _fault("row_changed", seal, f"dòng nhật ký đã bị sửa: {', '.join(map(str, changed[:10]))}")
    if len(rows) != seal.count:
        yield _fault("row_count", seal, f"lúc niêm phong có {seal.count} dòng, nay còn {len(rows)}")
    elif merkle_root(row.digest for row in rows) != seal.root:
        yield _fault("seal_root", seal, "các dòng không còn khớp với niêm phong")


def _fault(code: str, seal: Seal, what: str) -> SealFault:
    return SealFault(code, seal.first_id, seal.last_id, f"Nhật ký {seal.first_id}–{seal.last_id}: {what}.")


def _unsealed_too_long() -> list[SealFault]:
    limit = clock.now() - _UNSEALED_TOO_LONG
    late = AuditRow.objects.filter(id__gt=_last_sealed(), recorded_at__lt=limit).order_by("id")
    first = late.first()
    if first is None:
        return []
    message = (
        f"Nhật ký từ dòng {first.pk}: chưa được niêm phong quá 5 phút; tiến trình xử lý nền có chạy không?"
    )
    return [SealFault("unsealed", first.pk, first.pk, message)]
