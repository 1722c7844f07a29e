"""Summed or walked one by one, open dossiers add the same to every running period at any moment."""

import random
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from motcua.kernel import clock
from motcua.kernel.periods import Period, containing
from motcua.measurement.rules.facts import Fact
from motcua.measurement.rules.running import OPEN, Running, all_kept
from motcua.measurement.rules.tallies import KINDS, NOTHING, Tally, contribution

AT = clock.at_local(date(2026, 11, 19), 10, 30)


def random_fact(luck: random.Random) -> Fact:
    """An open dossier, more often than in life near its due date, waiting, or asked twice."""
    day = clock.local_day(AT)
    received = day - timedelta(days=luck.choice([0, 1, 5, 18, 19, 49, 200, 400]))
    due = luck.choice([None, *(day + timedelta(days=each) for each in (-40, -3, -2, -1, 0, 1, 2, 3, 30))])
    unit = luck.choice(["hour", "working_day", "calendar_day"])
    minutes = luck.choice([-1, 0, 1, 300])
    due_at = clock.at_local(due, 10, 30) + timedelta(minutes=minutes) if due and luck.random() < 0.7 else None
    waiting = AT - timedelta(hours=luck.choice([0, 1, 20, 30, 60, 1000])) if luck.random() < 0.3 else None
    flags = {
        name: luck.random() < 0.3
        for name in (
            "fee_bearing", "paid_online", "digitised", "result_electronic", "reused", "shared", "population_data",
            "dissatisfied", "petitioned",
        )
    }  # fmt: skip
    return Fact(
        agency_code=luck.choice(["A", "B"]), procedure_code=luck.choice(["1.1", "1.2"]),
        channel=luck.choice(["online", "desk", "post"]), state="processing", received_on=received, due_date=due,
        due_at=due_at, limit_unit=unit,
        finished_at=None, finished_on=None, waiting_since=waiting, supplements_asked=luck.choice([0, 0, 1, 2]), **flags,
    )  # fmt: skip


def one_by_one(facts: list[Fact], periods: list[Period], at: datetime) -> dict[tuple[str, str, str], Tally]:
    found: dict[tuple[str, str, str], Tally] = {}
    for fact in facts:
        for period in periods:
            add(found, (fact.agency_code, fact.procedure_code, period.code), contribution(fact, period, at))
    return found


def add(found: dict[tuple[str, str, str], Tally], key: tuple[str, str, str], tally: Tally) -> None:
    if not tally.empty:
        found[key] = found.get(key, NOTHING).plus(tally)


def from_sums(facts: list[Fact], periods: list[Period], at: datetime) -> dict[tuple[str, str, str], Tally]:
    sums: dict[tuple[str, str, str], Tally] = {}
    for fact in facts:
        for key, tally in all_kept(replace(fact, counted_on=clock.local_day(AT))).items():
            if key[1].startswith(OPEN):
                sums[key] = sums.get(key, NOTHING).plus(tally)
    found: dict[tuple[str, str, str], Tally] = {}
    running = Running(periods, at)
    for (agency, code, procedure), many in sums.items():
        assert len(code) <= 24
        for period, tally in running.seen(code, many):
            add(found, (agency, procedure, period), tally)
    return found


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("hours", [0, 6, 13.4, 14, 24, 60, 24 * 30])
def test_sums_of_open_dossiers_are_one_by_one_at_any_later_moment(seed: int, hours: float) -> None:
    luck = random.Random(seed)
    facts = [random_fact(luck) for _ in range(400)]
    at = AT + timedelta(hours=hours)
    periods = [containing(clock.local_day(at), kind) for kind in KINDS]
    assert from_sums(facts, periods, at) == one_by_one(facts, periods, at)


def test_the_clock_set_back_a_day_still_tells_late_from_not() -> None:
    luck, at = random.Random(9), AT - timedelta(days=1)
    facts = [random_fact(luck) for _ in range(400)]
    periods = [containing(clock.local_day(at), kind) for kind in KINDS]
    assert from_sums(facts, periods, at) == one_by_one(facts, periods, at)


def test_many_that_differ_in_nothing_that_counts_are_one_sum() -> None:
    day = clock.local_day(AT)
    one = replace(
        random_fact(random.Random(1)), received_on=day, due_date=day, supplements_asked=0,
        limit_unit="working_day", waiting_since=None, counted_on=day,
    )  # fmt: skip
    others = [replace(one, due_at=AT + timedelta(minutes=minutes)) for minutes in range(9)]
    assert len({key for each in (one, *others) for key in all_kept(each) if key[1].startswith(OPEN)}) == 1


def test_one_that_ended_stands_in_no_open_sum() -> None:
    day = clock.local_day(AT)
    ended = replace(random_fact(random.Random(2)), received_on=day, finished_at=AT, finished_on=day, counted_on=day)  # fmt: skip
    assert [key for key in all_kept(ended) if key[1].startswith(OPEN)] == []
