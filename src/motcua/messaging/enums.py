"""States of a letter."""

from enum import StrEnum


class LetterState(StrEnum):
    """How far one letter got."""

    WAITING = "waiting"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"

    @property
    def label(self) -> str:
        return {
            "waiting": "Chờ gửi",
            "sending": "Đang gửi",
            "sent": "Đã gửi",
            "failed": "Không gửi được",
        }[self.value]
