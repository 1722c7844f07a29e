"""Answers kept in memory until a table they were read from changes: the catalogue, rules, agencies, who may what.

    @kept(Setting)
    def settings_of(scopes: tuple[str, ...]) -> tuple[Row, ...]: ...

Each such table has a mark in the database, drawn anew by triggers in the very transaction that changes a row, by
whichever process. An answer holds as long as the marks of its tables are those it was read under; marks are random, so
that a change taken back does not leave its number to another. Asking for the marks is one short statement: at every
question, or once within a `moment()`: a request that reads, an act that changes none of these tables. Who asks
something anyway can ask for them in the same journey (`question`).
A table without a mark (its triggers are not made) is read each time.
"""

import threading
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from django.db import connection, models

Asked = ParamSpec("Asked")
Answer = TypeVar("Answer")
Row = TypeVar("Row", bound=models.Model)

_MOST = 5000
_VERBS = ("INSERT", "UPDATE", "DELETE")
_MARKS = "datastore_marks"
_FUNCTION = "datastore_new_mark"
_QUESTION = f"SELECT name, mark FROM {_MARKS}"  # noqa: S608 - our own table

_there = False
_answers: dict[tuple[str, tuple[Hashable, ...]], tuple[tuple[int, ...], Any]] = {}


class _Here(threading.local):
    """What this thread knows of the marks; `lasting`: they are asked for once."""

    lasting = False
    marks: dict[str, int] | None = None


_here = _Here()


def kept(*of: type[models.Model]) -> Callable[[Callable[Asked, Answer]], Callable[Asked, Answer]]:
    """A function of hashable arguments whose answer depends on these tables and on nothing else that changes.

    The same answer is given to many: it must not be changed (`copies` for rows of a model).
    """
    tables = tuple(model._meta.db_table for model in of)

    def decorate(read: Callable[Asked, Answer]) -> Callable[Asked, Answer]:
        name = f"{read.__module__}.{read.__qualname__}"

        @wraps(read)
        def ask(*args: Asked.args, **kwargs: Asked.kwargs) -> Answer:
            known = _marks()
            marks = tuple(known[table] for table in tables if table in known)
            if kwargs or len(marks) < len(tables):
                return read(*args, **kwargs)
            key = (name, args)
            found = _answers.get(key)
            if found is not None and found[0] == marks:
                return found[1]  # type: ignore[no-any-return]
            answer = read(*args, **kwargs)
            if len(_answers) >= _MOST:
                _answers.clear()
            _answers[key] = marks, answer
            return answer

        return ask

    return decorate


@contextmanager
def moment(*, lasting: bool = True) -> Iterator[None]:
    """Within it the marks are asked for once, at the first question; what changes meanwhile is seen after it.

    `lasting=False`: at every question again, for acts that may change what they ask for.
    """
    before = _here.lasting
    _here.lasting, _here.marks = lasting, None
    try:
        yield
    finally:
        _here.lasting, _here.marks = before, None


def question() -> str:
    """The statement that asks for the marks, for somebody who asks more in the same journey and then says what came
    (`noted`); empty when they are known, or would not be kept beyond one question.
    """
    return _QUESTION if _here.lasting and _here.marks is None and _made() else ""


def noted(marks: Iterable[tuple[str, int]]) -> None:
    """What `question` found."""
    if _here.lasting:
        _here.marks = dict(marks)


@contextmanager
def untouched() -> Iterator[None]:
    """What is done within it changes none of these tables: marks known before hold afterwards, for the rest of the moment."""
    marks = _here.marks
    yield
    if _here.lasting:
        _here.marks = marks


def copies(rows: Iterable[Row]) -> list[Row]:
    """Rows of kept answers for somebody who may set their attributes."""
    return [_copy(row) for row in rows]


def _copy(row: Row) -> Row:
    made = row.__class__.__new__(row.__class__)
    made.__dict__.update(row.__dict__)
    made._state = models.base.ModelState()
    made._state.adding, made._state.db = False, row._state.db
    made._state.fields_cache = dict(row._state.fields_cache)
    return made


def forget() -> None:
    """Begin with nothing kept: for measuring."""
    _answers.clear()


