"""QR codes (ISO/IEC 18004; TT 01/2023 Điều 26 names TCVN 7322:2009).

Made by zxing-cpp, which also reads them: it weighs all eight masks of the standard in a millisecond, where a writer in
Python took most of the time of a slip.
"""

import io
from html import escape
from typing import Any

# Medium correction: a slip is folded and stamped on, and still reads with 15 % of the code covered.
_CORRECTION = "M"


def svg(text: str, *, title: str = "Mã QR") -> str:
    """An SVG without size or styles: the page decides how large it stands. ValueError when too long."""
    rows = _modules(text)
    path: list[str] = []
    for y, row in enumerate(rows):
        x = 0
        while (x := row.find(0, x)) >= 0:
            end = row.find(255, x)
            path.append(f"M{x} {y}h{end - x}v1h-{end - x}z")
            x = end
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {len(rows)} {len(rows)}" class="qr">'
        f'<title>{escape(title)}</title><path d="{"".join(path)}"/></svg>'
    )


def png(text: str, *, module: int = 6) -> bytes:
    """A PNG with `module` pixels a dot. Raises ValueError when the text is too long for one code."""
    from PIL import Image

    rows = _modules(text)
    side = len(rows) * module
    image = Image.frombytes("L", (len(rows), len(rows)), b"".join(rows)).convert("1")
    out = io.BytesIO()
    image.resize((side, side), Image.Resampling.NEAREST).save(out, format="PNG")
    return out.getvalue()


def _modules(text: str) -> list[bytes]:
    """The code row by row with its quiet zone of four modules: 0 is dark, 255 light."""
    import zxingcpp

    try:
        code = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode, ec_level=_CORRECTION)
    except ValueError as overflow:
        raise ValueError("nội dung quá dài cho một mã QR") from overflow
    image: Any = code.to_image(scale=1)  # a buffer, which its stub does not say
    drawn = memoryview(image)
    side, flat = drawn.shape[0] if drawn.shape else 0, bytes(drawn)
    return [flat[start : start + side] for start in range(0, len(flat), side)]
