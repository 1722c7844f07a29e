"""The payload of a VietQR code (EMVCo merchant-presented QR; NAPAS specification 1.5.2). Pure.

Each field is tag, length in two figures, value; the last field is a CRC over everything before it and its own
tag and length. Checked against the specification's own sample in the tests.
"""

import re
from dataclasses import dataclass

from motcua.kernel.refusals import Refused
from motcua.kernel.text import fold

_NAPAS = "A000000727"
_TO_ACCOUNT = "QRIBFTTA"
_LONGEST_PURPOSE = 25


@dataclass(frozen=True, slots=True)
class Account:
    """Where the money goes: the bank's six-figure BIN and the account number."""

    bin: str
    number: str


def payload(account: Account, *, amount: int = 0, purpose: str = "") -> str:
    """The text of the code. `amount` in đồng, 0: the payer types it; `purpose` at most 25 plain signs.

    Raises Refused for a BIN, an account number or an amount that no bank would read.
    """
    if not re.fullmatch(r"\d{6}", account.bin):
        raise Refused("Mã BIN của ngân hàng có đúng 6 chữ số.", field="bin")
    if not re.fullmatch(r"[A-Za-z0-9]{1,19}", account.number):
        raise Refused("Số tài khoản có từ 1 đến 19 chữ và số, không dấu cách.", field="number")
    if amount < 0 or amount >= 10**13:
        raise Refused("Số tiền không hợp lệ.", field="amount")
    consumer = _field("00", account.bin) + _field("01", account.number)
    fields = [
        _field("00", "01"),
        _field("01", "12" if amount else "11"),
        _field("38", _field("00", _NAPAS) + _field("01", consumer) + _field("02", _TO_ACCOUNT)),
        _field("53", "704"),
        _field("54", str(amount)) if amount else "",
        _field("58", "VN"),
        _field("62", _field("08", _plain(purpose))) if purpose else "",
    ]
    text = "".join(fields) + "6304"
    return text + checksum(text)


def checksum(text: str) -> str:
    """CRC-16/CCITT-FALSE (polynomial 1021, start FFFF) as four capital hexadecimal figures."""
    crc = 0xFFFF
    for byte in text.encode("ascii"):
        crc ^= byte << 8
        for _ in range(8):
            crc = ((crc << 1) ^ 0x1021) & 0xFFFF if crc & 0x8000 else (crc << 1) & 0xFFFF
    return f"{crc:04X}"


def _field(tag: str, value: str) -> str:
    return f"{tag}{len(value):02d}{value}"


def _plain(purpose: str) -> str:
    """Banks read letters, figures and spaces only."""
    plain = re.sub(r"[^A-Za-z0-9 ]", " ", fold(purpose).upper())
    return " ".join(plain.split())[:_LONGEST_PURPOSE]
