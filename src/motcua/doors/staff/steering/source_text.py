"""The document a plan was read from, as the review shows it: blocks in order, with what was not read marked."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from motcua.kernel.text import squeeze
from motcua.plans.models import PlanDocument

# Words left over of a cell are looked for in its table only while they are few; whole cells always are.
_MOST_PIECES, _LEAST = 200, 8


@dataclass(frozen=True, slots=True)
class Span:
    """A part of a document by (block, passage): from `first` up to but without `end`, or the passages of `only`.

    A passage of -1 is the whole block.
    """

    first: tuple[int, int] = (0, -1)
    end: tuple[int, int] | None = None
    only: frozenset[tuple[int, int]] | None = None

    def holds(self, block: int, passages: Sequence[int]) -> bool:
        """Whether a paragraph or a row with these passages is of the part."""
        if self.only is not None:
            return any((block, number) in self.only for number in (*passages, -1))
        last = (block, max(passages, default=-1))
        return self.first <= last and (self.end is None or last < self.end)


@dataclass(slots=True)
class SourceCell:
    """A cell: its words, its passage (-1 for one a merge covers), and whether words of it stand in no field."""

    text: str
    passage: int = -1
    unread: bool = False


@dataclass(slots=True)
class SourceBlock:
    """A paragraph (`text`, `passage` its number) or a table (`rows`), with the words of it that stand in no field."""

    number: int
    text: str = ""
    passage: int = -1
    rows: list[list[SourceCell]] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)


def source_of(document: PlanDocument, span: Span | None = None) -> list[SourceBlock]:
    """The blocks of a stored document or of a part of it; cells that a merge covers are shown once."""
    span = span or Span()
    unread: dict[int, list[str]] = {}
    for one in document.unread:
        if not one["frame"]:
            unread.setdefault(one["place"], []).append(one["text"])
    found = (
        _block(number, block, unread.get(number, []), span) for number, block in enumerate(document.blocks)
    )
    return [block for block in found if block is not None]


def _block(number: int, block: dict[str, Any], unread: list[str], span: Span) -> SourceBlock | None:
    if block["kind"] == "paragraph":
        passage = block["passage"]["number"]
        if not span.holds(number, [passage]):
            return None
        return SourceBlock(number, text=block["passage"]["text"], passage=passage, unread=unread)
    whole = frozenset(unread)
    pieces = [words for words in unread if len(words) >= _LEAST] if len(unread) <= _MOST_PIECES else []
    rows = []
    for at, row in enumerate(block["rows"]):
        numbers = [cell["passage"]["number"] for cell in row if not cell["inherited"]]
        if span.holds(number, numbers) or (at == 0 and _reaches_into(number, block, span)):
            rows.append([_cell(cell, whole, pieces) for cell in row])
    return SourceBlock(number, rows=rows, unread=unread) if rows else None


def _reaches_into(number: int, block: dict[str, Any], span: Span) -> bool:
    """Whether a later row of a table is shown: its first row names the columns then too."""
    if span.only is not None:
        return any(place == number for place, _ in span.only)
    return span.first[0] == number


def _cell(cell: dict[str, Any], whole: frozenset[str], pieces: Sequence[str]) -> SourceCell:
    if cell["inherited"] or cell["spanned"]:
        return SourceCell("")
    text = cell["passage"]["text"]
    plain = squeeze(text)
    unread = bool(plain) and (plain in whole or any(piece in plain for piece in pieces))
    return SourceCell(text, cell["passage"]["number"], unread)
