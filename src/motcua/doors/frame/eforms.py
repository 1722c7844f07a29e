"""The pages of an electronic form: one topic a page, drawn on the server, the same without scripts.

What is typed is read into typed answers where it can be; where it cannot, it is kept as typed and the form's schema
says what is wrong. So a page shows again exactly what the person wrote.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from functools import lru_cache
from html import escape
from typing import Any

from django import forms
from django.forms.utils import ErrorDict
from django.http import QueryDict
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from motcua.catalogue.eforms.definition import Field, FieldKind, Topic
from motcua.catalogue.eforms.validating import Wrong
from motcua.doors.frame.fields import fields_html
from motcua.doors.frame.forms import (
    Checkboxes,
    CodeInput,
    DayField,
    DayInput,
    MoneyField,
    MoneyInput,
    PhoneInput,
    Radios,
)
from motcua.doors.frame.wording import said
from motcua.kernel.money import grouped
from motcua.kernel.text import squeeze

_YES_NO = (("yes", "Có"), ("no", "Không"))


class TopicForm(forms.Form):
    """A page's fields. Judged by the schema, never by Django: only `show` puts errors in."""

    def full_clean(self) -> None:
        """Nothing is judged here."""
        self._errors: ErrorDict = ErrorDict()
        self.cleaned_data: dict[str, Any] = {}

    def show(self, wrongs: Iterable[Wrong]) -> None:
        """Put what the schema found beside the fields."""
        for each in wrongs:
            name = each.column or each.field
            self.add_error(name if name in self.fields else None, said(each.words))


def topic_form(
    fields: Iterable[Field], answers: Mapping[str, Any], data: QueryDict | None = None
) -> TopicForm:
    """The page: filled with the answers so far, or again with what was sent."""
    wanted = tuple(fields)
    form = TopicForm(data, initial={each.name: _typed(each, answers.get(each.name)) for each in wanted})
    for each in wanted:
        form.fields[each.name] = _drawn(each)
    return form


def page_html(fields: Iterable[Field], answers: Mapping[str, Any]) -> SafeString:
    """A page nobody has sent yet, filled with the answers so far: what `topic_form` draws, without a form.

    A question looks the same to everybody but for its answer: it is drawn once, and the answer put in its place.
    """
    language = get_language()
    drawn = [_question(each, _typed(each, answers.get(each.name)), language) for each in fields]
    return mark_safe("\n".join(drawn))  # noqa: S308 - drawn by the frame, the answers escaped


def _question(one: Field, value: Any, language: str) -> str:
    if one.kind in _CHOSEN:
        return _with_answer(one, _chosen(one, value), language)
    if value in ("", None):
        return _with_answer(one, "", language)
    before, after = _around_answer(one, language)
    return f"{before}{escape(str(value))}{after}"


def _chosen(one: Field, value: Any) -> str | tuple[str, ...]:
    """What of an answer can be marked: the drawings kept are as many as there are choices, whatever was sent."""
    known = {text for text, _ in one.choices or _YES_NO}
    if isinstance(value, list):
        return tuple(each for each in value if each in known)
    return value if isinstance(value, str) and value in known else ""


@lru_cache(maxsize=2048)
def _with_answer(one: Field, value: str | tuple[str, ...], language: str) -> str:
    answer = list(value) if isinstance(value, tuple) else value
    form = TopicForm(initial={one.name: answer})
    form.fields[one.name] = _drawn(one)
    return fields_html(form)


@lru_cache(maxsize=1024)
def _around_answer(one: Field, language: str) -> tuple[str, str]:
    before, _, after = _with_answer(one, _ANSWER, language).partition(_ANSWER)
    return before, after


_ANSWER = "\x02answer\x03"  # no label and no hint holds it
_CHOSEN = (FieldKind.CHOICE, FieldKind.CHOICES, FieldKind.YES_NO)


def answers_in(fields: Iterable[Field], data: QueryDict) -> dict[str, Any]:
    """What was sent, as answers."""
    return {each.name: _read(each, data) for each in fields if each.kind is not FieldKind.GROUP}


def shown(field: Field, value: Any) -> str:
    """An answer in words, for the page where everything is checked."""
    if value in (None, "", []):
        return "Không khai"
    labels = dict(field.choices) | (dict(_YES_NO) if field.kind is FieldKind.YES_NO else {})
    if field.kind is FieldKind.CHOICES:
        return ", ".join(labels.get(each, str(each)) for each in value)
    text = _typed(field, value)
    if field.kind is FieldKind.MONEY and isinstance(value, int):
        return f"{text} đồng"
    return labels.get(str(text), str(text))


