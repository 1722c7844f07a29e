"""Search over folded text that forgives lost diacritics and a wrong letter, alike on both databases.

An index of three-letter pieces finds candidates (SQLite: FTS5 with trigrams; PostgreSQL: pg_trgm): first rows
that hold every word, then, when those are few, rows that look alike. The candidates are ranked here, by one
rule for both databases.
"""

from dataclasses import dataclass
from typing import Any, TypeVar

from django.db import connection, models
from django.db.models import Case, IntegerField, Value, When
from django.db.models.expressions import RawSQL

from motcua.datastore.fresh import BeyondModels
from motcua.kernel.text import fold

_Rows = TypeVar("_Rows", bound=models.QuerySet[Any])
_BETWEEN = " | "
_LONGEST_QUESTION = 200
_CANDIDATES = 300
_KEPT = 100
# Fewer exact finds than this, and rows that merely look alike are shown below them.
_FEW = 3
# Below this share of the asked pieces a row is noise; the same share as pg_trgm's own default.
_SIMILAR_ENOUGH = 0.6


def searchable(*texts: str) -> str:
    """Texts joined for an index column; a FoldedField folds them. A question equal to one of them ranks first."""
    return _BETWEEN.join(text for text in texts if text)


@dataclass(frozen=True, slots=True)
class TextIndex:
    """A searchable column of a table: `column` holds folded words, `title` what ranks first when it matches.

    The table's key is called `id`. On SQLite a later migration that alters the table copies it and loses the
    triggers: such a migration ends with `operations()` again.
    """

    table: str
    column: str
    title: str

    @property
    def _fts(self) -> str:
        return f"{self.table}_{self.column}_fts"

    def operations(self) -> list[BeyondModels]:
        """What a migration runs to make the index and keep it by triggers; may be run again."""
        return [BeyondModels(self._create, self._drop)]

    def search(self, rows: _Rows, text: str) -> _Rows:
        """Those of the rows that mean the text, the best first, at most 100; all of them for an empty text.

        Looks at once: two statements, or one when enough rows hold every word.
        """
        wanted = fold(text.replace("\x00", ""))[:_LONGEST_QUESTION]
        if not wanted:
            return rows
        found = self._read(self._holding_every_word(rows, wanted.split()))
        likeness = {key: _likeness(wanted, title, words) for key, (title, words) in found.items()}
        if len(found) < _FEW:
            alike = self._read(self._looking_alike(rows, wanted))
            close = {key: row for key, row in alike.items() if _share(wanted, row[1]) >= _SIMILAR_ENOUGH}
            likeness |= {key: _likeness(wanted, *close[key]) for key in close.keys() - found.keys()}
            found |= close
        ranked = sorted(likeness, key=lambda key: (-likeness[key], len(found[key][0]), key))[:_KEPT]
        order = Case(
            *(When(pk=key, then=Value(place)) for place, key in enumerate(ranked)),
            default=Value(len(ranked)),
            output_field=IntegerField(),
        )
        return rows.filter(pk__in=ranked).order_by(order)

    def _holding_every_word(self, rows: _Rows, asked: list[str]) -> _Rows:
        """SQLite's index knows no words shorter than three letters: those are looked for in the rows themselves."""
        long = [word for word in asked if len(word) > 2]
        if connection.vendor != "sqlite":
            long = []
        if long:
            rows = rows.filter(pk__in=self._fts_keys(" AND ".join(map(_quoted, long))))
        for word in set(asked) - set(long):
            rows = rows.filter(**{f"{self.column}__contains": word})
        return rows

    def _looking_alike(self, rows: _Rows, wanted: str) -> _Rows:
        if connection.vendor == "sqlite":
            pieces = " OR ".join(map(_quoted, sorted(_pieces(wanted))))
            return rows.filter(pk__in=self._fts_keys(pieces, f" ORDER BY rank LIMIT {_CANDIDATES}"))
        sql = (
            f"SELECT id FROM {self.table} WHERE %s <%% {self.column} "  # noqa: S608 - our own names
            f"ORDER BY word_similarity(%s, {self.column}) DESC LIMIT {_CANDIDATES}"
        )
        return rows.filter(pk__in=RawSQL(sql, [wanted, wanted]))  # noqa: S611 - our own names

    def _fts_keys(self, match: str, tail: str = "") -> RawSQL:
        sql = f"SELECT rowid FROM {self._fts} WHERE {self._fts} MATCH %s{tail}"  # noqa: S608 - our own names
        return RawSQL(sql, [match])  # noqa: S611 - our own names

    def _read(self, rows: models.QuerySet[Any]) -> dict[int, tuple[str, str]]:
        read = rows.order_by().values_list("pk", self.title, self.column)[:_CANDIDATES]
        return {key: (title or "", words or "") for key, title, words in read}

    def _create(self, _apps: Any, editor: Any) -> None:
        for statement in self._statements(editor.connection.vendor):
            editor.execute(statement)

    def _drop(self, _apps: Any, editor: Any) -> None:
        if editor.connection.vendor != "sqlite":
            editor.execute(f"DROP INDEX IF EXISTS {self._fts}")
            return
        for verb in ("insert", "update", "delete"):
            editor.execute(f"DROP TRIGGER IF EXISTS {self._fts}_{verb}")
        editor.execute(f"DROP TABLE IF EXISTS {self._fts}")

    def _statements(self, vendor: str) -> list[str]:
        table, column, fts = self.table, self.column, self._fts
        if vendor == "postgresql":
            return [
                "CREATE EXTENSION IF NOT EXISTS pg_trgm",
                f"CREATE INDEX IF NOT EXISTS {fts} ON {table} USING gin ({column} gin_trgm_ops)",
            ]
        add = f"INSERT INTO {fts}(rowid, {column}) VALUES (new.id, new.{column});"  # noqa: S608 - our own names
        remove = f"DELETE FROM {fts} WHERE rowid = old.id;"  # noqa: S608 - our own names
        after = {
            "insert": ("INSERT", add),
            "update": (f"UPDATE OF {column}", remove + add),
            "delete": ("DELETE", remove),
        }
        return [
            f"CREATE VIRTUAL TABLE IF NOT EXISTS {fts} USING fts5({column}, tokenize='trigram')",
            f"DELETE FROM {fts}",  # noqa: S608 - our own names
            f"INSERT INTO {fts}(rowid, {column}) SELECT id, {column} FROM {table}",  # noqa: S608 - our own names
            *(
                f"CREATE TRIGGER IF NOT EXISTS {fts}_{verb} AFTER {event} ON {table} BEGIN {what} END"
                for verb, (event, what) in after.items()
            ),
        ]


