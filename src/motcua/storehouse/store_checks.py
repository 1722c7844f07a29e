"""What the last looks at the stored bytes found: damaged and missing ones, files that nothing names."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Min, Sum

from motcua.blobs import integrity
from motcua.blobs.enums import BlobState
from motcua.blobs.models import Blob
from motcua.jobs import queue
from motcua.jobs.models import Job
from motcua.jobs.timers import timer

VERIFY, ORPHANS = "blobs.verify", "blobs.orphans"
_TOLD = 50


@timer(ORPHANS, daily_at="04:20")
def ask_every_night() -> None:
    """Once a day: files of the store that no row names."""
    queue.enqueue(ORPHANS, {}, unique_key=ORPHANS, max_attempts=2)


@queue.job(ORPHANS, lease=3600)
def look_for_orphans(_: queue.Arguments, report: queue.Report) -> queue.Result:
    """Nothing is taken away: an orphan is told, and an administrator decides."""
    report(0, 1, "tìm tệp không giấy tờ nào dùng")
    found = integrity.orphans()
    return {"orphans": len(found), "names": found[:_TOLD]}


@dataclass(frozen=True, slots=True)
class StoreStanding:
    """How the store stands; moments are None when nothing was looked at yet."""

    files: int
    bytes: int
    damaged: int
    missing: int
    longest_ago: datetime | None
    verified: Job | None
    orphaned: Job | None


def standing() -> StoreStanding:
    """Four statements."""
    whole = Blob.objects.aggregate(many=Count("pk"), size=Sum("size"), oldest=Min("last_verified_at"))
    states = dict(Blob.objects.values_list("state").annotate(Count("pk")).order_by())
    return StoreStanding(
        whole["many"], whole["size"] or 0, states.get(BlobState.DAMAGED.value, 0),
        states.get(BlobState.MISSING.value, 0), whole["oldest"], _last(VERIFY), _last(ORPHANS),
    )  # fmt: skip


def _last(kind: str) -> Job | None:
    return Job.objects.filter(kind=kind).order_by("-pk").first()


def look_now() -> None:
    """Have both looks taken now."""
    for kind in (VERIFY, ORPHANS):
        queue.enqueue(kind, {}, unique_key=kind)
