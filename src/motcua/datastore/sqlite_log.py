"""SQLite's write-ahead log brought to the disk after the writers' turn, once for all who wait (docs/adr/0006).

A commit that waits for the disk holds up every writer behind it. In an act it does not wait: the act gives its turn to the
next and waits then, together with those who committed meanwhile. The log is written in order and SQLite itself brings it
to the disk before it copies from it into the database, so that a power cut can only take away acts nobody was told of.
"""

import os
import threading
from pathlib import Path
from typing import Any

from django.db import OperationalError, connection


def let_go_early() -> bool:
    """Before an act: its commit will not wait for the disk. False where there is no log to wait for afterwards."""
    connection.ensure_connection()
    raw: Any = connection.connection
    if raw.execute("PRAGMA journal_mode").fetchone() != ("wal",):
        return False
    raw.execute("PRAGMA synchronous = NORMAL")
    return True


def as_before() -> None:
    """After the act: what is stored outside of acts waits for the disk again."""
    raw: Any = connection.connection
    if raw is not None:
        raw.execute("PRAGMA synchronous = FULL")


class _Log:
    """Brings the log to the disk, for all who committed before it began."""

    def __init__(self) -> None:
        self._turn = threading.Lock()
        self._asked, self._done = 0, 0
        self._file: tuple[int, int] | None = None

    def wait(self, path: str) -> None:
        """Return when what is committed is on the disk. Raises OSError when the disk refuses."""
        with _counting:
            self._asked = mine = self._asked + 1
        with self._turn:
            if self._done >= mine:
                return  # whoever was before us began after our commit
            with _counting:
                reached = self._asked
            self._bring(path)
            self._done = reached

    def _bring(self, path: str) -> None:
        # Opened anew: SQLite may have begun another file. It holds no lock on the log that closing ours would lose.
        log = os.open(path, os.O_RDONLY)
        try:
            os.fsync(log)
            file = os.fstat(log)
        finally:
            os.close(log)
        if self._file != (file.st_dev, file.st_ino):
            folder = os.open(Path(path).parent, os.O_RDONLY)
            try:
                os.fsync(folder)  # that there is such a file must be on the disk, too
            finally:
                os.close(folder)
            self._file = file.st_dev, file.st_ino


_counting = threading.Lock()
_log = _Log()


def wait_for_disk() -> None:
    """Return when everything committed so far is on the disk. Raises OperationalError when the disk refuses."""
    try:
        _log.wait(f"{connection.settings_dict['NAME']}-wal")
    except FileNotFoundError:
        return  # no log: every commit waited for the disk itself
    except OSError as fault:
        raise OperationalError("disk I/O error") from fault
