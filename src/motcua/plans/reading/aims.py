"""Measurable aims inside text: «tối thiểu 80%», «từ 80 đến dưới 90 điểm», «tăng 20% mỗi năm đến khi đạt 100%»."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise

from motcua.kernel.text import squeeze
from motcua.plans.reading.aim_names import Span, name_of
from motcua.plans.reading.result import Number, Operator

_NUM = r"(?:\d{1,3}(?:\.\d{3})+(?:,\d+)?(?!\d)|\d+(?:[.,]\d+)?)"
_LAST_YEAR = r"(?:năm (?:trước(?: liền kề| đó)?|ngoái|liền trước|20\d\d)|cùng kỳ(?: năm (?:trước|20\d\d))?)"
_OPERATORS: tuple[tuple[str, Operator], ...] = (
    (r"tối thiểu|ít nhất|không (?:được )?(?:thấp|nhỏ|ít|kém) hơn|không dưới|từ đủ|≥|>=", ">="),
    (r"tối đa|không (?:được |để )?(?:xảy ra |có )?(?:quá|vượt quá|lớn hơn|cao hơn)|nhiều nhất|≤|<=", "<="),
    (r"trên|hơn|cao hơn|lớn hơn|vượt(?: mức)?|>", ">"),
    (r"dưới|thấp hơn|nhỏ hơn|ít hơn|<", "<"),
    (r"=|bằng|đúng", "="),
)
_OPERATOR = "|".join(words for words, _ in _OPERATORS)
_COMPILED = tuple((re.compile(rf"^(?:{words})$", re.IGNORECASE), operator) for words, operator in _OPERATORS)
_FILL = r"(?:\s*(?:là|đạt|đạt từ|mức|ở mức|từ|có|đạt được|phải đạt|tỷ lệ|:))*\s*"
_UNIT = r"%|\(%\)|phần trăm|điểm(?: phần trăm|\b)"

_AIM = re.compile(
    rf"(?:(?<!\w)(?P<op>{_OPERATOR}){_FILL}|"
    rf"(?<![\w/.,-])(?P<from>từ)\s+)?(?<![\w/.,-])(?P<n>{_NUM})(?:\s*/\s*{_NUM}(?=\s*điểm))?\s*(?P<u>{_UNIT})?"
    rf"(?:\s*(?:đến|tới|-|–|÷)\s*(?P<hop>dưới|tối đa|không "
    rf"quá)?\s*(?P<hi>{_NUM})(?![\d/])\s*(?P<u2>{_UNIT})?)?"
    rf"(?P<up>\s*(?:[^\W\d_]+\s+){{0,4}}?\(?trở (?:lên|xuống)\)?)?",
    re.IGNORECASE,
)
_STEP = re.compile(
    rf"tăng(?: thêm| tối thiểu| ít nhất| bình quân| dần| trung bình| "
    rf"từ)*\s*(?P<n>{_NUM})\s*%\s*(?:/\s*năm|mỗi năm|hằng năm|hàng năm|một năm|từng năm)"
    rf"(?:[^.;\n]{{0,40}}?(?:(?:đến|tới) (?:khi |lúc |mức |năm 20\d\d )*(?:đạt )?|(?:và|để|,) đạt )(?:tối thiểu |tỷ lệ |mức "
    rf")*(?P<hi>{_NUM})\s*%)?",
    re.IGNORECASE,
)
_STEP_AFTER = re.compile(
    rf"(?:mỗi năm|hằng năm|hàng năm|từng năm)[^.;\n\d]{{0,50}}tăng[^.;\n\d]{{0,30}}(?P<n>{_NUM})\s*%"
    rf"(?:[^.;\n]{{0,40}}?(?:(?:đến|tới) (?:khi |lúc |mức |năm 20\d\d )*(?:đạt )?|(?:và|để|,) đạt )(?:tối thiểu |tỷ lệ |mức "
    rf")*(?P<hi>{_NUM})\s*%)?",
    re.IGNORECASE,
)
# tăng ít nhất 10% so với năm trước; cao hơn năm 2023 ít nhất 5 điểm: one step upon last year's result
_STEPS = r"(?P<u>%|phần trăm|điểm(?: phần trăm|\b)|bậc)"
_STEP_ON = re.compile(
    rf"(?:tăng(?! cường)|nâng(?: cao| lên)? thêm|cải thiện|vượt|cao hơn|hơn)(?:(?!đạt |lên |còn )[^.;\n\d]){{0,60}}?"
    rf"(?P<n>{_NUM})\s*{_STEPS}[^.;\n\d]{{0,60}}?(?:so với |hơn )(?:của |kết quả |mức |điểm )*{_LAST_YEAR}",
    re.IGNORECASE,
)
_STEP_ON_AFTER = re.compile(
    rf"(?:(?:cao |tốt |lớn )?hơn|vượt|tăng so với)[^.;\n\d]{{0,40}}?{_LAST_YEAR},?\s*"
    rf"(?:ít nhất|tối thiểu|từ|là|trên|thêm)?\s*(?P<n>{_NUM})\s*{_STEPS}",
    re.IGNORECASE,
)
# từ 60% lên 80%
_FROM_TO = re.compile(
    rf"(?<!\w)từ\s+(?P<n>{_NUM})\s*(?P<u>{_UNIT})?(?:\s*\(?năm (?:20\d\d|trước)\)?)?\s*(?:lên|xuống|thành|còn)"
    rf"(?:\s*(?:đến|tới|còn|thành|mức))*\s*(?:(?P<op>{_OPERATOR}){_FILL})?(?P<hi>{_NUM})\s*(?P<u2>{_UNIT})",
    re.IGNORECASE,
)
_FALL = re.compile(
    rf"(?<!\w)(?:giảm|hạ)(?!\w)(?! (?:còn|xuống|dần xuống))(?:(?!còn |xuống |đạt )[^.;,\n\d]){{0,50}}?"
    rf"(?P<op>{_OPERATOR})?{_FILL}$",
    re.IGNORECASE,
)
_THAN_BEFORE = re.compile(rf"[^.;\n]{{0,80}}?so với (?:của |kết quả |mức )*{_LAST_YEAR}", re.IGNORECASE)
_RANK = re.compile(
    r"(?:nhóm|tốp|top|hạng|vị trí(?: thứ)?|thứ|xếp hạng|xếp)(?:\s+(?:từ|trong|thứ|đầu))*\s*$", re.IGNORECASE
)
_NOT_BELOW = re.compile(
    rf"(?:không (?:được )?(?:thấp|kém|nhỏ|ít) hơn|không giảm|bằng hoặc (?:cao|lớn|hơn)[^.;\n\d]{{0,12}}|"
    rf"từ bằng|duy trì[^.;\n\d]{{0,20}}bằng|giữ vững)"
    rf"[^.;\n\d]{{0,40}}{_LAST_YEAR}",
    re.IGNORECASE,
)
_ABOVE = re.compile(
    rf"(?:(?:cao hơn|vượt|tốt hơn|lớn hơn|hơn|trên mức)[^.;\n\d]{{0,40}}?"
    rf"|(?:tăng(?! cường)|nâng (?:cao|lên)|cải thiện)[^.;\n]{{0,60}}?(?:so với|hơn) )"
    rf"(?:so với |hơn |của |kết quả |mức |điểm )*{_LAST_YEAR}",
    re.IGNORECASE,
)
_BASELINE = re.compile(
    rf"(?:kết quả |ước |tỷ lệ )*(?P<when>năm (?:trước|ngoái|20\d\d))\s*(?:mới |chỉ |đã |ước |tỉnh |xã "
    rf")*(?:đạt|là|:|=)\s*"
    rf"(?:(?P<op>{_OPERATOR}){_FILL})?(?P<n>{_NUM})\s*(?P<u>{_UNIT})?",
    re.IGNORECASE,
)
_SPREAD = re.compile(
    rf"mức tối thiểu[^\d\n;]{{1,40}}?(?P<n>{_NUM})\s+(?P<noun>[^\W\d]+(?: [^\W\d]+)?)", re.IGNORECASE
)
_TIME = re.compile(
    r"^\s*(?:\([^)]*\)\s*)?(?:ngày|tháng|năm|quý|tuần|giờ làm việc|giờ|lần|đợt|buổi trong|tiếng|kỳ|tuổi|/\d|h\b)",
    re.IGNORECASE,
)
_NOUN = re.compile(
    r"^\s*(?:\([^)\d]{1,20}\)\s*)?(?P<noun>(?:tin,\s*)?[^\W\d_]+(?: [^\W\d_]+){0,3})(?P<per>\s*/\s*(?:năm|"
    r"tháng|tuần|quý|xã|đơn vị|người|nhân sự|cán bộ|lượt|hồ sơ)(?:\s*/\s*(?:năm|tháng|tuần|quý|ngày))?)?"
)
_NOUN_ENDS = re.compile(
    r"\s(?:được|có|trong|trên|để|của|và|hoặc|do|mỗi|phải|về|cho|theo|tại|thực|đối|với|trở|từ|đến|triển|"
    r"tham|là|hàng|hằng|xây|đã|nhằm|vào|ở|giúp|cấp|đạt|so|hướng dẫn|"
    r"tuyên truyền|nộp|sử dụng|khi|sau|trước|như|giữa|bằng|cung)\b.*$"
)
_LONG = 6000


@dataclass(frozen=True, slots=True)
class Aim:
    """An aim as printed: `value` in `unit`; `name` is the clause it stands in."""

    operator: Operator | None
    value: Number | None = None
    value_high: Number | None = None
    unit: str | None = None
    baseline: Number | None = None
    baseline_operator: Operator | None = None
    name: str = ""
    start: int = 0


def number(text: str) -> Number:
    """A number in Vietnamese writing: 5.280 is five thousand, 98,5 and 98.5 are ninety-eight and a half."""
    if re.fullmatch(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?", text):
        text = text.replace(".", "")
    value = float(text.replace(",", "."))
    return int(value) if value.is_integer() else value


@lru_cache(maxsize=2048)
def aims_in_text(text: str) -> tuple[Aim, ...]:
    """Every aim inside running text; percentages, points, counts with an operator, last-year comparisons."""
    if not may_hold(text):
        return ()
    text = _MISREAD.sub("1", text)
    if len(text) > _LONG:
        return tuple(aim for piece in _pieces(text) for aim in aims_in_text(piece))
    baseline = _baseline(text)
    taken = [baseline[1]] if baseline else []
    found: list[Aim] = []
    for aim, span in (*_comparisons(text), *_plain(text, loose=False)):
        if not any(span[0] < end and begin < span[1] for begin, end in taken):
            taken.append(span)
            found.append(replace(aim, start=span[0]))
    spans = sorted(span for span in taken if not baseline or span != baseline[1])
    found = _shared(text, found, spans)
    found = [
        replace(aim, name=name_of(text, next(span for span in spans if span[0] == aim.start), spans))
        for aim in found
    ]
    if baseline:
        found = [_with_baseline(aim, baseline[0]) for aim in found]
    return tuple(sorted(found, key=lambda aim: aim.start))


_LISTED = re.compile(r"[^.;:\n\d]*(?:,|\bvà)\s*")


def _shared(text: str, found: list[Aim], spans: list[Span]) -> list[Aim]:
    """«Cắt giảm ít nhất 30% thời gian, 30% chi phí»: the same figure again has the same limit."""
    ends, shared = dict(spans), sorted(found, key=lambda aim: aim.start)
    for at, (before, aim) in enumerate(pairwise(shared), start=1):
        same = (aim.operator, aim.unit, aim.value) == ("=", before.unit, before.value)
        if same and text[aim.start].isdigit() and _LISTED.fullmatch(text, ends[before.start], aim.start):
            shared[at] = replace(aim, operator=shared[at - 1].operator)
    return shared


@lru_cache(maxsize=2048)
def aim_of_cell(text: str, unit: str | None = None) -> Aim | None:
    """The aim of a cell that holds nothing else: «Tối thiểu 80», «100», «Không thấp hơn năm 2023»; None if none."""
    baseline = _baseline(text)
    for aim, span in (*_comparisons(text), *_plain(text, loose=True)):
        if baseline and span[0] < baseline[1][1] and baseline[1][0] < span[1]:
            continue
        aim = replace(aim, unit=aim.unit or unit, name=text)
        return _with_baseline(aim, baseline[0]) if baseline else aim
    return _duration(text)


_DURATION = re.compile(
    rf"(?P<op>{_OPERATOR}|không quá)?{_FILL}(?P<n>{_NUM})\s*(?P<u>(?:ngày làm việc|ngày|giờ làm việc|giờ|phút|lần)"
    r"(?:\s*/\s*\w+(?: \w+)?)?)\W*",
    re.IGNORECASE,
)


def _duration(text: str) -> Aim | None:
    """«Không quá 02 ngày», «≤ 15 phút/lượt», «04 lần/năm»: a cell whose quantity is a time."""
    hit = _DURATION.fullmatch(text.strip())
    if hit is None:
        return None
    words = (hit["op"] or "=").lower()
    return Aim(
        "<=" if words == "không quá" else _operator_of(words),
        number(hit["n"]),
        None,
        _unit(hit["u"]),
        name=text,
    )


@lru_cache(maxsize=2048)
def is_bare(text: str) -> bool:
    """A text that only says how much: «Tối thiểu 80», «Đạt từ 80% trở lên», «Không thấp hơn năm 2023»."""
    rest = text
    for _, span in sorted((*_comparisons(text), *_plain(text, loose=True)), key=lambda hit: -hit[1][0]):
        rest = rest[: span[0]] + rest[span[1] :]
    baseline = _BASELINE.search(rest)
    if baseline:
        rest = rest[: baseline.start()] + rest[baseline.end() :]
    return len(re.findall(r"[^\W\d_]+", rest)) <= 2


def measured_in_cell(text: str) -> tuple[Number | None, Operator | None, str | None]:
    """Last year's result of a cell: value, operator, unit."""
    if lasted := _LASTED.match(squeeze(text)):
        return number(lasted["n"]), _operator_of(lasted["op"]) if lasted["op"] else "=", lasted["u"]
    hit = next(iter(_plain(text, loose=True)), None)
    return (hit[0].value, hit[0].operator, hit[0].unit) if hit else (None, None, None)


