"""What a page notes when it shows an officer somebody's paper: for which dossier and what for."""

from motcua.dossiers.models import Dossier, DossierPaper
from motcua.organisation.enums import Right
from motcua.organisation.rules import Officer
from motcua.storehouse.care_enums import Purpose
from motcua.storehouse.reading import note_reading


def purpose_of(officer: Officer, dossier: Dossier) -> Purpose:
    """What an officer has to do with a dossier, as its owner may read it."""
    if officer.may(Right.WORK, dossier.agency.path):
        return Purpose.SETTLE
    if any(officer.may(Right.RECEIVE, body.path) for body in (dossier.desk, dossier.agency)):
        return Purpose.RECEIVE
    return Purpose.INSPECT


def note_shown(row: DossierPaper, officer: Officer, purpose: Purpose | None = None) -> None:
    """Note that the file of a dossier's paper was opened; call it when nothing can refuse any more."""
    dossier = row.dossier
    note_reading(
        row.paper, officer, purpose or purpose_of(officer, dossier), dossier=dossier.code or dossier.tracking or "",
        owner=dossier.business or dossier.person,
    )  # fmt: skip
