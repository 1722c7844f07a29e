"""The calendar of an agency: the packaged national one, with what administrators decided over it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple

from django.db.models import DateField, JSONField, QuerySet, Value

from motcua.datastore.kept import kept
from motcua.datastore.prepared import PreparedByTexts
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
    """Hours and days of the scopes in one statement: a page asks for the calendars of several chains of agencies."""
    rows = _HOURS_AND_DAYS.of([*scopes, ""])
    found: list[_Hours] = []
    newest: dict[tuple[str, int], _Layer] = {}
    for row in sorted((_Row(*row) for row in rows), key=_in_order):
        if row.first_day is not None:
            found.append(_Hours(row.scope, row.first_day, row.data, row.saturday))
        else:
            newest[row.scope, row.year] = _layer(row)
    return Calendars(scopes, tuple(found), tuple(newest[key] for key in sorted(newest)))


def _hours_and_days(scopes: list[str]) -> QuerySet[Any, Any]:
    hours = OfficeHours.objects.filter(scope__in=scopes).annotate(
        year=Value(0), version=Value(0), provisional=Value(False)
    )
    years = CalendarVersion.objects.filter(scope__in=scopes).annotate(
        first_day=Value(None, DateField()), saturday=Value([], JSONField())
    )
    common = ("id", "scope", "first_day", "year", "version", "provisional", "saturday")
    return hours.values_list(*common, "office").union(years.values_list(*common, "data"), all=True)


_HOURS_AND_DAYS = PreparedByTexts(_hours_and_days)


class _Row(NamedTuple):
    """Office hours, or the version of a year (then without a first day), as stored."""

    id: int
    scope: str
    first_day: date | None
    year: int
    version: int
    provisional: bool
    saturday: Any
    data: Any


def _in_order(row: _Row) -> tuple[date, int, int]:
    return row.first_day or date.min, row.version, row.id


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


def _layer(row: _Row) -> _Layer:
    label = f"{row.scope}.{row.version}" if row.scope else str(row.version)
    days = {"off": row.data.get("off", ()), "worked": row.data.get("worked", ())}
    year = {"year": row.year, "version": label, "provisional": bool(row.provisional)} | days
    return _Layer(
        row.scope, national.read_year(year), replaces=bool(row.data.get("replace")) or not row.scope
    )


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
