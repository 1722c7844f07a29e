"""Acts on the bodies that take part in a dossier: handing over, taking, refusing back, answering, recording lateness.

Each is one act on the dossier like any other (event, record, mark), decided by `rules.routes` with the dossier held.
"""

from collections.abc import Sequence

from motcua.dossiers.bodies import Carrier, Direction, PartState
from motcua.dossiers.filing import HandedIn
from motcua.dossiers.held import (
    Held,
    Target,
    begin_step,
    due_of,
    end_steps,
    open_course,
    reason_of,
    route_act,
    send,
    sent_to,
    staff_of,
    step_number,
    told,
    transfer,
)
from motcua.dossiers.models import Dossier
from motcua.dossiers.rules import routes
from motcua.kernel import clock
from motcua.kernel.people import Actor
from motcua.kernel.refusals import NotFound, Refused
from motcua.kernel.text import squeeze
from motcua.organisation.models import Staff


def hand_over(
    dossier_id: int,
    targets: Sequence[Target],
    *,
    note: str = "",
    actor: Actor,
    seen: int | None = None,
    act_key: str | None = None,
) -> Dossier:
    """The settling agency hands the dossier over to the bodies of the next stage, at the same time.

    The first time the plan is copied from the process in force on the day of receipt, and the agency's own part
    ends. Refuses a body whose turn has not come, one that has ended (naming its successors), and nobody at all.
    """

    def prepare(held: Held) -> routes.RouteCommand:
        if not targets:
            raise Refused("Chọn ít nhất một cơ quan nhận hồ sơ.", field="agency", code="target")
        open_course(held)
        names = send(held, held.dossier.agency, targets)
        return routes.HandOver(told(note, f"Chuyển cho {names}."), held.open, sent_to(held, targets))

    return route_act(dossier_id, prepare, actor=actor, seen=seen, act_key=act_key)


def take(
    dossier_id: int, number: int, *, actor: Actor, seen: int | None = None, act_key: str | None = None
) -> Dossier:
    """A body acknowledges what was sent to it; its own clock starts, its first step begins with who took it."""

    def prepare(held: Held) -> routes.RouteCommand:
        part = held.part(number)
        routes.check_state(held.leg(part), ["sent"], "nhận hồ sơ")
        way = held.way_to(part)
        way.received_at, way.receiver_id = held.now, staff_of(actor)
        held.changed(way)
        part.state, part.holder_id = PartState.TAKEN.value, staff_of(actor)
        part.started_at = routes.clock_start(held.now, way.receive_by)
        part.due_at = due_of(held, part, part.started_at)
        held.changed(part)
        begin_step(held, part, 1)
        return routes.PartTake(f"{part.body} nhận hồ sơ.", held.open, {"part": number})

    return route_act(dossier_id, prepare, actor=actor, seen=seen, act_key=act_key)


def send_back(
    dossier_id: int,
    number: int,
    reason: str,
    *,
    actor: Actor,
    seen: int | None = None,
    act_key: str | None = None,
) -> Dossier:
    """A body refuses what was sent to it, with the reason; the dossier lies with its sender again."""

    def prepare(held: Held) -> routes.RouteCommand:
        part = held.part(number)
        routes.check_state(held.leg(part), ["sent", "taken"], "trả lại hồ sơ")
        why = reason_of(reason, "trả lại nơi gửi")
        way = held.way_to(part)
        if way.received_at is None:
            way.refused_at, way.reason = held.now, why
            held.changed(way)
        else:
            held.new(transfer(held, part, way.to_agency, way.from_agency, Direction.BACK, reason=why))
        part.state, part.started_at, part.due_at, part.holder_id = PartState.SENT_BACK.value, None, None, None
        held.changed(part)
        end_steps(held, part)
        return routes.PartSendBack(f"{part.body} trả lại: {why}", held.open, {"part": number})

    return route_act(dossier_id, prepare, actor=actor, seen=seen, act_key=act_key)


def give_to(
    dossier_id: int,
    number: int,
    holder_id: int,
    *,
    next_step: bool = True,
    actor: Actor,
    seen: int | None = None,
    act_key: str | None = None,
) -> Dossier:
    """Inside a body: somebody else goes on, at the next step or at the same one. Refuses who has left."""

    def prepare(held: Held) -> routes.RouteCommand:
        part = held.part(number)
        routes.check_state(held.leg(part), ["taken"], "giao người làm")
        person = Staff.objects.filter(pk=holder_id).first()
        if person is None or (person.last_day is not None and person.last_day < clock.local_day(held.now)):
            raise Refused("Người này không còn làm việc; chọn người khác.", field="holder", code="left")
        begun = step_number(part)
        step = min(begun + 1, len(part.steps)) if next_step else begun
        part.holder_id = holder_id
        held.changed(part)
        end_steps(held, part)
        begin_step(held, part, max(step, 1))
        name = part.steps[step - 1]["name"] if part.steps and step else ""
        words = f"{part.body} giao {person.name}" + (f": {name}" if name else ".")
        return routes.PartAssign(words, held.open, {"part": number, "holder": holder_id})

    return route_act(dossier_id, prepare, actor=actor, seen=seen, act_key=act_key)


