"""The nine indices from real dossiers: what slips, steps and petitions bring; small numbers stay hidden."""

from typing import Any

import pytest
from tests import factories
from tests.factories import CLERK, moment

from motcua.audit.relay import run_to_end
from motcua.catalogue.models import ProcedureVersion
from motcua.dossiers import actions
from motcua.dossiers.enums import Channel
from motcua.dossiers.models import Dossier
from motcua.dossiers.rules import commands
from motcua.feedback.actions import receive_petition
from motcua.feedback.enums import Attitude, PetitionChannel, PetitionKind, RatingChannel, SlipForm
from motcua.feedback.models import Rating, Slip
from motcua.feedback.slips import NewSlip, answer_slip, find_unfounded
from motcua.indicators.nine import OF_AN_AGENCY
from motcua.kernel.clock import frozen, now
from motcua.kernel.periods import parse
from motcua.kernel.refusals import Refused
from motcua.measurement import nine
from motcua.measurement.nine_behind import behind_index
from motcua.measurement.queries import scope_of
from motcua.organisation.models import Agency, Staff

pytestmark = pytest.mark.django_db
QUARTER = parse("2026-Q1")


@pytest.fixture
def commune() -> Agency:
    return factories.agency()


@pytest.fixture
def clerk(commune: Agency) -> Staff:
    return factories.officer(commune)


def finished(commune: Agency, clerk: Staff, on: str = "2026-03-06 08:00", **fields: Any) -> Dossier:
    """Received on Monday 2 March with five working days (due on the 9th), ended on a day."""
    with frozen(moment("2026-03-02 08:00")):
        made = actions.receive_at_counter(
            factories.filing(factories.version(), commune, **fields), actor=CLERK, receiver_id=clerk.pk
        )
    with frozen(moment(on)):
        actions.perform(made.pk, commands.Finish(), actor=CLERK)
        run_to_end()
    return Dossier.objects.select_related("agency").get(pk=made.pk)


def slip(dossier: Dossier, **answers: Any) -> Slip:
    given: dict[str, Any] = {"form": SlipForm.RECEIPT, "channel": RatingChannel.SLIP} | answers
    with frozen(moment("2026-03-10 08:00")):
        made = answer_slip(NewSlip(dossier=dossier, **given), actor=CLERK)
        run_to_end()
    return made


def agency_points(commune: Agency) -> dict[str, str]:
    with frozen(moment("2026-03-20 08:00")):
        found = nine.nine_of_agency(scope_of(commune), QUARTER, now())
    return {index: str(one.points) for index, one in found.score.indices.items()}


def test_points_follow_dossiers_slips_and_petitions(commune: Agency, clerk: Staff) -> None:
    early = finished(commune, clerk)
    late = finished(commune, clerk, "2026-03-10 08:00")
    assert agency_points(commune)["1"] == "1.0"  # (2 + 0) / 2
    assert agency_points(commune)["3"] == "None"  # nobody answered
    slip(early, contacts=0, bodies=1, attitude=Attitude.GOOD)
    slip(late, contacts=3, bodies=2)
    found = agency_points(commune)
    assert (found["3"], found["4"], found["7"]) == ("1.0", "0.5", "1.0")
    slip(late, contacts=3, own_fault=True, channel=RatingChannel.SLIP)  # takes the place of the one before
    assert agency_points(commune)["3"] == "1.5"
    complaint = slip(early, attitude=Attitude.COMPLAINT, channel=RatingChannel.DEVICE, score=2)
    assert agency_points(commune)["7"] == "0.0"
    assert Rating.objects.get(dossier=early).satisfied is False
    with frozen(moment("2026-03-11 08:00")):
        find_unfounded(complaint.pk, reason="Xác minh: không đúng", actor=CLERK)
        run_to_end()
    assert agency_points(commune)["7"] == "1.0"
    with frozen(moment("2026-03-11 09:00")):
        receive_petition(
            commune, text="Hách dịch", channel=PetitionChannel.DESK, kind=PetitionKind.STAFF, actor=CLERK,
            dossier=early,
        )  # fmt: skip
        run_to_end()
    assert agency_points(commune)["7"] == "0.0"


def test_figures_open_to_the_dossiers_behind_them(commune: Agency, clerk: Staff) -> None:
    early, late = finished(commune, clerk), finished(commune, clerk, "2026-03-10 08:00")
    with frozen(moment("2026-03-20 08:00")):
        scope = scope_of(commune)
        assert nine.dossiers_with(scope, QUARTER, now(), "1", 2) == [early.pk]
        assert nine.dossiers_with(scope, QUARTER, now(), "1", 0) == [late.pk]
        assert nine.dossiers_with(scope, QUARTER, now(), "3", None) == [late.pk, early.pk]
        assert nine.dossiers_with(scope, parse("2026-02"), now(), "1", 2) == []


