"""Due dates: the one engine. Rules R1–R14 in `docs/algorithms/working-time.md`. Pure.

A clock is walked through its events. Each wait either moves the due date by the working time that passed in
it (`pause`) or starts the limit anew when it ends (`restart`); an extension sets a new appointment.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime

from motcua.kernel.refusals import Refused
from motcua.worktime.calendar import Calendar, second_of
from motcua.worktime.cases import (
    Case,
    DueDate,
    DueTime,
    Event,
    EventType,
    Interval,
    Mode,
    Skipped,
    Unit,
)
from motcua.worktime.counting import CalendarDays, Counter, Hours, WorkingDays, within_hours

_COUNTERS: dict[Unit, Callable[[Calendar], Counter]] = {
    Unit.WORKING_DAY: WorkingDays,
    Unit.HOUR: Hours,
    Unit.CALENDAR_DAY: CalendarDays,
}
_OPENS = {EventType.SUPPLEMENT_REQUESTED: "supplement", EventType.PAUSE: "pause"}
_CLOSES = {EventType.SUPPLEMENT_COMPLETED: "supplement", EventType.RESUME: "pause"}
_WAITING = {"supplement": "chờ bổ sung hồ sơ", "pause": "tạm dừng"}


def compute(case: Case, calendar: Calendar) -> DueDate:
    """The due date of a case, with its trace.

    Raises `Refused` (Vietnamese, with the way out) when the calendar does not reach, when the limit makes no
    sense, or when the events contradict each other.
    """
    try:
        walk = _Walk(case, calendar)
        original = walk.due
        for event in case.events:
            walk.take(event)
        return walk.answer(original)
    except OverflowError:
        raise Refused("Hạn nằm ngoài các năm 1 đến 9999.", code="too_long") from None


def working_days_between(after: date, until: date, calendar: Calendar) -> int:
    """Working days after `after`, up to and with `until`; negative when `until` comes first."""
    if until < after:
        return -calendar.working_days_in(until, after)
    return calendar.working_days_in(after, until)


@dataclass
class _Walk:
    """The state of one clock while its events are taken in order."""

    case: Case
    calendar: Calendar
    counter: Counter = field(init=False)
    due: datetime = field(init=False)
    started: datetime = field(init=False)
    receipt: datetime = field(init=False)
    waits: dict[str, Event] = field(default_factory=dict)
    wait_from: datetime | None = None
    intervals: list[Interval] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    left_behind: list[Skipped] = field(default_factory=list)
    last_at: datetime | None = None
    extensions: int = 0

    def __post_init__(self) -> None:
        case = self.case
        _check_limit(case)
        self.receipt = case.started or case.received
        if case.started and case.started < case.received:
            raise Refused(
                "started: cơ quan có thẩm quyền không thể nhận hồ sơ trước khi bộ phận một cửa tiếp nhận.",
                field="started",
            )
        self.counter = _COUNTERS[case.limit.unit](self.calendar)
        self.started = self._begin(self.receipt)

    def take(self, event: Event) -> None:
        """One event: opens a wait, ends one, or extends."""
        if self.last_at and event.at < self.last_at:
            raise Refused(
                f"events: sự kiện «{event.type.label}» lúc {_shown(event.at)} đứng sau sự kiện lúc "
                f"{_shown(self.last_at)}. Hãy xếp các sự kiện theo thứ tự thời gian.",
                field="events",
            )
        self.last_at = event.at
        latest = max(event.at.date(), event.to or event.at.date())
        if latest.year - self.case.received.year > FARTHEST_YEARS:
            raise Refused(
                f"events: ngày {latest:%d/%m/%Y} cách ngày tiếp nhận hơn {FARTHEST_YEARS} năm. "
                "Hãy kiểm tra lại năm.",
                field="events",
            )
        if event.type in _OPENS:
            self._open(_OPENS[event.type], event)
        elif event.type in _CLOSES:
            self._close(_CLOSES[event.type], event)
        else:
            self._extend(event)

    def answer(self, original: datetime) -> DueDate:
        """The outcome after the last event."""
        due_day = self.due.date()
        counted, skipped = self.counter.explain(self.due)
        for kind, event in self.waits.items():
            self.intervals.append(Interval(event.at, None, _why(kind, event)))
        first = self.started.date()
        return DueDate(
            original_due_date=original.date(),
            due_date=due_day,
            due_at=self._moment_of(self.due),
            clock_started_at=self.started,
            waiting_since=self._waiting_since(),
            provisional=self.calendar.provisional_in(first, max(due_day, original.date())),
            calendar_version=self.calendar.version_of(first, max(due_day, original.date())),
            intervals=tuple(sorted(self.intervals, key=lambda wait: wait.since)),
            counted=tuple(counted),
            skipped=self._skipped({day.day for day in counted}, skipped),
            warnings=tuple(self.warnings),
        )

    def _skipped(self, counted: set[date], skipped: list[Skipped]) -> tuple[Skipped, ...]:
        """Each skipped day once, in order; a day that an earlier run left behind may count in the last one."""
        behind = {day.day: day for day in self.left_behind if day.day not in counted}
        return tuple(sorted((behind | {day.day: day for day in skipped}).values(), key=lambda day: day.day))

    def _open(self, kind: str, event: Event) -> None:
        if kind in self.waits:
            raise Refused(
                f"events: «{event.type.label}» lúc {_shown(event.at)} trong khi hồ sơ đang "
                f"{_WAITING[kind]} từ {_shown(self.waits[kind].at)}. Hãy ghi lúc kết thúc lần trước.",
                field="events",
            )
        if event.at < self.receipt:
            self.warnings.append(
                f"Sự kiện «{event.type.label}» lúc {_shown(event.at)} có trước khi đồng hồ chạy "
                f"({_shown(self.receipt)}): phần trước đó không ảnh hưởng đến hạn."
            )
        self.waits[kind] = event
        if self.wait_from is None:
            self.wait_from = event.at

    def _close(self, kind: str, event: Event) -> None:
        opened = self.waits.pop(kind, None)
        if opened is None:
            before = EventType.PAUSE if kind == "pause" else EventType.SUPPLEMENT_REQUESTED
            message = (
                f"events: «{event.type.label}» lúc {_shown(event.at)} mà trước đó không có «{before.label}»."
            )
            raise Refused(message, field="events")
        if event.at > self.receipt:
            self.intervals.append(Interval(opened.at, event.at, _why(kind, opened)))
        if self._mode(kind) is Mode.RESTART:
            self._restart(event, _why(kind, opened))
        elif not self.waits:
            self._stand_still(event.at, _why(kind, opened))

    def _restart(self, event: Event, waited: str) -> None:
        """The full limit again, from the day the full dossier arrives, that day excluded (R11)."""
        if event.at > self.receipt:
            self.wait_from = self.wait_from or event.at
            self._note_wait(event.at, waited)
            why = f"thời hạn tính lại từ đầu ({event.type.label} {event.at:%d/%m/%Y})"
            self.left_behind += self.counter.idle(self.counter.start.date(), event.at.date(), why)
            self.receipt = event.at
            if self.extensions:
                self.warnings.append(
                    f"Đã gia hạn trước khi thời hạn tính lại từ đầu ({event.at:%d/%m/%Y}): ngày hẹn lại hết hiệu lực, "
                    "lần hẹn lại vẫn tính là đã dùng."
                )
            self._begin(event.at)
        self.wait_from = event.at if self.waits else None

    def _begin(self, receipt: datetime) -> datetime:
        """Start the limit at a receipt, or when that counts as received; the moment of the start."""
        start = self._deemed(receipt)
        self.due = self.counter.begin(start, self.case.limit.value)
        if start != receipt:
            why = f"nhận sau {self.case.terms.cutoff:%H:%M}, coi như nhận vào ngày làm việc kế tiếp"
            self.left_behind += self.counter.idle(receipt.date(), start.date(), why)
        return start

    def _stand_still(self, until: datetime, why: str) -> None:
        """A wait is over: the due date moves by the working time in it (R12)."""
        since = max(self.wait_from or until, self.counter.start)
        if until > since:
            self.due = self.counter.moved(self.due, since, until, why)
        self.wait_from = None

    def _note_wait(self, until: datetime, why: str) -> None:
        since = max(self.wait_from or until, self.counter.start)
        if until > since:
            self.counter.note_wait(since, until, why)

    def _extend(self, event: Event) -> None:
        if event.at < self.started:
            raise Refused(
                f"events: gia hạn lúc {_shown(event.at)} có trước khi đồng hồ chạy.", field="events"
            )
        self.extensions += 1
        if self.waits and all(self._mode(kind) is Mode.PAUSE for kind in self.waits):
            why = _why(*next(iter(self.waits.items())))
            self._stand_still(event.at, why)
            self.wait_from = event.at
        if event.at.date() > self.due.date():
            self.warnings.append(f"Gia hạn lúc {_shown(event.at)} khi đã quá hạn {self.due:%d/%m/%Y}.")
        self.due = self._extended(event)

    def _extended(self, event: Event) -> datetime:
        if (event.to is None) == (event.days is None):
            raise Refused(
                'events: gia hạn phải có đúng một trong hai: "to" (ngày hẹn mới) hoặc "days" (số ngày).',
                field="events",
            )
        if event.days is not None:
            if event.days < 1:
                raise Refused("events: số ngày gia hạn phải từ 1 trở lên.", field="events")
            return self.counter.extended_by(self.due, event.days)
        to = event.to or self.due.date()
        if to < max(self.due.date(), event.at.date()):
            raise Refused(
                f"events: ngày hẹn lại {to:%d/%m/%Y} sớm hơn hạn đang có "
                f"({self.due:%d/%m/%Y}) hoặc sớm hơn ngày gia hạn.",
                field="events",
            )
        day = self.calendar.next_working(to)
        if day != to:
            self.warnings.append(
                f"Ngày hẹn lại {to:%d/%m/%Y} là ngày nghỉ ({self.calendar.why_off(to)}); "
                f"hạn chuyển sang ngày làm việc kế tiếp {day:%d/%m/%Y}."
            )
        return self.counter.extended_to(self.due, day)

    def _deemed(self, at: datetime) -> datetime:
        """When a receipt counts as received: on the next working day after the cut-off, if so set (R10)."""
        terms = self.case.terms
        late = terms.after_cutoff_moves_citizen_clock and at.time() > terms.cutoff
        if late and self.calendar.is_working(at.date()):
            return self.calendar.opening(self.calendar.working_day_after(at.date(), 1))
        return at

    def _mode(self, kind: str) -> Mode:
        return self.case.terms.supplement_mode if kind == "supplement" else self.case.terms.wait_mode

    def _waiting_since(self) -> datetime | None:
        if not self.waits:
            return None
        return max(min(event.at for event in self.waits.values()), self.case.received)

    def _moment_of(self, due: datetime) -> datetime:
        """The hour of the due date: exact for hours, by the setting for days (R6)."""
        if self.case.limit.unit is Unit.HOUR:
            return due
        if self.case.terms.due_time is DueTime.CLOSE_OF_HOURS:
            return self.calendar.closing(due.date())
        return within_hours(self.calendar, due.date(), second_of(self.receipt))


def _check_limit(case: Case) -> None:
    value, unit = case.limit.value, case.limit.unit
    if value < 0:
        raise Refused("limit.value: thời hạn không thể là số âm.", field="limit.value")
    if unit is not Unit.HOUR and value != int(value):
        raise Refused(
            f"limit.value: thời hạn tính bằng {unit.label} phải là số nguyên; "
            'thời hạn lẻ ngày thì khai bằng giờ (unit "hour").',
            field="limit.value",
        )
    if value > MOST_UNITS:
        raise Refused(f"limit.value: thời hạn quá dài (tối đa {MOST_UNITS}).", field="limit.value")


# Not rules of law: beyond these an input is a slip of the keyboard, and it is refused, never shortened.
MOST_UNITS = 10_000
FARTHEST_YEARS = 50


def _why(kind: str, event: Event) -> str:
    return f"{_WAITING[kind]}: {event.reason}" if event.reason else _WAITING[kind]


def _shown(moment: datetime) -> str:
    return f"{moment:%H:%M ngày %d/%m/%Y}"
