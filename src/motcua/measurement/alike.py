"""Open dossiers that count alike, as one fact with how many there are: the database groups, the rule stays in Python.

What an open dossier adds to a running period depends on few things: a procedure, some flags, on which side of its due
date it stands. A province has a hundred thousand open dossiers but only some thousands that differ in these. Whether
one is late is still decided by `rules.tallies.contribution` alone: near the due date every difference is kept, and
only those a whole day away from it are put together.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db.models import BooleanField, Case, Count, F, IntegerField, Min, Q, QuerySet, Value, When
from django.db.models.expressions import Combinable

from motcua.kernel import clock
from motcua.kernel.periods import Period
from motcua.measurement.models import DossierFact
from motcua.measurement.rules.facts import Fact

_FLAGS = (
    "fee_bearing", "paid_online", "digitised", "result_electronic", "reused", "shared", "population_data",
    "dissatisfied", "petitioned",
)  # fmt: skip
_NO_DATE, _AHEAD, _PAST, _NEAR = range(4)
_ONE_DAY = timedelta(days=1)


def alike(
    rows: QuerySet[DossierFact], periods: Sequence[Period], at: datetime, *, by_agency: bool
) -> Iterator[tuple[Fact, int]]:
    """Open facts, each standing for so many that add the same to every one of these running periods at a moment.

    Without `by_agency` those of several agencies stand together, under no agency's code. One statement.
    """
    kept = ("agency_code",) if by_agency else ()
    apart = {
        "side": _side(at),
        "twice": _only(Q(supplements_asked__gt=1)),
        **{f"begun_{place}": _only(Q(received_on__gte=each.first)) for place, each in enumerate(periods)},
    }
    exact = {f"exact_{name}": Case(When(side=_NEAR, then=F(name)), default=None) for name in _EXACT}
    grouped = (
        rows.annotate(**apart)
        .annotate(**exact)
        .values(*kept, "procedure_code", "channel", *_FLAGS, *apart, *exact)
        .annotate(many=Count("pk"), **{f"some_{name}": Min(name) for name in _ANY})
        .order_by()
    )
    for row in grouped.iterator(chunk_size=2000):
        yield _standing_for(row), row["many"]


# What decides about lateness; far from the due date any value of the group decides the same.
_EXACT = ("due_date", "due_at", "limit_unit", "waiting_since")
_ANY = (*_EXACT, "received_on", "supplements_asked")


def _side(at: datetime) -> Case:
    """On which side of its due date a dossier certainly stands; near it, and while waiting behind it, nothing is sure."""
    day = clock.local_day(at)
    return Case(
        When(due_date=None, then=_NO_DATE),
        When(due_date__gt=day + _ONE_DAY, then=_AHEAD),
        When(due_date__lt=day - _ONE_DAY, waiting_since=None, then=_PAST),
        default=_NEAR,
        output_field=IntegerField(),
    )


def _only(condition: Q) -> Combinable:
    return Case(When(condition, then=Value(True)), default=Value(False), output_field=BooleanField())


def _standing_for(row: dict[str, Any]) -> Fact:
    some = {name: row[f"some_{name}"] for name in _ANY}
    return Fact(
        agency_code=row.get("agency_code", ""), procedure_code=row["procedure_code"], channel=row["channel"],
        state="", finished_at=None, finished_on=None, **some, **{name: row[name] for name in _FLAGS},
    )  # fmt: skip
