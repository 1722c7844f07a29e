"""What is rendered reads back: texts with all their marks, codes by a scanner, tables as numbers."""

import io
import random
import threading
import zipfile
from datetime import UTC, date, datetime

import jinja2
import openpyxl
import pypdf
import pytest
import typst
import zxingcpp
from docx import Document
from PIL import Image, ImageDraw

from motcua.rendering import barcode, docx, pdf, qr, xlsx

ALL_VIETNAMESE = (
    "aàảãáạăằẳẵắặâầẩẫấậbcdđeèẻẽéẹêềểễếệghiìỉĩíịklmnoòỏõóọôồổỗốộơờởỡớợpqrstuùủũúụưừửữứựvxyỳỷỹýỵ"
    "AÀẢÃÁẠĂẰẲẴẮẶÂẦẨẪẤẬĐEÈẺẼÉẸÊỀỂỄẾỆIÌỈĨÍỊOÒỎÕÓỌÔỒỔỖỐỘƠỜỞỠỚỢUÙỦŨÚỤƯỪỬỮỨỰYỲỶỸÝỴ"
)
PAGE = """
#let d = json("values.json")
#set page(width: 148mm, height: 210mm)
#set text(font: "Libertinus Serif", lang: "vi")
"""


def text_of(document: bytes) -> str:
    return "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(document)).pages)


# --- pdf ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("style", ["", "#set text(weight: 700)\n", '#set text(style: "italic")\n'])
def test_every_vietnamese_letter_is_drawn_and_read_back(style: str) -> None:
    letters = " ".join(ALL_VIETNAMESE)
    document = pdf.render(PAGE + style + "#d.text", {"text": letters})
    assert "".join(text_of(document).split()) == ALL_VIETNAMESE


def test_the_file_says_that_it_is_made_to_last() -> None:
    document = pdf.render(PAGE + "#d.text", {"text": "Giấy"})
    assert b"pdfaid:part>2<" in document
    assert b"pdfaid:conformance>B<" in document


def test_only_fonts_inside_the_file() -> None:
    document = pypdf.PdfReader(io.BytesIO(pdf.render(PAGE + "#d.text", {"text": "Ở đây"})))
    fonts = document.pages[0]["/Resources"]["/Font"].values()  # type: ignore[index]
    descriptors = [font.get_object()["/DescendantFonts"][0].get_object()["/FontDescriptor"] for font in fonts]
    assert descriptors
    assert all({"/FontFile2", "/FontFile3"} & set(one.get_object()) for one in descriptors)


def test_what_a_citizen_typed_is_never_markup() -> None:
    typed = '#panic("x") *đậm* $x$ `mã` @nguồn \\ "nháy" <nhãn>'
    assert typed in text_of(pdf.render(PAGE + "#d.text", {"text": typed}))


def test_the_same_slip_has_the_same_bytes() -> None:
    moment = datetime(2026, 5, 12, 3, 0, tzinfo=UTC)
    first, again = (pdf.render(PAGE + "#d.n", {"n": "Một"}, made_at=moment) for _ in range(2))
    assert first == again


def test_files_are_drawn() -> None:
    document = pdf.render(
        PAGE + '#image("qr.svg", width: 20mm)', {}, files={"qr.svg": qr.svg("thử").encode()}
    )
    assert len(document) > 3000


def test_templates_reach_no_network_no_disk_and_no_unknown_font() -> None:
    with pytest.raises(ValueError, match="gói ngoài"):
        pdf.render('#import "@preview/tablex:0.0.8": *', {})
    with pytest.raises(typst.TypstError):
        pdf.render('#read("/etc/passwd")', {})
    with pytest.raises(ValueError, match="unknown font"):
        pdf.render('#set text(font: "Nowhere Sans")\nx', {})


def test_threads_render_side_by_side() -> None:
    found: dict[int, str] = {}

    def render(n: int) -> None:
        found[n] = text_of(pdf.render(PAGE + "#d.text", {"text": f"phiếu số {n}"}))

    threads = [threading.Thread(target=render, args=(n,)) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert all(f"phiếu số {n}" in text for n, text in found.items())
    assert len(found) == 8


# --- codes --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text", ["H15.50.05.13-261008-0975", "Ngày hẹn trả: 15/05/2026 · Đặng Thị Ỡm", "x" * 900]
)
def test_a_qr_code_reads_back(text: str) -> None:
    image = Image.open(io.BytesIO(qr.png(text)))
    [found] = zxingcpp.read_barcodes(image.convert("L"))
    assert found.text == text


