"""Scanned pages → words and ruled lines: turned upright, lines taken out, then read by Tesseract (vie).

Where Tesseract is not installed the pages are named in a warning; a document of scans only is refused with what to do.
"""

import csv
import io
import os
import shutil
import subprocess
import unicodedata
from collections.abc import Iterator, Sequence
from typing import Any

from motcua.plans.reading.pdf_pages import Page, Rule, Word
from motcua.plans.reading.ruled_tables import Ruled, ruled_tables
from motcua.plans.reading.source import Told, UnreadableDocument

_DPI = 300
_TO_POINTS = 72 / _DPI
# Minutes of one core; the rest of a longer scan is named and left to be read in parts.
_MOST_PAGES = 60
_SECONDS = 120
_SURE = 1.5
_FEW_LETTERS = 10
_NARROW = 0.14
_NUMERALS = "0123456789IVXabcd.)"
OFF = (
    "Tệp là bản quét ảnh mà máy này chưa cài nhận dạng chữ (Tesseract, tiếng Việt). "
    "Hãy dùng bản có chữ (.docx, .html, .pdf xuất từ Word) hoặc nhờ quản trị viên cài Tesseract."
)


def recognised(
    data: bytes, pages: Sequence[Page], warnings: list[str], told: Told | None = None
) -> list[Page]:
    """The pages with the words of the scanned ones recognised, and with the lines of tables seen in pictures.

    Raises UnreadableDocument when nothing but scans is there and Tesseract is not.
    """
    scanned = [page for page in pages if page.scanned]
    pictured = [page for page in pages if page.pictured and not page.scanned and not page.level]
    if not scanned and not pictured:
        return list(pages)
    if scanned and not can_recognise():
        if len(scanned) == len(pages):
            raise UnreadableDocument(OFF)
        warnings.append(f"Trang {_listed(scanned)} là ảnh quét, chưa nhận dạng được chữ. {OFF}")
        scanned = []
    if len(scanned) > _MOST_PAGES:
        warnings.append(
            f"Bản quét có {len(scanned)} trang; mới nhận dạng {_MOST_PAGES} trang đầu. "
            f"Chưa đọc: trang {_listed(scanned[_MOST_PAGES:])}. Hãy tách tệp rồi nhập phần còn lại."
        )
        scanned = scanned[:_MOST_PAGES]
    _read(data, scanned, pictured, told)
    if scanned:
        warnings.append(
            f"Trang {_listed(scanned)} là ảnh quét, chữ do máy nhận dạng có thể sai; hãy đối chiếu với bản gốc."
        )
    return list(pages)


def can_recognise() -> bool:
    """Whether Tesseract is installed."""
    return shutil.which("tesseract") is not None


def _listed(pages: Sequence[Page]) -> str:
    numbers = [page.number for page in pages]
    if len(numbers) > 2 and numbers == list(range(numbers[0], numbers[-1] + 1)):
        return f"{numbers[0]}–{numbers[-1]}"
    return ", ".join(map(str, numbers))


def scanned_pages(data: bytes) -> int:
    """How many pages of a PDF have no words of their own; 0 for what is no PDF that opens. Milliseconds a page."""
    import pypdfium2

    if not data.lstrip()[:5].startswith(b"%PDF"):
        return 0
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError:
        return 0
    try:
        return sum(page.get_textpage().count_chars() < _FEW_LETTERS for page in document)
    finally:
        document.close()


def _read(data: bytes, scanned: Sequence[Page], pictured: Sequence[Page], told: Told | None) -> None:
    import pypdfium2

    document = pypdfium2.PdfDocument(data)
    try:
        for done, page in enumerate(scanned):
            if told is not None:
                told(done, len(scanned))
            _recognise(page, _upright(_drawn(document, page)))
        for page in pictured:
            _take_lines(page, _drawn(document, page))
    finally:
        document.close()


def _drawn(document: Any, page: Page) -> Any:
    """The page as a grey picture."""
    drawn = document[page.number - 1].render(scale=_DPI / 72, grayscale=True).to_numpy()
    return drawn[..., 0] if drawn.ndim > 2 else drawn


def _upright(picture: Any) -> Any:
    """The picture turned so that its words stand upright, where Tesseract is sure of it."""
    import cv2

    said = dict(
        line.split(":", 1)
        for line in _tesseract(picture, "--psm", "0", "-l", "osd").splitlines()
        if ":" in line
    )
    try:
        angle, sure = int(said["Rotate"]), float(said["Orientation confidence"])
    except (KeyError, ValueError):
        return picture
    turns = {90: cv2.ROTATE_90_CLOCKWISE, 180: cv2.ROTATE_180, 270: cv2.ROTATE_90_COUNTERCLOCKWISE}
    return cv2.rotate(picture, turns[angle]) if angle in turns and sure > _SURE else picture


