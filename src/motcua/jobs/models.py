"""Work that outlives the request that asked for it, timers, and the workers alive."""

from django.db import models

from motcua.jobs.enums import JOB_STATE_CHOICES, JobState


class Job(models.Model):
    """One piece of durable work. A lease that ran out is taken again, so it may run twice without harm."""

    kind = models.CharField(max_length=80)
    arguments = models.JSONField(default=dict)
    owner = models.CharField(max_length=120, blank=True, default="", help_text="kind:id, như staff:12")
    agency = models.CharField(max_length=64, blank=True, default="")
    unique_key = models.CharField(max_length=200, null=True, blank=True)

    state = models.CharField(max_length=10, choices=JOB_STATE_CHOICES, default=JobState.WAITING.value)
    # Counted when taken, not when ended: work that kills its process must run out of attempts too.
    attempts = models.PositiveSmallIntegerField(default=0)
    max_attempts = models.PositiveSmallIntegerField(default=5)
    run_after = models.DateTimeField()
    lease_until = models.DateTimeField(null=True, blank=True)
    lease_by = models.CharField(max_length=120, blank=True, default="")

    progress_done = models.PositiveBigIntegerField(default=0)
    progress_total = models.PositiveBigIntegerField(default=0)
    progress_text = models.CharField(max_length=200, blank=True, default="")
    result = models.JSONField(null=True, blank=True)
    error = models.TextField(blank=True, default="", help_text="tiếng Việt, cho quản trị viên")

    created_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            # One waiting job a key. A running one may have read the old state: a new wish waits beside it.
            models.UniqueConstraint(
                fields=["unique_key"],
                condition=models.Q(state=JobState.WAITING.value),
                name="jobs_job_one_waiting_per_key",
            ),
        ]
        indexes = [
            models.Index(fields=["state", "run_after", "id"], name="jobs_job_due"),
            models.Index(fields=["state", "lease_until"], name="jobs_job_leases"),
            models.Index(fields=["state", "finished_at"], name="jobs_job_finished"),
            models.Index(fields=["owner", "-id"], name="jobs_job_owner"),
        ]


class TimerRun(models.Model):
    """When a timer ran last and runs next; the row that workers contend for."""

    name = models.CharField(max_length=80, primary_key=True)
    next_at = models.DateTimeField()
    last_run_at = models.DateTimeField(null=True, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    lease_by = models.CharField(max_length=120, blank=True, default="")
    failures = models.PositiveIntegerField(default=0, help_text="số lần lỗi liên tiếp")
    error = models.TextField(blank=True, default="", help_text="tiếng Việt, cho quản trị viên")


class WorkerBeat(models.Model):
    """A worker says that it lives, and when each of its loops last turned."""

    name = models.CharField(max_length=120, primary_key=True)
    started_at = models.DateTimeField()
    beat_at = models.DateTimeField()
    loops = models.JSONField(default=dict, help_text="tên vòng → thời điểm ISO của lượt gần nhất")
