"""Deadlines that hang on an event: within 05 working days of receipt, 01 day before, at once after."""

import re
from dataclasses import dataclass

from motcua.plans.reading.deadline_shape import Deadline, Direction, Kind, Unit

_LIMIT = (
    r"(?:(?:cham|muon|tre) nhat|khong (?:duoc )?(?:de |cham )?qua|toi da|trong|vong|thoi han|thoi gian|khoang|"
    r"han|la|vao|sau khi|it nhat|toi thieu|khong it hon|khong duoi|gui|chi)"
)
# not the 15 of «ngày 15 tháng trước»
_TO = r"(?:\d{1,3}\s*(?:-|den)\s*)?"  # «02-03 ngày làm việc» ends with the third
_N = (
    r"(?<!ngay\x20)(?<!thang\x20)(?:(?<!quy\x20)|(?=(?:0?[5-9]|\d\d) ngay))(?<![/.\-\d])(?<!\d,)"
    + _TO
    + r"(?P<n>1/2|nua|\d{1,3}(?:[.,]\d)?)"
)
_DAY = r"ngay \(?(?:ngay )?(?:lam viec|l\. ?viec|lv)\)?|ngay"
_H = (
    rf"(?:\s+(?P<u>{_DAY}|gio lam viec|gio hanh chinh|gio|tieng|tuan|thang|nam)"
    r"|(?P<h>h)(?![a-zA-Z0-9]))(?: lam viec)?"
)
_U = rf"(?P<u>{_DAY}|gio lam viec|gio hanh chinh|gio|tieng|tuan|(?:thang|nam)(?!\s+(?:\d|chap|gieng)))(?: lam viec)?"
_AFTER = r"(?:ke tu|tinh tu|ke ca|tu|sau khi|sau|khi)(?! thang \d)(?! quy [ivl])(?! nam \d)"
_BEFORE = r"(?:truoc khi|truoc|tinh den|so voi|tinh toi)"
_EVENT = (
    r"(?P<event>[^;()\n]*?)(?=\s*(?:[;()\n]|$|\.(?:\s|$)|,\s*(?:dinh ky|thuong xuyen|va bao cao"
    r"|hoan thanh|xong|cham nhat|muon nhat|truoc (?:ngay )?\d|(?:trong |vao )?(?:quy|thang) (?:\d|[ivl]+\b))))"
)
_EVENT_BEFORE_N = r"(?P<event>[^;,()\n\d]{1,200}?)(?: (?:it nhat|toi thieu|cham nhat|khong qua|toi da))?"
_PER = r"/\s*(?:0?1\s+)?(?:ho so|thu tuc|vu viec|van ban|don)"  # 03 ngày làm việc/hồ sơ
_OCCASION = (
    r"(?:(?:ky|cuoc|buoi|phien|dot) (?:hop|nghi|kiem tra|thanh tra|giam sat|doi thoai|bau cu)|hoi nghi|tet|dip|le"
    r"|dai hoi|bau cu|khai giang)(?![a-zA-Z])"
)
_EACH_TIME = rf"(?:moi |tung )?(?:dot|cuoc|ky bao cao|{_OCCASION})"
_NO_DAY = (
    r"(?!\s*(?:ngay\s+)?\d{1,2}\s*(?:[/.\-]|thang\s+\d))"
    # 16 giờ 30 ngày 25: a time of that day
    # 16 giờ 30 phút, and nothing else: a time of every day
    r"(?!(?<=gio)\s*\d{1,2}\s*phut\W*$)"
    r"(?!(?<=gio)\s*(?:\d{1,2}\s*(?:phut)?\s*)?,?\s*(?:(?:ngay\s+)?thu\s+(?:\d|hai|ba|tu|nam|sau|bay)|ngay\s+\d|chu\s+nhat|hang\s|moi\s|sang\s|chieu\s))"
)


def _rx(pattern: str) -> re.Pattern[str]:
    return re.compile(
        r"(?<![a-zA-Z0-9])(?<!dinh ky )(?<!cu )(?<!moi )" + pattern.replace(" ?", r"\s*").replace(" ", r"\s+")
    )


