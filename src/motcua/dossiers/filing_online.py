"""Filing online: a draft that keeps everything until it is sent, and sending it as one act.

`draft_for` is the only way to a draft: of this person, by its token; hidden and absent answer alike. A reply lasts as
long as its author follows the dossier: a delegate who was taken out finds neither.
"""

import json
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from motcua.accounts.models import Person
from motcua.blobs.models import Blob
from motcua.catalogue.eforms.definition import Form, Topic
from motcua.catalogue.eforms.filling import EARLIER, Carried, carry_over, prefilled
from motcua.catalogue.eforms.keeping import form_for, form_numbered
from motcua.catalogue.eforms.standing_in import answered_by
from motcua.catalogue.eforms.validating import Answers, Wrong, only_asked, wrongs, wrongs_on
from motcua.catalogue.enums import OnlineLevel
from motcua.catalogue.listing import version_numbered, versions_of
from motcua.catalogue.models import Component, Procedure, ProcedureVersion
from motcua.catalogue.queries import is_receivable, parts_of
from motcua.datastore.changing import alone, change
from motcua.datastore.prepared import Prepared
from motcua.datastore.rows import insert
from motcua.datastore.writing import act
from motcua.dossiers.actions import file
from motcua.dossiers.enums import Channel
from motcua.dossiers.filing import Applicant, Filing, HandedIn
from motcua.dossiers.filing_drafts import DraftPaper, FilingDraft
from motcua.dossiers.filing_fees import Said, as_told, fees_asked, owed_on, said_on
from motcua.dossiers.known_answers import earlier_of, known_of
from motcua.dossiers.models import Dossier
from motcua.dossiers.own import dossiers_of, follows
from motcua.jobs.queue import enqueue
from motcua.kernel import clock
from motcua.kernel.people import Actor
from motcua.kernel.phrases import Phrase
from motcua.kernel.refusals import NotFound, Overtaken, Refused
from motcua.organisation.models import Agency
from motcua.organisation.queries import agency_numbered
from motcua.storehouse.enums import Origin
from motcua.storehouse.models import Paper
from motcua.storehouse.queries import held_by, held_by_person

RESULT_WAYS = {
    "desk": "Nhận tại nơi tiếp nhận",
    "online": "Nhận bản điện tử trên trang của tôi",
    "post": "Nhận qua bưu chính công ích",
}
_ONLINE = (OnlineLevel.FULL.value, OnlineLevel.PARTIAL.value)
_MOST_DRAFTS = 20
PHOTO_TO_PDF = "dossiers.photo_to_pdf"


@dataclass(frozen=True, slots=True)
class Missing:
    """What is still to be done before a draft can be sent: wrong answers and papers not yet there."""

    answers: tuple[Wrong, ...]
    papers: tuple[Component, ...]
    others: tuple[str, ...] = ()

    @property
    def nothing(self) -> bool:
        return not self.answers and not self.papers and not self.others


def version_online(procedure: Procedure, agency: Agency) -> ProcedureVersion | None:
    """The version of a procedure that can be filed online at an agency today; None when it cannot. Kept in memory."""
    today = clock.today()
    return next(
        (
            each
            for each in versions_of(procedure.code)
            if each.online_level in _ONLINE and is_receivable(each, today, agency.level)
        ),
        None,
    )


def begin(person: Person, version: ProcedureVersion, agency: Agency) -> FilingDraft:
    """A new draft with what is known about the person filled in. Raises Refused for too many open drafts."""
    now = clock.now()
    form = form_for(version, clock.today())
    answers = _known(form.form, person, agency, version) if form else {}
    # Two begun at the same moment may both pass: the bound is against filling the disc, not a number to be kept exactly.
    open_ = FilingDraft.objects.filter(person=person, dossier_id=None, replies_to=None)
    if open_.count() >= _MOST_DRAFTS:
        raise Refused(
            Phrase(
                "Ông/bà đang có {n} hồ sơ soạn dở. Gửi hoặc bỏ bớt trước khi soạn hồ sơ mới.",
                n=_MOST_DRAFTS,
            ),
            code="drafts",
        )
    draft = FilingDraft(
        token=secrets.token_urlsafe(18)[:24],
        person=person,
        version=version,
        agency=agency,
        eform_id=form.pk if form else None,
        answers=json.dumps(answers, ensure_ascii=False),
        created_at=now,
        changed_at=now,
    )
    with alone():
        insert([draft])
    return draft


def _known(form: Form, person: Person, agency: Agency, version: ProcedureVersion) -> Answers:
    asks_earlier = any(each.prefill == EARLIER for each in form.fields())
    earlier = earlier_of(person, version) if asks_earlier else {}
    return prefilled(form, known_of(person, agency, form), earlier)


