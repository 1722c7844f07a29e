"""Every form of both circulars, in both formats and both papers: one value object, the same words."""

import io
from dataclasses import fields, replace
from typing import Any

import pikepdf
import pypdf
import pytest
import zxingcpp
from docx import Document
from PIL import Image
from tests.dossiers.paper_texts import docx_text, letters, pdf_text, squeezed, words

from motcua.dossiers.slips import A4, A5, FormKind, as_docx, as_pdf, printed
from motcua.dossiers.slips.examples import FAMILIES, example, kinds_of
from motcua.dossiers.slips.layouts import layout
from motcua.dossiers.slips.values import HandOver, MissingPaper, ReceivedPaper
from motcua.dossiers.slips.words import texts
from motcua.rendering import qr, sheet

EVERY = [(family, kind) for family in FAMILIES for kind in kinds_of(family)]
LONG = "Công ty trách nhiệm hữu hạn một thành viên Đầu tư Phát triển Nông Lâm nghiệp Tây Nguyên " * 3


def bare(value: Any) -> Any:
    """The same object with everything empty that may be empty."""
    empty = {"": "", "str": ""}
    changes: dict[str, Any] = {}
    for field in fields(value):
        held = getattr(value, field.name)
        if isinstance(held, str) and field.name not in ("code", "tracking", "applicant", "procedure"):
            changes[field.name] = empty[""]
        elif isinstance(held, tuple) and field.name != "entry":
            changes[field.name] = ()
        elif field.name == "entry":
            changes[field.name] = None
    return replace(value, **changes)


def test_six_forms_and_seven():
    assert [kind.value for kind in kinds_of("2018")] == [
        "receipt", "supplement", "refusal", "apology", "control_slip", "register",
    ]  # fmt: skip
    assert [kind.value for kind in kinds_of("2025")] == [
        "receipt", "supplement", "refusal", "apology", "stop_notice", "control_slip", "register",
    ]  # fmt: skip


@pytest.mark.parametrize("paper", [A5, A4])
@pytest.mark.parametrize(("family", "kind"), EVERY)
def test_both_formats_say_the_same_words(family: str, kind: FormKind, paper: str):
    form = printed(example(kind, family))
    on_paper, editable = pdf_text(as_pdf(form, paper=paper)), docx_text(as_docx(form, paper=paper))
    assert letters(on_paper) == letters(editable)
    if kind not in (FormKind.REGISTER, FormKind.CONTROL_SLIP):  # narrow columns break words in the PDF
        assert words(on_paper) == words(editable)


@pytest.mark.parametrize(("family", "kind"), EVERY)
def test_missing_data_are_left_blank_alike(family: str, kind: FormKind):
    slip = example(kind, family)
    slip = bare(replace(slip, about=bare(slip.about)) if hasattr(slip, "about") else slip)
    form = printed(slip)
    assert letters(pdf_text(as_pdf(form))) == letters(docx_text(as_docx(form)))
    assert "None" not in pdf_text(as_pdf(form))


@pytest.mark.parametrize(("family", "kind"), EVERY)
def test_long_names_and_long_lists_lose_no_word(family: str, kind: FormKind):
    slip: Any = example(kind, family)
    if hasattr(slip, "about"):
        slip = replace(slip, about=replace(slip.about, applicant=LONG, address=LONG, procedure=LONG))
    if kind is FormKind.RECEIPT:
        slip = replace(
            slip, papers=tuple(ReceivedPaper(f"Giấy tờ thứ {n}: {LONG}", "Bản giấy", 1, 1) for n in range(20))
        )
    if kind is FormKind.SUPPLEMENT:
        slip = replace(slip, missing=tuple(MissingPaper(f"Giấy tờ thứ {n}", LONG) for n in range(20)))
    if kind is FormKind.CONTROL_SLIP:
        slip = replace(
            slip, steps=slip.steps + (HandOver(LONG, LONG, slip.received_at, LONG, note=LONG),) * 20
        )
    form = printed(slip)
    # Headers of tables and footers repeat on each page, so that words are compared and not counted.
    on_paper = pdf_text(as_pdf(form))
    assert set(letters(on_paper)) == set(letters(docx_text(as_docx(form))))
    if hasattr(slip, "about"):
        assert set(slip.about.applicant.split()) <= set(on_paper.split())


@pytest.mark.parametrize(("family", "kind"), EVERY)
def test_every_word_of_a_form_stands_on_its_paper(family: str, kind: FormKind):
    """Nothing is said and then not printed, but the names of pictures."""
    said = set(texts(example(kind, family)))
    used = {name.split(".")[0] for name in sheet.names_in(layout(kind, family, A5))}
    lists = {name for name, value in texts(example(kind, family)).items() if isinstance(value, list)}
    unused = said - used - lists - {"agency", "number", "history", "form", "code", "code_name"}
    assert not unused & {name for name in unused if name not in NOT_ON_EVERY_FORM}, unused


