"""Settings of papers: what is stored is tried with an example first, and is dated with its document."""

from typing import Any

import pytest
from django.urls import reverse
from tests.staff.conftest import Office

from motcua.kernel import clock
from motcua.organisation.enums import Role
from motcua.regimes.queries import rule

pytestmark = pytest.mark.django_db

GIVEN = {"first_day": "01/06/2026", "reason": "Theo quy chế của xã", "source": "QĐ 7/QĐ-UBND"}


def sent(office: Office, key: str, value: str) -> Any:
    return office[Role.ADMINISTRATOR].post(reverse("staff:setting", args=[key]), {"value": value, **GIVEN})


def holds(office: Office, key: str) -> Any:
    return rule(key, on=clock.today(), scopes=office.agency.chain)


@pytest.mark.parametrize(
    ("key", "good", "kept", "bad", "words"),
    [
        ("digitise.code", "{agency}/{year}/{number:05d}", "{agency}/{year}/{number:05d}", "{agency}-{ten}", "không dùng được"),
        ("digitise.code", "KQ{number}", "KQ{number}", "KQ{year}", "phải có {number}"),
        ("certify.number", "{number}/{year} - SCTĐT/BS", "{number}/{year} - SCTĐT/BS", "{year}", "phải có {number}"),
        ("certify.refusals", "altered: Bị tẩy xóa", {"altered": "Bị tẩy xóa"}, "Bản chính bị tẩy xóa", "chưa đúng"),
        ("certify.refusals", "a_b: Bị rách nát", {"a_b": "Bị rách nát"}, "ab: một hai ba\nab: bốn năm sáu", "hai lần"),
        (
            "certify.fee",
            "Mỗi trang (đồng): 2.500\nGiảm từ trang thứ: 3\nMỗi trang từ trang đó (đồng): 1.500\n"
            "Nhiều nhất một bản (đồng): 300.000",
            {"page": 2500, "from_page": 3, "later_page": 1500, "most": 300000},
            "Mỗi trang (đồng): 2.500",
            "Còn thiếu",
        ),
        ("digitise.copy_signature", "none", "none", "maybe", ""),
    ],
)  # fmt: skip
def test_a_setting_is_tried_before_it_is_stored(
    office: Office, key: str, good: str, kept: Any, bad: str, words: str
) -> None:
    refused = sent(office, key, bad)
    assert refused.status_code == 422
    assert words in refused.content.decode()
    assert sent(office, key, good).status_code == 302
    assert holds(office, key) == kept
    page = office[Role.ADMINISTRATOR].get(reverse("staff:setting", args=[key])).content.decode()
    assert "QĐ 7/QĐ-UBND" in page


def test_the_certification_text_says_where_its_words_come_from(office: Office) -> None:
    page = reverse("staff:template", args=["certify.copy", "chung"])
    assert "chưa đối chiếu" in office[Role.ADMINISTRATOR].get(page).content.decode()
