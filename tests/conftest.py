"""What every test stands on: a hostile runtime, and a database whose record may be emptied between tests."""

import os
import tempfile
from collections.abc import Callable, Iterator
from typing import Any

# Keys and blobs of the tests live apart from those of a real installation.
os.environ.setdefault("MOTCUA_HOME", tempfile.mkdtemp(prefix="motcua-test-"))

import pytest
from hypothesis import HealthCheck, settings

settings.register_profile("motcua", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("motcua")


@pytest.fixture(autouse=True, scope="session")
def _the_record_may_be_emptied_between_tests() -> Iterator[None]:
    """SQLite empties tables with DELETE, which the append-only triggers refuse: they stand aside for it."""
    from django.db.backends.sqlite3.base import DatabaseOperations

    flush: Callable[..., list[str]] = DatabaseOperations.sql_flush

    def sql_flush(self: Any, style: Any, tables: Any, **options: Any) -> list[str]:
        with self.connection.cursor() as cursor:
            cursor.execute(
                "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND name LIKE '%\\_no\\_%' ESCAPE '\\'"
            )
            triggers = cursor.fetchall()
        return [
            *(f"DROP TRIGGER {name}" for name, _ in triggers),
            *flush(self, style, tables, **options),
            *(sql for _, sql in triggers),
        ]

    DatabaseOperations.sql_flush = sql_flush  # type: ignore[method-assign]
    yield
    DatabaseOperations.sql_flush = flush  # type: ignore[method-assign]


@pytest.fixture(autouse=True)
def _the_first_run_is_over() -> Iterator[None]:
    """Pages of tests need no agency to be there; the tests of the first run forget this."""
    from motcua.doors.staff.administration import first_run

    first_run.remember(True)
    yield
    first_run.remember(False)
