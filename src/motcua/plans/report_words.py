"""Which report a task wants sent, by its words: of which kind, about how long a period. Pure.

Only a task whose own deed is to report: one that reports on something it does is shown by that, not by the report.
"""

import re

from motcua.kernel.text import fold
from motcua.plans.ports import Seen, Sought
from motcua.plans.sent_reports import ReportKind, report_kinds

# Before the word itself stand only words of making, sending or of the regime: «tham mưu UBND xã xây dựng, gửi báo cáo».
_MAKING = (
    r"(?:tham muu|chu dong|tiep tuc|xay dung|lap|soan|soan thao|du thao|hoan thien|trinh|gui|nop|thuc hien|tong hop|thong ke|"
    r"nghiem tuc|nghiem|day du|tot|kip thoi|dung han|dung quy dinh|che do|thong tin|so lieu|cong tac|viec|cac|hang|dinh ky|"
    r"thang|quy|nam|6|ubnd|uy ban nhan dan|xa|phuong|dac khu|giup|cho|de|va|,) ?"
)
_REPORTING = re.compile(rf"^(?:{_MAKING})*bao cao\b(?! (?:vien|ve thanh tich|thanh tich|cua|tu cac))")
# Another deed beside it, or a report of another sort than those that are sent by period.
_ANOTHER = re.compile(
    r"\b(?:va|,|;) (?:to chuc|thuc hien|trien khai|tien hanh|don doc|theo doi|kiem tra viec|khac phuc|chan chinh|de xuat|"
    r"kien nghi|tham muu|cong khai|niem yet|xu ly|khen thuong)\b|;(?! (?:bao cao|ket qua|tinh hinh))"
)
_ASKING = re.compile(
    r"\bbao cao\b.*\b(?:xem xet|phe duyet|quyet dinh|ban hanh|cho y kien|giai trinh|tiep thu|vuong mac|kho khan|phan anh|"
    r"khac phuc|sau kiem tra|ket luan|kien nghi|sang kien|doi thoai|thi dua|tap huan|tai hoi nghi|"
    r"tai cuoc hop|de an|du an|kinh phi|danh sach|hai long|chi so|par index|sipas|cham diem|nhan su|linh vuc)\b"
)
_REGIME = re.compile(r"\bche do (?:thong tin,? )?bao cao\b|\bbao cao dinh ky\b|\bdinh ky\b.*\bbao cao\b")
# What stands after «báo cáo» where nothing is named that it is about; whom it is sent to ends it.
_ABOUT_NOTHING = re.compile(
    r"bao cao(?:[ ,]+(?:dinh ky|theo|dung|quy dinh|yeu cau|che do|thong tin|tinh hinh|ket qua|cong tac|thuc hien|trien khai|"
    r"ke hoach|nhiem vu|thoi gian|thoi han|han|day du|kip thoi|cac|ve|va|hang|moi|tung|thang|quy|nam|dau|cuoi|sau|chin|i{1,3}|"
    r"iv|\d{1,4}|dot xuat|khi co))*(?:[ ,]+(?:(?:gui|len|voi|cho|ngay|truoc|cham nhat|ve (?:van phong|ubnd|uy ban|"
    r"so|phong)) (?:(?!viec|cong tac|tinh hinh|ket qua|ve (?!van phong|ubnd|uy ban|so|phong))[^,;])*))?[ .,;]*"
)
# Beside which a word like «kiểm tra» means the one of this field: only such words stand between.
_BESIDE = (
    r"(?:[ ,]+(?:va|ve|cac|cong tac|hoat dong|viec|tinh hinh|ket qua|thuc hien|trien khai|danh gia|don gian hoa|quy dinh|"
    r"dinh ky|dot xuat|noi bo|kiem soat|giai quyet|tiep nhan|niem yet|cong khai|nam \d{4}|\d{4}|nam))*"
    r"[ ,]+(?:thu tuc hanh chinh|cai cach)\b"
)
# A date by which it is due names no period: «trước ngày 15 tháng 6», «trong tháng 12 năm 2026».
_DUE = re.compile(
    r"\b(?:ngay|truoc|cham nhat|trong|vao|den|het|xong)(?: (?:ngay|la|het|den|vao|trong|\d{1,2}))* "
    r"thang \d{1,2}\b(?:(?: nam |/)\d{4})?"
)
# How long a period the words name, in months.
_LENGTHS: tuple[tuple[str, int], ...] = (
    (r"(?:hang|moi|bao cao|dinh ky) thang|(?<!\d )(?<!sau )(?<!chin )thang(?= ?(?:$|[,;.]|va quy))|"
     r"thang \d{1,2}(?! thang)|tung thang", 1),
    (r"(?:hang |moi |tung )?quy (?:i{1,3}|iv|[1-4])\b|(?:hang|moi|bao cao|dinh ky|tung) quy|quy(?= ?(?:$|[,;.]|va nam))", 3),
    (r"(?:6|06|sau) thang|so ket", 6), (r"(?:9|09|chin) thang", 9),
    (r"(?:hang|moi|bao cao|ca|dinh ky|cuoi) nam|(?:thang|quy(?: i{1,3}| iv| [1-4])?)(?:,| va|, va) nam|"
     r"(?:thang|quy) nam(?! \d)|tong ket", 12),
)  # fmt: skip
_TOLD = tuple((re.compile(rf"\b(?:{words})"), months) for words, months in _LENGTHS)
# A year alone is the period only where no shorter one is named: «quý I năm 2026» is a quarter.
_A_YEAR = re.compile(r"\bnam 20\d\d\b")


def report_of(head: str, title: str, deliverable: str) -> Sought | None:
    """The report sought. `head`: the title folded, its abbreviations spelt out, without «thực hiện kế hoạch».

    A periodic one that does not say about what is left open (no `report`): its plan says it. None where no report is the deed.
    """
    words = " ".join(head.split())
    if not _REPORTING.match(words) or _ANOTHER.search(words) or _ASKING.search(words):
        return None
    if "dot xuat" in words and "dinh ky" not in words:
        return None
    if deliverable.strip() and "bao cao" not in fold(deliverable):
        return None
    about = words[words.index("bao cao") :]
    months = _months(fold(title)) or _months(fold(deliverable))
    regime = _REGIME.search(f"{words} {fold(title)}") is not None
    found = _kinds(about, periodic=regime or bool(months))
    if len({code for _, code in found}) > 1 and re.search(r",|;|\bva\b", about[found[0][0] : found[-1][0]]):
        return None  # several reports: one of them is not the task
    if not found and not (regime and _ABOUT_NOTHING.fullmatch(about)):
        return None
    return Sought(Seen.REPORT, report=found[0][1] if found else "", months=months)


def _kinds(about: str, *, periodic: bool) -> list[tuple[int, str]]:
    """The kinds named from «báo cáo» on and where, the first first."""
    return sorted(
        (at.start(), one.code) for one in report_kinds().values() for words in _patterns(one, periodic=periodic)
        if (at := re.search(rf"\b{words}", about))
    )  # fmt: skip


def _patterns(one: ReportKind, *, periodic: bool) -> list[str]:
    """What means a kind, as patterns."""
    alone = (*one.words, *(one.periodic if periodic else ()))
    return [rf"{re.escape(word)}\b" for word in alone] + [re.escape(word) + _BESIDE for word in one.beside]


def _months(told: str) -> frozenset[int]:
    """How long a period may be, by folded words."""
    words = _DUE.sub(" ", told)
    found = frozenset(months for pattern, months in _TOLD if pattern.search(words))
    return found or (frozenset({12}) if _A_YEAR.search(words) else frozenset())
