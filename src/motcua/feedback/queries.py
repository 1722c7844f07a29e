"""Reads of ratings and petitions."""

from collections.abc import Iterable
from dataclasses import dataclass

from motcua.feedback.enums import Attitude, PetitionKind, PetitionState
from motcua.feedback.models import Petition, Rating, Slip


@dataclass(frozen=True, slots=True)
class SlipAnswers:
    """What the slips of one dossier say together; None where nobody answered.

    `contacts` leaves out what the applicant owns to: then at most one is counted (TT 01/2018 Điều 13, index 3).
    """

    contacts: int | None
    bodies: int | None
    complained: bool
    slips: int


_NO_SLIPS = SlipAnswers(None, None, complained=False, slips=0)


def dissatisfied_dossiers(dossier_ids: Iterable[int]) -> set[int]:
    """Of these dossiers, the ones that somebody is dissatisfied with now, on any channel."""
    rows = Rating.objects.filter(dossier_id__in=list(dossier_ids), current=True, satisfied=False)
    return set(rows.values_list("dossier_id", flat=True))


def petitioned_dossiers(dossier_ids: Iterable[int]) -> set[int]:
    """Of these dossiers, the ones with a petition that was not refused."""
    rows = Petition.objects.filter(dossier_id__in=list(dossier_ids)).exclude(
        state=PetitionState.REFUSED.value
    )
    return {dossier_id for dossier_id in rows.values_list("dossier_id", flat=True) if dossier_id is not None}


def slip_answers(dossier_ids: Iterable[int]) -> dict[int, SlipAnswers]:
    """The answers to the current slips of some dossiers; of several the worst holds. One statement."""
    found: dict[int, SlipAnswers] = {}
    rows = Slip.objects.filter(dossier_id__in=list(dossier_ids), current=True).order_by("pk")
    for key, contacts, fault, bodies, attitude, unfounded in rows.values_list(
        "dossier_id", "contacts", "own_fault", "bodies", "attitude", "unfounded"
    ):
        before = found.get(key, _NO_SLIPS)
        counted = min(contacts, 1) if fault and contacts is not None else contacts
        found[key] = SlipAnswers(
            contacts=_worst(before.contacts, counted),
            bodies=_worst(before.bodies, bodies),
            complained=before.complained or (attitude == Attitude.COMPLAINT.value and not unfounded),
            slips=before.slips + 1,
        )
    return found


def petitions_about(dossier_ids: Iterable[int]) -> tuple[set[int], set[int]]:
    """Of these dossiers, those with a petition that was not refused, and those with one on the conduct of staff.

    One statement.
    """
    rows = Petition.objects.filter(dossier_id__in=list(dossier_ids)).exclude(
        state=PetitionState.REFUSED.value
    )
    found = list(rows.values_list("dossier_id", "kind"))
    staff = {PetitionKind.STAFF.value, PetitionKind.BOTH.value}
    return (
        {key for key, _ in found if key is not None},
        {key for key, kind in found if key is not None and kind in staff},
    )


def _worst(one: int | None, other: int | None) -> int | None:
    known = [number for number in (one, other) if number is not None]
    return max(known) if known else None
