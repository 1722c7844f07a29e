"""The gates: who acts, and which agencies they may look into."""

from datetime import date

from django.db.models import Q, QuerySet

from motcua.accounts.models import User
from motcua.datastore.kept import kept
from motcua.datastore.prepared import Prepared
from motcua.kernel import clock
from motcua.kernel.refusals import NotFound, Refused
from motcua.organisation.contracts import postal_rights
from motcua.organisation.enums import Right, Role
from motcua.organisation.models import (
    Agency,
    ContractStaff,
    Delegation,
    PostalContract,
    RoleGrant,
    Staff,
)
from motcua.organisation.rules import Grant, Officer
from motcua.regimes.models import Setting


def officer_of(user: User) -> Officer:
    """The officer behind an account, with the grants of today, delegated ones included.

    Kept in memory until somebody's post, roles or stand-ins change. Raises NotFound for an account that belongs to
    nobody on the staff.
    """
    officer = _officer(user.pk, clock.today()) if user.is_active else None
    if officer is None:
        raise NotFound("Tài khoản này không thuộc cán bộ nào đang làm việc.")
    return officer


@kept(Staff, Agency, RoleGrant, Delegation, PostalContract, ContractStaff, Setting)
def _officer(user_id: int, day: date) -> Officer | None:
    staff = _AT_WORK.first(user_id, day)
    return officer_from(staff, day) if staff is not None else None


def officer_from(staff: Staff, day: date) -> Officer:
    """The officer as of a day; `staff.agency` should be loaded."""
    held = _HELD.all(staff.pk, day)
    return Officer(
        staff_id=staff.pk,
        name=staff.name,
        title=staff.title,
        agency_code=staff.agency.code,
        agency_name=staff.agency.name,
        agency_path=staff.agency.path,
        grants=_grants(staff, held, day),
        in_place_of=tuple(sorted({grant.staff_id for grant in held} - {staff.pk})),
    )


def _grants(staff: Staff, held: list[RoleGrant], day: date) -> tuple[Grant, ...]:
    """Grants as held; those of postal officers no wider than their contract (a statement more, for them only)."""
    postal = [grant.agency for grant in held if grant.role == Role.POSTAL.value]
    only = postal_rights(staff.pk, postal, day) if postal else {}
    return tuple(
        Grant(
            Role(grant.role),
            grant.agency.path,
            grant.with_below,
            only.get(grant.agency.code) if grant.role == Role.POSTAL.value else None,
        )
        for grant in held
    )


def agency_for(officer: Officer, code: str, right: Right) -> Agency:
    """An agency an officer holds a right over; NotFound when hidden or absent."""
    agency = Agency.objects.filter(code=code).first()
    if agency is None or not officer.may(right, agency.path):
        raise NotFound
    return agency


def staff_for(officer: Officer, key: int) -> Staff:
    """Somebody of an agency the officer administers; NotFound when hidden or absent."""
    staff = Staff.objects.select_related("agency", "user").filter(pk=key).first()
    if staff is None or not officer.may(Right.ADMINISTER, staff.agency.path):
        raise NotFound
    return staff


def administers_all(officer: Officer) -> bool:
    """Whether everybody who can sign in works within what the officer administers: what holds for all is theirs."""
    elsewhere = Staff.objects.filter(_lasting(clock.today()), user__is_active=True)
    return not elsewhere.exclude(paths_where(officer, Right.ADMINISTER, field="agency__path")).exists()


def check_administers_all(officer: Officer) -> None:
    """Refuses what would change things for agencies of others."""
    if not administers_all(officer):
        raise Refused(
            "Việc này áp dụng cho mọi cơ quan dùng chung hệ thống. Đề nghị quản trị viên cấp trên thực hiện.",
            code="beyond_reach",
        )


def check_within_reach(officer: Officer, staff: Staff) -> None:
    """Refuses where somebody may more than the officer administers.

    Whoever sets a password, or lends somebody's roles out, could otherwise act with rights nobody gave them.
    """
    grants = RoleGrant.objects.filter(_lasting(clock.today()), staff=staff).select_related("agency")
    for grant in grants:
        check_may_grant(officer, grant.agency, with_below=grant.with_below)


def check_may_grant(officer: Officer, agency: Agency, *, with_below: bool) -> None:
    """Refuses a scope wider than what the officer administers."""
    covered = any(
        own.covers(agency.path) and (own.with_below or not with_below)
        for own in officer.scopes(Right.ADMINISTER)
    )
    if not covered:
        raise Refused(
            f"Phạm vi «{agency.name}» rộng hơn phạm vi quản trị của ông/bà. Đề nghị quản trị viên cấp trên thực hiện.",
            code="beyond_reach",
        )


def desks_for(officer: Officer, *rights: Right, day: date | None = None) -> list[Agency]:
    """Agencies with a desk over which one of the rights is held, the own one first; with a day only those that exist."""
    wanted = Q(pk__in=[])
    for right in rights:
        wanted |= paths_where(officer, right, field="path")
    agencies = Agency.objects.on(day or clock.today()).filter(wanted, has_desk=True).order_by("path")
    return sorted(agencies, key=lambda one: one.code != officer.agency_code)


def desk_for(officer: Officer, code: str, *rights: Right) -> Agency:
    """An agency over which one of the rights is held: the one asked for, else the own, else the first.

    NotFound when hidden, absent, or when there is none.
    """
    if code:
        agency = Agency.objects.filter(code=code).first()
        if agency is None or not any(officer.may(right, agency.path) for right in rights):
            raise NotFound
        return agency
    desks = desks_for(officer, *rights)
    if not desks:
        raise NotFound
    return desks[0]


def paths_where(officer: Officer, right: Right, *, field: str) -> Q:
    """A filter for rows whose agency path (in `field`) is within the officer's scope for a right."""
    wanted = Q(pk__in=[])
    for grant in officer.scopes(right):
        wanted |= Q(**{f"{field}__startswith" if grant.with_below else field: grant.path})
    return wanted


def _lasting(day: date) -> Q:
    return (Q(last_day=None) | Q(last_day__gte=day)) & Q(first_day__lte=day)


def _held(staff_id: int, day: date) -> QuerySet[RoleGrant]:
    givers = Delegation.objects.filter(_lasting(day), taker=staff_id).values("giver_id")
    return RoleGrant.objects.filter(_lasting(day), Q(staff=staff_id) | Q(staff_id__in=givers)).select_related(
        "agency"
    )


_AT_WORK = Prepared(
    lambda user_id, day: (
        Staff.objects.select_related("agency").filter(_lasting(day), user=user_id).order_by("pk")
    ),
    int,
    date,
)
_HELD = Prepared(_held, int, date)
