"""Due dates at the edges: waits that overlap, extensions, same-day limits, office hours, own days."""

from dataclasses import replace
from datetime import date, datetime
from typing import Any

import pytest
from tests.worktime.test_examples import answer

from motcua.kernel.refusals import Refused
from motcua.worktime import national
from motcua.worktime.cases import Case, Event, EventType, Limit, Mode, Terms, Unit
from motcua.worktime.due import compute


def event(kind: str, at: str, **more: Any) -> dict[str, Any]:
    return {"type": kind, "at": at, **more}


def test_a_wait_that_lasts_leaves_the_known_date_and_says_since_when() -> None:
    got = answer("2026-06-01T08:00", 5, "working_day", events=[event("pause", "2026-06-03T09:00")])
    assert got["waiting_since"] == "2026-06-03T09:00"
    assert got["due_date"] == got["original_due_date"] == "2026-06-08"
    assert got["intervals"][0]["to"] is None


def test_a_supplement_inside_a_pause_is_not_counted_twice() -> None:
    events = [
        event("pause", "2026-06-02T09:00"),
        event("supplement_requested", "2026-06-03T09:00"),
        event("supplement_completed", "2026-06-04T09:00"),
        event("resume", "2026-06-05T09:00"),
    ]
    got = answer("2026-06-01T08:00", 5, "working_day", events=events, settings={"supplement_mode": "pause"})
    assert got["due_date"] == "2026-06-11"  # three working days (3, 4, 5 June) after Monday the 8th
    assert len(got["intervals"]) == 2


def test_a_restart_inside_a_pause_starts_when_both_are_over() -> None:
    events = [
        event("pause", "2026-06-02T09:00"),
        event("supplement_requested", "2026-06-03T09:00"),
        event("supplement_completed", "2026-06-04T09:00"),
        event("resume", "2026-06-08T09:00"),
    ]
    got = answer("2026-06-01T08:00", 3, "working_day", events=events)
    assert [day["date"] for day in got["counted"]] == ["2026-06-09", "2026-06-10", "2026-06-11"]


def test_a_wait_before_the_clock_runs_moves_nothing() -> None:
    events = [
        event("supplement_requested", "2026-06-01T08:00"),
        event("supplement_completed", "2026-06-02T08:00"),
    ]
    got = answer("2026-06-03T08:00", 3, "working_day", events=events)
    assert got["due_date"] == "2026-06-08"
    assert got["intervals"] == []


def test_a_wait_begun_before_the_competent_body_received_counts_from_there() -> None:
    events = [event("pause", "2026-02-06T17:00"), event("resume", "2026-02-10T09:00")]
    got = answer("2026-02-06T16:00", 2, "working_day", started="2026-02-09T10:00", events=events)
    assert got["due_date"] == "2026-02-12"
    assert got["clock_started_at"] == "2026-02-09T10:00"


def test_a_pause_on_the_last_day_leaves_that_day_to_the_end_of_the_pause() -> None:
    events = [event("pause", "2026-06-08T09:00"), event("resume", "2026-06-10T09:00")]
    got = answer("2026-06-01T08:00", 5, "working_day", events=events)
    assert got["due_date"] == "2026-06-10"
    assert got["counted"][-1] == {"date": "2026-06-10", "n": 5}


def test_a_pause_after_the_due_date_undoes_no_lateness() -> None:
    events = [event("pause", "2026-06-09T09:00"), event("resume", "2026-06-12T09:00")]
    assert answer("2026-06-01T08:00", 5, "working_day", events=events)["due_date"] == "2026-06-08"


