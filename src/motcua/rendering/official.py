"""Official documents as Word files in the format of NĐ 30/2020/NĐ-CP Phụ lục I: what an office edits, numbers and signs.

Sizes and places are those of the decree; the choice within its ranges is ours. A4 upright, annexes too (the decree
allows landscape only for tables inside the text), each annex with page numbers of its own.
"""

import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

NATION = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
MOTTO = "Độc lập - Tự do - Hạnh phúc"
TOP_MM = BOTTOM_MM = 20
LEFT_MM, RIGHT_MM = 30, 15
_FONT = "Times New Roman"
# «Ủy ban nhân dân | xã Lam Bình» on two lines, as in the samples of the decree
_COMMITTEE = re.compile(r"^([ỦU][yỷ] ban nhân dân)\s+(?=\S)", re.IGNORECASE)
_TEXT_MM = 210 - LEFT_MM - RIGHT_MM
_HEAD_MM = (66, _TEXT_MM - 66)


@dataclass(frozen=True, slots=True)
class Par:
    """A paragraph of the body; `heading` is bold, in capitals when it opens a part (I, II, III)."""

    text: str
    heading: bool = False


def pars(text: str) -> list[Par]:
    """What was typed in several lines, a paragraph each; empty lines left out."""
    return [Par(line.strip()) for line in text.splitlines() if line.strip()]


@dataclass(frozen=True, slots=True)
class Column:
    """A column of an annex table: its header and its width in millimetres."""

    title: str
    width: float


@dataclass(frozen=True, slots=True)
class Annex:
    """A table on pages of its own. A row of one text is a group over all columns; lines of a cell are paragraphs."""

    title: str
    attached: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Official:
    """An official document before its number and day are given; `kind` empty for a letter (công văn).

    `by`: who decides, over the bases of a decision.
    """

    superior: str
    agency: str
    symbol: str
    place: str
    subject: str
    year: int
    kind: str = ""
    day: date | None = None
    by: str = ""
    to: tuple[str, ...] = ()
    bases: tuple[str, ...] = ()
    opening: str = ""
    body: tuple[Par, ...] = ()
    authority: str = ""
    office: str = ""
    signer: str = ""
    recipients: tuple[str, ...] = ()
    annexes: tuple[Annex, ...] = ()


def official_docx(of: Official) -> bytes:
    """The document as docx."""
    from docx import Document
    from docx.shared import Mm, Pt

    document = Document()
    style: Any = document.styles["Normal"]
    style.font.name, style.font.size = _FONT, Pt(14)
    style.element.rPr.rFonts.set(_w("eastAsia"), _FONT)
    style.paragraph_format.space_after = Pt(0)
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    _page(section)
    _head(document, of)
    _title(document, of)
    for number, basis in enumerate(of.bases):
        ends = "." if number == len(of.bases) - 1 else ";"
        _body(document, basis.rstrip(" .;") + ends, italic=True)
    if of.opening and of.kind == "QUYẾT ĐỊNH":
        _line(document, of.opening, 14, bold=True, before=6)
    elif of.opening:
        _body(document, of.opening)
    for par in of.body:
        _body(document, par.text, bold=par.heading)
    _foot(document, of)
    for number, annex in enumerate(of.annexes):
        _annex(document, annex, number=number + 1 if len(of.annexes) > 1 else 0)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _head(document: Any, of: Official) -> None:
    left, right = _two_cells(document)
    if of.superior:
        _line(left, of.superior.upper(), 13)
    for line in _COMMITTEE.sub(r"\1\n", of.agency).split("\n"):
        _line(left, line.upper(), 13, bold=True)
    _rule(left, 20)
    _line(left, f"Số:       /{of.symbol}", 13)
    if not of.kind:
        _line(left, f"V/v {of.subject}", 12, before=6)
    _line(right, NATION, 13, bold=True)
    _line(right, MOTTO, 14, bold=True)
    _rule(right, 18)
    day = (
        f"ngày {of.day:%d} tháng {_month(of.day)} năm {of.day.year}"
        if of.day
        else f"ngày      tháng      năm {of.year}"
    )
    _line(right, f"{of.place}, {day}", 14, italic=True)


