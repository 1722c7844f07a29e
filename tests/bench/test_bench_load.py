"""Multiplied histories are as true as the originals: codes, events, due dates, facts and roll-ups."""

import re
from argparse import Namespace
from collections import defaultdict
from datetime import date

import pytest
from django.apps import apps
from django.db import connection
from tests import factories

from motcua.doors.commands import bench_load, doctor, sample
from motcua.doors.commands.multiply.copying import FACTS, HISTORIES
from motcua.dossiers import actions
from motcua.dossiers.certified_models import CertifiedCopy
from motcua.dossiers.law import LawBook
from motcua.dossiers.ledger import snapshot_of
from motcua.dossiers.models import Dossier, DossierCounter, DossierPaper, Event
from motcua.dossiers.paper_trail import Draft, IssuedForm, RegisterEntry
from motcua.dossiers.reuse_models import HeldAnswer
from motcua.dossiers.rules import clocks
from motcua.feedback.models import Petition, PetitionCounter
from motcua.inspections.inspection_models import Finding
from motcua.inspections.models import Violation
from motcua.kernel.clock import at_local, frozen
from motcua.measurement.actions import rebuild
from motcua.measurement.engines.rebuilding import Engine, rebuild_by
from motcua.measurement.models import (
    DossierFact,
    PaymentFact,
    PaymentRollUp,
    PetitionFact,
    PetitionRollUp,
    RollUp,
)
from motcua.measurement.rules.tallies import TALLIED

pytestmark = pytest.mark.django_db(transaction=True)
UNTIL = date(2026, 3, 20)
MADE, WANTED = 130, 430


@pytest.fixture
def multiplied(settings, tmp_path):
    """A small sample, three times over and a part of a fourth."""
    settings.HOME = tmp_path
    sample.fill(seed=5, until=UNTIL, many=MADE)
    with frozen(at_local(UNTIL, 18)):
        bench_load.multiply(WANTED, Dossier.objects.count())


def test_a_multiplied_dossier_is_as_true_as_the_original(multiplied):
    assert Dossier.objects.count() == WANTED
    connection.check_constraints()
    assert every_history_is_whole()
    assert every_due_date_is_explained() > MADE
    codes_have_no_gap()
    the_doctor_finds_nothing()
    figures_equal_a_rebuild()
    the_next_reception_takes_the_next_number()


def the_doctor_finds_nothing() -> None:
    """Its thorough checks of dossiers and figures; those of the machine are not about multiplying."""
    with frozen(at_local(UNTIL, 18)):
        for check in doctor.CHECKS:
            if check.code in {"codes", "histories", "due_dates", "facts", "roll_ups", "blobs"}:
                assert list(check.look(True)) == [], check.code


def every_history_is_whole() -> bool:
    numbers = defaultdict(list)
    for key, number in Event.objects.order_by("dossier_id", "number").values_list("dossier_id", "number"):
        numbers[key].append(number)
    return all(
        numbers[key] == list(range(1, revision + 1))
        for key, revision in Dossier.objects.values_list("pk", "revision")
    )


def every_due_date_is_explained() -> int:
    book, seen = LawBook(), 0
    for dossier in Dossier.objects.exclude(received_at=None).select_related("version", "agency"):
        law = book.law(dossier.version, dossier.agency, dossier.received_on)
        answer = clocks.compute(snapshot_of(dossier), law)
        assert (answer.due_date, answer.calendar_version) == (dossier.due_date, dossier.calendar_version)
        seen += 1
    return seen


def codes_have_no_gap() -> None:
    numbers = defaultdict(list)
    for code in Dossier.objects.exclude(code=None).values_list("code", flat=True):
        prefix, number = re.fullmatch(r"(.*-)(\d{4,})", code).groups()
        numbers[prefix].append(int(number))
    for prefix, found in numbers.items():
        assert sorted(found) == list(range(1, len(found) + 1)), prefix
    last = {
        f"{row.unit}-{row.period[2:].replace('-', '')}-": row.last for row in DossierCounter.objects.all()
    }
    assert last == {prefix: len(found) for prefix, found in numbers.items()}
    petitions = Petition.objects.count()
    assert sum(PetitionCounter.objects.values_list("last", flat=True)) == petitions


def figures_equal_a_rebuild() -> None:
    before = figures()
    with frozen(at_local(UNTIL, 18)):
        rebuild()
    assert figures() == before


def figures() -> list[list[tuple]]:
    return [
        sorted(
            model.objects.values_list(*[f.name for f in model._meta.concrete_fields if f.name != "id"]),
            key=repr,
        )
        for model in (DossierFact, PetitionFact, PaymentFact, RollUp, PetitionRollUp, PaymentRollUp)
    ]


def the_next_reception_takes_the_next_number() -> None:
    newest = Dossier.objects.exclude(received_at=None).order_by("-pk").first()
    clerk = newest.receiver or factories.officer(newest.agency)
    filing = factories.filing(newest.version, newest.agency)
    with frozen(at_local(newest.received_on, 16)):
        made = actions.receive_at_counter(filing, actor=factories.CLERK, receiver_id=clerk.pk)
    codes_have_no_gap()
    assert made.pk > WANTED


def test_what_was_multiplied_is_not_multiplied_again(multiplied, capsys):
    assert bench_load.run(Namespace(dossiers=2 * WANTED, figures=False)) == 1
    assert "đã được nhân" in capsys.readouterr().err
    assert Dossier.objects.count() == WANTED


def test_figures_alone_are_multiplied_as_a_rebuild_from_the_facts_finds_them(settings, tmp_path, capsys):
    settings.HOME = tmp_path
    sample.fill(seed=5, until=UNTIL, many=MADE)
    with frozen(at_local(UNTIL, 18)):
        there = Dossier.objects.count()
        asked = Namespace(dossiers=2 * there + 1, figures=True)
        assert bench_load.run(asked) == 0
        assert (Dossier.objects.count(), DossierFact.objects.count()) == (there, 3 * there)
        columns = ["agency_code", "period", "procedure_code", *TALLIED]
        stored = set(RollUp.objects.filter(handled__gt=0).values_list(*columns))
        rebuild_by(Engine.SQL)
        assert set(RollUp.objects.filter(handled__gt=0).values_list(*columns)) == stored != set()
        assert bench_load.run(asked) == 1, "what was multiplied is not multiplied again"


def test_every_table_of_a_dossier_is_copied():
    """A new table that hangs on a dossier must be added to the copies, or a multiplied dossier is less than one."""
    hanging = {
        model
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if field.is_relation and field.related_model in (Dossier, DossierPaper)
    }
    # What people wrote about one dossier, and numbers given out once (forms, registers), are not multiplied with it.
    alone = {Violation, Finding, Draft, IssuedForm, RegisterEntry, CertifiedCopy, HeldAnswer}
    assert hanging - {*HISTORIES, *FACTS, *alone} == set()
