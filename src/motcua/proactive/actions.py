"""Acts: find and tell once; prepare a draft; file on the citizen's word; decline, agree, take back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from motcua.accounts.models import Person
from motcua.audit.record import record
from motcua.catalogue.models import Component, Procedure
from motcua.datastore.writing import act
from motcua.dossiers import filing_online as online
from motcua.dossiers import filing_papers, own_drafts
from motcua.dossiers.filing_drafts import FilingDraft
from motcua.dossiers.models import Dossier
from motcua.kernel import clock
from motcua.kernel.people import SYSTEM, Actor
from motcua.kernel.refusals import NotFound, Refused
from motcua.messaging.actions import News, tell
from motcua.messaging.ports import Contact
from motcua.organisation.models import Agency
from motcua.organisation.queries import home_agency
from motcua.proactive.cases import case_named, cases
from motcua.proactive.enums import OfferState
from motcua.proactive.knowing import known_of, people_concerned
from motcua.proactive.models import Offer, Wish
from motcua.proactive.rules import Due, due

ABOUT = "proactive"
_AT_ONCE = 200


@dataclass(frozen=True, slots=True)
class Carried:
    """What filing on the citizen's word came to: a dossier, or a draft that still misses something."""

    dossier: Dossier | None
    draft: FilingDraft


def find_and_tell(today: date) -> int:
    """Find what is due for everybody and tell each once; answers how many offers are new. Safe to run again."""
    in_force = [case for case in cases() if case.holds_on(today)]
    people = people_concerned(in_force, today)
    found = 0
    for start in range(0, len(people), _AT_ONCE):
        found += _find_for(people[start : start + _AT_ONCE], today)
    with act():
        Offer.objects.filter(state=OfferState.OPEN.value, until__lt=today).update(
            state=OfferState.PASSED.value
        )
    return found


def _find_for(people: Sequence[int], today: date) -> int:
    wishes = {(one.person_id, one.case): one.wanted for one in Wish.objects.filter(person__in=people)}
    there = set(Offer.objects.filter(person__in=people).values_list("person_id", "case", "subject"))
    now = clock.now()
    fresh = [
        _offer(person, one, now, agreed=wishes.get((person, one.case.key), False))
        for person, known in known_of(people).items()
        for one in due(cases(), known, today)
        if wishes.get((person, one.case.key), True) and (person, one.case.key, one.subject) not in there
    ]
    with act():
        Offer.objects.bulk_create(fresh)
        if fresh:
            record(SYSTEM, action="proactive.find", kind="offer", key="", detail={"offers": len(fresh)})
    # A message that was not told because the machine stopped here is told by the next round.
    untold = Offer.objects.filter(person__in=people, state=OfferState.OPEN.value).select_related("person")
    tell([_news(one) for one in untold])
    return len(fresh)


def _offer(person: int, one: Due, now: datetime, *, agreed: bool) -> Offer:
    return Offer(
        person_id=person, case=one.case.key, subject=one.subject, day=one.day, until=one.until,
        level=one.case.level_for(agreed=agreed), words=one.words, found_at=now,
    )  # fmt: skip


def _news(offer: Offer) -> News:
    case = case_named(offer.case)
    name = case.name if case else "Việc sắp đến"
    return News(
        about=ABOUT, key=str(offer.pk), number=1, person_id=offer.person_id,
        contact=Contact(phone=offer.person.phone, email=offer.person.email), title=f"Việc sắp đến: {name}",
        text=f"{offer.words}\n\nXem và làm tiếp ở mục «Việc sắp đến» sau khi đăng nhập; không muốn nhận tin này thì tắt ở đó.",
        short="Ong/ba co viec sap den han. Dang nhap trang mot cua, muc Viec sap den de xem.",
        happened_at=offer.found_at,
    )  # fmt: skip


def offer_for(person: Person, number: int) -> Offer:
    """An open offer of this person. Raises NotFound: hidden and absent answer alike."""
    found = Offer.objects.filter(pk=number, person=person, state=OfferState.OPEN.value).first()
    if found is None:
        raise NotFound
    return found


def prepare(offer: Offer, person: Person, code: str, *, actor: Actor) -> FilingDraft:
    """A draft with everything filled in that is known: answers, what it is about, papers of the store.

    Levels 2 to 4. Raises Refused for a reminder, a procedure the case does not name, or one not filed online here.
    """
    case = case_named(offer.case)
    if case is None or offer.level < 2 or code not in case.procedures:
        raise Refused("Việc này chỉ nhắc; làm tại nơi ghi trong tin nhắc.", code="reminder")
    draft = _draft(offer, person, code)
    with act():
        Offer.objects.filter(pk=offer.pk).update(
            state=OfferState.TAKEN.value, answered_at=clock.now(), done_level=min(offer.level, 3), draft_token=draft.token
        )  # fmt: skip
        record(
            actor,
            action="proactive.prepare",
            kind="offer",
            key=offer.pk,
            detail={"case": offer.case, "procedure": code},
        )
    return draft


