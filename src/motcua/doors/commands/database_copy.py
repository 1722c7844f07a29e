"""A copy of the database while others write, and the way back: SQLite's own backup, or pg_dump and pg_restore."""

import os
import shutil
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

from django.db import connection


class CopyFailed(Exception):  # noqa: N818 - an answer to the person, in Vietnamese
    """The copy could not be made or put back."""


def engine() -> str:
    """`sqlite` or `postgresql`."""
    return str(connection.vendor)


def copy_to(target: Path) -> None:
    """A consistent copy of one moment. Raises CopyFailed."""
    if engine() == "sqlite":
        with (
            closing(sqlite3.connect(str(connection.settings_dict["NAME"]))) as here,
            closing(sqlite3.connect(target)) as there,
        ):
            here.backup(there, pages=2000, sleep=0.005)
        check_sqlite(target)
        return
    _run("pg_dump", "--format=custom", "--compress=1", "--file", str(target))


def check_sqlite(path: Path) -> None:
    """Raises CopyFailed when SQLite finds the file damaged."""
    with closing(sqlite3.connect(path)) as database:
        try:
            (answer,) = database.execute("PRAGMA integrity_check").fetchone()
        except sqlite3.DatabaseError as fault:
            answer = str(fault)
    if answer != "ok":
        raise CopyFailed(f"Tệp cơ sở dữ liệu bị hỏng: {answer}")


def put_back(copy: Path) -> None:
    """Make a copy the database of this installation; what was there is gone. Nobody else may be connected."""
    connection.close()
    if engine() == "sqlite":
        check_sqlite(copy)
        place = Path(str(connection.settings_dict["NAME"]))
        for ending in ("-wal", "-shm"):
            Path(f"{place}{ending}").unlink(missing_ok=True)
        # Beside it first: the copy may come from another disk, and a rename is whole or not at all.
        aside = place.with_name(f"{place.name}.khoi-phuc")
        shutil.copyfile(copy, aside)
        aside.replace(place)
        return
    # Everything of the old is taken away first: tables of a newer version would otherwise stay behind.
    with connection.cursor() as cursor:
        cursor.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public")
    connection.close()
    _run("pg_restore", "--single-transaction", "--no-owner", "--no-privileges", str(copy))


def _run(tool: str, *words: str) -> None:
    program = shutil.which(tool)
    if program is None:
        raise CopyFailed(f"Không có lệnh {tool}. Cài gói postgresql-client rồi chạy lại.")
    given = connection.settings_dict
    address = {
        "--host": given["HOST"],
        "--port": given["PORT"],
        "--username": given["USER"],
        "--dbname": given["NAME"],
    }
    named = [word for name, value in address.items() if value for word in (name, str(value))]
    done = subprocess.run(
        [program, *named, *words],
        env={**os.environ, "PGPASSWORD": given["PASSWORD"] or ""},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise CopyFailed(f"{tool} không chạy được: {done.stderr.strip()[-500:]}")
