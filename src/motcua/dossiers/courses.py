"""Reads of dossiers that several bodies work on: the course of one dossier, what waits where, the electronic share."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from motcua.catalogue.enums import Place
from motcua.catalogue.routes import route_for
from motcua.dossiers.bodies import Carrier, Direction, Part, PartState, PartStep, Transfer
from motcua.dossiers.enums import Timeliness
from motcua.dossiers.held import leg_of, place_of
from motcua.dossiers.models import Dossier, DossierPaper, PaperRole
from motcua.dossiers.queries import lateness_now
from motcua.dossiers.rules import routes
from motcua.dossiers.rules.timeliness import after_appointment
from motcua.kernel import clock
from motcua.organisation.models import Agency
from motcua.organisation.queries import heirs_of
from motcua.worktime.cases import Unit
from motcua.worktime.queries import calendar_for
from motcua.worktime.words import limit_text, remaining_text


@dataclass(frozen=True, slots=True)
class CourseLeg:
    """One line of the control slip: a body, who handed over to it and took it, its own clock, result and remarks.

    Moments are aware; what has not happened yet is None. `late_by`: its overrun in words of working time.
    """

    number: int
    stage: int
    body: str
    task: str
    lead: bool
    holds: bool
    state: PartState
    limit: str
    giver: str = ""
    given_at: datetime | None = None
    taker: str = ""
    taken_at: datetime | None = None
    carrier: Carrier | None = None
    receive_by: datetime | None = None
    started_at: datetime | None = None
    due_at: datetime | None = None
    finished_at: datetime | None = None
    person: str = ""
    result: str = ""
    expected: str = ""
    timeliness: Timeliness | None = None
    late_by: str = ""
    remark: str = ""
    unacknowledged: bool = False
    excused: bool = False
    person_left: bool = False
    due_after_appointment: bool = False


@dataclass(frozen=True, slots=True)
class Way:
    """One hand-over as it happened: from whom to whom, how, and whether it was received or refused."""

    pk: int
    from_body: str
    to_body: str
    sender: str
    receiver: str
    carrier: Carrier
    back: bool
    sent_at: datetime
    received_at: datetime | None
    refused_at: datetime | None
    receive_by: datetime
    reason: str
    unacknowledged: bool

    @property
    def waits(self) -> bool:
        return self.received_at is None and self.refused_at is None

    @property
    def back_words(self) -> str:
        """Why it went back: with its result, as planned, or not accepted."""
        return "trả lại, không nhận" if self.reason else "gửi kết quả về"


@dataclass(frozen=True, slots=True)
class Course:
    """All bodies of one dossier in order (NĐ 61/2018 Điều 19.6: task, lead and limit of each on one slip).

    `begun` is False while nothing has been handed over: the legs are then the plan of the process.
    """

    lead: str
    cooperating: tuple[str, ...]
    legs: tuple[CourseLeg, ...]
    ways: tuple[Way, ...]
    has_it: tuple[str, ...]
    causes: tuple[tuple[str, str], ...]
    begun: bool

    @property
    def interlinked(self) -> bool:
        return len(self.legs) > 1


def course_of(dossier: Dossier, now: datetime) -> Course:
    """The course of a dossier through its bodies; of the plan while nobody was handed anything.

    `agency`, `desk`, `version` loaded. At most eight statements and two for each agency's calendar.
    """
    parts = list(Part.objects.filter(dossier=dossier).select_related("agency", "holder").order_by("number"))
    begun = bool(parts)
    ways = list(
        Transfer.objects.filter(dossier=dossier)
        .select_related("from_agency", "to_agency", "sender", "receiver", "part")
        .order_by("pk")
    )
    if not begun:
        parts = _planned(dossier)
    legs = [_leg(dossier, part, ways, now) for part in parts]
    others = tuple(part.body for part in parts if not part.lead and part.agency_id != dossier.agency_id)
    return Course(
        lead=dossier.agency.name,
        cooperating=tuple(dict.fromkeys(others)),
        legs=tuple(_with_lateness(legs, parts, now)),
        ways=tuple(_way(way, now) for way in ways),
        has_it=_who_has_it(dossier, parts),
        causes=_causes(dossier, parts, now) if begun else (),
        begun=begun,
    )


@dataclass(frozen=True, slots=True)
class CourseInBrief:
    """What the page of a dossier says of its bodies: where it lies, how many still owe theirs, one sent it back."""

    begun: bool
    open_bodies: int = 0
    lies_with: tuple[str, ...] = ()
    sent_back: bool = False


def in_brief(dossier: Dossier, *, handed_over: bool, planned: bool) -> CourseInBrief | None:
    """None for a dossier that one agency works alone. `handed_over`: its history says so (then one statement);
    `planned`: its process names other bodies.
    """
    if not handed_over:
        return CourseInBrief(begun=False) if planned and dossier.status.open else None
    parts = list(Part.objects.filter(dossier=dossier).select_related("agency").order_by("number"))
    open_ = routes.open_bodies(leg_of(part) for part in parts)
    back = any(part.status is PartState.SENT_BACK for part in parts)
    return CourseInBrief(True, open_, _who_has_it(dossier, parts), back)


def parts_to_send(dossier: Dossier) -> list[Part]:
    """The parts that may be handed over now, of the plan when nothing was begun; unsaved then."""
    parts = list(Part.objects.filter(dossier=dossier).select_related("agency").order_by("number"))
    if not parts:
        planned = _planned(dossier)
        others = [part for part in planned if part.agency_id != dossier.agency_id]
        first = min((part.stage for part in others), default=0)
        return [part for part in others if part.stage == first]
    numbers = {leg.number for leg in routes.next_legs([leg_of(part) for part in parts])}
    return [part for part in parts if part.number in numbers]


def parts_after(part: Part) -> list[Part]:
    """Where a chain goes on when this part is done: the next stage. After parallel bodies the lead hands over."""
    parts = list(Part.objects.filter(dossier=part.dossier_id).select_related("agency").order_by("number"))
    legs = [leg_of(each) for each in parts]
    alone = not any(
        leg.stage == part.stage and leg.number != part.number and leg.state != "dropped" for leg in legs
    )
    done = [leg for leg in legs if leg.number != part.number]
    following = {leg.number for leg in routes.next_legs(done)} if alone else set()
    return [each for each in parts if each.number in following and each.stage > part.stage]


def choices_for_part(part: Part, day: date) -> list[Agency]:
    """Which agencies a part may be sent to: its own; the successors of one that has ended."""
    if part.agency is None:
        return []
    if part.agency.valid_to is not None and part.agency.valid_to < day:
        return heirs_of(part.agency)
    return [part.agency]


def other_bodies(dossier: Dossier, day: date) -> list[Agency]:
    """Agencies that exist on a day within the same province, to choose from; the settling one left out."""
    top = dossier.agency.path.split("/")[0] + "/"
    agencies = Agency.objects.on(day).exclude(pk=dossier.agency_id).order_by("level", "name_key")
    return list(agencies.filter(Q(path__startswith=top) | Q(parent=None))[:300])


def steps_of_part(part: Part) -> QuerySet[PartStep]:
    """The steps inside a body as they were worked."""
    return PartStep.objects.filter(part=part).select_related("holder").order_by("pk")


def needs_paper(dossier: Dossier) -> bool:
    """Whether a component exists on paper only: it must be carried after the dossier."""
    return bool(_only_on_paper().filter(dossier=dossier).exists())


@dataclass(frozen=True, slots=True)
class ElectronicShare:
    """Dossiers finished in a period and carried, and how many of them wholly electronically (REQ D5)."""

    electronic: int
    carried: int

    @property
    def percent(self) -> float | None:
        """None when nothing was carried: that is not zero."""
        return 100 * self.electronic / self.carried if self.carried else None


def carried_electronically(dossiers: QuerySet[Dossier], first: date, last: date) -> ElectronicShare:
    """Of the dossiers finished from `first` to `last` that went through a step or another body: the share of those
    without a hand-over on paper and without a paper that exists only on paper. One statement.
    """
    since, until = clock.at_local(first, 0), clock.at_local(last, 23, 59)
    ways = Transfer.objects.filter(dossier=OuterRef("pk"))
    wholly = ~Exists(ways.filter(carrier=Carrier.PAPER.value)) & ~Exists(
        _only_on_paper().filter(dossier=OuterRef("pk"))
    )
    finished = dossiers.order_by().filter(finished_at__gte=since, finished_at__lte=until)
    counted = finished.filter(Q(step__gt=0) | Exists(ways)).aggregate(
        carried=Count("pk"), electronic=Count("pk", filter=wholly)
    )
    return ElectronicShare(counted["electronic"], counted["carried"])


@dataclass(frozen=True, slots=True)
class TransferShare:
    """Hand-overs between bodies sent in a period, and how many went electronically."""

    electronic: int
    sent: int


def transfers_between(agencies: QuerySet[Agency], first: date, last: date) -> TransferShare:
    """Hand-overs that these agencies sent to other bodies. One statement."""
    since, until = clock.at_local(first, 0), clock.at_local(last, 23, 59)
    rows = Transfer.objects.filter(
        from_agency__in=agencies.values("pk"), sent_at__gte=since, sent_at__lte=until
    )
    counted = rows.aggregate(
        sent=Count("pk"), electronic=Count("pk", filter=Q(carrier=Carrier.ELECTRONIC.value))
    )
    return TransferShare(counted["electronic"], counted["sent"])


def _only_on_paper() -> QuerySet[DossierPaper]:
    """Components seen on paper and never copied: no file, no database they were read from."""
    return DossierPaper.objects.filter(
        role=PaperRole.COMPONENT, paper__blob=None, paper__origin_source="", reused=False
    )


def _planned(dossier: Dossier) -> list[Part]:
    route = route_for(
        dossier.version, dossier.agency.code, dossier.received_on or clock.local_day(dossier.filed_at)
    )
    if route is None:
        return []
    return [
        Part(
            dossier=dossier,
            number=body.number,
            stage=body.stage,
            agency=dossier.agency if body.place is Place.OWN else place_of(body, dossier),
            name=body.name,
            task=body.task,
            lead=body.lead,
            holds=body.holds,
            limit_value=body.limit,
            limit_unit=body.unit,
            expected=body.result,
            state=PartState.PLANNED.value,
        )
        for body in route.bodies
    ]


def _leg(dossier: Dossier, part: Part, ways: Iterable[Transfer], now: datetime) -> CourseLeg:
    own = part.agency_id == dossier.agency_id and part.status is PartState.ANSWERED and part.stage == 1
    came = [way for way in ways if way.part_id == part.pk and way.direction == Direction.OUT.value]
    way = came[-1] if came and part.pk else None
    gone = part.holder is not None and part.holder.last_day is not None
    left = gone and part.holder.last_day < clock.local_day(now)  # type: ignore[union-attr, operator]
    return CourseLeg(
        number=part.number,
        stage=part.stage,
        body=part.body,
        task=part.task,
        lead=part.lead,
        holds=part.holds,
        state=part.status,
        limit=_limit(part),
        giver=_name(way.from_agency.name, way.sender) if way else (dossier.desk.desk_name if own else ""),
        given_at=way.sent_at if way else (dossier.received_at if own else None),
        taker=_name("", way.receiver) if way else (_name("", dossier.receiver) if own else ""),
        taken_at=way.received_at if way else (dossier.clock_started_at if own else None),
        carrier=Carrier(way.carrier) if way else None,
        receive_by=way.receive_by if way else None,
        started_at=part.started_at,
        due_at=part.due_at,
        finished_at=part.answered_at,
        person=part.holder.name if part.holder else "",
        result=part.result,
        expected=part.expected,
        timeliness=routes.leg_timeliness(leg_of(part), now),
        remark=part.remark or _why_back(part, ways),
        unacknowledged=bool(way)
        and routes.unacknowledged(way.receive_by, way.received_at, way.refused_at, now),  # type: ignore[union-attr]
        excused=part.excused_at is not None,
        person_left=bool(left) and part.status is PartState.TAKEN,
        due_after_appointment=part.holds
        and after_appointment(part.due_at, dossier.due_date, dossier.due_at, dossier.limit_unit),
    )


def _why_back(part: Part, ways: Iterable[Transfer]) -> str:
    """Why the last hand-over of a part was refused, or the part sent back after it had been taken."""
    of_part = [way for way in ways if part.pk and way.part_id == part.pk]
    back = part.status is PartState.SENT_BACK
    return of_part[-1].reason if of_part and (of_part[-1].refused_at or back) else ""


def _with_lateness(legs: Sequence[CourseLeg], parts: Sequence[Part], now: datetime) -> list[CourseLeg]:
    shown = []
    for leg, part in zip(legs, parts, strict=True):
        if leg.timeliness is Timeliness.LATE and part.agency is not None:
            (cause,) = routes.causes_of(
                [leg_of(part)],
                {part.number: calendar_for(part.agency.chain, clock.local_day(now))},
                now,
                dossier_late=False,
                settling="",
            )
            leg = replace(leg, late_by=remaining_text(cause.over) if cause.over else "")
        shown.append(leg)
    return shown


def _causes(dossier: Dossier, parts: Sequence[Part], now: datetime) -> tuple[tuple[str, str], ...]:
    day = clock.local_day(now)
    calendars = {part.number: calendar_for(part.agency.chain, day) for part in parts if part.agency}
    legs = [leg_of(part) for part in parts if part.agency and part.holds]
    late = lateness_now(dossier, now) is Timeliness.LATE
    causes = routes.causes_of(legs, calendars, now, dossier_late=late, settling=dossier.agency.name)
    return tuple(
        (cause.body, remaining_text(cause.over) if cause.over else "giữ hồ sơ giữa các lần chuyển")
        for cause in causes
    )


def _who_has_it(dossier: Dossier, parts: Sequence[Part]) -> tuple[str, ...]:
    there = [
        f"{part.body}" + (" (chưa nhận)" if part.status is PartState.SENT else "")
        for part in parts
        if part.status in (PartState.SENT, PartState.TAKEN)
    ]
    return tuple(there) or ((dossier.agency.name,) if dossier.status.open else ())


def _way(way: Transfer, now: datetime) -> Way:
    return Way(
        pk=way.pk,
        from_body=way.from_agency.name,
        to_body=way.to_agency.name,
        sender=_name("", way.sender),
        receiver=_name("", way.receiver),
        carrier=Carrier(way.carrier),
        back=way.direction == Direction.BACK.value,
        sent_at=way.sent_at,
        received_at=way.received_at,
        refused_at=way.refused_at,
        receive_by=way.receive_by,
        reason=way.reason,
        unacknowledged=routes.unacknowledged(way.receive_by, way.received_at, way.refused_at, now),
    )


def _limit(part: Part) -> str:
    if part.limit_value is None or not part.limit_unit:
        return ""
    return limit_text(float(part.limit_value), Unit(part.limit_unit).label)


def _name(body: str, staff: object) -> str:
    who = getattr(staff, "name", "") if staff is not None else ""
    return ", ".join(each for each in (body, who) if each)
