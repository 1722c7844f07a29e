"""The worked examples of docs/algorithms/working-time.md, E1–E12, each with its variants."""

from typing import Any

import pytest

from motcua.worktime.cases import Terms
from motcua.worktime.due import compute
from motcua.worktime.reading import as_data, read_case

SUPPLEMENT = [
    {"type": "supplement_requested", "at": "2026-06-03T09:00"},
    {"type": "supplement_completed", "at": "2026-06-08T09:00"},
]
EXAMPLES: list[tuple[str, str, int, str, dict[str, Any], str]] = [
    ("E1", "2024-07-09T09:15", 5, "working_day", {}, "2024-07-16T17:00"),
    ("E2", "2024-07-14T20:10", 2, "working_day", {}, "2024-07-16T17:00"),
    ("E3", "2024-09-03T10:00", 3, "working_day", {}, "2024-09-06T17:00"),
    ("E4", "2025-04-23T14:00", 4, "working_day", {}, "2025-04-28T17:00"),
    ("E5", "2026-02-06T16:00", 10, "working_day", {"started": "2026-02-09T10:00"}, "2026-03-02T17:00"),
    ("E6", "2026-03-18T15:00", 4, "hour", {}, "2026-03-19T09:30"),
    ("E6 before opening", "2026-03-24T06:50", 4, "hour", {}, "2026-03-24T11:30"),
    ("E7", "2026-03-20T10:00", 8, "hour", {}, "2026-03-23T10:30"),
    ("E8", "2026-03-31T09:00", 30, "calendar_day", {}, "2026-05-04T17:00"),
    ("E9", "2026-06-10T15:20", 2, "working_day", {}, "2026-06-12T17:00"),
    (
        "E9 cut-off",
        "2026-06-10T15:20",
        2,
        "working_day",
        {"settings": {"after_cutoff_moves_citizen_clock": True}},
        "2026-06-15T17:00",
    ),
    ("E10 restart", "2026-06-01T08:00", 5, "working_day", {"events": SUPPLEMENT}, "2026-06-15T17:00"),
    (
        "E10 pause",
        "2026-06-01T08:00",
        5,
        "working_day",
        {"events": SUPPLEMENT, "settings": {"supplement_mode": "pause"}},
        "2026-06-11T17:00",
    ),
    (
        "E11",
        "2025-08-26T09:00",
        6,
        "working_day",
        {
            "events": [
                {"type": "pause", "at": "2025-08-28T10:00"},
                {"type": "resume", "at": "2025-09-03T10:00"},
            ]
        },
        "2025-09-09T17:00",
    ),
    (
        "E12 bare",
        "2025-01-06T08:00",
        250,
        "working_day",
        {"calendar_override": {"replace": True}},
        "2025-12-22T17:00",
    ),
    ("E12", "2025-01-06T08:00", 250, "working_day", {}, "2026-01-07T17:00"),
]


def answer(received: str, value: float, unit: str, **more: Any) -> dict[str, Any]:
    reading = read_case(
        {"received": received, "limit": {"value": value, "unit": unit}, **more}, lambda _regime, _day: Terms()
    )
    return as_data(compute(reading.case, reading.calendar))


@pytest.mark.parametrize(
    ("received", "value", "unit", "more", "due_at"),
    [example[1:] for example in EXAMPLES],
    ids=[example[0] for example in EXAMPLES],
)
def test_worked_example(received: str, value: int, unit: str, more: dict[str, Any], due_at: str) -> None:
    got = answer(received, value, unit, **more)
    assert got["due_at"] == due_at
    assert got["due_date"] == due_at[:10]


def test_supplement_keeps_the_original_due_date_and_tells_the_wait() -> None:
    got = answer("2026-06-01T08:00", 5, "working_day", events=SUPPLEMENT)
    assert got["original_due_date"] == "2026-06-08"
    assert got["intervals"] == [
        {"from": "2026-06-03T09:00", "to": "2026-06-08T09:00", "why": "chờ bổ sung hồ sơ"}
    ]
    assert [day["date"] for day in got["counted"]] == [
        "2026-06-09", "2026-06-10", "2026-06-11", "2026-06-12", "2026-06-15",
    ]  # fmt: skip


def test_pause_trace_of_e11() -> None:
    got = answer(
        "2025-08-26T09:00",
        6,
        "working_day",
        events=[
            {"type": "pause", "at": "2025-08-28T10:00", "reason": "nghĩa vụ tài chính"},
            {"type": "resume", "at": "2025-09-03T10:00"},
        ],
    )
    assert [(day["date"], day["n"]) for day in got["counted"]] == [
        ("2025-08-27", 1), ("2025-08-28", 2), ("2025-09-04", 3), ("2025-09-05", 4), ("2025-09-08", 5),
        ("2025-09-09", 6),
    ]  # fmt: skip
    reasons = {day["date"]: day["why"] for day in got["skipped"]}
    assert reasons["2025-08-29"] == "tạm dừng: nghĩa vụ tài chính"
    assert reasons["2025-09-01"] == "Quốc khánh"
    assert reasons["2025-08-31"] == "Chủ nhật"


def test_hours_trace_sums_to_the_limit() -> None:
    got = answer("2026-03-20T10:00", 8, "hour")
    assert got["counted"] == [{"date": "2026-03-20", "n": 5}, {"date": "2026-03-23", "n": 8}]
    assert [day["date"] for day in got["skipped"]] == ["2026-03-21", "2026-03-22"]
