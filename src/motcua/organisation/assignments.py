"""Who is put at a desk, for which term, as main or reserve, and from which body (REQ O4, O9)."""

from collections import Counter as Tally
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import QuerySet

from motcua.audit.record import record
from motcua.datastore.writing import act
from motcua.kernel.people import Actor
from motcua.kernel.refusals import Refused
from motcua.kernel.text import squeeze
from motcua.organisation.dated import lasting, overlapping
from motcua.organisation.desk_enums import Belonging, Position
from motcua.organisation.enums import Level, Role
from motcua.organisation.models import Agency, DeskAssignment, RoleGrant, Staff
from motcua.regimes.queries import rules_on


@dataclass(frozen=True, slots=True, kw_only=True)
class NewAssignment:
    """A decision to put somebody at a desk. `last_day` None: without end."""

    staff: Staff
    belonging: Belonging
    position: Position
    decision: str
    decided_on: date
    first_day: date
    last_day: date | None = None
    posted_from: str = ""
    full_time: bool = True
    planned_leader: bool = False
    reserve: bool = False
    skills: str = ""
    exception: str = ""


def months_between(first: date, last: date) -> float:
    """Length of a term in months; a term from the 1st to the last of the sixth month is 6."""
    after = last + timedelta(days=1)
    whole = (after.year - first.year) * 12 + after.month - first.month
    return whole + (after.day - first.day) / 31


def assign(*, actor: Actor, agency: Agency, given: NewAssignment) -> DeskAssignment:
    """Put somebody at a desk.

    Refuses without a decision, with a second term over the same days, a posting without its body, a posting
    shorter or longer than the rule of the day allows unless the exception is reasoned, and one head or deputy
    too many.
    """
    _check(agency, given)
    with act():
        same = DeskAssignment.objects.filter(
            overlapping(given.first_day, given.last_day), agency=agency, staff=given.staff
        ).first()
        if same:
            raise Refused(
                f"{given.staff.name} đã được phân công từ {same.first_day:%d/%m/%Y}. Kết thúc đợt đó trước.",
                field="first_day",
            )
        _check_leaders(agency, given)
        row = DeskAssignment.objects.create(
            agency=agency, staff=given.staff, belonging=given.belonging.value,
            posted_from=squeeze(given.posted_from), position=given.position.value,
            decision=squeeze(given.decision), decided_on=given.decided_on, first_day=given.first_day,
            last_day=given.last_day, exception=squeeze(given.exception), full_time=given.full_time,
            planned_leader=given.planned_leader, reserve=given.reserve, skills=squeeze(given.skills),
        )  # fmt: skip
        detail = {
            "position": row.position, "belonging": row.belonging, "from": row.first_day.isoformat(),
            "to": row.last_day.isoformat() if row.last_day else "", "reserve": row.reserve,
        }  # fmt: skip
        record(
            actor, action="organisation.assign_to_desk", kind="staff", key=given.staff.pk,
            agency=agency.code, detail=detail,
        )  # fmt: skip
    return row


def end_assignment(*, actor: Actor, assignment: DeskAssignment, last_day: date, reason: str) -> None:
    """A term ends earlier than decided."""
    if not reason.strip():
        raise Refused("Ghi lý do kết thúc sớm.", field="reason")
    if last_day < assignment.first_day or (assignment.last_day and last_day > assignment.last_day):
        raise Refused("Ngày kết thúc phải nằm trong nhiệm kỳ đã phân công.", field="last_day")
    with act():
        DeskAssignment.objects.filter(pk=assignment.pk).update(
            last_day=last_day, end_reason=squeeze(reason)[:300]
        )
        record(
            actor, action="organisation.end_desk_assignment", kind="staff", key=assignment.staff_id,
            agency=assignment.agency.code, detail={"last_day": last_day.isoformat()},
        )  # fmt: skip


def _check(agency: Agency, given: NewAssignment) -> None:
    if not squeeze(given.decision):
        raise Refused("Ghi số quyết định phân công.", field="decision")
    if given.last_day and given.last_day < given.first_day:
        raise Refused("Ngày cuối phải từ ngày đầu trở đi.", field="last_day")
    if given.belonging is Belonging.POSTED:
        if not squeeze(given.posted_from):
            raise Refused("Ghi cơ quan cử cán bộ đến.", field="posted_from")
        if wrong := term_fault(agency, given):
            raise Refused(f"{wrong} Sửa ngày, hoặc ghi lý do khác quy định.", field="last_day")


