"""The editable document of a sheet: a docx with `{{ names }}`, which an office may change in its word processor.

Times New Roman, as NĐ 30/2020/NĐ-CP Phụ lục I asks. Conditions and repeated rows stand in paragraphs and table rows of
their own, the way docxtpl reads them.
"""

import io
from functools import cache
from typing import Any

from docx import Document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from motcua.rendering.sheet import Block, Box, Gap, Grid, Line, Page, Par, Picture, Run, Sheet, Table

FONT = "Times New Roman"
_ALIGN = {
    "left": WD_ALIGN_PARAGRAPH.LEFT,
    "center": WD_ALIGN_PARAGRAPH.CENTER,
    "right": WD_ALIGN_PARAGRAPH.RIGHT,
    "justify": WD_ALIGN_PARAGRAPH.JUSTIFY,
}
_GUTTER = 2.0


@cache
def template(sheet: Sheet) -> bytes:
    """The docx template of a sheet; made once and kept."""
    document = Document()
    _clean(document)
    _page(document, sheet.page)
    width = sheet.page.width - sheet.page.left - sheet.page.right
    _write(document, sheet.blocks, width)
    _foot(document, sheet)
    document.core_properties.title = ""
    document.core_properties.author = "Một Cửa"
    document.core_properties.comments = ""
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _clean(document: Any) -> None:
    normal = document.styles["Normal"]
    normal.font.name = FONT
    fonts = normal.element.get_or_add_rPr().get_or_add_rFonts()
    for name in ("w:ascii", "w:hAnsi", "w:eastAsia", "w:cs"):
        fonts.set(qn(name), FONT)
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "vi-VN")
    normal.element.get_or_add_rPr().append(language)
    normal.paragraph_format.space_after = normal.paragraph_format.space_before = Pt(0)


def _page(document: Any, page: Page) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(page.width), Mm(page.height)
    section.left_margin, section.right_margin = Mm(page.left), Mm(page.right)
    section.top_margin, section.bottom_margin = Mm(page.top), Mm(page.bottom)
    section.header_distance = section.footer_distance = Mm(min(page.bottom / 2, 8))
    document.styles["Normal"].font.size = Pt(page.size)


def _foot(document: Any, sheet: Sheet) -> None:
    words = " · ".join(text for text in sheet.foot if text)
    if words:
        paragraph = document.sections[0].footer.paragraphs[0]
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        _run(paragraph, Run(words, size=sheet.foot_size))


def _write(place: Any, blocks: tuple[Block, ...], width: float) -> None:
    for block in blocks:
        _block(place, block, width)


def _block(place: Any, block: Block, width: float) -> None:
    match block:
        case Par():
            _conditional(place, block.when, lambda: _par(place, block))
        case Picture():
            _conditional(place, block.when, lambda: _picture(place, block))
        case Line():
            _line(place, block, width)
        case Grid():
            _conditional(place, block.when, lambda: _grid(place, block, width))
        case Table():
            _table(place, block, width)
        case Box():
            _boxed(place, block, width)
        case Gap():
            if block.height:
                place.add_paragraph().paragraph_format.space_after = Mm(max(block.height - 4, 0))


def _conditional(place: Any, when: str, write: Any) -> None:
    if not when:
        write()
        return
    place.add_paragraph("{%p if " + when + " %}")
    write()
    place.add_paragraph("{%p endif %}")


def _par(place: Any, block: Par) -> None:
    paragraph = place.add_paragraph()
    paragraph.alignment = _ALIGN[block.align]
    shape = paragraph.paragraph_format
    shape.space_before, shape.space_after = Pt(block.above), Pt(block.below + 0.5)
    if block.first:
        shape.first_line_indent = Mm(block.first)
    shape.keep_with_next = block.keep or None
    for run in block.runs:
        _run(paragraph, run)


def _run(paragraph: Any, run: Run) -> None:
    written = paragraph.add_run(run.text)
    written.bold, written.italic, written.underline = (
        run.bold or None,
        run.italic or None,
        run.underline or None,
    )
    if run.size:
        written.font.size = Pt(run.size)


def _picture(place: Any, block: Picture) -> None:
    paragraph = place.add_paragraph("{{ " + block.name + " }}")
    paragraph.alignment = _ALIGN[block.align]


def _line(place: Any, block: Line, width: float) -> None:
    """A paragraph border as long as the rule: what word processors draw alike."""
    paragraph = place.add_paragraph()
    side = max((width - block.width) / 2, 0)
    shape = paragraph.paragraph_format
    shape.left_indent = shape.right_indent = Mm(side)
    shape.line_spacing, shape.space_after = Pt(2), Pt(3)
    borders = OxmlElement("w:pBdr")
    top = OxmlElement("w:top")
    for name, value in (("val", "single"), ("sz", "6"), ("space", "1"), ("color", "auto")):
        top.set(qn(f"w:{name}"), value)
    borders.append(top)
    paragraph._p.get_or_add_pPr().append(borders)


