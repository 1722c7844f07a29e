"""Measurable aims in the words of plans."""

import pytest

from motcua.plans.reading.aims import aim_of_cell, aims_in_text

# text, operator, value, upper value, unit
AIMS = [
    ("Tỷ lệ hồ sơ trực tuyến đạt tối thiểu 80%", ">=", 80, None, "%"),
    ("Phấn đấu đạt 95% trở lên", ">=", 95, None, "%"),
    ("Có từ 03 sáng kiến trở lên", ">=", 3, None, "sáng kiến"),
    ("Không để quá 2% hồ sơ trễ hạn", "<=", 2, None, "%"),
    ("Tỷ lệ hồ sơ trễ hạn dưới 1%", "<", 1, None, "%"),
    ("Tiếp nhận trên 1.500 lượt hồ sơ", ">", 1500, None, "lượt hồ sơ"),
    ("Cấp phát tối thiểu 5.000 tờ gấp hướng dẫn nộp hồ sơ", ">=", 5000, None, "tờ gấp"),
    ("đạt 8/8 điểm", "=", 8, None, "điểm"),
    ("Tốt (từ 80 đến dưới 90 điểm)", "between", 80, 90, "điểm"),
    ("Số hóa hồ sơ mỗi năm tăng 20% đến 100%", "increase_per_year", 20, 100, "%"),
    ("tăng ít nhất 10% so với năm 2023", "above_last_year", None, None, None),
    ("bằng hoặc cao hơn năm 2023", "not_below_last_year", None, None, None),
    ("giữ vững kết quả năm 2023", "not_below_last_year", None, None, None),
]
NO_AIMS = [
    "Thực hiện trong 05 ngày làm việc",
    "Quyết định số 766/QĐ-TTg ngày 23/6/2022",
    "Nâng cao chỉ số năm 2024",
]


@pytest.mark.parametrize(("text", "operator", "value", "high", "unit"), AIMS)
def test_an_aim(text: str, operator: str, value: float | None, high: float | None, unit: str | None) -> None:
    for aim in (aims_in_text(text)[0], aim_of_cell(text)):
        assert aim is not None
        assert (aim.operator, aim.value, aim.value_high, aim.unit) == (operator, value, high, unit)


@pytest.mark.parametrize("text", NO_AIMS)
def test_no_aim(text: str) -> None:
    assert aims_in_text(text) == ()
    assert aim_of_cell(text) is None


def test_last_year_inside_the_text() -> None:
    aim = aim_of_cell("Năm 2023: 45%; năm 2024: 60%")
    assert aim is not None
    assert (aim.operator, aim.value, aim.baseline_operator, aim.baseline) == ("=", 60, "=", 45)
