"""Writing the record. Called inside an act, so that what happened and its record are one."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from motcua.audit.models import AuditRow
from motcua.datastore.rows import insert_blindly, new_row
from motcua.kernel import clock
from motcua.kernel.people import Actor


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing to record. `action` is dotted: context, then verb (`dossiers.receive`)."""

    actor: Actor
    action: str
    kind: str
    key: str
    agency: str = ""
    detail: Mapping[str, Any] = field(default_factory=dict)
    happened_at: datetime | None = None
    recorded_at: datetime | None = None


def record(
    actor: Actor,
    *,
    action: str,
    kind: str,
    key: str | int,
    agency: str = "",
    detail: Mapping[str, Any] | None = None,
    happened_at: datetime | None = None,
) -> None:
    """Record one thing, now; `happened_at` only when it was done earlier (nhập bổ sung)."""
    record_many([Entry(actor, action, kind, str(key), agency, detail or {}, happened_at)])


def record_many(entries: Iterable[Entry]) -> None:
    """Record several things in one statement."""
    now = clock.now()
    insert_blindly([_row(entry, now) for entry in entries])


def _row(entry: Entry, now: datetime) -> AuditRow:
    row = new_row(
        AuditRow,
        happened_at=entry.happened_at or now,
        recorded_at=entry.recorded_at or now,
        actor_kind=entry.actor.kind,
        actor_id=entry.actor.id,
        actor_label=entry.actor.label,
        agency=entry.agency or entry.actor.agency,
        action=entry.action,
        kind=entry.kind,
        key=entry.key,
        detail=dict(entry.detail),
    )
    row.digest = digest_of(row)
    return row


def digest_of(row: AuditRow) -> str:
    """SHA-256 over everything a row says, in a fixed order and writing."""
    said = [
        # In UTC, as the database gives it back, whatever zone the moment was told in.
        row.happened_at.astimezone(UTC).isoformat(), row.recorded_at.astimezone(UTC).isoformat(),
        row.actor_kind, row.actor_id, row.actor_label, row.agency, row.action, row.kind, row.key, row.detail,
    ]  # fmt: skip
    text = json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
