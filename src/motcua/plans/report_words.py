"""Which report a task wants sent, by its words: of which kind, about how long a period. Pure.

Only a task whose own deed is to report: one that reports on something it does is shown by that, not by the report.
"""

import re

from motcua.kernel.text import fold
from motcua.plans.ports import Seen, Sought
from motcua.plans.sent_reports import report_kinds

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
    r"tai cuoc hop|de an|du an|kinh phi)\b"
)
_PERIODIC = re.compile(r"\bche do (?:thong tin,? )?bao cao\b|\bbao cao dinh ky\b|\bdinh ky\b.*\bbao cao\b|"
                       r"\bbao cao (?:tinh hinh, )?ket qua (?:thuc hien|trien khai)\b")  # fmt: skip
# How long a period the words name, in months.
_LENGTHS: tuple[tuple[str, int], ...] = (
    (r"(?:hang|moi|bao cao|dinh ky) thang|thang \d{1,2}(?! thang)|tung thang", 1),
    (r"(?:hang |moi |tung )?quy (?:i{1,3}|iv|[1-4])|(?:hang|moi|bao cao|dinh ky|tung) quy|quy,", 3),
    (r"(?:6|06|sau) thang|so ket", 6), (r"(?:9|09|chin) thang", 9),
    (r"(?:hang|moi|bao cao|ca|va|dinh ky|cuoi) nam|thang,? nam|quy,? nam|tong ket", 12),
)  # fmt: skip
_TOLD = tuple((re.compile(rf"\b(?:{words})"), months) for words, months in _LENGTHS)


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
    found = sorted(
        (at.start(), one.code) for one in report_kinds().values() for word in one.words
        if (at := re.search(rf"\b{re.escape(word)}\b", about))
    )  # fmt: skip
    if len({code for _, code in found}) > 1 and re.search(r",|;|\bva\b", about[found[0][0] : found[-1][0]]):
        return None  # several reports: one of them is not the task
    if not found and not _PERIODIC.search(f"{words} {fold(title)}"):
        return None
    return Sought(Seen.REPORT, report=found[0][1] if found else "", months=_months(words))


def _months(words: str) -> frozenset[int]:
    return frozenset(months for pattern, months in _TOLD if pattern.search(words))
