"""What a deadline phrase says: the answer of `motcua deadline`."""

import datetime as dt
from dataclasses import dataclass, fields, replace
from enum import StrEnum
from typing import Any


class Kind(StrEnum):
    """What sort of deadline the words name."""

    FIXED_DATE = "fixed_date"
    BEFORE_DATE = "before_date"
    MONTH = "month"
    QUARTER = "quarter"
    HALF_YEAR = "half_year"
    YEAR = "year"
    PERIOD_RANGE = "period_range"
    RECURRING = "recurring"
    RELATIVE = "relative"
    CONTINUOUS = "continuous"
    ON_REQUEST = "on_request"
    BY_OTHER_DOCUMENT = "by_other_document"
    UNCLEAR = "unclear"


class Frequency(StrEnum):
    """How often a recurring deadline comes back."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    HALF_YEAR = "half_year"
    YEAR = "year"
    REPORTING_PERIOD = "reporting_period"
    EVERY_N_DAYS = "every_n_days"


class Unit(StrEnum):
    """What a relative deadline counts."""

    WORKING_DAY = "working_day"
    CALENDAR_DAY = "calendar_day"
    HOUR = "hour"
    MONTH = "month"
    YEAR = "year"


class Direction(StrEnum):
    """On which side of its event a relative deadline lies."""

    AFTER = "after"
    BEFORE = "before"


@dataclass(frozen=True)
class Deadline:
    """One deadline. What does not apply is None or empty; see docs/algorithms/deadlines.md.

    `date` is the day the words name, also in "trước ngày X"; `last_day` is the last day on which the work
    is still in time. `days` counts `unit`s, whichever unit that is; half a day is 0.5.
    """

    kind: Kind
    text: str
    date: dt.date | None = None
    inclusive: bool | None = None
    last_day: dt.date | None = None
    start: dt.date | None = None
    end: dt.date | None = None
    dates: tuple[dt.date, ...] = ()
    freq: Frequency | None = None
    n: int | None = None
    times_per_year: int | None = None
    day_rule: str | None = None
    days: int | float | None = None
    unit: Unit | None = None
    direction: Direction | None = None
    event: str | None = None
    warning: str | None = None

    def as_json(self) -> dict[str, Any]:
        """All keys, in the order of the contract; days as YYYY-MM-DD."""
        return {name: _plain(getattr(self, name)) for name in _NAMES}

    def warned(self, *remarks: str) -> "Deadline":
        """The same deadline with remarks added to its warning, each once."""
        if not any(remarks):
            return self
        said = [self.warning] if self.warning else []
        said += [remark for remark in dict.fromkeys(remarks) if remark and remark not in (self.warning or "")]
        return replace(self, warning=" ".join(said) or None)


_NAMES = tuple(field.name for field in fields(Deadline))


def _plain(value: Any) -> Any:
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    return value.value if isinstance(value, StrEnum) else value
