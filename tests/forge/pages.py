"""The truth as HTML and Word files."""

import io
from html import escape

import docx
from docx.table import Table
from tests.forge.texts import AIMS, HEADER, bottom, cells, labels, remedy_lines, top
from tests.forge.truth import Chapter, Truth


def merged_leads(chapter: Chapter) -> dict[str, int]:
    """Rows (by number and group) whose lead cell covers the next row too: where two rows have the same leads."""
    found: dict[str, int] = {}
    for group in chapter.groups:
        works = group.works
        at = 0
        while at < len(works):
            height = 1
            while at + height < len(works) and works[at + height].lead == works[at].lead:
                height += 1
            if height > 1:
                found[f"{works[at].section}/{works[at].number}"] = height
            at += height
    return found


def share_leads(truth: Truth) -> Truth:
    """Let some neighbouring rows have the same leads, so that their cells can be merged."""
    for chapter in truth.chapters:
        for group in chapter.groups:
            for before, item in zip(group.works, group.works[1:], strict=False):
                if (len(item.title) + int(before.number)) % 3 == 0:
                    item.lead = before.lead
    return truth


def html(truth: Truth) -> bytes:
    """Tables with rowspan for shared leads and a two-line header with colspan."""
    pieces = ["<html><head><meta charset='utf-8'><title>KH</title><style>p{}</style></head><body>"]
    pieces += [f"<p>{escape(line)}</p>" for line in (*top(truth), "II. NHIỆM VỤ")]
    for chapter in truth.chapters:
        pieces.append(f"<p><b>{chapter.label}. {escape(chapter.title)}</b></p><table border=1>")
        pieces.append(
            "<tr><th rowspan=2>STT</th><th rowspan=2>Nội dung</th><th colspan=2>Cơ quan thực hiện</th><th "
            "rowspan=2>Thời gian"
            " hoàn thành</th><th rowspan=2>Kết quả</th><th rowspan=2>Ghi chú</th></tr><tr><th>Chủ "
            "trì</th><th>Phối hợp</th></tr>"
        )
        spans, covered = merged_leads(chapter), 0
        for group in chapter.groups:
            if group.label:
                pieces.append(
                    f"<tr><td>{group.label}</td><td colspan=6><b>{escape(group.title)}</b></td></tr>"
                )
            for item in group.works:
                row = cells(item)
                span = spans.get(f"{item.section}/{item.number}", 1)
                title = escape(item.title) + "".join(f"<br/>{escape(part)}" for part in item.parts)
                lead = "" if covered else f"<td rowspan={span}>{escape(row[2])}</td>"
                covered = covered - 1 if covered else span - 1
                rest = "".join(f"<td><p>{escape(cell)}</p></td>" for cell in row[3:])
                pieces.append(f"<tr><td>{row[0]}</td><td>{title}</td>{lead}{rest}</tr>")
        pieces.append("</table>")
    pieces.append(f"<h3>{len(truth.chapters) + 1}. Chỉ tiêu được giao</h3><table><tr>")
    pieces += [f"<td>{name.format(year=truth.year)}</td>" for name in AIMS] + ["</tr>"]
    for aim in truth.aims:
        row = (aim.number, aim.name, aim.unit, aim.printed, "; ".join(aim.lead), aim.assessor)
        pieces.append("<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>")
    pieces.append(
        "</table>" + "".join(f"<div>{escape(line)}</div>" for line in bottom(truth)) + "</body></html>"
    )
    return "\n".join(pieces).encode()


def docx_tables(truth: Truth) -> bytes:
    """Word tables: vMerge for shared leads, a two-line header with gridSpan, the header printed again midway."""
    document = docx.Document()
    for line in (*top(truth), "II. NHIỆM VỤ"):
        document.add_paragraph(line)
    for chapter in truth.chapters:
        document.add_paragraph(f"{chapter.label}. {chapter.title}")
        _table(document.add_table(rows=2, cols=7), chapter)
    document.add_paragraph(f"{len(truth.chapters) + 1}. Chỉ tiêu được giao")
    table = document.add_table(rows=1, cols=len(AIMS))
    _fill(table, 0, [name.format(year=truth.year) for name in AIMS])
    for aim in truth.aims:
        table.add_row()
        _fill(
            table,
            len(table.rows) - 1,
            [aim.number, aim.name, aim.unit, aim.printed, "; ".join(aim.lead), aim.assessor],
        )
    for line in bottom(truth):
        document.add_paragraph(line)
    return _bytes(document)


