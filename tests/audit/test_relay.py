"""The relay: marks merge, messages keep their order, a failing key hurts only itself."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from motcua.audit import outbox, relay
from motcua.audit.models import AuditRow, Delivery, OutboxRow
from motcua.audit.outbox import Message
from motcua.audit.record import record
from motcua.datastore.writing import act
from motcua.kernel.clock import frozen
from motcua.kernel.people import SYSTEM
from motcua.kernel.refusals import Refused

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 3, 2, 5, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def own_consumers() -> Iterator[None]:
    before = dict(outbox._consumers)
    outbox._consumers.clear()
    relay._paces.clear()
    yield
    outbox._consumers.clear()
    outbox._consumers.update(before)


def mark(*keys: str, topic: str = "dossier") -> None:
    with act():
        outbox.mark(topic, *keys)


def say(key: str, *numbers: int) -> None:
    with act():
        outbox.messages("happened", [(key, {"n": number}) for number in numbers])


class Listener:
    """Writes down what it heard; breaks on the keys it is told to."""

    def __init__(self) -> None:
        self.heard: list[tuple[str, int]] = []
        self.broken: set[str] = set()
        outbox.register_consumer("listener", ["happened"], on_message=self)

    def __call__(self, message: Message) -> None:
        record(SYSTEM, action="test.heard", kind="heard", key=message.key, detail=dict(message.payload))
        if message.key in self.broken:
            raise ValueError("Nguyễn Văn An")
        self.heard.append((message.key, message.payload["n"]))


def test_waiting_marks_of_a_key_are_told_once() -> None:
    told: list[list[str]] = []
    outbox.register_consumer("facts", ["dossier"], on_marks=told.append)
    mark("a", "b", "a")
    mark("a")
    assert relay.run_to_end() == 4
    assert told == [["a", "b"]]
    assert relay.run_to_end() == 0
    mark("a")
    relay.run_to_end()
    assert told == [["a", "b"], ["a"]]


def test_a_mark_set_while_the_consumer_looks_is_told_again() -> None:
    told: list[list[str]] = []

    def look(keys: list[str]) -> None:
        told.append(keys)
        if len(told) == 1:
            mark("a")

    outbox.register_consumer("facts", ["dossier"], on_marks=look)
    mark("a")
    relay.run_to_end()
    assert told == [["a"], ["a"]]


def test_every_consumer_is_served_by_itself() -> None:
    told: list[str] = []

    def broken(keys: list[str]) -> None:
        raise OSError

    outbox.register_consumer("broken", ["dossier"], on_marks=broken)
    outbox.register_consumer("facts", ["dossier"], on_marks=told.extend)
    mark("a")
    relay.run_to_end()
    assert told == ["a"]
    assert [each.consumer for each in relay.failing()] == ["broken"]


def test_one_bad_key_does_not_spoil_the_batch_and_waits_longer_each_time() -> None:
    told: list[str] = []
    tries: list[float] = []

    def look(keys: list[str]) -> None:
        if "bad" in keys:
            if keys == ["bad"]:
                tries.append((frozen_now - NOON).total_seconds())
            raise ValueError
        told.extend(keys)

    outbox.register_consumer("facts", ["dossier"], on_marks=look)
    with frozen(NOON):
        mark("a", "bad", "b")
    for second in range(16):
        frozen_now = NOON + timedelta(seconds=second)
        with frozen(frozen_now):
            relay.run_to_end()
    assert told == ["a", "b"]
    assert tries == [0, 2, 6, 14]


def test_messages_come_in_order_and_once() -> None:
    listener = Listener()
    say("a", 1, 2)
    say("b", 3)
    say("a", 4)
    assert relay.run_to_end() == 4
    assert relay.run_to_end() == 0
    assert [n for key, n in listener.heard if key == "a"] == [1, 2, 4]
    assert AuditRow.objects.filter(kind="heard").count() == 4


def test_a_failing_key_holds_back_its_own_later_messages_only() -> None:
    listener = Listener()
    listener.broken = {"a"}
    with frozen(NOON):
        say("a", 1, 2)
        say("b", 3)
        relay.run_to_end()
    with frozen(NOON + timedelta(seconds=1)):
        say("a", 4)
        relay.run_to_end()
    assert listener.heard == [("b", 3)]
    [waiting] = relay.failing()
    assert waiting.key == "a"
    assert "ValueError" in waiting.error
    assert "Nguyễn" not in waiting.error
    listener.broken = set()
    with frozen(NOON + timedelta(seconds=2)):
        relay.run_to_end()
    assert listener.heard == [("b", 3), ("a", 1), ("a", 2), ("a", 4)]


def test_a_long_queue_behind_a_failing_key_does_not_starve_the_others() -> None:
    listener = Listener()
    listener.broken = {"a"}
    with frozen(NOON):
        say("a", *range(30))
        say("b", 99)
        for _ in range(5):
            relay.run_once(limit=10)
    assert listener.heard == [("b", 99)]


def test_what_a_failed_message_wrote_is_taken_back() -> None:
    listener = Listener()
    listener.broken = {"b"}
    say("a", 1)
    say("b", 2)
    relay.run_to_end()
    assert listener.heard[-1:] == [("a", 1)]
    assert [row.key for row in AuditRow.objects.filter(kind="heard")] == ["a"]


def test_a_message_already_delivered_by_another_relay_is_not_delivered_again() -> None:
    listener = Listener()
    say("a", 1)
    [seen] = relay._due(10)
    relay.run_to_end()
    relay._carry_messages(outbox.consumers()["listener"], [seen], None)
    assert listener.heard == [("a", 1)]
    held_back: set[str] = set()
    assert relay._hand_over("listener", listener, [seen], held_back) == 0
    assert AuditRow.objects.filter(kind="heard").count() == 1


def test_a_refusal_is_shown_in_its_own_words() -> None:
    def refuse(message: Message) -> None:
        raise Refused("Chưa có lịch làm việc năm 2027.")

    outbox.register_consumer("listener", ["happened"], on_message=refuse)
    say("a", 1)
    relay.run_to_end()
    assert relay.failing()[0].error == "Chưa có lịch làm việc năm 2027."


def test_deliveries_for_somebody_who_no_longer_listens_wait() -> None:
    Listener()
    say("a", 1)
    outbox._consumers.clear()
    assert relay.run_to_end() == 0
    assert relay.waiting().count() == 1


def test_delivered_rows_go_and_waiting_ones_stay() -> None:
    Listener().broken = {"bad"}
    with frozen(NOON):
        say("good", 1)
        say("bad", 2)
        relay.run_to_end()
    assert relay.purge_delivered(NOON) == 0
    assert relay.purge_delivered(NOON + timedelta(days=1)) == 1
    assert [row.key for row in OutboxRow.objects.all()] == ["bad"]
    assert Delivery.objects.count() == 1


def test_what_waits_by_a_clock_that_was_set_back_is_delivered() -> None:
    told: list[str] = []
    outbox.register_consumer("facts", ["dossier"], on_marks=told.extend)
    with frozen(NOON):
        mark("a")
    with frozen(NOON - timedelta(hours=1)):
        relay.run_to_end()
    assert told == ["a"]


def test_a_round_says_whether_more_waits_than_it_took(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(relay, "A_ROUND", 2)
    outbox.register_consumer("facts", ["dossier"], on_marks=lambda keys: None)
    mark("a", "b", "c")
    assert [relay.run_round() for _ in range(2)] == [True, False]


def test_marks_are_looked_at_together_however_long_it_takes() -> None:
    """Alone each would take nearly as long as twenty."""
    told: list[int] = []
    outbox.register_consumer("facts", ["dossier"], on_marks=lambda keys: told.append(len(keys)))
    relay._paces["facts marks"] = relay._Pace(fewest=relay._FEWEST_MARKS)
    for _ in range(5):
        relay._paces["facts marks"].learn(1.0, 20)
    mark(*map(str, range(2 * relay._FEWEST_MARKS)))
    relay.run_once(breathe=lambda _: None)
    assert told[0] == relay._FEWEST_MARKS


def test_batches_shrink_when_they_take_longer_than_a_writer_may_wait() -> None:
    pace = relay._Pace(size=40)
    pace.learn(0.2, 40)
    assert pace.size == 20
    pace.learn(0.001, 5)
    assert pace.size == 20  # a small batch proves nothing
    pace.learn(0.001, 20)
    assert pace.size == 40
