"""The only ways to fetch a dossier on somebody's behalf. Hidden and absent answer alike."""

from django.db.models import F, Q, QuerySet

from motcua.dossiers.bodies import AT_WORK, Part
from motcua.dossiers.enums import OPEN_STATES, State
from motcua.dossiers.models import Dossier, DossierAlias
from motcua.kernel.refusals import NotFound
from motcua.organisation.access import paths_where
from motcua.organisation.enums import Right
from motcua.organisation.rules import Officer

_WITH = ("procedure", "version", "agency", "desk", "person", "business", "holder", "receiver")


def dossiers_for(officer: Officer, right: Right) -> QuerySet[Dossier]:
    """Dossiers an officer holds a right over: settled by, or received at, an agency in scope."""
    settled_here = paths_where(officer, right, field="agency__path")
    received_here = paths_where(officer, right, field="desk__path")
    return Dossier.objects.select_related("procedure", "agency", "holder").filter(
        settled_here | received_here
    )


def dossier_for(officer: Officer, key: str, right: Right) -> Dossier:
    """One dossier by any of its codes, with what its page shows. Raises NotFound when hidden or absent."""
    found = dossiers_for(officer, right).select_related(*_WITH).filter(_by_any_code(key)).first()
    if found is None:
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
    mine = parts_for(officer, Right.SEE_DOSSIERS)
    found = (
        Dossier.objects.select_related(*_WITH)
        .filter(_by_any_code(key), pk__in=mine.values("dossier_id"))
        .first()
    )
    if found is None:
        raise NotFound
    return found, list(mine.filter(dossier=found).select_related("agency", "holder").order_by("number"))


def dossier_for_anyone(key: str) -> Dossier:
    """For the public look-up: whoever knows a code may see code and progress, nothing else (TT 01/2018 Điều 16.2d).

    The caller shows only what `queries.public_progress` gives.
    """
    found = Dossier.objects.select_related("procedure", "agency", "desk").filter(_by_any_code(key)).first()
    if found is None:
        raise NotFound("Không có hồ sơ nào mang mã này. Kiểm tra lại mã in trên giấy tiếp nhận.")
    return found


def _by_any_code(key: str) -> Q:
    wanted = key.strip().upper()
    aliases = DossierAlias.objects.filter(code=wanted).values("dossier_id")
    return Q(code=wanted) | Q(tracking=wanted.replace("-", "")) | Q(pk__in=aliases)
