"""Jobs: asked for, taken once, done, tried again, given up."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection

from motcua.datastore.writing import act
from motcua.jobs import queries, queue, running
from motcua.jobs.enums import JobState
from motcua.jobs.models import Job
from motcua.kernel.clock import frozen, now
from motcua.kernel.refusals import Overtaken, Refused

pytestmark = pytest.mark.django_db

MONDAY = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def kinds() -> Iterator[None]:
    """Each test registers kinds of its own."""
    before = dict(queue._registered)
    yield
    queue._registered.clear()
    queue._registered.update(before)


def state_of(job: Job) -> JobState:
    job.refresh_from_db()
    return JobState(job.state)


def test_work_is_done_with_its_arguments_and_keeps_its_result() -> None:
    @queue.job("adds")
    def adds(arguments: queue.Arguments, report: queue.Report) -> queue.Result:
        report(1, 2, "nửa chừng")
        return {"sum": arguments["a"] + arguments["b"]}

    job = queue.enqueue("adds", {"a": 2, "b": 3}, owner="staff:7")
    assert running.run_to_end() == 1
    assert state_of(job) is JobState.DONE
    assert job.result == {"sum": 5}
    assert (job.progress_done, job.progress_total, job.progress_text) == (1, 2, "nửa chừng")
    [shown] = queries.jobs_of("staff:7")
    assert (shown.label, shown.percent, shown.ended) == ("Đã xong", 100, True)


def test_a_wish_falls_with_its_act() -> None:
    def wish_and_fail() -> None:
        with act():
            queue.enqueue("adds", {})
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        wish_and_fail()
    assert Job.objects.count() == 0


def test_kinds_nobody_here_knows_wait_and_are_shown_as_stuck() -> None:
    with frozen(MONDAY):
        job = queue.enqueue("unheard-of", {})
    with frozen(MONDAY + timedelta(hours=1)):
        assert running.run_to_end() == 0
        assert list(queries.stuck_jobs()) == [job]


def test_not_before_its_moment() -> None:
    queue.job("later")(lambda arguments, report: None)
    with frozen(MONDAY):
        job = queue.enqueue("later", {}, run_after=MONDAY + timedelta(hours=1))
        assert running.run_to_end() == 0
    with frozen(MONDAY + timedelta(hours=2)):
        assert running.run_to_end() == 1
    assert state_of(job) is JobState.DONE


def test_a_fault_is_tried_again_later_and_later_then_given_up_with_a_reason() -> None:
    runs: list[datetime] = []

    @queue.job("breaks")
    def breaks(arguments: queue.Arguments, report: queue.Report) -> queue.Result:
        runs.append(now())
        raise FileNotFoundError("/secret/Nguyễn Văn An.pdf")

    with frozen(MONDAY):
        job = queue.enqueue("breaks", {}, max_attempts=4)
    for second in range(200):
        with frozen(MONDAY + timedelta(seconds=second)):
            running.run_to_end()
    assert [(moment - MONDAY).total_seconds() for moment in runs] == [0, 5, 25, 105]
    assert state_of(job) is JobState.FAILED
    assert "Không tìm thấy tệp cần xử lý" in job.error
    assert "Nguyễn" not in job.error
    assert list(queries.failed_jobs()) == [job]


@pytest.mark.parametrize(
    ("fault", "state"),
    [
        (queue.GiveUp("Mẫu văn bản không còn."), JobState.FAILED),
        (Refused("Hồ sơ đã trả kết quả."), JobState.FAILED),
        (Overtaken("Bà Lan vừa chuyển hồ sơ."), JobState.WAITING),
    ],
)
def test_a_refusal_is_final_but_being_overtaken_is_not(fault: Exception, state: JobState) -> None:
    @queue.job("refused")
    def refused(arguments: queue.Arguments, report: queue.Report) -> queue.Result:
        raise fault

    job = queue.enqueue("refused", {})
    running.run_to_end()
    assert state_of(job) is state
    assert job.error == str(fault)


def test_a_lease_that_ran_out_is_taken_again_and_the_first_run_writes_nothing_more() -> None:
    queue.job("long", lease=60)(lambda arguments, report: None)
    with frozen(MONDAY):
        job = queue.enqueue("long", {})
        first = running.claim("first")
        assert first is not None
    with frozen(MONDAY + timedelta(seconds=59)):
        assert running.claim("second") is None
    with frozen(MONDAY + timedelta(seconds=61)):
        second = running.claim("second")
        assert second is not None
        with pytest.raises(queue.LeaseLost):
            running._finish(first, {"by": "first"})
        running._finish(second, {"by": "second"})
    assert state_of(job) is JobState.DONE
    assert job.result == {"by": "second"}


def test_a_report_extends_the_lease() -> None:
    queue.job("long", lease=60)(lambda arguments, report: None)
    with frozen(MONDAY):
        job = queue.enqueue("long", {})
        held = running.claim("first")
        assert held is not None
    with frozen(MONDAY + timedelta(seconds=50)):
        running._Reporter(held, timedelta(seconds=60))(1, 10)
    job.refresh_from_db()
    assert job.lease_until == MONDAY + timedelta(seconds=110)


def test_a_job_that_kills_its_worker_is_buried_after_its_attempts() -> None:
    queue.job("deadly", lease=60)(lambda arguments, report: None)
    with frozen(MONDAY):
        job = queue.enqueue("deadly", {}, max_attempts=2)
    for hour in range(3):
        with frozen(MONDAY + timedelta(hours=hour)):
            running.claim("dies here")
    assert state_of(job) is JobState.FAILED
    assert "dừng đột ngột 2 lần" in job.error


def test_a_cancelled_job_stops_at_its_next_report() -> None:
    reached: list[str] = []

    @queue.job("long")
    def long(arguments: queue.Arguments, report: queue.Report) -> queue.Result:
        queue.cancel(arguments["self"])
        report(1, 1)
        reached.append("after the report")
        return None

    job = queue.enqueue("long", {})
    Job.objects.filter(pk=job.pk).update(arguments={"self": job.pk})
    running.run_to_end()
    assert state_of(job) is JobState.CANCELLED
    assert not reached


def test_retry_gives_the_attempts_back() -> None:
    outcome: list[Any] = [queue.GiveUp("hỏng")]

    @queue.job("sometimes")
    def sometimes(arguments: queue.Arguments, report: queue.Report) -> queue.Result:
        if outcome:
            raise outcome.pop()
        return None

    job = queue.enqueue("sometimes", {})
    running.run_to_end()
    assert state_of(job) is JobState.FAILED
    assert queue.retry(job.pk)
    assert not queue.retry(job.pk)
    running.run_to_end()
    assert state_of(job) is JobState.DONE


def test_wishes_under_one_key_are_one_job_while_it_waits() -> None:
    queue.job("recount")(lambda arguments, report: None)
    first = queue.enqueue("recount", {"n": 1}, unique_key="recount:H01", run_after=MONDAY + timedelta(days=9))
    second = queue.enqueue("recount", {"n": 2}, unique_key="recount:H01", run_after=MONDAY)
    assert second.pk == first.pk
    assert second.run_after == MONDAY
    held = running.claim("worker")
    assert held is not None
    # The running one may have read the old state already.
    third = queue.enqueue("recount", {"n": 3}, unique_key="recount:H01")
    assert third.pk != first.pk


def test_a_failed_run_gives_way_to_a_newer_wish_under_its_key() -> None:
    @queue.job("recount")
    def recount(arguments: queue.Arguments, report: queue.Report) -> queue.Result:
        if arguments["n"] == 1:
            queue.enqueue("recount", {"n": 2}, unique_key="recount:H01")
            raise OSError
        return None

    first = queue.enqueue("recount", {"n": 1}, unique_key="recount:H01")
    running.run_to_end()
    assert state_of(first) is JobState.CANCELLED
    assert [state_of(job) for job in Job.objects.exclude(pk=first.pk)] == [JobState.DONE]


def test_an_orderly_end_puts_the_work_back_at_no_cost() -> None:
    @queue.job("long")
    def long(arguments: queue.Arguments, report: queue.Report) -> queue.Result:
        running.stop_at_next_report.set()
        report(1, 10)
        return None

    job = queue.enqueue("long", {})
    try:
        running.run_next("worker")
    finally:
        running.stop_at_next_report.clear()
    assert state_of(job) is JobState.WAITING
    assert job.attempts == 0


def test_old_finished_jobs_go_and_failed_ones_stay() -> None:
    queue.job("fine")(lambda arguments, report: None)

    @queue.job("bad")
    def bad(arguments: queue.Arguments, report: queue.Report) -> queue.Result:
        raise queue.GiveUp("hỏng")

    with frozen(MONDAY):
        queue.enqueue("fine", {})
        failed = queue.enqueue("bad", {})
        running.run_to_end()
    assert queue.purge_finished(MONDAY + timedelta(days=1)) == 1
    assert list(Job.objects.all()) == [failed]


def test_taking_a_job_looks_at_waiting_ones_only() -> None:
    queue.job("fine")(lambda arguments, report: None)
    if connection.vendor == "sqlite":
        assert "jobs_job_due" in running._due(now()).explain()
