"""What a citizen declared online is read by the officer who decides: on the dossier's page, and on paper."""

import io
from typing import Any

import pytest
from django.test import Client
from docx import Document
from pypdf import PdfReader
from tests import factories
from tests.public.test_filing import BIRTH, CHILD, MOTHER, REQUESTER, begin, citizen, place, send  # noqa: F401

from motcua.catalogue.models import Component
from motcua.dossiers.models import Dossier
from motcua.organisation.enums import Role
from motcua.organisation.models import Agency

pytestmark = pytest.mark.django_db


@pytest.fixture
def filed(citizen: Client) -> Dossier:  # noqa: F811 - the fixture imported above
    """A birth told online; the result is wanted by post."""
    Component.objects.filter(version__procedure__code=BIRTH).update(required=False)
    token = begin(citizen)
    send(citizen, token, "nguoi-yeu-cau", REQUESTER)
    send(citizen, token, "nguoi-duoc-khai-sinh", CHILD | {"child_name": "Lò Văn {{ 7*7 }}"})
    send(citizen, token, "me", MOTHER)
    send(citizen, token, "co-cha", {"father_known": "no"})
    send(citizen, token, "ban-sao", {"wants_copies": "no"})
    citizen.post(f"/soan/{token}/nhan-ket-qua", {"result_by": "post", "result_address": "Bản Mới, xã Thử"})
    citizen.post(f"/soan/{token}/kiem-tra")
    return Dossier.objects.get()


@pytest.fixture
def officer(place: str) -> Client:  # noqa: F811
    browser = Client()
    one = factories.officer(Agency.objects.get(code=place), "Người Thụ Lý")
    browser.force_login(factories.account(one, Role.SPECIALIST))
    return browser


def text_of(answer: Any) -> str:
    content = answer.content
    if content.startswith(b"%PDF"):
        return " ".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)
    document = Document(io.BytesIO(content))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return " ".join([*(each.text for each in document.paragraphs), *cells])


def test_the_officer_reads_every_answer_and_how_the_result_is_wanted(officer: Client, filed: Dossier) -> None:
    page = officer.get(f"/can-bo/ho-so/{filed.tracking}").content.decode()
    for words in ("Tờ khai điện tử", "Người được khai sinh", "01/03/2026", "Thái", "Bản Mới, xã Thử"):
        assert words in page
    assert "Nhận qua bưu chính công ích" in page
    assert "Họ, chữ đệm, tên người cha" not in page  # not asked, so not told


@pytest.mark.parametrize("kind", ["pdf", "docx"])
def test_it_is_printed_with_the_words_as_they_were_written(
    officer: Client, filed: Dossier, kind: str
) -> None:
    text = text_of(officer.get(f"/can-bo/ho-so/{filed.tracking}/to-khai.{kind}"))
    for words in ("01/03/2026", "Lò Văn {{ 7*7 }}", filed.tracking, "Tôi cam đoan"):
        assert words in text


def test_a_dossier_without_a_form_has_none_to_print(officer: Client, filed: Dossier) -> None:
    Dossier.objects.update(answers="")
    assert officer.get(f"/can-bo/ho-so/{filed.tracking}/to-khai.pdf").status_code == 404
    assert officer.get(f"/can-bo/ho-so/{filed.tracking}/to-khai.exe").status_code == 404
    assert "Tờ khai điện tử" not in officer.get(f"/can-bo/ho-so/{filed.tracking}").content.decode()


@pytest.mark.parametrize("kind", ["pdf", "docx"])
def test_the_empty_form_is_there_to_fill_in_by_hand(client: Client, place: str, kind: str) -> None:  # noqa: F811
    page = client.get(f"/thu-tuc/{BIRTH}").content.decode()
    assert f"/thu-tuc/{BIRTH}/to-khai.{kind}" in page
    text = text_of(client.get(f"/thu-tuc/{BIRTH}/to-khai.{kind}"))
    for words in (
        "TỜ KHAI ĐĂNG KÝ KHAI SINH",
        "Người được khai sinh",
        "[   ] Nam",
        "chỉ khai khi",
        "Người khai",
    ):
        assert words in " ".join(text.split()).replace("[ ]", "[   ]") or words in text
    assert client.get(f"/thu-tuc/{BIRTH}/to-khai.exe").status_code == 404
    assert client.get("/thu-tuc/0.000/to-khai.pdf").status_code == 404
