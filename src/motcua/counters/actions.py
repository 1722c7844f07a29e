"""Tickets are issued, called, called again, skipped, transferred, finished, and closed at the end of the day.

Two officers never get the same ticket: the row is taken under a lock that others step over (PostgreSQL), or in
the queue of writers (SQLite), and the database itself allows one open call a ticket and a counter.
"""

import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import IntegrityError
from django.db.models import F, Q, QuerySet

from motcua.audit.record import Entry, record, record_many
from motcua.counters.enums import Ending, Lane, Source, TicketState
from motcua.counters.models import Call, Serving, Ticket, TicketDossier, TicketKind, TicketNumber
from motcua.counters.rules import lanes
from motcua.datastore.counters import take_number
from motcua.datastore.finishing import answers_what_stood, wait_for_disk
from motcua.datastore.writing import act
from motcua.kernel import clock
from motcua.kernel.people import SYSTEM, Actor
from motcua.kernel.refusals import Overtaken, Refused
from motcua.organisation.models import Agency, Counter
from motcua.regimes.queries import rules_on

_LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # none that is mistaken for another
_KEY_LENGTH = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class NewTicket:
    """What is asked for. `priority` is a code of the rule `queue.priority`; empty: none."""

    kind: TicketKind
    source: Source
    priority: str = ""
    appointment_at: datetime | None = None


def issue(*, actor: Actor, given: NewTicket, act_key: str | None = None) -> Ticket:
    """The next number of its kind and day, without gaps. The same `act_key` twice is one ticket.

    Refuses a kind that is closed, a priority the day's rule does not know, and an appointment of another day.
    """
    now, today = clock.now(), clock.today()
    agency = given.kind.agency
    if given.kind.last_day is not None:
        raise Refused("Loại phiếu này đã ngừng dùng. Chọn loại khác.", field="kind")
    if given.priority and given.priority not in rules_on(today, scopes=agency.chain)("queue.priority"):
        raise Refused("Không có đối tượng ưu tiên này trong quy định hiện hành.", field="priority")
    if given.appointment_at and clock.local_day(given.appointment_at) != today:
        raise Refused("Phiếu có hẹn chỉ lấy trong chính ngày hẹn.", field="appointment_at")
    try:
        with act():
            if act_key and (known := Ticket.objects.filter(act_key=act_key).first()):
                answers_what_stood()
                return known
            # The number is taken before the row that bears it, and after everything that could refuse.
            number = take_number(
                TicketNumber, kind=given.kind.letter, unit=agency.code, period=today.isoformat()
            )
            ticket = Ticket.objects.create(
                agency=agency, kind=given.kind, day=today, letter=given.kind.letter, number=number,
                key="".join(secrets.choice(_LETTERS) for _ in range(_KEY_LENGTH)), source=given.source.value,
                priority=given.priority, appointment_at=given.appointment_at,
                state=TicketState.WAITING.value, issued_at=now, waiting_from=now, act_key=act_key,
            )  # fmt: skip
            detail = {"number": str(ticket), "source": ticket.source, "priority": bool(ticket.priority)}
            record(
                actor,
                action="counters.issue",
                kind="ticket",
                key=ticket.pk,
                agency=agency.code,
                detail=detail,
            )
    except IntegrityError:
        if act_key and (known := Ticket.objects.filter(act_key=act_key).first()):
            wait_for_disk()
            return known
        raise
    return ticket


def call_next(
    *,
    actor: Actor,
    counter: Counter,
    officer_id: int,
    dossiers: Sequence[str] = (),
    act_key: str | None = None,
) -> Call | None:
    """Call the next ticket to a counter; the one served there is done, with the dossiers received meanwhile.

    Answers None when nobody waits. The same `act_key` twice is one call. Refuses when another officer serves at
    this counter, or this officer at another.
    """
    now, today = clock.now(), clock.today()
    try:
        with act():
            _alone_at(counter)
            if act_key and (known := Call.objects.filter(act_key=act_key).first()):
                return known
            _end_what_runs(actor, counter, officer_id, now, dossiers)
            ticket = _take(counter, today, now)
            if ticket is None:
                return None
            return _begin(actor, ticket, counter, officer_id, now, act_key)
    except IntegrityError:
        if act_key and (known := Call.objects.filter(act_key=act_key).first()):
            wait_for_disk()
            return known
        raise Overtaken("Quầy này, hoặc chính ông/bà, vừa gọi một số khác. Mở lại trang để xem.") from None


def call_one(
    *, actor: Actor, counter: Counter, officer_id: int, ticket: Ticket, dossiers: Sequence[str] = ()
) -> Call:
    """Call a certain waiting ticket: somebody who came back, or who must not wait."""
    now = clock.now()
    try:
        with act():
            _alone_at(counter)
            _end_what_runs(actor, counter, officer_id, now, dossiers)
            mine = Ticket.objects.select_for_update().filter(
                pk=ticket.pk, agency=counter.agency, day=clock.today(),
                state__in=[TicketState.WAITING.value, TicketState.NO_SHOW.value],
            ).first()  # fmt: skip
            if mine is None:
                raise Overtaken(f"Số {ticket} vừa được quầy khác gọi.")
            return _begin(actor, mine, counter, officer_id, now, None)
    except IntegrityError:
        raise Overtaken("Quầy này, hoặc chính ông/bà, vừa gọi một số khác. Mở lại trang để xem.") from None


