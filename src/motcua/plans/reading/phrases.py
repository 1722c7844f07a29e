"""Deadlines: of a cell, and found inside a sentence; read by motcua.plans.reading.deadlines."""

import re
from collections.abc import Sequence
from functools import lru_cache

from motcua.plans.reading import deadlines
from motcua.plans.reading.deadline_shape import Deadline

_YEARED = r"(?:\s*[/-]\s*\d{4}|\s+năm\s+\d{4})?"
_YEARLY = r"(?:\s+(?:hằng|hàng)\s+năm)?"
_DATE = (
    rf"(?:ngày\s+)?\d{{1,2}}\s*[/.-]\s*\d{{1,2}}(?:\s*[/.-]\s*\d{{4}}|{_YEARLY})"
    rf"|(?:ngày\s+)?\d{{1,2}}\s+tháng\s+\d{{1,2}}(?:\s+năm\s+\d{{4}}|{_YEARLY})"
    r"|ngày\s+\d{1,2}\s+(?:hằng tháng|hàng tháng|của tháng[^.;,]{0,30}|tháng (?:cuối|đầu|thứ)[^.;,/]{0,30})"
)
_QUARTER = r"(?:IV|I{1,3}|[1-4])(?![\w%])"
# quý II, III/2026; tháng 5, 6 năm 2026
_ALSO = rf"(?:tháng\s+\d{{1,2}}|quý\s+{_QUARTER}|(?:{_QUARTER}|\d{{1,2}})(?=\s*(?:/|năm\s|[.;,)]|$)))"
_PERIOD = (
    rf"(?:tháng\s+\d{{1,2}}|quý\s+{_QUARTER}){_YEARED}(?:\s*(?:,|và|-|–)\s*{_ALSO}{_YEARED})*"
    r"|(?:0?6|sáu|0?9|chín)\s+tháng\s+(?:đầu|cuối)\s+năm(?:\s+\d{4})?"
)
_PART_OF = r"(?:(?:đầu|giữa|cuối)\s+)?"
_WORKED = r"(?:ngày làm việc|ngày|giờ|tháng(?!\s+(?:đầu|cuối)))"
_ALL_YEAR = r"(?:\s+trong\s+(?:suốt\s+)?(?:cả\s+)?năm(?:\s+20\d\d)?)?"
_TIMES = r"(?:lần|đợt|cuộc|buổi|kỳ|hội nghị|phiên)"
_CYCLE = r"(?:tuần|tháng|quý|năm)"
_LED = (
    r"(?:trước|chậm nhất(?:\s+là)?(?:\s+vào)?(?:\s+trước)?|(?:cho\s+)?đến hết|trong|xong trước|hết|vào|từ nay đến(?:\s+hết)?"
    r"|trước thời hạn|(?<!tính )đến(?=\s+(?:ngày|cuối)\s))"
)
_WORD_START = (
    r"(?<!\w)(?=[cdđghikímnqstvx\d])"  # with what any of them begins: most places of a text are no such
)
_IN_SENTENCE = re.compile(
    _WORD_START
    + "(?:"
    + "|".join(
        (
            rf"(?:kể\s+)?từ\s+(?:{_DATE}|{_PERIOD})\s+(?:đến|-|–)\s+(?:hết\s+)?(?:{_DATE}|{_PERIOD})",
            rf"(?:(?:hoàn thành|xong)\s+)?{_LED}\s+(?:{_DATE}|{_PART_OF}(?:{_PERIOD}))",
            r"(?:(?:cho\s+)?đến hết|từ nay đến(?:\s+hết)?|đến cuối)\s+năm\s+20\d\d",
            rf"(?:hoàn thành|thực hiện)\s+(?:trong\s+)?{_PART_OF}(?:{_PERIOD})",
            rf"(?:(?<=tổ chức )|(?<=ban hành )){_PART_OF}(?:{_PERIOD})",
            r"(?:ngay\s+)?trong\s+năm\s+20\d\d(?=\s*(?:[;.)]|$))",
            # gửi báo cáo trước ngày kiểm tra 05 ngày làm việc; trước 05 ngày so với ngày họp
            r"trước\s+(?:ngày|khi)\s+[^\W\d_][^.;,()\d]{2,60}\s+(?:ít nhất\s+)?\d{1,3}\s+(?:ngày làm việc|ngày|giờ)",
            r"(?:chậm nhất\s+)?trước\s+(?:ít nhất\s+)?\d{1,3}\s+(?:ngày làm việc|ngày|giờ)"
            r"\s+(?:so với|trước khi|khi|tính đến|kể từ)\s[^.;,)]{3,80}",
            rf"(?:không quá|tối đa)\s+\d{{1,3}}\s+{_WORKED},?\s+(?:kể từ|tính từ|sau khi)\s[^.;,)]{{3,90}}",
            r"(?:trong(?: thời hạn| thời gian| vòng)?|chậm nhất(?: là)?(?: sau)?)\s+\d{1,3}\s*(?:\([^)]{1,20}\)\s*)?"
            rf"{_WORKED}(?:,?\s+(?:kể từ|tính từ|sau khi|trước khi|sau)\s[^.;,)]{{3,90}})?",
            r"ngay\s+(?:sau\s+)?khi\s[^.;,)]{3,90}",
            rf"(?:định kỳ\s+)?(?:hàng|hằng)\s+{_CYCLE}(?:,\s*(?:hàng|hằng)?\s*(?:{_CYCLE}|06 tháng|6 tháng))*",
            rf"(?:thực hiện|tiến hành|triển khai|duy trì)\s+thường xuyên(?:,\s*liên tục)?{_ALL_YEAR}(?=\s*(?:[);.,]|$))",
            r"(?<=[(;] )thường xuyên(?: trong (?:năm|suốt năm)(?: 20\d\d)?)?(?=\s*[);])",
            rf"mỗi\s+{_CYCLE}\s+(?:tổ chức\s+|thực hiện\s+)?(?:ít nhất\s+|tối thiểu\s+)?\d{{1,2}}\s+{_TIMES}",
            rf"(?:ít nhất\s+|tối thiểu\s+)?\d{{1,2}}\s+{_TIMES}(?:\s+[^\W\d_]+){{0,3}}\s*/\s*(?:0?1\s+)?{_CYCLE}",
            r"đột xuất\s+(?:khi có|khi được|theo)\s(?:yêu cầu|chỉ đạo|phản ánh|đề nghị|vụ việc)[^.;,)]{0,60}",
            r"định kỳ(?=\s+(?:tổng hợp|báo cáo|kiểm tra|đánh giá|rà soát))",
            r"định kỳ\s+\d{1,2}\s+tháng(?:/\d{1,2} lần| một lần)?",
        )
    )
    + ")",
    re.IGNORECASE,
)
_CITED = re.compile(r"(?:số\s+[\w./-]+|/[A-ZĐ-]+[\w-]*)\s*,?\s*$")


