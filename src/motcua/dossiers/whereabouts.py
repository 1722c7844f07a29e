"""Where a dossier lies, for its owner after signing in: down to the department and who works on it
(TT 01/2018/TT-VPCP Điều 16.2d; NĐ 224/2026/NĐ-CP Điều 15.1g). Pages with the code alone never show this."""

from dataclasses import dataclass

from motcua.dossiers.courses import in_brief
from motcua.dossiers.enums import State
from motcua.dossiers.models import Dossier
from motcua.organisation.models import Staff

_AT_WORK = frozenset({State.RECEIVED, State.PROCESSING})


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """`receiver` once received; `holder`, `step` while the agency works on it; `bodies`: other agencies
    that have it now."""

    receiver: Staff | None = None
    holder: Staff | None = None
    unit: str = ""
    step: str = ""
    bodies: tuple[str, ...] = ()


def whereabouts_of(dossier: Dossier) -> Whereabouts:
    """At most four statements. A dossier still on its way to the desk lies nowhere yet."""
    if dossier.received_at is None:
        return Whereabouts()
    receiver = _staff(dossier.receiver_id)
    if dossier.status not in _AT_WORK:
        return Whereabouts(receiver=receiver)
    holder = _staff(dossier.holder_id)
    brief = in_brief(dossier, handed_over=True, planned=False)
    away = brief.lies_with if brief is not None and brief.open_bodies else ()
    unit = holder.agency.name if holder is not None and holder.agency_id != dossier.agency_id else ""
    return Whereabouts(receiver, holder, unit, dossier.step_name, away)


def _staff(key: int | None) -> Staff | None:
    return Staff.objects.select_related("agency").filter(pk=key).first() if key else None
