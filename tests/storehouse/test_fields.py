"""Fields proposed from the words of a page: labels, columns, misread letters, other people's names."""

import pytest

from motcua.storehouse.fields import Known, propose
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
        ("Nơi đăng ký: UBND xã Mẫu. tỉnh Thử", "issuer", "UBND xã Mẫu"),
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
    assert found["issuer"].value == "Ủy ban nhân dân xã Mường Thử"
    assert found["number"].value == "7/QĐ"
    assert found["issued_on"].left > 0.5
    assert found["number"].left < 0.3


def test_nothing_is_made_of_nothing() -> None:
    assert propose([]) == ()


CARD = (
    "CĂN CƯỚC CÔNG DÂN",
    "Số / No.: 001190000123",
    "Họ và tên / Full name:",
    "LÒ THỊ MẨY",
    "Ngày sinh / Date of birth: 05/03/1990",
    "Có giá trị đến / Date of expiry: 05/03/2030",
    "Ngày, tháng, năm / Date, month, year: 15/04/2021",
    "CỤC TRƯỞNG CỤC CẢNH SÁT",
    "QUẢN LÝ HÀNH CHÍNH VỀ TRẬT TỰ XÃ HỘI",
)
HOUSEHOLD = (
    "ỦY BAN NHÂN DÂN|CỘNG HÒA XÃ HỘI",
    "HUYỆN MẪU SƠN|Độc lập",
    "PHÒNG TÀI CHÍNH - KẾ HOẠCH",
    "GIẤY CHỨNG NHẬN",
    "ĐĂNG KÝ HỘ KINH DOANH",
    "Số: 12A8001234",
    "Đăng ký lần đầu, ngày 12 tháng 5 năm 2020",
    "Đăng ký thay đổi lần thứ: 01, ngày 6 tháng 1 năm 2026",
    "5. Họ và tên chủ hộ kinh doanh (ghi bằng chữ in hoa): LÒ THỊ MẨY",
    "Căn cước công dân số: 001190000123",
    "Ngày cấp: 15/04/2021 Nơi cấp: Cục Cảnh sát",
)
LAND = (
    "GIẤY CHỨNG NHẬN",
    "QUYỀN SỬ DỤNG ĐẤT",
    "Ông: Lò Văn Pành, sinh năm 1972, CCCD số: 001072000123",
    "Mẫu, ngày 3 tháng 2 năm 2023",
    "TM. ỦY BAN NHÂN DÂN HUYỆN MẪU SƠN",
    "Số vào sổ cấp GCN: CH58766",
)
BIRTH = (
    "GIẤY KHAI SINH",
    "Số: 112/2016 Quyển số: 01",
    "Họ, chữ đệm, tên: LÒ THỊ MẨY",
    "Họ, chữ đệm, tên người mẹ: Sùng Thị Lan",
    "Nơi đăng ký khai sinh: Ủy ban nhân dân xã Mường Thử, tỉnh Mẫu",
    "Ngày, tháng, năm đăng ký: 12/05/2016",
    "Họ, chữ đệm, tên, giấy tờ tùy thân của người đi khai sinh: Sùng Thị Lan",
)


@pytest.mark.parametrize(
    ("paper", "truth"),
    [
        (CARD, {
            "title": "Căn cước công dân", "number": "001190000123", "identity": "001190000123", "name": "Lò Thị Mẩy",
            "born": "05/03/1990", "valid_to": "05/03/2030", "issued_on": "15/04/2021",
            "issuer": "Cục Cảnh sát quản lý hành chính về trật tự xã hội",
        }),
        (HOUSEHOLD, {
            "title": "Giấy chứng nhận đăng ký hộ kinh doanh", "number": "12A8001234", "identity": "001190000123",
            "name": "Lò Thị Mẩy", "issued_on": "12/05/2020",
            "issuer": "Phòng Tài chính - Kế hoạch, Ủy ban nhân dân huyện Mẫu Sơn",
        }),
        (LAND, {
            "title": "Giấy chứng nhận quyền sử dụng đất", "number": "CH58766", "identity": "001072000123",
            "name": "Lò Văn Pành", "issued_on": "03/02/2023", "issuer": "Ủy ban nhân dân huyện Mẫu Sơn",
        }),
        (BIRTH, {
            "title": "Giấy khai sinh", "number": "112/2016", "name": "Lò Thị Mẩy", "issued_on": "12/05/2016",
            "issuer": "Ủy ban nhân dân xã Mường Thử",
        }),
    ],
)  # fmt: skip
def test_the_papers_a_desk_scans_most(paper: tuple[str, ...], truth: dict[str, str]) -> None:
    assert said(*paper) == truth


def test_only_marks_are_put_right_and_only_towards_one_known_name() -> None:
    lines = page("Nơi đăng ký: Ủy ban nhân dân xã Gio Thủ, tỉnh Mẫu", "Họ và tên: Trân Thị Tháo")
    known = Known(("Ủy ban nhân dân xã Gio Thử",), ("Trần Thị Thảo",))
    found = {each.key: each.value for each in propose(lines, known)}
    assert found == {"issuer": "Ủy ban nhân dân xã Gio Thử", "name": "Trần Thị Thảo"}
    two = Known(("Ủy ban nhân dân xã Gio Thử", "Ủy ban nhân dân xã Gio Thụ"), ("Trần Thị Thu",))
    found = {each.key: each.value for each in propose(lines, two)}
    assert found == {
        "issuer": "Ủy ban nhân dân xã Gio Thủ",
        "name": "Trần Thị Tháo",
    }  # there is no family Trân
