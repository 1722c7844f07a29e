"""The queue of digitising: tried again as the rule says, told as failed when nobody comes back, alive while it reads."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from tests import factories
from tests.forge import scans

from motcua.blobs.store import put
from motcua.jobs import queue
from motcua.jobs.enums import JobState
from motcua.jobs.models import Job
from motcua.jobs.running import run_to_end
from motcua.kernel import clock
from motcua.kernel.people import Actor
from motcua.organisation.models import Staff
from motcua.storehouse import digitising, ports, scan_jobs, scan_queue, signing
from motcua.storehouse.enums import ScannedState, ScanSource, ScanState
from motcua.storehouse.models import Scan, ScannedPaper, SigningBatch, SigningKey, SigningStep
from motcua.storehouse.ports import Recognised
from motcua.storehouse.workshop.bounded import Bounds, call

pytestmark = pytest.mark.django_db


class Faulty:
    """A reader that always breaks; the letters of what it read must not reach the page."""

    def ready(self) -> str:
        return ""

    def recognise(self, *_: Any, **__: Any) -> Recognised:
        raise OSError("số định danh 001190000123")


@pytest.fixture
def staff() -> Staff:
    ports.plug(recogniser=Faulty())
    return factories.officer(factories.agency(), "Lò Thị Mẩy")


def reading(staff: Staff) -> ScannedPaper:
    """A paper whose copy is signed and that is to be read; its page has no letters of its own."""
    blob = put(scans.as_pdf(scans.blank(dpi=40)), declared_name="a.pdf")
    scan = Scan.objects.create(
        agency=staff.agency, source="upload", name="a.pdf", original=blob, prepared=blob, state="ready", pages=1,
        created_at=clock.now(),
    )  # fmt: skip
    piece = ScannedPaper.objects.create(
        scan=scan, order=1, pages=[0], copy=blob, state="reading", created_at=clock.now()
    )
    scan_queue.read_later(piece.pk, staff.agency)
    return piece


def test_a_reading_that_breaks_is_tried_again_then_told_with_a_reason(staff: Staff) -> None:
    piece = reading(staff)
    start = clock.now()
    for minutes in (0, 5, 10, 15):
        with clock.frozen(start + timedelta(minutes=minutes)):
            run_to_end()
            scan_queue.tell_what_was_lost()
    job = Job.objects.get(kind=scan_queue.READ)
    assert (job.state, job.attempts) == (JobState.FAILED, 3)
    piece.refresh_from_db()
    assert piece.state == ScannedState.FAILED
    assert piece.problem
    assert "001190000123" not in piece.problem
    actor = Actor("staff", str(staff.pk), staff.name, staff.agency.code)
    digitising.read_again(piece, actor=actor)
    scan_queue.tell_what_was_lost()  # a job waits for it: not lost
    piece.refresh_from_db()
    assert piece.state == ScannedState.READING


def test_a_file_whose_workers_died_is_told_as_failed_and_kept(staff: Staff) -> None:
    actor = Actor("staff", str(staff.pk), staff.name, staff.agency.code)
    scan = digitising.take_in(
        scans.page(scans.told(1)),
        "a.pdf",
        agency=staff.agency,
        by=staff,
        source=ScanSource.UPLOAD,
        actor=actor,
    )
    died = {"state": JobState.RUNNING.value, "attempts": 3, "lease_until": clock.now() - timedelta(minutes=1)}
    Job.objects.filter(kind=scan_queue.PREPARE).update(**died)
    scan_queue.tell_what_was_lost()
    scan.refresh_from_db()
    assert scan.state == ScanState.PREPARING  # somebody may still take it up
    run_to_end()
    scan_queue.tell_what_was_lost()
    scan.refresh_from_db()
    assert scan.state == ScanState.FAILED
    assert "dừng đột ngột" in scan.problem
    digitising.prepare_again(scan, actor=actor)
    run_to_end()
    scan.refresh_from_db()
    assert scan.state == ScanState.READY


def test_a_batch_whose_worker_died_gives_its_documents_and_its_pin_back(staff: Staff) -> None:
    piece = reading(staff)
    now = clock.now()
    key = SigningKey.objects.create(
        holder=staff, agency=staff.agency, source="pkcs12", purpose="personal", reference="k", subject="K",
        issuer="N", certificate="", valid_from=now, valid_to=now + timedelta(days=9), created_at=now,
    )  # fmt: skip
    job = queue.enqueue("papers.sign", {"batch": 0})
    batch = SigningBatch.objects.create(by=staff, key=key, secret="1234", created_at=now, job=job.pk)
    step = SigningStep.objects.create(
        scanned=piece, order=1, purpose="personal", staff=staff, agency=staff.agency, state="signing", batch=batch,
        asked_at=now,
    )  # fmt: skip
    signing.give_back_what_was_lost()
    step.refresh_from_db()
    assert step.state == "signing"
    Job.objects.filter(pk=job.pk).update(state=JobState.FAILED.value)
    signing.give_back_what_was_lost()
    step.refresh_from_db()
    batch.refresh_from_db()
    assert (step.state, batch.secret) == ("waiting", "")
    assert "ký lại" in step.problem
    assert batch.finished_at is not None


def test_long_work_shows_that_it_lives_and_ends_when_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("motcua.storehouse.workshop.bounded._BREATH", 0.05)
    (tmp_path / "slow.py").write_text(
        "import time\ndef work(request):\n    time.sleep(request['s'])\n    return {'done': 1}\n"
    )
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    breaths: list[int] = []
    answer = call(
        "slow:work", {"s": 0.3}, within=Bounds(20, 1024), folder=tmp_path, breathe=lambda: breaths.append(1)
    )
    assert answer == {"done": 1}
    assert breaths

    class ToldError(Exception):
        pass

    def stop() -> None:
        raise ToldError

    with pytest.raises(ToldError):
        call("slow:work", {"s": 60}, within=Bounds(90, 1024), folder=tmp_path, breathe=stop)


def test_the_reading_job_hands_its_breath_on(staff: Staff, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: dict[str, Any] = {}

    class Listening(Faulty):
        def recognise(self, *_: Any, **given: Any) -> Recognised:
            seen.update(given)
            given["breathe"]()
            raise OSError

    ports.plug(recogniser=Listening())
    piece = reading(staff)
    told: list[str] = []
    with pytest.raises(OSError):  # noqa: PT011 - the reader's own
        scan_jobs.read({"scanned": piece.pk}, lambda done, total, text="": told.append(text))
    assert told == ["nhận dạng chữ 1 trang"] * 2
