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
        ("a.xlsx", zipped(a=b"1"), "Các loại đọc được"),
        ("a", b"abc", "không có đuôi"),
        ("a.txt", b"\x00\x01\x02\x03" * 500, "nhị phân"),
        ("a.html", b"<html><body></body></html>", "không có chữ"),
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