def draft_for(person: Person, token: str) -> FilingDraft:
    """A draft of this person; a reply only to a dossier that is theirs still. Raises NotFound; one statement for a filing
    while catalogue and agencies stay as they are."""
    found = _DRAFT.first(person.pk, token)
    if found is None or (found.replies_to and not follows(person, found.replies_to)):
        raise NotFound
    found.person = person
    found.version = version_numbered(found.version_id)
    found.agency = agency_numbered(found.agency_id)
    return found


_DRAFT = Prepared(lambda person, token: FilingDraft.objects.filter(person_id=person, token=token), int, str)


def drafts_of(person: Person) -> list[FilingDraft]:
    """Drafts not yet sent, the newest first; replies only to dossiers that are theirs still."""
    begun = list(FilingDraft.objects.filter(person=person, dossier_id=None).order_by("-changed_at"))
    replied = [draft.replies_to for draft in begun if draft.replies_to]
    theirs = set(dossiers_of(person).filter(pk__in=replied).values_list("pk", flat=True)) if replied else ()
    mine = [draft for draft in begun if not draft.replies_to or draft.replies_to in theirs]
    for draft in mine:
        draft.version = version_numbered(draft.version_id)
    return mine


def begun_of(person: Person, procedure: Procedure) -> list[FilingDraft]:
    """Filings of a procedure begun and not yet sent, the newest first: their tokens and when they were changed."""
    mine = FilingDraft.objects.filter(
        person=person, dossier_id=None, replies_to=None, version__procedure=procedure
    )
    return list(mine.only("token", "changed_at").order_by("-changed_at"))


def form_of_draft(draft: FilingDraft) -> Form | None:
    """The form the draft was answered by."""
    stored = form_numbered(draft.eform_id)
    return stored.form if stored else None


def answers_of(draft: FilingDraft) -> Answers:
    """The answers so far."""
    return dict(json.loads(draft.answers or "{}"))


def newer_form(draft: FilingDraft) -> Carried | None:
    """What changes for a draft whose form was replaced since it was begun; None when its form is still in use."""
    now_used = form_for(draft.version, clock.today())
    if draft.dossier_id or now_used is None or now_used.pk == draft.eform_id:
        return None
    if draft.replies_to:  # the dossier stays with the form it was filed by
        return None
    old = form_of_draft(draft) or now_used.form
    return carry_over(old, now_used.form, answers_of(draft), today=clock.today())


def bring_up_to_date(draft: FilingDraft) -> None:
    """Go on with the form now in use. What no longer has a place is kept in `lost`."""
    carried = newer_form(draft)
    now_used = form_for(draft.version, clock.today())
    if carried is None or now_used is None:
        return
    kept = dict(json.loads(draft.lost or "{}")) | carried.lost
    _change(draft, eform_id=now_used.pk, answers=_text(carried.answers), lost=_text(kept))


def answer(
    draft: FilingDraft, topic: Topic, given: Mapping[str, Any], *, seen: int | None = None
) -> list[Wrong]:
    """Keep the answers of one page, right or wrong, and say what is wrong on it.

    Wrong answers are kept too: a session that ends or a battery that dies must lose nothing.
    Raises Overtaken when the draft was changed in another window since `seen`.
    """
    form = form_of_draft(draft)
    if form is None:
        raise NotFound
    names = {each.name for each in topic.fields}
    answers = {name: value for name, value in answers_of(draft).items() if name not in names}
    answers |= {name: value for name, value in given.items() if name in names and value not in (None, "", [])}
    _change(draft, seen=seen, answers=_text(answers))
    return wrongs_on(topic, form, answers, today=clock.today())


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What the page before the check tells: how the result comes, for whom this is filed (empty: for oneself), what is
    asked for in one's own words, and what only the citizen knows about the fees."""

    way: str
    address: str = ""
    name: str = ""
    identity: str = ""
    subject: str = ""
    fees: Said | None = None


def wish(draft: FilingDraft, told: Wish) -> None:
    """Keep it. Raises Refused for an unknown way, a missing address, or half a name."""
    if told.way not in RESULT_WAYS:
        raise Refused("Chọn cách nhận kết quả.", field="result_by")
    if told.way == "post" and not told.address.strip():
        raise Refused("Ghi địa chỉ để bưu chính mang kết quả đến.", field="result_address")
    if bool(told.name.strip()) != bool(told.identity.strip()):
        raise Refused("Ghi đủ họ tên và số định danh của người được nộp thay.", field="delegate_name")
    _change(
        draft,
        result_by=told.way,
        result_address=told.address.strip(),
        delegate_name=told.name.strip(),
        delegate_identity=told.identity.strip(),
        subject=told.subject.strip(),
        fees=_text(told.fees or {}),
    )


