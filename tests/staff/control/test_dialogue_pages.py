"""Dialogues on pages: from the notice to the published answers, for the officer and for everybody."""

import io
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from docx import Document
from openpyxl import load_workbook
from tests.factories import moment
from tests.staff.conftest import Office
from tests.staff.control.test_inspection_pages import LEADS, STEERS, send

from motcua.doors.public import look_up
from motcua.feedback.dialogue_models import Dialogue, Question
from motcua.kernel.clock import frozen

NOTICE = {
    "title": "Đối thoại về đất đai", "cause": "regular", "way": "both", "held_at": "14:00 12/06/2026",
    "place": "Hội trường", "content": "Đất đai", "joining": "Gửi về Văn phòng", "chair": "Chủ tịch UBND xã",
}  # fmt: skip


def said_in(docx: bytes) -> str:
    return "\n".join(par.text for par in Document(io.BytesIO(docx)).paragraphs)


def test_a_dialogue_from_notice_to_result(office: Office, elsewhere: Office) -> None:
    public = Client()
    send(office, "dialogue-add", **{**NOTICE, "chair": "Phó Chủ tịch"})
    row = Dialogue.objects.get()
    change, paper = (reverse(f"staff:dialogue-{name}", args=[row.pk]) for name in ("change", "paper"))
    assert "14:00 12/06/2026" in office[STEERS].get(change).content.decode()
    assert elsewhere[STEERS].get(change).status_code == elsewhere[LEADS].get(paper).status_code == 404
    send(office, "dialogue-change", row.pk, **NOTICE)
    begun = office[STEERS].get(reverse("staff:dialogue-add")).content.decode()
    assert 'value="Chủ tịch UBND xã"' in begun  # the next begins with who took the chair the last time
    assert "Đối thoại về đất đai" not in begun
    assert "Lúc 14 giờ 00 ngày 12/06/2026, tại Hội trường" in said_in(office[LEADS].get(paper).content)
    shown = reverse("public:dialogue", args=[row.pk])
    assert public.get(shown).status_code == 404
    send(office, "dialogue-announce", row.pk, how="Loa truyền thanh")
    assert "Gửi về Văn phòng" in public.get(shown).content.decode()
    assert office[STEERS].post(change, NOTICE).status_code == 422  # what people were told is kept
    send(office, "dialogue-ask", row.pk, words="Bao giờ cấp sổ?", asker="citizen", asker_name="Trần Thị Hỏi")
    with frozen(moment("2026-06-12 17:00")):
        minutes = io.BytesIO(b"%PDF-1.4\n%%EOF\n")
        minutes.name = "bien-ban.pdf"
        send(office, "dialogue-hold", row.pk, people=30, minutes="Trao đổi", file=minutes)
        page = office[STEERS].get(reverse("staff:dialogue", args=[row.pk])).content.decode()
        assert "Công khai kết quả</a>" not in page
        assert office[LEADS].get(reverse("staff:dialogue-minutes", args=[row.pk])).content.startswith(b"%PDF")
        send(office, "dialogue-answer", Question.objects.get().pk, words="Trong 20 ngày")
        assert "Trong 20 ngày" not in public.get(shown).content.decode()
        before = office[STEERS].get(reverse("staff:dialogue-publish", args=[row.pk])).content.decode()
        assert "Trong 20 ngày" in before
        assert "Trần Thị Hỏi" not in before
        send(office, "dialogue-publish", row.pk)
        written = said_in(office[LEADS].get(paper).content)
        assert "có 30 người dự" in written
        assert "Trả lời: Trong 20 ngày" in written
        assert "Trần Thị Hỏi" not in written
        result = public.get(shown).content.decode()
        assert "Trong 20 ngày" in result
        assert "Trần Thị Hỏi" not in result
        assert "Đối thoại về đất đai" in public.get(reverse("public:dialogues")).content.decode()
        assert elsewhere[STEERS].get(reverse("staff:dialogue", args=[row.pk])).status_code == 404
        assert office[LEADS].post(reverse("staff:dialogue-drop", args=[row.pk]), {}).status_code == 404


