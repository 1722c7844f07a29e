"""Codes of digitised papers, by a template that is a dated rule, and the marks papers are verified by."""

import secrets
import string
from datetime import date

from motcua.datastore.counters import take_number
from motcua.kernel.refusals import Refused
from motcua.organisation.models import Agency
from motcua.regimes.queries import rules_on

_LETTERS = "".join(sorted(set(string.ascii_uppercase + string.digits) - set("0O1IL")))
_LENGTH = 16


def take_code(agency: Agency, type_code: str, day: date) -> str:
    """The next code of an agency, the last statement before the rows of an act (TT 01/2023 Điều 7: cấp mã)."""
    from motcua.storehouse.models import PaperCounter

    template = str(rules_on(day, scopes=agency.chain)("digitise.code"))
    kind = "".join(letter for letter in type_code.upper() if letter.isalnum()) or "KHAC"
    number = take_number(PaperCounter, kind=kind[:40], unit=agency.code, period=str(day.year))
    return written(template, agency=agency.code, type_code=kind, year=day.year, number=number)


def written(template: str, *, agency: str, type_code: str, year: int, number: int) -> str:
    """A template filled in. Refuses one that names other parts, or none that makes codes differ."""
    try:
        code = template.format(agency=agency, type=type_code, year=year, number=number)
        other = template.format(agency=agency, type=type_code, year=year, number=number + 1)
    except (KeyError, IndexError, ValueError) as fault:
        raise Refused(
            f"Mẫu mã «{template}» không dùng được: chỉ gồm {{agency}}, {{type}}, {{year}}, {{number:06d}}.",
            field="value",
        ) from fault
    if code == other or len(code) > 80:
        raise Refused("Mẫu mã phải có {number} và cho mã không quá 80 ký tự.", field="value")
    return code


def new_verification() -> str:
    """A mark that cannot be guessed, printed in the QR of a paper: about 80 bits."""
    return "".join(secrets.choice(_LETTERS) for _ in range(_LENGTH))
