"""What holds for every due date, whatever the case."""

from datetime import date, datetime, timedelta
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from motcua.worktime import national
from motcua.worktime.cases import Case, DueDate, Event, EventType, Limit, Mode, Terms, Unit
from motcua.worktime.due import compute, working_days_between
from motcua.worktime.hours import parse_sessions

CALENDAR = national.calendar()
SHORT_DAYS = national.calendar(
    parse_sessions(["08:00-11:00"], "hours"), parse_sessions(["08:00-09:00"], "hours")
)

moments = st.datetimes(datetime.fromisoformat("2024-01-01"), datetime.fromisoformat("2026-06-30")).map(
    lambda at: at.replace(second=0, microsecond=0)
)
units = st.sampled_from(Unit)
day_units = st.sampled_from([Unit.WORKING_DAY, Unit.CALENDAR_DAY])
limits = st.integers(0, 60)


@st.composite
def cases(draw: st.DrawFn) -> Case:
    """A case with a well-formed, overlapping, possibly unfinished history."""
    received = draw(moments)
    terms = Terms(
        supplement_mode=draw(st.sampled_from(Mode)),
        wait_mode=draw(st.sampled_from(Mode)),
        after_cutoff_moves_citizen_clock=draw(st.booleans()),
    )
    at, is_open, events = received - timedelta(days=1), {"pause": False, "supplement": False}, []
    kinds = {
        ("pause", False): EventType.PAUSE,
        ("pause", True): EventType.RESUME,
        ("supplement", False): EventType.SUPPLEMENT_REQUESTED,
        ("supplement", True): EventType.SUPPLEMENT_COMPLETED,
    }
    for name in draw(st.lists(st.sampled_from(["pause", "supplement", "extension"]), max_size=7)):
        at += timedelta(minutes=draw(st.integers(0, 6 * 24 * 60)))
        if name == "extension":
            if at > received + timedelta(days=4):
                events.append(Event(EventType.EXTENSION, at, days=draw(st.integers(1, 9))))
        else:
            events.append(Event(kinds[name, is_open[name]], at))
            is_open[name] = not is_open[name]
    return Case(received, Limit(draw(limits), draw(units)), terms, events=tuple(events))


def recomputed(due: DueDate) -> date:
    """The due date from the trace alone."""
    skipped = {day.day for day in due.skipped}
    day = due.counted[-1].day if due.counted else due.clock_started_at.date()
    while day in skipped:
        day += timedelta(days=1)
    return day


@given(cases())
@settings(max_examples=400, deadline=None)
def test_the_trace_recomputes_the_date_which_is_never_a_day_off(case: Case) -> None:
    due = compute(case, CALENDAR)
    assert CALENDAR.is_working(due.due_date)
    assert due.due_at.date() == due.due_date
    assert recomputed(due) == due.due_date
    assert due.due_date >= case.received.date()
    assert [day.day for day in due.counted] == sorted({day.day for day in due.counted})
    assert len({day.day for day in due.skipped}) == len(due.skipped)
    assert bool(due.waiting_since) == any(wait.until is None for wait in due.intervals)


@given(moments, limits)
def test_the_trace_counts_exactly_the_limit(received: datetime, value: int) -> None:
    for unit in (Unit.WORKING_DAY, Unit.CALENDAR_DAY):
        due = compute(Case(received, Limit(value, unit)), CALENDAR)
        assert [day.n for day in due.counted] == list(range(1, value + 1))


@given(moments, units, limits)
def test_a_longer_limit_is_never_due_earlier(received: datetime, unit: Unit, value: int) -> None:
    shorter, longer = (compute(Case(received, Limit(value + more, unit)), CALENDAR).due_at for more in (0, 1))
    assert shorter <= longer
    if unit is Unit.WORKING_DAY and value:  # on a day off, the same day and one day end alike
        assert shorter < longer


@given(moments, units, limits, st.integers(0, 5000))
def test_a_later_receipt_is_never_due_earlier(
    received: datetime, unit: Unit, value: int, minutes: int
) -> None:
    later = received + timedelta(minutes=minutes)
    first, second = (compute(Case(at, Limit(value, unit)), CALENDAR).due_at for at in (received, later))
    assert first <= second


