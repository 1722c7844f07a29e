"""QR codes (ISO/IEC 18004; TT 01/2023 Điều 26 names TCVN 7322:2009)."""

import io

import segno

# Medium correction: a slip is folded and stamped on, and still reads with 15 % of the code covered.
_CORRECTION = "m"


def svg(text: str, *, title: str = "Mã QR") -> str:
    """An SVG without size or styles: the page decides how large it stands. ValueError when too long."""
    out = io.BytesIO()
    _make(text).save(
        out, kind="svg", xmldecl=False, omitsize=True, title=title, svgclass="qr", lineclass=None, nl=False
    )
    return out.getvalue().decode()


def png(text: str, *, module: int = 6) -> bytes:
    """A PNG with `module` pixels a dot. Raises ValueError when the text is too long for one code."""
    out = io.BytesIO()
    _make(text).save(out, kind="png", scale=module)
    return out.getvalue()


def _make(text: str) -> segno.QRCode:
    try:
        return segno.make(text, error=_CORRECTION, micro=False)
    except segno.DataOverflowError as overflow:
        raise ValueError("nội dung quá dài cho một mã QR") from overflow
