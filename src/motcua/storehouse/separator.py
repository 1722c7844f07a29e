"""The separator sheet: put between papers in the scanner's tray, it begins a new one and is left out."""

from motcua.rendering import pdf, qr
from motcua.storehouse.workshop import SEPARATOR

_SHEET = """#set page(paper: "a4", margin: 2cm)
#set text(font: "Libertinus Serif", lang: "vi")
#align(center)[
  #text(28pt)[*TRANG NGĂN CÁCH*]
  #v(1cm)
  #image("qr.svg", width: 9cm)
  #v(1cm)
  #text(15pt)[Đặt tờ này giữa hai giấy tờ khi quét cả tập. \\ Hệ thống tách giấy tờ tại đây và bỏ tờ này đi.]
]
"""


def sheet() -> bytes:
    """One page to print as often as needed."""
    return pdf.render(_SHEET, {}, files={"qr.svg": qr.svg(SEPARATOR).encode()})
