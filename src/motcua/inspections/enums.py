"""Kinds of violations, who found them, what was done."""

from enum import StrEnum


class ViolationKind(StrEnum):
    """What was violated. The first three are proposed from what the system knows; any can be entered by hand."""

    SECOND_SUPPLEMENT = "supplement"
    EXTRA_PAPER = "extra_paper"
    LATENESS = "lateness"
    HARASSMENT = "harassment"
    OUTSIDE_DESK = "outside_desk"
    OTHER = "other"

    @property
    def label(self) -> str:
        return {
            "supplement": "Yêu cầu bổ sung quá một lần",
            "extra_paper": "Đòi thêm giấy tờ ngoài quy định",
            "lateness": "Nhiều lần để hồ sơ trễ hạn",
            "harassment": "Sách nhiễu, gây phiền hà",
            "outside_desk": "Liên hệ người dân ngoài Bộ phận Một cửa",
            "other": "Vi phạm khác",
        }[self.value]


class Detection(StrEnum):
    """Who detected it."""

    SYSTEM = "system"
    CITIZEN = "citizen"
    CONTROL = "control"
    INSPECTION = "inspection"
    OWN = "own"

    @property
    def label(self) -> str:
        return {
            "system": "Hệ thống đề xuất",
            "citizen": "Người dân phản ánh",
            "control": "Đầu mối kiểm soát TTHC",
            "inspection": "Kiểm tra, thanh tra",
            "own": "Cơ quan tự phát hiện",
        }[self.value]


class ViolationState(StrEnum):
    """Where an entry of the register stands."""

    OPEN = "open"
    HANDLED = "handled"
    DISMISSED = "dismissed"

    @property
    def label(self) -> str:
        return {"open": "Đang xử lý", "handled": "Đã xử lý", "dismissed": "Không phải vi phạm"}[self.value]


class Measure(StrEnum):
    """What was done about it."""

    REMINDED = "reminded"
    APOLOGISED = "apologised"
    CRITICISED = "criticised"
    MOVED = "moved"
    DISCIPLINED = "disciplined"

    @property
    def label(self) -> str:
        return {
            "reminded": "Nhắc nhở",
            "apologised": "Xin lỗi người dân",
            "criticised": "Phê bình, kiểm điểm",
            "moved": "Thay người, điều chuyển",
            "disciplined": "Xử lý kỷ luật",
        }[self.value]
