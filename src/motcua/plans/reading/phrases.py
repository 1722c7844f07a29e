"""Deadlines: of a cell, and found inside a sentence; read by motcua.plans.reading.deadlines."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from motcua.plans.reading import deadlines
from motcua.plans.reading.deadline_shape import Deadline, Kind

_YEARED = r"(?:\s*[/-]\s*\d{4}|\s+năm\s+\d{4})?"
_YEARLY = r"(?:\s+(?:hằng|hàng)\s+năm)?"
_NEXT_ONE = r"đó|này|sau|tiếp theo|kế tiếp|liền kề|báo cáo"
# tháng cuối (của mỗi) quý; tháng đầu quý tiếp theo; tháng thứ ba của kỳ báo cáo
_MONTH_OF = (
    r"tháng (?:cuối(?: cùng)?|đầu(?: tiên)?|giữa|thứ (?:nhất|hai|ba|[1-3]))(?: của)?(?: (?:mỗi|từng|hằng|hàng))?"
    rf"(?: (?:quý|kỳ|năm|0?6 tháng))?(?: (?:{_NEXT_ONE}))?(?: (?:hằng|hàng) năm)?"
)
_DATE = (
    rf"(?:ngày\s+)?\d{{1,2}}\s*[/.-]\s*\d{{1,2}}(?:\s*[/.-]\s*\d{{4}}|{_YEARLY})"
    rf"|(?:ngày\s+)?\d{{1,2}}\s+tháng\s+\d{{1,2}}(?:\s+năm\s+\d{{4}}|{_YEARLY})"
    rf"|ngày\s+\d{{1,2}}\s+(?:hằng tháng|hàng tháng|(?:của )?{_MONTH_OF}|của tháng(?: (?:{_NEXT_ONE}))?)"
)
_HOUR = r"(?:\d{1,2}\s*(?:giờ|h)\s*(?:\d{2}\s*)?(?:phút\s*)?,?\s*)?"
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
_TIMES = r"(?:lần|đợt|cuộc|buổi|kỳ|hội nghị|phiên|bài|tin|lượt)"
_CYCLE = r"(?:tuần|tháng|quý|năm)"
_LED = (
    r"(?:trước|chậm nhất(?:\s+là)?(?:\s+vào)?(?:\s+(?:trước|trong))?|(?:cho\s+)?đến hết|trong|xong trước|"
    r"hết|vào|từ nay đến(?:\s+hết)?|trước thời hạn|(?<!tính )đến(?=\s+(?:ngày|cuối)\s))"
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
            rf"(?:(?:hoàn thành|xong)\s+)?{_LED}\s+(?:{_HOUR}(?:{_DATE})|{_PART_OF}(?:{_PERIOD}))",
            rf"(?:hoàn thành|xong)\s+(?:{_DATE})",
            r"trước\s+ít nhất\s+\d{1,3}\s+(?:ngày làm việc|ngày|giờ)(?=\s*(?:[.;,)]|$))",
            r"(?:(?:cho\s+)?đến hết|từ nay đến(?:\s+hết)?|đến cuối)\s+năm\s+20\d\d",
            rf"(?:hoàn thành|thực hiện)\s+(?:trong\s+)?{_PART_OF}(?:{_PERIOD})",
            rf"(?:(?<=tổ chức )|(?<=ban hành )){_PART_OF}(?:{_PERIOD})",
            r"(?:ngay\s+)?trong\s+năm\s+20\d\d(?=\s*(?:[;.)]|$))",
            # gửi báo cáo trước ngày kiểm tra 05 ngày làm việc; trước 05 ngày so với ngày họp
            r"trước\s+(?:(?:ngày|khi|mỗi|từng|kỳ|phiên|buổi|cuộc|hội nghị)\s+[^\W\d_][^.;,()\d]{1,60}|hạn)\s+"
            r"(?:ít nhất\s+)?\d{1,3}\s+(?:ngày làm việc|ngày|giờ)",
            r"(?:chậm nhất\s+)?trước\s+(?:ít nhất\s+)?\d{1,3}\s+(?:ngày làm việc|ngày|giờ)"
            r"\s+(?:so với|trước khi|khi|tính đến|kể từ)\s[^.;,)]{3,80}",
            rf"(?:không quá|tối đa)\s+\d{{1,3}}\s+{_WORKED},?\s+(?:kể từ|tính từ|sau khi)\s[^.;,)]{{3,90}}",
            r"(?:trong(?: thời hạn| thời gian| vòng)?|chậm nhất(?: là)?(?: sau)?)\s+\d{1,3}\s*(?:\([^)]{1,20}\)\s*)?"
            rf"{_WORKED}(?:,?\s+(?:kể từ|tính từ|sau khi|trước khi|trước ngày|sau)\s[^.;,)]{{3,90}})?",
            r"ngay\s+(?:sau\s+)?khi\s[^.;,)]{3,90}",
            r"(?:định kỳ\s+)?ngày\s+\d{1,2}\s+(?:(?:hàng|hằng)\s+tháng|tháng\s+cuối\s+(?:quý|kỳ))",
            rf"(?:định kỳ\s+)?(?:hàng|hằng)\s+{_CYCLE}(?:,\s*(?:hàng|hằng)?\s*(?:{_CYCLE}|06 tháng|6 tháng))*",
            rf"(?:thực hiện|tiến hành|triển khai|duy trì)\s+thường xuyên(?:,\s*liên tục)?{_ALL_YEAR}(?=\s*(?:[);.,]|$))",
            r"(?:(?<=[(;:] )|(?<=\())thường xuyên(?: trong (?:năm|suốt năm)(?: 20\d\d)?)?(?=\s*(?:[);.]|$))",
            rf"(?:(?<=\()|(?<=[;–-]\s))(?:{_PERIOD}|{_DATE})(?=\s*\))",  # Ban hành kế hoạch (tháng 01/2026)
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
_CITED = re.compile(r"(?:số\s+\d*[/A-ZĐ\d][\w./-]*|/[A-ZĐ-]+[\w-]*)\s*,?\s*$")


# «trong năm 2025», or a month, a quarter, a day without a word before it
_WHOLE_YEAR = re.compile(
    r"(?:(?:ngay\s+)?trong\s+năm\s+|(?:ngày|tháng|quý|\d).*[/.\s-])(20\d\d)", re.IGNORECASE | re.DOTALL
)


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
    if not found and _MAY_SAY_WHEN.search(text):
        found = dict.fromkeys(_by_its_words(text, year))
    elif len(found) == 1 and _CYCLE_ONLY.fullmatch(only := next(iter(found))):
        found = dict.fromkeys([run for run in _by_its_words(text, year) if only in run][:1] or found)
    said = [phrase for phrase in found if not _is_past_year(phrase, year)]
    if len(said) > 1:
        said = [phrase for phrase in said if phrase.lower() != "định kỳ"]
    return tuple(said)


def _by_its_words(text: str, year: int) -> Iterator[str]:
    """Runs of words of time that say a deadline as a whole: «thứ Sáu hằng tuần», «xong tháng 4/2026»."""
    for hit in _RUN.finditer(text):
        run = hit.group().strip(" ,")
        closes = _CLOSES.match(text, hit.end()) and text[: hit.start()].rstrip().endswith(";")
        if not (closes or _SAYS_BY_WHEN.search(run)) or _CITED.search(
            text[max(0, hit.start() - 40) : hit.start()]
        ):
            continue
        if _OF_A_PAPER.match(text, hit.start() + len(hit.group().rstrip())):
            continue
        if all(one.kind != Kind.UNCLEAR for one in deadlines_of(run, year or _ANY_YEAR)):
            yield " ".join(run.split())


_CYCLE_ONLY = re.compile(rf"(?:hàng|hằng)\s+{_CYCLE}", re.IGNORECASE)
_ANY_YEAR = 2000
_NUMBER = (
    r"(?:\d{1,2}(?:\s*[/.-]\s*\d{1,2})?(?:\s*[/.-]\s*20\d\d)?(?![\d/])|20\d\d(?!\d)|(?:IV|I{1,3})(?!\w))"
)
_WORD_OF_TIME = (
    r"(?:xong|hoàn thành|chậm nhất|muộn nhất|(?:thời )?hạn (?:cuối|chót|nộp)|chốt|"
    r"là|trước|sau|trong|vào|đến|hết|từ|kể từ|cuối|đầu|giữa|mỗi|từng|hằng|hàng|định kỳ|"
    r"ngày làm việc|ngày|tháng|quý|năm|tuần|giờ|phút|thứ (?:Hai|Ba|Tư|Năm|Sáu|Bảy|hai|ba|tư|năm|sáu|bảy|nhất|[2-7])|chủ nhật|"
    r"Chủ nhật|sáng|chiều|buổi|thường xuyên|liên tục|và|kỳ|cùng|đầu tiên|cuối cùng|"
    r"dương lịch|(?:một|hai|ba|\d{1,2}) (?:lần|đợt|buổi|kỳ|phiên))(?!\w)"
)
_RUN = re.compile(
    rf"(?<!\w)(?:{_WORD_OF_TIME}|{_NUMBER})(?:[\s,]+(?:{_WORD_OF_TIME}|{_NUMBER}))+", re.IGNORECASE
)
# What makes words of time a deadline: by when it is done, or how often; a bare day may be the day of anything.
_SAYS_BY_WHEN = re.compile(
    r"^(?:(?:xong|hoàn thành|chậm nhất|muộn nhất|(?:thời )?hạn (?:cuối|chót|nộp)|chốt|trước|trong|vào)\b.*"
    r"(?:\d|quý|tháng|tuần|năm)|"
    r".*\b(?:mỗi|hằng|hàng|từng)\s+(?:ngày|tuần|tháng|quý|năm|kỳ)\b)",
    re.IGNORECASE | re.DOTALL,
)
_CLOSES = re.compile(r"\W*$")  # «…; tháng 4/2026.» closes the item
_OF_A_PAPER = re.compile(r"\s*,?\s*(?:của|về việc)\b")
_MAY_SAY_WHEN = re.compile(r"\b(?:hạn|chốt|tháng|quý|tuần|ngày|năm)\b", re.IGNORECASE)


def _is_past_year(phrase: str, year: int) -> bool:
    hit = _WHOLE_YEAR.fullmatch(phrase)
    return hit is not None and int(hit[1]) < year
