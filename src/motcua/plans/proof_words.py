"""Which trace in the system may show that a task is done, by the task's words: its kind and what it must be like. Pure.

A proof is of the same deed, the same stage of it and the same place: a plan is no class held,
a class attended no class
held, a team founded no inspection concluded, a loudspeaker no social network. Where that cannot be told nothing is
offered. Rules and their table: docs/algorithms/plan-proofs.md.
"""

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise
from unicodedata import normalize

from motcua.kernel.text import fold
from motcua.plans.ports import Seen, Sought
from motcua.plans.post_words import outreach_of
from motcua.plans.report_words import report_of
from motcua.plans.rules import kind_of

_SHORT = (
    ("tthc", "thu tuc hanh chinh"), ("kstt ", "kiem soat thu tuc "), ("kiem soat tt hc",
    "kiem soat thu tuc hanh chinh"),
    ("bp1c", "bo phan mot cua"), ("cbccvc", "can bo, cong chuc"), ("cbcc", "can bo, cong chuc"), ("hang thang",
    "thang"),
)  # fmt: skip
# «Theo kế hoạch …», «thực hiện kế hoạch …»: how something is done, not what is to be brought.
_BY_PLAN = re.compile(
    r"\b(?:theo|(?:to chuc |trien khai )*(?:thuc hien|trien khai)|to chuc) (?:dung |nghiem |tot |cac )*"
    r"(?:ke hoach|quy che|chuong trinh)\b(?: so \S+)?"
)
# What is to be brought is a plan: it stands first, after words of making it.
_MAKING = (
    r"(?:tham muu|chu dong|xay dung|ban hanh|lap|trinh|phe duyet|soan|du thao|hoan thien|ubnd|uy ban nhan dan|"
    r"xa|phuong|"
    r"tinh|chu tich|va|,|dieu chinh|to chuc|cho|cap co tham quyen|de|nham|cac|cong tac) ?"
)
_PLAN_FIRST = re.compile(rf"^(?:{_MAKING})*ke hoach\b")
_PLAN_OF = re.compile(
    r"\bke hoach (?:(?:to chuc|thuc hien|hoat dong|cong tac|phoi hop|tu|trien khai|nhiem vu|viec|nam \d{4}|nam) )*"
    r"(?P<of>(?:thong tin,? )?tuyen truyen|truyen thong|kiem tra|kiem soat|ra soat|cai cach hanh chinh|khac phuc)\b"
)
_A_PLAN = re.compile(r"^(?:cac )?ke hoach\b")
_AND_HELD = re.compile(r"\b(?:va|,) (?:to chuc|thuc hien|trien khai|tien hanh)\b")
# A task that only looks at what others did, or puts it into words.
_LOOKING_ON = re.compile(
    r"^(?:tiep tuc |chu dong |tang cuong |thuong xuyen |dinh ky )*(?:bao cao|tong hop|thong ke|theo doi|don doc|"
    r"so ket|tong ket|"
    r"danh gia|quan triet|pho bien|kinh phi|du toan|bo tri|cap phat|cap kinh phi|mua|trang bi|khen thuong|"
    r"bieu duong|chi tra|quyet toan|luu tru|"
    r"nghien cuu|gop y|tham gia y kien|de nghi|dang ky|lap danh sach|chuan bi|bien soan|in an|"
    r"moi (?:lanh dao|dai bieu|doan|du|tham)|hop|tham du|cap nhat|"
    r"khong)\b"
)
_ATTENDING = re.compile(
    r"\b(?:tham gia|tham du|du|cu|de cu|phai cu)\b[^;.]{0,120}\b(?:tap huan|boi duong)|\b(?:tap huan|"
    r"boi duong)\b[^;.]{0,120}? do [^;.]{0,120}"
    r"\bto chuc\b"
)
_OTHER_FIELDS = (
    "phong chay", "chay no", "an toan thuc pham", "an toan ve sinh", "trat tu xay dung", "dat dai",
    "moi truong", "y te",
    "benh vien", "giao duc", "truong hoc", "bau cu", "quan su", "quoc phong", "phong chong", "tai chinh", "ngan sach",
    "thue", "dang vien", "thanh nien", "phu nu", "nguoi lao dong", "khieu nai", "giai phong mat bang",
    "nong thon moi",
    "dan so", "tin nhiem", "nong nghiep", "thien tai",
)  # fmt: skip
_OF_PROCEDURES = re.compile(r"\b(?:thu tuc hanh chinh|thu tuc|dich vu cong|mot cua|cai cach)\b")
_NUMBER = re.compile(
    r"(?<![\d.,/])(\d{1,5})(?: \([^)]*\))? (?:cuoc|lop|dot|hoi nghi doi thoai|buoi doi thoai)\b"
)


