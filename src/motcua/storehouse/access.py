"""Fetching scans and signatures on an officer's behalf; hidden and absent answer alike."""

from django.db.models import Q, QuerySet

from motcua.kernel.refusals import NotFound
from motcua.organisation.access import paths_where
from motcua.organisation.enums import Right
from motcua.organisation.models import Agency
from motcua.organisation.rules import Officer
from motcua.storehouse.enums import KeyPurpose
from motcua.storehouse.models import Scan, ScannedPaper, SigningBatch, SigningKey, SigningStep
from motcua.storehouse.signing import ready

DIGITISES = (Right.RECEIVE, Right.WORK)
SIGNS = (Right.RECEIVE, Right.WORK, Right.SIGN_OFF)


def agencies_where_scans(officer: Officer) -> QuerySet[Agency]:
    """Agencies an officer digitises for, the own one first."""
    return Agency.objects.filter(_within(officer, "path")).order_by("name_key")


def scans_for(officer: Officer) -> QuerySet[Scan]:
    """Files that came in where the officer digitises."""
    return Scan.objects.filter(_within(officer, "agency__path")).select_related("agency", "by", "original")


def scan_for(officer: Officer, number: int) -> Scan:
    """One of them; NotFound when hidden or absent."""
    scan = scans_for(officer).select_related("wanted", "prepared").filter(pk=number).first()
    if scan is None:
        raise NotFound
    return scan


def scanned_for(officer: Officer, number: int) -> ScannedPaper:
    """A paper cut from one of them; NotFound when hidden or absent."""
    pieces = ScannedPaper.objects.filter(_within(officer, "scan__agency__path"))
    found = pieces.select_related(
        "scan__agency", "scan__wanted", "copy", "signed", "searchable", "again", "paper"
    )
    piece = found.filter(pk=number).first()
    if piece is None:
        raise NotFound
    return piece


def steps_for(officer: Officer) -> QuerySet[SigningStep]:
    """Signatures an officer owes now: their own, and seals of agencies whose seal they keep."""
    seals = SigningKey.objects.filter(
        holder_id=officer.staff_id, purpose=KeyPurpose.SEAL.value, ended_at=None
    ).exclude(reference="trial-root")
    own = Q(purpose=KeyPurpose.PERSONAL.value, staff_id=officer.staff_id)
    sealed = Q(purpose=KeyPurpose.SEAL.value, agency__in=seals.values("agency_id"))
    return ready().filter(own | sealed, scanned=None).order_by("asked_at", "pk")


def batch_for(officer: Officer, number: int) -> SigningBatch:
    """Signatures the officer made in one go; NotFound when hidden or absent."""
    batch = SigningBatch.objects.select_related("key").filter(pk=number, by_id=officer.staff_id).first()
    if batch is None:
        raise NotFound
    return batch


def key_for(officer: Officer, number: int) -> SigningKey:
    """A key of the officer; NotFound when hidden or absent."""
    key = (
        SigningKey.objects.filter(pk=number, holder_id=officer.staff_id)
        .exclude(reference="trial-root")
        .first()
    )
    if key is None:
        raise NotFound
    return key


def _within(officer: Officer, field: str) -> Q:
    wanted = Q(pk__in=[])
    for right in DIGITISES:
        wanted |= paths_where(officer, right, field=field)
    return wanted
