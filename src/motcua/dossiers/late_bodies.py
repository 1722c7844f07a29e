"""Where the lateness of interlinked dossiers stands: at the body that ran over its own limit, not at the one that leads.

By day for limits in days, by the minute for limits in hours, each against the body's own due moment, as
`rules.routes.leg_timeliness` judges one. `docs/algorithms/bodies.md`.
"""

from collections.abc import Collection
from datetime import date, datetime

from django.db.models import Exists, F, Q, QuerySet
from django.db.models.expressions import Combinable
from django.db.models.functions import TruncDate

from motcua.dossiers.bodies import Part, PartState
from motcua.dossiers.enums import OPEN_STATES, State
from motcua.kernel import clock
from motcua.organisation.models import Agency

_HAS_IT = (PartState.SENT.value, PartState.TAKEN.value)
_AFTER_THE_END = (State.SETTLED.value, State.RETURNED.value)


def late_parts_of(agency: Agency, now: datetime) -> QuerySet[Part]:
    """What an agency owes other agencies' dossiers and is late with, the longest overdue first."""
    rows = _late_now(now).filter(agency=agency)
    return rows.select_related("dossier__procedure", "dossier__agency", "agency", "holder").order_by("due_at")


def late_parts_everywhere(now: datetime) -> list[tuple[str, datetime]]:
    """The agency's code and the due moment of every part that is late now; one statement."""
    rows = _late_now(now).order_by().values_list("agency__code", "due_at")
    return [(code, due) for code, due in rows if due is not None]


def late_elsewhere(dossier_ids: Collection[int], now: datetime) -> dict[int, tuple[str, ...]]:
    """Of some dossiers, the names of the other bodies whose lateness keeps them now; one statement."""
    found: dict[int, tuple[str, ...]] = {}
    rows = _late_now(now).filter(_KEEPS, dossier__in=list(dossier_ids)).order_by("dossier_id", "due_at")
    for dossier_id, name in rows.values_list("dossier_id", "agency__name"):
        found[dossier_id] = (*found.get(dossier_id, ()), name)
    return found


def kept_elsewhere(dossier: Combinable, now: datetime) -> Exists:
    """Whether another body, late by its own limit, keeps a dossier now; `dossier`: its id in the outer query."""
    return Exists(_late_now(now).filter(_KEEPS, dossier_id=dossier))


def late_parts_in(first: date, last: date) -> QuerySet[Part]:
    """Parts of other bodies that ended late within a period, or were late and not done at its end."""
    end = min(clock.at_local(last, 23, 59), clock.now())
    ended = Q(answered_at__gte=clock.at_local(first, 0), answered_at__lte=end) & _ended_late()
    still = _past(end) & (Q(answered_at=None, state__in=_HAS_IT) | Q(answered_at__gt=end))
    return _others().filter(ended | still, sent_at__isnull=False)


def was_kept_elsewhere(dossier: Combinable, last: date) -> Exists:
    """Whether another body was late with a dossier by a day: done after its own due moment, or not done."""
    end = min(clock.at_local(last, 23, 59), clock.now())
    late = (Q(answered_at__lte=end) & _ended_late()) | (_past(end) & Q(answered_at=None, state__in=_HAS_IT))
    return Exists(_others().filter(late, holds=True, dossier_id=dossier))


# Bodies whose result comes later, and those whose lateness is on record, keep nobody.
_KEEPS = Q(holds=True, excused_at=None)


def _late_now(now: datetime) -> QuerySet[Part]:
    """Parts of other bodies at work, past their due moment; a dossier that waits for the citizen has no clock."""
    running = Q(dossier__state__in=sorted(OPEN_STATES), dossier__waiting_since=None)
    later = Q(holds=False, dossier__state__in=_AFTER_THE_END)
    return _others().filter(running | later, _past(now), state__in=_HAS_IT)


def _others() -> QuerySet[Part]:
    return (
        Part.objects.filter(agency__isnull=False)
        .exclude(agency=F("dossier__agency"))
        .alias(
            answered_day=TruncDate("answered_at", tzinfo=clock.LOCAL),
            due_day=TruncDate("due_at", tzinfo=clock.LOCAL),
        )
    )


def _past(now: datetime) -> Q:
    """The due moment is over: of limits in days when its day is, of limits in hours to the minute."""
    today = clock.at_local(clock.local_day(now), 0)
    return Q(due_at__lt=today) | Q(limit_unit="hour", due_at__lt=now)


def _ended_late() -> Q:
    days = Q(answered_day__gt=F("due_day")) & ~Q(limit_unit="hour")
    return days | Q(limit_unit="hour", answered_at__gt=F("due_at"))
