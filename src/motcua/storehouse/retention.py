"""How long papers are kept, by their class: a dated rule. Nothing of a person is ever deleted by itself."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q, QuerySet

from motcua.blobs.models import Blob
from motcua.blobs.unused import forget, unused
from motcua.datastore.writing import act
from motcua.jobs.timers import timer
from motcua.kernel import clock
from motcua.regimes.queries import rule
from motcua.storehouse.enums import PaperKind, ScannedState, ScanState
from motcua.storehouse.models import Paper, Scan, ScannedPaper, SigningStep

_AT_ONCE = 200


@dataclass(frozen=True, slots=True)
class Due:
    """Papers of a class whose time of keeping is over: listed for a decision of the agency."""

    kind: PaperKind
    before: date
    papers: QuerySet[Paper]


def due_for_disposal(on: date | None = None) -> list[Due]:
    """By class, papers kept longer than the rule of the day says."""
    day = on or clock.today()
    years = rule("storage.retention_years", on=day)
    found = []
    for kind in PaperKind:
        before = years_before(day, int(years.get(kind.value, years["component"])))
        papers = Paper.objects.filter(kind=kind.value).filter(
            Q(issued_on__lt=before) | Q(issued_on=None, created_at__lt=clock.at_local(before, 0, 0))
        )
        found.append(Due(kind, before, papers))
    return found


def years_before(day: date, years: int) -> date:
    """The same day so many years ago; 29 February falls on the 28th."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:  # 29 February
        return day.replace(year=day.year - years, day=28)


@timer("papers.forget_dropped", daily_at="02:40")
def forget_every_night() -> None:
    """Once a day, a few at a time."""
    forget_dropped()


def forget_dropped() -> int:
    """Forget files that officers put aside, after the days of the rule, and their bytes when nothing else uses them.

    Returns how many files.
    """

    days = int(rule("storage.retention_years", on=clock.today())["dropped_scan_days"])
    limit = clock.now() - timedelta(days=days)
    gone = Scan.objects.filter(state=ScanState.DROPPED.value, created_at__lt=limit)[:_AT_ONCE]
    forgotten = 0
    for scan in gone:
        pieces = ScannedPaper.objects.filter(scan=scan)
        if pieces.exclude(state=ScannedState.DROPPED.value).exists() or _is_named(pieces):
            continue
        with act():
            blobs = {scan.original_id, scan.prepared_id, *pieces.values_list("copy_id", flat=True)}
            pieces.delete()
            scan.delete()
        for blob in Blob.objects.filter(pk__in=[each for each in blobs if each]):
            if unused(blob):
                forget(blob)
        forgotten += 1
    return forgotten


def _is_named(pieces: QuerySet[ScannedPaper]) -> bool:
    """Whether a signature or a later scan still points to one of them."""
    keys = pieces.values("pk")
    return (
        SigningStep.objects.filter(scanned__in=keys).exists()
        or ScannedPaper.objects.filter(again__in=keys).exclude(pk__in=keys).exists()
    )
