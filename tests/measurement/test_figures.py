"""Figures follow acts within seconds; what has no source is absent; the commands answer by their contract."""

import json
from contextlib import redirect_stdout
from io import StringIO
from typing import Any

import pytest
from tests import factories
from tests.factories import CLERK, moment

from motcua.audit.relay import run_to_end
from motcua.dossiers import actions
from motcua.dossiers.models import Dossier
from motcua.dossiers.rules import commands
from motcua.feedback.actions import rate, receive_petition
from motcua.feedback.enums import PetitionChannel, PetitionKind, RatingChannel, Reason
from motcua.indicators.ports import measure
from motcua.indicators.scoring import Count
from motcua.kernel.clock import frozen, now
from motcua.kernel.periods import parse
from motcua.measurement.models import DossierFact
from motcua.measurement.queries import board, figures, scope_of
from motcua.organisation.models import Agency

pytestmark = pytest.mark.django_db
MARCH = parse("2026-03")


@pytest.fixture
def commune() -> Agency:
    return factories.agency()


def receive(commune: Agency, at: str = "2026-03-02 08:00", **fields: Any) -> Dossier:
    clerk = factories.officer(commune)
    with frozen(moment(at)):
        filing = factories.filing(factories.version(), commune, **fields)
        dossier = actions.receive_at_counter(filing, actor=CLERK, receiver_id=clerk.pk)
        run_to_end()
    return dossier


def look(commune: Agency, at: str = "2026-03-20 08:00") -> dict[str, Count]:
    with frozen(moment(at)):
        return dict(figures(commune, MARCH, now()).counts)


def test_a_figure_follows_an_act_once_the_relay_ran(commune: Agency) -> None:
    dossier = receive(commune)
    assert look(commune)["II.1"] == Count(0, 1)  # due on the 9th, still open on the 20th
    with frozen(moment("2026-03-06 08:00")):
        actions.perform(dossier.pk, commands.Finish(), actor=CLERK)
        assert DossierFact.objects.get().finished_at is None
        run_to_end()
    assert look(commune)["II.1"] == Count(1, 1)


def test_a_bad_rating_and_a_petition_change_the_figures(commune: Agency) -> None:
    dossier = receive(commune)
    with frozen(moment("2026-03-03 08:00")):
        actions.perform(dossier.pk, commands.Finish(), actor=CLERK)
        run_to_end()
        assert look(commune)["V.3"] == Count(1, 1)
        rate(
            dossier,
            satisfied=False,
            score=1,
            reasons=[next(iter(Reason))],
            channel=RatingChannel.ONLINE,
            actor=CLERK,
        )
        receive_petition(
            commune, text="Chậm", channel=PetitionChannel.PHONE, kind=PetitionKind.STAFF, actor=CLERK
        )
        run_to_end()
    assert look(commune)["V.3"] == Count(0, 1)
    assert look(commune, "2026-03-04 08:00")["V.1"] == Count(1, 1)  # its clock still runs


def test_without_a_source_a_criterion_is_absent_and_the_total_open(commune: Agency) -> None:
    receive(commune)
    with frozen(moment("2026-03-20 08:00")):
        found = figures(commune, MARCH, now())
    assert not {"I.1", "I.2", "I.4", "IV.5a"} & found.counts.keys()
    assert not found.score.complete
    assert found.score.band is None
    assert found.score.measured_max < 100


def test_a_zero_denominator_is_0_of_0_and_not_absent(commune: Agency) -> None:
    found = look(commune)
    assert found["II.1"] == found["V.1"] == found["III.6"] == Count(0, 0)
    with frozen(moment("2026-03-20 08:00")):
        assert figures(commune, MARCH, now()).score.criteria["V.1"].points == 6


def test_procedures_are_counted_by_the_catalogue(commune: Agency) -> None:
    factories.version(online_level="none")
    receive(commune, channel=factories.Channel.ONLINE)
    found = look(commune)
    assert found["III.1"] == Count(1, 2)
    assert found["III.2"] == Count(1, 1)
    assert found["III.3"] == Count(1, 1)


def test_the_port_is_plugged_and_knows_what_it_does_not_know(commune: Agency) -> None:
    receive(commune)
    at = moment("2026-03-20 08:00")
    with frozen(at):
        assert measure().count("II.1", commune.code, MARCH, at) == Count(0, 1)
        assert measure().count("I.1", commune.code, MARCH, at) is None
        assert measure().counts("khong-co", MARCH, at) == {}
        assert measure().counts(commune.code, parse("2026-04"), at) == {}  # not yet begun: not measured


