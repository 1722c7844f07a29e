"""Processor time of this process and of the database's process that serves it: what a busy machine does not stretch."""

import time
from pathlib import Path


class Processor:
    """Seconds computed so far here and, on PostgreSQL, by the process behind our connection (Linux, same machine)."""

    def __init__(self) -> None:
        from django.db import connection

        self._behind: Path | None = None
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_backend_pid()")
                behind = Path(f"/proc/{cursor.fetchone()[0]}/schedstat")
            self._behind = behind if behind.exists() else None

    def seconds(self) -> float:
        """A clock to be read twice."""
        elsewhere = int(self._behind.read_text().split()[0]) / 1e9 if self._behind else 0.0
        return time.process_time() + elsewhere
