"""The hand-overs of the control slip (P10): between officers step by step, and between bodies that take part."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from motcua.dossiers.bodies import Direction, Part, Transfer
from motcua.dossiers.enums import Act, Timeliness
from motcua.dossiers.models import Dossier, Event, StepRun
from motcua.dossiers.rules.timeliness import after_appointment, timeliness
from motcua.dossiers.slips.values import HandOver
from motcua.kernel import clock


def lead_of(dossier: Dossier, parts: Iterable[Part]) -> str:
    """The body that leads: the one named so in the process, else the agency that settles."""
    return next((part.body for part in parts if part.lead), dossier.agency.name)


def cooperating(events: Iterable[Event]) -> tuple[str, ...]:
    """Every body the dossier was sent to or whose opinion was asked; each once, in order."""
    names: list[str] = []
    for event in events:
        names += [str(name) for name in event.detail.get("bodies", ())]
        if event.act == Act.ASK_OPINION.value and (asked := event.detail.get("asked_of")):
            names.append(str(asked))
    return tuple(dict.fromkeys(names))


def parts_of(dossier: Dossier) -> list[Part]:
    """The parts of a dossier, in order."""
    return list(Part.objects.filter(dossier=dossier).select_related("agency").order_by("number"))


def hand_overs(dossier: Dossier) -> tuple[HandOver, ...]:
    """Who gave the dossier to whom, in order of time."""
    steps = list(_between_officers(dossier))
    told = [*_between_desks(dossier), *_with_own_part(dossier, steps), *_between_bodies(dossier)]
    return tuple(sorted(told, key=lambda each: each.at))


def _between_desks(dossier: Dossier) -> Iterable[HandOver]:
    """What one desk received for another agency: on its way there, and its result on the way back."""
    if dossier.desk_id == dossier.agency_id or dossier.received_at is None:
        return
    acts = (Act.TAKE_OVER.value, Act.RESULT_BACK.value)
    events = {each.act: each for each in Event.objects.filter(dossier=dossier, act__in=acts)}
    taken, back = events.get(Act.TAKE_OVER.value), events.get(Act.RESULT_BACK.value)
    clerk = f", {dossier.receiver.name}" if dossier.receiver else ""
    there = taken is not None or dossier.clock_started_at is not None
    yield HandOver(
        giver=f"{dossier.desk.name}{clerk}",
        taker=_name(taken) if taken else dossier.agency.name,
        at=taken.happened_at if taken else dossier.received_at,
        body=dossier.agency.name,
        note="Nơi tiếp nhận chuyển cơ quan có thẩm quyền" if there else "Chưa nhận",
    )
    if back is not None:
        yield HandOver(
            giver=dossier.agency.name,
            taker=_name(back),
            at=back.happened_at,
            body=dossier.desk.name,
            note="Kết quả về nơi tiếp nhận",
        )


def _name(event: Event) -> str:
    """Who acted, without the title in brackets."""
    return event.actor_label.split(" (", 1)[0]


def _between_officers(dossier: Dossier) -> Iterable[HandOver]:
    giver = dossier.receiver.name if dossier.receiver else ""
    steps = StepRun.objects.filter(dossier=dossier).select_related("holder", "holder__agency").order_by("pk")
    for step in steps:
        taker = step.holder.name if step.holder else step.performer
        yield HandOver(
            giver=giver,
            taker=taker,
            at=step.started_at,
            body=step.holder.agency.name if step.holder else dossier.agency.name,
            due=step.due_at,
            result=_came_out(dossier, step.finished_at, step.due_at),
            note=step.name,
            beyond=_beyond(dossier, step.due_at),
        )
        giver = taker


def _with_own_part(dossier: Dossier, steps: list[HandOver]) -> list[HandOver]:
    """The part of the agency that settles has a due date and a result like the others', though nobody sent it there.

    They stand on the line of its last step before it handed the dossier on, or on a line of their own.
    """
    sent = Transfer.objects.filter(dossier=dossier, direction=Direction.OUT.value).values("part")
    own = Part.objects.filter(dossier=dossier, agency=dossier.agency, started_at__isnull=False)
    part = own.exclude(pk__in=sent).select_related("holder").order_by("number").first()
    if part is None or part.started_at is None:
        return steps
    result = _came_out(dossier, part.answered_at, part.due_at)
    beyond = part.holds and _beyond(dossier, part.due_at)
    for place, line in reversed(list(enumerate(steps))):
        if part.answered_at is None or line.at <= part.answered_at:
            if line.due is not None:
                break
            told = replace(line, due=part.due_at, result=result, beyond=beyond)
            return [*steps[:place], told, *steps[place + 1 :]]
    return [
        HandOver(
            giver=dossier.desk.desk_name,
            taker=part.holder.name if part.holder else dossier.agency.name,
            at=part.started_at,
            body=dossier.agency.name,
            due=part.due_at,
            result=result,
            note=part.task,
            beyond=beyond,
        ),
        *steps,
    ]


def _between_bodies(dossier: Dossier) -> Iterable[HandOver]:
    """A line for each time a body was sent its part; its result stands there once it has answered."""
    ways = Transfer.objects.filter(dossier=dossier, direction=Direction.OUT.value).order_by("pk")
    for way in ways.select_related("part", "from_agency", "to_agency", "sender", "receiver"):
        giver = f"{way.from_agency.name}, {way.sender.name}" if way.sender else way.from_agency.name
        yield HandOver(
            giver=giver,
            taker=way.receiver.name if way.receiver else way.to_agency.name,
            at=way.received_at or way.sent_at,
            body=way.to_agency.name,
            due=way.part.due_at,
            result=_came_out(dossier, way.part.answered_at, way.part.due_at)
            if way.refused_at is None
            else "",
            note=_remark(way),
            beyond=way.part.holds and _beyond(dossier, way.part.due_at),
        )


def _remark(way: Transfer) -> str:
    if way.refused_at is not None:
        return f"Trả lại nơi gửi: {way.reason}"
    return way.part.task if way.received_at else "Chưa nhận"


def _beyond(dossier: Dossier, due: datetime | None) -> bool:
    return after_appointment(due, dossier.due_date, dossier.due_at, dossier.limit_unit)


def _came_out(dossier: Dossier, ended: datetime | None, due: datetime | None) -> str:
    """One of the three words of the form; empty while it runs in time or waits for the citizen, for what ended without
    an answer, and where no limit was set."""
    works_on = dossier.status.open and dossier.waiting_since is None
    if due is None or (ended is None and not works_on):
        return ""
    came_out = timeliness(ended or clock.now(), clock.local_day(due), due, "hour")
    return "" if ended is None and came_out is not Timeliness.LATE else came_out.label