def say_what(draft: FilingDraft, subject: str, *, seen: int | None = None) -> None:
    """What is asked for, in the citizen's own words; with a reply, what the officer should know."""
    _change(draft, seen=seen, subject=subject.strip())


def put_paper(
    draft: FilingDraft, component: Component | None, blob: Blob, title: str, *, extra_id: int | None = None
) -> DraftPaper:
    """A file for a component (or a paper outside them). A photograph becomes pages of a PDF a moment later."""
    paper = _add(draft, component, DraftPaper(title=title[:500], blob=blob.pk, extra_id=extra_id))
    if blob.mime.startswith("image/"):
        enqueue(PHOTO_TO_PDF, {"paper": paper.pk, "blob": blob.pk}, unique_key=f"{PHOTO_TO_PDF}:{paper.pk}")
    return paper


def use_held(draft: FilingDraft, component: Component, paper_id: int) -> DraftPaper:
    """Use what the store holds of this person already. Raises NotFound for papers of others."""
    held = held_by(draft.person).filter(pk=paper_id).first()
    if held is None:
        raise NotFound
    return _add(draft, component, DraftPaper(title=held.title, reused=held))


def drop_paper(draft: FilingDraft, paper_id: int) -> None:
    """Take a paper out again."""
    _not_sent(draft)
    with act():
        DraftPaper.objects.filter(pk=paper_id, draft=draft).delete()
        _touch(draft)


def papers_of(draft: FilingDraft) -> list[DraftPaper]:
    """The papers put in so far."""
    return _PAPERS.all(draft.pk)


_PAPERS = Prepared(lambda draft: DraftPaper.objects.filter(draft_id=draft), int)


def held_papers(draft: FilingDraft) -> list[Paper]:
    """What the store holds of this person: never asked for again."""
    return held_by_person(draft.person)


def missing(draft: FilingDraft, papers: Sequence[DraftPaper] | None = None) -> Missing:
    """What is still to be done. `papers`: those put in so far, when they are at hand."""
    form = form_of_draft(draft)
    wrong = wrongs(form, answers_of(draft), today=clock.today()) if form else []
    there = papers_of(draft) if papers is None else papers
    return Missing(tuple(wrong), tuple(_papers_missing(papers_wanted(draft), there)))


def papers_to_prepare(version: ProcedureVersion) -> list[Component]:
    """What somebody who is about to begin must have at hand, what everybody needs first."""
    form = form_for(version, clock.today())
    wanted = _papers_beside(form.form if form else None, version)
    return sorted(wanted, key=lambda each: not each.required or bool(each.condition))


def papers_wanted(draft: FilingDraft) -> list[Component]:
    """The components to hand in with a draft."""
    return _papers_beside(form_of_draft(draft), draft.version)


def _papers_beside(form: Form | None, version: ProcedureVersion) -> list[Component]:
    """The components to hand in here: not what is only shown, nor what the form answered here stands for."""
    components = sorted(parts_of(version).components, key=lambda each: each.pk)
    answered = answered_by(form, components)
    return [each for each in components if not each.present_only and each.pk not in answered]


def _papers_missing(components: Sequence[Component], papers: Sequence[DraftPaper]) -> list[Component]:
    """Required components without a paper: conditional ones are the citizen's to judge, of alternatives one is
    enough."""
    there = {paper.component_id for paper in papers}
    groups = {each.alternative_group for each in components if each.alternative_group and each.pk in there}
    return [
        each
        for each in components
        if each.required
        and not each.condition
        and each.pk not in there
        and each.alternative_group not in groups
    ]


def send(draft: FilingDraft, *, actor: Actor, seen: int | None = None) -> Dossier:
    """File it. Sent twice is sent once. Raises Refused while something is missing, Overtaken after a change elsewhere."""
    if draft.dossier_id:
        return Dossier.objects.get(pk=draft.dossier_id)
    must_be_current(draft, seen)
    if newer_form(draft) is not None:
        raise Refused("Mẫu tờ khai vừa được thay. Xem lại những chỗ thay đổi rồi gửi.", code="form_changed")
    papers = papers_of(draft)
    if not missing(draft, papers).nothing:
        raise Refused("Hồ sơ còn thiếu; xem những mục được nêu.", code="incomplete")
    dossier = file(_filing(draft, papers), actor=actor, act_key=f"nop-{draft.token}")
    with act():
        FilingDraft.objects.filter(pk=draft.pk).update(
            dossier_id=dossier.pk, answers="", changed_at=clock.now()
        )
    draft.dossier_id = dossier.pk
    return dossier


