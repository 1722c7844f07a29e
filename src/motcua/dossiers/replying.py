"""The citizen answers a supplement request where it was asked: on the dossier's own page, in one sending.

A reply is a draft like a filing: it keeps everything until it is sent. Sending is the act «complete supplement» with
the papers and the changed form, so the clock goes on by the regime's rule at that moment. `before` stays beside it:
the officer sees what changed.
"""

import json
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError

from motcua.accounts.models import Person
from motcua.catalogue.eforms.definition import Field, Form
from motcua.catalogue.eforms.keeping import form_numbered
from motcua.catalogue.eforms.standing_in import answered_by
from motcua.catalogue.eforms.validating import Answers, only_asked, wrongs
from motcua.catalogue.models import Component
from motcua.datastore.writing import act
from motcua.dossiers import filing_online as online
from motcua.dossiers import filing_papers, own_drafts
from motcua.dossiers.actions import perform
from motcua.dossiers.enums import Act, State
from motcua.dossiers.fees_reckoned import Reckoned, reckoned, told_anew, told_with
from motcua.dossiers.filing_drafts import DraftPaper, FilingDraft
from motcua.dossiers.filing_online import Missing
from motcua.dossiers.law import law_for
from motcua.dossiers.ledger import snapshot_of
from motcua.dossiers.models import Dossier, DossierPaper, Event, PaperRole
from motcua.dossiers.own import follows
from motcua.dossiers.rules import commands
from motcua.dossiers.rules.decide import decide
from motcua.dossiers.rules.papers import Lack
from motcua.kernel import clock
from motcua.kernel.people import Actor
from motcua.kernel.refusals import NotFound, Refused
from motcua.storehouse.models import Paper

WAITING = (State.SUPPLEMENT_BEFORE, State.SUPPLEMENTING)
_NOT_WAITING = (
    "Hồ sơ không còn chờ bổ sung theo yêu cầu này: có thể cơ quan đã nhận giấy tờ tại quầy hoặc đã có yêu cầu khác. "
    "Mở lại trang hồ sơ để xem."
)
_NOT_THEIRS = (
    "Ông/bà không còn theo dõi hồ sơ này: nơi tiếp nhận đã sửa thông tin về người đứng tên hoặc người được ủy quyền. "
    "Phần vừa soạn chưa được gửi. Nếu có nhầm lẫn, mang giấy ủy quyền đến nơi tiếp nhận."
)


@dataclass(frozen=True, slots=True)
class Line:
    """One thing asked for: a component, a paper outside them, or (`by_form`) a correction of the form."""

    name: str
    lack: Lack
    words: str = ""
    component: Component | None = None
    extra_id: int | None = None
    by_form: bool = False

    @property
    def key(self) -> str:
        """Its name on the page."""
        return f"ngoai-{self.extra_id}" if self.extra_id else str(self.component.pk if self.component else "")


@dataclass(frozen=True, slots=True)
class Request:
    """A supplement request as the citizen must answer it. `due_if_now`: the new appointment if it is sent now."""

    number: int
    asked_at: datetime
    reason: str
    lines: tuple[Line, ...]
    received: bool
    due_if_now: date | None = None


@dataclass(frozen=True, slots=True)
class Reply:
    """What a reply brought: words, papers (title, number in the dossier), and (field, before, after) of the form."""

    sent_at: datetime
    words: str
    papers: tuple[tuple[str, int | None], ...]
    changed: tuple[tuple[Field, Any, Any], ...]


@dataclass(frozen=True, slots=True)
class Declared:
    """What was told with an online filing: the form page by page as it stands now, how the result is wanted, and what
    was declared about fees (fee, words)."""

    form: Form | None
    topics: tuple[tuple[str, tuple[tuple[Field, Any], ...]], ...]
    result_way: str
    result_address: str
    fees: tuple[tuple[str, str], ...] = ()


def request_of(dossier: Dossier) -> Request | None:
    """What is asked now; None when the dossier does not wait for the citizen's papers."""
    if dossier.status not in WAITING:
        return None
    asked = Event.objects.filter(dossier=dossier, act=Act.ASK_SUPPLEMENT.value).order_by("-number").first()
    if asked is None:
        return None
    return Request(
        number=dossier.supplements_asked,
        asked_at=asked.happened_at,
        reason=asked.note,
        lines=_lines(dossier, asked.detail.get("items", ())),
        received=dossier.received_at is not None,
        due_if_now=_due_if_now(dossier),
    )


