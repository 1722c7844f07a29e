"""Fetching doubtful papers and decisions about papers on an officer's behalf; hidden and absent answer alike."""

from django.db.models import Q, QuerySet

from motcua.kernel.refusals import NotFound
from motcua.organisation.access import paths_where
from motcua.organisation.enums import Right
from motcua.organisation.rules import Officer
from motcua.storehouse.models import DoubtfulPaper

CLEANS = (Right.CORRECT, Right.STEER)
"""Who sees the lists: those who may correct what they or their officers took in, and who steers the work."""


def doubts_for(officer: Officer) -> QuerySet[DoubtfulPaper]:
    """Doubtful papers of agencies in the officer's scope."""
    wanted = Q(pk__in=[])
    for right in CLEANS:
        wanted |= paths_where(officer, right, field="agency__path")
    return DoubtfulPaper.objects.filter(wanted)


def doubt_for(officer: Officer, number: int) -> DoubtfulPaper:
    """One of them with its papers and their owners; NotFound when hidden or absent."""
    found = (
        doubts_for(officer)
        .select_related(
            "agency", "decided_by", "paper__blob", "paper__agency", "paper__owner_person", "paper__owner_business",
            "other__blob", "other__agency", "other__owner_person", "other__owner_business",
        )
        .filter(pk=number)
        .first()
    )  # fmt: skip
    if found is None:
        raise NotFound
    return found


def may_mend(officer: Officer, doubt: DoubtfulPaper) -> bool:
    """Whether the officer may change papers of this agency, beside seeing what is doubtful."""
    return doubt.agency is not None and officer.may(Right.CORRECT, doubt.agency.path)