def test_a_notice_too_late_is_refused_in_the_form(office: Office) -> None:
    answer = office[STEERS].post(reverse("staff:dialogue-add"), {**NOTICE, "held_at": "14:00 08/06/2026"})
    assert answer.status_code == 422
    assert "Chọn từ ngày 10/06/2026" in answer.content.decode()


def test_the_list_costs_the_same_for_many(office: Office, django_assert_max_num_queries: Any) -> None:
    for number in range(6):
        send(office, "dialogue-add", **{**NOTICE, "title": f"Đối thoại {number}"})
    with django_assert_max_num_queries(14):
        page = office[LEADS].get(reverse("staff:dialogues")).content.decode()
    assert "thông báo trước hết ngày 05/06/2026" in page
    saved = office[LEADS].get(reverse("staff:dialogues") + "?as=xlsx")
    assert load_workbook(io.BytesIO(saved.content)).active.max_row == 7


def test_a_citizen_asks_online_and_reads_the_answer(office: Office, elsewhere: Office) -> None:
    public = Client()
    send(office, "dialogue-add", **NOTICE, takes_questions="on")
    row = Dialogue.objects.get()
    at = reverse("public:dialogue-ask", args=[row.pk])
    assert public.get(at).status_code == 404
    send(office, "dialogue-announce", row.pk, how="Loa truyền thanh")
    shown = reverse("public:dialogue", args=[row.pk])
    assert at in public.get(shown).content.decode()
    assert public.get(at).status_code == 200
    empty = public.post(at, {"words": " ", "asker": "citizen"})
    assert empty.status_code == 422
    assert "Ghi câu hỏi hoặc kiến nghị." in empty.content.decode()
    given = {"words": "Bao giờ mở đường?", "asker": "business", "asker_name": "Trần Thị Hỏi"}
    thanked = public.post(at, given, follow=True).content.decode()
    assert "Đã nhận câu hỏi" in thanked
    assert "Bao giờ mở đường?" not in thanked
    inside = office[STEERS].get(reverse("staff:dialogue", args=[row.pk])).content.decode()
    assert "1 câu hỏi gửi qua mạng chưa trả lời" in inside
    assert "Trần Thị Hỏi" in inside
    asked = Question.objects.get()
    leave = reverse("staff:dialogue-leave-out", args=[asked.pk])
    assert elsewhere[STEERS].get(leave).status_code == 404
    assert office[LEADS].post(leave, {"reason": "x"}).status_code in (403, 404)
    assert office[STEERS].post(leave, {"reason": ""}).status_code == 422
    send(office, "dialogue-leave-out", asked.pk, reason="Trùng")
    send(office, "dialogue-answer", asked.pk, words="Năm 2027")
    with frozen(moment("2026-06-12 17:00")):
        assert public.get(at).status_code == 404
        assert at not in public.get(shown).content.decode()
        send(office, "dialogue-hold", row.pk, people=30, minutes="Trao đổi")
        send(office, "dialogue-publish", row.pk)
        assert "Năm 2027" in public.get(shown).content.decode()


def test_nobody_floods_a_dialogue(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(look_up, "LOOK_UPS_A_MINUTE", 3)
    send(office, "dialogue-add", **NOTICE, takes_questions="on")
    row = Dialogue.objects.get()
    send(office, "dialogue-announce", row.pk, how="Loa truyền thanh")
    at, public = reverse("public:dialogue-ask", args=[row.pk]), Client()
    answers = [public.post(at, {"words": f"Câu {n}", "asker": "citizen"}).status_code for n in range(5)]
    assert (answers[0], answers[-1]) == (302, 429)


def test_a_dialogue_without_online_questions(office: Office) -> None:
    send(office, "dialogue-add", **NOTICE)
    row = Dialogue.objects.get()
    send(office, "dialogue-announce", row.pk, how="Loa truyền thanh")
    assert Client().get(reverse("public:dialogue-ask", args=[row.pk])).status_code == 404
