"""What SQLite plans by is taken wholly at night, and is not spoiled by the next start of the house."""

import pytest
from django.db import connection

from motcua.datastore import plans_of_statements as looks
from motcua.dossiers.models import DossierCounter
from motcua.jobs.models import Job
from motcua.jobs.running import run_to_end
from motcua.jobs.tasks import ask_every_night

_TABLE = DossierCounter._meta.db_table
_MANY = 3000


def _many_counters() -> None:
    DossierCounter.objects.bulk_create(
        DossierCounter(kind="dossier", unit=f"H99.{unit % 7:02}", period=str(unit), last=1)
        for unit in range(_MANY)
    )


def _told() -> set[str]:
    """What is known of the table's indexes: rows, and rows for each beginning of the key."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT stat FROM sqlite_stat1 WHERE tbl = %s AND idx IS NOT NULL", [_TABLE])
        return {stat for (stat,) in cursor.fetchall()}


@pytest.mark.django_db(transaction=True)
def test_a_start_looks_at_what_is_new_and_leaves_the_whole_look_alone() -> None:
    _many_counters()
    if connection.vendor != "sqlite":
        assert (looks.look_at_new(), looks.look_wholly()) == (0, 0)
        return
    assert looks.look_wholly() > 100
    assert {f"{_MANY} {_MANY} {-(-_MANY // 7)} 1"} <= _told()
    whole = _told()
    DossierCounter.objects.filter(unit="H99.01").delete()
    looks.look_at_new()
    assert _told() == whole
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM sqlite_stat1 WHERE tbl = %s", [_TABLE])
    looks.look_at_new()
    assert _told()


@pytest.mark.django_db
def test_every_night_it_is_asked_for_once() -> None:
    ask_every_night()
    ask_every_night()
    assert Job.objects.filter(kind="datastore.look").count() == 1
    assert run_to_end() >= 1
    assert Job.objects.get(kind="datastore.look").result is not None
