"""Words whose spelling is known beforehand, so that a mark lost in a scan is put right: «Giầy chưng nhạn», «Trân Thị Thảo».

Only marks, capitals and specks are put right, and only towards the one known spelling; letters are never guessed.
"""

from collections.abc import Iterable

from motcua.kernel.text import fold

TITLES = (
    "Giấy khai sinh", "Giấy chứng sinh", "Giấy chứng nhận kết hôn", "Giấy xác nhận tình trạng hôn nhân", "Giấy chứng tử",
    "Giấy báo tử", "Trích lục khai sinh", "Trích lục kết hôn", "Trích lục khai tử", "Trích lục bản đồ địa chính",
    "Giấy chứng nhận quyền sử dụng đất",
    "Giấy chứng nhận quyền sử dụng đất, quyền sở hữu nhà ở và tài sản khác gắn liền với đất",
    "Giấy chứng nhận quyền sử dụng đất, quyền sở hữu tài sản gắn liền với đất",
    "Giấy chứng nhận đăng ký hộ kinh doanh", "Giấy chứng nhận đăng ký doanh nghiệp", "Giấy phép xây dựng",
    "Giấy chứng nhận cơ sở đủ điều kiện an toàn thực phẩm", "Giấy ủy quyền", "Căn cước công dân", "Thẻ căn cước",
    "Căn cước", "Hộ chiếu", "Sổ hộ khẩu", "Giấy xác nhận thông tin về cư trú", "Giấy xác nhận khuyết tật",
    "Giấy chứng nhận hộ nghèo", "Bằng tốt nghiệp trung học phổ thông", "Quyết định", "Biên bản", "Thông báo",
    "Tờ khai đăng ký khai sinh",
)  # fmt: skip
ISSUERS = (
    "Cục Cảnh sát quản lý hành chính về trật tự xã hội",
    "Bộ Công an",
    "Phòng Tài chính - Kế hoạch",
    "Phòng Kinh tế",
)
_FAMILY_NAMES = (
    "Nguyễn Trần Lê Phạm Hoàng Huỳnh Phan Vũ Võ Đặng Bùi Đỗ Hồ Ngô Dương Lý Đinh Trịnh Đoàn Lâm Mai Tô Trương Cao "
    "Hà Tạ Chu Châu Thái Lưu Lương Vương Quách Kiều Tăng Phùng Nông Hứa Lò Giàng Sùng Vàng Mùa Thào Lầu Hạng Tráng "
    "Sầm Cầm Quàng Tòng Lường Bế Đàm Thạch Sơn Danh Triệu Bàn Phàn Tẩn "
)
_FAMILIES = frozenset(_FAMILY_NAMES.split())


def known_spelling(read: str, known: Iterable[str]) -> str:
    """What was read, in the one known spelling that differs in marks, capitals and specks only; else as it was read."""
    bare = _bare(read)
    alike = {each for each in known if _bare(each) == bare}
    return alike.pop() if bare and len(alike) == 1 else read


def issuer_spelling(read: str, known: Iterable[str]) -> str:
    """Each part of «Phòng …, Ủy ban nhân dân …» for itself."""
    names = [*known, *ISSUERS]
    return ", ".join(known_spelling(part, names) for part in read.split(", "))


def person_spelling(read: str, people: Iterable[str]) -> str:
    """A whole known name; else the family name where there is one such family: «Nguyên» is «Nguyễn»."""
    whole = known_spelling(read, people)
    if whole != read:
        return whole
    family, space, rest = read.partition(" ")
    return family + space + rest if family in _FAMILIES else known_spelling(family, _FAMILIES) + space + rest


def _bare(text: str) -> str:
    return "".join(letter for letter in fold(text) if letter.isascii() and letter.isalnum())
