"""The clocks of the desk and the forecast of lateness, as tables, without a database."""

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from motcua.dossiers.rules.clocks import Law, step_due
from motcua.dossiers.rules.forwarding import (
    DeskTerms,
    forward_due,
    late_if_offered_before,
    late_if_received_by,
    reception_due,
)
from motcua.dossiers.rules.papers import Asked, Lack, only_published
from motcua.dossiers.rules.prediction import Standing, Verdict, forecast
from motcua.dossiers.rules.spans import Step
from motcua.kernel import clock
from motcua.kernel.refusals import Refused
from motcua.worktime import national

CALENDAR = national.calendar()
TERMS = DeskTerms()
# Wednesday 3 June 2026 is an ordinary working day; the week ends on Friday the fifth.
MOMENTS = st.datetimes(datetime.fromisoformat("2025-12-20"), datetime.fromisoformat("2026-06-30")).map(
    lambda at: at.replace(microsecond=0)
)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text)


@pytest.mark.parametrize(
    ("received", "due"),
    [
        ("2026-06-03T09:00", "2026-06-03T17:00"),
        ("2026-06-03T15:00", "2026-06-03T17:00"),  # at the cut-off is not after it
        ("2026-06-03T15:00:01", "2026-06-04T08:30"),
        ("2026-06-05T16:00", "2026-06-08T08:30"),  # Friday afternoon: Monday morning
        ("2026-06-06T09:00", "2026-06-08T08:30"),  # a Saturday nobody works
        ("2025-04-29T15:10", "2025-05-05T08:30"),  # over the holidays
    ],
)
def test_a_dossier_is_passed_on_the_same_day_or_early_the_next(received: str, due: str):
    assert forward_due(at(received), CALENDAR, TERMS) == at(due)


def test_the_cutoff_and_the_hours_of_the_next_day_are_settings():
    terms = DeskTerms(cutoff=time(10, 0), next_day_hours=4)
    assert forward_due(at("2026-06-03T10:30"), CALENDAR, terms) == at("2026-06-04T11:30")


@given(MOMENTS, MOMENTS)
def test_the_threshold_of_a_list_says_the_same_as_each_dossier(received: datetime, now: datetime):
    if received <= now:
        late = forward_due(received, CALENDAR, TERMS) < now
        assert (received <= late_if_received_by(now, CALENDAR, TERMS)) is late


@pytest.mark.parametrize(
    ("offered", "due"),
    [
        ("2026-06-03T23:50", date(2026, 6, 4)),
        ("2026-06-05T08:00", date(2026, 6, 8)),
        ("2026-06-06T08:00", date(2026, 6, 8)),
    ],
)
def test_what_comes_online_is_received_within_a_working_day(offered: str, due: date):
    assert reception_due(at(offered), CALENDAR, TERMS) == due


@given(MOMENTS, st.integers(0, 40), st.integers(1, 3))
def test_late_reception_of_a_list_says_the_same_as_each_dossier(offered: datetime, later: int, days: int):
    terms, today = DeskTerms(reception_days=days), offered.date() + timedelta(days=later)
    late = reception_due(offered, CALENDAR, terms) < today
    assert (offered.date() < late_if_offered_before(today, CALENDAR, terms)) is late


STEPS = (Step("Thẩm định", hours=8), Step("Ký duyệt", hours=4), Step("Vào sổ"))


def standing(due: str, *, step: int = 0, begun: str = "", by_minute: bool = False) -> Standing:
    return Standing(at(due).date(), at(due), by_minute, step, at(begun) if begun else None)


@pytest.mark.parametrize(
    ("stands", "now", "verdict", "finish"),
    [
        # nothing begun: 12 hours, a day and a half of seven and a half hours, from Wednesday nine o'clock
        (standing("2026-06-04T17:00"), "2026-06-03T09:00", Verdict.ON_TIME, "2026-06-04T14:45"),
        (standing("2026-06-03T17:00"), "2026-06-03T09:00", Verdict.WILL_BE_LATE, "2026-06-04T14:45"),
        # six hours of the office, 6.4 of the process's eight, are used: 5.6 are left
        (
            standing("2026-06-03T17:00", step=1, begun="2026-06-02T10:00"),
            "2026-06-03T08:30",
            Verdict.ON_TIME,
            "2026-06-03T15:45",
        ),
        # limits in hours compare minutes
        (
            standing("2026-06-03T11:00", step=2, begun="2026-06-03T08:00", by_minute=True),
            "2026-06-03T08:30",
            Verdict.WILL_BE_LATE,
            "2026-06-03T14:00",
        ),
        (
            standing("2026-06-02T17:00", step=2, begun="2026-06-02T08:00"),
            "2026-06-03T08:00",
            Verdict.LATE,
            None,
        ),
        # the step at hand names no time: nothing can be foretold
        (
            standing("2026-06-03T17:00", step=3, begun="2026-06-03T08:00"),
            "2026-06-03T08:30",
            Verdict.UNKNOWN,
            None,
        ),
    ],
)
def test_the_remaining_steps_tell_whether_it_will_be_late(stands, now, verdict, finish):
    told = forecast(stands, STEPS, CALENDAR, at(now))
    assert told.verdict is verdict
    assert told.finish_at == (at(finish) if finish else None)


