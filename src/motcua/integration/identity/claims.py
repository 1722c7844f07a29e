"""What VNeID and the national portal call things, and what of it is asked (reference one_stop 20.1). Pure."""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from motcua.accounts.ports import Identity
from motcua.kernel.refusals import Refused
from motcua.kernel.text import squeeze

_NUMBER, _NAME, _BORN, _KIND = "SoDinhDanh", "HoVaTen", "NgayThangNamSinh", "LoaiTaiKhoan"
_OF_A_CITIZEN = "1"
_DAYS = (
    re.compile(r"(?P<day>\d{1,2})[/.-](?P<month>\d{1,2})[/.-](?P<year>\d{4})"),
    re.compile(r"(?P<year>\d{4})-(?P<month>\d{2})-(?P<day>\d{2})(?:T.*)?"),
    re.compile(r"(?P<year>\d{4})(?P<month>\d{2})(?P<day>\d{2})"),
)


def identity_of(provider: str, claims: Mapping[str, Any], level_claims: Sequence[str]) -> Identity:
    """The identity behind claims.

    Refuses an account of an organisation, and one without an identity number of 12 digits or without a name.
    """
    if str(claims.get(_KIND) or _OF_A_CITIZEN).strip() != _OF_A_CITIZEN:
        raise Refused("Tài khoản của tổ chức.", code="organisation")
    number = str(claims.get(_NUMBER) or "").strip()
    name = squeeze(str(claims.get(_NAME) or ""))
    if not re.fullmatch(r"[0-9]{12}", number) or not name:
        raise Refused("Nơi xác thực không cho biết số định danh hoặc họ tên.", code="claims")
    return Identity(
        provider=provider,
        subject=str(claims["sub"]),
        level=level_of(claims, level_claims),
        identity_number=number,
        name=name[:200],
        birth_date=day_of(str(claims.get(_BORN) or "").strip()),
    )


def level_of(claims: Mapping[str, Any], names: Sequence[str]) -> int:
    """The lowest of the levels told under these names: «2», «IAL2», «urn:…:loa:2»; 0 when none is told."""
    told = [str(claims[name]).strip() for name in names if claims.get(name) not in (None, "")]
    levels = [int(found[1]) if (found := re.search(r"(\d)$", text)) else 0 for text in told]
    return min(levels, default=0)


def day_of(text: str) -> date | None:
    """A whole day, written 08/03/1990, 1990-03-08 or 19900308; None for a year alone or what is no day."""
    for shape in _DAYS:
        if found := shape.fullmatch(text):
            try:
                return date(int(found["year"]), int(found["month"]), int(found["day"]))
            except ValueError:
                return None
    return None
