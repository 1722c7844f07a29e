"""Dialogues: the notice seven days before, every question answered, the result within ten days, no names in public."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.db import connection
from tests import factories
from tests.factories import CLERK, moment

from motcua.feedback import dialogues
from motcua.feedback.dialogue_models import Dialogue, Question
from motcua.feedback.dialogues import NewDialogue, NewQuestion, announce_by, publish_by
from motcua.feedback.enums import Asker, DialogueCause, DialogueState, DialogueWay
from motcua.kernel.clock import frozen
from motcua.kernel.refusals import NotFound, Refused
from motcua.regimes.actions import set_value

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("held", "announce", "publish"),
    [
        (date(2026, 6, 12), date(2026, 6, 5), date(2026, 6, 22)),
        (date(2026, 3, 3), date(2026, 2, 24), date(2026, 3, 13)),
    ],
)
def test_days_are_those_of_the_calendar(held: date, announce: date, publish: date) -> None:
    assert (announce_by(held, 7), publish_by(held, 10)) == (announce, publish)


def prepared(at: str, held: str = "2026-06-12 14:00", **more: Any) -> Dialogue:
    given = {
        "agency": more.pop("agency", None) or factories.agency(), "title": "Đối thoại về hộ tịch", "cause": DialogueCause.REGULAR,
        "way": DialogueWay.IN_PERSON, "held_at": moment(held), "place": "Hội trường", "content": "Hộ tịch",
        "joining": "Gửi về Văn phòng", "chair": "Chủ tịch UBND xã", **more,
    }  # fmt: skip
    with frozen(moment(at)):
        return dialogues.prepare(NewDialogue(**given), actor=CLERK)


def test_the_notice_must_be_in_time() -> None:
    with pytest.raises(Refused, match="Chọn từ ngày 13/06/2026"):
        prepared("2026-06-06 08:00")
    row = prepared("2026-06-05 17:00", agency=factories.agency("H99.05"))
    with frozen(moment("2026-06-06 08:00")), pytest.raises(Refused, match="Hạn thông báo là 05/06/2026"):
        dialogues.announce(row.pk, how="Loa", actor=CLERK)


def test_from_the_notice_to_the_published_answers() -> None:
    row = prepared("2026-06-01 08:00")
    assert (row.announce_by, row.publish_by) == (date(2026, 6, 5), date(2026, 6, 22))
    new = NewQuestion(words="Bao giờ có kết quả?", asker=Asker.CITIZEN, asker_name="Trần Thị Hỏi")
    with frozen(moment("2026-06-03 08:00")):
        with pytest.raises(Refused, match="đang chuẩn bị"):
            dialogues.ask(row.pk, new, actor=CLERK)
        dialogues.announce(row.pk, how="Loa, niêm yết", actor=CLERK)
        before = dialogues.ask(row.pk, new, actor=CLERK)
        assert before.before
        with pytest.raises(Refused, match="Chưa đến giờ"):
            dialogues.hold(row.pk, people=40, minutes="Trao đổi", actor=CLERK)
    with frozen(moment("2026-06-12 16:00")):
        dialogues.hold(row.pk, people=40, minutes="Trao đổi", actor=CLERK)
        there = dialogues.ask(row.pk, NewQuestion(words="Mở thêm quầy?", asker=Asker.GROUP), actor=CLERK)
        assert not there.before
        dialogues.answer(before.pk, words="Năm ngày", actor=CLERK)
        with pytest.raises(Refused, match="Còn 1 câu hỏi"):
            dialogues.publish(row.pk, actor=CLERK)
        dialogues.answer(there.pk, words="Đã chuyển tại công văn 5", passed_to="UBND tỉnh", actor=CLERK)
        row = dialogues.publish(row.pk, actor=CLERK)
        with pytest.raises(Refused, match="đã công khai"):
            dialogues.answer(there.pk, words="Sửa", actor=CLERK)
    assert row.status is DialogueState.PUBLISHED
    assert dialogues.counted(Dialogue.objects.all()) == {row.pk: (2, 2)}


def test_who_asked_is_sealed() -> None:
    row = prepared("2026-06-01 08:00")
    with frozen(moment("2026-06-03 08:00")):
        dialogues.announce(row.pk, how="Loa", actor=CLERK)
        new = NewQuestion(words="Hỏi", asker=Asker.CITIZEN, asker_name="Trần Thị Hỏi")
        assert (
            Question.objects.get(pk=dialogues.ask(row.pk, new, actor=CLERK).pk).asker_name == "Trần Thị Hỏi"
        )
    with connection.cursor() as cursor:
        cursor.execute("SELECT asker_name FROM feedback_question")
        assert "Trần" not in cursor.fetchone()[0]


def test_how_many_there_should_be() -> None:
    row = prepared("2026-06-01 08:00")
    assert dialogues.owed(row.agency, 2026, date(2026, 6, 30)) == (0, 0)
    assert dialogues.owed(row.agency, 2026, date(2026, 7, 1)) == (0, 1)
    assert dialogues.owed(row.agency, 2025, date(2026, 7, 1)) == (0, 2)


def test_what_the_public_sees() -> None:
    hidden = prepared("2026-06-01 08:00")
    shown = prepared("2026-06-01 08:00", agency=factories.agency("H99.02"))
    with frozen(moment("2026-06-02 08:00")):
        dialogues.announce(shown.pk, how="Loa", actor=CLERK)
        dialogues.drop(hidden.pk, reason="Trùng lịch", actor=CLERK)
        assert list(dialogues.public_dialogues()) == [shown]
        dialogues.drop(shown.pk, reason="Bão", actor=CLERK)
    assert list(dialogues.public_dialogues()) == [shown]


PHONE = "Gọi ông Lê Văn Cần 0000 123 456 giúp tôi. Bao giờ mở đường?"


def online(row: Dialogue, words: str = PHONE, **more: Any) -> Question:
    new = NewQuestion(words=words, asker=Asker.CITIZEN, asker_name="Lê Văn Cần")
    return dialogues.ask_online(row.pk, replace(new, **more), actor=CLERK)


def test_questions_come_from_the_public_page_until_it_begins() -> None:
    row = prepared("2026-06-01 08:00")
    with frozen(moment("2026-06-03 08:00")):
        with pytest.raises(NotFound):
            online(row)
        dialogues.announce(row.pk, how="Loa", actor=CLERK)
        made = online(row)
        assert (made.online, made.before) == (True, True)
        assert online(row).pk == made.pk  # sent twice is once
        spam = online(row, "Mua nhà giá rẻ")
        set_value(actor=CLERK, key="dialogue.questions_online_most", value=2, scope=row.agency.code,
                  first_day=date(2026, 6, 3), reason="Thử")  # fmt: skip
        with pytest.raises(Refused, match="Đã nhận đủ"):
            online(row, "Câu thứ ba")
    with frozen(moment("2026-06-12 14:00")), pytest.raises(Refused, match="không nhận câu hỏi qua mạng nữa"):
        online(row, "Muộn")
    with frozen(moment("2026-06-12 17:00")):
        dialogues.hold(row.pk, people=9, minutes="Trao đổi", actor=CLERK)
        with pytest.raises(Refused, match="vì sao"):
            dialogues.leave_out(spam.pk, reason=" ", actor=CLERK)
        dialogues.leave_out(spam.pk, reason="Quảng cáo", actor=CLERK)
        dialogues.answer(made.pk, words="Thưa ông Lê Văn Cần: năm 2027", actor=CLERK)
        assert dialogues.counted(Dialogue.objects.all()) == {row.pk: (2, 2)}
        dialogues.publish(row.pk, actor=CLERK)
    made.refresh_from_db()
    for hidden in ("Cần", "0000"):
        assert hidden not in made.shown_words + made.shown_answer
    assert "Bao giờ mở đường?" in made.shown_words
    assert made.words == PHONE
    spam.refresh_from_db()
    assert spam.shown_words == ""


def test_an_agency_may_take_no_questions_online() -> None:
    row = prepared("2026-06-01 08:00", takes_questions=False)
    with frozen(moment("2026-06-03 08:00")):
        dialogues.announce(row.pk, how="Loa", actor=CLERK)
        with pytest.raises(Refused, match="không nhận câu hỏi qua mạng"):
            online(row)


def test_a_question_left_out_is_taken_in_by_its_answer() -> None:
    row = prepared("2026-06-01 08:00")
    with frozen(moment("2026-06-03 08:00")):
        dialogues.announce(row.pk, how="Loa", actor=CLERK)
        made = online(row)
        dialogues.leave_out(made.pk, reason="Trùng", actor=CLERK)
        said = dialogues.answer(made.pk, words="Năm 2027", actor=CLERK)
    assert (said.left_out, said.answered_at is not None) == ("", True)
