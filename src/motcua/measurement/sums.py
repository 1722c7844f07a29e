"""Differences added to stored sums, in a fixed order so that two writers never wait for each other in a ring."""

from collections.abc import Iterable, Mapping, Sequence

from django.db import connection
from django.db.models import Model

from motcua.kernel.batches import batches
from motcua.measurement.rules.tallies import RollUpKey

_KEY = ("agency_code", "period", "procedure_code")
_ROWS_AT_ONCE = 300


def add_sums(model: type[Model], names: Sequence[str], changes: Mapping[RollUpKey, Sequence[int]]) -> None:
    """Add numbers to the columns `names` of the rows of a roll-up; what adds nothing is passed over. Inside an act."""
    wanted = [(key, changes[key]) for key in sorted(changes) if any(changes[key])]
    table = connection.ops.quote_name(model._meta.db_table)
    columns = (*_KEY, *names)
    sums = ", ".join(f"{name} = {table}.{name} + EXCLUDED.{name}" for name in names)
    for some in batches(wanted, _ROWS_AT_ONCE):
        marks = ", ".join(["(" + ", ".join(["%s"] * len(columns)) + ")"] * len(some))
        sql = (
            f"INSERT INTO {table} ({', '.join(columns)}) VALUES {marks} "  # noqa: S608 - our own names only
            f"ON CONFLICT ({', '.join(_KEY)}) DO UPDATE SET {sums}"
        )
        with connection.cursor() as cursor:
            cursor.execute(sql, _flat(some))


def _flat(rows: Iterable[tuple[RollUpKey, Sequence[int]]]) -> list[str | int]:
    values: list[str | int] = []
    for key, numbers in rows:
        values += key
        values += numbers
    return values
