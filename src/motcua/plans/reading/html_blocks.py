"""HTML → blocks, by lxml; rowspan and colspan keep their meaning."""

import re
from collections.abc import Iterator
from contextlib import suppress
from html import unescape

from lxml import etree

from motcua.plans.reading import old_fonts
from motcua.plans.reading.blocks import BlockList, RawCell
from motcua.plans.reading.docx_numbering import roman
from motcua.plans.reading.source import UnreadableDocument, characters

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
_SKIPPED = frozenset(("del", "script", "style", "head", "template", "noscript", "svg", "object", "iframe"))
_LEADS = frozenset(("li", "sup"))
_CELLS = frozenset(("td", "th"))
_WHITE = re.compile(r"[ \t\r\f\v\u00a0]+")
_CHARSET = re.compile(rb"""charset\s*=\s*["']?\s*([\w-]+)""", re.IGNORECASE)
_DEEPEST = 300
_SAMPLE = 40_000
_OF_TAG = re.compile(r"<[^<>]*>")
_UNREADABLE = "Không đọc được nội dung HTML của tệp. Hãy lưu lại tệp rồi đọc lại."


def read_html(data: bytes) -> BlockList:
    """The blocks of an HTML page. Raises UnreadableDocument when the file holds no HTML."""
    text, warnings = _characters(data)
    if "<" not in text:
        raise UnreadableDocument(
            "Tệp mang đuôi .html nhưng không có nội dung HTML. Hãy đặt đúng đuôi tệp rồi đọc lại."
        )
    try:
        root = etree.fromstring(text.encode("utf-8"), _parser())
    except (etree.XMLSyntaxError, ValueError) as error:
        raise UnreadableDocument(_UNREADABLE) from error
    if root is None:
        raise UnreadableDocument(_UNREADABLE)
    found = BlockList()
    found.warnings += warnings
    if not old_fonts.is_unicode(text):  # letters of an old font may hide in entities
        found.convert_from(old_fonts.kind_of(_OF_TAG.sub(" ", unescape(text[:_SAMPLE]))))
    _Walk(found).walk(root)
    return found


def read_fragment(text: str, found: BlockList) -> None:
    """Add the blocks of a piece of HTML, as a table inside a Markdown file, to `found`."""
    root = etree.fromstring(text.encode("utf-8"), _parser())
    if root is not None:
        _Walk(found).walk(root)


def _parser() -> etree.HTMLParser:
    """Plain elements: those of `lxml.html` are looked up in Python one by one."""
    return etree.HTMLParser(encoding="utf-8", huge_tree=True)


def _characters(data: bytes) -> tuple[str, list[str]]:
    named = _CHARSET.search(data[:4096])
    if named and named[1].lower() not in {b"utf-8", b"utf8", b"utf-16"}:
        with suppress(LookupError, UnicodeDecodeError):
            data = data.decode(named[1].decode("ascii")).encode("utf-8")
    return characters(data)


class _Walk:
    """Goes through the page once; words gather until a block element begins or ends."""

    def __init__(self, found: BlockList) -> None:
        self.found = found
        self.words: list[str] = []
        self.marked = False  # whether the words are only the mark of a list's item

    def walk(self, root: etree._Element) -> None:
        self._element(root, 0)
        self._flush()

    def _flush(self) -> None:
        if self.words:
            for line in _folded("".join(self.words)).split("\n"):
                self.found.paragraph(line)
            self.words.clear()
        self.marked = False

    def _element(self, element: etree._Element, depth: int) -> None:
        tag = element.tag
        if not isinstance(tag, str) or tag in _SKIPPED:
            return
        if tag == "table" and _is_data(element):
            self._flush()
            self._table(element)
            return
        if depth > _DEEPEST:
            self.words.append(" ".join(map(str, element.itertext())))
            return
        block = tag in _BLOCKS
        if block and not (
            self.marked and len(self.words) == 1
        ):  # <li><p>…: the number stands before its words
            self._flush()
        elif tag == "br":
            self.words.append("\n")
        if tag in _LEADS:
            self.words.append(" " if tag == "sup" else _list_mark(element))
            self.marked = tag == "li"
        if (text := element.text) and (not self.marked or text.strip()):
            self.words.append(_flat(text))
        for child in element:
            self._element(child, depth + 1)
            if tail := child.tail:
                self.words.append(_flat(tail))
        if block:
            self._flush()

    def _table(self, table: etree._Element) -> None:
        rows = [_cells(row) for row in _rows(table)]
        caption = table.find("caption")
        if caption is not None:
            self.found.paragraph(_text(caption))
        self.found.table(rows)


