"""What a day brings at a desk: nine counts in one statement, written once a process for each number of agencies."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache
from typing import Any

from django.db import connection
from django.db.models import Q, QuerySet

from motcua.dossiers.enums import State
from motcua.dossiers.finding import DUE, MOST, ON_THE_WAY, RUNNING, Scope, counting, late_at
from motcua.dossiers.models import Dossier
from motcua.kernel import clock


@dataclass(frozen=True, slots=True)
class DayAtTheDesk:
    """Counts of one day, as the desk's first page shows them; one above MOST stands for «more than MOST»."""

    waiting: int
    supplements: int
    on_the_way: int
    received_today: int
    due_today: int
    due_next: int
    late: int
    to_return: int
    open: int


@dataclass(frozen=True, slots=True)
class _Asked:
    """What a day is asked for: its moment, the last day that is «due soon», the agencies in scope."""

    now: datetime
    soon: date
    agencies: tuple[int, ...] | None

    def told(self) -> list[Any]:
        """The values as the database is told them."""
        days = (clock.local_day(self.now), self.soon)
        adapted = [connection.ops.adapt_datefield_value(day) for day in days]
        return [*adapted, connection.ops.adapt_datetimefield_value(self.now), *(self.agencies or ())]


def day_at_the_desk(scope: Scope, now: datetime, *, soon: date) -> DayAtTheDesk:
    """What a day brings in scope, each counted along its index and at most to MOST + 1; one statement.

    `soon`: the last day that is «due soon».
    """
    asked = _Asked(now, soon, scope.ids).told()
    sql, params = _written(connection.vendor, None if scope.ids is None else len(scope.ids))
    counts = dict.fromkeys(DayAtTheDesk.__slots__, 0)
    with connection.cursor() as cursor:
        cursor.execute(sql, [asked[place] if place is not None else value for place, value in params])
        for name, many in cursor.fetchall():
            counts[name] += many
    return DayAtTheDesk(**{name: min(many, MOST + 1) for name, many in counts.items()})


@cache
def _written(_vendor: str, agencies: int | None) -> tuple[str, Sequence[tuple[int | None, Any]]]:
    """The statement, and for each of its values which of those asked for it is, or the value itself.

    Django writes it with values that nothing else of it looks like. Eighteen queries to put together took longer than
    the database takes to count.
    """
    ids = None if agencies is None else tuple(range(987_650_000, 987_650_000 + agencies))
    sample = _Asked(datetime(9001, 1, 1, 5, tzinfo=UTC), date(9002, 1, 1), ids)
    lists = {name: Dossier.objects.filter(rows) for name, rows in _lists(sample.now, sample.soon).items()}
    # In this order they are read along what is due, of which little is late; else every open one might be looked at.
    late: QuerySet[Dossier] = lists["late"].order_by("due_date", "pk")
    sql, params = counting({**lists, "late": late}, Scope(ids))
    told = sample.told()
    return sql, [(told.index(value), None) if value in told else (None, value) for value in params]


def _lists(now: datetime, soon: date) -> dict[str, Q]:
    today = clock.local_day(now)
    return {
        "waiting": Q(state=State.SUBMITTED.value),
        "supplements": Q(state=State.SUPPLEMENT_BEFORE.value),
        "on_the_way": ON_THE_WAY,
        "received_today": Q(received_on=today),
        "due_today": DUE & Q(due_date=today),
        "due_next": DUE & Q(due_date__gt=today, due_date__lte=soon),
        "late": late_at(now),
        "to_return": Q(state=State.SETTLED.value),
        "open": RUNNING & Q(due_date__isnull=False),
    }
