"""Keeping bytes by their hash, in a folder or any other Django storage, and reading them verified.

The bytes come before the row: a stop in between leaves a file without a row, which harms nobody and
which `integrity.scan` finds; never a row without its bytes.
"""

import hashlib
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext, suppress
from io import BufferedReader, BytesIO
from pathlib import Path
from typing import IO, BinaryIO, Protocol, cast

from django.conf import settings
from django.core.files import File
from django.core.files.storage import FileSystemStorage, default_storage
from django.db import connection

from motcua.blobs.enums import BlobState
from motcua.blobs.kinds import agree, kind_of
from motcua.blobs.models import Blob
from motcua.blobs.ports import inspectors
from motcua.blobs.sealed_files import CHUNK, Damaged, Unsealing, is_sealed, sealed
from motcua.datastore.changing import alone
from motcua.datastore.writing import act
from motcua.kernel import clock
from motcua.kernel.phrases import Phrase
from motcua.kernel.refusals import NotFound, Refused

_PIECE = 1 << 20
_UNKNOWN_MIME = "application/octet-stream"


class Readable(Protocol):
    """Anything that gives bytes: an open file, an upload, a stream."""

    def read(self, size: int, /) -> bytes:
        """At most so many bytes; none at the end."""
        ...


class BlobDamaged(Refused):
    """The stored bytes are gone or no longer the ones that were put in."""

    def __init__(self, sha256: str) -> None:
        what = f"Tệp lưu trữ {sha256[:12]}… bị mất hoặc đã bị thay đổi."
        message = f"{what} Hãy báo quản trị viên khôi phục từ bản sao lưu."
        super().__init__(message, code="blob_damaged")


def put(data: bytes | Readable, *, declared_name: str = "") -> Blob:
    """Keep bytes; equal bytes are kept once. A stream is read from where it stands to its end.

    With `declared_name` the content must be what the name says; without, the bytes are our own.
    Inside an act the row stands and falls with it; outside, it is an act of its own.
    Raises Refused (Vietnamese, field `file`) for an empty, too large, disguised or infected file.
    """
    stream: Readable = BytesIO(data) if isinstance(data, bytes) else data
    with _aside() as (file, path):
        sha256, size = _copy_hashing(stream, file)
        if size == 0:
            raise Refused("Tệp rỗng, không có nội dung. Hãy chọn tệp khác.", field="file", code="file_empty")
        mime = _mime(file, declared_name)
        _inspect(file)
        blob = Blob(sha256=sha256, size=size, mime=mime, created_at=clock.now(), last_verified_at=clock.now())
        _place(file, path, blob)
    # What somebody hands in is mostly new; our own bytes may be drawn again by a page that only reads.
    return (_new_row(blob) if declared_name else None) or _row(blob)


def open_blob(sha256: str) -> BinaryIO:
    """The bytes behind a hash, at their start, verified before the first one is handed out.

    Raises NotFound for a hash never stored, BlobDamaged when the bytes are not the ones put in.
    """
    blob = Blob.objects.filter(pk=sha256).first()
    if blob is None:
        raise NotFound
    try:
        file = opened(blob)
    except (FileNotFoundError, Damaged) as fault:
        raise BlobDamaged(sha256) from fault
    try:
        same = hash_of(file) == sha256
    except Damaged:
        same = False
    if not same:
        file.close()
        raise BlobDamaged(sha256)
    file.seek(0)
    return file


def opened(blob: Blob) -> BinaryIO:
    """The plain bytes of a blob as they are stored, unsealed while reading, not verified yet.

    Raises FileNotFoundError, and `sealed_files.Damaged` for sealed bytes that do not open.
    """
    file = cast(BinaryIO, default_storage.open(blob.storage_name, "rb"))
    if not is_sealed(file, blob.size):
        return file
    try:
        plain = Unsealing(file, blob.sha256, settings.BLOB_KEYS, blob.size)
    except Damaged:
        file.close()
        raise
    return cast(BinaryIO, BufferedReader(plain, CHUNK))


def read_blob(sha256: str) -> bytes:
    """All bytes behind a hash, verified; for contents known to be small."""
    with open_blob(sha256) as file:
        return file.read()


def hash_of(file: BinaryIO) -> str:
    """The SHA-256 of a file from where it stands to its end, in hexadecimal."""
    digest = hashlib.sha256()
    while piece := file.read(_PIECE):
        digest.update(piece)
    return digest.hexdigest()


def _local_root() -> Path | None:
    """The folder of the storage, or None when it is none (S3)."""
    return Path(default_storage.path("")) if isinstance(default_storage, FileSystemStorage) else None


@contextmanager
def _aside() -> Iterator[tuple[IO[bytes], Path]]:
    """A file beside the kept ones, on the same disk so that it can be renamed into place."""
    root = _local_root()
    folder = root / "incoming" if root is not None else None
    if folder is not None:
        folder.mkdir(parents=True, exist_ok=True)
    number, name = tempfile.mkstemp(prefix="put-", dir=folder)
    path = Path(name)
    try:
        with os.fdopen(number, "w+b") as file:
            yield file, path
    finally:
        with suppress(FileNotFoundError):
            path.unlink()


