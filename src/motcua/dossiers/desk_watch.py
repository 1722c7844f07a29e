"""What a desk is late with: passing on after the cut-off, receiving what came online, opinions nobody gave.

Also dossiers that lie with somebody who has left.
"""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, F, Q, QuerySet
from django.db.models.functions import Coalesce

from motcua.dossiers.enums import OPEN_STATES, Act, Channel, State
from motcua.dossiers.lateness_models import CalendarGap
from motcua.dossiers.law import desk_terms
from motcua.dossiers.models import Dossier, Event, Opinion
from motcua.dossiers.rules.forwarding import (
    DeskTerms,
    forward_due,
    late_if_offered_before,
    late_if_received_by,
    reception_due,
)
from motcua.kernel import clock
from motcua.kernel.periods import Period
from motcua.kernel.refusals import Refused
from motcua.organisation.access import paths_where
from motcua.organisation.enums import Right
from motcua.organisation.models import Agency, Staff
from motcua.organisation.rules import Officer
from motcua.regimes.queries import rules_on
from motcua.worktime.calendar import Calendar
from motcua.worktime.queries import calendar_for

_RUNNING = sorted(OPEN_STATES)


@dataclass(frozen=True, slots=True)
class DeskClock:
    """The clocks of one desk at one moment; three statements to make."""

    agency: Agency
    calendar: Calendar
    terms: DeskTerms
    now: datetime

    @property
    def today(self) -> date:
        return clock.local_day(self.now)

    def forward_due(self, dossier: Dossier) -> datetime | None:
        """Until when a received dossier must be passed on (aware); None before receipt."""
        if dossier.received_at is None:
            return None
        return _aware(forward_due(_wall(dossier.received_at), self.calendar, self.terms))

    def reception_due(self, dossier: Dossier) -> date:
        """The last day to receive a dossier filed online in time."""
        return reception_due(_wall(dossier.offered_at or dossier.filed_at), self.calendar, self.terms)


def desk_clock(agency: Agency, now: datetime | None = None) -> DeskClock:
    """The clocks of an agency's desk now."""
    now = now or clock.now()
    day = clock.local_day(now)
    terms = desk_terms(rules_on(day, scopes=agency.chain))
    return DeskClock(agency, calendar_for(agency.chain, day), terms, now)


def not_passed_on(agency: Agency) -> QuerySet[Dossier]:
    """Received and still with the desk, the oldest first."""
    return (
        Dossier.objects.filter(
            agency=agency, state=State.RECEIVED.value, step=0, clock_started_at__isnull=False
        )
        .select_related("procedure", "receiver", "agency")
        .order_by("received_at")
    )


def late_to_pass_on(desk: DeskClock) -> QuerySet[Dossier]:
    """Of those, the ones that should have been passed on (NĐ 61/2018 Điều 18)."""
    by = late_if_received_by(_wall(desk.now), desk.calendar, desk.terms)
    return not_passed_on(desk.agency).filter(received_at__lte=_aware(by))


def waiting_online(agency: Agency) -> QuerySet[Dossier]:
    """Filed online and not received yet, the longest waiting first; `offered` is since when."""
    return (
        Dossier.objects.filter(desk=agency, state=State.SUBMITTED.value, channel=Channel.ONLINE.value)
        .annotate(offered=Coalesce(F("offered_at"), F("filed_at")))
        .select_related("procedure", "agency")
        .order_by("offered")
    )


def late_to_receive(desk: DeskClock) -> QuerySet[Dossier]:
    """Of those, the ones that count as late reception today (NĐ 118/2025 Điều 17–18 as applied)."""
    before = late_if_offered_before(desk.today, desk.calendar, desk.terms)
    start = clock.at_local(before, 0)
    since = Q(offered_at__lt=start) | Q(offered_at=None, filed_at__lt=start)
    return waiting_online(desk.agency).filter(since)


def received_late(agency: Agency, period: Period) -> int:
    """How many dossiers filed online were received late in a period, as each receipt wrote down."""
    receipts = Event.objects.filter(
        act=Act.RECEIVE.value,
        dossier__agency=agency,
        dossier__received_on__gte=period.first,
        dossier__received_on__lte=period.last,
        detail__has_key="late_reception",
    )
    return receipts.count()


def overdue_opinions(agency: Agency) -> QuerySet[Opinion]:
    """Opinions past their due date without an answer: to be reported and recorded (NĐ 61/2018 Điều 19.5)."""
    return (
        Opinion.objects.filter(
            dossier__agency=agency, dossier__state__in=_RUNNING, dossier__opinions_open__gt=0, answered_at=None,
            missed_at=None, due_on__lt=clock.today(),
        )
        .select_related("dossier__procedure")
        .order_by("due_on")
    )  # fmt: skip


def with_somebody_gone(agency: Agency) -> QuerySet[Dossier]:
    """Running dossiers whose holder no longer works: to be assigned anew."""
    return (
        Dossier.objects.filter(agency=agency, state__in=_RUNNING, holder__last_day__lt=clock.today())
        .select_related("procedure", "holder", "agency")
        .order_by("due_date")
    )


def holders_gone(agency: Agency) -> list[tuple[Staff, int]]:
    """Who no longer works and still holds running dossiers of an agency, with how many; two statements."""
    rows = with_somebody_gone(agency).order_by().values("holder").annotate(many=Count("pk"))
    many = {row["holder"]: row["many"] for row in rows}
    people = Staff.objects.filter(pk__in=many).select_related("agency").order_by("name_key", "pk")
    return [(one, many[one.pk]) for one in people]


def calendar_gaps(agency: Agency) -> list[CalendarGap]:
    """Years in which a due date was asked for and whose calendar is still missing, for who administers an agency."""
    return _still_open(Q(agency__path__startswith=agency.path))


def calendar_gaps_for(officer: Officer) -> list[CalendarGap]:
    """The same wherever an officer administers, for the first page; no statement for others."""
    if not officer.may_anywhere(Right.ADMINISTER):
        return []
    return _still_open(paths_where(officer, Right.ADMINISTER, field="agency__path"))


def _still_open(where: Q) -> list[CalendarGap]:
    found = CalendarGap.objects.filter(where).select_related("agency").order_by("year", "agency__path")
    return [gap for gap in found if _still_missing(gap)]


def _still_missing(gap: CalendarGap) -> bool:
    try:
        calendar_for(gap.agency.chain, clock.today()).is_working(date(gap.year, 6, 1))
    except Refused:
        return True
    return False


def _wall(moment: datetime) -> datetime:
    return clock.local(moment).replace(tzinfo=None)


def _aware(wall: datetime) -> datetime:
    return wall.replace(tzinfo=clock.LOCAL)
