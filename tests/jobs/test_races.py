"""Several workers and several acts at once, on the database at hand."""

import threading
from collections import Counter
from collections.abc import Callable, Iterator

import pytest
from django.db import connection

from motcua.datastore.writing import act
from motcua.jobs import queue, running, timers
from motcua.jobs.enums import JobState
from motcua.jobs.models import Job

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.races]


@pytest.fixture(autouse=True)
def own_kinds_and_timers() -> Iterator[None]:
    kinds, own_timers = dict(queue._registered), dict(timers._timers)
    timers._timers.clear()
    yield
    queue._registered.clear()
    queue._registered.update(kinds)
    timers._timers.clear()
    timers._timers.update(own_timers)


def at_once(work: Callable[[int], None], many: int) -> None:
    """Run the same work in several threads, starting together; a fault of any is raised here."""
    together, faults = threading.Barrier(many), []

    def one(number: int) -> None:
        try:
            together.wait()
            work(number)
        except Exception as fault:
            faults.append(fault)
        finally:
            connection.close()

    threads = [threading.Thread(target=one, args=(number,)) for number in range(many)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if faults:
        raise faults[0]


def test_six_workers_do_each_job_once() -> None:
    done: Counter[int] = Counter()
    queue.job("counts")(lambda arguments, report: done.update([arguments["n"]]))
    for number in range(40):
        queue.enqueue("counts", {"n": number})

    def drain(number: int) -> None:
        while Job.objects.filter(state=JobState.WAITING).exists():
            running.run_next(f"worker {number}")

    at_once(drain, 6)
    assert done == Counter(range(40))
    assert set(Job.objects.values_list("state", "attempts")) == {("done", 1)}


def test_eight_wishes_under_one_key_are_one_job() -> None:
    at_once(lambda number: queue.enqueue("recount", {}, unique_key="recount:H01") and None, 8)
    assert Job.objects.count() == 1


def test_a_job_joined_by_an_open_act_is_not_taken_before_the_act_ends() -> None:
    """Or it would work on the state before the act, and the act's wish would be lost."""
    queue.job("recount")(lambda arguments, report: None)
    queue.enqueue("recount", {}, unique_key="recount:H01")
    joined, claimed = threading.Event(), threading.Event()
    order: list[str] = []

    def acting() -> None:
        with act():
            queue.enqueue("recount", {}, unique_key="recount:H01")
            joined.set()
            claimed.wait(0.5)
            order.append("act ends")

    def working() -> None:
        joined.wait(10)
        assert running.claim("worker") is not None
        order.append("job taken")
        claimed.set()

    at_once(lambda number: [acting, working][number](), 2)
    assert order == ["act ends", "job taken"]


def test_six_workers_run_a_timer_once() -> None:
    ran: list[int] = []
    timers.timer("ticks", every=3600)(lambda: ran.append(1))
    timers.prepare()
    at_once(lambda number: timers.run_due(f"worker {number}") and None, 6)
    assert len(ran) == 1
