"""How an act that took a number ends on PostgreSQL (docs/adr/0006).

Whoever holds the number of a unit is waited for by every other desk of it. Until the commit is on the disk that is
five milliseconds or more; so the commit does not wait for the disk, and the act does afterwards, when the number is free
again and many wait together. Nobody is told that something is done before it is on the disk.
"""

from collections.abc import Sequence
from typing import Any

from django.db import connection

from motcua.datastore import sqlite_log
from motcua.datastore.rows import taken_from_waiting

LET_GO_EARLY = "SET LOCAL synchronous_commit = off"
# The log is written in order: once this message of ours is on the disk, everything committed before it is.
_ON_DISK = "SELECT pg_logical_emit_message(true, 'motcua', '')"


def is_outermost() -> bool:
    """Whether the act at hand commits itself on PostgreSQL: not one inside a test's own transaction."""
    return bool(getattr(connection, "motcua_commits_itself", False))


def finish(sql: str, values: Sequence[Any]) -> tuple[Any, ...]:
    """The last statement of an act, with everything that waits before it and the commit after it, in one message.

    Answers its row, when all of it is on the disk. Nothing can be stored in this act afterwards (`writing.act`).
    """
    statements, before = taken_from_waiting()
    commits = connection.motcua_ended = is_outermost()  # type: ignore[attr-defined]
    parts = [*([LET_GO_EARLY] if commits else []), *statements, sql]
    place = len(parts) - 1
    parts += ["COMMIT", _ON_DISK] if commits else []
    with connection.cursor() as cursor:
        cursor.execute("; ".join(parts), [*before, *values])
        for _ in range(place):
            cursor.nextset()
        answer: tuple[Any, ...] = cursor.fetchone()
    return answer


def check_nothing_followed() -> None:
    """At the end of an act: what was sent after its commit would be stored without it."""
    state: Any = connection
    if state.motcua_ended and state.connection.info.transaction_status.name != "IDLE":
        raise RuntimeError("sau lệnh cuối của một hành vi không được ghi gì nữa")


def answers_what_stood() -> None:
    """Inside an act that stores and locks nothing, and answers what one before it stored: that one may still be waiting for
    the disk, and an act that stored nothing commits without waiting.
    """
    if is_outermost():
        connection.motcua_not_on_disk = True  # type: ignore[attr-defined]


def wait_for_disk() -> None:
    """Return when everything committed so far is on the disk."""
    if connection.in_atomic_block:
        return
    if connection.vendor == "sqlite":
        sqlite_log.wait_for_disk()
        return
    with connection.cursor() as cursor:
        cursor.execute(_ON_DISK)
