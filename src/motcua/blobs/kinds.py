"""What a file truly is, told from its content; names and declared types only have to agree with it."""

import codecs
import re
import unicodedata
import zipfile
from enum import StrEnum
from pathlib import PurePath
from typing import BinaryIO

from motcua.kernel.phrases import Phrase
from motcua.kernel.refusals import Refused

_HEAD = 4096
_OOXML = "application/vnd.openxmlformats-officedocument"


class Kind(StrEnum):
    """A kind of file that is kept."""

    PDF = "pdf"
    JPEG = "jpeg"
    PNG = "png"
    DOCX = "docx"
    XLSX = "xlsx"
    ODT = "odt"
    XML = "xml"
    TXT = "txt"
    ZIP = "zip"

    @property
    def mime(self) -> str:
        """The type to answer with. HTML is text to us: nothing kept here is ever run by a browser."""
        return _MIMES[self]

    @property
    def label(self) -> str:
        """The kind as users call it."""
        return _LABELS[self]


_MIMES = {
    Kind.PDF: "application/pdf",
    Kind.JPEG: "image/jpeg",
    Kind.PNG: "image/png",
    Kind.DOCX: f"{_OOXML}.wordprocessingml.document",
    Kind.XLSX: f"{_OOXML}.spreadsheetml.sheet",
    Kind.ODT: "application/vnd.oasis.opendocument.text",
    Kind.XML: "application/xml",
    Kind.TXT: "text/plain",
    Kind.ZIP: "application/zip",
}

_LABELS = {
    Kind.PDF: "PDF",
    Kind.JPEG: "ảnh JPEG",
    Kind.PNG: "ảnh PNG",
    Kind.DOCX: "Word (.docx)",
    Kind.XLSX: "Excel (.xlsx)",
    Kind.ODT: "văn bản OpenDocument (.odt)",
    Kind.XML: "XML",
    Kind.TXT: "văn bản thuần (.txt)",
    Kind.ZIP: "tệp nén ZIP",
}

# Which kinds a name's ending may stand for. HTML may be text or, well-formed, XML.
_ENDINGS: dict[str, tuple[Kind, ...]] = {
    ".pdf": (Kind.PDF,),
    ".jpg": (Kind.JPEG,),
    ".jpeg": (Kind.JPEG,),
    ".png": (Kind.PNG,),
    ".docx": (Kind.DOCX,),
    ".xlsx": (Kind.XLSX,),
    ".odt": (Kind.ODT,),
    ".xml": (Kind.XML,),
    ".txt": (Kind.TXT, Kind.XML),
    ".md": (Kind.TXT, Kind.XML),
    ".csv": (Kind.TXT,),
    ".json": (Kind.TXT,),
    ".html": (Kind.TXT, Kind.XML),
    ".htm": (Kind.TXT, Kind.XML),
    ".zip": (Kind.ZIP,),
}

_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_XML_START = re.compile(r"<(\?xml\s|(?!!doctype html|html|/)[a-z_][\w:.-]*[\s/>])", re.IGNORECASE)

ACCEPTED = "PDF, JPEG, PNG, Word (.docx), Excel (.xlsx), .odt, XML, .txt hoặc ZIP"


def kind_of(file: BinaryIO) -> Kind | None:
    """The kind of a seekable file, or None when it is none of those kept; the file is left at its start.

    Raises Refused for what is recognised and not kept: old or locked Office files, macros, broken packages.
    """
    file.seek(0)
    head = file.read(_HEAD)
    try:
        return _by_signature(file, head) or _text_kind(file, head)
    finally:
        file.seek(0)


# A scan or a photo under a wrong name needs no program to save it anew.
_SAVE_ANEW = "Hãy mở tệp bằng phần mềm đã tạo ra nó và lưu lại đúng loại, rồi gửi lại."
_RENAMED = {
    kind: Phrase("Hãy đổi đuôi tên tệp thành {ending} rồi gửi lại.", ending=ending)
    for kind, ending in ((Kind.PDF, ".pdf"), (Kind.JPEG, ".jpg"), (Kind.PNG, ".png"))
}


