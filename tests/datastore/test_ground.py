"""Sealed values, the read-only guard, counters and the fair lock."""

import threading
import time

import pytest
from cryptography.exceptions import InvalidTag
from django.db import connection, transaction

from motcua.accounts.models import Person
from motcua.datastore import sealing
from motcua.datastore.counters import take_number
from motcua.datastore.finishing import finish
from motcua.datastore.readonly import WriteInReadOnlyRequest, reading_only
from motcua.datastore.writing import FairLock, act
from motcua.dossiers.models import DossierCounter
from motcua.kernel import clock


def person(**fields):
    given = {"name": "Đỗ Thị Ơn", "identity_number": "000123456789", "created_at": clock.now()} | fields
    return Person.objects.create(**given)


class TestSealing:
    def test_a_value_opens_to_itself_and_never_looks_the_same_twice(self):
        first, second = sealing.seal("000123456789"), sealing.seal("000123456789")
        assert first != second
        assert "000123456789" not in first
        assert sealing.unseal(first) == sealing.unseal(second) == "000123456789"

    def test_a_changed_value_does_not_open(self):
        mark, key, body = sealing.seal("000123456789").split(".")
        other = body[:20] + ("A" if body[20] != "A" else "B") + body[21:]
        with pytest.raises(InvalidTag):
            sealing.unseal(f"{mark}.{key}.{other}")

    def test_old_keys_stay_readable(self, settings):
        old = sealing.seal("0912")
        settings.SEALING_KEYS = {**settings.SEALING_KEYS, "2": "ab" * 32}
        assert sealing.unseal(old) == "0912"
        assert sealing.seal("0912").startswith("s1.2.")

    def test_the_blind_index_ignores_spaces_and_dots(self):
        assert (
            sealing.blind("000 123 456 789")
            == sealing.blind("000.123.456.789")
            != sealing.blind("000123456780")
        )
        assert sealing.blind("  ") == ""


@pytest.mark.django_db
class TestFields:
    def test_the_database_holds_no_plain_identity_number(self):
        person(phone="0999888777", address="Thôn Đông")
        with connection.cursor() as cursor:
            cursor.execute("SELECT * FROM accounts_person")
            row = " ".join(str(value) for value in cursor.fetchone())
        assert "000123456789" not in row
        assert "0999888777" not in row
        assert "Thôn Đông" not in row

    def test_a_person_is_found_by_blind_index_and_by_folded_name(self):
        made = person()
        found = Person.objects.get(identity_blind=sealing.blind("000123456789"))
        assert found.identity_number == "000123456789"
        assert Person.objects.get(name_folded__contains="thi on") == made

    def test_a_sealed_field_cannot_be_searched(self):
        with pytest.raises(TypeError, match="niêm phong"):
            list(Person.objects.filter(identity_number="000123456789"))

    def test_given_names_order_people_the_vietnamese_way(self):
        names = ["Trần Văn Ân", "Lê Thị Ánh", "Đặng An", "Bùi Đào", "Vũ Dung"]
        for name in names:
            person(name=name, identity_number="")
        assert list(Person.objects.order_by("name_key").values_list("name", flat=True)) == [
            "Đặng An", "Lê Thị Ánh", "Trần Văn Ân", "Vũ Dung", "Bùi Đào",
        ]  # fmt: skip


@pytest.mark.django_db
class TestReadOnly:
    def test_a_reading_request_cannot_write(self):
        with reading_only(), pytest.raises(WriteInReadOnlyRequest), transaction.atomic():
            person()
        assert not Person.objects.exists()

    @pytest.mark.django_db(transaction=True)
    def test_nor_can_it_take_a_number_or_end_an_act(self):
        with reading_only():
            with pytest.raises(WriteInReadOnlyRequest), act():
                take_number(DossierCounter, kind="dossier", unit="H99.01", period="2026-06-01")
            if connection.vendor == "postgresql":
                with pytest.raises(WriteInReadOnlyRequest), act():
                    finish("INSERT INTO datastore_marks (name, mark) VALUES ('x', 1) RETURNING 1", [])
        assert not DossierCounter.objects.exists()

    def test_it_reads(self):
        made = person()
        with reading_only():
            assert Person.objects.get() == made


@pytest.mark.django_db
class TestCounters:
    def take(self, many=1, unit="H99.01"):
        return take_number(DossierCounter, kind="dossier", unit=unit, period="2026-06-01", many=many)

    def test_numbers_follow_one_another_per_key(self):
        assert [self.take(), self.take(3), self.take(), self.take(unit="H99.02")] == [1, 2, 5, 1]

    def test_acts_never_nest(self):
        with act(), pytest.raises(RuntimeError, match="không được nằm trong"), act():
            pass


def test_the_fair_lock_serves_in_order_of_arrival():
    lock, served = FairLock(), []
    lock.acquire()

    def wait(number):
        lock.acquire()
        served.append(number)
        lock.release()

    threads = []
    for number in range(20):
        threads.append(threading.Thread(target=wait, args=(number,)))
        threads[-1].start()
        while len(lock._waiting) < number + 1:
            time.sleep(0.001)
    lock.release()
    for thread in threads:
        thread.join()
    assert served == list(range(20))


def test_whoever_gives_up_waiting_holds_up_nobody():
    lock = FairLock()
    assert lock.acquire()
    assert not lock.acquire(0.01)
    lock.release()
    assert lock.acquire(0.01)
