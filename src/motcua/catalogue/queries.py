"""Reads of the catalogue for those above: what a version consists of, how long it takes, how it is worked."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import connection
from django.db.models import BooleanField, ExpressionWrapper, Q

from motcua.catalogue.enums import Part, Place, Role, Unit
from motcua.catalogue.models import (
    Component,
    FeeRule,
    InternalProcess,
    Procedure,
    ProcedureVersion,
    ProcessBody,
    ProcessStep,
    ResultKind,
    TimeLimit,
    VersionQuerySet,
)
from motcua.catalogue.rules import missing_parts
from motcua.datastore.kept import copies, kept


@kept(Procedure)
def fields_in_order() -> tuple[str, ...]:
    """Fields of procedures in the order of the dictionary; written here, for it stands above every list of dossiers."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT field FROM catalogue_procedure GROUP BY field ORDER BY MIN(field_sort)")
        return tuple(field for (field,) in cursor.fetchall())


@dataclass(frozen=True, slots=True)
class Parts:
    """The rows of one version."""

    components: list[Component]
    fees: list[FeeRule]
    limits: list[TimeLimit]
    results: list[ResultKind]


_AT_THE_DESK = frozenset({Role.RECEPTION.value, Role.RETURN.value})


@dataclass(frozen=True, slots=True)
class WorkStep:
    """A step of the internal process as dossiers use it: `hours` of working time or `days`; None when none is given.

    `of_calendar`: days of the calendar, not working days. `interlinked`: the process has other bodies too, whose
    steps are theirs.
    """

    name: str
    performer: str
    role: str
    hours: float | None
    interlinked: bool = False
    days: float | None = None
    of_calendar: bool = False


def parts_of(version: ProcedureVersion) -> Parts:
    """Components, fees, limits and results, in the order of the announcement; kept in memory until one changes."""
    parts = _parts(version.pk)
    return Parts(copies(parts.components), copies(parts.fees), copies(parts.limits), copies(parts.results))


@kept(Component, FeeRule, TimeLimit, ResultKind)
def _parts(version_id: int) -> Parts:
    return Parts(
        list(Component.objects.filter(version=version_id).select_related("form_file")),
        list(FeeRule.objects.filter(version=version_id)),
        list(TimeLimit.objects.filter(version=version_id)),
        list(ResultKind.objects.filter(version=version_id)),
    )


def version_on(procedure: Procedure, day: date) -> ProcedureVersion | None:
    """The version in force on a day."""
    return ProcedureVersion.objects.on(day).filter(procedure=procedure).order_by("-number").first()


def receivable_versions(day: date, level: str) -> VersionQuerySet:
    """What a desk of a level may receive on a day, in the order of the public list; one statement with procedures.

    `level` is a level of the catalogue or of an agency.
    """
    return (
        ProcedureVersion.objects.on(day)
        .receivable()
        .filter(levels_of_agency(level), at_desk=True)
        .select_related("procedure")
        .order_by("procedure__field_sort", "procedure__name_sort", "procedure_id")
    )


def limit_for(version: ProcedureVersion, channel: str) -> TimeLimit | None:
    """The limit for a way of filing: its own when there is one, else the rule; None when none is sure."""
    return next(iter(copies(_sure_limits(version.pk, channel))), None)


@kept(TimeLimit)
def _sure_limits(version_id: int, channel: str) -> tuple[TimeLimit, ...]:
    limits = TimeLimit.objects.filter(version=version_id, case="", channel__in=[channel, ""])
    return tuple(limit for limit in limits.order_by("-channel", "order") if limit.sure)


# The first and the last day of something, None where no end is set.
_Days = tuple[date | None, date | None]


@dataclass(frozen=True)
class Processes:
    """The internal processes that may hold for a version at an agency, the closest first, with their steps."""

    found: tuple[tuple[_Days, tuple[WorkStep, ...]], ...]

    def on(self, day: date) -> tuple[WorkStep, ...]:
        """The steps in force on a day; empty when no process is."""
        return next((steps for days, steps in self.found if _in_force(days, day)), ())


def processes_for(version: ProcedureVersion, agency_code: str) -> Processes:
    """The version's own processes before common ones, the agency's before those of all; branches are left out.

    A process without steps is none. Steps that other bodies work are theirs: `routes` has them. Kept in memory.
    """
    return _kept_processes(version.pk, agency_code)


@kept(InternalProcess, ProcessStep, ProcessBody)
def _kept_processes(version_id: int, agency_code: str) -> Processes:
    return _processes(_process_rows(Q(process__version=version_id), agency_code))


def _process_rows(of_version: Q, agency_code: str) -> Iterable[tuple[Any, ...]]:
    rows = ProcessStep.objects.filter(
        of_version | Q(process__version=None),
        Q(body=None) | Q(body__place=Place.OWN.value),
        process__agency__in=[agency_code, ""],
        process__usable=True,
        branch=False,
    ).order_by("process__key", "order")
    return rows.values_list(
        "process__version_id", "process__agency", "process__key", "process__electronic_since",
        "process__valid_from", "process__valid_to", "name", "performer", "role", "duration", "unit",
        "body_id",
    )  # fmt: skip


