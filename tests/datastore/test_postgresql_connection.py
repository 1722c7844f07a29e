"""A kept connection to PostgreSQL is used again without a question, and replaced when the server ended it."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection

from motcua.audit.models import AuditRow
from motcua.audit.record import record
from motcua.datastore.rows import sent_together
from motcua.kernel.people import SYSTEM

pytestmark = pytest.mark.django_db


@pytest.fixture
def own() -> Iterator[Any]:
    """A connection of its own, outside the test's transaction, as a request finds it."""
    if connection.vendor != "postgresql":
        yield None
        return
    wrapper: Any = connection.copy("of_its_own")
    wrapper.settings_dict["CONN_HEALTH_CHECKS"] = True
    wrapper.ensure_connection()
    yield wrapper
    wrapper.close()


def process_of(wrapper: Any) -> int:
    with wrapper.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        return int(cursor.fetchone()[0])


def begin_request(wrapper: Any) -> None:
    wrapper.health_check_done = False


def test_a_kept_connection_is_not_asked_first(own: Any, monkeypatch: pytest.MonkeyPatch):
    if connection.vendor != "postgresql":
        return
    before = process_of(own)
    asked: list[bool] = []
    monkeypatch.setattr(own, "is_usable", lambda: asked.append(True) or True)
    begin_request(own)
    assert process_of(own) == before
    assert asked == []


def test_an_ended_connection_is_replaced(own: Any):
    if connection.vendor != "postgresql":
        return
    before = process_of(own)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s, 5000)", [before])
    begin_request(own)
    assert process_of(own) != before


def test_a_connection_that_only_said_something_goes_on(own: Any):
    """A message nobody waits for (here a notification) is no end."""
    if connection.vendor != "postgresql":
        return
    before = process_of(own)
    with own.cursor() as cursor:
        cursor.execute("LISTEN thu")
    other: Any = connection.copy("another")
    with other.cursor() as cursor:
        cursor.execute("NOTIFY thu")
    other.close()
    begin_request(own)
    assert process_of(own) == before


def test_statements_with_many_values_are_read_once():
    """Psycopg keeps what it read of an act's statements (`datastore.rows`); a name it calls otherwise would show here."""
    if connection.vendor != "postgresql":
        return
    from psycopg import _queries

    def say() -> None:
        with sent_together():
            for key in range(20):
                record(SYSTEM, action="thu.ghi", kind="thu", key=key)

    say()
    hits = _queries._query2pg_client.cache_info().hits
    say()
    assert _queries._query2pg_client.cache_info().hits > hits
    assert AuditRow.objects.filter(kind="thu").count() == 40
