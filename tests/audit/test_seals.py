"""Seals: a changed, removed or inserted row of the record shows."""

import hashlib
import threading
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from motcua.audit import seals
from motcua.audit.models import AuditRow, Seal
from motcua.audit.record import record
from motcua.datastore.writing import act
from motcua.kernel.clock import LOCAL, frozen
from motcua.kernel.people import SYSTEM

NOON = datetime(2026, 3, 2, 5, 0, tzinfo=UTC)


def happen(count: int = 3) -> None:
    with act():
        for number in range(count):
            record(SYSTEM, action="test.happen", kind="thing", key=number, detail={"n": number, "tên": "Cửa"})


def by_force(sql: str, *parameters: object, table: str = "audit_auditrow") -> None:
    """As somebody with the database's password would: the triggers aside."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        else:
            for verb in ("update", "delete"):
                cursor.execute(f"DROP TRIGGER IF EXISTS {table}_no_{verb}")
        cursor.execute(sql, parameters)


def codes() -> list[str]:
    return [fault.code for fault in seals.verify()]


@pytest.fixture
def sealed(db: None) -> None:
    happen()
    seals.seal_waiting()
    happen()
    seals.seal_waiting()


def test_rows_are_sealed_once_in_a_chain(sealed: None) -> None:
    assert seals.seal_waiting() == 0
    first, second = Seal.objects.order_by("last_id")
    assert (first.count, second.count) == (3, 3)
    assert second.first_id == first.last_id + 1
    assert second.previous == first.digest
    assert seals.head() == second.digest
    assert codes() == []
    assert seals.verify(last=1) == []


def test_a_changed_row_shows(sealed: None) -> None:
    by_force(
        "UPDATE audit_auditrow SET actor_label = 'Người khác' WHERE id = (SELECT MIN(id) FROM audit_auditrow)"
    )
    assert codes() == ["row_changed"]


def test_a_changed_row_with_a_digest_made_to_fit_shows(sealed: None) -> None:
    row = AuditRow.objects.order_by("id")[0]
    row.action = "test.other"
    from motcua.audit.record import digest_of

    by_force(
        "UPDATE audit_auditrow SET action = %s, digest = %s WHERE id = %s", row.action, digest_of(row), row.pk
    )
    assert codes() == ["seal_root"]


def test_a_removed_row_shows(sealed: None) -> None:
    by_force("DELETE FROM audit_auditrow WHERE id = (SELECT MAX(id) FROM audit_auditrow)")
    assert codes() == ["row_count"]


def test_a_removed_seal_shows(sealed: None) -> None:
    by_force("DELETE FROM audit_seal WHERE id = (SELECT MIN(id) FROM audit_seal)", table="audit_seal")
    assert codes() == ["seal_chain"]


def test_a_seal_rewritten_to_fit_its_rows_shows_in_the_next(sealed: None) -> None:
    first = Seal.objects.order_by("last_id")[0]
    by_force("DELETE FROM audit_auditrow WHERE id = (SELECT MIN(id) FROM audit_auditrow)")
    rows = AuditRow.objects.filter(id__lte=first.last_id).order_by("id")
    first.count, first.root = rows.count(), seals.merkle_root(row.digest for row in rows)
    by_force(
        "UPDATE audit_seal SET count = %s, root = %s, digest = %s WHERE id = %s",
        first.count,
        first.root,
        seals._digest_of_seal(first),
        first.pk,
        table="audit_seal",
    )
    assert codes() == ["seal_chain"]


@pytest.mark.django_db
def test_rows_left_unsealed_are_reported() -> None:
    with frozen(NOON):
        happen(1)
        assert codes() == []
    with frozen(NOON + timedelta(minutes=6)):
        assert codes() == ["unsealed"]


@pytest.mark.django_db
def test_a_moment_given_in_local_time_verifies() -> None:
    with act():
        record(SYSTEM, action="test.late", kind="thing", key=1, happened_at=NOON.astimezone(LOCAL))
    seals.seal_waiting()
    assert codes() == []


@pytest.mark.django_db
def test_a_thousand_rows_a_seal() -> None:
    happen(2500)
    assert seals.seal_waiting() == 2500
    assert [seal.count for seal in Seal.objects.order_by("id")] == [1000, 1000, 500]
    assert codes() == []


def leaf(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def test_the_root_of_one_and_of_three() -> None:
    def hashed(*parts: bytes) -> bytes:
        return hashlib.sha256(b"".join(parts)).digest()

    a, b, c = (hashed(b"\x00", bytes.fromhex(leaf(name))) for name in "abc")
    assert seals.merkle_root([leaf("a")]) == a.hex()
    assert (
        seals.merkle_root([leaf("a"), leaf("b"), leaf("c")])
        == hashed(b"\x01", hashed(b"\x01", a, b), c).hex()
    )


@given(st.lists(st.integers(0, 9), min_size=1, max_size=40), st.data())
def test_any_change_changes_the_root(numbers: list[int], data: st.DataObject) -> None:
    digests = [leaf(str(number)) for number in numbers]
    at = data.draw(st.integers(0, len(digests) - 1))
    changed = [*digests[:at], leaf("x"), *digests[at + 1 :]]
    assert seals.merkle_root(changed) != seals.merkle_root(digests)
    assert seals.merkle_root(digests[:at] + digests[at + 1 :]) != seals.merkle_root(digests)


@pytest.mark.django_db(transaction=True)
@pytest.mark.races
def test_an_act_that_ends_late_is_sealed_with_its_lower_ids() -> None:
    """On PostgreSQL ids are drawn before the act ends: sealing must not run past them."""
    if connection.vendor != "postgresql":
        assert seals._settled()  # one writer at a time: ids appear in their order
        return
    drawn, may_end = threading.Event(), threading.Event()

    def slow_act() -> None:
        with act():
            record(SYSTEM, action="test.slow", kind="thing", key="slow")
            drawn.set()
            may_end.wait(10)
        connection.close()

    slow = threading.Thread(target=slow_act)
    slow.start()
    drawn.wait(10)
    happen(2)
    try:
        seals._PATIENCE_SECONDS = 0.1
        assert seals.seal_waiting() == 0
    finally:
        may_end.set()
        slow.join()
        seals._PATIENCE_SECONDS = 2.0
    assert seals.seal_waiting() == 3
    assert codes() == []
