"""The example of a filled form could be sent as it stands, and is nobody's."""

import json
from datetime import date
from importlib import resources

import pytest

from motcua.catalogue.eforms.definition import form_of
from motcua.catalogue.eforms.examples import example_of, faults_of
from motcua.catalogue.eforms.validating import wrongs

TODAY = date(2026, 11, 20)
READY = sorted(
    entry.name.removesuffix(".json")
    for entry in (resources.files("motcua.catalogue") / "data" / "eforms").iterdir()
    if entry.name.endswith(".json")
)


@pytest.mark.parametrize("code", READY)
def test_the_example_of_every_ready_form_would_be_taken(code: str) -> None:
    folder = resources.files("motcua.catalogue") / "data" / "eforms"
    form = form_of(json.loads((folder / f"{code}.json").read_text("utf-8")))
    answers = example_of(form, TODAY)
    assert wrongs(form, answers, today=TODAY) == []
    assert faults_of(form, TODAY) == []
    asked = {each.name for topic in form.asked(answers) for each in topic.fields if each.required}
    assert asked <= answers.keys()
    assert "Ví Dụ" in json.dumps(answers, ensure_ascii=False)
