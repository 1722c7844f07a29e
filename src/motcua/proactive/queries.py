"""Reads of offers and wishes."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count

from motcua.accounts.models import Person
from motcua.catalogue.models import Procedure
from motcua.kernel import clock
from motcua.proactive.cases import case_named, cases
from motcua.proactive.enums import LEVELS, OfferState
from motcua.proactive.models import Offer, Wish
from motcua.proactive.rules import Case


@dataclass(frozen=True, slots=True)
class Choice:
    """A way on: a procedure, and why it is recommended (level 3)."""

    code: str
    name: str
    reason: str


@dataclass(frozen=True, slots=True)
class Coming:
    """An open offer as its page shows it."""

    offer: Offer
    case: Case
    choices: tuple[Choice, ...]

    @property
    def level_words(self) -> str:
        return LEVELS[self.offer.level]


def coming_to(person: Person) -> list[Coming]:
    """What is coming to a person, the nearest first; two statements."""
    rows = list(Offer.objects.filter(person=person, state=OfferState.OPEN.value).order_by("day", "pk"))
    found = [(row, case) for row in rows if (case := case_named(row.case))]
    codes = {code for _row, case in found for code in case.procedures}
    names = dict(Procedure.objects.filter(code__in=codes).values_list("code", "short_name"))
    return [
        Coming(
            row, case,
            tuple(
                Choice(code, names[code], case.reasons[place] if place < len(case.reasons) else "")
                for place, code in enumerate(case.procedures) if code in names
            ),
        )
        for row, case in found
    ]  # fmt: skip


def wishes_of(person: Person) -> list[tuple[Case, bool | None]]:
    """Every case in force with what the person wants of it: True agreed, False refused, None nothing said."""
    said = dict(Wish.objects.filter(person=person).values_list("case", "wanted"))
    return [(case, said.get(case.key)) for case in cases() if case.holds_on(clock.today())]


def counts(first: date, last: date) -> dict[int, tuple[int, int]]:
    """(offered, taken) by level among offers found in some days (NĐ 224/2026 Điều 19: proactive indicators)."""
    rows = Offer.objects.filter(
        found_at__gte=clock.at_local(first, 0, 0), found_at__lt=clock.at_local(last + timedelta(days=1), 0, 0)
    )
    offered = dict(rows.order_by().values_list("level").annotate(many=Count("pk")))
    taken = dict(
        rows.filter(state=OfferState.TAKEN.value).order_by().values_list("level").annotate(many=Count("pk"))
    )
    return {level: (offered.get(level, 0), taken.get(level, 0)) for level in LEVELS}
