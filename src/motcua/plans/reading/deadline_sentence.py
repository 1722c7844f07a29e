"""A deadline in one Vietnamese line, for people who check what was read."""

import datetime as dt

from motcua.plans.reading.deadline_shape import Deadline, Direction, Frequency, Kind, Unit

_EVERY = {
    Frequency.DAY: "hằng ngày",
    Frequency.WEEK: "hằng tuần",
    Frequency.MONTH: "hằng tháng",
    Frequency.QUARTER: "hằng quý",
    Frequency.HALF_YEAR: "6 tháng một lần",
    Frequency.YEAR: "hằng năm",
    Frequency.REPORTING_PERIOD: "theo kỳ báo cáo",
    Frequency.EVERY_N_DAYS: "lặp lại sau một số ngày",
}
_UNITS = {
    Unit.WORKING_DAY: "ngày làm việc",
    Unit.CALENDAR_DAY: "ngày",
    Unit.HOUR: "giờ",
    Unit.MONTH: "tháng",
    Unit.YEAR: "năm",
}
_FIXED = {
    Kind.CONTINUOUS: "Thường xuyên, không có hạn cuối.",
    Kind.UNCLEAR: "Chưa xác định được hạn.",
}
_SHOWN = 6


def sentence(deadline: Deadline) -> str:
    """What was read, in one line without the warning."""
    if deadline.kind in _FIXED:
        return _FIXED[deadline.kind] + _period(deadline)
    if deadline.kind == Kind.RECURRING:
        return _recurring(deadline)
    if deadline.kind == Kind.RELATIVE:
        return _relative(deadline)
    if deadline.kind in (Kind.ON_REQUEST, Kind.BY_OTHER_DOCUMENT):
        lead = "Khi có yêu cầu" if deadline.kind == Kind.ON_REQUEST else "Theo văn bản khác"
        return f"{lead}: {deadline.event}." if deadline.event else f"{lead}."
    return _dated(deadline)


def _dated(deadline: Deadline) -> str:
    if deadline.last_day is None:
        return f"Không có hạn cuối; bắt đầu từ {_day(deadline.start)}."
    days = f" Các mốc: {_days(deadline.dates)}." if deadline.dates else ""
    return f"Chậm nhất hết ngày {_day(deadline.last_day)}.{days}{_period(deadline)}"


def _recurring(deadline: Deadline) -> str:
    every = _EVERY[deadline.freq] if deadline.freq else "định kỳ, không rõ chu kỳ"
    if deadline.freq == Frequency.EVERY_N_DAYS and deadline.unit:
        every = f"{deadline.n} {_UNITS[deadline.unit]} một lần"
    elif deadline.times_per_year and deadline.n and deadline.n > 1:
        every += f", {deadline.times_per_year} lần mỗi năm"
    rule = f" ({deadline.day_rule})" if deadline.day_rule else ""
    days = f" Các ngày: {_days(deadline.dates)}." if deadline.dates else ""
    return f"Lặp lại {every}{rule}.{days}{_period(deadline)}"


def _relative(deadline: Deadline) -> str:
    event = f" {deadline.event}" if deadline.event else " sự kiện (không nêu)"
    side = "trước" if deadline.direction == Direction.BEFORE else "sau"
    if deadline.days == 0:
        return f"Ngay sau{event}."
    if deadline.days is None or deadline.unit is None:
        return f"Tùy sự kiện: {side}{event}."
    count = f"{deadline.days:g}".replace(".", ",")
    return f"{count} {_UNITS[deadline.unit]} {side}{event}."


def _period(deadline: Deadline) -> str:
    if deadline.start and deadline.end:
        return f" Trong khoảng {_day(deadline.start)}–{_day(deadline.end)}."
    return ""


def _days(days: tuple[dt.date, ...]) -> str:
    listed = ", ".join(_day(day) for day in days[:_SHOWN])
    return listed if len(days) <= _SHOWN else f"{listed}, … (tất cả {len(days)} ngày)"


def _day(day: dt.date | None) -> str:
    return f"{day:%d/%m/%Y}" if day else "?"