def answer(
    dossier_id: int,
    number: int,
    result: str,
    *,
    papers: Sequence[HandedIn] = (),
    carrier: Carrier = Carrier.ELECTRONIC,
    onward: Sequence[Target] = (),
    actor: Actor,
    seen: int | None = None,
    act_key: str | None = None,
) -> Dossier:
    """A body is done. Its result goes back to the settling agency, or with `onward` the dossier goes up a level.

    An electronic result is there at once; one on paper waits for the settling agency's acknowledgement.
    """

    def prepare(held: Held) -> routes.RouteCommand:
        part = held.part(number)
        routes.check_state(held.leg(part), ["taken"], "ghi kết quả (cần nhận hồ sơ trước)")
        words = squeeze(result)
        if not words:
            raise Refused("Ghi kết quả của phần việc.", field="result", code="result")
        part.state, part.answered_at, part.result = PartState.ANSWERED.value, held.now, words
        held.changed(part)
        end_steps(held, part)
        here = held.agency_of(part)
        words, detail = f"{part.body}: {words}", {"part": number}
        if onward:
            words += f" Chuyển tiếp cho {send(held, here, onward)}."
            detail |= sent_to(held, onward)
        else:
            back = transfer(held, part, here, held.dossier.agency, Direction.BACK, carrier=carrier)
            back.received_at = held.now if carrier is Carrier.ELECTRONIC else None
            held.new(back)
        held.papers += papers
        return routes.PartAnswer(words, held.open, detail)

    return route_act(dossier_id, prepare, actor=actor, seen=seen, act_key=act_key)


def receive_result(
    dossier_id: int, transfer_id: int, *, actor: Actor, seen: int | None = None, act_key: str | None = None
) -> Dossier:
    """The settling agency acknowledges a result that came back on paper."""

    def prepare(held: Held) -> routes.RouteCommand:
        way = next((each for each in held.ways if each.pk == transfer_id), None)
        if way is None or way.direction != Direction.BACK.value or way.received_at is not None:
            raise NotFound
        way.received_at, way.receiver_id = held.now, staff_of(actor)
        held.changed(way)
        words = f"{held.dossier.agency.name} nhận bản giấy từ {way.from_agency.name}."
        return routes.PartTake(words, held.open, {"part": way.part.number, "back": True})

    return route_act(dossier_id, prepare, actor=actor, seen=seen, act_key=act_key)


def excuse(
    dossier_id: int,
    number: int,
    reason: str,
    *,
    actor: Actor,
    seen: int | None = None,
    act_key: str | None = None,
) -> Dossier:
    """The lead records that a body is late and how that was answered for; the dossier no longer waits for it."""

    def prepare(held: Held) -> routes.RouteCommand:
        part = held.part(number)
        routes.check_late(held.leg(part), held.now)
        part.remark = reason_of(reason, "ghi nhận quá hạn, đã đôn đốc thế nào")
        part.excused_at = held.now
        held.changed(part)
        return routes.PartExcuse(f"{part.body} quá hạn: {part.remark}", held.open, {"part": number})

    return route_act(dossier_id, prepare, actor=actor, seen=seen, act_key=act_key)


def drop(
    dossier_id: int,
    number: int,
    reason: str,
    *,
    actor: Actor,
    seen: int | None = None,
    act_key: str | None = None,
) -> Dossier:
    """A body has nothing to do in this dossier: not sent yet, sent by mistake, or sent back. Says why."""

    def prepare(held: Held) -> routes.RouteCommand:
        part = held.part(number)
        routes.check_state(held.leg(part), ["planned", "sent", "sent_back"], "bỏ phần việc")
        part.remark = reason_of(reason, "bỏ phần việc này")
        if part.status is PartState.SENT:
            way = held.way_to(part)
            way.refused_at, way.reason = held.now, f"Nơi gửi rút lại: {part.remark}"
            held.changed(way)
        part.state = PartState.DROPPED.value
        held.changed(part)
        return routes.PartDrop(f"{part.body}: {part.remark}", held.open, {"part": number})

    return route_act(dossier_id, prepare, actor=actor, seen=seen, act_key=act_key)
