"""Roles of columns and labels: from the words of a header, or of a label before a colon."""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Literal

from motcua.kernel.text import fold

Role = Literal[
    "number",
    "title",
    "target",
    "unit",
    "value",
    "baseline",
    "lead",
    "cooperating",
    "deadline",
    "deliverable",
    "note",
    "assessor",
    "mark",
    "extra",
]

# Tried in this order on folded text: the first that fits names the role. The longer words come first because
# «Kết quả thực hiện năm 2023» is a baseline, «Kết quả thực hiện» a deliverable.
_WORDS: tuple[tuple[Role, str], ...] = (
    ("baseline", r"^tien do (?:den nay|hien nay|den thoi diem|den ngay)"),
    ("number", r"^(?:s?tt ?\d?|s[it]{2}|so tt|so thu tu|thu tu|no|#)\.?$"),
    ("note", r"^ghi chu\b|^luu y$"),
    (
        "assessor",
        r"danh gia$|\b(?:co quan|bo phan|don vi|nguoi)\b.*\bdanh gia|theo doi,? danh gia$|^danh gia$",
    ),
    ("unit", r"^(?:don vi tinh|dvt|dv tinh|dvi tinh|don vi do)\b"),
    ("value", r"^(?:diem|ty le|muc)\b.*\b(?:phan dau|can dat|muc tieu)\b"),
    (
        "baseline",
        r"^(?:ket qua|so lieu|hien trang|thuc hien|muc dat|diem|ty le)\b.*\b(?:nam (?:truoc|20\d\d)|"
        r"hien nay)|^(?:(?:uoc )?(?:ket qua|thuc hien|dat)|so lieu|hien trang)(?: dat)?(?: duoc)?,? 20\d\d$",
    ),
    ("baseline", r"^nam (?:truoc|20\d\d) (?:dat|thuc hien|ket qua)|^(?:da )?dat (?:duoc )?nam"),
    ("baseline", r"^hien trang\b|^thuc trang\b|^(?:uoc )?thuc hien nam\b|^nam truoc\b"),
    (
        "value",
        r"^(?:chi tieu|muc tieu|ke hoach|phan dau|muc phan dau)\b.*\b(?:khac phuc|nam 20\d\d|20\d\d|"
        r"duoc giao|giao|phan dau|can dat)\b",
    ),
    (
        "value",
        r"^(?:chi tieu|muc tieu) (?:khac phuc|phan dau|can dat|giao)|^phan dau$|^muc (?:phan dau|tieu|"
        r"chi tieu)|^gia tri$|^nam 20\d\d$",
    ),
    ("lead", r"chu tri.*phoi hop"),
    ("cooperating", r"phoi hop(?!.*chu tri)"),
    (
        "lead",
        r"chu tri|tham muu|phu trach|chiu trach nhiem|trach nhiem thuc hien|phan cong|dau moi|^truong doan",
    ),
    (
        "lead",
        r"^(?:co quan|don vi|bo phan|nguoi|to chuc|ca nhan|can bo|cong chuc)(?:,? [\w ,/]{0,30})? "
        r"(?:thuc hien|thuc thi|tham muu)",
    ),
    (
        "deadline",
        r"^(?:thoi gian|thoi han|tien do|thoi diem|han hoan thanh|han cuoi|ngay hoan thanh|moc thoi "
        r"gian|tg|tan suat|xong|lo trinh|ky han|han thuc hien|hoan thanh)\b",
    ),
    (
        "deadline",
        r"^(?:ngay|thang|quy|tuan)(?:(?: ?/ ?|, ?| va )(?:ngay|thang|quy|tuan))*(?: thuc hien| hoan thanh)?$",
    ),
    (
        "deadline",
        r"^(?:den|ket thuc)(?: het)?(?: ngay| thang)?$|^ngay (?:ket thuc|den han)$",
    ),
    ("extra", r"^(?:bat dau|tu)(?: ngay| thang| tu)?$|^ngay bat dau$"),
    (
        "deliverable",
        r"^(?:san pham|ket qua|dau ra|sp|kq|minh chung|hinh thuc van ban|ten san pham|du kien (?:san pham|"
        r"ket qua)|yeu cau san pham)\b|san pham",
    ),
    ("note", r"^(?:tai lieu|yeu cau)$"),
    ("target", r"^(?:ten |nhom )?(?:chi tieu|tieu chi|chi so|noi dung chi tieu|noi dung tieu chi)\b"),
    (
        "title",
        r"\b(?:noi dung|nhiem vu|cong viec|hoat dong|cong tac|giai phap|dau viec|dau muc|ton tai|han "
        r"che)\b",
    ),
    (
        "title",
        r"\b(?:co quan|don vi|doi tuong|dia phuong)\b.* (?:duoc|chiu su) (?:kiem tra|thanh tra|giam sat)",
    ),
    ("value", r"^(?:chi tieu|muc tieu)"),
    ("lead", r"^(?:don vi|co quan|bo phan)(?: chinh)?$"),
    (
        "extra",
        r"^(?:kinh phi|nguon|linh vuc|diem|ty le|can cu|dia diem|doi tuong|so luong|muc do|tinh trang|"
        r"nhom)\b",
    ),
)
_RULES = tuple((role, re.compile(pattern)) for role, pattern in _WORDS)

