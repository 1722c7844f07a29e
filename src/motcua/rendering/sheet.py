"""A form as blocks: one description, from which the PDF is drawn and the editable document is made.

Texts hold `{{ name }}` or `{{ row.name }}`, with `| upper` where letters are capitals. `resolve` puts the values in
for the PDF; `sheet_docx.template` leaves the names standing, so that an office can edit the document as its own
template. Sizes are points, lengths millimetres.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Literal, TypeAlias

Align = Literal["left", "center", "right", "justify"]

_NAME = re.compile(r"\{\{ ([a-z_]+)(?:\.([a-z_]+))?( \| upper)? \}\}")


@dataclass(frozen=True, slots=True)
class Run:
    """Words of one look. `size` 0 is the size of the page."""

    text: str
    bold: bool = False
    italic: bool = False
    underline: bool = False
    size: float = 0


@dataclass(frozen=True, slots=True)
class Par:
    """A paragraph; `when` names a value without which it is left out."""

    runs: tuple[Run, ...]
    align: Align = "left"
    above: float = 0
    below: float = 0
    first: float = 0
    when: str = ""
    keep: bool = False


@dataclass(frozen=True, slots=True)
class Picture:
    """An image that comes with the values: `name` of it, and how large it stands."""

    name: str
    width: float
    height: float = 0
    align: Align = "left"
    when: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A rule, centred."""

    width: float


