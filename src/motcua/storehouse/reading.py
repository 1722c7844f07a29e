"""Who was shown papers that are kept of somebody: noted with dossier and purpose, for their owner to see.

A page that shows a paper only reads, and yet leaves this note: the one row, beside the clock of the session, that a
reading request may write (`datastore.readonly`). Personal data and papers are for a purpose, and the owner is told
(NĐ 13/2023/NĐ-CP Điều 9; Luật Bảo vệ dữ liệu cá nhân 2025).
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from motcua.accounts.models import Business, Person
from motcua.datastore.writing import act
from motcua.kernel import clock
from motcua.organisation.models import Agency
from motcua.organisation.rules import Officer
from motcua.storehouse.care_enums import Purpose
from motcua.storehouse.models import Paper, PaperReading

_ONE_LOOK = timedelta(minutes=10)


def note_reading(
    paper: Paper,
    officer: Officer,
    purpose: Purpose,
    *,
    dossier: str = "",
    owner: Person | Business | None = None,
) -> None:
    """Note that an officer was shown a paper. Looks within ten minutes for one purpose are one look.

    `owner`: whose it is, where the paper itself does not say; a paper of nobody leaves no note. Inside no act.
    """
    person = paper.owner_person_id or (owner.pk if isinstance(owner, Person) else None)
    business = (
        None if person else paper.owner_business_id or (owner.pk if isinstance(owner, Business) else None)
    )
    if person is None and business is None:
        return
    now = clock.now()
    seen = PaperReading.objects.filter(
        staff_id=officer.staff_id, at__gt=now - _ONE_LOOK, paper=paper, dossier=dossier, purpose=purpose.value
    )
    if seen.exists():
        return
    agency = Agency.objects.only("pk").get(code=officer.agency_code)
    with act():
        PaperReading.objects.create(
            person_id=person, business_id=business, paper=paper, staff_id=officer.staff_id, agency=agency,
            dossier=dossier[:60], purpose=purpose.value, at=now,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Look:
    """One look at somebody's paper, as the owner may read it: the agency, not the officer."""

    at: datetime
    agency: str
    paper: str
    dossier: str
    purpose: str


def looks_at(person: Person, *, most: int = 100) -> list[Look]:
    """Who looked at a person's papers, for which dossier and what for, the latest first; one statement."""
    rows = (
        PaperReading.objects.filter(person=person)
        .select_related("agency", "paper")
        .only("at", "dossier", "purpose", "agency__name", "paper__title")
        .order_by("-at", "-pk")[:most]
    )
    return [
        Look(row.at, row.agency.name, row.paper.title, row.dossier, Purpose(row.purpose).label)
        for row in rows
    ]
