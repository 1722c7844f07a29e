"""Acts of feedback: rating a dossier; receiving, turning away, answering and publishing a petition.

Each marks what it touched, so that figures follow within seconds.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q

from motcua.audit.outbox import mark
from motcua.audit.record import Entry, record, record_many
from motcua.datastore.counters import take_number
from motcua.datastore.locking import locked
from motcua.datastore.writing import act
from motcua.dossiers.models import Dossier
from motcua.feedback.enums import PetitionChannel, PetitionKind, PetitionState, RatingChannel, Reason
from motcua.feedback.models import Petition, PetitionCounter, Rating
from motcua.feedback.rules import Clocks, Length, check_rating, must_be
from motcua.kernel import clock
from motcua.kernel.people import Actor
from motcua.kernel.refusals import Refused
from motcua.organisation.models import Agency
from motcua.regimes.queries import rules_on
from motcua.worktime.cases import Unit
from motcua.worktime.queries import calendar_for


@dataclass(frozen=True, slots=True, kw_only=True)
class NewRating:
    """A rating as given. `given_at` only when it is not now (slips typed in later, the sample)."""

    dossier: Dossier
    satisfied: bool
    score: int
    channel: RatingChannel
    reasons: tuple[Reason, ...] = ()
    comment: str = ""
    given_at: datetime | None = None


def rate(
    dossier: Dossier,
    *,
    satisfied: bool,
    score: int,
    channel: RatingChannel,
    reasons: Sequence[Reason] = (),
    comment: str = "",
    actor: Actor,
) -> Rating:
    """Rate a dossier, 1 (worst) to 5; again on the same channel replaces the rating before."""
    rating = NewRating(
        dossier=dossier,
        satisfied=satisfied,
        score=score,
        channel=channel,
        reasons=tuple(reasons),
        comment=comment,
    )
    return rate_many([rating], actor=actor)[0]


def rate_many(ratings: Sequence[NewRating], *, actor: Actor) -> list[Rating]:
    """Many ratings in one act; of two for one dossier and channel the later in the list holds."""
    for rating in ratings:
        check_rating(rating.score, satisfied=rating.satisfied)
    now = clock.now()
    last = {(rating.dossier.pk, rating.channel): place for place, rating in enumerate(ratings)}
    rows = [
        _rating(rating, now, current=last[rating.dossier.pk, rating.channel] == place)
        for place, rating in enumerate(ratings)
    ]
    with act():
        _put_aside(ratings)
        Rating.objects.bulk_create(rows, batch_size=500)
        record_many(_entry(rating, actor) for rating in ratings)
        mark("dossier", *sorted({rating.dossier.pk for rating in ratings}))
    return rows


def receive_petition(
    agency: Agency,
    *,
    text: str,
    channel: PetitionChannel,
    kind: PetitionKind,
    actor: Actor,
    sender: str = "",
    dossier: Dossier | None = None,
    code: str = "",
) -> Petition:
    """Take in a petition and start its clocks. `code` when the national portal gave one already.

    Refuses an empty text, and a day without a calendar or without the rules of petitions.
    """
    if not text.strip():
        raise Refused("Hãy ghi nội dung phản ánh, kiến nghị.", field="text")
    petition = _new_petition(agency, clock.now())
    petition.text, petition.sender = text.strip(), sender.strip()
    petition.channel, petition.kind, petition.dossier = channel.value, kind.value, dossier
    with act():
        petition.code = code or _next_code(clock.local_day(petition.received_at), agency)
        petition.save(force_insert=True)
        _tell(petition, actor, "feedback.receive_petition")
    return petition


def turn_away(petition_id: int, *, reason: str, actor: Actor, transferred_to: str = "") -> Petition:
    """Refuse a petition, or transfer it to the body named in `transferred_to`; both have the short clock."""
    state = PetitionState.TRANSFERRED if transferred_to else PetitionState.REFUSED
    if not reason.strip():
        raise Refused("Hãy ghi lý do để người phản ánh biết.", field="reason")
    answer = f"Chuyển {transferred_to.strip()}: {reason.strip()}" if transferred_to else reason.strip()
    return _close(petition_id, state, answer, actor, "feedback.turn_away_petition")


def answer_petition(petition_id: int, *, answer: str, actor: Actor) -> Petition:
    """Answer a petition; from now the clock of publication runs."""
    if not answer.strip():
        raise Refused("Hãy ghi nội dung trả lời.", field="answer")
    return _close(petition_id, PetitionState.ANSWERED, answer.strip(), actor, "feedback.answer_petition")


def publish_answer(petition_id: int, *, actor: Actor) -> Petition:
    """Publish the answer of a petition."""
    with act():
        petition = _locked(petition_id)
        must_be(petition.status, PetitionState.ANSWERED)
        petition.state, petition.published_at = PetitionState.PUBLISHED.value, clock.now()
        petition.save(update_fields=["state", "published_at"])
        _tell(petition, actor, "feedback.publish_answer")
    return petition


def note_reactions(petition_id: int, *, likes: int, dislikes: int, follow_up: bool, actor: Actor) -> Petition:
    """Take over what people say about a published answer: counts as they stand, and a new petition on it."""
    with act():
        petition = _locked(petition_id)
        must_be(petition.status, PetitionState.PUBLISHED)
        petition.likes, petition.dislikes, petition.follow_up = likes, dislikes, follow_up
        petition.save(update_fields=["likes", "dislikes", "follow_up"])
        _tell(petition, actor, "feedback.note_reactions")
    return petition


def _rating(rating: NewRating, now: datetime, *, current: bool) -> Rating:
    return Rating(
        dossier=rating.dossier,
        satisfied=rating.satisfied,
        score=rating.score,
        reasons=[reason.value for reason in rating.reasons],
        comment=rating.comment.strip(),
        channel=rating.channel.value,
        given_at=rating.given_at or now,
        current=current,
    )


def _put_aside(ratings: Sequence[NewRating]) -> None:
    """The ratings that these replace; one statement a channel."""
    by_channel: dict[RatingChannel, list[int]] = {}
    for rating in ratings:
        by_channel.setdefault(rating.channel, []).append(rating.dossier.pk)
    replaced = Q(pk__in=[])
    for channel, dossiers in by_channel.items():
        replaced |= Q(channel=channel.value, dossier_id__in=dossiers)
    Rating.objects.filter(replaced, current=True).update(current=False)


def _entry(rating: NewRating, actor: Actor) -> Entry:
    detail = {"channel": rating.channel.value, "satisfied": rating.satisfied, "score": rating.score}
    return Entry(
        actor,
        "feedback.rate",
        "dossier",
        str(rating.dossier.pk),
        rating.dossier.agency.code,
        detail,
        rating.given_at,
    )


def _new_petition(agency: Agency, received_at: datetime) -> Petition:
    day = clock.local_day(received_at)
    calendar, clocks = calendar_for(agency.chain, day), _clocks(agency, day)
    due_on = clocks.handle.last_day(day, calendar)
    return Petition(
        agency=agency,
        agency_code=agency.code,
        received_at=received_at,
        refuse_due_on=clocks.refuse.last_day(day, calendar),
        supplement_due_on=clocks.supplement.last_day(day, calendar),
        handle_due_on=due_on,
        statute_due_on=clocks.law.last_day(day, calendar),
        calendar_version=calendar.version_of(day, due_on),
    )


def _clocks(agency: Agency, day: date) -> Clocks:
    rule = rules_on(day, scopes=agency.chain)

    def length(key: str) -> Length:
        value = rule(key)
        return Length(int(value["value"]), Unit(value["unit"]))

    return Clocks(
        refuse=length("petition.refused"),
        supplement=length("petition.supplement"),
        handle=length("petition.answer_portal"),
        publish=length("petition.published"),
        law=length("petition.answer_law"),
    )


def _next_code(day: date, agency: Agency) -> str:
    pattern = str(rules_on(day, scopes=agency.chain)("code.petition"))
    number = take_number(PetitionCounter, kind="petition", unit="", period=f"{day:%Y%m%d}")
    return pattern.format(day=day, number=number)


def _close(petition_id: int, state: PetitionState, answer: str, actor: Actor, action: str) -> Petition:
    with act():
        petition = _locked(petition_id)
        must_be(petition.status, PetitionState.RECEIVED)
        now = clock.now()
        petition.state, petition.answer, petition.answered_at = state.value, answer, now
        if state is PetitionState.ANSWERED:
            petition.publish_due_on = _publish_due(petition, clock.local_day(now))
        petition.save(update_fields=["state", "answer", "answered_at", "publish_due_on"])
        _tell(petition, actor, action)
    return petition


def _publish_due(petition: Petition, answered_on: date) -> date:
    """Publication follows the rules of the day of receipt, and the calendar of the days it runs over."""
    length = _clocks(petition.agency, clock.local_day(petition.received_at)).publish
    return length.last_day(answered_on, calendar_for(petition.agency.chain, answered_on))


def _locked(petition_id: int) -> Petition:
    return locked(Petition, petition_id, "agency")


def _tell(petition: Petition, actor: Actor, action: str) -> None:
    detail = {"code": petition.code, "state": petition.state}
    record(actor, action=action, kind="petition", key=petition.pk, agency=petition.agency_code, detail=detail)
    mark("petition", petition.pk)
    if petition.dossier_id is not None:
        mark("dossier", petition.dossier_id)
