"""What a reception sends: few statements, as many with a hundred times the dossiers, and the replay is a true one."""

from datetime import date

import pytest
from bench.replay import keep_ids_apart, listening
from tests import factories

from bench import deeds
from motcua.accounts.models import Person
from motcua.audit.models import AuditRow
from motcua.blobs.store import put
from motcua.catalogue.models import Component, FeeRule
from motcua.datastore import kept
from motcua.dossiers.models import Dossier, DossierFee, DossierPaper, Event
from motcua.payments.models import Payment
from motcua.storehouse.models import Paper

pytestmark = pytest.mark.django_db
MOST_STATEMENTS = 30
TABLES = (Dossier, Event, DossierPaper, DossierFee, Payment, Paper, Person, AuditRow)


@pytest.fixture
def counter(monkeypatch):
    commune = factories.agency()
    factories.officer(commune)
    version = factories.version(at_desk=True)
    for order in (1, 2, 3):
        Component.objects.create(version=version, order=order, name=f"Giấy tờ thử {order}")
    FeeRule.objects.create(version=version, order=1, name="Lệ phí", amount=8000)
    monkeypatch.setattr(deeds, "UNTIL", date(2026, 6, 5).isoformat())
    put(b"%PDF-1.4 thu", declared_name="thu.pdf")
    return deeds.Counter()


@pytest.mark.parametrize("known", [True, False])
def test_a_reception_sends_at_most_thirty_statements(counter, known):
    counter.receive(known=True)
    kept.forget()  # the first reception after a start asks most
    statements: list = []
    deed = counter.prepared(known=known)
    with listening(statements):
        dossier = deed()
    assert DossierPaper.objects.filter(dossier=dossier).count() == 3
    assert Payment.objects.filter(
        order__in=DossierFee.objects.filter(dossier=dossier).values("order")
    ).exists()
    assert 3 < len(statements) <= MOST_STATEMENTS


@pytest.mark.parametrize("known", [True, False])
def test_the_replay_stores_what_the_act_stores(counter, known):
    keep_ids_apart()
    counter.receive(known=True)
    before = counts()
    recording = counter.recorded(known=known)
    act = {model: many - before[model] for model, many in counts().items()}
    before = counts()
    recording.play()
    assert {model: many - before[model] for model, many in counts().items()} == act
    last, one_before = Dossier.objects.order_by("-pk")[:2]
    assert last.code != one_before.code
    assert last.tracking != one_before.tracking
    assert list(Event.objects.filter(dossier=last).values_list("number", flat=True)) == [1, 2]


def counts() -> dict:
    return {model: model.objects.count() for model in TABLES}
