"""Kept answers: asked once, true at once after a change by whomever, never of a change that was taken back."""

from collections.abc import Callable, Iterator
from datetime import date

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from tests import factories

from motcua.config.kept_tables import KEPT
from motcua.datastore import kept as keeping
from motcua.datastore.kept import copies, kept, moment
from motcua.datastore.writing import act
from motcua.kernel import clock
from motcua.organisation.models import Agency
from motcua.regimes.models import Setting

pytestmark = pytest.mark.django_db


@pytest.fixture
def names() -> Iterator[Callable[[], tuple[str, ...]]]:
    """Names of agencies, kept."""
    keeping.forget()

    @kept(Agency)
    def of_agencies() -> tuple[str, ...]:
        return tuple(Agency.objects.order_by("name").values_list("name", flat=True))

    yield of_agencies
    keeping.forget()


def test_an_answer_is_read_once_while_nothing_changes(names: Callable[[], tuple[str, ...]]) -> None:
    agency = factories.agency()
    with moment():
        assert agency.name in names()
        with CaptureQueriesContext(connection) as queries:
            assert agency.name in names()
    assert not queries.captured_queries
    with CaptureQueriesContext(connection) as queries:
        names()
        names()
    assert [query["sql"].split(" FROM ")[1] for query in queries] == ["datastore_marks"] * 2


@pytest.mark.parametrize("change", ["save", "update", "delete", "bare"])
def test_a_change_is_seen_at_once_however_it_is_made(
    names: Callable[[], tuple[str, ...]], change: str
) -> None:
    agency = factories.agency()
    names()
    if change == "save":
        agency.name = "Tên khác"
        agency.save()
    elif change == "update":
        Agency.objects.filter(pk=agency.pk).update(name="Tên khác")
    elif change == "delete":
        Agency.objects.filter(pk=agency.pk).delete()
    else:
        with connection.cursor() as cursor:
            cursor.execute("UPDATE organisation_agency SET name = 'Tên khác' WHERE id = %s", [agency.pk])
    now = tuple(Agency.objects.order_by("name").values_list("name", flat=True))
    assert names() == now
    assert ("Tên khác" in now) is (change != "delete")


def test_a_change_taken_back_leaves_nothing(names: Callable[[], tuple[str, ...]]) -> None:
    agency = factories.agency()
    before = names()
    with transaction.atomic():
        Agency.objects.filter(pk=agency.pk).update(name="Lỡ tay")
        assert "Lỡ tay" in names()
        transaction.set_rollback(True)
    assert names() == before
    with transaction.atomic():
        Agency.objects.filter(pk=agency.pk).update(name="Lỡ tay lần nữa")
        transaction.set_rollback(True)
    Agency.objects.filter(pk=agency.pk).update(name="Tên đúng")
    assert "Tên đúng" in names()


def test_an_act_sees_its_own_change_within_a_request(names: Callable[[], tuple[str, ...]]) -> None:
    agency = factories.agency()
    with moment():
        assert "Tên mới" not in names()
        with act():
            Agency.objects.filter(pk=agency.pk).update(name="Tên mới")
            assert "Tên mới" in names()
        assert "Tên mới" in names()


def test_another_table_does_not_matter(names: Callable[[], tuple[str, ...]]) -> None:
    names()
    Setting.objects.create(
        key="clock.cutoff", value="15:30", first_day=date(2026, 1, 1), reason="Thử", created_at=clock.now()
    )
    with CaptureQueriesContext(connection) as queries:
        names()
    assert len(queries) == 1


def test_a_copy_may_be_changed() -> None:
    agency = factories.agency()
    (copy,) = copies([agency])
    copy.name = "Chỉ ở bản sao"
    assert agency.name != "Chỉ ở bản sao"
    assert (copy.pk, copy.path, copy == agency) == (agency.pk, agency.path, True)


def test_every_kept_table_has_a_mark_and_its_triggers() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM datastore_marks")
        assert {name for (name,) in cursor.fetchall()} == set(KEPT)
        cursor.execute(
            "SELECT name FROM sqlite_master WHERE type = 'trigger'"
            if connection.vendor == "sqlite"
            else "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal"
        )
        triggers = {name for (name,) in cursor.fetchall()}
    for table in KEPT:
        wanted = ("_insert", "_update", "_delete") if connection.vendor == "sqlite" else ("",)
        assert {f"{table}_kept{verb}" for verb in wanted} <= triggers


def test_triggers_lost_with_an_altered_table_are_made_again(names: Callable[[], tuple[str, ...]]) -> None:
    agency = factories.agency()
    names()
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":  # which copies an altered table without them
            cursor.execute("DROP TRIGGER organisation_agency_kept_update")
        else:
            cursor.execute("DROP TRIGGER organisation_agency_kept ON organisation_agency")
    Agency.objects.filter(pk=agency.pk).update(name="Đổi lúc nâng cấp")
    keeping.keep_up(KEPT)
    assert "Đổi lúc nâng cấp" in names()
    Agency.objects.filter(pk=agency.pk).update(name="Đổi sau nâng cấp")
    assert "Đổi sau nâng cấp" in names()
