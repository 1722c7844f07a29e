"""A page and where it stands in the sample: addresses that hold a row of the database, and who works there."""

from collections.abc import Callable
from dataclasses import dataclass

from django.urls import reverse
from tests.web.house import House

Where = str | Callable[[House], str]
# The officers of the merged commune, who work on the sample's open dossiers.
RECEPTION, SPECIALIST, LEADER, CONTROL, ADMINISTRATOR = (
    "tiepnhan", "chuyenvien", "lanhdao", "kiemsoat", "quantri",
)  # fmt: skip
INSPECTOR, POSTAL, ELSEWHERE = "giamsat", "buudien", "xakhac"
# Who is no officer: the sample's citizen, with dossiers of her own.
CITIZEN = "congdan"


@dataclass(frozen=True, slots=True)
class Page:
    """One address to look at. `name` is the URL's name; `case` tells several of the same name apart."""

    name: str
    where: Where
    login: str = ""
    case: str = ""
    status: int = 200

    def __str__(self) -> str:
        return "-".join(part for part in (self.name.replace(":", "-"), self.case, self.login) if part)

    def path(self, house: House) -> str:
        """The address in this house."""
        return self.where if isinstance(self.where, str) else self.where(house)


def dossier(state: str, more: str = "") -> Where:
    """The page of the newest dossier of the merged commune in a state."""
    return lambda house: f"/can-bo/ho-so/{dossier_key(house, state)}{more}"


def dossier_key(house: House, state: str) -> str:
    """Code, or tracking number before receipt."""
    return str(
        house.one(
            "SELECT coalesce(d.code, d.tracking) FROM dossiers_dossier d"
            " JOIN organisation_agency a ON a.id = d.agency_id"
            " JOIN organisation_staff s ON s.agency_id = a.id JOIN accounts_user u ON u.id = s.user_id"
            " WHERE d.state = ? AND u.username = 'tiepnhan' ORDER BY d.id DESC LIMIT 1",
            state,
        )
    )


def progress(state: str) -> Where:
    """What a citizen sees of such a dossier."""
    return progress_of(state)


def progress_of(state: str, more: str = "") -> Where:
    """A page below what a citizen sees of such a dossier."""
    return lambda house: f"/tra-cuu/{dossier_key(house, state)}{more}"


def newest(path: str, table: str, where: str = "1 = 1", column: str = "id") -> Where:
    """An address with the newest row of a table in it."""
    return lambda house: path.format(
        house.one(f"SELECT {column} FROM {table} WHERE {where} ORDER BY id DESC LIMIT 1")
    )


def of_person(name: str, login: str = "chuyenvien") -> Where:
    """An administrator's page about an officer of the sample."""
    return lambda house: reverse(
        name,
        args=[
            house.one(
                "SELECT s.id FROM organisation_staff s JOIN accounts_user u ON u.id = s.user_id"
                " WHERE u.username = ?",
                login,
            )
        ],
    )


def of(name: str, *arguments: str) -> Where:
    """The address that a name has."""
    return lambda _: reverse(name, args=arguments)
