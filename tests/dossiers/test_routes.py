"""The rules of dossiers that several bodies work on, without a database."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from motcua.dossiers.enums import Timeliness
from motcua.dossiers.rules import routes
from motcua.dossiers.rules.routes import Leg
from motcua.kernel.clock import LOCAL
from motcua.kernel.refusals import Refused
from motcua.worktime import national


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=LOCAL).astimezone(UTC)


def leg(number: int, stage: int, state: str, **more) -> Leg:
    return Leg(number, stage, f"Cơ quan {number}", state, **more)


@pytest.mark.parametrize(
    ("legs", "expected"),
    [
        ([leg(1, 1, "answered"), leg(2, 2, "planned"), leg(3, 2, "planned"), leg(4, 3, "planned")], [2, 3]),
        ([leg(1, 1, "answered"), leg(2, 2, "taken"), leg(3, 2, "planned")], [3]),
        ([leg(2, 2, "taken"), leg(4, 3, "planned")], []),
        ([leg(2, 2, "taken", excused=True), leg(4, 3, "planned")], [4]),
        ([leg(2, 2, "taken", holds=False), leg(4, 3, "planned")], [4]),
        ([leg(2, 2, "dropped"), leg(4, 3, "planned")], [4]),
        ([leg(2, 2, "sent_back"), leg(4, 3, "planned")], [2]),
        ([leg(1, 1, "answered")], []),
    ],
)
def test_whose_turn_it_is(legs, expected):
    assert [each.number for each in routes.next_legs(legs)] == expected


@pytest.mark.parametrize(
    ("legs", "open_"),
    [
        ([], 0),
        ([leg(1, 1, "answered"), leg(2, 2, "planned"), leg(3, 2, "taken")], 2),
        ([leg(2, 2, "sent", excused=True), leg(3, 2, "sent_back"), leg(4, 3, "taken", holds=False)], 1),
        ([leg(2, 2, "dropped"), leg(3, 2, "answered")], 0),
    ],
)
def test_how_many_hold_the_end(legs, open_):
    assert routes.open_bodies(legs) == open_


def test_a_part_is_sent_once_and_in_its_turn():
    legs = [leg(2, 2, "taken"), leg(4, 3, "planned")]
    with pytest.raises(Refused, match="Cơ quan 2 chưa xong"):
        routes.check_ready(legs, legs[1])
    with pytest.raises(Refused, match="đã được chuyển"):
        routes.check_ready(legs, legs[0])


def test_the_clock_of_a_body_starts_when_it_takes_or_should_have():
    by = at("2026-11-06T15:00")
    assert routes.clock_start(at("2026-11-06T10:00"), by) == at("2026-11-06T10:00")
    assert routes.clock_start(at("2026-11-09T10:00"), by) == by
    assert routes.clock_start(None, by) == by


@pytest.mark.parametrize(
    ("value", "unit", "due"),
    [
        (Decimal(3), "working_day", "2026-11-11T17:00"),
        (Decimal(10), "calendar_day", "2026-11-16T17:00"),
        (Decimal("4.5"), "hour", "2026-11-06T16:00"),
        (None, "", None),
    ],
)
def test_due_moments_of_bodies(value, unit, due):
    found = routes.part_due(at("2026-11-06T09:30"), value, unit, national.calendar())
    assert found == (at(due) if due else None)


def test_waits_for_the_citizen_that_ended_before_do_not_count():
    events = [
        {"type": "pause", "at": "2026-11-02T08:00:00"},
        {"type": "resume", "at": "2026-11-03T08:00:00"},
    ]
    due = routes.part_due(at("2026-11-06T09:30"), Decimal(3), "working_day", national.calendar(), events)
    assert due == at("2026-11-11T17:00")
    again = [
        *events,
        {"type": "pause", "at": "2026-11-09T08:00:00"},
        {"type": "resume", "at": "2026-11-10T08:00:00"},
    ]
    moved = routes.part_due(at("2026-11-06T09:30"), Decimal(3), "working_day", national.calendar(), again)
    assert moved == at("2026-11-12T17:00")


def test_lateness_is_the_body_s_that_caused_it_the_longest_first():
    now = at("2026-11-20T17:00")
    legs = [
        leg(1, 1, "answered", due_at=at("2026-11-05T17:00"), answered_at=at("2026-11-06T09:00"), limit_unit="working_day"),
        leg(2, 2, "taken", due_at=at("2026-11-13T17:00"), limit_unit="working_day"),
        leg(3, 2, "answered", due_at=at("2026-11-13T17:00"), answered_at=at("2026-11-13T16:00"), limit_unit="working_day"),
    ]  # fmt: skip
    calendars = dict.fromkeys((1, 2, 3), national.calendar())
    causes = routes.causes_of(legs, calendars, now, dossier_late=True, settling="UBND xã")
    assert [(cause.body, cause.over.days) for cause in causes] == [("Cơ quan 2", 5), ("Cơ quan 1", 0)]
    assert routes.leg_timeliness(legs[2], now) is Timeliness.ON_TIME
    in_time = routes.causes_of(legs[2:], calendars, now, dossier_late=True, settling="UBND xã")
    assert [(cause.body, cause.over) for cause in in_time] == [("UBND xã", None)], "kept between the bodies"
    assert routes.causes_of(legs[2:], calendars, now, dossier_late=False, settling="UBND xã") == []


@pytest.mark.parametrize(
    ("carriers", "only_paper", "wholly"),
    [
        ([], 0, True),
        (["electronic", "electronic"], 0, True),
        (["electronic", "paper"], 0, False),
        ([], 1, False),
    ],
)
def test_wholly_electronic(carriers, only_paper, wholly):
    assert routes.wholly_electronic(carriers, only_paper) is wholly


def test_a_hand_over_is_missed_only_while_it_waits():
    by, later = at("2026-11-06T15:00"), at("2026-11-06T15:01")
    assert routes.unacknowledged(by, None, None, later)
    assert not routes.unacknowledged(by, None, None, by)
    assert not routes.unacknowledged(by, by, None, later)
    assert not routes.unacknowledged(by, None, by, later)
