"""Warnings: what a reader of the plan should look at again."""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from functools import lru_cache
from itertools import pairwise

from motcua.kernel.text import fold, squeeze
from motcua.plans.reading.blocks import Passage
from motcua.plans.reading.column_contents import TIME
from motcua.plans.reading.deadline_shape import Deadline, Kind
from motcua.plans.reading.result import DocumentHeader, Target, Task

_CITATION = re.compile(
    r"(?P<number>\d+/(?:\d{4}/)?[A-ZĐ]+-[A-ZĐa-z]+)\s*,?\s*ngày\s*(?P<day>\d{1,2}(?:/\d{1,2}/\d{4}|"
    r"\s*tháng\s*\d{1,2}\s*năm\s*\d{4}))"
)
_LOCALITY = re.compile(
    r"\b(?P<level>[Xx]ã|[Pp]hường|[Tt]hị trấn|[Hh]uyện|[Qq]uận|[Tt]hị xã|[Tt]hành phố|"
    r"[Tt]ỉnh)\s+(?P<name>(?:[A-ZĐÂÊÔƠƯĂ][\w']+)(?:\s+[A-ZĐÂÊÔƠƯĂ][\w']+){0,3})"
)
_LEVEL_WORD = re.compile(r"(?:xã|ường|trấn|uyện|uận|phố|ỉnh|Xã)\s+[A-ZĐÂÊÔƠƯĂ]")
_CONTEXT = ("UBND", "HĐND", "Ủy", "Các", "Sở", "Phòng", "Văn", "Công", "Ban", "Theo", "Năm", "Bộ", "Trung")


def cautions(
    header: DocumentHeader, tasks: Sequence[Task], targets: Sequence[Target], passages: Sequence[Passage]
) -> list[str]:
    """Warnings in Vietnamese: odd dates, other localities, shifted columns, gaps in the numbering, citations."""
    found: list[str] = []
    for task in tasks:
        found += _of_deadlines(task, header)
        found += _of_columns(task)
    found += _unfit_aims(targets)
    found += _foreign_places(header, tasks, targets)
    found += _bodies_above(header, [*tasks, *targets])
    found += _gaps(tasks)
    found += _citations(passages)
    return found


def _name(task: Task) -> str:
    label = " mục ".join(filter(None, (task.number, task.section)))
    return f"Nhiệm vụ {label}" if label else f"Nhiệm vụ «{task.title[:40]}»"


def _of_deadlines(task: Task, header: DocumentHeader) -> Iterator[str]:
    issued = date.fromisoformat(header.date) if header.date else None
    for deadline in task.deadlines:
        if deadline.kind == Kind.UNCLEAR:
            yield f"{_name(task)}: không hiểu thời hạn «{task.deadline_text}»."
        day = deadline.date or deadline.end
        if day is None:
            continue
        if issued and day < issued:
            yield (
                f"{_name(task)}: thời hạn {day:%d/%m/%Y} trước ngày ban hành kế hoạch ({issued:%d/%m/%Y})."
            )
        elif header.year and not _within(deadline, day, header.year):
            yield f"{_name(task)}: thời hạn {day:%d/%m/%Y} không thuộc năm {header.year} của kế hoạch."


def _unfit_aims(targets: Sequence[Target]) -> Iterator[str]:
    """«Giảm 20% so với năm trước»: a number that no operator compares with."""
    for target in targets:
        if target.operator is None and target.value is not None:
            where = ".".join(filter(None, (target.section, target.number)))
            name = f"Chỉ tiêu {where}" if where else "Chỉ tiêu"
            yield (
                f"{name}: «{target.name[:80]}» nêu mức giảm, chưa có phép so sánh; hãy chọn phép so sánh và giá trị cần đạt."
            )


def _within(deadline: Deadline, day: date, year: int) -> bool:
    """Whether a day suits the plan's year: a named day may fall in the year after, a period may reach further."""
    if deadline.kind == Kind.PERIOD_RANGE:
        return True
    return day.year >= year and (deadline.date is None or day.year <= year + 1)


def _of_columns(task: Task) -> Iterator[str]:
    """The deadline reads like no time, and another cell does: columns may be shifted."""
    if (
        not task.deadline_text
        or not task.deadlines
        or any(item.kind != Kind.UNCLEAR for item in task.deadlines)
    ):
        return
    for words in (task.deliverable, task.note):
        if words and len(words) < 80 and (TIME.search(fold(words)) or fold(words).startswith("theo ")):
            yield f"{_name(task)}: có thể lệch cột, «{words}» giống thời hạn hơn «{task.deadline_text}»."