@dataclass(frozen=True, slots=True)
class _Meaning:
    """Words of which one group must stand whole in the task, none of `never` in its title and none of `nowhere` in it at
    all; `act`: one of which must stand there too, if any.

    `deed`: something done, which a plan for it, a report on it or its means do not show.
    """

    kind: Seen
    needs: tuple[tuple[str, ...], ...]
    act: tuple[str, ...] = ()
    never: tuple[str, ...] = ()
    nowhere: tuple[str, ...] = ()
    deed: bool = True


# The first that fits wins. A person confirms, yet a wrong proposal makes the right ones unread.
_MEANINGS: tuple[_Meaning, ...] = (
    _Meaning(
        Seen.FOCAL_DECISION, (("can bo dau moi",), ("cong chuc dau moi",), ("danh sach", "dau moi"), ("can bo",
        "lam dau moi"), ("doi ngu dau moi",)),
        act=("kien toan", "danh sach", "cong bo", "cong khai", "phan cong", "cu", "quyet dinh", "bo sung",
        "thay the", "ra soat"),
        never=("tap huan", "boi duong", "họp", "giao ban", "ho tro", "phu cap", "che do", "khen thuong",
        "ket qua"), deed=False,
    ),
    _Meaning(
        Seen.REGULATION,
        (("quy che", "mot cua"), ("quy che", "phuc vu hanh chinh cong"), ("quy che", "tiep nhan va tra ket qua")),
        act=("ban hanh", "xay dung", "sua doi", "bo sung", "thay the", "hoan thien", "trinh"),
        never=("tap huan", "tong ket", "quy che phoi hop", "kiem tra", "pho bien", "quan triet"), deed=False,
    ),
    _Meaning(Seen.ATTENDED, (("tap huan",), ("boi duong",)), never=("sau tap huan",)),
    _Meaning(
        Seen.TRAINING, (("tap huan",), ("boi duong", "nghiep vu"), ("boi duong", "kien thuc"), ("boi duong",
        "ky nang")),
        never=("sau tap huan", "tai lieu", "nhu cau", "ke hoach tap huan"),
    ),
    _Meaning(Seen.VIOLATIONS, (("sổ vi phạm",), ("sổ theo dõi", "vi phạm")), never=("xu phat",), deed=False),
    _Meaning(Seen.REGISTER, (("in sổ theo dõi hồ sơ",), ("sổ theo dõi hồ sơ", "lưu")), deed=False),
    _Meaning(
        Seen.SLIPS, (("phieu", "danh gia"), ("phieu", "hai long"), ("phieu lay y kien",), ("khao sat", "hai long")),
        never=(
            "mau phieu", "xay dung phieu", "thiet ke phieu", "in phieu", "danh gia can bo",
            "danh gia cong chuc", "xep loai",
            "noi bo", "sipas", "ket qua khao sat",
        ),
    ),
    _Meaning(
        Seen.INSPECTION_TEAM, (("to kiem tra",), ("doan kiem tra",)),
        act=("thanh lap", "kien toan", "quyet dinh thanh lap"), never=("tap huan", "phuc vu", "tiep doan",
        "lam viec voi"),
        deed=False,
    ),
    _Meaning(
        Seen.INSPECTION,
        (
            ("kiem tra ngau nhien",), ("kiem tra dot xuat",), ("kiem tra dinh ky",), ("ket luan kiem tra",),
            ("to chuc kiem tra",),
            ("tien hanh kiem tra",), ("cuoc kiem tra",), ("tu kiem tra",), ("kiem tra", "kiem soat thu tuc"),
            ("kiem tra", "giai quyet ho so"), ("kiem tra", "giai quyet thu tuc"), ("kiem tra", "mot cua"),
            ("thuc hien kiem tra",),
            ("kiem tra", "cai cach thu tuc"), ("kiem tra", "niem yet"), ("kiem tra", "ngau nhien"),
        ),
        never=(
            "tap huan", "kiem tra, don doc", "theo doi, kiem tra", "don doc, kiem tra", "theo doi va kiem tra",
            "kiem tra, giam sat",
            "kiem tra, phan loai", "kiem tra, xac minh", "phan anh", "thanh phan ho so", "tinh hop le",
            "tinh day du", "chu ky so",
            "thiet bi", "may moc", "duong truyen", "phan mem", "kiem tra lai", "sau kiem tra", "khac phuc",
            "thuc hien ket luan",
            "kien nghi sau", "tiep doan", "phuc vu doan", "lam viec voi doan", "doan kiem tra cua",
            "phoi hop voi doan", "cong vu",
            "kiem tra danh gia", "ket qua thuc hien ket luan", "thong ke",
        ),
    ),
    _Meaning(
        Seen.DIALOGUE, (("doi thoai",),),
        act=("to chuc", "tien hanh", "thuc hien", "mo", "doi thoai dinh ky", "cuoc doi thoai", "buoi doi thoai"),
        never=("tap huan", "sau doi thoai", "ket luan doi thoai", "ke hoach doi thoai", "tuyen truyen",
        "kien nghi tai"),
    ),
    _Meaning(
        Seen.INITIATIVE, (("sang kien",),),
        act=("thuc hien", "cong nhan", "co", "de xuat", "ap dung", "dang ky", "phat huy", "phan dau"),
        never=("tap huan", "hoi dong sang kien", "nhan rong", "tuyen truyen", "quy che"),
        nowhere=("phuong an don gian hoa", "don gian hoa"),
    ),
)  # fmt: skip
_SCORE = _Meaning(
    Seen.SCORE, (("cong bo", "chi so"), ("cong khai", "ket qua danh gia"), ("cong khai", "chi so"),
    ("cong khai", "bo chi so")),
    never=(
        "par index", "cai cach hanh chinh", "cchc", "sipas", "dti", "pci", "papi", "ipa", "chuyen doi so",
        "phan anh", "can bo",
        "danh gia cong chuc", "thi dua", "don gian hoa", "danh gia tac dong", "so dien thoai",
    ),
    deed=False,
)  # fmt: skip