def call_again(*, actor: Actor, call: Call) -> None:
    """The same number once more: the display shows it anew."""
    with act():
        again = Call.objects.filter(pk=call.pk, ended_at=None).update(
            times=F("times") + 1, last_called_at=clock.now()
        )
        if not again:
            raise Overtaken("Lượt gọi này đã kết thúc.")
        record(
            actor, action="counters.call_again", kind="ticket", key=call.ticket_id, agency=call.agency.code
        )


def finish(*, actor: Actor, call: Call, dossiers: Sequence[str] = ()) -> None:
    """Served. `dossiers`: codes of what was received meanwhile."""
    with act():
        _end(actor, _running(call), Ending.DONE, clock.now(), dossiers)


def no_show(*, actor: Actor, call: Call) -> None:
    """Nobody came. Refuses before the number was called as often as the rule says."""
    with act():
        running = _running(call)
        least = int(rules_on(running.day, scopes=running.agency.chain)("queue.recalls_before_no_show"))
        if running.times < least:
            raise Refused(
                f"Mới gọi {running.times} lần. Gọi lại đến {least} lần rồi mới ghi vắng mặt.", field="call"
            )
        _end(actor, running, Ending.NO_SHOW, clock.now())


def skip(*, actor: Actor, call: Call) -> None:
    """Back to the end of the queue: the person lacks a paper, or asked for time."""
    with act():
        _end(actor, _running(call), Ending.SKIPPED, clock.now())


def transfer(*, actor: Actor, call: Call, kind: TicketKind) -> None:
    """To the queue of another kind, where the ticket keeps its number and the place of its first hour."""
    if kind.agency_id != call.agency_id or kind.last_day is not None:
        raise Refused("Chọn loại việc của cùng Bộ phận Một cửa.", field="kind")
    with act():
        running = _running(call)
        first = running.ticket.issued_at
        _end(actor, running, Ending.TRANSFERRED, clock.now())
        # They waited once already: in the other queue they stand where they would have stood.
        Ticket.objects.filter(pk=running.ticket_id).update(kind=kind, waiting_from=first)


def close_day(*, actor: Actor = SYSTEM, until: date, agency: Agency | None = None, reason: str) -> int:
    """Every ticket still open on or before a day is closed with the reason; answers how many. Safe to repeat."""
    now = clock.now()
    closing = Q(day__lte=until, state__in=[TicketState.WAITING.value, TicketState.CALLED.value])
    if agency is not None:
        closing &= Q(agency=agency)
    with act():
        open_now = list(Ticket.objects.select_for_update().filter(closing).select_related("agency"))
        if not open_now:
            return 0
        for call in Call.objects.filter(ticket__in=open_now, ended_at=None):
            served = _seconds(call.called_at, now) if call.day == clock.today() else 0
            Call.objects.filter(pk=call.pk).update(
                ended_at=now, ending=Ending.CLOSED.value, served_seconds=served
            )
        Ticket.objects.filter(pk__in=[one.pk for one in open_now]).update(
            state=TicketState.CLOSED.value, ended_at=now, close_reason=reason[:120]
        )
        record_many(
            Entry(actor, "counters.close", "ticket", str(one.pk), one.agency.code, {"reason": reason})
            for one in open_now
        )
    return len(open_now)


# --- inside an act ---


def _alone_at(counter: Counter) -> None:
    """Two presses at one counter come one after the other: the second sees what the first did."""
    Counter.objects.select_for_update(no_key=True).get(pk=counter.pk)


def _end_what_runs(
    actor: Actor, counter: Counter, officer_id: int, now: datetime, dossiers: Sequence[str]
) -> None:
    running = Call.objects.select_related("ticket", "agency", "counter", "officer").filter(ended_at=None)
    for call in running.filter(Q(counter=counter) | Q(officer=officer_id)):
        if call.officer_id != officer_id:
            raise Refused(
                f"{call.officer.name} đang phục vụ số {call.ticket} tại {counter}. Chọn quầy khác.",
                field="counter",
            )
        if call.counter_id != counter.pk:
            raise Refused(
                f"Ông/bà đang phục vụ số {call.ticket} tại {call.counter}. Kết thúc lượt đó trước.",
                field="counter",
            )
        _end(actor, call, Ending.DONE, now, dossiers)


