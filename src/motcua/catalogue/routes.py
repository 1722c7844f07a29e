"""Which bodies take part in a procedure, in what order, with what limits: the route of the process in force."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Q

from motcua.catalogue.enums import Place, ProcessState, Unit
from motcua.catalogue.models import InternalProcess, ProcedureVersion, ProcessBody, ProcessStep
from motcua.catalogue.queries import hours_and_days


@dataclass(frozen=True, slots=True)
class RouteStep:
    """A step inside one body."""

    name: str
    performer: str
    hours: float | None
    days: float | None = None
    of_calendar: bool = False


@dataclass(frozen=True, slots=True)
class RouteBody:
    """A body as the process names it. `place` and `agency` say which agency that is for a given settling agency."""

    number: int
    stage: int
    place: Place
    agency: str
    name: str
    task: str
    lead: bool
    holds: bool
    limit: Decimal | None
    unit: str
    result: str
    assumed: bool
    steps: tuple[RouteStep, ...] = ()


@dataclass(frozen=True, slots=True)
class Route:
    """The bodies of one process, by number."""

    process: str
    decision: str
    bodies: tuple[RouteBody, ...]


def route_for(version: ProcedureVersion, agency_code: str, day: date) -> Route | None:
    """The route of the process that holds for a version at an agency on a day; None for work of one agency.

    The same process is chosen as by `queries.processes_for`: the version's before common ones, the agency's before
    those of all. Three statements at most.
    """
    known = InternalProcess.objects.filter(
        Q(version=version.pk) | Q(version=None), agency__in=[agency_code, ""], usable=True
    )
    found = sorted(
        (process for process in known if in_force(process, day)),
        key=lambda process: (process.version_id is None, process.agency == "", process.key),
    )
    if not found:
        return None
    bodies = bodies_of(found[0])
    return Route(found[0].key, found[0].decision, bodies) if len(bodies) > 1 else None


def bodies_of(process: InternalProcess) -> tuple[RouteBody, ...]:
    """The bodies of a process with their steps; two statements, one where there are none."""
    rows = list(ProcessBody.objects.filter(process=process).order_by("order"))
    if not rows:
        return ()
    steps: dict[int, list[RouteStep]] = {}
    for step in (
        ProcessStep.objects.filter(process=process, branch=False).exclude(body=None).order_by("order")
    ):
        hours, days = hours_and_days(step.duration, step.unit)
        one = RouteStep(step.name[:300], step.performer, hours, days, step.unit == Unit.CALENDAR_DAY.value)
        steps.setdefault(step.body_id or 0, []).append(one)
    return tuple(_body(row, steps.get(row.pk, ())) for row in rows)


def in_force(process: InternalProcess, day: date) -> bool:
    """Whether dossiers received on a day are worked by a process."""
    first = process.electronic_since or process.valid_from
    return (first is None or first <= day) and (process.valid_to is None or day <= process.valid_to)


def standing(process: InternalProcess, today: date) -> str:
    """How a process stands, in words: example, draft, approved but not running, running, ended."""
    state = ProcessState(process.state)
    if state is not ProcessState.APPROVED:
        return state.label
    if not process.usable:
        return "Đã phê duyệt, chưa chạy điện tử"
    if process.valid_to is not None and process.valid_to < today:
        return "Đã hết áp dụng"
    first = process.electronic_since or process.valid_from
    return "Đang chạy điện tử" if first is None or first <= today else "Sẽ chạy điện tử"


def _body(row: ProcessBody, steps: Iterable[RouteStep]) -> RouteBody:
    return RouteBody(
        number=row.order,
        stage=row.stage,
        place=Place(row.place),
        agency=row.agency,
        name=row.name,
        task=row.task,
        lead=row.lead,
        holds=row.holds,
        limit=row.duration,
        unit=row.unit,
        result=row.result,
        assumed=row.assumed,
        steps=tuple(steps),
    )
