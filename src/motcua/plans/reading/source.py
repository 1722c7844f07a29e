"""Bytes of a file → its kind and, for text, its characters; refuses clearly what cannot be read."""

import re
import unicodedata
from collections.abc import Callable
from pathlib import PurePath

from motcua.kernel.refusals import Refused
from motcua.plans.reading import old_fonts

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_KINDS = {".txt": "text", ".text": "text", ".md": "text", ".markdown": "text"}
_KINDS |= {".html": "html", ".htm": "html", ".xhtml": "html", ".docx": "docx", ".pdf": "pdf"}
_KINDS |= {".xlsx": "xlsx"}

_ODD = re.compile("[\x00-\x08\x0e-\x1f\ufffd]")
_VIETNAMESE = re.compile(
    r"[ăâđêôơưáàảãạấầẩẫậắằẳẵặéèẻẽẹếềểễệíìỉĩịóòỏõọốồổỗộớờởỡợúùủũụứừửữựýỳỷỹỵ]", re.IGNORECASE
)


# How many scanned pages are recognised, of how many.
Told = Callable[[int, int], None]


class UnreadableDocument(Refused):
    """The file cannot be read as a plan; the message says why and what to do."""

    def __init__(self, message: str) -> None:
        super().__init__(message, field="file", code="unreadable")


def kind_of(data: bytes, name: str) -> str:
    """ "text", "html", "docx", "xlsx" or "pdf" by the name, checked against the content.

    Raises UnreadableDocument for an empty file, an encrypted or old office file, or a file that is not what
    its name says.
    """
    if not data.strip():
        raise UnreadableDocument("Tệp rỗng, không có nội dung để đọc. Hãy chọn lại tệp kế hoạch.")
    if data.startswith(_OLE):
        raise UnreadableDocument(_about_ole(data, name))
    suffix = PurePath(name).suffix.lower()
    kind = _KINDS.get(suffix)
    if kind is None:
        raise UnreadableDocument(_about_suffix(suffix))
    _check_content(data, kind, suffix)
    return kind


def _about_ole(data: bytes, name: str) -> str:
    if "EncryptedPackage".encode("utf-16-le") in data:
        return "Tệp có đặt mật khẩu nên không đọc được. Hãy mở bằng Word hoặc Excel, bỏ mật khẩu rồi lưu lại."
    if PurePath(name).suffix.lower().startswith(".xls"):
        return f"«{PurePath(name).name}» là tệp Excel kiểu cũ (.xls). Hãy mở bằng Excel, lưu lại dạng .xlsx."
    return f"«{PurePath(name).name}» là tệp Word kiểu cũ (.doc) hoặc tệp được bảo vệ. Hãy mở bằng Word, lưu lại dạng .docx."


def _about_suffix(suffix: str) -> str:
    return f"Không đọc được loại tệp «{suffix or 'không có đuôi'}». Các loại đọc được: .docx, .xlsx, .pdf, .html, .md, .txt."


def _check_content(data: bytes, kind: str, suffix: str) -> None:
    is_zip = data.startswith((b"PK\x03\x04", b"PK\x05\x06"))
    if kind == "xlsx" and not is_zip:
        raise UnreadableDocument(
            "Tệp mang đuôi .xlsx nhưng không phải tệp Excel (.xlsx). Hãy mở lại bằng Excel và lưu dạng .xlsx."
        )
    if kind == "docx" and not is_zip:
        raise UnreadableDocument(
            "Tệp mang đuôi .docx nhưng không phải tệp Word (.docx). Hãy mở lại bằng Word và lưu dạng .docx."
        )
    is_pdf = b"%PDF-" in data[:1024]
    if kind == "pdf":
        if not is_pdf:
            raise UnreadableDocument(
                "Tệp mang đuôi .pdf nhưng không phải tệp PDF. Hãy đặt đúng đuôi tệp rồi đọc lại."
            )
    elif kind not in {"docx", "xlsx"} and (is_zip or data.startswith(b"%PDF")):
        real = "tệp nén hoặc tệp Word" if is_zip else "tệp PDF"
        raise UnreadableDocument(
            f"Tệp mang đuôi {suffix} nhưng nội dung là {real}. Hãy đặt đúng đuôi tệp rồi đọc lại."
        )


def decode(data: bytes) -> tuple[str, list[str]]:
    """Characters of a text file, NFC, and warnings about its encoding.

    Reads what `characters` reads, and makes text typed in the old TCVN3 and VNI fonts Unicode.
    """
    text, warnings = characters(data)
    old = old_fonts.kind_of(text)
    if old:
        text = "\n".join(map(old_fonts.converter(old), text.split("\n")))
        warnings.append(old_fonts.warning_of(old))
    return text, warnings


def characters(data: bytes) -> tuple[str, list[str]]:
    """Characters of a file as they stand in it, NFC, and warnings about its encoding.

    Reads UTF-8, UTF-16 and Windows-1258. Raises UnreadableDocument for binary content.
    """
    text, warnings = _characters(data)
    if "\r" in text or "\x0c" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x0c", "\n")
    text = unicodedata.normalize("NFC", text)
    _refuse_binary(text)
    return text, warnings


def _characters(data: bytes) -> tuple[str, list[str]]:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace").lstrip("\ufeff"), [
            "Tệp dùng bảng mã UTF-16; đã chuyển sang UTF-8."
        ]
    sample = data[:4000]
    if sample.count(0) > len(sample) // 5:
        order = "utf-16-le" if sample[1::2].count(0) > sample[::2].count(0) else "utf-16-be"
        return data.decode(order, "replace"), ["Tệp dùng bảng mã UTF-16; đã chuyển sang UTF-8."]
    try:
        return data.decode("utf-8-sig"), []
    except UnicodeDecodeError:
        return _legacy(data)


def _legacy(data: bytes) -> tuple[str, list[str]]:
    _refuse_binary(data.decode("latin-1"))
    seen_as_latin = data.decode("cp1252", "replace")
    if old_fonts.kind_of(seen_as_latin):
        return seen_as_latin, []
    text = unicodedata.normalize("NFC", data.decode("cp1258", "replace"))
    if len(_VIETNAMESE.findall(text)) * 50 < len(text) and "\ufffd" in text:
        raise UnreadableDocument(
            "Không nhận ra bảng mã của tệp. Hãy mở tệp, lưu lại với bảng mã Unicode (UTF-8) rồi đọc lại."
        )
    return text, ["Tệp không phải UTF-8; đã đọc theo bảng mã Windows-1258. Hãy kiểm tra lại dấu tiếng Việt."]


def _refuse_binary(text: str) -> None:
    sample = text[:8000]
    if sample.replace("\n", "").replace("\t", "").isprintable() and "\ufffd" not in sample:
        return
    odd = len(_ODD.findall(sample))
    if odd > 8 and odd * 30 > len(sample):
        raise UnreadableDocument(
            "Nội dung tệp không phải văn bản (dữ liệu nhị phân). Hãy chọn lại tệp kế hoạch."
        )
