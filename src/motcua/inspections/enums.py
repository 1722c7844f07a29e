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


class PlanMode(StrEnum):
    """Whose plan of the year it is."""

    OWN = "own"
    JOINT = "joint"
    MERGED = "merged"

    @property
    def label(self) -> str:
        return {
            "own": "Kế hoạch kiểm tra riêng",
            "joint": "Kế hoạch phối hợp với cơ quan khác",
            "merged": "Lồng ghép với kiểm tra cải cách hành chính",
        }[self.value]


class CheckForm(StrEnum):
    """By the year's plan, or unannounced."""

    PLANNED = "planned"
    SUDDEN = "sudden"

    @property
    def label(self) -> str:
        return {"planned": "Định kỳ theo kế hoạch", "sudden": "Đột xuất, ngẫu nhiên"}[self.value]


class CheckWay(StrEnum):
    """On the spot, or by reports and documents."""

    ON_SITE = "on_site"
    BY_PAPERS = "by_papers"

    @property
    def label(self) -> str:
        return {"on_site": "Trực tiếp tại đơn vị", "by_papers": "Qua báo cáo, tài liệu"}[self.value]


class CheckState(StrEnum):
    """Where an inspection stands."""

    PREPARED = "prepared"
    DECIDED = "decided"
    CONCLUDED = "concluded"
    CLOSED = "closed"
    DROPPED = "dropped"

    @property
    def label(self) -> str:
        return {
            "prepared": "Đang chuẩn bị",
            "decided": "Đang kiểm tra",
            "concluded": "Đã kết luận, theo dõi kiến nghị",
            "closed": "Đã khép lại",
            "dropped": "Không tiến hành",
        }[self.value]

    @property
    def tone(self) -> str:
        """The tone of the frame's status tag."""
        return {
            "prepared": "waiting", "decided": "running", "concluded": "soon", "closed": "done", "dropped": "stopped",
        }[self.value]  # fmt: skip


class TeamRole(StrEnum):
    """What somebody does in the team."""

    HEAD = "head"
    DEPUTY = "deputy"
    SECRETARY = "secretary"
    MEMBER = "member"

    @property
    def label(self) -> str:
        return {
            "head": "Trưởng đoàn", "deputy": "Phó Trưởng đoàn", "secretary": "Thư ký", "member": "Thành viên",
        }[self.value]  # fmt: skip


class DrawOf(StrEnum):
    """What is drawn."""

    AGENCIES = "agencies"
    DOSSIERS = "dossiers"

    @property
    def label(self) -> str:
        return {"agencies": "Đơn vị được kiểm tra", "dossiers": "Hồ sơ"}[self.value]


class Among(StrEnum):
    """Among which dossiers of the time is drawn."""

    RECEIVED = "received"
    FINISHED = "finished"
    LATE = "late"

    @property
    def label(self) -> str:
        return {
            "received": "Mọi hồ sơ tiếp nhận trong thời gian này",
            "finished": "Hồ sơ đã giải quyết xong",
            "late": "Hồ sơ trễ hạn",
        }[self.value]


class Answered(StrEnum):
    """What was found about an item of the checklist."""

    MET = "met"
    NOT_MET = "not_met"
    NOT_HERE = "not_here"

    @property
    def label(self) -> str:
        return {"met": "Đạt", "not_met": "Chưa đạt", "not_here": "Không có việc này"}[self.value]


class FindingKind(StrEnum):
    """How much a finding weighs."""

    SHORTCOMING = "shortcoming"
    VIOLATION = "violation"
    GOOD = "good"

    @property
    def label(self) -> str:
        return {
            "shortcoming": "Tồn tại, hạn chế",
            "violation": "Có dấu hiệu vi phạm",
            "good": "Cách làm tốt",
        }[self.value]
