"""The line that a scanner types from the QR code of an identity card. Pure: no Django.

Seven fields between «|»: number, number of the former card (may be empty), name, day of birth, sex,
permanent address, day of issue; days as ddmmyyyy. Cards named «Căn cước» (from 1/7/2024, Luật Căn cước 2023)
may carry more fields after these: they are accepted and left alone.

Between the scanner and the page stands whatever types: an input method that turns letters and eats digits, a
keyboard layout without «|», an encoding read as another. What proves itself (digits of the right number, days
that exist, a year of birth that the number repeats) is kept; of the rest the officer is told to compare.
"""

import re
from dataclasses import dataclass
from datetime import date

from motcua.accounts.card_text import Garbling, garbling_of, separated
from motcua.kernel.refusals import Refused
from motcua.kernel.text import squeeze

FIELDS = 7
_NUMBER = re.compile(r"[0-9]{12}")
_OLD_NUMBER = re.compile(r"[0-9]{9}|[0-9]{12}")
_DAY = re.compile(r"([0-9]{2})[/.-]?([0-9]{2})[/.-]?([0-9]{4})")
# A number that lost a digit or two on the way still shows that the line was a card.
_NEARLY_A_NUMBER = range(10, 14)
# The fourth digit tells century and sex: 0/1 are men and women born 1900–1999, 2/3 2000–2099, and so on.
_FIRST_CENTURY = 1900
_OLDEST = 130

_PHOTO = "Chụp ảnh mặt có mã QR rồi chọn «Ảnh chụp mã QR», hoặc dán nội dung mã; cũng có thể gõ theo thẻ."
_NO_CARD = "Mã vừa quét không phải mã QR của thẻ căn cước. Quét lại góc có mã QR, hoặc nhập tay."
_CUT = "Mã QR của thẻ mới đọc được một phần ({read}). Những gì đã nhập vẫn còn. Quét lại, hoặc: {photo}"
_LOST = "Chữ từ máy quét mất dấu tiếng Việt. So họ tên, địa chỉ với thẻ và gõ lại cho đúng, hoặc: {photo}"
_WRONG = (
    "Bộ gõ tiếng Việt (Telex, VNI, VIQR) hoặc máy quét làm sai, mất dấu chữ: máy đọc «{said}». "
    "Số và ngày đã kiểm tra thì giữ lại, chữ không chắc thì để trống. Tắt bộ gõ rồi quét lại, hoặc: {photo}"
)


@dataclass(frozen=True, slots=True)
class IdentityCard:
    """What a card says, as far as it is sure. `warnings` are for the officer, who compares with the card itself.

    Empty: not read, or not sure. `cut`: the line ended early. `lost_marks`: letters are right, marks are missing.
    """

    number: str
    name: str
    old_number: str = ""
    birth_date: date | None = None
    sex: str = ""
    address: str = ""
    issued_on: date | None = None
    warnings: tuple[str, ...] = ()
    cut: bool = False
    lost_marks: bool = False


def read_card(line: str, *, today: date | None = None) -> IdentityCard:
    """The card behind a scanned line, of either layout, whole or cut short.

    A day after `today` is not believed. Raises Refused (field `card`) for a line that is no card.
    """
    parts = [squeeze(part) for part in separated(_clean(line)).split("|")]
    digits = re.sub(r"[^0-9]", "", parts[0])
    if len(parts) < 2 or len(digits) not in _NEARLY_A_NUMBER:
        raise Refused(_NO_CARD, field="card", code="not_a_card")
    cut = len(parts) < FIELDS
    if cut:
        parts[-1] = ""  # nobody knows how much of it is missing
    number, old, name, born, sex, address, issued = (parts + [""] * FIELDS)[:FIELDS]
    sure = bool(_NUMBER.fullmatch(number))
    birth_date = _day(born, today)
    names, places = garbling_of(name, of_name=True), garbling_of(address, of_name=False)
    return IdentityCard(
        number=number if sure else "",
        name="" if names is Garbling.WRONG else _as_written(name),
        old_number=old if _OLD_NUMBER.fullmatch(old) else "",
        birth_date=birth_date,
        sex=_sex(number, sure, sex),
        address="" if places is Garbling.WRONG else address,
        issued_on=_day(issued, today),
        warnings=(
            *_about_the_line(parts, name, address, (names, places), cut=cut),
            *_about_the_number(number, sure, born, birth_date, today),
        ),
        cut=cut,
        lost_marks=Garbling.LOST in (names, places),
    )


def looks_like_card(line: str) -> bool:
    """Whether a scanned line is an identity card, also one cut short or garbled, and no dossier code."""
    whole = separated(_clean(line))
    return whole.count("|") >= FIELDS - 1 or bool(re.match(r"[0-9]{10,13}\|", whole))


def _clean(line: str) -> str:
    # Signs U+0080 to U+009F are halves of letters where an encoding was mistaken: they are still needed.
    kept = (char for char in line if char == "\t" or char > "\x7e" or char.isprintable())
    return "".join(kept).strip().strip("\ufeff")


def _as_written(name: str) -> str:
    """Cards before 2024 print names in capitals; people write theirs with capital initials."""
    return name.title() if name.isupper() else name


def _day(text: str, today: date | None) -> date | None:
    found = _DAY.fullmatch(text)
    if found is None:
        return None
    day, month, year = (int(part) for part in found.groups())
    try:
        read = date(year, month, day)
    except ValueError:
        return None
    return None if today is not None and not _possible(read, today) else read


def _possible(day: date, today: date) -> bool:
    return day <= today and today.year - day.year <= _OLDEST


def _sex(number: str, sure: bool, written: str) -> str:
    """The number tells it; what is written is believed only without a sure number."""
    if sure:
        return "Nữ" if int(number[3]) % 2 else "Nam"
    return written if written in ("Nam", "Nữ") else ""


def _about_the_line(
    parts: list[str], name: str, address: str, how: tuple[Garbling, Garbling], *, cut: bool
) -> list[str]:
    if cut:
        labels = ("số định danh", "số cũ", "họ tên", "ngày sinh", "giới tính", "địa chỉ")
        read = ", ".join(label for label, part in zip(labels, parts, strict=False) if part) or "chưa đủ"
        return [_CUT.format(read=read, photo=_PHOTO)]
    if Garbling.WRONG in how:
        said = "; ".join(
            text for text, one in zip((name, address), how, strict=True) if one is Garbling.WRONG
        )
        return [_WRONG.format(said=said[:120], photo=_PHOTO)]
    return [_LOST.format(photo=_PHOTO)] if Garbling.LOST in how else []


def _about_the_number(
    number: str, sure: bool, born: str, birth_date: date | None, today: date | None
) -> list[str]:
    found = []
    if not sure:
        found.append(f"Số định danh máy đọc được («{number}») không đủ 12 chữ số nên không điền. {_PHOTO}")
    if birth_date is None:
        if born:
            future = _day(born, None) is not None and today is not None
            why = "là ngày không thể có" if future else "không đọc được"
            found.append(f"Ngày sinh «{born}» trên mã {why} nên không điền. Nhập tay ngày sinh theo thẻ.")
    elif sure and _year_in(number) != birth_date.year:
        found.append("Số định danh và năm sinh trên thẻ không khớp nhau. Kiểm tra lại thẻ trước khi nhận.")
    return found


def _year_in(number: str) -> int:
    century = _FIRST_CENTURY + int(number[3]) // 2 * 100
    return century + int(number[4:6])
