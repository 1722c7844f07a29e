"""Agencies, people and roles through the acts."""

from datetime import date
from typing import Any

import pytest
from tests import factories
from tests.factories import moment

from motcua.accounts.models import User
from motcua.audit.models import AuditRow
from motcua.kernel.clock import frozen
from motcua.kernel.people import SYSTEM
from motcua.kernel.refusals import NotFound, Refused
from motcua.organisation import actions, granting
from motcua.organisation.access import (
    agency_for,
    check_may_grant,
    check_within_reach,
    officer_from,
    officer_of,
    staff_for,
)
from motcua.organisation.actions import NewAccount, NewAgency
from motcua.organisation.enums import ChangeKind, Level, Right, Role
from motcua.organisation.granting import NewGrant
from motcua.organisation.models import Agency, RoleGrant, Staff, Succession
from motcua.organisation.queries import heirs_of, tree
from motcua.organisation.reorganising import reorganise

pytestmark = pytest.mark.django_db
TODAY = date(2026, 6, 1)
ACCOUNT = NewAccount("nguoimoi", "mat-khau-rat-dai")


@pytest.fixture(autouse=True)
def first_of_june() -> Any:
    with frozen(moment("2026-06-01 09:00")):
        yield


@pytest.fixture
def province() -> Agency:
    return factories.agency("H99", level=Level.PROVINCE, name="UBND tỉnh Thử")


@pytest.fixture
def commune(province: Agency) -> Agency:
    return factories.agency("H99.1", parent=province)


def administrator(of: Agency, *, below: bool = False) -> Staff:
    staff = factories.officer(of, "Đặng Quản Trị", user=User.objects.create_user(f"qt-{of.code}", "x"))
    RoleGrant.objects.create(
        staff=staff, role=Role.ADMINISTRATOR.value, agency=of, with_below=below, first_day=date(2020, 1, 1)
    )
    return staff


def grants(staff: Staff, day: date = TODAY) -> set[tuple[str, str]]:
    return {(grant.role.value, grant.path) for grant in officer_from(staff, day).grants}


def test_an_agency_is_made_under_its_parent_and_recorded(province: Agency) -> None:
    made = actions.create_agency(
        actor=SYSTEM,
        agency=NewAgency(" h99.7 ", "UBND  xã Bảy", Level.COMMUNE, province),
        first_day=TODAY,
    )
    assert (made.code, made.name, made.path) == ("H99.7", "UBND xã Bảy", "H99/H99.7/")
    assert AuditRow.objects.get(action="organisation.create").key == "H99.7"


@pytest.mark.parametrize(
    ("code", "name", "field"), [("H99", "Trùng", "code"), ("Xã 1", "Dấu", "code"), ("A", " ", "name")]
)
def test_an_agency_with_a_bad_code_or_no_name_is_refused(
    province: Agency, code: str, name: str, field: str
) -> None:
    with pytest.raises(Refused) as refused:
        actions.create_agency(actor=SYSTEM, agency=NewAgency(code, name, Level.COMMUNE), first_day=TODAY)
    assert refused.value.field == field
    assert Agency.objects.count() == 1


def test_the_founding_happens_once() -> None:
    own = NewAgency("H99.1", "UBND xã Một", Level.COMMUNE)
    above = NewAgency("H99", "UBND tỉnh", Level.PROVINCE, has_desk=False)
    made = actions.found(agency=own, above=above, administrator="Đặng Quản Trị", account=ACCOUNT)
    assert made.path == "H99/H99.1/"
    assert officer_of(User.objects.get(username="nguoimoi")).may(Right.ADMINISTER)
    with pytest.raises(Refused, match="đã có cơ quan"):
        actions.found(
            agency=own, above=None, administrator="Khác", account=NewAccount("khac", "mat-khau-rat-dai")
        )


def test_hiring_with_a_weak_password_hires_nobody(commune: Agency) -> None:
    with pytest.raises(Refused) as refused:
        actions.hire(
            actor=SYSTEM, agency=commune, name="Ai Đó", title="Công chức", first_day=TODAY,
            account=NewAccount("aido", "123"),
        )  # fmt: skip
    assert refused.value.field == "password"
    assert not Staff.objects.exists()
    assert not User.objects.exists()