def term_fault(agency: Agency, given: NewAssignment) -> str:
    """What is wrong with the length of a posting by the rule of its first day; empty when nothing is."""
    if squeeze(given.exception):
        return ""
    bounds = rules_on(given.first_day, scopes=agency.chain)("desk.term_months")
    if given.last_day is None:
        return f"Đợt cử đến phải có ngày cuối ({bounds['least']:02d} đến {bounds['most']} tháng)."
    length = months_between(given.first_day, given.last_day)
    if not bounds["least"] <= length <= bounds["most"]:
        return f"Mỗi đợt từ {bounds['least']:02d} đến {bounds['most']} tháng; đợt này {length:.1f} tháng."
    return ""


def _check_leaders(agency: Agency, given: NewAssignment) -> None:
    if given.position not in (Position.HEAD, Position.DEPUTY):
        return
    most = 1
    if given.position is Position.DEPUTY:
        table = rules_on(given.first_day, scopes=agency.chain)("desk.deputies_at_most")
        most = int(table.get(agency.level, table[Level.COMMUNE.value]))
    there = DeskAssignment.objects.filter(
        overlapping(given.first_day, given.last_day), agency=agency, position=given.position.value
    ).count()
    if there >= most:
        raise Refused(
            f"Trong thời gian này đã có {there} người giữ vị trí «{given.position.label}», nhiều nhất là {most}.",
            field="position",
        )


# --- reads ---


def assignments_at(agency: Agency) -> QuerySet[DeskAssignment]:
    """Every term at a desk, the running ones first, then the newest."""
    rows = DeskAssignment.objects.filter(agency=agency).select_related("staff__agency")
    return rows.order_by("reserve", "-first_day", "staff__name_key")


def assignments_of(staff_id: int) -> QuerySet[DeskAssignment]:
    """Every term of an officer, the newest first."""
    return (
        DeskAssignment.objects.filter(staff=staff_id).select_related("agency").order_by("-first_day", "-pk")
    )


def at_desk(agency: Agency, day: date) -> QuerySet[DeskAssignment]:
    """Who is put at a desk on a day."""
    return DeskAssignment.objects.filter(lasting(day), agency=agency).select_related("staff")


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who could be put at a desk, and what speaks for it; planned leaders come first (REQ O4)."""

    staff: Staff
    planned_leader: bool
    terms: int
    receives: bool


def candidates(agency: Agency, day: date) -> list[Candidate]:
    """Officers of the agency not at the desk on a day: planned leaders first, then whoever had fewest terms."""
    there = DeskAssignment.objects.filter(lasting(day), agency=agency).values("staff_id")
    free = list(Staff.objects.filter(lasting(day), agency=agency).exclude(pk__in=there))
    past = list(DeskAssignment.objects.filter(staff__in=free).values_list("staff_id", "planned_leader"))
    terms = Tally(staff for staff, _ in past)
    planned = {staff for staff, leader in past if leader}
    roles = RoleGrant.objects.filter(lasting(day), staff__in=free, role=Role.RECEPTION.value)
    receiving = set(roles.values_list("staff_id", flat=True))
    found = [Candidate(one, one.pk in planned, terms[one.pk], one.pk in receiving) for one in free]
    return sorted(found, key=lambda one: (not one.planned_leader, one.terms, one.staff.name_key))


def belonging_of(staff_ids: Iterable[int], agency: Agency, first: date, last: date) -> dict[int, Belonging]:
    """Whose officers they were at a desk over a span: the latest term decides, else where they are employed."""
    wanted = set(staff_ids)
    found = {
        staff: Belonging.POSTAL if level == Level.POSTAL.value else Belonging.OWN
        for staff, level in Staff.objects.filter(pk__in=wanted).values_list("pk", "agency__level")
    }
    rows = DeskAssignment.objects.filter(overlapping(first, last), agency=agency, staff__in=wanted)
    for staff, belonging in rows.order_by("first_day").values_list("staff_id", "belonging"):
        found[staff] = Belonging(belonging)
    return found


def gaps(agency: Agency, day: date) -> list[str]:
    """What the staffing of a desk lacks on a day, in words: no head, no reserve, terms that run out."""
    ask = rules_on(day, scopes=agency.chain)
    rows = list(at_desk(agency, day))
    words = []
    if not any(row.position == Position.HEAD.value for row in rows):
        words.append("Chưa phân công người đứng đầu Bộ phận Một cửa.")
    reserves = sum(row.reserve for row in rows)
    if reserves < ask("desk.reserves_at_least"):
        words.append(f"Cần ít nhất {ask('desk.reserves_at_least')} người dự phòng, đang có {reserves}.")
    soon = day + timedelta(days=30)
    words += [
        f"Đợt của {row.staff.name} hết ngày {row.last_day:%d/%m/%Y}."
        for row in rows
        if row.last_day and row.last_day <= soon
    ]
    return words
