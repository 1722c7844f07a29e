"""What a row of a grid looks like: its number and title, whether it is a part, a heading, one of several of a person."""

import re
from collections.abc import Sequence

from motcua.kernel.text import squeeze
from motcua.plans.reading.blocks import Cell
from motcua.plans.reading.layouts import ORDINAL, Layout
from motcua.plans.reading.outline import marked

_LISTED_TITLE = re.compile(
    r"\d{1,3}(?:\.\d{1,3}){0,5}[.)]\s+(?=[^\W\d_])|\d{1,2}(?:\.\d{1,2}){1,3}\s+(?=[^\W\d_])"
)


def number_in_title(row: Sequence[Cell], layout: Layout) -> str:
    """The number a title begins with in a table without a column of numbers: «1.2. Kiểm tra …»."""
    for column, cell in enumerate(row):
        if layout.roles[column] in {"title", "target"} and not cell.inherited:
            hit = _LISTED_TITLE.match(cell.text.lstrip())
            return hit.group() if hit else ""
    return ""


def number_and_title(row: Sequence[Cell], layout: Layout) -> tuple[str, str]:
    """The ordinal of a row, without its signs, and the words of its title; each empty where the row has none."""
    number = title = ""
    for cell, role in zip(row, layout.roles, strict=False):
        if role == "number" and not cell.spanned and not cell.inherited:
            text = cell.text.strip()
            if ORDINAL.match(text):
                number = text.strip("().")
        elif role in {"title", "target"} and not cell.spanned:
            title = title or ("" if cell.inherited else cell.text)
    return number, title


def of_one_owner(row: Sequence[Cell], layout: Layout) -> bool:
    """One of several tasks of a person or an agency, whose merged cell stands before the title."""
    title = number_and_title(row, layout)[1]
    if not title or title[0].islower() or marked(squeeze(title.split("\n")[0]), []).kind != "none":
        return False
    before = row[: next(at for at, cell in enumerate(row) if cell.text == title)]
    return any(
        cell.inherited and cell.text and layout.roles[column] != "number"
        for column, cell in enumerate(before)
    )


def is_dashed(row: Sequence[Cell], layout: Layout) -> bool:
    """A dash in the column of numbers: the row is a part of the numbered one above."""
    return any(
        layout.roles[column] == "number" and cell.text.strip(" \\") in {"-", "–", "+", "•"}
        for column, cell in enumerate(row)
    )


_NO_GROUP = re.compile(r"\W*(?:ghi chú|lưu ý|nguồn|tổng)\b", re.IGNORECASE)
_LONGEST_GROUP = 200


def is_over_all(row: Sequence[Cell]) -> bool:
    """One cell merged over the whole table, whatever its first column holds: «Giai đoạn chuẩn bị»."""
    if len(row) < 3 or not row[1].spanned:
        return False
    text = squeeze(row[0].text)
    return (
        bool(text)
        and all(cell.spanned for cell in row[1:])
        and (text[0].isupper() or text[0].isdigit())
        and len(text) < _LONGEST_GROUP
        and not text.endswith((".", ";"))
        and not row[0].inherited
        and not _NO_GROUP.match(text)
    )


def spans_table(row: Sequence[Cell]) -> bool:
    """Whether merged cells cover at least half of the row, as the name of a group does."""
    return sum(1 for cell in row if cell.spanned) * 2 >= len(row)
