"""Several bodies on one dossier: who may get it next, whose clock runs, who is late and who caused it. Pure.

Sources: NĐ 61/2018 Điều 18 (handing over), 19.6 (one level: in parallel, each with task and limit, one leads),
19.7 (several levels: upward, the result comes back), 19.5 and 19.9 (lateness is told); rule P10.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any, ClassVar

from motcua.dossiers.enums import Act, Timeliness
from motcua.dossiers.rules.commands import Command
from motcua.dossiers.rules.timeliness import timeliness
from motcua.kernel import clock
from motcua.kernel.refusals import Refused
from motcua.worktime import due
from motcua.worktime.calendar import Calendar
from motcua.worktime.cases import Case, Event, EventType, Limit, Unit
from motcua.worktime.lateness import Remaining, remaining


@dataclass(frozen=True, slots=True)
class RouteCommand(Command):
    """An act on the bodies of a dossier. `bodies_open`: how many still hold its end afterwards."""

    act: ClassVar[Act] = Act.HAND_OVER
    bodies_open: int = 0
    detail: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class HandOver(RouteCommand):
    """To the bodies of the next stage."""


@dataclass(frozen=True, slots=True)
class PartTake(RouteCommand):
    """A body acknowledges what was sent to it; its clock starts."""

    act: ClassVar[Act] = Act.PART_TAKE


@dataclass(frozen=True, slots=True)
class PartSendBack(RouteCommand):
    """A body does not take it and says why."""

    act: ClassVar[Act] = Act.PART_SEND_BACK


@dataclass(frozen=True, slots=True)
class PartAssign(RouteCommand):
    """Inside a body: to another officer, at the next step."""

    act: ClassVar[Act] = Act.PART_ASSIGN


@dataclass(frozen=True, slots=True)
class PartAnswer(RouteCommand):
    """A body is done: its result goes back, or on to the next level."""

    act: ClassVar[Act] = Act.PART_ANSWER


@dataclass(frozen=True, slots=True)
class PartExcuse(RouteCommand):
    """The lateness of a body is recorded; the lead may go on without its answer."""

    act: ClassVar[Act] = Act.PART_EXCUSE


@dataclass(frozen=True, slots=True)
class PartDrop(RouteCommand):
    """A body has nothing to do here after all."""

    act: ClassVar[Act] = Act.PART_DROP


COMMANDS: tuple[type[RouteCommand], ...] = (
    HandOver,
    PartTake,
    PartSendBack,
    PartAssign,
    PartAnswer,
    PartExcuse,
    PartDrop,
)


@dataclass(frozen=True, slots=True)
class Leg:
    """A body's part as the rules see it. `state` is a `PartState` value; moments are aware."""

    number: int
    stage: int
    body: str
    state: str
    holds: bool = True
    lead: bool = False
    due_at: datetime | None = None
    limit_unit: str = ""
    answered_at: datetime | None = None
    excused: bool = False

    @property
    def open(self) -> bool:
        """Whether it still holds the end of the dossier."""
        return self.holds and not self.excused and self.state in ("planned", "sent", "taken", "sent_back")

    @property
    def has_it(self) -> bool:
        """Whether the dossier lies with this body, on the way or taken."""
        return self.state in ("sent", "taken")


def open_bodies(legs: Iterable[Leg]) -> int:
    """How many bodies hold the end of the dossier."""
    return sum(leg.open for leg in legs)


def next_legs(legs: Sequence[Leg]) -> list[Leg]:
    """The parts that may be sent out now: of the first stage that has any, once earlier stages hold nothing.

    What was sent back may be sent again, to the same body or to another.
    """
    waiting = [leg for leg in legs if leg.state in ("planned", "sent_back")]
    if not waiting:
        return []
    stage = min(leg.stage for leg in waiting)
    if blocking(legs, stage):
        return []
    return [leg for leg in waiting if leg.stage == stage]


def blocking(legs: Iterable[Leg], stage: int) -> list[Leg]:
    """The bodies of earlier stages that must be done first."""
    return [leg for leg in legs if leg.stage < stage and leg.open]


def check_ready(legs: Sequence[Leg], leg: Leg) -> None:
    """Refuses to send a part that is out already, or whose turn has not come."""
    if leg.state not in ("planned", "sent_back"):
        raise Refused(f"{leg.body} đã được chuyển hồ sơ rồi; không chuyển lần nữa.", code="already_sent")
    if names := ", ".join(each.body for each in blocking(legs, leg.stage)):
        raise Refused(f"Chưa chuyển cho {leg.body} được: {names} chưa xong phần việc.", code="not_its_turn")


def check_state(leg: Leg, allowed: Sequence[str], what: str) -> None:
    """Refuses an act that does not fit where a part stands."""
    if leg.state not in allowed:
        raise Refused(
            f"Không thể {what}: phần việc của {leg.body} không còn chờ việc này.", code="part_state"
        )


