"""Reads of the queue: for the officer who calls, the display, the person waiting, and the figures."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Q, QuerySet

from motcua.counters import rules
from motcua.counters.actions import waiting_for
from motcua.counters.enums import Ending, TicketState
from motcua.counters.models import Call, Kiosk, Serving, Ticket, TicketDossier, TicketKind
from motcua.kernel import clock
from motcua.organisation.models import Agency, Counter
from motcua.regimes.queries import rules_on

# Who called within this time is taken to be calling still.
_CALLING = timedelta(minutes=45)
_RECENT = 30


def kinds_of(agency: Agency) -> QuerySet[TicketKind]:
    """Kinds of tickets in use at a desk."""
    return TicketKind.objects.filter(agency=agency, last_day=None).select_related("agency").order_by("letter")


def kinds_served(counters: Iterable[Counter]) -> dict[int, list[TicketKind]]:
    """By counter, the kinds it is limited to; counters without limits are absent. One statement."""
    found: dict[int, list[TicketKind]] = {}
    for row in Serving.objects.filter(counter__in=list(counters), kind__last_day=None).select_related("kind"):
        found.setdefault(row.counter_id, []).append(row.kind)
    return found


def kiosks_of(agency: Agency) -> QuerySet[Kiosk]:
    """Machines of a desk that still give numbers."""
    return Kiosk.objects.filter(agency=agency, last_day=None).order_by("name")


def kiosk_with(key: str) -> Kiosk | None:
    """The machine that opened an address; None for a key unknown or withdrawn."""
    return Kiosk.objects.select_related("agency").filter(key=key, last_day=None).first()


def ticket_with(key: str) -> Ticket | None:
    """The ticket behind a QR."""
    return Ticket.objects.select_related("agency", "kind").filter(key=key.upper()).first()


def running_of(officer_id: int) -> Call | None:
    """The call an officer is serving now; one statement on an index of open calls."""
    return (
        Call.objects.select_related("ticket__kind", "counter", "agency")
        .filter(officer=officer_id, ended_at=None, day=clock.today())
        .first()
    )


def calls_running(agency: Agency, day: date) -> QuerySet[Call]:
    """Calls at a desk that have not ended, by counter."""
    return (
        Call.objects.select_related("ticket", "counter", "officer")
        .filter(agency=agency, day=day, ended_at=None)
        .order_by("counter__number")
    )


def latest_calls(agency: Agency, day: date, many: int = 6) -> QuerySet[Call]:
    """What the display shows below: the last calls, the newest first."""
    calls = Call.objects.select_related("ticket", "counter").filter(agency=agency, day=day)
    return calls.order_by("-last_called_at", "-pk")[:many]


def in_order(counter: Counter, day: date, at: datetime) -> list[Ticket]:
    """Who waits for a counter, about in the order of calling: priority, appointments due, ordinary, the rest.

    Three statements.
    """
    early = int(rules_on(day, scopes=counter.agency.chain)("queue.appointment_early_minutes"))
    due = at + timedelta(minutes=early)

    def place(ticket: Ticket) -> tuple[int, datetime, int]:
        if ticket.priority:
            return 0, ticket.waiting_from, ticket.pk
        if ticket.appointment_at is None:
            return 2, ticket.waiting_from, ticket.pk
        return (1 if ticket.appointment_at <= due else 3), ticket.appointment_at, ticket.pk

    return sorted(waiting_for(counter, day).select_related("kind"), key=place)


def absent_today(agency: Agency, day: date) -> QuerySet[Ticket]:
    """Numbers called in vain: whoever comes back is called once more."""
    return Ticket.objects.filter(agency=agency, day=day, state=TicketState.NO_SHOW.value).order_by(
        "-ended_at"
    )


def waiting_by_kind(agency: Agency, day: date) -> dict[int, int]:
    """How many wait for each kind. One statement."""
    found: dict[int, int] = {}
    waiting = Ticket.objects.filter(agency=agency, day=day, state=TicketState.WAITING.value)
    for kind in waiting.values_list("kind_id", flat=True):
        found[kind] = found.get(kind, 0) + 1
    return found


def dossiers_of(ticket: Ticket) -> list[str]:
    """Codes of dossiers received for a ticket."""
    return list(TicketDossier.objects.filter(ticket=ticket).order_by("pk").values_list("code", flat=True))


def ticket_of_dossier(code: str) -> Ticket | None:
    """The ticket a dossier was received with."""
    row = TicketDossier.objects.select_related("ticket").filter(code=code).first()
    return row.ticket if row else None


def estimate_for(ticket: Ticket) -> rules.Estimate:
    """How many are before a waiting ticket, and about how long it still takes. Four statements.

    Ahead: those of the same kind whom the lanes call before; priority people yet to come are not foreseen.
    """
    now = clock.now()
    same = Ticket.objects.filter(
        agency=ticket.agency_id, day=ticket.day, kind=ticket.kind_id, state=TicketState.WAITING.value
    ).exclude(pk=ticket.pk)
    earlier = Q(waiting_from__lt=ticket.waiting_from) | Q(waiting_from=ticket.waiting_from, pk__lt=ticket.pk)
    if ticket.priority:
        ahead = same.exclude(priority="").filter(earlier).count()
    elif ticket.appointment_at:
        ahead = same.filter(~Q(priority="") | Q(appointment_at__lt=ticket.appointment_at)).count()
    else:
        ahead = same.filter(
            ~Q(priority="") | Q(appointment_at__lte=now) | (Q(appointment_at=None) & earlier)
        ).count()
    return rules.estimate(ahead, recent_service(ticket.agency_id, ticket.day), counters_calling(ticket))


def recent_service(agency_id: int, day: date) -> list[int]:
    """Seconds of the last calls of the day that ended with service."""
    calls = Call.objects.filter(
        agency=agency_id, day=day, ending__in=[Ending.DONE.value, Ending.TRANSFERRED.value]
    )
    return list(calls.order_by("-last_called_at").values_list("served_seconds", flat=True)[:_RECENT])


def counters_calling(ticket: Ticket) -> int:
    """How many counters that call tickets of this kind have called lately."""
    since = clock.now() - _CALLING
    calling = set(
        Call.objects.filter(agency=ticket.agency_id, day=ticket.day)
        .filter(Q(ended_at=None) | Q(last_called_at__gte=since))
        .values_list("counter_id", flat=True)
    )
    limited: dict[int, set[int]] = {}
    for counter, kind in Serving.objects.filter(counter__in=calling).values_list("counter_id", "kind_id"):
        limited.setdefault(counter, set()).add(kind)
    return sum(ticket.kind_id in limited.get(counter, {ticket.kind_id}) for counter in calling)


# --- figures ---


@dataclass(frozen=True, slots=True)
class Part:
    """Waiting and service of a part of the queue: an hour, a counter, a kind."""

    name: str
    waiting: rules.Times
    service: rules.Times


@dataclass(frozen=True, slots=True)
class Figures:
    """The queue of a desk over some days. Waiting is the sum of all waits of one ticket until it was served."""

    issued: int
    served: int
    absent: int
    closed: int
    priority: int
    linked: int
    within: int
    minutes_at_most: int
    waiting: rules.Times
    service: rules.Times
    hours: tuple[Part, ...]
    counters: tuple[Part, ...]
    kinds: tuple[Part, ...]


def figures(agency: Agency, first: date, last: date) -> Figures:
    """Mean, 90th percentile and longest of waiting and of service, whole, by hour of issue, counter and kind.

    Six statements; the times of the days asked for are read into memory (a desk gives some hundreds a day).
    """
    days = Q(agency=agency, day__range=(first, last))
    tickets = list(
        Ticket.objects.filter(days).values_list(
            "issued_at", "kind__letter", "kind__name", "state", "waited_seconds", "served_seconds", "priority"
        )
    )
    done = [row for row in tickets if row[3] == TicketState.DONE.value]
    calls = Call.objects.filter(days, ending__in=[Ending.DONE.value, Ending.TRANSFERRED.value])
    by_counter: dict[tuple[int, str], list[tuple[int, int]]] = {}
    for number, name, waited, served in calls.values_list(
        "counter__number", "counter__name", "waited_seconds", "served_seconds"
    ):
        by_counter.setdefault((number, name), []).append((waited, served))
    most = int(rules_on(last, scopes=agency.chain)("waiting.minutes_at_most"))
    by_hour: dict[int, list[tuple[int, int]]] = {}
    by_kind: dict[tuple[str, str], list[tuple[int, int]]] = {}
    for issued_at, letter, name, _, waited, served, _ in done:
        by_hour.setdefault(clock.local(issued_at).hour, []).append((waited, served))
        by_kind.setdefault((letter, name), []).append((waited, served))
    states = [row[3] for row in tickets]
    return Figures(
        issued=len(tickets),
        served=len(done),
        absent=states.count(TicketState.NO_SHOW.value),
        closed=states.count(TicketState.CLOSED.value),
        priority=sum(bool(row[6]) for row in tickets),
        linked=TicketDossier.objects.filter(ticket__agency=agency, ticket__day__range=(first, last)).count(),
        within=sum(row[4] <= most * 60 for row in done),
        minutes_at_most=most,
        waiting=rules.times(row[4] for row in done),
        service=rules.times(row[5] for row in done),
        hours=tuple(_part(f"{hour:02d}–{hour + 1:02d} giờ", by_hour[hour]) for hour in sorted(by_hour)),
        counters=tuple(_part(f"Quầy {key[0]}. {key[1]}", by_counter[key]) for key in sorted(by_counter)),
        kinds=tuple(_part(f"{key[0]}. {key[1]}", by_kind[key]) for key in sorted(by_kind)),
    )


def _part(name: str, pairs: list[tuple[int, int]]) -> Part:
    return Part(name, rules.times(pair[0] for pair in pairs), rules.times(pair[1] for pair in pairs))
