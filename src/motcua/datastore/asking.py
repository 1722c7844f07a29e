"""Several questions in one journey to PostgreSQL: there and back costs as much as a short answer.

SQLite is in the process: there they are asked one after the other.
"""

from collections.abc import Sequence
from typing import Any

from django.db import connection

Question = tuple[str, Sequence[Any]]


def together(questions: Sequence[Question]) -> list[list[tuple[Any, ...]]]:
    """The rows each statement finds, in the order of the questions. None of them depends on another."""
    if connection.vendor != "postgresql":
        return [_rows(*question) for question in questions]
    values = [value for _, given in questions for value in given]
    with connection.cursor() as cursor:
        cursor.execute("; ".join(sql for sql, _ in questions), values)
        found = [cursor.fetchall()]
        while cursor.nextset():
            found.append(cursor.fetchall())
    return found


def _rows(sql: str, values: Sequence[Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return list(cursor.fetchall())
