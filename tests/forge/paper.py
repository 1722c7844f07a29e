"""The truth as PDF: tables cut by pages, their header printed again, heads and feet on every page; and as a scan.

Tables are ruled, or kept apart by blanks only (`OPEN`).
"""

import io
from typing import Any

from tests.forge.pages import merged_leads
from tests.forge.texts import AIMS, bottom, cells, top
from tests.forge.truth import Chapter, Truth

from motcua.rendering.pdf import render

_PLAN = """
#let told = json("values.json")
#set page(
  paper: "a4", margin: (x: 2cm, y: 2.2cm),
  header: text(size: 8pt, told.head),
  footer: align(center, text(size: 9pt, context counter(page).display("1"))),
)
#set text(font: "Libertinus Serif", size: 11pt, lang: "vi")
#set par(justify: true)
#let row(cells) = cells.map(cell => table.cell(
  rowspan: cell.rows, colspan: cell.columns, cell.lines.map(line => par(justify: false, line)).join()))
#let style = (:)
#for block in told.blocks [
  #if block.kind == "text" [
    #par(block.text)
  ] else [
    #table(
      ..style,
      columns: block.columns.map(share => share * 1fr),
      table.header(..block.header.map(row).flatten()),
      ..block.rows.map(row).flatten(),
    )
  ]
]
"""
# How offices set tables without lines: as their programme pads cells, or close; ordinals and names in the middle of their cells.
OPEN = {
    "padded": "(stroke: none)",
    "close": "(stroke: none, inset: (x: 5.4pt, y: 0pt), row-gutter: 0.65em)",
    "in the middle": "(stroke: none, align: horizon)",
    "names in the middle": "(stroke: none, align: (x, y) => if y == 0 { center + horizon } else { left })",
    "ordinals in the middle": "(stroke: none, align: (x, y) => if x == 0 { center + horizon } else { left })",
    "a line below each row": "(stroke: (x, y) => (bottom: 0.5pt))",
}
_WIDTHS = (0.7, 3.2, 1.8, 1.8, 1.6, 1.6, 1.4)


def _cell(text: str, rows: int = 1, columns: int = 1) -> dict[str, Any]:
    return {"lines": text.split("\n"), "rows": rows, "columns": columns}


def _text(line: str) -> dict[str, Any]:
    return {"kind": "text", "text": line}


def pdf(truth: Truth, style: str = "") -> bytes:
    """A plan as an office prints it to PDF; `style`: how tables are drawn, else ruled with merged leads."""
    blocks = [_text(line) for line in (*top(truth), "II. NHIỆM VỤ")]
    for chapter in truth.chapters:
        blocks += [_text(f"{chapter.label}. {chapter.title}"), _works(chapter, merged=not style)]
    blocks += [_text(f"{len(truth.chapters) + 1}. Chỉ tiêu được giao"), _aims(truth)]
    blocks += [_text(line) for line in bottom(truth)]
    plan = _PLAN.replace("#let style = (:)", f"#let style = {style}") if style else _PLAN
    return render(plan, {"blocks": blocks, "head": f"Kế hoạch kiểm soát TTHC của xã {truth.place}"})


def _works(chapter: Chapter, *, merged: bool) -> dict[str, Any]:
    upper = [
        _cell(name, *size)
        for name, size in (
            ("STT", (2, 1)), ("Nội dung công việc", (2, 1)), ("Cơ quan thực hiện", (1, 2)),
            ("Thời gian thực hiện", (2, 1)), ("Sản phẩm", (2, 1)), ("Ghi chú", (2, 1)),
        )
    ]  # fmt: skip
    rows, spans, covered = [], merged_leads(chapter) if merged else {}, 0
    for group in chapter.groups:
        if group.label:
            rows.append([_cell(group.label), _cell(group.title, columns=6)])
        for item in group.works:
            texts = cells(item)
            texts[1] = "\n".join((item.title, *item.parts))
            span = spans.get(f"{item.section}/{item.number}", 1)
            row = [_cell(text) for text in texts]
            row[2] = _cell(texts[2], rows=span)
            if covered:
                del row[2]
            covered = covered - 1 if covered else span - 1
            rows.append(row)
    header = [upper, [_cell("Chủ trì"), _cell("Phối hợp")]]
    return {"kind": "table", "columns": _WIDTHS, "header": header, "rows": rows}


def _aims(truth: Truth) -> dict[str, Any]:
    header = [[_cell(name.format(year=truth.year)) for name in AIMS]]
    rows = [
        [
            _cell(text)
            for text in (aim.number, aim.name, aim.unit, aim.printed, "; ".join(aim.lead), aim.assessor)
        ]
        for aim in truth.aims
    ]
    return {"kind": "table", "columns": (0.6, 3, 1, 1.8, 1.8, 1.8), "header": header, "rows": rows}


def scanned(document: bytes, *, turned: int = 0, pages: int = 1) -> bytes:
    """The first pages of a PDF as pictures without words, turned by so many degrees."""
    import pypdfium2

    source = pypdfium2.PdfDocument(document)
    drawn = [
        source[number].render(scale=200 / 72).to_pil().convert("L").rotate(turned, expand=True)
        for number in range(min(pages, len(source)))
    ]
    source.close()
    stream = io.BytesIO()
    drawn[0].save(stream, "PDF", save_all=True, append_images=drawn[1:], resolution=200)
    return stream.getvalue()
