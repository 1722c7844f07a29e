"""Files that cannot be read are refused in Vietnamese, with what to do; large ones stay fast."""

import io
import json
import subprocess
import sys
import unicodedata
import zipfile
from pathlib import Path

import pytest
from tests.forge import texts
from tests.forge.truth import forge

from motcua.plans.reading import UnreadableDocument, read_document

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512)


def zipped(**files: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        ("a.txt", b"", "rỗng"),
        ("a.docx", b"  \n", "rỗng"),
        ("a.docx", b"day la van ban thuong", "không phải tệp Word"),
        ("a.docx", zipped(**{"x.txt": b"1"}), "không có văn bản Word"),
        ("a.docx", zipped(**{"word/document.xml": b"<w:document"}), "hỏng"),
        ("a.docx", b"PK\x03\x04" + bytes(100), "hỏng"),
        ("a.docx", OLE + "EncryptedPackage".encode("utf-16-le"), "mật khẩu"),
        ("a.doc", OLE, "kiểu cũ"),
        ("a.html", bytes(range(256)) * 20, "nhị phân"),
        ("a.html", zipped(a=b"1"), "nội dung là tệp nén"),
        ("a.html", "không có thẻ nào".encode(), "không có nội dung HTML"),
        ("a.txt", b"%PDF-1.7 ...", "tệp PDF"),
        ("a.pdf", b"%PDF-1.7 ...", "hỏng"),
        ("a.xlsx", zipped(a=b"1"), "Không đọc được tệp Excel"),
        ("a.xlsx", b"day la van ban thuong", "không phải tệp Excel"),
        ("a.xlsx", b"PK\x03\x04" + bytes(100), "hỏng"),
        ("a.xls", OLE, "lưu lại dạng .xlsx"),
        ("a.ods", zipped(a=b"1"), "Các loại đọc được"),
        ("a", b"abc", "không có đuôi"),
        ("a.txt", b"\x00\x01\x02\x03" * 500, "nhị phân"),
        ("a.html", b"<html><body></body></html>", "không có chữ"),
        ("a.html", b"<table><tr><td>" * 3000 + b"a", "không có chữ"),  # once took a minute
    ],
)
def test_a_file_that_cannot_be_read_says_why(name: str, data: bytes, says: str) -> None:
    with pytest.raises(UnreadableDocument) as refusal:
        read_document(data, name)
    assert says in refusal.value.message


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-8-sig"])
def test_other_encodings_of_unicode_are_read(encoding: str) -> None:
    text = texts.tabs(forge(3))
    plain = read_document(text.encode(), "a.txt")
    reading = read_document(text.encode(encoding), "a.txt")
    assert reading.tasks == plain.tasks
    assert reading.targets == plain.targets


def in_windows_1258(char: str) -> bytes:
    """The letter with its tone as a mark of its own, where the code page has no letter for both."""
    try:
        return char.encode("cp1258")
    except UnicodeEncodeError:
        *letter, tone = sorted(
            unicodedata.normalize("NFD", char), key=lambda mark: mark in "\u0300\u0301\u0303\u0309\u0323"
        )
        return (unicodedata.normalize("NFC", "".join(letter)) + tone).encode("cp1258")


def test_windows_1258_is_read_with_a_warning() -> None:
    text = "1. Kiểm tra việc giải quyết thủ tục hành chính\n- Cơ quan chủ trì: Phòng Tư pháp\n"
    reading = read_document(b"".join(in_windows_1258(char) for char in text), "a.txt")
    assert reading.tasks[0].title == "Kiểm tra việc giải quyết thủ tục hành chính"
    assert any("1258" in warning for warning in reading.warnings)


def calls_to_read(text: str) -> int:
    """How many calls a reading makes: the same on every machine, busy or not."""
    made = 0

    def count(_frame: object, event: str, _argument: object) -> None:
        nonlocal made
        made += event in ("call", "c_call")

    sys.setprofile(count)
    try:
        read_document(text.encode(), "a.txt")
    finally:
        sys.setprofile(None)
    return made


def test_two_hundred_pages_take_about_twice_the_work_of_a_hundred() -> None:
    page = (
        texts.tabs(forge(5)).split("PHỤ LỤC")[1]
        + "\n"
        + "Đoạn văn dài không nói gì cụ thể về công việc này. " * 40
    )
    half, whole = (
        calls_to_read("\n".join(f"{number}. Phần {number}\n{page}" for number in range(copies)))
        for copies in (25, 50)
    )
    assert whole < 2.3 * half


def test_a_line_without_an_end_is_read_with_work_that_grows_with_it() -> None:
    sentence = "đạt tối thiểu 80% hồ sơ của xã và 100% kết quả "
    half, whole = (calls_to_read("1. " + sentence * copies) for copies in (1_000, 2_000))
    assert whole < 2.3 * half


def test_words_left_over_are_looked_for_with_work_that_grows_with_them() -> None:
    """Items beyond the ninety-ninth go to it as parts: many lines, many fields, words all alike."""
    item = "{0}. Rà soát thủ tục số {0}, gửi kết quả về Văn phòng\n- Cơ quan chủ trì: Phòng số {0}\n- Thời gian: xong {0} ngày\n"
    half, whole = (
        calls_to_read("\n".join(item.format(number) for number in range(1, 100 + copies)))
        for copies in (30, 60)
    )
    assert whole < 1.6 * half


