"""Numbers without gaps among committed acts: one row per key, taken last in the act.

On PostgreSQL those who wait for one row are let in by chance once it has changed: of thirty desks of one commune some
waited four times as long as others. They queue at an advisory lock instead, which is given in the order of asking.
"""

import hashlib
from typing import Any

from django.db import connection, models

from motcua.datastore import finishing


class AbstractCounter(models.Model):
    """A counter: subclasses name their key in `kind`, `unit`, `period` and inherit the constraint."""

    kind = models.CharField(max_length=40)
    unit = models.CharField(max_length=64)
    period = models.CharField(max_length=10)
    last = models.PositiveBigIntegerField(default=0)

    class Meta:
        abstract = True
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "unit", "period"], name="%(app_label)s_%(class)s_one_row_per_key"
            )
        ]


def take_number(counter: type[AbstractCounter], *, kind: str, unit: str, period: str, many: int = 1) -> int:
    """The next number of a key, or the first of `many` taken together.

    Call it as the last statement before the event rows: the row stays locked until the act ends, and
    an act that fails gives the number back.
    """
    sql, parameters = taking(counter, kind=kind, unit=unit, period=period, many=many)
    let_go_early = finishing.is_outermost()
    with connection.cursor() as cursor:
        cursor.execute(f"{finishing.LET_GO_EARLY}; {sql}" if let_go_early else sql, parameters)
        if let_go_early:
            cursor.nextset()
            connection.motcua_not_on_disk = True  # type: ignore[attr-defined]
        row = cursor.fetchone()
    return int(row[0]) - many + 1


def taking(
    counter: type[AbstractCounter], *, kind: str, unit: str, period: str, many: int = 1
) -> tuple[str, list[Any]]:
    """The statement that takes a number, with its values; it answers `last`, the last one taken."""
    table = connection.ops.quote_name(counter._meta.db_table)
    parameters: list[Any] = [kind, unit, period, many]
    row_of = "VALUES (%s, %s, %s, %s)"
    if connection.vendor == "postgresql":
        row_of = "SELECT %s, %s, %s, %s FROM pg_advisory_xact_lock(%s)"
        parameters.append(_turn(counter._meta.db_table, kind, unit, period))
    sql = (
        f"INSERT INTO {table} (kind, unit, period, last) {row_of} "
        f"ON CONFLICT (kind, unit, period) DO UPDATE SET last = {table}.last + EXCLUDED.last RETURNING last"
    )
    return sql, parameters


def _turn(*key: str) -> int:
    """The number of the advisory lock of a key: 64 bits, as PostgreSQL wants them."""
    digest = hashlib.blake2b("\x1f".join(key).encode(), digest_size=8).digest()
    return int.from_bytes(digest, signed=True)
