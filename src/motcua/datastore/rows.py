"""Many new rows at once, with less ceremony than `bulk_create`: the statement of a model is written once.

For tables that every act writes to. A row is an unsaved instance; its values go the way of the model's own fields
(sealing, folding, JSON), plain texts and numbers are taken as they are. No signals.
"""

import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime
from functools import lru_cache
from itertools import chain
from json import dumps
from operator import attrgetter
from typing import Any, TypeVar

from django.db import connection, models

from motcua.datastore import kept
from motcua.datastore.fields import DerivedField, SealedTextField
from motcua.datastore.sealing import seal

Row = TypeVar("Row", bound=models.Model)
Value = Callable[[Any], Any]

# One statement holds at most so many values: below the limits of SQLite (32,766) and PostgreSQL (65,535).
_MOST_VALUES = 30_000
_MOST_ROWS = 500
# What waits to be sent together is as much as an act writes; a bulk gains nothing by it.
_MOST_TOGETHER = 2_000
# A statement psycopg keeps read (128 of them) is at most as long: what an act writes, not what a bulk does.
_LONGEST_KEPT_READ, _MOST_VALUES_KEPT_READ = 16_000, 600
# Fields that hand their value to the database as it is. Exact classes: a subclass may have a rule of its own.
_PLAIN = (
    models.CharField, models.TextField, models.IntegerField, models.BigIntegerField, models.SmallIntegerField,
    models.PositiveIntegerField, models.PositiveSmallIntegerField, models.PositiveBigIntegerField,
    models.BooleanField,
)  # fmt: skip


def new_row(model: type[Row], **columns: Any) -> Row:
    """An unsaved instance from the values of its columns (`owner_person_id`, not `owner_person`), the others at their
    defaults: what `model(...)` makes, which looks at every column of every row. An act makes twenty rows.
    """
    plain, computed = _defaults(model)
    if unknown := columns.keys() - plain.keys():
        raise TypeError(f"{model.__name__}: {', '.join(sorted(unknown))}")
    row = model.__new__(model)
    row.__dict__ = plain | {name: default() for name, default in computed.items()} | columns
    row._state = models.base.ModelState()
    return row


@lru_cache
def _defaults(model: type[models.Model]) -> tuple[dict[str, Any], dict[str, Callable[[], Any]]]:
    """By column: defaults that may be shared, and what makes those anew for each row (lists, moments)."""
    fields = {field.attname: field for field in model._meta.concrete_fields}
    plain = {name: field.get_default() for name, field in fields.items()}
    made_anew = [name for name, field in fields.items() if field.has_default() and callable(field.default)]
    return plain, {name: fields[name].get_default for name in made_anew}


def insert(rows: Sequence[Row]) -> list[Row]:
    """Store new rows of one model, in the order given; they carry their ids afterwards."""
    if keys := _drawn(rows):
        _insert_under(keys, rows)
        return list(rows)
    for some, sql in _statements(rows):
        with connection.cursor() as cursor:
            cursor.execute(f"{sql} RETURNING id", _values(some))
            ids = cursor.fetchall()
        for row, (key,) in zip(some, ids, strict=True):
            _name(row, key)
    return list(rows)


def insert_blindly(rows: Sequence[models.Model]) -> None:
    """Store new rows of one model whose ids nobody asks for."""
    for some, sql in _statements(rows):
        send_blindly(sql, _values(some))


def send_blindly(sql: str, values: Sequence[Any]) -> None:
    """Send a statement whose answer nobody asks for, or hold it back within `sent_together`."""
    if _waiting.statements is None:
        _send([sql], values)
        return
    _waiting.statements.append(sql)
    _waiting.values += values
    if len(_waiting.values) > _MOST_TOGETHER:
        _send_waiting()


class _Waiting(threading.local):
    """What this thread holds back; None: nothing is held back."""

    statements: list[str] | None = None
    values: list[Any]
    keys: dict[type[models.Model], list[int]]


_waiting = _Waiting()


@contextmanager
def sent_together() -> Iterator[None]:
    """What is sent blindly within it goes to PostgreSQL in one message at its end: a journey there and back costs as much
    as a row. Whoever opens it does not read in it what it stores. SQLite is in the process: there nothing waits.
    """
    if connection.vendor != "postgresql" or _waiting.statements is not None:
        yield
        return
    _waiting.statements, _waiting.values, _waiting.keys = [], [], {}
    try:
        yield
        _send_waiting()
    finally:
        _waiting.statements = None


