"""Plans of many offices: what a person wrote down of each before it was read must be read."""

import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.plans import office_files
from tests.plans.expected import differences
from tests.plans.words import source_text, words, words_given_back

from motcua.plans.reading import PlanReading, read_document

OFFICES = Path(__file__).parent / "examples" / "offices"
PLANS = sorted(path for path in OFFICES.iterdir() if path.suffix != ".expected")
WORD_FILES: dict[str, Callable[[], bytes]] = {
    "district": office_files.district,
    "remedy_table": office_files.remedy_table,
    "digital": office_files.digital,
}


def lost(reading: PlanReading) -> dict[str, int]:
    return dict(words(source_text(reading)) - words_given_back(reading))


@pytest.mark.parametrize("plan", PLANS, ids=lambda path: path.name)
def test_a_plan_is_read_as_a_person_reads_it(plan: Path) -> None:
    reading = read_document(plan.read_bytes(), plan.name)
    expected = plan.with_suffix(".expected").read_text("utf-8")
    assert differences(expected, reading.as_json()) == []
    assert lost(reading) == {}


@pytest.mark.parametrize("name", WORD_FILES)
def test_a_word_file_is_read_as_a_person_reads_it(name: str) -> None:
    reading = read_document(WORD_FILES[name](), "a.docx")
    expected = (OFFICES / f"word_{name}.expected").read_text("utf-8")
    assert differences(expected, reading.as_json()) == []
    assert lost(reading) == {}


@pytest.mark.parametrize(
    "plan", [path for path in PLANS if path.suffix == ".txt"], ids=lambda path: path.name
)
def test_no_word_of_a_text_file_disappears(plan: Path) -> None:
    text = plan.read_text("utf-8")
    assert not words(text) - words_given_back(read_document(text.encode(), plan.name))


@pytest.mark.parametrize("change", ["utf-16", "crlf", "nfd"])
def test_the_same_plan_in_other_characters(change: str) -> None:
    plan = OFFICES / "remedy_stars.txt"
    text = plan.read_text("utf-8")
    data = {
        "utf-16": text.encode("utf-16"),
        "crlf": text.replace("\n", "\r\n").encode(),
        "nfd": unicodedata.normalize("NFD", text).encode(),
    }[change]
    reading = read_document(data, plan.name)
    assert differences(plan.with_suffix(".expected").read_text("utf-8"), reading.as_json()) == []
