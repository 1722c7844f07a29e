"""The document a plan was read from, as the review shows it: blocks in order, with what was not read marked."""

from dataclasses import dataclass, field
from typing import Any

from motcua.plans.models import PlanDocument


@dataclass(slots=True)
class SourceBlock:
    """A paragraph (`text`) or a table (`rows` of cell texts), with the words of it that stand in no field."""

    number: int
    text: str = ""
    rows: list[list[str]] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)


def source_of(document: PlanDocument) -> list[SourceBlock]:
    """The blocks of a stored document; cells that a merge covers are shown once."""
    unread: dict[int, list[str]] = {}
    for one in document.unread:
        if not one["frame"]:
            unread.setdefault(one["place"], []).append(one["text"])
    return [_block(number, block, unread.get(number, [])) for number, block in enumerate(document.blocks)]


def _block(number: int, block: dict[str, Any], unread: list[str]) -> SourceBlock:
    if block["kind"] == "paragraph":
        return SourceBlock(number, text=block["passage"]["text"], unread=unread)
    rows = [
        ["" if cell["inherited"] or cell["spanned"] else cell["passage"]["text"] for cell in row]
        for row in block["rows"]
    ]
    return SourceBlock(number, rows=rows, unread=unread)
