"""States of an order and ways of paying."""

from enum import StrEnum


class OrderState(StrEnum):
    """Where an order stands."""

    DUE = "due"
    PART_PAID = "part_paid"
    PAID = "paid"
    CANCELLED = "cancelled"
    REFUNDED = "refunded"

    @property
    def label(self) -> str:
        """The state in Vietnamese."""
        return {
            "due": "Chưa nộp",
            "part_paid": "Nộp một phần",
            "paid": "Đã nộp đủ",
            "cancelled": "Đã hủy",
            "refunded": "Đã hoàn trả",
        }[self.value]

    @property
    def open(self) -> bool:
        """Money can still be taken for it."""
        return self in (OrderState.DUE, OrderState.PART_PAID)


class Method(StrEnum):
    """How money came in."""

    CASH = "cash"
    BANK_TRANSFER = "bank_transfer"
    ONLINE = "online"
    POST = "post"

    @property
    def label(self) -> str:
        """The method in Vietnamese."""
        return {
            "cash": "Tiền mặt tại Bộ phận Một cửa",
            "bank_transfer": "Chuyển khoản",
            "online": "Thanh toán trực tuyến",
            "post": "Qua bưu chính công ích",
        }[self.value]


class AttemptState(StrEnum):
    """How far one wish to pay through a gateway got."""

    WAITING = "waiting"
    SUCCEEDED = "succeeded"
    FAILED = "failed"

    @property
    def label(self) -> str:
        """The state in Vietnamese."""
        return {"waiting": "Đang chờ", "succeeded": "Thành công", "failed": "Không thành công"}[self.value]


class RefundState(StrEnum):
    """How far the way back of some money got."""

    PROPOSED = "proposed"
    APPROVED = "approved"
    DONE = "done"
    REJECTED = "rejected"

    @property
    def label(self) -> str:
        """The state in Vietnamese."""
        return {
            "proposed": "Đề nghị hoàn",
            "approved": "Đã duyệt hoàn",
            "done": "Đã hoàn tiền",
            "rejected": "Không hoàn",
        }[self.value]
