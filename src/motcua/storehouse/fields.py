"""What a paper says of itself, proposed from the words read on it, each with its place. Pure.

A proposal is never stored as a fact: an officer confirms or corrects each one. What is not found is not proposed.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher

from motcua.kernel.text import fold
from motcua.storehouse.ports import Word

LABELS = {
    "title": "Tên giấy tờ",
    "number": "Số, ký hiệu",
    "issued_on": "Ngày cấp",
    "issuer": "Cơ quan cấp",
    "name": "Họ và tên",
    "identity": "Số định danh cá nhân",
    "born": "Ngày sinh",
}
_SAME_LINE = 0.6  # of a word's height
_GAP = 0.03  # of the page's width: farther apart are two columns
_MOST = 300

_DIGITS = str.maketrans({"O": "0", "o": "0", "Q": "0", "l": "1", "I": "1", "|": "1", "B": "8", "S": "5"})
_IDENTITY_LABEL = re.compile(r"so dinh danh|can cuoc|cccd|cmnd|so giay to tuy than")
_IDENTITY = re.compile(r"(?<![0-9A-Za-z])[0-9OoQlI|BS](?:[ .]?[0-9OoQlI|BS]){11}(?![0-9A-Za-z])")
_NAME_LABEL = re.compile(
    r"(?:ho,? ?chu dem,? ?(?:va )?ten|ho va ten|ho ten|toi ten la|ong/ba|ong \(ba\))(?: khai sinh)?\s*[:;.]?\s*"
)
_BORN_LABEL = re.compile(r"(?:ngay,? thang,? nam sinh|ngay sinh|sinh ngay)\s*[:;.]?\s*")
_NAME_LABELS = ("ho, chu dem, ten", "ho va ten", "ho, chu dem va ten", "ho ten")
_BORN_LABELS = ("ngay, thang, nam sinh", "ngay sinh", "sinh ngay")
_LIKE = 0.75
_NUMBER = re.compile(r"^(?:so|s6|sé)\s*[:;.]?\s*(?=\S*\d)", re.IGNORECASE)
_DAY = re.compile(r"(?<!\d)(\d{1,2})\s*[/.-]\s*(\d{1,2})\s*[/.-]\s*(\d{4})(?!\d)")
_DAY_WORDS = re.compile(r"ngay\s*(\d{1,2})\s*thang\s*(\d{1,2})\s*nam\s*(\d{4})")
_DAY_OF_BIRTH = re.compile(r"(\d{1,2})\s*thang\s*(\d{1,2})\s*nam\s*(\d{4})")
_ISSUER_LABEL = re.compile(r"(?:noi cap|co quan cap|noi dang ky|co quan dang ky)[^:;]{0,30}[:;]\s*")
_TITLE = re.compile(
    r"^(giay (?:khai sinh|chung sinh|chung nhan|xac nhan|uy quyen|chung tu|phep)|trich luc|to khai|don |"
    r"quyet dinh|bien ban|thong bao|hop dong|the can cuoc|so ho khau|van ban|ban sao)"
)
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
class _Line:
    """Words beside one another. `folded` has the length of `text`, letter by letter."""

    words: tuple[Word, ...]
    text: str
    folded: str

    def box(self, start: int, end: int) -> tuple[int, float, float, float, float]:
        """Where the letters from `start` to `end` stand."""
        at, inside = 0, []
        for word in self.words:
            if at < end and at + len(word.text) > start:
                inside.append(word)
            at += len(word.text) + 1
        chosen = inside or list(self.words)
        return (
            chosen[0].page,
            min(word.left for word in chosen),
            min(word.top for word in chosen),
            max(word.right for word in chosen),
            max(word.bottom for word in chosen),
        )


def propose(words: Iterable[Word]) -> tuple[Proposal, ...]:
    """One proposal for each field that was found, the first place that fits."""
    lines = _lines(words)
    found: dict[str, Proposal] = {}
    for finder in (_titles, _numbers, _issue_days, _issuers, _names, _identities, _births):
        for each in finder(lines):
            found.setdefault(each.key, each)
            break
    return tuple(found[key] for key in LABELS if key in found)


def _lines(words: Iterable[Word]) -> list[_Line]:
    rows: list[list[Word]] = []
    for word in sorted(words, key=lambda word: (word.page, (word.top + word.bottom) / 2)):
        last = rows[-1][-1] if rows else None
        if last is not None and last.page == word.page and _beside(last, word):
            rows[-1].append(word)
        else:
            rows.append([word])
    return [_line(part) for row in rows for part in _columns(sorted(row, key=lambda word: word.left))]


def _beside(one: Word, other: Word) -> bool:
    height = max(one.bottom - one.top, other.bottom - other.top)
    return abs((one.top + one.bottom) - (other.top + other.bottom)) / 2 < _SAME_LINE * height


def _columns(row: list[Word]) -> Iterator[list[Word]]:
    part: list[Word] = []
    for word in row:
        if part and word.left - part[-1].right > _GAP:
            yield part
            part = []
        part.append(word)
    yield part


def _line(words: list[Word]) -> _Line:
    text = " ".join(word.text for word in words)
    folded = fold(text)
    # A letter whose folding has another length would move every place after it.
    return _Line(tuple(words), text, folded if len(folded) == len(text) else _by_letter(text))


def _by_letter(text: str) -> str:
    return "".join((fold(letter) or " ")[:1] if letter != " " else " " for letter in text)


def _make(key: str, value: str, line: _Line, start: int, end: int) -> Proposal:
    return Proposal(key, value.strip(" .,;:")[:_MOST], *line.box(start, end))


def _titles(lines: list[_Line]) -> Iterator[Proposal]:
    for line in lines:
        capitals = line.text.upper() == line.text
        if capitals and _TITLE.match(line.folded):
            yield _make("title", line.text.capitalize(), line, 0, len(line.text))


def _numbers(lines: list[_Line]) -> Iterator[Proposal]:
    for line in lines:
        if told := _NUMBER.match(line.folded):
            value = line.text[told.end() :].split(",")[0].strip()
            if value and not _IDENTITY.fullmatch(value.replace(" ", "")):
                yield _make("number", value, line, told.end(), told.end() + len(value))


def _issue_days(lines: list[_Line]) -> Iterator[Proposal]:
    for line in lines:
        told = _DAY_WORDS.search(line.folded)
        if told and "sinh" not in line.folded[: told.start()] and (day := _day(*told.groups())):
            yield _make("issued_on", day, line, told.start(), told.end())


def _issuers(lines: list[_Line]) -> Iterator[Proposal]:
    """By its label; else the agency named at the top left, which may take two lines."""
    for line in lines:
        if told := _ISSUER_LABEL.search(line.folded):
            value = line.text[told.end() :].split(",")[0]
            yield _make("issuer", value, line, told.end(), told.end() + len(value))
    for number, line in enumerate(lines):
        if line.folded.startswith("uy ban nhan dan") and line.words[0].left < 0.5:
            below = [
                each for each in lines[number + 1 : number + 4]
                if each.words[0].page == line.words[0].page and each.words[0].left < 0.45
                and each.folded.startswith(("xa ", "phuong ", "thi tran ", "huyen ", "tinh ", "thanh pho "))
            ]  # fmt: skip
            whole = " ".join([line.text, *(each.text for each in below[:1])])
            value = re.sub(r"(?i)^ủy ban nhân dân", "Ủy ban nhân dân", whole.title())
            yield _make("issuer", value, line, 0, len(line.text))


def _names(lines: list[_Line]) -> Iterator[Proposal]:
    for line in lines:
        end = _after(line, _NAME_LABEL, _NAME_LABELS)
        # «Họ và tên cha» is another person.
        if end is None or re.match(r"(?:cha|me|vo|chong|bo|nguoi)\b", line.folded[end:]):
            continue
        value = line.text[end:]
        if ending := _NAME_ENDS.search(line.folded[end:]):
            value = value[: ending.start()]
        value = re.split(r"[,;.:\d(]", value)[0]
        if len(value.split()) >= 2:
            yield _make("name", value, line, end, end + len(value))


def _after(line: _Line, label: re.Pattern[str], spellings: tuple[str, ...]) -> int | None:
    """Where the value behind a label begins; a label read with a few wrong letters is known by its likeness."""
    if told := label.search(line.folded):
        return told.end()
    head, colon, _ = line.folded.partition(":")
    if colon and any(SequenceMatcher(None, head.strip(), each).ratio() >= _LIKE for each in spellings):
        return len(head) + 1
    return None


def _identities(lines: list[_Line]) -> Iterator[Proposal]:
    """Beside or below its label first, then any twelve digits."""
    labelled = {number for number, line in enumerate(lines) if _IDENTITY_LABEL.search(line.folded)}
    order = [*labelled, *(number + 1 for number in labelled), *range(len(lines))]
    for number in order:
        if number >= len(lines):
            continue
        for told in _IDENTITY.finditer(lines[number].text):
            value = re.sub(r"[ .]", "", told.group().translate(_DIGITS))
            if value.isdigit() and value.startswith("0"):
                yield _make("identity", value, lines[number], *told.span())


def _births(lines: list[_Line]) -> Iterator[Proposal]:
    for line in lines:
        end = _after(line, _BORN_LABEL, _BORN_LABELS)
        if end is None:
            continue
        rest = line.folded[end:].translate(str.maketrans("ol", "01"))
        found = _DAY.search(rest) or _DAY_OF_BIRTH.search(rest)
        if found and (day := _day(*found.groups())):
            yield _make("born", day, line, end + found.start(), end + found.end())


def _day(day: str, month: str, year: str) -> str | None:
    try:
        told = date(int(year), int(month), int(day))
    except ValueError:
        return None
    return f"{told:%d/%m/%Y}" if 1900 <= told.year <= 2100 else None
