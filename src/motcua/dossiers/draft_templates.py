"""Templates of result documents: an official letter, a decision, a certificate, filled with the dossier's data.

The look follows NĐ 30/2020/NĐ-CP Phụ lục I: two columns of head, number and mark, place and date, recipients and signature.
An office puts its own in their place, for all procedures or for one.
"""

from enum import StrEnum
from typing import Any

from motcua.dossiers.models import Dossier
from motcua.dossiers.slips.examples import ABOUT
from motcua.dossiers.slips.reading import about
from motcua.dossiers.slips.values import About
from motcua.dossiers.slips.words import BLANK, day, in_two_lines, moment
from motcua.kernel import clock
from motcua.rendering.sheet import Block, Gap, Grid, Line, Page, Par, Run, Sheet
from motcua.storehouse.templates import Example, FieldWords, TemplateKind

GROUP = "Mẫu văn bản kết quả"
_PAGE = Page(210, 297, 30, 20, 20, 20, 13.5)


class DraftKind(StrEnum):
    """A kind of result document."""

    LETTER = "letter"
    DECISION = "decision"
    CERTIFICATE = "certificate"

    @property
    def key(self) -> str:
        """The key of its template."""
        return f"draft.{self.value}"

    @property
    def label(self) -> str:
        return {"letter": "Công văn", "decision": "Quyết định", "certificate": "Giấy xác nhận"}[self.value]


WORDS: dict[str, str] = {
    "agency": "Cơ quan ban hành", "agency_head": "Cơ quan, để ở đầu giấy",
    "parent": "Cơ quan chủ quản", "place": "Địa danh", "place_and_date": "Địa danh, ngày tháng năm",
    "code": "Mã hồ sơ", "applicant": "Người nộp, chủ hồ sơ", "identity": "Số định danh", "address": "Địa chỉ",
    "phone": "Điện thoại", "subject": "Nội dung yêu cầu", "procedure": "Tên thủ tục", "procedure_code": "Mã thủ tục",
    "received": "Thời điểm nhận hồ sơ", "due": "Thời điểm hẹn trả", "desk": "Bộ phận Một cửa", "specialist": "Người soạn",
}  # fmt: skip


def values(dossier: Dossier, specialist: str) -> dict[str, str]:
    """The words of a dossier for a result document."""
    agency = dossier.agency
    parent = agency.parent.name if agency.parent else ""
    said = _words(about(dossier), agency.name, parent, agency.short_name, specialist)
    return said | {
        "place_and_date": _place_and_date(agency.short_name, day(clock.now())),
        "received": moment(dossier.received_at) if dossier.received_at else BLANK,
        "due": moment(dossier.due_at) if dossier.due_at else BLANK,
        "desk": dossier.desk.desk_name or dossier.desk.name,
    }


def _words(of: About, agency: str, parent: str, place: str, specialist: str) -> dict[str, str]:
    return {
        "agency": agency, "agency_head": in_two_lines(agency),
        "parent": parent, "place": place, "code": of.code, "applicant": of.owner or of.applicant,
        "identity": of.identity or BLANK, "address": of.address or BLANK, "phone": of.phone or BLANK,
        "subject": of.subject or of.procedure, "procedure": of.procedure, "procedure_code": of.procedure_code,
        "specialist": specialist,
    }  # fmt: skip


def _example() -> Example:
    said = _words(ABOUT, "Ủy ban nhân dân xã Tân Lập", "Tỉnh Sơn Thủy", "Tân Lập", "Mùa A Chống")
    more = {
        "place_and_date": "Tân Lập, ngày 08 tháng 10 năm 2026", "received": "08 giờ 35 phút, ngày 08 tháng 10 năm 2026",
        "due": "17 giờ 00 phút, ngày 13 tháng 10 năm 2026", "desk": "Trung tâm Phục vụ hành chính công",
    }  # fmt: skip
    return Example(said | more, {})


def _place_and_date(place: str, today: str) -> str:
    """The day stays open: it is that of signing."""
    return f"{place}, {today}" if place else today


def template_kinds() -> list[TemplateKind]:
    """The three kinds, for the storehouse."""
    fields = tuple(FieldWords(name, words, str(_example().values[name])) for name, words in WORDS.items())
    return [_kind(kind, fields) for kind in DraftKind]


def _kind(kind: DraftKind, fields: tuple[FieldWords, ...]) -> TemplateKind:
    return TemplateKind(
        key=kind.key, family="", label=kind.label, group=GROUP, fields=fields, example=_example,
        built_in=lambda: built_in(kind), many=True,
    )  # fmt: skip


def built_in(kind: DraftKind) -> bytes:
    """The packaged template."""
    from motcua.rendering import sheet_docx

    return sheet_docx.template(_SHEETS[kind])


