"""Days and periods of the calendar behind the words: tháng 6, quý II/2024, 6 tháng đầu năm, ngày 15/6."""

import calendar
import datetime as dt
from dataclasses import dataclass, replace

from motcua.plans.reading.deadline_tokens import Token

ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "l": 1, "ll": 2, "lll": 3, "lv": 4, "11": 2, "111": 3}
FIRST_YEAR, LAST_YEAR = 1990, 2100
LEVELS = {
    "day": "day",
    "weak_day": "day",
    "days": "range",
    "quarter_day": "day",
    "month": "month",
    "quarter_month": "month",
    "year_month": "month",
    "quarter": "quarter",
    "months": "range",
    "nine_months": "range",
    "half": "half_year",
    "year": "year",
    "years": "range",
}


class NoSuchDayError(Exception):
    """The words name a day or period that no calendar has; the text says which, in Vietnamese."""


@dataclass(frozen=True)
class Span:
    """A day or period, first and last day; `level` is day, month, quarter, half_year, year or range."""

    level: str
    start: dt.date
    end: dt.date
    remarks: tuple[str, ...] = ()

    def until(self, other: "Span") -> "Span":
        """From the beginning of this one to the end of the other."""
        return Span("range", self.start, other.end, self.remarks + other.remarks)


def span(token: Token, year: int) -> Span:
    """The span a token names; words without a year take `year`. NoSuchDayError for 31/6 and the like."""
    at_year = _year(token.year, year)
    if not FIRST_YEAR <= at_year <= LAST_YEAR:
        raise NoSuchDayError(f"Năm {at_year} không hợp lý; cần đối chiếu bản gốc.")
    return _BY_KIND[token.kind](token, at_year)


def _year(written: str | None, year: int) -> int:
    relative = {None: 0, "this": 0, "next": 1, "last": -1, "report": 0, "after_report": 1}
    if written in relative:
        return year + relative[written]
    return 2000 + int(str(written)) if len(str(written)) == 2 else int(str(written))


def day(year: int, month: int, number: int) -> dt.date:
    """The day, or NoSuchDayError in the words a reader understands."""
    try:
        return dt.date(year, month, number)
    except ValueError:
        raise NoSuchDayError(f"Không có ngày {number}/{month}/{year} trong lịch.") from None


def month_span(year: int, month: int, months: int = 1, level: str = "month") -> Span:
    """`months` whole months from the first of `month`."""
    if not 1 <= month <= 12 or not 1 <= months <= 13 - month:
        raise NoSuchDayError(f"Không có tháng {month} trong lịch.")
    last = month + months - 1
    return Span(level, dt.date(year, month, 1), dt.date(year, last, calendar.monthrange(year, last)[1]))


def _day(token: Token, year: int) -> Span:
    named = day(year, int(token.got["m"]), int(token.got["d"]))
    return Span("day", named, named)


def _quarter_day(token: Token, year: int) -> Span:
    """Ngày 15 tháng cuối quý II."""
    offset = _month_of_quarter(token.got["which"])
    named = day(year, quarter_number(token.got["q"]) * 3 - 3 + offset, int(token.got["d"]))
    return Span("day", named, named)


def _quarter_month(token: Token, year: int) -> Span:
    """Tháng đầu quý II."""
    return month_span(year, quarter_number(token.got["q"]) * 3 - 3 + _month_of_quarter(token.got["which"]))


def _month_of_quarter(which: str) -> int:
    return 1 if "dau" in which or "1" in which else 2 if "giua" in which or "2" in which else 3


def _days(token: Token, year: int) -> Span:
    month = int(token.got["m"])
    first, last = day(year, month, int(token.got["d"])), day(year, month, int(token.got["d2"]))
    if last < first:
        raise NoSuchDayError(f"Ngày đầu {first:%d/%m/%Y} ở sau ngày cuối {last:%d/%m/%Y}.")
    return Span("range", first, last)


def _month(token: Token, year: int) -> Span:
    return month_span(year, int(token.got["m"]))


def quarter_number(written: str) -> int:
    """1 to 4 from Roman or Arabic, also as scanners write them; NoSuchDayError for quý V."""
    number = ROMAN.get(written) or (int(written) if written.isdigit() else 0)
    number = number or {"dau": 1, "cuoi": 4}.get(written, 0)
    number = number or ROMAN.get(written.replace("l", "i").replace("1", "i"), 0)
    if not 1 <= number <= 4:
        raise NoSuchDayError(f"Không có quý {written.upper()}.")
    return number


