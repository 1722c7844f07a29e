"""`motcua restore FILE`: a backup becomes the data of this installation. Everything else must stand still."""

import argparse
import fcntl
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.base import File
from django.core.files.storage import default_storage
from django.db import connection, connections

from motcua.blobs.models import Blob
from motcua.doors.commands import archive, asking, database_copy
from motcua.doors.commands.database_copy import CopyFailed
from motcua.doors.commands.sealed_file import Unreadable
from motcua.doors.frame import sample_mark
from motcua.jobs.queries import worker_health
from motcua.kernel import clock
from motcua.organisation.models import Agency

HELP = "Khôi phục từ một bản sao lưu. Tắt Một Cửa trước khi chạy."
EXAMPLES = """Ví dụ:
  motcua restore /media/usb/mot-cua-2026-11-20.bak
  motcua restore mot-cua.bak --over        (thay dữ liệu đang có; bản cũ được giữ lại trong backups/)"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Where from."""
    parser.add_argument("file", type=Path, help="tệp sao lưu")
    parser.add_argument("--over", action="store_true", help="thay dữ liệu đang có")


def run(options: argparse.Namespace) -> int:
    """1: wrong passphrase, damaged file, other kind of database, or data are there already · 3: it failed on the way."""
    if not options.file.is_file():
        return _say(f"Không có tệp {options.file}.", 1)
    if _holds_data() and not options.over:
        return _say(
            "Nơi này đã có dữ liệu. Dùng MOTCUA_HOME khác, hoặc thêm --over để thay dữ liệu đang có.", 1
        )
    if _holds_data() and worker_health().alive:
        return _say("Tiến trình xử lý nền của cơ sở dữ liệu này đang chạy. Tắt Một Cửa rồi chạy lại.", 1)
    with _nobody_else() as alone:
        if not alone:
            return _say("Một Cửa đang chạy với thư mục dữ liệu này. Tắt nó rồi chạy lại.", 1)
        try:
            passphrase = asking.passphrase(twice=False)
            # Read to the end first: nothing is touched for a file that cannot be trusted.
            manifest = archive.verify(options.file, passphrase)
            _check_engine(manifest)
        except (Unreadable, ValueError) as fault:
            return _say(str(fault), 1)
        try:
            _put_in_place(options.file, passphrase, manifest)
        except (CopyFailed, Unreadable, OSError) as fault:
            return _say(f"Chưa khôi phục được: {fault}", 3)
    print(
        f"Đã khôi phục bản sao lưu lúc {manifest['made_at'][:16]} (UTC), {manifest['blobs']} tệp. "
        "Chạy «motcua doctor --deep» để kiểm tra, rồi khởi động lại.",
        file=sys.stderr,
    )
    return 0


def _put_in_place(path: Path, passphrase: str, manifest: dict[str, Any]) -> None:
    settings.HOME.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=settings.HOME, prefix="khoi-phuc-") as name:
        folder = Path(name)
        with archive.members(path, passphrase) as parts:
            for member in parts:
                part = folder / ("blob" if member.sha256 else member.name)
                with part.open("wb") as file:
                    archive.copy(member.content, file)
                if member.sha256:
                    _keep_blob(member.sha256, part)
        if _holds_data():
            _keep_what_was_there()
        database_copy.put_back(folder / archive.DATABASE)
        _take_keys(folder / archive.KEYS)
    if manifest.get("sample"):
        sample_mark.leave_mark()


def _keep_blob(sha256: str, part: Path) -> None:
    name = Blob(sha256=sha256).storage_name
    if default_storage.exists(name):
        # What lies there may be damaged: the backup's bytes have been compared with their hash.
        default_storage.delete(name)
    with part.open("rb") as file:
        default_storage.save(name, File(file))


def _keep_what_was_there() -> None:
    """The data that are replaced, with their keys, beside the others; without them --over could not be undone."""
    folder = settings.HOME / "backups" / f"truoc-khoi-phuc-{clock.local(clock.now()):%Y%m%d-%H%M%S}"
    folder.mkdir(parents=True, mode=0o700)
    database_copy.copy_to(folder / "database")
    (folder / "keys.json").write_bytes((settings.HOME / "keys" / "keys.json").read_bytes())
    (folder / "keys.json").chmod(0o600)
    print(f"Dữ liệu cũ được giữ ở {folder}.", file=sys.stderr)


def _take_keys(given: Path) -> None:
    place = settings.HOME / "keys" / "keys.json"
    place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    given.chmod(0o600)
    given.replace(place)


def _check_engine(manifest: dict[str, Any]) -> None:
    here = database_copy.engine()
    if manifest.get("engine") != here:
        names = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}
        made = names.get(str(manifest.get("engine")), "cơ sở dữ liệu khác")
        raise Unreadable(f"Bản sao lưu tạo từ {made}, nơi này dùng {names[here]}. Đặt DATABASE_URL cho khớp.")


def _holds_data() -> bool:
    tables = set(connection.introspection.table_names())
    found = Agency._meta.db_table in tables and Agency.objects.exists()
    connections.close_all()
    return found


@contextmanager
def _nobody_else() -> Iterator[bool]:
    settings.HOME.mkdir(parents=True, exist_ok=True)
    with (settings.HOME / "up.lock").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            yield False
            return
        yield True


def _say(message: str, status: int) -> int:
    print(message, file=sys.stderr)
    return status
