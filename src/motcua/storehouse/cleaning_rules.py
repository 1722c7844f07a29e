"""By which rules a kept paper is doubtful. Pure: one paper, or papers of one owner, and what is wrong with them.

A doubt is a reason to look, not a verdict: an officer mends the paper, or dismisses the doubt with a reason.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from string import Formatter

from motcua.storehouse.care_enums import Doubt

_BEGINNING = date(1945, 9, 2)
_OLD_DIGITS, _DIGITS = 9, 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """What the rules see of one paper; days are those of Việt Nam.

    `template`: the form of codes on the day it was digitised. `blob_sound`: what the last look at the bytes found.
    `expires`: whether it matters that it had run out before it came in (it does not for old results).
    """

    came_on: date
    blob: str | None = None
    blob_sound: bool = True
    from_database: bool = False
    signed: bool = False
    issued_by_us: bool = False
    code: str = ""
    template: str = ""
    agency: str = ""
    type_code: str = ""
    issued_on: date | None = None
    valid_to: date | None = None
    expires: bool = True
    owned: bool = True
    identity: str = ""
    born: date | None = None
    in_dossier: bool = True
    scanned: bool = False


@dataclass(frozen=True, slots=True)
class Places:
    """Which first three digits an identity number may have: provinces from first to last, countries from `first_country`."""

    first_province: int
    last_province: int
    first_country: int


@dataclass(frozen=True, slots=True)
class Found:
    """A doubt, with what is wrong in Vietnamese; nothing personal in the words."""

    doubt: Doubt
    words: str


def doubts_about(paper: Looked, places: Places) -> list[Found]:
    """Everything that is wrong with one paper by itself."""
    return [*_identity(paper, places), *_code(paper), *_days(paper), *_links(paper)]


def identity_fault(number: str, places: Places) -> str:
    """Why this cannot be an identity number; empty when it can (old numbers have nine digits)."""
    if not number.isdecimal() or not number.isascii():
        return "có ký tự không phải chữ số"
    if len(number) == _OLD_DIGITS:
        return ""
    if len(number) != _DIGITS:
        return f"có {len(number)} chữ số, phải là {_DIGITS} (số CMND cũ {_OLD_DIGITS})"
    place = int(number[:3])
    if not (places.first_province <= place <= places.last_province or place >= places.first_country):
        return "ba chữ số đầu không phải mã tỉnh, mã nước nào"
    return ""


def year_in(number: str) -> int | None:
    """The year of birth in a number of twelve digits (the fourth tells century and sex); None in others.

    A number of place 000 is nobody's: its digits tell nothing.
    """
    if len(number) != _DIGITS or not number.isdecimal() or number.startswith("000"):
        return None
    return 1900 + int(number[3]) // 2 * 100 + int(number[4:6])


def _identity(paper: Looked, places: Places) -> Iterator[Found]:
    if not paper.identity:
        return
    if fault := identity_fault(paper.identity, places):
        yield Found(Doubt.IDENTITY_FORM, f"Số định danh: {fault}.")
        return
    year = year_in(paper.identity)
    if year is not None and paper.born is not None and year != paper.born.year:
        yield Found(Doubt.IDENTITY_BIRTH, "Năm sinh trong số định danh khác năm sinh đã lưu.")


def code_pattern(template: str, agency: str) -> re.Pattern[str]:
    """The codes a template makes for an agency, with groups `type` and `year` where it has them."""
    seen: set[str] = set()

    def part(name: str, pattern: str) -> str:
        again, seen_before = f"(?P={name})", name in seen
        seen.add(name)
        return again if seen_before else f"(?P<{name}>{pattern})"

    written = ""
    for text, field, form, _ in Formatter().parse(template):
        written += re.escape(text)
        if field == "agency":
            written += re.escape(agency)
        elif field == "type":
            written += part("type", r"[0-9A-Z]{1,40}")
        elif field == "year":
            written += part("year", r"[0-9]{4}")
        elif field == "number":
            width = int(re.sub(r"\D", "", form or "") or 1)
            written += part("number", rf"[0-9]{{{width},}}")
    return re.compile(written)


def _code(paper: Looked) -> Iterator[Found]:
    if not paper.code:
        if paper.issued_by_us:
            yield Found(Doubt.CODE_MISSING, "Có mã xác minh mà chưa có mã kết quả số hóa.")
        return
    if not paper.template or not paper.agency:
        return
    found = code_pattern(paper.template, paper.agency).fullmatch(paper.code)
    if found is None:
        yield Found(Doubt.CODE_FORM, f"Mẫu mã của cơ quan {paper.agency}: {paper.template}")
        return
    told = found.groupdict()
    kind = "".join(letter for letter in paper.type_code.upper() if letter.isalnum()) or "KHAC"
    if "type" in told and told["type"] != kind[:40]:
        yield Found(Doubt.CODE_FORM, f"Mã ghi loại {told['type']}, giấy tờ thuộc loại {kind[:40]}.")


def _days(paper: Looked) -> Iterator[Found]:
    issued = paper.issued_on
    if issued is not None and (issued > paper.came_on or issued < _BEGINNING):
        why = (
            f"sau ngày vào kho {paper.came_on:%d/%m/%Y}" if issued > paper.came_on else "trước ngày 02/9/1945"
        )
        yield Found(Doubt.ISSUED_LATER, f"Ngày cấp {issued:%d/%m/%Y} {why}.")
    if issued is not None and paper.born is not None and issued < paper.born:
        yield Found(Doubt.ISSUED_UNBORN, f"Ngày cấp {issued:%d/%m/%Y}, chủ giấy tờ chưa sinh.")
    over = paper.valid_to is not None and (
        paper.valid_to < paper.came_on or (issued is not None and paper.valid_to < issued)
    )
    if over and paper.expires and paper.valid_to is not None:
        yield Found(
            Doubt.ALREADY_OVER, f"Hết giá trị {paper.valid_to:%d/%m/%Y}, vào kho {paper.came_on:%d/%m/%Y}."
        )


def _links(paper: Looked) -> Iterator[Found]:
    if paper.blob is None:
        if paper.signed and not paper.from_database:
            yield Found(Doubt.NO_FILE, "Ghi là đã ký số nhưng không có tệp nào.")
    elif not paper.blob_sound:
        yield Found(Doubt.FILE_LOST, "Lần kiểm tra gần nhất không đọc lại được đúng tệp đã lưu.")
    if not paper.owned and (paper.blob is not None or paper.code):
        yield Found(Doubt.NO_OWNER, "Có tệp hoặc có mã nhưng không gắn với cá nhân, tổ chức nào.")
    if not paper.in_dossier and not paper.scanned:
        yield Found(Doubt.NO_DOSSIER, "Không hồ sơ nào dùng, cũng không do số hóa mà có.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Twin:
    """What tells papers of one owner apart; `number` is a blind index. The better one stays when two are merged."""

    pk: int
    owner: str
    kind: str
    title: str
    type_code: str = ""
    number: str = ""
    blob: str | None = None
    signed: bool = False
    coded: bool = False
    verifiable: bool = False

    @property
    def rank(self) -> tuple[bool, bool, bool, bool, int]:
        """The greatest stays: with a file, signed, verifiable, coded; of equals the one kept first."""
        return (self.blob is not None, self.signed, self.verifiable, self.coded, -self.pk)


Key = Callable[[Twin], tuple[str, ...] | None]


def duplicates(papers: Sequence[Twin]) -> list[tuple[Doubt, Twin, Twin]]:
    """Which papers are there twice: the rule, the one that may go, the one to stay. Papers of nobody are left out."""
    found = list(_twice(Doubt.SAME_FILE, papers, _by_file))
    told = {goes.pk for _, goes, _ in found}
    rest = [paper for paper in papers if paper.pk not in told]
    return [*found, *_twice(Doubt.SAME_NUMBER, rest, _by_number)]


def _by_file(paper: Twin) -> tuple[str, ...] | None:
    return (paper.owner, paper.blob) if paper.owner and paper.blob else None


def _by_number(paper: Twin) -> tuple[str, ...] | None:
    kind = paper.type_code or paper.title
    return (paper.owner, paper.kind, kind, paper.number) if paper.owner and paper.number else None


def _twice(doubt: Doubt, papers: Iterable[Twin], key: Key) -> Iterator[tuple[Doubt, Twin, Twin]]:
    groups: dict[tuple[str, ...], list[Twin]] = defaultdict(list)
    for paper in papers:
        if (told := key(paper)) is not None:
            groups[told].append(paper)
    for group in groups.values():
        best = max(group, key=lambda each: each.rank)
        yield from ((doubt, each, best) for each in group if each is not best)
