"""Facts as Parquet files: `province=H99/month=2026-10/facts-….parquet` with a manifest for each province.

Beside them `petitions-….parquet` and `payments-….parquet`, in the same manifest. A file belongs to the month in which
its dossiers ended, its petitions were answered, its payments came in; what still runs lies under `month=open`. Files
are never changed: a new one is written beside, renamed into place, and the manifest, replaced by rename, names it. Who
reads by an older manifest keeps reading whole files; what no manifest names is removed an hour later.
"""

import hashlib
import json
import os
import secrets
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from motcua.kernel.refusals import Refused
from motcua.measurement.engines.columns import COLUMNS_OF, Kind

OPEN = "open"
_MANIFEST = "manifest.json"
_VERSION = 4
_GRACE_SECONDS = 3600


@dataclass(frozen=True, slots=True)
class FactsFile:
    """One file: the month its dossiers ended in (or `open`), what it held in the database, and its bytes' hash.

    `kind`: what its rows are, dossiers, petitions or payments.
    """

    month: str
    path: str
    rows: int
    size: int
    sha256: str
    fingerprint: str
    kind: Kind = Kind.DOSSIERS


@dataclass(frozen=True, slots=True)
class Manifest:
    """The files that together are the facts of a province at a moment (`at`, aware)."""

    province: str
    at: datetime
    files: tuple[FactsFile, ...]

    def of(self, kind: Kind) -> tuple[FactsFile, ...]:
        """The files of one kind."""
        return tuple(file for file in self.files if file.kind is kind)

    def rows_of(self, kind: Kind) -> int:
        """How many facts of a kind."""
        return sum(file.rows for file in self.of(kind))


def manifests(folder: Path) -> list[Manifest]:
    """What was exported, by province; refuses when there is nothing, or a manifest cannot be read."""
    found = [_read(path) for path in sorted(folder.glob(f"province=*/{_MANIFEST}"))]
    if not found:
        raise Refused(
            "Chưa có dữ liệu đã xuất để hỏi. Chạy «motcua measure export», hoặc chờ lượt xuất hằng giờ.",
            code="no_export",
        )
    return found


def manifest_of(folder: Path, province: str) -> Manifest | None:
    """What was exported of one province; None when nothing, or when its manifest is damaged (it is made anew)."""
    path = _home(folder, province) / _MANIFEST
    try:
        return _read(path) if path.exists() else None
    except Refused:
        return None


def files_between(found: Iterable[Manifest], first: date, kind: Kind = Kind.DOSSIERS) -> list[FactsFile]:
    """The files that can hold what was still in hand, or came in, on or after a day."""
    return [
        file for one in found for file in one.of(kind) if file.month == OPEN or file.month >= f"{first:%Y-%m}"
    ]


def write_file(
    folder: Path,
    province: str,
    month: str,
    fingerprint: str,
    tables: Iterable[Any],
    kind: Kind = Kind.DOSSIERS,
) -> FactsFile:
    """Write one partition of facts of a kind from Arrow tables, whole or not at all."""
    import pyarrow.parquet as pq

    home = _home(folder, province) / f"month={month}"
    home.mkdir(parents=True, exist_ok=True)
    # What runs gets a new name each time; a closed month's says what it holds.
    name = _name(kind, secrets.token_hex(8) if month == OPEN else fingerprint)
    unfinished, rows = home / f".{secrets.token_hex(4)}-{name}.part", 0
    try:
        with pq.ParquetWriter(unfinished, schema(kind), compression="zstd") as writer:
            for table in tables:
                writer.write_table(table, row_group_size=250_000)
                rows += table.num_rows
        _settle(unfinished)
        size, sha256 = unfinished.stat().st_size, hash_of(unfinished)
        unfinished.rename(home / name)
    finally:
        unfinished.unlink(missing_ok=True)
    path = str((home / name).relative_to(folder))
    return FactsFile(month, path, rows, size, sha256, fingerprint, kind)


