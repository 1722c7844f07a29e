"""What came in: made safe, upright and straight, one PDF of pages, with what each page looks like.

Runs in the bounded process. The file that came in is never changed; what is made lies beside it.
"""

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import pikepdf

from motcua.kernel.refusals import Refused
from motcua.storehouse.workshop import photos
from motcua.storehouse.workshop.pages import PageLook, look_at_pages, upright

PREPARED = "prepared.pdf"
_LOCKED = "Tệp PDF đặt mật khẩu nên không mở được. Hãy bỏ mật khẩu (lưu lại không mật khẩu) rồi gửi lại."
_BROKEN = "Tệp PDF bị hỏng, không đọc được trang nào. Hãy quét hoặc xuất lại, rồi gửi lại."
_NO_PAGE = "Tệp PDF không có trang nào. Hãy quét hoặc xuất lại, rồi gửi lại."


@dataclass(frozen=True, slots=True)
class Prepared:
    """The answer: notes are Vietnamese, for the officer. `signed`: it carries signatures and was left as it is."""

    marks: list[dict[str, Any]]
    notes: list[str]
    signed: bool
    has_text: bool
    file: str


def prepare(request: dict[str, Any]) -> dict[str, Any]:
    """Request: `source`, `mime`, `folder`, `photo`, `most_pages`, `ocr` (whether Tesseract is there)."""
    source, folder = Path(request["source"]), Path(request["folder"])
    target = folder / PREPARED
    if request["mime"] == "application/pdf":
        notes, signed, has_text = _from_pdf(source, target, int(request["most_pages"]))
    else:
        notes = photos.to_pdf(source, target, photo=bool(request["photo"]))
        signed = has_text = False
    if request["ocr"] and not signed and not has_text:
        turned = upright(target, folder)
        if turned:
            notes.append(f"Đã xoay đứng lại trang {', '.join(str(page + 1) for page in turned)}.")
    looks = look_at_pages(target)
    return asdict(Prepared([asdict(look) for look in looks], notes, signed, has_text, str(target)))


def _from_pdf(source: Path, target: Path, most_pages: int) -> tuple[list[str], bool, bool]:
    try:
        with pikepdf.open(source) as pdf:
            pages = len(pdf.pages)
            if pages == 0:
                raise Refused(_NO_PAGE, field="file", code="no_page")
            if pages > most_pages:
                raise Refused(
                    f"Tệp có {pages} trang, nhiều hơn {most_pages} trang mỗi lần. Hãy tách thành nhiều tệp rồi gửi lại.",
                    field="file",
                    code="too_many_pages",
                )
            signed = _is_signed(pdf)
            if signed:
                target.write_bytes(source.read_bytes())
                return ["Tệp đã có chữ ký số: giữ nguyên, không sửa."], True, _has_text(target)
            notes = _disarm(pdf)
            pdf.save(target)
    except pikepdf.PasswordError as fault:
        raise Refused(_LOCKED, field="file", code="encrypted") from fault
    except pikepdf.PdfError as fault:
        raise Refused(_BROKEN, field="file", code="broken") from fault
    return notes, False, _has_text(target)


def _is_signed(pdf: pikepdf.Pdf) -> bool:
    form: Any = pdf.Root.get("/AcroForm")
    fields = form.get("/Fields", []) if form is not None else []
    return any(field.get("/FT") == "/Sig" and "/V" in field for field in fields)


def _disarm(pdf: pikepdf.Pdf) -> list[str]:
    """Take out what acts by itself: scripts, actions, files inside files."""
    found = []
    names: Any = pdf.Root.get("/Names")
    inside = names is not None and ("/JavaScript" in names or "/EmbeddedFiles" in names)
    if inside:
        for name in ("/JavaScript", "/EmbeddedFiles"):
            if name in names:
                del names[name]
    for key in ("/OpenAction", "/AA"):
        if key in pdf.Root:
            action = pdf.Root[key]
            harmless = key == "/OpenAction" and not isinstance(action, pikepdf.Dictionary)
            del pdf.Root[key]
            inside = inside or not harmless
    for page in pdf.pages:
        if "/AA" in page.obj:
            del page.obj["/AA"]
            inside = True
        for annotation in page.obj.get("/Annots", []):
            for key in ("/A", "/AA"):
                if key in annotation and annotation.get("/Subtype") != "/Link":
                    del annotation[key]
                    inside = True
    if inside:
        found.append("Đã bỏ đoạn mã hoặc tệp đính kèm trong PDF; tệp gốc vẫn được giữ.")
    return found


def _has_text(path: Path) -> bool:
    """Whether every page has letters of its own: then there is nothing to recognise."""
    import pypdfium2

    document = pypdfium2.PdfDocument(path)
    try:
        return all(page.get_textpage().count_chars() > 20 for page in document)
    finally:
        document.close()


def marks_of(values: list[dict[str, Any]]) -> list[PageLook]:
    """Page looks from their stored form."""
    return [PageLook(**value) for value in values]