@lru_cache(maxsize=4096)  # lists ask again and again of the same tasks
def sought(title: str, deliverable: str = "") -> Sought | None:
    """What would show that a task is done, by its words; None when the system cannot see it."""
    head, whole = _plain(title), _plain(f"{title}. {deliverable}")
    if any(_has(whole, field) for field in _OTHER_FIELDS) and not _OF_PROCEDURES.search(whole):
        return None
    if (report := report_of(head, title, deliverable)) is not None:
        return report
    if head.startswith("bao cao "):
        return None  # nothing but a report shows it
    if len({found["of"] for found in _PLAN_OF.finditer(head)}) > 1:
        return None  # several plans: one of them is not the task
    if (plan := _plan(head)) is not None:
        return plan
    if _fits(_SCORE, head, whole, title):
        return Sought(Seen.SCORE)
    deeds = _is_deed(head, deliverable)
    for one in _MEANINGS:
        if _fits(one, head, whole, f"{title} {deliverable}") and (deeds or not one.deed):
            if (one.kind is Seen.ATTENDED) is not (
                _ATTENDING.search(head) is not None
            ) and one.kind in _LEARNING:
                continue
            return _detailed(one.kind, head, whole)
    return outreach_of(head, whole, f"{title} {deliverable}") if deeds else None


_LEARNING = (Seen.ATTENDED, Seen.TRAINING)


def _is_deed(head: str, deliverable: str) -> bool:
    """Whether something is to be done, and not planned, reported on or paid for."""
    planned = _PLAN_FIRST.match(head) is not None and not _AND_HELD.search(head)
    brings = fold(deliverable).strip()
    only_a_plan = bool(brings) and all(
        _A_PLAN.match(part.strip()) for part in re.split(r"[,;.]|\bva\b", brings) if part.strip()
    )
    looked_on = _LOOKING_ON.match(head) is not None and not _AND_HELD.search(head)
    return not planned and not only_a_plan and not looked_on


def _plan(head: str) -> Sought | None:
    """A yearly plan to be issued: of which kind, for which year if it says one."""
    if not _PLAN_FIRST.match(head) or _AND_HELD.search(head):
        return None
    found = _PLAN_OF.search(head)
    if found is None or not _PLAN_FIRST.match(head[: found.start()] + "ke hoach"):
        return None
    if any(_has(head, word) for word in ("thi dua", "tap huan", "bao cao")):
        return None
    year = re.search(r"\bnam (20\d\d)\b", head)
    of = int(year[1]) if year else None
    if found["of"] == "kiem tra":
        return Sought(Seen.INSPECTION_PLAN, year=of)
    return Sought(Seen.PLAN, year=of, plan_kind=kind_of(found["of"]))