def _title(document: Any, of: Official) -> None:
    if of.kind:
        _line(document, of.kind, 14, bold=True, before=12)
        _line(document, of.subject, 14, bold=True)
        _rule(document, 62, after=6)
    if of.by:
        _line(document, of.by.upper(), 14, bold=True, before=6)
    if len(of.to) == 1:
        _line(document, f"Kính gửi: {of.to[0]}.", 14, before=12, after=6)
    elif of.to:
        _line(document, "Kính gửi:", 14, before=12)
        for number, one in enumerate(of.to):
            _line(document, f"- {one}{'.' if number == len(of.to) - 1 else ';'}", 14)


def _foot(document: Any, of: Official) -> None:
    document.add_paragraph()
    left, right = _two_cells(document)
    if of.recipients:
        _line(left, "Nơi nhận:", 12, bold=True, italic=True, align="left")
        for number, one in enumerate(of.recipients):
            _line(left, f"- {one}{'.' if number == len(of.recipients) - 1 else ';'}", 11, align="left")
    for text in (of.authority, of.office):
        if text:
            _line(right, text.upper(), 14, bold=True)
    for _ in range(4):
        _line(right, "", 14)
    _line(right, of.signer, 14, bold=True)


def _annex(document: Any, annex: Annex, *, number: int) -> None:
    from docx.enum.section import WD_SECTION
    from docx.shared import Mm

    section = document.add_section(WD_SECTION.NEW_PAGE)
    _page(section)
    numbering = section._sectPr.makeelement(_w("pgNumType"), {_w("start"): "1"})
    section._sectPr.append(numbering)
    if number:
        _line(document, f"Phụ lục {_ROMAN[number]}", 14, bold=True)
    _line(document, annex.title.upper(), 14, bold=True)
    _line(document, annex.attached, 14, italic=True, after=6)
    table = document.add_table(rows=1, cols=len(annex.columns))
    table.style, table.autofit = "Table Grid", False
    widths = [Mm(column.width) for column in annex.columns]
    for place, width in enumerate(widths):
        table.columns[place].width = width  # of the grid, which some programs draw by
    for cell, column in zip(table.rows[0].cells, annex.columns, strict=True):
        _fill(cell, column.title, bold=True, align="center")
    head = table.rows[0]._tr.get_or_add_trPr()
    head.append(head.makeelement(_w("tblHeader"), {}))
    for row in annex.rows:
        cells = table.add_row().cells  # as wide as the grid
        if len(row) == 1:
            _fill(cells[0].merge(cells[-1]), row[0], bold=True)
            continue
        for cell, text in zip(cells, row, strict=True):
            _fill(cell, text)


_ROMAN = ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X")


def _page(section: Any) -> None:
    """Margins, and the page number centred in the top margin, not on the first page."""
    from docx.shared import Mm

    section.top_margin, section.bottom_margin = Mm(TOP_MM), Mm(BOTTOM_MM)
    section.left_margin, section.right_margin = Mm(LEFT_MM), Mm(RIGHT_MM)
    section.header_distance = Mm(10)
    section.different_first_page_header_footer = True
    section.header.is_linked_to_previous = False
    section.first_page_header.is_linked_to_previous = False
    paragraph = section.header.paragraphs[0]
    paragraph.alignment = 1
    run = paragraph.add_run()
    _type(run, 14)
    for kind, text in (("begin", ""), ("", "PAGE"), ("end", "")):
        if kind:
            mark = run._r.makeelement(_w("fldChar"), {_w("fldCharType"): kind})
        else:
            mark = run._r.makeelement(_w("instrText"), {})
            mark.text = text
        run._r.append(mark)


