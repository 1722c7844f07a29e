"""What every test stands on: a hostile runtime, and a database whose record may be emptied between tests."""

import os
from collections.abc import Callable, Generator, Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from xdist.scheduler import LoadGroupScheduling

settings.register_profile(
    "motcua", deadline=None, max_examples=50, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("motcua")

_DATABASE_FIXTURES = {"db", "transactional_db", "django_db_setup"}
# Pages ask the same queries whichever database answers. Of those that ask much in ways of their own, and of one whole
# day at the desk, we want to know on the second database too; twelve minutes do not hold all of them twice.
_PAGES = ("staff", "public", "kiosk", "identity", "frame")
_PAGES_ON_BOTH = {
    "test_lists.py", "test_journeys.py", "test_together.py", "test_lateness.py", "test_money.py", "test_steering.py",
    "test_queue_pages.py", "test_procedures.py",
}  # fmt: skip
# Inventing a sample is the same whichever database holds it; loading one, and bulks, are tried on both beside it.
_SAME_ON_BOTH = {"test_sample.py"}
# These start programs of their own, which ask the database at hand.
_WITH_PROGRAMS = {"test_crash.py", "test_backup.py"}
# Files and folders that take long, and what starts programs while the first worker invents the sample of the journeys.
_LONGEST_FIRST = (
    "test_every_page.py",
    "test_crash.py",
    "commands",
    "test_fresh.py",
    "web",
    "test_in_a_browser.py",
)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--database-only", action="store_true", help="only tests that ask a database: for the second database"
    )


class _FileByFile(LoadGroupScheduling):
    """A file's tests on one worker: what its tests share (a browser, a house, whoever is signed in) is made once."""

    def _split_scope(self, nodeid: str) -> str:
        group = super()._split_scope(nodeid)
        return nodeid.partition("::")[0] if group == nodeid else str(group)


def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """Files are handed out in the order of the list; None: xdist's own ways, when somebody asks for another."""
    if config.getvalue("dist") != "loadgroup":
        return None
    config.option.loadscopereorder = False
    return _FileByFile(config, log)


def _how_soon(item: pytest.Item) -> int:
    parts = item.nodeid.partition("::")[0].split("/")
    return next((place for place, each in enumerate(_LONGEST_FIRST) if each in parts), len(_LONGEST_FIRST))


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """What takes long comes first, so that no worker is left with it; what asks no database says nothing new on a second."""
    items.sort(key=_how_soon)
    if not config.getoption("--database-only"):
        return
    kept = [item for item in items if _asks_a_database(item)]
    config.hook.pytest_deselected(items=[item for item in items if not _asks_a_database(item)])
    items[:] = kept


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """With STRICT=1 a part that was skipped is a failure: a missing browser must not look like a green run."""
    report = yield
    if report.skipped and os.environ.get("STRICT") == "1" and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"STRICT=1, nhưng phần này bị bỏ qua: {report.longrepr}"
    return report


def _asks_a_database(item: pytest.Item) -> bool:
    if item.path.name not in _PAGES_ON_BOTH and any(part in _PAGES for part in item.path.parts):
        return False
    if item.path.name in _SAME_ON_BOTH:
        return False
    fixtures = set(getattr(item, "fixturenames", ()))
    marked = item.get_closest_marker("django_db") is not None
    return marked or bool(fixtures & _DATABASE_FIXTURES) or item.path.name in _WITH_PROGRAMS


@pytest.fixture(autouse=True, scope="session")
def _the_record_may_be_emptied_between_tests() -> Iterator[None]:
    """Emptying the tables after a test of real transactions meets triggers that refuse it: they stand aside for it."""
    from django.db.backends.postgresql.base import DatabaseOperations as OnPostgreSQL
    from django.db.backends.sqlite3.base import DatabaseOperations as OnSqlite

    kept = [(kind, kind.sql_flush) for kind in (OnSqlite, OnPostgreSQL)]
    OnSqlite.sql_flush = _without_refusals(OnSqlite.sql_flush)  # type: ignore[method-assign]
    OnPostgreSQL.sql_flush = _only_what_is_there(OnPostgreSQL.sql_flush)  # type: ignore[method-assign]
    yield
    for kind, flush in kept:
        kind.sql_flush = flush  # type: ignore[method-assign]


def _without_refusals(flush: Callable[..., list[str]]) -> Callable[..., list[str]]:
    """SQLite: the append-only triggers go before and come back after."""

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

    return sql_flush


def _only_what_is_there(flush: Callable[..., list[str]]) -> Callable[..., list[str]]:
    """PostgreSQL: truncating two hundred tables takes seconds; a few rows are deleted at once, triggers asleep.

    What the sleeping triggers would have told is told for them: no table is what memory holds of it. Only a superuser may
    put them to sleep; for anybody else the tables are truncated.
    """

    def sql_flush(self: Any, style: Any, tables: Any, **options: Any) -> list[str]:
        asked = " UNION ALL ".join(
            f"SELECT '{each}' WHERE EXISTS (SELECT FROM \"{each}\")" for each in tables
        )
        with self.connection.cursor() as cursor:
            cursor.execute("SHOW is_superuser")
            if cursor.fetchone() != ("on",):
                return flush(self, style, tables, **options)
            cursor.execute(asked)
            filled = [name for (name,) in cursor.fetchall()]
        return [
            "SET LOCAL session_replication_role = replica",
            *(f'DELETE FROM "{each}"' for each in filled),
            "SET LOCAL session_replication_role = DEFAULT",
            "UPDATE datastore_marks SET mark = floor(random() * 9e15)::bigint",
        ]

    return sql_flush


@pytest.fixture(autouse=True, scope="session")
def _nobody_asks_for_djangos_permissions() -> None:
    """They are written anew each time the tables were emptied, 0.1 s a test; roles of ours stand in `organisation`."""
    from django.contrib.auth.management import create_permissions
    from django.contrib.contenttypes.management import create_contenttypes
    from django.db.models.signals import post_migrate

    post_migrate.disconnect(dispatch_uid="django.contrib.auth.management.create_permissions")
    post_migrate.disconnect(create_permissions)
    post_migrate.disconnect(create_contenttypes)


@pytest.fixture(autouse=True)
def _the_first_run_is_over() -> Iterator[None]:
    """Pages of tests need no agency to be there; the tests of the first run forget this."""
    from motcua.doors.staff.administration import first_run

    first_run.remember(True)
    yield
    first_run.remember(False)