@pytest.mark.parametrize(
    ("more", "due_date"),
    [
        ({"to": "2026-06-12"}, "2026-06-12"),
        ({"to": "2026-06-13"}, "2026-06-15"),  # a Saturday moves on
        ({"days": 3}, "2026-06-11"),
    ],
)
def test_extension_keeps_the_original_date(more: dict[str, Any], due_date: str) -> None:
    got = answer(
        "2026-06-01T08:00", 5, "working_day", events=[event("extension", "2026-06-05T09:00", **more)]
    )
    assert (got["original_due_date"], got["due_date"]) == ("2026-06-08", due_date)
    assert got["counted"][-1]["date"] == due_date


def test_an_extension_before_a_restart_lapses_and_says_so() -> None:
    """NĐ 61/2018 Điều 19.4: the limit is counted anew, whole; the date promised before holds no longer."""
    events = [
        event("extension", "2026-06-05T09:00", to="2026-06-30"),
        event("supplement_requested", "2026-06-08T09:00"),
        event("supplement_completed", "2026-06-10T09:00"),
    ]
    assert answer("2026-06-01T08:00", 5, "working_day", events=events)["due_date"] == "2026-06-17"
    # Where sector law makes the clock stand still instead, the promised date moves with it.
    pause = {"supplement_mode": "pause"}
    assert (
        answer("2026-06-01T08:00", 5, "working_day", events=events, settings=pause)["due_date"]
        == "2026-07-02"
    )
    told = [Event(EventType(each["type"]), datetime.fromisoformat(each["at"])) for each in events[1:]]
    extended = Event(EventType.EXTENSION, datetime.fromisoformat("2026-06-05T09:00"), to=date(2026, 6, 30))
    case = Case(
        datetime.fromisoformat("2026-06-01T08:00"), Limit(5, Unit.WORKING_DAY), events=(extended, *told)
    )
    assert any("hết hiệu lực" in warning for warning in compute(case, national.calendar()).warnings)
    paused = replace(case, terms=Terms(supplement_mode=Mode.PAUSE))
    assert not any("hết hiệu lực" in warning for warning in compute(paused, national.calendar()).warnings)


def test_a_pause_after_an_extension_moves_the_new_date() -> None:
    events = [
        event("extension", "2026-06-05T09:00", to="2026-06-12"),
        event("pause", "2026-06-09T09:00"),
        event("resume", "2026-06-10T09:00"),
    ]
    assert answer("2026-06-01T08:00", 5, "working_day", events=events)["due_date"] == "2026-06-15"


@pytest.mark.parametrize(
    ("received", "due_at"),
    [
        ("2026-06-10T09:00", "2026-06-10T17:00"),
        ("2026-06-10T17:30", "2026-06-11T17:00"),  # after closing: the next working day
        ("2026-06-13T09:00", "2026-06-15T17:00"),  # Saturday
    ],
)
def test_same_day_procedures(received: str, due_at: str) -> None:
    got = answer(received, 0, "working_day")
    assert got["due_at"] == due_at
    assert got["counted"] == []


def test_same_day_after_the_cutoff_when_the_agency_says_so() -> None:
    got = answer("2026-06-10T15:01", 0, "working_day", settings={"after_cutoff_moves_citizen_clock": True})
    assert got["due_date"] == "2026-06-11"
    on_the_dot = answer(
        "2026-06-10T15:00", 0, "working_day", settings={"after_cutoff_moves_citizen_clock": True}
    )
    assert on_the_dot["due_date"] == "2026-06-10"


def test_same_day_with_a_pause_ends_on_the_day_of_the_resume() -> None:
    events = [event("pause", "2026-06-08T10:00"), event("resume", "2026-06-10T09:00")]
    assert answer("2026-06-08T09:00", 0, "working_day", events=events)["due_date"] == "2026-06-10"


def test_hours_stand_still_during_a_pause() -> None:
    events = [event("pause", "2026-03-18T16:00"), event("resume", "2026-03-19T08:30")]
    got = answer("2026-03-18T15:00", 4, "hour", events=events)
    assert got["due_at"] == "2026-03-19T11:30"  # 1 hour on the 18th, 3 hours from 08:30
    assert got["counted"] == [{"date": "2026-03-18", "n": 1}, {"date": "2026-03-19", "n": 4}]


