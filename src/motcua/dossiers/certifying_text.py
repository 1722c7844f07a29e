"""The certification text (lời chứng) of an electronic copy: the packaged template, and the fields an office may use.

It is a page of its own behind the copied pages, so that nothing of the original is covered.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from motcua.dossiers.slips.words import BLANK, in_two_lines
from motcua.rendering.sheet import Block, Gap, Grid, Line, Page, Par, Picture, Run, Sheet
from motcua.storehouse.templates import Example, FieldWords, TemplateKind, active_for

KEY = "certify.copy"
_SOURCE = (
    "Câu «Chứng thực bản sao đúng với bản chính», số chứng thực, quyển số, ngày, người thực hiện chứng thực: theo các hệ thống "
    "chứng thực đang chạy và bản lời chứng đã in (mức tin cậy: theo hệ thống đang chạy). Nguyên văn mẫu kèm NĐ 23/2015/NĐ-CP, "
    "NĐ 280/2025/NĐ-CP chưa đối chiếu được: cơ quan xem lại trước khi dùng, khác thì tải mẫu của mình lên."
)
QR_MM = 34.0
_PAGE = Page(210, 297, 30, 20, 20, 20, 13.5)

WORDS: dict[str, str] = {
    "agency": "Cơ quan chứng thực", "agency_head": "Cơ quan, để ở đầu giấy", "parent": "Cơ quan chủ quản",
    "number": "Số chứng thực, quyển số", "date": "Ngày chứng thực bằng chữ", "title": "Tên bản chính",
    "original": "Số, ngày cấp, cơ quan cấp bản chính", "pages": "Số trang của bản chính",
    "signer": "Người ký chứng thực", "signer_title": "Chức vụ người ký", "mark": "Mã xác minh", "qr": "Ảnh mã QR",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Certified:
    """What the text tells of one copy."""

    agency: str
    parent: str
    number: str
    day: date
    title: str
    original_number: str
    issuer: str
    issued_on: date | None
    pages: int
    signer: str
    signer_title: str
    mark: str


def values(of: Certified) -> dict[str, str]:
    """The words of the template; the picture's name is there as empty."""
    told = [
        f"số {of.original_number}" if of.original_number else "",
        f"do {of.issuer} cấp" if of.issuer else "",
        f"ngày {of.issued_on:%d/%m/%Y}" if of.issued_on else "",
    ]
    return {
        "agency": of.agency, "agency_head": in_two_lines(of.agency), "parent": of.parent, "number": of.number,
        "date": f"ngày {of.day.day:02d} tháng {of.day.month:02d} năm {of.day.year}",
        "title": of.title, "original": " ".join(each for each in told if each) or BLANK,
        "pages": f"{of.pages:02d}", "signer": of.signer, "signer_title": of.signer_title or "Người ký chứng thực",
        "mark": of.mark, "qr": "",
    }  # fmt: skip


_EXAMPLE = Certified(
    "Ủy ban nhân dân xã Tân Lập", "Tỉnh Sơn Thủy", "05, quyển số 01/2026 - SCT/BS", date(2026, 10, 8),
    "Giấy khai sinh", "112/2016", "UBND xã Tân Lập", date(2016, 5, 12), 1, "Sùng A Dế", "Phó Chủ tịch", "ABCD-EFGH-JKMN-PQRS",
)  # fmt: skip


def _example() -> Example:
    from motcua.rendering import qr

    picture = qr.png("https://vi-du.gov.vn/xac-minh/ABCDEFGHJKMNPQRS")
    return Example(values(_EXAMPLE), {"qr": (picture, QR_MM)})


def template_kinds() -> list[TemplateKind]:
    """The one kind, for the storehouse."""
    shown = values(_EXAMPLE)
    fields = tuple(FieldWords(name, words, str(shown[name])) for name, words in WORDS.items())
    return [
        TemplateKind(
            key=KEY, family="", label="Lời chứng bản sao điện tử từ bản chính", group="Mẫu lời chứng",
            fields=fields, example=_example, built_in=built_in, source=_SOURCE,
        )
    ]  # fmt: skip


def built_in() -> bytes:
    """The packaged template."""
    from motcua.rendering import sheet_docx

    return sheet_docx.template(_SHEET)


def template_for(scopes: tuple[str, ...], procedure: str) -> bytes:
    """The template in use for an agency: its own, one from above, or the packaged one."""
    from motcua.blobs import store

    own = active_for(KEY, "", scopes, procedure=procedure)
    return store.read_blob(own.source_id) if own else built_in()


def _said(label: str, text: str, **look: Any) -> Par:
    return Par((Run(label), Run(text, bold=True)), below=5, **look)


_HOW_TO_VERIFY = (
    "Quét mã QR hoặc tải tệp này lên trang kiểm tra giấy tờ để biết bản sao còn giá trị hay không."
)
_HEAD: tuple[Block, ...] = (
    Grid(
        (62.0, 0.0),
        (
            (
                Par((Run("{{ parent | upper }}", size=12.5),), "center", when="parent"),
                Par((Run("{{ agency_head | upper }}", bold=True, size=12.5),), "center"),
                Line(22),
            ),
            (
                Par((Run("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", bold=True, size=11.5),), "center"),
                Par((Run("Độc lập - Tự do - Hạnh phúc", bold=True, size=13),), "center"),
                Line(52),
            ),
        ),
        keep=True,
    ),
)
_SHEET = Sheet(
    _PAGE,
    "Lời chứng",
    (
        *_HEAD,
        Par((Run("LỜI CHỨNG CHỨNG THỰC BẢN SAO ĐIỆN TỬ TỪ BẢN CHÍNH", bold=True, size=14),), "center", above=18),
        Par((Run("Chứng thực bản sao đúng với bản chính", bold=True),), "center", below=14),
        Grid(
            (0.0, 46.0),
            (
                (
                    _said("Tên bản chính: ", "{{ title }}"),
                    _said("Thông tin bản chính: ", "{{ original }}"),
                    _said("Số trang bản chính: ", "{{ pages }}"),
                    _said("Số chứng thực: ", "{{ number }}"),
                    _said("Ngày chứng thực: ", "{{ date }}"),
                ),
                (
                    Picture("qr", QR_MM, align="center"),
                    Par((Run("Mã xác minh", size=10),), "center"),
                    Par((Run("{{ mark }}", size=10),), "center"),
                ),
            ),
            keep=True,
        ),
        Gap(10),
        # The left half stays free: the seal stands there, beside the signature.
        Grid(
            (0.0, 88.0),
            (
                (Par((Run(""),)),),
                (
                    Par((Run("NGƯỜI THỰC HIỆN CHỨNG THỰC", bold=True),), "center"),
                    Par((Run("{{ signer_title }}", italic=True),), "center"),
                    Gap(34),
                    Par((Run("{{ signer }}", bold=True),), "center"),
                ),
            ),
            keep=True,
        ),
        Gap(14),
        Par(
            (Run(_HOW_TO_VERIFY, italic=True, size=10.5),),
            "center",
        ),
    ),
)  # fmt: skip
