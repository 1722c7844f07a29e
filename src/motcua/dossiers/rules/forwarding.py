"""When the desk must pass a dossier on, and when it must have received one filed online. Pure.

Passed on the same working day; what comes after the cut-off goes at the start of the next one (NĐ 61/2018 Điều 18,
NĐ 309/2026 Điều 9). Filed online: received within so many working days, else it counts as late reception
(NĐ 118/2025 Điều 17–18 as applied). Moments are local wall clock.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from motcua.worktime.calendar import Calendar


@dataclass(frozen=True, slots=True)
class DeskTerms:
    """The dated rules of the desk: the cut-off, the hours of the next day left for passing on, days to receive."""

    cutoff: time = time(15, 0)
    next_day_hours: float = 1
    reception_days: int = 1


def forward_due(received: datetime, calendar: Calendar, terms: DeskTerms) -> datetime:
    """Until when a dossier received at a moment must be passed on."""
    day = received.date()
    if calendar.is_working(day) and received <= _last_for_today(day, calendar, terms):
        return calendar.closing(day)
    return _start_of(calendar.working_day_after(day, 1), calendar, terms)


def late_if_received_by(now: datetime, calendar: Calendar, terms: DeskTerms) -> datetime:
    """The moment up to which whatever was received and is still not passed on is late at `now`.

    The same answer as `forward_due(received) < now`, for a whole list at once.
    """
    day = now.date()
    if calendar.is_working(day):
        if now > calendar.closing(day):
            return _last_for_today(day, calendar, terms)
        if now > _start_of(day, calendar, terms):
            return datetime.combine(day, time()) - timedelta(microseconds=1)
    return _last_for_today(calendar.working_day_before(day, 1), calendar, terms)


def reception_due(offered: datetime, calendar: Calendar, terms: DeskTerms) -> date:
    """The last day on which a dossier that waits since a moment is received in time; that day is not counted."""
    return calendar.working_day_after(offered.date(), terms.reception_days)


def late_if_offered_before(today: date, calendar: Calendar, terms: DeskTerms) -> date:
    """What has waited since before this day, and is not received today, is late reception."""
    return calendar.working_day_before(today, terms.reception_days)


def _last_for_today(day: date, calendar: Calendar, terms: DeskTerms) -> datetime:
    """The last moment whose dossiers go the same day; on a half-day the office closes before the cut-off."""
    return min(datetime.combine(day, terms.cutoff), calendar.closing(day))


def _start_of(day: date, calendar: Calendar, terms: DeskTerms) -> datetime:
    return calendar.add_seconds(calendar.opening(day), int(terms.next_day_hours * 3600))
