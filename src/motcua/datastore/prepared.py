"""Rows that every request reads by their keys: the statement is written once a process, and the request only asks it.

    _DRAFT = Prepared(lambda person, token: FilingDraft.objects.filter(person=person, token=token), int, str)
    draft = _DRAFT.first(person_id, token)

Writing a statement for a table of twenty columns takes Django longer than the database takes to answer it.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, Generic, TypeVar

from django.db import connection, models
from django.db.models.query import get_related_populators

Row = TypeVar("Row", bound=models.Model)
Value = int | str | date | datetime

# The stubs describe the next Django's.
_populators: Callable[..., list[Any]] = get_related_populators

# Values that stand in for those asked for while the statement is written; nothing else of a statement looks like them.
_STANDS_FOR: dict[type, Callable[[int], Value]] = {
    int: lambda place: 987_650_000 + place,
    str: lambda place: f"\x01{place}\x01",
    date: lambda place: date(9000 + place, 1, 1),
    datetime: lambda place: datetime(9000 + place, 1, 1, tzinfo=UTC),
}


class Prepared(Generic[Row]):
    """A query of model instances by whole numbers, texts, days and moments. No annotations; `select_related` comes along."""

    def __init__(
        self,
        rows: Callable[..., "models.QuerySet[Row]"],
        *kinds: type[int] | type[str] | type[date] | type[datetime],
    ) -> None:
        self._rows = rows
        self._kinds = kinds
        self._written: dict[str, _Statement[Row]] = {}

    def first(self, *values: Value) -> Row | None:
        """The first row, as the query orders them; None when there is none. One statement."""
        statement = self._statement()
        with connection.cursor() as cursor:
            cursor.execute(statement.sql, statement.given(values))
            found = cursor.fetchone()
        return None if found is None else statement.made(found)

    def all(self, *values: Value) -> list[Row]:
        """Every row, in the query's order. One statement."""
        statement = self._statement()
        with connection.cursor() as cursor:
            cursor.execute(statement.sql, statement.given(values))
            return [statement.made(row) for row in cursor.fetchall()]

    def question(self, *values: Value) -> tuple[str, list[Any]]:
        """The statement with its values, for somebody who asks more in the same journey (`datastore.asking`)."""
        statement = self._statement()
        return statement.sql, statement.given(values)

    def made(self, row: tuple[Any, ...]) -> Row:
        """A row that `question` found, as an instance."""
        return self._statement().made(row)

    def _statement(self) -> "_Statement[Row]":
        statement = self._written.get(connection.vendor)
        if statement is None:
            statement = self._written[connection.vendor] = self._write()
        return statement

    def _write(self) -> "_Statement[Row]":
        samples = [_STANDS_FOR[kind](place) for place, kind in enumerate(self._kinds)]
        compiler: Any = self._rows(*samples).query.get_compiler(using=connection.alias)
        sql, params = compiler.as_sql()
        told = [_told(sample) for sample in samples]
        places = tuple(told.index(each) if each in told else None for each in params)
        if {place for place in places if place is not None} != set(range(len(samples))):
            raise ValueError("mỗi giá trị phải đứng riêng trong câu lệnh")
        info: dict[str, Any] = compiler.klass_info or {}
        own = slice(info["select_fields"][0], info["select_fields"][-1] + 1)
        return _Statement(
            sql=sql,
            params=tuple(params),
            places=places,
            model=info["model"],
            names=[column[0].target.attname for column in compiler.select[own]],
            columns=own,
            converters=compiler.get_converters([column[0] for column in compiler.select]),
            related=_populators(info, compiler.select, connection.alias),
        )


def _told(value: Value) -> Any:
    """A value as this database is told it."""
    if isinstance(value, datetime):
        return connection.ops.adapt_datetimefield_value(value)
    return connection.ops.adapt_datefield_value(value) if isinstance(value, date) else value


@dataclass(frozen=True, slots=True)
class _Statement(Generic[Row]):
    sql: str
    params: tuple[Any, ...]
    places: tuple[int | None, ...]
    model: type[Row]
    names: list[str]
    columns: slice
    converters: dict[int, tuple[list[Callable[..., Any]], Any]]
    related: list[Any]

    def given(self, values: tuple[Value, ...]) -> list[Any]:
        return [
            param if place is None else _told(values[place])
            for param, place in zip(self.params, self.places, strict=True)
        ]

    def made(self, found: tuple[Any, ...]) -> Row:
        row = list(found)
        for place, (ways, expression) in self.converters.items():
            value = row[place]
            for way in ways:
                value = way(value, expression, connection)
            row[place] = value
        one = self.model.from_db(connection.alias, self.names, row[self.columns])
        for related in self.related:
            related.populate(row, one)
        return one


