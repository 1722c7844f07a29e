"""Words of ratings and petitions, with their Vietnamese for people."""

from enum import StrEnum


class RatingChannel(StrEnum):
    """Where a rating was given (NĐ 61/2018 Điều 29)."""

    SLIP = "slip"
    DEVICE = "device"
    ONLINE = "online"

    @property
    def label(self) -> str:
        """The channel in Vietnamese."""
        return {
            "slip": "Phiếu đánh giá",
            "device": "Thiết bị tại Bộ phận Một cửa",
            "online": "Trực tuyến",
        }[self.value]


class SlipForm(StrEnum):
    """The form a satisfaction slip was handed out with (TT 01/2018/TT-VPCP Điều 14)."""

    RECEIPT = "01"
    SUPPLEMENT = "02"
    REFUSAL = "03"

    @property
    def label(self) -> str:
        """The form in Vietnamese."""
        return {
            "01": "Giấy tiếp nhận hồ sơ và hẹn trả kết quả",
            "02": "Phiếu yêu cầu bổ sung, hoàn thiện hồ sơ",
            "03": "Phiếu từ chối tiếp nhận, giải quyết hồ sơ",
        }[self.value]


class Attitude(StrEnum):
    """How the citizen was treated, as the slip asks (index 7)."""

    GOOD = "good"
    FAIR = "fair"
    COMPLAINT = "complaint"

    @property
    def label(self) -> str:
        """The answer as the slip prints it."""
        return {
            "good": "Lịch sự, tận tình",
            "fair": "Bình thường",
            "complaint": "Không đúng mực; tôi phản ánh về thái độ phục vụ",
        }[self.value]


class Reason(StrEnum):
    """What a rating is about (NĐ 61/2018 Điều 31)."""

    TIME = "time"
    BODIES = "bodies"
    VISITS = "visits"
    INFORMATION = "information"
    ATTITUDE = "attitude"
    COST = "cost"
    EXPLANATION = "explanation"
    ONLINE = "online"
    OTHER = "other"

    @property
    def label(self) -> str:
        """The reason as the slip prints it."""
        return {
            "time": "Thời gian giải quyết",
            "bodies": "Phải liên hệ nhiều cơ quan",
            "visits": "Phải đi lại nhiều lần",
            "information": "Thông tin hướng dẫn",
            "attitude": "Thái độ phục vụ",
            "cost": "Chi phí, đúng quy định",
            "explanation": "Giải thích, tiếp thu ý kiến",
            "online": "Dịch vụ trực tuyến",
            "other": "Lý do khác",
        }[self.value]


class PetitionChannel(StrEnum):
    """How a petition came in."""

    PORTAL = "portal"
    LETTER = "letter"
    PHONE = "phone"
    EMAIL = "email"
    DESK = "desk"

    @property
    def label(self) -> str:
        """The channel in Vietnamese."""
        return {
            "portal": "Cổng Dịch vụ công quốc gia",
            "letter": "Văn bản",
            "phone": "Điện thoại",
            "email": "Thư điện tử",
            "desk": "Tại Bộ phận Một cửa",
        }[self.value]


class PetitionKind(StrEnum):
    """What a petition is about, as the portal and report II.05 sort them."""

    PROCEDURE = "procedure"
    STAFF = "staff"
    BOTH = "both"

    @property
    def label(self) -> str:
        """The kind in Vietnamese."""
        return {
            "procedure": "Quy định, chính sách, thủ tục",
            "staff": "Hành vi của cán bộ, công chức",
            "both": "Cả quy định và hành vi",
        }[self.value]


class PetitionState(StrEnum):
    """Where a petition stands."""

    RECEIVED = "received"
    REFUSED = "refused"
    TRANSFERRED = "transferred"
    ANSWERED = "answered"
    PUBLISHED = "published"

    @property
    def label(self) -> str:
        """The state in Vietnamese."""
        return {
            "received": "Đang xử lý",
            "refused": "Từ chối tiếp nhận",
            "transferred": "Đã chuyển cơ quan khác",
            "answered": "Đã trả lời, chờ công khai",
            "published": "Đã công khai",
        }[self.value]

    @property
    def turned_away(self) -> bool:
        """Not handled here: the short clock of refusal and transfer holds."""
        return self in (PetitionState.REFUSED, PetitionState.TRANSFERRED)


class DialogueWay(StrEnum):
    """How citizens take part."""

    IN_PERSON = "in_person"
    ONLINE = "online"
    BOTH = "both"

    @property
    def label(self) -> str:
        return {"in_person": "Trực tiếp", "online": "Trực tuyến", "both": "Trực tiếp và trực tuyến"}[
            self.value
        ]


class DialogueCause(StrEnum):
    """Why it is held."""

    REGULAR = "regular"
    ASKED = "asked"
    NEEDED = "needed"

    @property
    def label(self) -> str:
        return {
            "regular": "Định kỳ theo kế hoạch",
            "asked": "Cử tri đề nghị",
            "needed": "Khi cần thiết",
        }[self.value]


class DialogueState(StrEnum):
    """Where a dialogue stands."""

    PREPARED = "prepared"
    ANNOUNCED = "announced"
    HELD = "held"
    PUBLISHED = "published"
    DROPPED = "dropped"

    @property
    def label(self) -> str:
        return {
            "prepared": "Đang chuẩn bị",
            "announced": "Đã thông báo",
            "held": "Đã đối thoại, đang trả lời",
            "published": "Đã công khai kết quả",
            "dropped": "Không tổ chức",
        }[self.value]

    @property
    def tone(self) -> str:
        """The tone of the frame's status tag."""
        return {
            "prepared": "waiting", "announced": "running", "held": "soon", "published": "done", "dropped": "stopped",
        }[self.value]  # fmt: skip


class Asker(StrEnum):
    """Who asks."""

    CITIZEN = "citizen"
    BUSINESS = "business"
    GROUP = "group"

    @property
    def label(self) -> str:
        return {
            "citizen": "Người dân",
            "business": "Doanh nghiệp, hộ kinh doanh",
            "group": "Tổ chức, đoàn thể",
        }[self.value]