def _detailed(kind: Seen, head: str, whole: str) -> Sought:
    """What narrows a kind: unannounced or planned, whom it looks at, what it teaches, how many."""
    least = max((int(many) for many in _NUMBER.findall(whole)), default=1) or 1
    if kind in _LEARNING:
        return Sought(kind, least=least if kind is Seen.TRAINING else 1, topics=topics_of(head))
    if kind in (Seen.INSPECTION, Seen.INSPECTION_TEAM):
        return Sought(
            kind, least=least if kind is Seen.INSPECTION else 1, sudden=_sudden(whole), own=_own(head)
        )
    if kind is Seen.DIALOGUE:
        return Sought(kind, least=least)
    return Sought(kind)


def _sudden(words: str) -> bool | None:
    """Unannounced, by the year's plan, or either."""
    sudden = any(_has(words, word) for word in ("dot xuat", "ngau nhien", "dac biet"))
    planned = any(_has(words, word) for word in ("dinh ky", "theo ke hoach"))
    return None if sudden is planned else sudden


_BELOW = re.compile(
    r"\b(?:tai|doi voi|cua|o|mot cua) (?:ubnd )?(?:cac |mot so |it nhat \d+ |\d+ )+(?:ubnd )?"
    r"(?:co quan|xa|phuong|thi tran|so|nganh|huyen|dia phuong|don vi)\b|\bdon vi truc thuoc\b"
)
_OWN = re.compile(r"\btu kiem tra\b|\btai (?:cac |moi )?(?:phong|ban nganh|bo phan chuyen mon)\b")


def _own(words: str) -> bool | None:
    """Of the own agency, of those below, or either: «tại Bộ phận Một cửa» may be anybody's."""
    return False if _BELOW.search(words) else True if _OWN.search(words) else None


# Said of every course: whom it is for and that it is one. What is left is what it teaches.
_NO_TOPIC = re.compile(
    r"\b(?:cac|lop|khoa|dot|to chuc|mo|tap huan|boi duong|nghiep vu|chuyen mon|kien thuc|ky nang|hoi nghi|"
    r"nang cao|nang luc|trinh do|"
    r"can bo|cong chuc|vien chuc|nguoi lao dong|dau moi|ve|cho|cong tac|hoat dong|viec|thuc hien|trien khai|"
    r"huong dan|nam \d{4}|"
    r"quy \S+|it nhat|\d+|tren dia ban|xa|phuong|tinh|tham gia|tham du|cu|lam|tai|va|cap|ngan han|chuyen de|"
    r"trong|hoi thao|toa dam)\b"
)
_FOR_WHOM = re.compile(
    r"\bcho (?:doi ngu |toan the |cac )?(?:can bo|cong chuc|vien chuc|nguoi|bo phan|nhan vien|"
    r"thanh vien)\b[^;.]*?(?=\bve\b|\btrong\b|$)|\bdo [^;.]{0,80}?\bto chuc\b"
)


def topics_of(words: str) -> frozenset[str]:
    """What a course teaches: pairs of neighbouring syllables that are not said of every course. Folded words."""
    kept = _NO_TOPIC.sub("|", _FOR_WHOM.sub("|", _plain(words)))
    found: set[str] = set()
    for part in re.split(r"[^\w ]+", kept):
        syllables = part.split()
        found.update(f"{one} {two}" for one, two in pairwise(syllables))
    return frozenset(found)


def _plain(text: str) -> str:
    words = f"{fold(text).strip(' .-–+*')} "
    for short, long in _SHORT:
        words = re.sub(rf"\b{re.escape(short)}", long, words)
    return _BY_PLAN.sub("theo ke hoach" if "theo ke hoach" in words else " ", words).strip()


def _fits(one: _Meaning, head: str, words: str, written: str) -> bool:
    """Whole words only, those of `never` in the title; with their marks where they are written so: «sổ» is no «số»."""
    marked = normalize("NFC", written).lower()
    groups = any(
        all(_has(words if word.isascii() else marked, word) for word in group) for group in one.needs
    )
    acts = not one.act or any(_has(words, word) for word in one.act)
    if any(_has(words, word) for word in one.nowhere):
        return False
    return groups and acts and not any(_has(head if word.isascii() else marked, word) for word in one.never)


def _has(words: str, wanted: str) -> bool:
    return wanted in words and _whole(wanted).search(words) is not None


@cache
def _whole(wanted: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){re.escape(wanted)}(?!\w)")