def test_hours_start_anew_when_the_supplement_arrives() -> None:
    events = [
        event("supplement_requested", "2026-03-18T16:00"),
        event("supplement_completed", "2026-03-20T16:00"),
    ]
    assert answer("2026-03-18T15:00", 4, "hour", events=events)["due_at"] == "2026-03-23T10:30"


def test_calendar_days_move_by_calendar_days_and_never_end_on_a_day_off() -> None:
    events = [event("pause", "2026-06-03T09:00"), event("resume", "2026-06-06T09:00")]
    got = answer("2026-06-01T08:00", 10, "calendar_day", events=events)
    assert got["due_date"] == "2026-06-15"  # 11 + 3 = Sunday the 14th, so Monday
    assert [day["n"] for day in got["counted"]] == list(range(1, 11))


def test_calendar_days_may_end_on_a_worked_saturday() -> None:
    assert answer("2025-04-21T08:00", 5, "calendar_day")["due_date"] == "2025-04-26"


@pytest.mark.parametrize(
    ("received", "due_at"),
    [
        ("2026-06-01T09:15", "2026-06-03T09:15"),
        ("2026-06-01T06:00", "2026-06-03T07:30"),
        ("2026-06-01T12:00", "2026-06-03T13:30"),
        ("2026-06-01T20:00", "2026-06-03T17:00"),
    ],
)
def test_due_at_the_time_of_receipt_stays_inside_office_hours(received: str, due_at: str) -> None:
    assert answer(received, 2, "working_day", settings={"due_time": "time_of_receipt"})["due_at"] == due_at


def test_a_saturday_morning_is_a_whole_working_day_with_its_own_closing_time() -> None:
    got = answer("2026-06-12T08:00", 1, "working_day", settings={"saturday_hours": [["07:30", "11:30"]]})
    assert got["due_at"] == "2026-06-13T11:30"
    by_hours = answer("2026-06-12T16:00", 6, "hour", settings={"saturday_hours": ["07:30-11:30"]})
    assert by_hours["due_at"] == "2026-06-15T08:30"


def test_a_worked_saturday_has_mondays_hours() -> None:
    assert answer("2024-05-03T08:00", 1, "working_day")["due_at"] == "2024-05-04T17:00"
    own = {"calendar_override": {"worked": ["2026-06-13"]}}
    assert answer("2026-06-12T16:00", 6, "hour", **own)["due_at"] == "2026-06-13T14:30"
    # Also where other Saturdays end at noon: the day given for it was a whole one.
    short = {"settings": {"saturday_hours": [["07:30", "11:30"]]}}
    assert answer("2024-05-03T08:00", 1, "working_day", **short)["due_at"] == "2024-05-04T17:00"
    assert answer("2024-05-03T16:00", 6, "hour", **short)["due_at"] == "2024-05-04T14:30"


def test_own_days_win_over_the_national_calendar() -> None:
    base = {"received": "2024-04-26T15:30", "value": 1, "unit": "working_day"}
    assert answer(**base)["due_date"] == "2024-05-02"
    worked = answer(**base, calendar_override={"worked": ["2024-04-29"]})
    assert worked["due_date"] == "2024-04-29"
    off = answer(**base, calendar_override={"off": ["2024-05-02"]})
    assert off["due_date"] == "2024-05-03"
    replaced = answer(**base, calendar_override={"off": ["2024-04-29"], "replace": True})
    assert replaced["due_date"] == "2024-04-30"


def test_an_undecided_year_is_provisional_and_a_year_without_data_is_refused() -> None:
    assert answer("2026-12-28T09:00", 5, "working_day")["provisional"] is True
    assert answer("2026-12-28T09:00", 3, "working_day")["provisional"] is False
    with pytest.raises(Refused, match="bắt đầu từ ngày 01/01/2024"):
        answer("2023-12-28T09:00", 3, "working_day")
    with pytest.raises(Refused, match="chỉ có đến hết năm"):
        answer("2026-12-28T09:00", 3000, "working_day")


