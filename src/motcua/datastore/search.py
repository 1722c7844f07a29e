"""Search over folded text that forgives lost diacritics and a wrong letter, alike on both databases.

The words of a table are kept in memory, one index a process (`word_index`), made anew when the table's stamp says that
a row changed: one small statement a search asks for the stamp. Triggers write it, so that no way of changing a row
goes past it. For tables of thousands of rows, not of millions (ADR 5).
"""

import threading
from dataclasses import dataclass
from typing import Any, TypeVar

from django.db import connection, models
from django.db.models import CharField, Value
from django.db.models.functions import Cast, Concat, StrIndex

from motcua.datastore.fresh import BeyondModels
from motcua.datastore.word_index import BETWEEN, WordIndex
from motcua.kernel.text import fold

_Rows = TypeVar("_Rows", bound=models.QuerySet[Any])
_LONGEST_QUESTION = 200
MOST_FOUND = 100
_AT_ONCE = 400

_kept: dict[str, tuple[str, WordIndex]] = {}
_making = threading.Lock()


def searchable(*texts: str) -> str:
    """Texts joined for an index column; a FoldedField folds them. The first is the title."""
    return BETWEEN.join(text for text in texts if text)


def _folded(text: str) -> str:
    return fold(text.replace("\x00", ""))[:_LONGEST_QUESTION]


@dataclass(frozen=True, slots=True)
class TextIndex:
    """A searchable column of a table: `column` holds folded texts joined by `searchable`.

    The table's key is called `id`. On SQLite a later migration that alters the table copies it and loses the
    triggers: such a migration ends with `operations()` again.
    """

    table: str
    column: str

    @property
    def _stamp(self) -> str:
        return f"{self.table}_{self.column}_stamp"

    @property
    def _old(self) -> str:
        return f"{self.table}_{self.column}_fts"

    def operations(self) -> list[BeyondModels]:
        """What a migration runs to make the stamp and keep it by triggers; may be run again."""
        return [BeyondModels(self._create, self._drop)]

    def search(self, rows: _Rows, text: str) -> _Rows:
        """Those of the rows that mean the text, the best first, at most 100; all of them for an empty text.

        Looks at once: two statements, three when the table changed since the last search of this process.
        """
        wanted = _folded(text)
        if not wanted:
            return rows
        best = self._among(rows, self._index(rows.model).ranked(wanted))
        order = f",{','.join(map(str, best))},"
        here = Concat(Value(","), Cast("pk", CharField()), Value(","))
        return rows.filter(pk__in=best).order_by(StrIndex(Value(order), here))

    def ranked(self, model: type[models.Model], text: str) -> list[int]:
        """Keys of all rows of the table that mean the text, the best first, for those who know which of them count.

        One statement, two when the table changed since the last search of this process. None for an empty text.
        """
        wanted = _folded(text)
        return self._index(model).ranked(wanted) if wanted else []

    def _among(self, rows: _Rows, ranked: list[int]) -> list[int]:
        """The best of the ranked that the rows hold; asks in portions, as most searches need the first only."""
        found: list[int] = []
        for start in range(0, len(ranked), _AT_ONCE):
            portion = ranked[start : start + _AT_ONCE]
            there = set(rows.order_by().filter(pk__in=portion).values_list("pk", flat=True))
            found += [key for key in portion if key in there]
            if len(found) >= MOST_FOUND:
                break
        return found[:MOST_FOUND]

    def _index(self, model: type[models.Model]) -> WordIndex:
        """The index of this process, as the table stands."""
        stamp = self._read_stamp()
        kept = _kept.get(self.table)
        if kept and stamp and kept[0] == stamp:
            return kept[1]
        with _making:  # a second thread waits for the first one's instead of making its own
            kept = _kept.get(self.table)
            if kept and stamp and kept[0] == stamp:
                return kept[1]
            everything = model._default_manager.order_by("pk").values_list("pk", self.column)
            made = WordIndex((key, words or "") for key, words in everything)
            _kept[self.table] = stamp, made
            return made

    def _read_stamp(self) -> str:
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT stamp FROM {self._stamp}")  # noqa: S608 - our own names
            found = cursor.fetchone()
        return str(found[0]) if found else ""

    def _create(self, _apps: Any, editor: Any) -> None:
        for statement in self._statements(editor.connection.vendor):
            editor.execute(statement)

    def _drop(self, _apps: Any, editor: Any) -> None:
        if editor.connection.vendor == "sqlite":
            for verb in ("insert", "update", "delete"):
                editor.execute(f"DROP TRIGGER IF EXISTS {self._stamp}_{verb}")
        else:
            editor.execute(f"DROP TRIGGER IF EXISTS {self._stamp} ON {self.table}")
            editor.execute(f"DROP FUNCTION IF EXISTS {self._stamp}_renew")
        editor.execute(f"DROP TABLE IF EXISTS {self._stamp}")

    def _statements(self, vendor: str) -> list[str]:
        """A random stamp, never a count: after a rollback the same stamp stands for the same rows again."""
        stamp, table = self._stamp, self.table
        made = [
            f"CREATE TABLE IF NOT EXISTS {stamp} (stamp varchar(40) NOT NULL)",
            f"DELETE FROM {stamp}",  # noqa: S608 - our own names
            f"INSERT INTO {stamp} VALUES ('')",  # noqa: S608 - our own names
        ]
        if vendor == "sqlite":
            renew = f"UPDATE {stamp} SET stamp = lower(hex(randomblob(16)));"  # noqa: S608 - our own names
            after = {"insert": "INSERT", "update": f"UPDATE OF id, {self.column}", "delete": "DELETE"}
            return [
                *(f"DROP TRIGGER IF EXISTS {self._old}_{verb}" for verb in after),
                f"DROP TABLE IF EXISTS {self._old}",
                *made,
                *(
                    f"CREATE TRIGGER IF NOT EXISTS {stamp}_{verb} AFTER {event} ON {table} BEGIN {renew} END"
                    for verb, event in after.items()
                ),
                renew,
            ]
        renew = f"UPDATE {stamp} SET stamp = gen_random_uuid()::text;"  # noqa: S608 - our own names
        return [
            f"DROP INDEX IF EXISTS {self._old}",
            *made,
            f"CREATE OR REPLACE FUNCTION {stamp}_renew() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$BEGIN {renew} RETURN NULL; END$$",
            f"DROP TRIGGER IF EXISTS {stamp} ON {table}",
            f"CREATE TRIGGER {stamp} AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON {table} "
            f"FOR EACH STATEMENT EXECUTE FUNCTION {stamp}_renew()",
            renew,
        ]