_LEADS = rf"(?P<lead>(?:{_LIMIT}:? ){{0,6}})"
# Tried in this order: the sort, words without which the pattern cannot fit, the pattern.
_PATTERNS: tuple[tuple[str, str, re.Pattern[str]], ...] = (
    # (chậm nhất) trước 10 ngày làm việc tính đến ngày … có hiệu lực; trước 01 ngày của hồ sơ đến hạn
    (
        "before",
        "truoc",
        _rx(
            rf"{_LEADS}truoc(?: it nhat| toi thieu)? {_N} {_U}(?: (?:cua|so voi|tinh den|tinh toi"
            rf"|truoc khi|khi|ke tu|tinh tu))?{_NO_DAY} ?{_EVENT}"
        ),
    ),
    # trước khi trình ký 02 ngày
    (
        "before",
        "truoc",
        _rx(
            rf"(?P<lead>)truoc (?:khi |(?=(?:ngay|(?:thoi )?han|thoi diem|gio) [a-zA-Z]|{_OCCASION}|ky bao cao))"
            rf"{_EVENT_BEFORE_N} {_N} {_U}(?=\W*$)"
        ),
    ),
    (
        "after",
        "sau",
        _rx(rf"(?P<lead>)sau (?:khi |(?=ngay [a-zA-Z]|{_EACH_TIME})){_EVENT_BEFORE_N} {_N} {_U}(?=\W*$)"),
    ),
    # sau 10 ngày kể từ ngày ký
    (
        "opens",
        "sau",
        _rx(rf"{_LEADS}sau(?: thoi han| thoi gian)? {_N} {_U}(?:,? (?:ke tu|tinh tu|tu|sau khi))? ?{_EVENT}"),
    ),
    # chậm nhất 10 ngày làm việc … trước khi tiến hành kiểm tra
    ("before", "truoc|tinh|voi", _rx(rf"{_LEADS}{_N} {_U}\s*(?:,|\.\.\.|…)?\s*{_BEFORE}{_NO_DAY} ?{_EVENT}")),
    # trong thời hạn 05 ngày làm việc, kể từ ngày nhận được
    ("after", "tu|sau|khi|ke", _rx(rf"{_LEADS}{_N}{_H}(?: dau(?: tien)?)?\s*,?\s*{_AFTER} ?{_EVENT}")),
    # chậm nhất là 10 ngày làm việc; trong vòng 24 giờ
    (
        "after",
        "",
        _rx(
            rf"(?P<lead>(?:{_LIMIT}:? ){{1,6}}){_N}{_H}"
            r"(?!\s*(?:\x00|/|lan|dau|cuoi|lam viec (?:dau|cuoi)|\d|nam \d{4}|(?:cung\s+)?ngay(?:\s*\d|(?<=cung\sngay))|moi))"
            r"(?P<event>)"
        ),
    ),
    (
        "after",
        "",
        _rx(
            rf"(?P<lead>)^\W*(?:tu )?{_N}(?: (?P<u>{_DAY}|gio lam viec|gio)|h(?: lam viec)?)(?!\s*(?:(?!{_PER})/|lan|dau|cuoi"
            rf"|1\s*lan|moi|ngay|thang))(?P<event>)(?=\W*$|\s*{_PER}|\s*\(\s*\d{{1,3}} gio(?: lam viec)?\s*\)\W*$)"
        ),
    ),
    (
        "at_once",
        "sau|khi",
        _rx(
            rf"(?:ngay|NGAY)(?: lap tuc)? (?:sau khi|sau ngay|sau|khi"
            rf"|tu khi)(?!\s+(?:co )?yeu cau)(?!(?<!sau\x20khi)\s+phat sinh){_NO_DAY} ?{_EVENT}"
        ),
    ),
    (
        "same_day",
        "ngay",
        _rx(
            r"(?:NGAY trong|NGAY|trong(?: cung)?|cung) ngay(?: lam viec)?(?!\s*\d)(?P<event>)(?=\s*(?:[;,.()]|$))"
        ),
    ),
    # trong ngày tiếp nhận hồ sơ
    (
        "same_day",
        "ngay",
        _rx(
            r"(?:NGAY trong|trong(?: cung)?|cung) ngay(?= (?:tiep nhan|nhan|phat sinh|ban hanh|ky|dien ra|co|duoc)(?![a-z]))"
            rf" {_EVENT}"
        ),
    ),
    # trong ngày làm việc kể từ khi tiếp nhận
    (
        "same_day",
        "ngay",
        _rx(
            r"(?:NGAY trong|NGAY|trong(?: cung)?|cung) ngay(?: lam viec)?,? (?:ke tu|tinh tu|sau)"
            rf"(?: khi| thoi diem| luc)? {_EVENT}"
        ),
    ),
    (
        "next_day",
        "tiep|lien",
        _rx(
            r"(?:(?:trong|vao|sang|NGAY) )?ngay(?P<u> lam viec)? (?:tiep theo|ke tiep|lien ke|lien sau)(?P<event>)(?=\W*$)"
        ),
    ),
    ("at_once", "NGAY|lap|tuc", _rx(r"(?:NGAY lap tuc|lap tuc|tuc thi|NGAY|tuc thoi)(?P<event>)(?=\W*$)")),
    (
        "ahead",
        "truoc",
        _rx(
            rf"truoc (?:khi (?!(?:het|ket thuc) (?:thang|quy|nam|ngay|6))|(?={_OCCASION}|gio (?!hanh|lam)[a-z])){_EVENT}"
        ),
    ),
    (
        "ahead",
        "truoc",
        _rx(rf"truoc ngay (?![\d._…/]|cuoi|dau|m[ou]ng|lam viec (?:thu \d|dau|cuoi)){_EVENT}"),
    ),
    ("ends", "den", _rx(rf"(?:cho )?den khi {_EVENT}")),
    (
        "later",
        "sau",
        _rx(rf"sau (?:khi|ngay(?! \d)|(?=(?:moi |tung )?(?:dot|cuoc|{_OCCASION}))) ?{_EVENT}"),
    ),
    (
        "later",
        "tu",
        _rx(
            r"(?:ke tu|tinh tu|tu) (?:khi|ngay(?! ?\d)|thoi diem) (?P<event>[^;()\n]{0,200}?)(?= (?:cho )?(?:den|toi)"
            r" (?:het )?(?:(?:ngay )?\d|(?:cuoi )?(?:thang|quy|nam)(?![a-z])))"
        ),
    ),
    ("later", "tu", _rx(rf"(?:ke tu|tinh tu|tu) (?:khi|ngay(?! ?\d)|thoi diem) ?{_EVENT}")),
    (
        "later",
        "khi",
        _rx(
            rf"(?<!truoc\x20)khi (?!het |ket thuc (?:thang|quy|nam) |(?:van ban )?(?:yeu cau|phat sinh"
            rf"|de nghi|chi dao|nhu cau|dot xuat|phan cong|can)){_EVENT}"
        ),
    ),
)
_NEEDING = tuple((sort, needs.split("|") if needs else None, pattern) for sort, needs, pattern in _PATTERNS)
_ASKED = re.compile(r"(?:yeu\s+cau|de\s+nghi|chi\s+dao|trieu\s+tap)\W*$")
_ON_REQUEST = re.compile(
    r"(?:co|duoc|nhan duoc)\s+(?:van\s+ban\s+|su\s+)?(?:yeu\s+cau|phat\s+sinh|de\s+nghi|chi\s+dao"
    r"|thay\s+doi|bien\s+dong|vu\s+viec|truong\s+hop|tinh\s+huong|su\s+co|nhu\s+cau|dot\s+xuat"
    r"|phan\s+cong|phan\s+anh|kien\s+nghi|khieu\s+nai|to\s+cao|don\s+thu|dau\s+hieu|moi|MOI|huy\s+dong|thu\s+MOI|giay\s+MOI|trieu\s+tap)"
)
_UNITS = {
    "ngay lam viec": (Unit.WORKING_DAY, 1),
    "ngay": (Unit.CALENDAR_DAY, 1),
    "tuan": (Unit.CALENDAR_DAY, 7),
    "thang": (Unit.MONTH, 1),
    "nam": (Unit.YEAR, 1),
}
# «hằng ngày trước 16 giờ»: an hour of office time, nothing it could be counted back from
_OF_A_DAY = re.compile(r"truoc\s+(?:0?[6-9]|1\d|2[0-3])\s+gio")
NO_EVENT = "Lời văn không nêu tính từ sự kiện nào."
OPENS = "Lời văn nêu mốc bắt đầu hoặc giới hạn dưới, không phải hạn hoàn thành."


