"""A stamp laid over the first page of a PDF, for printing. In the bounded process."""

from typing import Any

import pikepdf

_FROM_EDGE = 12.0


def stamp(request: dict[str, Any]) -> dict[str, Any]:
    """Request: `source`, `stamp` (a one-page PDF), `target`. The stamp stands at the top left."""
    with pikepdf.open(request["source"]) as pdf, pikepdf.open(request["stamp"]) as small:
        page = pikepdf.Page(pdf.pages[0])
        left, _, _, top = (float(number) for number in page.mediabox)
        _, _, width, height = (float(number) for number in small.pages[0].mediabox)
        place = pikepdf.Rectangle(
            left + _FROM_EDGE, top - _FROM_EDGE - height, left + _FROM_EDGE + width, top - _FROM_EDGE
        )
        page.add_overlay(pikepdf.Page(small.pages[0]), place)
        pdf.save(request["target"])
        return {"pages": len(pdf.pages)}
