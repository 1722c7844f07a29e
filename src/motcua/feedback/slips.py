"""Acts on the slips of the nine indices: an answer from paper, page or device; a complaint found to be untrue.

What the citizen says of a dossier never names who answered, nor is it shown to the officers who handled it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q

from motcua.audit.outbox import mark
from motcua.audit.record import Entry, record, record_many
from motcua.datastore.locking import locked
from motcua.datastore.writing import act
from motcua.dossiers.models import Dossier
from motcua.feedback.enums import Attitude, RatingChannel, Reason, SlipForm
from motcua.feedback.models import Rating, Slip
from motcua.feedback.rules import check_rating, check_slip
from motcua.kernel import clock
from motcua.kernel.people import Actor
from motcua.kernel.phrases import Phrase
from motcua.kernel.refusals import Refused


@dataclass(frozen=True, slots=True, kw_only=True)
class NewSlip:
    """A slip as answered. `given_at` only when it is not now (slips typed in later, the sample).

    `score` 1 to 5 when the citizen also rated: it is stored as the rating of the dossier on that channel, with its
    reasons and words. Who only rates leaves no slip.
    """

    dossier: Dossier
    form: SlipForm
    channel: RatingChannel
    contacts: int | None = None
    own_fault: bool = False
    bodies: int | None = None
    attitude: Attitude | None = None
    score: int | None = None
    reasons: tuple[Reason, ...] = ()
    comment: str = ""
    given_at: datetime | None = None

    @classmethod
    def filled(cls, dossier: Dossier, given: Mapping[str, Any], channel: RatingChannel) -> "NewSlip":
        """The slip that the questions' form gives (its cleaned values), on a citizen's page or typed in by an officer."""
        return cls(
            dossier=dossier,
            form=SlipForm(given["form"]),
            channel=channel,
            contacts=given["contacts"],
            own_fault=given["own_fault"],
            bodies=given["bodies"],
            attitude=Attitude(given["attitude"]) if given["attitude"] else None,
            score=int(given["score"]) if given["score"] else None,
            reasons=tuple(Reason(each) for each in given["reasons"]),
            comment=given["comment"],
        )

    @property
    def answers(self) -> bool:
        """Whether a question of the nine indices was answered."""
        return self.contacts is not None or self.bodies is not None or self.attitude is not None

    @property
    def satisfied(self) -> bool:
        """Three and above is content, as the five faces of the device are read."""
        return (self.score or 0) >= 3


def answer_slip(slip: NewSlip, *, actor: Actor) -> Slip | None:
    """Keep one answered slip; None when it only rates. See `answer_slips`."""
    return next(iter(answer_slips([slip], actor=actor)), None)


def answer_slips(slips: Sequence[NewSlip], *, actor: Actor) -> list[Slip]:
    """Keep answered slips in one act, ratings included; of two for one form and channel the later holds.

    Refuses a slip without any answer, words or reasons without a score (they would be lost), numbers out of range,
    and a dossier that never got the form.
    """
    for slip in slips:
        _check(slip)
    now = clock.now()
    with act():
        _put_aside(slips)
        rows = Slip.objects.bulk_create(_rows([slip for slip in slips if slip.answers], now), batch_size=500)
        Rating.objects.bulk_create(_ratings(slips, now), batch_size=500)
        record_many(_entry(slip, actor) for slip in slips)
        mark("dossier", *sorted({slip.dossier.pk for slip in slips}))
    return rows


def find_unfounded(slip_id: int, *, reason: str, actor: Actor) -> Slip:
    """Note that a complaint on a slip was looked into and is untrue: it is not counted any more (Điều 13, index 7)."""
    if not reason.strip():
        raise Refused("Hãy ghi kết luận xác minh.", field="reason")
    with act():
        slip = locked(Slip, slip_id, "dossier__agency")
        if slip.attitude != Attitude.COMPLAINT.value:
            raise Refused("Phiếu này không có phản ánh về thái độ.", code="no_complaint")
        slip.unfounded = reason.strip()[:500]
        slip.save(update_fields=["unfounded"])
        detail = {"form": slip.form, "channel": slip.channel}
        agency = slip.dossier.agency.code
        record(
            actor, action="feedback.find_unfounded", kind="slip", key=slip.pk, agency=agency, detail=detail
        )
        mark("dossier", slip.dossier_id)
    return slip


def forms_of(dossier: Dossier) -> tuple[SlipForm, ...]:
    """The forms a dossier was handed, each with a slip."""
    found = []
    if dossier.received_at is not None:
        found.append(SlipForm.RECEIPT)
    if dossier.supplements_asked:
        found.append(SlipForm.SUPPLEMENT)
    if dossier.state == "rejected" or dossier.outcome == "refused":
        found.append(SlipForm.REFUSAL)
    return tuple(found)


def _check(slip: NewSlip) -> None:
    if slip.answers or slip.score is None:
        check_slip(slip.contacts, slip.bodies, slip.attitude.value if slip.attitude else "")
    if slip.score is not None:
        check_rating(slip.score, satisfied=slip.satisfied)
    elif slip.comment.strip() or slip.reasons:
        raise Refused("Chọn thêm mức hài lòng để ý kiến, lý do được ghi lại.", field="score", code="no_score")
    if slip.form not in forms_of(slip.dossier):
        raise Refused(
            Phrase(
                "Hồ sơ này không có mẫu {number} ({form}); xem lại mẫu ghi trên phiếu.",
                number=slip.form.value,
                form=slip.form.label,
            ),
            field="form",
            code="form_not_issued",
        )


def _key(slip: NewSlip) -> tuple[int, str, str]:
    return slip.dossier.pk, slip.form.value, slip.channel.value


def _rows(slips: Sequence[NewSlip], now: datetime) -> list[Slip]:
    last = {_key(slip): place for place, slip in enumerate(slips)}
    return [
        Slip(
            dossier=slip.dossier,
            form=slip.form.value,
            channel=slip.channel.value,
            contacts=slip.contacts,
            own_fault=slip.own_fault,
            bodies=slip.bodies,
            attitude=slip.attitude.value if slip.attitude else "",
            given_at=slip.given_at or now,
            current=last[_key(slip)] == place,
        )
        for place, slip in enumerate(slips)
    ]


def _ratings(slips: Sequence[NewSlip], now: datetime) -> list[Rating]:
    rated = [slip for slip in slips if slip.score is not None]
    last = {(slip.dossier.pk, slip.channel): place for place, slip in enumerate(rated)}
    return [
        Rating(
            dossier=slip.dossier,
            satisfied=slip.satisfied,
            score=slip.score or 1,
            reasons=[reason.value for reason in slip.reasons],
            comment=slip.comment.strip(),
            channel=slip.channel.value,
            given_at=slip.given_at or now,
            current=last[slip.dossier.pk, slip.channel] == place,
        )
        for place, slip in enumerate(rated)
    ]


def _put_aside(slips: Sequence[NewSlip]) -> None:
    """What these replace: one statement for slips and one for ratings of each channel and form."""
    replaced, rated = Q(pk__in=[]), Q(pk__in=[])
    places: dict[tuple[str, str], list[int]] = {}
    for slip in slips:
        if not slip.answers:
            continue
        places.setdefault((slip.form.value, slip.channel.value), []).append(slip.dossier.pk)
    for (form, channel), dossiers in places.items():
        replaced |= Q(form=form, channel=channel, dossier_id__in=dossiers)
    for channel in {slip.channel for slip in slips}:
        dossiers = [slip.dossier.pk for slip in slips if slip.score is not None and slip.channel is channel]
        rated |= Q(channel=channel.value, dossier_id__in=dossiers)
    Slip.objects.filter(replaced, current=True).update(current=False)
    Rating.objects.filter(rated, current=True).update(current=False)


def _entry(slip: NewSlip, actor: Actor) -> Entry:
    detail = {"form": slip.form.value, "channel": slip.channel.value}
    agency = slip.dossier.agency.code
    return Entry(
        actor, "feedback.answer_slip", "dossier", str(slip.dossier.pk), agency, detail, slip.given_at
    )
