"""Targets that are a number: what they mean, in which unit they compare, and what «tăng 15 %» asks of them."""

from decimal import Decimal

import pytest

from motcua.measurement import numbers
from motcua.plans.counted import NUMBERS, comparable, says_number
from motcua.plans.rules import Aim, meaning, met


def test_what_plans_can_mean_is_what_is_measured() -> None:
    assert numbers.NUMBERS == NUMBERS


@pytest.mark.parametrize(
    ("name", "unit", "operator", "code"),
    [
        ("Tổ chức ít nhất 02 cuộc đối thoại với người dân, doanh nghiệp", "cuộc", ">=", "N.dialogues"),
        ("Kiểm tra công tác kiểm soát TTHC ít nhất 03 cuộc", "cuộc", ">=", "N.inspections"),
        ("Tổ chức ít nhất 01 lớp tập huấn nghiệp vụ kiểm soát TTHC", "lớp", ">=", "N.trainings"),
        ("Có ít nhất 02 sáng kiến được công nhận", "sáng kiến", ">=", "N.recognised"),
        ("Đăng ký ít nhất 03 sáng kiến về cải cách TTHC", "sáng kiến", ">=", "N.initiatives"),
        ("Đăng ít nhất 50 tin, bài tuyên truyền", "tin, bài", ">=", "N.posts"),
        ("Mỗi cán bộ, công chức ít nhất 1 tin, bài viết/tuần", "tin, bài viết/tuần", ">=", "N.posts_each"),
        ("Viết 01 bài/người/tuần", "bài/người/tuần", "=", "N.posts_each"),
        ("Năng suất tiếp nhận hồ sơ của 01 nhân sự tối thiểu 5.280 hồ sơ", "hồ sơ", ">=", "N.received_each"),
        ("Hỗ trợ kích hoạt tài khoản định danh điện tử 500 lượt", "lượt", ">=", "identity_help"),
        ("Số lượng hồ sơ trực tuyến tăng 15% so với cùng kỳ", "%", "increase_per_year", "N.received_online"),
        ("Số hồ sơ tiếp nhận cao hơn năm trước", "", "above_last_year", "N.received"),
        ("Đạt loại tốt (từ 80 đến dưới 90 điểm) theo Quyết định số 766/QĐ-TTg", "điểm", "between", "766.total"),
        # Shares of units, people, answers.
        ("100% Bộ phận Một cửa có thiết bị đọc mã QR", "%", "=", "U.readers"),
        ("100% đơn vị duy trì kênh mạng xã hội", "%", "=", "U.social"),
        ("100% cán bộ, công chức được tập huấn", "%", "=", "S.trained"),
        ("Phấn đấu 100% đơn vị xây dựng biểu mẫu (mẫu đơn, tờ khai) điện tử", "%", "=", "U.eforms"),
        ("100% thủ tục của đơn vị có biểu mẫu điện tử", "%", "=", ""),
        # A narrower or another thing, another unit, or nothing that says which: nobody guesses.
        ("Có từ 03 sáng kiến trở lên", "sáng kiến", ">=", ""),
        ("Có ít nhất 01 sáng kiến được công nhận cấp tỉnh", "sáng kiến", ">=", ""),
        ("Kiểm tra đột xuất việc giải quyết TTHC ít nhất 02 cuộc", "cuộc", ">=", ""),
        ("Cử cán bộ tham gia ít nhất 02 lớp tập huấn về TTHC", "lớp", ">=", ""),
        ("Bình quân 01 bài/người/tuần", "bài/người/tuần", "=", ""),
        ("Phát ít nhất 12 tin, bài trên đài truyền thanh, phát thanh", "tin, bài", ">=", ""),
        ("Đối thoại với ít nhất 100 người", "người", ">=", ""),
        ("Số cuộc đối thoại đạt 100% kế hoạch", "%", "=", ""),
        ("Số lượng hồ sơ thanh toán trực tuyến tăng 15% so với năm trước", "%", "increase_per_year", ""),
        ("100% công chức Bộ phận Một cửa được tập huấn", "%", "=", ""),
        ("100% công chức tại Trung tâm được tập huấn", "%", "=", ""),
        ("100% ý kiến tại đối thoại được trả lời", "%", "=", ""),
    ],
)  # fmt: skip
def test_what_a_number_means(name: str, unit: str, operator: str, code: str) -> None:
    assert meaning(name, unit, operator) == code


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Số lượng hồ sơ trực tuyến tăng 15%", True),
        ("Tăng số hồ sơ trực tuyến 15%", True),
        ("Tỷ lệ hồ sơ trực tuyến trên tổng số hồ sơ", False),
        ("Hồ sơ trực tuyến trên tổng số hồ sơ", False),
        ("Số hóa hồ sơ mỗi năm tăng 20%", False),
    ],
)
def test_words_that_speak_of_a_number(name: str, expected: bool) -> None:
    assert says_number(name) is expected


@pytest.mark.parametrize(
    ("code", "unit", "operator", "expected"),
    [
        ("N.dialogues", "cuộc", ">=", True),
        ("N.dialogues", "Cuộc", ">=", True),
        ("N.dialogues", "%", ">=", False),
        ("N.dialogues", "%", "increase_per_year", True),
        ("N.dialogues", "", "not_below_last_year", True),
        ("N.dialogues", "người", ">=", False),
        ("N.posts_each", "bài/người/tuần", "=", True),
        ("N.posts_each", "bài", "=", False),
        ("N.received_each", "%", "increase_per_year", False),
    ],
)
def test_a_number_compares_in_its_own_unit_or_with_last_year(
    code: str, unit: str, operator: str, expected: bool
) -> None:
    assert comparable(code, unit, operator) is expected


def grows(value: str, last: str | None, unit: str = "%", *, of_count: bool, high: str | None = None) -> Aim:
    return Aim(
        "increase_per_year", Decimal(value), Decimal(high) if high else None, Decimal(last) if last else None,
        of_count=of_count, unit=unit,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("aim", "value", "expected"),
    [
        # Of a number: 15 % of last year's number.
        (grows("15", "200", of_count=True), "230", True),
        (grows("15", "200", of_count=True), "229", False),
        (grows("15", "200", of_count=True), "215", False),
        (grows("12.5", "40", of_count=True), "45", True),
        (grows("15", "3", of_count=True), "3", False),
        (grows("15", "0", of_count=True), "0", True),
        (grows("15", None, of_count=True), "500", None),
        # «tăng thêm 2 cuộc»: a step in the number's own unit.
        (grows("2", "3", "cuộc", of_count=True), "5", True),
        (grows("2", "3", "cuộc", of_count=True), "4", False),
        # Of a share: a step in points, up to what is wanted at the most.
        (grows("15", "60", of_count=False), "75", True),
        (grows("15", "60", of_count=False), "74.99", False),
        (grows("15", "60", of_count=False), "69", False),
        (grows("20", "90", of_count=False, high="100"), "100", True),
        # More than a norm is as good; a class is met by a better one.
        (Aim("=", Decimal(2), of_count=True), "3", True),
        (Aim("=", Decimal(2), of_count=True), "1", False),
        (Aim("=", Decimal(2)), "3", False),
        (Aim("between", Decimal(80), Decimal(90), as_class=True), "92", True),
        (Aim("between", Decimal(80), Decimal(90), as_class=True), "79.99", False),
        (Aim("between", Decimal(80), Decimal(90)), "92", False),
    ],
)
def test_a_number_and_a_share_grow_differently(aim: Aim, value: str, expected: bool | None) -> None:
    assert met(aim, Decimal(value)) is expected
