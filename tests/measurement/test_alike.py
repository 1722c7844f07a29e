"""Grouped by the database or walked one by one, open dossiers add the same to every running period."""

import random
from datetime import date, timedelta

import pytest

from motcua.kernel import clock
from motcua.kernel.periods import Period, PeriodKind, containing
from motcua.measurement.alike import alike
from motcua.measurement.models import DossierFact
from motcua.measurement.queries import FACT_COLUMNS
from motcua.measurement.rules.facts import Fact
from motcua.measurement.rules.tallies import KINDS, NOTHING, Tally, contribution

AT = clock.at_local(date(2026, 11, 19), 10, 30)


def random_fact(luck: random.Random, number: int) -> DossierFact:
    """An open dossier, more often than in life near its due date, waiting, or asked twice."""
    day = clock.local_day(AT)
    received = day - timedelta(days=luck.choice([0, 1, 5, 18, 19, 49, 200, 400]))
    due = luck.choice([None, *(day + timedelta(days=each) for each in (-40, -3, -2, -1, 0, 1, 2, 3, 30))])
    unit = luck.choice(["hour", "working_day", "calendar_day"])
    minutes = luck.choice([-1, 0, 1, 300])
    due_at = clock.at_local(due, 10, 30) + timedelta(minutes=minutes) if due and luck.random() < 0.7 else None
    waiting = AT - timedelta(hours=luck.choice([0, 1, 20, 30, 60, 1000])) if luck.random() < 0.3 else None
    flags = {
        name: luck.random() < 0.3
        for name in (
            "fee_bearing", "paid_online", "digitised", "result_electronic", "reused", "shared", "population_data",
            "dissatisfied", "petitioned",
        )
    }  # fmt: skip
    return DossierFact(
        dossier_id=number, agency_code=luck.choice(["A", "B"]), procedure_code=luck.choice(["1.1", "1.2"]),
        channel=luck.choice(["online", "desk", "post"]), state="processing", received_on=received, due_date=due,
        due_at=due_at, limit_unit=unit, waiting_since=waiting, supplements_asked=luck.choice([0, 0, 1, 2]), **flags,
    )  # fmt: skip


def one_by_one(periods: list[Period], *, by_agency: bool) -> dict[tuple[str, str, str], Tally]:
    found: dict[tuple[str, str, str], Tally] = {}
    for values in DossierFact.objects.values_list(*FACT_COLUMNS):
        _add(found, Fact(*values), 1, periods, by_agency=by_agency)
    return found


def _add(
    found: dict[tuple[str, str, str], Tally], fact: Fact, many: int, periods: list[Period], *, by_agency: bool
) -> None:
    for period in periods:
        key = (fact.agency_code if by_agency else "", fact.procedure_code, period.code)
        found[key] = found.get(key, NOTHING).plus(contribution(fact, period, AT).times(many))


@pytest.mark.django_db
@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("by_agency", [True, False])
def test_alike_is_one_by_one(seed: int, by_agency: bool):
    luck = random.Random(seed)
    DossierFact.objects.bulk_create(random_fact(luck, number) for number in range(600))
    periods = [containing(clock.local_day(AT), kind) for kind in KINDS]
    grouped: dict[tuple[str, str, str], Tally] = {}
    for fact, many in alike(DossierFact.objects.all(), periods, AT, by_agency=by_agency):
        _add(grouped, fact, many, periods, by_agency=by_agency)
    assert grouped == one_by_one(periods, by_agency=by_agency)


@pytest.mark.django_db
def test_many_that_differ_in_nothing_that_counts_are_one_row():
    day = clock.local_day(AT)
    DossierFact.objects.bulk_create(
        DossierFact(
            dossier_id=number, agency_code="A", procedure_code="1.1", channel="desk", state="processing",
            received_on=day - timedelta(days=60 + number % 100), due_date=day + timedelta(days=2 + number % 30),
            limit_unit="working_day",
        )
        for number in range(500)
    )  # fmt: skip
    month = containing(day, PeriodKind.MONTH)
    [(fact, many)] = alike(DossierFact.objects.all(), [month], AT, by_agency=True)
    assert many == 500
    assert contribution(fact, month, AT).within == 1