def in_words(field: Field, value: Any) -> str:
    """An answer in words, also that of a repeated group: its rows one after the other."""
    if field.kind is not FieldKind.GROUP or not value:
        return shown(field, value)
    rows = [
        [f"{column.label}: {shown(column, row.get(column.name))}" for column in field.columns]
        for row in value
    ]
    return "; ".join(", ".join(row) for row in rows)


def asked_on(topic: Topic) -> tuple[Field, ...]:
    """The fields of a page that are answered on it."""
    return tuple(each for each in topic.fields if each.kind is not FieldKind.GROUP)


def _drawn(field: Field) -> forms.Field:
    widget = _widget(field)
    widget.attrs |= {"maxlength": field.most} if field.most and field.kind in _TEXTS else {}
    common: dict[str, Any] = {
        "label": field.label,
        "help_text": field.hint,
        "required": field.required,
        "widget": widget,
    }
    if field.kind is FieldKind.CHOICES:
        return forms.MultipleChoiceField(choices=list(field.choices), **common)
    if field.kind in (FieldKind.CHOICE, FieldKind.YES_NO):
        return forms.ChoiceField(choices=list(field.choices or _YES_NO), **common)
    return forms.CharField(**common)


_TEXTS = (FieldKind.TEXT, FieldKind.NAME, FieldKind.LONG_TEXT)
_FEW = 8


def _widget(field: Field) -> forms.Widget:
    match field.kind:
        case FieldKind.LONG_TEXT:
            return forms.Textarea(attrs={"rows": 4})
        case FieldKind.NAME:
            return forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "words"})
        case FieldKind.DATE:
            return DayInput()
        case FieldKind.MONEY:
            return MoneyInput()
        case FieldKind.NUMBER | FieldKind.IDENTITY:
            return CodeInput(attrs={"inputmode": "numeric"})
        case FieldKind.PHONE:
            return PhoneInput()
        case FieldKind.EMAIL:
            return forms.EmailInput(attrs={"autocomplete": "email"})
        case FieldKind.YES_NO:
            return Radios(boxed=True)
        case FieldKind.CHOICE:
            return Radios(boxed=True) if len(field.choices) <= _FEW else forms.Select()
        case FieldKind.CHOICES:
            return Checkboxes(boxed=True)
        case _:
            return forms.TextInput()


def _typed(field: Field, value: Any) -> Any:
    """An answer as a person would type it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if field.kind is FieldKind.MONEY and isinstance(value, int):
        return grouped(value)
    if field.kind is FieldKind.DATE:
        try:
            return f"{date.fromisoformat(value):%d/%m/%Y}"
        except (TypeError, ValueError):
            return value
    return value


def _read(field: Field, data: QueryDict) -> Any:
    if field.kind is FieldKind.CHOICES:
        return data.getlist(field.name)
    text = data.get(field.name, "")
    if field.kind is FieldKind.LONG_TEXT:
        return text.strip().replace("\r\n", "\n")
    text = squeeze(text)
    if not text:
        return None
    return _READERS.get(field.kind, _as_typed)(text)


def _as_typed(text: str) -> Any:
    return text


def _day(text: str) -> Any:
    try:
        day = DayField().to_python(text)
    except forms.ValidationError:
        return text
    return day.isoformat() if day else None


def _amount(text: str) -> Any:
    try:
        return MoneyField().to_python(text)
    except forms.ValidationError:
        return text


def _number(text: str) -> Any:
    plain = text.replace(".", "").replace(" ", "")
    return int(plain) if plain.lstrip("-").isdecimal() and len(plain) <= 15 else text


def _yes_no(text: str) -> Any:
    return {"yes": True, "no": False}.get(text, text)


def _digits(text: str) -> Any:
    return text.replace(" ", "").replace(".", "").replace("-", "")


_READERS = {
    FieldKind.DATE: _day, FieldKind.MONEY: _amount, FieldKind.NUMBER: _number, FieldKind.YES_NO: _yes_no,
    FieldKind.IDENTITY: _digits, FieldKind.PHONE: _digits,
}  # fmt: skip