def _text(text: str, **look: Any) -> Par:
    return Par((Run(text),), "justify", first=10, below=4, **look)


def _head(number: str, about_what: str = "") -> tuple[Block, ...]:
    left: list[Block] = [
        Par((Run("{{ parent | upper }}", size=12.5),), "center", when="parent"),
        Par((Run("{{ agency_head | upper }}", bold=True, size=12.5),), "center"),
        Line(22),
        Par((Run(number, size=13),), "center"),
    ]
    if about_what:
        left.append(Par((Run(about_what, size=12),), "center", above=2))
    right: tuple[Block, ...] = (
        Par((Run("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", bold=True, size=11.5),), "center"),
        Par((Run("Độc lập - Tự do - Hạnh phúc", bold=True, size=13),), "center"),
        Line(52),
        Par((Run("{{ place_and_date }}", italic=True, size=13),), "center"),
    )
    return (Grid((62.0, 0.0), (tuple(left), right), keep=True),)


def _signature(recipients: str = "- Như trên;") -> tuple[Block, ...]:
    left: tuple[Block, ...] = (
        Par((Run("Nơi nhận:", bold=True, italic=True, size=12),), above=10),
        Par((Run(recipients, size=11),)),
        Par((Run("- {{ desk }};", size=11),)),
        Par((Run("- Lưu: VT, hồ sơ {{ code }}.", size=11),)),
    )
    right: tuple[Block, ...] = (
        Par((Run("THỦ TRƯỞNG CƠ QUAN", bold=True),), "center", above=10),
        Gap(26),
        Par((Run("……………………"),), "center"),
    )
    return (Grid((0.0, 0.0), (left, right), keep=True),)


_SHEETS: dict[DraftKind, Sheet] = {
    DraftKind.LETTER: Sheet(
        _PAGE,
        "Công văn",
        (
            *_head("Số: ……/……", "V/v {{ procedure }}"),
            Par((Run("Kính gửi: {{ applicant }}"),), "center", above=14, below=10),
            _text(
                "{{ agency }} nhận được hồ sơ mã {{ code }} của ông/bà, nộp ngày {{ received }}, đề nghị giải quyết thủ tục "
                "{{ procedure }} (mã {{ procedure_code }}): {{ subject }}."
            ),
            _text("Sau khi xem xét, {{ agency }} trả lời như sau:"),
            _text("…………………………………………………………………………"),
            _text("{{ agency }} thông báo để ông/bà được biết./."),
            *_signature(),
        ),
    ),
    DraftKind.DECISION: Sheet(
        _PAGE,
        "Quyết định",
        (
            *_head("Số: ……/QĐ-UBND"),
            Par((Run("QUYẾT ĐỊNH", bold=True, size=14),), "center", above=12),
            Par((Run("Về việc {{ subject }}", bold=True),), "center", below=4),
            Par((Run("THỦ TRƯỞNG CƠ QUAN {{ agency | upper }}", bold=True),), "center", below=4),
            _text("Căn cứ ……………………………………………;"),
            _text("Xét hồ sơ mã {{ code }} của {{ applicant }}, nộp ngày {{ received }};"),
            _text("Theo đề nghị của {{ specialist }}."),
            Par((Run("QUYẾT ĐỊNH:", bold=True),), "center", above=4, below=4),
            Par((Run("Điều 1. ", bold=True), Run("……………………………………………")), "justify", first=10, below=4),
            Par(
                (
                    Run("Điều 2. ", bold=True),
                    Run("Ông/bà {{ applicant }}, số định danh {{ identity }}, địa chỉ {{ address }} chịu trách nhiệm thi hành."),
                ),
                "justify", first=10, below=4,
            ),
            Par((Run("Điều 3. ", bold=True), Run("Quyết định này có hiệu lực kể từ ngày ký./.")), "justify", first=10),
            *_signature("- Như Điều 2;"),
        ),
    ),
    DraftKind.CERTIFICATE: Sheet(
        _PAGE,
        "Giấy xác nhận",
        (
            *_head("Số: ……/GXN-UBND"),
            Par((Run("GIẤY XÁC NHẬN", bold=True, size=15),), "center", above=14, below=10),
            _text("{{ agency }} xác nhận:"),
            _text("Ông/bà: {{ applicant }}"),
            _text("Số định danh: {{ identity }}"),
            _text("Địa chỉ: {{ address }}"),
            _text("Nội dung xác nhận: {{ subject }}. ……………………………………………"),
            _text("Giấy này được cấp theo hồ sơ mã {{ code }}, thủ tục {{ procedure }} (mã {{ procedure_code }})./."),
            *_signature("- Người được cấp;"),
        ),
    ),
}  # fmt: skip
