"""The outermost transaction of every act.

SQLite lets one writer in at a time and wakes waiting ones in no order, so that some starve for seconds.
Our writers queue at a fair lock before they open their transaction: first come, first served.
PostgreSQL needs no such queue.
"""

import threading
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import OperationalError, connection, transaction

from motcua.datastore import finishing, sqlite_log
from motcua.datastore.kept import moment


class FairLock:
    """A lock that is handed to waiting threads in the order they came."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._waiting: deque[threading.Event] = deque()
        self._held = False

    def acquire(self, seconds: float | None = None) -> bool:
        """Wait for one's turn, at most so long; False when it did not come."""
        with self._guard:
            if not self._held:
                self._held = True
                return True
            turn = threading.Event()
            self._waiting.append(turn)
        if turn.wait(seconds):
            return True
        with self._guard:
            if turn.is_set():  # it came while we were giving up
                return True
            self._waiting.remove(turn)
            return False

    def release(self) -> None:
        with self._guard:
            if self._waiting:
                self._waiting.popleft().set()  # the lock stays held, by the next in line
            else:
                self._held = False


_queue = FairLock()
# While another program holds the file each writer fails after ten seconds (`config.database`); those behind would wait
# for as many times ten as there are before them.
_PATIENCE_SECONDS = 20.0


@contextmanager
def act() -> Iterator[None]:
    """One business act: all of it is stored, or none.

    Raises OperationalError when its turn does not come, because another program holds the database.
    Acts never nest: an act inside an act would commit half of the outer one's promise. Under pytest's
    own transaction this still works, because only the acts' depth is counted.
    """
    if getattr(connection, "motcua_in_act", False):
        raise RuntimeError("một hành vi nghiệp vụ không được nằm trong hành vi khác")
    fair = connection.vendor == "sqlite" and not connection.in_atomic_block
    if fair and not _queue.acquire(_PATIENCE_SECONDS):
        raise OperationalError("database is locked: the writers before us wait as well")
    state: Any = connection
    state.motcua_in_act, state.motcua_ended = True, False
    state.motcua_commits_itself = connection.vendor == "postgresql" and not connection.in_atomic_block
    try:
        state.motcua_not_on_disk = fair and sqlite_log.let_go_early()
        with moment(lasting=False), transaction.atomic():
            yield
            finishing.check_nothing_followed()
    except BaseException:
        state.motcua_not_on_disk = False
        raise
    finally:
        state.motcua_in_act = state.motcua_commits_itself = False
        if fair:
            _queue.release()
            sqlite_log.as_before()
    if state.motcua_not_on_disk:
        finishing.wait_for_disk()
