"""The answer of «what if» equals the figures after the change was really made."""

from typing import Any

import pytest
from django.db import transaction
from tests import factories
from tests.factories import CLERK, moment
from tests.measurement.histories import World, agencies

from motcua.audit.relay import run_to_end
from motcua.catalogue.models import FeeRule, ProcedureVersion
from motcua.dossiers import actions
from motcua.dossiers.enums import Channel
from motcua.dossiers.filing import HandedIn, Paid
from motcua.dossiers.models import Dossier, DossierPaper
from motcua.kernel.clock import frozen, local_day, now
from motcua.kernel.periods import PeriodKind, containing, parse
from motcua.measurement.behind import behind
from motcua.measurement.engines.rebuilding import Engine, rebuild_by
from motcua.measurement.models import DossierFact
from motcua.measurement.queries import figures, scope_of
from motcua.measurement.what_if import MENDABLE, OF_DOSSIERS, base_of, mended
from motcua.organisation.models import Agency
from motcua.storehouse.models import Paper

pytestmark = pytest.mark.django_db
PERIOD = parse("2026-03")


@pytest.fixture
def commune() -> Agency:
    return factories.agency()


def receive(
    commune: Agency, version: ProcedureVersion, many: int = 1, *, paid: Paid | None = None, **fields: Any
) -> list[Dossier]:
    clerk = factories.officer(commune)
    with frozen(moment("2026-03-02 08:00")):
        found = [
            actions.receive_at_counter(
                factories.filing(version, commune, **fields), actor=CLERK, receiver_id=clerk.pk, paid=paid
            )
            for _ in range(many)
        ]
        run_to_end()
    return found


def then(commune: Agency, **more: int) -> Any:
    with frozen(moment("2026-03-03 08:00")):
        base = base_of(scope_of(commune), PERIOD, now())
        assert base.score == figures(commune, PERIOD, now()).score
        return mended(base, {code.replace("_", "."): many for code, many in more.items()})


def real(commune: Agency) -> Any:
    with frozen(moment("2026-03-03 08:00")):
        return figures(commune, PERIOD, now())


def mark_again(dossiers: list[Dossier]) -> None:
    from motcua.measurement.actions import recompute

    with frozen(moment("2026-03-03 08:00")):
        recompute([each.pk for each in dossiers])


def test_papers_shared_and_reused(commune: Agency) -> None:
    papers = (HandedIn("Tờ khai", "scanned_at_desk"),)
    dossiers = receive(commune, factories.version(), 5, papers=papers)
    expected = then(commune, IV_4=2, IV_3=3)
    held = list(DossierPaper.objects.order_by("dossier_id"))
    Paper.objects.filter(pk__in=[each.paper_id for each in held[:2]]).update(
        shared_at=moment("2026-03-02 09:00")
    )
    DossierPaper.objects.filter(pk__in=[each.pk for each in held[:3]]).update(reused=True)
    mark_again(dossiers)
    found = real(commune)
    assert found.score == expected.score
    assert found.counts == expected.counts
    assert expected.score.total > 0


def test_what_is_filed_online_moves_services_too(commune: Agency) -> None:
    dossiers = receive(commune, factories.version(), 2)
    expected = then(commune, III_3=1)
    Dossier.objects.filter(pk=dossiers[0].pk).update(channel=Channel.ONLINE.value)
    mark_again(dossiers)
    assert real(commune).score == expected.score
    assert expected.counts["III.2"].numerator == 1


def test_a_procedure_put_online_grows_the_denominator_of_services(commune: Agency) -> None:
    factories.version(online_level="full")
    offline = factories.version(online_level="none")
    receive(commune, offline)
    expected = then(commune, III_1=1)
    ProcedureVersion.objects.filter(pk=offline.pk).update(online_level="partial")
    assert real(commune).score == expected.score
    assert expected.counts["III.2"].denominator == 2


def test_the_first_dossier_of_a_service(commune: Agency) -> None:
    version = factories.version()
    expected = then(commune, III_2=1)
    receive(commune, version, channel=Channel.ONLINE)
    assert real(commune).score == expected.score


@pytest.mark.parametrize(
    ("code", "paid"),
    [("III.4", None), ("III.5", Paid("online", 8000, reference="R1", gateway="demo"))],
)
def test_the_first_fee_of_a_procedure_and_the_first_paid_online(
    commune: Agency, code: str, paid: Paid | None
) -> None:
    """Whichever of the two is tried, the one dossier counts in dossiers paid online, too."""
    version = factories.version()
    FeeRule.objects.create(version=version, name="Lệ phí", amount=8000)
    expected = then(commune, **{code.replace(".", "_"): 1})
    receive(commune, version, fees=(("Lệ phí", 8000),), fee_online_possible=True, paid=paid)
    found = real(commune)
    assert found.counts == expected.counts
    assert found.counts[code].numerator == 1


@pytest.mark.parametrize("seed", [41, 42])
def test_over_random_lives_the_answer_equals_a_count_anew(seed: int) -> None:
    """Any of the mends together, any agency, closed or running periods: the facts changed and everything counted again."""
    world = World(seed)
    world.live(60)
    tried = 0
    with frozen(world.time):
        run_to_end()
        for agency in agencies():
            for period in (parse("2026"), containing(local_day(now()), PeriodKind.MONTH)):
                scope = scope_of(agency)
                base = base_of(scope, period, now())
                more = {
                    code: world.chance.randint(1, len(missing))
                    for code in OF_DOSSIERS
                    if (missing := behind(scope, period, now(), code).missing) and world.chance.random() < 0.7
                }
                expected = mended(base, more)
                save = transaction.savepoint()
                lists = {
                    code: behind(scope, period, now(), code).missing[:many] for code, many in more.items()
                }
                for code, keys in lists.items():
                    DossierFact.objects.filter(dossier_id__in=keys).update(**OF_DOSSIERS[code])
                rebuild_by(Engine.SQL)
                assert figures(agency, period, now()).counts == expected.counts, (agency.code, period, more)
                tried += expected.counts != base.counts
                transaction.savepoint_rollback(save)
    assert tried > 3


def test_more_than_what_misses_and_what_is_not_mendable_change_nothing_further(commune: Agency) -> None:
    receive(commune, factories.version(), 2)
    assert then(commune, IV_4=2).score == then(commune, IV_4=999).score
    assert then(commune, II_1=5, V_3=5, IV_4=-3).score == then(commune).score
    assert "II.1" not in MENDABLE
