"""`motcua prepare`: what `up` does before serving: a copy of the database, migrations, data to begin with."""

import argparse
import sys
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import OperationalError, connection
from django.db.migrations.executor import MigrationExecutor

from motcua.catalogue.actions import load_catalogue
from motcua.catalogue.eforms.keeping import load_ready_forms
from motcua.catalogue.models import Procedure
from motcua.datastore import plans_of_statements
from motcua.doors.commands import database_copy
from motcua.doors.commands.database_copy import CopyFailed
from motcua.doors.frame import sample_mark, setup_key
from motcua.kernel import clock
from motcua.kernel.people import SYSTEM
from motcua.organisation.models import Agency

HELP = "Chuẩn bị cơ sở dữ liệu: sao lưu, nâng cấp, nạp danh mục; lần đầu thì nạp dữ liệu mẫu."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """One choice: the sample, or an empty system for a real agency."""
    parser.add_argument("--empty", action="store_true", help="không nạp dữ liệu mẫu")


def run(options: argparse.Namespace) -> int:
    """Bring the database to this version. 3: it does not answer, or no copy could be made before a migration."""
    settings.HOME.mkdir(parents=True, exist_ok=True)
    if trouble := _cannot_connect():
        _say(trouble)
        return 3
    if sample_mark.unfinished() and not _throw_half_a_sample_away():
        return 1
    if _migrations_waiting():
        if _has_tables() and not _copy_database():
            return 3
        _say("Đang nâng cấp cơ sở dữ liệu…")
        call_command("migrate", verbosity=0, interactive=False)
    plans_of_statements.look_at_new()
    if not Procedure.objects.exists():
        _say("Đang nạp danh mục thủ tục hành chính…")
        load_catalogue(SYSTEM)
        load_ready_forms(SYSTEM)
    if Agency.objects.exists():
        setup_key.forget()
    elif options.empty:
        setup_key.ensure()
    else:
        return _fill_with_sample()
    return 0


def _cannot_connect() -> str:
    """Why the database does not answer and what to look at, in words; empty when it does."""
    try:
        connection.ensure_connection()
    except OperationalError as fault:
        return (
            f"Không kết nối được cơ sở dữ liệu: {str(fault).strip()}\n"
            "Kiểm tra DATABASE_URL (máy, cổng, người dùng, mật khẩu); cơ sở dữ liệu PostgreSQL phải được tạo trước "
            "(createdb TÊN)."
        )
    return ""


def _fill_with_sample() -> int:
    from motcua.doors.commands import sample

    _say(
        "Lần chạy đầu: đang tạo dữ liệu mẫu, mất khoảng một phút (EMPTY=1 nếu muốn bắt đầu với cơ quan thật)."
    )
    sample_mark.begin()
    status = sample.fill(until=clock.today())
    plans_of_statements.look_wholly()
    sample_mark.end()
    return status


def _throw_half_a_sample_away() -> bool:
    """A sample that was interrupted is made anew. False where the database is not ours to remove."""
    if connection.vendor != "sqlite":
        _say(
            "Lần nạp dữ liệu mẫu trước bị ngắt giữa chừng. Xoá và tạo lại cơ sở dữ liệu PostgreSQL trống, "
            f"xoá tệp {settings.HOME}/dang-nap-du-lieu-mau, rồi chạy lại."
        )
        return False
    _say("Lần nạp dữ liệu mẫu trước bị ngắt giữa chừng: xoá phần dở và nạp lại.")
    connection.close()
    for ending in ("", "-wal", "-shm"):
        Path(f"{connection.settings_dict['NAME']}{ending}").unlink(missing_ok=True)
    sample_mark.end()
    return True


def _migrations_waiting() -> bool:
    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def _has_tables() -> bool:
    return bool(connection.introspection.table_names())


def _copy_database() -> bool:
    """A copy beside the data before anything is changed; the last five are kept."""
    folder = settings.HOME / "backups"
    folder.mkdir(exist_ok=True, mode=0o700)
    stamp = clock.local(clock.now()).strftime("%Y%m%d-%H%M%S")
    ending = "sqlite3" if connection.vendor == "sqlite" else "dump"
    target = folder / f"truoc-nang-cap-{stamp}.{ending}"
    try:
        database_copy.copy_to(target)
    except (CopyFailed, OSError) as fault:
        _say(f"Chưa sao lưu được trước khi nâng cấp; dừng lại, chưa đổi gì. {fault}")
        return False
    _say(f"Đã sao lưu cơ sở dữ liệu: {target}")
    for old in sorted(folder.glob("truoc-nang-cap-*"))[:-5]:
        old.unlink()
    return True


def _say(message: str) -> None:
    print(message, file=sys.stderr, flush=True)
