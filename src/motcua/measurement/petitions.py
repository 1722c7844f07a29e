"""Counting petitions (PAKN): V.1 and V.2."""

from collections.abc import Collection, Sequence
from datetime import date, datetime

from motcua.indicators.scoring import Count
from motcua.kernel import clock
from motcua.kernel.periods import Period
from motcua.measurement.models import PetitionFact
from motcua.measurement.rules.tallies import end_of


def petitions_between(agency_codes: Sequence[str], first: date, last: date) -> list[PetitionFact]:
    """Petitions received from a day to a day; one statement."""
    rows = PetitionFact.objects.filter(agency_code__in=agency_codes, received_on__range=(first, last))
    return list(rows.order_by("received_on", "petition_id"))


def petition_counts(
    petitions: Sequence[PetitionFact], codes: Collection[str], period: Period, at: datetime
) -> dict[str, Count]:
    """Both counts of some agencies in a period; 0/0 when nobody complained."""
    day = clock.local_day(min(at, end_of(period.last)))
    facts = of_period(petitions, codes, period, day)
    in_time = sum(1 for fact in facts if on_time(fact, day))
    content = sum(1 for fact in facts if settled_well(fact, day))
    return {"V.1": Count(in_time, len(facts)), "V.2": Count(content, len(facts))}


def of_period(
    petitions: Sequence[PetitionFact], codes: Collection[str], period: Period, day: date
) -> list[PetitionFact]:
    """Those of some agencies that were received in a period, up to a day."""
    last = min(period.last, day)
    return [
        fact for fact in petitions if fact.agency_code in codes and period.first <= fact.received_on <= last
    ]


def on_time(fact: PetitionFact, day: date) -> bool:
    """Answered by its due day, or not yet due on `day`."""
    answered = fact.answered_on if fact.answered_on and fact.answered_on <= day else None
    return (answered or day) <= fact.due_on


def settled_well(fact: PetitionFact, day: date) -> bool:
    """On time, more likes than dislikes or none, and nobody came back with it."""
    return on_time(fact, day) and not (fact.dissatisfied or fact.followed_up)
