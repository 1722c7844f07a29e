"""When a dossier is due. Pure; the arithmetic is worktime's, the terms are the law of the day of receipt."""

from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from typing import Any

from motcua.dossiers.rules.forwarding import DeskTerms
from motcua.dossiers.rules.snapshot import Snapshot
from motcua.dossiers.rules.spans import Step, end_of, office_hour
from motcua.kernel import clock
from motcua.kernel.refusals import Refused
from motcua.worktime import due
from motcua.worktime.calendar import Calendar
from motcua.worktime.cases import Case, DueDate, Event, EventType, Limit, Terms, Unit


@dataclass(frozen=True, slots=True)
class Law:
    """What holds for a dossier: the regime of its day of receipt, its terms, calendar and internal process."""

    regime: str
    calendar: Calendar
    terms: Terms = field(default_factory=Terms)
    supplements_allowed: int = 1
    extensions_allowed: int = 1
    supplement_within: int = 3
    desk: DeskTerms = field(default_factory=DeskTerms)
    code_pattern: str = ""
    code_unit: str = ""
    steps: tuple[Step, ...] = ()


def first_step(law: Law) -> int:
    """The step an assignment begins with: the first that a specialist works, past the one in which heads assign."""
    return next((number for number, step in enumerate(law.steps, start=1) if step.role == "specialist"), 1)


def with_clock(dossier: Snapshot, law: Law) -> Snapshot:
    """The snapshot with its due date computed anew from receipt and every clock event."""
    answer = compute(dossier, law)
    return replace(
        dossier,
        due_date=answer.due_date,
        due_at=_utc(answer.due_at),
        calendar_version=answer.calendar_version,
    )


def compute(dossier: Snapshot, law: Law) -> DueDate:
    """The due date of a received dossier with its whole explanation (counted, skipped, waits)."""
    received, started = dossier.received_at, dossier.clock_started_at
    if received is None or dossier.limit_value is None:
        raise ValueError("hồ sơ chưa tiếp nhận thì chưa có hạn")
    case = Case(
        received=_wall(received),
        limit=Limit(dossier.limit_value, Unit(dossier.limit_unit)),
        terms=law.terms,
        started=_wall(started) if started is not None and started != received else None,
        events=tuple(_event(raw) for raw in dossier.clock_events),
    )
    return due.compute(case, law.calendar)


def step_due(started: datetime, step: Step, law: Law) -> datetime | None:
    """When a step that starts now must be done: its time of work in the unit of its decision, None when it has none.

    Days end when the office closes: they are for whoever works the step, whose hours those are.
    """
    if not (step.hours or step.days):
        return None
    begun = _wall(started)
    if step.days is not None:
        return _utc(end_of(begun, step, law.calendar, hour=office_hour(law.calendar, begun.date())))
    case = Case(received=begun, limit=Limit(step.hours or 0, Unit.HOUR))
    return _utc(due.compute(case, law.calendar).due_at)


def _event(raw: dict[str, Any]) -> Event:
    to = raw.get("to")
    return Event(
        type=EventType(raw["type"]),
        at=datetime.fromisoformat(raw["at"]),
        to=date.fromisoformat(to) if to else None,
    )


def _wall(moment: datetime) -> datetime:
    return clock.local(moment).replace(tzinfo=None, microsecond=0)


def _utc(wall: datetime) -> datetime:
    return wall.replace(tzinfo=clock.LOCAL).astimezone(UTC)


def check_extensions(given: int, allowed: int) -> None:
    """Refuses one more new appointment when as many as the law allows were given."""
    if given >= allowed:
        raise Refused(
            f"Pháp luật chỉ cho hẹn lại {allowed} lần (Nghị định 61/2018, Điều 19 khoản 9); hồ sơ này đã hẹn lại "
            "rồi, kể cả khi thời hạn đã tính lại từ đầu. Hãy giải quyết ngay hoặc báo cáo lãnh đạo.",
            code="extended",
        )
