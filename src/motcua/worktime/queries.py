"""The calendar of an agency: the packaged national one, with what administrators decided over it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from motcua.worktime import national
from motcua.worktime.calendar import Calendar, YearCalendar, build
from motcua.worktime.hours import OFFICE, Sessions, parse_sessions, week_of
from motcua.worktime.layers import layered
from motcua.worktime.models import CalendarVersion, OfficeHours


def calendar_for(scopes: Sequence[str], on: date) -> Calendar:
    """The calendar that holds for an agency, in the office hours of a day; two queries.

    `scopes` are agency codes from the narrowest to the widest. Without own days and hours this is the
    packaged national calendar itself. The same answer is the same object, with its tables worked out.
    """
    office, saturday = _hours(scopes, on)
    newest: dict[tuple[str, int], Mapping[str, Any]] = {}
    rows = CalendarVersion.objects.filter(scope__in=[*scopes, ""]).order_by("version", "id")
    for row in rows.values("scope", "year", "version", "provisional", "data"):
        newest[row["scope"], row["year"]] = row
    if not newest:
        return national.calendar(office, saturday)
    layers = tuple(_layer(newest[key]) for key in sorted(newest))
    return _built(tuple(reversed(scopes)), layers, office, saturday)


@dataclass(frozen=True)
class _Layer:
    """A stored version as plain values, to be compared by what it says."""

    scope: str
    year: YearCalendar
    replaces: bool


def _layer(row: Mapping[str, Any]) -> _Layer:
    scope, data = str(row["scope"]), row["data"]
    label = f"{scope}.{row['version']}" if scope else str(row["version"])
    days = {"off": data.get("off", ()), "worked": data.get("worked", ())}
    year = {"year": row["year"], "version": label, "provisional": row["provisional"]} | days
    return _Layer(scope, national.read_year(year), replaces=bool(data.get("replace")) or not scope)


@lru_cache(maxsize=256)
def _built(
    wide_to_narrow: tuple[str, ...], layers: tuple[_Layer, ...], office: Sessions, saturday: Sessions
) -> Calendar:
    years: dict[int, YearCalendar] = {year.year: year for year in national.years()}
    for scope in ("", *wide_to_narrow):
        for layer in layers:
            if layer.scope == scope:
                found = layered(years.get(layer.year.year), layer.year, replaces=layer.replaces)
                if found is not None:
                    years[found.year] = found
    return build(years.values(), week=week_of(office, saturday), name=national.SCOPE)


def _hours(scopes: Sequence[str], on: date) -> tuple[Sessions, Sessions]:
    """The office hours of the narrowest scope that has any on that day."""
    rows = OfficeHours.objects.filter(scope__in=[*scopes, ""], first_day__lte=on).order_by("first_day", "id")
    newest = {row.scope: row for row in rows}
    for scope in (*scopes, ""):
        if row := newest.get(scope):
            return (
                parse_sessions(row.office, "office"),
                parse_sessions(row.saturday, "saturday", may_be_empty=True),
            )
    return OFFICE, ()
