"""How each form stands on paper, in A5 and A4: blocks with the names of the words (`words.py`).

The look follows NĐ 30/2020/NĐ-CP Phụ lục I (quốc hiệu, tiêu ngữ, place and date), the fields the circulars' forms;
the QR stands top left (TT 01/2023/TT-VPCP Điều 26).
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from motcua.dossiers.slips.kinds import FormKind
from motcua.rendering.sheet import Block, Box, Column, Gap, Grid, Line, Page, Par, Picture, Run, Sheet, Table

A5, A4 = "A5", "A4"
QR_MM = {A5: 22.0, A4: 26.0}
SLIP_QR_MM = {A5: 14.0, A4: 18.0}
BAR_MM = {A5: (76.0, 6.5), A4: (100.0, 9.0)}


@dataclass(frozen=True, slots=True)
class _Look:
    """Sizes of one paper, in points; `motto` is how wide the column of the motto is, in millimetres."""

    page: Page
    paper: str
    nation: float
    motto: float
    agency: float
    title: float
    small: float
    foot: float
    motto_width: float
    sign: float


_LOOKS = {
    A5: _Look(Page(148, 210, 11, 11, 9, 12, 9.8), A5, 7.7, 9, 8, 12.5, 8, 7, 61, 13),
    A4: _Look(Page(210, 297, 22, 15, 15, 17, 12.5), A4, 10.5, 12, 10.5, 15, 10.5, 8.5, 82, 20),
}
_LANDSCAPE = _Look(Page(297, 210, 12, 12, 12, 14, 9), A4, 10.5, 12, 10.5, 15, 8, 7.5, 90, 18)


@cache
def layout(kind: FormKind, family: str, paper: str) -> Sheet:
    """The sheet of a form under a family of rules, on a paper (`A5`, `A4`); the register is always A4 across."""
    look = _LANDSCAPE if kind is FormKind.REGISTER else _LOOKS[paper]
    body = _BODIES[kind](look, family)
    foot = ("{{ form }}", "{{ provider }}", "{{ printed_at }}")
    return Sheet(look.page, "{{ title }}", body, foot, look.foot)


def _receipt(look: _Look, family: str) -> tuple[Block, ...]:
    columns = (
        Column("TT", "{{ row.number }}", 8),
        Column("Thành phần hồ sơ nộp", "{{ row.title }}", 0, "left"),
        Column("Bản chính", "{{ row.originals }}", 13),
        Column("Bản sao", "{{ row.copies }}", 13),
        Column("Hình thức", "{{ row.form }}", 31),
    )
    return (
        *_head(look),
        _field("Tiếp nhận hồ sơ của", "{{ applicant }}", bold=True),
        _field("Chủ hồ sơ", "{{ owner }}", when="owner"),
        *_contact(),
        _field("Thủ tục", "{{ procedure }} (mã {{ procedure_code }})"),
        _field("Nội dung yêu cầu giải quyết", "{{ subject }}", when="subject"),
        Table("papers", columns, size=look.small + 1),
        _pair("Số lượng hồ sơ", "{{ sets }}", "Thời gian giải quyết theo quy định", "{{ limit }}"),
        _field("Thời gian nhận hồ sơ", "{{ received }}"),
        Box((
            _field("Hẹn trả kết quả", "{{ due }}", bold=True, size=look.page.size + 1.2),
            _field("Đăng ký nhận kết quả tại", "{{ return_place }}"),
        )),
        _field("Phí, lệ phí", "{{ fees }}"),
        _field("Vào Sổ theo dõi hồ sơ", "Quyển số: {{ book }}. Số thứ tự: {{ entry }}"),
        *_signed(look, ("NGƯỜI NỘP HỒ SƠ", "{{ submitter }}"), ("NGƯỜI TIẾP NHẬN HỒ SƠ", "{{ receiver }}")),
        Gap(),
        Par((Run("{{ note }}", italic=True, size=look.small),)),
        _slip(look),
    )  # fmt: skip


def _supplement(look: _Look, family: str) -> tuple[Block, ...]:
    columns = (
        Column("TT", "{{ row.number }}", 8),
        Column("Giấy tờ cần bổ sung, hoàn thiện", "{{ row.title }}", 0, "left"),
        Column("Nội dung phải bổ sung, hoàn thiện", "{{ row.what }}", look.page.width * 0.3, "left"),
    )
    return (
        *_head(look, numbered=True),
        *_whose("Tiếp nhận hồ sơ của"),
        Par((Run("Đề nghị ông/bà bổ sung, hoàn thiện hồ sơ như sau:"),), above=3, keep=True),
        Table("missing", columns, size=look.small + 1),
        _field("Lý do", "{{ reason }}"),
        Par((Run("{{ repeated }}", italic=True),), when="repeated"),
        Par((
            Run("Nếu cần hỏi thêm, ông/bà liên hệ: "), Run("{{ contact }}", bold=True),
            Run(". Ông/bà được hướng dẫn một lần, đầy đủ; cơ quan không yêu cầu thêm giấy tờ ngoài danh mục đã công bố."),
        )),
        *_signed(look, ("NGƯỜI NỘP HỒ SƠ", "{{ submitter }}"), ("NGƯỜI HƯỚNG DẪN", "{{ advisor }}")),
        Gap(),
        _slip(look),
    )  # fmt: skip


def _refusal(look: _Look, family: str) -> tuple[Block, ...]:
    return (
        *_head(look, numbered=True),
        *_whose("Tiếp nhận hồ sơ của"),
        Par((Run("{{ refused }}"),), above=3, keep=True),
        Box((Par((Run("{{ reason }}"),)),)),
        Par((Run("Thông báo để ông/bà được biết và thực hiện."),)),
        *_signed(look, ("NGƯỜI NỘP HỒ SƠ", "{{ submitter }}"), ("NGƯỜI TIẾP NHẬN HỒ SƠ", "{{ receiver }}")),
        Gap(),
        _slip(look),
    )


def _apology(look: _Look, family: str) -> tuple[Block, ...]:
    asked = family == "2025"
    promise = "Đề nghị được gia hạn, trả kết quả trước hết" if asked else "Hẹn trả kết quả lại"
    before = (_field("Những lần thay đổi thời hạn trước đó", "{{ history }}"),) if asked else ()
    return (
        *_head(look, numbered=True),
        Par((Run("Kính gửi: "), Run("{{ applicant }}", bold=True)), "center", above=3, below=4),
        _body(
            look,
            "Lúc {{ received }}, {{ desk }} đã tiếp nhận hồ sơ đề nghị giải quyết thủ tục hành chính: {{ procedure }} "
            "(mã {{ procedure_code }}) của ông/bà.",
        ),
        _field("Thời gian hẹn trả kết quả", "{{ old_due }}"),
        _body(look, "Đến nay hồ sơ của ông/bà chưa giải quyết xong đúng thời hạn."),
        _field("Cơ quan, đơn vị chậm", "{{ at_fault }}"),
        _field("Lý do", "{{ reason }}"),
        *before,
        _body(look, "{{ agency }} xin lỗi ông/bà vì sự chậm trễ này."),
        Box((
            _field(promise, "{{ new_due }}", bold=True, size=look.page.size + 1),
            _field("Tại", "{{ return_place }}"),
        )),
        *_leader(look),
    )  # fmt: skip


def _stop(look: _Look, family: str) -> tuple[Block, ...]:
    return (
        *_head(look, numbered=True),
        Par((Run("Kính gửi: "), Run("{{ applicant }}", bold=True)), "center", above=3, below=4),
        _field("Thủ tục", "{{ procedure }} (mã {{ procedure_code }})"),
        _field("Nội dung yêu cầu giải quyết", "{{ subject }}", when="subject"),
        _field("Thời gian nhận hồ sơ", "{{ received }}"),
        _field("Thời gian hẹn trả kết quả", "{{ due }}"),
        _field("Hồ sơ đang ở bước", "{{ stage }}"),
        Box((
            Par((Run("{{ request }}: dừng giải quyết hồ sơ.", bold=True),)),
            _field("Lý do", "{{ reason }}"),
        )),
        _field("Phí, lệ phí, nghĩa vụ tài chính", "{{ fees }}"),
        _body(look, "Hồ sơ chưa có quyết định kết quả giải quyết. Thông báo để ông/bà được biết."),
        *_leader(look),
    )  # fmt: skip


def _control(look: _Look, family: str) -> tuple[Block, ...]:
    wide = look.page.width - look.page.left - look.page.right
    columns = (
        Column("TT", "{{ row.number }}", 8),
        Column("Tên cơ quan, đơn vị", "{{ row.body }}", 0, "left"),
        Column("Bên giao", "{{ row.giver }}", wide * 0.17, "left"),
        Column("Bên nhận", "{{ row.taker }}", wide * 0.17, "left"),
        Column("Thời gian giao, nhận", "{{ row.at }}", wide * 0.14),
        Column("Kết quả", "{{ row.result }}", wide * 0.13),
        Column("Ghi chú", "{{ row.note }}", wide * 0.16, "left"),
    )
    return (
        *_head(look),
        _field("Hồ sơ của", "{{ applicant }}", bold=True),
        _field("Thủ tục", "{{ procedure }} (mã {{ procedure_code }})"),
        _field("Thời gian nhận hồ sơ", "{{ received }}"),
        _field("Hẹn trả kết quả", "{{ due }}", bold=True),
        _field("Cơ quan chủ trì giải quyết", "{{ lead }}"),
        _field("Cơ quan phối hợp giải quyết", "{{ cooperating }}"),
        Table("steps", columns, size=look.small),
        Par(
            (Run("Kết quả ghi một trong ba chữ: trước hạn, đúng hạn, quá hạn. Bên giao và bên nhận ký vào cột của mình.",
                 italic=True, size=look.small),)
        ),
    )  # fmt: skip


def _register(look: _Look, family: str) -> tuple[Block, ...]:
    columns = (
        Column("STT", "{{ row.number }}", 11),
        Column("Mã hồ sơ", "{{ row.code }}", 27, "left"),
        Column("Nội dung hồ sơ, tên thủ tục", "{{ row.content }}", 0, "left"),
        Column("Số bộ", "{{ row.sets }}", 9),
        Column("Chủ hồ sơ", "{{ row.owner }}", 27, "left"),
        Column("Địa chỉ", "{{ row.address }}", 26, "left"),
        Column("Điện thoại", "{{ row.phone }}", 18),
        Column("Nhận hồ sơ", "{{ row.received }}", 17),
        Column("Hẹn trả", "{{ row.due }}", 17),
        Column("Nhận kết quả", "{{ row.finished }}", 17),
        Column("Trả cho dân", "{{ row.returned }}", 17),
        Column("Cách nhận", "{{ row.returned_how }}", 15, "left"),
        Column("Người nhận hồ sơ", "{{ row.receiver }}", 18, "left"),
        Column("Ghi chú", "{{ row.note }}", 17, "left"),
    )
    groups = (("", 7), ("Nhận và hẹn", 2), ("Trả kết quả", 3), ("", 2))
    return (
        *_head(look, dossier=False),
        Par((Run("Năm {{ year }}. Quyển số {{ volume }}/{{ volumes }}, {{ entries }}. {{ closing }}"),), "center", below=4),
        Table("lines", columns, size=7, groups=groups),
        *_signed(look, ("NGƯỜI GHI SỔ", ""), ("THỦ TRƯỞNG CƠ QUAN", "")),
    )  # fmt: skip


_BODIES: dict[FormKind, Callable[[_Look, str], tuple[Block, ...]]] = {
    FormKind.RECEIPT: _receipt,
    FormKind.SUPPLEMENT: _supplement,
    FormKind.REFUSAL: _refusal,
    FormKind.APOLOGY: _apology,
    FormKind.STOP_NOTICE: _stop,
    FormKind.CONTROL_SLIP: _control,
    FormKind.REGISTER: _register,
}


def _head(look: _Look, *, numbered: bool = False, dossier: bool = True) -> tuple[Block, ...]:
    """QR top left, agency and desk, the nation's name and motto with place and date, then the title."""
    agency: list[Block] = [
        Par((Run("{{ agency_head | upper }}", size=look.agency),), "center"),
        Par((Run("{{ desk | upper }}", bold=True, size=look.agency),), "center"),
        Line(18),
    ]
    if numbered:
        agency.append(Par((Run("{{ number }}", size=look.agency),), "center"))
    nation: tuple[Block, ...] = (
        Par((Run("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", bold=True, size=look.nation),), "center"),
        Par((Run("Độc lập - Tự do - Hạnh phúc", bold=True, size=look.motto),), "center"),
        Line(36 if look.paper == A5 else 50),
        Par((Run("{{ place_and_date }}", italic=True, size=look.agency + 0.5),), "center"),
    )
    title = Par((Run("{{ title | upper }}", bold=True, size=look.title),), "center", above=5, keep=True)
    if not dossier:
        return (Grid((0.0, look.motto_width), (tuple(agency), nation), keep=True), title)
    width, height = BAR_MM[look.paper]
    qr = QR_MM[look.paper]
    return (
        Grid((qr, 0.0, look.motto_width), ((Picture("qr", qr),), tuple(agency), nation), keep=True),
        title,
        Par((Run("{{ code_name }}: "), Run("{{ code }}", bold=True)), "center", keep=True),
        Picture("barcode", width, height, "center", when="barcode"),
    )


