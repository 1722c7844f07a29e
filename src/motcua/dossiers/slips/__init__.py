"""The desk's forms (TT 01/2018 Mẫu 01–06, TT 03/2025 Mẫu 01–07): values, words, and both renderings.

`reading` fills a form from the dossier, `words` says it, `layouts` place it, `printing` draws PDF/A and docx,
`issuing` gives it its number and keeps what went out.
"""

from motcua.dossiers.models import Dossier
from motcua.dossiers.slips.kinds import FormKind
from motcua.dossiers.slips.layouts import A4, A5
from motcua.dossiers.slips.printing import Printed, as_docx, as_pdf, printed
from motcua.dossiers.slips.reading import receipt_of

__all__ = [
    "A4",
    "A5",
    "FormKind",
    "Printed",
    "as_docx",
    "as_pdf",
    "printed",
    "receipt_docx",
    "receipt_of",
    "receipt_pdf",
]


def receipt_pdf(dossier: Dossier, *, look_up: str = "", slip_at: str = "", paper: str = A5) -> bytes:
    """The receipt of a dossier as it stands, as PDF/A."""
    return as_pdf(printed(receipt_of(dossier, look_up=look_up, slip_at=slip_at)), paper=paper)


def receipt_docx(dossier: Dossier, *, look_up: str = "", slip_at: str = "", paper: str = A5) -> bytes:
    """The receipt as an editable document with the same words."""
    return as_docx(printed(receipt_of(dossier, look_up=look_up, slip_at=slip_at)), paper=paper)
