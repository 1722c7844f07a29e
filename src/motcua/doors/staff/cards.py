"""What a scanned card, a photograph of one, or a pasted line puts into the fields of a reception."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.http import QueryDict

from motcua.accounts.identity_card import IdentityCard, looks_like_card, read_card
from motcua.accounts.models import Person
from motcua.blobs.store import Readable
from motcua.kernel import clock
from motcua.kernel.refusals import Refused
from motcua.rendering.qr_photo import texts_in

# Which field takes what of the card.
APPLICANT: Mapping[str, str] = {
    "number": "identity_number", "name": "name", "birth_date": "birth_date", "address": "address",
}  # fmt: skip
# Of a personal number, and of the identity cards of before.
_DIGITS = (12, 9)
_SHORT = (
    "Mới đọc được {many} chữ số; số định danh có 12 chữ số. Quét lại góc có mã QR, hoặc nhập tay theo thẻ."
)
DELEGATE: Mapping[str, str] = {"number": "delegate_identity", "name": "delegate_name"}


@dataclass(frozen=True, slots=True)
class Taken:
    """What came of it: `problem` when there was no card, `warnings` when some of it is not sure."""

    problem: str = ""
    warnings: tuple[str, ...] = ()
    card: IdentityCard | None = None


def take_card(data: QueryDict, name: str, fields: Mapping[str, str]) -> Taken:
    """Fill in a scanned or pasted line; what a card says goes before what was typed, what it does not say stays."""
    line = data.get(name, "").strip()
    data[name] = ""
    if not line:
        return Taken()
    if not looks_like_card(line) and line.isdecimal():
        if len(line) not in _DIGITS:
            return Taken(_SHORT.format(many=len(line)))
        data[fields["number"]] = line
        return Taken()
    try:
        card = read_card(line, today=clock.today())
    except Refused as refused:
        return Taken(refused.message)
    said = {
        "number": card.number,
        "name": card.name,
        "birth_date": f"{card.birth_date:%d/%m/%Y}" if card.birth_date else "",
        "address": card.address,
    }
    for what, field in fields.items():
        if said[what]:
            data[field] = said[what]
    return Taken(warnings=card.warnings, card=card)


def line_in_photo(photo: Readable) -> str:
    """The card's line in a photograph. Raises Refused (field `card_photo`) when no code can be read."""
    try:
        texts = texts_in(photo.read(-1))
    except Refused as refused:
        raise Refused(refused.message, field="card_photo", code=refused.code) from refused
    card = next((text for text in texts if looks_like_card(text)), None)
    if card is None:
        seen = (
            "Ảnh có mã QR khác, không phải mã của thẻ căn cước." if texts else "Không thấy mã QR trong ảnh."
        )
        raise Refused(
            f"{seen} Chụp thẳng, đủ sáng, mã chiếm khoảng một phần ba ảnh.",
            field="card_photo",
            code="no_code",
        )
    return card


def fill_empty(data: QueryDict, person: Person) -> None:
    """What an earlier visit knows fills what is empty; a card's name is better known to us with its marks."""
    born = f"{person.birth_date:%d/%m/%Y}" if person.birth_date else ""
    known = {
        "name": person.name, "birth_date": born, "phone": person.phone,
        "address": person.address, "email": person.email,
    }  # fmt: skip
    for name, value in known.items():
        if value and not data.get(name, "").strip():
            data[name] = value
    if str(data["name"]).isascii() and not person.name.isascii():
        data["name"] = person.name
