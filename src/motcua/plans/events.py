"""Deadlines that hang on an event: which event the words mean, and the day they give once it happened. Pure.

Rules and their grade: docs/algorithms/plan-events.md.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from motcua.kernel.text import fold
from motcua.plans.enums import EventKind
from motcua.plans.reading.deadline_shape import Direction, Kind, Unit
from motcua.worktime.calendar import Calendar
from motcua.worktime.counting import same_day

# Folded words of the event, then of the event with the task, of which one whole group must occur. The first that fits wins.
_OF_EVENT: tuple[tuple[EventKind, tuple[tuple[str, ...], ...]], ...] = (
    (EventKind.DOSSIER_DUE, (("ho so", "den han"), ("den han tra",), ("han tra ket qua",), ("ngay hen tra",),
                             ("het han giai quyet",))),
    (EventKind.PETITION_DONE, (("ket qua xu ly", "phan anh"), ("xu ly xong", "phan anh"))),
    (EventKind.DECISION, (("quyet dinh cong bo",), ("cong bo danh muc",), ("cong bo", "thu tuc"), ("cong bo", "tthc"))),
    (EventKind.INSPECTION, (("ket luan", "kiem tra"),)),
    (EventKind.DIALOGUE, (("doi thoai",),)),
    (EventKind.PETITION, (("phan anh",), ("pakn",))),
    (EventKind.PERIOD, (("ky bao cao",), ("ket thuc quy",), ("ket thuc ky",), ("het quy",))),
    (EventKind.PLAN, (("ke hoach", "ban hanh"), ("ke hoach", "phe duyet"), ("ban hanh", "van ban nay"))),
)  # fmt: skip
_RECEIPT = ("tiep nhan", "nhan duoc", "nhan")
_ANSWERED = ("tra loi", "xu ly xong", "ket qua xu ly", "ket qua giai quyet")
_ABOUT_PETITIONS = ("phan anh, kien nghi", "phan anh kien nghi", "pakn")
# «sau 30 ngày kể từ ngày có kết luận» of a task about inspections; a meeting's conclusion is none.
_CONCLUDED, _OF_OTHERS = re.compile(r"\bket luan\b"), re.compile(r"\b(?:hop|hoi nghi|giao ban|thanh tra)\b")


@dataclass(frozen=True, slots=True)
class Hanging:
    """How far from its event a deadline lies; nothing said is the day itself."""

    days: float
    unit: Unit
    after: bool


def hanging(deadlines: Sequence[Mapping[str, Any]]) -> Hanging | None:
    """The first stored deadline (`Deadline.as_json`) that hangs on an event; None when there is none."""
    for one in deadlines:
        if one.get("kind") == Kind.RELATIVE.value:
            unit = Unit(one["unit"]) if one.get("unit") else Unit.CALENDAR_DAY
            return Hanging(float(one.get("days") or 0), unit, one.get("direction") != Direction.BEFORE.value)
    return None


def event_of(deadlines: Sequence[Mapping[str, Any]], title: str) -> EventKind | None:
    """The kind of event a task's deadline hangs on, by its words: a suggestion; None when the system cannot see it."""
    relative = [one for one in deadlines if one.get("kind") == Kind.RELATIVE.value]
    if not relative:
        return None
    words = fold(str(relative[0].get("event") or ""))
    for kind, groups in _OF_EVENT:
        if any(all(word in words for word in group) for group in groups):
            return kind
    # «10 ngày kể từ ngày tiếp nhận», «… ngày trả lời»: of what, the task says.
    about = fold(title)
    if any(word in words for word in _ANSWERED) and any(word in about for word in _ABOUT_PETITIONS):
        return EventKind.PETITION_DONE
    if any(word in words for word in _RECEIPT) and any(word in about for word in _ABOUT_PETITIONS):
        return EventKind.PETITION
    if _CONCLUDED.search(words) and not _OF_OTHERS.search(words) and "kiem tra" in about:
        return EventKind.INSPECTION
    return None


def day_for(rule: Hanging, happened: datetime, calendar: Calendar) -> date:
    """The last day in time, from a local wall-clock moment. Working days and hours by the calendar; the day of the
    event is not counted; calendar days and months are not moved off holidays.
    """
    day = happened.date()
    if not rule.days:
        return same_day(calendar, happened) if rule.after else day
    if rule.unit is Unit.HOUR:
        seconds = round(rule.days * 3600)
        return (
            calendar.add_seconds(happened, seconds).date() if rule.after else day - timedelta(seconds=seconds)
        )
    if rule.unit is Unit.WORKING_DAY:
        many = max(1, round(rule.days))
        return calendar.working_day_after(day, many) if rule.after else calendar.working_day_before(day, many)
    if rule.unit in (Unit.MONTH, Unit.YEAR):
        months = round(rule.days * (12 if rule.unit is Unit.YEAR else 1))
        return _months_on(day, months if rule.after else -months)
    return day + timedelta(days=round(rule.days) * (1 if rule.after else -1))


def _months_on(day: date, months: int) -> date:
    """The same day of another month; the month's last day where it has no such day."""
    count = day.year * 12 + day.month - 1 + months
    first = date(count // 12, count % 12 + 1, 1)
    following = date((count + 1) // 12, (count + 1) % 12 + 1, 1)
    return min(first + timedelta(days=day.day - 1), following - timedelta(days=1))