def throw_away(draft: FilingDraft) -> None:
    """The citizen does not want it any more; a sent one stays."""
    _not_sent(draft)
    with act():
        FilingDraft.objects.filter(pk=draft.pk, dossier_id=None).delete()


def forget_old(before: Any, *, limit: int = 200) -> int:
    """Delete drafts nobody touched since a moment: what was never sent is not ours to keep."""
    old = FilingDraft.objects.filter(dossier_id=None, changed_at__lt=before).order_by("pk")
    with act():
        keys = list(old.values_list("pk", flat=True)[:limit])
        FilingDraft.objects.filter(pk__in=keys).delete()
    return len(keys)


def _filing(draft: FilingDraft, papers: Sequence[DraftPaper]) -> Filing:
    person = draft.person
    form = form_of_draft(draft)
    answers = only_asked(form, answers_of(draft)) if form else {}
    told = {
        "eform": draft.eform_id,
        "answers": answers,
        "result": {"by": draft.result_by, "address": draft.result_address},
        "fees": as_told(fees_asked(draft.version), said_on(draft)),
    }
    return Filing(
        version_id=draft.version_id,
        agency_id=draft.agency_id,
        desk_id=draft.agency_id,
        applicant=Applicant(
            name=draft.delegate_name or person.name,
            identity_number=draft.delegate_identity or person.identity_number,
            birth_date=None if draft.delegate_name else person.birth_date,
            phone=person.phone,
            # Who files for somebody is reached in that one's place; where that one lives they did not say.
            address="" if draft.delegate_name else person.address,
            email=person.email,
        ),
        channel=Channel.ONLINE,
        subject=draft.subject,
        delegate_name=person.name if draft.delegate_name else "",
        delegate_identity=person.identity_number if draft.delegate_name else "",
        papers=tuple(handed_in(paper) for paper in papers),
        fees=owed_on(draft).lines,
        fee_online_possible=True,
        answers=_text(told),
    )


def handed_in(paper: DraftPaper) -> HandedIn:
    """A paper of a draft as an act takes it."""
    if paper.reused_id:
        return HandedIn(
            paper.title, Origin.REUSED.value, component_id=paper.component_id, reused_paper_id=paper.reused_id
        )
    return HandedIn(paper.title, Origin.UPLOADED.value, component_id=paper.component_id, blob=paper.blob)


def _add(draft: FilingDraft, component: Component | None, paper: DraftPaper) -> DraftPaper:
    if component is not None and component.version_id != draft.version_id:
        raise NotFound
    _not_sent(draft)
    paper.draft, paper.component, paper.added_at = draft, component, clock.now()
    with act():
        _touch(draft)
        insert([paper])
    return paper


def _not_sent(draft: FilingDraft) -> None:
    if draft.dossier_id:
        raise Refused("Hồ sơ này đã gửi, không sửa ở đây được nữa.", code="sent")


def must_be_current(draft: FilingDraft, seen: int | None) -> None:
    """Raises Overtaken when the draft was changed in another window since `seen`."""
    if seen is not None and seen != draft.revision:
        raise Overtaken("Hồ sơ này vừa được sửa ở cửa sổ khác. Xem lại nội dung mới nhất rồi tiếp tục.")


def _touch(draft: FilingDraft) -> None:
    """Within an act: the draft is another one from now on. Raises Refused when it was sent meanwhile."""
    now = clock.now()
    if not change(
        FilingDraft, draft.pk, {"changed_at": now}, only_if={"dossier_id": None}, count_up="revision"
    ):
        _why_not(draft, None)
    draft.revision, draft.changed_at = draft.revision + 1, now


def _change(draft: FilingDraft, *, seen: int | None = None, **columns: Any) -> None:
    """Write some columns, unless the draft was sent meanwhile or changed since `seen`; one statement when it was not."""
    _not_sent(draft)
    now = clock.now()
    current = {"dossier_id": None} if seen is None else {"dossier_id": None, "revision": seen}
    with alone():
        stored = change(
            FilingDraft, draft.pk, {**columns, "changed_at": now}, only_if=current, count_up="revision"
        )
    if not stored:
        _why_not(draft, seen)
    for name, value in columns.items():
        setattr(draft, name, value)
    draft.revision, draft.changed_at = (draft.revision if seen is None else seen) + 1, now


def _why_not(draft: FilingDraft, seen: int | None) -> None:
    """Raises the reason for which a draft could not be changed."""
    stored = FilingDraft.objects.filter(pk=draft.pk).first()
    if stored is None:
        raise NotFound
    _not_sent(stored)
    must_be_current(stored, seen)


def _text(value: Mapping[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False)