class PreparedByTexts:
    """A `values_list` by some texts, written once for each number of them; a text may stand in several places."""

    def __init__(self, rows: Callable[[list[str]], "models.QuerySet[Any, Any]"]) -> None:
        self._rows = rows
        self._written: dict[tuple[str, int], _Texts] = {}

    def of(self, texts: Sequence[str] = ()) -> list[tuple[Any, ...]]:
        """The rows. One statement."""
        key = connection.vendor, len(texts)
        statement = self._written.get(key)
        if statement is None:
            statement = self._written[key] = self._write(len(texts))
        given = [texts[place] if place is not None else param for param, place in statement.params]
        return _asked(statement.sql, given, statement.converters)

    def _write(self, many: int) -> "_Texts":
        samples = [_STANDS_FOR[str](place) for place in range(many)]
        compiler: Any = self._rows([str(sample) for sample in samples]).query.get_compiler(
            using=connection.alias
        )
        sql, params = compiler.as_sql()
        return _Texts(
            sql=sql,
            params=tuple((param, samples.index(param) if param in samples else None) for param in params),
            converters=compiler.get_converters([column[0] for column in compiler.select]),
        )


@dataclass(frozen=True, slots=True)
class _Texts:
    sql: str
    params: tuple[tuple[Any, int | None], ...]
    converters: dict[int, tuple[list[Callable[..., Any]], Any]]


def _asked(sql: str, params: list[Any], converters: Mapping[int, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        found = cursor.fetchall()
    return [_converted(list(row), converters) for row in found] if converters else found


def _converted(row: list[Any], converters: Mapping[int, Any]) -> tuple[Any, ...]:
    for place, (ways, expression) in converters.items():
        for way in ways:
            row[place] = way(row[place], expression, connection)
    return tuple(row)


_ANY_OF = 987_649_999
# From this many keys on SQLite reads a list faster than as many parameters.
_MANY = 100


class PreparedValues:
    """A `values_list` of the rows with some keys, in an order of its own: `rows` gives it for a list of keys.

    _SHOWN = PreparedValues(lambda keys: Dossier.objects.filter(pk__in=keys).values_list("code", "state"))
    """

    def __init__(self, rows: Callable[[list[int]], "models.QuerySet[Any, Any]"]) -> None:
        self._rows = rows
        self._written: dict[str, _Values] = {}

    def of(self, keys: Sequence[int], *, first: int = 0, many: int | None = None) -> list[tuple[Any, ...]]:
        """The rows with these keys, or of them `many` from `first` on. One statement, none without keys."""
        if not keys:
            return []
        statement = self._statement()
        sql, params = statement.given(keys)
        return statement.asked(
            sql if many is None else f"{sql} LIMIT {int(many)} OFFSET {int(first)}", params
        )

    def among(
        self, narrow: "PreparedValues", keys: Sequence[int], *, first: int, many: int
    ) -> list[tuple[Any, ...]]:
        """Of the rows with these keys those `many` that stand from `first` on where `narrow` orders keys alone.

        One statement, none without keys: putting a thousand keys in order costs less than as many whole rows.
        """
        if not keys:
            return []
        statement = self._statement()
        inner, given = narrow._statement().given(keys)
        sql, params = statement.within(f"{inner} LIMIT {int(many)} OFFSET {int(first)}", given)
        return statement.asked(sql, params)

    def _statement(self) -> "_Values":
        statement = self._written.get(connection.vendor)
        if statement is None:
            statement = self._written[connection.vendor] = self._write()
        return statement

    def _write(self) -> "_Values":
        compiler: Any = self._rows([_ANY_OF]).query.get_compiler(using=connection.alias)
        sql, params = compiler.as_sql()
        place = list(params).index(_ANY_OF)
        pieces = sql.split("%s")
        if len(pieces) != len(params) + 1 or not pieces[place].endswith(" IN ("):
            raise ValueError("các khóa phải đứng riêng trong câu lệnh")
        return _Values(
            before="%s".join(pieces[: place + 1]).removesuffix(" IN ("),
            after="%s".join(pieces[place + 1 :]).removeprefix(")"),
            params=(tuple(params[:place]), tuple(params[place + 1 :])),
            converters=compiler.get_converters([column[0] for column in compiler.select]),
        )


@dataclass(frozen=True, slots=True)
class _Values:
    before: str
    after: str
    params: tuple[tuple[Any, ...], tuple[Any, ...]]
    converters: dict[int, tuple[list[Callable[..., Any]], Any]]

    def asked(self, sql: str, params: list[Any]) -> list[tuple[Any, ...]]:
        return _asked(sql, params, self.converters)

    def within(self, keys: str, given: list[Any]) -> tuple[str, list[Any]]:
        first, last = self.params
        return f"{self.before} IN ({keys}){self.after}", [*first, *given, *last]

    def given(self, keys: Sequence[int]) -> tuple[str, list[Any]]:
        first, last = self.params
        if connection.vendor == "postgresql":  # one value, however many keys
            return f"{self.before} = ANY(%s::bigint[]){self.after}", [*first, list(keys), *last]
        if len(keys) > _MANY:
            some = "SELECT value FROM json_each(%s)"
            return f"{self.before} IN ({some}){self.after}", [*first, json.dumps(list(keys)), *last]
        return f"{self.before} IN ({', '.join(['%s'] * len(keys))}){self.after}", [*first, *keys, *last]