def _likeness(wanted: str, title: str, words: str) -> float:
    """How well a row answers: one text in full, the phrase in its title or anywhere, whole words, pieces."""
    whole = 4.0 if f"{_BETWEEN}{wanted}{_BETWEEN}" in f"{_BETWEEN}{words}{_BETWEEN}" else 0.0
    phrase = 2.0 if wanted in title else 1.0 if wanted in words else 0.0
    return (
        whole
        + phrase
        + _whole_words(wanted, words)
        + 0.6 * _share(wanted, title)
        + 0.4 * _share(wanted, words)
    )


def _whole_words(wanted: str, words: str) -> float:
    asked = wanted.split()
    there = set(words.split())
    return sum(1 for word in asked if word in there) / len(asked)


def _share(wanted: str, words: str) -> float:
    """The part of the asked pieces that occur, between 0 and 1."""
    pieces = _pieces(wanted)
    padded = f" {words} "
    return sum(1 for piece in pieces if piece in padded) / len(pieces)


def _pieces(text: str) -> set[str]:
    """Every three letters of each word with its blanks: «khai» gives « kh», «kha», «hai», «ai »."""
    return {f" {word} "[start : start + 3] for word in text.split() for start in range(len(word))}


def _quoted(piece: str) -> str:
    return '"' + piece.replace('"', '""') + '"'
