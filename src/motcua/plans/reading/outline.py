"""Blocks → lines with their numbering, joined over page breaks; and lines → sections of the document."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Literal

from motcua.kernel.text import fold, squeeze
from motcua.plans.reading.blocks import Block, Passage, Table
from motcua.plans.reading.layouts import Grid, is_page_number, own_cells

Kind = Literal["annex", "part", "capital", "roman", "decimal", "letter", "bullet", "none"]
SectionKind = Literal["front", "tasks", "purpose", "duties", "other", "end"]

_ANNEX = re.compile(
    r"^(?:PHỤ LỤC|Phụ lục|BIỂU|Biểu số|Phụ Lục)\b[ \t]*(?P<label>\d{1,2}\b|[IVX]+\b|[A-Z]\b)?[.:]?\s*"
)
_PART = re.compile(
    r"^(?:PHẦN|Phần|CHƯƠNG|Chương)\s+(?:thứ\s+)?(?P<label>[IVX]+|\d{1,2}|[A-ZĐ]\b|nhất|hai|ba|bốn)\b[.:]?\s*"
)
_ARTICLE = re.compile(r"^(?:Điều|ĐIỀU)\s+(?P<label>\d{1,2})[.:]\s*")
_ROMAN = re.compile(
    r"^(?:MỤC|Mục)?\s*(?P<label>(?:X{0,2}(?:IX|IV|V?I{1,3}|V)|X{1,2}))\s*(?:[.):]\s*|[/-]\s+)(?=\S)"
)
_CAPITAL = re.compile(r"^(?P<label>[A-HĐ])\s*[.)/]\s*(?=[^\W\d_])")
_CALLED = re.compile(
    r"^(?:Nhiệm vụ|NHIỆM VỤ|Nội dung|NỘI DUNG|Giải pháp|Công việc)\s+(?:số\s+)?(?P<label>\d{1,2})\s*[.:]\s*(?=\S)"
)
# Beyond 99 only with its point and a capital behind: «100. Rà soát …», «1.100. …»; «1.000 hồ sơ» is a number.
_DECIMAL = re.compile(
    r"^\(?(?P<label>\d{1,3}(?:\.\d{1,3}){0,5}(?=[.)]\s+[^\W\d_a-zà-ỹđ])|\d{1,2}(?:\.\d{1,2}){0,5})\s*(?:\.(?!\d)|[)/:](?!\d)|,(?=\s+[^\W\d_a-zà-ỹđ][^\W\d_]*\s)|(?<=\.\d)(?=\s)|"
    r"(?<=\.\d\d)(?=\s))\s*(?=\D)"
)
_LETTER = re.compile(r"^\(?(?P<label>[a-zđ](?:\.\d{1,2})?)\s*[.)]\s*(?=\S)")
_BULLET = re.compile(r"^(?P<label>(?:[-–—−+•*·●○▪►➢✓]\s*){1,3})(?=[^\d\s.]|\d|\s)")
_MARKERS: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    ("annex", _ANNEX),
    ("part", _PART),
    ("bullet", _BULLET),
    ("roman", _ROMAN),
    ("capital", _CAPITAL),
    ("decimal", _ARTICLE),
    ("decimal", _CALLED),
    ("decimal", _DECIMAL),
    ("letter", _LETTER),
)
# What any of them begins with; most texts begin otherwise.
_MAY_MARK = re.compile(
    r"\W|\d|[a-zđA-HĐ](?:\.\d{1,2})?\s*[.)/]|[IVX]{1,5}\s*[.):/-]|PH|Ph|BI|Bi|CH|Ch|Đi|ĐI|MỤC|Mục|Nhi|NHI|Nội|NỘI|Giải|Công v"
)
_ATTACHED = re.compile(
    r"^(?:KẾ HOẠCH|CHƯƠNG TRÌNH|DANH MỤC|DANH SÁCH|ĐỀ ÁN|PHƯƠNG ÁN|BẢNG|NHIỆM VỤ|CHỈ TIÊU)\b"
)
_WITH = re.compile(r"^\(?(?:Ban hành )?[Kk]èm theo\b")
_CLOSING = re.compile(
    r"^(?:Trên đây là|Kính gửi|Kính đề nghị .{0,60}xem xét|.{3,120} kính (?:gửi|trình|báo cáo|đề nghị)\b.*\./\.$)"
)
_SIGNATURE = re.compile(r"^(?:TM\.|KT\.|TL\.|TUQ\.|Q\.|CHỦ TỊCH|PHÓ CHỦ TỊCH|CHÁNH|GIÁM ĐỐC|TRƯỞNG)")
_ENDS = (".", ";", ":", "!", "?", "/", "…", ".)", ".”", '."')
RECIPIENTS = re.compile(r"^\W*n[ơo]i nhận\b\s*:?", re.IGNORECASE)


@dataclass(slots=True)
class Line:
    """A logical paragraph: its marker and the words after it, and the passages it was joined from."""

    text: str
    sources: list[Passage]
    kind: Kind = "none"
    label: str = ""
    body: str = ""
    depth: int = 0

    @property
    def place(self) -> int:
        return self.sources[0].block

    def numbers(self) -> tuple[int, ...]:
        return tuple(passage.number for passage in self.sources)


@dataclass(slots=True)
class Section:
    """A heading and what stands under it: lines and tables in their order."""

    label: str | None
    title: str
    kind: SectionKind
    heading: Line | None = None
    content: list["Line | Grid"] = field(default_factory=list)
    in_annex: bool = False


def marked(text: str, sources: list[Passage]) -> Line:
    """A line with its marker recognised: «2.1. …», «IV. …», «a) …», «- …»."""
    line = Line(text, sources, body=text)
    if not _MAY_MARK.match(text):
        return line
    for kind, pattern in _MARKERS:
        hit = pattern.match(text)
        if hit:
            label = (hit["label"] or "").strip()
            line.kind, line.label, line.body = kind, label, text[hit.end() :].strip()
            break
    if line.kind == "bullet":
        line.depth = 2 if "+" in line.label else 1
    elif line.kind == "decimal":
        line.depth = line.label.count(".")
    return line


def without_bullet(text: str) -> str:
    """The words behind the dash they begin with, if any."""
    hit = _BULLET.match(text)
    return text[hit.end() :].strip() if hit else text


def lines_of(blocks: Iterable[Block | Grid]) -> list[Line | Grid]:
    """Logical paragraphs and grids, in order; a paragraph cut by a page break is one line again.

    A table that is no grid (the head of the first page, the signatures) is read cell by cell.
    """
    found: list[Line | Grid] = []
    for block in blocks:
        if isinstance(block, Grid):
            found.append(block)
        elif isinstance(block, Table):
            for row in block.rows:
                for _, cell in own_cells(row):
                    _append_passage(found, cell.passage)
        else:
            _append_passage(found, block.passage)
    return found


def _append_passage(found: list[Line | Grid], passage: Passage) -> None:
    for text in passage.text.split("\n"):
        text = squeeze(text)
        if text and not is_page_number(passage.text):
            _append(found, text, passage)


def _append(found: list[Line | Grid], text: str, passage: Passage) -> None:
    for piece in _parted(text):
        line = marked(piece, [passage])
        before = found[-1] if found else None
        if isinstance(before, Line) and _goes_on(before, line):
            found[-1] = marked(f"{before.text} {piece}", _with(before.sources, passage))
        else:
            found.append(line)


def _with(sources: list[Passage], passage: Passage) -> list[Passage]:
    return sources if sources[-1] is passage else [*sources, passage]


def _parted(text: str) -> list[str]:
    """Two headings that a converter ran together: «9. Giao chỉ tiêu … 9.1. Chỉ tiêu …»."""
    hit = re.match(r"^(\d{1,3})\.\s", text)
    if hit:
        inner = re.search(rf"(?<=[.;:])\s+(?={hit[1]}\.1\.?\s\S)", text)
        if inner:
            return [text[: inner.start()], text[inner.end() :]]
    return [text]


def _goes_on(before: Line, line: Line) -> bool:
    """A line cut by a page break: the one before is unfinished and this one begins in small letters."""
    if line.kind != "none":
        return False
    if before.kind == "part" and not before.body:
        return True  # «Phần I», its title on the next line
    if before.text.endswith(_ENDS) or RECIPIENTS.match(before.text):
        return False
    first = line.text[0]
    if first.islower():
        return True
    return (
        before.text.endswith((",", " và", " của", "(")) and before.kind != "none" and not line.text.isupper()
    )


def is_article(line: Line) -> bool:
    """«Điều 2. …» of a decision."""
    return bool(_ARTICLE.match(line.text))


def is_closing(text: str) -> bool:
    """The sentence that closes the document, or a line of the signature."""
    return bool(_CLOSING.match(text)) or bool(_SIGNATURE.match(text)) or (text.isupper() and len(text) < 80)


# --- Sections ---

_DUTIES = re.compile(
    r"\bto chuc thuc hien\b|\btrach nhiem (?:to chuc )?thuc hien\b|^trach nhiem cua|\bphan cong (?:nhiem "
    r"vu|trach nhiem|thuc hien)\b|^to chuc (?:trien khai|thi hanh)"
)
_PURPOSE = re.compile(
    r"\bmuc dich\b|\byeu cau\b|^muc tieu|\bquan diem\b|\bpham vi\b|\bnguyen tac\b|\bsu can thiet\b|\btinh "
    r"hinh\b|^can cu\b|"
    r"\bdoi tuong\b|^danh gia\b|^ket qua (?:dat duoc|thuc hien)|^nhung (?:ton tai|han che)|^ton tai|"
    r"^nguyen nhan|^thuc trang"
)
_OTHER = re.compile(r"^kinh phi|^nguon (?:luc|kinh phi)|^che do (?:thong tin,? )?bao cao|^du toan|^kien nghi")
_NAMES_WORK = re.compile(r"(?:cac |mot so )?(?:nhiem vu|noi dung|giai phap|cong viec|chi tieu)\b")
_WORK = re.compile(r"\bnhiem vu\b|\bgiai phap\b|\bnoi dung\b|\bcong viec\b|\bchi tieu\b|\bkhac phuc\b")


def section_kind(title: str) -> SectionKind:
    """What a heading announces: tasks, purpose (objectives too), duties, or something else."""
    folded = fold(title)[:200]
    if _DUTIES.search(folded) and not re.search(r"\bnhiem vu (?:trong tam|chu yeu|cu the)\b", folded):
        return "duties"
    if _PURPOSE.search(folded) and not _WORK.search(folded):
        return "purpose"
    if _OTHER.search(folded):
        return "other"
    return "tasks"


def sections_of(items: Sequence[Line | Grid]) -> list[Section]:
    """The document's sections in order; what stands before the first heading is the "front"."""
    return _Sections(items).found


