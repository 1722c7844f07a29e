"""A database just prepared, made once in a test run and copied: migrating an empty one takes seconds of a core.

What `motcua up` does with a folder that is really empty is tried in tests/commands/test_up.py.
"""

import fcntl
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).parent.parent
_NAME = "motcua.sqlite3"


def put_database(home: Path) -> None:
    """Put the prepared SQLite database of this run into an installation's folder."""
    home.mkdir(parents=True, exist_ok=True)
    kept = Path(tempfile.gettempdir()) / f"motcua-test-fresh-{_run()}"
    kept.mkdir(exist_ok=True)
    with (kept / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (kept / _NAME).exists():
            _make(kept)
    shutil.copyfile(kept / _NAME, home / _NAME)


def put_once(name: str, home: Path, make: Callable[[Path], None]) -> None:
    """Put a data folder into place that `make` fills once in this run; every other asker gets a copy."""
    kept = Path(tempfile.gettempdir()) / f"motcua-test-{name}-{_run()}"
    kept.mkdir(exist_ok=True)
    with (kept / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (kept / "whole").exists():
            shutil.rmtree(kept / "home", ignore_errors=True)
            make(kept / "home")
            (kept / "whole").touch()
    shutil.copytree(kept / "home", home, dirs_exist_ok=True)


def _run() -> str:
    """The name of this run, the same for every worker."""
    return os.environ.get("PYTEST_XDIST_TESTRUNUID") or str(os.getpid())


def _make(kept: Path) -> None:
    place = kept / "home"
    environment = {
        **os.environ, "MOTCUA_HOME": str(place), "DATABASE_URL": "", "PYTHONPATH": str(ROOT / "src"),
        "DJANGO_SETTINGS_MODULE": "motcua.config.settings",
    }  # fmt: skip
    words = [sys.executable, "-m", "motcua.doors.commands.main", "prepare", "--empty"]
    done = subprocess.run(words, env=environment, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    # Whole and without a log beside it, so that one file is the database.
    ask = f"import sqlite3; sqlite3.connect({str(place / _NAME)!r}).execute('VACUUM INTO ?', [{str(kept / _NAME)!r}])"
    subprocess.run([sys.executable, "-c", ask], check=True)
    shutil.rmtree(place)
