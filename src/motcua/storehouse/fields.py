"""What a paper says of itself, proposed from the words read on it, each with its place. Pure.

A proposal is never stored as a fact: an officer confirms or corrects each one. What is not found is not proposed. The
labels are those of the papers a desk scans most: identity cards, certificates of birth, of land, of a household
business, confirmations. Who issued a paper is found in `issuers`.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from difflib import SequenceMatcher

from motcua.kernel.text import fold
from motcua.storehouse.issuers import issuers
from motcua.storehouse.page_lines import Line, below, lines_of
from motcua.storehouse.ports import Word
from motcua.storehouse.spellings import TITLES, issuer_spelling, known_spelling, person_spelling

LABELS = {
    "title": "Tên giấy tờ",
    "number": "Số, ký hiệu",
    "issued_on": "Ngày cấp",
    "issuer": "Cơ quan cấp",
    "valid_to": "Có giá trị đến hết ngày",
    "name": "Họ và tên",
    "identity": "Số định danh cá nhân",
    "born": "Ngày sinh",
}
_MOST = 300

_DIGITS = str.maketrans({"O": "0", "o": "0", "Q": "0", "l": "1", "I": "1", "|": "1", "B": "8", "S": "5"})
_IDENTITY_LABEL = re.compile(r"so dinh danh|can cuoc|cccd|cmnd|so giay to tuy than|so\s*/\s*no\b")
_IDENTITY = re.compile(r"(?<![0-9A-Za-z])[0-9OoQlI|BS](?:[ .]?[0-9OoQlI|BS]){11}(?![0-9A-Za-z])")
_CARD = re.compile(r"^(?:the )?can cuoc")
_HOLDER = r"(?: khai sinh| (?:chu|nguoi dai dien|dai dien) ho kinh doanh)?"
_NAME_LABEL = re.compile(
    r"(?:ho,? ?chu dem,? ?(?:va )?ten|ho va ten|ho ten|toi ten la|ong/ba|ong \(ba\))" + _HOLDER
    + r"(?:\s*/\s*[a-z ]{4,12})?(?:\s*\([^)]{0,40}\))?\s*[:;.]?\s*"
)  # fmt: skip
_MISTER = re.compile(r"\b(?:ong|ba)\s*[:;]\s*")
_SOMEBODY_ELSE = re.compile(r"(?:cha|me|vo|chong|bo|nguoi)\b")
_BORN_LABEL = re.compile(r"(?:ngay,? thang,? nam sinh|ngay sinh|sinh ngay)\s*[:;.]?\s*")
_NAME_LABELS = ("ho, chu dem, ten", "ho va ten", "ho, chu dem va ten", "ho ten")
_BORN_LABELS = ("ngay, thang, nam sinh", "ngay sinh", "sinh ngay")
_LIKE = 0.75
_NUMBER = re.compile(r"^(?:so|s6|sé)\s*(?:vao so[^:;]{0,12}|phat hanh)?\s*[:;.]?\s*(?=\S*\d)", re.IGNORECASE)
_NUMBER_ENDS = re.compile(r",|\s+quyen\b|\s+ngay\b|\s{2,}")
_DAY = re.compile(r"(?<!\d)(\d{1,2})\s*[/.-]\s*(\d{1,2})\s*[/.-]\s*(\d{4})(?!\d)")
_DAY_WORDS = re.compile(r"ngay\s*(\d{1,2})\s*thang\s*(\d{1,2})\s*nam\s*(\d{4})")
_DAY_OF_BIRTH = re.compile(r"(\d{1,2})\s*thang\s*(\d{1,2})\s*nam\s*(\d{4})")
_ISSUED_LABEL = re.compile(
    r"ngay,? thang,? nam dang ky|ngay dang ky|dang ky lan dau|ngay,? thang,? nam\s*/\s*date|date,? month,? year"
)
_CHANGED = re.compile(r"thay doi|sinh|het|den ngay|co gia tri")
_GIVEN_LABEL = re.compile(r"ngay cap\s*[:;.]?\s*")
_ENDS_LABEL = re.compile(r"(?:co )?gia tri den|date of expiry")
_TITLE = re.compile(
    r"^(giay (?:khai sinh|chung sinh|chung nhan|xac nhan|uy quyen|chung tu|phep)|trich luc|to khai|don |"
    r"quyet dinh|bien ban|thong bao|hop dong|(?:the )?can cuoc|so ho khau|van ban|ban sao|ho chieu|bang tot nghiep|"
    r"chung chi|bang cap)"
)
_TITLE_LINES = 3
_NAME_ENDS = re.compile(r"\s+(?:gioi tinh|nam sinh|ngay|sinh|quoc tich|dan toc|chuc vu)\b")


@dataclass(frozen=True, slots=True)
class Proposal:
    """A field with its value and the box of the words it was read from (0–1 of the page)."""

    key: str
    value: str
    page: int
    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Known:
    """Spellings that are known beforehand: names of agencies, and of the person whose paper is awaited."""

    issuers: tuple[str, ...] = ()
    people: tuple[str, ...] = ()


def propose(words: Iterable[Word], known: Known | None = None) -> tuple[Proposal, ...]:
    """One proposal for each field that was found, the first place that fits."""
    lines = lines_of(words)
    found: dict[str, Proposal] = {}
    for finder in (_titles, _numbers, _issue_days, _issuing, _names, _identities, _births, _ends):
        for each in finder(lines):
            found.setdefault(each.key, each)
            break
    title, identity = found.get("title"), found.get("identity")
    if "number" not in found and title and identity and _CARD.match(fold(title.value)):
        found["number"] = replace(identity, key="number")  # a card's number is its holder's
    return tuple(_spelt(found[key], known or Known()) for key in LABELS if key in found)


def _spelt(proposal: Proposal, known: Known) -> Proposal:
    """With the marks of a known word when only marks, capitals and specks differ: «Gio Thủ» read for «Gio Thử»."""
    value = proposal.value
    if proposal.key == "title":
        value = known_spelling(value, TITLES)
    elif proposal.key == "issuer":
        value = issuer_spelling(value, known.issuers)
    elif proposal.key == "name":
        value = person_spelling(value, known.people)
    return replace(proposal, value=value)


def _make(key: str, value: str, line: Line, start: int, end: int) -> Proposal:
    return Proposal(key, value.strip(" .,;:_-–|'’‘*")[:_MOST], *line.box(start, end))


def _titles(lines: list[Line]) -> Iterator[Proposal]:
    """A line in capitals that begins like a title, with those that go on below it."""
    for number, line in enumerate(lines):
        if not line.capitals or not _TITLE.match(line.folded):
            continue
        parts, at = [line], below(lines, number)
        while (
            at is not None and len(parts) < _TITLE_LINES and lines[at].capitals and ":" not in lines[at].text
        ):
            parts.append(lines[at])
            at = below(lines, at)
        whole = " ".join(part.text for part in parts)
        yield _make("title", whole.capitalize(), line, 0, len(line.text))


def _numbers(lines: list[Line]) -> Iterator[Proposal]:
    for line in lines:
        if told := _NUMBER.match(line.folded):
            rest = line.folded[told.end() :]
            ends = _NUMBER_ENDS.search(rest)
            value = line.text[told.end() :][: ends.start() if ends else None].strip()
            if value and not _IDENTITY.fullmatch(value.replace(" ", "")):
                yield _make("number", value, line, told.end(), told.end() + len(value))


def _issue_days(lines: list[Line]) -> Iterator[Proposal]:
    """Behind a label of issuing; else a day in words; else «ngày cấp» that is not an identity card's beside it."""
    for line in lines:
        if told := _ISSUED_LABEL.search(line.folded):
            yield from _day_in("issued_on", line, told.end())
    for line in lines:
        told = _DAY_WORDS.search(line.folded)
        if told and not _CHANGED.search(line.folded[: told.start()]) and (day := _day(*told.groups())):
            yield _make("issued_on", day, line, told.start(), told.end())
    for number, line in enumerate(lines):
        told = _GIVEN_LABEL.search(line.folded)
        before = " ".join(each.folded for each in lines[max(0, number - 2) : number + 1])
        if told and not _IDENTITY_LABEL.search(before):
            yield from _day_in("issued_on", line, told.end())