def _send_waiting() -> None:
    statements, values = taken_from_waiting()
    if statements:
        _send(statements, values)


def taken_from_waiting() -> tuple[list[str], list[Any]]:
    """What waits to be sent together, for somebody who sends it along with more; nothing waits afterwards."""
    statements, values = _waiting.statements or [], _waiting.values if _waiting.statements else []
    if statements:
        _waiting.statements, _waiting.values = [], []
    return statements, values


def draw_keys(wanted: Mapping[type[models.Model], int]) -> None:
    """Within `sent_together`: ids for so many rows to come, in one question. Such rows then need no answer of their own
    and may refer to each other before they are sent (foreign keys are checked at the commit). Elsewhere: nothing.
    """
    if _waiting.statements is None:
        return
    asked = [model for model, many in wanted.items() for _ in range(many)]
    if not asked:
        return
    draw, marks = "SELECT " + ", ".join(f"nextval('{_sequence(model)}')" for model in asked), kept.question()
    with connection.cursor() as cursor:
        cursor.execute(f"{draw}; {marks}" if marks else draw)
        for model, key in zip(asked, cursor.fetchone(), strict=True):
            _waiting.keys.setdefault(model, []).append(key)
        if marks:  # the act asks for them next
            cursor.nextset()
            kept.noted(cursor.fetchall())


@lru_cache
def _sequence(model: type[models.Model]) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_get_serial_sequence(%s, 'id')", [model._meta.db_table])
        return str(cursor.fetchone()[0])


def _drawn(rows: Sequence[models.Model]) -> list[int]:
    """The ids drawn for these rows; none when they were not drawn for all of them."""
    if not rows or _waiting.statements is None:
        return []
    keys = _waiting.keys.get(type(rows[0]), [])
    if len(keys) < len(rows):
        return []
    taken, keys[:] = keys[: len(rows)], keys[len(rows) :]
    return taken


def _insert_under(keys: Sequence[int], rows: Sequence[models.Model]) -> None:
    start, marks = _with_id(type(rows[0]))
    values: list[Any] = []
    for key, row in zip(keys, rows, strict=True):
        values += (key, *_values([row]))
        _name(row, key)
    send_blindly(start + ", ".join([marks] * len(rows)), values)


def _name(row: models.Model, key: int) -> None:
    row.pk = key
    row._state.adding, row._state.db = False, connection.alias


@lru_cache
def _with_id(model: type[models.Model]) -> tuple[str, str]:
    start, marks = _plan(model, connection.vendor)[:2]
    return start.replace(" (", " (id, ", 1), marks.replace("(", "(%s, ", 1)


def under_drawn_key(row: models.Model) -> bool:
    """Give a new row the id drawn for it, before it is stored; False when none was."""
    keys = _drawn([row])
    if keys:
        _name(row, keys[0])
    return bool(keys)


def insert_computing(
    column: str, computed: str, given: Sequence[Any], *, of: models.Model
) -> tuple[str, list[Any]]:
    """The statement, with its values, that stores a row which has its id already, one column computed by the database
    from an expression with values of its own. It answers that column.
    """
    start, marks = _with_id(type(of))
    columns = [
        "id",
        *(str(field.column) for field in type(of)._meta.concrete_fields if not field.primary_key),
    ]
    place = columns.index(column)
    values = [of.pk, *_values([of])]
    holes = marks[1:-1].split(", ")
    holes[place] = f"({computed})"
    sql = f"{start}({', '.join(holes)}) RETURNING {connection.ops.quote_name(column)}"
    return sql, [*values[:place], *given, *values[place + 1 :]]


def _send(statements: Sequence[str], values: Sequence[Any]) -> None:
    with connection.cursor() as cursor:
        cursor.execute("; ".join(statements), values)


def insert_unless_there(rows: Sequence[models.Model], *, key: str) -> dict[str, int]:
    """Store new rows, leaving out those a unique key refuses; answers `key` -> id of what was stored."""
    stored: dict[str, int] = {}
    ending = f"ON CONFLICT DO NOTHING RETURNING id, {connection.ops.quote_name(key)}"
    for some, sql in _statements(rows):
        with connection.cursor() as cursor:
            cursor.execute(f"{sql} {ending}", _values(some))
            stored |= {value: number for number, value in cursor.fetchall()}
    return stored


