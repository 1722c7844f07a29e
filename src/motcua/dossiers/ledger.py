"""What an act, or many acts, will write, gathered first and stored together.

One act goes through here exactly like three thousand: the statements are the same, only with more rows.
"""

import secrets
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import models

from motcua.audit import outbox
from motcua.audit.models import OutboxRow
from motcua.audit.record import Entry, record_many
from motcua.datastore import rows
from motcua.datastore.counters import take_number
from motcua.datastore.fields import with_derived
from motcua.datastore.rows import insert, insert_blindly, new_row, sent_together, under_drawn_key
from motcua.dossiers import numbering
from motcua.dossiers.filing import HandedIn
from motcua.dossiers.models import (
    Dossier,
    DossierCounter,
    DossierFee,
    DossierPaper,
    Event,
    PaperRole,
    StepRun,
)
from motcua.dossiers.reuse import Answered, keep_answers
from motcua.dossiers.rules import codes
from motcua.dossiers.rules.changes import Changes, NewEvent
from motcua.dossiers.rules.clocks import Law, step_due
from motcua.dossiers.rules.snapshot import COLUMNS, Snapshot, changed_columns
from motcua.kernel.people import Actor
from motcua.kernel.refusals import Overtaken
from motcua.payments.models import Order
from motcua.storehouse.actions import NewPaper, keep
from motcua.storehouse.enums import Origin, PaperKind
from motcua.storehouse.models import Paper

TOPIC = "dossier"
_KINDS = {
    PaperRole.COMPONENT: PaperKind.COMPONENT,
    PaperRole.RESULT: PaperKind.RESULT,
    PaperRole.ATTACHMENT: PaperKind.ATTACHED,
}
# Letters and digits that nobody mistakes for one another when reading a code aloud.
_ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"


@dataclass
class Page:
    """One dossier in the ledger: how it was, how it will be, and every row that goes with it."""

    dossier: Dossier
    before: Snapshot
    after: Snapshot
    law: Law
    new: bool
    events: list[tuple[NewEvent, Actor, str | None]] = field(default_factory=list)
    steps: list[StepRun] = field(default_factory=list)
    closed_step_at: datetime | None = None
    papers: list[tuple[PaperRole, HandedIn, datetime]] = field(default_factory=list)
    orders: list[tuple[Order, bool]] = field(default_factory=list)
    beside: list[models.Model] = field(default_factory=list)
    amended: list[models.Model] = field(default_factory=list)
    corrected: dict[str, Any] = field(default_factory=dict)

    def enter(self, changes: Changes, actor: Actor, act_key: str | None = None) -> None:
        """Add what one act changes."""
        self.after = changes.after
        self.events.append((changes.event, actor, act_key))
        if changes.steps.close:
            self._close_step(changes.event.happened_at)
        if changes.steps.open is not None:
            self._open_step(changes, actor)

    def _close_step(self, at: datetime) -> None:
        if self.steps:
            self.steps[-1].finished_at = at
        else:
            self.closed_step_at = at

    def _open_step(self, changes: Changes, actor: Actor) -> None:
        number = changes.steps.open or 0
        step = self.law.steps[number - 1]
        started = changes.event.happened_at
        self.steps.append(
            StepRun(
                dossier=self.dossier,
                number=number,
                name=step.name,
                performer=step.performer,
                agency_code=actor.agency,
                holder_id=changes.steps.holder_id,
                started_at=started,
                due_at=step_due(started, step, self.law),
            )
        )


def new_tracking() -> str:
    """A tracking number nobody can guess: 12 signs of 31, read in groups of four."""
    return "".join(secrets.choice(_ALPHABET) for _ in range(12))


def snapshot_of(dossier: Dossier) -> Snapshot:
    """A stored dossier as the rules see it."""
    values = {name: getattr(dossier, name) for name in COLUMNS}
    values["state"] = dossier.status
    values["clock_events"] = tuple(dossier.clock_events)
    return Snapshot(**values)


def write(pages: Iterable[Page]) -> None:
    """Store everything the pages hold. Called inside `act()`; raises Overtaken when a revision has moved."""
    pages = list(pages)
    papers = _keep_papers(pages)
    _give_codes(pages)
    _store_dossiers(pages)
    with sent_together():
        _store_what_goes_with(pages, papers)


def write_as_last(pages: list[Page]) -> None:
    """The same for new dossiers, when nothing of the act is stored after it.

    One alone whose keys were drawn (`draw_keys`) takes its number in the very last statement: every other desk of the unit
    waits from there to the commit.
    """
    if len(pages) != 1 or not _can_be_numbered_last(pages[0]):
        write(pages)
        return
    (page,) = pages
    _copy(page.after, page.dossier)
    with sent_together():
        _store_what_goes_with(pages, _keep_papers(pages))
        code = numbering.store_last(page.dossier, page.law.code_pattern, page.law.code_unit)
    page.after = codes.with_code(page.after, code)
    page.dossier.code = code


def _can_be_numbered_last(page: Page) -> bool:
    law, day = page.law, page.after.received_on
    if not page.new or day is None or numbering.code_in_sql(law.code_pattern, law.code_unit, day) is None:
        return False
    return under_drawn_key(page.dossier)


def draw_keys(papers: int, orders: int) -> None:
    """Within `sent_together`: the ids of one new dossier, of so many papers and orders, and of its mark."""
    rows.draw_keys({Order: orders, Paper: papers, Dossier: 1, OutboxRow: 1})


