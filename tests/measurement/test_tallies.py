"""What one dossier adds to one period: tables. The days are in Việt Nam; 2026-03-02 is a Monday."""

from dataclasses import replace
from datetime import date

import pytest
from tests.factories import moment

from motcua.kernel.clock import local_day
from motcua.kernel.periods import parse
from motcua.measurement.measures import OF_DOSSIERS
from motcua.measurement.rules.facts import Fact
from motcua.measurement.rules.tallies import (
    NOTHING,
    TALLIED,
    contribution,
    end_of,
    kept_contributions,
    periods_of,
)

PLAIN = Fact(
    agency_code="H99.01", procedure_code="1.1", channel="counter", state="processing",
    received_on=date(2026, 3, 2), due_date=date(2026, 3, 9), due_at=None, limit_unit="working_day",
    finished_at=None, finished_on=None, waiting_since=None, supplements_asked=0, fee_bearing=False, paid_online=False,
    digitised=False, result_electronic=False, reused=False, shared=False, population_data=False,
    dissatisfied=False, petitioned=False,
)  # fmt: skip
MARCH = parse("2026-03")
TIMES = ("early", "on_time", "late", "within", "overdue")


def ended(at: str, **fields: object) -> Fact:
    finished = moment(at)
    return replace(PLAIN, state="settled", finished_at=finished, finished_on=local_day(finished), **fields)


def in_hours(at: str | None) -> Fact:
    limit = {"limit_unit": "hour", "due_at": moment("2026-03-02 16:00"), "due_date": date(2026, 3, 2)}
    return ended(at, **limit) if at else replace(PLAIN, **limit)


@pytest.mark.parametrize(
    ("fact", "at", "expected"),
    [
        # by day for limits in days: the hour of the end does not matter
        (ended("2026-03-06 16:59"), "2026-03-20 08:00", "early"),
        (ended("2026-03-09 23:59"), "2026-03-20 08:00", "on_time"),
        (ended("2026-03-10 00:01"), "2026-03-20 08:00", "late"),
        # still running: against the moment one looks, and at most the end of the period
        (PLAIN, "2026-03-09 23:00", "within"),
        (PLAIN, "2026-03-10 08:00", "overdue"),
        (replace(PLAIN, due_date=date(2026, 3, 31)), "2026-06-01 08:00", "within"),
        (replace(PLAIN, due_date=date(2026, 3, 30)), "2026-06-01 08:00", "overdue"),
        # waiting for the citizen: up to the moment it was asked for
        (replace(PLAIN, waiting_since=moment("2026-03-09 10:00")), "2026-03-25 08:00", "within"),
        (replace(PLAIN, waiting_since=moment("2026-03-10 10:00")), "2026-03-25 08:00", "overdue"),
        # the end of processing lies behind the moment: it still ran then
        (ended("2026-03-10 09:00"), "2026-03-09 09:00", "within"),
        # more than one request for supplements: late, whatever the dates
        (ended("2026-03-03 09:00", supplements_asked=1), "2026-03-20 08:00", "early"),
        (ended("2026-03-03 09:00", supplements_asked=2), "2026-03-20 08:00", "late"),
        (replace(PLAIN, supplements_asked=2), "2026-03-03 08:00", "overdue"),
        # hour limits by the minute
        (in_hours("2026-03-02 15:59"), "2026-03-20 08:00", "early"),
        (in_hours("2026-03-02 16:00"), "2026-03-20 08:00", "on_time"),
        (in_hours("2026-03-02 16:01"), "2026-03-20 08:00", "late"),
        (in_hours(None), "2026-03-02 16:00", "within"),
        (in_hours(None), "2026-03-02 16:01", "overdue"),
        # no due date can be missed
        (replace(PLAIN, due_date=None), "2026-03-31 08:00", "within"),
    ],
)
def test_a_dossier_is_early_on_time_late_within_or_overdue(fact: Fact, at: str, expected: str) -> None:
    tally = contribution(fact, MARCH, moment(at))
    assert {name: getattr(tally, name) for name in TIMES} == {name: int(name == expected) for name in TIMES}
    assert tally.handled == 1
    assert tally.contented == int(expected in ("early", "on_time", "within"))