def run(path: Path, *flags: str) -> subprocess.CompletedProcess[str]:
    code = "import sys; from motcua.doors.commands.main import main; status = main(sys.argv[1:]); "
    code += "assert 'django' not in sys.modules; sys.exit(status)"
    source = Path(__file__).parents[2] / "src"
    return subprocess.run(
        [sys.executable, "-c", code, "plan", "read", str(path), *flags],
        capture_output=True,
        text=True,
        check=False,
        env={"PYTHONPATH": str(source), "PYTHONIOENCODING": "utf-8"},
    )


def test_the_command_answers_with_the_contract(tmp_path: Path) -> None:
    path = tmp_path / "kế hoạch.txt"
    path.write_text(texts.tabs(forge(1)))
    done = run(path, "--json")
    assert (done.returncode, done.stderr) == (0, "")
    answer = json.loads(done.stdout)
    assert list(answer) == ["document", "tasks", "targets", "duties", "warnings", "unread"]
    assert list(answer["document"]) == [
        "number",
        "date",
        "place",
        "issuer",
        "title",
        "year",
        "legal_bases",
        "parent_plans",
        "recipients",
    ]
    assert list(answer["tasks"][0]) == [
        "section",
        "number",
        "title",
        "lead",
        "cooperating",
        "deadline_text",
        "deadline",
        "deadlines",
        "deliverable",
        "note",
        "parts",
        "inherited",
    ]
    assert list(answer["targets"][0]) == [
        "section",
        "number",
        "name",
        "unit",
        "operator",
        "value",
        "value_high",
        "baseline",
        "baseline_operator",
        "year",
        "lead",
        "cooperating",
        "assessor",
    ]
    assert list(answer["duties"][0]) == ["text", "who", "deadline_text"]


def test_the_command_refuses_with_one_and_says_why(tmp_path: Path) -> None:
    empty = tmp_path / "rong.docx"
    empty.write_bytes(b"")
    for path in (empty, tmp_path / "khong-co.docx"):
        done = run(path, "--json")
        assert done.returncode == 1
        assert done.stdout == ""
        assert "Hãy" in done.stderr


_HEAD = """ỦY BAN NHÂN DÂN
XÃ THỬ
Số: 12/KH-UBND
Thử, ngày 15 tháng 01 năm 2026

KẾ HOẠCH
Kiểm soát thủ tục hành chính năm 2026

II. NHIỆM VỤ
"""
_ROWS = (
    ("1", "Niêm yết công khai thủ tục", "Văn phòng UBND xã", "Công chức Tư pháp", "Trước ngày 31/3/2026", "Báo cáo"),
    ("2", "Báo cáo kết quả kiểm soát", "Văn phòng UBND xã", "Bộ phận Một cửa", "Quý II năm 2026", "Báo cáo"),
    ("3", "Hướng dẫn người dân nộp hồ sơ", "Bộ phận Một cửa", "Đoàn Thanh niên", "Thường xuyên", "Hướng dẫn"),
)  # fmt: skip


def test_a_table_without_a_header_is_read_and_says_what_was_guessed() -> None:
    table = "\n".join("| " + " | ".join(row) + " |" for row in _ROWS)
    reading = read_document(f"{_HEAD}\n{table}\n".encode(), "a.md")
    assert [(one.title, *one.lead, *one.cooperating, one.deadline_text) for one in reading.tasks] == [
        row[1:5] for row in _ROWS
    ]
    [told] = [words for words in reading.warnings if "không có dòng tiêu đề" in words]
    assert "cột 3 là chủ trì, cột 4 là phối hợp, cột 5 là thời hạn" in told


def _processed(rows: int) -> bytes:
    """A page as a word processor saves it: every word in a span, a style for each paragraph, comments for itself."""
    style = "".join(
        f"p.Mso{number} {{margin:0cm;mso-pagination:widow-orphan}}\n" for number in range(rows * 50)
    )
    heads = (
        "STT",
        "Nội dung nhiệm vụ",
        "Đơn vị chủ trì",
        "Đơn vị phối hợp",
        "Thời gian hoàn thành",
        "Sản phẩm",
    )

    def cell(text: str) -> str:
        words = " ".join(
            f"<span lang=VI style='font-size:13.0pt;mso-fareast-font-family:\"Times New Roman\"'>{word}</span>"
            for word in text.split()
        )
        return f"<td valign=top style='border:solid windowtext 1.0pt'><p class=MsoNormal>{words}<o:p></o:p></p></td>"

    def line(texts: tuple[str, ...]) -> str:
        return "<tr style='mso-yfti-irow:1'>" + "".join(cell(text) for text in texts) + "</tr>"

    body = "".join(line((str(number + 1), *_ROWS[number % 3][1:])) for number in range(rows))
    prose = "".join(f"<p class=MsoNormal><span>{text}</span></p>" for text in _HEAD.splitlines())
    return (
        f"<html xmlns:o='urn:schemas-microsoft-com:office:office'><head><style><!--{style}--></style>"
        f"<!--[if gte mso 9]><xml><o:OfficeDocumentSettings/></xml><![endif]--></head><body>{prose}"
        f"<table class=MsoTableGrid>{line(heads)}{body}</table></body></html>"
    ).encode()


def test_five_megabytes_of_a_word_processors_page_are_read_whole() -> None:
    data = _processed(1300)
    assert len(data) > 5_000_000
    reading = read_document(data, "a.html")
    assert (len(reading.tasks), reading.warnings) == (1300, ())
    assert reading.tasks[1299].lead == ("Văn phòng UBND xã",)
