"""The first letter chooses which patterns are tried; the choice must not lose any."""

import json
from pathlib import Path

import pytest

from motcua.plans.reading import deadline_relative, deadline_tokens
from motcua.plans.reading.deadline_lexicon import LEXICON
from motcua.plans.reading.deadline_words import even, visible

PHRASES = [
    json.loads(line)["phrase"]
    for line in Path(__file__).with_name("deadline_phrases.jsonl").read_text("utf-8").splitlines()
]


@pytest.mark.parametrize("part", range(4))
def test_no_pattern_is_left_out_by_the_first_letter(part: int) -> None:
    for phrase in PHRASES[part::4]:
        words = even(visible(phrase)).even
        for at in (match.start() for match in deadline_tokens._AT.finditer(words)):
            fitting = [
                (kind, pattern.pattern)
                for kind, _, pattern in LEXICON
                if (match := pattern.match(words, at)) and match.end() > at
            ]
            tried = {pattern.pattern for _, pattern in deadline_tokens._BY_FIRST.get(words[at], ())}
            assert [one for one in fitting if one[1] not in tried] == [], (phrase, at)


def test_no_pattern_is_left_out_by_the_words_it_needs() -> None:
    for phrase in PHRASES:
        words = even(visible(phrase)).even
        for _, needs, pattern in deadline_relative._NEEDING:
            assert not pattern.search(words) or needs is None or any(word in words for word in needs), phrase
