"""What waits for a leader's decision on the first page: drafts, apologies, papers outside the published ones, signatures."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, IntegerField, QuerySet, Value
from django.urls import reverse

from motcua.doors.staff.due_words import key_of
from motcua.dossiers.drafts import drafts_to_decide
from motcua.dossiers.enums import OPEN_STATES, ApologyState, ExtraState
from motcua.dossiers.lateness_models import Apology, ExtraPaper
from motcua.dossiers.paper_trail import DraftState
from motcua.kernel.money import grouped
from motcua.organisation.access import paths_where
from motcua.organisation.enums import Right
from motcua.organisation.rules import Officer
from motcua.storehouse.access import steps_for

_OPEN = sorted(OPEN_STATES)
_SHOWN = 5


@dataclass(frozen=True, slots=True)
class ToDecide:
    """What is to be decided, in words, and where."""

    words: str
    url: str


def to_decide(officer: Officer) -> list[ToDecide]:
    """What waits for an officer who signs for an agency; two statements, none for others."""
    if not officer.may_anywhere(Right.SIGN_OFF):
        return []
    here = paths_where(officer, Right.SIGN_OFF, field="dossier__agency__path")
    drafts = drafts_to_decide(officer).filter(state=DraftState.SUBMITTED.value)
    apologies = Apology.objects.filter(here, state=ApologyState.DRAFTED.value, dossier__state__in=_OPEN)
    extras = ExtraPaper.objects.filter(here, state=ExtraState.REQUESTED.value, dossier__state__in=_OPEN)
    many = _counted(drafts, apologies, steps_for(officer))
    counted = (
        (many[0], "dự thảo chờ duyệt", reverse("staff:drafts-waiting")),
        (many[1], "văn bản xin lỗi chờ ký", f"{reverse('staff:lateness')}?xem=cho-ky"),
        (many[2], "văn bản chờ ký số", reverse("staff:signing")),
    )
    asked = extras.select_related("dossier").order_by("asked_at")[:_SHOWN]
    return [
        *(ToDecide(f"{grouped(many)} {words}", url) for many, words, url in counted if many),
        *(
            ToDecide(
                f"{row.dossier} xin ý kiến yêu cầu thêm giấy tờ",
                reverse("staff:dossier", args=[key_of(row.dossier)]),
            )
            for row in asked
        ),
    ]


def _counted(*rows: QuerySet[Any]) -> list[int]:
    """How many rows each has; one statement for all."""
    counts = [
        each.order_by()
        .annotate(place=Value(place, output_field=IntegerField()))
        .values("place")
        .annotate(many=Count("pk"))
        .values_list("place", "many")
        for place, each in enumerate(rows)
    ]
    found: dict[int, int] = dict(counts[0].union(*counts[1:], all=True))
    return [found.get(place, 0) for place in range(len(rows))]