# «2,5 giờ», «trên 3 ngày làm việc» and nothing else: how long it took, no deadline
_LASTED = re.compile(
    rf"(?:(?P<op>{_OPERATOR}){_FILL})?(?P<n>{_NUM})\s*(?P<u>giờ làm việc|giờ|ngày làm việc|ngày)(?:\s*/[^\d]*)?$",
    re.IGNORECASE,
)


def _pieces(text: str) -> Iterator[str]:
    """A very long text in pieces, cut at blanks: the work stays proportional to its length."""
    begin = 0
    while begin < len(text):
        end = len(text) if len(text) - begin <= _LONG else text.rfind(" ", begin + 1, begin + _LONG) + 1
        end = end if end > begin else begin + _LONG
        yield text[begin:end]
        begin = end


_MISREAD = re.compile(r"(?<!\w)[lI](?=[0O][0O]\s?%)")  # «l00%», as recognition and typists write it
_DIGIT = re.compile("[0-9]")  # in a text that `squeeze` has been over; quicker than any script


def may_hold(text: str) -> bool:
    """Whether a text could hold an aim at all."""
    return _DIGIT.search(text) is not None or "năm trước" in text or "năm ngoái" in text


def _comparisons(text: str) -> list[tuple[Aim, Span]]:
    found: list[tuple[Aim, Span]] = []
    if "ăm" in text or "ùng kỳ" in text:
        for pattern in (_STEP, _STEP_AFTER):
            for hit in pattern.finditer(text):
                high = number(hit["hi"]) if hit["hi"] else None
                found.append((Aim("increase_per_year", number(hit["n"]), high, "%"), hit.span()))
        for pattern in (_STEP_ON, _STEP_ON_AFTER):
            found += [(_step(hit), hit.span()) for hit in pattern.finditer(text)]
        found += [(Aim("not_below_last_year"), hit.span()) for hit in _NOT_BELOW.finditer(text)]
        found += [(Aim("above_last_year"), hit.span()) for hit in _ABOVE.finditer(text)]
    if "ừ " in text:
        found += [(_from_to(hit), hit.span()) for hit in _FROM_TO.finditer(text)]
    for hit in _SPREAD.finditer(text):
        found += _spread(text, hit)
    return found