def _day_in(key: str, line: Line, start: int) -> Iterator[Proposal]:
    """The first day told behind a place of a line, in digits or in words."""
    rest = line.folded[start:].translate(str.maketrans("ol", "01"))
    found = _DAY.search(rest) or _DAY_OF_BIRTH.search(rest)
    if found and (day := _day(*found.groups())):
        yield _make(key, day, line, start + found.start(), start + found.end())


def _issuing(lines: list[Line]) -> Iterator[Proposal]:
    for value, line, start, end in issuers(lines):
        yield _make("issuer", value, line, start, end)


def _names(lines: list[Line]) -> Iterator[Proposal]:
    """Behind its label or on the line below it; else of the man or woman it is made out to."""
    for number, line in enumerate(lines):
        end = _after(line, _NAME_LABEL, _NAME_LABELS)
        # «Họ và tên cha» is another person.
        if end is None or _SOMEBODY_ELSE.match(line.folded[end:]):
            continue
        at = below(lines, number) if not line.text[end:].strip() else None
        yield from _name_in(lines[at], 0) if at is not None else _name_in(line, end)
    for line in lines:
        if told := _MISTER.search(line.folded):
            yield from _name_in(line, told.end())


def _name_in(line: Line, start: int) -> Iterator[Proposal]:
    value = line.text[start:]
    if ending := _NAME_ENDS.search(line.folded[start:]):
        value = value[: ending.start()]
    value = re.split(r"[,;.:\d(/]", value)[0].strip(" -–_|")
    if len(value.split()) >= 2:
        written = value.title() if value.upper() == value else value
        yield _make("name", written, line, start, start + len(value))


