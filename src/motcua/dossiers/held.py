"""The bodies of one dossier while an act decides on them: what is there, what will be stored, and who may come next."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

from motcua.catalogue.enums import Place
from motcua.catalogue.routes import RouteBody, route_for
from motcua.dossiers.actions import perform_with
from motcua.dossiers.bodies import Carrier, Direction, Part, PartState, PartStep, Transfer
from motcua.dossiers.filing import HandedIn
from motcua.dossiers.law import law_for
from motcua.dossiers.models import Dossier
from motcua.dossiers.rules import routes
from motcua.dossiers.rules.clocks import step_due
from motcua.dossiers.rules.spans import Step
from motcua.kernel import clock
from motcua.kernel.people import Actor
from motcua.kernel.refusals import NotFound, Refused
from motcua.kernel.text import squeeze
from motcua.organisation.enums import Level
from motcua.organisation.models import Agency
from motcua.organisation.queries import heirs_of
from motcua.regimes.queries import rule
from motcua.worktime.calendar import Calendar
from motcua.worktime.queries import calendar_for

_NOBODY = "Quy trình của thủ tục này không có cơ quan nào khác. Ghi rõ cơ quan, nhiệm vụ và thời hạn."


@dataclass(frozen=True, slots=True)
class Target:
    """Whom to hand over to: a part of the plan by its number, or (`number` None) a body the process does not name."""

    agency_id: int
    number: int | None = None
    carrier: Carrier = Carrier.ELECTRONIC
    task: str = ""
    limit_value: Decimal | None = None
    limit_unit: str = ""


@dataclass
class Held:
    """The bodies of one dossier while an act decides on them, and what it will store."""

    dossier: Dossier
    now: datetime
    actor: Actor
    parts: list[Part]
    ways: list[Transfer]
    papers: list[HandedIn] = field(default_factory=list)
    _new: list[Any] = field(default_factory=list)
    _changed: list[Any] = field(default_factory=list)

    def part(self, number: int) -> Part:
        """One part by number; NotFound where there is none."""
        for each in self.parts:
            if each.number == number:
                return each
        raise NotFound

    def leg(self, part: Part) -> routes.Leg:
        return leg_of(part)

    @property
    def legs(self) -> list[routes.Leg]:
        return [leg_of(part) for part in self.parts]

    @property
    def open(self) -> int:
        return routes.open_bodies(self.legs)

    def way_to(self, part: Part) -> Transfer:
        """The hand-over that brought the dossier to a body last."""
        here = [
            each for each in self.ways if each.part_id == part.pk and each.direction == Direction.OUT.value
        ]
        if not here:
            raise NotFound
        return here[-1]

    def agency_of(self, part: Part) -> Agency:
        if part.agency is None:
            raise NotFound
        return part.agency

    def new(self, row: Any) -> None:
        self._new.append(row)

    def changed(self, row: Any) -> None:
        if row not in self._new and row not in self._changed:
            self._changed.append(row)

    def store(self) -> None:
        """Parts first: hand-overs and steps point to them."""
        for row in self._new:
            row.save(force_insert=True)
        for row in self._changed:
            row.save(force_update=True)


def leg_of(part: Part) -> routes.Leg:
    """A stored part as the rules see it; `agency` loaded."""
    return routes.Leg(
        number=part.number,
        stage=part.stage,
        body=part.body,
        state=part.state,
        holds=part.holds,
        lead=part.lead,
        due_at=part.due_at,
        limit_unit=part.limit_unit,
        answered_at=part.answered_at,
        excused=part.excused_at is not None,
    )


def route_act(
    dossier_id: int,
    decide: Callable[[Held], routes.RouteCommand],
    *,
    actor: Actor,
    seen: int | None,
    act_key: str | None,
) -> Dossier:
    def prepare(dossier: Dossier, now: datetime) -> tuple[Any, tuple[HandedIn, ...], Callable[[], None]]:
        parts = list(Part.objects.filter(dossier=dossier).select_related("agency").order_by("number"))
        ways = list(
            Transfer.objects.filter(dossier=dossier)
            .select_related("part", "from_agency", "to_agency")
            .order_by("pk")
        )
        held = Held(dossier, now, actor, parts, ways)
        command = decide(held)
        return command, tuple(held.papers), held.store

    return perform_with(dossier_id, prepare, actor=actor, seen=seen, act_key=act_key)


def open_course(held: Held) -> None:
    """Before the first hand-over: the plan of the process, with the agency's own part, which ends now."""
    if held.parts:
        return
    dossier = held.dossier
    day = dossier.received_on or clock.local_day(held.now)
    route = route_for(dossier.version, dossier.agency.code, day)
    bodies = route.bodies if route else ()
    for body in bodies:
        part = _planned(held, body)
        held.parts.append(part)
        held.new(part)
    own = next((part for part, body in zip(held.parts, bodies, strict=True) if body.place is Place.OWN), None)
    if own is not None:
        start = dossier.clock_started_at or held.now
        own.state, own.sent_at, own.started_at = PartState.ANSWERED.value, dossier.received_at, start
        own.answered_at, own.holder_id = held.now, dossier.holder_id
        own.result = own.expected or "Đã xong phần việc, chuyển hồ sơ."
        own.due_at = due_of(held, own, start)


def _planned(held: Held, body: RouteBody) -> Part:
    return Part(
        dossier=held.dossier,
        number=body.number,
        stage=body.stage,
        agency=place_of(body, held.dossier),
        name=body.name[:200],
        task=body.task,
        lead=body.lead,
        holds=body.holds,
        limit_value=body.limit,
        limit_unit=body.unit,
        expected=body.result,
        steps=[
            {"name": step.name, "hours": step.hours, "days": step.days, "of_calendar": step.of_calendar}
            for step in body.steps
        ],
        state=PartState.PLANNED.value,
    )


