"""One page is judged by its own part of the schema: it says what the whole schema says of that page."""

import json
from datetime import date
from importlib import resources
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from motcua.catalogue.eforms.definition import Field, FieldKind, Form, form_of
from motcua.catalogue.eforms.examples import example_of
from motcua.catalogue.eforms.validating import Wrong, wrongs, wrongs_on

TODAY = date(2026, 6, 17)
READY = [
    form_of(json.loads(entry.read_text("utf-8")))
    for entry in sorted((resources.files("motcua.catalogue") / "data" / "eforms").iterdir(), key=str)
    if entry.name.endswith(".json")
]
_ODD = some.sampled_from(
    ["", None, "x", "no", 7, -1, True, False, [], ["x"], "2999-01-01", "1990-13-40", "0912", "0900000000"]
)


def of_page(form: Form, number: int, answers: dict[str, Any]) -> list[Wrong]:
    names = {each.name for each in form.topics[number].fields}
    return [each for each in wrongs(form, answers, today=TODAY) if each.field in names]


@pytest.mark.parametrize("form", READY, ids=lambda form: form.title[:40])
@given(data=some.data())
def test_a_page_says_of_itself_what_the_whole_form_says(form: Form, data: some.DataObject) -> None:
    answers: dict[str, Any] = dict(example_of(form, TODAY))
    for one in data.draw(some.lists(some.sampled_from(list(form.fields())), max_size=6)):
        answers[one.name] = data.draw(_odd_of(one))
    for number, topic in enumerate(form.topics):
        assert wrongs_on(topic, form, answers, today=TODAY) == of_page(form, number, answers)


def _odd_of(one: Field) -> some.SearchStrategy[Any]:
    if one.kind is FieldKind.CHOICES:  # a page sends a list, whatever stands in it
        values = some.sampled_from(["x", *(value for value, _ in one.choices)])
        return some.lists(values, max_size=3)
    if one.kind is not FieldKind.GROUP:
        return _ODD
    row = some.dictionaries(some.sampled_from([each.name for each in one.columns]), _ODD, max_size=4)
    return some.lists(row, max_size=3)


def test_every_missing_name_is_told_once() -> None:
    [form] = [each for each in READY if len(each.topics[0].fields) > 2][:1]
    wrong = wrongs(form, {}, today=TODAY)
    assert len(wrong) == len({each.field for each in wrong}) > 2
