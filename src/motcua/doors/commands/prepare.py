"""`motcua prepare`: what `up` does before serving: a copy of the database, migrations, data to begin with."""

import argparse
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from motcua.catalogue.actions import load_catalogue
from motcua.catalogue.models import Procedure
from motcua.doors.frame import sample_mark, setup_key
from motcua.kernel import clock
from motcua.kernel.people import SYSTEM
from motcua.organisation.models import Agency

HELP = "Chuẩn bị cơ sở dữ liệu: sao lưu, nâng cấp, nạp danh mục; lần đầu thì nạp dữ liệu mẫu."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """One choice: the sample, or an empty system for a real agency."""
    parser.add_argument("--empty", action="store_true", help="không nạp dữ liệu mẫu")


def run(options: argparse.Namespace) -> int:
    """Bring the database to this version. 3 when the copy before a migration could not be made."""
    settings.HOME.mkdir(parents=True, exist_ok=True)
    if sample_mark.unfinished() and not _throw_half_a_sample_away():
        return 1
    if _migrations_waiting():
        if _has_tables() and not _copy_database():
            return 3
        _say("Đang nâng cấp cơ sở dữ liệu…")
        call_command("migrate", verbosity=0, interactive=False)
    if not Procedure.objects.exists():
        _say("Đang nạp danh mục thủ tục hành chính…")
        load_catalogue(SYSTEM)
    if Agency.objects.exists():
        setup_key.forget()
    elif options.empty:
        setup_key.ensure()
    else:
        return _fill_with_sample()
    return 0


def _fill_with_sample() -> int:
    from motcua.doors.commands import sample

    _say(
        "Lần chạy đầu: đang tạo dữ liệu mẫu, mất khoảng một phút (EMPTY=1 nếu muốn bắt đầu với cơ quan thật)."
    )
    sample_mark.begin()
    status = sample.fill(until=clock.today())
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
    folder.mkdir(exist_ok=True)
    stamp = clock.local(clock.now()).strftime("%Y%m%d-%H%M%S")
    target = folder / f"truoc-nang-cap-{stamp}"
    copied = _copy_sqlite(target) if connection.vendor == "sqlite" else _copy_postgresql(target)
    for old in sorted(folder.glob("truoc-nang-cap-*"))[:-5]:
        old.unlink()
    return copied


def _copy_sqlite(target: Path) -> bool:
    source = str(connection.settings_dict["NAME"])
    with closing(sqlite3.connect(source)) as database:
        database.execute("VACUUM INTO ?", [f"{target}.sqlite3"])
    _say(f"Đã sao lưu cơ sở dữ liệu: {target}.sqlite3")
    return True


def _copy_postgresql(target: Path) -> bool:
    dump = shutil.which("pg_dump")
    if dump is None:
        _say("Không có lệnh pg_dump để sao lưu trước khi nâng cấp. Cài gói postgresql-client rồi chạy lại.")
        return False
    options = connection.settings_dict
    address = ["--host", options["HOST"], "--port", options["PORT"], "--username", options["USER"]]
    named = [word for pair in zip(address[::2], address[1::2], strict=True) if pair[1] for word in pair]
    done = subprocess.run(
        [dump, "--format=custom", "--file", f"{target}.dump", *named, options["NAME"]],
        env={"PGPASSWORD": options["PASSWORD"] or "", "PATH": str(Path(dump).parent)},
        check=False,
    )
    _say(
        f"Đã sao lưu cơ sở dữ liệu: {target}.dump"
        if done.returncode == 0
        else "pg_dump không sao lưu được; dừng lại."
    )
    return done.returncode == 0


def _say(message: str) -> None:
    print(message, file=sys.stderr, flush=True)
