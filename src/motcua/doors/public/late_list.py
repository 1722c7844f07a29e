"""The monthly list of agencies, and officers, that let dossiers run late (NĐ 61/2018; a rule of the place, REQ D9).

Agencies by their counts; an officer only as the dated setting `publish.late_officers` says; never a citizen.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime

from django.core.cache import cache
from django.db.models import Count, F, OuterRef, Q, Subquery

from motcua.doors.public.pages import FIGURES_KEPT_SECONDS, place
from motcua.dossiers.explaining import Explained, explained_of, late_officers
from motcua.dossiers.late_bodies import late_parts_in, was_kept_elsewhere
from motcua.inspections.queries import named_for
from motcua.kernel import clock
from motcua.kernel.periods import Period, PeriodKind, containing
from motcua.measurement.models import DossierFact
from motcua.organisation.models import Agency, Staff
from motcua.regimes.queries import Rules, rules_on


@dataclass(frozen=True, slots=True)
class LateAgency:
    """An agency with late dossiers in the month, and the officers named with it (name and post).

    `explained`: of those dossiers, the ones its heads explained; `heads`: those of them whose names are public.
    """

    name: str
    late: int
    finished: int
    officers: tuple[str, ...] = ()
    explained: int = 0
    heads: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LateList:
    """The list of one month, with the rule that says who is named: never, after_measure, from_count."""

    month: Period
    rule: str
    least: int
    from_day: int
    made_at: datetime
    rows: list[LateAgency] = field(default_factory=list)


def late_list() -> LateList:
    """The list of the last month that is due to be published; kept for ten minutes."""
    kept: LateList | None = cache.get("public.late_list")
    if kept is None:
        kept = _late_list(clock.now())
        cache.set("public.late_list", kept, FIGURES_KEPT_SECONDS)
    return kept


def _late_list(now: datetime) -> LateList:
    today = clock.local_day(now)
    rules = rules_on(today, scopes=_chain())
    first_day, least = int(rules("publish.late_list_day")), int(rules("publish.late_officers_from"))
    month = _month_to_publish(today, first_day)
    which = str(rules("publish.late_officers"))
    counted = _counts(month)
    agencies = list(Agency.objects.filter(code__in=counted).order_by("path"))
    named = _named(which, agencies, month, rules)
    explained = _explained(month)
    rows = [
        LateAgency(
            each.name,
            *counted[each.code],
            _told(named.get(each.pk, ())),
            explained[each.code].dossiers if each.code in explained else 0,
            _told(one for one in explained[each.code].heads if one.public) if each.code in explained else (),
        )
        for each in agencies
    ]
    rows.sort(key=lambda row: -row.late)
    return LateList(month, which, least, first_day, now, rows)


def _told(people: Iterable[Staff]) -> tuple[str, ...]:
    return tuple(f"{one.name} ({one.title})" for one in people)


def _month_to_publish(today: date, first_day: int) -> Period:
    """Last month from the set day on, the month before until then."""
    last = containing(today, PeriodKind.MONTH).previous()
    return last if today.day >= first_day else last.previous()


def _counts(month: Period) -> dict[str, tuple[int, int]]:
    """Late and finished dossiers by agency code; only agencies with late ones. Two statements.

    What another body was late with stands at that body, not at the agency that settles.
    """
    ended, late = _ended_and_late(month)
    rows = (
        DossierFact.objects.filter(ended | late)
        .alias(kept=was_kept_elsewhere(OuterRef("dossier_id"), month.last))
        .values("agency_code")
        .annotate(late=Count("pk", filter=late & Q(kept=False)), finished=Count("pk", filter=ended))
    )
    counted = {row["agency_code"]: (row["late"], row["finished"]) for row in rows}
    parts = (
        late_parts_in(month.first, month.last).order_by().values("agency__code").annotate(late=Count("pk"))
    )
    for row in parts:
        late, finished = counted.get(row["agency__code"], (0, 0))
        counted[row["agency__code"]] = (late + row["late"], finished)
    return {code: both for code, both in counted.items() if both[0]}


def _explained(month: Period) -> dict[str, Explained]:
    """Of the very dossiers that `_counts` counts as late, by the same agencies. Two statements."""
    _, late = _ended_and_late(month)
    counted = DossierFact.objects.filter(late, ~was_kept_elsewhere(OuterRef("dossier_id"), month.last))
    whose = DossierFact.objects.filter(dossier_id=OuterRef("dossier_id")).values("agency_code")[:1]
    return explained_of(counted.values("dossier_id"), Subquery(whose))


def _ended_and_late(month: Period) -> tuple[Q, Q]:
    """Facts of dossiers that ended in a month, and of those that ended late in it or were late and running at its end."""
    ended = Q(finished_on__gte=month.first, finished_on__lte=month.last)
    late_end = (~Q(limit_unit="hour") & Q(finished_on__gt=F("due_date"))) | Q(
        limit_unit="hour", finished_at__gt=F("due_at")
    )
    running = Q(received_on__lte=month.last, waiting_since=None, due_date__lt=month.last)
    still = running & (Q(finished_on=None) | Q(finished_on__gt=month.last))
    return ended, (ended & late_end) | still


def _named(which: str, agencies: list[Agency], month: Period, rules: Rules) -> dict[int, list[Staff]]:
    if which == "after_measure":
        return named_for(month)
    if which != "from_count":
        return {}
    least = int(rules("publish.late_officers_from"))
    return {
        agency.pk: [
            each.staff
            for each in late_officers(agency, month.first, month.last)
            if each.late >= least and each.staff.public
        ]
        for agency in agencies
    }


def _chain() -> tuple[str, ...]:
    return tuple(reversed(place().path.rstrip("/").split("/"))) if place().path else ()
