"""The first page: number, date, place, issuer, title, year, legal bases, plans from above, recipients."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from motcua.kernel.text import fold, squeeze
from motcua.plans.reading.layouts import Grid
from motcua.plans.reading.outline import RECIPIENTS, Line, Section
from motcua.plans.reading.result import DocumentHeader

_NUMBER = re.compile(
    r"^S[ốôo]\s*:?\s*(?P<number>(?:\d[\d\s]*)?(?:[A-Z]\s*|-\s*[A-ZĐ]{2,5}\s*)?/\s*[A-ZĐƯƠÔĂÂÊ0-9][\w/&.-]*(?:\s*-\s*[A-ZĐ]\w*)*)",
    re.IGNORECASE,
)
_DATED = re.compile(
    r"(?:(?P<place>[^\W\d_][^,;:()]{1,50}?)\s*,\s*)?ng[àa]y\s*(?P<day>\d{1,2}|"
    r"[.…_]*)\s*th[áa]ng\s*(?P<month>\d{1,2}|[.…_]*)\s*n[ăa]m\s*(?P<year>\d{4}|20[.…_]*)\s*$",
    re.IGNORECASE,
)
_DATED_SHORT = re.compile(
    r"(?:^|[·|–-]\s*)(?P<place>[^\W\d_][^,;:()·|]{1,50}?)\s*,\s*ng[àa]y\s*(?P<day>\d{1,2})\s*[/.-]\s*(?P<month>\d{1,2})"
    r"\s*[/.-]\s*(?P<year>\d{4})\s*$",
    re.IGNORECASE,
)
_DAY_WORD = re.compile(r"g[àa]y", re.IGNORECASE)
_KINDS = (
    "KẾ HOẠCH|QUYẾT ĐỊNH|CHƯƠNG TRÌNH|BÁO CÁO|TỜ TRÌNH|PHƯƠNG ÁN|ĐỀ ÁN|HƯỚNG DẪN|THÔNG BÁO|CHỈ THỊ|ĐỀ XUẤT|"
    "CÔNG VĂN|NGHỊ QUYẾT|LỊCH"
)
_KIND = re.compile(rf"^(?:{_KINDS}|{fold(_KINDS).upper()})\b")  # also typed without marks
_SUBJECT = re.compile(r"^(?:V/v|Về việc|Vv)\b", re.IGNORECASE)
_MOTTO = re.compile(r"^C[ỘO]NG H[OÒ]A X[ÃA]|^Độc lập\s*[-–]|^ĐỘC LẬP")
_BASIS = re.compile(r"^(?:Căn cứ|Thực hiện|Theo|Xét|Để thực hiện|Triển khai|Nhằm|Tiếp tục thực hiện)\b")
_CITED = re.compile(
    r"(?:Căn cứ|Thực hiện|Theo|Xét)?\s*(?:Luật|Nghị quyết|Nghị định|Quyết định|Kế hoạch|Chỉ thị|Công văn|"
    r"Thông tư|Công điện|Chương trình|Thông báo|Đề án|Bộ chỉ số|Hướng dẫn|Tờ trình|Văn bản|Báo cáo)\b"
)
_PART = re.compile(
    r"[;,]\s+(?:và\s+)?(?=(?:Căn cứ|Luật|Nghị quyết|Nghị định|Quyết định|Kế hoạch|Chỉ thị|Công văn|Thông "
    r"tư|Chương trình|Công điện)\s+(?:của\s|số\b|\d))|\s+và\s+(?=(?:Quyết định|Kế hoạch|Nghị quyết|Công "
    r"văn|Chỉ thị)\s+số\b)"
)
_CONCLUSION = re.compile(
    r"(?:[.;,]\s+)(?=(?:UBND|Ủy ban|Uỷ ban|Văn phòng|Sở|Phòng|Chủ tịch|Ban|Bộ phận)\b[^;]{3,160}?\b(?:ban "
    r"hành|xây dựng|đề xuất|báo cáo|triển khai|đề ra|lập)\b)"
)
_ISSUES = re.compile(
    r"^(?P<who>(?:UBND|Ủy ban nhân dân|Uỷ ban nhân dân|Văn phòng|Sở|Phòng|Ban)\b[^,;.]{0,80}?)\s+(?:ban "
    r"hành|xây dựng|đề xuất|báo cáo|triển khai|lập)\b"
)
_ATTACHED = re.compile(
    r"\(?[Kk]èm theo\s+(?:Kế hoạch|Quyết định|Công văn|Báo cáo)[^()]*?\bcủa\s+(?P<who>[^()]{4,80}?)\s*\)?\s*$"
)
_ATTACHED_ALONE = re.compile(
    r"\((?:Ban hành )?[Kk]èm theo\s+(?:Kế hoạch|Quyết định|Công văn|Báo cáo|Nghị quyết|Thông báo)\s+số"
)
_ATTACHED_DAY = re.compile(
    r"ngày\s*(?P<day>\d{1,2})(?:\s*[/.-]\s*|\s+tháng\s+)(?P<month>\d{1,2})(?:\s*[/.-]\s*|\s+năm\s+)(?P<year>\d{4})"
)
_AGENCY = re.compile(
    r"^(?:ỦY BAN|UỶ BAN|UBND|HỘI ĐỒNG|VĂN PHÒNG|SỞ|PHÒNG|BAN |CHỦ TỊCH|TỈNH|HUYỆN|BỘ|TRUNG TÂM|THÀNH PHỐ|"
    r"CÔNG AN|THANH TRA|CHI CỤC)"
)
# the one who decides, in capitals between the title and the grounds
_AUTHORITY = re.compile(
    r"^(?:(?:PHÓ )?(?:BỘ TRƯỞNG|CHỦ TỊCH|GIÁM ĐỐC|TỔNG GIÁM ĐỐC|CHÁNH VĂN PHÒNG|CỤC TRƯỞNG|TRƯỞNG BAN|TRƯỞNG PHÒNG)"
    r"|[ỦU][YỶ] BAN NHÂN DÂN|HỘI ĐỒNG NHÂN DÂN)\b"
)
_OFFICER = re.compile(r"(?:phó )?(?:bộ trưởng|chủ tịch|giám đốc|chánh|cục trưởng|trưởng)\b", re.IGNORECASE)
_LEVEL = re.compile(r"^(?:TỈNH|HUYỆN|XÃ|PHƯỜNG|THÀNH PHỐ|THỊ XÃ|THỊ TRẤN|QUẬN|HĐND|VÀ |NHÂN DÂN)\b")
_WHOLE_ABOVE = re.compile(r"^(?:(?:UBND|[ỦU][YỶ] BAN NHÂN DÂN)\s+)?(?:TỈNH|HUYỆN|THÀNH PHỐ|THỊ XÃ|QUẬN)\b")
_YEARLESS = re.compile(r"ngày\s*\d{1,2}\s*tháng\s*\d{1,2}\s*(?:năm)?\s*$", re.IGNORECASE)
_YEAR_ALONE = re.compile(r"(?:năm\s*)?20\d\d\s*$")
_YEARS = re.compile(r"n[ăa]m\s*(20\d\d)|giai đoạn\s*(20\d\d)|\b(20\d\d)\b")
_INTRODUCED = re.compile(r"^(?:Căn cứ|Thực hiện|Theo|Triển khai)\s+(?=[A-ZĐ])")


_BESIDE, _LONGEST_NAME = 3, 60


@dataclass(slots=True)
class FrontPage:
    """The header read so far, the passages its words came from, and what is odd about it."""

    number: str | None = None
    date: str | None = None
    place: str | None = None
    issuer: str | None = None
    title: str | None = None
    year: int | None = None
    legal_bases: list[str] = field(default_factory=list)
    parent_plans: list[str] = field(default_factory=list)
    recipients: list[str] = field(default_factory=list)
    sources: dict[int, None] = field(default_factory=dict)
    warnings: list[str] = field(default_factory=list)

    def cite(self, line: Line) -> None:
        self.sources.update(dict.fromkeys(line.numbers()))

    def header(self) -> DocumentHeader:
        return DocumentHeader(
            self.number, self.date, self.place, self.issuer, self.title, self.year,
            tuple(self.legal_bases), tuple(self.parent_plans), tuple(dict.fromkeys(self.recipients)),
        )  # fmt: skip


def read_front(sections: Sequence[Section]) -> FrontPage:
    """What the document says about itself, from the lines before its first heading, its annexes, its end."""
    page = FrontPage()
    lines = [item for item in sections[0].content if isinstance(item, Line)]
    body = _first_item(lines)
    titled = _read_top(lines[:body], page)
    _read_bases([line for line in lines[:body] if line not in titled], page)
    _read_recipients(sections, page)
    _read_attached(sections, page)
    if page.issuer is None:
        _issuer_from_signature(sections, page)
    _complete(page, sections)
    return page


def _first_item(lines: Sequence[Line]) -> int:
    return next((at for at, line in enumerate(lines) if line.kind in {"decimal", "letter"}), len(lines))


def _read_top(lines: Sequence[Line], page: FrontPage) -> list[Line]:
    """Number, day, issuer and title; gives the lines of the title back."""
    agency: list[Line] = []
    titled: list[Line] = []
    for at, line in enumerate(lines[:40]):
        text = line.text
        if _MOTTO.match(text):
            continue
        if page.number is None and (numbered := _NUMBER.match(text)):
            page.number = re.sub(r"\s*([/-])\s*", r"\1", squeeze(numbered["number"]))
            page.cite(line)
            text = text[numbered.end() :].strip()
        dated = bool(_DAY_WORD.search(text))
        if dated and _YEARLESS.search(text) and at + 1 < len(lines) and _YEAR_ALONE.match(lines[at + 1].text):
            text = f"{text} {lines[at + 1].text}"  # broken by the width of its column
            page.cite(lines[at + 1])
        text = _figures(text) if dated else text
        hit = (_DATED.search(text) or _DATED_SHORT.search(text)) if dated else None
        if page.place is None and page.date is None and hit and len(text) < 100:
            _take_date(hit, page)
            page.cite(line)
        elif (
            page.title is None
            and page.number is None
            and _AGENCY.match(text)
            and text.isupper()
            and len(agency) < 4
        ) or (
            agency and page.title is None and page.number is None and _LEVEL.match(text) and text.isupper()
        ):
            agency.append(line)
        elif page.title is None and _is_title(text):
            titled = _take_title(lines, at, page)
    if agency:
        _take_issuer(agency, page)
    return titled


_MISREAD = re.compile(r"(?<!\w)(?=[lIOo]*\d)[\dlIOo]{2,4}(?!\w)")


def _figures(text: str) -> str:
    """Letters that recognition put for figures: «ngày l2 tháng 02 năm 2O24»."""
    return _MISREAD.sub(lambda hit: hit.group().translate(str.maketrans("lIOo", "1100")), text)


def _is_title(text: str) -> bool:
    mistyped = text.isupper() and _KIND.match(fold(text).upper())  # «KẾ HỌACH»: the mark on the wrong letter
    return (bool(_KIND.match(text) or mistyped) and len(text) < 400) or bool(_SUBJECT.match(text))


def _take_title(lines: Sequence[Line], at: int, page: FrontPage) -> list[Line]:
    titled = [lines[at]]
    words = [lines[at].text]
    page.cite(lines[at])
    for line in lines[at + 1 : at + 6]:
        if _AUTHORITY.match(line.text) and line.text.isupper():
            break
        if _is_body(line) or len(line.text) > 400:
            break
        words.append(line.text)
        titled.append(line)
        page.cite(line)
    page.title = squeeze(" ".join(words))
    return titled


def _is_body(line: Line) -> bool:
    text = line.text
    return bool(
        _is_basis(text) or text.startswith(("(", "Kính gửi", "Số", "[")) or _DATED.search(text) or _MOTTO.match(text)
        or _ISSUES.match(text) or text.endswith((":", ".")) or re.match(r"^[_\-–*\s]+$", text)
    )  # fmt: skip


def _is_basis(text: str) -> bool:
    """«Căn cứ Luật …», «Thực hiện Kế hoạch số …»; not a title such as «Thực hiện hoạt động kiểm soát …»."""
    if not _BASIS.match(text) or not _CITED.search(text):
        return False
    return text.startswith(("Căn cứ", "Xét")) or bool(
        re.search(r"(?<!đổi )\bsố\s*:?\s*\d|\bLuật\b|đề nghị", text)
    )


def _take_date(hit: re.Match[str], page: FrontPage) -> None:
    page.place = squeeze(hit["place"]) if hit["place"] else None
    if hit["day"].isdigit() and hit["month"].isdigit() and len(hit["year"]) == 4 and hit["year"].isdigit():
        page.date = f"{hit['year']}-{int(hit['month']):02d}-{int(hit['day']):02d}"
    else:
        page.warnings.append(f"Ngày ban hành còn để trống: «{squeeze(hit.group())}».")


def _take_issuer(agency: list[Line], page: FrontPage) -> None:
    """The issuing agency stands under the one above it; «XÃ …» under «ỦY BAN NHÂN DÂN» is one name."""
    groups: list[list[Line]] = []
    for line in agency:
        if groups and _LEVEL.match(line.text) and not _WHOLE_ABOVE.match(groups[-1][0].text):
            groups[-1].append(line)
        else:
            groups.append([line])
    own = groups[-1]
    if len(groups) > 1 and own[0].text.strip() == "VĂN PHÒNG":
        own = [*own, *groups[-2]]  # an office is named with whose office it is
    page.issuer = " ".join(line.text for line in own)
    for line in own:
        page.cite(line)


def _read_bases(lines: Sequence[Line], page: FrontPage) -> None:
    for line in lines:
        text = line.body if line.kind == "bullet" else line.text
        if _is_basis(text):
            conclusion = _CONCLUSION.search(text)
            cited = text[: conclusion.start()] if conclusion else text
            if conclusion:
                _issuer_from(text[conclusion.end() :], page)
            parts = [part.strip(" ;,.") for part in _PART.split(cited) if part and part.strip(" ;,.")]
            page.legal_bases += parts
            page.parent_plans += [_INTRODUCED.sub("", part) for part in parts if _is_plan(part)]
            page.cite(line)
        else:
            _issuer_from(text, page, line)


def _is_plan(part: str) -> bool:
    return bool(
        re.match(r"(?:Căn cứ|Thực hiện|Theo|Triển khai)?\s*(?:Kế hoạch|Chương trình)\b", part)
    ) or bool(re.search(r"ban hành\s+(?:Kế hoạch|Chương trình)|phê duyệt\s+(?:Kế hoạch|Chương trình)", part))


def _issuer_from(text: str, page: FrontPage, line: Line | None = None) -> None:
    hit = _ISSUES.match(text)
    if hit and (page.issuer is None or (not page.issuer.isupper() and len(hit["who"]) > len(page.issuer))):
        page.issuer = squeeze(hit["who"])
        if line is not None:
            page.cite(line)


def _read_recipients(sections: Sequence[Section], page: FrontPage) -> None:
    _read_addressed(sections[0], page)
    for section in sections:
        if section.kind != "end" or section.heading is None:
            continue
        page.cite(section.heading)
        beside = 0
        rest = RECIPIENTS.sub("", section.heading.text).strip()
        page.recipients += _names(rest)
        for item in section.content:
            if isinstance(item, Grid):
                break
            if item.kind != "bullet":
                beside += not item.text.isupper()  # the signature stands beside the list
                if page.recipients and (beside > _BESIDE or len(item.text) > _LONGEST_NAME):
                    break
                continue
            page.recipients += _names(item.body)
            page.cite(item)


def _read_addressed(front: Section, page: FrontPage) -> None:
    """«Kính gửi: …», on one line or as a list under it."""
    lines = [item for item in front.content if isinstance(item, Line)]
    for at, line in enumerate(lines[:30]):
        hit = re.match(r"^Kính gửi\s*:?\s*(?P<who>.*)$", line.text)
        if hit is None or line.text.endswith("./."):
            continue
        page.cite(line)
        page.recipients += _names(hit["who"])
        for below in lines[at + 1 :] if not hit["who"].strip() else ():
            if below.kind != "bullet":
                break
            page.recipients += _names(below.body)
            page.cite(below)
        return


def _names(text: str) -> list[str]:
    return [who for part in re.split(r";\s*-?\s*", text) if (who := part.strip(" .;-"))]


def _read_attached(sections: Sequence[Section], page: FrontPage) -> None:
    """«(Kèm theo Kế hoạch số … của UBND xã …)» names the issuer in full."""
    for section in sections:
        for item in section.content[:6] if section.in_annex or section is sections[0] else []:
            if not isinstance(item, Line):
                continue
            if section.in_annex and (hit := _ATTACHED.search(item.text)):
                _take_attached(hit, item, page)
                return
            if page.number is None and _ATTACHED_ALONE.match(item.text):
                _take_number(item, page)  # a list that goes with a plan, alone in a file
                return


def _take_attached(hit: re.Match[str], line: Line, page: FrontPage) -> None:
    who = squeeze(hit["who"])
    longer = page.issuer is None or len(who.split()) > len(page.issuer.split())
    if longer and (page.issuer is None or not _OFFICER.match(who)):
        page.issuer = who  # «Bộ trưởng Bộ …» signs for the ministry over the page
    _take_number(line, page)


def _take_number(line: Line, page: FrontPage) -> None:
    page.cite(line)
    if page.date is None and page.number is None and (day := _ATTACHED_DAY.search(line.text)):
        page.date = f"{day['year']}-{int(day['month']):02d}-{int(day['day']):02d}"
    if page.number is None and (number := re.search(r"số\s*:?\s*(\d*\s*/[\w-]+)", line.text, re.IGNORECASE)):
        page.number = squeeze(number[1]).replace(" ", "")


def _issuer_from_signature(sections: Sequence[Section], page: FrontPage) -> None:
    for section in reversed(sections):
        for item in section.content:
            if isinstance(item, Line) and (
                hit := re.match(r"^T[ML]\.\s*(?P<who>(?:ỦY|UỶ|UBND|VĂN|SỞ|CHỦ)[^\n]{3,60})$", item.text)
            ):
                page.issuer = squeeze(hit["who"])
                page.cite(item)
                return


def _complete(page: FrontPage, sections: Sequence[Section]) -> None:
    page.year = _year(page, sections)
    if page.number and page.number.startswith("/"):
        page.warnings.append(f"Số văn bản còn để trống: «{page.number}».")
    if page.title is None:
        page.warnings.append("Không thấy tên loại và trích yếu của văn bản.")
    if (
        page.issuer
        and page.place
        and fold(page.issuer)
        in {"ubnd xa", "ubnd phuong", "uy ban nhan dan xa", "ubnd huyen", "van phong ubnd tinh"}
    ):
        page.issuer = f"{page.issuer} {page.place}"


def _year(page: FrontPage, sections: Sequence[Section]) -> int | None:
    issued = int(page.date[:4]) if page.date else None
    named = [int(next(filter(None, hit.groups()))) for hit in _YEARS.finditer(_figures(page.title or ""))]
    if issued and issued in named and (page.date or "")[5:7] < "11":
        return issued  # «khắc phục hạn chế năm 2023, nhiệm vụ năm 2024», issued in 2024
    if issued and named and max(named) < issued and not (page.title or "").startswith("BÁO CÁO"):
        return issued  # a plan is for no year before it was issued: the year named is the one looked back on
    if named or issued:
        return next((year for year in named if issued is None or year >= issued), issued)
    counts: dict[int, int] = {}
    for section in sections[:12]:
        for item in section.content[:40]:
            for hit in re.finditer(r"(?i)năm\s*(20\d\d)", item.text) if isinstance(item, Line) else ():
                counts[int(hit[1])] = counts.get(int(hit[1]), 0) + 1
    return max(counts, key=lambda year: counts[year]) if counts else None