def test_a_closed_period_is_seen_from_its_own_end() -> None:
    late_in_april = ended("2026-04-02 09:00", due_date=date(2026, 4, 1))
    march = contribution(late_in_april, MARCH, moment("2026-05-01 08:00"))
    assert (march.within, march.finished, march.late) == (1, 0, 0)
    april = contribution(late_in_april, parse("2026-04"), moment("2026-05-01 08:00"))
    assert (april.handled, april.received, april.late) == (1, 0, 1)


@pytest.mark.parametrize(
    ("period", "handled", "received"),
    [
        ("2026-02", 0, 0),
        ("2026-03", 1, 1),
        ("2026-04", 1, 0),
        ("2026-05", 0, 0),
        ("R2026-Q1", 1, 1),
        ("2026-H1", 1, 1),
    ],
)
def test_a_carried_over_dossier_belongs_to_every_period_up_to_its_end(
    period: str, handled: int, received: int
) -> None:
    tally = contribution(ended("2026-04-02 09:00"), parse(period), moment("2026-12-01 08:00"))
    assert (tally.handled, tally.received) == (handled, received)


def test_nothing_is_counted_of_days_that_lie_ahead() -> None:
    assert contribution(PLAIN, parse("2026-05"), moment("2026-03-05 08:00")) == NOTHING
    assert contribution(PLAIN, MARCH, moment("2026-03-01 08:00")) == NOTHING


def test_a_dossier_refused_at_the_desk_counts_nowhere() -> None:
    refused = replace(
        ended("2026-03-03 09:00"), received_on=None, state="rejected", counted_on=date(2026, 12, 1)
    )
    assert contribution(refused, MARCH, moment("2026-04-01 08:00")) == NOTHING
    assert kept_contributions(refused) == {}


@pytest.mark.parametrize(("flag", "contented"), [("dissatisfied", 0), ("petitioned", 0), ("reused", 1)])
def test_discontent_is_a_set_not_a_sum(flag: str, contented: int) -> None:
    fact = replace(ended("2026-03-03 09:00"), **{flag: True})
    assert contribution(fact, MARCH, moment("2026-04-01 08:00")).contented == contented
    late_too = replace(fact, finished_at=moment("2026-03-20 09:00"), finished_on=date(2026, 3, 20))
    assert contribution(late_too, MARCH, moment("2026-04-01 08:00")).contented == 0


def test_online_money_counts_only_where_money_is_owed() -> None:
    tally = contribution(replace(PLAIN, paid_online=True), MARCH, moment("2026-03-05 08:00"))
    assert (tally.fee_bearing, tally.paid_online) == (0, 0)


def test_what_the_roll_ups_keep() -> None:
    running = replace(PLAIN, counted_on=date(2026, 3, 10))
    assert set(kept_contributions(running)) == {
        (running.agency_code, "2026-W10", running.procedure_code)
    }  # only the week that closed
    done = replace(ended("2026-03-09 09:00"), counted_on=date(2026, 3, 10))
    assert {"2026-W10", "2026-W11", "2026-03", "2026-Q1", "2026-H1", "2026", "R2026"} <= {
        period for _, period, _ in kept_contributions(done)
    }
    assert kept_contributions(replace(done, counted_on=None)) == {}


def test_every_moment_of_a_day_belongs_to_it() -> None:
    assert local_day(end_of(date(2026, 3, 31))) == date(2026, 3, 31)
    last = contribution(ended("2026-03-31 23:59:59.999998"), MARCH, moment("2026-05-01 00:00"))
    assert last.finished == 1


def test_periods_run_from_receipt_to_end() -> None:
    codes = [period.code for period in periods_of(ended("2026-04-02 09:00"), date(2026, 12, 1))]
    assert [code for code in codes if "W" in code] == [f"2026-W{week}" for week in range(10, 15)]


def test_every_ratio_is_a_part_of_its_whole() -> None:
    everything = replace(
        ended("2026-03-03 09:00", channel="online"),
        **dict.fromkeys(
            ("fee_bearing", "paid_online", "digitised", "result_electronic", "reused", "shared"), True
        ),
        population_data=True,
    )
    tally = contribution(everything, MARCH, moment("2026-04-01 08:00"))
    assert all(
        measure.numerator(tally) == measure.denominator(tally) == 1 for measure in OF_DOSSIERS.values()
    )
    assert {getattr(tally, name) for name in TALLIED} <= {0, 1}
