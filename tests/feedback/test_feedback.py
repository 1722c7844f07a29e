"""Ratings and petitions: one voice a dossier and channel, clocks from the law, figures told of changes."""

from collections.abc import Callable, Iterator
from datetime import date

import pytest
from tests import factories
from tests.factories import CLERK, moment

from motcua.audit import outbox
from motcua.audit.models import AuditRow, OutboxRow
from motcua.dossiers import actions as dossier_acts
from motcua.dossiers.models import Dossier
from motcua.feedback.actions import (
    NewRating,
    answer_petition,
    note_reactions,
    publish_answer,
    rate,
    rate_many,
    receive_petition,
    turn_away,
)
from motcua.feedback.enums import PetitionChannel, PetitionKind, PetitionState, RatingChannel, Reason
from motcua.feedback.models import Petition, Rating
from motcua.feedback.queries import dissatisfied_dossiers, petitioned_dossiers
from motcua.feedback.rules import check_rating
from motcua.kernel.clock import frozen
from motcua.kernel.refusals import NotFound, Overtaken, Refused
from motcua.organisation.models import Agency

pytestmark = pytest.mark.django_db


@pytest.fixture
def commune() -> Agency:
    return factories.agency()


@pytest.fixture
def marks(monkeypatch: pytest.MonkeyPatch) -> Callable[[], set[tuple[str, str]]]:
    """Somebody listens to marks; what was told since."""
    monkeypatch.setattr(outbox, "_consumers", {})
    outbox.register_consumer("ear", ("dossier", "petition"), on_marks=lambda _: None)
    return lambda: set(OutboxRow.objects.values_list("topic", "key"))


def filed(commune: Agency) -> Dossier:
    with frozen(moment("2026-06-01 08:00")):
        return dossier_acts.file(factories.filing(factories.version(), commune), actor=CLERK)


def petition(commune: Agency, at: str = "2026-06-01 09:00", **fields: object) -> Petition:
    given: dict[str, object] = {
        "text": "Hồ sơ đất chậm hai tuần", "channel": PetitionChannel.PHONE, "kind": PetitionKind.PROCEDURE,
    }  # fmt: skip
    with frozen(moment(at)):
        return receive_petition(commune, actor=CLERK, **{**given, **fields})  # type: ignore[arg-type]


# --- ratings ------------------------------------------------------------------------------------------


def test_a_rating_is_kept_recorded_and_told(
    commune: Agency, marks: Callable[[], set[tuple[str, str]]]
) -> None:
    dossier = filed(commune)
    with frozen(moment("2026-06-09 10:00")):
        rating = rate(
            dossier, satisfied=False, score=2, channel=RatingChannel.SLIP, reasons=[Reason.TIME], actor=CLERK
        )
    rating.refresh_from_db()
    assert (rating.reasons, rating.given_at) == (["time"], moment("2026-06-09 10:00"))
    assert ("dossier", str(dossier.pk)) in marks()
    row = AuditRow.objects.get(action="feedback.rate")
    assert (row.key, row.detail["score"]) == (str(dossier.pk), 2)
    assert dissatisfied_dossiers([dossier.pk, 999]) == {dossier.pk}


def test_rating_again_on_the_same_channel_replaces_and_keeps_the_old(commune: Agency) -> None:
    dossier = filed(commune)
    rate(dossier, satisfied=False, score=1, channel=RatingChannel.DEVICE, actor=CLERK)
    rate(dossier, satisfied=True, score=5, channel=RatingChannel.DEVICE, actor=CLERK)
    assert dissatisfied_dossiers([dossier.pk]) == set()
    assert Rating.objects.filter(dossier=dossier).count() == 2
    rate(dossier, satisfied=False, score=2, channel=RatingChannel.ONLINE, actor=CLERK)
    assert dissatisfied_dossiers([dossier.pk]) == {dossier.pk}
    assert Rating.objects.filter(dossier=dossier, current=True).count() == 2


def test_many_ratings_are_one_act_of_few_statements(
    commune: Agency, django_assert_max_num_queries: Callable[[int], Iterator[None]]
) -> None:
    dossiers = [filed(commune) for _ in range(6)]
    ratings = [
        NewRating(dossier=dossier, satisfied=True, score=4, channel=RatingChannel.SLIP)
        for dossier in dossiers
    ]
    changed_mind = NewRating(dossier=dossiers[0], satisfied=False, score=2, channel=RatingChannel.SLIP)
    with django_assert_max_num_queries(8):  # type: ignore[attr-defined]
        rate_many([*ratings, changed_mind], actor=CLERK)
    assert dissatisfied_dossiers(dossier.pk for dossier in dossiers) == {dossiers[0].pk}
    assert Rating.objects.filter(current=True).count() == 6


