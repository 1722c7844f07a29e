"""The desk's forms (TT 01/2018 Mẫu 01–06, TT 03/2025 Mẫu 01–07): values, words, and both renderings.

`reading` fills a form from the dossier, `words` says it, `layouts` place it, `printing` draws PDF/A and docx,
`issuing` gives it its number and keeps what went out.
"""

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
    "receipt_of",
]
