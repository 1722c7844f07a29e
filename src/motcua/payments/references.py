"""Our references: short, unguessable, and found again in a bank's text. Pure.

«MC» and eleven signs, of which the last checks the others. Banks drop punctuation, change case and break lines
inside the text of a transfer; letters and figures survive. I, O, U, 0 and 1 are left out: people type it too.
"""

import re
import secrets

_SIGNS = "ABCDEFGHJKLMNPQRSTVWXYZ23456789"
_LONG = 10
_LIKE = re.compile(f"(?=(MC[{_SIGNS}]{{{_LONG + 1}}}))")


def new_reference() -> str:
    """A reference nobody has: 31^10 possibilities, and the column is unique."""
    body = "".join(secrets.choice(_SIGNS) for _ in range(_LONG))
    return f"MC{body}{_check(body)}"


def references_in(text: str) -> list[str]:
    """Every reference in a bank's text, in order, with spaces and punctuation inside it or without."""
    plain = re.sub(r"[^A-Z0-9]", "", text.upper())
    found = [match[1] for match in _LIKE.finditer(plain)]
    return [each for each in dict.fromkeys(found) if _check(each[2:-1]) == each[-1]]


def _check(body: str) -> str:
    """A sum with weights 1 to 10 in base 31, a prime: one wrong sign, or two exchanged, never pass."""
    total = sum(weight * _SIGNS.index(sign) for weight, sign in enumerate(body, start=1))
    return _SIGNS[total % len(_SIGNS)]
