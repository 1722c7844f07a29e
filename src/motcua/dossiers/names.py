"""Finding dossiers by words of the applicant's name, among a million, newest first.

A word of one or two letters is looked for whole, a longer one as the beginning of a word of the name.
SQLite: FTS5 over « name #agency# #desk# » with the beginnings of words, kept by triggers; the agency belongs to the
words, so that a small commune's share of a common name is found without reading everybody's. Pieces of three letters
took four times as long for a full name, whose pieces are everybody's. PostgreSQL: pg_trgm over the padded name, with
the agency and the desk in the same index for the same reason.
"""

import re
from collections.abc import Sequence
from typing import Any

from django.db import connection
from django.db.models import BooleanField
from django.db.models.expressions import RawSQL

from motcua.datastore import indexes
from motcua.kernel.text import fold

TABLE = "dossiers_dossier"
INDEX = "dossiers_names"
# On PostgreSQL: what `INDEX` was until it knew the agencies.
_BY_AGENCY = "dossiers_names_by_agency"
_PADDED = f"(' ' || {TABLE}.applicant_folded || ' ')"
_AGENCIES = f"(ARRAY[{TABLE}.agency_id, {TABLE}.desk_id])"
_LONGEST_QUESTION = 100
_MOST_WORDS = 8
_SHORT = 3
# What FTS5 takes for one word.
_LETTERS = re.compile(r"[^\W_]+")
_TOKENS = "tokenize = \"unicode61 remove_diacritics 0 tokenchars '#'\", detail = none, prefix = '3 4 5 6 7'"


def ids_named(text: str, agencies: Sequence[int] | None, *, most: int) -> list[int]:
    """Dossiers whose applicant's name holds every word, the newest first, at most `most`.

    `agencies`: settled by or received at one of them; None: everywhere. One statement.
    """
    words = _words(text)
    if not words or agencies == []:
        return []
    made = (_sqlite if connection.vendor == "sqlite" else _postgresql)(words, agencies)
    if made is None:
        return []
    sql, params = made
    with connection.cursor() as cursor:
        cursor.execute(f"{sql} LIMIT {int(most)}", params)
        return [row[0] for row in cursor.fetchall()]


def named(text: str, agencies: Sequence[int] | None) -> RawSQL | None:
    """The same as a condition of a list of dossiers, where the database can weigh it against the list's own conditions.

    None on SQLite, whose index of words is a table apart: there `ids_named` is asked first.
    """
    words = _words(text)
    if connection.vendor == "sqlite" or not words:
        return None
    tests, params = _tests(words, agencies)
    return RawSQL(f"({tests})", params, output_field=BooleanField())  # noqa: S611 - our own words, values apart


def _words(text: str) -> list[str]:
    return fold(text.replace("\x00", ""))[:_LONGEST_QUESTION].split()[:_MOST_WORDS]


def _sqlite(words: list[str], agencies: Sequence[int] | None) -> tuple[str, list[Any]] | None:
    pieces = [piece for word in words for piece in _LETTERS.findall(word)][:_MOST_WORDS]
    if not pieces:
        return None
    wanted = " AND ".join(f'"{piece}"' if len(piece) < _SHORT else f'"{piece}"*' for piece in pieces)
    if agencies is not None:
        shares = " OR ".join(f'"#{int(key)}#"' for key in agencies)
        wanted += f" AND ({shares})"
    return f"SELECT rowid FROM {INDEX} WHERE {INDEX} MATCH %s ORDER BY rowid DESC", [wanted]  # noqa: S608 - our names


def _postgresql(words: list[str], agencies: Sequence[int] | None) -> tuple[str, list[Any]]:
    tests, params = _tests(words, agencies)
    return f"SELECT id FROM {TABLE} WHERE {tests} ORDER BY id DESC", params  # noqa: S608 - our names


