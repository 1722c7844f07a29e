"""Reads of ratings and petitions."""

from collections.abc import Iterable

from motcua.feedback.enums import PetitionState
from motcua.feedback.models import Petition, Rating


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
