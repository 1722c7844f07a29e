"""Files put aside while digitising are forgotten after a while. Papers themselves: `dossiers.disposal`."""

from datetime import date, timedelta

from django.db.models import QuerySet

from motcua.blobs.models import Blob
from motcua.blobs.unused import forget, unused
from motcua.datastore.writing import act
from motcua.jobs.timers import timer
from motcua.kernel import clock
from motcua.regimes.queries import rule
from motcua.storehouse.enums import ScannedState, ScanState
from motcua.storehouse.models import Scan, ScannedPaper, SigningStep

_AT_ONCE = 200


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
