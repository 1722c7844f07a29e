"""How full tables and indexes are, for SQLite to plan its statements by; PostgreSQL looks by itself.

Without it SQLite guesses: among a million dossiers a list took 0.3 s instead of 5 ms. A short look at some rows of each
index takes milliseconds, but tells less than a whole one (one officer's first page: 54 ms instead of 15), so that at the
start only what nobody looked at yet is looked at, shortly; the whole look is taken every night (`jobs.tasks`).
"""

from django.db import connection

_SHORT = 400  # rows of an index in a short look
_KNOWN = "SELECT idx FROM sqlite_stat1 WHERE idx IS NOT NULL"
_INDEXES = "SELECT name FROM sqlite_master WHERE type = 'index' ORDER BY tbl_name, name"


def look_at_new() -> int:
    """Look shortly at indexes nobody looked at yet; answers how many. Those of empty tables stay unknown."""
    if connection.vendor != "sqlite":
        return 0
    known = _known()
    unknown = [name for name in _names(_INDEXES) if name not in known]
    _look(unknown, rows=_SHORT)
    return len(unknown)


def look_wholly() -> int:
    """Look at every row of every index; answers how many there are.

    One index at a time, each by itself: other writers wait for one of them, not for all.
    """
    if connection.vendor != "sqlite":
        return 0
    every = _names(_INDEXES)
    _look(every, rows=0)
    return len(every)


def _known() -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM sqlite_master WHERE name = 'sqlite_stat1'")
        if cursor.fetchone() is None:
            return set()
    return set(_names(_KNOWN))


def _names(sql: str) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return [str(name) for (name,) in cursor.fetchall()]


def _look(indexes: list[str], *, rows: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA analysis_limit = {rows}")
        for name in indexes:
            cursor.execute(f"ANALYZE {connection.ops.quote_name(name)}")