def _step(hit: re.Match[str]) -> Aim:
    return Aim("increase_per_year", number(hit["n"]), None, _unit(hit["u"]))


def _from_to(hit: re.Match[str]) -> Aim:
    """«Nâng từ 60% lên 80%»: 60 is where it stands, 80 where it shall be."""
    operator = _operator_of(hit["op"]) if hit["op"] else "="
    return Aim(operator, number(hit["hi"]), None, _unit(hit["u2"] or hit["u"]), number(hit["n"]), "=")


def _spread(text: str, hit: re.Match[str]) -> Iterator[tuple[Aim, Span]]:
    """One minimum for each level: «mức tối thiểu: cấp huyện 1.200 hồ sơ; cấp xã 800 hồ sơ»."""
    following = re.compile(rf"\s*[;,]\s*[^\d.;,]{{1,40}}?(?P<n>{_NUM})\s+{re.escape(hit['noun'])}")
    at: re.Match[str] | None = hit
    while at is not None:
        yield Aim(">=", number(at["n"]), None, hit["noun"]), at.span()
        at = following.match(text, at.end())


def _plain(text: str, *, loose: bool) -> list[tuple[Aim, Span]]:
    found: list[tuple[Aim, Span]] = []
    for hit in _AIM.finditer(text):
        aim = _aim_of(hit, text, loose=loose)
        if aim is not None:
            found.append((aim, hit.span()))
    return found


