"""The queue of digitising: files to prepare, papers to read, and what no worker came back to.

A job that was tried as often as the rule allows, or whose worker died every time, leaves its file or paper waiting for
nobody: it is told as failed, with the reason, so that an officer reads it again, types it, or drops it.
"""

from collections.abc import Iterable

from motcua.datastore.writing import act
from motcua.jobs import queue
from motcua.jobs.enums import JobState
from motcua.jobs.models import Job
from motcua.jobs.timers import timer
from motcua.kernel import clock
from motcua.organisation.models import Agency
from motcua.regimes.queries import rules_on
from motcua.storehouse.enums import ScannedState, ScanState
from motcua.storehouse.models import Scan, ScannedPaper

PREPARE, CUT, READ = "papers.prepare", "papers.cut", "papers.read"
_LIVING = (JobState.WAITING.value, JobState.RUNNING.value)
_LOST = "Việc xử lý dừng giữa chừng nhiều lần mà không rõ lý do. Thử lại, chia nhỏ tệp, hoặc nhập bằng tay."
_LENGTH = 400


def prepare_later(scan: Scan) -> None:
    """Have a file prepared; inside an act it stands and falls with the act."""
    _enqueue(PREPARE, "scan", scan.pk, scan.agency)


def read_later(scanned: int, agency: Agency) -> None:
    """Have a paper read, as often as `digitise.retries` says."""
    _enqueue(READ, "scanned", scanned, agency)


def _enqueue(kind: str, name: str, key: int, agency: Agency) -> None:
    tries = int(rules_on(clock.today(), scopes=agency.chain)("digitise.retries"))
    queue.enqueue(
        kind, {name: key}, owner=owner_of(name, key), agency=agency.code, unique_key=f"{kind}:{key}",
        max_attempts=max(1, tries),
    )  # fmt: skip


def owner_of(name: str, key: int) -> str:
    """The owner a job is found by: of a file (`scan`) or a paper cut from one (`scanned`)."""
    return f"{name}:{key}"


@timer("papers.lost", every=60)
def tell_what_was_lost() -> None:
    """Files and papers that wait for a job which has ended: failed, with the job's reason."""
    preparing = Scan.objects.filter(state=ScanState.PREPARING.value).values_list("pk", flat=True)
    for key, reason in _ended("scan", list(preparing)).items():
        with act():
            waiting = Scan.objects.filter(pk=key, state=ScanState.PREPARING.value)
            waiting.update(state=ScanState.FAILED.value, problem=reason)
    reading = ScannedPaper.objects.filter(state=ScannedState.READING.value).values_list("pk", flat=True)
    for key, reason in _ended("scanned", list(reading)).items():
        with act():
            waiting_ = ScannedPaper.objects.filter(pk=key, state=ScannedState.READING.value)
            waiting_.update(state=ScannedState.FAILED.value, problem=reason)


def _ended(name: str, keys: Iterable[int]) -> dict[int, str]:
    """Of these, those that have no living job, with the reason of the last one."""
    owners = {owner_of(name, key): key for key in keys}
    if not owners:
        return {}
    states: dict[str, tuple[bool, str]] = {}
    jobs = Job.objects.filter(owner__in=owners, kind__in=(PREPARE, CUT, READ)).order_by("pk")
    for owner, state, reason in jobs.values_list("owner", "state", "error"):
        living = states.get(owner, (False, ""))[0] or state in _LIVING
        states[owner] = (living, reason)
    return {
        key: (states.get(owner, (False, ""))[1] or _LOST)[:_LENGTH]
        for owner, key in owners.items()
        if not states.get(owner, (False, ""))[0]
    }
