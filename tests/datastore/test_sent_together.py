"""Rows held back are stored all the same, in one message where a message costs something."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from motcua.audit.models import AuditRow
from motcua.audit.record import record
from motcua.datastore.rows import sent_together
from motcua.kernel.people import SYSTEM

pytestmark = pytest.mark.django_db


def say(*keys: int) -> None:
    for key in keys:
        record(SYSTEM, action="thu.ghi", kind="thu", key=key)


def say_and_fail() -> None:
    with sent_together():
        say(1)
        raise ValueError("thử")


def stored() -> list[str]:
    return list(AuditRow.objects.filter(kind="thu").order_by("id").values_list("key", flat=True))


def test_everything_is_stored_in_order_in_one_message():
    with CaptureQueriesContext(connection) as caught, sent_together():
        say(1, 2)
        with sent_together():
            say(3)
    assert len(caught) == (1 if connection.vendor == "postgresql" else 3)
    assert stored() == ["1", "2", "3"]
    say(4)  # afterwards nothing waits
    assert stored()[-1] == "4"


def test_what_waited_when_something_failed_is_never_stored():
    with pytest.raises(ValueError, match="thử"):
        say_and_fail()
    before = [] if connection.vendor == "postgresql" else ["1"]  # taken back with the act
    assert stored() == before
    with sent_together():
        say(2)
    assert stored() == [*before, "2"]


def test_more_than_an_act_writes_does_not_wait():
    with sent_together():
        say(*range(300))
        assert len(stored()) > 100
    assert len(stored()) == 300
