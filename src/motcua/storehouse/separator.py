"""The separator sheet: put between papers in the scanner's tray, it begins a new one and is left out."""

from motcua.rendering import barcode, pdf, qr
from motcua.storehouse.workshop import SEPARATOR

_SHEET = """#set page(paper: "a4", margin: 2cm)
#set text(font: "Libertinus Serif", lang: "vi")
#align(center)[
  #text(28pt)[*TRANG NGĂN CÁCH*]
  #v(1cm)
  #image("qr.svg", width: 9cm)
  #v(0.6cm)
  #image("bars.svg", width: 12cm, height: 1.8cm, fit: "stretch")
  #v(1cm)
  #text(15pt)[Đặt tờ này giữa hai giấy tờ khi quét cả tập. \\ Hệ thống tách giấy tờ tại đây và bỏ tờ này đi.]
]
"""


def sheet() -> bytes:
    """One page to print as often as needed; its bars say the same as its QR, should one of them be spoilt."""
    files = {"qr.svg": qr.svg(SEPARATOR).encode(), "bars.svg": barcode.svg(SEPARATOR).encode()}
    return pdf.render(_SHEET, {}, files=files)
