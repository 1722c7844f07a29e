"""Who sits at which counter on which half day: laid out for a span, holes seen, a reserve put in (REQ O4)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db.models import QuerySet

from motcua.audit.record import record
from motcua.datastore.writing import act
from motcua.kernel import clock
from motcua.kernel.people import Actor
from motcua.kernel.refusals import Refused
from motcua.kernel.text import squeeze
from motcua.organisation.dated import lasting, overlapping
from motcua.organisation.desk_enums import Session
from motcua.organisation.enums import Role
from motcua.organisation.models import (
    Absence,
    Agency,
    Counter,
    DeskAssignment,
    RoleGrant,
    RosterSlot,
    Staff,
)
from motcua.organisation.premises import counters_of
from motcua.worktime.calendar import Calendar
from motcua.worktime.queries import calendars_for

LONGEST = timedelta(days=366)
_NOON = 12 * 3600


def sessions_of(calendar: Calendar, day: date) -> tuple[Session, ...]:
    """The half days worked on a day: those that begin before noon, those that end after it."""
    hours = calendar.sessions(day)
    found = []
    if any(each.opens < _NOON for each in hours):
        found.append(Session.MORNING)
    if any(each.closes > _NOON + 1800 for each in hours):
        found.append(Session.AFTERNOON)
    return tuple(found)


def working_halves(agency: Agency, first: date, last: date) -> list[tuple[date, Session]]:
    """Every half day worked between two days, both included. Refuses a year without a calendar."""
    calendars = calendars_for(agency.chain)
    days = (date.fromordinal(number) for number in range(first.toordinal(), last.toordinal() + 1))
    return [
        (day, session)
        for day in days
        if (calendar := calendars.on(day)).is_working(day)
        for session in sessions_of(calendar, day)
    ]


def lay_out(
    *,
    actor: Actor,
    counter: Counter,
    staff: Staff,
    first: date,
    last: date,
    sessions: Sequence[Session] = tuple(Session),
    weekdays: Iterable[int] = range(7),
) -> int:
    """Seat an officer at a counter on the working half days of a span; answers how many.

    Half days already taken, by the counter or by the officer, stay as they are. Refuses reversed or too long
    spans, an officer not employed all the while, and a span in which nothing is left to seat.
    """
    if last < first or last - first > LONGEST:
        raise Refused("Chọn khoảng ngày từ trước đến sau, nhiều nhất một năm.", field="last")
    if staff.first_day > first or (staff.last_day and staff.last_day < last):
        raise Refused(f"{staff.name} không làm việc suốt thời gian này.", field="staff")
    wanted = {
        half
        for half in working_halves(counter.agency, first, last)
        if half[1] in sessions and half[0].weekday() in set(weekdays)
    }
    with act():
        near = RosterSlot.objects.filter(day__range=(first, last))
        taken = {
            (day, Session(session))
            for day, session in (
                *near.filter(counter=counter).values_list("day", "session"),
                *near.filter(staff=staff).values_list("day", "session"),
            )
        }
        made = [
            RosterSlot(counter=counter, day=day, session=session.value, staff=staff)
            for day, session in sorted(wanted - taken)
        ]
        if not made:
            raise Refused(
                "Không còn buổi nào trống trong khoảng này cho quầy và cán bộ đã chọn.", field="first"
            )
        RosterSlot.objects.bulk_create(made)
        detail = {
            "counter": counter.number,
            "from": first.isoformat(),
            "to": last.isoformat(),
            "many": len(made),
        }
        record(
            actor, action="organisation.lay_out_roster", kind="staff", key=staff.pk,
            agency=counter.agency.code, detail=detail,
        )  # fmt: skip
    return len(made)


def clear(*, actor: Actor, slot: RosterSlot) -> None:
    """Nobody sits there any more: a hole. Refuses a day gone by: who sat there is kept."""
    if slot.day < clock.today():
        raise Refused(
            f"Buổi {slot.day:%d/%m/%Y} đã qua nên không bỏ được. Nếu người khác đã trực thay, sửa người trực.",
            field="slot",
        )
    with act():
        RosterSlot.objects.filter(pk=slot.pk).delete()
        record(
            actor, action="organisation.clear_roster", kind="staff", key=slot.staff_id,
            agency=slot.counter.agency.code, detail={"day": slot.day.isoformat(), "session": slot.session},
        )  # fmt: skip


def stand_in(
    *, actor: Actor, slot: RosterSlot, reserve: Staff, note: str = "", rest_of_day: bool = True
) -> int:
    """A reserve takes the place of whoever cannot come; `rest_of_day`: their later half day too.

    Answers how many half days. Refuses somebody who sits elsewhere or is away at that time.
    """
    with act():
        mine = RosterSlot.objects.filter(day=slot.day, staff=slot.staff_id)
        whole_day = rest_of_day and slot.session == Session.MORNING.value
        slots = [one for one in mine if whole_day or one.pk == slot.pk]
        busy = RosterSlot.objects.filter(
            day=slot.day, staff=reserve, session__in=[one.session for one in slots]
        ).first()
        if busy:
            raise Refused(
                f"{reserve.name} đã có lịch buổi {Session(busy.session).label.lower()} hôm đó. Chọn người khác.",
                field="reserve",
            )
        if Absence.objects.filter(staff=reserve, first_day__lte=slot.day, last_day__gte=slot.day).exists():
            raise Refused(f"{reserve.name} cũng vắng hôm đó. Chọn người khác.", field="reserve")
        RosterSlot.objects.filter(pk__in=[one.pk for one in slots]).update(
            staff=reserve, instead_of=slot.instead_of_id or slot.staff_id, note=squeeze(note)[:300]
        )
        detail = {"instead_of": slot.staff_id, "day": slot.day.isoformat(), "many": len(slots)}
        record(
            actor, action="organisation.stand_in", kind="staff", key=reserve.pk,
            agency=slot.counter.agency.code, detail=detail,
        )  # fmt: skip
    return len(slots)


def note_absence(*, actor: Actor, staff: Staff, first_day: date, last_day: date, reason: str) -> Absence:
    """An officer cannot come on some days; what the roster says of them becomes a hole."""
    if last_day < first_day:
        raise Refused("Ngày cuối phải từ ngày đầu trở đi.", field="last_day")
    with act():
        row = Absence.objects.create(
            staff=staff, first_day=first_day, last_day=last_day, reason=squeeze(reason)[:120] or "Nghỉ"
        )
        detail = {"from": first_day.isoformat(), "to": last_day.isoformat()}
        record(
            actor, action="organisation.note_absence", kind="staff", key=staff.pk,
            agency=staff.agency.code, detail=detail,
        )  # fmt: skip
    return row


def end_absence(*, actor: Actor, absence: Absence) -> None:
    """Somebody is back earlier: absent until yesterday."""
    with act():
        yesterday = clock.today() - timedelta(days=1)
        if absence.first_day > yesterday:
            Absence.objects.filter(pk=absence.pk).delete()
        else:
            Absence.objects.filter(pk=absence.pk).update(last_day=yesterday)
        record(
            actor, action="organisation.end_absence", kind="staff", key=absence.staff_id,
            agency=absence.staff.agency.code,
        )  # fmt: skip


# --- reads ---


@dataclass(frozen=True, slots=True)
class Cell:
    """One half day at a counter. A hole has nobody, or somebody who is away."""

    day: date
    session: Session
    counter: Counter
    slot: RosterSlot | None = None
    away: bool = False

    @property
    def hole(self) -> bool:
        """Whether nobody will sit there as things stand."""
        return self.slot is None or self.away


@dataclass(frozen=True, slots=True)
class Sheet:
    """The roster of a span: half days down, counters across."""

    counters: tuple[Counter, ...]
    rows: tuple[tuple[date, Session, tuple[Cell, ...]], ...] = field(default=())

    @property
    def holes(self) -> int:
        """How many half days at counters have nobody."""
        return sum(cell.hole for _, _, cells in self.rows for cell in cells)


def sheet(agency: Agency, first: date, last: date) -> Sheet:
    """The roster of a desk between two days; five statements."""
    counters = tuple(counters_of(agency, last))
    slots = {
        (slot.counter_id, slot.day, slot.session): slot
        for slot in RosterSlot.objects.filter(
            counter__in=counters, day__range=(first, last)
        ).select_related("staff", "instead_of")
    }  # fmt: skip
    away = absent(agency, first, last)
    rows = []
    for day, session in working_halves(agency, first, last):
        cells = []
        for counter in counters:
            slot = slots.get((counter.pk, day, session.value))
            gone = slot is not None and any(
                begins <= day <= ends for begins, ends in away.get(slot.staff_id, ())
            )
            cells.append(Cell(day, session, counter, slot, gone))
        rows.append((day, session, tuple(cells)))
    return Sheet(counters, tuple(rows))


def absent(agency: Agency, first: date, last: date) -> dict[int, list[tuple[date, date]]]:
    """Days off of each officer of the agency, or put at its desk, in a span."""
    assigned = DeskAssignment.objects.filter(agency=agency).values("staff_id")
    rows = Absence.objects.filter(overlapping(first, last)).filter(staff__agency=agency) | (
        Absence.objects.filter(overlapping(first, last), staff__in=assigned)
    )
    found: dict[int, list[tuple[date, date]]] = {}
    for staff, begins, ends in rows.values_list("staff_id", "first_day", "last_day"):
        found.setdefault(staff, []).append((begins, ends))
    return found


def absences(agency: Agency, day: date) -> QuerySet[Absence]:
    """Absences of the agency's officers that have not ended, the nearest first."""
    assigned = DeskAssignment.objects.filter(lasting(day), agency=agency).values("staff_id")
    rows = Absence.objects.filter(last_day__gte=day)
    return (
        (rows.filter(staff__agency=agency) | rows.filter(staff__in=assigned))
        .select_related("staff__agency")
        .order_by("first_day", "pk")
    )


