"""The register of violations: proposed from facts once, entered, concluded with a measure, named in public after."""

from datetime import date

import pytest
from tests import factories
from tests.factories import CLERK, moment

from motcua.catalogue.models import Component
from motcua.dossiers import actions
from motcua.dossiers.lateness_models import ExtraPaper
from motcua.dossiers.rules import commands
from motcua.dossiers.rules.papers import Asked, Lack
from motcua.inspections import actions as register
from motcua.inspections.enums import Detection, Measure, ViolationKind, ViolationState
from motcua.inspections.models import Violation
from motcua.inspections.queries import extra_papers_counted, named_for, proposals, violations
from motcua.kernel.clock import frozen
from motcua.kernel.people import Actor
from motcua.kernel.periods import parse
from motcua.kernel.refusals import Refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def commune():
    return factories.agency()


@pytest.fixture
def clerk(commune):
    return factories.officer(commune)


def acting(clerk) -> Actor:
    return Actor("staff", str(clerk.pk), clerk.name, "H99.01")


def receive(commune, clerk, at, **fields):
    with frozen(moment(at)):
        version = fields.pop("version", None) or factories.version()
        return actions.receive_at_counter(
            factories.filing(version, commune, **fields), actor=acting(clerk), receiver_id=clerk.pk
        )


def do(dossier, command, at, clerk):
    with frozen(moment(at)):
        return actions.perform(dossier.pk, command, actor=acting(clerk))


@pytest.fixture
def asked_twice(commune, clerk):
    dossier = receive(commune, clerk, "2026-06-01 08:00")
    do(dossier, commands.AskSupplement("Thiếu tờ khai"), "2026-06-02 09:00", clerk)
    do(dossier, commands.CompleteSupplement(), "2026-06-03 09:00", clerk)
    return do(dossier, commands.AskSupplement("Thiếu bản sao"), "2026-06-04 09:00", clerk)


def test_a_second_supplement_is_proposed_with_who_asked_and_entered_once(commune, clerk, asked_twice):
    with frozen(moment("2026-06-05 09:00")):
        [found] = proposals(commune)
        assert (found.kind, found.officer, found.dossier) == (
            ViolationKind.SECOND_SUPPLEMENT, clerk, asked_twice,
        )  # fmt: skip
        entered = register.take_up(found, commune, actor=CLERK)
        assert (entered.detected_by, entered.due_on) == (Detection.SYSTEM.value, date(2026, 6, 19))
        assert proposals(commune) == []
        with pytest.raises(Refused, match="đã được người khác"):
            register.take_up(found, commune, actor=CLERK)
    assert Violation.objects.count() == 1


def test_what_was_no_violation_is_kept_with_the_reason_and_not_proposed_again(commune, clerk, asked_twice):
    with frozen(moment("2026-06-05 09:00")):
        [found] = proposals(commune)
        with pytest.raises(Refused, match="vì sao"):
            register.dismiss_proposal(found, commune, words=" ", actor=CLERK)
        register.dismiss_proposal(found, commune, words="Người nộp nộp nhầm bản sao.", actor=CLERK)
        assert proposals(commune) == []
    assert Violation.objects.get().status is ViolationState.DISMISSED
    assert list(violations(commune)) == []
    assert len(violations(commune, ViolationState.DISMISSED.value)) == 1


def test_an_attempt_to_ask_for_more_is_refused_counted_and_proposed(commune, clerk):
    version = factories.version()
    Component.objects.create(version=version, order=1, name="Tờ khai")
    dossier = receive(commune, clerk, "2026-06-01 08:00", version=version)
    extra = Asked(Lack.MISSING, component_id=987654, name="Sổ hộ khẩu")
    with pytest.raises(Refused, match="đã công bố"):
        do(dossier, commands.AskSupplement("Nộp thêm", items=(extra,)), "2026-06-02 09:00", clerk)
    dossier.refresh_from_db()
    assert dossier.supplements_asked == 0
    row = ExtraPaper.objects.get()
    assert (row.state, row.paper, row.staff) == ("attempted", "Sổ hộ khẩu", clerk)
    with frozen(moment("2026-06-03 09:00")):
        [found] = proposals(commune)
        assert (found.kind, found.officer) == (ViolationKind.EXTRA_PAPER, clerk)
        counted = extra_papers_counted(commune, parse("2026-06"))
    assert {state.value: many for state, many in counted.items() if many} == {"attempted": 1}


def test_repeated_lateness_is_proposed_by_month_and_named_only_after_a_measure(commune, clerk):
    other = factories.officer(commune, "Lý Thị Chậm")
    for day in ("04", "05", "06"):
        dossier = receive(commune, clerk, f"2026-05-{day} 08:00")
        do(dossier, commands.Forward(holder_id=other.pk), f"2026-05-{day} 10:00", clerk)
        do(dossier, commands.Finish(), "2026-05-26 10:00", clerk)
    on_time = receive(commune, clerk, "2026-05-20 08:00")
    do(on_time, commands.Finish(), "2026-05-21 08:00", clerk)
    may = parse("2026-05")
    with frozen(moment("2026-06-02 09:00")):
        [found] = proposals(commune)
        assert (found.kind, found.officer, found.period) == (ViolationKind.LATENESS, other, "2026-05")
        assert "3 hồ sơ" in found.words
        entered = register.take_up(found, commune, actor=CLERK)
        assert named_for(may) == {}
        with pytest.raises(Refused, match="văn bản"):
            register.conclude(
                entered.pk, measure=Measure.REMINDED, measure_on=date(2026, 6, 2), outcome="", actor=CLERK
            )
        register.conclude(
            entered.pk, measure=Measure.REMINDED, measure_on=date(2026, 6, 2), outcome="TB 12", actor=CLERK
        )
        assert named_for(may) == {commune.pk: [other]}
        with pytest.raises(Refused, match="kết luận"):
            register.dismiss(entered.pk, words="Nhầm", actor=CLERK)


def test_by_hand_with_words_and_a_day_that_has_been(commune, clerk):
    new = register.NewViolation(
        agency=commune, kind=ViolationKind.HARASSMENT, detected_by=Detection.CITIZEN,
        happened_on=date(2026, 6, 1), words="Gọi riêng người nộp đòi gặp ngoài trụ sở.", officer=clerk,
    )  # fmt: skip
    with frozen(moment("2026-06-03 09:00")):
        entered = register.enter(new, actor=CLERK)
        assert list(violations(commune)) == [entered]
    with frozen(moment("2026-05-03 09:00")), pytest.raises(Refused, match="tương lai"):
        register.enter(new, actor=CLERK)
