"""What the register holds, and what the system proposes to enter from facts it knows."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, QuerySet

from motcua.dossiers.enums import Act, ExtraState
from motcua.dossiers.explaining import late_officers
from motcua.dossiers.lateness_models import ExtraPaper
from motcua.dossiers.models import Dossier, Event
from motcua.inspections.enums import ViolationKind, ViolationState
from motcua.inspections.models import Violation
from motcua.kernel import clock
from motcua.kernel.periods import Period, PeriodKind, containing
from motcua.organisation.models import Agency, Staff
from motcua.regimes.queries import rule

# A fact older than this is history: it is found in lists, and no longer proposed.
PROPOSED_WITHIN = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class Proposal:
    """A fact that may be a violation, waiting for the control officer to enter or to dismiss it."""

    fact: str
    kind: ViolationKind
    happened_on: date
    words: str
    officer: Staff | None = None
    dossier: Dossier | None = None
    period: str = ""


def proposals(agency: Agency, today: date | None = None) -> list[Proposal]:
    """What the facts of the last three months propose and nobody has looked at, the newest first."""
    today = today or clock.today()
    found = [*_second_supplements(agency, today), *_extra_papers(agency, today), *_lateness(agency, today)]
    known = set(
        Violation.objects.filter(fact__in=[each.fact for each in found]).values_list("fact", flat=True)
    )
    waiting = [each for each in found if each.fact not in known]
    return sorted(waiting, key=lambda each: each.happened_on, reverse=True)


def violations(agency: Agency, state: str = "") -> QuerySet[Violation]:
    """The entries of an agency, what is open first, by the day it must be handled."""
    rows = Violation.objects.filter(agency=agency).select_related("officer", "dossier", "agency")
    rows = rows.filter(state=state) if state else rows.exclude(state=ViolationState.DISMISSED.value)
    return rows.order_by("decided_at", "due_on", "-pk")


def named_for(period: Period) -> dict[int, list[Staff]]:
    """Officers whose repeated lateness in a period was concluded with a measure, by agency; public officers only."""
    rows = Violation.objects.filter(
        kind=ViolationKind.LATENESS.value, period=period.code, state=ViolationState.HANDLED.value,
        officer__public=True,
    ).select_related("officer")  # fmt: skip
    named: dict[int, list[Staff]] = {}
    for row in rows.order_by("officer__name_key"):
        if row.officer is not None:
            named.setdefault(row.agency_id, []).append(row.officer)
    return named


def extra_papers_counted(agency: Agency, period: Period) -> dict[ExtraState, int]:
    """How often papers outside the published ones were asked about in a period, by what came of it."""
    rows = (
        ExtraPaper.objects.filter(
            dossier__agency=agency,
            asked_at__gte=clock.at_local(period.first, 0),
            asked_at__lt=clock.at_local(period.last + timedelta(days=1), 0),
        )
        .values("state")
        .annotate(many=Count("pk"))
    )
    counted = {row["state"]: row["many"] for row in rows}
    return {state: counted.get(state.value, 0) for state in ExtraState}


def _second_supplements(agency: Agency, today: date) -> Iterator[Proposal]:
    events = Event.objects.filter(
        act=Act.ASK_SUPPLEMENT.value,
        dossier__agency=agency,
        dossier__supplements_asked__gt=1,
        happened_at__gte=clock.at_local(today - PROPOSED_WITHIN, 0),
        detail__repeated=True,
    ).select_related("dossier")
    rows = list(events)
    people = Staff.objects.in_bulk({int(row.actor_id) for row in rows if row.actor_id.isdecimal()})
    for row in rows:
        officer = (
            people.get(int(row.actor_id)) if row.actor_kind == "staff" and row.actor_id.isdecimal() else None
        )
        yield Proposal(
            fact=f"supplement:{row.dossier_id}:{row.number}",
            kind=ViolationKind.SECOND_SUPPLEMENT,
            happened_on=clock.local_day(row.happened_at),
            words=f"Yêu cầu bổ sung lần thứ {row.detail.get('number', 2)} với hồ sơ {row.dossier}.",
            officer=officer,
            dossier=row.dossier,
        )


def _extra_papers(agency: Agency, today: date) -> Iterator[Proposal]:
    """Attempts only: whoever asked a leader first did as the rule says, also when the answer was no."""
    rows = ExtraPaper.objects.filter(
        dossier__agency=agency,
        state=ExtraState.ATTEMPTED.value,
        asked_at__gte=clock.at_local(today - PROPOSED_WITHIN, 0),
    ).select_related("dossier", "staff")
    for row in rows:
        yield Proposal(
            fact=f"extra:{row.pk}",
            kind=ViolationKind.EXTRA_PAPER,
            happened_on=clock.local_day(row.asked_at),
            words=f"Yêu cầu thêm «{row.paper}» ngoài thành phần đã công bố với hồ sơ {row.dossier}, khi chưa được đồng ý.",
            officer=row.staff,
            dossier=row.dossier,
        )


def _lateness(agency: Agency, today: date) -> Iterator[Proposal]:
    """Officers with so many late dossiers in the month before, as the setting says."""
    month = containing(today, PeriodKind.MONTH).previous()
    least = int(rule("publish.late_officers_from", on=month.last, scopes=agency.chain))
    for each in late_officers(agency, month.first, month.last):
        if each.late >= least:
            yield Proposal(
                fact=f"late:{agency.code}:{each.staff.pk}:{month.code}",
                kind=ViolationKind.LATENESS,
                happened_on=month.last,
                words=f"Để {each.late} hồ sơ trễ hạn trong tháng {month.first:%m/%Y}.",
                officer=each.staff,
                period=month.code,
            )