def _lines(dossier: Dossier, items: Any) -> tuple[Line, ...]:
    components = Component.objects.filter(version=dossier.version_id).in_bulk()
    by_form = answered_by(form_of_dossier(dossier), components.values())
    return tuple(
        Line(
            name=str(item["name"]),
            lack=Lack(item["lack"]),
            words=str(item["words"]),
            component=components.get(item["component"]),
            extra_id=item["extra"],
            by_form=item["component"] in by_form,
        )
        for item in items
    )


def _due_if_now(dossier: Dossier) -> date | None:
    """The rule that will count the clock, asked beforehand."""
    if dossier.received_on is None:
        return None
    law = law_for(dossier.version, dossier.agency, dossier.received_on)
    return decide(snapshot_of(dossier), commands.CompleteSupplement(), clock.now(), law).after.due_date


def form_of_dossier(dossier: Dossier) -> Form | None:
    """The form a dossier was filed by; None when it was filed without one."""
    stored = form_numbered(_told(dossier).get("eform"))
    return stored.form if stored else None


def declared(dossier: Dossier) -> Declared | None:
    """What the officer must read before working on it; None for a dossier that came without a form."""
    told = _told(dossier)
    if not told:
        return None
    form, answers = form_of_dossier(dossier), told.get("answers") or {}
    topics = form.asked(answers) if form else ()
    wish = told.get("result") or {}
    return Declared(
        form=form,
        topics=tuple(
            (topic.title, tuple((each, answers.get(each.name)) for each in topic.fields)) for topic in topics
        ),
        result_way=online.RESULT_WAYS.get(str(wish.get("by")), ""),
        result_address=str(wish.get("address") or ""),
        fees=tuple((str(name), str(words)) for name, words in told.get("fees") or ()),
    )


def told_in_form(dossier: Dossier) -> list[tuple[Field, Any]]:
    """What was told in the form, question by question as it stands now; empty when it was filed without a form."""
    form, answers = form_of_dossier(dossier), _told(dossier).get("answers") or {}
    return [(each, answers[each.name]) for each in form.fields() if each.name in answers] if form else []


def begin(person: Person, dossier: Dossier) -> FilingDraft:
    """The reply to what is asked now: a new one, or the one begun before. Raises Refused when nothing is asked."""
    if dossier.status not in WAITING:
        raise Refused(_NOT_WAITING, code="not_waiting")
    now, told = clock.now(), _told(dossier)
    answers = _text(told.get("answers") or {})
    begun = {"replies_to": dossier.pk, "request": dossier.supplements_asked, "person": person}
    new = {
        "token": secrets.token_urlsafe(18)[:24],
        "version": dossier.version,
        "agency": dossier.agency,
        "eform_id": told.get("eform"),
        "answers": answers,
        "before": answers,
        "created_at": now,
        "changed_at": now,
    }
    try:
        with act():
            draft, _ = FilingDraft.objects.get_or_create(**begun, defaults=new)
    except IntegrityError:  # two windows at once
        draft = FilingDraft.objects.get(**begun)
    return draft


def dossier_replied_to(draft: FilingDraft) -> Dossier:
    """The dossier a reply is for. Raises NotFound."""
    dossiers = Dossier.objects.select_related("procedure", "version", "agency")
    found = dossiers.filter(pk=draft.replies_to).first() if draft.replies_to else None
    if found is None:
        raise NotFound
    return found


def outdated(draft: FilingDraft) -> bool:
    """Whether a draft is a reply that nobody waits for any more: taken in at the desk, or asked anew since."""
    if not draft.replies_to or draft.dossier_id:
        return False
    dossier = dossier_replied_to(draft)
    return dossier.status not in WAITING or dossier.supplements_asked != draft.request


def still_missing(draft: FilingDraft, papers: Sequence[DraftPaper] | None = None) -> Missing:
    """What is still to be done before a draft can be sent, be it a filing or a reply.

    `papers`: those put in so far, when they are at hand.
    """
    papers = filing_papers.papers_of(draft) if papers is None else papers
    if not draft.replies_to:
        return online.missing(draft, papers)
    request = request_of(dossier_replied_to(draft))
    form = own_drafts.form_of_draft(draft)
    wrong = wrongs(form, own_drafts.answers_of(draft), today=clock.today()) if form else []
    components = {each.component_id for each in papers}
    extras = {each.extra_id for each in papers}
    lines = request.lines if request else ()
    others = [each.name for each in lines if each.extra_id and each.extra_id not in extras]
    changed = bool(_changed(form, draft))
    if any(each.by_form for each in lines) and not changed:
        others.append("Tờ khai: chưa sửa mục nào theo yêu cầu")
    if not (papers or changed or draft.subject):
        others = others or ["Tải giấy tờ lên, sửa tờ khai hoặc ghi lời giải trình"]
    wanted = [each.component for each in lines if each.component and not each.by_form]
    return Missing(tuple(wrong), tuple(each for each in wanted if each.pk not in components), tuple(others))