def _flat(text: str) -> str:
    return text.replace("\n", " ") if "\n" in text else text


def _plain(text: str) -> str:
    """Words without elements inside: one line."""
    return text.strip(" ") if text.isprintable() and "  " not in text else _folded(_flat(text))


def _folded(text: str) -> str:
    if text.isprintable() and "  " not in text:  # one line without white space but single blanks, as most are
        return text.strip(" ")
    lines = (_WHITE.sub(" ", line).strip() for line in text.split("\n"))
    return "\n".join(line for line in lines if line)


def _is_data(table: etree._Element) -> bool:
    """A table that only carries the page's layout holds the words in other tables or in one column: read as text."""
    nested = sum(map(_length, _tables_inside(table)))
    if nested and nested * 2 > _length(table):
        return False
    return any(sum(1 for cell in row if cell.tag in _CELLS) > 1 for row in _rows(table))


def _tables_inside(table: etree._Element) -> Iterator[etree._Element]:
    """The tables that stand in its cells; not those within them."""
    for inner in table.iterdescendants("table"):
        if next(inner.iterancestors("table")) is table:
            yield inner


def _length(element: etree._Element) -> int:
    return sum(map(len, element.itertext()))


def _rows(table: etree._Element) -> Iterator[etree._Element]:
    for child in table:
        if child.tag == "tr":
            yield child
        elif child.tag in {"thead", "tbody", "tfoot"}:
            yield from (row for row in child if row.tag == "tr")


def _cells(row: etree._Element) -> list[RawCell | str]:
    cells: list[RawCell | str] = []
    for cell in row.iterchildren("td", "th"):
        text = _text(cell) if len(cell) else _plain(cell.text or "")
        down, right = cell.get("rowspan"), cell.get("colspan")
        merged = (down and down != "1") or (right and right != "1")
        cells.append(RawCell(text, _span(down), _span(right)) if merged else text)
    return cells


def _span(value: str | None) -> int:
    if value is None:
        return 1
    return min(max(1, int(value)), 5000) if value.strip().isdigit() else 1


def _text(cell: etree._Element) -> str:
    """The words of a cell; paragraphs, list items and <br> part its lines."""
    if len(cell) == 1:  # <td><p>…</p></td>: what word processors write
        child = cell[0]
        if child.tag == "p" and not len(child) and not cell.text and not child.tail:
            return _plain(child.text or "")
    pieces: list[str] = [_flat(cell.text)] if cell.text else []
    _gather(cell, pieces, 0)
    return _folded("".join(pieces))


def _gather(element: etree._Element, pieces: list[str], depth: int) -> None:
    """The words below an element in their order; its own text is the caller's."""
    for child in element:
        tag = child.tag
        if isinstance(tag, str):
            block = tag in _BLOCKS
            if block or tag == "br":
                pieces.append("\n")
            if tag in _LEADS:
                pieces.append(" " if tag == "sup" else _list_mark(child))
            if tag in _SKIPPED:
                pass
            elif depth > _DEEPEST:
                pieces.extend(_flat(str(text)) for text in child.itertext())
            else:
                if text := child.text:
                    pieces.append(_flat(text))
                if len(child):
                    _gather(child, pieces, depth + 1)
            if block:
                pieces.append("\n")
        if tail := child.tail:
            pieces.append(_flat(tail))


def _list_mark(item: etree._Element) -> str:
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
    if kind in {"i", "I"}:
        return f"{roman(number) if kind == 'I' else roman(number).lower()}. "
    return f"{number}. "
