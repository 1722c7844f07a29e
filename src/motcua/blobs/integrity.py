"""Are all stored bytes still the ones that were put in? A slice a night, or everything at once."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta

from django.core.files.storage import default_storage

from motcua.blobs.enums import BlobState
from motcua.blobs.models import Blob
from motcua.blobs.sealed_files import Damaged
from motcua.blobs.store import hash_of, opened
from motcua.datastore.writing import act
from motcua.kernel import clock

_BATCH = 50


@dataclass(frozen=True, slots=True)
class BlobFault:
    """One thing wrong in the store; `message` is Vietnamese, for the administrator."""

    sha256: str
    message: str


def scan(*, most: int | None = None, progress: Callable[[int], None] | None = None) -> list[BlobFault]:
    """Read blobs and compare their hashes, those looked at longest ago first; what is wrong.

    `most`: how many to read (all when None). `progress` is told now and then how many were read.
    """
    began = clock.now()
    faults: list[BlobFault] = []
    read = 0
    while most is None or read < most:
        take = _BATCH if most is None else min(_BATCH, most - read)
        batch = list(Blob.objects.filter(last_verified_at__lt=began).order_by("last_verified_at")[:take])
        if not batch:
            break
        faults += _verify(batch)
        read += len(batch)
        if progress is not None:
            progress(read)
    return faults


def orphans(*, older_than_hours: float = 1) -> list[str]:
    """Names of stored files without a row: left by an act that failed after its file was written.

    Only for storages that list their folders; younger files may still be on their way.
    """
    youngest = clock.now() - timedelta(hours=older_than_hours)
    return [
        name
        for name in _stored_names()
        if default_storage.get_modified_time(name) < youngest
        and not Blob.objects.filter(pk=name.rsplit("/", 1)[-1]).exists()
    ]


def _verify(batch: list[Blob]) -> list[BlobFault]:
    found = [(blob, _look_at(blob)) for blob in batch]  # outside the act: reading may take long
    now = clock.now()
    with act():
        for blob, state in found:
            Blob.objects.filter(pk=blob.pk).update(state=state.value, last_verified_at=now)
    return [
        BlobFault(blob.sha256, f"Tệp {blob.sha256[:12]}… ({blob.size} byte): {state.label.lower()}.")
        for blob, state in found
        if state is not BlobState.SOUND
    ]


def _look_at(blob: Blob) -> BlobState:
    try:
        with opened(blob) as file:
            same = hash_of(file) == blob.sha256
    except FileNotFoundError:
        return BlobState.MISSING
    except Damaged:
        return BlobState.DAMAGED
    return BlobState.SOUND if same else BlobState.DAMAGED


def _stored_names() -> Iterator[str]:
    # Not every S3 lists its root by folders; ours are known.
    for upper in (f"{number:02x}" for number in range(256)):
        for lower in _folders(upper):
            yield from (f"{upper}/{lower}/{name}" for name in default_storage.listdir(f"{upper}/{lower}")[1])


def _folders(under: str) -> list[str]:
    try:
        return [name for name in default_storage.listdir(under)[0] if len(name) == 2]
    except FileNotFoundError:
        return []