def carry_out(offer: Offer, person: Person, *, confirmed: bool, actor: Actor) -> Carried:
    """File for the person, who has just confirmed it. What is missing opens as a draft instead, never a bad dossier.

    Level 4 only. Raises Refused without confirmation.
    """
    case = case_named(offer.case)
    if case is None or offer.level < 4:
        raise Refused("Việc này chưa được ông/bà đồng ý cho thực hiện.", code="no_consent")
    if not confirmed:
        raise Refused("Đánh dấu xác nhận rồi mới nộp được.", field="confirmed", code="unconfirmed")
    draft = _draft(offer, person, case.procedures[0])
    _answer_what_was_confirmed(draft, dict(case.answers))
    if not online.missing(draft).nothing:
        with act():
            Offer.objects.filter(pk=offer.pk).update(
                state=OfferState.TAKEN.value, answered_at=clock.now(), done_level=2, draft_token=draft.token
            )
        return Carried(None, draft)
    dossier = online.send(draft, actor=actor)
    with act():
        Offer.objects.filter(pk=offer.pk).update(
            state=OfferState.TAKEN.value, answered_at=clock.now(), done_level=4, draft_token=draft.token,
            dossier_id=dossier.pk,
        )  # fmt: skip
        detail = {"case": offer.case, "dossier": dossier.pk, "confirmed": True}
        record(
            actor,
            action="proactive.carry_out",
            kind="offer",
            key=offer.pk,
            agency=dossier.agency.code,
            detail=detail,
        )
    return Carried(dossier, draft)


def _draft(offer: Offer, person: Person, code: str) -> FilingDraft:
    procedure = Procedure.objects.filter(code=code).first()
    agency = agency_for(person)
    version = online.version_online(procedure, agency) if procedure and agency else None
    if version is None or agency is None:
        raise Refused(
            "Thủ tục này chưa nộp trực tuyến được tại đây; xem cách nộp ở trang thủ tục.", code="not_online"
        )
    draft = online.begin(person, version, agency)
    online.say_what(draft, offer.words[:1000])
    held = {paper.title_folded: paper for paper in reversed(filing_papers.held_papers(draft))}
    for component in Component.objects.filter(version=version, form_code="", present_only=False):
        if component.name_folded in held:
            filing_papers.use_held(draft, component, held[component.name_folded].pk)
    return draft


def _answer_what_was_confirmed(draft: FilingDraft, confirmed: dict[str, Any]) -> None:
    """The statement a citizen confirms answers some questions of the form; nothing else is answered for them."""
    form = own_drafts.form_of_draft(draft)
    for topic in form.topics if form else ():
        names = {each.name for each in topic.fields}
        if names & confirmed.keys():
            known = {name: value for name, value in own_drafts.answers_of(draft).items() if name in names}
            online.answer(draft, topic, known | confirmed)


def agency_for(person: Person) -> Agency | None:
    """Where the person filed last, while that agency lasts; else the home agency."""
    last = Dossier.objects.filter(person=person).select_related("agency").order_by("-filed_at").first()
    if last and Agency.objects.on(clock.today()).filter(pk=last.agency_id).exists():
        return last.agency
    return home_agency(clock.today())


def decline(offer: Offer, *, actor: Actor) -> None:
    """This one is not needed; the case itself goes on."""
    with act():
        Offer.objects.filter(pk=offer.pk, state=OfferState.OPEN.value).update(
            state=OfferState.DECLINED.value, answered_at=clock.now()
        )
        record(actor, action="proactive.decline", kind="offer", key=offer.pk, detail={"case": offer.case})


def wish(person: Person, key: str, wanted: bool | None, *, actor: Actor) -> None:
    """Agree to a case at its full level, refuse it, or (None) take either back. Open offers follow at once."""
    case = case_named(key)
    if case is None:
        raise NotFound
    now = clock.now()
    with act():
        Wish.objects.filter(person=person, case=key).delete()
        if wanted is not None:
            Wish.objects.create(person=person, case=key, wanted=wanted, since=now)
        opened = Offer.objects.filter(person=person, case=key, state=OfferState.OPEN.value)
        opened.update(level=case.level_for(agreed=bool(wanted)))
        if wanted is False:
            opened.update(state=OfferState.DECLINED.value, answered_at=now)
        else:  # what a refusal closed is there again while its time lasts
            Offer.objects.filter(
                person=person, case=key, state=OfferState.DECLINED.value, until__gte=clock.today()
            ).update(state=OfferState.OPEN.value, answered_at=None, level=case.level_for(agreed=bool(wanted)))
        record(
            actor,
            action="proactive.wish",
            kind="person",
            key=person.pk,
            detail={"case": key, "wanted": wanted},
        )
