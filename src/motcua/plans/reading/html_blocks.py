"""HTML → blocks, by lxml; rowspan and colspan keep their meaning."""

import re
from collections.abc import Iterator
from contextlib import suppress

from lxml import etree, html

from motcua.plans.reading.blocks import BlockList, RawCell
from motcua.plans.reading.source import UnreadableDocument, decode

_BLOCKS = frozenset(
    [
        "p",
        "div",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "li",
        "ul",
        "ol",
        "dl",
        "dt",
        "dd",
        "section",
        "article",
        "header",
        "footer",
        "main",
        "aside",
        "blockquote",
        "pre",
        "center",
        "form",
        "fieldset",
        "address",
        "figure",
        "figcaption",
        "body",
        "tr",
        "td",
        "th",
        "caption",
        "nav",
        "hr",
        "table",
        "thead",
        "tbody",
        "tfoot",
    ]
)
_SKIPPED = frozenset(("script", "style", "head", "template", "noscript", "svg", "object", "iframe"))
_LEADS = frozenset(("li", "sup"))
_WHITE = re.compile(r"[ \t\r\f\v\u00a0]+")
_CHARSET = re.compile(rb"""charset\s*=\s*["']?\s*([\w-]+)""", re.IGNORECASE)
_DEEPEST = 300


def read_html(data: bytes) -> BlockList:
    """The blocks of an HTML page. Raises UnreadableDocument when the file holds no HTML."""
    text, warnings = _characters(data)
    if "<" not in text:
        raise UnreadableDocument(
            "Tệp mang đuôi .html nhưng không có nội dung HTML. Hãy đặt đúng đuôi tệp rồi đọc lại."
        )
    try:
        root = html.document_fromstring(
            text.encode("utf-8"), parser=html.HTMLParser(encoding="utf-8", huge_tree=True)
        )
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise UnreadableDocument(
            "Không đọc được nội dung HTML của tệp. Hãy lưu lại tệp rồi đọc lại."
        ) from error
    found = BlockList()
    found.warnings += warnings
    _Walk(found).walk(root)
    return found


def read_fragment(text: str, found: BlockList) -> None:
    """Add the blocks of a piece of HTML, as a table inside a Markdown file, to `found`."""
    parser = html.HTMLParser(encoding="utf-8", huge_tree=True)
    _Walk(found).walk(html.document_fromstring(text.encode("utf-8"), parser=parser))


def _characters(data: bytes) -> tuple[str, list[str]]:
    named = _CHARSET.search(data[:4096])
    if named and named[1].lower() not in {b"utf-8", b"utf8", b"utf-16"}:
        with suppress(LookupError, UnicodeDecodeError):
            data = data.decode(named[1].decode("ascii")).encode("utf-8")
    return decode(data)


class _Walk:
    """Goes through the page once; words gather until a block element begins or ends."""

    def __init__(self, found: BlockList) -> None:
        self.found = found
        self.words: list[str] = []

    def walk(self, root: html.HtmlElement) -> None:
        self._element(root, 0)
        self._flush()

    def _flush(self) -> None:
        if self.words:
            for line in _folded("".join(self.words)).split("\n"):
                self.found.paragraph(line)
            self.words.clear()

    def _element(self, element: html.HtmlElement, depth: int) -> None:
        tag = element.tag
        if not isinstance(tag, str) or tag in _SKIPPED:
            return
        if tag == "table" and _is_data(element):
            self._flush()
            self._table(element)
            return
        if depth > _DEEPEST:
            self.words.append(" ".join(element.itertext()))
            return
        block = tag in _BLOCKS
        if block:
            self._flush()
        elif tag == "br":
            self.words.append("\n")
        if tag in _LEADS:
            self.words.append(" " if tag == "sup" else _list_mark(element))
        self.words.append(_flat(element.text))
        for child in element:
            self._element(child, depth + 1)
            self.words.append(_flat(child.tail))
        if block:
            self._flush()

    def _table(self, table: html.HtmlElement) -> None:
        rows = [list(_cells(row)) for row in _rows(table)]
        caption = table.find("caption")
        if caption is not None:
            self.found.paragraph(_text(caption))
        self.found.table(rows)


def _flat(text: str | None) -> str:
    return text.replace("\n", " ") if text else ""


def _folded(text: str) -> str:
    lines = (_WHITE.sub(" ", line).strip() for line in text.split("\n"))
    return "\n".join(line for line in lines if line)


def _is_data(table: html.HtmlElement) -> bool:
    """A table that only carries the page's layout holds the words in other tables or in one column: read as text."""
    inner = table.findall(".//table")
    if inner:
        nested = sum(len(child.text_content()) for child in inner)
        if nested * 2 > len(table.text_content()):
            return False
    return any(sum(1 for cell in row if cell.tag in {"td", "th"}) > 1 for row in _rows(table))


def _rows(table: html.HtmlElement) -> Iterator[html.HtmlElement]:
    for child in table:
        if child.tag == "tr":
            yield child
        elif child.tag in {"thead", "tbody", "tfoot"}:
            yield from (row for row in child if row.tag == "tr")


def _cells(row: html.HtmlElement) -> Iterator[RawCell]:
    for cell in row:
        if cell.tag in {"td", "th"}:
            yield RawCell(_text(cell), _span(cell, "rowspan"), _span(cell, "colspan"))


def _span(cell: html.HtmlElement, name: str) -> int:
    value = cell.get(name)
    if value is None:
        return 1
    return min(max(1, int(value)), 5000) if value.strip().isdigit() else 1


def _text(cell: html.HtmlElement) -> str:
    """The words of a cell; paragraphs, list items and <br> part its lines."""
    if len(cell) == 0:
        return _folded(_flat(cell.text))
    pieces: list[str] = []
    for event, element in etree.iterwalk(cell, events=("start", "end", "comment")):
        if event == "comment":
            if event == "comment" and element.tail:
                pieces.append(_flat(element.tail))
            continue
        tag = element.tag
        if event == "start":
            if tag == "br" or (tag in _BLOCKS and element is not cell):
                pieces.append("\n")
            if tag in _LEADS:
                pieces.append(" " if tag == "sup" else _list_mark(element))
            if element.text and tag not in _SKIPPED:
                pieces.append(_flat(element.text))
        elif element is not cell:
            if tag in _BLOCKS:
                pieces.append("\n")
            if element.tail:
                pieces.append(_flat(element.tail))
    return _folded("".join(pieces))


def _list_mark(item: html.HtmlElement) -> str:
    """«1. » in a numbered list, «- » in another, as a reader sees it."""
    parent = item.getparent()
    if parent is None or parent.tag != "ol":
        return "- "
    start = parent.get("start", "1")
    number = (int(start) if start.isdigit() else 1) + sum(
        1 for before in item.itersiblings("li", preceding=True)
    )
    kind = parent.get("type", "1")
    if kind in {"a", "A"}:
        return f"{chr(ord(kind) + (number - 1) % 26)}) "
    return f"{number}. "