_WHOLE_YEAR = re.compile(r"(?:ngay\s+)?trong\s+năm\s+(20\d\d)", re.IGNORECASE)


@lru_cache(maxsize=8192)
def deadlines_of(text: str, year: int) -> tuple[Deadline, ...]:
    """One reading for each deadline of a cell, in its order; a phrase without a year is of the plan's `year`."""
    return tuple(deadlines.read_all(text, year=year))


def last_to_fall_due(found: Sequence[Deadline]) -> Deadline | None:
    """The deadline that falls due last, as `deadlines.read` chooses it, of equals the last in the text; None without any."""
    return deadlines.last_to_fall_due(found[::-1]) if found else None


def phrases_in(text: str, year: int = 0) -> tuple[str, ...]:
    """Deadline phrases inside running text, in its own words.

    Dates of cited documents are none, nor are years before the plan's `year` («các tồn tại trong năm 2025»).
    """
    found = dict.fromkeys(
        " ".join(hit.group().split())
        for hit in _IN_SENTENCE.finditer(text)
        if not _CITED.search(text[max(0, hit.start() - 40) : hit.start()])
    )
    said = [phrase for phrase in found if not _is_past_year(phrase, year)]
    if len(said) > 1:
        said = [phrase for phrase in said if phrase.lower() != "định kỳ"]
    return tuple(said)


def _is_past_year(phrase: str, year: int) -> bool:
    hit = _WHOLE_YEAR.fullmatch(phrase)
    return hit is not None and int(hit[1]) < year
