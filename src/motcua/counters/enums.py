"""States of a ticket, where it came from, how a call ended."""

from enum import StrEnum


class TicketState(StrEnum):
    """Where a ticket stands."""

    WAITING = "waiting"
    CALLED = "called"
    DONE = "done"
    NO_SHOW = "no_show"
    CLOSED = "closed"

    @property
    def label(self) -> str:
        """The state as people read it."""
        return {
            "waiting": "Đang chờ",
            "called": "Đang gọi, đang phục vụ",
            "done": "Đã phục vụ xong",
            "no_show": "Vắng mặt",
            "closed": "Đóng cuối ngày",
        }[self.value]

    @property
    def tone(self) -> str:
        """The shape it is shown with."""
        return {"waiting": "waiting", "called": "running", "done": "done"}.get(self.value, "stopped")


class Source(StrEnum):
    """Who asked for the ticket."""

    KIOSK = "kiosk"
    OFFICER = "officer"
    APPOINTMENT = "appointment"

    @property
    def label(self) -> str:
        """The source as people read it."""
        return {"kiosk": "Máy lấy số", "officer": "Cán bộ cấp", "appointment": "Hẹn trước"}[self.value]


class Ending(StrEnum):
    """How a call ended."""

    DONE = "done"
    NO_SHOW = "no_show"
    SKIPPED = "skipped"
    TRANSFERRED = "transferred"
    CLOSED = "closed"

    @property
    def label(self) -> str:
        """The ending as people read it."""
        return {
            "done": "Phục vụ xong",
            "no_show": "Vắng mặt",
            "skipped": "Chuyển xuống cuối",
            "transferred": "Chuyển quầy",
            "closed": "Đóng cuối ngày",
        }[self.value]


class Lane(StrEnum):
    """The lanes a counter calls from."""

    PRIORITY = "priority"
    APPOINTMENT = "appointment"
    ORDINARY = "ordinary"
