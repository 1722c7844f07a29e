"""Roles are given and end, and officers stand in for each other. Nothing is deleted: what ends keeps its last day."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Q, QuerySet

from motcua.audit.record import record
from motcua.datastore.writing import act
from motcua.kernel.people import Actor
from motcua.kernel.refusals import Refused
from motcua.kernel.text import squeeze
from motcua.organisation.enums import Role
from motcua.organisation.models import Agency, Delegation, RoleGrant, Staff
from motcua.organisation.queries import earlier_of, where_to_go


@dataclass(frozen=True, slots=True)
class NewGrant:
    """A role over an agency, or over everything below it too."""

    role: Role
    agency: Agency
    with_below: bool = False


def grant_role(
    *, actor: Actor, staff: Staff, grant: NewGrant, first_day: date, last_day: date | None = None
) -> RoleGrant:
    """A role from a day on. Refuses one already held over the same agency on that day.

    It holds over the ended agencies whose work passed to this one, too: their open dossiers are its own now.
    """
    if last_day and last_day < first_day:
        raise Refused("Ngày cuối phải từ ngày đầu trở đi.", field="last_day")
    with act():
        return grant_within(actor, staff, grant, first_day, last_day)


def end_role(*, actor: Actor, grant: RoleGrant, last_day: date) -> None:
    """A role ends with a day; one that has not begun yet never begins. Refuses for the last administrator.

    What came with it over agencies that ended ends with it, unless the same role over another heir goes on.
    """
    with act():
        close(RoleGrant.objects.filter(pk=grant.pk), last_day)
        close(over_earlier(grant, last_day), last_day)
        keep_an_administrator(last_day + timedelta(days=1))
        detail = {"role": grant.role, "agency": grant.agency.code, "last_day": last_day.isoformat()}
        record(
            actor, action="organisation.end_role", kind="staff", key=grant.staff_id,
            agency=grant.agency.code, detail=detail,
        )  # fmt: skip


def delegate(
    *, actor: Actor, giver: Staff, taker: Staff, first_day: date, last_day: date, reason: str
) -> Delegation:
    """One officer stands in for another over some days, with all of that officer's roles."""
    if giver.pk == taker.pk:
        raise Refused("Người nhận uỷ quyền phải là người khác.", field="taker")
    if last_day < first_day:
        raise Refused("Ngày cuối phải từ ngày đầu trở đi.", field="last_day")
    need(reason, "Ghi lý do uỷ quyền.", "reason")
    with act():
        row = Delegation.objects.create(
            giver=giver, taker=taker, first_day=first_day, last_day=last_day, reason=squeeze(reason)
        )
        detail = {"to": taker.pk, "from": first_day.isoformat(), "last_day": last_day.isoformat()}
        record(
            actor,
            action="organisation.delegate",
            kind="staff",
            key=giver.pk,
            agency=giver.agency.code,
            detail=detail,
        )
    return row


def end_delegation(*, actor: Actor, delegation: Delegation, last_day: date) -> None:
    """A delegation ends earlier than agreed."""
    with act():
        close(Delegation.objects.filter(pk=delegation.pk), last_day)
        record(
            actor, action="organisation.end_delegation", kind="staff", key=delegation.giver_id,
            agency=delegation.giver.agency.code, detail={"last_day": last_day.isoformat()},
        )  # fmt: skip


# --- inside an act ---


def grant_within(
    actor: Actor, staff: Staff, given: NewGrant, first_day: date, last_day: date | None
) -> RoleGrant:
    """A role from a day on, inside an act of somebody else's. Refuses one already held over the same agency."""
    held = RoleGrant.objects.filter(
        Q(last_day=None) | Q(last_day__gte=first_day), staff=staff, role=given.role.value, agency=given.agency
    )
    if held.filter(with_below=given.with_below).exists():
        raise Refused(
            f"{staff.name} đang giữ vai trò «{given.role.label}» tại {given.agency.name}.", field="role"
        )
    row = RoleGrant.objects.create(
        staff=staff, role=given.role.value, agency=given.agency, with_below=given.with_below,
        first_day=first_day, last_day=last_day,
    )  # fmt: skip
    detail: dict[str, Any] = {
        "role": given.role.value, "agency": given.agency.code, "with_below": given.with_below,
    }  # fmt: skip
    if earlier := _grant_over_earlier(staff, given, row):
        detail["earlier"] = earlier
    record(
        actor,
        action="organisation.grant_role",
        kind="staff",
        key=staff.pk,
        agency=given.agency.code,
        detail=detail,
    )
    return row


def _grant_over_earlier(staff: Staff, given: NewGrant, row: RoleGrant) -> list[str]:
    """The same role over the agencies this one follows, where it is not held; their codes."""
    earlier = earlier_of(given.agency)
    if not earlier:
        return []
    lasting = Q(last_day=None) | Q(last_day__gte=row.first_day)
    same = RoleGrant.objects.filter(lasting, staff=staff, role=row.role, agency__in=earlier)
    held = set(same.values_list("agency_id", flat=True))
    missing = [each for each in earlier if each.pk not in held]
    RoleGrant.objects.bulk_create(
        [
            RoleGrant(
                staff=staff, role=row.role, agency=each, with_below=row.with_below,
                first_day=row.first_day, last_day=row.last_day,
            )
            for each in missing
        ]
    )  # fmt: skip
    return [each.code for each in missing]


def over_earlier(grant: RoleGrant, last_day: date) -> QuerySet[RoleGrant]:
    """What came with a role over agencies that ended, and goes on by no other heir after the day."""
    same = RoleGrant.objects.filter(staff=grant.staff_id, role=grant.role)
    after = last_day + timedelta(days=1)
    goes_on = set(same.filter(Q(last_day=None) | Q(last_day__gte=after)).values_list("agency_id", flat=True))
    ending = [
        each.pk
        for each in earlier_of(grant.agency)
        if not goes_on.intersection(heir.pk for heir in where_to_go(each, after))
    ]
    return same.filter(agency__in=ending)


def close(rows: Any, last_day: date) -> None:
    """End dated rows with a day; those that would begin later are taken away, for they never were."""
    rows.filter(first_day__gt=last_day).delete()
    rows.filter(Q(last_day=None) | Q(last_day__gt=last_day)).update(last_day=last_day)


def keep_an_administrator(day: date) -> None:
    """Refuses what would leave nobody who administers the house on a day."""
    lasting = RoleGrant.objects.filter(
        Q(last_day=None) | Q(last_day__gte=day), role=Role.ADMINISTRATOR.value, staff__user__is_active=True
    )
    if not lasting.exists():
        raise Refused(
            "Đây là người quản trị cuối cùng. Giao vai trò quản trị cho người khác trước.",
            code="last_administrator",
        )


def need(text: str, words: str, field: str) -> None:
    """Refuses an empty text with these words beside its field."""
    if not squeeze(text):
        raise Refused(words, field=field)
