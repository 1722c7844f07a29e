"""What is printed, read back: the words of a PDF and of a docx."""

import io
import re
from collections import Counter
from typing import Any

import pypdfium2
from docx import Document


def pdf_text(document: bytes) -> str:
    read = pypdfium2.PdfDocument(document)
    try:
        return "\n".join(page.get_textpage().get_text_range() for page in read)
    finally:
        read.close()


def docx_text(document: bytes) -> str:
    read = Document(io.BytesIO(document))
    footers = [paragraph.text for paragraph in read.sections[0].footer.paragraphs]
    return "\n".join([*_texts(read), *footers])


def _texts(place: Any) -> list[str]:
    """Paragraphs and cells at any depth; a merged cell once."""
    found = [paragraph.text for paragraph in place.paragraphs]
    for table in place.tables:
        seen = set()
        for row in table.rows:
            for cell in row.cells:
                if cell._tc not in seen:
                    seen.add(cell._tc)
                    found += _texts(cell)
    return found


def words(text: str) -> Counter[str]:
    return Counter(re.findall(r"[^\s·]+", text.lower()))


def letters(text: str) -> Counter[str]:
    """Letters alone: a narrow column breaks a word where it likes."""
    return Counter(re.sub(r"[\s·\u200b]", "", text.lower()))


def squeezed(text: str) -> str:
    return " ".join(text.split())