def _aim_of(hit: re.Match[str], text: str, *, loose: bool) -> Aim | None:
    unit = _unit(hit["u"] or hit["u2"])
    operator = _operator(hit)
    if text[hit.end() : hit.end() + 1] in {"/", "."} and text[hit.end() + 1 : hit.end() + 2].isdigit():
        return None
    if unit is None:
        after = hit.start("up") if hit["up"] else hit.end()
        unit = _count_noun(text, after) if not hit["hi"] else None
        stated = hit["op"] is not None or hit["up"] or (unit or "").count("/") > 1
        if not loose and (unit is None or not stated or _is_time(text, after)):
            return None
        if loose and (_is_time(text, after) or _is_date_word(text, hit.start("n"))):
            return None
    if unit != "%" and _RANK.search(text, max(0, hit.start() - 24), hit.start("n")):
        return None  # in the first ten, rank 5: no quantity
    if hit["hi"]:
        return Aim("between", number(hit["n"]), number(hit["hi"]), unit)
    if unit == "%" and _falls(text, hit):
        return Aim(None, number(hit["n"]), None, unit)
    return Aim(operator, number(hit["n"]), None, unit)


def _falls(text: str, hit: re.Match[str]) -> bool:
    """«Giảm 20% hồ sơ trễ hạn so với năm trước»: a fall of 20 % has no operator that compares a value.

    «Cắt giảm ít nhất 20% số thủ tục» names the share to be cut, and is one.
    """
    if not _FALL.search(text, max(0, hit.start() - 70), hit.start("n")):
        return False
    return hit["op"] is None or bool(_THAN_BEFORE.match(text, hit.end()))


