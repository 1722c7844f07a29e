"""Headers of two lines whose merges a text file has lost: the upper line has fewer cells than the rows."""

import re
from collections import Counter
from collections.abc import Sequence

from motcua.kernel.text import fold
from motcua.plans.reading.columns import role_of

_PARENT = re.compile(r"^(?:co quan|don vi|phan cong|trach nhiem|bo phan|to chuc)")


def with_children(rows: list[list[str]]) -> list[list[str]]:
    """Rows where «Cơ quan thực hiện» takes as many columns as «Chủ trì», «Phối hợp» below it.

    Nothing changes unless the rows are as wide as the upper line with its children in place.
    """
    if len(rows) < 3:
        return rows
    header, below = rows[0], rows[1]
    children = [text for text in below if text.strip()]
    width = Counter(map(len, rows[2:])).most_common(1)[0][0]
    if (
        len(children) < 2
        or width != len(header) + len(children) - 1
        or not all(len(text) < 40 and role_of(fold(_plain(text))) for text in children)
    ):
        return rows
    at = _parent(header, below)
    if at is None:
        return rows
    return [_widened(row, header, below, children, at) for row in rows]


def _plain(text: str) -> str:
    return re.sub(r"<[^<>]*>|[*_]", "", text)


def _parent(header: Sequence[str], below: Sequence[str]) -> int | None:
    """The place of the name that reaches over the children: by its words, else right over the first child."""
    named = [at for at, name in enumerate(header) if _PARENT.match(fold(_plain(name)).strip())]
    if len(named) == 1:
        return named[0]
    first = next(at for at, text in enumerate(below) if text.strip())
    return first if first < len(header) and first > 0 else None


def _widened(row: list[str], header: list[str], below: list[str], children: list[str], at: int) -> list[str]:
    """The upper line with room for the children, the lower one with the children in their places."""
    if row == header:
        return [*row[: at + 1], *[""] * (len(children) - 1), *row[at + 1 :]]
    if row == below:
        return [*[""] * at, *children, *[""] * (len(header) - at - 1)]
    return row
