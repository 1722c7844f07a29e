"""Reading a case from plain data (JSON), and writing its due date back. Pure.

The contract is that of `motcua due`: unknown keys are a warning, wrong values are refused with the place.
"""

import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from enum import StrEnum
from typing import Any, TypeVar

from motcua.kernel.refusals import Refused
from motcua.worktime import national
from motcua.worktime.calendar import Calendar, bare
from motcua.worktime.cases import Case, DueDate, DueTime, Event, EventType, Limit, Mode, Terms, Unit
from motcua.worktime.hours import OFFICE, Sessions, parse_sessions, seconds_of, week_of

TermsOf = Callable[[str | None, date], Terms]
_Choice = TypeVar("_Choice", bound=StrEnum)

_MOMENT = re.compile(r"^\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?)?$")
_OFFSET = re.compile(r"(?:Z|[+-]\d{2}:?\d{2})$")

_CASE = {"regime", "received", "limit", "started", "events", "hours", "settings", "calendar_override"}
_EVENT = {"type", "at", "reason", "to", "days"}
_SETTINGS = {
    "supplement_mode",
    "wait_mode",
    "after_cutoff_moves_citizen_clock",
    "cutoff",
    "saturday_hours",
    "due_time",
}
_OVERRIDE = {"off", "worked", "replace"}


@dataclass
class Reading:
    """A case as read, the calendar it asks for, and what a person should be told."""

    case: Case
    calendar: Calendar
    warnings: list[str] = field(default_factory=list)


def read_case(raw: object, terms_of: TermsOf) -> Reading:
    """A case from data. `terms_of(regime, day)` gives the settings of the regime; refuses bad values."""
    warnings: list[str] = []
    data = _object(raw, "hồ sơ", _CASE, warnings)
    for key in ("received", "limit"):
        if data.get(key) is None:
            raise Refused(f'Thiếu "{key}" trong hồ sơ.', field=key)
    received = read_moment(data["received"], "received", warnings)
    settings = _object(_given(data, "settings", {}), "settings", _SETTINGS, warnings)
    started = data.get("started")
    case = Case(
        received=received,
        limit=_limit(data["limit"], warnings),
        terms=_terms(settings, terms_of(_regime(data.get("regime")), received.date())),
        started=None if started is None else read_moment(started, "started", warnings),
        events=_events(data.get("events"), warnings),
    )
    return Reading(case, _calendar(data, settings, warnings), warnings)


def as_data(due: DueDate) -> dict[str, Any]:
    """A due date as the answer of `motcua due`: every key always there."""
    return {
        "original_due_date": due.original_due_date.isoformat(),
        "due_date": due.due_date.isoformat(),
        "due_at": written(due.due_at),
        "clock_started_at": written(due.clock_started_at),
        "waiting_since": written(due.waiting_since) if due.waiting_since else None,
        "provisional": due.provisional,
        "intervals": [
            {"from": written(wait.since), "to": written(wait.until) if wait.until else None, "why": wait.why}
            for wait in due.intervals
        ],
        "counted": [{"date": counted.day.isoformat(), "n": counted.n} for counted in due.counted],
        "skipped": [{"date": skipped.day.isoformat(), "why": skipped.why} for skipped in due.skipped],
    }


def written(moment: datetime) -> str:
    """A local moment without offset, to the minute unless seconds matter."""
    exact = moment.second or moment.microsecond
    return moment.isoformat(timespec="seconds" if exact else "minutes")


def read_moment(raw: object, where: str, warnings: list[str]) -> datetime:
    """A local moment `2024-04-26T15:30`; a day alone is its midnight, with a warning. Refuses an offset."""
    text = raw.strip() if isinstance(raw, str) else ""
    if len(text) > len("2024-04-26") and _OFFSET.search(text):
        raise Refused(
            f'{where}: "{raw}" có kèm múi giờ. Hãy ghi giờ Việt Nam, không kèm múi giờ (2024-04-26T15:30).',
            field=where,
        )
    try:
        if not _MOMENT.match(text):
            raise ValueError
        moment = datetime.fromisoformat(text).replace(microsecond=0)
    except ValueError:
        raise Refused(
            f'{where}: "{raw}" không phải là thời điểm. Viết theo dạng 2024-04-26T15:30.', field=where
        ) from None
    if len(text) == 10:
        warnings.append(f"{where}: không có giờ, coi như 00:00 ngày {moment:%d/%m/%Y}.")
    return moment


def _agreed_day(raw: object, where: str) -> date:
    """A day, or the day of a moment: people agree on «15:00 ngày 10/6» too."""
    is_moment = isinstance(raw, str) and len(raw.strip()) > len("2024-04-26")
    return read_moment(raw, where, []).date() if is_moment else read_day(raw, where)


def read_day(raw: object, where: str) -> date:
    """A day `2024-04-30`."""
    try:
        if not isinstance(raw, str) or len(raw.strip()) != 10:
            raise ValueError
        return date.fromisoformat(raw.strip())
    except ValueError:
        message = f'{where}: "{raw}" không phải là ngày. Viết theo dạng 2024-04-30.'
        raise Refused(message, field=where) from None


def _object(raw: object, where: str, known: set[str], warnings: list[str]) -> Mapping[str, Any]:
    if not isinstance(raw, Mapping):
        raise Refused(f"{where}: phải là một đối tượng JSON {{…}}.", field=where)
    warnings += [f'Không biết khóa "{key}" trong {where}: bỏ qua.' for key in raw if key not in known]
    return raw


def _given(data: Mapping[str, Any], key: str, otherwise: object) -> object:
    """The value of a key; absent, null and an empty list (what some programs write for {}) are the default."""
    return otherwise if data.get(key) in (None, []) else data[key]


