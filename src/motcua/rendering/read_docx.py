"""A filled Word document as a sheet that typst can draw: how an office's own template or an edited draft becomes a PDF.

Read: pages, paragraphs (alignment, indents, spacing, simple lists), runs (bold, italic, underlined, size, capitals),
tables with joined cells, pictures, the footer. Drawn with the fonts of the house, so that lines may break elsewhere than
in Word. What is not read (text boxes, shapes, charts) is told in `unread`.
"""

import base64
import io
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from docx import Document
from docx.oxml.ns import qn
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph

_PICTURES = ("image/png", "image/jpeg", "image/gif")
_ALIGN = {0: "left", 1: "center", 2: "right", 3: "justify", 4: "justify"}
_MM = 36000
_RULE = 30.0  # mm: a paragraph's border is drawn as the rule under a heading
_NOT_READ = {
    "w:txbxContent": "hộp chữ",
    "c:chart": "biểu đồ",
    "w:object": "đối tượng nhúng",
    "w:footnoteReference": "chú thích cuối trang",
}


@dataclass
class Reading:
    """A document read: what `pdf.draw_sheet` takes, the pictures by name, and what could not be read."""

    sheet: dict[str, Any]
    pictures: dict[str, bytes]
    unread: list[str]


@dataclass
class _Reader:
    document: Any
    pictures: dict[str, bytes] = field(default_factory=dict)
    counts: dict[str, int] = field(default_factory=lambda: defaultdict(int))

    def blocks(self, place: Any) -> list[dict[str, Any]]:
        """The paragraphs and tables of a body or a cell, in order."""
        found: list[dict[str, Any]] = []
        for part in place.iter_inner_content():
            if isinstance(part, Table):
                found.append(self.table(part))
            else:
                found += self.paragraph(part)
        return found

    def paragraph(self, given: Paragraph) -> list[dict[str, Any]]:
        shape = given.paragraph_format
        align = _ALIGN.get(given.alignment if given.alignment is not None else 0, "left")
        runs = [run for each in given.iter_inner_content() for run in self.runs(each)]
        marker = self.marker(given)
        if marker:
            runs.insert(0, _look(f"{marker} "))
        pictures = self.images(given, align)
        breaks = [{"k": "break"}] if shape.page_break_before or _breaks_page(given) else []
        if pictures and not any(run["t"].strip() for run in runs):
            return [*breaks, *pictures]
        if not runs and not pictures and given._p.find(f".//{qn('w:pBdr')}") is not None:
            return [*breaks, {"k": "line", "w": _RULE}]
        par = {
            "k": "par", "runs": runs, "align": align, "above": _points(shape.space_before),
            "below": _points(shape.space_after), "first": max(_mm(shape.first_line_indent), 0),
            "keep": bool(shape.keep_with_next),
        }  # fmt: skip
        return [*breaks, par, *pictures]

    def runs(self, given: Any) -> list[dict[str, Any]]:
        """The runs of a run, or of a link."""
        inner = getattr(given, "runs", None)
        if inner is not None:
            return [each for run in inner for each in self.runs(run)]
        if not given.text:
            return []
        text = given.text.replace("\t", "    ")
        font = given.font
        if font.all_caps:
            text = text.upper()
        size = font.size or given.style.font.size
        return [
            {
                "t": text, "b": bool(given.bold), "i": bool(given.italic), "u": bool(given.underline),
                "s": size.pt if size else 0,
            }
        ]  # fmt: skip

    def marker(self, given: Paragraph) -> str:
        """The bullet or number of a list paragraph; numbers count on in each list and level."""
        properties = given._p.pPr
        numbered: Any = properties.numPr if properties is not None else None
        style = given.style.name if given.style is not None else ""
        if numbered is None and not str(style).startswith("List"):
            return ""
        if "Bullet" in str(style):
            return "–"
        level = numbered.ilvl.val if numbered is not None and numbered.ilvl is not None else 0
        list_id = numbered.numId.val if numbered is not None and numbered.numId is not None else 0
        key = f"{list_id}.{level}"
        self.counts[key] += 1
        return "–" if level else f"{self.counts[key]}."

    def images(self, given: Paragraph, align: str) -> list[dict[str, Any]]:
        found = []
        for drawing in given._p.iter(qn("w:drawing")):
            blip = next(iter(drawing.iter(qn("a:blip"))), None)
            extent = next(iter(drawing.iter(qn("wp:extent"))), None)
            if blip is None or extent is None:
                continue
            part = given.part.related_parts.get(blip.get(qn("r:embed")))
            if part is None or part.content_type not in _PICTURES:
                continue
            width, height = _side(extent, "cx"), _side(extent, "cy")
            name = f"picture-{len(self.pictures)}.svg"
            self.pictures[name] = _wrapped(part.blob, part.content_type, width, height)
            found.append({"k": "img", "file": name, "alt": "Hình", "w": width, "h": height, "align": align})
        return found

    def table(self, given: Table) -> dict[str, Any]:
        widths = [_mm(column.width) for column in given.columns]
        cells: list[dict[str, Any]] = []
        for at, row in enumerate(given.rows):
            for tc in row._tr.tc_lst:
                if tc.vMerge == "continue":
                    continue
                blocks = self.blocks(_Cell(tc, given))
                cells.append({"blocks": blocks, "span": tc.grid_span, "rows": _rows_down(given, at, tc)})
        return {"k": "cells", "widths": _fitting(widths), "stroke": _bordered(given), "cells": cells}


