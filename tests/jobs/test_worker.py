"""What the worker does by itself: old rows go, stored bytes are looked at in the night."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from motcua.audit.models import OutboxRow
from motcua.blobs import store
from motcua.doors.commands import worker
from motcua.jobs import queue, running, timers
from motcua.jobs.models import Job
from motcua.kernel.clock import at_local, frozen, local_day, now

pytestmark = pytest.mark.django_db

MONDAY = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def housekeeping(tmp_path: Path, settings: Any) -> Iterator[None]:
    files = "django.core.files.storage.FileSystemStorage"
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {"BACKEND": files, "OPTIONS": {"location": tmp_path}},
    }
    kinds, known = dict(queue._registered), dict(timers._timers)
    timers._timers.clear()
    worker._register_housekeeping()
    yield
    queue._registered.clear()
    queue._registered.update(kinds)
    timers._timers.clear()
    timers._timers.update(known)


def a_night_passes(after: datetime) -> None:
    with frozen(after):
        timers.prepare()
    with frozen(at_local(local_day(after) + timedelta(days=1), 3)):
        timers.run_due("worker")
        running.run_to_end()


def test_a_night_finds_spoilt_bytes(tmp_path: Path) -> None:
    blob = store.put(b"a text")
    (tmp_path / blob.storage_name).write_bytes(b"a test")
    a_night_passes(now())
    job = Job.objects.get(kind="blobs.verify")
    assert (job.state, job.result, job.progress_done) == ("done", {"bad": 1}, 1)
    blob.refresh_from_db()
    assert blob.state == "damaged"


def test_a_night_removes_old_finished_rows_only() -> None:
    queue.job("fine")(lambda arguments, report: None)
    with frozen(MONDAY):
        queue.enqueue("fine", {})
        running.run_to_end()
        OutboxRow.objects.create(kind="mark", topic="t", key="old", created_at=now())
    with frozen(MONDAY + timedelta(days=40)):
        recent = queue.enqueue("fine", {})
        running.run_to_end()
        OutboxRow.objects.create(kind="mark", topic="t", key="recent", created_at=now())
    a_night_passes(MONDAY + timedelta(days=40))
    assert list(Job.objects.filter(kind="fine")) == [recent]
    assert [row.key for row in OutboxRow.objects.all()] == ["recent"]