@dataclass(frozen=True)
class Found:
    """A relative deadline and the stretch of the clause it takes."""

    start: int
    end: int
    deadline: Deadline


# «trước ngày bầu cử 15/3/2026»: the day of the event is named, and is what counts.
_NAMED_EVENT = re.compile(
    r"(?<=truoc )((?:(?:ngay|thoi\s+diem|khi|dip)\s+[a-z]|(?:tet|le|dai\s+hoi|hoi\s+nghi|bau\s+cu"
    r"|(?:ky|phien|cuoc)\s+(?:hop|bau\s+cu))\s)[^;,()\d]{2,60}?)"
    r"(?=(?:ngay\s+)?\d{1,2}\s*[/.-]\s*\d{1,2}\s*[/.-]\s*\d{4}\W*$)"
)


def without_named_event(even: str) -> str:
    """The even string with the name of an event blanked whose day is given behind it."""
    return _NAMED_EVENT.sub(lambda hit: " " * len(hit[1]), even)


def relative(even: str, text: str) -> Found | None:
    """The first deadline in a clause that hangs on an event; `text` has the same length as `even`."""
    for sort, needs, pattern in _NEEDING:
        if needs is not None and not any(word in even for word in needs):
            continue
        match = pattern.search(even)
        if match is None:
            continue
        if sort == "at_once" and re.search(r"thuong\s+xuyen", match.group()):
            return None  # «ngay khi … và được tiến hành thường xuyên» goes on and on
        words = text[match.start("event") : match.end("event")].strip(" ,.:-–")
        event = re.sub(r"^khi\s+|^ngày\s*(?:…|\.{2,}).*$", "", words) or None
        if sort in ("at_once", "later") and _ON_REQUEST.match(match.group("event").strip()):
            return None
        if (
            sort == "later"
            and even[match.start() :].startswith("khi")
            and _ASKED.search(match.group("event"))
        ):
            return None  # khi Sở Nội vụ yêu cầu
        if sort == "later" and event is None:
            continue
        if sort == "before" and event is None and _OF_A_DAY.fullmatch(match.group().strip()):
            continue
        return Found(match.start(), match.end(), _deadline(sort, match, event, text))
    return None


