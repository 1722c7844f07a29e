"""What a column of a table holds, by what stands in its cells: who, by when, what comes out of the work.

The words of a header are tried first (`columns.role_of`). Where they say nothing («Ai làm», «Khi nào xong», no header
at all) the cells do: most of them are names of bodies, or times, or kinds of papers.
"""

import re
from collections.abc import Callable, Sequence

from motcua.plans.reading.columns import Role, folded
from motcua.plans.reading.names import name_at_start

TIME = re.compile(
    r"quy |thang |nam 20|thuong xuyen|hang (?:nam|thang|quy|tuan)|\d{1,2}/\d{1,2}|dinh ky|truoc ngay|lan/|"
    r"khi co|sau khi|ca nam|trong nam|ngay sau|ngay lam viec|moi (?:thang|tuan|quy)|hang ngay"
)
_PAPERS = re.compile(
    r"(?:\d+ )?"
    r"(?:bao cao|ke hoach|quyet dinh|van ban|to trinh|danh (?:muc|sach)|bien ban|cong van|thong bao|hoi nghi|ban |so |to |bang |"
    r"quy (?:trinh|che)|phuong an|ho so|de an|tin |bai |nghi quyet|giay |he thong|du thao|chuong trinh|hop dong|phieu |"
    r"phong su|kho |co so du lieu|mo hinh|huong dan|lop |hoi thi|buoi |cuoc )"
)
_ORDINAL = re.compile(r"\(?\d{1,3}(?:\.\d{1,2}){0,3}[.)]?")
_DOCUMENT = re.compile(r"\d+/(?:\d{4}/)?[A-ZĐ]{2,}")
# Bodies that neither lead nor help, days that are no deadlines.
_OTHER_BODIES = re.compile(
    r"(?<!dam )nhan|huong|gui|duoc|ban hanh|tham quyen|doi tuong|dia diem|de nghi|kien nghi|danh gia|theo doi"
)
_OTHER_DAYS = re.compile(
    r"ban hanh|bat dau|van ban|can cu|ky hieu|tu ngay|\btu$|nhan|sinh|hien nay|giao viec|ngay giao"
)
_LEAD_IN = re.compile(r"^(?:[-–+•*]\s*)+")
_CLAUSE = re.compile(r"\s+(?:được|có|phụ trách|làm)\s")
_NEXT = re.compile(r"[;\n(]|, (?=[A-ZĐ])")
_NO_NAME_OF_COLUMN = re.compile(r"\d|[.;]$")
_OF_A_PLACE = re.compile(r"\s[A-ZĐ]|xã|phường")
_HELPS = re.compile(r"phoi hop|\bcung\b|\bgiup|ho tro|tham gia|lien quan")
_LONGEST_TIME, _LONGEST_NAMES, _LONGEST_NAME_OF_COLUMN = 160, 200, 45
_MOST, _HALF, _LOOKED_AT = 0.7, 0.5, 24


def helps(name: str) -> bool:
    """Whether the words of a header or label are of those who help the lead: «Đơn vị giúp», «Cùng làm»."""
    return bool(_HELPS.search(folded(name)))


def names_bodies(text: str) -> bool:
    """Whether a cell is names of bodies and, at most, little more: «Phòng Kinh tế; các thôn (qua Zalo)»."""
    text = _LEAD_IN.sub("", text.strip())
    if not text or len(text) > _LONGEST_NAMES:
        return False
    found = name_at_start(text[:1].upper() + text[1:])
    return found is not None and found.whole and _left_over(text[found.end :]) <= 2


def _left_over(rest: str) -> int:
    """How many words of the rest of a cell belong to no name, up to the next name behind «;» or a new line."""
    if _CLAUSE.match(rest):
        return 0  # a clause that says who is meant: «các bộ phận có hồ sơ lưu trữ»
    return len(_NEXT.split(rest, maxsplit=1)[0].split())


def says_when(text: str) -> bool:
    """Whether a cell looks like a time; not the day of a document («Kế hoạch số 5/KH-UBND ngày …»)."""
    return len(text) < _LONGEST_TIME and bool(TIME.search(folded(text) + " ")) and not _DOCUMENT.search(text)


def _is_paper(text: str) -> bool:
    return bool(_PAPERS.match(folded(text) + " "))


def _is_ordinal(text: str) -> bool:
    return bool(_ORDINAL.fullmatch(text.strip()))


def mostly(texts: Sequence[str], fits: Callable[[str], bool], share: float = _MOST) -> bool:
    """Whether most of the first cells of a column fit."""
    seen = texts[:_LOOKED_AT]
    return bool(seen) and sum(map(fits, seen)) >= share * len(seen)


def settle_by_content(
    roles: list[Role | None], names: Sequence[str], cells: Callable[[int], list[str]]
) -> None:
    """Give the columns whose header says nothing the role their cells show; `cells` answers the filled cells of one."""
    for column, role in enumerate(roles):
        if role != "lead" or roles.count("lead") < 2 or "chu tri" in folded(names[column]):
            continue
        if helps(names[column]):
            roles[column] = "cooperating"
        elif folded(names[column]).startswith("lanh dao"):
            roles[column] = "extra"  # who answers for it, beside the one who does it
    if roles and roles[0] is None and "number" not in roles and mostly(cells(0), _is_ordinal):
        roles[0] = "number"
    for column, role in enumerate(roles):
        if role is not None or roles.count(None) + _titles(roles) < 2:
            continue  # one of the columns nobody knows is the work itself
        texts, name = cells(column), folded(names[column])
        if (
            not {"deadline", "mark"} & set(roles)
            and not _OTHER_DAYS.search(name)
            and mostly(texts, says_when)
        ):
            roles[column] = "deadline"
        elif not _OTHER_BODIES.search(name) and mostly(texts, names_bodies, _HALF if helps(name) else _MOST):
            free: list[Role] = ["cooperating"] if helps(name) else ["lead", "cooperating"]
            roles[column] = next((one for one in free if one not in roles), None)
        elif "deliverable" not in roles and {"lead", "deadline"} & set(roles) and mostly(texts, _is_paper):
            roles[column] = "deliverable"


def _titles(roles: Sequence[Role | None]) -> int:
    return sum(role in {"title", "target"} for role in roles)


def is_unknown_header(names: Sequence[str], cells: Callable[[int], list[str]]) -> bool:
    """Whether a row names columns in words nobody knows: short, all different, and unlike what stands below each."""
    if len(names) < 3 or not all(names) or len(set(names)) < len(names):
        return False
    if any(
        len(name) > _LONGEST_NAME_OF_COLUMN or _NO_NAME_OF_COLUMN.search(name) or says_when(name)
        for name in names
    ):
        return False
    below = [cells(column) for column in range(len(names))]
    who = any(
        mostly(texts, names_bodies) and not _is_whole_name(name)
        for name, texts in zip(names, below, strict=True)
    )
    return who and any(mostly(texts, says_when) for texts in below)


def _is_whole_name(name: str) -> bool:
    """«Phòng Kinh tế» is a cell, «Phòng, ban, đơn vị» and «Đơn vị làm» are names of columns."""
    found = name_at_start(name)
    return found is not None and found.whole and found.end == len(name) and bool(_OF_A_PLACE.search(name))