def insert_or_update(rows: Sequence[models.Model], *, key: str) -> None:
    """Store rows of one model; where a row with the same unique `key` is there already, it takes all their values."""
    if not rows:
        return
    quote = connection.ops.quote_name
    columns = [quote(str(field.column)) for field in rows[0]._meta.concrete_fields if not field.primary_key]
    taken = ", ".join(f"{name} = EXCLUDED.{name}" for name in columns if name != quote(key))
    for some, sql in _statements(rows):
        with connection.cursor() as cursor:
            cursor.execute(f"{sql} ON CONFLICT ({quote(key)}) DO UPDATE SET {taken}", _values(some))


def _statements(rows: Sequence[Row]) -> Iterator[tuple[Sequence[Row], str]]:
    if not rows:
        return
    start, marks, columns = _plan(type(rows[0]), connection.vendor)[:3]
    many = min(_MOST_ROWS, _MOST_VALUES // columns)
    for first in range(0, len(rows), many):
        some = rows[first : first + many]
        yield some, start + ", ".join([marks] * len(some))


def _values(rows: Sequence[models.Model]) -> list[Any]:
    ways = _plan(type(rows[0]), connection.vendor)[3]
    return list(chain.from_iterable([way(row) for way in ways] for row in rows))


@lru_cache
def _plan(model: type[models.Model], vendor: str) -> tuple[str, str, int, tuple[Value, ...]]:
    """The statement's beginning, the marks of one row, how many columns, and how each value is got."""
    if vendor == "postgresql":
        _keep_statements_read()
    fields = [field for field in model._meta.concrete_fields if not field.primary_key]
    names = ", ".join(connection.ops.quote_name(str(field.column)) for field in fields)
    table = connection.ops.quote_name(model._meta.db_table)
    start = f"INSERT INTO {table} ({names}) VALUES "  # noqa: S608 - our own tables
    marks = "(" + ", ".join(["%s"] * len(fields)) + ")"
    return start, marks, len(fields), tuple(_way(field, vendor) for field in fields)


def _keep_statements_read() -> None:
    """Psycopg finds the places of the values in each statement, and keeps what it found of the short ones only.

    An act's rows have a hundred values or two and the same statements each time: reading them anew cost a tenth of it.
    """
    from psycopg import _queries

    _queries.MAX_CACHED_STATEMENT_LENGTH = max(_queries.MAX_CACHED_STATEMENT_LENGTH, _LONGEST_KEPT_READ)
    _queries.MAX_CACHED_STATEMENT_PARAMS = max(_queries.MAX_CACHED_STATEMENT_PARAMS, _MOST_VALUES_KEPT_READ)


def _way(field: "models.Field[Any, Any]", vendor: str) -> Value:
    if isinstance(field, models.ForeignKey):
        return _key_of(field)
    get = attrgetter(field.attname)
    if type(field) in _PLAIN:
        return get
    if type(field) is models.DateTimeField:
        return (lambda row: _moment(get(row))) if vendor == "sqlite" else get
    if type(field) is models.DateField:
        return (lambda row: _day(get(row))) if vendor == "sqlite" else get
    return _own_way(field, get) or (
        lambda row: field.get_db_prep_save(field.pre_save(row, add=True), connection)
    )


def _own_way(field: "models.Field[Any, Any]", get: Value) -> Value | None:
    """What fields of these kinds come to, without asking each value anew what kind it is."""
    if type(field) is SealedTextField:
        return lambda row: seal(str(get(row) or ""))
    if isinstance(field, DerivedField):
        return lambda row: field.pre_save(row, True)
    if type(field) is models.JSONField and field.encoder is None:
        return lambda row: None if (value := get(row)) is None else dumps(value)
    return None


def _moment(value: datetime | None) -> str | None:
    """As SQLite keeps moments: UTC, without a zone."""
    return None if value is None else str(value.astimezone(UTC).replace(tzinfo=None))


def _day(value: date | None) -> str | None:
    return None if value is None else value.isoformat()


def _key_of(field: "models.ForeignKey[Any, Any]") -> Value:
    get = attrgetter(field.attname)

    def key(row: models.Model) -> Any:
        value = get(row)
        if value is None and field.is_cached(row):
            # Tied to its parent before the parent was stored.
            parent = getattr(row, field.name)
            value = parent.pk if parent is not None else None
            setattr(row, field.attname, value)
        return value

    return key
