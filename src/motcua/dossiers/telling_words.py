"""What the applicant is told about each act. Pure.

A notice holds at least the agency, who receives, who resolves, and the times of receipt, processing and return
(NĐ 224/2026 Điều 15.1g); a text message holds the code and the next step only, without diacritics, because a
message with diacritics is cut into pieces of 70 letters.
"""

from dataclasses import dataclass
from datetime import date, datetime

from motcua.dossiers.enums import Act
from motcua.kernel import clock
from motcua.kernel.money import dong


@dataclass(frozen=True, slots=True, kw_only=True)
class Happening:
    """One act on a dossier with what a notice must hold."""

    act: str
    at: datetime
    code: str
    tracking: str
    procedure: str
    agency: str
    desk: str
    received_by: str = ""
    resolved_by: str = ""
    received_at: datetime | None = None
    due_at: datetime | None = None
    due_before: date | None = None
    due_after: date | None = None
    note: str = ""
    amount: int = 0


@dataclass(frozen=True, slots=True)
class Words:
    """The title, what it means for the applicant, and the text message."""

    title: str
    meaning: str
    short: str


_OF_ACT: dict[str, Words] = {
    Act.FILE: Words(
        "Đã nhận hồ sơ gửi đến",
        "Hồ sơ đã gửi đến cơ quan và đang chờ kiểm tra. Thời hạn giải quyết tính từ khi hồ sơ được tiếp nhận.",
        "Ho so {code} da gui den, dang cho kiem tra.",
    ),
    Act.RECEIVE: Words(
        "Hồ sơ đã được tiếp nhận",
        "Cơ quan đã tiếp nhận hồ sơ và hẹn ngày trả kết quả.",
        "Ho so {code} da tiep nhan, hen tra {day}.",
    ),
    Act.REFUSE: Words(
        "Hồ sơ không được tiếp nhận",
        "Cơ quan không tiếp nhận hồ sơ; lý do ghi dưới đây.",
        "Ho so {code} khong duoc tiep nhan. Xem ly do tren trang tra cuu.",
    ),
    Act.ASK_SUPPLEMENT: Words(
        "Cần bổ sung hồ sơ",
        "Ông/bà cần bổ sung, hoàn thiện hồ sơ theo nội dung dưới đây.",
        "Ho so {code} can bo sung. Xem giay to con thieu tren trang tra cuu.",
    ),
    Act.COMPLETE_SUPPLEMENT: Words(
        "Đã nhận đủ giấy tờ bổ sung",
        "Cơ quan đã nhận đủ giấy tờ và tiếp tục giải quyết.",
        "Ho so {code} da nhan du giay to bo sung.",
    ),
    Act.ASSIGN: Words(
        "Hồ sơ đã được phân công xử lý",
        "Đã có người xử lý hồ sơ.",
        "Ho so {code} da duoc phan cong xu ly.",
    ),
    Act.FORWARD: Words(
        "Hồ sơ đã chuyển sang bước tiếp theo",
        "Hồ sơ đang được giải quyết.",
        "Ho so {code} da chuyen buoc tiep theo.",
    ),
    Act.REQUIRE_PAYMENT: Words(
        "Cần nộp khoản nghĩa vụ tài chính",
        "Ông/bà cần nộp khoản dưới đây để hồ sơ được giải quyết tiếp. Thời gian chờ nộp không tính vào thời hạn.",
        "Ho so {code} can nop nghia vu tai chinh. Xem tren trang tra cuu.",
    ),
    Act.SETTLE_PAYMENT: Words(
        "Đã nhận khoản nghĩa vụ tài chính",
        "Cơ quan đã nhận đủ tiền và tiếp tục giải quyết.",
        "Ho so {code} da nop du nghia vu tai chinh.",
    ),
    Act.EXTEND: Words(
        "Xin lỗi và hẹn lại ngày trả kết quả",
        "Cơ quan xin lỗi vì không trả kết quả đúng hẹn và hẹn lại ngày dưới đây.",
        "Xin loi: ho so {code} hen lai tra {day}.",
    ),
    Act.FINISH: Words(
        "Đã có kết quả",
        "Mời ông/bà nhận kết quả theo cách đã chọn.",
        "Ho so {code} da co ket qua.",
    ),
    Act.REFUSE_TO_SETTLE: Words(
        "Hồ sơ không đủ điều kiện giải quyết",
        "Cơ quan từ chối giải quyết; lý do ghi dưới đây.",
        "Ho so {code} khong du dieu kien giai quyet. Xem ly do tren trang tra cuu.",
    ),
    Act.STOP: Words(
        "Hồ sơ đã dừng giải quyết",
        "Cơ quan dừng giải quyết hồ sơ; lý do ghi dưới đây.",
        "Ho so {code} da dung giai quyet. Xem thong bao tren trang tra cuu.",
    ),
    Act.WITHDRAW: Words(
        "Hồ sơ đã rút",
        "Hồ sơ đã được rút theo yêu cầu.",
        "Ho so {code} da rut theo yeu cau.",
    ),
    Act.RETURN: Words(
        "Đã trả kết quả",
        "Kết quả đã được trao. Xin mời ông/bà đánh giá việc phục vụ.",
        "Da tra ket qua ho so {code}. Moi danh gia phuc vu.",
    ),
    Act.MEND_FEE: Words(
        "Đã tính lại phí, lệ phí của hồ sơ",
        "Cơ quan đã sửa phí, lệ phí ghi cho hồ sơ; lý do ghi dưới đây. Số tiền còn phải nộp, khoản đề nghị hoàn xem ở "
        "trang hồ sơ.",
        "Ho so {code} da tinh lai phi, le phi. Xem tren trang tra cuu.",
    ),
    Act.CORRECT: Words(
        "Đã sửa thông tin của hồ sơ",
        "Cơ quan đã sửa thông tin ghi khi tiếp nhận.",
        "Ho so {code} da duoc sua thong tin tiep nhan.",
    ),
}


