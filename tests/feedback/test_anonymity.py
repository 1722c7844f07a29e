"""Answers to petitions are published without the one who asked."""

import pytest

from motcua.feedback.anonymity import anonymous


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Hồ sơ H99.101-251120-0012 đã xong.", "Hồ sơ … đã xong."),
        ("Mã tra cứu AB12CD34EF56 không đúng.", "Mã tra cứu … không đúng."),
        ("Xin gọi lại 0987 654 321 hoặc +84 987.654.321.", "Xin gọi lại … hoặc …."),
        ("Số định danh 079123456789 đã sửa.", "Số định danh … đã sửa."),
        ("Thư gửi về ly.mau@vi-du.vn.", "Thư gửi về …."),
        ("Trả lời ông Lý Thường Mẫu: đã nhận.", "Trả lời ông …: đã nhận."),
        ("Gia đình bà Lò Thị Mẩy được cấp lại giấy.", "Gia đình bà … được cấp lại giấy."),
        ("Ông/bà có thể nộp trực tuyến từ 01/7/2025.", "Ông/bà có thể nộp trực tuyến từ 01/7/2025."),
        ("Theo Nghị định 118/2025/NĐ-CP, lệ phí 50.000 đồng.", "Theo Nghị định 118/2025/NĐ-CP, lệ phí 50.000 đồng."),
        ("Ủy ban nhân dân xã đã nhắc cán bộ.", "Ủy ban nhân dân xã đã nhắc cán bộ."),
    ],
)  # fmt: skip
def test_what_names_a_person_is_covered_and_the_rest_stays(text: str, shown: str) -> None:
    assert anonymous(text) == shown


def test_the_sender_is_covered_wherever_named() -> None:
    text = "Gửi lý thường mẫu ở Ngõ Bí Mật 17: đã xử lý."
    assert anonymous(text, sender="Lý Thường Mẫu; 0987654321; Ngõ Bí Mật 17") == "Gửi … ở …: đã xử lý."
