"""The national calendar that comes with the package, read from dated data files. Pure."""

import tomllib
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

from motcua.worktime.calendar import Calendar, MarkedDay, YearCalendar, build
from motcua.worktime.hours import OFFICE, Sessions, parse_sessions, week_of

SCOPE = "VN"


@cache
def years() -> tuple[YearCalendar, ...]:
    """Every year that the package describes, in order; each day with its source and grade."""
    folder = files("motcua.worktime") / "data"
    names = sorted(entry.name for entry in folder.iterdir() if entry.name.startswith("national-"))
    return tuple(read_year(tomllib.loads((folder / name).read_text("utf-8"))) for name in names)


def calendar(office: Sessions = OFFICE, saturday: Sessions = ()) -> Calendar:
    """The national calendar in the given office hours; the same object for the same hours."""
    return _calendar(office, saturday)


@cache
def _calendar(office: Sessions, saturday: Sessions) -> Calendar:
    return build(years(), week=week_of(office, saturday), name=SCOPE)


def read_year(raw: dict[str, Any]) -> YearCalendar:
    """One year from its data: `year`, `version`, `provisional`, `note`, lists `off` and `worked`.

    Days under `pending` are known but not decided: they are no part of the calendar.
    """
    return YearCalendar(
        year=int(raw["year"]),
        version=str(raw["version"]),
        provisional=bool(raw.get("provisional", False)),
        off=tuple(_marked(day) for day in raw.get("off", ())),
        worked=tuple(_marked(day) for day in raw.get("worked", ())),
        note=str(raw.get("note", "")),
    )


def pending(year: int) -> tuple[MarkedDay, ...]:
    """Days of a year that wait for a decision (24/11, «Ngày Văn hóa Việt Nam»)."""
    path = files("motcua.worktime") / "data" / f"national-{year}.toml"
    raw = tomllib.loads(path.read_text("utf-8")) if path.is_file() else {}
    return tuple(_marked(day) for day in raw.get("pending", ()))


def _marked(raw: dict[str, Any]) -> MarkedDay:
    day = raw["day"]
    return MarkedDay(
        day=day if isinstance(day, date) else date.fromisoformat(day),
        why=str(raw.get("why", "")),
        source=str(raw.get("source", "")),
        grade=str(raw.get("grade", "")),
        sessions=parse_sessions(raw.get("hours", ()), "hours", may_be_empty=True),
    )
