"""Drafts of results: made from a template, edited as docx in versions, submitted, approved into the dossier or returned.

The document becomes a PDF/A with every version, so that approving many is quick and a leader reads what will be signed.
**The hook for signing:** an approved draft is a paper of the dossier with role RESULT, unsigned, whose blob is that PDF/A.
"""

import logging
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

from django.db import InterfaceError, OperationalError
from django.db.models import OuterRef, QuerySet, Subquery

from motcua.audit import outbox
from motcua.audit.record import record
from motcua.blobs import store
from motcua.datastore.prepared import PreparedValues
from motcua.datastore.writing import act
from motcua.dossiers.access import dossiers_for
from motcua.dossiers.draft_templates import DraftKind, built_in, values
from motcua.dossiers.ledger import TOPIC
from motcua.dossiers.models import Dossier, DossierPaper, PaperRole
from motcua.dossiers.paper_trail import Draft, DraftState, DraftVersion
from motcua.kernel import clock
from motcua.kernel.people import Actor
from motcua.kernel.refusals import NotFound, Refused
from motcua.kernel.text import squeeze
from motcua.organisation.access import paths_where
from motcua.organisation.enums import Right
from motcua.organisation.rules import Officer
from motcua.storehouse.actions import NewPaper, keep
from motcua.storehouse.enums import Origin, PaperKind
from motcua.storehouse.template_models import Template

log = logging.getLogger(__name__)

_FAULT = "Lỗi khi làm dự thảo này; các dự thảo khác không bị ảnh hưởng. Mở riêng để làm, nếu vẫn lỗi thì báo quản trị viên."

_EDITABLE = (DraftState.WRITING, DraftState.RETURNED)


@dataclass(frozen=True, slots=True)
class Choice:
    """What a draft starts from: a kind, with an office's own template or the packaged one."""

    kind: DraftKind
    template: Template | None = None

    @property
    def label(self) -> str:
        return self.template.name if self.template else f"{self.kind.label} (mẫu gốc)"

    @property
    def key(self) -> str:
        return f"{self.kind.value}.{self.template.pk if self.template else 0}"


def choices_for(dossier: Dossier) -> list[Choice]:
    """The templates that fit a dossier: its procedure's own first, then those for all, then the packaged ones."""
    keys = {kind.key: kind for kind in DraftKind}
    rows = Template.objects.filter(
        kind__in=keys, scope__in=dossier.agency.chain, procedure__in=("", dossier.procedure.code), active=True
    )
    own = sorted(rows, key=lambda row: (row.procedure == "", row.name, row.pk))
    return [Choice(keys[row.kind], row) for row in own] + [Choice(kind) for kind in DraftKind]


def start(dossier: Dossier, choice: Choice, *, title: str, officer: Officer) -> Draft:
    """A draft filled with the dossier's data. Refuses a dossier that is not being settled."""
    if not dossier.status.open:
        raise Refused("Chỉ soạn kết quả khi hồ sơ đang được giải quyết.", code="not_open")
    document, pdf = _filled(dossier, choice, officer)
    now = clock.now()
    named = f"{choice.kind.label}: {dossier.procedure.short_name or dossier.procedure.name}"
    draft = Draft(
        dossier=dossier, kind=choice.kind.value, title=squeeze(title) or named[:300],
        state=DraftState.WRITING.value, made_at=now, made_by=officer.actor.label, staff_id=officer.staff_id,
    )  # fmt: skip
    blobs = store.put(document), store.put(pdf)
    with act():
        draft.save(force_insert=True)
        DraftVersion(
            draft=draft, number=1, document=blobs[0], pdf=blobs[1], note="Điền từ mẫu", made_at=now,
            made_by=officer.actor.label,
        ).save(force_insert=True)  # fmt: skip
        _record(draft, officer.actor, "draft", {"kind": draft.kind})
    return draft


def revise(draft: Draft, content: bytes, *, file_name: str, note: str, actor: Actor) -> DraftVersion:
    """An edited document as the next version. Refuses what is no sound docx, and a draft that lies with the leader."""
    from motcua.rendering import bounded

    if not file_name.lower().endswith(".docx"):
        raise Refused("Dự thảo phải là tệp Word (.docx).", field="file")
    try:
        drawn = bounded.draw(content, made_at=clock.now())
    except bounded.Fault as fault:
        raise Refused(str(fault), field="file", code="unfit") from fault
    document, pdf = store.put(content, declared_name=file_name), store.put(drawn.pdf)
    with act():
        row = _held(draft.pk)
        _must_be_editable(row)
        last = DraftVersion.objects.filter(draft=row).order_by("-number").first()
        version = DraftVersion(
            draft=row, number=(last.number if last else 0) + 1, document=document, pdf=pdf, note=squeeze(note)[:300],
            made_at=clock.now(), made_by=actor.label,
        )  # fmt: skip
        version.save(force_insert=True)
        Draft.objects.filter(pk=row.pk).update(state=DraftState.WRITING.value)
        _record(row, actor, "draft_version", {"version": version.number})
    return version