def test_hiring_gives_account_and_roles_from_the_first_day(commune: Agency) -> None:
    staff = actions.hire(
        actor=SYSTEM, agency=commune, name="Ai Đó", title="Công chức", first_day=TODAY, account=ACCOUNT,
        grants=[NewGrant(Role.RECEPTION, commune)],
    )  # fmt: skip
    assert grants(staff) == {("reception", "H99/H99.1/")}
    assert staff.user is not None
    assert staff.user.must_change_password
    assert "mat-khau" not in str(list(AuditRow.objects.values_list("detail", flat=True)))


def test_a_role_ends_and_the_right_with_it(commune: Agency) -> None:
    administrator(commune)
    staff = factories.officer(commune)
    grant = granting.grant_role(
        actor=SYSTEM, staff=staff, grant=NewGrant(Role.LEADER, commune), first_day=date(2026, 1, 1)
    )
    with pytest.raises(Refused, match="đang giữ"):
        granting.grant_role(actor=SYSTEM, staff=staff, grant=NewGrant(Role.LEADER, commune), first_day=TODAY)
    granting.end_role(actor=SYSTEM, grant=grant, last_day=date(2026, 5, 31))
    assert grants(staff) == set()
    assert grants(staff, date(2026, 5, 31)) == {("leader", "H99/H99.1/")}


def test_the_last_administrator_stays(commune: Agency) -> None:
    only = administrator(commune)
    with pytest.raises(Refused, match="cuối cùng"):
        actions.end_employment(actor=SYSTEM, staff=only, last_day=TODAY)
    only.refresh_from_db()
    assert only.last_day is None


def test_who_leaves_loses_roles_but_not_the_past(commune: Agency) -> None:
    administrator(commune)
    staff = factories.officer(commune)
    granting.grant_role(
        actor=SYSTEM, staff=staff, grant=NewGrant(Role.LEADER, commune), first_day=date(2026, 1, 1)
    )
    actions.end_employment(actor=SYSTEM, staff=staff, last_day=date(2026, 5, 31))
    assert grants(staff) == set()
    assert grants(staff, date(2026, 5, 31)) == {("leader", "H99/H99.1/")}


def test_a_delegate_has_the_givers_roles_for_the_days_agreed(commune: Agency) -> None:
    giver, taker = factories.officer(commune, "Người Giao"), factories.officer(commune, "Người Nhận")
    granting.grant_role(
        actor=SYSTEM, staff=giver, grant=NewGrant(Role.LEADER, commune), first_day=date(2026, 1, 1)
    )
    given = granting.delegate(
        actor=SYSTEM, giver=giver, taker=taker, first_day=TODAY, last_day=date(2026, 6, 5), reason="Đi họp"
    )
    assert grants(taker) == {("leader", "H99/H99.1/")}
    assert grants(taker, date(2026, 6, 6)) == set()
    granting.end_delegation(actor=SYSTEM, delegation=given, last_day=date(2026, 6, 2))
    assert grants(taker, date(2026, 6, 3)) == set()


def test_a_merger_ends_the_old_moves_people_and_keeps_old_dossiers_in_sight(province: Agency) -> None:
    one, two = (factories.agency(f"H99.{code}", parent=province) for code in (1, 2))
    admin, clerk = administrator(one), factories.officer(two, "Công Chức Hai")
    granting.grant_role(
        actor=SYSTEM, staff=clerk, grant=NewGrant(Role.RECEPTION, two), first_day=date(2026, 1, 1)
    )
    (new,) = reorganise(
        actor=SYSTEM, kind=ChangeKind.MERGE, day=TODAY, predecessors=[one, two],
        successors=[NewAgency("H99.12", "UBND xã Mới", Level.COMMUNE, province)], decision="NQ 1",
    )  # fmt: skip
    assert Agency.objects.get(code="H99.1").valid_to == date(2026, 5, 31)
    assert heirs_of(two) == [new]
    clerk.refresh_from_db()
    assert clerk.agency == new
    assert grants(clerk) == {("reception", path) for path in ("H99/H99.12/", "H99/H99.1/", "H99/H99.2/")}
    assert officer_from(admin, TODAY).may(Right.ADMINISTER, "H99/H99.12/")
    assert [agency.code for agency in Agency.objects.on(TODAY).order_by("code")] == ["H99", "H99.12"]