def _recognise(page: Page, picture: Any) -> None:
    height, width = picture.shape
    page.width, page.height = width * _TO_POINTS, height * _TO_POINTS
    plain = _take_lines(page, picture)
    # Words in the cells of a table stand anywhere; running text is read in its blocks.
    mode = "11" if len(page.upright) > 2 and len(page.level) > 2 else "3"
    page.words = list(_words(_tesseract(plain, "--psm", mode, "-l", "vie", "tsv")))
    page.scanned = False
    for table in ruled_tables(page):
        _number_column(page, table, plain)


def _number_column(page: Page, table: Ruled, plain: Any) -> None:
    """Single figures stand too lonely in their column to be seen among the words: the column is read by itself."""
    left, right = table.lefts[0], table.lefts[1]
    if right - left > page.width * _NARROW:
        return
    part = plain[
        round(table.top / _TO_POINTS) : round(table.bottom / _TO_POINTS),
        round(left / _TO_POINTS) + 4 : round(right / _TO_POINTS) - 4,
    ]
    if not part.size:
        return
    told = _tesseract(part, "--psm", "6", "-l", "eng", "-c", f"tessedit_char_whitelist={_NUMERALS}", "tsv")
    numbers = [
        Word(word.left + left, word.top + table.top, word.right + left, word.bottom + table.top, word.text)
        for word in _words(told)
    ]
    inside = [word for word in page.words if table.holds(word) and word.right <= right + 2]
    free = [
        word
        for word in numbers
        if not any(other.top < word.bottom and word.top < other.bottom for other in inside)
    ]
    page.words += free


def _words(table: str) -> Iterator[Word]:
    for row in csv.DictReader(io.StringIO(table), delimiter="\t", quoting=csv.QUOTE_NONE):
        text = unicodedata.normalize("NFC", (row.get("text") or "").strip())
        if row.get("level") != "5" or not text or float(row["conf"]) < 20 or text in {"|", "_", "—", "¬"}:
            continue
        left, top, width, height = (
            int(row[name]) * _TO_POINTS for name in ("left", "top", "width", "height")
        )
        yield Word(left, top, left + width, top + height, text)


def _tesseract(picture: Any, *options: str) -> str:
    import cv2

    _, png = cv2.imencode(".png", picture)
    try:
        done = subprocess.run(
            ["tesseract", "-", "-", "--dpi", str(_DPI), *options],
            input=png.tobytes(), capture_output=True, timeout=_SECONDS, check=False,
            env={**os.environ, "OMP_THREAD_LIMIT": "1"},
        )  # fmt: skip
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout.decode("utf-8", "replace")


def _take_lines(page: Page, picture: Any) -> Any:
    """Put the straight lines of the picture into the page; the picture without them."""
    import cv2

    ink = cv2.threshold(picture, 0, 255, cv2.THRESH_BINARY_INV + cv2.THRESH_OTSU)[1]
    least = int(_DPI * 0.35)
    level = cv2.morphologyEx(ink, cv2.MORPH_OPEN, cv2.getStructuringElement(cv2.MORPH_RECT, (least, 1)))
    upright = cv2.morphologyEx(ink, cv2.MORPH_OPEN, cv2.getStructuringElement(cv2.MORPH_RECT, (1, least)))
    page.level = [
        Rule((top + high / 2) * _TO_POINTS, left * _TO_POINTS, (left + wide) * _TO_POINTS)
        for left, top, wide, high in _boxes(level)
        if high < 20
    ]
    page.upright = [
        Rule((left + wide / 2) * _TO_POINTS, top * _TO_POINTS, (top + high) * _TO_POINTS)
        for left, top, wide, high in _boxes(upright)
        if wide < 20
    ]
    lines = cv2.dilate(cv2.bitwise_or(level, upright), cv2.getStructuringElement(cv2.MORPH_RECT, (5, 5)))
    plain = picture.copy()
    plain[lines > 0] = 255
    return plain


def _boxes(lines: Any) -> list[tuple[int, int, int, int]]:
    import cv2

    count, _, stats, _ = cv2.connectedComponentsWithStats(lines, connectivity=8)
    return [tuple(int(value) for value in stats[at][:4]) for at in range(1, count)]  # type: ignore[misc]
