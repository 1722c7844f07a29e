"""Widgets drawn directly are what Django's templates draw."""

import re
from typing import Any

import pytest
from django import forms
from django.forms.renderers import DjangoTemplates
from django.utils.safestring import mark_safe

from motcua.doors.frame.forms import DayInput, FrameRenderer, PhoneInput, ScanInput
from motcua.doors.frame.quick_widgets import _INPUTS, PlainSelect, drawn

WIDGETS: list[tuple[forms.Widget, Any]] = [
    (forms.TextInput(), None),
    (forms.TextInput({"required": True, "disabled": False, "maxlength": 40}), "a \"b\" <c> & 'd'"),
    (forms.TextInput(), mark_safe("<b>")),
    (forms.NumberInput(), 1234567),
    (forms.EmailInput(), ""),
    (forms.PasswordInput(), "x"),
    (forms.HiddenInput(), 0),
    (forms.ClearableFileInput(), None),
    (forms.FileInput(), None),
    (forms.CheckboxInput(), True),
    (forms.CheckboxInput(), False),
    (DayInput(), "05/03/2024"),
    (PhoneInput(), "0912"),
    (ScanInput(), None),
    (forms.Select(choices=[("", "Tất cả"), ("a&b", "<A>"), (3, "Ba"), (None, "Không")]), 3),
    (forms.Select({"class": "w"}, choices=[("Nhóm <1>", [("x", "X"), ("y", "Y")]), ("z", "Z")]), "y"),
    (forms.SelectMultiple(choices=[("x", "X"), ("y", "Y")]), ["x"]),
    (forms.NullBooleanSelect(), None),
    (forms.Textarea(), "dòng\nhai"),
    (forms.RadioSelect(choices=[("x", "X")]), "x"),
]


@pytest.mark.parametrize(("widget", "value"), WIDGETS)
def test_drawn_as_by_the_templates(widget: forms.Widget, value: Any):
    attrs = {"id": "id_o"}
    assert _joined(widget.render("o", value, attrs, FrameRenderer())) == _joined(
        widget.render("o", value, attrs, DjangoTemplates())
    )


@pytest.mark.parametrize("value", [None, "", "y", 3, "<1>"])
def test_a_plain_select_is_drawn_as_any_select(value: Any):
    choices = [
        ("", "Tất cả"),
        ("Nhóm <1>", [("x", "X"), ("y", "<Y>"), ("y", "hai lần")]),
        (3, "Ba"),
        ("<1>", "&"),
    ]
    marks = {"id": "id_o", "required": True, "disabled": False}
    assert PlainSelect({"class": "w"}, choices).render("o", value, marks) == forms.Select(
        {"class": "w"}, choices
    ).render("o", value, marks, FrameRenderer())


def test_every_name_taken_over_is_a_template_of_django():
    for name in _INPUTS:
        given = {"type": "text", "name": "o", "value": None, "attrs": {}}
        path = f"django/forms/widgets/{name}.html"
        assert DjangoTemplates().render(path, {"widget": given}) == drawn(path, {"widget": given})
    assert drawn("frame/field.html", {}) is None


def _joined(html: str) -> str:
    return re.sub(r"\s*(<[^>]*>)\s*", r"\1", html)
