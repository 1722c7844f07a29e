"""A page of an e-form drawn from kept pieces is what the form itself would draw."""

import json
from datetime import date
from importlib import resources
from typing import Any

import pytest
from django.utils.translation import override

from motcua.catalogue.eforms.definition import Field, FieldKind, Form, form_of
from motcua.catalogue.eforms.examples import example_of
from motcua.doors.frame import eforms
from motcua.doors.frame.fields import fields_html

READY = [
    form_of(json.loads(entry.read_text("utf-8")))
    for entry in sorted((resources.files("motcua.catalogue") / "data" / "eforms").iterdir(), key=str)
    if entry.name.endswith(".json")
]
EVERY_KIND = tuple(
    Field(
        name=f"muc_{place}", kind=kind, label=f"Mục <{kind.value}>", hint="Gợi ý & ví dụ" if place % 2 else "",
        required=place % 3 == 0, most=40, choices=(("a", "Một"), ("b", "Hai")) if "choice" in kind.value else (),
    )
    for place, kind in enumerate(FieldKind) if kind is not FieldKind.GROUP
)  # fmt: skip
MANY = Field(
    name="nhieu", kind=FieldKind.CHOICE, label="Nhiều", choices=tuple((str(n), f"Số {n}") for n in range(12))
)


def of_form(fields: tuple[Field, ...], answers: dict[str, Any]) -> str:
    return fields_html(eforms.topic_form(fields, answers))


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("form", READY, ids=lambda form: form.title[:40])
def test_ready_forms(form: Form, language: str) -> None:
    example = example_of(form, date(2026, 6, 17))
    for answers in ({}, example, example):
        for topic in form.topics:
            fields = topic.group.columns if topic.group else eforms.asked_on(topic)
            with override(language):
                assert eforms.page_html(fields, answers) == of_form(fields, answers)


@pytest.mark.parametrize(
    "value",
    [
        "", None, 'x"><script>', "a\nb", "Nguyễn & Con", 1234567, True, False, "a", "b", "2026-03-01", "01.03", ["a"],
        ["b", "a"], [], ["z"], "z",
    ],
)  # fmt: skip
def test_whatever_was_answered_stays_inside_its_quotes(value: Any) -> None:
    for one in (*EVERY_KIND, MANY):
        if isinstance(value, list) == (one.kind is FieldKind.CHOICES):
            assert eforms.page_html([one], {one.name: value}) == of_form((one,), {one.name: value})
