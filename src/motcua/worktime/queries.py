"""The calendar of an agency: the packaged national one, with what administrators decided over it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from motcua.datastore.kept import kept
from motcua.worktime import national
from motcua.worktime.calendar import Calendar, YearCalendar, build
from motcua.worktime.hours import OFFICE, Sessions, parse_sessions, week_of
from motcua.worktime.layers import layered
from motcua.worktime.models import CalendarVersion, OfficeHours


@dataclass(frozen=True)
class Calendars:
    """The calendars of one chain of agencies, read once: the calendar of any day without another query."""

    scopes: tuple[str, ...]
    hours: "tuple[_Hours, ...]"
    layers: "tuple[_Layer, ...]"

    def within(self, scopes: Sequence[str]) -> "Calendars":
        """Of calendars read for many agencies together, those of one chain of them (narrowest first)."""
        chain = frozenset((*scopes, ""))
        hours = tuple(row for row in self.hours if row.scope in chain)
        return Calendars(tuple(scopes), hours, tuple(row for row in self.layers if row.scope in chain))

    def on(self, day: date) -> Calendar:
        """The calendar in the office hours of a day. The same answer is the same object, tables worked out."""
        office, saturday = _hours(self.scopes, [row for row in self.hours if row.first_day <= day])
        if not self.layers:
            return national.calendar(office, saturday)
        return _built(tuple(reversed(self.scopes)), self.layers, office, saturday)


def calendars_for(scopes: Sequence[str]) -> Calendars:
    """What agencies decided over the packaged national calendar; kept in memory until one decides anew.

    `scopes` are agency codes from the narrowest to the widest. Without own days and hours every day has the
    packaged national calendar itself.
    """
    return _calendars(tuple(scopes))


@kept(OfficeHours, CalendarVersion)
def _calendars(scopes: tuple[str, ...]) -> Calendars:
    own = OfficeHours.objects.filter(scope__in=[*scopes, ""]).order_by("first_day", "id")
    hours = [_Hours(*row) for row in own.values_list("scope", "first_day", "office", "saturday")]
    newest: dict[tuple[str, int], Mapping[str, Any]] = {}
    rows = CalendarVersion.objects.filter(scope__in=[*scopes, ""]).order_by("version", "id")
    for row in rows.values("scope", "year", "version", "provisional", "data"):
        newest[row["scope"], row["year"]] = row
    return Calendars(scopes, tuple(hours), tuple(_layer(newest[key]) for key in sorted(newest)))


def calendar_for(scopes: Sequence[str], on: date) -> Calendar:
    """The calendar that holds for an agency, in the office hours of a day."""
    return calendars_for(scopes).on(on)


@dataclass(frozen=True, slots=True)
class _Hours:
    """Office hours of a scope from a day on, as they are stored."""

    scope: str
    first_day: date
    office: Any
    saturday: Any


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


def _hours(scopes: Sequence[str], in_order: "Sequence[_Hours]") -> tuple[Sessions, Sessions]:
    """The office hours of the narrowest scope that has any, of rows in order of their first day."""
    newest = {row.scope: row for row in in_order}
    for scope in (*scopes, ""):
        if row := newest.get(scope):
            return (
                parse_sessions(row.office, "office"),
                parse_sessions(row.saturday, "saturday", may_be_empty=True),
            )
    return OFFICE, ()