def _marks() -> dict[str, int]:
    if _here.lasting and _here.marks is not None:
        return _here.marks
    marks = _read() if _made() else {}
    if _here.lasting:
        _here.marks = marks
    return marks


def _read() -> dict[str, int]:
    with connection.cursor() as cursor:
        cursor.execute(_QUESTION)
        return dict(cursor.fetchall())


def _made() -> bool:
    """Whether this database has marks: not while an older one is being migrated. Asked until it has."""
    global _there  # noqa: PLW0603 - once made it stays
    _there = _there or _MARKS in connection.introspection.table_names()
    return _there


def make(editor: Any, tables: Sequence[str]) -> None:
    """The table of marks, with a mark and triggers for each of some tables; what a migration runs."""
    sqlite = editor.connection.vendor == "sqlite"
    editor.execute(f"CREATE TABLE {_MARKS} (name varchar(100) NOT NULL PRIMARY KEY, mark bigint NOT NULL)")
    if not sqlite:
        editor.execute(_NEW_MARK)
    for table in tables:
        editor.execute(f"INSERT INTO {_MARKS} (name, mark) VALUES ('{table}', {_drawn(sqlite)})")  # noqa: S608
        for statement in _sqlite_triggers(table) if sqlite else _postgresql_triggers(table):
            editor.execute(statement)


def _drawn(sqlite: bool) -> str:
    return "random()" if sqlite else "floor(random() * 9e15)::bigint"


def drop(editor: Any, tables: Sequence[str]) -> None:
    """The way back."""
    for table in tables:
        if editor.connection.vendor == "sqlite":
            for verb in _VERBS:
                editor.execute(f"DROP TRIGGER IF EXISTS {_name(table, verb)}")
        else:
            editor.execute(f"DROP TRIGGER IF EXISTS {_name(table)} ON {table}")
    if editor.connection.vendor == "postgresql":
        editor.execute(f"DROP FUNCTION IF EXISTS {_FUNCTION}()")
    editor.execute(f"DROP TABLE IF EXISTS {_MARKS}")


def keep_up(tables: Sequence[str]) -> None:
    """After migrating: on SQLite a table that was altered is a copy without its triggers; what is missing is made again."""
    sqlite = connection.vendor == "sqlite"
    wanted = _sqlite_triggers if sqlite else _postgresql_triggers
    with connection.cursor() as cursor:
        there = set(connection.introspection.table_names(cursor))
        if _MARKS not in there:
            return
        cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'" if sqlite else _TRIGGERS_THERE)
        made = {name for (name,) in cursor.fetchall()}
        for table in tables:
            if table in there and not _names(table, sqlite) <= made:
                # While they were missing a change went unseen.
                cursor.execute(f"UPDATE {_MARKS} SET mark = {_drawn(sqlite)} WHERE name = %s", [table])  # noqa: S608
                for statement in wanted(table):
                    cursor.execute(statement)


_TRIGGERS_THERE = "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal"


def _names(table: str, sqlite: bool) -> set[str]:
    return {_name(table, verb) for verb in _VERBS} if sqlite else {_name(table)}


def _name(table: str, verb: str = "") -> str:
    return f"{table}_kept_{verb.lower()}".rstrip("_")


def _sqlite_triggers(table: str) -> list[str]:
    return [
        f"CREATE TRIGGER IF NOT EXISTS {_name(table, verb)} AFTER {verb} ON {table} BEGIN "  # noqa: S608 - our names
        f"UPDATE {_MARKS} SET mark = random() WHERE name = '{table}'; END"
        for verb in _VERBS
    ]


_NEW_MARK = (
    f"CREATE OR REPLACE FUNCTION {_FUNCTION}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "  # noqa: S608 - our names
    f"UPDATE {_MARKS} SET mark = floor(random() * 9e15)::bigint WHERE name = TG_TABLE_NAME; "
    "RETURN NULL; END $$"
)


def _postgresql_triggers(table: str) -> list[str]:
    return [
        f"DROP TRIGGER IF EXISTS {_name(table)} ON {table}",
        f"CREATE TRIGGER {_name(table)} AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON {table} "
        f"FOR EACH STATEMENT EXECUTE FUNCTION {_FUNCTION}()",
    ]
