"""Who received how much: for productivity and for telling postal staff apart (REQ O7, O9)."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db.models import Count

from motcua.dossiers.enums import State
from motcua.dossiers.models import Dossier
from motcua.organisation.models import Agency

_STATES = [state.value for state in State]


def received_by(desk: Agency, first: date, last: date) -> dict[int, int]:
    """Dossiers received at a desk between two days, by the key of the receiver; one statement."""
    rows = Dossier.objects.filter(desk=desk, received_on__range=(first, last), receiver__isnull=False)
    counted = rows.order_by().values("receiver_id").annotate(many=Count("pk"))
    return {row["receiver_id"]: row["many"] for row in counted}


def received_in_all(desk: Agency, first: date, last: date) -> int:
    """Dossiers received at a desk between two days, whoever received them; one statement."""
    return Dossier.objects.filter(desk=desk, received_on__range=(first, last)).count()


def received_since(desk: Agency, receiver_id: int, since: datetime) -> Sequence[str]:
    """Codes of what an officer received of people standing at a desk since a moment, in order of filing.

    By the index of the desk, its states and the moment of filing: short, however many dossiers there are.
    """
    rows = Dossier.objects.filter(
        desk=desk, state__in=_STATES, filed_at__gte=since, receiver=receiver_id, code__isnull=False
    )
    return [str(code) for code in rows.order_by("filed_at").values_list("code", flat=True)[:20]]
