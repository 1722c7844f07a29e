"""Deadlines inside sentences: the rows stand in `deadline_sentences.txt`."""

from pathlib import Path

from motcua.plans.reading.deadlines import read
from motcua.plans.reading.phrases import phrases_in

YEAR = 2026
ROWS = [
    [cell.strip() for cell in line.split("|")]
    for line in Path(__file__).with_name("deadline_sentences.txt").read_text("utf-8").splitlines()
    if line and not line.startswith("#")
]


def _said(sentence: str, wanted: str) -> str:
    phrase = "; ".join(phrases_in(sentence, YEAR))
    if not phrase:
        return "-"
    answer = read(phrase, year=YEAR).as_json()
    return str(answer["last_day"] if wanted[0].isdigit() else answer["kind"])


def test_what_sentences_say_of_time() -> None:
    assert {row[0]: _said(row[0], row[1]) for row in ROWS} == {row[0]: row[1] for row in ROWS}


def test_the_words_of_the_deadline_are_the_sentences_own() -> None:
    worded = {row[0]: row[2] for row in ROWS if len(row) > 2}
    assert {text: "; ".join(phrases_in(text, YEAR)) for text in worded} == worded
