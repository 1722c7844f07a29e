"""A form as values: topics of fields, conditions between them. Read from and written as JSON Schema (draft 2020-12)."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

from motcua.kernel.refusals import Refused

DRAFT = "https://json-schema.org/draft/2020-12/schema"
_NAME = re.compile(r"[a-z][a-z0-9_]{0,39}")
MOST_FIELDS = 200
MOST_ITEMS = 50


class FieldKind(StrEnum):
    """What a field takes."""

    TEXT = "text"
    LONG_TEXT = "long_text"
    NAME = "name"
    NUMBER = "number"
    MONEY = "money"
    DATE = "date"
    CHOICE = "choice"
    CHOICES = "choices"
    YES_NO = "yes_no"
    IDENTITY = "identity"
    PHONE = "phone"
    EMAIL = "email"
    GROUP = "group"

    @property
    def label(self) -> str:
        """The word on the designer's page."""
        return _LABELS[self.value]


_LABELS = {
    "text": "Một dòng chữ", "long_text": "Đoạn văn", "name": "Họ và tên", "number": "Số", "money": "Số tiền",
    "date": "Ngày", "choice": "Chọn một", "choices": "Chọn nhiều", "yes_no": "Có hoặc không",
    "identity": "Số định danh, căn cước", "phone": "Số điện thoại", "email": "Thư điện tử",
    "group": "Bảng, nhóm lặp lại",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Condition:
    """Asked only when an earlier field has one of these answers (any answer when none is named)."""

    field: str
    values: tuple[str, ...] = ()

    def holds(self, answers: Mapping[str, Any]) -> bool:
        """Whether the answers so far fulfil it."""
        given = answers.get(self.field)
        if given in (None, "", []):
            return False
        several = given if isinstance(given, list) else [given]
        return not self.values or any(written(each) in self.values for each in several)


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One question. `prefill` names where an answer may come from (`filling`); `columns` are a group's own fields.

    `counts`: the unit of a fee that this number counts («bản sao»): who filled it in is not asked again what to pay.
    """

    name: str
    kind: FieldKind
    label: str
    hint: str = ""
    required: bool = True
    when: Condition | None = None
    choices: tuple[tuple[str, str], ...] = ()
    least: int | None = None
    most: int | None = None
    pattern: str = ""
    wrong: str = ""
    not_future: bool = False
    prefill: str = ""
    counts: str = ""
    columns: tuple["Field", ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """One page of a form."""

    key: str
    title: str
    hint: str = ""
    when: Condition | None = None
    fields: tuple[Field, ...] = field(default=())

    @property
    def group(self) -> Field | None:
        """The repeated group this page is about, when it is."""
        return self.fields[0] if self.fields and self.fields[0].kind is FieldKind.GROUP else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """A whole form. `stands_for` names the components of the dossier that it replaces: they are not asked for again."""

    title: str
    topics: tuple[Topic, ...]
    stands_for: tuple[str, ...] = ()

    def fields(self) -> Iterator[Field]:
        """Every field, in the order asked."""
        for topic in self.topics:
            yield from topic.fields

    def field(self, name: str) -> Field:
        """One field. Raises KeyError."""
        for each in self.fields():
            if each.name == name:
                return each
        raise KeyError(name)

    def asked(self, answers: Mapping[str, Any]) -> tuple[Topic, ...]:
        """The pages these answers lead to, each with the fields that are asked."""
        found = []
        for topic in self.topics:
            if topic.when and not topic.when.holds(answers):
                continue
            fields = tuple(each for each in topic.fields if not each.when or each.when.holds(answers))
            if fields:
                found.append(replace(topic, fields=fields))
        return tuple(found)


def written(value: Any) -> str:
    """An answer as conditions and choices write it."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)


def problems(form: Form) -> list[str]:
    """What an administrator must mend before a form can be used; each says where."""
    found: list[str] = []
    if not form.topics:
        found.append("Tờ khai chưa có trang nào.")
    names = [each.name for each in form.fields()]
    if len(names) > MOST_FIELDS:
        found.append(f"Tờ khai có hơn {MOST_FIELDS} mục; hãy chia thành nhiều tờ khai.")
    found += [f"Tên mục “{name}” dùng hai lần." for name in dict.fromkeys(names) if names.count(name) > 1]
    earlier: set[str] = set()
    for topic in form.topics:
        found += _problems_of_topic(topic, earlier)
        earlier |= {each.name for each in topic.fields}
    return found


def _problems_of_topic(topic: Topic, earlier: set[str]) -> Iterator[str]:
    if not topic.fields:
        yield f"Trang “{topic.title}” chưa có mục nào."
    if topic.group and len(topic.fields) > 1:
        yield f"Trang “{topic.title}”: bảng phải đứng riêng một trang."
    if topic.when and topic.when.field not in earlier:
        yield f"Trang “{topic.title}”: điều kiện chỉ được dựa vào mục của trang trước."
    for each in topic.fields:
        if each.when and each.when.field not in earlier:
            yield f"Mục “{each.label}”: điều kiện chỉ được dựa vào mục của trang trước."
        yield from _problems_of_field(each, nested=False)


def _problems_of_field(one: Field, *, nested: bool) -> Iterator[str]:
    if not _NAME.fullmatch(one.name):
        yield f"Mục “{one.label}”: tên chỉ gồm chữ thường không dấu, số và gạch dưới, bắt đầu bằng chữ."
    if not one.label.strip():
        yield f"Mục “{one.name}” chưa có nhãn."
    if one.kind in (FieldKind.CHOICE, FieldKind.CHOICES) and len(one.choices) < 2:
        yield f"Mục “{one.label}” phải có ít nhất hai lựa chọn."
    if one.least is not None and one.most is not None and one.least > one.most:
        yield f"Mục “{one.label}”: giới hạn dưới lớn hơn giới hạn trên."
    if one.pattern and not _compiles(one.pattern):
        yield f"Mục “{one.label}”: mẫu kiểm tra không đúng cú pháp."
    if one.kind is FieldKind.GROUP:
        if nested:
            yield f"Mục “{one.label}”: bảng không đặt trong bảng khác."
        if not one.columns:
            yield f"Bảng “{one.label}” chưa có cột nào."
        for column in one.columns:
            if column.when:
                yield f"Cột “{column.label}”: cột của bảng không có điều kiện."
            yield from _problems_of_field(column, nested=True)


def _compiles(pattern: str) -> bool:
    try:
        re.compile(pattern)
    except re.error:
        return False
    return True


# --- JSON Schema ---------------------------------------------------------------------------------------


def schema_of(form: Form) -> dict[str, Any]:
    """The form as a JSON Schema: what is always required, and under «if … then» what conditions make so."""
    always, under = [], []
    for topic in form.topics:
        for each in topic.fields:
            conditions = [condition for condition in (topic.when, each.when) if condition]
            if each.required and not conditions:
                always.append(each.name)
            elif each.required:
                under.append(
                    {
                        "if": {"allOf": [_if(form, one) for one in conditions]},
                        "then": {"required": [each.name]},
                    }
                )
    schema: dict[str, Any] = {
        "$schema": DRAFT,
        "title": form.title,
        "type": "object",
        "additionalProperties": False,
        "properties": {each.name: _property(each) for each in form.fields()},
        "required": always,
        "x-topics": [_topic_mark(topic) for topic in form.topics],
    }
    if form.stands_for:
        schema["x-stands-for"] = list(form.stands_for)
    return schema | ({"allOf": under} if under else {})


def _if(form: Form, condition: Condition) -> dict[str, Any]:
    asked: dict[str, Any] = {"required": [condition.field]}
    if condition.values:
        kind = form.field(condition.field).kind
        values: list[Any] = (
            [each == "yes" for each in condition.values]
            if kind is FieldKind.YES_NO
            else list(condition.values)
        )
        test = {"contains": {"enum": values}} if kind is FieldKind.CHOICES else {"enum": values}
        asked["properties"] = {condition.field: test}
    return asked


def _topic_mark(topic: Topic) -> dict[str, Any]:
    mark: dict[str, Any] = {
        "key": topic.key,
        "title": topic.title,
        "fields": [each.name for each in topic.fields],
    }
    if topic.hint:
        mark["hint"] = topic.hint
    return mark | _when_mark("when", topic.when)


def _when_mark(name: str, condition: Condition | None) -> dict[str, Any]:
    return {name: {"field": condition.field, "values": list(condition.values)}} if condition else {}


def _property(one: Field) -> dict[str, Any]:
    shown: dict[str, Any] = {"title": one.label, "x-kind": one.kind.value} | _TYPES[one.kind](one)
    marks = {"description": one.hint, "x-wrong": one.wrong, "x-prefill": one.prefill, "x-counts": one.counts}
    shown |= {name: value for name, value in marks.items() if value}
    if one.not_future:
        shown["x-not-future"] = True
    if not one.required:
        shown["x-optional"] = True
    return shown | _when_mark("x-when", one.when)


def _text(one: Field) -> dict[str, Any]:
    longest = one.most or (4000 if one.kind is FieldKind.LONG_TEXT else 300)
    found: dict[str, Any] = {"type": "string", "minLength": one.least or 1, "maxLength": longest}
    return found | ({"pattern": one.pattern} if one.pattern else {})


def _number(one: Field) -> dict[str, Any]:
    bounds = {"minimum": one.least, "maximum": one.most}
    found: dict[str, Any] = {"type": "integer"} | {name: at for name, at in bounds.items() if at is not None}
    return found | ({"minimum": one.least or 0} if one.kind is FieldKind.MONEY else {})


def _choice(one: Field) -> dict[str, Any]:
    return {
        "type": "string",
        "enum": [value for value, _ in one.choices],
        "x-labels": [text for _, text in one.choices],
    }


def _choices(one: Field) -> dict[str, Any]:
    bounds = {"minItems": one.least or (1 if one.required else 0), "uniqueItems": True}
    return {"type": "array", "items": {"enum": [value for value, _ in one.choices]}, **bounds,
            "x-labels": [text for _, text in one.choices]}  # fmt: skip


def _group(one: Field) -> dict[str, Any]:
    items = {
        "type": "object",
        "additionalProperties": False,
        "properties": {column.name: _property(column) for column in one.columns},
        "required": [column.name for column in one.columns if column.required],
    }
    least = one.least if one.least is not None else (1 if one.required else 0)
    return {"type": "array", "items": items, "minItems": least, "maxItems": one.most or MOST_ITEMS}


_TYPES = {
    FieldKind.TEXT: _text, FieldKind.LONG_TEXT: _text, FieldKind.NAME: _text,
    FieldKind.NUMBER: _number, FieldKind.MONEY: _number,
    FieldKind.DATE: lambda one: {"type": "string", "format": "date"},
    FieldKind.CHOICE: _choice, FieldKind.CHOICES: _choices,
    FieldKind.YES_NO: lambda one: {"type": "boolean"},
    FieldKind.IDENTITY: lambda one: {"type": "string", "pattern": r"^(\d{9}|\d{12})$"},
    FieldKind.PHONE: lambda one: {"type": "string", "pattern": r"^0\d{9,10}$"},
    FieldKind.EMAIL: lambda one: {"type": "string", "format": "email", "maxLength": 254},
    FieldKind.GROUP: _group,
}  # fmt: skip


def form_of(schema: Mapping[str, Any]) -> Form:
    """The form a schema of ours describes. Raises Refused for a schema without our marks."""
    try:
        required = set(schema.get("required", ()))
        for rule in schema.get("allOf", ()):
            required |= set(rule["then"]["required"])
        properties = schema["properties"]
        topics = tuple(_topic(mark, properties, required) for mark in schema["x-topics"])
        stands_for = tuple(str(name) for name in schema.get("x-stands-for", ()))
        return Form(title=str(schema["title"]), topics=topics, stands_for=stands_for)
    except (KeyError, TypeError, ValueError, AttributeError) as fault:
        raise Refused(
            "Tệp này không phải tờ khai của hệ thống: thiếu hoặc sai dấu x-topics, x-kind.", field="file"
        ) from fault


def _topic(mark: Mapping[str, Any], properties: Mapping[str, Any], required: set[str]) -> Topic:
    fields = tuple(_field(name, properties[name], name in required) for name in mark["fields"])
    return Topic(
        key=str(mark["key"]), title=str(mark["title"]), hint=str(mark.get("hint", "")),
        when=_condition(mark.get("when")), fields=fields,
    )  # fmt: skip


def _condition(mark: Mapping[str, Any] | None) -> Condition | None:
    return Condition(str(mark["field"]), tuple(str(each) for each in mark["values"])) if mark else None


def _field(name: str, shown: Mapping[str, Any], required: bool) -> Field:
    kind = FieldKind(shown["x-kind"])
    items = shown.get("items", {})
    values = shown.get("enum") or items.get("enum") or ()
    columns = items.get("properties", {}) if kind is FieldKind.GROUP else {}
    least, most = _bounds(kind, shown, required)
    return Field(
        name=name,
        kind=kind,
        label=str(shown["title"]),
        hint=str(shown.get("description", "")),
        required=required,
        when=_condition(shown.get("x-when")),
        choices=tuple(zip(values, shown.get("x-labels", values), strict=True)) if values else (),
        least=least,
        most=most,
        pattern=str(shown.get("pattern", "")) if kind in _PATTERNED else "",
        wrong=str(shown.get("x-wrong", "")),
        not_future=bool(shown.get("x-not-future", False)),
        prefill=str(shown.get("x-prefill", "")),
        counts=str(shown.get("x-counts", "")),
        columns=tuple(_field(key, each, key in items["required"]) for key, each in columns.items()),
    )


_PATTERNED = (FieldKind.TEXT, FieldKind.LONG_TEXT, FieldKind.NAME)
_BOUNDS = {
    FieldKind.TEXT: ("minLength", "maxLength"), FieldKind.LONG_TEXT: ("minLength", "maxLength"),
    FieldKind.NAME: ("minLength", "maxLength"), FieldKind.NUMBER: ("minimum", "maximum"),
    FieldKind.MONEY: ("minimum", "maximum"), FieldKind.CHOICES: ("minItems", "maxItems"),
    FieldKind.GROUP: ("minItems", "maxItems"),
}  # fmt: skip


def _bounds(kind: FieldKind, shown: Mapping[str, Any], required: bool) -> tuple[int | None, int | None]:
    names = _BOUNDS.get(kind)
    return (shown.get(names[0]), shown.get(names[1])) if names else (None, None)
