"""Reading a plan of sixty and of three hundred rows against opening and walking the same file with its format's
library; and how much of plans whose truth is known is read rightly, by format and field (bench.plan_truth)."""

import io
import time
from collections.abc import Callable

import docx
import pdfplumber
from docx.table import Table
from lxml import html
from tests.forge import pages, paper, texts
from tests.forge.truth import Truth, forge

from bench import plan_truth, telling
from motcua.plans.reading import read_document

_ROWS = 60
_MANY_ROWS = 120 if telling.QUICK else 300
_TIMES = 5 if telling.QUICK else 20


def main() -> None:
    """Print the times of every format, then the truth."""
    for rows in (_ROWS, _MANY_ROWS):
        truth = _plan(rows)
        page = pages.html(truth)
        for name, content, walk in (
            ("plan.docx", pages.docx_tables(truth), _walk_docx),
            ("plan.html", page, _walk_html),
            # Text has no library of its own: the base is the walk of the same plan as HTML.
            ("plan.txt", texts.tabs(truth).encode(), lambda _, page=page: _walk_html(page)),
            ("plan.pdf", paper.pdf(truth), _walk_pdf),
        ):
            _compare(name, content, walk, rows)
    plan_truth.main()


def _compare(name: str, content: bytes, walk: Callable[[bytes], int], rows: int) -> None:
    found = read_document(content, name)
    if len(found.tasks) < rows:
        raise SystemExit(f"{name}: {len(found.tasks)} of {rows} rows read")
    times = 1 if rows > _ROWS or name.endswith("pdf") else _TIMES
    base, ours = telling.in_turns(
        _timed(walk, content, times), _timed(lambda it: read_document(it, name), content, times)
    )
    telling.compare(f"{name} of {len(found.tasks)} rows", "ms", base, ours, "ratio <= 3")


def _plan(rows: int = _ROWS) -> Truth:
    """A forged plan with more tasks put into its last group until there are as many."""
    truth = forge(1, groups=False, parts=False)
    last = truth.chapters[-1].groups[-1]
    more = (
        item
        for seed in range(2, 4000)
        for chapter in forge(seed, groups=False).chapters
        for group in chapter.groups
        for item in group.works
    )
    while sum(len(group.works) for chapter in truth.chapters for group in chapter.groups) < rows:
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


def _walk_pdf(content: bytes) -> int:
    """Every page's words with their places, and the lines drawn on it."""
    with pdfplumber.open(io.BytesIO(content)) as document:
        return sum(len(page.extract_words()) + len(page.edges) for page in document.pages)


def _timed(work: Callable[[bytes], object], content: bytes, times: int) -> Callable[[], float]:
    def measure() -> float:
        started = time.process_time()
        for _ in range(times):
            work(content)
        return (time.process_time() - started) / times * 1000

    return measure


if __name__ == "__main__":
    main()
