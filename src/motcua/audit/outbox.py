"""The outbox: what others must learn, stored with the change and delivered by the relay.

Consumers are registered by `config.plugs`. Two kinds of rows:
a *mark* (`mark`) says a thing changed: marks of one key merge, the consumer looks at the thing anew;
a *message* (`message`) says what happened: delivered in order per key.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from motcua.audit.models import Delivery, OutboxKind, OutboxRow
from motcua.datastore.rows import insert, insert_blindly, new_row
from motcua.kernel import clock

MarkHandler = Callable[[list[str]], None]
MessageHandler = Callable[["Message"], None]


@dataclass(frozen=True, slots=True)
class Message:
    """A message as its consumer sees it."""

    topic: str
    key: str
    payload: Mapping[str, Any]
    id: int


@dataclass(frozen=True, slots=True)
class Consumer:
    """Somebody who listens to topics, with a handler for each kind it wants."""

    name: str
    topics: frozenset[str]
    on_marks: MarkHandler | None = None
    on_message: MessageHandler | None = None


_consumers: dict[str, Consumer] = {}


def register_consumer(
    name: str,
    topics: Iterable[str],
    *,
    on_marks: MarkHandler | None = None,
    on_message: MessageHandler | None = None,
) -> None:
    """Let a consumer listen; registering a name again replaces it."""
    _consumers[name] = Consumer(name, frozenset(topics), on_marks, on_message)


def consumers() -> Mapping[str, Consumer]:
    """Everyone who listens, by name."""
    return _consumers


def mark(topic: str, *keys: str | int) -> None:
    """Inside an act: these things changed."""
    _write([(OutboxKind.MARK, topic, str(key), {}) for key in keys])


def message(topic: str, key: str | int, payload: Mapping[str, Any]) -> None:
    """Inside an act: this happened to the thing with this key. The payload holds no personal data."""
    _write([(OutboxKind.MESSAGE, topic, str(key), dict(payload))])


def messages(topic: str, items: Iterable[tuple[str | int, Mapping[str, Any]]]) -> None:
    """Inside an act: several things happened, in this order."""
    _write([(OutboxKind.MESSAGE, topic, str(key), dict(payload)) for key, payload in items])


def _write(items: list[tuple[OutboxKind, str, str, dict[str, Any]]]) -> None:
    now = clock.now()
    wanted = [(item, names) for item in items if (names := _listeners(item[0], item[1]))]
    rows = insert(
        [
            OutboxRow(kind=kind, topic=topic, key=key, payload=payload, created_at=now)
            for (kind, topic, key, payload), _ in wanted
        ]
    )
    insert_blindly(
        [
            new_row(Delivery, row_id=row.pk, consumer=name, key=row.key, next_at=now)
            for row, (_, names) in zip(rows, wanted, strict=True)
            for name in names
        ]
    )


def _listeners(kind: OutboxKind, topic: str) -> list[str]:
    return [
        consumer.name
        for consumer in _consumers.values()
        if topic in consumer.topics
        and (consumer.on_marks if kind == OutboxKind.MARK else consumer.on_message) is not None
    ]
