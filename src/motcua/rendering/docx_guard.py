"""Looking at a Word document before anything reads it: too large when unpacked, macros, links to elsewhere. Pure."""

import io
import re
import zipfile

MOST_BYTES = 40 * 1024 * 1024
MOST_PARTS = 400
_PIECE = 1 << 16
_ACTIVE = re.compile(r"vbaproject|activex|/embeddings/|\.bin$", re.IGNORECASE)
_OUTSIDE = re.compile(rb"""<Relationship\b[^>]*TargetMode\s*=\s*["']External["'][^>]*>""")
_LINK = re.compile(rb"relationships/hyperlink[\"']")


class Unfit(ValueError):  # noqa: N818 - what is wrong with a document, for people
    """The document must not be opened; the message is Vietnamese and says what to do."""


def check(content: bytes) -> None:
    """Refuse (Unfit) what is no sound, small, quiet docx. Every part is unpacked once, never all at a time."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            _check_parts(package)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError) as fault:
        raise Unfit(
            "Tệp bị hỏng hoặc không phải Word (.docx). Mở lại bằng Word, lưu dạng .docx rồi gửi lại."
        ) from fault


def _check_parts(package: zipfile.ZipFile) -> None:
    parts = package.infolist()
    names = {part.filename for part in parts}
    if "word/document.xml" not in names or "[Content_Types].xml" not in names:
        raise Unfit("Tệp không phải văn bản Word (.docx). Mở bằng Word, lưu dạng .docx rồi gửi lại.")
    if len(parts) > MOST_PARTS:
        raise Unfit(f"Tệp có quá nhiều phần bên trong ({len(parts)}). Chép nội dung sang một tệp Word mới.")
    if any(_ACTIVE.search(name) for name in names):
        raise Unfit("Tệp có macro hoặc đối tượng nhúng. Bỏ chúng, lưu lại dạng .docx rồi gửi lại.")
    left = MOST_BYTES
    for part in parts:
        left = _unpack(package, part, left)


def _unpack(package: zipfile.ZipFile, part: zipfile.ZipInfo, left: int) -> int:
    """What is left of the allowance after this part; the sizes that the package states are not believed."""
    is_text = part.filename.endswith((".xml", ".rels"))
    head = b""
    with package.open(part) as stream:
        while piece := stream.read(_PIECE):
            left -= len(piece)
            if left < 0:
                raise Unfit(
                    f"Tệp bung ra lớn hơn {MOST_BYTES >> 20} MB. Giảm cỡ ảnh hoặc chép nội dung sang tệp Word mới."
                )
            if is_text and (part.filename.endswith(".rels") or not head):
                head += piece
    if is_text and b"<!DOCTYPE" in head[:4096]:
        raise Unfit("Tệp khai báo kiểu văn bản lạ (DOCTYPE). Chép nội dung sang một tệp Word mới.")
    if part.filename.endswith(".rels"):
        _check_links(head)
    return left


def _check_links(relations: bytes) -> None:
    for link in _OUTSIDE.findall(relations):
        if not _LINK.search(link):
            raise Unfit(
                "Tệp lấy ảnh hoặc mẫu từ nơi khác. Chèn thẳng ảnh vào tệp, bỏ mẫu đính kèm rồi gửi lại."
            )
