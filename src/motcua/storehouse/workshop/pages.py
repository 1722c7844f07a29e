"""Pages of a prepared PDF: what each looks like, turned upright, cut into papers, drawn as pictures."""

import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pikepdf
import pypdfium2

from motcua.storehouse.workshop import SEPARATOR

_LOOK_DPI, _CODE_DPI, _TURN_DPI = 60, 150, 120
_INK = 0.0012
"""Share of dark dots below which a page counts as blank: a line of text is about 0.003, dust far less."""
_SURE = 2.0


@dataclass(frozen=True, slots=True)
class PageLook:
    """One page: blank, a separator sheet, and its 64-bit difference hash (hexadecimal)."""

    blank: bool
    separator: bool
    fingerprint: str


def look_at_pages(path: Path) -> list[PageLook]:
    """Every page of a PDF."""
    document = pypdfium2.PdfDocument(path)
    try:
        return [_look(page) for page in document]
    finally:
        document.close()


def _look(page: Any) -> PageLook:
    grey = _grey(page, _LOOK_DPI)
    blank = ink_of(grey) < _INK
    separator = not blank and SEPARATOR in _codes(page)
    return PageLook(blank, separator, "" if blank else fingerprint(grey))


def ink_of(grey: Any) -> float:
    """Share of dots clearly darker than the paper around them, away from the edges where scanners leave shadows."""
    import cv2

    height, width = grey.shape
    inner = grey[height // 25 : height - height // 25, width // 25 : width - width // 25]
    quiet = cv2.medianBlur(inner, 3)
    paper = cv2.medianBlur(quiet, 31)
    return float(((paper.astype(np.int16) - quiet) > 45).mean())


def fingerprint(grey: Any) -> str:
    """The difference hash: nearly equal pictures differ in few of its 64 bits."""
    import cv2

    small = cv2.resize(grey, (9, 8), interpolation=cv2.INTER_AREA).astype(np.int16)
    bits = (small[:, 1:] > small[:, :-1]).flatten()
    return f"{int(''.join('1' if bit else '0' for bit in bits), 2):016x}"


def _codes(page: Any) -> str:
    import zxingcpp

    found = zxingcpp.read_barcodes(_grey(page, _CODE_DPI))
    return " ".join(each.text for each in found)


def upright(path: Path, folder: Path) -> list[int]:
    """Turn pages that stand on their head or side, as Tesseract sees them; which were turned. In place."""
    document = pypdfium2.PdfDocument(path)
    try:
        wrong = {
            number: angle
            for number, page in enumerate(document)
            if (angle := _turned(_grey(page, _TURN_DPI), folder / f"osd{number}.png"))
        }
    finally:
        document.close()
    if wrong:
        with pikepdf.open(path, allow_overwriting_input=True) as pdf:
            for number, angle in wrong.items():
                pdf.pages[number].rotate(angle, relative=True)
            pdf.save(path)
    return sorted(wrong)


def _turned(grey: Any, picture: Path) -> int:
    """By how many degrees clockwise a page must be turned; 0 when upright or unsure."""
    import cv2

    if ink_of(grey) < _INK:
        return 0
    cv2.imwrite(str(picture), grey)
    try:
        told = subprocess.run(
            ["tesseract", str(picture), "-", "--psm", "0", "--dpi", str(_TURN_DPI)],
            capture_output=True, text=True, timeout=30, check=False,
        ).stdout  # fmt: skip
    except (subprocess.TimeoutExpired, FileNotFoundError):
        return 0
    finally:
        picture.unlink(missing_ok=True)
    values = dict(line.split(": ", 1) for line in told.splitlines() if ": " in line)
    sure = float(values.get("Orientation confidence", 0)) >= _SURE
    return int(values.get("Rotate", 0)) if sure else 0


def cut(request: dict[str, Any]) -> dict[str, Any]:
    """Request: `source`, `folder`, `papers` (lists of page numbers from 0). Answer: `files`, one for each."""
    folder = Path(request["folder"])
    files = []
    with pikepdf.open(request["source"]) as pdf:
        whole = list(range(len(pdf.pages)))
        for number, pages in enumerate(request["papers"]):
            target = folder / f"paper{number}.pdf"
            if pages == whole:
                target.write_bytes(Path(request["source"]).read_bytes())
            else:
                with pikepdf.new() as made:
                    made.pages.extend(pdf.pages[page] for page in pages)
                    made.save(target)
            files.append(str(target))
    return {"files": files}


def picture(request: dict[str, Any]) -> dict[str, Any]:
    """Request: `source`, `page` from 0, `width` in dots, `target` (PNG), `boxes` (left, top, right, bottom in parts
    of the page, label). Answer: `pages`, how many there are."""
    document = pypdfium2.PdfDocument(request["source"])
    try:
        pages = len(document)
        if 0 <= int(request["page"]) < pages:
            page = document[int(request["page"])]
            scale = min(6.0, int(request["width"]) / max(1.0, page.get_width()))
            drawn = page.render(scale=scale, may_draw_forms=True).to_pil().convert("RGB")
            _mark(drawn, request.get("boxes", ()))
            drawn.save(request["target"], "PNG", compress_level=3)
    finally:
        document.close()
    return {"pages": pages}


def _mark(drawn: Any, boxes: Any) -> None:
    """Frames around words, each with its number, so that a field of the form is found on the page."""
    from PIL import ImageDraw, ImageFont

    pen = ImageDraw.Draw(drawn)
    font = ImageFont.load_default(size=max(14, drawn.width // 55))
    for left, top, right, bottom, label in boxes:
        x0, y0 = left * drawn.width - 4, top * drawn.height - 3
        x1, y1 = right * drawn.width + 4, bottom * drawn.height + 3
        pen.rectangle((x0, y0, x1, y1), outline=(176, 0, 32), width=3)
        size = pen.textlength(str(label), font=font)
        pen.rectangle((x1, y0, x1 + size + 8, y1), fill=(176, 0, 32))
        pen.text((x1 + 4, (y0 + y1) / 2), str(label), fill="white", font=font, anchor="lm")


def _grey(page: Any, dpi: int) -> Any:
    """A page as grey dots; very large pages are drawn smaller."""
    longest = max(page.get_width(), page.get_height(), 1.0)
    scale = min(dpi / 72, 3000 / longest)
    return page.render(scale=scale, grayscale=True).to_numpy().reshape(_shape(page, scale))


def _shape(page: Any, scale: float) -> tuple[int, int]:
    import math

    return math.ceil(page.get_height() * scale), math.ceil(page.get_width() * scale)
