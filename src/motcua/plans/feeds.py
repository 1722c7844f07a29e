"""An officer's due dates in the calendar of their telephone: a secret address, iCalendar text (RFC 5545)."""

import hashlib
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from motcua.audit.record import record
from motcua.datastore.writing import act
from motcua.kernel import clock
from motcua.kernel.people import Actor
from motcua.plans.enums import PlanState, TaskState
from motcua.plans.models import CalendarFeed, Occurrence

_LONGEST_LINE = 75  # octets, RFC 5545 3.1
_OPEN = (TaskState.TO_DO.value, TaskState.DOING.value)


@dataclass(frozen=True, slots=True)
class Entry:
    """A day on which something is due."""

    uid: str
    day: date
    title: str
    words: str = ""
    url: str = ""


def make_feed(staff_id: int, *, actor: Actor) -> str:
    """A new secret for an officer's calendar address; the one before stops working. Shown once, kept as a hash."""
    secret = secrets.token_urlsafe(32)
    with act():
        _end(staff_id)
        CalendarFeed.objects.create(staff_id=staff_id, secret_hash=_hash(secret), made_at=clock.now())
        record(actor, action="plans.make_feed", kind="staff", key=staff_id, agency=actor.agency)
    return secret


def revoke_feed(staff_id: int, *, actor: Actor) -> None:
    """The calendar address stops working."""
    with act():
        _end(staff_id)
        record(actor, action="plans.revoke_feed", kind="staff", key=staff_id, agency=actor.agency)


def feed_behind(secret: str) -> CalendarFeed | None:
    """The feed of a secret, while it is not revoked and its officer still works here."""
    found = CalendarFeed.objects.filter(secret_hash=_hash(secret), revoked_at=None)
    feed = found.select_related("staff").first()
    if feed is None or (feed.staff.last_day is not None and feed.staff.last_day < clock.today()):
        return None
    return feed


def dates_of(staff_id: int) -> list[Occurrence]:
    """The open dates of the tasks an officer holds, from a year back on."""
    since = clock.today() - timedelta(days=366)
    rows = Occurrence.objects.filter(
        task__holder_id=staff_id, task__state__in=_OPEN, task__plan__state=PlanState.CONFIRMED.value,
        done_on=None, due_date__gte=since,
    )  # fmt: skip
    return list(rows.select_related("task__plan").order_by("due_date", "task_id"))


def as_icalendar(entries: Iterable[Entry], *, name: str, made_at: datetime) -> bytes:
    """All-day events in UTF-8, lines folded at 75 octets and ended by CRLF."""
    stamp = made_at.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
    lines = [
        "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Mot Cua//Ke hoach//VI", "CALSCALE:GREGORIAN",
        f"X-WR-CALNAME:{_escaped(name)}",
    ]  # fmt: skip
    for entry in entries:
        lines += [
            "BEGIN:VEVENT", f"UID:{_escaped(entry.uid)}", f"DTSTAMP:{stamp}",
            f"DTSTART;VALUE=DATE:{entry.day:%Y%m%d}", f"DTEND;VALUE=DATE:{entry.day + timedelta(days=1):%Y%m%d}",
            f"SUMMARY:{_escaped(entry.title)}",
        ]  # fmt: skip
        lines += [f"DESCRIPTION:{_escaped(entry.words)}"] if entry.words else []
        lines += [f"URL:{entry.url}"] if entry.url else []
        lines += ["TRANSP:TRANSPARENT", "END:VEVENT"]
    lines.append("END:VCALENDAR")
    return b"".join(_folded(line) for line in lines)


def _escaped(text: str) -> str:
    text = text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return text.replace("\r\n", "\\n").replace("\n", "\\n").replace("\r", "")


def _folded(line: str) -> bytes:
    """A character is never cut in two: the fold comes before one that does not fit."""
    parts, current = [], b""
    for character in line:
        octets = character.encode()
        if len(current) + len(octets) > _LONGEST_LINE:
            parts.append(current)
            current = b" "
        current += octets
    return b"\r\n".join([*parts, current]) + b"\r\n"


def _end(staff_id: int) -> None:
    CalendarFeed.objects.filter(staff_id=staff_id, revoked_at=None).update(revoked_at=clock.now())


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
