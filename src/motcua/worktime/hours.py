"""Office hours: the sessions of a day, as seconds after midnight. Pure."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from motcua.kernel.refusals import Refused

_TIME = re.compile(r"^(\d{1,2})[:hH](\d{2})(?::(\d{2}))?$")
_EMPTY = (
    "Chưa khai giờ làm việc: danh sách các buổi đang trống. "
    'Hãy khai ít nhất một buổi, ví dụ "hours": [["07:30", "11:30"], ["13:30", "17:00"]].'
)


@dataclass(frozen=True, slots=True, order=True)
class Session:
    """One unbroken stretch of office hours; both ends in seconds after midnight, local time."""

    opens: int
    closes: int


Sessions = tuple[Session, ...]


def seconds_of(text: object, where: str) -> int:
    """`"07:30"` as seconds after midnight. Refuses what is no time of day; `where` names the field."""
    found = _TIME.match(text.strip()) if isinstance(text, str) else None
    hour, minute, second = (int(part or 0) for part in found.groups()) if found else (99, 0, 0)
    if hour * 3600 + minute * 60 + second > 86400 or minute > 59 or second > 59:
        raise Refused(f'{where}: "{text}" không phải là giờ trong ngày. Viết theo dạng "07:30".', field=where)
    return hour * 3600 + minute * 60 + second


def parse_sessions(raw: object, where: str, *, may_be_empty: bool = False) -> Sessions:
    """Sessions from data: pairs, `"07:30-11:30"` or `{"from", "to"}`; in order, not overlapping.

    Refuses an empty list (unless allowed) with what to configure, and a session that ends before it begins.
    """
    if not isinstance(raw, list | tuple):
        raise Refused(f'{where}: phải là danh sách các buổi, ví dụ [["07:30", "11:30"]].', field=where)
    if not raw and not may_be_empty:
        raise Refused(_EMPTY, field=where, code="no_hours")
    sessions = tuple(sorted(_session(item, f"{where}[{index}]") for index, item in enumerate(raw)))
    for before, after in pairwise(sessions):
        if after.opens < before.closes:
            raise Refused(f"{where}: hai buổi làm việc chồng lên nhau.", field=where)
    return sessions


def _session(raw: object, where: str) -> Session:
    ends: Sequence[object] = ()
    if isinstance(raw, str):
        ends = re.split(r"\s*[-–]\s*", raw.strip())
    elif isinstance(raw, Mapping):
        ends = [raw.get("from"), raw.get("to")]
    elif isinstance(raw, list | tuple):
        ends = raw
    if len(ends) != 2:
        raise Refused(f"{where}: một buổi gồm giờ bắt đầu và giờ kết thúc.", field=where)
    opens, closes = seconds_of(ends[0], where), seconds_of(ends[1], where)
    if closes <= opens:
        raise Refused(f"{where}: giờ kết thúc phải sau giờ bắt đầu.", field=where)
    return Session(opens, closes)


OFFICE: Sessions = parse_sessions(["07:30-11:30", "13:30-17:00"], "hours")


def week_of(office: Sessions, saturday: Sessions = (), sunday: Sessions = ()) -> tuple[Sessions, ...]:
    """The weekly pattern, Monday first: the same hours Monday to Friday, own hours at the week's end."""
    return (office,) * 5 + (saturday, sunday)
