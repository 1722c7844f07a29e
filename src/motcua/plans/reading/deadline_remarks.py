"""What a reader of a deadline should be told: days off, years far from the plan's."""

import datetime as dt

from motcua.kernel.refusals import Refused
from motcua.plans.reading.deadline_shape import Deadline, Kind
from motcua.worktime import national
from motcua.worktime.calendar import WEEKDAYS

_WEEKEND = {5: "thứ bảy", 6: "chủ nhật"}
_SHOWN = 3
_DAYS = (Kind.FIXED_DATE, Kind.BEFORE_DATE, Kind.RECURRING)


def remarked(deadline: Deadline, year: int) -> Deadline:
    """The deadline with warnings about its days. Days off never move a plan's date."""
    return deadline.warned(*_years(deadline, year), *_days_off(deadline))


def _years(deadline: Deadline, year: int) -> list[str]:
    end = deadline.end or deadline.date or deadline.start
    start = deadline.start or deadline.date or end
    if deadline.kind == Kind.RECURRING or start is None or end is None:
        return []
    if end.year < year:
        return [f"Năm {end.year} ở trước năm kế hoạch {year}; có thể ghi nhầm năm."]
    if start.year > year + 1:
        return [f"Năm {start.year} cách xa năm kế hoạch {year}; cần kiểm tra lại."]
    return []


def _days_off(deadline: Deadline) -> list[str]:
    if (
        deadline.kind not in _DAYS or len(deadline.dates) > 12 or deadline.last_day is None
    ):  # every Friday: a list of holidays would help nobody
        return []
    named = deadline.dates or ((deadline.date,) if deadline.date else ())
    off = [(day, why) for day in named if (why := day_off(day))]
    if not off:
        return []
    listed = ", ".join(f"{day:%d/%m/%Y} ({why})" for day, why in off[:_SHOWN])
    more = f" và {len(off) - _SHOWN} ngày khác" if len(off) > _SHOWN else ""
    return [f"Trùng ngày nghỉ: {listed}{more}; hạn của kế hoạch vẫn giữ nguyên."]


def day_off(day: dt.date) -> str | None:
    """Why a day is off in the national calendar, or None; a year without calendar knows weekends only."""
    try:
        why = national.calendar().why_off(day)
    except Refused:
        return _WEEKEND.get(day.weekday())
    return f"{why[:1].lower()}{why[1:]}" if why in WEEKDAYS else (why or None)
