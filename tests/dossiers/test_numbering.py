"""The number of a dossier taken in its act's last message: the same codes, nothing after it, on the disk when told."""

from dataclasses import replace
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests import factories
from tests.factories import CLERK, moment

from motcua.datastore.finishing import finish
from motcua.datastore.writing import act
from motcua.dossiers import actions
from motcua.dossiers.filing import HandedIn, Paid
from motcua.dossiers.models import Dossier, DossierCounter, DossierFee, DossierPaper, Event
from motcua.dossiers.numbering import code_in_sql
from motcua.dossiers.rules.codes import format_code
from motcua.kernel.clock import frozen
from motcua.payments.models import Order

DAY = date(2026, 6, 1)
NOW = moment("2026-06-01 08:00")


@pytest.mark.django_db
@pytest.mark.parametrize("number", [7, 12_345])
@pytest.mark.parametrize(
    "pattern",
    [
        "{unit}-{day:%y%m%d}-{number:04d}",
        "{number}",
        "{number:d}/{day:%Y}",
        "100%{unit}'{number:06d}",
        "{unit}.{number:012}{{x}}",
    ],
)
def test_the_database_writes_the_code_the_rules_write(pattern: str, number: int):
    written = code_in_sql(pattern, "H99.01", DAY)
    assert written is not None
    if connection.vendor != "postgresql":
        return
    computed, values = written
    with connection.cursor() as cursor:
        cursor.execute(f"WITH taken AS (SELECT {number} AS last) SELECT {computed} FROM taken", values)
        assert cursor.fetchone() == (format_code(pattern, "H99.01", DAY, number),)


@pytest.mark.parametrize(
    "pattern", ["{number:>6}", "{number:04x}", "{number!r}", "{number:,}", "{number:+05d}"]
)
def test_a_pattern_that_asks_more_of_the_number_is_left_to_the_rules(pattern: str):
    assert code_in_sql(pattern, "H99.01", DAY) is None


@pytest.mark.django_db(transaction=True)
def test_a_reception_is_stored_whole_in_one_message_and_is_on_the_disk_when_it_is_told():
    commune = factories.agency()
    clerk = factories.officer(commune)
    papers = (HandedIn("Tờ khai", "scanned_at_desk"), HandedIn("Giấy tờ kèm", "scanned_at_desk"))
    filing = replace(factories.filing(factories.version(), commune), papers=papers, fees=(("Lệ phí", 8000),))

    def receive() -> Dossier:
        paid = Paid("cash", 8000)
        return actions.receive_at_counter(filing, actor=CLERK, receiver_id=clerk.pk, paid=paid)

    with frozen(NOW):
        receive()
        with CaptureQueriesContext(connection) as caught:
            dossier = receive()
    assert dossier.code == "H99.01-260601-0002"
    stored = Dossier.objects.get(pk=dossier.pk)
    assert (stored.code, stored.tracking, stored.revision) == (
        dossier.code,
        dossier.tracking,
        dossier.revision,
    )
    assert list(Event.objects.filter(dossier=stored).values_list("number", flat=True)) == [1, 2]
    assert (
        DossierPaper.objects.filter(dossier=stored, paper__title__in=("Tờ khai", "Giấy tờ kèm")).count() == 2
    )
    order = Order.objects.get(pk=DossierFee.objects.get(dossier=stored).order_id)
    assert (order.paid, order.state) == (8000, "paid")
    if connection.vendor != "postgresql":
        return
    writing = [query["sql"] for query in caught if "INSERT INTO" in query["sql"]]
    assert len(writing) == 1
    before, _, after = writing[0].partition("dossiers_dossiercounter")
    assert "SET LOCAL synchronous_commit" in before
    assert all(
        table in before
        for table in ("payments_payment", "dossiers_event", "audit_auditrow", "audit_delivery")
    )
    assert after.count("INSERT INTO") == 1
    assert "COMMIT; SELECT pg_logical_emit_message" in after


@pytest.mark.django_db(transaction=True)
def test_what_would_be_stored_after_the_end_of_an_act_is_refused():
    if connection.vendor != "postgresql":
        return
    with pytest.raises(RuntimeError, match="lệnh cuối"):
        end_too_early()
    assert not DossierCounter.objects.exists()
    with act():  # the connection serves on
        DossierCounter.objects.create(kind="dossier", unit="H99.01", period="2026-06-01", last=1)
    assert DossierCounter.objects.exists()


def end_too_early() -> None:
    with act():
        finish("SELECT 1", [])
        DossierCounter.objects.create(kind="dossier", unit="H99.01", period="2026-06-01", last=9)