def test_what_is_behind_an_index_of_the_agency_adds_up_to_its_numbers(commune: Agency, clerk: Staff) -> None:
    late = finished(commune, clerk, "2026-03-10 08:00", channel=Channel.ONLINE)
    early = finished(commune, clerk)
    ProcedureVersion.objects.filter(pk=late.version_id).update(immediate_result=True)
    ProcedureVersion.objects.filter(pk=early.version_id).update(online_level="")
    with frozen(moment("2026-03-11 09:00")):
        petition = receive_petition(
            commune, text="Chậm", channel=PetitionChannel.DESK, kind=PetitionKind.STAFF, actor=CLERK
        )
        run_to_end()
    with frozen(moment("2026-03-31 08:00")):
        scope = scope_of(commune)
        score = nine.nine_of_agency(scope, QUARTER, now()).score
        sides = {
            index: {each.name: each.keys for each in behind_index(scope, QUARTER, now(), index)}
            for index in OF_AN_AGENCY
        }
    for index, good, rest in (
        ("5", "on-site", "away"), ("6", "whole", "lacking"), ("8", "on-time", "late"), ("9", "online", "otherwise")
    ):  # fmt: skip
        found, one = sides[index], score.indices[index]
        assert len(found[good]) == one.total or one.points is None, index
        assert len(found[good]) + len(found[rest]) == one.dossiers or one.points is None, index
    assert sides["5"]["on-site"] == sides["9"]["service"] == (late.procedure.code,)
    assert sides["5"]["away"] == sides["9"]["no-service"] == (early.procedure.code,)
    assert sides["6"]["lacking"]
    assert petition.pk in (*sides["8"]["late"], *sides["8"]["on-time"])
    assert (sides["9"]["late-online"], sides["9"]["online"]) == ((late.pk,), (late.pk,))
    assert sides["9"]["otherwise"] == (early.pk,)


def test_too_few_slips_are_no_data_for_an_officer(commune: Agency, clerk: Staff) -> None:
    dossiers = [finished(commune, clerk) for _ in range(5)]
    for dossier in dossiers[:4]:
        slip(dossier, contacts=0, bodies=0)
    with frozen(moment("2026-03-20 08:00")):
        few = nine.nine_of_officer(clerk, QUARTER, now())
    assert few.hidden
    assert few.score.indices["3"].points is None
    slip(dossiers[4], contacts=2, bodies=0)
    with frozen(moment("2026-03-20 08:00")):
        enough = nine.nine_of_officer(clerk, QUARTER, now())
        [same] = nine.nine_of_officers(scope_of(commune), QUARTER, now())
    assert not enough.hidden
    assert str(enough.score.indices["3"].points) == "1.6"
    assert same == enough
    assert enough.score.label.startswith("hoàn thành 100")


def test_a_slip_of_a_form_that_was_never_handed_out_is_refused(commune: Agency, clerk: Staff) -> None:
    dossier = finished(commune, clerk)
    with pytest.raises(Refused, match="không có mẫu 03"):
        slip(dossier, form=SlipForm.REFUSAL, contacts=0)
    with pytest.raises(Refused, match="ít nhất một câu"):
        slip(dossier)
    with pytest.raises(Refused, match="từ 0 đến"):
        slip(dossier, contacts=999)
    assert not Slip.objects.exists()


def test_a_period_ahead_and_a_clock_set_back_count_nothing_twice(commune: Agency, clerk: Staff) -> None:
    finished(commune, clerk)
    with frozen(moment("2026-03-05 08:00")):  # the machine's clock goes back before the end
        assert nine.nine_of_agency(scope_of(commune), QUARTER, now()).dossiers == 0
    with frozen(moment("2027-01-05 08:00")):
        assert nine.nine_of_agency(scope_of(commune), QUARTER, now()).dossiers == 1
        assert nine.nine_of_agency(scope_of(commune), parse("2028-Q1"), now()).dossiers == 0


@pytest.mark.parametrize(
    ("signed", "points"),
    [("2026-03-02 15:00", "2.0"), ("2026-03-03 08:30", "1.0"), ("2026-03-04 10:00", "0.0")],
)
def test_the_worst_unit_against_its_own_limit(
    commune: Agency, clerk: Staff, signed: str, points: str
) -> None:
    """Eight hours to examine, four to sign; examined in time, signed early, to the minute, or late."""
    with frozen(moment("2026-03-02 08:00")):
        made = actions.receive_at_counter(
            factories.filing(factories.version(), commune), actor=CLERK, receiver_id=clerk.pk
        )
    with frozen(moment("2026-03-02 10:00")):
        actions.perform(made.pk, commands.Assign(holder_id=clerk.pk), actor=CLERK)
    with frozen(moment("2026-03-02 14:00")):
        actions.perform(made.pk, commands.Forward(holder_id=clerk.pk), actor=CLERK)
    with frozen(moment(signed)):
        actions.perform(made.pk, commands.Finish(), actor=CLERK)
        run_to_end()
    assert agency_points(commune)["2"] == points
