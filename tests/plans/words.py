"""Counting words, to see that a reading loses none."""

import re
import unicodedata
from collections import Counter

from motcua.plans.reading import PlanReading
from motcua.plans.reading.blocks import Paragraph

_WORD = re.compile(r"\w+")


def words(text: str) -> Counter[str]:
    """The words of a text and how often each occurs."""
    return Counter(_WORD.findall(unicodedata.normalize("NFC", text)))


def words_given_back(reading: PlanReading) -> Counter[str]:
    """The words of everything a reading's JSON holds."""
    found: Counter[str] = Counter()
    _count(reading.as_json(), found)
    return found


def _count(value: object, found: Counter[str]) -> None:
    if isinstance(value, dict):
        for inner in value.values():
            _count(inner, found)
    elif isinstance(value, list):
        for inner in value:
            _count(inner, found)
    elif value is not None:
        found.update(words(str(value)))


def source_text(reading: PlanReading) -> str:
    """The text of the blocks, each passage once."""
    texts: dict[int, str] = {}
    for block in reading.blocks:
        if isinstance(block, Paragraph):
            texts[block.passage.number] = block.passage.text
        else:
            texts.update((cell.passage.number, cell.text) for row in block.rows for cell in row)
    return "\n".join(texts.values())