_WIDEST_HEADER = 110
_LONGEST_KEPT = 300


def folded(text: str) -> str:
    """`fold`, remembered for short texts: the words of headers, agencies and labels come again and again."""
    return _folded(text) if len(text) < _LONGEST_KEPT else fold(text)


@lru_cache(maxsize=8192)
def _folded(text: str) -> str:
    return fold(text)


@lru_cache(maxsize=4096)
def role_of(plain: str) -> Role | None:
    """The role a header's folded words name, or None.

    >>> role_of("co quan chu tri"), role_of("thoi gian hoan thanh"), role_of("stt")
    ('lead', 'deadline', 'number')
    """
    words = plain.strip(" :.*").replace("\n", " ")
    if not words or len(words) > _WIDEST_HEADER:
        return None
    return next((role for role, pattern in _RULES if pattern.search(words)), None)


def settle_titles(names: Sequence[str], roles: list[Role | None]) -> None:
    """One title only: the first; «Chỉ tiêu» beside «Nội dung» is the value."""
    if "title" in roles and "target" in roles and "value" not in roles:
        column = roles.index("target")
        if folded(names[column]).startswith(("chi tieu", "muc tieu")):
            roles[column] = "value"
    titled = [column for column, role in enumerate(roles) if role in {"title", "target"}]
    if len(titled) > 1 and _INSPECTED.search(folded(names[titled[0]])):
        roles[titled.pop(0)] = "extra"  # «Đơn vị được kiểm tra» beside «Nội dung kiểm tra»
    if len(titled) > 1 and _SHORTCOMING.search(folded(names[titled[0]])):
        roles[titled.pop(0)] = "baseline"  # «Tồn tại, hạn chế» beside «Giải pháp khắc phục»
    if len(titled) > 1 and folded(names[titled[0]]).startswith("nhom "):
        roles[titled.pop(0)] = "extra"  # «Nhóm chỉ số», merged over its rows, beside «Giải pháp»
    for column in titled[1:]:
        roles[column] = "extra"
    values = [column for column, role in enumerate(roles) if role == "value"]
    if not titled and len(values) > 1:
        roles[values[0]] = "target"


_SHORTCOMING = re.compile(
    r"^(?:noi dung )?(?:nhung |cac )?(?:ton tai|han che|khuyet diem|sai sot|bat cap|(?:tieu chi )?bi tru diem|vuong mac"
    r"|kho khan)(?!.*(?:giai phap|khac phuc))"
)
_INSPECTED = re.compile(r"(?:duoc|chiu su) (?:kiem tra|thanh tra|giam sat)$")


def settle_frequency(names: Sequence[str], roles: list[Role | None]) -> None:
    """«Tần suất» says when, unless another column does."""
    often = next((at for at, name in enumerate(names) if folded(name).startswith("tan suat")), None)
    if often is not None and any(role in {"deadline", "mark"} for role in roles[:often] + roles[often + 1 :]):
        roles[often] = "extra"
