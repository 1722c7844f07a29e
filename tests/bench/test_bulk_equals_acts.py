"""The bulk form writes, row for row, what the same acts write one by one under a set clock."""

from contextlib import suppress
from datetime import date
from random import Random
from typing import Any

import pytest
from django.db import models, transaction

from motcua.accounts.models import Person
from motcua.audit.models import AuditRow
from motcua.catalogue.actions import load_catalogue
from motcua.doors.commands import sample
from motcua.dossiers import actions
from motcua.dossiers.models import (
    Dossier,
    DossierCounter,
    DossierFee,
    DossierPaper,
    Event,
    Opinion,
    StepRun,
)
from motcua.kernel.clock import at_local, frozen
from motcua.kernel.people import SYSTEM
from motcua.payments.models import Order, Payment
from motcua.storehouse.models import Paper

pytestmark = pytest.mark.django_db
UNTIL = date(2026, 3, 20)
LIVES = 80
TABLES = (
    Dossier,
    Event,
    StepRun,
    Opinion,
    DossierPaper,
    DossierFee,
    Payment,
    Paper,
    Order,
    Person,
    AuditRow,
    DossierCounter,
)
# What stands for a row in another that points to it; ids differ between two tellings.
_BY = {Dossier: "tracking", Person: "identity_number"}


class _TakeBack(Exception):  # noqa: N818 - nothing is wrong
    pass


def test_a_bulk_of_lives_equals_their_acts_one_by_one():
    with frozen(at_local(UNTIL, 18)):
        load_catalogue(SYSTEM)
        histories, book = sample.imagine(Random(11), until=UNTIL, many=LIVES)
    before = AuditRow.objects.count()
    bulk = told_and_taken_back(lambda: sample.tell(histories, book), before)
    acts = told_and_taken_back(lambda: one_by_one(histories), before)
    assert len(bulk[Dossier]) == LIVES
    assert len(bulk[Event]) > 5 * LIVES
    assert len(bulk[Payment]) > 0
    for model in TABLES:
        assert bulk[model] == acts[model], model.__name__


def one_by_one(histories: list[Any]) -> None:
    """Every deed in the order of time, whoever's dossier it belongs to."""
    deeds = [
        (deed.at, place, number, deed)
        for place, history in enumerate(histories)
        for number, deed in enumerate((history.filed, *history.deeds))
    ]
    dossiers: dict[int, int] = {}
    for at, place, number, deed in sorted(deeds, key=lambda each: each[:3]):
        with frozen(at):
            if number == 0:
                dossiers[place] = actions.file(histories[place].filing, actor=deed.actor).pk
            else:
                actions.perform(
                    dossiers[place], deed.command, actor=deed.actor, papers=deed.papers, paid=deed.paid
                )


def told_and_taken_back(telling: Any, before: int) -> dict[type[models.Model], list[str]]:
    found: dict[type[models.Model], list[str]] = {}
    with suppress(_TakeBack), transaction.atomic():
        telling()
        found = {model: sorted(repr(row) for row in rows_of(model, before)) for model in TABLES}
        raise _TakeBack
    return found


def rows_of(model: type[models.Model], before: int) -> list[dict[str, Any]]:
    rows = model._default_manager.order_by("pk")
    return [said_by(row) for row in (rows[before:] if model is AuditRow else rows)]


def said_by(row: models.Model) -> dict[str, Any]:
    """Everything a row says, without ids, seals and digests."""
    said = {}
    for field in row._meta.concrete_fields:
        if field.primary_key or field.name == "digest":
            continue
        value = getattr(row, field.attname)
        if field.is_relation and value is not None:
            value = named(getattr(row, field.name))
        said[field.name] = value
    if isinstance(row, AuditRow) and row.kind == "dossier":
        said["key"] = Dossier.objects.get(pk=int(row.key)).tracking
    return said


def named(parent: models.Model) -> Any:
    if type(parent) in _BY:
        return getattr(parent, _BY[type(parent)])
    return said_by(parent) if isinstance(parent, Paper | Order) else parent.pk
