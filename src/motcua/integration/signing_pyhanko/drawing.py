"""Where a signature stands on a page, and what it shows."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

from motcua.storehouse.ports import Look

if TYPE_CHECKING:
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

_GAP = 4.0  # points between a signature and the name below it


def look_of(look: Look) -> Any:
    """pyHanko's style that shows a drawn page and nothing else."""
    from pyhanko.stamp import StaticStampStyle

    return StaticStampStyle(border_width=0, background=_drawn(look), background_opacity=1.0)


def place_of(writer: IncrementalPdfFileWriter, look: Look | None, name: str) -> Any:
    """The signature's field; without a look it stands nowhere on the page."""
    from pyhanko.sign.fields import SigFieldSpec

    if look is None:
        return SigFieldSpec(name)
    pages = int(writer.prev.root["/Pages"]["/Count"])
    page = min(look.page, pages - 1) if look.page >= 0 else pages + look.page
    left, top = look.left, look.top
    width, height, x0, y0 = _page_box(writer, page)
    if look.above and (found := _above_text(writer, look, pages)):
        page, left, top = found
        width, height, x0, y0 = _page_box(writer, page)
    left = max(0.0, min(left if left >= 0 else width + left - look.width, width - look.width))
    top = max(0.0, min(top if top >= 0 else height + top - look.height, height - look.height))
    low = height - top - look.height
    box = (int(x0 + left), int(y0 + low), int(x0 + left + look.width), int(y0 + low + look.height))
    return SigFieldSpec(name, on_page=page, box=box)


def _drawn(look: Look) -> Any:
    import binascii
    import uuid

    from pyhanko.pdf_utils.content import PdfContent
    from pyhanko.pdf_utils.layout import BoxConstraints
    from pyhanko.pdf_utils.reader import PdfFileReader

    class Drawn(PdfContent):
        """A page that lies in memory, taken over as it is."""

        def render(self) -> bytes:
            page = self._ensure_writer.import_page_as_xobject(PdfFileReader(io.BytesIO(look.drawing)))
            name = b"/Look" + binascii.hexlify(uuid.uuid4().bytes)
            self.resources.xobject[name.decode()] = page
            self.box = BoxConstraints(width=look.width, height=look.height)
            return name + b" Do"

    return Drawn()


def _page_box(writer: IncrementalPdfFileWriter, page: int) -> tuple[float, float, float, float]:
    """Width, height and origin of what is shown of a page."""
    reference, _inherited = writer.find_page_for_modification(page)
    told = reference.get_object()
    node = told
    while "/MediaBox" not in node and "/Parent" in node:
        node = node["/Parent"]
    x0, y0, x1, y1 = (float(number) for number in node["/MediaBox"])
    return x1 - x0, y1 - y0, x0, y0


def _above_text(writer: IncrementalPdfFileWriter, look: Look, pages: int) -> tuple[int, float, float] | None:
    """The last place of a text in the last two pages: page, left and top for a box that ends above it."""
    import pypdfium2

    writer.prev.stream.seek(0)
    document = pypdfium2.PdfDocument(writer.prev.stream.read())
    try:
        for page in range(pages - 1, max(-1, pages - 3), -1):
            opened = document[page]
            box = _last_occurrence(opened.get_textpage(), look.above)
            if box:
                left, _, right, top = box
                middle = (left + right) / 2 + look.shift
                x0, _, _, y1 = opened.get_mediabox()
                return page, max(0.0, middle - x0 - look.width / 2), max(0.0, y1 - top - look.height - _GAP)
    finally:
        document.close()
    return None


def _last_occurrence(text: Any, words: str) -> tuple[float, float, float, float] | None:
    found, search = None, text.search(words, match_case=False)
    while place := search.get_next():
        found = place
    if found is None:
        return None
    boxes = [text.get_charbox(index) for index in range(found[0], found[0] + found[1])]
    return (
        min(box[0] for box in boxes),
        min(box[1] for box in boxes),
        max(box[2] for box in boxes),
        max(box[3] for box in boxes),
    )
