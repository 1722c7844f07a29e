"""Figures for the public, computed at most every ten minutes: the index, what is overdue, what is asked for most."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.core.cache import cache
from django.db.models import Count, Min, OuterRef, Q
from django.db.models.functions import TruncDate

from motcua.doors.public.pages import FIGURES_KEPT_SECONDS, Place
from motcua.dossiers.late_bodies import kept_elsewhere, late_parts_everywhere
from motcua.dossiers.models import Dossier
from motcua.kernel import clock
from motcua.kernel.periods import Period
from motcua.kernel.refusals import Refused
from motcua.measurement.actions import open_facts
from motcua.measurement.models import DossierFact
from motcua.measurement.queries import Figures, Scope, board
from motcua.organisation.models import Agency

ASKED_FOR_DAYS = 90
MOST_USED = 6


@dataclass(frozen=True, slots=True)
class CriterionRow:
    """One criterion as published: counts are None where the system has no source."""

    code: str
    name: str
    numerator: int | None
    denominator: int | None
    points: Decimal | None
    most: Decimal


@dataclass(frozen=True, slots=True)
class GroupRow:
    """A group of criteria; `points` is None where nothing of it is measured, `measured` what its measured part can reach."""

    code: str
    name: str
    points: Decimal | None
    measured: Decimal
    most: Decimal
    part: bool


@dataclass(frozen=True, slots=True)
class IndexView:
    """The 766 index of one agency in one period, without anything but numbers and names."""

    agency: str
    name: str
    period: Period
    at: datetime
    set_code: str
    total: Decimal | None
    measured_most: Decimal
    most: Decimal
    band: str
    complete: bool
    groups: tuple[GroupRow, ...]
    criteria: tuple[CriterionRow, ...]


def indexes(agencies: Sequence[Agency], period: Period) -> list[IndexView]:
    """The index of agencies with those below them in a period, kept for ten minutes.

    The number of statements does not grow with the agencies. Refuses a period in which the set was not in force, and
    one that has not begun.
    """
    if period.first > clock.today():
        raise Refused("Kỳ này chưa đến, chưa có gì để đo. Chọn kỳ khác.", field="period")
    keys = {agency.code: f"public.index.{agency.code}.{period.code}" for agency in agencies}
    kept: dict[str, IndexView] = cache.get_many(keys.values())
    missing = [agency for agency in agencies if keys[agency.code] not in kept]
    if missing:
        found = board(_scopes(missing), [period], clock.now())
        fresh = {keys[agency.code]: _view(found[agency.code, period.code]) for agency in missing}
        cache.set_many(fresh, FIGURES_KEPT_SECONDS)
        kept |= fresh
    return [kept[keys[agency.code]] for agency in agencies]


def _scopes(agencies: Sequence[Agency]) -> list[Scope]:
    everyone = list(Agency.objects.order_by("path").values_list("path", "code", "level"))
    scopes = []
    for agency in agencies:
        below = [(code, level) for path, code, level in everyone if path.startswith(agency.path)]
        scopes.append(Scope(agency, tuple(code for code, _ in below), frozenset(level for _, level in below)))
    return scopes


def _view(figures: Figures) -> IndexView:
    score = figures.score
    return IndexView(
        agency=figures.agency.code,
        name=figures.agency.name,
        period=figures.period,
        at=figures.at,
        set_code=figures.set_code,
        total=score.total if score.measured_max else None,
        measured_most=score.measured_max,
        most=score.indicator_set.maximum,
        band=score.band or "",
        complete=score.complete,
        groups=tuple(
            GroupRow(
                code,
                scored.group.name,
                scored.points if scored.measured_max else None,
                scored.measured_max,
                scored.group.maximum,
                bool(scored.group.parent),
            )
            for code, scored in score.groups.items()
        ),
        criteria=tuple(
            CriterionRow(
                code,
                scored.criterion.name,
                scored.count.numerator if scored.count else None,
                scored.count.denominator if scored.count else None,
                scored.points,
                scored.criterion.maximum,
            )
            for code, scored in score.criteria.items()
            if scored.criterion.scored
        ),
    )


@dataclass(frozen=True, slots=True)
class Overdue:
    """Dossiers of one agency that are still being settled on a day, and those past their due date.

    `late` leaves out those that another body, late by its own limit, keeps: these are `elsewhere`, and stand at that
    body among its `parts`, the tasks in other agencies' dossiers that it is late with.
    """

    code: str
    name: str
    ended_on: date | None
    running: int
    late: int
    oldest: date | None
    elsewhere: int = 0
    parts: int = 0


def overdue_now() -> tuple[datetime, list[Overdue]]:
    """Every agency with unfinished dossiers, those with most overdue ones first, and when it was counted.

    A dossier that waits for the citizen is judged on the day it began to wait. Three statements, kept for ten minutes.
    """
    kept: tuple[datetime, list[Overdue]] | None = cache.get("public.overdue")
    if kept is None:
        kept = (clock.now(), _overdue(clock.now()))
        cache.set("public.overdue", kept, FIGURES_KEPT_SECONDS)
    return kept


def _overdue(now: datetime) -> list[Overdue]:
    by_code = {agency.code: agency for agency in Agency.objects.all()}
    late = (
        Q(waiting_since=None, due_date__lt=clock.local_day(now))
        | Q(waiting_since=None, limit_unit="hour", due_at__lt=now)
        | Q(waiting_since__isnull=False, due_date__lt=TruncDate("waiting_since", tzinfo=clock.LOCAL))
    )
    kept = Q(kept=True)
    rows = (
        DossierFact.objects.filter(open_facts())
        .alias(kept=kept_elsewhere(OuterRef("dossier_id"), now))
        .values("agency_code")
        .annotate(
            running=Count("pk"),
            late=Count("pk", filter=late & ~kept),
            elsewhere=Count("pk", filter=late & kept),
            oldest=Min("due_date", filter=late & ~kept),
        )
    )
    told = {row["agency_code"]: row for row in rows}
    parts: dict[str, list[date]] = {}
    for code, due in late_parts_everywhere(now):
        parts.setdefault(code, []).append(clock.local_day(due))
    found = [
        _row(by_code[code], told.get(code, _NOTHING), parts.get(code, []))
        for code in {*told, *parts}
        if code in by_code
    ]
    return sorted(found, key=lambda row: (-row.late - row.parts, row.code))


_NOTHING: Mapping[str, Any] = {"running": 0, "late": 0, "elsewhere": 0, "oldest": None}


def _row(agency: Agency, row: Mapping[str, Any], parts: list[date]) -> Overdue:
    oldest = min([each for each in (row["oldest"], *parts) if each is not None], default=None)
    return Overdue(
        agency.code,
        agency.name,
        agency.valid_to,
        row["running"],
        row["late"],
        oldest,
        row["elsewhere"],
        len(parts),
    )


def most_used(here: Place) -> list[str]:
    """Codes of the procedures asked for most at the home agency in the last 90 days; one statement, kept."""
    kept: list[str] | None = cache.get("public.most_used")
    if kept is None:
        since = clock.today() - timedelta(days=ASKED_FOR_DAYS)
        rows = (
            Dossier.objects.filter(agency__path__startswith=here.path, received_on__gte=since)
            .values("procedure__code")
            .annotate(many=Count("pk"))
            .order_by("-many", "procedure__code")[:MOST_USED]
        )
        kept = [row["procedure__code"] for row in rows]
        cache.set("public.most_used", kept, FIGURES_KEPT_SECONDS)
    return kept
