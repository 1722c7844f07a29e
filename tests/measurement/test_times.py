"""How long settling takes, by service, officer and step."""

import pytest
from tests import factories
from tests.factories import CLERK, moment

from motcua.audit.relay import run_to_end
from motcua.dossiers import actions
from motcua.dossiers.rules import commands
from motcua.kernel.clock import frozen, now
from motcua.kernel.periods import parse
from motcua.measurement.queries import figures, scope_of
from motcua.measurement.times import By, by_officer, by_service, by_step, ended_by

pytestmark = pytest.mark.django_db


def test_the_slowest_first_and_only_what_ended_in_the_period() -> None:
    commune = factories.agency()
    clerk = factories.officer(commune)
    slow, quick = factories.version(), factories.version()
    for version, end in ((slow, "2026-03-12 08:00"), (slow, "2026-03-04 08:00"), (quick, "2026-03-03 08:00")):
        with frozen(moment("2026-03-02 08:00")):
            made = actions.receive_at_counter(
                factories.filing(version, commune), actor=CLERK, receiver_id=clerk.pk
            )
            actions.perform(made.pk, commands.Assign(holder_id=clerk.pk), actor=CLERK)
        with frozen(moment(end)):
            actions.perform(made.pk, commands.Finish(), actor=CLERK)
            run_to_end()
    with frozen(moment("2026-03-31 08:00")):
        scope, month = scope_of(commune), parse("2026-03")
        services = by_service(scope, month, now())
        assert [(one.key, one.many, one.mean_days, one.longest_days, one.late) for one in services] == [
            (slow.procedure.code, 2, 6.0, 10.0, 1), (quick.procedure.code, 1, 1.0, 1.0, 0),
        ]  # fmt: skip
        assert sum(one.many for one in by_step(scope, month, now())) == sum(
            one.many for one in by_officer(scope, month, now())
        )
        assert by_service(scope, parse("2026-02"), now()) == []
        for by, rows in (
            (By.SERVICE, services), (By.OFFICER, by_officer(scope, month, now())), (By.STEP, by_step(scope, month, now())),
        ):  # fmt: skip
            for one in rows:  # each number opens as many
                assert len(ended_by(by, one.key, scope, month, now())) == one.many
                assert len(ended_by(by, one.key, scope, month, now(), late_only=True)) == one.late
        counted = figures(commune, month, now()).tally
        assert (counted.finished, counted.late) == (3, sum(one.late for one in services))
        assert ended_by(By.OFFICER, "zzz", scope, month, now()) == []
    with frozen(moment("2026-03-05 08:00")):  # what ends later is not known yet, also with the clock set back
        assert sum(one.many for one in by_service(scope, month, now())) == 2