def _is_time(text: str, end: int) -> bool:
    return bool(_TIME.match(text[end : end + 40]))


def _is_date_word(text: str, start: int) -> bool:
    return bool(
        re.search(
            r"(?:ngày|tháng|năm|quý|số|điều|khoản|mục|thứ)\s*$",
            text[max(0, start - 8) : start],
            re.IGNORECASE,
        )
    )


def _unit(printed: str | None) -> str | None:
    if not printed:
        return None
    return "%" if printed in {"%", "(%)", "phần trăm"} else " ".join(printed.lower().split())


def _operator(hit: re.Match[str]) -> Operator:
    if hit["up"]:
        return ">=" if "lên" in hit["up"] else "<="
    return _operator_of(hit["op"]) if hit["op"] else "="


def _operator_of(printed: str) -> Operator:
    words = " ".join(printed.split())
    return next(operator for pattern, operator in _COMPILED if pattern.match(words))


def _count_noun(text: str, end: int) -> str | None:
    hit = _NOUN.match(text[end : end + 60])
    if hit is None:
        return None
    if hit["noun"].startswith("trở "):
        return None
    noun = _NOUN_ENDS.sub("", hit["noun"] + " ").strip()
    per = re.sub(r"\s", "", hit["per"]) if hit["per"] and noun == hit["noun"].strip() else ""
    return (noun + per) or None


def _baseline(text: str) -> tuple[tuple[Number, Operator], Span] | None:
    """Last year's result inside the text: «(năm trước đạt 65%)», «kết quả năm 2023 là 65%»."""
    for hit in _BASELINE.finditer(text) if "ăm " in text else ():
        if hit["when"][-1].isdigit() and not _is_earlier(text, hit):
            continue  # «năm 2024 đạt 80%» is an aim unless the text also names a later year
        operator: Operator = "="
        if hit["op"]:
            operator = _operator_of(hit["op"])
        return (number(hit["n"]), operator), hit.span()
    return None


def _is_earlier(text: str, hit: re.Match[str]) -> bool:
    year = int(hit["when"][-4:])
    if any(int(other) > year for other in re.findall(r"năm (20\d\d)", text)):
        return True
    return text[: hit.start()].rstrip().lower().endswith(("(", "kết quả", "thực hiện"))


def _with_baseline(aim: Aim, baseline: tuple[Number, Operator]) -> Aim:
    return replace(aim, baseline=baseline[0], baseline_operator=baseline[1])
