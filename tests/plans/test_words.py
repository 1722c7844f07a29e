"""No word of a document disappears, whatever the document looks like."""

import io
import zipfile

import docx
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.plans.words import source_text, words, words_given_back

from motcua.plans.reading import read_document

PIECES = (
    "I. MỤC TIÊU",
    "II. NHIỆM VỤ",
    "III. TỔ CHỨC THỰC HIỆN",
    "1. Rà soát thủ tục",
    "1.1. Ban hành",
    "a) Công khai",
    "- Cơ quan chủ trì: UBND xã",
    "- Thời gian: Quý I/2024",
    "+ đạt 100% hồ sơ",
    "STT\tNội dung\tChủ trì\tThời gian",
    "1\tBan hành\tUBND xã\tQuý I",
    "\t- phụ\t\t",
    "I\tNhóm\t\t",
    "| STT | Nội dung | Chủ trì |",
    "|---|---|---|",
    "| 1 | Việc | UBND xã |",
    "\tSTT",
    "\tChỉ tiêu",
    "\tĐơn vị",
    "\t1.",
    "\tTối thiểu 80",
    "",
    "Nơi nhận:",
    "- Lưu: VT.",
    "Phụ lục",
    "Số: 12/KH-UBND",
    "An Biên, ngày 01 tháng 02 năm 2024",
    "KẾ HOẠCH",
    "Căn cứ Luật số 1;",
    "tối thiểu 80% và trên 90%, ít nhất 01 lần",
    "Tăng 20% mỗi năm đến khi đạt 100%",
    "Giao UBND xã chủ trì, phối hợp với Công an xã thực hiện.",
    "nối tiếp dòng trước,",
    "**đậm** và <b>thẻ</b>",
)

# Any characters but controls, which are no text.
lines = st.lists(
    st.one_of(st.sampled_from(PIECES), st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=40)),
    min_size=1,
    max_size=25,
)


@settings(max_examples=60)
@given(lines)
def test_in_text(pieces: list[str]) -> None:
    raw = "Văn bản " + "\n".join(pieces)
    reading = read_document(raw.encode("utf-8", "ignore"), "a.txt")
    assert not words(source_text(reading)) - words_given_back(reading)


@settings(max_examples=25)
@given(st.lists(st.lists(st.sampled_from(PIECES), min_size=3, max_size=3), min_size=2, max_size=6), lines)
def test_in_word_tables(rows: list[list[str]], pieces: list[str]) -> None:
    document = docx.Document()
    document.add_paragraph("Kế hoạch")
    table = document.add_table(rows=len(rows), cols=3)
    for at, row in enumerate(rows):
        for column, text in enumerate(row):
            table.cell(at, column).text = text
    for piece in pieces:
        document.add_paragraph("".join(char for char in piece if char.isprintable() and ord(char) < 0xD800))
    stream = io.BytesIO()
    document.save(stream)
    reading = read_document(stream.getvalue(), "a.docx")
    given = words_given_back(reading)
    assert not words("\n".join(text for row in rows for text in row).replace("\t", " ")) - given
    assert not words(source_text(reading)) - given


def test_a_word_file_keeps_foot_notes_and_insertions_and_drops_what_was_deleted() -> None:
    document = docx.Document()
    paragraph = document.add_paragraph("1. Ban hành quy chế")
    stream = io.BytesIO()
    document.save(stream)
    changed = io.BytesIO()
    with zipfile.ZipFile(stream) as old, zipfile.ZipFile(changed, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            if name == "word/document.xml":
                inserted = "<w:ins><w:r><w:t> mới</w:t></w:r></w:ins><w:del><w:r><w:delText> cũ</w:delText></w:r></w:del></w:p>"
                data = data.replace(b"</w:p>", inserted.encode(), 1)
            new.writestr(name, data)
        space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
        words_of_note = "<w:footnote><w:p><w:r><w:t>Chú thích riêng</w:t></w:r></w:p></w:footnote>"
        note = f'<w:footnotes xmlns:w="{space}">{words_of_note}</w:footnotes>'
        new.writestr("word/footnotes.xml", note)
    assert paragraph.text
    given = words_given_back(read_document(changed.getvalue(), "a.docx"))
    assert given["mới"] == 1
    assert given["thích"] == 1
    assert given["cũ"] == 0
