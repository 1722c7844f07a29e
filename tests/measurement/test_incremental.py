"""Whatever happens in whatever order: what is kept equals what is counted anew from nothing."""

from datetime import timedelta
from functools import reduce
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.measurement.histories import World, agencies

from motcua.audit.relay import run_to_end
from motcua.kernel import clock
from motcua.kernel.clock import frozen
from motcua.kernel.periods import Period, PeriodKind, between, containing, parse
from motcua.measurement.actions import rebuild, recompute, roll_day
from motcua.measurement.asked import Asked
from motcua.measurement.behind import Behind, behind, kind_of
from motcua.measurement.models import DossierFact, PaymentFact, PaymentRollUp, PetitionFact, RollUp
from motcua.measurement.payments import transactions
from motcua.measurement.queries import board, figures, open_by_due, open_keys, scope_of
from motcua.measurement.rules.tallies import KINDS, TALLIED, Tally
from motcua.measurement.tallying import tallies
from motcua.measurement.totals import totals

pytestmark = pytest.mark.django_db

SEEDS = range(5)
CODES = ["H99.01", "H99.02", "H99.11", "H99.12"]


@pytest.fixture(params=SEEDS)
def world(request: pytest.FixtureRequest) -> World:
    made = World(request.param)
    made.live(70)
    with frozen(made.time):
        run_to_end()
    return made


def roll_ups() -> dict[tuple[str, str, str], dict[str, int]]:
    found = {}
    for row in RollUp.objects.values("agency_code", "period", "procedure_code", *TALLIED):
        numbers = {name: row[name] for name in TALLIED}
        if any(numbers.values()):
            found[row["agency_code"], row["period"], row["procedure_code"]] = numbers
    return found


def facts() -> list[dict[str, Any]]:
    columns = [field.name for field in DossierFact._meta.fields if field.name != "id"]
    rows = list(DossierFact.objects.order_by("dossier_id").values(*columns))
    for row in rows:
        if row["finished_on"] or not row["received_on"]:
            row["counted_on"] = None  # the day on which it was counted last: nothing depends on it any more
    return rows


def petition_facts() -> list[dict[str, Any]]:
    columns = [field.name for field in PetitionFact._meta.fields if field.name != "id"]
    return list(PetitionFact.objects.order_by("petition_id").values(*columns))


def payment_facts() -> list[dict[str, Any]]:
    columns = [field.name for field in PaymentFact._meta.fields if field.name != "id"]
    return list(PaymentFact.objects.order_by("payment_id").values(*columns))


def payment_roll_ups() -> dict[tuple[str, str, str], tuple[int, int]]:
    rows = PaymentRollUp.objects.values_list("agency_code", "period", "procedure_code", "paid", "online")
    return {
        (agency, period, code): (paid, online)
        for agency, period, code, paid, online in rows
        if paid or online
    }


def periods_around(world: World) -> list[Period]:
    today = clock.local_day(world.time)
    days = (
        today,
        containing(today, PeriodKind.MONTH).previous().last,
        clock.local_day(world.time.replace(month=3)),
        today + timedelta(days=400),  # not begun
    )
    return list(
        {
            period.code: period for day in days for kind in KINDS for period in (containing(day, kind),)
        }.values()
    )


def plain(counted: dict[str, Tally]) -> dict[str, Tally]:
    return {code: tally for code, tally in counted.items() if not tally.empty}


def test_every_figure_holds_over_random_histories(world: World) -> None:
    """One life of 70 deeds a seed; the last check throws everything away."""
    kept_periods_equal_the_same_range_counted_from_facts(world)
    figures_open_to_exactly_what_they_count(world)
    an_agency_with_those_below_is_their_sum(world)
    the_board_is_the_same_as_one_by_one(world)
    totals_are_the_tallies_of_all_procedures(world)
    open_dossiers_are_counted_as_they_are_listed(world)
    incremental_equals_rebuild(world)


def totals_are_the_tallies_of_all_procedures(world: World) -> None:
    """Several questions in one statement, with and without agencies summed, kept periods and a free range."""
    today = clock.local_day(world.time)
    some = [*periods_around(world), between(today - timedelta(days=9), today)]
    asked = [Asked(CODES, some, "H99"), Asked(CODES, some), Asked(CODES[:1], some[:2], "H99.01")]
    with frozen(world.time):
        for one, found in zip(asked, totals(asked, world.time), strict=True):
            counted = tallies(one.codes, some, world.time, as_one=one.as_one)
            wanted = {
                key: plain(counted[key]) for key in counted if key[1] in {each.code for each in one.periods}
            }
            assert {key: part.tally for key, part in found.items() if not part.tally.empty} == {
                key: reduce(Tally.plus, parts.values()) for key, parts in wanted.items() if parts
            }
            for name in ("received_online", "fee_bearing", "paid_online"):
                assert {key: getattr(part, name) for key, part in found.items() if getattr(part, name)} == {
                    key: had
                    for key, parts in wanted.items()
                    if (had := {code for code, tally in parts.items() if getattr(tally, name)})
                }


