"""What the system can see of tasks: deliverables, and events that make them due.

Asked here, answered above, plugged in by the configuration.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Protocol

from motcua.plans.enums import EventKind


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
    INITIATIVE = "initiative"
    CHANNEL = "channel"
    OUTREACH = "outreach"

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
            "initiative": "Sáng kiến được công nhận",
            "channel": "Kênh truyền thông đang có",
            "outreach": "Sản phẩm truyền thông đã đăng",
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


@dataclass(frozen=True, slots=True)
class Happening:
    """Something that happened, or will on a known day: `key` names it for good, `at` is aware. No personal data."""

    key: str
    words: str
    at: datetime


class Happenings(Protocol):
    """Knows of events that other parts of the system keep."""

    def between(self, kind: EventKind, agency: str, first: date, last: date) -> list[Happening]:
        """What happened (or is going to) at an agency from a day to a day, the earliest first."""
        ...

    def settled(self, kind: EventKind, keys: Sequence[str]) -> dict[str, date]:
        """Of events named by their keys, those that ask for nothing more, with the day since when."""
        ...


class _Uneventful:
    """Before anything is plugged in nothing happens."""

    def between(self, kind: EventKind, agency: str, first: date, last: date) -> list[Happening]:
        return []

    def settled(self, kind: EventKind, keys: Sequence[str]) -> dict[str, date]:
        return {}


_events: dict[str, Happenings] = {}


def plug_happenings(answering: Happenings) -> None:
    """Say who knows; called by the plug board, once."""
    _events["happenings"] = answering


def happenings() -> Happenings:
    """Who knows here; without anybody, nothing happens."""
    return _events.get("happenings") or _Uneventful()