def test_a_process_that_fills_the_limit_is_not_late_on_its_first_day():
    """Forty hours for five days: eight to a day as processes count, where the office is open for seven and a half."""
    whole = (Step("Thẩm định", hours=30), Step("Ký duyệt", hours=10))
    in_days = forecast(standing("2026-06-05T17:00"), whole, CALENDAR, at("2026-05-31T20:00"))
    assert (in_days.verdict, in_days.finish_at) == (Verdict.ON_TIME, at("2026-06-05T17:00"))
    slow = forecast(standing("2026-06-05T17:00"), whole, CALENDAR, at("2026-06-01T09:00"))
    assert slow.verdict is Verdict.WILL_BE_LATE
    in_hours = forecast(standing("2026-06-05T17:00", by_minute=True), whole, CALENDAR, at("2026-05-31T20:00"))
    assert in_hours.verdict is Verdict.WILL_BE_LATE


def test_a_step_that_used_up_its_time_is_named_and_the_others_still_count():
    told = forecast(
        standing("2026-06-05T17:00", step=1, begun="2026-06-01T08:00"),
        STEPS,
        CALENDAR,
        at("2026-06-03T08:00"),
    )
    assert (told.steps[0].overrun, told.steps[0].hours, told.hours, told.unmeasured) == (True, 0, 4, 1)


@given(MOMENTS, st.floats(0.5, 60), st.floats(0.5, 60))
def test_more_work_left_never_ends_sooner(now: datetime, hours: float, more: float):
    stands = standing("2026-12-30T17:00")
    less = forecast(stands, (Step("A", hours=hours),), CALENDAR, now)
    longer = forecast(stands, (Step("A", hours=hours + more),), CALENDAR, now)
    assert less.finish_at <= longer.finish_at


PUBLISHED = {7: "Giấy chứng sinh", 8: "Tờ khai"}


def test_only_published_papers_may_be_asked_for():
    [line] = only_published([Asked(Lack.MISSING, component_id=7, name="Hộ khẩu")], PUBLISHED, {})
    assert line.name == "Giấy chứng sinh"  # the published name, whatever was sent
    for other in (Asked(Lack.MISSING, component_id=99), Asked(Lack.MISSING, extra_id=3), Asked(Lack.MISSING)):
        with pytest.raises(Refused, match="đã công bố") as refused:
            only_published([other], PUBLISHED, {4: "Bản đồ"})
        assert refused.value.code == "extra_paper"
    [line] = only_published([Asked(Lack.MISSING, extra_id=4)], PUBLISHED, {4: "Bản đồ"})
    assert line.line == "Bản đồ – còn thiếu"


def test_what_is_wrong_with_a_paper_is_said():
    with pytest.raises(Refused, match="phải sửa gì"):
        only_published([Asked(Lack.WRONG, component_id=7)], PUBLISHED, {})


# A published process as most are: half a day, two days, half a day, an hour; with a step in days of the calendar.
IN_DAYS = (
    Step("Phân công", days=0.5),
    Step("Thẩm định", days=2),
    Step("Ký", days=0.5),
    Step("Vào sổ", hours=8),
)
BY_CALENDAR = (Step("Niêm yết", days=15, of_calendar=True), Step("Cấp giấy", days=1))


