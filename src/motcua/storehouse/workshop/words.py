"""The words of a PDF with their places, from the text it carries. In the bounded process."""

from pathlib import Path
from typing import Any


def words_of(path: Path) -> tuple[list[list[Any]], int]:
    """Words with page and place (0–1 from the top left), and how many pages there are."""
    import pdfplumber

    found: list[list[Any]] = []
    with pdfplumber.open(path) as pdf:
        for number, page in enumerate(pdf.pages):
            width, height = float(page.width) or 1.0, float(page.height) or 1.0
            for word in page.extract_words(x_tolerance=2, y_tolerance=3):
                box = (word["x0"] / width, word["top"] / height, word["x1"] / width, word["bottom"] / height)
                found.append([word["text"], number, *(round(float(part), 5) for part in box)])
            page.close()
        return found, len(pdf.pages)


def text_of(request: dict[str, Any]) -> dict[str, Any]:
    """The words of a PDF that has text of its own. Request: `source`."""
    words, pages = words_of(Path(request["source"]))
    return {"words": words, "pages": pages}
