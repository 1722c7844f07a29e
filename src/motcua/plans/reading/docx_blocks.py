"""Word (.docx) → blocks, from the XML itself: merged cells, automatic numbers, foot notes, tracked insertions."""

import io
import unicodedata
import zipfile
import zlib
from collections.abc import Iterator
from typing import Any

from lxml import etree

from motcua.plans.reading import old_fonts
from motcua.plans.reading.blocks import BlockList, RawCell
from motcua.plans.reading.docx_numbering import Numbering, W, numbering_of
from motcua.plans.reading.source import UnreadableDocument

_ALTERNATE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_SKIPPED = frozenset(
    (f"{W}del", f"{W}moveFrom", f"{W}pPr", f"{W}rPr", f"{W}sectPr", f"{W}tblPr", f"{W}tblGrid", _ALTERNATE)
)
_BREAKS = frozenset((f"{W}br", f"{W}cr"))
# Unpacked size at which a file is refused: a plan of a thousand pages is far below it.
_SAMPLE = 12_000
_LARGEST = 256 * 1024 * 1024


def read_docx(data: bytes) -> BlockList:
    """The blocks of a Word file; foot notes come last. Raises UnreadableDocument when it is no Word file."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = _Parts(archive)
            body = parts.root("word/document.xml")
            if body is None:
                raise UnreadableDocument(
                    "Tệp mang đuôi .docx nhưng bên trong không có văn bản Word. Hãy mở lại bằng Word và "
                    "lưu dạng .docx."
                )
            walk = _Walk(numbering_of(parts.root("word/numbering.xml"), parts.root("word/styles.xml")))
            walk.found.convert_from(old_fonts.kind_of(_sample(body)))
            walk.body(body)
            walk.found.asides = len(walk.found.blocks)
            for name in parts.asides():
                walk.aside(parts.root(name))
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError) as error:
        raise UnreadableDocument(
            "Tệp .docx bị hỏng hoặc được bảo vệ, không mở được. Hãy lưu lại bằng Word."
        ) from error
    except etree.XMLSyntaxError as error:
        raise UnreadableDocument(
            "Tệp .docx bị hỏng: nội dung XML không đọc được. Hãy lưu lại bằng Word."
        ) from error
    return walk.found


def _sample(body: Any) -> str:
    """Words of the body, enough to see in which kind of font it was typed."""
    words: list[str] = []
    length = 0
    for element in body.iter(f"{W}t"):
        words.append(element.text or "")
        length += len(words[-1])
        if length > _SAMPLE:
            break
    return " ".join(words)


class _Parts:
    def __init__(self, archive: zipfile.ZipFile) -> None:
        self.archive = archive
        self.names = set(archive.namelist())

    def root(self, name: str) -> Any | None:
        if name not in self.names:
            return None
        if self.archive.getinfo(name).file_size > _LARGEST:
            raise UnreadableDocument("Tệp .docx quá lớn để đọc. Hãy tách phụ lục ra tệp riêng rồi đọc lại.")
        parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
        return etree.fromstring(self.archive.read(name), parser)

    def asides(self) -> list[str]:
        """Foot notes, end notes, page headers and footers: words outside the body."""
        wanted = ("word/footnotes", "word/endnotes", "word/header", "word/footer")
        return sorted(name for name in self.names if name.startswith(wanted) and name.endswith(".xml"))


class _Walk:
    def __init__(self, numbering: Numbering) -> None:
        self.numbering = numbering
        self.found = BlockList()

    def body(self, root: Any) -> None:
        for element in _content(root.find(f"{W}body")):
            if element.tag == f"{W}p":
                self.found.paragraph(self._paragraph(element))
            elif element.tag == f"{W}tbl":
                self._table(element)

    def aside(self, root: Any | None) -> None:
        """Paragraphs outside the body, as blocks after it."""
        for paragraph in root.iter(f"{W}p") if root is not None else ():
            text = _text(paragraph)
            if not text.strip().isdigit():
                self.found.paragraph(text)

    def _paragraph(self, paragraph: Any) -> str:
        text = _text(paragraph)
        if not text.strip():
            return ""
        mark = self.numbering.mark(paragraph.find(f"{W}pPr"))
        return mark + text.strip() if mark else text

    def _table(self, table: Any) -> None:
        rows = [self._row(row) for row in _rows(table)]
        self.found.table(_merged(rows))

    def _row(self, row: Any) -> list[tuple[str, int, str]]:
        """(text, columns, vertical merge: "" none, "restart", "continue") for each cell of a row."""
        cells: list[tuple[str, int, str]] = []
        skipped = row.find(f"{W}trPr/{W}gridBefore")
        if skipped is not None:
            cells.append(("", _number(skipped), ""))
        cells.extend(self._cell(cell) for cell in _content(row) if cell.tag == f"{W}tc")
        return cells

    def _cell(self, cell: Any) -> tuple[str, int, str]:
        properties = cell.find(f"{W}tcPr")
        columns, merge = 1, ""
        if properties is not None:
            span, down = properties.find(f"{W}gridSpan"), properties.find(f"{W}vMerge")
            columns = _number(span) if span is not None else 1
            merge = (down.get(f"{W}val") or "continue") if down is not None else ""
        lines = [self._paragraph(paragraph).strip() for paragraph in _paragraphs(cell)]
        if not any(lines) and len(lines) == 1:
            # An empty cell may still print an automatic number: «STT» columns are often made so.
            lines = [self._own_number(cell)]
        return "\n".join(line for line in lines if line), columns, merge

    def _own_number(self, cell: Any) -> str:
        paragraph = cell.find(f"{W}p")
        return self.numbering.mark(paragraph.find(f"{W}pPr")).strip() if paragraph is not None else ""


def _content(parent: Any) -> Iterator[Any]:
    """Children, seen through content controls, tracked insertions and custom XML."""
    for child in parent if parent is not None else ():
        if child.tag == f"{W}sdt":
            yield from _content(child.find(f"{W}sdtContent"))
        elif child.tag in {f"{W}ins", f"{W}moveTo", f"{W}customXml", f"{W}smartTag"}:
            yield from _content(child)
        else:
            yield child


def _paragraphs(cell: Any) -> Iterator[Any]:
    """The paragraphs of a cell, and of tables inside it; text boxes belong to the paragraph that carries them."""
    for child in _content(cell):
        if child.tag == f"{W}p":
            yield child
        elif child.tag == f"{W}tbl":
            for row in _rows(child):
                for inner in _content(row):
                    yield from _paragraphs(inner) if inner.tag == f"{W}tc" else ()


def _rows(table: Any) -> Iterator[Any]:
    return (row for row in _content(table) if row.tag == f"{W}tr")


def _number(element: Any) -> int:
    value = element.get(f"{W}val") or "1"
    return max(1, int(value)) if value.isdigit() else 1


def _merged(rows: list[list[tuple[str, int, str]]]) -> list[list[RawCell]]:
    """Cells merged downwards as one cell that covers several rows."""
    heights: dict[tuple[int, int], int] = {}
    open_cells: dict[int, tuple[int, int]] = {}
    texts: dict[tuple[int, int], list[str]] = {}
    for at, row in enumerate(rows):
        column = 0
        for text, columns, merge in row:
            if merge == "continue" and column in open_cells:
                head = open_cells[column]
                heights[head] += 1
                texts[head] += [text] if text else []
            else:
                heights[at, column] = 1
                texts[at, column] = [text]
                open_cells[column] = (at, column)
            column += columns
    return [list(_kept(row, at, heights, texts)) for at, row in enumerate(rows)]


def _kept(
    row: list[tuple[str, int, str]],
    at: int,
    heights: dict[tuple[int, int], int],
    texts: dict[tuple[int, int], list[str]],
) -> Iterator[RawCell]:
    column = 0
    for _, columns, _ in row:
        if (at, column) in heights:
            yield RawCell("\n".join(texts[at, column]).strip(), heights[at, column], columns)
        column += columns


def _text(paragraph: Any) -> str:
    """The words of a paragraph; a line break parts lines, deleted text is left out."""
    pieces: list[str] = []
    _gather(paragraph, pieces)
    text = "".join(pieces)
    return text if text.isascii() else unicodedata.normalize("NFC", text)


def _gather(element: Any, pieces: list[str]) -> None:
    for child in element:
        tag = child.tag
        if tag == f"{W}r":
            _gather(child, pieces)
        elif tag == f"{W}t":
            pieces.append(child.text or "")
        elif tag == f"{W}tab":
            pieces.append(" ")
        elif tag in _BREAKS:
            pieces.append("\n")
        elif tag == f"{W}noBreakHyphen":
            pieces.append("-")
        elif tag not in _SKIPPED and isinstance(tag, str):
            if tag == f"{W}p":
                pieces.append("\n")
            _gather(child, pieces)
