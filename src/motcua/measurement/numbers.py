"""Measures that are a plain number: what took place in a period, what each person did, the total of the common set.

Each is counted from the system's own rows (docs/algorithms/measures.md); what took place opens row by row.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from fractions import Fraction
from typing import Any

from django.db.models import QuerySet

from motcua.dossiers.enums import IdentityHelpKind
from motcua.dossiers.models import IdentityHelp
from motcua.feedback.dialogue_models import Dialogue
from motcua.feedback.enums import DialogueState
from motcua.indicators.ports import Number
from motcua.inspections.enums import CheckState
from motcua.inspections.inspection_models import Inspection
from motcua.kernel import clock
from motcua.kernel.periods import Period
from motcua.measurement.each import posts_each, received_each
from motcua.measurement.queries import Scope, board, first_day
from motcua.organisation.desk_enums import TrainingKind
from motcua.organisation.models import Training
from motcua.plans.control_enums import InitiativeState
from motcua.plans.control_models import Initiative, Post
from motcua.regimes.queries import rule

TOTAL = "766.total"
_INSTANT = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Happening:
    """Something that took place and counts once: its day and how it is called in its register."""

    day: date
    title: str
    detail: str = ""


def _dialogues(scope: Scope, first: date, last: date) -> list[Happening]:
    """Held: those that were announced and dropped, or are still to come, are none."""
    held = [DialogueState.HELD.value, DialogueState.PUBLISHED.value]
    rows = Dialogue.objects.filter(
        agency__code__in=scope.codes, state__in=held, **_between("held_at", first, last)
    )
    return [
        Happening(clock.local_day(at), title, f"{people or 0} người dự")
        for at, title, people in rows.values_list("held_at", "title", "people")
    ]


def _inspections(scope: Scope, first: date, last: date) -> list[Happening]:
    """Concluded: what was only prepared or decided is no inspection held."""
    rows = Inspection.objects.filter(
        agency__code__in=scope.codes, concluded_on__range=(first, last),
        state__in=[CheckState.CONCLUDED.value, CheckState.CLOSED.value],
    )  # fmt: skip
    return _told(rows, "concluded_on", "title", "conclusion")


def _trainings(scope: Scope, first: date, last: date) -> list[Happening]:
    rows = Training.objects.filter(
        agency__code__in=scope.codes, held=True, kind=TrainingKind.COURSE.value, last_day__range=(first, last)
    )
    return _told(rows, "last_day", "title", "result")


def _initiatives(scope: Scope, first: date, last: date) -> list[Happening]:
    rows = Initiative.objects.filter(agency__code__in=scope.codes, registered_on__range=(first, last))
    return _told(rows, "registered_on", "title", "registered_by")


def _recognised(scope: Scope, first: date, last: date) -> list[Happening]:
    rows = Initiative.objects.filter(
        agency__code__in=scope.codes, state=InitiativeState.RECOGNISED.value, decided_on__range=(first, last)
    )
    return _told(rows, "decided_on", "title", "decision")


def _posts(scope: Scope, first: date, last: date) -> list[Happening]:
    kinds = rule("outreach.counted_kinds", on=last, scopes=scope.agency.chain)
    rows = Post.objects.filter(
        agency__code__in=scope.codes, day__range=(first, last), withdrawn_at=None, kind__in=list(kinds)
    )
    return _told(rows, "day", "title", "url")


def _identity_help(scope: Scope, first: date, last: date) -> list[Happening]:
    rows = IdentityHelp.objects.filter(agency__code__in=scope.codes, day__range=(first, last), undone_at=None)
    return [
        Happening(day, IdentityHelpKind(kind).label, name)
        for day, kind, name in rows.order_by("-day", "-pk").values_list("day", "kind", "agency__name")
    ]


def _told(rows: QuerySet[Any], *names: str) -> list[Happening]:
    return [Happening(*each) for each in rows.order_by(f"-{names[0]}", "-pk").values_list(*names)]


def _between(field: str, first: date, last: date) -> dict[str, datetime]:
    return {
        f"{field}__gte": clock.at_local(first, 0),
        f"{field}__lt": clock.at_local(last + timedelta(days=1), 0),
    }


# What took place, by measure: each answers with its rows from a day to a day, the newest first, in one statement.
OF_HAPPENINGS: dict[str, Callable[[Scope, date, date], list[Happening]]] = {
    "N.dialogues": _dialogues,
    "N.inspections": _inspections,
    "N.trainings": _trainings,
    "N.initiatives": _initiatives,
    "N.recognised": _recognised,
    "N.posts": _posts,
    "identity_help": _identity_help,
}
# The numerators and denominators of shares of dossiers, as numbers: (share, whether the numerator).
OF_RECEIVED = {"N.received": ("III.3", False), "N.received_online": ("III.3", True)}
# What each person did, against what is asked of each.
OF_PEOPLE = {"N.posts_each": posts_each, "N.received_each": received_each}
NUMBERS: Collection[str] = frozenset({*OF_HAPPENINGS, *OF_RECEIVED, *OF_PEOPLE, TOTAL})


def happened(code: str, scope: Scope, period: Period, at: datetime) -> list[Happening]:
    """What stands behind a number of things that took place, the newest first."""
    return sorted(
        OF_HAPPENINGS[code](scope, period.first, day_of(period, at)), key=lambda one: one.day, reverse=True
    )


def happening_count(code: str, scope: Scope, period: Period, at: datetime) -> Fraction:
    """How often something took place."""
    return Fraction(len(OF_HAPPENINGS[code](scope, period.first, day_of(period, at))))


def numbers(code: str, scope: Scope, periods: Sequence[Period], at: datetime) -> list[Number | None]:
    """A number in some periods, as it stood at an aware moment; None for a period that has not begun.

    The number of statements does not grow with the periods, but for what each person did.
    """
    begun = [period for period in periods if period.first <= day_of(period, at)]
    found = _numbers(code, scope, begun, at) if begun else {}
    return [found.get(period.code) for period in periods]


def _numbers(code: str, scope: Scope, periods: Sequence[Period], at: datetime) -> dict[str, Number]:
    if code in OF_HAPPENINGS:
        last = max(day_of(period, at) for period in periods)
        days = [one.day for one in OF_HAPPENINGS[code](scope, min(each.first for each in periods), last)]
        return {
            period.code: Number(Fraction(sum(period.first <= day <= period.last for day in days)))
            for period in periods
        }
    if code in OF_PEOPLE:
        return {period.code: OF_PEOPLE[code](scope, period, day_of(period, at)).number for period in periods}
    return _of_figures(code, scope, [each for each in periods if day_of(each, at) >= first_day()], at)


def _of_figures(code: str, scope: Scope, periods: Sequence[Period], at: datetime) -> dict[str, Number]:
    """From the figures, of periods in which the common set was in force."""
    found = {}
    for period in periods:
        figures = board([scope], [period], at)[scope.agency.code, period.code]
        if code in OF_RECEIVED:
            share, having = OF_RECEIVED[code]
            count = figures.counts[share]
            found[period.code] = Number(Fraction(count.numerator if having else count.denominator))
        elif figures.score.complete:
            found[period.code] = Number(Fraction(figures.score.total), f"Xếp loại: {figures.score.band}.")
        else:
            missing = [each.criterion.code for each in figures.score.criteria.values() if not each.counted]
            words = f"Chưa xếp loại: còn tiêu chí chưa đo ({', '.join(missing)})."
            found[period.code] = Number(None, words)
    return found


def day_of(period: Period, at: datetime) -> date:
    """The last day of a period that counts at a moment; midnight is the end of the day before."""
    return min(period.last, clock.local_day(at - _INSTANT))
