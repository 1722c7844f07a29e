"""Which role gives which right, and whether a set of grants covers an agency. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from motcua.kernel.people import Actor
from motcua.organisation.enums import Right, Role

RIGHTS_OF: dict[Role, frozenset[Right]] = {
    Role.RECEPTION: frozenset(
        {Right.SEE_DOSSIERS, Right.RECEIVE, Right.COLLECT_FEE, Right.RETURN_RESULT, Right.CORRECT}
    ),
    Role.POSTAL: frozenset({Right.SEE_DOSSIERS, Right.RECEIVE, Right.COLLECT_FEE}),
    Role.SPECIALIST: frozenset({Right.SEE_DOSSIERS, Right.WORK}),
    Role.LEADER: frozenset(
        {Right.SEE_DOSSIERS, Right.WORK, Right.ASSIGN, Right.SIGN_OFF, Right.CORRECT, Right.SEE_FIGURES}
    ),
    Role.CONTROL: frozenset({Right.SEE_DOSSIERS, Right.SEE_FIGURES, Right.STEER}),
    Role.INSPECTOR: frozenset({Right.SEE_DOSSIERS, Right.SEE_FIGURES}),
    Role.ADMINISTRATOR: frozenset({Right.ADMINISTER, Right.SEE_FIGURES}),
}


@dataclass(frozen=True, slots=True)
class Grant:
    """A role over the agency with this path, or over everything below it too.

    `only` narrows what the role gives: a postal officer does what the contract names, and nothing else.
    """

    role: Role
    path: str
    with_below: bool
    only: frozenset[Right] | None = None

    @property
    def rights(self) -> frozenset[Right]:
        """What this grant gives."""
        return RIGHTS_OF[self.role] if self.only is None else self.only

    def covers(self, path: str) -> bool:
        return path == self.path or (self.with_below and path.startswith(self.path))


@dataclass(frozen=True, slots=True)
class Officer:
    """Somebody of the staff who acts now: what pages and acts get instead of a user."""

    staff_id: int
    name: str
    title: str
    agency_code: str
    agency_name: str
    agency_path: str
    grants: tuple[Grant, ...] = field(default=())
    in_place_of: tuple[int, ...] = ()

    @property
    def actor(self) -> Actor:
        return Actor("staff", str(self.staff_id), f"{self.name} ({self.title})", self.agency_code)

    @property
    def chain(self) -> tuple[str, ...]:
        """Codes from the officer's agency up to the top: the scopes in which a rule is looked for."""
        return tuple(reversed(self.agency_path.rstrip("/").split("/")))

    @property
    def roles(self) -> frozenset[Role]:
        return frozenset(grant.role for grant in self.grants)

    def may(self, right: Right, path: str | None = None) -> bool:
        """Whether the right is held over the agency with this path (own agency when left out)."""
        wanted = self.agency_path if path is None else path
        return any(right in grant.rights and grant.covers(wanted) for grant in self.grants)

    def may_anywhere(self, right: Right) -> bool:
        """Whether the right is held over any agency at all: enough to show a menu entry."""
        return any(right in grant.rights for grant in self.grants)

    def scopes(self, right: Right) -> tuple[Grant, ...]:
        """The grants that give a right: what a list of dossiers is filtered by."""
        return tuple(grant for grant in self.grants if right in grant.rights)


def widest(grants: Iterable[Grant]) -> tuple[Grant, ...]:
    """Grants without those already covered by a wider one."""
    kept: list[Grant] = []
    for grant in sorted(grants, key=lambda grant: (len(grant.path), not grant.with_below)):
        if not any(other.covers(grant.path) and other.with_below for other in kept):
            kept.append(grant)
    return tuple(kept)
