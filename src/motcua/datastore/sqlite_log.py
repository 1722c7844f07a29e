"""SQLite's write-ahead log brought to the disk after the writers' turn, once for all who wait (docs/adr/0006).

A commit that waits for the disk holds up every writer behind it. In an act it does not wait: the act gives its turn to the
next and waits then, together with those who committed meanwhile. The log is written in order and SQLite itself brings it
to the disk before it copies from it into the database, so that a power cut can only take away acts nobody was told of.
"""

import errno
import os
import sqlite3
import threading
from pathlib import Path
from typing import Any

from django.db import OperationalError, connection


def let_go_early() -> bool:
    """Before an act: its commit will not wait for the disk. False where there is no log to wait for afterwards."""
    connection.ensure_connection()
    raw: Any = connection.connection
    if not _has_log(raw):
        return False
    raw.execute("PRAGMA synchronous = NORMAL")
    return True


def as_before() -> None:
    """After the act: what is stored outside of acts waits for the disk again."""
    raw: Any = connection.connection
    if raw is not None:
        raw.execute("PRAGMA synchronous = FULL")


class _Round:
    """Those whose acts one look at the disk serves: they committed before it began, and share what comes of it."""

    def __init__(self) -> None:
        self.waiting, self.over = 0, False
        self.fault: OSError | None = None


class _Log:
    """Brings the log to the disk, for all who committed before it began."""

    def __init__(self) -> None:
        self._turn = threading.Lock()
        self._next = _Round()
        self._file: tuple[int, int] | None = None
        self._torn = False

    def wait(self, path: str) -> None:
        """Return when what is committed is on the disk. Raises OSError when the disk refuses."""
        with _counting:
            mine = self._next
            mine.waiting += 1
        with self._turn:
            if not mine.over:
                self._serve(mine, path)
        if mine.fault is not None:
            raise OSError(mine.fault.errno, mine.fault.strerror)

    def _serve(self, mine: _Round, path: str) -> None:
        with _counting:
            self._next = _Round()
        try:
            if self._torn:
                _copy_into_database()
            else:
                self._bring(path)
            self._torn = False
        except OSError as fault:
            # The system says once that it could not write, forgets those pages and calls the next fsync a success: the log
            # may have a hole from here on, behind which nothing would be found again after a power cut.
            mine.fault, self._torn = fault, True
        mine.over = True

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
    connection.ensure_connection()
    raw: Any = connection.connection
    if not _has_log(raw):
        return  # every commit waited for the disk itself
    # Where SQLite itself says the database is: the log stands beside the file, not beside a link to it.
    file = raw.execute("PRAGMA database_list").fetchone()[2]
    try:
        _log.wait(f"{file}-wal")
    except OSError as fault:
        raise OperationalError("disk I/O error") from fault


def _has_log(raw: Any) -> bool:
    return bool(raw.execute("PRAGMA journal_mode").fetchone() == ("wal",))


def _copy_into_database() -> None:
    """The whole log copied into the database and begun anew. Raises OSError where it cannot be done now."""
    raw: Any = connection.connection
    try:
        (busy, *_) = raw.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    except sqlite3.Error as fault:
        raise OSError(errno.EIO, str(fault)) from fault
    if busy:
        raise OSError(errno.EBUSY, "the log is being read")
