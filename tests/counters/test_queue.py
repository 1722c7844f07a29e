"""A day of the queue through its acts."""

from datetime import date, timedelta

import pytest
from tests.counters.conftest import Desk
from tests.factories import CLERK, moment

from motcua.audit.models import AuditRow
from motcua.counters import actions, arranging, queries
from motcua.counters.actions import NewTicket
from motcua.counters.enums import Source, TicketState
from motcua.counters.models import Call, Ticket
from motcua.kernel.clock import frozen
from motcua.kernel.refusals import Overtaken, Refused
from motcua.regimes.actions import set_value

pytestmark = pytest.mark.django_db
DAY = date(2026, 6, 1)


def take(desk: Desk, letter: str = "A", at: str = "08:00", **more) -> Ticket:
    with frozen(moment(f"2026-06-01 {at}")):
        return actions.issue(
            actor=CLERK, given=NewTicket(kind=desk.kinds[letter], source=Source.KIOSK, **more)
        )


def call(desk: Desk, at: str, place: int = 0, **more) -> Call | None:
    with frozen(moment(f"2026-06-01 {at}")):
        return actions.call_next(
            actor=CLERK, counter=desk.counters[place], officer_id=desk.people[place].pk, **more
        )


def called(desk: Desk, at: str, place: int = 0) -> str:
    found = call(desk, at, place)
    return str(found.ticket) if found else ""


def test_numbers_count_by_letter_and_day(desk):
    assert [str(take(desk, letter)) for letter in "AAB"] == ["A001", "A002", "B001"]
    with frozen(moment("2026-06-02 08:00")):
        tomorrow = actions.issue(actor=CLERK, given=NewTicket(kind=desk.kinds["A"], source=Source.KIOSK))
    assert str(tomorrow) == "A001"


def test_the_same_key_is_one_ticket_and_a_refused_one_takes_no_number(desk):
    given = NewTicket(kind=desk.kinds["A"], source=Source.OFFICER)
    first = actions.issue(actor=CLERK, given=given, act_key="k1")
    assert actions.issue(actor=CLERK, given=given, act_key="k1").pk == first.pk
    for wrong in (
        {"priority": "friend"},
        {"appointment_at": moment("2026-06-02 09:00")},
    ):
        with pytest.raises(Refused):
            take(desk, **wrong)
    assert str(take(desk)) == "A002"


def test_first_come_first_called_and_the_last_one_is_done(desk):
    for at in ("08:00", "08:01"):
        take(desk, at=at)
    first = call(desk, "08:05")
    assert str(first.ticket) == "A001"
    assert first.waited_seconds == 300
    second = call(desk, "08:15", dossiers=["H99.01-260601-0001"])
    assert str(second.ticket) == "A002"
    done = Ticket.objects.get(number=1)
    assert (done.state, done.waited_seconds, done.served_seconds) == ("done", 300, 600)
    assert queries.dossiers_of(done) == ["H99.01-260601-0001"]
    assert queries.ticket_of_dossier("H99.01-260601-0001") == done
    assert call(desk, "08:20") is None
    assert set(Ticket.objects.values_list("state", flat=True)) == {"done"}


def test_priority_goes_first_but_not_for_ever(desk):
    take(desk, at="08:00")
    for at in ("08:01", "08:02", "08:03", "08:04"):
        take(desk, at=at, priority="elderly")
    assert [called(desk, f"08:1{n}") for n in range(5)] == ["A002", "A003", "A004", "A001", "A005"]


def test_an_appointment_comes_before_ordinary_ones_from_its_hour(desk):
    take(desk, at="08:00")
    take(desk, at="08:01", appointment_at=moment("2026-06-01 09:00"))
    take(desk, at="08:02")
    assert called(desk, "08:10") == "A001"
    assert called(desk, "08:56") == "A002"
    assert Call.objects.get(ticket__number=2).waited_seconds == 0
    assert called(desk, "09:00") == "A003"
    take(desk, at="09:05", appointment_at=moment("2026-06-01 11:00"))
    assert called(desk, "09:10") == "A004"  # nobody else waits


def test_a_counter_calls_its_kinds_only(desk):
    arranging.set_serving(actor=CLERK, counter=desk.counters[0], kinds=[desk.kinds["B"]])
    take(desk, "A")
    take(desk, "B")
    assert called(desk, "08:05") == "B001"
    assert called(desk, "08:06") == ""
    assert called(desk, "08:06", 1) == "A001"


def test_skipped_goes_to_the_end_and_transferred_keeps_its_place(desk):
    for at in ("08:00", "08:01", "08:02"):
        take(desk, at=at)
    with frozen(moment("2026-06-01 08:11")):
        actions.skip(actor=CLERK, call=call(desk, "08:10"))
    assert called(desk, "08:12") == "A002"
    arranging.set_serving(actor=CLERK, counter=desk.counters[1], kinds=[desk.kinds["B"]])
    with frozen(moment("2026-06-01 08:20")):
        actions.transfer(actor=CLERK, call=queries.running_of(desk.people[0].pk), kind=desk.kinds["B"])
    assert called(desk, "08:21", 1) == "A002"
    moved = Ticket.objects.get(letter="A", number=2)
    # 11 minutes before the first call, one minute between the counters.
    assert moved.waited_seconds == 11 * 60 + 60
    assert called(desk, "08:22") == "A003"
    assert called(desk, "08:23") == "A001"
    assert Ticket.objects.get(letter="A", number=1).waited_seconds == 10 * 60 + 12 * 60


