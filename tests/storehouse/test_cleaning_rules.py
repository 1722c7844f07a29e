"""By which rules a kept paper is doubtful: tables."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from motcua.storehouse.care_enums import Doubt
from motcua.storehouse.cleaning_rules import (
    Looked,
    Places,
    Twin,
    doubts_about,
    duplicates,
    identity_fault,
    year_in,
)

PLACES = Places(first_province=1, last_province=96, first_country=101)
TEMPLATE = "{agency}.{type}.{year}.{number:06d}"
SOUND = Looked(
    came_on=date(2026, 6, 3), blob="ab", signed=True, issued_by_us=True, code="H99.01.GKS.2026.000012",
    template=TEMPLATE, agency="H99.01", type_code="GKS", issued_on=date(2026, 6, 1), valid_to=date(2030, 1, 1),
    identity="001199012345", born=date(1999, 3, 4),
)  # fmt: skip


def test_a_sound_paper_is_not_doubted() -> None:
    assert doubts_about(SOUND, PLACES) == []
    assert doubts_about(Looked(came_on=date(2026, 6, 3)), PLACES) == []


@pytest.mark.parametrize(
    ("wrong", "doubt"),
    [
        ({"identity": "00119901234"}, Doubt.IDENTITY_FORM),
        ({"identity": "0011990123456"}, Doubt.IDENTITY_FORM),
        ({"identity": "00119901234X"}, Doubt.IDENTITY_FORM),
        ({"identity": "097199012345"}, Doubt.IDENTITY_FORM),
        ({"identity": "000199012345"}, Doubt.IDENTITY_FORM),
        ({"identity": "001299012345"}, Doubt.IDENTITY_BIRTH),  # 2 and 3: born from 2000 on
        ({"identity": "001198012345"}, Doubt.IDENTITY_BIRTH),
        ({"code": "H99.02.GKS.2026.000012"}, Doubt.CODE_FORM),
        ({"code": "H99.01.GKS.2026.12"}, Doubt.CODE_FORM),
        ({"code": "H99-01.GKS.2026.000012"}, Doubt.CODE_FORM),  # a dot of the template is a dot
        ({"code": "H99.01.GKT.2026.000012"}, Doubt.CODE_FORM),
        ({"type_code": "", "code": "H99.01.GKS.2026.000012"}, Doubt.CODE_FORM),
        ({"code": ""}, Doubt.CODE_MISSING),
        ({"issued_on": date(2026, 6, 4)}, Doubt.ISSUED_LATER),
        ({"issued_on": date(1026, 6, 4), "born": None}, Doubt.ISSUED_LATER),
        ({"issued_on": date(1999, 3, 3)}, Doubt.ISSUED_UNBORN),
        ({"valid_to": date(2026, 6, 2)}, Doubt.ALREADY_OVER),
        ({"valid_to": date(2026, 5, 31)}, Doubt.ALREADY_OVER),  # before it was issued
        ({"blob": None}, Doubt.NO_FILE),
        ({"blob_sound": False}, Doubt.FILE_LOST),
        ({"owned": False}, Doubt.NO_OWNER),
        ({"in_dossier": False}, Doubt.NO_DOSSIER),
    ],
)
def test_one_thing_wrong_is_one_doubt(wrong: dict[str, Any], doubt: Doubt) -> None:
    assert [each.doubt for each in doubts_about(replace(SOUND, **wrong), PLACES)] == [doubt]


@pytest.mark.parametrize(
    "fine",
    [
        {"identity": "012345678"},  # a number of nine digits tells neither place nor year
        {"identity": "101199012345"},  # born abroad
        {"identity": ""},
        {"code": "H99.01.KHAC.2026.1000000", "type_code": ""},  # more numbers than the template is wide
        {"code": "đã cấp ở nơi khác", "template": ""},
        {"issued_on": date(2026, 6, 3)},
        {"issued_on": None, "valid_to": None},
        {"valid_to": date(2026, 6, 2), "expires": False},  # an old result may have run out
        {"blob": None, "from_database": True},
        {"in_dossier": False, "scanned": True},
        {"owned": False, "blob": None, "code": "", "issued_by_us": False, "signed": False},  # only seen
    ],
)
def test_what_is_right_is_left_alone(fine: dict[str, Any]) -> None:
    assert doubts_about(replace(SOUND, **fine), PLACES) == []


def test_words_hold_nothing_personal() -> None:
    for wrong in ({"identity": "1"}, {"identity": "001198012345"}, {"issued_on": date(1990, 1, 1)}):
        words = " ".join(each.words for each in doubts_about(replace(SOUND, **wrong), PLACES))
        assert "001198012345" not in words
        assert "1999" not in words


@pytest.mark.parametrize(
    ("number", "year"),
    [
        ("001099012345", 1999),
        ("001199012345", 1999),
        ("001204012345", 2004),
        ("001304012345", 2004),
        ("012345678", None),
    ],
)
def test_the_year_in_a_number(number: str, year: int | None) -> None:
    assert year_in(number) == year
    assert identity_fault(number, PLACES) == ""


def twin(pk: int, **more: Any) -> Twin:
    return Twin(**{"pk": pk, "owner": "p1", "kind": "component", "title": "giay chung sinh", **more})


@pytest.mark.parametrize(
    ("papers", "found"),
    [
        ([twin(1, blob="x"), twin(2, blob="x")], [(Doubt.SAME_FILE, 2, 1)]),  # the first kept stays
        ([twin(1, blob="x"), twin(2, blob="x", signed=True)], [(Doubt.SAME_FILE, 1, 2)]),  # the signed one stays
        ([twin(1, blob="x", signed=True), twin(2, blob="x", coded=True)], [(Doubt.SAME_FILE, 2, 1)]),
        ([twin(1, number="n", blob="x"), twin(2, number="n")], [(Doubt.SAME_NUMBER, 2, 1)]),
        ([twin(1, number="n", blob="x"), twin(2, number="n", blob="x")], [(Doubt.SAME_FILE, 2, 1)]),  # told once
        ([twin(1, number="n"), twin(2, number="n"), twin(3, number="n")],
         [(Doubt.SAME_NUMBER, 2, 1), (Doubt.SAME_NUMBER, 3, 1)]),
        ([twin(1, number="n"), twin(2, number="n", owner="p2")], []),
        ([twin(1, blob="x"), twin(2, blob="x", owner="p2")], []),  # a certificate of marriage belongs to two
        ([twin(1, number="n"), twin(2, number="n", title="the can cuoc")], []),
        ([twin(1, number="n", kind="result"), twin(2, number="n")], []),
        ([twin(1, number="n", type_code="GKS"), twin(2, number="n", type_code="GKS", title="khac")],
         [(Doubt.SAME_NUMBER, 2, 1)]),
        ([twin(1, blob="x", owner=""), twin(2, blob="x", owner="")], []),
        ([twin(1), twin(2)], []),
    ],
)  # fmt: skip
def test_duplicates(papers: list[Twin], found: list[tuple[Doubt, int, int]]) -> None:
    assert [(doubt, goes.pk, stays.pk) for doubt, goes, stays in duplicates(papers)] == found


def test_a_house_of_invented_people_lets_place_000_pass() -> None:
    """Such numbers are nobody's and tell no year; elsewhere they are a fault."""
    invented = replace(SOUND, identity="000643166987")
    assert doubts_about(invented, Places(first_province=0, last_province=96, first_country=101)) == []
    assert [each.doubt for each in doubts_about(invented, PLACES)] == [Doubt.IDENTITY_FORM]
