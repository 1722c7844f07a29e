"""The place an agency's documents are dated at, from its name (NĐ 30/2020/NĐ-CP Phụ lục I: địa danh). Pure."""

_BODIES = ("Ủy ban nhân dân ", "UBND ")
_LEVELS = ("xã ", "phường ", "đặc khu ", "thị trấn ", "huyện ", "tỉnh ", "thành phố ")


def place_in(name: str) -> str:
    """«Ủy ban nhân dân xã Lam Bình» → «Lam Bình»; another name stays as it is."""
    for kind in _BODIES:
        name = name.removeprefix(kind)
    for level in _LEVELS:
        if name.startswith(level):
            return name.removeprefix(level)
    return name
