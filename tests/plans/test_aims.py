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
    ("tăng so với năm 2023", "above_last_year", None, None, None),
    # one step upon last year's result keeps its size
    ("tăng ít nhất 10% so với năm 2023", "increase_per_year", 10, None, "%"),
    ("Tỷ lệ hồ sơ trực tuyến tăng ít nhất 10 % so với năm trước", "increase_per_year", 10, None, "%"),
    ("Số lượng hồ sơ trực tuyến tăng 15% so với cùng kỳ", "increase_per_year", 15, None, "%"),
    ("Mức độ hài lòng cao hơn năm 2023 ít nhất 2 điểm", "increase_per_year", 2, None, "điểm"),
    ("Chỉ số CCHC tăng tối thiểu 03 bậc so với năm 2023", "increase_per_year", 3, None, "bậc"),
    ("Hằng năm tăng thêm 10% và đạt 100% vào năm 2030", "increase_per_year", 10, 100, "%"),
    ("Tăng 2%/năm, đạt 95% vào năm 2027", "increase_per_year", 2, 95, "%"),
    ("mỗi năm tăng tối thiểu 20 % cho đến khi đạt 100 %", "increase_per_year", 20, 100, "%"),
    # a fall compares with no operator of the list; a share to be cut does
    ("Giảm 20 % hồ sơ trễ hạn so với năm trước", None, 20, None, "%"),
    ("Giảm tối thiểu 10% tỷ lệ hồ sơ quá hạn so với năm 2023", None, 10, None, "%"),
    ("Giảm 20%", None, 20, None, "%"),
    ("Cắt giảm ít nhất 20% chi phí tuân thủ", ">=", 20, None, "%"),
    ("Tỷ lệ hồ sơ trễ hạn giảm còn dưới 1%", "<", 1, None, "%"),
    ("Giảm tỷ lệ hồ sơ trễ hạn xuống 0,5%", "=", 0.5, None, "%"),
    ("Không để xảy ra quá 2% hồ sơ trễ hạn", "<=", 2, None, "%"),
    ("01 bài/người/tuần", "=", 1, None, "bài/người/tuần"),
    ("Đạt ít nhất 80 (%)", ">=", 80, None, "%"),
    ("80%÷90%", "between", 80, 90, "%"),
    ("bằng hoặc cao hơn năm 2023", "not_below_last_year", None, None, None),
    ("giữ vững kết quả năm 2023", "not_below_last_year", None, None, None),
]
NO_AIMS = [
    "Giữ vững vị trí trong nhóm 10 tỉnh dẫn đầu",
    "Xếp hạng từ 1 đến 10",
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


def test_a_time_is_a_quantity_in_a_cell_of_values() -> None:
    aims = [
        aim_of_cell(text)
        for text in ("Không quá 02 ngày", "≤ 15 phút/lượt", "04 lần/năm", "30/6/2025", "Quý II")
    ]
    assert [aim and (aim.operator, aim.value, aim.unit) for aim in aims] == [
        ("<=", 2, "ngày"),
        ("<=", 15, "phút/lượt"),
        ("=", 4, "lần/năm"),
        None,
        None,
    ]


def test_last_year_inside_the_text() -> None:
    aim = aim_of_cell("Năm 2023: 45%; năm 2024: 60%")
    assert aim is not None
    assert (aim.operator, aim.value, aim.baseline_operator, aim.baseline) == ("=", 60, "=", 45)


@pytest.mark.parametrize(
    ("text", "baseline", "value"),
    [
        ("Nâng tỷ lệ hồ sơ trực tuyến từ 60% lên 80%", 60, 80),
        ("tăng từ 60% năm 2023 lên 80% năm 2024", 60, 80),
        ("giảm từ 5% xuống còn 2%", 5, 2),
    ],
)
def test_where_it_stands_and_where_it_shall_be(text: str, baseline: int, value: int) -> None:
    (aim,) = aims_in_text(text)
    assert (aim.baseline, aim.operator, aim.value) == (baseline, "=", value)


def test_several_aims_in_a_sentence() -> None:
    text = "Tối thiểu 80% hồ sơ trực tuyến, 45% thanh toán trực tuyến và tăng 5% so với năm 2023"
    assert [(aim.operator, aim.value) for aim in aims_in_text(text)] == [
        (">=", 80),
        ("=", 45),
        ("increase_per_year", 5),
    ]
    text = "Cắt giảm ít nhất 30% thời gian giải quyết, 30% chi phí tuân thủ"
    assert [(aim.operator, aim.value) for aim in aims_in_text(text)] == [(">=", 30), (">=", 30)]