@pytest.mark.parametrize(("score", "satisfied"), [(0, False), (6, True), (1, True), (5, False)])
def test_scores_off_the_scale_or_against_themselves_are_refused(score: int, satisfied: bool) -> None:
    with pytest.raises(Refused) as refusal:
        check_rating(score, satisfied=satisfied)
    assert refusal.value.field == "score"


# --- petitions ----------------------------------------------------------------------------------------


def test_a_petition_starts_its_clocks(commune: Agency, marks: Callable[[], set[tuple[str, str]]]) -> None:
    received = petition(commune, "2026-08-28 09:00")  # a Friday; 31/8 to 2/9/2026 are days off by then
    assert received.code == "PAKN.20260828.0001"
    assert petition(commune, "2026-08-28 09:05").code == "PAKN.20260828.0002"
    assert petition(commune, "2026-06-02 09:05").code == "PAKN.20260602.0001"
    june = petition(commune, "2026-06-01 16:00")
    assert june.refuse_due_on == date(2026, 6, 3)
    assert june.supplement_due_on == date(2026, 6, 8)
    assert june.handle_due_on == june.due_on == date(2026, 6, 22)
    assert june.statute_due_on == date(2026, 6, 21)
    assert june.calendar_version
    assert ("petition", str(june.pk)) in marks()


def test_what_was_said_is_sealed(commune: Agency) -> None:
    from django.db import connection

    petition(commune, sender="Lý A Páo, 0912 000 111")
    with connection.cursor() as cursor:
        cursor.execute("SELECT text, sender FROM feedback_petition")
        assert not {"Hồ", "Lý"} & {word for cell in cursor.fetchone() for word in cell.split()}
    assert Petition.objects.get().sender == "Lý A Páo, 0912 000 111"
    assert "Lý" not in str(AuditRow.objects.get(kind="petition").detail)


def test_answered_published_and_reacted_to(commune: Agency) -> None:
    received = petition(commune)
    with frozen(moment("2026-06-05 15:00")):
        answered = answer_petition(received.pk, answer="Đã trả hồ sơ ngày 04/6.", actor=CLERK)
    assert answered.publish_due_on == date(2026, 6, 9)
    with frozen(moment("2026-06-08 09:00")):
        published = publish_answer(received.pk, actor=CLERK)
    noted = note_reactions(received.pk, likes=1, dislikes=3, follow_up=True, actor=CLERK)
    noted.refresh_from_db()
    assert (noted.status, noted.dislikes, noted.follow_up) == (PetitionState.PUBLISHED, 3, True)
    assert noted.published_at == published.published_at == moment("2026-06-08 09:00")
    actions = AuditRow.objects.filter(kind="petition").order_by("id").values_list("action", flat=True)
    assert [action.removeprefix("feedback.") for action in actions] == [
        "receive_petition", "answer_petition", "publish_answer", "note_reactions",
    ]  # fmt: skip


def test_turned_away_petitions_have_the_short_clock(commune: Agency) -> None:
    refused = turn_away(petition(commune).pk, reason="Là đơn tố cáo", actor=CLERK)
    sent_on = turn_away(petition(commune).pk, reason="Thẩm quyền", transferred_to="Sở Tài chính", actor=CLERK)
    assert (refused.status, sent_on.status) == (PetitionState.REFUSED, PetitionState.TRANSFERRED)
    assert refused.due_on == sent_on.due_on == date(2026, 6, 3)
    assert sent_on.answer == "Chuyển Sở Tài chính: Thẩm quyền"


def test_steps_that_do_not_follow_are_refused(commune: Agency) -> None:
    received = petition(commune)
    with pytest.raises(Overtaken, match="Đang xử lý"):
        publish_answer(received.pk, actor=CLERK)
    answer_petition(received.pk, answer="Xong", actor=CLERK)
    with pytest.raises(Overtaken):
        answer_petition(received.pk, answer="Xong lần nữa", actor=CLERK)
    with pytest.raises(Overtaken):
        turn_away(received.pk, reason="Muộn", actor=CLERK)
    with pytest.raises(NotFound):
        publish_answer(999_999, actor=CLERK)
    for empty in ({"text": " "},):
        with pytest.raises(Refused):
            petition(commune, **empty)
    with pytest.raises(Refused):
        answer_petition(received.pk, answer=" ", actor=CLERK)


def test_a_petition_about_a_dossier_marks_it(
    commune: Agency, marks: Callable[[], set[tuple[str, str]]]
) -> None:
    dossier = filed(commune)
    OutboxRow.objects.all().delete()
    about = petition(commune, dossier=dossier)
    assert ("dossier", str(dossier.pk)) in marks()
    assert petitioned_dossiers([dossier.pk]) == {dossier.pk}
    turn_away(about.pk, reason="Trùng", actor=CLERK)
    assert petitioned_dossiers([dossier.pk]) == set()


def test_the_portal_gives_its_own_code(commune: Agency) -> None:
    assert petition(commune, code="PAKN.20200812.0012").code == "PAKN.20200812.0012"