def _regime(raw: object) -> str | None:
    if raw is None:
        return None
    if isinstance(raw, bool) or not isinstance(raw, str | int):
        raise Refused(f'regime: "{raw}" không phải là tên chế độ. Dùng "2018" hoặc "2025".', field="regime")
    return str(raw).strip()


def _limit(raw: object, warnings: list[str]) -> Limit:
    data = _object(raw, "limit", {"value", "unit"}, warnings)
    for key in ("value", "unit"):
        if data.get(key) is None:
            raise Refused(f'Thiếu "{key}" trong limit: {{"value": 5, "unit": "working_day"}}.', field=key)
    value = data["value"]
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise Refused(f'limit.value: "{value}" không phải là số.', field="limit.value")
    unit = _choice(Unit, data["unit"], "limit.unit")
    return Limit(int(value) if value == int(value) else value, unit)


def _terms(settings: Mapping[str, Any], default: Terms) -> Terms:
    def chosen(kind: type[_Choice], key: str, otherwise: _Choice) -> _Choice:
        raw = settings.get(key)
        return otherwise if raw is None else _choice(kind, raw, f"settings.{key}")

    cutoff = settings.get("cutoff")
    return Terms(
        supplement_mode=chosen(Mode, "supplement_mode", default.supplement_mode),
        wait_mode=chosen(Mode, "wait_mode", default.wait_mode),
        after_cutoff_moves_citizen_clock=_truth(
            settings, "after_cutoff_moves_citizen_clock", default.after_cutoff_moves_citizen_clock
        ),
        cutoff=default.cutoff if cutoff is None else time_of(cutoff, "settings.cutoff"),
        due_time=chosen(DueTime, "due_time", default.due_time),
    )


def time_of(raw: object, where: str) -> time:
    """A time of day from `"15:00"`."""
    seconds = min(seconds_of(raw, where), 86399)
    return time(seconds // 3600, seconds % 3600 // 60, seconds % 60)


def _events(raw: object, warnings: list[str]) -> tuple[Event, ...]:
    if raw is None:
        return ()
    if not isinstance(raw, list):
        raise Refused("events: phải là danh sách các sự kiện.", field="events")
    return tuple(_event(item, f"events[{index}]", warnings) for index, item in enumerate(raw))


def _event(raw: object, where: str, warnings: list[str]) -> Event:
    data = _object(raw, where, _EVENT, warnings)
    for key in ("type", "at"):
        if data.get(key) is None:
            raise Refused(f'{where}: thiếu "{key}".', field=where)
    days = data.get("days")
    if days is not None and (isinstance(days, bool) or not isinstance(days, int) or days > 10_000):
        raise Refused(f'{where}.days: "{days}" không phải là số ngày nguyên hợp lệ.', field=where)
    kind = _choice(EventType, data["type"], f"{where}.type")
    if kind is not EventType.EXTENSION and (days is not None or data.get("to") is not None):
        warnings.append(f'{where}: "to" và "days" chỉ dùng cho gia hạn (extension): bỏ qua.')
    to = data.get("to")
    return Event(
        type=kind,
        at=read_moment(data["at"], f"{where}.at", warnings),
        reason=str(data.get("reason") or ""),
        to=None if to is None else _agreed_day(to, f"{where}.to"),
        days=days,
    )


def _calendar(data: Mapping[str, Any], settings: Mapping[str, Any], warnings: list[str]) -> Calendar:
    hours = data.get("hours")
    office: Sessions = OFFICE if hours is None else parse_sessions(hours, "hours")
    saturday = settings.get("saturday_hours")
    saturday = parse_sessions(
        [] if saturday is None else saturday, "settings.saturday_hours", may_be_empty=True
    )
    override = _object(_given(data, "calendar_override", {}), "calendar_override", _OVERRIDE, warnings)
    replaced = _truth(override, "replace", otherwise=False)
    base = bare(week_of(office, saturday)) if replaced else national.calendar(office, saturday)
    off, worked = _days(override, "off"), _days(override, "worked")
    if both := sorted(set(off) & set(worked)):
        raise Refused(
            f"calendar_override: ngày {both[0]:%d/%m/%Y} vừa là ngày nghỉ vừa là ngày làm việc.",
            field="calendar_override",
        )
    if not off and not worked:
        return base
    return base.with_days(
        {day: why or "ngày nghỉ riêng của cơ quan" for day, why in off.items()}, dict.fromkeys(worked, ())
    )


def _days(override: Mapping[str, Any], key: str) -> dict[date, str]:
    raw = override.get(key)
    where = f"calendar_override.{key}"
    if raw is None:
        return {}
    if not isinstance(raw, list):
        raise Refused(f'{where}: phải là danh sách ngày, ví dụ ["2024-04-29"].', field=where)
    found: dict[date, str] = {}
    for index, item in enumerate(raw):
        day = item.get("date") if isinstance(item, Mapping) else item
        why = str(item.get("reason") or item.get("why") or "") if isinstance(item, Mapping) else ""
        found[read_day(day, f"{where}[{index}]")] = why
    return found


def _truth(data: Mapping[str, Any], key: str, otherwise: bool) -> bool:
    value = data.get(key)
    if value is None:
        return otherwise
    if not isinstance(value, bool):
        raise Refused(f'{key}: "{value}" không phải là true hoặc false.', field=key)
    return value


def _choice(kind: type[_Choice], raw: object, where: str) -> _Choice:
    if isinstance(raw, str) and raw in {member.value for member in kind}:
        return kind(raw)
    names = ", ".join(member.value for member in kind)
    raise Refused(f'{where}: "{raw}" không hợp lệ. Chọn một trong: {names}.', field=where)
