"""Invented people: any likeness is chance. Identity numbers begin with 000, which no province has."""

from datetime import date
from random import Random

_SURNAMES = (
    "Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Huỳnh", "Phan", "Vũ", "Võ", "Đặng", "Bùi", "Đỗ", "Hồ", "Ngô", "Dương",
    "Lý", "Đinh", "Mai", "Trịnh", "Tô",
)  # fmt: skip
_WOMEN = (
    ("Thị", "Ngọc", "Thu", "Thanh", "Minh"),
    ("Lan", "Hạnh", "Ơn", "Yến", "Hoa", "Đào", "Ánh", "Thảo", "Nga", "Xuân"),
)
_MEN = (
    ("Văn", "Đức", "Quốc", "Hữu", "Minh"),
    ("Bình", "Dũng", "Đạt", "Khoa", "Lâm", "Sơn", "Tâm", "Út", "Việt", "Ân"),
)
_HAMLETS = (
    "Thôn Đông",
    "Thôn Đoài",
    "Thôn Thượng",
    "Thôn Hạ",
    "Xóm Bến",
    "Xóm Chùa",
    "Tổ dân phố 1",
    "Tổ dân phố 2",
)


def person_name(chance: Random) -> str:
    """A full name, surname first."""
    middles, given = chance.choice((_WOMEN, _MEN))
    return f"{chance.choice(_SURNAMES)} {chance.choice(middles)} {chance.choice(given)}"


def identity_number(chance: Random) -> str:
    """Twelve digits that belong to nobody."""
    return f"000{chance.randrange(10**9):09d}"


def phone(chance: Random) -> str:
    """Ten digits in a range that is not given out."""
    return f"0000{chance.randrange(10**6):06d}"


def address(chance: Random, commune: str) -> str:
    """A hamlet of the commune."""
    return f"{chance.choice(_HAMLETS)}, {commune}"


def birth_date(chance: Random) -> date:
    """Somebody between eighteen and eighty in 2024."""
    return date(1944 + chance.randrange(62), 1 + chance.randrange(12), 1 + chance.randrange(28))