class _Sections:
    def __init__(self, items: Sequence[Line | Grid]) -> None:
        self.items = items
        self.found: list[Section] = [Section(None, "", "front")]
        self.path: list[tuple[Kind, str, SectionKind]] = []
        self.annex = False
        self._last_numbered: Line | None = (
            None  # the heading «1. MỤC ĐÍCH» of a document without Roman numerals
        )
        for position, item in enumerate(items):
            if isinstance(item, Line) and self._heads(item, position):
                continue
            self.found[-1].content.append(item)

    def _heads(self, line: Line, position: int) -> bool:
        if RECIPIENTS.match(line.text) and len(line.text) < 60:
            self._open(None, line, "end")
        elif (line.kind == "annex" and self._is_annex(line, position)) or self._is_attached(line, position):
            self.path, self.annex = [], True
            self._open(None, line, "front")
        elif (line.kind in {"part", "capital", "roman"} and self._is_heading(line)) or (
            line.kind == "decimal" and self._is_heading_by_number(line, position)
        ):
            self._descend(line)
        else:
            return False
        return True

    def _is_annex(self, line: Line, position: int) -> bool:
        """Behind the plan itself, or alone in a file: then it says with which document it goes."""
        if not (len(line.text) < 30 or line.body.isupper() or line.text.isupper()):
            return False
        return position > 3 or self._goes_with_another(position)

    def _is_attached(self, line: Line, position: int) -> bool:
        """«KẾ HOẠCH … (Ban hành kèm theo Quyết định …)» behind the signature of a decision: what it issues."""
        if self.annex or not (_ATTACHED.match(line.text) and line.text.isupper()):
            return False
        if not any(section.kind == "end" for section in self.found):
            return False
        return self._goes_with_another(position)

    def _goes_with_another(self, position: int) -> bool:
        """«(Kèm theo Kế hoạch số …)» stands below."""
        below = self.items[position + 1 : position + 8]
        return any(isinstance(item, Line) and _WITH.match(item.text) for item in below)

    def _is_heading(self, line: Line) -> bool:
        if self._current().kind == "end" and not self.annex:
            return False
        return len(line.body) < 400

    def _is_heading_by_number(self, line: Line, position: int) -> bool:
        """A numbered line is a heading right above a table, or when its title names a part of the document."""
        following = self._following(position)
        if isinstance(following, Grid):
            return looks_like_heading(line)
        if isinstance(following, Line) and self._parent_of_heading(line, following, position):
            return True
        if self._inside_roman() and not line.body.isupper():
            return False
        if len(line.body) >= 90 or line.depth or line.body.endswith("."):
            return False
        return section_kind(line.body) in {"duties", "purpose", "other"} or self._is_next_part(line)

    def _is_next_part(self, line: Line) -> bool:
        """«2. NHIỆM VỤ», «Điều 2. Nhiệm vụ» behind «1. MỤC ĐÍCH», «Điều 1. Mục tiêu»: a part of the document too."""
        last = self._last_numbered
        if last is None or int(line.label) != int(last.label) + 1 or is_article(line) != is_article(last):
            return False
        return line.body.isupper() if last.body.isupper() else bool(_NAMES_WORK.match(fold(line.body)))

    def _parent_of_heading(self, line: Line, following: Line, position: int) -> bool:
        """«9. …» directly over «9.1. …» that heads a table."""
        return (
            following.kind == "decimal"
            and following.label.startswith(line.label + ".")
            and isinstance(self._following(position + 1), Grid)
        )

    def _following(self, position: int) -> Line | Grid | None:
        for item in self.items[position + 1 : position + 4]:
            if isinstance(item, Line) and _is_unit_note(item.text):
                continue
            return item
        return None

    def _inside_roman(self) -> bool:
        return any(kind in {"roman", "part", "capital"} for kind, _, _ in self.path)

    def _descend(self, line: Line) -> None:
        rank = _rank(line)
        self.path = [
            entry
            for entry in self.path
            if _RANKS[entry[0]] < rank
            or (entry[0] == "decimal" == line.kind and line.label.startswith(entry[1] + "."))
        ]
        kind = section_kind(line.body)
        outer = self.path[-1][2] if self.path else None
        if outer in {"purpose", "duties", "other"}:
            kind = outer
        self.path.append((line.kind, line.label, kind))
        if line.kind == "decimal" and not line.depth:
            self._last_numbered = line if len(self.path) == 1 else None
        self._open(self._label(), line, kind)

    def _label(self) -> str:
        labels: list[str] = []
        for kind, label, _ in self.path:
            if kind == "decimal" and labels and label.startswith(labels[-1] + "."):
                labels.pop()
            labels.append(label)
        return ".".join(labels)

    def _open(self, label: str | None, line: Line, kind: SectionKind) -> None:
        self.found.append(Section(label, line.body, kind, line, in_annex=self.annex))

    def _current(self) -> Section:
        return self.found[-1]


_RANKS = {"part": 0, "capital": 1, "roman": 2, "decimal": 3}


def _rank(line: Line) -> int:
    return _RANKS[line.kind]


def looks_like_heading(line: Line) -> bool:
    """Above a table a numbered line is its heading, unless it is a whole item of work with labels."""
    return len(line.body) < 500


def _is_unit_note(text: str) -> bool:
    """«(Chi tiết theo Phụ lục)», «Đơn vị tính: %»: between a heading and its table."""
    return (text.startswith("(") and text.endswith(")")) or fold(text).startswith("don vi tinh")
