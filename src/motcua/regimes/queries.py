"""The one way to ask for a rule where there is a database: agencies' settings over the packaged law.

rule("clock.cutoff", on=day, scopes=agency.chain)      one question
ask = rules_on(day, scopes=agency.chain)               many questions of one moment
ask("clock.cutoff"); ask.explain("clock.cutoff").source

Settings are kept in memory until one is made (`datastore.kept`).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from motcua.datastore.kept import kept
from motcua.regimes import law
from motcua.regimes.enums import Grade
from motcua.regimes.models import Setting
from motcua.regimes.rules import Row, none_in_force, row_in_force


@dataclass(frozen=True)
class Rules:
    """The rules of one day for one agency, settings already read: any number of questions, no query."""

    day: date
    scopes: tuple[str, ...]
    settings: dict[str, tuple[Row, ...]]

    def __call__(self, key: str) -> Any:
        """The value of a rule. Refuses an unknown key and a day without a row."""
        return self.explain(key).value

    def explain(self, key: str) -> Row:
        """The row that holds, with source, grade, author and reason."""
        own, packaged = self.settings.get(key, ()), law.rows().get(key, ())
        row = row_in_force(own, self.day, self.scopes) or row_in_force(packaged, self.day, self.scopes)
        if row is None:
            raise none_in_force(key, self.day, packaged or own)
        return row


def rule(key: str, *, on: date, scopes: Sequence[str] = ()) -> Any:
    """The value that holds on a day; `scopes` are agency codes from the narrowest to the widest."""
    return explain(key, on=on, scopes=scopes).value


def explain(key: str, *, on: date, scopes: Sequence[str] = ()) -> Row:
    """The row that holds on a day: a setting of the narrowest scope, else the packaged law."""
    return _rules(on, scopes).explain(key)


def rules_on(on: date, *, scopes: Sequence[str] = ()) -> Rules:
    """Everything that holds on a day, asked for together: for acts that ask for several rules."""
    return _rules(on, scopes)


@dataclass(frozen=True)
class ThroughTime:
    """One rule on any day for any agency, settings already read: for judging many things of many days."""

    key: str
    settings: tuple[Row, ...]

    def __call__(self, day: date, scopes: Sequence[str] = ()) -> Any:
        """The value that held on a day. Refuses a day without a row."""
        packaged = law.rows().get(self.key, ())
        row = row_in_force(self.settings, day, scopes) or row_in_force(packaged, day, scopes)
        if row is None:
            raise none_in_force(self.key, day, packaged or self.settings)
        return row.value


def through_time(key: str) -> ThroughTime:
    """A rule with all its days and scopes; one query."""
    return ThroughTime(
        key, tuple(_row(setting) for setting in Setting.objects.filter(key=key).order_by("id"))
    )


def history(key: str, scope: str) -> list[Row]:
    """Every row ever set for a key in a scope, newest first."""
    return [_row(setting) for setting in Setting.objects.filter(key=key, scope=scope).order_by("-id")]


def newest_day(key: str, scope: str, today: date) -> date:
    """The day from which a scope's newest own value holds when that is still to come; else today."""
    own = [row.first_day for row in history(key, scope)[:1] if not row.withdrawn]
    return max([today, *own])


def _rules(on: date, scopes: Sequence[str]) -> Rules:
    found: dict[str, list[Row]] = {}
    for row in _settings_of(frozenset((*scopes, ""))):
        if row.first_day <= on:
            found.setdefault(row.key, []).append(row)
    return Rules(on, tuple(scopes), {key: tuple(rows) for key, rows in found.items()})


@kept(Setting)
def _settings_of(scopes: frozenset[str]) -> tuple[Row, ...]:
    """Every setting ever made in some scopes, in the order they were made."""
    return tuple(_row(setting) for setting in Setting.objects.filter(scope__in=scopes).order_by("id"))


def _row(setting: Setting) -> Row:
    return Row(
        key=setting.key,
        value=setting.value,
        first_day=setting.first_day,
        last_day=setting.last_day,
        source=setting.source,
        grade=Grade(setting.grade),
        scope=setting.scope,
        author=setting.author,
        reason=setting.reason,
        order=setting.pk,
        withdrawn=setting.withdrawn,
    )