def test_nobody_is_absent_before_being_called_enough(desk):
    take(desk)
    running = call(desk, "08:05")
    with frozen(moment("2026-06-01 08:06")):
        with pytest.raises(Refused, match="Mới gọi 1 lần"):
            actions.no_show(actor=CLERK, call=running)
        actions.call_again(actor=CLERK, call=running)
        actions.call_again(actor=CLERK, call=running)
        actions.no_show(actor=CLERK, call=running)
        with pytest.raises(Overtaken):
            actions.finish(actor=CLERK, call=running)
    ticket = Ticket.objects.get()
    assert (ticket.state, ticket.served_seconds) == ("no_show", 0)
    with frozen(moment("2026-06-01 08:30")):
        again = actions.call_one(
            actor=CLERK, counter=desk.counters[0], officer_id=desk.people[0].pk, ticket=ticket
        )
    assert again.waited_seconds == 0
    assert AuditRow.objects.filter(action="counters.call").count() == 2


def test_one_officer_one_counter(desk):
    take(desk)
    take(desk)
    call(desk, "08:05")
    with pytest.raises(Refused, match="đang phục vụ số A001 tại Quầy 1"):
        actions.call_next(actor=CLERK, counter=desk.counters[0], officer_id=desk.people[1].pk)
    with pytest.raises(Refused, match="Ông/bà đang phục vụ"):
        actions.call_next(actor=CLERK, counter=desk.counters[1], officer_id=desk.people[0].pk)


def test_the_day_ends_for_whoever_still_waits(desk):
    for _ in range(3):
        take(desk)
    call(desk, "16:50")
    with frozen(moment("2026-06-01 17:10")):
        assert actions.close_day(until=DAY, reason="Hết ngày làm việc") == 3
        assert actions.close_day(until=DAY, reason="Hết ngày làm việc") == 0
    assert set(Ticket.objects.values_list("state", "close_reason")) == {("closed", "Hết ngày làm việc")}
    assert not Call.objects.filter(ended_at=None).exists()
    with frozen(moment("2026-06-02 07:30")):
        assert actions.call_next(actor=CLERK, counter=desk.counters[0], officer_id=desk.people[0].pk) is None


def test_figures_are_those_of_the_tickets(desk):
    set_value(
        actor=CLERK,
        key="queue.recalls_before_no_show",
        value=1,
        scope=desk.agency.code,
        first_day=DAY,
        reason="thử",
    )
    for minute in range(4):
        take(desk, at=f"08:0{minute}")
    call(desk, "08:10")
    call(desk, "08:20")
    call(desk, "08:30")
    with frozen(moment("2026-06-01 08:31")):
        actions.no_show(actor=CLERK, call=queries.running_of(desk.people[0].pk))
    take(desk, "B", at="09:00", priority="disabled")
    call(desk, "09:30")
    call(desk, "09:40")
    with frozen(moment("2026-06-01 09:45")):
        actions.finish(actor=CLERK, call=queries.running_of(desk.people[0].pk))
    found = queries.figures(desk.agency, DAY, DAY)
    assert (found.issued, found.served, found.absent, found.priority) == (5, 4, 1, 1)
    # Waits: 10, 19, 30 (priority B001), 97 minutes; A003 never came.
    assert [found.waiting.mean, found.waiting.ninetieth] == [(10 + 19 + 30 + 97) * 15, 97 * 60]
    assert (found.within, found.minutes_at_most) == (1, 15)
    assert [part.name for part in found.hours] == ["08–09 giờ", "09–10 giờ"]
    assert [part.name for part in found.kinds] == ["A. Việc A", "B. Việc B"]
    assert found.counters[0].service.longest == 600


def test_a_person_waiting_is_told_what_is_known(desk):
    first = take(desk, at="08:00")
    last = take(desk, at="08:01")
    take(desk, at="08:02", priority="elderly")
    with frozen(moment("2026-06-01 08:05")):
        told = queries.estimate_for(last)
        assert (told.ahead, told.minutes) == (2, None)
        assert queries.estimate_for(first).ahead == 1
    start = moment("2026-06-01 08:00")
    for number in range(5):
        with frozen(start + timedelta(minutes=10 * number)):
            actions.issue(
                actor=CLERK, given=NewTicket(kind=desk.kinds["B"], source=Source.KIOSK, priority="merit")
            )
    assert Ticket.objects.filter(state=TicketState.WAITING.value).count() == 8
    set_value(actor=CLERK, key="queue.priority_in_a_row", value=0, scope="", first_day=DAY, reason="thử")
    for number in range(7):
        call(desk, f"09:{number}0" if number < 6 else "10:00")
    with frozen(moment("2026-06-01 10:01")):
        waiting = Ticket.objects.get(pk=last.pk)
        told = queries.estimate_for(waiting)
        assert waiting.state == "waiting"
        assert (told.ahead, told.minutes) == (0, 0)


def test_the_list_of_those_waiting_is_in_the_order_of_calling(desk):
    take(desk, at="08:00")
    take(desk, at="08:01", appointment_at=moment("2026-06-01 09:00"))
    take(desk, at="08:02", priority="merit")
    take(desk, at="08:03", appointment_at=moment("2026-06-01 08:05"))
    waiting = queries.in_order(desk.counters[0], DAY, moment("2026-06-01 08:10"))
    assert [str(ticket) for ticket in waiting] == ["A003", "A004", "A001", "A002"]
    assert [called(desk, f"08:1{n}") for n in range(4)] == ["A003", "A004", "A001", "A002"]
