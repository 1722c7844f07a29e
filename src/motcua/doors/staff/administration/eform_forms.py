"""What an administrator types about a form: a page, a field, the day it comes into use, a file."""

import json
from typing import Any

from django import forms

from motcua.catalogue.eforms.definition import (
    Condition,
    Field,
    FieldKind,
    Form,
    Topic,
    form_of,
    schema_of,
    written,
)
from motcua.catalogue.eforms.designing import name_from
from motcua.catalogue.eforms.filling import SOURCES
from motcua.doors.frame.forms import Checkboxes, DayField
from motcua.kernel.refusals import Refused
from motcua.kernel.text import fold, squeeze

_YES_NO = (("yes", "Có"), ("no", "Không"))
_MOST_BYTES = 512 * 1024


class WithCondition(forms.Form):
    """Asked always, or only under an answer given on an earlier page."""

    when_field = forms.ChoiceField(label="Chỉ hỏi khi mục này đã trả lời", required=False)
    when_values = forms.CharField(
        label="và câu trả lời là", required=False, widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Mỗi câu trả lời một dòng; để trống: trả lời gì cũng được.",
    )  # fmt: skip

    def __init__(self, *args: Any, earlier: list[Field], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.earlier = {each.name: each for each in earlier}
        choices = [("", "Luôn hỏi"), *((each.name, each.label) for each in earlier)]
        self.fields["when_field"].choices = choices  # type: ignore[attr-defined]
        if not earlier:
            del self.fields["when_field"], self.fields["when_values"]

    @property
    def condition(self) -> Condition | None:
        """The condition typed."""
        name = self.cleaned_data.get("when_field")
        return Condition(name, self.cleaned_data["when_values"]) if name else None

    def clean_when_values(self) -> tuple[str, ...]:
        one = self.earlier.get(self.cleaned_data.get("when_field", ""))
        if one is None:
            return ()
        lines = [squeeze(line) for line in self.cleaned_data["when_values"].splitlines() if line.strip()]
        known = {fold(text): value for value, text in _choices_of(one)}
        known |= {fold(value): value for value, _ in _choices_of(one)}
        strange = [line for line in lines if known and fold(line) not in known]
        if strange:
            answers = ", ".join(text for _, text in _choices_of(one))
            raise forms.ValidationError(
                f"Mục “{one.label}” không có câu trả lời “{strange[0]}”. Có: {answers}."
            )
        return tuple(known.get(fold(line), line) for line in lines)


class TopicForm(WithCondition):
    """One page of the form."""

    title = forms.CharField(label="Tên trang", max_length=200)
    hint = forms.CharField(label="Hướng dẫn", max_length=500, required=False)
    field_order = ["title", "hint"]

    @property
    def topic(self) -> Topic:
        """The page typed, without fields."""
        given = self.cleaned_data
        return Topic(key="", title=squeeze(given["title"]), hint=squeeze(given["hint"]), when=self.condition)


class FieldForm(WithCondition):
    """One field, or one column of a group."""

    label = forms.CharField(label="Câu hỏi, nhãn", max_length=200)
    kind = forms.ChoiceField(label="Loại", choices=[(kind.value, kind.label) for kind in FieldKind])
    hint = forms.CharField(label="Hướng dẫn", max_length=300, required=False)
    required = forms.BooleanField(label="Bắt buộc trả lời", required=False, initial=True)
    choices = forms.CharField(
        label="Các lựa chọn", required=False, widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Cho loại chọn một, chọn nhiều: mỗi lựa chọn một dòng. Muốn giữ mã riêng thì ghi «mã: nhãn».",
    )  # fmt: skip
    least = forms.IntegerField(
        label="Ít nhất", required=False, min_value=0,
        help_text="Chữ: số ký tự; số, tiền: giá trị; chọn nhiều, bảng: số mục.",
    )  # fmt: skip
    most = forms.IntegerField(label="Nhiều nhất", required=False, min_value=0)
    not_future = forms.BooleanField(label="Ngày không được ở tương lai", required=False)
    prefill = forms.ChoiceField(
        label="Điền sẵn từ", required=False, choices=[("", "Không điền sẵn"), *SOURCES.items()]
    )
    counts = forms.CharField(
        label="Đếm đơn vị tính phí", max_length=60, required=False,
        help_text="Cho loại số: ghi đúng đơn vị tính của khoản phí, ví dụ «bản sao». Phí được tính theo số này, không hỏi lại.",
    )  # fmt: skip
    pattern = forms.CharField(
        label="Mẫu kiểm tra", max_length=200, required=False, help_text="Biểu thức chính quy, cho loại chữ."
    )
    wrong = forms.CharField(label="Lời báo khi trả lời sai", max_length=200, required=False)
    name = forms.CharField(
        label="Tên trong dữ liệu", max_length=40, required=False,
        help_text="Chữ thường không dấu, số, gạch dưới. Để trống: đặt theo nhãn. Giữ nguyên khi sửa mẫu đã dùng.",
    )  # fmt: skip
    field_order = ["label", "kind", "hint", "required", "choices"]

    def __init__(self, *args: Any, column: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if column:  # a column stands in no condition, comes from nowhere and holds no table
            kinds = [(kind.value, kind.label) for kind in FieldKind if kind is not FieldKind.GROUP]
            self.fields["kind"].choices = kinds  # type: ignore[attr-defined]
            del self.fields["prefill"]

    def clean_choices(self) -> tuple[tuple[str, str], ...]:
        found: dict[str, str] = {}
        for line in self.cleaned_data["choices"].splitlines():
            value, colon, text = (squeeze(part) for part in line.partition(":"))
            if not value and not text:
                continue
            if not colon or not text:
                text = squeeze(line).rstrip(":")
                value = name_from(text, found)
            if value in found:
                raise forms.ValidationError(f"Mã “{value}” ghi hai lần.")
            found[value] = text
        return tuple(found.items())

    @property
    def field(self) -> Field:
        """The field typed."""
        given = self.cleaned_data
        kind = FieldKind(given["kind"])
        chosen = kind in (FieldKind.CHOICE, FieldKind.CHOICES)
        return Field(
            name=given["name"].strip(), kind=kind, label=squeeze(given["label"]), hint=squeeze(given["hint"]),
            required=given["required"], when=self.condition, choices=given["choices"] if chosen else (),
            least=given["least"], most=given["most"], pattern=given["pattern"], wrong=squeeze(given["wrong"]),
            not_future=given["not_future"] and kind is FieldKind.DATE, prefill=given.get("prefill", ""),
            counts=squeeze(given["counts"]) if kind is FieldKind.NUMBER else "",
        )  # fmt: skip


def typed(part: Topic | Field, earlier: list[Field]) -> dict[str, Any]:
    """A page or a field as its form shows it."""
    found: dict[str, Any] = {name: getattr(part, name) for name in part.__dataclass_fields__}
    if part.when:
        labels = {name: dict(_choices_of(each)) for name, each in ((one.name, one) for one in earlier)}
        of_field = labels.get(part.when.field, {})
        found["when_field"] = part.when.field
        found["when_values"] = "\n".join(of_field.get(value, value) for value in part.when.values)
    if isinstance(part, Field):
        found["kind"] = part.kind.value
        found["choices"] = "\n".join(f"{value}: {text}" for value, text in part.choices)
    return found


def condition_words(when: Condition | None, form: Form) -> str:
    """A condition in words; empty without one."""
    if when is None:
        return ""
    one = next((each for each in form.fields() if each.name == when.field), None)
    if one is None:
        return f"khi “{when.field}” (mục không còn)"
    labels = dict(_choices_of(one))
    values = ", ".join(labels.get(value, value) for value in when.values)
    return f"khi “{one.label}” là {values}" if values else f"khi đã trả lời “{one.label}”"


class StandsForForm(forms.Form):
    """The components of the dossier that the form stands for."""

    names = forms.MultipleChoiceField(
        label="Giấy tờ không phải nộp nữa khi đã khai",
        required=False,
        widget=Checkboxes(),
        help_text="Giấy tờ cùng nhóm thay thế với giấy tờ được chọn cũng không hỏi nữa. "
        "Không chọn gì: tờ khai thay cho những giấy tờ có ghi mẫu đơn, tờ khai.",
    )

    def __init__(self, *args: Any, names: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["names"].choices = [(name, name) for name in names]  # type: ignore[attr-defined]


class PublishForm(forms.Form):
    """From which day a draft is used."""

    first_day = DayField(label="Dùng từ ngày")


class FileForm(forms.Form):
    """A form from a file."""

    file = forms.FileField(label="Tệp tờ khai (JSON Schema)")

    def clean_file(self) -> Form:
        upload = self.cleaned_data["file"]
        if upload.size > _MOST_BYTES:
            raise forms.ValidationError("Tệp lớn hơn 512 KB; tờ khai không thể lớn như vậy.")
        try:
            schema = json.loads(upload.read().decode("utf-8-sig"))
        except (UnicodeDecodeError, ValueError, RecursionError):
            raise forms.ValidationError("Tệp này không phải JSON viết bằng UTF-8.") from None
        if not isinstance(schema, dict):
            raise forms.ValidationError("Tệp này không phải JSON Schema của một tờ khai.")
        return _read(schema)


def _read(schema: dict[str, Any]) -> Form:
    from jsonschema import Draft202012Validator  # loaded by whoever brings a file
    from jsonschema.exceptions import SchemaError

    try:
        Draft202012Validator.check_schema(schema)
        form = form_of(schema)
        schema_of(form)
    except SchemaError as fault:
        where = "/".join(str(each) for each in fault.absolute_path) or "gốc"
        raise forms.ValidationError(f"Tệp không đúng JSON Schema ở chỗ “{where}”.") from fault
    except Refused as refused:
        raise forms.ValidationError(refused.message) from refused
    except KeyError as fault:
        raise forms.ValidationError(f"Điều kiện dựa vào mục “{fault.args[0]}” không có trong tệp.") from fault
    return form


def _choices_of(one: Field) -> tuple[tuple[str, str], ...]:
    return tuple((written(value), text) for value, text in one.choices) or (
        _YES_NO if one.kind is FieldKind.YES_NO else ()
    )
