"""Ranking with equal places, and an agency beside its past and its sisters."""

from decimal import Decimal

import pytest
from tests import factories
from tests.factories import CLERK, moment

from motcua.audit.relay import run_to_end
from motcua.dossiers import actions
from motcua.dossiers.rules import commands
from motcua.kernel.clock import frozen, now
from motcua.kernel.periods import parse
from motcua.measurement.queries import scope_of
from motcua.measurement.standing import compare, place_of, ranked, ranking, sisters_of
from motcua.organisation.enums import Level


@pytest.mark.parametrize(
    ("values", "places"),
    [
        ([], []),
        (["80"], [(1, False)]),
        (["80", "90.5", "90.5", "70"], [(1, True), (1, True), (3, False), (4, False)]),
        (["95", "90", "90", "80"], [(1, False), (2, True), (2, True), (4, False)]),
        (["5", "5", "5"], [(1, True)] * 3),
        (["90.00", "90.01"], [(1, False), (2, False)]),
    ],
)
def test_equal_values_share_the_better_place(values: list[str], places: list[tuple[int, bool]]) -> None:
    found = ranked((value, Decimal(value)) for value in values)
    assert [(one.place, one.shared) for one in found] == places
    assert [one.value for one in found] == sorted(map(Decimal, values), reverse=True)


@pytest.mark.django_db
def test_an_agency_beside_its_past_and_its_sisters() -> None:
    province = factories.agency("H99", level=Level.PROVINCE, has_desk=False)
    good, late, twin, idle = (factories.agency(f"H99.0{n}", parent=province) for n in range(1, 5))
    version = factories.version(3)

    def settle(agency, received: str, done: str) -> None:
        clerk = factories.officer(agency)
        with frozen(moment(received)):
            made = actions.receive_at_counter(
                factories.filing(version, agency), actor=CLERK, receiver_id=clerk.pk
            )
        with frozen(moment(done)):
            actions.perform(made.pk, commands.Finish(), actor=CLERK)
            run_to_end()

    settle(good, "2026-02-02 08:00", "2026-02-25 08:00")
    for agency, day in ((good, "04"), (late, "25"), (twin, "04")):
        settle(agency, "2026-03-02 08:00", f"2026-03-{day} 08:00")
    with frozen(moment("2026-04-02 08:00")):
        march = parse("2026-03")
        sisters = sisters_of(good, march.last)
        assert sisters == [late, twin, idle]
        found = compare(scope_of(good), march, now(), sisters=sisters)
        line = next(one for one in found.lines if one.code == "II.1")
        assert (line.now, line.before, line.change) == (20, 0, 20)
        assert line.year_before is None  # a year without a dossier is nothing to compare with
        assert (line.sisters, found.sisters) == (10, 2)  # (0 + 20) / 2: who had no dossier is left out
        places = ranking([good, *sisters], march, now())
        assert {one.what.code: (one.place, one.shared) for one in places} == {
            "H99.01": (1, True), "H99.03": (1, True), "H99.02": (3, False),
        }  # fmt: skip
        assert place_of(idle, places) is None
        early = compare(scope_of(good), parse("2022-Q3"), now(), sisters=())
        assert (early.year_before, early.before.code if early.before else "") == (None, "2022-Q2")
