"""A form filled in with invented answers, to show how it is done. Pure: the same form gives the same example.

Nobody real: names and numbers say so (identity numbers of all zeros but the end do not exist).
"""

from datetime import date, timedelta
from typing import Any

from motcua.catalogue.eforms.definition import Field, FieldKind, Form
from motcua.catalogue.eforms.validating import Answers, only_asked, wrongs

_NAMES = ("Nguyễn Văn Ví Dụ", "Trần Thị Ví Dụ", "Lê Văn Ví Dụ", "Phạm Thị Ví Dụ")
_BY_WORDS = (
    ("địa chỉ", "Số 12, thôn Ví Dụ, xã Ví Dụ, tỉnh Ví Dụ"), ("cư trú", "Số 12, thôn Ví Dụ, xã Ví Dụ, tỉnh Ví Dụ"),
    ("nơi", "Xã Ví Dụ, tỉnh Ví Dụ"),
    ("dân tộc", "Kinh"), ("quốc tịch", "Việt Nam"), ("quan hệ", "Mẹ"), ("nghề", "Làm ruộng"), ("giới tính", "Nữ"),
    ("tên giấy tờ", "Bằng tốt nghiệp trung học phổ thông"), ("mục đích", "Bổ sung hồ sơ xin việc"),
    ("số, ký hiệu", "00123/VD"), ("ngành, nghề", "Bán lẻ hàng tạp hóa"), ("tên hộ kinh doanh", "Cửa hàng Ví Dụ"),
    ("tài khoản", "0000 0000 0001, Ngân hàng Ví Dụ"), ("lý do", "Ví dụ: ghi ngắn gọn điều đề nghị"),
)  # fmt: skip


def example_of(form: Form, today: date) -> Answers:
    """Answers that could be sent: every question that is asked has one, and none is wrong (held by a test)."""
    answers: Answers = {}
    number = 0
    for topic in form.topics:
        newborn = "được khai sinh" in topic.title.lower()
        for one in topic.fields:
            is_birth = newborn and one.kind is FieldKind.DATE and "sinh" in one.label.lower()
            answers[one.name] = (
                (today - timedelta(days=20)).isoformat() if is_birth else _answer(one, number, today)
            )
            number += 1
    return only_asked(form, {name: value for name, value in answers.items() if value is not None})


def faults_of(form: Form, today: date) -> list[str]:
    """The fields whose example would be refused: no example is shown of such a form."""
    return [each.field for each in wrongs(form, example_of(form, today), today=today)]


def _answer(one: Field, number: int, today: date) -> Any:
    match one.kind:
        case FieldKind.NAME:
            return _NAMES[number % len(_NAMES)]
        case FieldKind.NUMBER | FieldKind.MONEY:
            return _number(one)
        case FieldKind.DATE:
            return _day(one, today).isoformat()
        case FieldKind.CHOICE:
            return one.choices[0][0]
        case FieldKind.CHOICES:
            return [value for value, _label in one.choices[: max(one.least or 1, 1)]]
        case FieldKind.YES_NO:
            return True
        case FieldKind.IDENTITY:
            return f"{number + 1:012d}"
        case FieldKind.PHONE:
            return "0900000000"
        case FieldKind.EMAIL:
            return "vi.du@vi-du.vn"
        case FieldKind.GROUP:
            return [
                {column.name: _answer(column, place, today) for place, column in enumerate(one.columns)}
            ] * (one.least or 1)
    return _text(one)


def _number(one: Field) -> int:
    usual = 50_000_000 if one.kind is FieldKind.MONEY else 2
    return min(max(usual, one.least or 0), one.most if one.most is not None else usual)


def _day(one: Field, today: date) -> date:
    """Births lie far back, other days a little."""
    born = "sinh" in one.label.lower()
    return date(1990, 3, 5) if born else today - timedelta(days=10)


def _text(one: Field) -> str:
    label = one.label.lower()
    found = next((said for words, said in _BY_WORDS if words in label), "Ví dụ")
    return found[: one.most] if one.most else found
