"""States of a job, with what an administrator reads."""

from enum import StrEnum


class JobState(StrEnum):
    """Where a job stands."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"

    @property
    def label(self) -> str:
        """The state in Vietnamese."""
        return _LABELS[self]


_LABELS = {
    JobState.WAITING: "Đang chờ",
    JobState.RUNNING: "Đang chạy",
    JobState.DONE: "Đã xong",
    JobState.FAILED: "Dừng vì lỗi",
    JobState.CANCELLED: "Đã hủy",
}

JOB_STATE_CHOICES = [(state.value, state.label) for state in JobState]
