"""The line that a scanner reads from the QR code of an identity card. Pure: no Django.

Seven fields between «|»: number, number of the former card (may be empty), name, day of birth, sex,
permanent address, day of issue; days as ddmmyyyy. Cards named «Căn cước» (from 1/7/2024, Luật Căn cước 2023)
may carry more fields after these: they are accepted and left alone.
"""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date

from motcua.kernel.refusals import Refused
from motcua.kernel.text import squeeze

FIELDS = 7
_NUMBER = re.compile(r"\d{12}")
_OLD_NUMBER = re.compile(r"\d{9}|\d{12}")
_DAY = re.compile(r"(\d{2})[/.-]?(\d{2})[/.-]?(\d{4})")
# What a scanner sends in place of a letter that its keyboard layout does not have.
_LOST = re.compile("[?\ufffd\u25a1]")
# The fourth digit tells century and sex: 0/1 are men and women born 1900–1999, 2/3 2000–2099, and so on.
_FIRST_CENTURY = 1900


@dataclass(frozen=True, slots=True)
class IdentityCard:
    """What a card says. `warnings` are for the officer, who compares with the card itself."""

    number: str
    name: str
    old_number: str = ""
    birth_date: date | None = None
    sex: str = ""
    address: str = ""
    issued_on: date | None = None
    warnings: tuple[str, ...] = ()


def read_card(line: str) -> IdentityCard:
    """The card behind a scanned line, of either layout.

    Raises Refused (field `card`) for a line that is no card: too few fields, or no number of twelve digits.
    """
    parts = [squeeze(part) for part in _clean(line).split("|")]
    if len(parts) < FIELDS or not _NUMBER.fullmatch(parts[0]):
        raise Refused(
            "Mã vừa quét không phải mã QR của thẻ căn cước. Quét lại góc có mã QR, hoặc nhập tay.",
            field="card",
            code="not_a_card",
        )
    number, old, name, born, sex, address, issued = parts[:FIELDS]
    birth_date = _day(born)
    return IdentityCard(
        number=number,
        name=_as_written(name),
        old_number=old if _OLD_NUMBER.fullmatch(old) else "",
        birth_date=birth_date,
        sex=sex,
        address=address,
        issued_on=_day(issued),
        warnings=tuple(_warnings(number, name, address, born, birth_date)),
    )


def looks_like_card(line: str) -> bool:
    """Whether a scanned line is an identity card and no dossier code."""
    return line.count("|") >= FIELDS - 1


def _clean(line: str) -> str:
    kept = (char for char in line if char == "|" or unicodedata.category(char) != "Cc")
    return "".join(kept).strip().strip("\ufeff")


def _as_written(name: str) -> str:
    """Cards before 2024 print names in capitals; people write theirs with capital initials."""
    return name.title() if name.isupper() else name


def _day(text: str) -> date | None:
    found = _DAY.fullmatch(text)
    if found is None:
        return None
    day, month, year = (int(part) for part in found.groups())
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _warnings(number: str, name: str, address: str, born: str, birth_date: date | None) -> list[str]:
    found = []
    if _lost_diacritics(name) or _LOST.search(address):
        found.append(
            "Chữ từ máy quét có vẻ mất dấu tiếng Việt. So họ tên, địa chỉ với thẻ và gõ lại cho đúng; "
            "báo quản trị viên đặt máy quét sang chế độ Unicode."
        )
    if birth_date is None:
        found.append(f"Không đọc được ngày sinh «{born}» trên thẻ. Nhập tay theo thẻ.")
    elif _year_in(number) != birth_date.year:
        found.append("Số định danh và năm sinh trên thẻ không khớp nhau. Kiểm tra lại thẻ trước khi nhận.")
    return found


def _lost_diacritics(name: str) -> bool:
    """A letter replaced, or no mark at all: hardly any Vietnamese name is written without one."""
    return bool(_LOST.search(name)) or (name.isascii() and name != "")


def _year_in(number: str) -> int:
    century = _FIRST_CENTURY + int(number[3]) // 2 * 100
    return century + int(number[4:6])
