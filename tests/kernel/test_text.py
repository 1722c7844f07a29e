"""Vietnamese folding and order."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from motcua.kernel.text import fold, person_sort_key, sort_key, squeeze


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Giấy khai sinh", "giay khai sinh"),
        ("Đặng  Thị\u00a0Ơn", "dang thi on"),
        ("HỘ TỊCH – CHỨNG THỰC", "ho tich – chung thuc"),
        ("", ""),
    ],
)
def test_folding(text, folded):
    assert fold(text) == folded


@given(st.text())
def test_folding_is_stable_and_blind_to_composition(text):
    assert fold(fold(text)) == fold(text)
    assert fold(unicodedata.normalize("NFD", text)) == fold(unicodedata.normalize("NFC", text))


def test_the_dictionary_order():
    words = [
        "zu",
        "ư",
        "u",
        "ơ",
        "ô",
        "o",
        "đa",
        "da",
        "âm",
        "ăn",
        "an",
        "mai",
        "má",
        "mạ",
        "ma",
        "mà",
        "mả",
        "mã",
    ]
    assert sorted(words, key=sort_key) == [
        "an", "ăn", "âm", "da", "đa", "ma", "mà", "mả", "mã", "má", "mạ", "mai", "o", "ô", "ơ", "u", "ư", "zu",
    ]  # fmt: skip


def test_people_are_ordered_by_given_name():
    assert min(["Nguyễn Văn Út", "Trần Ân", "Lê Thị An"], key=person_sort_key) == "Lê Thị An"


def test_white_space_is_squeezed():
    assert squeeze("  a \u00a0 b\n c ") == "a b c"
