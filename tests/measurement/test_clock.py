"""The machine's clock set forward and back: nothing is counted twice, and the next day's count heals the sums."""

from typing import Any

import pytest
from tests import factories
from tests.factories import CLERK, moment

from motcua.audit.relay import run_to_end
from motcua.dossiers import actions
from motcua.dossiers.rules import commands
from motcua.kernel.clock import frozen, now
from motcua.kernel.periods import parse
from motcua.measurement.actions import rebuild, roll_day
from motcua.measurement.models import DossierFact, RollUp
from motcua.measurement.queries import board, figures, scope_of
from motcua.measurement.rules.tallies import TALLIED

pytestmark = pytest.mark.django_db
PERIODS = [parse(code) for code in ("2026-02", "2026-W10", "2026-03", "2026-Q1", "2026", "R2026")]


def sums() -> dict[tuple[str, ...], tuple[Any, ...]]:
    rows = RollUp.objects.values_list("agency_code", "period", "procedure_code", *TALLIED)
    return {row[:3]: row[3:] for row in rows if any(row[3:])}


@pytest.mark.parametrize("ahead", ["2026-03-11 08:00", "2026-04-20 08:00", "2027-06-01 08:00"])
def test_forward_and_back_counts_nothing_twice(ahead: str) -> None:
    commune = factories.agency()
    clerk, made = factories.officer(commune), []
    for at in ("2026-02-20 08:00", "2026-03-02 08:00", "2026-03-05 08:00"):
        with frozen(moment(at)):
            filing = factories.filing(factories.version(30), commune)
            made.append(actions.receive_at_counter(filing, actor=CLERK, receiver_id=clerk.pk))
    with frozen(moment("2026-03-09 08:00")):
        actions.perform(made[0].pk, commands.Finish(), actor=CLERK)
        run_to_end()
        roll_day()
    right = moment("2026-03-10 08:00")
    with frozen(right):
        roll_day()
        wanted = board([scope_of(commune)], PERIODS, now())
    with frozen(moment(ahead)):
        roll_day()  # somebody set the clock wrong, and a night's work ran
    with frozen(right):
        seen = board([scope_of(commune)], PERIODS, now())
        assert {key: one.tally for key, one in seen.items()} == {
            key: one.tally for key, one in wanted.items()
        }
        assert figures(commune, parse("2026"), now()).tally.handled == 3
        roll_day()
        assert not DossierFact.objects.filter(finished_on=None, counted_on__gt=right.date()).exists()
        kept = sums()
        healed = board([scope_of(commune)], PERIODS, now())
        assert {key: one.tally for key, one in healed.items()} == {
            key: one.tally for key, one in wanted.items()
        }
        rebuild()
        assert sums() == kept
