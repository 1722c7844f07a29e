"""Reading a plan of sixty rows against opening and walking the same file with its format's library."""

import io
import time
from collections.abc import Callable

import docx
from docx.table import Table
from lxml import html
from tests.forge import pages
from tests.forge.truth import Truth, forge

from bench import telling
from motcua.plans.reading import read_document

_ROWS = 60
_TIMES = 2 if telling.QUICK else 5


def main() -> None:
    """Print both formats."""
    truth = _plan()
    for name, content, walk in (
        ("plan.docx", pages.docx_tables(truth), _walk_docx),
        ("plan.html", pages.html(truth), _walk_html),
    ):
        found = read_document(content, name)
        assert len(found.tasks) >= _ROWS, f"{name}: {len(found.tasks)} rows read"
        base, ours = telling.in_turns(
            _timed(walk, content), _timed(lambda it, name=name: read_document(it, name), content)
        )
        telling.compare(f"{name} of {len(found.tasks)} rows", "ms", base, ours, "ratio <= 3")


def _plan() -> Truth:
    """A forged plan with more tasks put into its last group until there are sixty."""
    truth = forge(1, groups=False, parts=False)
    last = truth.chapters[-1].groups[-1]
    more = (
        item
        for seed in range(2, 200)
        for chapter in forge(seed, groups=False).chapters
        for group in chapter.groups
        for item in group.works
    )
    while sum(len(group.works) for chapter in truth.chapters for group in chapter.groups) < _ROWS:
        item = next(more)
        item.section, item.number = last.works[-1].section, str(len(last.works) + 1)
        last.works.append(item)
    return truth


def _walk_docx(content: bytes) -> int:
    """Every paragraph and every cell, in the order of the document."""
    seen = 0
    for block in docx.Document(io.BytesIO(content)).iter_inner_content():
        if isinstance(block, Table):
            seen += sum(len(cell.text) for row in block.rows for cell in row.cells)
        else:
            seen += len(block.text)
    return seen


def _walk_html(content: bytes) -> int:
    """Every paragraph, heading and cell with its text, in the order of the document."""
    blocks = html.document_fromstring(content).iter("p", "div", "h1", "h2", "h3", "td", "th")
    return sum(len("".join(block.itertext())) for block in blocks)


def _timed(work: Callable[[bytes], object], content: bytes) -> Callable[[], float]:
    def measure() -> float:
        started = time.perf_counter()
        for _ in range(_TIMES):
            work(content)
        return (time.perf_counter() - started) / _TIMES * 1000

    return measure


if __name__ == "__main__":
    main()
