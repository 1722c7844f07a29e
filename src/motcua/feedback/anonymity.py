"""What of an answer may be shown to everybody: nobody who asked can be recognised. Pure.

An answer is written to one person and published to all (REQ F2: 100 % published). Numbers that may be a telephone, an
identity card or a dossier, addresses of e-mail, the sender as written down at receipt, and names behind a form of
address are covered. What stays is for the officer to read before publishing: no machine sees everything.
"""

import re
from typing import Final

COVER: Final = "…"
_NUMBERS = re.compile(r"(?<!\w)\+?\d(?:[\s.\-]?\d){8,}(?!\w)")
_MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_DOSSIER = re.compile(
    r"\b[A-Z]\d{2}(?:\.\d+)*-\d{6}-\d{3,}\b|\b(?=[A-Z0-9]{12}\b)(?=[A-Z]*\d)(?=\d*[A-Z])[A-Z0-9]{12}\b"
)
_UPPER = "A-ZÀÁẢÃẠĂẰẮẲẴẶÂẦẤẨẪẬĐÈÉẺẼẸÊỀẾỂỄỆÌÍỈĨỊÒÓỎÕỌÔỒỐỔỖỘƠỜỚỞỠỢÙÚỦŨỤƯỪỨỬỮỰỲÝỶỸỴ"
_NAME = rf"[{_UPPER}][^\W\d_]*"
_ADDRESSED = re.compile(
    rf"\b((?i:ông/bà|ông|bà|anh|chị|cháu|công dân|gia đình))((?:\s+(?i:ông|bà|anh|chị))?)\s+({_NAME}(?:\s+{_NAME})+)"
)


def anonymous(text: str, *, sender: str = "") -> str:
    """The text with everything that names the person covered; `sender` is who sent it, as kept at receipt."""
    for part in _parts(sender):
        text = re.sub(rf"(?<!\w){re.escape(part)}(?!\w)", COVER, text, flags=re.IGNORECASE)
    text = _MAIL.sub(COVER, text)
    text = _DOSSIER.sub(COVER, text)
    text = _NUMBERS.sub(COVER, text)
    return _ADDRESSED.sub(lambda found: f"{found[1]}{found[2]} {COVER}", text)


def _parts(sender: str) -> list[str]:
    """The pieces of «name, telephone, address» worth covering, the longest first."""
    pieces = (piece.strip() for piece in re.split(r"[,;|\n·–]|\s-\s", sender))
    return sorted((piece for piece in pieces if len(piece) >= 4), key=len, reverse=True)
