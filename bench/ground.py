"""Installations to measure on: a folder with the sample, made once and copied; a database of its own beside it.

`BENCH_KEEP=/some/folder` keeps those that take minutes to make, so that the next run finds them there.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

UNTIL = "2026-11-20"
_SERVER = os.environ.get("DATABASE_URL", "")
_KEEP = os.environ.get("BENCH_KEEP", "")
_READY = "made-whole"


@dataclass(frozen=True)
class Installation:
    """A data folder; on PostgreSQL a database with a name made from the folder's."""

    home: Path

    @property
    def on_postgresql(self) -> bool:
        """Whether DATABASE_URL names a server."""
        return _SERVER.startswith("postgres")

    @property
    def database(self) -> str:
        """The database's name on the server: the same for the same folder, so that a kept one is found again."""
        return f"motcua_bench_{zlib.crc32(bytes(self.home.parent)):08x}_{self.home.name}".replace(
            "-", "_"
        ).lower()

    def environment(self) -> dict[str, str]:
        """What a process needs to work on this installation."""
        url = urlunsplit(urlsplit(_SERVER)._replace(path=f"/{self.database}")) if self.on_postgresql else ""
        return os.environ | {
            "MOTCUA_HOME": str(self.home),
            "DATABASE_URL": url,
            "DJANGO_SETTINGS_MODULE": "motcua.config.settings",
        }

    def run(self, *words: str) -> None:
        """A `motcua` command, quietly; what it says is shown when it fails."""
        self._quietly("-m", "motcua.doors.commands.main", *words)

    def _quietly(self, *words: str) -> None:
        done = subprocess.run(
            [sys.executable, *words], env=self.environment(), capture_output=True, text=True, check=False
        )
        if done.returncode:
            sys.exit(f"{' '.join(words)}: {done.stderr[-2000:]}")

    def prepare(self) -> None:
        """Tables and catalogue."""
        if self.on_postgresql:
            _on_server(f'CREATE DATABASE "{self.database}"')
        self.run("prepare", "--empty")

    def migrate(self) -> None:
        """Tables of today, without the copy that `motcua prepare` makes first: nothing here is worth keeping."""
        self._quietly("-m", "django", "migrate", "--verbosity", "0")

    def prepare_again(self) -> None:
        """What every start of the house does."""
        self.run("prepare", "--empty")

    def fill(self, dossiers: int) -> None:
        """Tables, catalogue and a sample."""
        self.prepare()
        self.run("sample", "--seed", "1", "--until", UNTIL, "--dossiers", str(dossiers))

    def copied(self, name: str) -> "Installation":
        """The same again under another name."""
        return self.copied_to(Installation(self.home.with_name(name)))

    def copied_to(self, other: "Installation") -> "Installation":
        """The same again where another installation shall be."""
        shutil.copytree(self.home, other.home, ignore=shutil.ignore_patterns(_READY, "*.lock", "up.log"))
        if self.on_postgresql:
            _on_server(f'CREATE DATABASE "{other.database}" TEMPLATE "{self.database}"')
        return other

    def rows(self) -> int:
        """How many rows all our tables hold, asked by a process of its own."""
        code = (
            "import django; django.setup(); from django.apps import apps; "
            "print(sum(model._default_manager.count() for model in apps.get_models()))"
        )
        done = subprocess.run(
            [sys.executable, "-c", code], env=self.environment(), capture_output=True, text=True, check=True
        )
        return int(done.stdout)

    def use_here(self) -> None:
        """Let this very process work on the installation."""
        os.environ.update(self.environment())
        import django

        django.setup()

    def drop(self) -> None:
        """Remove folder and database."""
        shutil.rmtree(self.home, ignore_errors=True)
        if self.on_postgresql:
            _on_server(f'DROP DATABASE IF EXISTS "{self.database}" WITH (FORCE)')


@contextmanager
def installations(*names: str) -> Iterator[list[Installation]]:
    """Empty ones under these names, removed in the end whatever happens."""
    with tempfile.TemporaryDirectory(prefix="motcua-bench-") as folder:
        made = [Installation(Path(folder) / name) for name in names]
        try:
            yield made
        finally:
            for each in made:
                each.drop()


@contextmanager
def kept(make: Callable[["Installation"], None], *names: str) -> Iterator[list[Installation]]:
    """The same as `installations`, made by `make` in the order given; with BENCH_KEEP they stay for the next run.

    What was kept is brought up to the tables of today; one that was not made whole is made anew.
    """
    if not _KEEP:
        with installations(*names) as made:
            for each in made:
                make(each)
            yield made
        return
    folder = Path(_KEEP).resolve() / ("postgresql" if _SERVER.startswith("postgres") else "sqlite")
    folder.mkdir(parents=True, exist_ok=True)
    found = [Installation(folder / name) for name in names]
    for each in found:
        if (each.home / _READY).exists():
            each.migrate()
            each.prepare_again()
        else:
            each.drop()
            make(each)
            (each.home / _READY).touch()
    yield found


def _on_server(statement: str) -> None:
    import psycopg

    with psycopg.connect(urlunsplit(urlsplit(_SERVER)._replace(path="/postgres")), autocommit=True) as server:
        server.execute(statement)  # type: ignore[call-overload]