def submit(draft: Draft, *, actor: Actor) -> None:
    """Put the latest version before the leader."""
    with act():
        row = _held(draft.pk)
        _must_be_editable(row)
        Draft.objects.filter(pk=row.pk).update(state=DraftState.SUBMITTED.value, submitted_at=clock.now())
        _record(row, actor, "draft_submitted", {})


def give_back(draft: Draft, *, words: str, actor: Actor) -> None:
    """The leader returns a draft with words. Refuses silence."""
    if not squeeze(words):
        raise Refused("Ghi ý kiến để người soạn biết phải sửa gì.", field="words")
    with act():
        row = _held(draft.pk)
        _must_be_submitted(row)
        Draft.objects.filter(pk=row.pk).update(
            state=DraftState.RETURNED.value,
            answer=words.strip(),
            decided_at=clock.now(),
            decided_by=actor.label,
        )
        _record(row, actor, "draft_returned", {})


def approve(draft: Draft, *, actor: Actor, words: str = "") -> DossierPaper:
    """The leader approves: the PDF/A of the latest version becomes the dossier's result paper, ready to be signed."""
    with act():
        row = _held(draft.pk)
        _must_be_submitted(row)
        dossier = row.dossier
        if not dossier.status.open:
            raise Refused("Hồ sơ không còn đang giải quyết nên không duyệt được kết quả.", code="not_open")
        version = DraftVersion.objects.filter(draft=row).order_by("-number").first()
        assert version is not None  # noqa: S101 - a draft is made with its first version
        now = clock.now()
        [paper] = keep(
            [
                NewPaper(
                    kind=PaperKind.RESULT, title=row.title, origin=Origin.PRODUCED, blob=version.pdf_id,
                    owner=dossier.business or dossier.person, issuer=dossier.agency.name, digitised_at=now,
                )
            ]
        )  # fmt: skip
        link = DossierPaper(dossier=dossier, role=PaperRole.RESULT, paper=paper)
        link.save(force_insert=True)
        Draft.objects.filter(pk=row.pk).update(
            state=DraftState.APPROVED.value,
            answer=words.strip(),
            decided_at=now,
            decided_by=actor.label,
            result=link,
        )
        _record(row, actor, "draft_approved", {"version": version.number, "paper": link.pk})
        outbox.mark(TOPIC, dossier.pk)
    return link


@dataclass(frozen=True, slots=True)
class Decision:
    """What a leader says of many drafts: approved or returned, with words for all and words for single ones.

    `seen_at`: when the leader read them; what was submitted anew after that is not decided on.
    """

    approves: bool
    seen_at: datetime
    words: str = ""
    own_words: Mapping[int, str] = field(default_factory=dict)

    def words_for(self, draft_id: int) -> str:
        """The words of one draft: its own, else those for all."""
        return squeeze(self.own_words.get(draft_id, "")) or self.words


def decide_many(
    drafts: Iterable[Draft],
    decision: Decision,
    *,
    actor: Actor,
    after: Callable[[int], object] = lambda done: None,
) -> tuple[list[int], dict[int, str]]:
    """Approve or return many, each in an act of its own: ids of those done, and why the others were not, by draft.

    Run again after a stop, what this leader decided so before counts as done.
    """
    done: list[int] = []
    refused: dict[int, str] = {}
    for place, draft in enumerate(drafts, 1):
        try:
            _decide_one(draft, decision, actor)
            done.append(draft.pk)
        except NotFound:
            refused[draft.pk] = "Dự thảo không còn."
        except Refused as refusal:
            refused[draft.pk] = refusal.message
        except (OperationalError, InterfaceError):
            raise  # the database, not this draft: the whole work is tried again
        except Exception as fault:  # a fault of one draft must not hold up a hundred others
            log.error("draft %s, one of many: %s", draft.pk, type(fault).__name__)
            refused[draft.pk] = _FAULT
        after(place)
    return done, refused


