"""The scans of the sample: a handful of one-page documents that say they are none."""

from motcua.blobs.store import put
from motcua.kernel import clock
from motcua.rendering import pdf

_PAGE = """
#set page(paper: "a5")
#set text(lang: "vi", font: "Libertinus Serif", size: 14pt)
#align(center + horizon)[#text(24pt)[TITLE] \\ DỮ LIỆU MẪU]
"""
_TITLES = ("Giấy tờ mẫu A", "Giấy tờ mẫu B", "Giấy tờ mẫu C", "Giấy tờ mẫu D", "Kết quả mẫu")


def keep_scans() -> list[str]:
    """Store the pages; returns their SHA-256."""
    return [put(_page(title), declared_name=f"{title}.pdf").sha256 for title in _TITLES]


def _page(title: str) -> bytes:
    return pdf.render(_PAGE.replace("TITLE", title), {}, made_at=clock.now())
