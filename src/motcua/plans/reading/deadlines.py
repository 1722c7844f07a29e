"""Vietnamese deadline phrases → what they say (docs/algorithms/deadlines.md).

`read` answers one deadline for a phrase, `read_all` each of a cell, `occurrences` the days to remind of.
Nothing is guessed: what the words do not say stays empty, what they say wrongly is `unclear` with a warning.
"""

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from motcua.plans.reading.deadline_calendar import FIRST_YEAR, LAST_YEAR
from motcua.plans.reading.deadline_meaning import deadlines_of
from motcua.plans.reading.deadline_remarks import remarked
from motcua.plans.reading.deadline_shape import Deadline, Frequency, Kind
from motcua.plans.reading.deadline_spelling import gaps
from motcua.plans.reading.deadline_words import visible

__all__ = ["Deadline", "Frequency", "Kind", "last_to_fall_due", "occurrences", "read", "read_all"]

_BULLET = re.compile(r"^\s*(?:[-+*•●▪◦–—]|\d{1,2}[.)](?=\s)|[a-zđ][.)](?=\s))+\s*")
_CLAUSE_END = re.compile(
    r";|\n(?=\s*(?:[-+*•●▪–—]|[A-ZĐ]))|\.(?=\s+[-+•A-ZĐÂÊÔƠƯ])|\s(?=[-+•–—]\s+\S[^:;]{0,40}:)"
)
# Quý II - IV: triển khai; tháng 3 - tháng 6: khảo sát: a period and what is done in it, no list led in by dashes
_POINT = r"(?:\d{1,2}(?:\s*[/.]\s*\d{1,2})?|[IVX]{1,3})(?:\s*(?:/|năm)\s*20\d\d)?"
_PERIOD_OF_A_STEP = re.compile(
    rf"(?:quý|tháng|ngày|từ)\s+{_POINT}\s+[-–—]\s+(?:(?:quý|tháng|ngày)\s+)?{_POINT}\s*:", re.IGNORECASE
)
# hằng tháng (trước ngày 20), quý (trước ngày 20 tháng cuối quý): each bracket closes its own deadline
_OWN_DEADLINE = re.compile(r"(\([^()]*(?:[Tt]rước|[Cc]hậm nhất|[Nn]gày\s+\d|\d\s*/\s*\d)[^()]*\)),")
# trước 15/3; 15/6; 15/9 · tháng 3; 6; 9: what follows the semicolon goes on with the words before
_BARE_LIST = re.compile(
    r"(?<=\d)\s*;\s*(?=\d{1,2}(?:\s*/\s*\d{1,2})?(?:\s*/\s*\d{4})?\s*(?:[;.)]|\Z|và\s*\d))"
)
# hằng tháng; quý; năm
_BARE_CYCLES = re.compile(r"\s*;\s*(?=(?:tháng|quý|0?6 tháng|năm)\s*(?:[;.]|\Z))", re.IGNORECASE)
# 02 đợt/năm (đợt 1: tháng 4; đợt 2: tháng 10): what stands in brackets is one clause with what it explains
_BRACKETED = re.compile(r"\([^()\n]*;[^()\n]*\)")
_RANK = {
    Kind.RELATIVE: 4,
    Kind.RECURRING: 3,
    Kind.CONTINUOUS: 2,
    Kind.BY_OTHER_DOCUMENT: 1,
    Kind.ON_REQUEST: 1,
    Kind.UNCLEAR: 0,
}
_ROUND_THE_CLOCK = re.compile(r"24\s*/\s*7\W*")
UNREAD = "Không đọc được hạn trong lời văn này; cần người xác định."
EMPTY = "Không có lời văn nào về thời hạn."


def read(phrase: str, *, year: int) -> Deadline:
    """The deadline of a phrase; of several, one with all its days, else the last to fall due. Never raises.

    `year`: the plan's year, for words without one; 1990 to 2100.
    """
    words = " ".join(visible(phrase).split())
    found = _found(phrase, year)
    one = found[0] if len(found) == 1 else _one_of(found)
    if _ROUND_THE_CLOCK.fullmatch(words):
        one = one.warned("«24/7» cũng có thể nghĩa là suốt ngày đêm; cần xác nhận.")
    return replace(remarked(one, year), text=words)


def read_all(cell_text: str, *, year: int) -> list[Deadline]:
    """Each deadline of a cell, in the order of its words; one `unclear` if there is none. Never raises."""
    return [remarked(one, year) for one in _found(cell_text, year)]


def _found(cell_text: str, year: int) -> list[Deadline]:
    text = visible(cell_text)
    if not text:
        return [Deadline(Kind.UNCLEAR, "", warning=EMPTY)]
    if not FIRST_YEAR <= year <= LAST_YEAR:
        warning = f"Năm kế hoạch {year} ngoài khoảng {FIRST_YEAR}–{LAST_YEAR}."
        return [Deadline(Kind.UNCLEAR, " ".join(text.split()), warning=warning)]
    found: list[Deadline] = []
    for clause in _clauses(text):
        around = next((one.freq for one in reversed(found) if one.kind == Kind.RECURRING), None)
        found += [replace(one, text=clause) for one in deadlines_of(clause, year, around)]
    return _refined(found) or [Deadline(Kind.UNCLEAR, " ".join(text.split()), warning=UNREAD)]