def _quarter(token: Token, year: int) -> Span:
    written = token.got["q"]
    found = month_span(year, quarter_number(written) * 3 - 2, 3, "quarter")
    if written in ("11", "111"):
        return replace(
            found, remarks=("Số quý viết như lỗi quét; đã đọc là số La Mã, cần đối chiếu bản gốc.",)
        )
    return found


def _months(token: Token, year: int) -> Span:
    count, first = int(token.got["n"]), token.got.get("edge", "dau") == "dau"
    if not 1 <= count <= 12:
        raise NoSuchDayError(f"Một năm không có {count} tháng.")
    level = "half_year" if count == 6 else "range"
    return month_span(year, 1 if first else 13 - count, count, level)


def _half(token: Token, year: int) -> Span:
    return month_span(year, 1 if token.got["edge"] == "dau" else 7, 6, "half_year")


def _years(token: Token, _: int) -> Span:
    first, last = int(token.got["y"]), int(token.got["y2"])
    if last < first:
        raise NoSuchDayError(f"Năm đầu {first} ở sau năm cuối {last}.")
    return Span("range", dt.date(first, 1, 1), dt.date(last, 12, 31))


_BY_KIND = {
    "day": _day,
    "weak_day": _day,
    "days": _days,
    "quarter_day": _quarter_day,
    "quarter_month": _quarter_month,
    "year_month": lambda token, year: month_span(year, 1 if token.got["which"] == "dau" else 12),
    "month": _month,
    "quarter": _quarter,
    "months": _months,
    "nine_months": lambda _, year: month_span(year, 1, 9, "range"),
    "half": _half,
    "year": lambda _, year: month_span(year, 1, 12, "year"),
    "years": _years,
}
_THIRDS = {
    "thuong tuan": (1, 10),
    "trung tuan": (11, 20),
    "ha tuan": (21, 31),
    "nua dau": (1, 15),
    "nua cuoi": (16, 31),
}


def narrowed(whole: Span, edge: str) -> Span:
    """The part of a period that «đầu», «trung tuần», «tuần thứ hai», «cuối» names.

    «Đầu» and «giữa» name no day: the whole period stays, with a remark. «Cuối» ends with the period.
    """
    last = whole.end.day
    if "ngay" in edge:
        return _days_of_period(whole, edge)
    if whole.level == "month" and edge in _THIRDS:
        first, to = _THIRDS[edge]
        return replace(
            whole, start=whole.start.replace(day=first), end=whole.start.replace(day=min(to, last))
        )
    if "tuan" in edge and (whole.level == "month" or edge.endswith(("dau", "cuoi", "tien", "cung"))):
        return _week_of_month(whole, edge)
    if "cuoi" in edge:
        return whole
    remark = "Lời văn chỉ nói phần đầu hoặc giữa kỳ, không nêu ngày; tạm tính đến hết kỳ."
    return replace(whole, remarks=(*whole.remarks, remark))


def _days_of_period(whole: Span, edge: str) -> Span:
    """10 ngày đầu tháng 6, ngày cuối cùng của quý II; working days stay unnarrowed, the calendar decides."""
    counted = "".join(char for char in edge if char.isdigit())
    if "lam viec" in edge:
        remark = "Số ngày làm việc đầu hoặc cuối kỳ tùy lịch nghỉ; tạm tính cả kỳ."
        return replace(whole, remarks=(*whole.remarks, remark))
    length = dt.timedelta(days=min(int(counted or 1), (whole.end - whole.start).days + 1) - 1)
    start, end = (whole.start, whole.start + length) if "dau" in edge else (whole.end - length, whole.end)
    return Span("range" if counted else "day", start, max(start, end), whole.remarks)


def _week_of_month(whole: Span, edge: str) -> Span:
    counted = [int(char) for char in edge if char.isdigit()] or [ROMAN.get(edge.split()[-1], 0)]
    number = counted[0] or (1 if "dau" in edge else 0)
    remark = "Tuần trong tháng tính theo bảy ngày một (1–7, 8–14, …); cần xác nhận."
    if number == 0:
        return replace(whole, start=whole.end - dt.timedelta(days=6), remarks=(*whole.remarks, remark))
    first = whole.start + dt.timedelta(days=7 * (number - 1))
    if first > whole.end:
        raise NoSuchDayError(f"Tháng {whole.start:%m/%Y} không có tuần thứ {number}.")
    days = 7 * max(1, counted[-1] - number + 1) - 1
    return replace(
        whole,
        start=first,
        end=min(first + dt.timedelta(days=days), whole.end),
        remarks=(*whole.remarks, remark),
    )