@pytest.mark.parametrize(
    ("steps", "stands", "now", "verdict", "finish", "days"),
    [
        # four days of work, Monday's receipt not counted: Friday; nothing is late on its first day
        (IN_DAYS, standing("2026-06-05T17:00"), "2026-06-01T09:00", Verdict.ON_TIME, "2026-06-05T17:00", 3),
        (IN_DAYS, standing("2026-06-04T17:00"), "2026-06-01T09:00", Verdict.WILL_BE_LATE, "2026-06-05T17:00", 3),
        # the two days began on Monday: they end on Wednesday however late in the day one looks
        (
            IN_DAYS[:2], standing("2026-06-03T17:00", step=2, begun="2026-06-01T16:50"), "2026-06-02T08:00",
            Verdict.ON_TIME, "2026-06-03T17:00", 1,
        ),
        # half a day begun on Sunday: Monday morning, and no whole day
        (
            IN_DAYS[:1], standing("2026-06-01T17:00", step=1, begun="2026-05-31T09:00"), "2026-05-31T10:00",
            Verdict.ON_TIME, "2026-06-01T11:15", 0.5,
        ),
        # what follows a step that has begun is added to its days from its beginning, also on a later look
        (
            IN_DAYS[:3], standing("2026-06-08T17:00", step=1, begun="2026-06-03T16:00"), "2026-06-04T08:00",
            Verdict.ON_TIME, "2026-06-08T17:00", 2.5,
        ),
        # used up: what follows begins now
        (
            IN_DAYS, standing("2026-06-04T17:00", step=2, begun="2026-06-01T08:00"), "2026-06-04T08:00",
            Verdict.WILL_BE_LATE, "2026-06-05T13:45", 0.5,
        ),
        # a week-end and the days off in between are no working days, but they are days of the calendar
        (IN_DAYS[1:2], standing("2026-06-08T17:00"), "2026-06-04T10:00", Verdict.ON_TIME, "2026-06-08T17:00", 2),
        (IN_DAYS[1:2], standing("2026-04-30T17:00"), "2026-04-29T10:00", Verdict.WILL_BE_LATE, "2026-05-05T17:00", 2),
        (BY_CALENDAR, standing("2026-06-18T17:00"), "2026-06-01T10:00", Verdict.ON_TIME, "2026-06-17T17:00", 1),
    ],
)  # fmt: skip
def test_steps_in_days_are_foretold_by_the_rules_of_days(steps, stands, now, verdict, finish, days):
    told = forecast(stands, steps, CALENDAR, at(now))
    assert (told.verdict, told.finish_at, told.days) == (verdict, at(finish), days)


@pytest.mark.parametrize(
    ("step", "begun", "due"),
    [
        (Step("A", days=2), "2026-06-04T16:30", "2026-06-08T17:00"),
        (Step("A", days=0.5), "2026-06-04T07:30", "2026-06-04T11:15"),
        (Step("A", days=1.5), "2026-06-04T07:30", "2026-06-08T11:15"),
        (Step("A", days=3, of_calendar=True), "2026-06-04T16:30", "2026-06-08T17:00"),
        (Step("A", hours=4), "2026-06-04T07:30", "2026-06-04T11:30"),
        (Step("A"), "2026-06-04T07:30", None),
    ],
)
def test_a_step_is_due_in_the_unit_of_its_decision(step, begun, due):
    found = step_due(
        clock.at_local(at(begun).date(), at(begun).hour, at(begun).minute), step, Law("2025", CALENDAR)
    )
    assert (clock.local(found).replace(tzinfo=None) if found else None) == (at(due) if due else None)


PARTS = st.tuples(st.sampled_from([0.25, 0.5, 0.75, 1, 1.5, 2, 2.25, 3]), st.booleans())


@given(MOMENTS, st.lists(PARTS, min_size=1, max_size=5), st.booleans())
@example(at("2026-06-03T08:00"), [(1.5, False), (1.5, False)], True)
@example(at("2026-06-03T16:00"), [(0.5, False), (2, False), (0.5, False)], True)
@example(at("2026-06-03T14:30"), [(0.5, False), (1, False), (0.5, False)], True)
def test_a_process_that_fills_its_days_is_never_late_at_receipt(
    now: datetime, parts: list[tuple[float, bool]], begun: bool
):
    """Whatever the unit its steps are named in, and also when the first began at once: they add up to the limit."""
    whole = -(-sum(days for days, _ in parts) // 1)
    due = CALENDAR.working_day_after(now.date(), int(whole))
    steps = tuple(Step("A", hours=8 * days) if in_hours else Step("A", days=days) for days, in_hours in parts)
    begins = {"step": 1, "begun": now.isoformat()} if begun else {}
    told = forecast(standing(f"{due}T17:00", **begins), steps, CALENDAR, now)
    assert told.verdict is Verdict.ON_TIME