def resolve(content: bytes) -> Reading:
    """A Word document as a sheet. The document must have passed `docx_guard.check`."""
    document = Document(io.BytesIO(content))
    reader = _Reader(document)
    blocks = reader.blocks(document)
    section = document.sections[0]
    normal = document.styles["Normal"].font.size
    page = {
        "width": _mm(section.page_width) or 210, "height": _mm(section.page_height) or 297,
        "left": _mm(section.left_margin), "right": _mm(section.right_margin), "top": _mm(section.top_margin),
        "bottom": _mm(section.bottom_margin), "size": normal.pt if normal else 13,
    }  # fmt: skip
    foot = " ".join(paragraph.text for paragraph in section.footer.paragraphs).strip()
    title = document.core_properties.title or _first_words(blocks) or "Văn bản"
    sheet = {"page": page, "title": title, "foot": ["", foot, ""], "foot_size": 8, "blocks": blocks}
    body = document.element.body
    unread = [words for tag, words in _NOT_READ.items() if _has(body, tag)]
    return Reading(sheet, reader.pictures, unread)


def _wrapped(content: bytes, kind: str, width: float, height: float) -> bytes:
    """A raster picture inside an SVG: the files that typst is handed in memory must be text."""
    data = base64.b64encode(content).decode()
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}">'
        f'<image width="{width}" height="{height}" preserveAspectRatio="none" href="data:{kind};base64,{data}"/></svg>'
    ).encode()


def _has(body: Any, tag: str) -> bool:
    prefix, name = tag.split(":")
    spaces = {"c": "http://schemas.openxmlformats.org/drawingml/2006/chart"}
    full = f"{{{spaces[prefix]}}}{name}" if prefix in spaces else qn(tag)
    return next(body.iter(full), None) is not None


def _first_words(blocks: list[dict[str, Any]]) -> str:
    said = ("".join(run["t"] for run in block["runs"]).strip() for block in blocks if block["k"] == "par")
    return next((text for text in said if text), "")[:200]


def _breaks_page(given: Paragraph) -> bool:
    return any(each.get(qn("w:type")) == "page" for each in given._p.iter(qn("w:br")))


def _rows_down(table: Table, at: int, tc: Any) -> int:
    """How many rows a cell joined downwards covers."""
    if tc.vMerge != "restart":
        return 1
    left, count = tc.left, 1
    for row in list(table.rows)[at + 1 :]:
        below = next((each for each in row._tr.tc_lst if each.left == left), None)
        if below is None or below.vMerge != "continue":
            break
        count += 1
    return count


def _bordered(table: Table) -> bool:
    """Whether rules are drawn: by the table itself, by its cells, or by the style «Table Grid»."""
    properties = table._tbl.tblPr
    borders = properties.find(qn("w:tblBorders"))
    if borders is not None:
        return any(edge.get(qn("w:val")) not in (None, "nil", "none") for edge in borders)
    return table.style is not None and "Grid" in str(table.style.name)


def _fitting(widths: list[float]) -> list[float]:
    """Lengths as they are; a table without any shares the page."""
    return widths if all(width > 0 for width in widths) else [0.0] * len(widths)


def _look(text: str) -> dict[str, Any]:
    return {"t": text, "b": False, "i": False, "u": False, "s": 0}


def _side(extent: Any, name: str) -> float:
    return int(extent.get(name) or 0) / _MM


def _mm(length: Any) -> float:
    return round(int(length) / _MM, 2) if length is not None else 0.0


def _points(length: Any) -> float:
    return float(length.pt) if length is not None else 0.0