def place_of(body: RouteBody, dossier: Dossier) -> Agency | None:
    """Which agency a body of a process is for a dossier; None where it must be chosen."""
    if body.place is Place.OWN:
        return dossier.agency
    if body.place is Place.NAMED:
        return Agency.objects.filter(code=body.agency).first()
    if body.place in (Place.DISTRICT, Place.PROVINCE):
        level = Level.DISTRICT if body.place is Place.DISTRICT else Level.PROVINCE
        above = dossier.agency.chain[1:]
        return Agency.objects.filter(code__in=above, level=level.value).order_by("-path").first()
    return None


def send(held: Held, sender: Agency, targets: Sequence[Target]) -> str:
    """Send to each target; answers their names."""
    agencies = Agency.objects.in_bulk([target.agency_id for target in targets])
    names = []
    for target in targets:
        agency = agencies.get(target.agency_id)
        if agency is None:
            raise Refused("Chọn cơ quan nhận hồ sơ.", field="agency", code="target")
        check_alive(agency, held.now)
        part = _added(held, target) if target.number is None else held.part(target.number)
        routes.check_ready(held.legs, leg_of(part))
        part.agency, part.state, part.sent_at = agency, PartState.SENT.value, held.now
        way = transfer(held, part, sender, agency, Direction.OUT, carrier=target.carrier)
        part.due_at = due_of(held, part, way.receive_by)
        held.changed(part)
        held.new(way)
        names.append(agency.name)
    return ", ".join(names)


def check_alive(agency: Agency, now: datetime) -> None:
    """Refuses an agency that has ended, naming who goes on with its work."""
    if agency.valid_to is None or agency.valid_to >= clock.local_day(now):
        return
    heirs = ", ".join(heir.name for heir in heirs_of(agency))
    way_out = f"Chuyển cho cơ quan tiếp nhận nhiệm vụ: {heirs}." if heirs else "Chọn cơ quan khác."
    raise Refused(
        f"{agency.name} đã kết thúc hoạt động từ ngày {agency.valid_to:%d/%m/%Y}. {way_out}",
        field="agency",
        code="ended",
    )


def _added(held: Held, target: Target) -> Part:
    """A body the process does not name, in the stage that is next."""
    if not squeeze(target.task):
        raise Refused(_NOBODY, field="task", code="task")
    waiting = routes.next_legs(held.legs)
    last = max((part.stage for part in held.parts), default=0)
    part = Part(
        dossier=held.dossier,
        number=max((part.number for part in held.parts), default=0) + 1,
        stage=waiting[0].stage if waiting else max(last, 1) + (0 if _unfinished(held) else 1),
        name="",
        task=squeeze(target.task),
        limit_value=target.limit_value,
        limit_unit=target.limit_unit,
        state=PartState.PLANNED.value,
    )
    held.parts.append(part)
    held.new(part)
    return part


def _unfinished(held: Held) -> bool:
    return any(leg.has_it for leg in held.legs)


def transfer(
    held: Held,
    part: Part,
    sender: Agency,
    receiver: Agency,
    direction: Direction,
    *,
    carrier: Carrier = Carrier.ELECTRONIC,
    reason: str = "",
) -> Transfer:
    day = clock.local_day(held.now)
    hours = float(rule("bodies.acknowledge_hours", on=day, scopes=receiver.chain))
    return Transfer(
        dossier=held.dossier,
        part=part,
        direction=direction.value,
        from_agency=sender,
        to_agency=receiver,
        sender_id=staff_of(held.actor),
        carrier=carrier.value,
        sent_at=held.now,
        receive_by=routes.receive_by(held.now, hours, _calendar(receiver, held.now)),
        received_at=held.now if reason else None,
        reason=reason,
    )


def due_of(held: Held, part: Part, start: datetime) -> datetime | None:
    agency = held.agency_of(part)
    return routes.part_due(
        start, part.limit_value, part.limit_unit, _calendar(agency, start), held.dossier.clock_events
    )


def _calendar(agency: Agency, at: datetime) -> Calendar:
    return calendar_for(agency.chain, clock.local_day(at))


def step_number(part: Part) -> int:
    last = PartStep.objects.filter(part=part).order_by("-pk").first()
    return last.number if last else 0


def begin_step(held: Held, part: Part, number: int) -> None:
    if number > len(part.steps):
        return
    step = part.steps[number - 1]
    law = law_for(
        held.dossier.version, held.agency_of(part), held.dossier.received_on or clock.local_day(held.now)
    )
    held.new(
        PartStep(
            part=part,
            number=number,
            name=step["name"],
            holder_id=part.holder_id,
            started_at=held.now,
            due_at=step_due(held.now, Step(**step), law),
        )
    )


def end_steps(held: Held, part: Part) -> None:
    for step in PartStep.objects.filter(part=part, finished_at=None):
        step.finished_at = held.now
        held.changed(step)


def sent_to(held: Held, targets: Sequence[Target]) -> dict[str, Any]:
    sent = [part for part in held.parts if part.sent_at == held.now and part.agency]
    return {
        "to": [part.agency.code for part in sent if part.agency],
        "bodies": [part.body for part in sent],
        "parts": [part.number for part in sent],
        "carriers": [target.carrier.value for target in targets],
    }


def told(note: str, words: str) -> str:
    return f"{words} {squeeze(note)}".strip()


def reason_of(reason: str, what: str) -> str:
    words = squeeze(reason)
    if not words:
        raise Refused(f"Ghi lý do {what}.", field="note", code="reason")
    return words


def staff_of(actor: Actor) -> int | None:
    return int(actor.id) if actor.kind == "staff" and actor.id.isdecimal() else None
