"""Every due date against a slow second opinion: days stepped one by one, hours minute by minute.

The second opinion knows nothing of `motcua.worktime` but the shape of its input: its own table of days off, copied
from the yearly announcements, and rules R3, R7, R8, R10–R13 as docs/algorithms/working-time.md words them.
"""

from datetime import date, datetime, time, timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from motcua.worktime.cases import Terms
from motcua.worktime.due import compute
from motcua.worktime.reading import as_data, read_case

DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)
OFF = {
    date(year, month, day)
    for year, listed in {
        2024: "1/1 8/2 9/2 12/2 13/2 14/2 18/4 29/4 30/4 1/5 2/9 3/9",
        2025: "1/1 27/1 28/1 29/1 30/1 31/1 7/4 30/4 1/5 2/5 1/9 2/9",
        2026: "1/1 2/1 16/2 17/2 18/2 19/2 20/2 27/4 30/4 1/5 31/8 1/9 2/9",
    }.items()
    for day, month in (map(int, one.split("/")) for one in listed.split())
}
WORKED = {date(2024, 5, 4), date(2025, 4, 26), date(2026, 1, 10), date(2026, 8, 22)}
OFFICES = [
    [("07:30", "11:30"), ("13:30", "17:00")],
    [("08:00", "12:00")],
    [("07:00", "09:00"), ("09:30", "11:30"), ("13:00", "16:30")],
]


class Second:
    """The second opinion on one case."""

    def __init__(self, case: dict[str, Any]) -> None:
        self.office = [self._pair(one) for one in case.get("hours", OFFICES[0])]
        settings = case.get("settings", {})
        self.saturday = [self._pair(one) for one in settings.get("saturday_hours", [])]
        self.modes = {
            "supplement": settings.get("supplement_mode", "restart"),
            "pause": settings.get("wait_mode", "pause"),
        }
        self.cutoff = settings.get("after_cutoff_moves_citizen_clock", False)
        self.unit, self.value = case["limit"]["unit"], case["limit"]["value"]

    def _pair(self, one: Any) -> tuple[time, time]:
        return time.fromisoformat(one[0]), time.fromisoformat(one[1])

    def hours(self, day: date) -> list[tuple[time, time]]:
        if day in OFF:
            return []
        if day in WORKED:
            return self.office
        return self.office if day.weekday() < 5 else self.saturday if day.weekday() == 5 else []

    def works(self, day: date) -> bool:
        return bool(self.hours(day))

    def at_work(self, moment: datetime) -> bool:
        return any(opens <= moment.time() < closes for opens, closes in self.hours(moment.date()))

    def step(self, day: date, n: int) -> date:
        while n:
            day += DAY
            n -= self.works(day)
        return day

    def deemed(self, at: datetime) -> datetime:
        if self.cutoff and at.time() > time(15) and self.works(at.date()):
            day = self.step(at.date(), 1)
            return datetime.combine(day, self.hours(day)[0][0])
        return at

    def begin(self, at: datetime) -> None:
        self.start = self.deemed(at)
        self.waits: list[tuple[datetime, datetime]] = []
        if self.unit == "hour":
            self.due = self.clock()
            return
        today = self.start.date()
        if self.value == 0 and (not self.works(today) or self.start.time() >= self.hours(today)[-1][1]):
            today = self.step(today, 1)
        self.last = today + self.value * DAY
        day = self.roll(self.last) if self.unit == "calendar_day" else self.step(today, self.value)
        self.due = datetime.combine(day, time())

    def roll(self, day: date) -> date:
        while not self.works(day):
            day += DAY
        return day

    def clock(self) -> datetime:
        left, now = self.value * 60, self.start
        while not left and not self.runs(now):
            now += MINUTE
        while left:
            left -= self.runs(now)
            now += MINUTE
        return now

    def runs(self, now: datetime) -> bool:
        return self.at_work(now) and not any(since <= now < until for since, until in self.waits)

    def wait(self, since: datetime, until: datetime) -> None:
        since = max(since, self.start)
        if until <= since:
            return
        if self.unit == "hour":
            if since < self.due:
                self.waits.append((since, until))
                self.due = self.clock()
            return
        first, last, due = since.date(), until.date(), self.due.date()
        if first > due:
            return
        if self.unit == "working_day":
            passed = sum(self.works(first + n * DAY) for n in range(1, (last - first).days + 1))
            self.due = datetime.combine(self.step(due, passed), time())
        elif last > first:
            self.last = (due if first > self.last else self.last) + (last - first)
            self.due = datetime.combine(self.roll(self.last), time())

    def answer(self, case: dict[str, Any]) -> date | datetime:
        self.begin(datetime.fromisoformat(case.get("started") or case["received"]))
        begun = datetime.fromisoformat(case.get("started") or case["received"])
        open_since: dict[str, datetime] = {}
        since: datetime | None = None
        for event in case.get("events", ()):
            at, kind = datetime.fromisoformat(event["at"]), event["type"].split("_")[0]
            if event["type"] in ("supplement_requested", "pause"):
                open_since[kind] = at
                since = since or at
                continue
            kind = "pause" if event["type"] == "resume" else "supplement"
            del open_since[kind]
            if self.modes[kind] == "restart":
                if at > begun:
                    begun = at
                    self.begin(at)
                since = at if open_since else None
            elif not open_since and since:
                self.wait(since, at)
                since = None
        return self.due if self.unit == "hour" else self.due.date()


