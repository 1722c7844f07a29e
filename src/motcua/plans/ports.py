"""What the system can see of a task's deliverable: asked here, answered above, plugged in by the configuration."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Protocol


class Seen(StrEnum):
    """Kinds of deliverable that leave a trace in the system."""

    FOCAL_DECISION = "focal_decision"
    REGULATION = "regulation"
    TRAINING = "training"
    VIOLATIONS = "violations"
    SLIPS = "slips"
    REGISTER = "register"
    SCORE = "score"
    INSPECTION_PLAN = "inspection_plan"
    INSPECTION = "inspection"
    DIALOGUE = "dialogue"

    @property
    def label(self) -> str:
        return {
            "focal_decision": "Quyết định danh sách cán bộ đầu mối",
            "regulation": "Quy chế Bộ phận Một cửa",
            "training": "Lớp tập huấn đã tổ chức",
            "violations": "Sổ vi phạm",
            "slips": "Phiếu đánh giá đã thu",
            "register": "Sổ theo dõi hồ sơ đã in",
            "score": "Chỉ số đã công bố",
            "inspection_plan": "Kế hoạch kiểm tra đã ban hành",
            "inspection": "Cuộc kiểm tra đã kết luận",
            "dialogue": "Cuộc đối thoại đã công khai kết quả",
        }[self.value]


@dataclass(frozen=True, slots=True)
class Sighting:
    """A deliverable the system sees: `key` names it for good, `words` say what it is and where, `day` when it was."""

    kind: Seen
    key: str
    words: str
    day: date


class Evidence(Protocol):
    """Sees deliverables in what other parts of the system keep."""

    def seen(self, kind: Seen, agency: str, first: date, last: date) -> list[Sighting]:
        """What an agency (its code) has of a kind from a day to a day, the newest first; empty where nothing is."""
        ...


class _Blind:
    """Before anything is plugged in nothing is seen."""

    def seen(self, kind: Seen, agency: str, first: date, last: date) -> list[Sighting]:
        return []


_socket: dict[str, Evidence] = {}


def plug(answering: Evidence) -> None:
    """Say who sees; called by the plug board, once."""
    _socket["evidence"] = answering


def evidence() -> Evidence:
    """Who sees here; without anybody, nothing is seen."""
    return _socket.get("evidence") or _Blind()
