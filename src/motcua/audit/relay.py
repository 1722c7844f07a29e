"""The relay: carries what the outbox holds to those who listen.

*Marks* of one key are merged: `on_marks(keys)` looks at the things anew. It writes in acts of its own and may
be told the same key twice, so it computes from the thing, never from the mark.

*Messages* of one key come in order, each exactly once as far as our database goes: `on_message(message)`
runs inside the very act that notes the delivery. So it writes plainly and opens no act; what leaves the house
(SMS, another system) it asks for with `jobs.queue.enqueue`, which stands and falls with the same act.

A key that fails waits longer each time and holds back only its own later messages. Nothing is ever dropped.
"""

import logging
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from traceback import extract_tb

from django.db import connection, transaction
from django.db.models import Exists, Max, OuterRef, Q, QuerySet

from motcua.audit.models import Delivery, OutboxKind, OutboxRow
from motcua.audit.outbox import Consumer, MarkHandler, Message, MessageHandler, consumers
from motcua.datastore.writing import act
from motcua.kernel import clock
from motcua.kernel.refusals import Refused

log = logging.getLogger(__name__)

Breathe = Callable[[float], None]

_FIRST_WAIT = timedelta(seconds=2)
_LONGEST_WAIT = timedelta(minutes=10)
_ATTEMPTS_SHOWN = 30_000  # the column is small; waiting has long been at its longest
_GOAL_SECONDS = 0.05  # one write batch: on SQLite the desk waits behind it
_LARGEST = 200
# Looking at one thing anew takes as many statements as looking at fifty (some 25 ms on a quiet machine): fewer at once would
# cost many times as much and let the desk wait no less. Messages are handed over one by one, so each of them counts.
_FEWEST_MARKS, _FEWEST_MESSAGES = 50, 1
A_ROUND = 1000


class _DeliveredElsewhere(Exception):  # noqa: N818 - nothing is wrong; another relay was faster
    """Somebody delivered one of these since we looked: our act is taken back."""


