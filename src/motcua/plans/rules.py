"""How a task stands on a day, how a target compares with its value, which measure a target means. Pure."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from motcua.kernel.text import fold
from motcua.plans.enums import Standing, TaskState

SOON = timedelta(days=10)


def standing(state: TaskState, due: date | None, done_on: date | None, today: date) -> Standing:
    """How a task stands: done in time or late, overdue, soon, running, or without a date."""
    if state is TaskState.DROPPED:
        return Standing.DROPPED
    if state is TaskState.DONE:
        return Standing.DONE_LATE if due and done_on and done_on > due else Standing.DONE_IN_TIME
    if due is None:
        return Standing.WITHOUT_DATE
    if today > due:
        return Standing.OVERDUE
    return Standing.SOON if due - today <= SOON else Standing.RUNNING


@dataclass(frozen=True, slots=True)
class Aim:
    """A target's demand: an operator and its numbers, in the target's unit."""

    operator: str
    value: Decimal | None
    value_high: Decimal | None = None
    last_year: Decimal | None = None


def met(aim: Aim, value: Decimal) -> bool | None:
    """Whether a value meets an aim; None when the aim cannot be compared (no number, no last year)."""
    low, high, last = aim.value, aim.value_high, aim.last_year
    match aim.operator:
        case ">=" if low is not None:
            return value >= low
        case ">" if low is not None:
            return value > low
        case "=" if low is not None:
            return value == low if low != 100 else value >= low
        case "<" if low is not None:
            return value < low
        case "<=" if low is not None:
            return value <= low
        case "between" if low is not None and high is not None:
            return low <= value <= high
        case "above_last_year" if last is not None:
            return value > last
        case "not_below_last_year" if last is not None:
            return value >= last
        case "increase_per_year" if last is not None and low is not None:
            return value >= min(last + low, high if high is not None else last + low)
    return None


# Words that must all occur (folded), and the criterion they mean. The first line that fits wins.
_MEANINGS: tuple[tuple[tuple[str, ...], str], ...] = (
    (("phan anh", "kien nghi", "hai long"), "V.2"),
    (("phan anh", "kien nghi"), "V.1"),
    (("hai long",), "V.3"),
    (("thanh toan", "truc tuyen", "thu tuc"), "III.5"),
    (("thanh toan", "truc tuyen"), "III.6"),
    (("khai thac", "su dung lai"), "IV.3"),
    (("tai su dung",), "IV.3"),
    (("ket qua", "dien tu"), "IV.1"),
    (("so hoa",), "IV.2"),
    (("dung han",), "II.1"),
    (("ho so", "truc tuyen"), "III.3"),
    (("dich vu cong", "phat sinh ho so"), "III.2"),
    (("dich vu cong truc tuyen",), "III.1"),
    (("dong bo",), "I.4"),
)
_NOT_MEASURED = ("noi bo", "chi phi tuan thu", "can bo, cong chuc", "van ban")


def meaning(name: str, unit: str) -> str:
    """The criterion a target's words mean, or none. A suggestion: a person confirms it."""
    words = fold(name)
    if unit != "%" or any(word in words for word in _NOT_MEASURED):
        return ""
    return next((code for needed, code in _MEANINGS if all(word in words for word in needed)), "")

