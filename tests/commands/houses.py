"""Installations of their own for tests of commands: a folder and a database each, run as real processes."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from tests.fresh import put_database


@dataclass(frozen=True)
class House:
    """One installation."""

    environment: dict[str, str]

    @property
    def home(self) -> Path:
        return Path(self.environment["MOTCUA_HOME"])

    def motcua(self, *words: str, **environment: str) -> "subprocess.CompletedProcess[str]":
        """Run a command of ours."""
        return self._run("-m", "motcua.doors.commands.main", *words, **environment)

    def python(self, *words: str) -> str:
        """Run a script inside; what it printed."""
        done = self._run(*words)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def _run(self, *words: str, **environment: str) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            [sys.executable, *words], env=self.environment | environment, check=False, capture_output=True, text=True,
            timeout=120, stdin=subprocess.DEVNULL,
        )  # fmt: skip


@contextmanager
def house(folder: Path, name: str) -> Iterator[House]:
    """An empty installation on the kind of database the tests run on."""
    given = {
        **os.environ, "MOTCUA_HOME": str(folder / name), "DATABASE_URL": "", "PYTHONPATH": f"{Path('src').resolve()}:.",
        "DJANGO_SETTINGS_MODULE": "motcua.config.settings",
    }  # fmt: skip
    database = settings.DATABASES["default"]
    if "postgresql" not in database["ENGINE"]:
        put_database(folder / name)
        yield House(given)
        return
    import psycopg

    database_name = f"motcua_{name}_{os.getpid()}"
    server = psycopg.connect(
        host=database["HOST"] or None, port=database["PORT"] or None, user=database["USER"] or None,
        password=database["PASSWORD"] or None, dbname="postgres", autocommit=True,
    )  # fmt: skip
    try:
        server.execute(f"CREATE DATABASE {database_name}")
        who = database["USER"] + (f":{database['PASSWORD']}" if database["PASSWORD"] else "")
        where = f"{database['HOST']}:{database['PORT'] or 5432}"
        yield House(given | {"DATABASE_URL": f"postgresql://{who}@{where}/{database_name}"})
    finally:
        server.execute(f"DROP DATABASE IF EXISTS {database_name} WITH (FORCE)")
        server.close()
