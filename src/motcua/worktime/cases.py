"""What a due date is computed from, and what comes out. Values only, all moments local wall clock. Pure."""

from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum


class Unit(StrEnum):
    """How a limit is counted; whole working days are never turned into hours (R5)."""

    WORKING_DAY = "working_day"
    HOUR = "hour"
    CALENDAR_DAY = "calendar_day"

    @property
    def label(self) -> str:
        """The unit as people read it."""
        return {"working_day": "ngày làm việc", "hour": "giờ làm việc", "calendar_day": "ngày"}[self.value]


class Mode(StrEnum):
    """What a wait does to the clock: count the whole limit anew (R11), or stand still (R12)."""

    RESTART = "restart"
    PAUSE = "pause"


class DueTime(StrEnum):
    """The hour of a limit in days (R6)."""

    CLOSE_OF_HOURS = "close_of_hours"
    TIME_OF_RECEIPT = "time_of_receipt"


class EventType(StrEnum):
    """What can happen to a running clock."""

    SUPPLEMENT_REQUESTED = "supplement_requested"
    SUPPLEMENT_COMPLETED = "supplement_completed"
    PAUSE = "pause"
    RESUME = "resume"
    EXTENSION = "extension"

    @property
    def label(self) -> str:
        """The event as people read it."""
        return {
            "supplement_requested": "yêu cầu bổ sung",
            "supplement_completed": "bổ sung đủ hồ sơ",
            "pause": "tạm dừng",
            "resume": "tiếp tục",
            "extension": "gia hạn, hẹn lại",
        }[self.value]


@dataclass(frozen=True, slots=True)
class Limit:
    """A limit of the law or of the published procedure: whole days, or hours that may have a fraction."""

    value: int | float
    unit: Unit


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened to the clock; an extension has `to` (a day) or `days` (in the limit's days)."""

    type: EventType
    at: datetime
    reason: str = ""
    to: date | None = None
    days: int | None = None


@dataclass(frozen=True, slots=True)
class Terms:
    """The dated settings that a clock runs under; the regime of the day of receipt gives them."""

    supplement_mode: Mode = Mode.RESTART
    wait_mode: Mode = Mode.PAUSE
    after_cutoff_moves_citizen_clock: bool = False
    cutoff: time = time(15, 0)
    due_time: DueTime = DueTime.CLOSE_OF_HOURS


@dataclass(frozen=True, slots=True)
class Case:
    """A dossier as far as its clock goes.

    `received` is when the complete dossier was received at the counter; `started` when the competent body
    received it, where that differs (R2). `events` stand in order of time.
    """

    received: datetime
    limit: Limit
    terms: Terms = Terms()
    started: datetime | None = None
    events: tuple[Event, ...] = ()


@dataclass(frozen=True, slots=True)
class Interval:
    """A wait that stopped the clock; `until` is None while it lasts."""

    since: datetime
    until: datetime | None
    why: str


@dataclass(frozen=True, slots=True)
class Counted:
    """A day that counts, and how much of the limit is used at its end, in the limit's unit."""

    day: date
    n: int | float


@dataclass(frozen=True, slots=True)
class Skipped:
    """A day after the start that does not count, and why."""

    day: date
    why: str


@dataclass(frozen=True, slots=True)
class DueDate:
    """A due date with everything that explains it.

    The due date is the first day, from the last counted day on, that is not skipped.
    While `waiting_since` is set, `due_date` is the date known before the wait; it moves when the wait ends.
    `calendar_version` goes into the dossier: a later calendar never moves a due date silently (R14).
    """

    original_due_date: date
    due_date: date
    due_at: datetime
    clock_started_at: datetime
    waiting_since: datetime | None
    provisional: bool
    calendar_version: str
    intervals: tuple[Interval, ...]
    counted: tuple[Counted, ...]
    skipped: tuple[Skipped, ...]
    warnings: tuple[str, ...] = ()
