"""Whether answers are right, by the form's own schema, with words for each field. Pure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from motcua.catalogue.eforms.definition import Field, FieldKind, Form, Topic, schema_of
from motcua.kernel.money import grouped
from motcua.kernel.phrases import Phrase

if TYPE_CHECKING:
    from jsonschema import Draft202012Validator
    from jsonschema.exceptions import ValidationError

Answers = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Wrong:
    """What is wrong: the field, the row of a group (from 0) with its column, and how to mend it."""

    field: str
    words: str
    row: int | None = None
    column: str = ""


def wrongs(form: Form, answers: Mapping[str, Any], *, today: date) -> list[Wrong]:
    """Everything wrong with a whole set of answers, in the order asked; fields that are not asked do not count."""
    return _judged(form, only_asked(form, answers), today)


def wrongs_on(topic: Topic, form: Form, answers: Mapping[str, Any], *, today: date) -> list[Wrong]:
    """What is wrong on one page: judged by the part of the schema that is about it, the answers before it deciding what
    is asked."""
    kept = only_asked(form, answers)
    if topic.when and not topic.when.holds(kept):
        return []
    asked = tuple(each for each in topic.fields if not each.when or each.when.holds(kept))
    here = {each.name: kept[each.name] for each in asked if each.name in kept}
    return _judged(_page_of(asked), here, today)


@lru_cache(maxsize=1024)
def _page_of(asked: tuple[Field, ...]) -> Form:
    """A form of these questions alone, each of them asked."""
    always = tuple(replace(each, when=None) for each in asked)
    return Form(title="", topics=(Topic(key="", title="", fields=always),))


def _judged(form: Form, kept: Answers, today: date) -> list[Wrong]:
    found = [each for error in _errors(form, kept) for each in _in_words(form, error)]
    found += _in_future(form, kept, today)
    order = {each.name: place for place, each in enumerate(form.fields())}
    first: dict[tuple[str, int | None, str], Wrong] = {}
    for each in sorted(found, key=lambda one: (order.get(one.field, -1), one.row or 0)):
        first.setdefault((each.field, each.row, each.column), each)
    return list(first.values())


def _errors(form: Form, kept: Answers) -> "Iterator[ValidationError]":
    """What the schema finds. Of missing names it tells each apart, and each error names all that are missing: one is
    enough."""
    told: set[tuple[object, ...]] = set()
    for error in _validator(form).iter_errors(kept):
        if error.validator == "required":
            rule = (*error.absolute_path, None, *error.absolute_schema_path)
            if rule in told:
                continue
            told.add(rule)
        yield error


def only_asked(form: Form, answers: Mapping[str, Any]) -> Answers:
    """Answers to questions that are asked; conditions are followed in order, so that what a dropped answer led to
    is dropped too."""
    kept: Answers = {}
    for topic in form.topics:
        if topic.when and not topic.when.holds(kept):
            continue
        for each in topic.fields:
            value = answers.get(each.name)
            if value not in (None, "", []) and (not each.when or each.when.holds(kept)):
                kept[each.name] = value
    return kept


@lru_cache(maxsize=1024)
def _validator(form: Form) -> "Draft202012Validator":
    from jsonschema import (
        Draft202012Validator,
        FormatChecker,
    )  # a tenth of a start, and most processes judge nothing

    return Draft202012Validator(schema_of(form), format_checker=FormatChecker(formats=["date", "email"]))


def _in_words(form: Form, error: "ValidationError") -> list[Wrong]:
    path = list(error.absolute_path)
    if error.validator == "required":
        # One error stands for one missing name, but only its message says which: name all that are missing.
        return [_at(form, [*path, name], error) for name in _missing(error)]
    return [_at(form, path, error)]


def _at(form: Form, path: list[str | int], error: "ValidationError") -> Wrong:
    if not path:
        return Wrong("", "Tờ khai có mục không thuộc mẫu này.")
    one = form.field(str(path[0]))
    if len(path) >= 3 and one.kind is FieldKind.GROUP:
        column = next((each for each in one.columns if each.name == path[2]), None)
        if column is not None:
            return Wrong(one.name, _words(column, error), int(path[1]), column.name)
    return Wrong(one.name, _words(one, error))


def _missing(error: "ValidationError") -> list[str]:
    wanted: Any = error.validator_value
    given: Any = error.instance
    return [str(name) for name in wanted if name not in given]


def _words(one: Field, error: "ValidationError") -> str:
    if error.validator == "required" or (error.validator == "minLength" and not error.instance):
        return "Chưa chọn mục này." if one.kind in _CHOSEN else "Chưa ghi mục này."
    if one.wrong:
        return one.wrong
    if error.validator in _LIMITS:
        limit: Any = error.validator_value
        return Phrase(_LIMITS[str(error.validator)], limit=grouped(int(limit)))
    return _BY_KIND.get(one.kind, "Nội dung này chưa đúng; xem hướng dẫn của mục.")


_CHOSEN = (FieldKind.CHOICE, FieldKind.CHOICES, FieldKind.YES_NO)
_LIMITS = {
    "minimum": "Phải từ {limit} trở lên.",
    "maximum": "Không được quá {limit}.",
    "minLength": "Ghi ít nhất {limit} ký tự.",
    "maxLength": "Ghi không quá {limit} ký tự.",
    "minItems": "Cần ít nhất {limit} mục.",
    "maxItems": "Không được quá {limit} mục.",
}
_BY_KIND = {
    FieldKind.IDENTITY: "Số định danh có đúng 12 chữ số (chứng minh nhân dân cũ: 9 chữ số).",
    FieldKind.PHONE: "Số điện thoại có 10 hoặc 11 chữ số, bắt đầu bằng số 0.",
    FieldKind.EMAIL: "Địa chỉ thư điện tử chưa đúng, ví dụ ten@vidu.vn.",
    FieldKind.DATE: "Ghi ngày theo mẫu dd/mm/yyyy, ví dụ 05/03/2024.",
    FieldKind.NUMBER: "Ghi bằng chữ số.",
    FieldKind.MONEY: "Ghi số tiền bằng chữ số, đơn vị đồng.",
    FieldKind.CHOICE: "Chọn một trong các mục có sẵn.",
    FieldKind.CHOICES: "Chọn trong các mục có sẵn.",
}


def _in_future(form: Form, answers: Answers, today: date) -> list[Wrong]:
    found = []
    for one in form.fields():
        if one.not_future and _later(answers.get(one.name), today):
            found.append(Wrong(one.name, one.wrong or "Ngày này chưa đến; kiểm tra lại năm."))
        for row, item in enumerate(answers.get(one.name) or () if one.kind is FieldKind.GROUP else ()):
            found += [
                Wrong(one.name, column.wrong or "Ngày này chưa đến; kiểm tra lại năm.", row, column.name)
                for column in one.columns
                if column.not_future and isinstance(item, dict) and _later(item.get(column.name), today)
            ]
    return found


def _later(value: Any, today: date) -> bool:
    try:
        return date.fromisoformat(value) > today
    except (TypeError, ValueError):
        return False  # absent, or wrong in another way that is told already