def _processes(rows: Iterable[tuple[Any, ...]]) -> Processes:
    steps: dict[tuple[bool, bool, str, _Days], list[WorkStep]] = {}
    for of_version, agency, key, runs, first, last, name, performer, role, duration, unit, body in rows:
        process = of_version is None, agency == "", key, (runs or first, last)
        hours, days = hours_and_days(duration, unit)
        by_calendar = unit == Unit.CALENDAR_DAY.value
        step = WorkStep(name[:300], performer, role, hours, body is not None, days, by_calendar)
        steps.setdefault(process, []).append(step)
    closest = sorted(steps, key=lambda process: process[:3])
    return Processes(tuple((process[3], _worked(steps[process])) for process in closest))


def _worked(steps: list[WorkStep]) -> tuple[WorkStep, ...]:
    """The steps between receipt and hand-over: receiving and returning at the desk are acts of their own.

    A desk in the middle (a dossier passing from commune to province) stays. Where bodies are named, steps of none
    of them (the applicant's, the portal's) are not this agency's work.
    """
    if any(step.interlinked for step in steps):
        steps = [step for step in steps if step.interlinked]
    first = next((place for place, step in enumerate(steps) if step.role not in _AT_THE_DESK), len(steps))
    last = next(
        (place for place in range(len(steps), first, -1) if steps[place - 1].role not in _AT_THE_DESK), first
    )
    return tuple(steps[first:last])


def steps_for(version: ProcedureVersion, agency_code: str, day: date) -> list[WorkStep]:
    """The internal process of a version at an agency on a day, or the common one; branches are left out."""
    return list(processes_for(version, agency_code).on(day))


def _in_force(days: _Days, day: date) -> bool:
    first, last = days
    return (first is None or first <= day) and (last is None or day <= last)


def complete_versions(version_ids: Collection[int]) -> set[int]:
    """Of these versions, those with all constituent parts (NĐ 63/2010 Điều 8); two statements."""
    return {key for key, missing in missing_in(version_ids).items() if not missing}


def missing_in(version_ids: Collection[int]) -> dict[int, list[Part]]:
    """The mandatory parts (NĐ 63/2010 Điều 8) that each of these versions lacks; two statements."""
    if not version_ids:
        return {}
    with_components = set(
        Component.objects.filter(version_id__in=version_ids).values_list("version_id", flat=True)
    )
    # The order of steps is the longest text of a description: whether there is one is asked of the database.
    rows = (
        ProcedureVersion.objects.filter(pk__in=version_ids)
        .annotate(has_steps=ExpressionWrapper(~Q(steps=[]), output_field=BooleanField()))
        .values_list("pk", "name", "has_steps", "channels", "receivable", "subjects", "agency")
    )
    return {
        key: missing_parts(
            _Described(name, [None] if has_steps else [], channels, receivable, subjects, agency),
            has_components=key in with_components,
        )
        for key, name, has_steps, channels, receivable, subjects, agency in rows
    }


@dataclass(frozen=True, slots=True)
class _Described:
    name: str
    steps: Sequence[object]
    channels: Sequence[object]
    receivable: bool
    subjects: Sequence[object]
    agency: str


_COLUMN_OF_LEVEL = {
    "commune": "at_commune", "district": "at_district", "province": "at_province", "department": "at_province",
}  # fmt: skip


def levels_of_agency(level: str) -> Q:
    """The filter for versions that an agency of a level settles."""
    return Q(**{_COLUMN_OF_LEVEL.get(level, "at_commune"): True})


def is_receivable(version: ProcedureVersion, day: date, level: str) -> bool:
    """Whether a desk of a level may receive it on a day: `receivable_versions` for one that is at hand."""
    return (
        version.receivable
        and version.at_desk
        and _in_force((version.valid_from, version.valid_to), day)
        and bool(getattr(version, _COLUMN_OF_LEVEL.get(level, "at_commune")))
    )


def hours_and_days(duration: Decimal | None, unit: str) -> tuple[float | None, float | None]:
    """The time of a step as hours or as days; both None where none is given, or none with its unit."""
    if duration is None or not unit:
        return None, None
    return (float(duration), None) if unit == Unit.HOUR.value else (None, float(duration))


def processes_of(version_ids: Collection[int], agency_code: str) -> dict[int, Processes]:
    """`processes_for` of many versions at one agency, for lists; one statement however many."""
    rows = list(_process_rows(Q(process__version__in=list(version_ids)), agency_code))
    return {
        version_id: _processes([row for row in rows if row[0] in (version_id, None)])
        for version_id in version_ids
    }