def check_late(leg: Leg, now: datetime) -> None:
    """Only what is late can be recorded as late."""
    if leg.state not in ("sent", "taken", "sent_back") or leg.due_at is None:
        raise Refused(f"{leg.body} chưa được chuyển hồ sơ nên chưa thể quá hạn.", code="part_state")
    if leg_timeliness(leg, now) is not Timeliness.LATE:
        due_words = clock.local(leg.due_at).strftime("%H:%M ngày %d/%m/%Y")
        raise Refused(
            f"{leg.body} còn trong hạn (đến {due_words}), chưa ghi nhận quá hạn được.", code="in_time"
        )


def no_open_body(open_: int) -> None:
    """The lead may finish only when all bodies answered or their lateness is recorded."""
    if open_:
        raise Refused(
            f"Còn {open_} cơ quan phối hợp chưa trả lời. Chờ kết quả, hoặc ghi nhận cơ quan quá hạn ở trang "
            "«Cơ quan tham gia» rồi mới kết thúc.",
            code="open_body",
        )


def part_due(
    started: datetime,
    value: Decimal | None,
    unit: str,
    calendar: Calendar,
    events: Iterable[dict[str, Any]] = (),
) -> datetime | None:
    """When a body's part is due: its limit from its own start, in its own calendar; None without a limit.

    Waits for the citizen (`events` of the dossier's clock) that ended after the start stop this clock too. An
    extension of the dossier moves only the citizen's date.
    """
    if value is None or not unit:
        return None
    number = int(value) if value == value.to_integral_value() else float(value)
    wall = _wall(started)
    told = tuple(
        Event(EventType(raw["type"]), max(datetime.fromisoformat(raw["at"]), wall))
        for raw in _waits_since(events, wall)
    )
    answer = due.compute(Case(received=wall, limit=Limit(number, Unit(unit)), events=told), calendar)
    return _utc(answer.due_at)


def _waits_since(events: Iterable[dict[str, Any]], start: datetime) -> list[dict[str, Any]]:
    """The waits of the dossier that lie after a start, each with the event that opens it."""
    kept: list[dict[str, Any]] = []
    opening: dict[str, Any] | None = None
    for raw in events:
        if raw["type"] in (EventType.SUPPLEMENT_REQUESTED, EventType.PAUSE):
            opening = raw
        elif raw["type"] in (EventType.SUPPLEMENT_COMPLETED, EventType.RESUME) and opening is not None:
            if datetime.fromisoformat(raw["at"]) > start:
                kept += [opening, raw]
            opening = None
    if opening is not None:
        kept.append(opening)
    return kept


def receive_by(sent: datetime, hours: float, calendar: Calendar) -> datetime:
    """Until when what was sent must be acknowledged: so many hours of work in the receiver's calendar."""
    case = Case(received=_wall(sent), limit=Limit(hours, Unit.HOUR))
    return _utc(due.compute(case, calendar).due_at)


def clock_start(taken: datetime | None, by: datetime) -> datetime:
    """When a body's clock starts: when it took the dossier over, at the latest when it should have.

    Nobody gains time by not acknowledging.
    """
    return by if taken is None else min(taken, by)


def leg_timeliness(leg: Leg, now: datetime) -> Timeliness | None:
    """Early, on time or late: of the answer when there is one, of this moment otherwise. None without a limit."""
    if leg.due_at is None or leg.state in ("planned", "dropped"):
        return None
    return timeliness(leg.answered_at or now, clock.local_day(leg.due_at), leg.due_at, leg.limit_unit)


@dataclass(frozen=True, slots=True)
class Cause:
    """A body that ran over its own limit, and by how much working time."""

    body: str
    over: Remaining | None


def causes_of(
    legs: Sequence[Leg], calendars: dict[int, Calendar], now: datetime, *, dossier_late: bool, settling: str
) -> list[Cause]:
    """Who caused lateness, the longest overrun first: every body that ended, or still is, after its own due moment.

    A late dossier none of whose bodies is late was kept between them: that is the settling agency's, which hands over.
    """
    found = []
    for leg in legs:
        if leg_timeliness(leg, now) is Timeliness.LATE and leg.due_at is not None:
            over = remaining(_wall(leg.answered_at or now), _wall(leg.due_at), calendars[leg.number])
            found.append(Cause(leg.body, over))
    found.sort(
        key=lambda cause: (cause.over.days, cause.over.seconds) if cause.over else (0, 0), reverse=True
    )
    return found or ([Cause(settling, None)] if dossier_late else [])


def unacknowledged(by: datetime, received: datetime | None, refused: datetime | None, now: datetime) -> bool:
    """Whether a hand-over should have been acknowledged by now and was not."""
    return received is None and refused is None and now > by


def wholly_electronic(carriers: Iterable[str], papers_only_on_paper: int) -> bool:
    """Whether a dossier went electronically all the way (REQ D5): no hand-over on paper, no paper without a copy.

    Between the desks of one agency a dossier goes in the system; a component that exists only on paper must still be
    carried after it.
    """
    return not papers_only_on_paper and all(carrier == "electronic" for carrier in carriers)


def _wall(moment: datetime) -> datetime:
    return clock.local(moment).replace(tzinfo=None, microsecond=0)


def _utc(wall: datetime) -> datetime:
    return wall.replace(tzinfo=clock.LOCAL).astimezone(UTC)