def _field(label: str, value: str, *, bold: bool = False, size: float = 0, when: str = "") -> Par:
    return Par((Run(f"{label}: "), Run(value, bold=bold, size=size)), when=when)


def _pair(label: str, value: str, second: str, other: str) -> Par:
    return Par((Run(f"{label}: "), Run(value), Run(f". {second}: "), Run(other)))


def _contact() -> tuple[Block, ...]:
    return (
        _field("Địa chỉ", "{{ address }}"),
        Par((
            Run("Số định danh: "), Run("{{ identity }}"), Run(". Điện thoại: "), Run("{{ phone }}"),
            Run(". Thư điện tử: "), Run("{{ email }}"),
        )),
    )  # fmt: skip


def _whose(label: str) -> tuple[Block, ...]:
    return (
        _field(label, "{{ applicant }}", bold=True),
        _field("Chủ hồ sơ", "{{ owner }}", when="owner"),
        _field("Nội dung yêu cầu giải quyết", "{{ procedure }} (mã {{ procedure_code }})"),
        _field("Nội dung cụ thể", "{{ subject }}", when="subject"),
        *_contact(),
    )


def _body(look: _Look, text: str) -> Par:
    return Par((Run(text),), "justify", first=7 if look.paper == A5 else 10)


def _signed(look: _Look, *both: tuple[str, str]) -> tuple[Block, ...]:
    cells = tuple(
        (
            Par((Run(who, bold=True),), "center", above=6),
            Par((Run("Ký và ghi rõ họ tên", italic=True, size=look.small),), "center"),
            Gap(look.sign),
            *((Par((Run(name),), "center"),) if name else ()),
        )
        for who, name in both
    )
    return (Grid((0.0,) * len(cells), cells, keep=True),)