def _store_what_goes_with(pages: list[Page], papers: list[tuple[Page, PaperRole, HandedIn, Paper]]) -> None:
    _store_links(pages, papers)
    _store_steps(pages)
    _store_events(pages)
    outbox.mark(TOPIC, *(page.dossier.pk for page in pages))


def _keep_papers(pages: list[Page]) -> list[tuple[Page, PaperRole, HandedIn, Paper]]:
    wanted = [(page, role, given, at) for page in pages for role, given, at in page.papers]
    fresh = [item for item in wanted if item[2].reused_paper_id is None]
    kept = iter(keep([_new_paper(*item) for item in fresh]))
    return [
        (page, role, given, Paper(pk=given.reused_paper_id) if given.reused_paper_id else next(kept))
        for page, role, given, _ in wanted
    ]


def _new_paper(page: Page, role: PaperRole, given: HandedIn, at: datetime) -> NewPaper:
    return NewPaper(
        kind=_KINDS[role],
        title=given.title,
        origin=Origin(given.origin),
        origin_source=given.origin_source,
        blob=given.blob,
        signed=given.signed,
        owner=page.dossier.business or page.dossier.person,
        digitised_at=at if given.blob or given.origin_source else None,
        shared_at=given.shared_at,
        created_at=at,
    )


def _give_codes(pages: list[Page]) -> None:
    """Codes without gaps: numbers of one unit and day are taken together, in order of receipt."""
    due: dict[tuple[str, str], list[Page]] = defaultdict(list)
    for page in pages:
        if page.after.received_at is not None and page.before.received_at is None:
            due[page.law.code_unit, page.after.received_on.isoformat()].append(page)  # type: ignore[union-attr]
    for (unit, day), waiting in sorted(due.items()):
        waiting.sort(key=lambda page: page.after.received_at)  # type: ignore[arg-type, return-value]
        first = take_number(DossierCounter, kind=numbering.KIND, unit=unit, period=day, many=len(waiting))
        for number, page in enumerate(waiting, start=first):
            code = codes.format_code(page.law.code_pattern, unit, page.after.received_on, number)
            page.after = codes.with_code(page.after, code)


def _store_dossiers(pages: list[Page]) -> None:
    fresh = [page for page in pages if page.new]
    for page in fresh:
        _copy(page.after, page.dossier)
    insert([page.dossier for page in fresh])
    for page in pages:
        if not page.new:
            _update(page)


def _update(page: Page) -> None:
    changes = with_derived(Dossier, page.corrected) | changed_columns(page.before, page.after)
    stored = Dossier.objects.filter(pk=page.dossier.pk, revision=page.before.revision).update(**changes)
    if stored != 1:
        raise Overtaken("Hồ sơ vừa được người khác xử lý. Tải lại trang để xem, rồi làm tiếp nếu cần.")
    _copy(page.after, page.dossier)


def _copy(snapshot: Snapshot, dossier: Dossier) -> None:
    for name in COLUMNS:
        setattr(dossier, name, getattr(snapshot, name))
    dossier.clock_events = list(snapshot.clock_events)


def _store_links(pages: list[Page], papers: list[tuple[Page, PaperRole, HandedIn, Paper]]) -> None:
    insert_blindly(
        [
            new_row(
                DossierPaper,
                dossier_id=page.dossier.pk,
                role=role,
                component_id=given.component_id,
                paper_id=paper.pk,
                reused=given.reused_paper_id is not None or given.origin in ("reused", "database"),
            )
            for page, role, given, paper in papers
        ]
    )
    keep_answers(
        Answered(page.dossier, given, paper, page.after.received_at or page.after.filed_at)
        for page, role, given, paper in papers
        if role is PaperRole.COMPONENT
    )
    insert_blindly(
        [
            DossierFee(dossier=page.dossier, order=order, duty=duty)
            for page in pages
            for order, duty in page.orders
        ]
    )
    beside: dict[type[models.Model], list[models.Model]] = defaultdict(list)
    for page in pages:
        for row in page.beside:
            beside[type(row)].append(row)
    for alike in beside.values():
        insert_blindly(alike)
    for page in pages:
        for row in page.amended:
            row.save()


def _store_steps(pages: list[Page]) -> None:
    for page in pages:
        if page.closed_step_at is not None:
            StepRun.objects.filter(dossier=page.dossier, finished_at=None).update(
                finished_at=page.closed_step_at
            )
    insert_blindly([row for page in pages for row in page.steps])


def _store_events(pages: list[Page]) -> None:
    told = [(page, *event) for page in pages for event in page.events]
    insert_blindly([_event_row(page, event, actor, key) for page, event, actor, key in told])
    record_many(
        Entry(
            actor=actor,
            action=f"dossiers.{event.act.value}",
            kind="dossier",
            key=str(page.dossier.pk),
            agency=page.dossier.agency.code,
            detail={"from": event.from_state, "to": event.to_state, "revision": event.number},
            happened_at=event.happened_at,
            recorded_at=event.happened_at,
        )
        for page, event, actor, _ in told
    )


def _event_row(page: Page, event: NewEvent, actor: Actor, act_key: str | None) -> Event:
    return new_row(
        Event,
        dossier_id=page.dossier.pk,
        number=event.number,
        act=event.act.value,
        from_state=event.from_state,
        to_state=event.to_state,
        happened_at=event.happened_at,
        recorded_at=event.happened_at,
        actor_kind=actor.kind,
        actor_id=actor.id,
        actor_label=actor.label,
        agency_code=actor.agency,
        step=event.step,
        step_name=event.step_name,
        note=event.note,
        due_before=event.due_before,
        due_after=event.due_after,
        detail=event.detail,
        act_key=act_key,
    )