# What happens inside the office only (opinions, notes of colleagues) is not told.
TOLD = frozenset(_OF_ACT)


def title_of(happening: Happening) -> str:
    """«Hồ sơ đã được tiếp nhận · H99.101-…»: what a list of notices shows."""
    return f"{_OF_ACT[happening.act].title} · {happening.code}"


def short(happening: Happening) -> str:
    """The text message."""
    day = f"{happening.due_after:%d/%m/%Y}" if happening.due_after else ""
    return _OF_ACT[happening.act].short.format(code=happening.code, day=day)


def whole(happening: Happening) -> str:
    """The whole notice, a line for each item that is known."""
    words = _OF_ACT[happening.act]
    lines = [words.meaning, "", f"Mã hồ sơ: {happening.code}", f"Thủ tục: {happening.procedure}"]
    lines += [f"{label}: {value}" for label, value in _items(happening) if value]
    return "\n".join(lines)


def _items(told: Happening) -> list[tuple[str, str]]:
    moved = told.due_before and told.due_after and told.due_before != told.due_after
    return [
        ("Cơ quan giải quyết", told.agency),
        ("Nơi tiếp nhận", told.desk if told.desk != told.agency else ""),
        ("Người tiếp nhận", told.received_by),
        ("Người giải quyết", told.resolved_by if told.resolved_by != told.received_by else ""),
        ("Tiếp nhận lúc", _moment(told.received_at)),
        ("Thời điểm xử lý", _moment(told.at)),
        ("Hẹn trả trước đây", f"{told.due_before:%d/%m/%Y}" if moved else ""),
        ("Hẹn trả kết quả", _moment(told.due_at)),
        ("Số tiền", dong(told.amount) if told.amount else ""),
        ("Nội dung", told.note),
    ]


def _moment(moment: datetime | None) -> str:
    return f"{clock.local(moment):%H:%M ngày %d/%m/%Y}" if moment else ""