def _copy_hashing(source: Readable, target: IO[bytes]) -> tuple[str, int]:
    digest, size = hashlib.sha256(), 0
    most = int(getattr(settings, "BLOB_MAX_BYTES", 200 * 1024 * 1024))
    while piece := source.read(_PIECE):
        size += len(piece)
        if size > most:
            megabytes = most // (1024 * 1024)
            raise Refused(
                Phrase(
                    "Tệp lớn hơn {n} MB. Hãy quét ở độ phân giải thấp hơn hoặc tách thành nhiều tệp.",
                    n=megabytes,
                ),
                field="file",
                code="file_too_large",
            )
        digest.update(piece)
        target.write(piece)
    target.flush()
    return digest.hexdigest(), size


def _mime(file: IO[bytes], declared_name: str) -> str:
    if declared_name:
        return agree(kind_of(cast(BinaryIO, file)), declared_name).mime
    with suppress(Refused):
        kind = kind_of(cast(BinaryIO, file))
        if kind is not None:
            return kind.mime
    return _UNKNOWN_MIME


def _inspect(file: IO[bytes]) -> None:
    for inspector in inspectors():
        file.seek(0)
        try:
            verdict = inspector.inspect(cast(BinaryIO, file))
        except OSError as fault:
            message = "Chưa kiểm tra được tệp có mã độc hay không nên chưa nhận. Hãy thử lại sau ít phút."
            raise Refused(message, field="file", code="inspector_down") from fault
        if not verdict.clean:
            message = "Tệp có mã độc nên không được nhận. Hãy quét máy tính đã tạo ra tệp này."
            raise Refused(message, field="file", code="file_infected")


def _place(file: IO[bytes], path: Path, blob: Blob) -> None:
    root = _local_root()
    if root is None:
        _place_elsewhere(file, blob)
        return
    target = root / blob.storage_name
    # There is enough here: reading verifies, and a known damaged blob is written anew.
    if target.exists() and target.stat().st_size >= blob.size and not _known_bad(blob):
        return
    if settings.BLOB_ENCRYPT:
        _seal_in_place(file, blob)
    os.fsync(file.fileno())
    # A name survives a power cut only when its folder is written too; old folders hold no new names.
    named_in = [target.parent, *(folder.parent for folder in _missing_folders(target))]
    target.parent.mkdir(parents=True, exist_ok=True)
    path.chmod(0o640)
    path.replace(target)
    for folder in named_in:
        _sync_folder(folder)


def _seal_in_place(file: IO[bytes], blob: Blob) -> None:
    """Write the sealed form over the plain one: nothing plain is left beside the kept files."""
    with tempfile.TemporaryFile(dir=Path(file.name).parent if isinstance(file.name, str) else None) as aside:
        file.seek(0)
        for piece in sealed(cast(BinaryIO, file), blob.sha256, settings.BLOB_KEYS):
            aside.write(piece)
        aside.seek(0)
        file.seek(0)
        file.truncate()
        while piece := aside.read(_PIECE):
            file.write(piece)
        file.flush()


def _place_elsewhere(file: IO[bytes], blob: Blob) -> None:
    if default_storage.exists(blob.storage_name):
        if not _known_bad(blob):
            return
        default_storage.delete(blob.storage_name)
    if settings.BLOB_ENCRYPT:
        _seal_in_place(file, blob)
    file.seek(0)
    kept_as = default_storage.save(blob.storage_name, File(file))
    if kept_as != blob.storage_name:  # another put of the same bytes was faster
        default_storage.delete(kept_as)


def _known_bad(blob: Blob) -> bool:
    return Blob.objects.filter(pk=blob.sha256).exclude(state=BlobState.SOUND).exists()


def _missing_folders(target: Path) -> list[Path]:
    return [folder for folder in target.parents[:2] if not folder.exists()]


def _sync_folder(folder: Path) -> None:
    number = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)


def _new_row(blob: Blob) -> Blob | None:
    """The row of bytes stored for the first time, in one statement; None when there is one already."""
    with nullcontext() if connection.in_atomic_block else alone(), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO blobs_blob (sha256, size, mime, state, created_at, last_verified_at) "
            "VALUES (%s, %s, %s, %s, %s, %s) ON CONFLICT DO NOTHING",
            [
                blob.sha256,
                blob.size,
                blob.mime,
                BlobState.SOUND.value,
                *(
                    connection.ops.adapt_datetimefield_value(at)
                    for at in (blob.created_at, blob.last_verified_at)
                ),
            ],
        )
        if cursor.rowcount != 1:
            return None
    blob._state.adding, blob._state.db = False, connection.alias
    return blob


def _row(blob: Blob) -> Blob:
    known = Blob.objects.filter(pk=blob.pk, state=BlobState.SOUND).first()
    if known is not None:
        return known
    with nullcontext() if connection.in_atomic_block else act():
        row, created = Blob.objects.get_or_create(
            pk=blob.pk,
            defaults={
                "size": blob.size,
                "mime": blob.mime,
                "created_at": blob.created_at,
                "last_verified_at": blob.last_verified_at,
            },
        )
        if not created and row.state != BlobState.SOUND:
            row.state, row.last_verified_at = BlobState.SOUND.value, blob.last_verified_at
            row.save(update_fields=["state", "last_verified_at"])
    return row