def _after(line: Line, label: re.Pattern[str], spellings: tuple[str, ...]) -> int | None:
    """Where the value behind a label begins; a label read with a few wrong letters is known by its likeness."""
    if told := label.search(line.folded):
        return told.end()
    head, colon, _ = line.folded.partition(":")
    if colon and any(SequenceMatcher(None, head.strip(), each).ratio() >= _LIKE for each in spellings):
        return len(head) + 1
    return None


def _identities(lines: list[Line]) -> Iterator[Proposal]:
    """Beside or below its label first, then any twelve digits."""
    labelled = [number for number, line in enumerate(lines) if _IDENTITY_LABEL.search(line.folded)]
    order = [*labelled, *(number + 1 for number in labelled), *range(len(lines))]
    for number in order:
        if number >= len(lines):
            continue
        for told in _IDENTITY.finditer(lines[number].text):
            value = re.sub(r"[ .]", "", told.group().translate(_DIGITS))
            if value.isdigit() and value.startswith("0"):
                yield _make("identity", value, lines[number], *told.span())


def _births(lines: list[Line]) -> Iterator[Proposal]:
    for line in lines:
        end = _after(line, _BORN_LABEL, _BORN_LABELS)
        if end is not None and not _ISSUED_LABEL.search(line.folded):
            yield from _day_in("born", line, end)


def _ends(lines: list[Line]) -> Iterator[Proposal]:
    for line in lines:
        if told := _ENDS_LABEL.search(line.folded):
            yield from _day_in("valid_to", line, told.end())


def _day(day: str, month: str, year: str) -> str | None:
    try:
        told = date(int(year), int(month), int(day))
    except ValueError:
        return None
    return f"{told:%d/%m/%Y}" if 1900 <= told.year <= 2100 else None