def finished_before(
    folder: Path, province: str, month: str, fingerprint: str, kind: Kind = Kind.DOSSIERS
) -> FactsFile | None:
    """A closed month that a run wrote before it was killed: whole, since it was renamed into place."""
    import pyarrow.parquet as pq

    path = _home(folder, province) / f"month={month}" / _name(kind, fingerprint)
    if month == OPEN or not path.exists():
        return None
    rows, size = pq.read_metadata(path).num_rows, path.stat().st_size
    return FactsFile(month, str(path.relative_to(folder)), rows, size, hash_of(path), fingerprint, kind)


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """Let readers see these files and no others; then remove what nobody reads any more."""
    home = _home(folder, manifest.province)
    home.mkdir(parents=True, exist_ok=True)
    unfinished = home / f".{_MANIFEST}.{secrets.token_hex(4)}.part"
    content = {
        "version": _VERSION,
        "province": manifest.province,
        "at": manifest.at.isoformat(),
        "files": [asdict(file) for file in manifest.files],
    }
    unfinished.write_text(json.dumps(content, indent=1), "utf-8")
    _settle(unfinished)
    unfinished.replace(home / _MANIFEST)
    _forget(folder, home, {file.path for file in manifest.files})


def sound(folder: Path, file: FactsFile, *, thoroughly: bool = False) -> bool:
    """Whether a file is there whole; `thoroughly`: every byte."""
    path = folder / file.path
    if not path.is_file() or path.stat().st_size != file.size:
        return False
    return not thoroughly or hash_of(path) == file.sha256


def hash_of(path: Path) -> str:
    """SHA-256 of a file."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def schema(kind: Kind = Kind.DOSSIERS) -> Any:
    """The Arrow schema of a file of facts."""
    import pyarrow as pa

    kinds = {
        "code": pa.string(), "day": pa.date32(), "minute": pa.int64(), "number": pa.int32(), "flag": pa.bool_(),
    }  # fmt: skip
    return pa.schema([(name, kinds[each]) for name, each in COLUMNS_OF[kind].items()])


def table_of(rows: Sequence[Sequence[Any]], kind: Kind = Kind.DOSSIERS) -> Any:
    """Rows as a database answers them, as an Arrow table (SQLite writes days as text and flags as numbers)."""
    import pyarrow as pa

    wanted = schema(kind)
    columns = [
        _array(values, field, pa) for values, field in zip(zip(*rows, strict=True), wanted, strict=True)
    ]
    return pa.Table.from_arrays(columns, schema=wanted) if rows else wanted.empty_table()


def _array(values: tuple[Any, ...], field: Any, pa: Any) -> Any:
    kept = next((value for value in values if value is not None), None)
    if pa.types.is_date(field.type) and isinstance(kept, str):
        return pa.array(values, pa.string()).cast(field.type)
    if pa.types.is_boolean(field.type) and kept is not None and not isinstance(kept, bool):
        return pa.array(values, pa.int8()).cast(field.type)
    return pa.array(values, field.type)


def _read(path: Path) -> Manifest:
    try:
        content: Mapping[str, Any] = json.loads(path.read_text("utf-8"))
        if content["version"] != _VERSION:
            raise ValueError(content["version"])
        files = tuple(FactsFile(**file | {"kind": Kind(file["kind"])}) for file in content["files"])
        return Manifest(content["province"], datetime.fromisoformat(content["at"]), files)
    except (ValueError, KeyError, TypeError, OSError) as error:
        raise Refused(
            f"Bảng kê dữ liệu xuất «{path.parent.name}/{path.name}» bị hỏng. Chạy «motcua measure export» để lập lại.",
            code="damaged_manifest",
        ) from error


def _home(folder: Path, province: str) -> Path:
    return folder / f"province={province}"


def _name(kind: Kind, fingerprint: str) -> str:
    return f"{kind.value}-{fingerprint[:16]}.parquet"


def _settle(path: Path) -> None:
    with path.open("rb+") as stream:
        os.fsync(stream.fileno())


def _forget(folder: Path, home: Path, named: set[str]) -> None:
    before = time.time() - _GRACE_SECONDS
    for pattern in ("month=*/*.parquet", "month=*/.*.part"):
        for path in home.glob(pattern):
            if str(path.relative_to(folder)) not in named and path.stat().st_mtime < before:
                path.unlink(missing_ok=True)
