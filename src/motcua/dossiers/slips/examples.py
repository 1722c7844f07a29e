"""One invented dossier for every form: what templates are tried out with, and pages preview."""

from datetime import date, datetime

from motcua.dossiers.slips.kinds import FormKind
from motcua.dossiers.slips.values import (
    About,
    ApologySlip,
    ControlSlip,
    FeeLine,
    Form,
    HandOver,
    Head,
    MissingPaper,
    NewDate,
    ReceiptSlip,
    ReceivedPaper,
    RefusalSlip,
    Register,
    RegisterLine,
    Slip,
    StopNotice,
    SupplementSlip,
)
from motcua.kernel.clock import at_local
from motcua.payments.enums import Method, OrderState
from motcua.regimes import law

FAMILIES = ("2018", "2025")
_DAY = {"2018": date(2024, 10, 8), "2025": date(2026, 10, 8)}
ABOUT = About(
    code="H99.101-261008-0975",
    tracking="K7MP2QXRB3WD",
    applicant="Hoàng Thị Ngọc Ẩn",
    procedure="Đăng ký khai sinh",
    procedure_code="1.001193",
    owner="Hợp tác xã <Suối Mơ> & Con",
    delegate="Bế Văn Ỷ",
    identity="001199000123",
    address="Thôn Bản Lác, xã Tân Lập",
    phone="0912000111",
    email="an@example.vn",
    subject="Đăng ký khai sinh cho con",
)


def form(kind: FormKind, family: str) -> Form:
    """The form of a family. Refuses a form that the family does not have."""
    value = law.explain(kind.rule, on=_DAY[family]).value
    return Form(kind, family, value["number"], value["title"], value["issued_by"])


def kinds_of(family: str) -> list[FormKind]:
    """The forms a family has, by their numbers."""
    found = [kind for kind in FormKind if any(row.family == family for row in law.rows()[kind.rule])]
    return sorted(found, key=lambda kind: form(kind, family).number)


def example(kind: FormKind, family: str) -> Slip:
    """A form filled with invented values, none of them empty."""
    at = _day(family)
    due = _day(family, 13, 17)
    head = Head(
        form=form(kind, family),
        agency="Ủy ban nhân dân xã Tân Lập",
        desk="Trung tâm Phục vụ hành chính công",
        place="Tân Lập",
        day=at,
        printed_at=at,
        number=7 if kind.numbered else None,
        mark="HDHS" if kind.numbered else "",
        look_up="https://motcua.example.vn/tra-cuu",
        rate_at=f"https://motcua.example.vn/phieu-danh-gia?ma={ABOUT.tracking}&mau={kind.slip}"
        if kind.slip
        else "",
    )
    fees = (FeeLine("Lệ phí", 24_000, OrderState.PAID, Method.ONLINE),)
    made: dict[FormKind, Slip] = {
        FormKind.RECEIPT: ReceiptSlip(
            head=head, about=ABOUT, papers=PAPERS, sets=1, limit_value=3, limit_unit="working_day", received_at=at,
            due_at=due, fees=fees, receiver="Lò Văn Tình", desk_address="Thôn 4", entry=(1, 975),
        ),
        FormKind.SUPPLEMENT: SupplementSlip(
            head=head, about=ABOUT, missing=MISSING, reason="Hồ sơ chưa đủ thành phần theo quy định",
            advisor="Lò Văn Tình", contact="Lò Văn Tình, điện thoại 0209 000 111", repeated=True,
        ),
        FormKind.REFUSAL: RefusalSlip(
            head=head, about=ABOUT, reason="Thủ tục không thuộc thẩm quyền giải quyết của xã.", receiver="Lò Văn Tình",
        ),
        FormKind.APOLOGY: ApologySlip(
            head=head, about=ABOUT, received_at=at, old_due=due, new_due=_day(family, 20, 17),
            at_fault="Phòng Kinh tế", reason="Phải xác minh thêm tại thực địa", return_place="Trung tâm, Thôn 4",
            signer="Đinh Thị Vừ", signer_title="Chủ tịch",
            history=(NewDate(_day(family, 12).date(), _day(family, 13).date(), "bão số 3"),),
        ),
        FormKind.STOP_NOTICE: StopNotice(
            head=head, about=ABOUT, received_at=at, due_at=due, stage="Bước 2: Thẩm định",
            reason="Đất đang có tranh chấp", signer="Đinh Thị Vừ", signer_title="Chủ tịch",
            requested_by="người nộp hồ sơ", fees=fees,
        ),
        FormKind.CONTROL_SLIP: ControlSlip(
            head=head, about=ABOUT, received_at=at, due_at=due, lead="Ủy ban nhân dân xã Tân Lập",
            cooperating=("Công an xã Tân Lập", "Thuế cơ sở 4"), steps=steps(family),
        ),
        FormKind.REGISTER: Register(
            head=head, year=at.year, volume=1, volumes=2, closed=True, lines=(_line(1, family), _line(2, family)),
        ),
    }  # fmt: skip
    return made[kind]


PAPERS = (
    ReceivedPaper("Tờ khai đăng ký khai sinh", "Bản giấy", 1, 0),
    ReceivedPaper("Giấy chứng nhận kết hôn", "Dùng lại từ kho"),
)
MISSING = (
    MissingPaper("Giấy chứng sinh", "Còn thiếu"),
    MissingPaper("Tờ khai", "Chưa đúng: mục 4 chưa ghi nơi sinh"),
)


def steps(family: str) -> tuple[HandOver, ...]:
    """Two hand-overs: one that ended before its time, one that runs."""
    first = HandOver(
        "Lò Văn Tình",
        "Mùa A Chống",
        _day(family, 8, 9),
        "Phòng Kinh tế",
        _day(family, 9, 17),
        "Trước hạn",
        "Thẩm định",
    )
    return (
        first,
        HandOver("Mùa A Chống", "Đinh Thị Vừ", _day(family, 12, 9), "Lãnh đạo ủy ban", note="Ký duyệt"),
    )


def _line(number: int, family: str) -> RegisterLine:
    return RegisterLine(
        number=number, code=f"H99.101-261008-{number:04d}", content="Đăng ký khai sinh", sets=1,
        owner="Hoàng Thị Ngọc Ẩn", address="Thôn Bản Lác", phone="0912000111", received_at=_day(family),
        due_at=_day(family, 13, 17), finished_at=_day(family, 12, 15), returned_at=_day(family, 13, 9),
        returned_how="Trực tiếp", receiver="Lò Văn Tình", place="Tân Lập", note="",
    )  # fmt: skip


def _day(family: str, day: int = 8, hour: int = 8) -> datetime:
    return at_local(_DAY[family].replace(day=day), hour, 35)