def _two_cells(document: Any) -> tuple[Any, Any]:
    from docx.shared import Mm

    table = document.add_table(rows=1, cols=2)
    table.autofit = False
    row = table.rows[0]._tr.get_or_add_trPr()
    row.append(row.makeelement(_w("cantSplit"), {}))
    for column, cell, width in zip(table.columns, table.rows[0].cells, _HEAD_MM, strict=True):
        column.width = cell.width = Mm(width)
    return table.rows[0].cells[0], table.rows[0].cells[1]


def _line(
    where: Any, text: str, size: float, *, bold: bool = False, italic: bool = False, align: str = "center",
    before: float = 0, after: float = 0,
) -> None:  # fmt: skip
    from docx.shared import Pt

    paragraph = _next_paragraph(where)
    paragraph.alignment = {"left": 0, "center": 1}[align]
    paragraph.paragraph_format.space_before, paragraph.paragraph_format.space_after = Pt(before), Pt(after)
    _type(paragraph.add_run(text), size, bold=bold, italic=italic)


def _rule(where: Any, indent: float, *, after: float = 0) -> None:
    """A line drawn under the words above, shorter than the place by `indent` millimetres on both sides."""
    from docx.shared import Mm, Pt

    paragraph = _next_paragraph(where)
    layout = paragraph.paragraph_format
    layout.left_indent = layout.right_indent = Mm(indent)
    layout.line_spacing, layout.space_after = Pt(3), Pt(after or 3)
    properties = paragraph._p.get_or_add_pPr()
    borders = properties.makeelement(_w("pBdr"), {})
    line = {_w("val"): "single", _w("sz"): "6", _w("space"): "1", _w("color"): "000000"}
    borders.append(borders.makeelement(_w("top"), line))
    properties.insert_element_before(
        borders, "w:shd", "w:tabs", "w:suppressAutoHyphens", "w:spacing", "w:ind", "w:jc", "w:rPr"
    )


def _body(document: Any, text: str, *, bold: bool = False, italic: bool = False) -> None:
    """Justified, first line indented by 1,27 cm, 6 points between paragraphs."""
    from docx.shared import Mm, Pt

    paragraph = document.add_paragraph()
    paragraph.alignment = 3
    layout = paragraph.paragraph_format
    layout.first_line_indent, layout.space_before, layout.space_after = Mm(12.7), Pt(6), Pt(0)
    _type(paragraph.add_run(text), 14, bold=bold, italic=italic)


def _fill(cell: Any, text: str, *, bold: bool = False, align: str = "left") -> None:
    for line in text.split("\n"):
        _line(cell, line, 12, bold=bold, align=align)


def _next_paragraph(where: Any) -> Any:
    """The empty paragraph every cell begins with, else a new one."""
    only = getattr(where, "paragraphs", [])
    fresh = where.__class__.__name__ == "_Cell" and len(only) == 1 and not only[0].runs
    return only[0] if fresh and only[0]._p.pPr is None else where.add_paragraph()


def _type(run: Any, size: float, *, bold: bool = False, italic: bool = False) -> None:
    from docx.shared import Pt

    run.font.name, run.font.size, run.bold, run.italic = _FONT, Pt(size), bold, italic


def _month(day: date) -> str:
    """Months 1 and 2 are written with a leading nought, the others without."""
    return f"{day.month:02d}" if day.month < 3 else str(day.month)


def _w(name: str) -> str:
    from docx.oxml.ns import qn

    return str(qn(f"w:{name}"))


def columns(*given: tuple[str, float]) -> tuple[Column, ...]:
    """Columns from titles and shares; widths come to the width of the text."""
    whole = sum(share for _, share in given)
    return tuple(Column(title, _TEXT_MM * share / whole) for title, share in given)


def lines(texts: Sequence[str]) -> str:
    """Texts as paragraphs of one cell; empty ones left out."""
    return "\n".join(text for text in texts if text)
