"""Judgements about a procedure's description."""

from dataclasses import dataclass, field, replace
from decimal import Decimal

import pytest

from motcua.catalogue.enums import Part
from motcua.catalogue.rules import Span, channels_of, limit_doubt, missing_parts, process_doubts


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
