"""What pages and `motcua doctor` ask about background work."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q, QuerySet

from motcua.jobs.enums import JobState
from motcua.jobs.models import Job, TimerRun, WorkerBeat
from motcua.kernel import clock

BEAT_EVERY = timedelta(seconds=10)
_SILENT_AFTER = 4 * BEAT_EVERY
_STUCK_AFTER = {"timers": timedelta(minutes=15)}  # a timer may take its ten minutes' lease


@dataclass(frozen=True, slots=True)
class JobStatus:
    """A job as a page shows it. `percent` is None while the total is unknown."""

    id: int
    kind: str
    state: JobState
    label: str
    percent: int | None
    text: str
    error: str
    created_at: datetime
    finished_at: datetime | None

    @property
    def ended(self) -> bool:
        """Nothing more will happen by itself: a page may stop asking."""
        return self.state not in (JobState.WAITING, JobState.RUNNING)


@dataclass(frozen=True, slots=True)
class WorkerHealth:
    """Whether background work goes on; `message` is Vietnamese, empty when all is well."""

    alive: bool
    message: str
    beat_at: datetime | None


def status_of(job: Job) -> JobStatus:
    """How a job stands."""
    state = JobState(job.state)
    percent = min(100, 100 * job.progress_done // job.progress_total) if job.progress_total else None
    return JobStatus(
        job.pk,
        job.kind,
        state,
        state.label,
        100 if state is JobState.DONE else percent,
        job.progress_text,
        job.error,
        job.created_at,
        job.finished_at,
    )


def jobs_of(owner: str, *, limit: int = 50) -> list[JobStatus]:
    """The latest jobs somebody asked for."""
    return [status_of(job) for job in Job.objects.filter(owner=owner).order_by("-id")[:limit]]


def failed_jobs(*, agency: str | None = None) -> QuerySet[Job]:
    """Jobs that gave up, latest first."""
    failed = Job.objects.filter(state=JobState.FAILED).order_by("-finished_at")
    return failed if agency is None else failed.filter(agency=agency)


def stuck_jobs(now: datetime | None = None, *, patience: timedelta = timedelta(minutes=15)) -> QuerySet[Job]:
    """Jobs nobody takes: due for longer than the patience, or with a lease that ran out as long ago."""
    limit = (now or clock.now()) - patience
    overdue = Q(state=JobState.WAITING, run_after__lt=limit)
    abandoned = Q(state=JobState.RUNNING, lease_until__lt=limit)
    return Job.objects.filter(overdue | abandoned).order_by("run_after")


def failing_timers() -> QuerySet[TimerRun]:
    """Timers whose last run went wrong."""
    return TimerRun.objects.exclude(error="").order_by("name")


def worker_health(now: datetime | None = None) -> WorkerHealth:
    """Whether a worker has been heard lately, with all of its loops turning."""
    moment = now or clock.now()
    latest = WorkerBeat.objects.order_by("-beat_at").first()
    if latest is None:
        return WorkerHealth(False, "Chưa có tiến trình xử lý nền nào chạy: hãy chạy «motcua worker».", None)
    if moment - latest.beat_at > _SILENT_AFTER:
        return WorkerHealth(
            False, "Tiến trình xử lý nền không còn báo hiệu; số liệu có thể bị chậm.", latest.beat_at
        )
    stopped = [
        name
        for name, turned in latest.loops.items()
        if moment - datetime.fromisoformat(turned) > _STUCK_AFTER.get(name, _SILENT_AFTER)
    ]
    if stopped:
        return WorkerHealth(False, f"Vòng xử lý nền bị kẹt: {', '.join(sorted(stopped))}.", latest.beat_at)
    return WorkerHealth(True, "", latest.beat_at)