@dataclass(frozen=True, slots=True)
class Grid:
    """Cells side by side without borders; a width of 0 takes what is left. `keep` holds it on one page.

    `when` names a value without which it is left out.
    """

    widths: tuple[float, ...]
    cells: tuple[tuple["Block", ...], ...]
    keep: bool = False
    when: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table: header, what stands in a row, width (0: what is left)."""

    header: str
    text: str
    width: float = 0
    align: Align = "center"


@dataclass(frozen=True, slots=True)
class Table:
    """A bordered table with a row for each `row` of the list `each`; its header repeats on every page.

    `groups` joins columns under a common header: (words, how many), in order over all columns, "" for none.
    """

    each: str
    columns: tuple[Column, ...]
    size: float = 0
    groups: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Box:
    """What the eye must find: a tinted field with a bar at its left."""

    blocks: tuple["Block", ...]


@dataclass(frozen=True, slots=True)
class Gap:
    """Empty height; 0 pushes what follows to the foot of the page."""

    height: float = 0


Block: TypeAlias = Par | Picture | Line | Grid | Table | Box | Gap


@dataclass(frozen=True, slots=True)
class Page:
    """A sheet of paper: width, height, margins, and the size of its letters."""

    width: float
    height: float
    left: float
    right: float
    top: float
    bottom: float
    size: float


@dataclass(frozen=True, slots=True)
class Sheet:
    """A whole form."""

    page: Page
    title: str
    blocks: tuple[Block, ...]
    foot: tuple[str, str, str] = ("", "", "")
    foot_size: float = 7


@dataclass
class Missing(Exception):  # noqa: N818 - tells which name, for whoever mends the template
    """A text names a value that is not there."""

    name: str


@dataclass
class _Filler:
    values: Mapping[str, Any]
    row: Mapping[str, Any] = field(default_factory=dict)

    def text(self, text: str) -> str:
        """A text with its values put in. Raises Missing."""
        return _NAME.sub(self._value, text)

    def _value(self, found: re.Match[str]) -> str:
        first, second, upper = found.groups()
        source = self.row if second else self.values
        name = second or first
        if name not in source:
            raise Missing(found.group(0))
        said = str(source[name])
        return said.upper() if upper else said


def resolve(sheet: Sheet, values: Mapping[str, Any]) -> dict[str, Any]:
    """The sheet with every value in its place, as plain data for `sheet.typ`."""
    filler = _Filler(values)
    page = sheet.page
    return {
        "page": {name: getattr(page, name) for name in page.__slots__},
        "title": filler.text(sheet.title),
        "foot": [filler.text(text) for text in sheet.foot],
        "foot_size": sheet.foot_size,
        "blocks": _blocks(sheet.blocks, filler),
    }


def names_in(sheet: Sheet) -> set[str]:
    """Every value the sheet asks for, rows of lists as `row.name`."""
    found: set[str] = set()

    def note(text: str) -> str:
        found.update(m[1] + (f".{m[2]}" if m[2] else "") for m in _NAME.finditer(text))
        return text

    each_text(sheet, note)
    return found


def each_text(sheet: Sheet, change: Callable[[str], str]) -> Sheet:
    """The sheet with every text changed."""
    return replace(
        sheet,
        title=change(sheet.title),
        foot=(change(sheet.foot[0]), change(sheet.foot[1]), change(sheet.foot[2])),
        blocks=tuple(_changed(block, change) for block in sheet.blocks),
    )


def _changed(block: Block, change: Callable[[str], str]) -> Block:
    match block:
        case Par():
            return replace(block, runs=tuple(replace(run, text=change(run.text)) for run in block.runs))
        case Grid():
            return replace(
                block, cells=tuple(tuple(_changed(b, change) for b in cell) for cell in block.cells)
            )
        case Box():
            return replace(block, blocks=tuple(_changed(b, change) for b in block.blocks))
        case Table():
            columns = tuple(replace(c, header=change(c.header), text=change(c.text)) for c in block.columns)
            return replace(block, columns=columns)
    return block


def _blocks(blocks: Sequence[Block], filler: _Filler) -> list[dict[str, Any]]:
    return [_block(block, filler) for block in blocks if _wanted(block, filler)]


def _wanted(block: Block, filler: _Filler) -> bool:
    when = block.when if isinstance(block, Par | Picture | Grid) else ""
    return not when or bool(filler.values.get(when))


def _block(block: Block, filler: _Filler) -> dict[str, Any]:
    match block:
        case Par():
            runs = [_run(run, filler.text(run.text)) for run in block.runs]
            return par(runs, block.align, block.above, block.below, block.first, block.keep)
        case Picture():
            return {
                "k": "img",
                "file": f"{block.name}.svg",
                "w": block.width,
                "h": block.height,
                "align": block.align,
            }
        case Line():
            return {"k": "line", "w": block.width}
        case Grid():
            cells = [_blocks(cell, filler) for cell in block.cells]
            return {"k": "grid", "widths": block.widths, "cells": cells, "keep": block.keep}
        case Table():
            return _table(block, filler)
        case Box():
            return {"k": "box", "blocks": _blocks(block.blocks, filler)}
        case Gap():
            return {"k": "gap", "h": block.height}


def _table(table: Table, filler: _Filler) -> dict[str, Any]:
    """Cells as bare texts: a register has tens of thousands of them."""
    columns = table.columns
    rows = [
        [_Filler(filler.values, row).text(column.text) for column in columns]
        for row in filler.values[table.each]
    ]
    return {
        "k": "table", "widths": [column.width for column in columns], "size": table.size,
        "aligns": [column.align for column in columns], "head": [filler.text(column.header) for column in columns],
        "groups": [{"text": words, "span": span} for words, span in table.groups], "rows": rows,
    }  # fmt: skip


def par(
    runs: list[dict[str, Any]],
    align: str,
    above: float = 0,
    below: float = 0,
    first: float = 0,
    keep: bool = False,
) -> dict[str, Any]:
    """A paragraph as `sheet.typ` draws it."""
    return {
        "k": "par",
        "runs": runs,
        "align": align,
        "above": above,
        "below": below,
        "first": first,
        "keep": keep,
    }


def _run(run: Run, text: str) -> dict[str, Any]:
    return {"t": text, "b": run.bold, "i": run.italic, "u": run.underline, "s": run.size}
