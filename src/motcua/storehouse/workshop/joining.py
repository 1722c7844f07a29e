"""Scanned pages and the page behind them as one PDF. In the bounded process."""

from pathlib import Path
from typing import Any

import pikepdf


def join(request: dict[str, Any]) -> dict[str, Any]:
    """Request: `parts` (PDF files in order), `target`. Answer: `pages` of each part.

    Only pages are taken over: signatures made on a part before, with their fields, would no longer hold and are left out.
    """
    counted = []
    with pikepdf.new() as made:
        for name in request["parts"]:
            with pikepdf.open(name) as part:
                counted.append(len(part.pages))
                made.pages.extend(part.pages)
        for page in made.pages:
            _without_fields(page)
        made.save(Path(request["target"]))
    return {"pages": counted}


def count(request: dict[str, Any]) -> dict[str, Any]:
    """Request: `source`. Answer: `pages`."""
    with pikepdf.open(request["source"]) as pdf:
        return {"pages": len(pdf.pages)}


def _without_fields(page: pikepdf.Page) -> None:
    notes = page.obj.get("/Annots")
    if notes is None:
        return
    kept = [note for note in notes if note.get("/Subtype") != "/Widget"]
    if kept:
        page.obj["/Annots"] = pikepdf.Array(kept)
    else:
        del page.obj["/Annots"]
