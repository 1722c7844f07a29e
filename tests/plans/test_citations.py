"""Legal bases are taken apart: kind, number, day, issuer."""

from datetime import date
from pathlib import Path

import pytest

from motcua.plans.reading import read_document
from motcua.plans.reading.citations import citations_of


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Căn cứ Nghị định số 61/2018/NĐ-CP ngày 23/4/2018 của Chính phủ về thực hiện cơ chế một cửa;",
            [("Nghị định", "61/2018/NĐ-CP", date(2018, 4, 23), "Chính phủ")],
        ),
        (
            "Thực hiện Quyết định số 104/QĐ-TTg ngày 25 tháng 01 năm 2024 của Thủ tướng Chính phủ và Kế hoạch số "
            "46/KH-UBND ngày 02/02/2024 của UBND tỉnh",
            [
                ("Quyết định", "104/QĐ-TTg", date(2024, 1, 25), "Thủ tướng Chính phủ"),
                ("Kế hoạch", "46/KH-UBND", date(2024, 2, 2), "UBND tỉnh"),
            ],
        ),
        (
            "Căn cứ Luật Tổ chức chính quyền địa phương ngày 16 tháng 6 năm 2025;",
            [("Luật Tổ chức chính quyền địa phương", None, date(2025, 6, 16), None)],
        ),
        (
            "Căn cứ Thông tư số 02/2017/TT-VPCP ngày 31 tháng 10 năm 2017 của Bộ trưởng, Chủ nhiệm Văn phòng Chính phủ",
            [("Thông tư", "02/2017/TT-VPCP", date(2017, 10, 31), "Bộ trưởng")],
        ),
        ("Theo Công văn số 55/SNV-CCHC ngày 31/02/2024", [("Công văn", "55/SNV-CCHC", None, None)]),
        ("Nâng cao chất lượng Kế hoạch", []),
    ],
)
def test_a_basis_taken_apart(text: str, expected: list[tuple[object, ...]]) -> None:
    assert [(one.kind, one.number, one.day, one.issuer) for one in citations_of(text)] == expected


def test_every_numbered_basis_of_the_real_plans_is_taken_apart() -> None:
    for path in (Path(__file__).parent.parent / "seeds").glob("*.txt"):
        header = read_document(path.read_bytes(), path.name).document
        for text in (*header.legal_bases, *header.parent_plans):
            if " số " in text:
                assert any(one.number for one in citations_of(text)), text
