"""What an officer is shown of a person at reception: for one reception, counted, and on record for the person.

An identity number opens somebody's address and papers. So every showing names the procedure it was for and
carries the key of the reception's form, by which a dossier that followed can be told from one that never came;
and one officer is shown only so many people in an hour.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from motcua.accounts.models import Person
from motcua.audit.record import record
from motcua.catalogue.models import Procedure
from motcua.datastore.sealing import blind
from motcua.datastore.writing import act
from motcua.dossiers.models import Event, LookUp
from motcua.kernel import clock
from motcua.kernel.refusals import Refused
from motcua.organisation.rules import Officer
from motcua.regimes.queries import rule

LIMIT = "desk.look_ups_per_hour"
_SPAN = timedelta(hours=1)


def look_up(
    officer: Officer, identity_number: str, procedure: Procedure, *, act_key: str | None
) -> Person | None:
    """The person with this number, None when unknown; counted once for each reception, also when unknown.

    Raises Refused (code `look_ups`) when the officer has looked up too many people within the hour; that, too,
    stands in the record.
    """
    number = "".join(identity_number.split())
    if not number:
        return None
    person = Person.objects.filter(identity_blind=blind(number)).first()
    if looked_up_before(officer, person, act_key):
        return person
    _check_limit(officer, procedure)
    with act():
        LookUp.objects.create(
            staff_id=officer.staff_id,
            person=person,
            procedure=procedure,
            act_key=act_key or "",
            at=clock.now(),
        )
        if person is not None:
            # With the procedure it was for: whoever checks the record sees look-ups that led to no dossier.
            record(
                officer.actor, action="accounts.look_up", kind="person", key=person.pk,
                detail={"procedure": procedure.code},
            )  # fmt: skip
    return person


def looked_up_before(officer: Officer, person: Person | None, act_key: str | None) -> bool:
    """Whether this person was already shown to the officer for the reception with this key."""
    if not act_key:
        return False
    return LookUp.objects.filter(staff_id=officer.staff_id, act_key=act_key, person=person).exists()


@dataclass(frozen=True, slots=True)
class Shown:
    """One showing of somebody's data, as its owner may read it. `filed`: a dossier followed from it."""

    at: datetime
    agency: str
    title: str
    procedure: str
    filed: bool


def shown_of(person: Person, *, most: int = 100) -> list[Shown]:
    """Who looked at a person's data and what for, the latest first; two statements."""
    rows = (
        LookUp.objects.filter(person=person)
        .select_related("staff__agency", "procedure")
        .order_by("-at", "-pk")[:most]
    )
    keys = [row.act_key for row in rows if row.act_key]
    used = set(Event.objects.filter(act_key__in=keys).values_list("act_key", flat=True))
    return [
        Shown(row.at, row.staff.agency.name, row.staff.title, row.procedure.name, row.act_key in used)
        for row in rows
    ]


def _check_limit(officer: Officer, procedure: Procedure) -> None:
    now = clock.now()
    scopes = tuple(reversed(officer.agency_path.rstrip("/").split("/")))
    most = int(rule(LIMIT, on=clock.today(), scopes=scopes))
    if LookUp.objects.filter(staff_id=officer.staff_id, at__gt=now - _SPAN).count() < most:
        return
    with act():
        record(
            officer.actor, action="accounts.look_up_refused", kind="staff", key=officer.staff_id,
            detail={"procedure": procedure.code, "limit": most},
        )  # fmt: skip
    raise Refused(
        f"Ông/bà đã tra cứu {most} người trong một giờ qua, nên dữ liệu đã lưu của người này không hiện ra. "
        "Vẫn tiếp nhận được: nhập theo thẻ. Cần tra cứu nhiều hơn thì báo quản trị viên; lần này đã ghi nhật ký.",
        code="look_ups",
    )
