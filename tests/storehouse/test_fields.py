"""Fields proposed from the words of a page: labels, columns, misread letters, other people's names."""

import pytest

from motcua.storehouse.fields import propose
from motcua.storehouse.ports import Word


def page(*lines: str) -> list[Word]:
    """Words of lines one below the other; «|» begins another column."""
    words = []
    for row, line in enumerate(lines):
        for column, part in enumerate(line.split("|")):
            left = 0.1 + 0.45 * column
            for text in part.split():
                width = 0.008 * len(text)
                words.append(Word(text, 0, left, 0.05 + row * 0.03, left + width, 0.065 + row * 0.03))
                left += width + 0.006
    return words


def said(*lines: str) -> dict[str, str]:
    return {each.key: each.value for each in propose(page(*lines))}


@pytest.mark.parametrize(
    ("line", "key", "value"),
    [
        ("Họ, chữ đệm, tên: Lò Thị Mẩy", "name", "Lò Thị Mẩy"),
        ("Họ và tên: Lò Thị Mẩy Giới tính: Nữ", "name", "Lò Thị Mẩy"),
        ("Hg, chứ đệm, lên: Lò Thị Mẩy", "name", "Lò Thị Mẩy"),
        ("Tôi tên là: Vàng A Páo, sinh năm 1980", "name", "Vàng A Páo"),
        ("Số định danh cá nhân: 012 345 678 901", "identity", "012345678901"),
        ("Số CCCD: O12345678901", "identity", "012345678901"),
        ("Ngày, tháng, năm sinh: 05/03/1990", "born", "05/03/1990"),
        ("Sinh ngày 5 tháng 3 năm 1990", "born", "05/03/1990"),
        ("Số: 12/GKS-UBND", "number", "12/GKS-UBND"),
        ("Mường Thử, ngày 02 tháng 5 năm 2024", "issued_on", "02/05/2024"),
        ("Nơi cấp: Công an tỉnh Mẫu, ngày 1", "issuer", "Công an tỉnh Mẫu"),
        ("GIẤY KHAI SINH", "title", "Giấy khai sinh"),
    ],
)
def test_a_field_is_found_by_its_label(line: str, key: str, value: str) -> None:
    assert said(line)[key] == value


@pytest.mark.parametrize(
    "line",
    [
        "Họ và tên cha: Lò Văn Pành",
        "Số định danh cá nhân: 12345",
        "Ngày sinh: 31/02/1990",
        "Giấy này có giá trị đến hết ngày",
        "Sinh ngày 5 tháng 3 năm 1990, ngày 5 tháng 3 năm 1790",
    ],
)
def test_what_is_not_there_is_not_proposed(line: str) -> None:
    assert not said(line).keys() & {"name", "identity", "issued_on", "title", "number"}


def test_columns_are_told_apart_and_places_are_right() -> None:
    words = page(
        "ỦY BAN NHÂN DÂN|CỘNG HÒA XÃ HỘI", "XÃ MƯỜNG THỬ|Độc lập", "Số: 7/QĐ|ngày 02 tháng 5 năm 2024"
    )
    found = {each.key: each for each in propose(words)}
    assert found["issuer"].value == "Ủy ban nhân dân Xã Mường Thử"
    assert found["number"].value == "7/QĐ"
    assert found["issued_on"].left > 0.5
    assert found["number"].left < 0.3


def test_nothing_is_made_of_nothing() -> None:
    assert propose([]) == ()
