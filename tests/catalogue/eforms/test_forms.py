"""Forms as JSON Schema and back, conditions, words for what is wrong, answers known already or carried over."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from motcua.catalogue.eforms.definition import (
    Condition,
    Field,
    FieldKind,
    Form,
    Topic,
    form_of,
    problems,
    schema_of,
)
from motcua.catalogue.eforms.filling import carry_over, prefilled
from motcua.catalogue.eforms.validating import Wrong, only_asked, wrongs
from motcua.kernel.refusals import Refused

TODAY = date(2026, 5, 12)
K = FieldKind

FORM = Form(
    title="Tờ khai thử",
    topics=(
        Topic(
            key="nguoi-khai",
            title="Người khai",
            fields=(
                Field(name="name", kind=K.NAME, label="Họ và tên", prefill="person.name"),
                Field(name="identity", kind=K.IDENTITY, label="Số định danh", prefill="person.identity_number"),
                Field(name="email", kind=K.EMAIL, label="Thư điện tử", required=False, prefill="person.email"),
                Field(
                    name="for_whom", kind=K.CHOICE, label="Khai cho ai", choices=(("me", "Tôi"), ("other", "Người khác"))
                ),
            ),
        ),
        Topic(
            key="nguoi-khac",
            title="Người được khai",
            when=Condition("for_whom", ("other",)),
            fields=(
                Field(name="other_name", kind=K.NAME, label="Họ và tên người được khai"),
                Field(name="born", kind=K.DATE, label="Ngày sinh", not_future=True),
                Field(name="married", kind=K.YES_NO, label="Đã kết hôn"),
            ),
        ),
        Topic(
            key="vo-chong",
            title="Vợ hoặc chồng",
            when=Condition("married", ("yes",)),
            fields=(Field(name="spouse", kind=K.NAME, label="Họ và tên vợ hoặc chồng"),),
        ),
        Topic(
            key="con",
            title="Các con",
            fields=(
                Field(
                    name="children", kind=K.GROUP, label="Các con", required=False, most=3,
                    columns=(
                        Field(name="name", kind=K.NAME, label="Họ và tên con"),
                        Field(name="born", kind=K.DATE, label="Ngày sinh con", not_future=True),
                        Field(name="phone", kind=K.PHONE, label="Điện thoại", required=False),
                    ),
                ),
            ),
        ),
        Topic(
            key="von",
            title="Vốn",
            fields=(
                Field(name="money", kind=K.MONEY, label="Vốn góp", least=1_000_000),
                Field(
                    name="kinds", kind=K.CHOICES, label="Ngành nghề", required=False,
                    choices=(("a", "Ăn uống"), ("b", "Buôn bán")),
                ),
            ),
        ),
    ),
)  # fmt: skip
GOOD: dict[str, Any] = {
    "name": "Lò Thị Mẩy", "identity": "001099000001", "for_whom": "me", "money": 5_000_000,
}  # fmt: skip
OTHER = GOOD | {"for_whom": "other", "other_name": "Lò Văn Mù", "born": "1990-02-28", "married": False}


def test_a_form_is_a_json_schema_and_comes_back_from_it() -> None:
    assert problems(FORM) == []
    schema = schema_of(FORM)
    Draft202012Validator.check_schema(schema)
    again = form_of(schema)
    assert schema_of(again) == schema
    assert form_of(schema_of(again)) == again
    assert [each.name for each in again.fields()] == [each.name for each in FORM.fields()]


def test_good_answers_are_good_for_us_and_for_any_validator() -> None:
    for answers in (GOOD, OTHER, OTHER | {"married": True, "spouse": "Hà Thị Lan"}):
        assert wrongs(FORM, answers, today=TODAY) == []
        Draft202012Validator(schema_of(FORM)).validate(answers)


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"name": ""}, Wrong("name", "Chưa ghi mục này.")),
        ({"identity": "12345"}, Wrong("identity", "Số định danh có đúng 12 chữ số (chứng minh nhân dân cũ: 9 chữ số).")),
        ({"email": "không"}, Wrong("email", "Địa chỉ thư điện tử chưa đúng, ví dụ ten@vidu.vn.")),
        ({"for_whom": "ai đó"}, Wrong("for_whom", "Chọn một trong các mục có sẵn.")),
        ({"for_whom": None}, Wrong("for_whom", "Chưa chọn mục này.")),
        ({"money": 999_999}, Wrong("money", "Phải từ 1.000.000 trở lên.")),
        ({"money": "nhiều"}, Wrong("money", "Ghi số tiền bằng chữ số, đơn vị đồng.")),
        ({"kinds": ["c"]}, Wrong("kinds", "Chọn trong các mục có sẵn.")),
        (
            {"children": [{"name": "A", "born": "2030-01-01"}]},
            Wrong("children", "Ngày này chưa đến; kiểm tra lại năm.", 0, "born"),
        ),
        ({"children": [{"born": "2020-01-01"}]}, Wrong("children", "Chưa ghi mục này.", 0, "name")),
        (
            {"children": [{"name": "A", "born": "2020-01-01"}, {"name": "B", "born": "2020-01-01", "phone": "12"}]},
            Wrong("children", "Số điện thoại có 10 hoặc 11 chữ số, bắt đầu bằng số 0.", 1, "phone"),
        ),
        ({"children": [{"name": "A", "born": "2020-01-01"}] * 4}, Wrong("children", "Không được quá 3 mục.")),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_where_it_is(change: dict[str, Any], expected: Wrong) -> None:
    assert wrongs(FORM, GOOD | change, today=TODAY) == [expected]


def test_everything_missing_is_named_at_once() -> None:
    assert [each.field for each in wrongs(FORM, {}, today=TODAY)] == ["name", "identity", "for_whom", "money"]
    two = wrongs(FORM, GOOD | {"children": [{"phone": "0912345678"}]}, today=TODAY)
    assert [(each.row, each.column) for each in two] == [(0, "name"), (0, "born")]


def test_a_condition_makes_a_page_asked() -> None:
    assert [topic.key for topic in FORM.asked(GOOD)] == ["nguoi-khai", "con", "von"]
    assert [topic.key for topic in FORM.asked(OTHER | {"married": True})] == [
        "nguoi-khai", "nguoi-khac", "vo-chong", "con", "von",
    ]  # fmt: skip
    missing = {each.field for each in wrongs(FORM, GOOD | {"for_whom": "other"}, today=TODAY)}
    assert missing == {"other_name", "born", "married"}
    assert [each.field for each in wrongs(FORM, OTHER | {"married": True}, today=TODAY)] == ["spouse"]


def test_answers_to_questions_no_longer_asked_are_left_out_with_what_followed_from_them() -> None:
    given = OTHER | {"married": True, "spouse": "Hà Thị Lan", "for_whom": "me"}
    assert only_asked(FORM, given) == GOOD
    assert wrongs(FORM, given, today=TODAY) == []


def test_only_what_would_be_accepted_is_offered() -> None:
    known = {"person.name": "Lò Thị Mẩy", "person.identity_number": "khuyết", "person.email": ""}
    assert prefilled(FORM, known, {}) == {"name": "Lò Thị Mẩy"}
    earlier = replace(FORM.field("money"), prefill="earlier")
    form = replace(FORM, topics=(Topic(key="a", title="A", fields=(earlier,)),))
    assert prefilled(form, {}, {"money": 2_000_000}) == {"money": 2_000_000}
    assert prefilled(form, {}, {"money": 1}) == {}


def test_a_form_that_changed_keeps_what_still_holds_and_says_the_rest() -> None:
    first = FORM.topics[0]
    changed = tuple(
        replace(each, choices=(("me", "Tôi"), ("child", "Con tôi"))) if each.name == "for_whom" else each
        for each in first.fields
        if each.name != "email"
    )
    more = Field(name="ward", kind=K.TEXT, label="Nơi cư trú")
    new = replace(FORM, topics=(replace(first, fields=(*changed, more)), *FORM.topics[3:]))
    carried = carry_over(FORM, new, OTHER | {"email": "a@b.vn"}, today=TODAY)
    assert carried.answers == {"name": "Lò Thị Mẩy", "identity": "001099000001", "money": 5_000_000}
    assert carried.lost == {
        "email": "a@b.vn", "for_whom": "other", "other_name": "Lò Văn Mù", "born": "1990-02-28", "married": False,
    }  # fmt: skip
    assert "Nơi cư trú" in carried.added
    assert carried.changed == ("Khai cho ai",)
    assert "Thư điện tử" in carried.gone
    assert not carried.same
    assert carry_over(FORM, FORM, OTHER, today=TODAY).same


@pytest.mark.parametrize(
    ("form", "words"),
    [
        (Form(title="x", topics=()), "chưa có trang nào"),
        (replace(FORM, topics=(FORM.topics[0], FORM.topics[0])), "dùng hai lần"),
        (replace(FORM, topics=FORM.topics[1:2]), "mục của trang trước"),
        (Form(title="x", topics=(Topic(key="a", title="A"),)), "chưa có mục nào"),
        (
            Form(title="x", topics=(Topic(key="a", title="A", fields=(Field(name="Tên", kind=K.TEXT, label="T"),)),)),
            "chữ thường không dấu",
        ),
        (
            Form(title="x", topics=(Topic(key="a", title="A", fields=(Field(name="a", kind=K.CHOICE, label="T"),)),)),
            "ít nhất hai lựa chọn",
        ),
        (
            Form(title="x", topics=(Topic(key="a", title="A", fields=(Field(name="a", kind=K.TEXT, label="T", pattern="("),)),)),
            "không đúng cú pháp",
        ),
    ],
)  # fmt: skip
def test_a_form_that_cannot_be_used_says_where(form: Form, words: str) -> None:
    assert any(words in each for each in problems(form))


@pytest.mark.parametrize(
    "schema", [{}, {"title": "x"}, {"title": "x", "properties": {}, "x-topics": [{"key": 1}]}, []]
)
def test_a_file_that_is_no_form_of_ours(schema: Any) -> None:
    with pytest.raises(Refused, match="x-topics"):
        form_of(schema)
