"""Who may do what where: roles against rights, grants against scopes."""

import pytest

from motcua.organisation.enums import Right, Role
from motcua.organisation.rules import RIGHTS_OF, Grant, Officer, widest


def officer(*grants: Grant) -> Officer:
    return Officer(1, "Nguyễn Thị Thử", "Công chức", "H.1", "UBND xã Thử", "T/H.1/", grants)


def test_every_role_gives_something_and_only_the_administrator_administers() -> None:
    assert set(RIGHTS_OF) == set(Role)
    assert [role for role, rights in RIGHTS_OF.items() if Right.ADMINISTER in rights] == [Role.ADMINISTRATOR]
    assert Right.SEE_DOSSIERS not in RIGHTS_OF[Role.ADMINISTRATOR]


@pytest.mark.parametrize(
    ("grant", "path", "allowed"),
    [
        (Grant(Role.RECEPTION, "T/H.1/", with_below=False), "T/H.1/", True),
        (Grant(Role.RECEPTION, "T/H.1/", with_below=False), "T/H.1/A/", False),
        (Grant(Role.RECEPTION, "T/H.1/", with_below=True), "T/H.1/A/", True),
        (Grant(Role.RECEPTION, "T/H.1/", with_below=True), "T/H.10/", False),
        (Grant(Role.RECEPTION, "T/", with_below=True), "T/H.1/A/", True),
        (Grant(Role.RECEPTION, "T/H.1/", with_below=True), "T/", False),
        (Grant(Role.SPECIALIST, "T/", with_below=True), "T/H.1/", False),
    ],
)
def test_a_right_holds_over_the_scope_of_its_grant(grant: Grant, path: str, allowed: bool) -> None:
    assert officer(grant).may(Right.RECEIVE, path) is allowed


def test_without_a_path_the_own_agency_is_meant() -> None:
    assert officer(Grant(Role.LEADER, "T/H.1/", with_below=False)).may(Right.SIGN_OFF)
    assert not officer(Grant(Role.LEADER, "T/H.2/", with_below=False)).may(Right.SIGN_OFF)
    assert officer(Grant(Role.LEADER, "T/H.2/", with_below=False)).may_anywhere(Right.SIGN_OFF)


def test_narrow_grants_under_a_wide_one_fall_away() -> None:
    wide = Grant(Role.CONTROL, "T/", with_below=True)
    assert widest([Grant(Role.CONTROL, "T/H.1/", with_below=False), wide]) == (wide,)