def _deadline(sort: str, match: re.Match[str], event: str | None, text: str) -> Deadline:
    bare = Deadline(Kind.RELATIVE, text, event=event)
    if sort in ("at_once", "same_day"):
        return _with(bare, days=0, direction=Direction.AFTER)
    if sort == "next_day":
        unit = Unit.WORKING_DAY if match.group("u") else Unit.CALENDAR_DAY
        return _with(bare, days=1, unit=unit, direction=Direction.AFTER)
    if sort == "ends":
        return bare.warned("Lời văn kết thúc bằng một sự kiện, không nêu ngày.")
    if sort == "ahead":
        return _with(bare, direction=Direction.BEFORE)
    if sort == "later":
        return _with(bare, direction=Direction.AFTER).warned(OPENS + " Chưa nêu thời hạn sau sự kiện.")
    return _counted(sort, match, bare)


def _counted(sort: str, match: re.Match[str], bare: Deadline) -> Deadline:
    unit_words = " ".join((match.group("u") or "gio").split())
    if unit_words.startswith("ngay") and unit_words != "ngay":
        unit_words = "ngay lam viec"  # ngày (làm việc), ngày l.việc
    worked = unit_words == "ngay" and re.match(r"\s+lam\s+viec", match.string[max(match.end("u"), 0) :])
    unit, times = _UNITS["ngay lam viec"] if worked else _UNITS.get(unit_words, (Unit.HOUR, 1))
    direction = Direction.BEFORE if sort == "before" else Direction.AFTER
    found = _with(bare, days=_worth(match.group("n"), times), unit=unit, direction=direction)
    lower = re.search(r"it\s+nhat|toi\s+thieu|khong\s+it\s+hon|khong\s+duoi", match.group("lead"))
    capped = re.search(r"(?:cham|muon|tre)\s+nhat|khong\s+(?:\w+\s+){0,2}qua|toi\s+da", match.group("lead"))
    if (sort == "opens" and not capped) or (lower and sort == "after"):
        found = found.warned(OPENS)
    return found if found.event else found.warned(NO_EVENT)


def _worth(written: str, times: int) -> int | float:
    """05 → 5, 1/2 and «nửa» → 0.5, 1,5 → 1.5; times the days of a week where weeks were counted."""
    value = (0.5 if written in ("1/2", "nua") else float(written.replace(",", "."))) * times
    return int(value) if value == int(value) else value


def _with(
    bare: Deadline, *, days: float | None = None, unit: Unit | None = None, direction: Direction | None = None
) -> Deadline:
    return Deadline(bare.kind, bare.text, days=days, unit=unit, direction=direction, event=bare.event)