def test_a_qr_drawing_obeys_a_strict_page() -> None:
    drawing = qr.svg("https://example.vn/tra-cuu?ma=H15-1")
    assert drawing.startswith("<svg")
    assert "viewBox" in drawing
    assert "style=" not in drawing
    assert "width=" not in drawing.split(">")[0]
    assert "&lt;b&gt;" in qr.svg("x", title="<b>")


def test_too_much_for_one_code_is_told() -> None:
    with pytest.raises(ValueError, match="quá dài"):
        qr.png("x" * 4000)


def drawn(text: str) -> Image.Image:
    bars = [int(width) for symbol in barcode.symbols(text) for width in barcode._WIDTHS[symbol]]
    image = Image.new("L", ((sum(bars) + 2 * barcode.QUIET) * 2, 60), 255)
    pen, x = ImageDraw.Draw(image), barcode.QUIET * 2
    for place, width in enumerate(bars):
        if place % 2 == 0:
            pen.rectangle((x, 0, x + width * 2 - 1, 59), fill=0)
        x += width * 2
    return image


def test_bars_read_back_for_every_sign() -> None:
    signs = [chr(code) for code in range(32, 127)]
    random.Random(7).shuffle(signs)
    for start in range(0, len(signs), 19):
        text = "x" + "".join(signs[start : start + 19]) + "x"
        [found] = zxingcpp.read_barcodes(drawn(text), formats=zxingcpp.BarcodeFormat.Code128)
        assert found.text == text


def test_bars_refuse_what_they_cannot_say() -> None:
    for text in ("", "Hồ sơ"):
        with pytest.raises(ValueError, match="mã vạch"):
            barcode.svg(text)
    assert "style=" not in barcode.svg("000.00.06.H56-231027-0361")


INLINE = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}inline"

# --- docx ---------------------------------------------------------------------------------------------


def template(*paragraphs: str) -> bytes:
    document, out = Document(), io.BytesIO()
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    document.save(out)
    return out.getvalue()


def words(document: bytes) -> str:
    return "\n".join(paragraph.text for paragraph in Document(io.BytesIO(document)).paragraphs)


def test_a_word_template_is_filled_and_special_signs_survive() -> None:
    filled = docx.fill(template("Kính gửi: {{ name }}"), {"name": "Ông <A> & Bà “Ở”"})
    assert words(filled) == "Kính gửi: Ông <A> & Bà “Ở”"


def test_pictures_go_into_the_document() -> None:
    filled = docx.fill(template("{{ code }}"), {}, images={"code": (qr.png("x"), 20)})
    assert all(
        part.get(f"dist{side}") == "0"
        for part in Document(io.BytesIO(filled)).element.iter(INLINE)
        for side in "TBLR"
    )
    assert any("media/" in name for name in zipfile.ZipFile(io.BytesIO(filled)).namelist())


@pytest.mark.parametrize(
    "attack",
    [
        "{{ ''.__class__.__mro__[1].__subclasses__() }}",
        "{{ missing }}",
        "{{ rows.append(1) }}",
        "{% import 'x' as y %}",
    ],
)
def test_a_template_stays_in_its_sandbox(attack: str) -> None:
    with pytest.raises((jinja2.TemplateError, TypeError)):
        docx.fill(template(attack), {"rows": [1]})


# --- xlsx ---------------------------------------------------------------------------------------------


def test_a_table_keeps_numbers_dates_and_texts() -> None:
    moment = datetime(2026, 5, 12, 8, 30)  # noqa: DTZ001 - Excel knows no offset
    rows = [
        ["Đặng Ở", 74_000, date(2026, 5, 12), moment, None, True],
        ["=1+1", 1.5, None, None, "a\x00b", False],
    ]
    book = openpyxl.load_workbook(
        io.BytesIO(xlsx.table(["Tên", "Số tiền", "Ngày", "Lúc", "Ghi chú", "Đủ"], rows))
    )
    sheet = book.active
    assert sheet is not None
    read = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert read[1] == ["Đặng Ở", 74_000, datetime(2026, 5, 12), moment, None, True]  # noqa: DTZ001
    assert read[2][0] == "=1+1"
    assert sheet["A3"].data_type == "s"
    assert read[2][4] == "ab"
    assert sheet.freeze_panes == "A2"
    assert sheet["A1"].font.bold
    assert sheet["C2"].number_format == "dd/mm/yyyy"


def test_an_empty_table_has_its_header() -> None:
    book = openpyxl.load_workbook(io.BytesIO(xlsx.table(["Mã"], [])))
    assert [[cell.value for cell in row] for row in book.worksheets[0].iter_rows()] == [["Mã"]]