_LEVELS = (
    (3, re.compile(r"\btỉnh\b|\btrung ương\b|\bsở\b|(?<!cán )\bbộ\b(?! phận)|\bstttt\b|\bvpub tỉnh\b")),
    (2, re.compile(r"\bhuyện\b|\bquận\b|\bthị xã\b|\bthành phố\b")),
    (1, re.compile(r"\bxã\b|\bphường\b|\bthị trấn\b")),
)


@lru_cache(maxsize=4096)
def _level(body: str) -> int:
    """3 province or above, 2 district, 1 commune, 0 not said."""
    return next((level for level, words in _LEVELS if words.search(body.lower())), 0)


_CITY_OF_STATE = re.compile(r"\bthành phố (?:hà nội|hồ chí minh|hải phòng|đà nẵng|cần thơ)\b")
_NO_DISTRICTS_SINCE = "2025-07-01"  # Luật Tổ chức chính quyền địa phương 2025: no city of a province any more


def _level_of_issuer(header: DocumentHeader) -> int:
    """The level of the body that issues the plan; a city directly under the state stands where a province does."""
    issuer = (header.issuer or "").lower().replace("thị xã", "huyện")
    level = _level(issuer)
    below = level != 2 or "thành phố" not in issuer
    if below or not (_CITY_OF_STATE.search(issuer) or (header.date or "") >= _NO_DISTRICTS_SINCE):
        return level
    return 3


def _bodies_above(header: DocumentHeader, rows: Sequence[Task | Target]) -> Iterator[str]:
    """Work given to a body of a higher level than the one that issues the plan: copied from above, perhaps."""
    own = _level_of_issuer(header)
    if not own:
        return
    found: dict[str, dict[str, None]] = {}
    for row in rows:
        for body in row.lead:
            if _level(body) > own:
                where = ".".join(filter(None, (row.section, row.number))) or "?"
                found.setdefault(body, {})[where] = None
    for body, places in found.items():
        yield f"Cơ quan cấp trên được giao chủ trì trong kế hoạch này: «{body}» (mục {', '.join(places)})."


def _foreign_places(
    header: DocumentHeader, tasks: Sequence[Task], targets: Sequence[Target]
) -> Iterator[str]:
    known = fold(
        " ".join(
            filter(None, (header.place, header.issuer, header.title, *header.legal_bases, *header.recipients))
        )
    )
    if not known:
        return
    seen: set[str] = set()
    looked_at: set[str] = set()
    rows = [(task.title, *task.lead, *task.cooperating) for task in tasks]
    rows += [(target.name, *target.lead, *target.cooperating) for target in targets]
    for row in rows:
        for text in row:
            if text in looked_at:
                continue
            looked_at.add(text)
            for printed, name in _places_in(text):
                if name not in seen and fold(name) not in known:
                    seen.add(name)
                    yield f"Nhắc đến địa phương khác: «{printed}» ở «{text[:80]}»."


@lru_cache(maxsize=4096)
def _places_in(text: str) -> tuple[tuple[str, str], ...]:
    """Localities a text names: as printed, and the name alone."""
    if not _LEVEL_WORD.search(text):
        return ()
    hits = ((hit.group(), squeeze(hit["name"])) for hit in _LOCALITY.finditer(text))
    return tuple(hit for hit in hits if hit[1].split()[0] not in _CONTEXT)


def _gaps(tasks: Sequence[Task]) -> Iterator[str]:
    """Numbers missing or printed twice within a section."""
    numbers: dict[str | None, list[int]] = {}
    for task in tasks:
        first, _, inner = (task.number or "").partition(".")
        if not first.isdigit():
            continue
        printed = numbers.setdefault(task.section, [])
        if not inner or int(first) not in printed[-1:]:  # «2.1» stands under a heading 2 that is no task
            printed.append(int(first))
    for section, printed in numbers.items():
        where = f" ở mục {section}" if section else ""
        for before, number in pairwise(printed):
            if number > before + 1:
                yield f"Thiếu số thứ tự giữa {before} và {number}{where}."
            elif number == before:
                yield f"Số thứ tự {number} in hai lần{where}."


def _citations(passages: Iterable[Passage]) -> Iterator[str]:
    """One document cited with two dates: one of them is wrong."""
    days: dict[str, dict[str, None]] = {}
    for passage in passages:
        if "ngày" in passage.text and "-" in passage.text:  # «15/KH-UBND ngày …», not the days of deadlines
            for hit in _CITATION.finditer(passage.text):
                day = "/".join(str(int(part)) for part in re.findall(r"\d+", hit["day"]))
                days.setdefault(hit["number"], {})[day] = None
    for number, dates in days.items():
        if len(dates) > 1:
            yield f"Văn bản {number} được dẫn với các ngày khác nhau: {', '.join(dates)}."
