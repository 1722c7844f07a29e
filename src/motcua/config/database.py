"""Which database: a file of our own when nothing is said, PostgreSQL by `DATABASE_URL`."""

from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

# WAL lets readers go on while one writes; FULL keeps a committed act through a power cut;
# the busy time-out is the last resort behind our own fair lock (datastore/writing.py).
_SQLITE_PRAGMAS = (
    "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-32000; PRAGMA temp_store=MEMORY"
)


def database_from(url: str, home: Path) -> dict[str, Any]:
    """Django's database entry for a URL; an empty one means `home/motcua.sqlite3`.

    Raises ValueError for a scheme other than `postgresql` or `sqlite`.
    """
    parts = urlsplit(url)
    if not url:
        return _sqlite(home / "motcua.sqlite3")
    if parts.scheme == "sqlite":
        return _sqlite(Path(unquote(parts.path)))
    if parts.scheme in ("postgresql", "postgres"):
        return {
            "ENGINE": "motcua.datastore.postgresql",
            "NAME": unquote(parts.path.lstrip("/")),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": parts.hostname or "",
            "PORT": str(parts.port or ""),
            "CONN_MAX_AGE": 60,
            "CONN_HEALTH_CHECKS": True,
            # Pages send short statements: compiling one takes longer than running it.
            "OPTIONS": {"options": "-c jit=off"},
        }
    raise ValueError(f"DATABASE_URL không đọc được: {parts.scheme}; dùng postgresql://… hoặc sqlite:///…")


def _sqlite(path: Path) -> dict[str, Any]:
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(path),
        "CONN_MAX_AGE": None,
        "OPTIONS": {"timeout": 10, "transaction_mode": "IMMEDIATE", "init_command": _SQLITE_PRAGMAS},
        "TEST": {"NAME": str(path.with_name(f"test_{path.name}"))},
    }
