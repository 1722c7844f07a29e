"""Which plain number a target means: dialogues held, posts of a person a week, the total of the common set. Pure.

The codes are those of docs/algorithms/measures.md; `measurement.numbers` answers them.
"""

import re
from dataclasses import dataclass

from motcua.kernel.text import fold

LOOKING_BACK = ("above_last_year", "not_below_last_year", "increase_per_year")
TOTAL = "766.total"
_COUNTS = re.compile(
    r"(?<!tong )\bso (luong|ho so|cuoc|luot|lop|tin|bai|sang kien|dot)\b(?! (hoa|tren tong))"
)


@dataclass(frozen=True, slots=True)
class Counted:
    """Folded words that must all occur, words of which none may, and the folded units in which it can be compared.

    `adds_up`: units' numbers together are the whole's.
    """

    code: str
    needs: tuple[str, ...]
    units: tuple[str, ...]
    never: tuple[str, ...] = ()
    adds_up: bool = True


_TIMES = ("cuoc", "lan", "buoi", "hoi nghi", "cuoc doi thoai", "hoi nghi doi thoai", "buoi doi thoai")
_CHECKS = ("cuoc", "dot", "cuoc kiem tra", "dot kiem tra")
_COURSES = ("lop", "cuoc", "dot", "buoi", "lop tap huan", "cuoc tap huan", "buoi tap huan", "dot tap huan")
_IDEAS = ("sang kien", "sang kien cai tien", "sang kien cai cach")
_POSTS = ("tin, bai", "tin bai", "bai", "bai viet", "tin, bai viet", "tin", "tin/bai")
_A_WEEK = tuple(f"{post}/tuan" for post in _POSTS)
_EACH_WEEK = tuple(f"{post}/{one}/tuan" for post in _POSTS for one in ("nguoi", "can bo", "cong chuc"))
# Another kind, form or content than what the register keeps apart.
_OTHER_CHECKS = (
    "tu kiem tra", "dot xuat", "dinh ky", "thanh tra", "giam sat", "cong vu", "phong chay", "sau kiem tra", "khac phuc",
)  # fmt: skip
_OTHER_LEVELS = ("cap tinh", "cap huyen", "cap co so", "toan quoc", "pham vi", "ap dung", "nhan rong")
_NARROWER_POSTS = (
    "moi ", "/tuan", "/thang", "hang tuan", "hang thang", "hang quy", "phat thanh", "truyen hinh", "tren bao", "dai truyen",
)  # fmt: skip
_NOT_HELD = ("tham gia", "tham du", "cu can bo", "cu cong chuc")
_PARTS = (
    "toan trinh",
    "mot phan",
    "thanh toan",
    "dung han",
    "tre han",
    "qua han",
    "so hoa",
    "ket qua",
    "buu chinh",
)

# The first that fits wins; what may mean two things is not here.
_ALL: tuple[Counted, ...] = (
    Counted("N.dialogues", ("doi thoai",), _TIMES, ("cau hoi", "y kien", "nguoi du")),
    Counted("N.inspections", ("kiem tra", "thu tuc hanh chinh"), _CHECKS, _OTHER_CHECKS),
    Counted("N.inspections", ("kiem tra", "mot cua"), _CHECKS, _OTHER_CHECKS),
    Counted("N.trainings", ("tap huan", "thu tuc hanh chinh"), _COURSES, _NOT_HELD),
    Counted("N.trainings", ("tap huan", "mot cua"), _COURSES, _NOT_HELD),
    Counted("N.trainings", ("tap huan", "dich vu cong"), _COURSES, _NOT_HELD),
    Counted("N.recognised", ("sang kien", "cong nhan"), _IDEAS, ("dang ky", *_OTHER_LEVELS)),
    Counted("N.initiatives", ("sang kien", "dang ky"), _IDEAS, ("cong nhan", *_OTHER_LEVELS)),
    Counted("N.posts_each", (), _EACH_WEEK, ("binh quan", "trung binh", "phat thanh"), adds_up=False),
    Counted("N.posts_each", ("moi can bo",), _A_WEEK, ("binh quan", "trung binh"), adds_up=False),
    Counted("N.posts_each", ("moi cong chuc",), _A_WEEK, ("binh quan", "trung binh"), adds_up=False),
    Counted("N.posts", ("tin, bai",), _POSTS, _NARROWER_POSTS),
    Counted("N.posts", ("tin bai",), _POSTS, _NARROWER_POSTS),
    Counted("N.posts", ("tuyen truyen", "bai"), _POSTS, _NARROWER_POSTS),
    Counted("N.received_each", ("nang suat", "tiep nhan", "ho so"),
            ("ho so", "ho so/nguoi/nam", "ho so/nam", "ho so/nguoi"), adds_up=False),
    Counted("identity_help", ("ho tro", "dinh danh"), ("luot", "luot nguoi", "luot ho tro")),
    Counted("N.received_online", ("ho so", "truc tuyen"), ("ho so",), ("tiep nhan tren he thong", *_PARTS)),
    Counted("N.received", ("ho so", "tiep nhan"), ("ho so",), ("truc tuyen", "nhan su", "truc tiep", *_PARTS)),
    Counted(TOTAL, ("766", "diem"), ("diem",), ("tang", "tieu chi", "nhom"), adds_up=False),
    Counted(TOTAL, ("766", "loai"), ("diem",), ("tang", "tieu chi", "nhom"), adds_up=False),
)  # fmt: skip
NUMBERS = frozenset(one.code for one in _ALL)
ADDING_UP = frozenset(one.code for one in _ALL if one.adds_up)
# Only what is said to be a number of dossiers: «hồ sơ trực tuyến» alone is a share more often.
_SAID_TO_BE = frozenset({"N.received", "N.received_online"})


def says_number(name: str) -> bool:
    """Whether the words speak of how many there are, and of no share of them."""
    words = fold(name)
    return "ty le" not in words and _COUNTS.search(words) is not None


def number_meant(words: str, unit: str, operator: str = "") -> str:
    """The number that words (folded, short forms written out) mean in a unit, or none."""
    for one in _ALL:
        if all(word in words for word in one.needs) and not any(word in words for word in one.never):
            if one.code in _SAID_TO_BE and not says_number(words):
                continue
            if comparable(one.code, unit, operator) and _in_unit(one, words, unit):
                return one.code
    return ""


def comparable(code: str, unit: str, operator: str) -> bool:
    """Whether a number can be compared in a unit: its own, or, against last year, percent or none at all."""
    said = " ".join(fold(unit).split())
    if any(said in one.units for one in _ALL if one.code == code):
        return True
    return said in ("", "%") and operator in LOOKING_BACK and code in ADDING_UP


def _in_unit(one: Counted, words: str, unit: str) -> bool:
    """Against last year the unit says nothing of what is counted: then the words must say that it is a number."""
    said = " ".join(fold(unit).split())
    return said in one.units or (one.needs != () and says_number(words))