@dataclass(frozen=True, slots=True)
class Reserve:
    """Somebody free to stand in: whether put at the desk as reserve, and whether they hold the reception role."""

    staff: Staff
    reserve: bool
    receives: bool
    skills: str = ""


def reserves_for(slot: RosterSlot) -> list[Reserve]:
    """Who is free for a half day: reserves with the reception role first, then others who receive."""
    agency, day = slot.counter.agency, slot.day
    assigned = {row.staff_id: row for row in DeskAssignment.objects.filter(lasting(day), agency=agency)}
    roles = RoleGrant.objects.filter(
        lasting(day), agency=agency, role__in=[Role.RECEPTION.value, Role.POSTAL.value]
    )
    receiving = set(roles.values_list("staff_id", flat=True))
    busy = set(RosterSlot.objects.filter(day=day, session=slot.session).values_list("staff_id", flat=True))
    away = Absence.objects.filter(first_day__lte=day, last_day__gte=day).values_list("staff_id", flat=True)
    free = Staff.objects.filter(lasting(day), pk__in=set(assigned) | receiving).exclude(
        pk__in=busy | set(away)
    )
    found = [
        Reserve(
            one, one.pk in assigned and assigned[one.pk].reserve, one.pk in receiving,
            assigned[one.pk].skills if one.pk in assigned else "",
        )
        for one in free.exclude(pk=slot.staff_id)
    ]  # fmt: skip
    return sorted(found, key=lambda one: (not one.receives, not one.reserve, one.staff.name_key))


def seat_of(staff_id: int, day: date, session: Session) -> Counter | None:
    """The counter an officer sits at on a half day."""
    slot = (
        RosterSlot.objects.filter(staff=staff_id, day=day, session=session.value)
        .select_related("counter")
        .first()
    )
    return slot.counter if slot else None


def seats_of(staff_id: int, first: date, last: date) -> QuerySet[RosterSlot]:
    """Where an officer sits in a span, in order of time."""
    rows = RosterSlot.objects.filter(staff=staff_id, day__range=(first, last))
    # «afternoon» sorts before «morning»: the later word names the earlier half.
    return rows.select_related("counter").order_by("day", "-session")
