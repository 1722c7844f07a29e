"""Filing online: a draft is begun, its form answered, what is wished told, until it is sent as one act.

A draft (`own_drafts`) keeps everything until then; its papers are in `filing_papers`.
"""

import json
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from motcua.accounts.models import Person
from motcua.catalogue.eforms.definition import Form, Topic
from motcua.catalogue.eforms.filling import EARLIER, Carried, carry_over, prefilled
from motcua.catalogue.eforms.keeping import form_for
from motcua.catalogue.eforms.validating import Answers, Wrong, only_asked, wrongs, wrongs_on
from motcua.catalogue.enums import OnlineLevel
from motcua.catalogue.listing import versions_of
from motcua.catalogue.models import Component, Procedure, ProcedureVersion
from motcua.catalogue.queries import is_receivable
from motcua.datastore import changing
from motcua.datastore.prepared import Prepared
from motcua.datastore.rows import insert
from motcua.dossiers.actions import file
from motcua.dossiers.enums import Channel
from motcua.dossiers.filing import Applicant, Filing
from motcua.dossiers.filing_drafts import DraftPaper, FilingDraft
from motcua.dossiers.filing_fees import Said, as_told, fees_asked, owed_on, said_on
from motcua.dossiers.filing_papers import handed_in, papers_missing, papers_of, papers_wanted
from motcua.dossiers.known_answers import earlier_of, known_of
from motcua.dossiers.models import Dossier
from motcua.dossiers.own_drafts import answers_of, change, form_of_draft, must_be_current
from motcua.kernel import clock
from motcua.kernel.people import Actor
from motcua.kernel.phrases import Phrase
from motcua.kernel.refusals import NotFound, Refused
from motcua.organisation.models import Agency

RESULT_WAYS = {
    "desk": "Nhận tại nơi tiếp nhận",
    "online": "Nhận bản điện tử trên trang của tôi",
    "post": "Nhận qua bưu chính công ích",
}
_ONLINE = (OnlineLevel.FULL.value, OnlineLevel.PARTIAL.value)
_MOST_DRAFTS = 20


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
    if len(_OPEN.all(person.pk)) >= _MOST_DRAFTS:
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
    with changing.alone():
        insert([draft])
    return draft


_OPEN = Prepared(
    lambda person: FilingDraft.objects.filter(person_id=person, dossier_id=None, replies_to=None).only("pk"),
    int,
)


def _known(form: Form, person: Person, agency: Agency, version: ProcedureVersion) -> Answers:
    asks_earlier = any(each.prefill == EARLIER for each in form.fields())
    earlier = earlier_of(person, version) if asks_earlier else {}
    return prefilled(form, known_of(person, agency, form), earlier)


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
    change(draft, eform_id=now_used.pk, answers=_text(carried.answers), lost=_text(kept))


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
    change(draft, seen=seen, answers=_text(answers))
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
    change(
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
    change(draft, seen=seen, subject=subject.strip())


def missing(draft: FilingDraft, papers: Sequence[DraftPaper] | None = None) -> Missing:
    """What is still to be done. `papers`: those put in so far, when they are at hand."""
    form = form_of_draft(draft)
    wrong = wrongs(form, answers_of(draft), today=clock.today()) if form else []
    there = papers_of(draft) if papers is None else papers
    return Missing(tuple(wrong), tuple(papers_missing(papers_wanted(draft), there)))


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
    sent = {"dossier_id": dossier.pk, "answers": "", "changed_at": clock.now()}
    with changing.alone():
        changing.change(FilingDraft, draft.pk, sent, only_if={})
    draft.dossier_id = dossier.pk
    return dossier


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


def _text(value: Mapping[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False)
