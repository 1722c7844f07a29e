"""Kinds by content: what a file is, whatever it is called."""

import io
import zipfile

import docx
import openpyxl
import pytest

from motcua.blobs.kinds import Kind, agree, kind_of, plain_name
from motcua.kernel.refusals import Refused

JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF" + b"\x00" * 40
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + b"\x00" * 40


def word() -> bytes:
    document, file = docx.Document(), io.BytesIO()
    document.add_paragraph("Kế hoạch kiểm soát thủ tục hành chính")
    document.save(file)
    return file.getvalue()


def sheet() -> bytes:
    file = io.BytesIO()
    openpyxl.Workbook().save(file)
    return file.getvalue()


def package(**entries: str) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return file.getvalue()


ODT_MIME = "application/vnd.oasis.opendocument.text"

SAMPLES: dict[str, tuple[bytes, Kind | None]] = {
    "pdf": (b"%PDF-1.7\n...", Kind.PDF),
    "pdf after a scanner's preface": (b"\r\n\r\n%PDF-1.4\n...", Kind.PDF),
    "jpeg": (JPEG, Kind.JPEG),
    "png": (PNG, Kind.PNG),
    "docx": (word(), Kind.DOCX),
    "xlsx": (sheet(), Kind.XLSX),
    "odt": (package(mimetype=ODT_MIME, content=""), Kind.ODT),
    "zip": (package(a="1"), Kind.ZIP),
    "empty zip": (package(), Kind.ZIP),
    "xml": ('<?xml version="1.0"?><hồ_sơ/>'.encode(), Kind.XML),
    "xml without its first line": (b"\xef\xbb\xbf <dossier><n/></dossier>", Kind.XML),
    "xml in utf-16": ('<?xml version="1.0"?><a/>'.encode("utf-16"), Kind.XML),
    "text": ("Ủy ban nhân dân xã".encode(), Kind.TXT),
    "a page of the web is text": (b"<!DOCTYPE html><html><script>alert(1)</script>", Kind.TXT),
    "text cut within a letter at the end": ("xã".encode()[:-1], None),
    "a program": (b"MZ\x90\x00\x03\x00\x00\x00", None),
    "old code page": (b"C\xf4ng h\xf2a\xe3", None),
}


@pytest.mark.parametrize("name", SAMPLES)
def test_the_kind_is_told_by_content(name: str) -> None:
    content, kind = SAMPLES[name]
    file = io.BytesIO(content)
    assert kind_of(file) is kind
    assert file.tell() == 0


def test_text_is_read_to_its_end_over_the_borders_of_pieces() -> None:
    whole = ("ờ" * 50_000).encode()  # three bytes a letter: pieces of 64 KiB end within one
    assert kind_of(io.BytesIO(whole)) is Kind.TXT
    assert kind_of(io.BytesIO(whole + b"\x00")) is None


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 100, "mật khẩu"),
        (package(**{"[Content_Types].xml": "", "word/document.xml": "", "word/vbaProject.bin": ""}), "macro"),
        (package(a="1" * 100)[:60], "hỏng"),
    ],
    # Bytes of a package carry the time: two test processes must agree on names.
    ids=["encrypted", "macros", "torn"],
)
def test_what_is_recognised_and_not_kept_says_why(content: bytes, words: str) -> None:
    with pytest.raises(Refused, match=words):
        kind_of(io.BytesIO(content))


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        (Kind.JPEG, "Ảnh CCCD.JPG"),
        (Kind.TXT, "kế hoạch.md"),
        (Kind.XML, "trang.html"),
        (Kind.PDF, " đơn.pdf "),
    ],
)
def test_a_name_that_agrees(kind: Kind, name: str) -> None:
    assert agree(kind, name) is kind


@pytest.mark.parametrize(
    ("kind", "name", "words"),
    [
        (Kind.DOCX, "đơn.pdf", "nội dung là Word"),
        (Kind.ZIP, "ảnh.png", "nội dung là tệp nén ZIP"),
        (Kind.PDF, "cài đặt.exe", "chưa nhận loại tệp «.exe»"),
        (Kind.PDF, "khongduoi", "không có đuôi"),
        (None, "đơn.pdf", "hỏng hoặc là loại khác"),
        (None, "đơn.txt", "UTF-8"),
    ],
)
def test_a_name_that_does_not_agree_says_what_to_do(kind: Kind | None, name: str, words: str) -> None:
    with pytest.raises(Refused, match=words) as refusal:
        agree(kind, name)
    assert refusal.value.field == "file"


@pytest.mark.parametrize(
    ("name", "plain"),
    [
        ("giấy khai sinh.pdf", "giấy khai sinh.pdf"),
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("C:\\Users\\x\\a.pdf", "a.pdf"),
        ("hoa-don\u202efdp.exe", "hoa-donfdp.exe"),
        ("a\x00\x1b[31m.pdf", "a[31m.pdf"),
        ("a\u200b\u2066b\u2069.pdf\n", "ab.pdf"),
        ("  a \t b.pdf ", "a b.pdf"),
        ("..", ""),
        ("", ""),
    ],
)
def test_a_name_is_kept_plain(name: str, plain: str) -> None:
    assert plain_name(name) == plain


def test_a_very_long_name_keeps_its_ending() -> None:
    kept = plain_name("ấ" * 4000 + ".pdf")
    assert len(kept) == 255
    assert kept.endswith("….pdf")


def test_a_name_that_turns_round_is_judged_by_its_true_ending() -> None:
    with pytest.raises(Refused, match=r"«\.exe»"):
        agree(Kind.PDF, "hoa-don\u202efdp.exe")
    assert agree(Kind.PDF, "a.pdf\u200f") is Kind.PDF
