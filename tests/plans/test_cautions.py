"""What a person should look at again is warned of."""

import pytest

from motcua.plans.reading import read_document

TOP = (
    "UBND HUYỆN TRÀ SƠN\nUBND XÃ AN PHÚ\nSố: 5/KH-UBND\nAn Phú, ngày 10 tháng 02 năm 2025\n"
    "KẾ HOẠCH\nKiểm soát thủ tục năm 2025\nII. NHIỆM VỤ\n"
)
HEADER = "STT\tNội dung\tChủ trì\tThời gian\tSản phẩm\n"


def warnings(rows: str) -> str:
    return "\n".join(read_document((TOP + HEADER + rows).encode(), "a.txt").warnings)


def test_a_sound_plan_is_not_warned_of() -> None:
    assert (
        warnings("1\tCông khai\tUBND xã\tQuý II\tBảng\n2\tBáo cáo\tUBND xã\tTrước 15/12/2025\tBáo cáo\n")
        == ""
    )


@pytest.mark.parametrize(
    ("row", "says"),
    [
        ("1\tCông khai\tUBND xã\tTrước ngày 31/01/2025\tBảng\n", "trước ngày ban hành kế hoạch (10/02/2025)"),
        ("1\tCông khai\tUBND xã\tTrước ngày 30/6/2028\tBảng\n", "không thuộc năm 2025"),
        ("1\tCông khai tại xã Bình Lâm\tUBND xã\tQuý II\tBảng\n", "địa phương khác: «xã Bình Lâm»"),
        ("1\tCông khai\tSở Nội vụ\tQuý II\tBảng\n", "cấp trên được giao chủ trì"),
        ("1\tCông khai\tCán bộ, công chức xã\tThường\tBảng\n", "không hiểu thời hạn"),
        ("1\tCông khai\tUBND xã\tBảng niêm yết\tTheo kế hoạch của huyện\n", "lệch cột"),
        ("1\tCông khai\tUBND xã\tQuý II\tBảng\n3\tBáo cáo\tUBND xã\tQuý III\tVăn bản\n", "giữa 1 và 3"),
        (
            "1\tTheo QĐ số 9/QĐ-UBND ngày 1/2/2024\tUBND xã\tQuý II\tQĐ 9/QĐ-UBND ngày 2/2/2024\n",
            "các ngày khác nhau",
        ),
        (f"1\tCông khai thủ tục\tUBND xã\tQuý II\tBảng\n\n{HEADER}\ttại trụ sở\t\t\t\n", "cắt qua trang"),
    ],
)
def test_what_looks_wrong_is_named(row: str, says: str) -> None:
    assert says in warnings(row)


def test_numbers_under_a_heading_are_no_gap() -> None:
    rows = "1\tCông khai\tUBND xã\tQuý II\tBảng\n2\tRà soát\t\t\t\n2.1\tHộ tịch\tUBND xã\tQuý II\tBiểu\n"
    assert (
        warnings(rows + "2.2\tĐất đai\tUBND xã\tQuý II\tBiểu\n3\tBáo cáo\tUBND xã\tQuý III\tVăn bản\n") == ""
    )


@pytest.mark.parametrize(
    ("issuer", "year", "warned"),
    [("CẦN THƠ", 2025, False), ("SƠN TÂY", 2024, True), ("SƠN TÂY", 2026, False)],
)
def test_a_city_of_the_state_leads_its_departments(issuer: str, year: int, *, warned: bool) -> None:
    plan = (
        f"ỦY BAN NHÂN DÂN\nTHÀNH PHỐ {issuer}\nSố: 5/KH-UBND\nSơn Tây, ngày 10 tháng 01 năm {year}\n"
        f"KẾ HOẠCH\nKiểm soát thủ tục năm {year}\nII. NHIỆM VỤ\n{HEADER}1\tCông khai\tSở Nội vụ\tQuý II\tBảng\n"
    )
    found = "\n".join(read_document(plan.encode(), "a.txt").warnings)
    assert ("cấp trên được giao chủ trì" in found) is warned
