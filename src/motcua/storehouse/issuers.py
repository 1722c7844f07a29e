"""Who issued a paper, from its lines: behind a label, in the head at the left, above the signature. Pure."""

import re
from collections.abc import Iterator

from motcua.storehouse.page_lines import Line, below

_LABEL = re.compile(r"(?:noi dang ky(?! ho khau| thuong tru)|co quan (?:dang ky|cap))[^:;]{0,30}[:;]\s*")
_GIVEN_AT = re.compile(r"noi cap[^:;]{0,30}[:;]\s*")
_COUNCIL = re.compile(r"^(?:uy ban nhan dan|ubnd)\b")
_PLACE = re.compile(r"^(?:xa|phuong|thi tran|quan|huyen|thi xa|tinh|thanh pho|dac khu)\b")
_OFFICE = re.compile(
    r"^(?:phong|so|van phong|chi nhanh|chi cuc|cuc(?! truong)|trung tam|cong an|ban|truong|benh vien)\b"
)
_SIGNED_FOR = re.compile(r"(?:tm|t/m)\s*[.,]?\s*(?=(?:uy ban nhan dan|ubnd)\b)")
_HEAD_OF = re.compile(r"^(?:k\s*t\s*[.,]?\s*)?(?:pho )?(cuc truong|giam doc|truong cong an)\s+(?=\S)")
# «…, tỉnh Mẫu» is where it lies, not its name; a comma is often read as a dot.
_AREA_AROUND = re.compile(r",|\.\s+(?=(?:tỉnh|huyện|quận|thành phố|thị xã)\b)", re.IGNORECASE)
_HEAD_ENDS, _LEFT_PART = 0.3, 0.5
# The longer ones first: «Thị Xã» holds «Xã».
_SMALL = ("Thành Phố", "Thị Trấn", "Đặc Khu", "Thị Xã", "Phường", "Huyện", "Quận", "Tỉnh", "Xã")

_KINDS = ("Phòng", "Sở", "Cục", "Ban")

Found = tuple[str, Line, int, int]


def issuers(lines: list[Line]) -> Iterator[Found]:
    """Candidates, the surest first: the name, and where on which line it was read."""
    for line in lines:
        if told := _LABEL.search(line.folded):
            yield _rest(line, told.end())
    yield from _in_head(lines)
    yield from _above_signature(lines)
    for line in lines:
        if told := _GIVEN_AT.search(line.folded):
            yield _rest(line, told.end())


def _rest(line: Line, start: int) -> Found:
    value = _AREA_AROUND.split(line.text[start:])[0]
    return value, line, start, start + len(value)


def _in_head(lines: list[Line]) -> Iterator[Found]:
    """The agency named at the top left; it may take two lines, and an office of it may stand below."""
    for number, line in enumerate(lines):
        if line.left > _LEFT_PART or line.top > _HEAD_ENDS or not _COUNCIL.match(line.folded):
            continue
        council, at = line.text, below(lines, number)
        if at is not None and _PLACE.match(lines[at].folded):
            council, at = f"{council} {lines[at].text}", below(lines, at)
        whole = proper(council)
        if at is not None and lines[at].capitals and _OFFICE.match(lines[at].folded):
            whole = f"{proper(lines[at].text)}, {whole}"
        yield whole, line, 0, len(line.text)
    for line in lines:
        if (
            line.left <= _LEFT_PART
            and line.top <= _HEAD_ENDS
            and line.capitals
            and _OFFICE.match(line.folded)
        ):
            yield proper(line.text), line, 0, len(line.text)


def _above_signature(lines: list[Line]) -> Iterator[Found]:
    """«TM. ỦY BAN NHÂN DÂN HUYỆN…», or the chief of an office: «CỤC TRƯỞNG CỤC CẢNH SÁT…», which may take two lines."""
    for number, line in enumerate(lines):
        if told := _SIGNED_FOR.search(line.folded):
            yield proper(line.text[told.end() :]), line, told.end(), len(line.text)
        elif line.capitals and (told := _HEAD_OF.match(line.folded)):
            start = told.end() if told.group(1) != "truong cong an" else told.end() - len("công an ")
            value, at = line.text[start:], below(lines, number)
            if at is not None and lines[at].capitals:
                value = f"{value} {lines[at].text}"
            yield proper(value), line, start, len(line.text)


def proper(text: str) -> str:
    """A name in capitals as it is written in a sentence: «Ủy ban nhân dân xã Mường Thử»."""
    if text.upper() != text:
        return text
    words = text.title()
    for name in _SMALL:
        words = re.sub(rf"\b{name}\b", name.lower(), words)
    words = re.sub(r"(?i)^(?:ủy|uỷ) ban nhân dân|^ubnd", "Ủy ban nhân dân", words)
    office = re.match(r"(?i)(phòng|sở|cục|chi cục|văn phòng|trung tâm|ban)\s", words)
    if office and not re.search(r"(?i)công an|quận|huyện", words):
        words = _as_sentence(text)
    return words[:1].upper() + words[1:]


def _as_sentence(text: str) -> str:
    """Offices are named by what they do: large are the first word of each part and the field behind the kind of office."""
    parts = re.split(r"(\s+[-–]\s+)", text.lower())
    told = "".join(part[:1].upper() + part[1:] for part in parts)
    kind, space, field = told.partition(" ")
    return kind + space + field[:1].upper() + field[1:] if kind in _KINDS else told