def held_papers(draft: FilingDraft) -> list[Paper]:
    """What the store holds of this person and may stand in; for a reply not what lies in the dossier already: that is
    what was found wrong."""
    held = filing_papers.held_papers(draft)
    if not draft.replies_to:
        return held
    there = set(DossierPaper.objects.filter(dossier=draft.replies_to).values_list("paper_id", flat=True))
    return [each for each in held if each.pk not in there]


def send(draft: FilingDraft, *, actor: Actor, seen: int | None = None) -> Dossier:
    """Send the reply: one act, once. The dossier goes on, its clock by the regime's rule.

    Raises Refused when its author no longer follows the dossier (asked again while it is held), when something asked
    for is missing or the dossier no longer waits, Overtaken after a change elsewhere.
    """
    dossier, key = dossier_replied_to(draft), f"bosung-{draft.token}"

    def still_theirs(dossier: Dossier) -> None:
        if not follows(draft.person, dossier.pk):
            raise Refused(_NOT_THEIRS, code="not_theirs")

    if not draft.dossier_id and not Event.objects.filter(act_key=key).exists():
        still_theirs(dossier)
        own_drafts.must_be_current(draft, seen)
        if outdated(draft):
            raise Refused(_NOT_WAITING, code="not_waiting")
        if not still_missing(draft).nothing:
            raise Refused("Phần bổ sung còn thiếu; xem những mục được nêu.", code="incomplete")
        dossier = perform(
            dossier.pk,
            commands.CompleteSupplement(draft.subject),
            actor=actor,
            seen=dossier.revision,
            papers=[filing_papers.handed_in(each) for each in filing_papers.papers_of(draft)],
            act_key=key,
            answers=_answers_after(dossier, draft),
            may=still_theirs,
        )
    with act():
        FilingDraft.objects.filter(pk=draft.pk, dossier_id=None).update(
            dossier_id=dossier.pk, changed_at=clock.now()
        )
    draft.dossier_id = dossier.pk
    return dossier


def reply_to(dossier: Dossier) -> Reply | None:
    """What the last reply brought, for the officer; None when nobody replied here."""
    replies = FilingDraft.objects.filter(replies_to=dossier.pk, dossier_id__isnull=False)
    draft = replies.order_by("-request").first()
    if draft is None:
        return None
    return Reply(
        sent_at=draft.changed_at,
        words=draft.subject,
        papers=tuple(_papers(dossier, draft)),
        changed=tuple(_changed(own_drafts.form_of_draft(draft), draft)),
    )


def _papers(dossier: Dossier, draft: FilingDraft) -> list[tuple[str, int | None]]:
    rows = DossierPaper.objects.filter(dossier=dossier, role=PaperRole.COMPONENT.value).select_related(
        "paper"
    )
    by_file = {(each.component_id, each.paper.blob_id): each.pk for each in rows}
    by_paper = {(each.component_id, each.paper_id): each.pk for each in rows}

    def number(paper: DraftPaper) -> int | None:
        if paper.reused_id:
            return by_paper.get((paper.component_id, paper.reused_id))
        return by_file.get((paper.component_id, paper.blob))

    return [(each.title, number(each)) for each in filing_papers.papers_of(draft)]


def _changed(form: Form | None, draft: FilingDraft) -> list[tuple[Field, Any, Any]]:
    if form is None:
        return []
    before: Answers = only_asked(form, json.loads(draft.before or "{}"))
    after = only_asked(form, own_drafts.answers_of(draft))
    return [
        (each, before.get(each.name), after.get(each.name))
        for each in form.fields()
        if before.get(each.name) != after.get(each.name)
    ]


def fees_changed(draft: FilingDraft) -> Reckoned | None:
    """What a reply, sent as it stands, makes of the fees; told before it is sent. None when it leaves them."""
    if not draft.replies_to:
        return None
    dossier = dossier_replied_to(draft)
    after = _answers_after(dossier, draft)
    return reckoned(dossier, dossier.answers, after) if after else None


def _answers_after(dossier: Dossier, draft: FilingDraft) -> str | None:
    form = own_drafts.form_of_draft(draft)
    if form is None or not _changed(form, draft):
        return None
    return _text(told_anew(dossier, _told(dossier), only_asked(form, own_drafts.answers_of(draft))))


def _told(dossier: Dossier) -> dict[str, Any]:
    return told_with(dossier.answers)


def _text(value: Mapping[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False)
