"""Timers: at their time, by one worker, and again soon after a failure."""

from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta

import pytest

from motcua.jobs import beats, queries, timers
from motcua.jobs.models import TimerRun
from motcua.kernel.clock import at_local, frozen

pytestmark = pytest.mark.django_db

NINE = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)  # 09:00 in Việt Nam


@pytest.fixture(autouse=True)
def own_timers() -> Iterator[None]:
    before = dict(timers._timers)
    timers._timers.clear()
    yield
    timers._timers.clear()
    timers._timers.update(before)


def run_at(moment: datetime, worker: str = "w") -> int:
    with frozen(moment):
        return timers.run_due(worker)


def prepared(moment: datetime = NINE) -> None:
    with frozen(moment):
        timers.prepare()


@pytest.mark.parametrize(
    ("asked", "then"),
    [
        (at_local(NINE.date(), 1, 29), at_local(NINE.date(), 1, 30)),
        (at_local(NINE.date(), 1, 30), at_local(NINE.date() + timedelta(days=1), 1, 30)),
        (at_local(NINE.date(), 23, 0), at_local(NINE.date() + timedelta(days=1), 1, 30)),
    ],
)
def test_a_daily_time_is_a_wall_clock_time_of_viet_nam(asked: datetime, then: datetime) -> None:
    assert timers.Schedule(timedelta(days=1), time(1, 30)).next_after(asked) == then


@pytest.mark.parametrize(
    "wrong", [{}, {"every": 5, "daily_at": "01:00"}, {"every": 1}, {"daily_at": "25:00"}]
)
def test_a_timer_without_a_sensible_round_is_refused(wrong: dict[str, int | str]) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - each names its own reason
        timers.timer("wrong", **wrong)(lambda: None)  # type: ignore[arg-type]


def test_by_seconds_it_runs_at_once_and_then_in_its_rhythm() -> None:
    ran: list[int] = []
    timers.timer("ticks", every=60)(lambda: ran.append(1))
    prepared()
    assert [run_at(NINE + timedelta(seconds=s)) for s in (0, 30, 60, 61, 125)] == [1, 0, 1, 0, 1]
    assert len(ran) == 3


def test_a_daily_one_waits_for_its_hour_and_is_caught_up_after_a_night_off() -> None:
    timers.timer("nightly", daily_at="01:30")(lambda: None)
    prepared()
    assert run_at(NINE + timedelta(hours=1)) == 0
    assert run_at(NINE + timedelta(days=3)) == 1  # the machine was off in between
    assert TimerRun.objects.get().next_at == at_local(NINE.date() + timedelta(days=4), 1, 30)


def test_while_one_worker_runs_it_another_does_not() -> None:
    others: list[int] = []
    timers.timer("ticks", every=60)(lambda: others.append(timers.run_due("second")))
    prepared()
    assert run_at(NINE, "first") == 1
    assert others == [0]


def test_a_worker_that_died_in_it_is_replaced() -> None:
    timers.timer("nightly", daily_at="01:30")(lambda: None)
    prepared()
    due = at_local(NINE.date() + timedelta(days=1), 1, 30)
    TimerRun.objects.update(lease_until=due + timedelta(minutes=10), lease_by="dead")
    assert run_at(due + timedelta(minutes=9)) == 0
    assert run_at(due + timedelta(minutes=11)) == 1


def test_a_failure_is_named_and_tried_again_soon() -> None:
    faults = [ConnectionError("bí mật")]

    @timers.timer("nightly", daily_at="01:30")
    def nightly() -> None:
        if faults:
            raise faults.pop()

    prepared()
    due = at_local(NINE.date() + timedelta(days=1), 1, 30)
    run_at(due)
    [row] = queries.failing_timers()
    assert "Không kết nối được" in row.error
    assert "bí mật" not in row.error
    assert run_at(due + timedelta(seconds=61)) == 1
    assert not queries.failing_timers()


def test_a_shorter_round_in_a_new_version_holds_from_the_start() -> None:
    timers.timer("ticks", every=86_400)(lambda: None)
    prepared()
    run_at(NINE)
    timers._timers.clear()
    timers.timer("ticks", every=60)(lambda: None)
    prepared(NINE + timedelta(seconds=1))
    assert run_at(NINE + timedelta(seconds=1)) == 0
    assert TimerRun.objects.get().next_at == NINE + timedelta(seconds=61)


@pytest.mark.parametrize("back", [timedelta(hours=3), timedelta(days=400)])
def test_when_the_clock_is_set_back_timers_go_on_in_their_rhythm(back: timedelta) -> None:
    timers.timer("ticks", every=60)(lambda: None)
    timers.timer("nightly", daily_at="01:30")(lambda: None)
    prepared()
    run_at(NINE)
    then = NINE - back
    assert [run_at(then + timedelta(seconds=s)) for s in (0, 30, 60, 90, 120)] == [0, 0, 1, 0, 1]
    night = timers.timers()["nightly"].schedule.next_after(then)
    assert run_at(night - timedelta(seconds=1)) == 1  # the minute's
    assert TimerRun.objects.get(name="nightly").next_at == night
    assert run_at(night) == 1


def test_when_the_clock_is_set_back_a_dead_workers_lease_still_ends() -> None:
    timers.timer("ticks", every=60)(lambda: None)
    prepared()
    TimerRun.objects.update(lease_until=NINE + timedelta(minutes=10), lease_by="dead")
    then = NINE - timedelta(days=30)
    assert [run_at(then + timedelta(minutes=m)) for m in (0, 9, 11)] == [0, 0, 1]


def test_health_tells_a_living_worker_from_a_silent_and_a_stuck_one() -> None:
    assert not queries.worker_health().alive
    with frozen(NINE):
        beats.beat("host:1", NINE, {"relay": NINE, "timers": NINE})
        assert queries.worker_health().alive
    with frozen(NINE + timedelta(minutes=1)):
        assert "không còn báo hiệu" in queries.worker_health().message
        beats.beat("host:1", NINE, {"relay": NINE, "timers": NINE + timedelta(minutes=1)})
        assert queries.worker_health().message == "Vòng xử lý nền bị kẹt: relay."
        beats.leave("host:1")
        assert queries.worker_health().beat_at is None
