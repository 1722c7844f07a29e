"""Indexes made and dropped by a migration while desks go on working: on PostgreSQL without holding up who writes.

A migration that calls these on a large table says `atomic = False`; within a transaction (a new database is built in
one) the same is done the plain way. Each may be run again after a machine that stopped in the middle.
"""

import re
from collections.abc import Callable
from typing import Any

from django.db.models import Index

Step = Callable[[Any, Any], None]


def aside(editor: Any) -> str:
    """What stands behind CREATE INDEX and DROP INDEX so that nobody has to wait; needs no transaction around it."""
    connection = editor.connection
    return "CONCURRENTLY " if connection.vendor == "postgresql" and not connection.in_atomic_block else ""


def drop(editor: Any, name: str) -> None:
    """Drop an index that may be there."""
    editor.execute(f'DROP INDEX {aside(editor)}IF EXISTS "{name}"')


def make(editor: Any, model: Any, index: Index) -> None:
    """Make an index of a model; one left half made is made anew."""
    drop(editor, index.name)
    kwargs: dict[str, Any] = {"concurrently": True} if aside(editor) else {}
    editor.execute(index.create_sql(model, editor, **kwargs), params=None)


def without_field_indexes(table: str, *columns: str) -> Step:
    """Drops what Django made for `db_index` on these columns, the one for LIKE included."""
    return _dropping(table, columns, "")


def without_pattern_indexes(table: str, *columns: str) -> Step:
    """Drops the second index that Django makes on PostgreSQL for LIKE on a unique column, where nobody asks so."""
    return _dropping(table, columns, "_like")


def _dropping(table: str, columns: tuple[str, ...], ending: str) -> Step:
    made = re.compile(rf"{table}_(?:{'|'.join(columns)})_[0-9a-f]{{8}}{ending or '(?:_like)?'}")

    def step(_apps: Any, editor: Any) -> None:
        with editor.connection.cursor() as cursor:
            there = editor.connection.introspection.get_constraints(cursor, table)
        for name, what in there.items():
            if made.fullmatch(name) and what["index"] and not what["unique"]:
                drop(editor, name)
        # A new database makes its indexes at the very end.
        editor.deferred_sql[:] = [
            each
            for each in editor.deferred_sql
            if not re.match(rf'CREATE INDEX "{made.pattern}" ', str(each))
        ]

    return step
