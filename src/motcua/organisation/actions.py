"""Agencies begin, change and pass their work on; people are hired, moved, and leave. Their roles: `granting`.

Nothing is deleted: what ends keeps its last day, so that every figure and every right of a past day can be
explained. Rights are the door's business (`organisation.access`); what no right allows is refused here.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Q

from motcua.accounts.actions import open_within
from motcua.accounts.models import User
from motcua.audit.record import record
from motcua.datastore.writing import act
from motcua.kernel import clock
from motcua.kernel.people import SYSTEM, Actor
from motcua.kernel.refusals import Refused
from motcua.kernel.text import squeeze
from motcua.organisation.enums import Level, Role
from motcua.organisation.granting import (
    NewGrant,
    close,
    grant_within,
    keep_an_administrator,
    need,
    over_earlier,
)
from motcua.organisation.models import Agency, Delegation, RoleGrant, Staff

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
    need(name, "Ghi họ và tên.", "name")
    need(title, "Ghi chức danh.", "title")
    staff = Staff.objects.create(
        name=squeeze(name), title=squeeze(title), agency=agency, first_day=first_day, field=squeeze(field),
        phone=squeeze(phone), public=public, user=_account_for(account, actor, agency),
    )  # fmt: skip
    record(actor, action="organisation.hire", kind="staff", key=staff.pk, agency=agency.code)
    for grant in grants:
        grant_within(actor, staff, grant, first_day, None)
    return staff


def change_staff(*, actor: Actor, staff: Staff, **changes: Any) -> Staff:
    """Put right name, title, field, office phone, or whether the entry is public."""
    _change(staff, changes, _STAFF_CHANGEABLE)
    need(staff.name, "Ghi họ và tên.", "name")
    need(staff.title, "Ghi chức danh.", "title")
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
            close(ending, yesterday)
            for grant in over:
                close(over_earlier(grant, yesterday), yesterday)
        for role in new_roles:
            grant_within(actor, staff, NewGrant(role, agency), today, None)
        if not keep_roles:
            keep_an_administrator(today)
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
        close(RoleGrant.objects.filter(staff=staff), last_day)
        close(Delegation.objects.filter(Q(giver=staff) | Q(taker=staff)), last_day)
        keep_an_administrator(last_day + timedelta(days=1))
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


# --- inside an act ---


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


def _under(given: NewAgency, parent: Agency | None) -> NewAgency:
    return replace(given, parent=parent)
