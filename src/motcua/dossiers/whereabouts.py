"""Where a dossier lies, for its owner after signing in: down to the department and who works on it
(TT 01/2018/TT-VPCP Điều 16.2d; NĐ 224/2026/NĐ-CP Điều 15.1g). Pages with the code alone never show this."""

from dataclasses import dataclass

from motcua.dossiers.courses import in_brief
from motcua.dossiers.enums import State
from motcua.dossiers.models import Dossier
from motcua.kernel import clock
from motcua.organisation.models import Agency, Staff

_AT_WORK = frozenset({State.RECEIVED, State.PROCESSING})


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """`receiver` once received; `holder`, `step` while the agency works on it; `bodies`: other agencies
    that have it now. Who has left is no holder any more, and as receiver has no telephone."""

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
    holder = holder if holder is None or _works(holder) else None
    brief = in_brief(dossier, handed_over=True, planned=False)
    away = brief.lies_with if brief is not None and brief.open_bodies else ()
    return Whereabouts(receiver, holder, _unit(holder, dossier.agency), dossier.step_name, away)


def _unit(holder: Staff | None, agency: Agency) -> str:
    """The department of the holder, or what an ended agency became. Not where somebody moved who finishes it here."""
    if holder is None or holder.agency_id == agency.pk:
        return ""
    ended = agency.valid_to is not None and agency.valid_to < clock.today()
    return holder.agency.name if ended or holder.agency.path.startswith(agency.path) else ""


def _staff(key: int | None) -> Staff | None:
    found = Staff.objects.select_related("agency").filter(pk=key).first() if key else None
    if found is not None and not _works(found):
        found.phone = ""  # whoever answers it now
    return found


def _works(one: Staff) -> bool:
    return one.last_day is None or one.last_day >= clock.today()
