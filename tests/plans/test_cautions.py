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