def _widths(asked: tuple[float, ...], width: float, gutter: float) -> list[float]:
    """Lengths of the columns: what is asked for, the rest shared; the gutter belongs to its left neighbour."""
    spare = width - sum(asked) - gutter * (len(asked) - 1)
    open_ = sum(1 for each in asked if each == 0)
    lengths = [each or max(spare / open_, 5) for each in asked]
    return [each + (gutter if at < len(lengths) - 1 else 0) for at, each in enumerate(lengths)]


def _new_table(place: Any, rows: int, widths: list[float], style: str | None) -> Any:
    table = (
        place.add_table(rows, len(widths), Mm(sum(widths)))
        if not hasattr(place, "sections")
        else place.add_table(rows, len(widths))
    )
    table.autofit = False
    table.alignment = WD_TABLE_ALIGNMENT.LEFT
    if style:
        table.style = style
    for column, length in zip(table.columns, widths, strict=True):
        column.width = Mm(length)
        for cell in column.cells:
            cell.width = Mm(length)
    return table


def _grid(place: Any, block: Grid, width: float) -> None:
    widths = _widths(block.widths, width, _GUTTER)
    table = _new_table(place, 1, widths, None)
    _padding(table, 0)
    for cell, blocks, length in zip(table.rows[0].cells, block.cells, widths, strict=True):
        _fill_cell(cell, blocks, length)
    if block.keep:
        _whole(table.rows[0])


def _fill_cell(cell: Any, blocks: tuple[Block, ...], width: float) -> None:
    _write(cell, blocks, width)
    first = cell.paragraphs[0]
    if len(cell.paragraphs) > 1 and not first.text:
        first._p.getparent().remove(first._p)


def _boxed(place: Any, block: Box, width: float) -> None:
    table = _new_table(place, 1, [width], "Table Grid")
    cell = table.rows[0].cells[0]
    shade = OxmlElement("w:shd")
    for name, value in (("val", "clear"), ("color", "auto"), ("fill", "EEF2F7")):
        shade.set(qn(f"w:{name}"), value)
    cell._tc.get_or_add_tcPr().append(shade)
    _fill_cell(cell, block.blocks, width)
    _after_table(place)


def _table(place: Any, block: Table, width: float) -> None:
    widths = _widths(tuple(column.width for column in block.columns), width, 0)
    grouped = 1 if block.groups else 0
    table = _new_table(place, grouped + 4, widths, "Table Grid")
    _padding(table, 0.8)
    if grouped:
        _groups(table, block)
    for cell, column in zip(table.rows[grouped].cells, block.columns, strict=True):
        _cell(cell, column.header, "center", block.size, bold=True)
    for row in table.rows[: grouped + 1]:
        _repeats(row)
    opening, body, ending = table.rows[grouped + 1], table.rows[grouped + 2], table.rows[grouped + 3]
    opening.cells[0].paragraphs[0].text = "{%tr for row in " + block.each + " %}"
    ending.cells[0].paragraphs[0].text = "{%tr endfor %}"
    for cell, column in zip(body.cells, block.columns, strict=True):
        _cell(cell, column.text, column.align, block.size)
    _whole(body)
    _after_table(place)


def _groups(table: Any, block: Table) -> None:
    at = 0
    for words, span in block.groups:
        cell = table.cell(0, at).merge(table.cell(0, at + span - 1)) if span > 1 else table.cell(0, at)
        _cell(cell, words, "center", block.size, bold=True)
        at += span


def _cell(cell: Any, text: str, align: str, size: float, *, bold: bool = False) -> None:
    paragraph = cell.paragraphs[0]
    paragraph.alignment = _ALIGN[align]
    _run(paragraph, Run(text, bold=bold, size=size))


def _padding(table: Any, side: float) -> None:
    margins = OxmlElement("w:tblCellMar")
    for name in ("left", "right"):
        edge = OxmlElement(f"w:{name}")
        edge.set(qn("w:w"), str(round(side * 56.7)))
        edge.set(qn("w:type"), "dxa")
        margins.append(edge)
    table._tbl.tblPr.append(margins)


def _repeats(row: Any) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))


def _whole(row: Any) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))


def _after_table(place: Any) -> None:
    """Word joins tables that touch, and wants a paragraph at the end of a cell."""
    paragraph = place.add_paragraph()
    paragraph.paragraph_format.line_spacing = Pt(5)