def test_who_comes_after_a_merger_has_its_old_dossiers_in_sight_as_long_as_the_role(province: Agency) -> None:
    """Through a merger and a change of name; a role ends with what came with it, not with what another heir gives."""
    one, two = (factories.agency(f"H99.{code}", parent=province) for code in (1, 2))
    administrator(province, below=True)
    (middle,) = reorganise(
        actor=SYSTEM, kind=ChangeKind.MERGE, day=date(2026, 5, 1), predecessors=[one, two],
        successors=[NewAgency("H99.12", "UBND xã Giữa", Level.COMMUNE, province)], decision="NQ 1",
    )  # fmt: skip
    (new,) = reorganise(
        actor=SYSTEM, kind=ChangeKind.RENAME, day=TODAY, predecessors=[middle],
        successors=[NewAgency("H99.13", "UBND xã Mới", Level.COMMUNE, province)], decision="NQ 2",
    )  # fmt: skip
    later = factories.officer(new, "Người Đến Sau")
    given = granting.grant_role(
        actor=SYSTEM, staff=later, grant=NewGrant(Role.SPECIALIST, new), first_day=TODAY
    )
    paths = {"H99/H99.13/", "H99/H99.12/", "H99/H99.1/", "H99/H99.2/"}
    assert grants(later) == {("specialist", path) for path in paths}
    granting.end_role(actor=SYSTEM, grant=given, last_day=TODAY)
    assert grants(later, date(2026, 6, 2)) == set()


def test_a_role_over_one_heir_ends_and_the_other_heir_keeps_the_old_agency_in_sight(
    commune: Agency, province: Agency
) -> None:
    administrator(province, below=True)
    both = factories.officer(commune, "Hai Nơi")
    east, west = reorganise(
        actor=SYSTEM, kind=ChangeKind.SPLIT, day=TODAY, predecessors=[commune], decision="NQ 3",
        successors=[NewAgency(f"H99.{code}", f"UBND xã {code}", Level.COMMUNE, province) for code in ("D", "T")],
    )  # fmt: skip
    over_east, over_west = (
        granting.grant_role(actor=SYSTEM, staff=both, grant=NewGrant(Role.SPECIALIST, each), first_day=TODAY)
        for each in (east, west)
    )
    granting.end_role(actor=SYSTEM, grant=over_east, last_day=TODAY)
    assert grants(both, date(2026, 6, 2)) == {("specialist", "H99/H99.T/"), ("specialist", "H99/H99.1/")}
    granting.end_role(actor=SYSTEM, grant=over_west, last_day=TODAY)
    assert grants(both, date(2026, 6, 2)) == set()


def test_who_moves_away_without_roles_keeps_nothing_of_the_agencies_that_merged_into_theirs(
    province: Agency,
) -> None:
    one, two, far = (factories.agency(f"H99.{code}", parent=province) for code in (1, 2, 3))
    administrator(province, below=True)
    stays, moves = (factories.officer(one, name) for name in ("Ở Lại", "Chuyển Đi"))
    for staff in (stays, moves):
        granting.grant_role(
            actor=SYSTEM, staff=staff, grant=NewGrant(Role.SPECIALIST, one), first_day=date(2026, 1, 1)
        )
    (new,) = reorganise(
        actor=SYSTEM, kind=ChangeKind.MERGE, day=TODAY, predecessors=[one, two],
        successors=[NewAgency("H99.12", "UBND xã Mới", Level.COMMUNE, province)], decision="NQ 1",
    )  # fmt: skip
    later = date(2026, 7, 1)
    with frozen(moment("2026-07-01 08:00")):
        for staff in (stays, moves):
            staff.refresh_from_db()
            assert staff.agency == new
        actions.move_staff(
            actor=SYSTEM, staff=moves, agency=far, keep_roles=False, new_roles=[Role.SPECIALIST]
        )
    assert grants(moves, later) == {("specialist", "H99/H99.3/")}
    assert {path for _, path in grants(stays, later)} >= {"H99/H99.12/", "H99/H99.1/"}