def open_dossiers_are_counted_as_they_are_listed(world: World) -> None:
    today = clock.local_day(world.time)
    for soon in (today + timedelta(days=1), today + timedelta(days=4)):
        assert open_by_due(CODES, today, soon=soon) == {
            due: len(open_keys(CODES, due, today, soon=soon)) for due in ("late", "today", "next", "later")
        }


def incremental_equals_rebuild(world: World) -> None:
    with frozen(world.time):
        roll_day()
        kept, seen, petitions = roll_ups(), facts(), petition_facts()
        payments, paid = payment_facts(), payment_roll_ups()
        rebuild()
        assert kept == roll_ups()
        assert petitions == petition_facts()
        assert seen == facts()
        assert payments == payment_facts()
        assert paid == payment_roll_ups()


def kept_periods_equal_the_same_range_counted_from_facts(world: World) -> None:
    """Whether the day was rolled over or not."""
    with frozen(world.time):
        for _ in ("as it is", "rolled over"):
            for period in periods_around(world):
                same = between(period.first, period.last)
                found = tallies(CODES, [period, same], world.time)
                for code in CODES:
                    kept, counted = found.get((code, period.code), {}), found.get((code, same.code), {})
                    assert plain(kept) == plain(counted), (code, period.code)
                    assert transactions([code], period, world.time) == transactions([code], same, world.time)
            roll_day()


def figures_open_to_exactly_what_they_count(world: World) -> None:
    with frozen(world.time):
        period = containing(clock.local_day(world.time), PeriodKind.QUARTER)
        for agency in agencies():
            shown = figures(agency, period, world.time)
            for code, count in shown.counts.items():
                found = behind(scope_of(agency), period, world.time, code)
                assert (len(found.having), len(found.having) + len(found.missing)) == (
                    count.numerator, count.denominator,
                ), code  # fmt: skip


def an_agency_with_those_below_is_their_sum(world: World) -> None:
    with frozen(world.time):
        province = agencies()[0].parent
        assert province is not None
        period = parse("2026")
        whole = figures(province, period, world.time, with_below=True).tally
        parts = [figures(agency, period, world.time).tally for agency in agencies()]
        assert whole == reduce(Tally.plus, parts)
        apart = [transactions([agency.code], period, world.time) for agency in agencies()]
        together = transactions(CODES, period, world.time)
        assert (together.numerator, together.denominator) == (
            sum(one.numerator for one in apart), sum(one.denominator for one in apart),
        )  # fmt: skip


def the_board_is_the_same_as_one_by_one(world: World) -> None:
    with frozen(world.time):
        periods = [
            parse("2026-02"),
            parse("2026-Q1"),
            parse("2026"),
            between(parse("2026-02").first, parse("2026-03").last),
        ]
        found = board([scope_of(agency) for agency in agencies()], periods, world.time)
        for agency in agencies():
            for period in periods:
                assert found[agency.code, period.code] == figures(agency, period, world.time)


def test_what_did_not_change_is_not_written_again() -> None:
    """Marks repeat, and one of a draft's dossier may change nothing that is counted."""
    made = World(3)
    made.live(15)
    with frozen(made.time):
        run_to_end()
        keys = list(DossierFact.objects.values_list("dossier_id", flat=True))
        with CaptureQueriesContext(connection) as sent:
            recompute(keys)
    assert keys
    assert not [
        each["sql"] for each in sent if "DO UPDATE" in each["sql"] or each["sql"].startswith("DELETE")
    ]
    assert len(sent) <= 16


def test_every_criterion_says_what_it_counts() -> None:
    assert kind_of("II.1") is Behind.DOSSIERS
    assert kind_of("III.5") is Behind.PROCEDURES
    assert kind_of("V.2") is Behind.PETITIONS
    assert kind_of("I.1") is Behind.NOTHING


def test_the_histories_reach_what_the_nine_indices_ask() -> None:
    """Otherwise «incremental equals rebuild» would hold for fields that never have a value."""
    made = World(9)
    made.live(70)
    with frozen(made.time):
        run_to_end()
    facts_made = list(DossierFact.objects.all())
    assert len({fact.unit_time for fact in facts_made}) > 1
    assert any(fact.contacts is not None for fact in facts_made)
    assert any(fact.bodies is not None for fact in facts_made)
    assert any(fact.complained for fact in facts_made)
    assert any(row.finished_online for row in RollUp.objects.all())
    assert any(row.late_online for row in RollUp.objects.all())
    assert any(fact.moved_on and fact.finished_on for fact in facts_made)
    assert any(fact.earlier for fact in facts_made)
    assert PaymentFact.objects.filter(online=True).exists()
    assert PaymentFact.objects.filter(online=False).exists()
