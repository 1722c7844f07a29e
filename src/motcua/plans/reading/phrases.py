"""Deadlines: of a cell, and found inside a sentence; read by motcua.plans.reading.deadlines."""

import re
from collections.abc import Sequence
from functools import lru_cache

from motcua.plans.reading import deadlines
from motcua.plans.reading.deadline_shape import Deadline

_DATE = (
    r"(?:ngày\s+)?\d{1,2}\s*[/.-]\s*\d{1,2}(?:\s*[/.-]\s*\d{4})?"
    r"|ngày\s+\d{1,2}\s+(?:tháng\s+\d{1,2}(?:\s+năm\s+\d{4})?|hằng tháng|hàng tháng|"
    r"của tháng[^.;,]{0,30}|tháng (?:cuối|đầu|thứ)[^.;,/]{0,30})"
)
_YEARED = r"(?:\s*[/-]\s*\d{4}|\s+năm\s+\d{4})?"
_PERIOD = (
    rf"(?:tháng\s+\d{{1,2}}|quý\s+(?:IV|I{{1,3}}|[1-4])){_YEARED}"
    rf"(?:\s*(?:,|và|-|–)\s*(?:tháng\s+\d{{1,2}}|quý\s+(?:IV|I{{1,3}}|[1-4])){_YEARED})*"
)
_ALL_YEAR = r"(?:\s+trong\s+(?:suốt\s+)?(?:cả\s+)?năm(?:\s+20\d\d)?)?"
_LED = r"(?:trước|chậm nhất(?:\s+là)?(?:\s+vào)?(?:\s+trước)?|đến hết|trong|xong trước|hết|vào|từ nay đến|trước thời hạn)"
_IN_SENTENCE = re.compile(
    rf"(?:(?:hoàn thành|xong)\s+)?{_LED}\s+(?:{_DATE}|{_PERIOD})"
    rf"|(?:hoàn thành|thực hiện)\s+(?:trong\s+)?{_PERIOD}"
    r"|(?:trong(?: thời hạn| thời gian| vòng)?|chậm nhất(?: "
    r"là)?)\s+\d{1,3}\s*(?:\([^)]{1,20}\)\s*)?(?:ngày làm việc|ngày|giờ|tháng)"
    r"(?:,?\s+(?:kể từ|tính từ|sau khi|trước khi|sau)\s[^.;,)]{3,90})?"
    r"|(?:định kỳ\s+)?(?:hàng|hằng)\s+(?:tuần|tháng|quý|năm)(?:,\s*(?:hàng|hằng)?\s*(?:tuần|tháng|quý|năm|"
    r"06 tháng|6 tháng))*"
    rf"|(?:thực hiện|tiến hành|triển khai|duy trì)\s+thường xuyên(?:,\s*liên tục)?{_ALL_YEAR}(?=\s*(?:[);.,]|$))"
    r"|(?<=[(;] )thường xuyên(?: trong (?:năm|suốt năm)(?: 20\d\d)?)?(?=\s*[);])"
    r"|(?:ít nhất\s+|tối thiểu\s+)?\d{1,2}\s+lần\s*/\s*(?:0?1\s+)?(?:tuần|tháng|quý|năm)"
    r"|định kỳ(?=\s+(?:tổng hợp|báo cáo|kiểm tra|đánh giá|rà soát))|định kỳ\s+\d{1,2}\s+tháng(?:/\d{1,2} "
    r"lần| một lần)?",
    re.IGNORECASE,
)
_CITED = re.compile(r"(?:số\s+[\w./-]+|/[A-ZĐ-]+[\w-]*)\s*,?\s*$")


@lru_cache(maxsize=8192)
def deadlines_of(text: str, year: int) -> tuple[Deadline, ...]:
    """One reading for each deadline of a cell, in its order; a phrase without a year is of the plan's `year`."""
    return tuple(deadlines.read_all(text, year=year))


def last_to_fall_due(found: Sequence[Deadline]) -> Deadline | None:
    """The deadline that falls due last, as `deadlines.read` chooses it, of equals the last in the text; None without any."""
    return deadlines.last_to_fall_due(found[::-1]) if found else None


def phrases_in(text: str) -> tuple[str, ...]:
    """Deadline phrases inside running text, in its own words; dates of cited documents are none."""
    return tuple(
        dict.fromkeys(
            " ".join(hit.group().split())
            for hit in _IN_SENTENCE.finditer(text)
            if not _CITED.search(text[max(0, hit.start() - 40) : hit.start()])
        )
    )