def test_a_split_sends_each_to_a_new_agency_or_home(commune: Agency, province: Agency) -> None:
    administrator(province, below=True)
    stays, goes, leaves = (factories.officer(commune, name) for name in ("Ở Lại", "Đi Kia", "Nghỉ Hưu"))
    for staff in (stays, goes, leaves):
        granting.grant_role(
            actor=SYSTEM, staff=staff, grant=NewGrant(Role.SPECIALIST, commune), first_day=date(2026, 1, 1)
        )
    east, west = (NewAgency(f"H99.{code}", f"UBND xã {code}", Level.COMMUNE, province) for code in ("D", "T"))
    reorganise(
        actor=SYSTEM, kind=ChangeKind.SPLIT, day=TODAY, predecessors=[commune], successors=[east, west],
        decision="NQ 2", moves={goes.pk: "H99.T", leaves.pk: None},
    )  # fmt: skip
    assert grants(stays) == {("specialist", "H99/H99.D/"), ("specialist", "H99/H99.1/")}
    assert grants(goes) == {("specialist", "H99/H99.T/"), ("specialist", "H99/H99.1/")}
    assert grants(leaves) == set()
    leaves.refresh_from_db()
    assert leaves.last_day == date(2026, 5, 31)
    assert Succession.objects.count() == 2


@pytest.mark.parametrize(
    ("kind", "day", "decision", "words"),
    [
        (ChangeKind.MERGE, TODAY, "NQ", "hai cơ quan cũ"),
        (ChangeKind.RENAME, date(2026, 6, 2), "NQ", "không nhập trước"),
        (ChangeKind.RENAME, TODAY, " ", "văn bản"),
    ],
)
def test_what_is_no_reorganisation_is_refused(
    commune: Agency, kind: ChangeKind, day: date, decision: str, words: str
) -> None:
    with pytest.raises(Refused, match=words):
        reorganise(
            actor=SYSTEM, kind=kind, day=day, predecessors=[commune], decision=decision,
            successors=[NewAgency("H99.N", "UBND xã Mới", Level.COMMUNE)],
        )  # fmt: skip
    commune.refresh_from_db()
    assert commune.valid_to is None


def test_an_agency_with_others_below_is_not_ended(province: Agency, commune: Agency) -> None:
    with pytest.raises(Refused, match="Còn đơn vị trực thuộc"):
        reorganise(
            actor=SYSTEM,
            kind=ChangeKind.DISSOLVE,
            day=TODAY,
            predecessors=[province],
            successors=[],
            decision="NQ",
        )


def test_an_administrator_reaches_the_own_scope_only(province: Agency, commune: Agency) -> None:
    other = factories.agency("H99.2", parent=province)
    officer = officer_from(administrator(commune), TODAY)
    above = administrator(province, below=True)
    assert agency_for(officer, "H99.1", Right.ADMINISTER) == commune
    for hidden in ("H99.2", "H99", "KHONG-CO"):
        with pytest.raises(NotFound):
            agency_for(officer, hidden, Right.ADMINISTER)
    with pytest.raises(NotFound):
        staff_for(officer, factories.officer(other).pk)
    with pytest.raises(Refused, match="rộng hơn"):
        check_may_grant(officer, commune, with_below=True)
    RoleGrant.objects.create(staff=above, role="leader", agency=commune, first_day=date(2020, 1, 1))
    with pytest.raises(Refused, match="rộng hơn"):
        check_within_reach(officer, above)
    check_within_reach(officer_from(above, TODAY), factories.officer(commune))


def test_the_tree_of_a_day_has_parents_before_children(province: Agency, commune: Agency) -> None:
    from django.db.models import Q

    factories.agency("H99.0", parent=province, valid_to=date(2025, 6, 30))
    assert [agency.code for agency in tree(Q(), TODAY)] == ["H99", "H99.1"]
    assert [agency.code for agency in tree(Q(), date(2025, 6, 30))] == ["H99", "H99.0", "H99.1"]
