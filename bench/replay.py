"""An act's own statements, recorded and sent again bare, with keys of their own where the database wants them new."""

import re
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.db import connection, transaction

_APART = 10_000_000
_CONTROL = ("BEGIN", "SAVEPOINT", "RELEASE", "ROLLBACK")
_COUNTER = "dossiers_dossiercounter"
_DRAWN = re.compile(r"nextval\('(?:\w+\.)?(\w+)_id_seq'\)")

Keep = tuple[str, int]


@dataclass
class Statement:
    """One statement as it was sent; `inside` the act's transaction or before it."""

    sql: str
    params: list[Any]
    inside: bool

    @property
    def table(self) -> str:
        """The table an INSERT writes to and asks ids of; empty otherwise."""
        wanted = self.sql.startswith("INSERT INTO") and "RETURNING" in self.sql and "; " not in self.sql
        return self.sql.split('"')[1] if wanted else ""

    @property
    def drawn(self) -> list[str]:
        """The tables ids are drawn for ahead (`datastore.rows.draw_keys`), one for each id."""
        return _DRAWN.findall(self.sql)

    @property
    def rows(self) -> int:
        """How many rows an INSERT writes."""
        if self.params and isinstance(self.params[0], list):
            return len(self.params[0])  # PostgreSQL's UNNEST form: a list a column
        columns = self.sql.split("(", 1)[1].split(")", 1)[0].count(",") + 1
        return len(self.params) // columns


@dataclass
class Recording:
    """The statements of one act, and which of their values must be new each time they are sent."""

    statements: list[Statement] = field(default_factory=list)
    fresh: dict[Any, Callable[[int], Any]] = field(default_factory=dict)
    old_ids: dict[Any, Keep] = field(default_factory=dict)

    @property
    def count(self) -> int:
        """How many statements the act sends, without BEGIN and COMMIT."""
        return len(self.statements)

    def play(self) -> None:
        """Send the statements again: those before the act, then the rest in one transaction."""
        ids: dict[Keep, int] = {}
        made: dict[Any, Any] = {}
        number = [0]
        with connection.cursor() as cursor:
            for statement in self.statements:
                if not statement.inside:
                    self._send(cursor, statement, ids, made, number)
            with transaction.atomic():
                for statement in self.statements:
                    if statement.inside:
                        self._send(cursor, statement, ids, made, number)

    def _send(
        self, cursor: Any, statement: Statement, ids: dict[Keep, int], made: dict[Any, Any], number: list[int]
    ) -> None:
        def new(value: Any) -> Any:
            if isinstance(value, list):
                return [new(each) for each in value]
            if value.__class__ not in (int, str):
                return value
            if (place := self.old_ids.get(value)) is not None:
                return ids[place] if isinstance(value, int) else str(ids[place])
            if (maker := self.fresh.get(value)) is not None:
                if value not in made:
                    made[value] = maker(number[0])
                return made[value]
            return value

        cursor.execute(statement.sql, [new(value) for value in statement.params])
        if cursor.description is None:
            return
        answer = cursor.fetchall()
        for table, key in zip(statement.drawn, answer[0] if statement.drawn else (), strict=True):
            ids[table, sum(1 for known, _ in ids if known == table)] = key
        if statement.table == _COUNTER or _COUNTER in statement.sql[:60]:
            number[0] = answer[0][0]
        elif statement.table:
            first = sum(1 for table, _ in ids if table == statement.table)
            for place, row in enumerate(answer, start=first):
                ids[statement.table, place] = row[0]


def keep_ids_apart() -> None:
    """Ids of different tables differ by millions, so that a number among values tells which row it means."""
    for place, model in enumerate(apps.get_models(), start=1):
        if model._meta.pk is None or model._meta.pk.get_internal_type() != "BigAutoField":
            continue
        table, first = model._meta.db_table, place * _APART
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                cursor.execute(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), {first})")
            else:
                cursor.execute("DELETE FROM sqlite_sequence WHERE name = %s", [table])
                cursor.execute("INSERT INTO sqlite_sequence (name, seq) VALUES (%s, %s)", [table, first])


@contextmanager
def listening(into: list[Statement]) -> Iterator[None]:
    """Note every statement this connection sends."""

    def note(execute: Any, sql: Any, params: Any, many: bool, context: Any) -> Any:
        if not str(sql).startswith(_CONTROL):
            into.append(Statement(str(sql), list(params or ()), connection.in_atomic_block))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        yield


def record(deed: Callable[[], Any], *, must_differ: dict[Any, Callable[[int], Any]]) -> Recording:
    """Do it once and note its statements. `must_differ`: values to replace, with what makes a new one."""
    recording = Recording(fresh=must_differ)
    with listening(recording.statements):
        deed()
    written: dict[str, int] = {}
    for statement in recording.statements:
        if statement.table and statement.table != _COUNTER:
            written[statement.table] = written.get(statement.table, 0) + statement.rows
        for table in statement.drawn:
            written[table] = written.get(table, 0) + 1
    for table, many in written.items():
        with connection.cursor() as cursor:
            cursor.execute(f'SELECT id FROM "{table}" ORDER BY id DESC LIMIT %s', [many])
            found = sorted(row[0] for row in cursor.fetchall())
        for place, key in enumerate(found):
            recording.old_ids[key] = recording.old_ids[str(key)] = (table, place)
    return recording


def fresh_word(_: int) -> str:
    """A word nobody used: 64 signs of hexadecimal, as a blind index or a key of an act has."""
    return secrets.token_hex(32)
