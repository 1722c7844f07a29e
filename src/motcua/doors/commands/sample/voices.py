"""What the sample's citizens say afterwards: ratings and petitions. Shares are assumptions."""

from datetime import date, datetime, timedelta
from random import Random

from motcua.doors.commands.sample.lives import CITIZEN, RATES
from motcua.dossiers.enums import State
from motcua.dossiers.models import Dossier
from motcua.feedback.actions import (
    NewRating,
    answer_petition,
    note_reactions,
    publish_answer,
    rate_many,
    receive_petition,
)
from motcua.feedback.enums import Attitude, PetitionChannel, PetitionKind, RatingChannel, SlipForm
from motcua.feedback.slips import NewSlip, answer_slips
from motcua.kernel import clock
from motcua.kernel.people import SYSTEM

_RATED = 0.22
_SLIPS = 0.15
_PETITIONS_PER_DOSSIER = 1 / 120


def rate_and_complain(chance: Random, *, until: date) -> None:
    """Ratings of returned dossiers, and petitions with their answers."""
    returned = Dossier.objects.filter(state=State.RETURNED.value).select_related("agency").order_by("code")
    ratings = []
    for dossier in returned:
        if chance.random() < _RATED:
            ratings.append(_rating(dossier, chance))
        if chance.random() < _PETITIONS_PER_DOSSIER:
            _petition(dossier, chance, until)
    rate_many(ratings, actor=CITIZEN)
    _slips(list(returned), Random(chance.random()))  # noqa: S311 - a sample, no secret


def _slips(returned: list[Dossier], chance: Random) -> None:
    """Slips of the nine indices that came with the receipts: most citizens came once and complained of nobody."""
    slips = [
        NewSlip(
            dossier=dossier,
            form=SlipForm.RECEIPT,
            channel=RatingChannel.SLIP,
            contacts=chance.choice((0, 0, 0, 0, 1, 2)),
            bodies=chance.choice((0, 0, 0, 1)),
            attitude=chance.choice((Attitude.GOOD,) * 12 + (Attitude.FAIR, Attitude.COMPLAINT)),
            given_at=dossier.returned_at,
        )
        for dossier in returned
        if chance.random() < _SLIPS
    ]
    answer_slips(slips, actor=CITIZEN)


def _rating(dossier: Dossier, chance: Random) -> NewRating:
    given = dossier.returned_at or dossier.filed_at
    satisfied = chance.random() < RATES.get(given.year, RATES[max(RATES)]).happy
    return NewRating(
        dossier=dossier,
        satisfied=satisfied,
        score=chance.choice((4, 5, 5, 5) if satisfied else (1, 2, 3)),
        channel=RatingChannel.ONLINE if dossier.channel == "online" else RatingChannel.DEVICE,
        given_at=given,
    )


def _petition(dossier: Dossier, chance: Random, until: date) -> None:
    received = (dossier.returned_at or dossier.filed_at) + timedelta(days=chance.randrange(1, 10))
    answered = received + timedelta(days=chance.randrange(2, 20))
    published = answered + timedelta(hours=20)
    kind = chance.choice(list(PetitionKind))
    unhappy = chance.random() < 0.2
    end = clock.at_local(until, 18)
    if received > end:
        return
    with clock.frozen(received):
        petition = receive_petition(
            dossier.agency,
            text="Nội dung phản ánh mẫu, do hệ thống đặt ra để dùng thử.",
            channel=PetitionChannel.PORTAL,
            kind=kind,
            actor=SYSTEM,
            dossier=dossier,
        )
    if _done(answered, end):
        with clock.frozen(answered):
            answer_petition(petition.pk, answer="Nội dung trả lời mẫu.", actor=SYSTEM)
    if _done(published, end):
        with clock.frozen(published):
            publish_answer(petition.pk, actor=SYSTEM)
            note_reactions(
                petition.pk,
                likes=0 if unhappy else 2,
                dislikes=2 if unhappy else 0,
                follow_up=False,
                actor=SYSTEM,
            )


def _done(at: datetime, end: datetime) -> bool:
    return at <= end
