"""Sentences with values in them that another language can still say: the pattern travels with the finished words."""

from typing import Self


class Phrase(str):
    """A finished Vietnamese sentence that remembers its pattern and values; everywhere else it is a plain text."""

    pattern: str
    values: dict[str, object]

    def __new__(cls, pattern: str, **values: object) -> Self:
        """`Phrase("Tệp lớn hơn {most} MB.", most=20)`. Raises KeyError when the pattern names a value not given."""
        made = super().__new__(cls, pattern.format(**values))
        made.pattern, made.values = pattern, values
        return made
