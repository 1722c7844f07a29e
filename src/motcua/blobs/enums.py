"""States of a blob, with what an administrator reads."""

from enum import StrEnum


class BlobState(StrEnum):
    """What the last look at the stored bytes found."""

    SOUND = "sound"
    DAMAGED = "damaged"
    MISSING = "missing"

    @property
    def label(self) -> str:
        """The state in Vietnamese."""
        return _LABELS[self]


_LABELS = {
    BlobState.SOUND: "Nguyên vẹn",
    BlobState.DAMAGED: "Đã bị thay đổi",
    BlobState.MISSING: "Không còn trên kho lưu trữ",
}

BLOB_STATE_CHOICES = [(state.value, state.label) for state in BlobState]
