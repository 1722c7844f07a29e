"""Which cases are due for a person on a day. Pure: dated cases in, what is known in, what was found out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any


class Trigger(StrEnum):
    """What makes a case due."""

    AGE = "age"
    PAPER_ENDS = "paper_ends"
    DOSSIER_SETTLED = "dossier_settled"


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A case as its row says. Days are calendar days; titles of papers are folded beginnings."""

    key: str
    name: str
    level: int
    trigger: Trigger
    words: str
    first_day: date
    source: str
    grade: str
    last_day: date | None = None
    consent: bool = False
    ages: tuple[int, ...] = ()
    paper: str = ""
    after: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    procedures: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()
    confirm: str = ""
    answers: tuple[tuple[str, Any], ...] = ()
    days_before: int = 0
    days_after: int = 0
    spared_by_paper: str = ""
    spared_months: int = 0

    def holds_on(self, day: date) -> bool:
        """Whether the row is in force on a day."""
        return self.first_day <= day and (self.last_day is None or day <= self.last_day)

    def level_for(self, *, agreed: bool) -> int:
        """What may be done for this person: without the consent it needs, a case only reminds."""
        return self.level if agreed or not self.consent else 1


@dataclass(frozen=True, slots=True)
class KnownPaper:
    """A paper of the store: folded title, days."""

    number: int
    title: str
    issued_on: date | None
    valid_to: date | None


@dataclass(frozen=True, slots=True)
class KnownDossier:
    """A dossier of the person: procedure, day of filing, and of settling when it was granted."""

    number: int
    procedure: str
    filed_on: date
    settled_on: date | None


@dataclass(frozen=True, slots=True)
class Known:
    """All that the house knows and a case may look at."""

    born: date | None = None
    papers: tuple[KnownPaper, ...] = ()
    dossiers: tuple[KnownDossier, ...] = ()


@dataclass(frozen=True, slots=True)
class Due:
    """A case that is due: `subject` names what it is about, so that it is told once; `day` is the day that counts."""

    case: Case
    subject: str
    day: date
    until: date
    words: str


def due(cases: Sequence[Case], known: Known, today: date) -> list[Due]:
    """Every case due on a day, the nearest first."""
    found = [
        one for case in cases if case.holds_on(today) for one in _FINDERS[case.trigger](case, known, today)
    ]
    return sorted(found, key=lambda one: (one.day, one.case.key))


def birthday(born: date, age: int) -> date:
    """The day somebody is that old; of those born on 29/2 the 1/3 in other years."""
    try:
        return born.replace(year=born.year + age)
    except ValueError:
        return date(born.year + age, 3, 1)


def _by_age(case: Case, known: Known, today: date) -> list[Due]:
    if known.born is None:
        return []
    found = []
    for age in case.ages:
        day = birthday(known.born, age)
        if _open(case, day, today) and not _filed_since(case, known, day) and not _spared(case, known, day):
            found.append(_due(case, f"age:{age}", day, age=age))
    return found


def _spared(case: Case, known: Known, day: date) -> bool:
    """A paper new enough before the day makes the case needless."""
    if not case.spared_by_paper:
        return False
    since = day - timedelta(days=round(case.spared_months * 365.25 / 12))
    papers = (one for one in known.papers if one.title.startswith(case.spared_by_paper))
    return any(one.issued_on is not None and one.issued_on >= since for one in papers)


def _by_paper(case: Case, known: Known, today: date) -> list[Due]:
    papers = [one for one in known.papers if one.title.startswith(case.paper) and one.valid_to is not None]
    if not papers:
        return []
    # A newer one of the same kind replaces the older: only the last to end counts.
    last = max(papers, key=lambda one: (one.valid_to or today, one.number))
    day = last.valid_to or today
    if not _open(case, day, today) or _filed_since(case, known, day):
        return []
    return [_due(case, f"paper:{last.number}", day)]


def _by_dossier(case: Case, known: Known, today: date) -> list[Due]:
    found = []
    for one in known.dossiers:
        if one.procedure in case.after and one.settled_on and _open(case, one.settled_on, today):
            later = (each for each in known.dossiers if each.procedure in case.unless)
            if not any(each.filed_on >= one.filed_on for each in later):
                found.append(_due(case, f"dossier:{one.number}", one.settled_on))
    return found


_FINDERS = {
    Trigger.AGE: _by_age, Trigger.PAPER_ENDS: _by_paper, Trigger.DOSSIER_SETTLED: _by_dossier,
}  # fmt: skip


def _open(case: Case, day: date, today: date) -> bool:
    return day - timedelta(days=case.days_before) <= today <= day + timedelta(days=case.days_after)


def _filed_since(case: Case, known: Known, day: date) -> bool:
    """Whether the person has already filed what the case would prepare, since its window opened."""
    opened = day - timedelta(days=case.days_before)
    wanted = {*case.unless, *case.procedures}
    return any(one.procedure in wanted and one.filed_on >= opened for one in known.dossiers)


def _due(case: Case, subject: str, day: date, *, age: int = 0) -> Due:
    words = case.words.format(day=f"{day:%d/%m/%Y}", age=age)
    return Due(case, subject, day, day + timedelta(days=case.days_after), words)