@pytest.mark.parametrize(
    ("events", "message"),
    [
        ([event("resume", "2026-06-03T09:00")], "không có «tạm dừng»"),
        ([event("supplement_completed", "2026-06-03T09:00")], "không có «yêu cầu bổ sung»"),
        ([event("pause", "2026-06-03T09:00"), event("pause", "2026-06-04T09:00")], "đang tạm dừng từ"),
        ([event("pause", "2026-06-04T09:00"), event("resume", "2026-06-03T09:00")], "thứ tự thời gian"),
        ([event("extension", "2026-06-04T09:00")], "đúng một trong hai"),
        ([event("extension", "2026-06-04T09:00", to="2026-06-05")], "sớm hơn hạn đang có"),
        ([event("extension", "2026-06-04T09:00", days=0)], "từ 1 trở lên"),
        ([event("nap", "2026-06-04T09:00")], "Chọn một trong"),
        ([event("extension", "2026-06-04T09:00", to="9999-06-05")], "kiểm tra lại năm"),
    ],
)
def test_events_that_contradict_each_other_are_refused(events: list[dict[str, Any]], message: str) -> None:
    with pytest.raises(Refused, match=message):
        answer("2026-06-01T08:00", 5, "working_day", events=events)


@pytest.mark.parametrize(
    ("more", "message"),
    [
        ({"received": "26/04/2024"}, "không phải là thời điểm"),
        ({"received": "2024-04-26T15:30+07:00"}, "múi giờ"),
        ({"received": "2024-02-30T15:30"}, "không phải là thời điểm"),
        ({"value": -1}, "số âm"),
        ({"value": 2.5}, "số nguyên"),
        ({"value": True}, "không phải là số"),
        ({"value": "5"}, "không phải là số"),
        ({"value": 10**9}, "quá dài"),
        ({"unit": "day"}, "working_day, hour, calendar_day"),
        ({"hours": []}, "Chưa khai giờ làm việc"),
        ({"hours": [["11:30", "07:30"]]}, "phải sau giờ bắt đầu"),
        ({"hours": [["07:30", "11:30"], ["11:00", "17:00"]]}, "chồng lên nhau"),
        ({"hours": [["7h", "11:30"]]}, "không phải là giờ"),
        ({"started": "2024-04-25T08:00"}, "không thể nhận hồ sơ trước"),
        ({"calendar_override": {"off": ["2024-05-02"], "worked": ["2024-05-02"]}}, "vừa là ngày nghỉ"),
        ({"settings": {"supplement_mode": "sleep"}}, "restart, pause"),
        ({"settings": {"cutoff": "25:00"}}, "không phải là giờ"),
        ({"settings": {"after_cutoff_moves_citizen_clock": "yes"}}, "true hoặc false"),
        ({"settings": []}, None),
        ({"settings": False}, "đối tượng JSON"),
        ({"settings": {"saturday_hours": False}}, "danh sách các buổi"),
        ({"calendar_override": ["2024-05-02"]}, "đối tượng JSON"),
        ({"received": "2024-04-26 15:30+07:00"}, "múi giờ"),
        ({"received": "2024-04-26T15:30:00.000Z"}, "múi giờ"),
    ],
)
def test_bad_values_are_refused_with_the_place(more: dict[str, Any], message: str | None) -> None:
    base: dict[str, Any] = {"received": "2024-04-26T15:30", "value": 3, "unit": "working_day"}
    if message is None:  # an empty list where nothing is set says nothing: taken as no settings
        assert answer(**base | more)["due_date"] == "2024-05-04"
        return
    with pytest.raises(Refused, match=message):
        answer(**base | more)
