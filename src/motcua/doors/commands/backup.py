"""`motcua backup FILE`: database, papers and keys in one file that only its passphrase opens, while running."""

import argparse
import hashlib
import io
import json
import os
import sys
import tarfile
import tempfile
from pathlib import Path
from typing import Any, BinaryIO, cast

from django.conf import settings
from django.db import connections

from motcua.audit import seals
from motcua.blobs.models import Blob
from motcua.blobs.store import hash_of, opened
from motcua.doors.commands import archive, asking, database_copy
from motcua.doors.commands.database_copy import CopyFailed
from motcua.doors.commands.sealed_file import SealingWriter, Unreadable
from motcua.doors.frame.sample_mark import holds_sample
from motcua.kernel import clock

HELP = "Sao lưu cơ sở dữ liệu, tệp và khoá vào một tệp có mật khẩu; chạy được khi hệ thống đang phục vụ."
EXAMPLES = """Ví dụ:
  motcua backup /media/usb/mot-cua-2026-11-20.bak
  MOTCUA_PASSPHRASE=… motcua backup /media/usb/mot-cua.bak     (trong lịch chạy hằng ngày)"""
_SHORTEST = 12


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Where to."""
    parser.add_argument("file", type=Path, help="tệp sẽ tạo")
    parser.add_argument("--over", action="store_true", help="ghi đè tệp đã có")


def run(options: argparse.Namespace) -> int:
    """1: the file is there already, or the passphrase is too short · 3: the copy could not be made."""
    target: Path = options.file
    if target.exists() and not options.over:
        return _say(f"Tệp {target} đã có. Chọn tên khác, hoặc thêm --over để ghi đè.", 1)
    try:
        passphrase = asking.passphrase(twice=True)
    except ValueError as fault:
        return _say(str(fault), 1)
    if len(passphrase) < _SHORTEST:
        return _say(f"Cụm mật khẩu cần ít nhất {_SHORTEST} ký tự: dùng vài từ không liên quan nhau.", 1)
    aside = target.with_name(f"{target.name}.dang-ghi")
    try:
        _write(aside, passphrase)
        manifest = archive.verify(aside, passphrase)
        aside.replace(target)
    except (CopyFailed, Unreadable, OSError) as fault:
        return _say(f"Chưa sao lưu được: {fault}", 3)
    finally:
        aside.unlink(missing_ok=True)
    megabytes = target.stat().st_size / 1_000_000
    print(
        f"Đã sao lưu và đọc lại kiểm tra: {target}, {megabytes:.1f} MB, {manifest['blobs']} tệp.",
        file=sys.stderr,
    )
    return 0


def _write(path: Path, passphrase: str) -> None:
    with tempfile.TemporaryDirectory(dir=settings.HOME, prefix="sao-luu-") as folder:
        copied = Path(folder) / "database"
        database_copy.copy_to(copied)
        keys = (settings.HOME / "keys" / "keys.json").read_bytes()
        blobs = list(Blob.objects.order_by("pk").values_list("pk", "size"))
        connections.close_all()
        number = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(number, "wb") as file, SealingWriter(file, passphrase) as sealed:
            with tarfile.open(fileobj=cast(Any, sealed), mode="w|", bufsize=1 << 20) as tar:
                _add_bytes(tar, archive.MANIFEST, json.dumps(_manifest(copied, keys, len(blobs))).encode())
                _add_bytes(tar, archive.KEYS, keys)
                tar.add(copied, arcname=archive.DATABASE, recursive=False)
                for sha256, size in blobs:
                    _add_blob(tar, sha256, size)
            sealed.close()
            file.flush()
            os.fsync(file.fileno())


def _manifest(copied: Path, keys: bytes, blobs: int) -> dict[str, Any]:
    with copied.open("rb") as file:
        digest = hash_of(cast(BinaryIO, file))
    return {
        "format": archive.FORMAT,
        "product": "motcua",
        "made_at": clock.now().isoformat(),
        "engine": database_copy.engine(),
        "database_sha256": digest,
        "keys.json_sha256": hashlib.sha256(keys).hexdigest(),
        "blobs": blobs,
        "seal": seals.head(),
        "sample": holds_sample(),
    }


def _add_bytes(tar: tarfile.TarFile, name: str, content: bytes) -> None:
    entry = tarfile.TarInfo(name)
    entry.size, entry.mode = len(content), 0o600
    tar.addfile(entry, io.BytesIO(content))


def _add_blob(tar: tarfile.TarFile, sha256: str, size: int) -> None:
    entry = tarfile.TarInfo(f"{archive.BLOBS}{sha256}")
    entry.size, entry.mode = size, 0o600
    try:
        with opened(Blob(sha256=sha256, size=size)) as file:
            tar.addfile(entry, cast(Any, file))
    except OSError:
        raise CopyFailed(f"tệp {sha256[:12]}… không còn nguyên; chạy «motcua doctor» trước.") from None


def _say(message: str, status: int) -> int:
    print(message, file=sys.stderr)
    return status
