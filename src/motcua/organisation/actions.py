"""Agencies begin, change and pass their work on; people are hired, moved, and get or lose roles.

Nothing is deleted: what ends keeps its last day, so that every figure and every right of a past day can be
explained. Rights are the door's business (`organisation.access`); what no right allows is refused here.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet

from motcua.accounts.actions import open_within
from motcua.accounts.models import User
from motcua.audit.record import record
from motcua.datastore.writing import act
from motcua.kernel import clock
from motcua.kernel.people import SYSTEM, Actor
from motcua.kernel.refusals import Refused
from motcua.kernel.text import squeeze
from motcua.organisation.enums import Level, Role
from motcua.organisation.models import Agency, Delegation, RoleGrant, Staff
from motcua.organisation.queries import earlier_of, where_to_go

# What may be put right without a new agency; code, level and parent make another agency.
_CHANGEABLE = ("name", "short_name", "address", "phone", "remote", "has_desk", "desk_name")
_STAFF_CHANGEABLE = ("name", "title", "field", "phone", "public")


@dataclass(frozen=True, slots=True)
class NewAgency:
    """An agency to be made. `parent` None: the top of a tree."""

    code: str
    name: str
    level: Level
    parent: Agency | None = None
    short_name: str = ""
    address: str = ""
    phone: str = ""
    remote: bool = False
    has_desk: bool = True
    desk_name: str = ""


@dataclass(frozen=True, slots=True)
class NewAccount:
    """Name and first password of somebody who will sign in."""

    username: str
    password: str
    must_change: bool = True


@dataclass(frozen=True, slots=True)
class NewGrant:
    """A role over an agency, or over everything below it too."""

    role: Role
    agency: Agency
    with_below: bool = False


# --- agencies ---


def found(*, agency: NewAgency, above: NewAgency | None, administrator: str, account: NewAccount) -> Agency:
    """The very first agency of an empty installation, with the one above it by name, and its administrator.

    Refuses when any agency exists: from then on administrators act.
    """
    today = clock.today()
    with act():
        if Agency.objects.exists():
            raise Refused("Hệ thống đã có cơ quan; hãy đăng nhập bằng tài khoản quản trị.", code="founded")
        parent = add_agency(above, today) if above else None
        own = add_agency(_under(agency, parent), today)
        record(SYSTEM, action="organisation.found", kind="agency", key=own.code, agency=own.code)
        hire_within(
            actor=SYSTEM, agency=own, name=administrator, title="Quản trị hệ thống", first_day=today, public=False,
            account=account, grants=[NewGrant(Role.ADMINISTRATOR, own, with_below=True)],
        )  # fmt: skip
    return own


def create_agency(*, actor: Actor, agency: NewAgency, first_day: date) -> Agency:
    """An agency that exists from a day on. Refuses a code in use and a parent that does not exist on that day."""
    with act():
        made = add_agency(agency, first_day)
        detail = {"from": first_day.isoformat(), "level": made.level}
        record(
            actor, action="organisation.create", kind="agency", key=made.code, agency=made.code, detail=detail
        )
    return made


def change_agency(*, actor: Actor, agency: Agency, **changes: Any) -> Agency:
    """Put right what may change: name, short name, address, phone, remote, desk. A new name by law is a renaming."""
    _change(agency, changes, _CHANGEABLE)
    if not agency.name.strip():
        raise Refused("Ghi tên cơ quan.", field="name")
    with act():
        agency.save()
        detail = {"changed": sorted(changes)}
        record(
            actor,
            action="organisation.change",
            kind="agency",
            key=agency.code,
            agency=agency.code,
            detail=detail,
        )
    return agency


def add_agency(given: NewAgency, first_day: date) -> Agency:
    """A row for a new agency, inside an act."""
    code, name = given.code.strip().upper(), squeeze(given.name)
    if not code or not all(sign.isascii() and (sign.isalnum() or sign in ".-_") for sign in code):
        raise Refused("Mã định danh gồm chữ cái không dấu, chữ số và dấu chấm, ví dụ H99.101.", field="code")
    if not name:
        raise Refused("Ghi tên cơ quan.", field="name")
    if Agency.objects.filter(code=code).exists():
        raise Refused(f"Mã định danh {code} đã có cơ quan mang.", field="code")
    if given.parent and not exists_on(given.parent, first_day):
        raise Refused(f"{given.parent.name} không tồn tại vào ngày {first_day:%d/%m/%Y}.", field="parent")
    return Agency.objects.create(
        code=code, name=name, short_name=squeeze(given.short_name), level=given.level.value, parent=given.parent,
        valid_from=first_day, address=squeeze(given.address), phone=squeeze(given.phone), remote=given.remote,
        has_desk=given.has_desk, desk_name=squeeze(given.desk_name),
    )  # fmt: skip


def exists_on(agency: Agency, day: date) -> bool:
    """Whether an agency exists on a day."""
    return agency.valid_from <= day and (agency.valid_to is None or day <= agency.valid_to)


# --- people ---


def hire(
    *,
    actor: Actor,
    agency: Agency,
    name: str,
    title: str,
    first_day: date,
    field: str = "",
    phone: str = "",
    public: bool = True,
    account: NewAccount | None = None,
    grants: Iterable[NewGrant] = (),
) -> Staff:
    """Somebody begins work at an agency, with an account and roles when they are given. All of it or nothing."""
    with act():
        return hire_within(
            actor=actor, agency=agency, name=name, title=title, first_day=first_day, field=field, phone=phone,
            public=public, account=account, grants=grants,
        )  # fmt: skip


def hire_within(
    *,
    actor: Actor,
    agency: Agency,
    name: str,
    title: str,
    first_day: date,
    field: str = "",
    phone: str = "",
    public: bool = True,
    account: NewAccount | None = None,
    grants: Iterable[NewGrant] = (),
) -> Staff:
    """The same inside an act that goes on."""
    if not exists_on(agency, first_day):
        raise Refused(f"{agency.name} không tồn tại vào ngày {first_day:%d/%m/%Y}.", field="first_day")
    _need(name, "Ghi họ và tên.", "name")
    _need(title, "Ghi chức danh.", "title")
    staff = Staff.objects.create(
        name=squeeze(name), title=squeeze(title), agency=agency, first_day=first_day, field=squeeze(field),
        phone=squeeze(phone), public=public, user=_account_for(account, actor, agency),
    )  # fmt: skip
    record(actor, action="organisation.hire", kind="staff", key=staff.pk, agency=agency.code)
    for grant in grants:
        _grant(actor, staff, grant, first_day, None)
    return staff


def change_staff(*, actor: Actor, staff: Staff, **changes: Any) -> Staff:
    """Put right name, title, field, office phone, or whether the entry is public."""
    _change(staff, changes, _STAFF_CHANGEABLE)
    _need(staff.name, "Ghi họ và tên.", "name")
    _need(staff.title, "Ghi chức danh.", "title")
    with act():
        staff.save()
        detail = {"changed": sorted(changes)}
        record(
            actor, action="organisation.change_staff", kind="staff", key=staff.pk,
            agency=staff.agency.code, detail=detail,
        )  # fmt: skip
    return staff


def move_staff(
    *, actor: Actor, staff: Staff, agency: Agency, keep_roles: bool = True, new_roles: Iterable[Role] = ()
) -> None:
    """Somebody works at another agency from today.

    Roles over the old agency stay (`keep_roles`, to finish dossiers there) or end with yesterday, with what came with
    them over agencies that ended; `new_roles` are given over the new one. Refuses to end the last administrator's role.
    """
    today = clock.today()
    if not exists_on(agency, today):
        raise Refused(f"{agency.name} không còn hoạt động.", field="agency")
    yesterday = today - timedelta(days=1)
    with act():
        Staff.objects.filter(pk=staff.pk).update(agency=agency)
        if not keep_roles:
            ending = RoleGrant.objects.filter(staff=staff, agency=staff.agency)
            over = list(ending)
            _close(ending, yesterday)
            for grant in over:
                _close(_over_earlier(grant, yesterday), yesterday)
        for role in new_roles:
            _grant(actor, staff, NewGrant(role, agency), today, None)
        if not keep_roles:
            _keep_an_administrator(today)
        detail = {"from": staff.agency.code, "to": agency.code, "kept_roles": keep_roles}
        record(
            actor, action="organisation.move", kind="staff", key=staff.pk, agency=agency.code, detail=detail
        )
    staff.agency = agency


def end_employment(*, actor: Actor, staff: Staff, last_day: date) -> None:
    """Somebody leaves: post, roles and delegations end with the day. Refuses for the last administrator."""
    if last_day < staff.first_day:
        raise Refused("Ngày cuối phải từ ngày bắt đầu làm việc trở đi.", field="last_day")
    with act():
        Staff.objects.filter(pk=staff.pk).update(last_day=last_day)
        _close(RoleGrant.objects.filter(staff=staff), last_day)
        _close(Delegation.objects.filter(Q(giver=staff) | Q(taker=staff)), last_day)
        _keep_an_administrator(last_day + timedelta(days=1))
        detail = {"last_day": last_day.isoformat()}
        record(
            actor,
            action="organisation.leave",
            kind="staff",
            key=staff.pk,
            agency=staff.agency.code,
            detail=detail,
        )
    staff.last_day = last_day


def give_account(*, actor: Actor, staff: Staff, account: NewAccount) -> User:
    """An account for an officer who has none."""
    if staff.user_id is not None:
        raise Refused("Cán bộ này đã có tài khoản.", field="username")
    with act():
        user = _account_for(account, actor, staff.agency)
        assert user is not None  # noqa: S101 - an account was asked for
        Staff.objects.filter(pk=staff.pk).update(user=user)
    staff.user = user
    return user


# --- roles ---


def grant_role(
    *, actor: Actor, staff: Staff, grant: NewGrant, first_day: date, last_day: date | None = None
) -> RoleGrant:
    """A role from a day on. Refuses one already held over the same agency on that day.

    It holds over the ended agencies whose work passed to this one, too: their open dossiers are its own now.
    """
    if last_day and last_day < first_day:
        raise Refused("Ngày cuối phải từ ngày đầu trở đi.", field="last_day")
    with act():
        return _grant(actor, staff, grant, first_day, last_day)


def end_role(*, actor: Actor, grant: RoleGrant, last_day: date) -> None:
    """A role ends with a day; one that has not begun yet never begins. Refuses for the last administrator.

    What came with it over agencies that ended ends with it, unless the same role over another heir goes on.
    """
    with act():
        _close(RoleGrant.objects.filter(pk=grant.pk), last_day)
        _close(_over_earlier(grant, last_day), last_day)
        _keep_an_administrator(last_day + timedelta(days=1))
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
    _need(reason, "Ghi lý do uỷ quyền.", "reason")
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
        _close(Delegation.objects.filter(pk=delegation.pk), last_day)
        record(
            actor, action="organisation.end_delegation", kind="staff", key=delegation.giver_id,
            agency=delegation.giver.agency.code, detail={"last_day": last_day.isoformat()},
        )  # fmt: skip


# --- inside an act ---


def _grant(actor: Actor, staff: Staff, given: NewGrant, first_day: date, last_day: date | None) -> RoleGrant:
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


def _over_earlier(grant: RoleGrant, last_day: date) -> QuerySet[RoleGrant]:
    same = RoleGrant.objects.filter(staff=grant.staff_id, role=grant.role)
    after = last_day + timedelta(days=1)
    goes_on = set(same.filter(Q(last_day=None) | Q(last_day__gte=after)).values_list("agency_id", flat=True))
    ending = [
        each.pk
        for each in earlier_of(grant.agency)
        if not goes_on.intersection(heir.pk for heir in where_to_go(each, after))
    ]
    return same.filter(agency__in=ending)


def _close(rows: Any, last_day: date) -> None:
    """End dated rows with a day; those that would begin later are taken away, for they never were."""
    rows.filter(first_day__gt=last_day).delete()
    rows.filter(Q(last_day=None) | Q(last_day__gt=last_day)).update(last_day=last_day)


def _keep_an_administrator(day: date) -> None:
    lasting = RoleGrant.objects.filter(
        Q(last_day=None) | Q(last_day__gte=day), role=Role.ADMINISTRATOR.value, staff__user__is_active=True
    )
    if not lasting.exists():
        raise Refused(
            "Đây là người quản trị cuối cùng. Giao vai trò quản trị cho người khác trước.",
            code="last_administrator",
        )


def _account_for(account: NewAccount | None, actor: Actor, agency: Agency) -> User | None:
    if account is None:
        return None
    try:
        with transaction.atomic():
            return open_within(
                actor=actor, username=account.username, password=account.password,
                must_change=account.must_change, agency=agency.code,
            )  # fmt: skip
    except IntegrityError:  # two administrators chose one name at the same moment
        raise Refused("Tên đăng nhập này vừa có người dùng. Chọn tên khác.", field="username") from None


def _change(row: Agency | Staff, changes: dict[str, Any], allowed: Iterable[str]) -> None:
    if unknown := sorted(set(changes) - set(allowed)):
        raise TypeError(f"not changeable: {', '.join(unknown)}")
    for name, value in changes.items():
        setattr(row, name, squeeze(value) if isinstance(value, str) else value)


def _need(text: str, words: str, field: str) -> None:
    if not squeeze(text):
        raise Refused(words, field=field)


def _under(given: NewAgency, parent: Agency | None) -> NewAgency:
    return replace(given, parent=parent)
