"""The only ways to fetch a dossier on somebody's behalf. Hidden and absent answer alike.

One dossier is found along the indexes of its codes, never by an «or» over them: with such an «or» PostgreSQL reads every
dossier there is. What changes seldom (agencies, procedures, officers) comes from memory: joining nine tables takes it
twenty times longer to plan than to do.
"""

from django.db.models import F, Q, QuerySet

from motcua.catalogue.models import Procedure
from motcua.datastore.kept import copies, kept
from motcua.datastore.prepared import Prepared
from motcua.dossiers.bodies import AT_WORK, Part
from motcua.dossiers.enums import OPEN_STATES, State
from motcua.dossiers.models import Dossier, DossierAlias
from motcua.kernel.refusals import NotFound
from motcua.organisation.access import paths_where
from motcua.organisation.enums import Right
from motcua.organisation.models import Agency, Staff
from motcua.organisation.rules import Officer


def dossiers_for(officer: Officer, right: Right) -> QuerySet[Dossier]:
    """Dossiers an officer holds a right over: settled by, or received at, an agency in scope."""
    settled_here = paths_where(officer, right, field="agency__path")
    received_here = paths_where(officer, right, field="desk__path")
    return Dossier.objects.select_related("procedure", "agency", "holder").filter(
        settled_here | received_here
    )


def dossier_for(officer: Officer, key: str, right: Right) -> Dossier:
    """One dossier by any of its codes, with what its page shows. Raises NotFound when hidden or absent."""
    found = _by_any_code(key)
    if found is None or not any(officer.may(right, each.path) for each in (found.agency, found.desk)):
        raise NotFound
    return found


def parts_for(officer: Officer, *rights: Right) -> QuerySet[Part]:
    """Parts that bodies in the officer's scope do in dossiers, while they have something to do there.

    Sent, taken or done; of a dossier that still runs, or whose result of this body comes later. Planned, dropped
    and sent back parts show nothing.
    """
    mine = Q(pk__in=[])
    for right in rights:
        mine |= paths_where(officer, right, field="agency__path")
    running = Q(dossier__state__in=sorted(OPEN_STATES))
    later = Q(holds=False, answered_at=None, dossier__state__in=[State.SETTLED.value, State.RETURNED.value])
    theirs = Part.objects.exclude(agency=F("dossier__agency"))
    return theirs.filter(mine, running | later, state__in=sorted(AT_WORK))


def dossier_of_part_for(officer: Officer, key: str) -> tuple[Dossier, list[Part]]:
    """A dossier that a body of the officer's takes part in, with that body's parts; NotFound when there is none."""
    found = _by_any_code(key)
    mine = parts_for(officer, Right.SEE_DOSSIERS).filter(dossier=found) if found is not None else None
    parts = list(mine.select_related("agency", "holder").order_by("number")) if mine is not None else []
    if found is None or not parts:
        raise NotFound
    return found, parts


def dossier_for_anyone(key: str) -> Dossier:
    """For the public look-up: whoever knows a code may see code and progress, nothing else (TT 01/2018 Điều 16.2d).

    The caller shows only what `queries.public_progress` gives.
    """
    found = _by_any_code(key)
    if found is None:
        raise NotFound("Không có hồ sơ nào mang mã này. Kiểm tra lại mã in trên giấy tiếp nhận.")
    return found


def _by_any_code(key: str) -> Dossier | None:
    """The dossier with this national code, tracking number or code of another system; one statement."""
    wanted = key.strip().upper()
    found = _WITH_CODE.first(wanted, wanted.replace("-", ""))
    if found is None:
        return None
    (found.agency,), (found.desk,) = copies(_agency(found.agency_id)), copies(_agency(found.desk_id))
    (found.procedure,) = copies(_procedure(found.procedure_id))
    found.version.procedure = found.procedure
    found.holder, found.receiver = _of_staff(found.holder_id), _of_staff(found.receiver_id)
    return found


def _keys(code: str, tracking: str) -> QuerySet[Dossier, tuple[int]]:
    aliases = DossierAlias.objects.filter(code=code).values_list("dossier_id")
    by_code = Dossier.objects.filter(code=code).values_list("pk")
    return by_code.union(Dossier.objects.filter(tracking=tracking).values_list("pk"), aliases)


_WITH_CODE = Prepared(
    lambda code, tracking: (
        Dossier.objects.select_related("version", "person", "business")
        .filter(pk__in=_keys(code, tracking))
        .order_by("pk")
    ),
    str,
    str,
)


@kept(Agency)
def _agency(number: int) -> tuple[Agency]:
    return (Agency.objects.get(pk=number),)


@kept(Procedure)
def _procedure(number: int) -> tuple[Procedure]:
    return (Procedure.objects.get(pk=number),)


@kept(Staff)
def _officer(number: int) -> tuple[Staff]:
    return (Staff.objects.get(pk=number),)


def _of_staff(number: int | None) -> Staff | None:
    return None if number is None else copies(_officer(number))[0]
