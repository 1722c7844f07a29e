"""Words of the desk's staffing, premises and partners."""

from enum import StrEnum
from typing import Self


class _Labelled(StrEnum):
    """Members written as `NAME = "value", "nhãn"`."""

    label: str

    def __new__(cls, value: str, label: str = "") -> Self:
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label or value
        return member

    @classmethod
    def choices(cls) -> list[tuple[str, str]]:
        """Pairs for a model field or a form."""
        return [(member.value, member.label) for member in cls]


class Belonging(_Labelled):
    """Whose officer works at the desk: statistics tell them apart (REQ O9)."""

    OWN = "own", "Cán bộ của cơ quan"
    POSTED = "posted", "Biệt phái, cử đến"
    POSTAL = "postal", "Nhân viên bưu chính"


class Position(_Labelled):
    """Place of an officer at the desk."""

    HEAD = "head", "Giám đốc, trưởng bộ phận"
    DEPUTY = "deputy", "Phó giám đốc, phó trưởng bộ phận"
    RECEPTION = "reception", "Hướng dẫn, tiếp nhận, trả kết quả"
    DIGITISING = "digitising", "Số hoá"
    FEES = "fees", "Thu phí, lệ phí"
    OTHER = "other", "Việc khác"


class Session(_Labelled):
    """Half a working day."""

    MORNING = "morning", "Sáng"
    AFTERNOON = "afternoon", "Chiều"


class MarkKind(_Labelled):
    """Where a mark of an officer comes from."""

    CITIZENS = "citizens", "Đánh giá của người dân"
    NINE = "nine", "Chín chỉ số (TT 01/2018/TT-VPCP)"
    YEAR = "year", "Xếp loại năm"
    OTHER = "other", "Nguồn khác"


class UsedFor(_Labelled):
    """What a mark served as evidence for."""

    NOTHING = "", "Chưa dùng"
    PROMOTION = "promotion", "Bổ nhiệm, nâng lương"
    TRAINING = "training", "Đào tạo, bồi dưỡng"
    REWARD = "reward", "Khen thưởng"
    DISCIPLINE = "discipline", "Kỷ luật"


class PostalWork(_Labelled):
    """Kinds of work a postal enterprise may take over by contract."""

    GUIDE = "guide", "Hướng dẫn"
    RECEIVE = "receive", "Tiếp nhận"
    DIGITISE = "digitise", "Số hoá"
    CARRY = "carry", "Chuyển hồ sơ"
    RETURN = "return", "Trả kết quả"


class EquipmentKind(_Labelled):
    """What stands at a desk."""

    COMPUTER = "computer", "Máy tính"
    PRINTER = "printer", "Máy in"
    SCANNER = "scanner", "Máy quét tài liệu"
    QR_READER = "qr_reader", "Đầu đọc mã QR, mã vạch"
    CHIP_READER = "chip_reader", "Đầu đọc chip thẻ căn cước"
    RATING_DEVICE = "rating_device", "Thiết bị đánh giá"
    QUEUE_MACHINE = "queue_machine", "Máy lấy số"
    DISPLAY = "display", "Màn hình gọi số"
    TOUCH_SCREEN = "touch_screen", "Màn hình tra cứu cảm ứng"
    KIOSK = "kiosk", "Ki-ốt thông minh"
    CAMERA = "camera", "Camera kết nối cấp trên"
    WAITING_AREA = "waiting_area", "Khu vực chờ có ghế"
    BRAND = "brand", "Bộ nhận diện thương hiệu"
    SYSTEM = "system", "Phần mềm, đường truyền"
    OTHER = "other", "Thiết bị khác"


class Condition(_Labelled):
    """How a thing is."""

    GOOD = "good", "Dùng tốt"
    WEAK = "weak", "Dùng được, cần thay"
    BROKEN = "broken", "Hỏng"


class TrainingKind(_Labelled):
    """Kinds of teaching and exchange (REQ O6)."""

    COURSE = "course", "Tập huấn, bồi dưỡng"
    CONFERENCE = "conference", "Hội nghị"
    SEMINAR = "seminar", "Hội thảo, toạ đàm"
    EXCHANGE = "exchange", "Trao đổi, học tập kinh nghiệm"