def agree(kind: Kind | None, declared_name: str) -> Kind:
    """The kind, when the file's name stands for it. Raises Refused with what to do otherwise."""
    ending = PurePath(plain_name(declared_name)).suffix.lower()
    if ending not in _ENDINGS:
        raise _refuse(
            Phrase(
                "Hệ thống chưa nhận loại tệp «{ending}». Hãy gửi {kinds}.",
                ending=ending[:20] or "không có đuôi",
                kinds=ACCEPTED,
            )
        )
    if kind is None:
        is_text = Kind.TXT in _ENDINGS[ending]
        way_out = "Hãy lưu lại với bảng mã UTF-8." if is_text else Phrase("Hãy gửi {kinds}.", kinds=ACCEPTED)
        raise _refuse(
            Phrase(
                "Tệp có tên {ending} nhưng nội dung hỏng hoặc là loại khác. {way_out}",
                ending=ending,
                way_out=way_out,
            )
        )
    if kind not in _ENDINGS[ending]:
        raise _refuse(
            Phrase(
                "Tệp có tên {ending} nhưng nội dung là {kind}. {way_out}",
                ending=ending,
                kind=kind.label,
                way_out=_RENAMED.get(kind) or _SAVE_ANEW,
            )
        )
    return kind


def plain_name(name: str, *, most: int = 255) -> str:
    """A file's name as it may be shown and kept: no folders, no signs that are not seen or that turn the writing round.

    A name that holds U+202E before «fdp.exe» shows as one that ends in «exe.pdf»: here it reads as it is. A long
    name loses its middle and keeps its ending.
    """
    last = re.split(r"[/\\]", name)[-1]
    seen = "".join(letter for letter in last if unicodedata.category(letter)[0] != "C")
    plain = " ".join(seen.split()).strip(" .")
    if len(plain) <= most:
        return plain
    ending = PurePath(plain).suffix[:20]
    return plain[: most - len(ending) - 1] + "…" + ending


def _by_signature(file: BinaryIO, head: bytes) -> Kind | None:
    if head.startswith(_OLD_OFFICE):
        raise _refuse(
            "Tệp Word/Excel đời cũ (.doc, .xls) hoặc có đặt mật khẩu. "
            "Hãy bỏ mật khẩu, lưu lại dạng .docx, .xlsx hoặc PDF rồi gửi lại."
        )
    if b"%PDF-" in head[:1024]:
        return Kind.PDF
    if head.startswith(b"\xff\xd8\xff"):
        return Kind.JPEG
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return Kind.PNG
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _package_kind(file)
    return None


def _package_kind(file: BinaryIO) -> Kind:
    """ZIP packages are told by what lies in them; nothing is unpacked but a name of forty bytes."""
    try:
        with zipfile.ZipFile(file) as package:
            names = set(package.namelist())
            declared = _declared_mime(package) if "mimetype" in names else ""
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, ValueError) as fault:
        raise _refuse("Tệp bị hỏng hoặc tải lên chưa trọn. Hãy kiểm tra và gửi lại.") from fault
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        raise _refuse("Tệp có chứa macro nên không được nhận. Hãy lưu lại dạng không có macro rồi gửi lại.")
    if "[Content_Types].xml" in names:
        if "word/document.xml" in names:
            return Kind.DOCX
        if "xl/workbook.xml" in names:
            return Kind.XLSX
    return Kind.ODT if declared == Kind.ODT.mime else Kind.ZIP


def _declared_mime(package: zipfile.ZipFile) -> str:
    with package.open("mimetype") as entry:
        return entry.read(100).decode("ascii", "replace").strip()


def _text_kind(file: BinaryIO, head: bytes) -> Kind | None:
    encoding = _encoding_of(head)
    decoder = codecs.getincrementaldecoder(encoding)()
    file.seek(0)
    start = ""
    try:
        while piece := file.read(1 << 16):
            text = decoder.decode(piece)
            if _CONTROL.search(text):
                return None
            start = start or text[:200]
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return None
    return Kind.XML if _XML_START.match(start.lstrip("\ufeff \t\r\n")) else Kind.TXT


def _encoding_of(head: bytes) -> str:
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    return "utf-8"


def _refuse(message: str) -> Refused:
    return Refused(message, field="file", code="file_kind")