# Common words of every form that some forms have no field for.
NOT_ON_EVERY_FORM = {
    "owner",
    "address",
    "identity",
    "phone",
    "email",
    "subject",
    "applicant",
    "procedure_code",
}


@pytest.mark.parametrize(("family", "kind"), EVERY)
def test_the_head_is_that_of_an_official_paper(family: str, kind: FormKind):
    text = squeezed(pdf_text(as_pdf(printed(example(kind, family)), paper=A4)))
    form = example(kind, family).head.form
    for told in (
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc", form.title.upper(),
        f"Mẫu số {form.number}, {form.issued_by}", "ngày 08 tháng 10 năm",
    ):  # fmt: skip
        assert told in text, told


@pytest.mark.parametrize(("paper", "sides"), [(A5, [148, 210]), (A4, [210, 297])])
@pytest.mark.parametrize(("family", "kind"), [each for each in EVERY if each[1] is not FormKind.REGISTER])
def test_an_ordinary_form_is_one_page_of_pdf_a(family: str, kind: FormKind, paper: str, sides: list[int]):
    document = as_pdf(printed(example(kind, family)), paper=paper)
    [page] = pypdf.PdfReader(io.BytesIO(document)).pages
    assert [round(float(side) / 72 * 25.4) for side in page.mediabox[2:]] == sides
    with pikepdf.open(io.BytesIO(document)) as opened, opened.open_metadata() as about:
        assert (about["pdfaid:part"], about["pdfaid:conformance"]) == ("2", "B")


def test_the_register_lies_across():
    [page] = pypdf.PdfReader(io.BytesIO(as_pdf(printed(example(FormKind.REGISTER, "2025"))))).pages
    assert page.mediabox[2] > page.mediabox[3]


def test_the_same_words_give_the_same_bytes():
    form = printed(example(FormKind.APOLOGY, "2025"))
    assert as_pdf(form) == as_pdf(form)


@pytest.mark.parametrize(("family", "kind"), [each for each in EVERY if each[1] is not FormKind.REGISTER])
def test_the_qr_holds_the_minimum_data(family: str, kind: FormKind):
    slip: Any = example(kind, family)
    [found] = zxingcpp.read_barcodes(Image.open(io.BytesIO(qr.png(printed(slip).qr))).convert("L"))
    for told in (slip.about.code, "1.001193", "001199000123", slip.head.form.title, "Một Cửa", "08:35"):
        assert told in found.text
    assert ("Hẹn trả: " in found.text) is (kind not in (FormKind.SUPPLEMENT, FormKind.REFUSAL))


def codes_of(docx: bytes) -> list[str]:
    """What the pictures of an editable document say."""
    return [
        result.text
        for part in Document(io.BytesIO(docx)).part.related_parts.values()
        if part.content_type == "image/png"
        for result in zxingcpp.read_barcodes(Image.open(io.BytesIO(part.blob)).convert("L"))
    ]


def test_codes_stand_as_pictures_in_the_editable_document():
    read = codes_of(as_docx(printed(example(FormKind.RECEIPT, "2025"))))
    assert sorted(len(text) > 60 for text in read) == [False, True, True]


@pytest.mark.parametrize(("family", "kind"), [each for each in EVERY if each[1].slip])
def test_forms_01_02_03_bring_the_slip_of_their_dossier(family: str, kind: FormKind):
    form = printed(example(kind, family))
    address = f"https://motcua.example.vn/phieu-danh-gia?ma=K7MP2QXRB3WD&mau={example(kind, family).head.form.number}"
    assert address in squeezed(pdf_text(as_pdf(form))).replace(" ", "")
    assert address in codes_of(as_docx(form))
    # What went out before forms brought slips is printed again as it was.
    old = replace(form, texts={name: said for name, said in form.texts.items() if name != "slip_at"})
    assert "Phiếu đánh giá" not in pdf_text(as_pdf(old))
    assert letters(pdf_text(as_pdf(old))) == letters(docx_text(as_docx(old)))


def test_a_code_that_bars_cannot_say_has_no_bars():
    slip: Any = example(FormKind.RECEIPT, "2025")
    form = printed(replace(slip, about=replace(slip.about, code="TẠM-1")))
    assert letters(pdf_text(as_pdf(form))) == letters(docx_text(as_docx(form)))


def test_what_tells_the_regimes_apart():
    said = {
        family: squeezed(pdf_text(as_pdf(printed(example(FormKind.APOLOGY, family))))) for family in FAMILIES
    }
    assert "PHIẾU XIN LỖI VÀ HẸN LẠI NGÀY TRẢ KẾT QUẢ" in said["2018"]
    assert "Hẹn trả kết quả lại" in said["2018"]
    assert "Đề nghị được gia hạn" in said["2025"]
    assert "từ 12/10/2026 sang 13/10/2026 (bão số 3)" in said["2025"]