@dataclass(slots=True)
class _Pace:
    """How many keys or messages fit into one short write batch of a consumer; learnt while running."""

    size: int = 20
    fewest: int = _FEWEST_MESSAGES

    def learn(self, seconds: float, taken: int) -> None:
        if seconds > _GOAL_SECONDS:
            self.size = max(self.fewest, self.size // 2)
        elif seconds < _GOAL_SECONDS / 2 and taken >= self.size:
            self.size = min(_LARGEST, self.size * 2)


_paces: dict[str, _Pace] = {}


def run_once(limit: int = 200, *, breathe: Breathe | None = None) -> int:
    """Deliver up to `limit` waiting rows that are due (and every mark that merges with them).

    Answers how many rows came to an end. `breathe` is called with the seconds of each write batch, so that
    the worker can let the desk's writers in between.
    """
    return _turn(limit, breathe)[0]


def run_round(*, breathe: Breathe | None = None) -> bool:
    """Deliver what is due, up to `A_ROUND` rows; whether there were as many, so that more may wait."""
    return _turn(A_ROUND, breathe)[1] >= A_ROUND


def _turn(limit: int, breathe: Breathe | None) -> tuple[int, int]:
    """How many rows came to an end, and how many were looked at."""
    due = _due(limit)
    done = 0
    for (consumer, kind), deliveries in _by_consumer(due):
        if kind == OutboxKind.MARK:
            done += _carry_marks(consumer, deliveries, breathe)
        else:
            done += _carry_messages(consumer, deliveries, breathe)
    return done, len(due)


def run_to_end(*, rounds: int = 100_000) -> int:
    """Deliver until nothing more is due: for tests and after a sample, so that nobody sleeps.

    What failed stays for later. Answers how many rows came to an end.
    """
    total = 0
    for _ in range(rounds):
        done, looked_at = _turn(_LARGEST, None)
        if looked_at == 0:
            break
        total += done
    return total


def waiting(consumer: str | None = None) -> QuerySet[Delivery]:
    """Deliveries not yet made, due or not."""
    open_ones = Delivery.objects.filter(done_at=None)
    return open_ones if consumer is None else open_ones.filter(consumer=consumer)


def failing() -> QuerySet[Delivery]:
    """Deliveries that went wrong at least once and still wait, the oldest first."""
    return waiting().filter(attempts__gt=0).order_by("id")


def purge_delivered(before: datetime, *, limit: int = 500) -> int:
    """Delete outbox rows written before a moment and delivered to all; a short batch at a time."""
    undelivered = Delivery.objects.filter(row=OuterRef("pk"), done_at=None)
    old = OutboxRow.objects.filter(~Exists(undelivered), created_at__lt=before).order_by("pk")
    ids = list(old.values_list("pk", flat=True)[:limit])
    if not ids:
        return 0
    with act():
        Delivery.objects.filter(row__in=ids).delete()
        OutboxRow.objects.filter(pk__in=ids).delete()
    return len(ids)


def _nothing_waits() -> bool:
    """A short question for a house at rest: it is asked four times a second."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT 1 FROM {Delivery._meta.db_table} WHERE done_at IS NULL LIMIT 1")  # noqa: S608
        return cursor.fetchone() is None


def _due(limit: int) -> list[Delivery]:
    if _nothing_waits():
        return []
    # Nothing waits longer than the longest wait: what seems to was noted before the machine's clock was set back.
    now = clock.now()
    ready = Q(next_at__lte=now) | Q(next_at__gt=now + _LONGEST_WAIT)
    due = waiting().filter(ready, consumer__in=list(consumers()))
    return list(due.select_related("row").order_by("next_at", "id")[:limit])


def _by_consumer(due: Iterable[Delivery]) -> Iterator[tuple[tuple[Consumer, str], list[Delivery]]]:
    groups: defaultdict[tuple[str, str], list[Delivery]] = defaultdict(list)
    for delivery in due:
        groups[delivery.consumer, delivery.row.kind].append(delivery)
    for (name, kind), deliveries in groups.items():
        yield (consumers()[name], kind), sorted(deliveries, key=lambda each: each.pk)


# --- marks ---


def _carry_marks(consumer: Consumer, deliveries: list[Delivery], breathe: Breathe | None) -> int:
    handler = consumer.on_marks
    if handler is None:
        return 0
    keys = list(dict.fromkeys(delivery.key for delivery in deliveries))
    done, pace = 0, _paces.setdefault(f"{consumer.name} marks", _Pace(_FEWEST_MARKS, _FEWEST_MARKS))
    while keys:
        size = pace.size if breathe else _LARGEST  # nobody waits behind us
        batch, keys = keys[:size], keys[size:]
        with _measured(pace, len(batch), breathe):
            done += _tell(consumer.name, handler, batch)
    return done


def _tell(name: str, handler: MarkHandler, keys: list[str]) -> int:
    # Only marks seen before the handler looks at the things: a later one may mean a later change.
    seen = _marks_of(name, keys)
    fault = _fault_in(lambda: handler(keys))
    if fault is None:
        _note_done(seen)
        return len(seen)
    if len(keys) > 1:
        return sum(_tell(name, handler, [key]) for key in keys)
    _note_failure(name, seen, fault)
    return 0


def _marks_of(name: str, keys: Sequence[str]) -> list[int]:
    marks = waiting(name).filter(key__in=keys, row__kind=OutboxKind.MARK)
    return list(marks.values_list("pk", flat=True))


def _note_done(ids: list[int]) -> None:
    with act():
        Delivery.objects.filter(pk__in=ids, done_at=None).update(done_at=clock.now(), error="")


# --- messages ---


def _carry_messages(consumer: Consumer, deliveries: list[Delivery], breathe: Breathe | None) -> int:
    handler = consumer.on_message
    if handler is None:
        return 0
    ready = _first_in_line(consumer.name, deliveries)
    done, pace = 0, _paces.setdefault(f"{consumer.name} messages", _Pace())
    held_back: set[str] = set()
    while ready:
        batch, ready = ready[: pace.size], ready[pace.size :]
        batch = [delivery for delivery in batch if delivery.key not in held_back]
        with _measured(pace, len(batch), breathe):
            done += _hand_over(consumer.name, handler, batch, held_back)
    return done


def _first_in_line(name: str, deliveries: list[Delivery]) -> list[Delivery]:
    """Those with nothing undelivered before them; the others are put behind what they wait for."""
    due = {delivery.pk for delivery in deliveries}
    last = max(due)
    line = waiting(name).filter(
        key__in={each.key for each in deliveries}, pk__lte=last, row__kind=OutboxKind.MESSAGE
    )
    blocked: dict[str, datetime] = {}
    behind: defaultdict[datetime, list[int]] = defaultdict(list)
    for pk, key, next_at in line.order_by("pk").values_list("pk", "key", "next_at"):
        if key in blocked:
            behind[blocked[key]].append(pk)
        elif pk not in due:
            blocked[key] = next_at
    _put_behind(behind)
    later = {pk for ids in behind.values() for pk in ids}
    return [delivery for delivery in deliveries if delivery.pk not in later]


def _put_behind(behind: dict[datetime, list[int]]) -> None:
    if not behind:
        return
    with act():
        for next_at, ids in behind.items():
            Delivery.objects.filter(pk__in=ids, done_at=None).update(next_at=next_at)


def _hand_over(name: str, handler: MessageHandler, batch: list[Delivery], held_back: set[str]) -> int:
    if not batch:
        return 0
    fault = _fault_in(lambda: _hand_over_in_one_act(handler, batch))
    if fault is None:
        return len(batch)
    if isinstance(fault, _DeliveredElsewhere):
        held_back.update(delivery.key for delivery in batch)
        return 0
    if len(batch) > 1:
        return _hand_over_singly(name, handler, batch, held_back)
    held_back.add(batch[0].key)
    _note_failure(name, [batch[0].pk], fault)
    return 0


def _hand_over_singly(name: str, handler: MessageHandler, batch: list[Delivery], held_back: set[str]) -> int:
    done = 0
    for delivery in batch:
        if delivery.key not in held_back:
            done += _hand_over(name, handler, [delivery], held_back)
    return done


def _hand_over_in_one_act(handler: MessageHandler, batch: list[Delivery]) -> None:
    ids = [delivery.pk for delivery in batch]
    with act():
        # Noted first: a second relay with the same rows waits here, and then finds them delivered.
        noted = Delivery.objects.filter(pk__in=ids, done_at=None).update(done_at=clock.now(), error="")
        if noted != len(ids):
            raise _DeliveredElsewhere
        for delivery in batch:
            row = delivery.row
            handler(Message(topic=row.topic, key=row.key, payload=row.payload, id=row.pk))


# --- both ---


@contextmanager
def _measured(pace: _Pace, taken: int, breathe: Breathe | None) -> Iterator[None]:
    started = time.perf_counter()
    yield
    seconds = time.perf_counter() - started
    pace.learn(seconds, taken)
    if breathe is not None:
        breathe(seconds)


def _fault_in(work: Callable[[], None]) -> Exception | None:
    try:
        if connection.in_atomic_block:  # under a test's own transaction: a fault must not spoil it
            with transaction.atomic():
                work()
        else:
            work()
    except Exception as fault:
        return fault
    return None


def _note_failure(name: str, ids: list[int], fault: Exception) -> None:
    tried = Delivery.objects.filter(pk__in=ids).aggregate(most=Max("attempts"))["most"] or 0
    attempts = min(tried + 1, _ATTEMPTS_SHOWN)
    reason = _reason(fault)
    log.error("relay to %s, attempt %s: %s", name, attempts, reason)
    with act():
        Delivery.objects.filter(pk__in=ids, done_at=None).update(
            attempts=attempts, error=reason, next_at=clock.now() + wait_before_attempt(attempts)
        )


def wait_before_attempt(attempts: int) -> timedelta:
    """How long a key waits after a number of failed attempts: 2 s, 4 s, 8 s … at most ten minutes."""
    times: int = 2 ** min(attempts - 1, 12)
    return min(_FIRST_WAIT * times, _LONGEST_WAIT)


def _reason(fault: Exception) -> str:
    """For the administrator; the text of an exception is left out, it may hold personal data."""
    if isinstance(fault, Refused):
        return fault.message
    frames = extract_tb(fault.__traceback__)
    place = f", {Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else ""
    return f"Lỗi của chương trình ({type(fault).__name__}{place})."