def _slip(look: _Look) -> Grid:
    """The satisfaction slip that goes with forms 01, 02 and 03: its address, and the same as QR."""
    width = SLIP_QR_MM[look.paper]
    words = (
        Par((Run("Phiếu đánh giá việc giải quyết thủ tục", bold=True, size=look.small),), above=3),
        Par((Run("Quét mã QR bên cạnh, hoặc mở {{ slip_at }} (không hỏi tên).", size=look.small),)),
    )  # fmt: skip
    return Grid((width, 0.0), ((Picture("slip_qr", width),), words), keep=True, when="slip_at")


def _leader(look: _Look) -> tuple[Block, ...]:
    """Recipients at the left, the leader's signature at the right."""
    left: tuple[Block, ...] = (
        Par((Run("Nơi nhận:", bold=True, italic=True, size=look.small),), above=6),
        Par((Run("- Như trên;", size=look.small),)),
        Par((Run("- {{ desk }};", size=look.small),)),
        Par((Run("- Lưu: VT, hồ sơ {{ code }}.", size=look.small),)),
    )
    right: tuple[Block, ...] = (
        Par((Run("{{ signer_title | upper }}", bold=True),), "center", above=6),
        Gap(look.sign),
        Par((Run("{{ signer }}", bold=True),), "center"),
    )
    return (Grid((0.0, 0.0), (left, right), keep=True),)
