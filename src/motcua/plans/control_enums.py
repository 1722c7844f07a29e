"""Kinds and states of outreach, initiatives and emulation."""

from enum import StrEnum


class ChannelKind(StrEnum):
    """Kinds of channels."""

    WEBSITE = "website"
    ZALO = "zalo"
    FACEBOOK = "facebook"
    SPEAKERS = "speakers"
    PRESS = "press"
    PLACE = "place"
    OTHER = "other"

    @property
    def label(self) -> str:
        return {
            "website": "Trang thông tin điện tử",
            "zalo": "Zalo",
            "facebook": "Facebook",
            "speakers": "Loa truyền thanh",
            "press": "Báo, đài",
            "place": "Pa nô, bảng tin, nơi công cộng",
            "other": "Kênh khác",
        }[self.value]


class PostKind(StrEnum):
    """Kinds of what is put out."""

    ARTICLE = "article"
    CLIP = "clip"
    GUIDE = "guide"
    SOCIAL = "social"
    BROADCAST = "broadcast"
    PANEL = "panel"
    LEAFLET = "leaflet"
    MEETING = "meeting"

    @property
    def label(self) -> str:
        return {
            "article": "Tin, bài",
            "clip": "Phim ngắn, phóng sự",
            "guide": "Bài hướng dẫn thủ tục",
            "social": "Bài đăng mạng xã hội",
            "broadcast": "Buổi phát thanh",
            "panel": "Pa nô, áp phích",
            "leaflet": "Tờ rơi",
            "meeting": "Hội nghị, sinh hoạt cộng đồng",
        }[self.value]


class InitiativeState(StrEnum):
    """Where an initiative stands."""

    REGISTERED = "registered"
    APPRAISED = "appraised"
    RECOGNISED = "recognised"
    REFUSED = "refused"

    @property
    def label(self) -> str:
        return {
            "registered": "Đã đăng ký",
            "appraised": "Đã thẩm định, chờ công nhận",
            "recognised": "Được công nhận",
            "refused": "Không được công nhận",
        }[self.value]

    @property
    def tone(self) -> str:
        """The tone of the frame's status tag."""
        return {
            "registered": "waiting", "appraised": "running", "recognised": "done", "refused": "stopped",
        }[self.value]  # fmt: skip


class AwardKind(StrEnum):
    """What is proposed for somebody."""

    PRAISE = "praise"
    ADVANCED = "advanced"
    FIGHTER = "fighter"
    REVIEWED = "reviewed"
    DISCIPLINE = "discipline"

    @property
    def label(self) -> str:
        return {
            "praise": "Giấy khen",
            "advanced": "Lao động tiên tiến",
            "fighter": "Chiến sĩ thi đua cơ sở",
            "reviewed": "Kiểm điểm, rút kinh nghiệm",
            "discipline": "Xem xét kỷ luật",
        }[self.value]


class AwardState(StrEnum):
    """Where a proposal stands."""

    PROPOSED = "proposed"
    AGREED = "agreed"
    REFUSED = "refused"

    @property
    def label(self) -> str:
        return {"proposed": "Đã đề nghị", "agreed": "Đã có quyết định", "refused": "Không chấp thuận"}[
            self.value
        ]

    @property
    def tone(self) -> str:
        """The tone of the frame's status tag."""
        return {"proposed": "waiting", "agreed": "done", "refused": "stopped"}[self.value]