def _fill(table: Table, row: int, texts: list[str]) -> None:
    for column, text in enumerate(texts):
        table.cell(row, column).text = text


def _header(table: Table, row: int) -> None:
    for column, name in enumerate(HEADER):
        if column not in {2, 3}:
            table.cell(row, column).text = name
            table.cell(row, column).merge(table.cell(row + 1, column))
    table.cell(row, 2).merge(table.cell(row, 3)).text = "Cơ quan thực hiện"
    table.cell(row + 1, 2).text = "Chủ trì"
    table.cell(row + 1, 3).text = "Phối hợp"


def _table(table: Table, chapter: Chapter) -> None:
    _header(table, 0)
    spans = merged_leads(chapter)
    written = 0
    for group in chapter.groups:
        if group.label:
            row = _add(table)
            _fill(table, row, [group.label, group.title])
        for item in group.works:
            written += 1
            if written == 4 and not spans:
                row = _add(table)
                _add(table)
                _header(table, row)
            row = _add(table)
            texts = cells(item)
            texts[1] = "\n".join((item.title, *item.parts))
            _fill(table, row, texts)
    _merge_leads(table, chapter, spans)


def _add(table: Table) -> int:
    table.add_row()
    return len(table.rows) - 1


def _merge_leads(table: Table, chapter: Chapter, spans: dict[str, int]) -> None:
    row = 2
    for group in chapter.groups:
        row += bool(group.label)
        for item in group.works:
            height = spans.get(f"{item.section}/{item.number}", 1)
            if height > 1:
                text = table.cell(row, 2).text
                merged = table.cell(row, 2).merge(table.cell(row + height - 1, 2))
                merged.text = text
            row += 1


def docx_prose(truth: Truth) -> bytes:
    """Word paragraphs with labelled lines."""
    document = docx.Document()
    for line in (*top(truth), "II. NHIỆM VỤ, GIẢI PHÁP"):
        document.add_paragraph(line)
    for chapter in truth.chapters:
        document.add_paragraph(f"{chapter.label}. {chapter.title}")
        for number, item in enumerate(chapter.groups[0].works, 1):
            document.add_paragraph(f"{chapter.label}.{number}. {item.title}.")
            for line in (*item.parts, *labels(item)):
                document.add_paragraph(line)
    for line in bottom(truth):
        document.add_paragraph(line)
    return _bytes(document)


def docx_remedies(truth: Truth) -> bytes:
    """A remedy plan in Word: each block one paragraph with line breaks."""
    document = docx.Document()
    for line in (*top(truth), "II. NỘI DUNG, NHIỆM VỤ KHẮC PHỤC"):
        document.add_paragraph(line)
    for item in truth.remedies:
        document.add_paragraph(f"{item.number}. {item.title}")
        document.add_paragraph("\n".join(remedy_lines(truth, item)))
    for line in bottom(truth):
        document.add_paragraph(line)
    return _bytes(document)


def html_remedy_table(truth: Truth) -> bytes:
    """A remedy plan as one table."""
    names = (
        "STT",
        "Tiêu chí",
        f"Kết quả thực hiện năm {truth.year - 1}",
        f"Chỉ tiêu khắc phục năm {truth.year}",
        "Tham mưu",
        "Phối hợp",
        "Thời gian thực hiện",
    )
    rows = [
        (
            item.number,
            item.title,
            item.baseline_printed,
            item.aim.printed,
            "; ".join(item.work.lead),
            "; ".join(item.work.cooperating),
            item.work.deadline,
        )
        for item in truth.remedies
    ]
    lines = "".join(f"<p>{escape(line)}</p>" for line in (*top(truth), "II. NỘI DUNG KHẮC PHỤC"))
    table = "".join(
        "<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>" for row in (names, *rows)
    )
    return f"<html><body>{lines}<table>{table}</table></body></html>".encode()


def _bytes(document: object) -> bytes:
    stream = io.BytesIO()
    document.save(stream)  # type: ignore[attr-defined]
    return stream.getvalue()
