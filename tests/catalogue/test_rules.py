"""Judgements about a procedure's description."""

from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal

import pytest

from motcua.catalogue.enums import Part
from motcua.catalogue.rules import (
    BodySpan,
    Span,
    channels_of,
    lag_days,
    limit_doubt,
    missing_parts,
    process_doubts,
    route_doubts,
)


@dataclass(frozen=True)
class Description:
    name: str = "Đăng ký thử"
    steps: list[str] = field(default_factory=lambda: ["Nộp hồ sơ"])
    channels: list[str] = field(default_factory=lambda: ["counter"])
    receivable: bool = True
    subjects: list[str] = field(default_factory=lambda: ["Công dân Việt Nam"])
    agency: str = "UBND cấp xã"


def test_a_whole_description_misses_nothing() -> None:
    assert missing_parts(Description(), has_components=True) == []


@pytest.mark.parametrize(
    ("change", "part"),
    [
        ({"name": " "}, Part.NAME),
        ({"steps": []}, Part.STEPS),
        ({"channels": []}, Part.CHANNELS),
        ({"receivable": False}, Part.LIMIT),
        ({"subjects": []}, Part.SUBJECTS),
        ({"agency": ""}, Part.AGENCY),
    ],
)
def test_each_mandatory_part_is_missed(change: dict[str, object], part: Part) -> None:
    assert missing_parts(replace(Description(), **change), has_components=True) == [part]


def test_papers_are_a_mandatory_part() -> None:
    assert missing_parts(Description(), has_components=False) == [Part.PAPERS]


@pytest.mark.parametrize(
    ("value", "unit", "sure"),
    [
        (5, "working_day", True),
        (0, "working_day", True),
        (2, "hour", True),
        (30, "calendar_day", True),
        (None, "working_day", False),
        (1, "", False),
        (1, "day", False),
        (0, "hour", False),
        (-1, "working_day", False),
        (900, "working_day", False),
    ],
)
def test_a_limit_is_counted_with_only_when_number_and_unit_are_sure(
    value: int | None, unit: str, sure: bool
) -> None:
    assert (limit_doubt(value, unit) == "") is sure


def span(duration: str | None, unit: str = "working_day", *, side: bool = False) -> Span:
    return Span(None if duration is None else Decimal(duration), unit, side)


def test_steps_that_add_up_raise_no_doubt() -> None:
    spans = [span("0.5"), span("3"), span("1.5"), span("5", side=True)]
    assert process_doubts(spans, Decimal(5), "working_day") == []


def test_steps_that_do_not_add_up_say_both_figures() -> None:
    # Điện Bàn's published process: the total says 17 days, its steps make 18.
    spans = [span(each, "calendar_day") for each in ("1", "10", "5", "1", "1")]
    assert process_doubts(spans, Decimal(17), "calendar_day") == ["Cộng các bước được 18, quy trình ghi 17."]


@pytest.mark.parametrize(
    "spans",
    [[span("7"), span("12", "calendar_day")], [span("7"), span(None)]],
    ids=["mixed units", "a step without time"],
)
def test_what_cannot_be_added_is_doubted(spans: list[Span]) -> None:
    assert len(process_doubts(spans, Decimal(19), "working_day")) == 1


def test_ways_of_filing_in_the_order_people_know() -> None:
    assert channels_of(["post", "online", "counter", "pigeon"]) == ["counter", "online", "post"]


@pytest.mark.parametrize(
    ("bodies", "total", "said"),
    [
        # Commune, then department: the stages follow each other.
        ([(1, 4, True), (2, 3, True)], 7, []),
        # Police and insurance at the same time; the identity card comes later and holds nobody.
        ([(1, 1, True), (2, 2, True), (2, 2, True), (3, 5, False)], 3, []),
        (
            [(1, 5, True), (2, 10, True), (3, 10, True)],
            24,
            ["Cộng thời hạn các đợt được 25, quy trình ghi 24."],
        ),
        ([(1, 5, True), (2, None, True)], 10, ["1 cơ quan không ghi thời hạn"]),
    ],
)
def test_limits_of_bodies_and_their_total(bodies, total, said):
    spans = [
        BodySpan(stage, None if days is None else Decimal(days), "working_day", holds)
        for stage, days, holds in bodies
    ]
    found = route_doubts(spans, Decimal(total), "working_day")
    assert len(found) == len(said)
    assert all(real.startswith(wanted) for real, wanted in zip(found, said, strict=True))


def test_how_long_a_process_waits_to_run_electronically():
    today = date(2026, 11, 21)
    assert lag_days(None, None, today) is None
    assert lag_days(date(2026, 11, 1), date(2026, 11, 11), today) == 10
    assert lag_days(date(2026, 11, 1), None, today) == 20
    assert lag_days(date(2026, 11, 1), date(2026, 12, 1), today) == 20, "not running yet: the wait goes on"
    assert lag_days(date(2026, 11, 20), date(2026, 11, 1), today) == 0
