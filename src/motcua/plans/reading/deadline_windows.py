"""Words beside a deadline that are none: until when figures are counted, what is left out.

«Trước ngày 16 tháng cuối quý (số liệu chốt đến ngày 14)» is due on the 15th: the 14th only says which figures
a report holds (NĐ 09/2019/NĐ-CP, Điều 12). «… (riêng quý IV gộp vào báo cáo năm)» is an exception.
"""

import re

from motcua.plans.reading.deadline_patterns import rx

_FIGURES = (
    r"(?:(?:thoi gian|thoi diem|ky|ngay)(?: lay)? )?(?:chot |lay |tong hop |thoi ky )?so lieu"
    r"(?: (?:bao cao|trong ky|cua ky|thong ke|duoc|chot|tinh|lay|tong hop|cap nhat|thuc hien))*"
)
_WINDOW = rx(
    _FIGURES
    + r"\s*(?::\s*)?(?:tu|den|toi|ke tu|vao)(?: het)? [^;()\n]*?(?=[;)\n]|,\s*(?:gui|bao cao|nop|hoan thanh)|$)"
)
_EXCEPTION = rx(r"rieng [^;()\n]*?(?:gop|long ghep|khong (?:phai )?bao cao|ghep|thay bang)[^;()\n]*")


def without_windows(even: str) -> str:
    """The even string with such words blanked; of the same length, and the same where there are none."""
    if "so lieu" not in even and "rieng" not in even:
        return even
    for pattern in (_WINDOW, _EXCEPTION):
        even = pattern.sub(lambda hit: " " * len(hit.group()), even)
    return even


_DOCUMENT_END = re.compile(
    r"[;\n()]|,?\s{0,3}(?:hoan\s+thanh|xong|cham\s+nhat|muon\s+nhat|NGAY\s+sau|dinh\s+ky|thuong\s+xuyen|"
    r"truoc\s+(?:ngay\s+)?\d|truoc\s+(?:thang|quy)\s|trong\s+(?:quy|thang|vong|thoi\s+han)\s|"
    r"(?:hang|moi)\s+(?:ngay|tuan|thang|quy|nam)|tu\s+(?:ngay|thang)\s+\d|vao\s+ngay|dot\s+xuat)|$"
)


def document_end(even: str, start: int) -> int:
    """Where the name of the other document ends («theo Kế hoạch … của tỉnh, hoàn thành trước 30/6»)."""
    match = _DOCUMENT_END.search(even, start)
    return match.start() if match else len(even)
