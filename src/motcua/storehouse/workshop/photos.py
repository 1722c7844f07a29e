"""Pictures become pages: a telephone's photo is cut at the sheet's edges and straightened. In the bounded process."""

from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image, ImageOps, UnidentifiedImageError

from motcua.kernel.refusals import Refused

_MOST_DOTS = 40_000_000
"""Decoded at most: more than an A3 page at 300 dots an inch, 120 MB in memory."""
_SHEET_PART = 0.25
_A4_INCHES = 11.69
_QUALITY = 88
_TOO_LARGE = (
    "Ảnh có {mega} triệu điểm ảnh, lớn hơn mức xử lý được (40 triệu). "
    "Hãy giảm độ phân giải của máy ảnh hoặc máy quét rồi chụp lại."
)


def to_pdf(source: Path, target: Path, *, photo: bool) -> list[str]:
    """Write a picture as a one-page PDF; what was done, for the officer. Refuses what cannot be decoded."""
    Image.MAX_IMAGE_PIXELS = None  # the size is looked at before anything is decoded
    try:
        with Image.open(source) as opened:
            picture, notes = _decoded(opened)
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError) as fault:
        raise Refused(
            "Tệp ảnh bị hỏng hoặc tải lên chưa trọn. Hãy chụp, quét lại rồi gửi.", field="file", code="broken"
        ) from fault
    if photo:
        sheet = straightened(np.asarray(picture))
        if sheet is None:
            notes.append("Không thấy rõ mép giấy: giữ nguyên ảnh. Nên chụp trên nền tối, thấy đủ bốn góc.")
        else:
            picture = Image.fromarray(sheet)
            notes.append("Đã cắt theo mép giấy và nắn thẳng.")
    dots = max(picture.size) / _A4_INCHES
    picture.save(target, "PDF", resolution=max(72.0, dots), quality=_QUALITY)
    return notes


def page_of(request: dict[str, Any]) -> dict[str, Any]:
    """Task of the bounded process. Request: `source`, a telephone's photo, and `target`, where its page is written."""
    return {"notes": to_pdf(Path(request["source"]), Path(request["target"]), photo=True)}


def _decoded(opened: Image.Image) -> tuple[Image.Image, list[str]]:
    width, height = opened.size
    notes: list[str] = []
    if width * height > _MOST_DOTS and opened.format == "JPEG":
        # A JPEG can be decoded at a half, a quarter, an eighth of its size without ever being whole in memory.
        share = next((part for part in (2, 4, 8) if width * height / part**2 <= _MOST_DOTS), 8)
        opened.draft("RGB", (width // share, height // share))
        notes.append(f"Ảnh rất lớn ({width}×{height}): đã thu nhỏ {share} lần để đọc; ảnh gốc vẫn được giữ.")
    if opened.size[0] * opened.size[1] > _MOST_DOTS:
        mega = round(width * height / 1_000_000)
        raise Refused(_TOO_LARGE.format(mega=mega), field="file", code="too_big")
    return ImageOps.exif_transpose(opened).convert("RGB"), notes


def straightened(picture: Any) -> Any | None:
    """The sheet of paper in a photo, seen from straight above and evenly lit; None when no sheet is seen."""
    import cv2

    corners = corners_of(picture)
    if corners is None:
        return None
    top_left, top_right, bottom_right, bottom_left = corners
    width = int(max(np.linalg.norm(top_right - top_left), np.linalg.norm(bottom_right - bottom_left)))
    height = int(max(np.linalg.norm(bottom_left - top_left), np.linalg.norm(bottom_right - top_right)))
    if min(width, height) < 200:
        return None
    goal = np.array([[0, 0], [width - 1, 0], [width - 1, height - 1], [0, height - 1]], dtype=np.float32)
    sheet = cv2.warpPerspective(
        picture, cv2.getPerspectiveTransform(corners, goal), (width, height), flags=cv2.INTER_CUBIC
    )
    return _evenly_lit(sheet)


def corners_of(picture: Any) -> Any | None:
    """The four corners of the largest bright sheet, from the top left clockwise, in dots of the picture."""
    import cv2

    scale = 800 / max(picture.shape[:2])
    small = cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    grey = cv2.GaussianBlur(cv2.cvtColor(small, cv2.COLOR_RGB2GRAY), (5, 5), 0)
    _, bright = cv2.threshold(grey, 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    bright = cv2.morphologyEx(bright, cv2.MORPH_CLOSE, np.ones((15, 15), np.uint8))
    outlines, _ = cv2.findContours(bright, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    if not outlines:
        return None
    largest = max(outlines, key=cv2.contourArea)
    area = cv2.contourArea(largest)
    whole = small.shape[0] * small.shape[1]
    if area < _SHEET_PART * whole or area > 0.97 * whole:
        return None
    hull = cv2.convexHull(largest)
    for tolerance in (0.02, 0.03, 0.05, 0.08):
        shape = cv2.approxPolyDP(hull, tolerance * cv2.arcLength(hull, True), True)
        if len(shape) == 4:
            return _in_order(shape.reshape(4, 2).astype(np.float32) / scale)
    return None


def _in_order(points: Any) -> Any:
    total, difference = points.sum(axis=1), np.diff(points, axis=1).ravel()
    order = [total.argmin(), difference.argmin(), total.argmax(), difference.argmax()]
    return points[order].astype(np.float32)


def _evenly_lit(sheet: Any) -> Any:
    """Divide by the light of the paper itself, so that a shadow of a hand does not hide words."""
    import cv2

    small = cv2.resize(sheet, None, fx=0.125, fy=0.125, interpolation=cv2.INTER_AREA)
    light = cv2.medianBlur(cv2.dilate(small, np.ones((7, 7), np.uint8)), 21)
    light = cv2.resize(light, (sheet.shape[1], sheet.shape[0]), interpolation=cv2.INTER_LINEAR)
    return cv2.divide(sheet, np.maximum(light, 1), scale=245)