@given(moments, st.integers(1, 40), st.data())
def test_a_pause_over_n_working_days_moves_the_due_date_by_n(
    received: datetime, value: int, data: st.DataObject
) -> None:
    plain = compute(Case(received, Limit(value, Unit.WORKING_DAY)), CALENDAR).due_date
    open_days = (plain - received.date()).days
    paused = received + timedelta(days=data.draw(st.integers(0, open_days)))
    resumed = paused + timedelta(days=data.draw(st.integers(0, 30)))
    events = (Event(EventType.PAUSE, paused), Event(EventType.RESUME, resumed))
    moved = compute(Case(received, Limit(value, Unit.WORKING_DAY), events=events), CALENDAR).due_date
    n = CALENDAR.working_days_in(paused.date(), resumed.date())
    assert working_days_between(plain, moved, CALENDAR) == n


@given(moments, st.integers(1, 40))
def test_days_are_never_turned_into_hours(received: datetime, value: int) -> None:
    """Shorter office days change no due date: a working day is whole, whatever its hours."""
    case = Case(received, Limit(value, Unit.WORKING_DAY))
    short_week = SHORT_DAYS.with_week((*SHORT_DAYS.week[:5], (), ()))
    assert compute(case, CALENDAR).due_date == compute(case, short_week).due_date


@given(moments, st.integers(0, 200))
def test_seconds_added_are_seconds_between(received: datetime, minutes: int) -> None:
    end = CALENDAR.add_seconds(received, minutes * 60)
    assert CALENDAR.seconds_between(received, end) == minutes * 60


@given(moments, moments, moments)
def test_working_days_add_up(one: datetime, two: datetime, three: datetime) -> None:
    first, middle, last = sorted(at.date() for at in (one, two, three))
    parts = [CALENDAR.working_days_in(a, b) for a, b in pairwise([first, middle, last])]
    assert sum(parts) == CALENDAR.working_days_in(first, last)
    assert sum(parts) == sum(
        CALENDAR.is_working(first + timedelta(days=n + 1)) for n in range((last - first).days)
    )


@given(moments, st.integers(1, 30), st.integers(0, 3000), st.integers(0, 3000))
@settings(max_examples=40, deadline=None)
def test_hours_with_a_pause_agree_with_counting_minute_by_minute(
    received: datetime, hours: int, before: int, length: int
) -> None:
    paused = received + timedelta(minutes=before)
    resumed = paused + timedelta(minutes=length)
    events = (Event(EventType.PAUSE, paused), Event(EventType.RESUME, resumed))
    due = compute(Case(received, Limit(hours, Unit.HOUR), events=events), CALENDAR)
    left, at = hours * 60, received
    while left:
        minute = at.hour * 3600 + at.minute * 60
        is_open = any(session.opens <= minute < session.closes for session in CALENDAR.sessions(at.date()))
        left -= is_open and not paused <= at < resumed
        at += timedelta(minutes=1)
    assert due.due_at == at


@given(moments, st.integers(1, 60), st.lists(st.tuples(st.integers(0, 20), st.integers(0, 10)), max_size=3))
def test_pauses_agree_with_counting_day_by_day(
    received: datetime, value: int, gaps: list[tuple[int, int]]
) -> None:
    at, events, waiting = received, [], set()
    for before, length in gaps:
        paused = at + timedelta(days=before)
        at = paused + timedelta(days=length)
        events += [Event(EventType.PAUSE, paused), Event(EventType.RESUME, at)]
        waiting |= {paused.date() + timedelta(days=n + 1) for n in range(length)}
    due = compute(Case(received, Limit(value, Unit.WORKING_DAY), events=tuple(events)), CALENDAR)
    left, day = value, received.date()
    while left:
        day += timedelta(days=1)
        left -= CALENDAR.is_working(day) and day not in waiting
    begun = {event.at.date() for event in events if event.type is EventType.PAUSE}
    if day in begun:  # begun on the last day: R12 moves the date by the working days that follow
        assert due.due_date >= day
    else:
        assert due.due_date == day
