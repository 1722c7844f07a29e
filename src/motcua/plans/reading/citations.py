"""Documents that a plan cites → number, kind, day, issuer: so that a legal basis can be looked up and linked."""

import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from motcua.kernel.text import squeeze

_KINDS = (
    r"Nghị quyết liên tịch|Nghị quyết|Nghị định|Quyết định|Thông tư liên tịch|Thông tư|Chỉ thị|Kế hoạch|Chương trình|"
    r"Công văn|Công điện|Thông báo|Kết luận|Hướng dẫn|Đề án|Tờ trình|Báo cáo|Văn bản|Luật|Bộ luật|Pháp lệnh"
)
_DAY = (
    r"(?:\s*,?\s*ngày\s+(?P<day>\d{1,2})\s*(?:/|-|\.|\s+tháng\s+)\s*(?P<month>\d{1,2})\s*(?:/|-|\.|\s+năm\s+)"
    r"\s*(?P<year>\d{4}))?"
)
_NUMBERED = re.compile(
    rf"(?P<kind>{_KINDS})(?:\s+[^\W\d_][^,;:()\d]{{0,60}}?)?"
    r"\s+số\s*:?\s*(?P<number>\d+[A-Za-z]?(?:\s*/\s*[\wĐĂÂÊÔƠƯ.]+)+(?:\s*-\s*[\wĐ]+)*)"
    rf"{_DAY}"
    r"(?:\s+(?:của|do)\s+(?P<issuer>[A-ZĐ][^,;:()]{1,90}?)(?=\s+(?:về|ban hành|quy định|hướng dẫn|sửa đổi|phê duyệt|"
    rf"triển khai|V/v|thực hiện|công bố|đẩy mạnh|tăng cường)\b|\s+và\s+(?:{_KINDS})\b|\s*[,;.:()]|\s*$))?"
)
# A law is cited by its name: «Luật Tổ chức chính quyền địa phương ngày 16 tháng 6 năm 2025».
_LAW = re.compile(
    rf"(?P<kind>(?:Bộ luật|Luật|Pháp lệnh)\s+[A-ZĐ][^,;:()\d]{{2,120}}?)(?=\s+(?:ngày|năm|số)\b|\s*[,;.:()]|\s*$){_DAY}"
)


@dataclass(frozen=True, slots=True)
class Citation:
    """A cited document, in its own words; `day` is None where none is said or no calendar has it."""

    text: str
    kind: str
    number: str | None = None
    day: date | None = None
    issuer: str | None = None


@lru_cache(maxsize=1024)
def citations_of(text: str) -> tuple[Citation, ...]:
    """The documents a legal basis cites: with a number, or a law by its name.

    >>> citations_of("Căn cứ Nghị định số 61/2018/NĐ-CP ngày 23/4/2018 của Chính phủ;")[0].number
    '61/2018/NĐ-CP'
    """
    whole = squeeze(text)
    numbered = [
        Citation(hit.group().strip(), hit["kind"], _printed(hit["number"]), _day(hit), _name(hit["issuer"]))
        for hit in _NUMBERED.finditer(whole)
    ]
    laws = [
        Citation(hit.group().strip(), squeeze(hit["kind"]), None, _day(hit)) for hit in _LAW.finditer(whole)
    ]
    said = " ".join(one.text for one in numbered)
    return (*(law for law in laws if law.text not in said), *numbered)


def _printed(number: str) -> str:
    return re.sub(r"\s*([/-])\s*", r"\1", number).rstrip(".-")


def _day(hit: re.Match[str]) -> date | None:
    if not hit["day"]:
        return None
    try:
        return date(int(hit["year"]), int(hit["month"]), int(hit["day"]))
    except ValueError:
        return None


def _name(issuer: str | None) -> str | None:
    return squeeze(issuer) if issuer else None
