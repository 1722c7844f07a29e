"""Thirty at once on the database at hand: numbers without gaps, no ticket called twice."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import close_old_connections, connection
from django.test.utils import CaptureQueriesContext
from tests.counters.conftest import make_desk
from tests.factories import CLERK, moment

from motcua.counters import actions
from motcua.counters.actions import NewTicket
from motcua.counters.enums import Source
from motcua.counters.models import Call, Ticket
from motcua.kernel.clock import frozen
from motcua.kernel.refusals import Refused

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.races, pytest.mark.xdist_group("races")]
THREADS = 30
NOW = moment("2026-06-01 08:00")


def at_once(work, items):
    """Run `work(item)` in thirty threads, each with its own connection, all under the set clock."""

    def one(item):
        close_old_connections()
        try:
            with frozen(NOW):
                return work(item)
        finally:
            connection.close()

    with ThreadPoolExecutor(THREADS) as pool:
        return list(pool.map(one, items))


def test_thirty_machines_give_numbers_without_gaps_and_thirty_officers_call_each_once():
    with frozen(NOW):
        desk = make_desk(THREADS)

    def issue(number):
        priority = "unknown" if number % 4 == 3 else ("elderly" if number % 4 == 2 else "")
        try:
            given = NewTicket(kind=desk.kinds["A"], source=Source.KIOSK, priority=priority)
            return actions.issue(actor=CLERK, given=given).number
        except Refused:
            return None

    numbers = [number for number in at_once(issue, range(80)) if number]
    assert sorted(numbers) == list(range(1, 61))

    def call(place):
        made = actions.call_next(actor=CLERK, counter=desk.counters[place], officer_id=desk.people[place].pk)
        return made.ticket_id if made else None

    for expected in (30, 60):
        called = at_once(call, range(THREADS))
        assert len(set(called)) == THREADS
        assert None not in called
        assert Call.objects.count() == expected
    assert at_once(call, range(THREADS)) == [None] * THREADS
    assert set(Ticket.objects.values_list("state", flat=True)) == {"done"}


def test_the_same_press_thirty_times_is_one_call():
    with frozen(NOW):
        desk = make_desk(1)
        for _ in range(3):
            actions.issue(actor=CLERK, given=NewTicket(kind=desk.kinds["A"], source=Source.OFFICER))

    def press(_):
        made = actions.call_next(
            actor=CLERK, counter=desk.counters[0], officer_id=desk.people[0].pk, act_key="once"
        )
        return made.pk if made else None

    assert len(set(at_once(press, range(THREADS)))) == 1
    assert Call.objects.count() == 1


def test_a_number_told_twice_is_on_the_disk_both_times():
    """Whoever comes second reads what the first has committed, which may still be on its way to the disk."""
    if connection.vendor != "postgresql":  # there every act waits
        return
    with frozen(NOW):
        given = NewTicket(kind=make_desk(1).kinds["A"], source=Source.KIOSK)

    def issue(_):
        with CaptureQueriesContext(connection) as asked:
            number = actions.issue(actor=CLERK, given=given, act_key="k").number
        return number, "pg_logical_emit_message" in asked[-1]["sql"]

    # All at once: most look for the key before it is stored, and are refused by it. Then once more, when it stands.
    assert set(at_once(issue, range(THREADS))) == {(1, True)}
    assert at_once(issue, [0]) == [(1, True)]