@st.composite
def cases(draw: st.DrawFn) -> dict[str, Any]:
    """A case as JSON, with waits that may overlap, begin before the clock, after the due date, at lunch, on days off."""
    minutes = st.integers(0, 2 * 365 * 1440)
    received = datetime(2024, 1, 2) + draw(minutes) * MINUTE  # noqa: DTZ001 - local wall clock
    unit = draw(st.sampled_from(["working_day", "calendar_day", "hour"]))
    case: dict[str, Any] = {
        "regime": "2025",
        "received": received.isoformat(timespec="minutes"),
        "limit": {
            "value": draw(st.integers(int(unit == "hour"), draw(st.sampled_from([3, 30])))),
            "unit": unit,
        },
        "hours": draw(st.sampled_from(OFFICES)),
        "settings": {
            "supplement_mode": draw(st.sampled_from(["restart", "pause"])),
            "wait_mode": draw(st.sampled_from(["restart", "pause"])),
            "after_cutoff_moves_citizen_clock": draw(st.booleans()),
            "saturday_hours": draw(st.sampled_from([[], [("07:30", "11:00")]])),
        },
    }
    if draw(st.booleans()):
        started = received + draw(st.integers(0, 5 * 1440)) * MINUTE
        case["started"] = started.isoformat(timespec="minutes")
    at, open_now, events = received - 2 * DAY, dict.fromkeys(("supplement", "pause"), False), []
    for kind in draw(st.lists(st.sampled_from(["supplement", "pause"]), max_size=6)):
        at += draw(st.integers(0, 8 * 1440)) * MINUTE
        names = {"supplement": ("supplement_requested", "supplement_completed"), "pause": ("pause", "resume")}
        events.append({"type": names[kind][open_now[kind]], "at": at.isoformat(timespec="minutes")})
        open_now[kind] = not open_now[kind]
    return case | {"events": events}


@settings(max_examples=250, deadline=None)
@given(cases())
def test_the_slow_second_opinion_agrees(case: dict[str, Any]) -> None:
    reading = read_case(case, lambda _regime, _day: Terms())
    due = compute(reading.case, reading.calendar)
    answer = as_data(due)
    expected = Second(case).answer(case)
    if case["limit"]["unit"] == "hour":
        assert answer["due_at"] == expected.isoformat(timespec="minutes")
    assert answer["due_date"] == expected.isoformat()[:10]
    both = {day["date"] for day in answer["counted"]} & {day["date"] for day in answer["skipped"]}
    last = {day["date"] for day in answer["counted"][-1:] if case["limit"]["unit"] == "calendar_day"}
    assert both <= last  # the last calendar day counts, yet cannot be the due date
    for listed in (answer["counted"], answer["skipped"]):
        assert [day["date"] for day in listed] == sorted(day["date"] for day in listed)