def _take(counter: Counter, today: date, now: datetime) -> Ticket | None:
    ask = rules_on(today, scopes=counter.agency.chain)
    in_a_row = int(ask("queue.priority_in_a_row"))
    recent = Call.objects.filter(agency=counter.agency, day=today).order_by("-last_called_at", "-pk")
    order = lanes(list(recent.values_list("priority", flat=True)[:in_a_row]), in_a_row)
    due = now + timedelta(minutes=int(ask("queue.appointment_early_minutes")))
    waiting = waiting_for(counter, today)
    for lane in order:
        found = in_lane(waiting, lane, due).select_for_update(skip_locked=True, of=("self",)).first()
        if found is not None:
            return found
    # Nobody else waits: an appointment may be called before its hour.
    return waiting.order_by("appointment_at", "pk").select_for_update(skip_locked=True, of=("self",)).first()


def waiting_for(counter: Counter, day: date) -> QuerySet[Ticket]:
    """Tickets that wait on a day and that a counter may call."""
    kinds = list(Serving.objects.filter(counter=counter).values_list("kind_id", flat=True))
    waiting = Ticket.objects.filter(agency=counter.agency_id, day=day, state=TicketState.WAITING.value)
    return waiting.filter(kind__in=kinds) if kinds else waiting


def in_lane(waiting: QuerySet[Ticket], lane: Lane, due: datetime) -> QuerySet[Ticket]:
    """The tickets of one lane in their order; appointments count once their time has come (`due`)."""
    if lane is Lane.PRIORITY:
        return waiting.exclude(priority="").order_by("waiting_from", "pk")
    if lane is Lane.APPOINTMENT:
        return waiting.filter(priority="", appointment_at__lte=due).order_by("appointment_at", "pk")
    return waiting.filter(priority="", appointment_at=None).order_by("waiting_from", "pk")


def _begin(
    actor: Actor, ticket: Ticket, counter: Counter, officer_id: int, now: datetime, act_key: str | None
) -> Call:
    waited = _seconds(_waits_since(ticket), now) if ticket.state == TicketState.WAITING.value else 0
    Ticket.objects.filter(pk=ticket.pk).update(
        state=TicketState.CALLED.value, waited_seconds=F("waited_seconds") + waited, ended_at=None
    )
    call = Call.objects.create(
        ticket=ticket, agency_id=ticket.agency_id, day=ticket.day, counter=counter, officer_id=officer_id,
        called_at=now, last_called_at=now, priority=bool(ticket.priority), waited_seconds=waited,
        act_key=act_key,
    )  # fmt: skip
    detail = {"number": str(ticket), "counter": counter.number, "waited": waited}
    record(
        actor, action="counters.call", kind="ticket", key=ticket.pk, agency=counter.agency.code, detail=detail
    )
    return call


def _waits_since(ticket: Ticket) -> datetime:
    """A person waits from the last call's end; who came early for an appointment, from its hour."""
    last = Call.objects.filter(ticket=ticket.pk, ended_at__isnull=False).order_by("-ended_at").first()
    since = last.ended_at if last and last.ended_at else ticket.issued_at
    return max(since, ticket.appointment_at) if ticket.appointment_at else since


def _running(call: Call) -> Call:
    found = (
        Call.objects.select_for_update(of=("self",))
        .select_related("ticket", "agency")
        .filter(pk=call.pk, ended_at=None)
        .first()
    )
    if found is None:
        raise Overtaken("Lượt gọi này đã kết thúc.")
    return found


_AFTER = {
    Ending.DONE: TicketState.DONE,
    Ending.NO_SHOW: TicketState.NO_SHOW,
    Ending.SKIPPED: TicketState.WAITING,
    Ending.TRANSFERRED: TicketState.WAITING,
}


def _end(actor: Actor, call: Call, ending: Ending, now: datetime, dossiers: Sequence[str] = ()) -> None:
    # Time spent calling somebody who never came is no service.
    served = 0 if ending in (Ending.NO_SHOW, Ending.SKIPPED) else _seconds(call.called_at, now)
    ended = Call.objects.filter(pk=call.pk, ended_at=None).update(
        ended_at=now, ending=ending.value, served_seconds=served
    )
    if not ended:
        raise Overtaken("Lượt gọi này đã kết thúc.")
    after = _AFTER[ending]
    over = after is not TicketState.WAITING
    changes: dict[str, object] = {"state": after.value, "served_seconds": F("served_seconds") + served}
    changes |= {"ended_at": now} if over else {"waiting_from": now}
    Ticket.objects.filter(pk=call.ticket_id).update(**changes)
    _link(call.ticket, dossiers)
    detail = {"ending": ending.value, "served": served, "dossiers": list(dossiers)}
    record(
        actor,
        action="counters.end",
        kind="ticket",
        key=call.ticket_id,
        agency=call.agency.code,
        detail=detail,
    )


def _link(ticket: Ticket, codes: Iterable[str]) -> None:
    rows = [TicketDossier(ticket=ticket, code=code) for code in codes]
    if rows:
        TicketDossier.objects.bulk_create(rows, ignore_conflicts=True)


def _seconds(first: datetime, last: datetime) -> int:
    return max(int((last - first).total_seconds()), 0)
