"""Reads of agencies and their people for pages."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet

from motcua.datastore.kept import copies, kept
from motcua.datastore.prepared import Prepared
from motcua.organisation.enums import Right, Role
from motcua.organisation.models import Agency, Delegation, RoleGrant, Staff, Succession
from motcua.organisation.rules import RIGHTS_OF


def home_agency(day: date) -> Agency | None:
    """The agency whose name heads the public pages: the one with most staff accounts among those valid on a day.

    Without any account the first agency with a desk; None in an empty system. At most two statements.
    """
    agencies = Agency.objects.on(day)
    accounts = Staff.objects.filter(_lasting(day), user__isnull=False, agency__in=agencies)
    most = accounts.values("agency_id").annotate(many=Count("pk")).order_by("-many", "agency__path").first()
    if most is not None:
        return agencies.get(pk=most["agency_id"])
    return agencies.filter(has_desk=True).order_by("path").first()


@dataclass(frozen=True, slots=True)
class PublicOfficer:
    """What the law has an agency tell about an officer (NĐ 61/2018 Điều 9.7), and no more."""

    name: str
    title: str
    field: str
    phone: str
    leads: bool


def agency_numbered(key: int) -> Agency:
    """An agency by its number in the database; a copy of what is kept in memory. Raises DoesNotExist."""
    return copies([_agency(key)])[0]


@kept(Agency)
def agency_coded(code: str) -> Agency | None:
    """An agency by its code, not to be changed by who gets it; None when there is none."""
    return Agency.objects.filter(code=code).first()


@kept(Agency)
def _agency(key: int) -> Agency:
    return Agency.objects.get(pk=key)


def public_staff(agency: Agency, day: date) -> list[PublicOfficer]:
    """Who works there on a day and is made public, leaders first. One statement."""
    leading = RoleGrant.objects.filter(_lasting(day), staff=OuterRef("pk"), role=Role.LEADER.value)
    rows = (
        Staff.objects.filter(_lasting(day), agency=agency, public=True)
        .annotate(leads=Exists(leading))
        .order_by("-leads", "name_key")
    )
    return [PublicOfficer(*row) for row in rows.values_list("name", "title", "field", "phone", "leads")]


def public_staff_everywhere(day: date) -> list[tuple[str, str, PublicOfficer, date]]:
    """(agency's code, its name, officer, since when) of every desk on a day, who came last first. One statement."""
    leading = RoleGrant.objects.filter(_lasting(day), staff=OuterRef("pk"), role=Role.LEADER.value)
    rows = (
        Staff.objects.filter(_lasting(day), agency__in=desks(day), public=True)
        .annotate(leads=Exists(leading))
        .order_by("-first_day", "agency__path", "-leads", "name_key")
    )
    told = rows.values_list(
        "agency__code", "agency__name", "first_day", "name", "title", "field", "phone", "leads"
    )
    return [
        (code, agency, PublicOfficer(name, title, field, phone, leads), since)
        for code, agency, since, name, title, field, phone, leads in told
    ]


def desks(day: date) -> QuerySet[Agency]:
    """Agencies with a desk on a day, from the top of the tree down."""
    return Agency.objects.on(day).filter(has_desk=True).order_by("path")


def tree(paths: Q, day: date | None = None) -> list[Agency]:
    """Agencies matching a filter on their path, parents before children; with a day only those that exist on it."""
    agencies = Agency.objects.filter(paths).select_related("parent")
    return list((agencies if day is None else agencies.on(day)).order_by("path"))


def heirs_of(agency: Agency) -> list[Agency]:
    """The agencies an ended agency's work passed to."""
    passed = Succession.objects.filter(predecessor=agency, successor__isnull=False).values("successor")
    return list(Agency.objects.filter(pk__in=passed).order_by("path"))


def earlier_of(agency: Agency) -> list[Agency]:
    """The ended agencies whose work passed to this one, through every change; a statement for each step back."""
    found: dict[int, Agency] = {}
    latest = {agency.pk}
    while latest:
        passed = Succession.objects.filter(successor__in=latest).values("predecessor")
        before = Agency.objects.filter(pk__in=passed, valid_to__isnull=False).exclude(pk=agency.pk)
        latest = {each.pk for each in before if each.pk not in found}
        found |= {each.pk: each for each in before}
    return sorted(found.values(), key=lambda each: each.path)


def where_to_go(agency: Agency, day: date) -> list[Agency]:
    """The desks that do an agency's work on a day: itself, or those it passed to, through every change since.

    No statement while the agency stands; two for each change after its end.
    """
    standing: dict[int, Agency] = {}
    ended, seen = [agency], set[int]()
    while ended:
        one = ended.pop()
        if one.pk in seen:
            continue
        seen.add(one.pk)
        if one.valid_to is None or one.valid_to >= day:
            standing[one.pk] = one
        else:
            ended += heirs_of(one)
    return sorted(standing.values(), key=lambda each: each.path)


def staff_of(agency: Agency) -> QuerySet[Staff]:
    """Everybody who works or worked at an agency, those still there first, with their accounts."""
    return (
        Staff.objects.filter(agency=agency)
        .select_related("user")
        .order_by(F("last_day").desc(nulls_first=True), "name_key")
    )


def leaders_of(agency: Agency, day: date) -> QuerySet[Staff]:
    """Who leads an agency on a day, by name."""
    leading = RoleGrant.objects.filter(_lasting(day), role=Role.LEADER.value, agency=agency).values("staff")
    return Staff.objects.filter(_lasting(day), agency=agency, pk__in=leading).order_by("name_key")


def grants_of(staff: Staff) -> QuerySet[RoleGrant]:
    """Every role somebody holds or held, those still held first."""
    rows = RoleGrant.objects.filter(staff=staff).select_related("agency")
    return rows.order_by(F("last_day").desc(nulls_first=True), "role", "agency__path")


def colleagues_at(path: str, day: date) -> QuerySet[Staff]:
    """Who may be handed work over the agency with this path: those with a role in work there or from above."""
    above = [path[: place + 1] for place, sign in enumerate(path) if sign == "/"][:-1]
    return _handed_work(path, above, day)


def _handed_work(path: str, above: Sequence[str], day: date) -> QuerySet[Staff]:
    here = Q(agency__path=path) | Q(agency__path__in=above, with_below=True)
    roles = [role.value for role, rights in RIGHTS_OF.items() if rights & {Right.WORK, Right.RETURN_RESULT}]
    grants = RoleGrant.objects.filter(_lasting(day), here, role__in=sorted(roles))
    return Staff.objects.filter(_lasting(day), pk__in=grants.values("staff_id")).order_by("name_key")


def colleagues_now(path: str, day: date) -> list[Staff]:
    """The same, read at once with a statement written once a process."""
    above = [path[: place + 1] for place, sign in enumerate(path) if sign == "/"][:-1]
    return _colleagues(len(above)).all(path, day, *above)


@cache
def _colleagues(levels: int) -> Prepared[Staff]:
    return Prepared(lambda path, day, *above: _handed_work(path, above, day), str, date, *[str] * levels)


def delegations_of(staff: Staff) -> QuerySet[Delegation]:
    """Delegations somebody gave or took, the latest first."""
    rows = Delegation.objects.filter(Q(giver=staff) | Q(taker=staff)).select_related("giver", "taker")
    return rows.order_by("-first_day", "-pk")


def _lasting(day: date) -> Q:
    return (Q(last_day=None) | Q(last_day__gte=day)) & Q(first_day__lte=day)
