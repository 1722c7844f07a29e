"""One row changed by one statement, written once for each kind of change: what a citizen types is kept at every page.

A single statement is stored or it is not, by itself: on PostgreSQL no transaction goes around it, which would be two
journeys more than the change. On SQLite it takes its turn among the writers, as every act does.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import lru_cache
from typing import Any

from django.db import connection, models

from motcua.datastore.kept import untouched
from motcua.datastore.writing import act


@contextmanager
def alone() -> Iterator[None]:
    """An act of one statement, on a table that is not kept in memory. Acts never nest, this one neither."""
    if connection.vendor == "sqlite" or getattr(connection, "motcua_in_act", False):
        with untouched(), act():
            yield
        return
    yield


def change(
    model: type[models.Model],
    key: int,
    values: Mapping[str, Any],
    *,
    only_if: Mapping[str, Any],
    count_up: str = "",
) -> bool:
    """Change columns of the row with this key while others are as `only_if` says (None: empty); whether it was so.

    `count_up` names a column that grows by one. One statement; derived columns are not followed.
    """
    empty = tuple(name for name, value in only_if.items() if value is None)
    filled = tuple(name for name, value in only_if.items() if value is not None)
    with connection.cursor() as cursor:
        cursor.execute(
            _statement(model, connection.vendor, tuple(values), empty, filled, count_up),
            [
                *(_stored(model, name, value) for name, value in values.items()),
                key,
                *(_stored(model, name, only_if[name]) for name in filled),
            ],
        )
        return bool(cursor.rowcount)


@lru_cache
def _statement(
    model: type[models.Model],
    vendor: str,
    changed: tuple[str, ...],
    empty: tuple[str, ...],
    filled: tuple[str, ...],
    count_up: str,
) -> str:
    column = {name: connection.ops.quote_name(str(model._meta.get_field(name).column)) for name in  # type: ignore[union-attr]
              (*changed, *empty, *filled, *filter(None, [count_up]))}  # fmt: skip
    new = [f"{column[name]} = %s" for name in changed]
    if count_up:
        new.append(f"{column[count_up]} = {column[count_up]} + 1")
    where = [
        "id = %s",
        *(f"{column[name]} IS NULL" for name in empty),
        *(f"{column[name]} = %s" for name in filled),
    ]
    table = connection.ops.quote_name(model._meta.db_table)
    return f"UPDATE {table} SET {', '.join(new)} WHERE {' AND '.join(where)}"  # noqa: S608 - our own tables


def _stored(model: type[models.Model], name: str, value: Any) -> Any:
    field: Any = model._meta.get_field(name)
    return field.get_db_prep_save(value, connection)
