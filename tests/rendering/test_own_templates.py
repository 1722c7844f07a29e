"""Templates that somebody uploads: filled and drawn in a bounded process, mistakes told with their place."""

import io
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from docx import Document
from tests.dossiers.paper_texts import docx_text, letters, pdf_text

from motcua.rendering import bounded, docx_guard, read_docx

VALUES: dict[str, Any] = {
    "applicant": "Hoàng Thị <Ẩn> & Con",
    "papers": [{"title": "Tờ khai"}, {"title": "Giấy khác"}],
}
KNOWN = {"applicant": (), "papers": ("title",)}


def template(*paragraphs: str, change: Callable[[Any], None] = lambda _: None) -> bytes:
    document = Document()
    for text in paragraphs:
        document.add_paragraph(text)
    change(document)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def with_part(document: bytes, name: str, content: bytes) -> bytes:
    out = io.BytesIO(document)
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as package:
        package.writestr(name, content)
    return out.getvalue()


def fault_of(source: bytes, **more: Any) -> bounded.Fault:
    with pytest.raises(bounded.Fault) as raised:
        bounded.fill(source, VALUES, known=KNOWN, **more)
    return raised.value


def test_a_good_template_is_filled_and_drawn_alike():
    def table(document: Any) -> None:
        rows = document.add_table(3, 1, "Table Grid").rows
        rows[0].cells[0].text, rows[2].cells[0].text = "{%tr for row in papers %}", "{%tr endfor %}"
        rows[1].cells[0].text = "{{ row.title }}"

    filled = bounded.fill(template("Kính gửi: {{ applicant | upper }}", change=table), VALUES, known=KNOWN)
    assert "HOÀNG THỊ <ẨN> & CON" in docx_text(filled.docx)
    assert letters(docx_text(filled.docx)) == letters(pdf_text(filled.pdf))
    assert "Giấy khác" in pdf_text(filled.pdf)


@pytest.mark.parametrize(
    ("paragraph", "words", "place"),
    [
        ("Ông {{ aplicant }}", "«aplicant»", "«Ông {{ aplicant }}»"),
        ("{% for row in papers %}{{ row.titel }}{% endfor %}", "«titel»", "row.titel"),
        ("{% for row in papers %}x", "thiếu «endfor»", "for row in papers"),
        ("Tên {{ applicant", "viết sai", "Tên {{ applicant"),
        ("{{ applicant.__class__.__mro__ }}", "không được phép", "__class__"),
        ("{% nonsense %}", "lệnh lạ", "nonsense"),
        ("{{ papers | length + 'a' }}", "tính toán hoặc lặp sai", ""),
        ("{% for a in range(10**12) %}{% endfor %}", "tính toán hoặc lặp sai", ""),
    ],
)
def test_mistakes_are_told_with_their_place(paragraph: str, words: str, place: str):
    fault = fault_of(template("Dòng đúng: {{ applicant }}", paragraph))
    assert words in fault.message
    assert place in fault.place


def test_an_endless_loop_is_stopped():
    loop = "{% for a in 'aaaaaaaaaa' * 99 %}{% for b in 'aaaaaaaaaa' * 99 %}{% for c in 'aaaaaaaaaa' * 999 %}{% endfor %}"
    fault = fault_of(template(loop + "{% endfor %}{% endfor %}"), seconds=2)
    assert "quá 2 giây" in fault.message  # the time it was given, not another
    assert "vòng lặp" in fault.message


def test_memory_is_limited():
    fault = fault_of(template("{% set big = 'a' * 9000000000 %}{{ big }}"))
    assert "bộ nhớ" in fault.message


@pytest.mark.parametrize(
    ("source", "words"),
    [
        (b"", "hỏng"),
        (b"PK\x03\x04 not much", "hỏng"),
        (b"%PDF-1.4", "hỏng"),
        (template("x")[:-200], "hỏng"),
        (with_part(template("x"), "word/vbaProject.bin", b"macro"), "macro"),
        (with_part(template("x"), "word/big.xml", b" " * (docx_guard.MOST_BYTES + 1)), "40 MB"),
        (with_part(template("x"), "word/x.xml", b"<!DOCTYPE lol [<!ENTITY a 'b'>]><a/>"), "DOCTYPE"),
        (
            with_part(
                template("x"), "word/_rels/y.xml.rels",
                b'<Relationships><Relationship Id="r" Type="x/relationships/attachedTemplate" Target="http://x/" '
                b'TargetMode="External"/></Relationships>',
            ),
            "từ nơi khác",
        ),
    ],
    ids=["empty", "cut short", "a PDF", "broken", "macros", "a bomb", "entities", "from elsewhere"],
)  # fmt: skip
def test_what_must_not_be_opened(source: bytes, words: str):
    with pytest.raises(docx_guard.Unfit, match=words):
        docx_guard.check(source)


def test_the_child_guards_itself():
    assert "hỏng" in fault_of(b"nothing at all").message


def test_joined_cells_lists_and_capitals_are_read():
    def more(document: Any) -> None:
        document.add_paragraph("việc một", "List Number")
        document.add_paragraph("việc hai", "List Number")
        table = document.add_table(2, 2, "Table Grid")
        table.cell(0, 0).merge(table.cell(0, 1)).text = "chung"
        table.cell(1, 0).text, table.cell(1, 1).text = "trái", "phải"
        document.add_paragraph().add_run("chữ hoa").font.all_caps = True

    read = read_docx.resolve(template("đầu", change=more))
    pars = [
        "".join(run["t"] for run in block["runs"]) for block in read.sheet["blocks"] if block["k"] == "par"
    ]
    assert pars == ["đầu", "1. việc một", "2. việc hai", "CHỮ HOA"]
    [table] = [block for block in read.sheet["blocks"] if block["k"] == "cells"]
    assert [cell["span"] for cell in table["cells"]] == [2, 1, 1]
    assert table["stroke"]