def _tests(words: list[str], agencies: Sequence[int] | None) -> tuple[str, list[Any]]:
    tests = [f"{_PADDED} LIKE %s" for _ in words]
    params: list[Any] = [f"% {_escaped(word)}{' ' if len(word) < _SHORT else ''}%" for word in words]
    if agencies is not None:
        tests.append(f"{_AGENCIES} && %s::bigint[]")
        params.append(list(agencies))
    return " AND ".join(tests), params


def _escaped(piece: str) -> str:
    return piece.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


def make(_apps: Any, editor: Any) -> None:
    """What a migration runs to make the index; may be run again."""
    for statement in _statements(editor.connection.vendor):
        editor.execute(statement)


def remake(apps: Any, editor: Any) -> None:
    """What a migration runs when SQLite's index keeps other words than before; PostgreSQL's keeps whole names."""
    if editor.connection.vendor == "sqlite":
        drop(apps, editor)
        make(apps, editor)


def with_agencies(_apps: Any, editor: Any) -> None:
    """What a migration runs when PostgreSQL's index gets to know the agencies; SQLite's has always known them."""
    if editor.connection.vendor == "postgresql":
        indexes.drop(editor, _BY_AGENCY)
        editor.execute(_postgresql_index(indexes.aside(editor)))
        indexes.drop(editor, INDEX)
        editor.execute(f"ANALYZE {TABLE}")  # what is known of an index over expressions comes from here


def drop(_apps: Any, editor: Any) -> None:
    """The way back."""
    if editor.connection.vendor == "postgresql":
        for name in (INDEX, _BY_AGENCY):
            editor.execute(f"DROP INDEX IF EXISTS {name}")
        return
    for verb in ("insert", "update", "delete"):
        editor.execute(f"DROP TRIGGER IF EXISTS {INDEX}_{verb}")
    editor.execute(f"DROP TABLE IF EXISTS {INDEX}")


def keep(**_: Any) -> None:
    """After migrating: on SQLite a table that was altered is a copy without its triggers; they are made again."""
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT (SELECT COUNT(*) FROM sqlite_master WHERE name = %s), "
            "(SELECT COUNT(*) FROM sqlite_master WHERE type = 'trigger' AND name LIKE %s)",
            [INDEX, f"{INDEX}%"],
        )
        there, triggers = cursor.fetchone()
        if there and triggers < len(_VERBS):
            for statement in _statements("sqlite"):
                cursor.execute(statement)


_VERBS = ("INSERT", "UPDATE", "DELETE")


def _postgresql_index(how: str) -> str:
    return f"CREATE INDEX {how}{_BY_AGENCY} ON {TABLE} USING gin ({_PADDED} gin_trgm_ops, {_AGENCIES})"


def _statements(vendor: str) -> list[str]:
    if vendor == "postgresql":
        return [
            "CREATE EXTENSION IF NOT EXISTS pg_trgm",
            _postgresql_index("IF NOT EXISTS "),
        ]
    words = "' ' || {0}.applicant_folded || ' #' || {0}.agency_id || '# #' || {0}.desk_id || '# '"
    add = f"INSERT INTO {INDEX}(rowid, words) VALUES (new.id, {words.format('new')});"  # noqa: S608 - our names
    remove = f"DELETE FROM {INDEX} WHERE rowid = old.id;"  # noqa: S608 - our names
    after = {
        "insert": ("INSERT", add),
        "update": ("UPDATE OF applicant_folded, agency_id, desk_id", remove + add),
        "delete": ("DELETE", remove),
    }
    return [
        f"CREATE VIRTUAL TABLE IF NOT EXISTS {INDEX} USING fts5(words, {_TOKENS})",
        f"DELETE FROM {INDEX}",  # noqa: S608 - our names
        f"INSERT INTO {INDEX}(rowid, words) SELECT id, {words.format(TABLE)} FROM {TABLE}",  # noqa: S608 - our names
        *(
            f"CREATE TRIGGER IF NOT EXISTS {INDEX}_{verb} AFTER {event} ON {TABLE} BEGIN {what} END"
            for verb, (event, what) in after.items()
        ),
    ]