def occurrences(deadline: Deadline, *, year: int) -> list[dt.date]:
    """The days in `year` by which the work is to be done, in order; empty where the words fix no day.

    Fixed days and periods give their last day in time; recurring ones every day that the words fix.
    """
    if deadline.kind == Kind.RECURRING:
        eve = dt.timedelta(days=deadline.inclusive is False)
        return [day - eve for day in _days_in(deadline, year)]
    eve = dt.timedelta(days=deadline.inclusive is False)
    days = [day - eve for day in deadline.dates] or ([deadline.last_day] if deadline.last_day else [])
    return [day for day in days if day.year == year]


def _days_in(deadline: Deadline, year: int) -> tuple[dt.date, ...]:
    """The days of a recurring deadline in another year than the one it was read for."""
    if not deadline.dates or deadline.dates[0].year == year:
        return deadline.dates
    again = read(deadline.text, year=year)
    if again.freq == deadline.freq:
        return again.dates
    kept = [(day.month, day.day) for day in deadline.dates if (day.month, day.day) != (2, 29)]
    return tuple(dt.date(year, month, number) for month, number in kept)


def _clauses(text: str) -> list[str]:
    text = _BRACKETED.sub(lambda hit: hit.group().replace(";", ","), text)
    text = _BARE_CYCLES.sub(", ", text)
    text = _BARE_LIST.sub(", ", _OWN_DEADLINE.sub(r"\1;", gaps(text)))
    parts = [_BULLET.sub("", part) for part in _cut(text)]
    return [" ".join(part.split()) for part in parts if part.strip(" \n.,;:-–+")]


def _cut(text: str) -> Iterator[str]:
    """The text at the ends of its clauses; the dash inside a period is none."""
    periods = [hit.span() for hit in _PERIOD_OF_A_STEP.finditer(text)]
    begin = 0
    for hit in _CLAUSE_END.finditer(text):
        if not any(left < hit.start() < right for left, right in periods):
            yield text[begin : hit.start()]
            begin = hit.end()
    yield text[begin:]


def _refined(found: list[Deadline]) -> list[Deadline]:
    """«Hằng quý (trước ngày 15 tháng cuối quý)»: the bare cycle gives way to the one with days."""
    found = [one for at, one in enumerate(found) if one not in found[:at]]
    ruled = {one.freq for one in found if one.kind == Kind.RECURRING and one.day_rule}
    return [
        one
        for one in found
        if not (one.kind == Kind.RECURRING and one.day_rule is None and one.freq in ruled and one.freq)
    ]


def last_to_fall_due(found: Sequence[Deadline]) -> Deadline:
    """Of the deadlines of a cell (at least one), the last to fall due.

    Where none has a day: what counts from an event, then a known cycle, then continuous work, then the rest.
    """
    dated = [one for one in found if one.last_day is not None]
    if dated:
        return max(dated, key=lambda one: one.last_day or dt.date.min)
    return max(found, key=_weight)


def _one_of(found: list[Deadline]) -> Deadline:
    chosen = last_to_fall_due(found)
    dated = [one for one in found if one.last_day is not None]
    if len(dated) > 1 and {one.kind for one in dated} <= {chosen.kind} - {Kind.PERIOD_RANGE, Kind.RECURRING}:
        merged = _merged(dated)
    else:
        merged = chosen
    if len({one.kind for one in found}) > 1 or merged.kind == Kind.RECURRING:
        merged = merged.warned(f"Lời văn nêu {len(found)} mốc; đây là mốc sau cùng hoặc rõ nhất.")
    wrong = [one.warning or "" for one in found if one.kind == Kind.UNCLEAR and one is not chosen]
    return merged.warned(*wrong)


def _weight(one: Deadline) -> tuple[int, int]:
    weight = _RANK.get(one.kind, 0)
    if one.kind == Kind.RELATIVE and not one.days:
        weight = 2
    if one.kind == Kind.RECURRING and one.freq is None:
        weight = 1
    if one.freq == Frequency.YEAR and one.n == 1 and not one.dates:
        weight = 2  # «thường xuyên hằng năm» is above all continuous
    return weight, len(one.dates)


def _merged(dated: list[Deadline]) -> Deadline:
    """Several days or periods of one kind: all in `dates`, the last of them in `date`."""
    dated = sorted(dated, key=lambda one: one.last_day or dt.date.min)
    last = dated[-1]
    days = tuple(dict.fromkeys(one.date or one.end for one in dated))
    starts = [one.start for one in dated if one.start]
    whole = replace(
        last,
        dates=tuple(day for day in days if day),
        date=last.date or last.end,
        start=min(starts, default=None),
    )
    return whole.warned(*[one.warning or "" for one in dated])