def test_statements_do_not_grow_with_agencies_and_periods(
    commune: Agency, django_assert_max_num_queries: Any
) -> None:
    receive(commune)
    scopes = [scope_of(commune)]
    more = [*scopes, *(scope_of(factories.agency(f"H99.9{number}")) for number in range(3))]
    with frozen(moment("2026-03-20 08:00")):
        board(more, [MARCH], now())  # reads the catalogue, once a process
        board(scopes, [MARCH], now())
        with django_assert_max_num_queries(8):
            board(scopes, [MARCH], now())
        with django_assert_max_num_queries(8):
            board(more, [parse(f"2026-{month:02d}") for month in range(1, 4)], now())


def test_a_period_named_twice_is_counted_once(commune: Agency) -> None:
    receive(commune)
    with frozen(moment("2026-03-20 08:00")):
        once = board([scope_of(commune)], [MARCH], now())
        assert (
            board([scope_of(commune)], [MARCH, *[parse("2026-02"), MARCH]], now())[commune.code, MARCH.code]
            == (once[commune.code, MARCH.code])
        )


def test_a_past_moment_of_a_running_period_is_counted_as_it_was(commune: Agency) -> None:
    receive(commune)
    receive(commune, "2026-03-10 08:00")
    with frozen(moment("2026-03-20 08:00")):
        assert figures(commune, MARCH, moment("2026-03-05 08:00")).counts["II.1"] == Count(1, 1)
        assert figures(commune, MARCH, now()).counts["II.1"] == Count(0, 2)


def run_command(name: str, *words: str) -> tuple[int, str]:
    import argparse
    from importlib import import_module

    module = import_module(f"motcua.doors.commands.{name}")
    parser = argparse.ArgumentParser()
    module.add_arguments(parser)
    out = StringIO()
    with redirect_stdout(out):
        status = module.run(parser.parse_args(words))
    return status, out.getvalue()


def test_measure_show_answers_by_its_contract(commune: Agency) -> None:
    receive(commune)
    with frozen(moment("2026-03-20 08:00")):
        status, printed = run_command(
            "measure_show", "--agency", commune.code, "--period", "2026-03", "--json"
        )
    answer = json.loads(printed)
    assert status == 0
    assert set(answer) == {"agency", "period", "at", "set", "criteria", "groups", "total", "complete", "band"}
    assert answer["period"] == {"from": "2026-03-01", "to": "2026-03-31"}
    assert answer["at"] == "2026-03-20T08:00:00"
    assert len(answer["criteria"]) == 21
    assert answer["criteria"]["II.1"] == {
        "numerator": 0,
        "denominator": 1,
        "points": 0.0,
        "max": 20.0,
        "measured": True,
    }
    assert answer["criteria"]["I.1"] == {
        "numerator": None, "denominator": None, "points": None, "max": 6.0, "measured": False,
    }  # fmt: skip
    assert (answer["complete"], answer["band"]) == (False, None)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--agency", "khong", "--period", "2026"), "khong"),
        (("--agency", "H99.01", "--period", "thang ba"), "kỳ"),
        (("--agency", "H99.01", "--period", "2099"), "chưa đến"),
        (("--agency", "H99.01", "--period", "R2099-Q1"), "chưa đến"),
        (("--agency", "H99.01", "--period", "2024-W54"), "tuần"),
        (("--agency", "H99.01", "--period", "2024-13"), "Tháng"),
        (("--agency", "H99.01", "--period", "2024-03-05..2024-03-01"), "ngày cuối"),
        (("--agency", "H99.01", "--period", "2024-02-30..2024-03-01"), "lịch"),
        (("--agency", "H99.01", "--period", "2021"), "hiệu lực"),
    ],
)
def test_measure_show_says_what_is_wrong(
    commune: Agency, words: tuple[str, ...], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    status, printed = run_command("measure_show", *words, "--json")
    assert (status, printed) == (1, "")
    assert said in capsys.readouterr().err


def test_measure_rebuild_makes_everything_anew(commune: Agency) -> None:
    receive(commune)
    DossierFact.objects.all().delete()
    status, _ = run_command("measure_rebuild")
    assert status == 0
    assert DossierFact.objects.count() == 1


def test_a_dossier_that_passed_to_another_agency_is_counted_once(commune: Agency) -> None:
    """Whoever settles it now counts it, in running and in closed periods; together nothing is counted twice."""
    from motcua.measurement.actions import rebuild, recompute
    from motcua.measurement.models import RollUp

    dossier, other = receive(commune), factories.agency("H99.02")
    with frozen(moment("2026-04-02 08:00")):
        recompute([dossier.pk])
        assert figures(commune, MARCH, now()).tally.handled == 1
        Dossier.objects.filter(pk=dossier.pk).update(agency=other)
        recompute([dossier.pk, dossier.pk])
        for period in (MARCH, parse("2026-04"), parse("2026")):
            assert [figures(each, period, now()).tally.handled for each in (commune, other)] == [0, 1]
        kept = sorted(RollUp.objects.filter(handled__gt=0).values_list("agency_code", "period", "handled"))
        rebuild()
        assert kept == sorted(
            RollUp.objects.filter(handled__gt=0).values_list("agency_code", "period", "handled")
        )