def _decide_one(draft: Draft, decision: Decision, actor: Actor) -> None:
    row = Draft.objects.get(pk=draft.pk)
    wanted = DraftState.APPROVED if decision.approves else DraftState.RETURNED
    if (
        row.status is wanted
        and row.decided_by == actor.label
        and (row.decided_at or clock.now()) >= decision.seen_at
    ):
        return
    if row.status is DraftState.SUBMITTED and row.submitted_at and row.submitted_at > decision.seen_at:
        raise Refused(
            "Người soạn đã trình lại sau khi ông/bà mở danh sách. Xem bản mới rồi quyết định.",
            code="overtaken",
        )
    words = decision.words_for(row.pk)
    if decision.approves:
        approve(row, words=words, actor=actor)
    else:
        give_back(row, words=words, actor=actor)


def drafts_of(dossier: Dossier) -> list[Draft]:
    """Every draft of a dossier, the newest first."""
    return list(Draft.objects.filter(dossier=dossier).order_by("-pk"))


def drafts_to_decide(officer: Officer) -> QuerySet[Draft]:
    """Drafts of the agencies an officer signs for, oldest submission first, with the number of their latest version.

    Those of dossiers only received at the officer's desk are decided by the agency that settles them.
    """
    last = DraftVersion.objects.filter(draft=OuterRef("pk")).order_by("-number").values("number")[:1]
    return (
        Draft.objects.filter(paths_where(officer, Right.SIGN_OFF, field="dossier__agency__path"))
        .select_related("dossier", "dossier__procedure")
        .annotate(last=Subquery(last))
        .order_by("submitted_at", "pk")
    )


class SentBack(NamedTuple):
    """A draft that a leader sent back, as its author's list of work shows it."""

    pk: int
    title: str
    answer: str
    decided_by: str
    decided_at: datetime
    code: str | None
    tracking: str

    @property
    def dossier(self) -> str:
        """How its dossier is called."""
        return self.code or self.tracking


_SENT_BACK = PreparedValues(
    lambda writers: (
        Draft.objects.filter(staff_id__in=writers, state=DraftState.RETURNED.value)
        .order_by("-decided_at")
        .values_list(
            "pk", "title", "answer", "decided_by", "decided_at", "dossier__code", "dossier__tracking"
        )
    )
)


def returned_to(officer: Officer, *, most: int) -> list[SentBack]:
    """Drafts that an officer wrote, also one stood in for, and that a leader sent back; the latest first."""
    rows = _SENT_BACK.of([officer.staff_id, *officer.in_place_of], many=most)
    return [SentBack._make(row) for row in rows]


def draft_for(officer: Officer, number: int, right: Right) -> Draft:
    """One draft with its dossier. Raises NotFound when hidden or absent."""
    rows = Draft.objects.filter(dossier__in=dossiers_for(officer, right))
    found = (
        rows.select_related("dossier", "dossier__agency", "dossier__desk", "dossier__procedure")
        .filter(pk=number)
        .first()
    )
    if found is None:
        raise NotFound
    return found


def versions_of(draft: Draft) -> list[DraftVersion]:
    """Every version, the newest first."""
    return list(
        DraftVersion.objects.filter(draft=draft).select_related("document", "pdf").order_by("-number")
    )


def _filled(dossier: Dossier, choice: Choice, officer: Officer) -> tuple[bytes, bytes]:
    from motcua.rendering import bounded

    template = store.read_blob(choice.template.source_id) if choice.template else built_in(choice.kind)
    try:
        filled = bounded.fill(template, values(dossier, officer.name), made_at=clock.now())
    except bounded.Fault as fault:
        raise Refused(f"Không điền được mẫu: {fault}", field="choice", code="template") from fault
    return filled.docx, filled.pdf


def _held(number: int) -> Draft:
    row = (
        Draft.objects.select_for_update(of=("self",))
        .select_related("dossier", "dossier__agency", "dossier__person", "dossier__business")
        .filter(pk=number)
        .first()
    )
    if row is None:
        raise NotFound
    return row


def _must_be_editable(row: Draft) -> None:
    if row.status not in _EDITABLE:
        raise Refused(
            f"Dự thảo {row.status.label.lower()} nên chưa sửa được. Tải lại trang để xem.", code="overtaken"
        )


def _must_be_submitted(row: Draft) -> None:
    if row.status is not DraftState.SUBMITTED:
        raise Refused(
            f"Dự thảo {row.status.label.lower()}, không chờ duyệt. Tải lại trang để xem.", code="overtaken"
        )


def _record(row: Draft, actor: Actor, verb: str, detail: dict[str, object]) -> None:
    record(
        actor, action=f"dossiers.{verb}", kind="dossier", key=row.dossier_id, agency=row.dossier.agency.code,
        detail={"draft": row.pk, **detail},
    )  # fmt: skip
