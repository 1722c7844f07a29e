"""Words of proactive services."""

from enum import StrEnum

LEVELS = {
    1: "Nhắc", 2: "Nhắc và chuẩn bị hồ sơ", 3: "Chuẩn bị hồ sơ và khuyến nghị", 4: "Thực hiện khi ông/bà xác nhận",
}  # fmt: skip


class OfferState(StrEnum):
    """What became of an offer."""

    OPEN = "open"
    TAKEN = "taken"
    DECLINED = "declined"
    PASSED = "passed"

    @property
    def label(self) -> str:
        """The word for people."""
        return {"open": "Đang chờ", "taken": "Đã làm", "declined": "Không cần", "passed": "Đã qua"}[
            self.value
        ]
