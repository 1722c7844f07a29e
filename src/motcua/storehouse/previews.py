"""Pictures of pages for the screen, drawn in a bounded process."""

from collections.abc import Sequence
from typing import Any

from motcua.kernel.refusals import NotFound
from motcua.storehouse.scan_jobs import workplace
from motcua.storehouse.workshop.bounded import Bounds, call

_BOUNDS = Bounds(seconds=20, megabytes=2048)


def page_picture(blob: str, page: int, *, width: int = 1100, boxes: Sequence[Any] = ()) -> bytes:
    """A page (from 0) of a stored PDF as PNG. NotFound when the document has no such page."""
    with workplace(blob) as (source, folder):
        target = folder / "page.png"
        call(
            "motcua.storehouse.workshop.pages:picture",
            {"source": str(source), "page": page, "width": width, "target": str(target), "boxes": list(boxes)},
            within=_BOUNDS, folder=folder,
        )  # fmt: skip
        if not target.exists():
            raise NotFound
        return target.read_bytes()
