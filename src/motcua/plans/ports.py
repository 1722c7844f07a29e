"""What the system can see of tasks: deliverables, and events that make them due.

Asked here, answered above, plugged in by the configuration.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Protocol

from motcua.plans.control_enums import ChannelKind, PostKind
from motcua.plans.enums import EventKind, PlanKind


class Seen(StrEnum):
    """Kinds of deliverable that leave a trace in the system."""

    FOCAL_DECISION = "focal_decision"
    REGULATION = "regulation"
    PLAN = "plan"
    TRAINING = "training"
    ATTENDED = "attended"
    VIOLATIONS = "violations"
    SLIPS = "slips"
    REGISTER = "register"
    SCORE = "score"
    INSPECTION_PLAN = "inspection_plan"
    INSPECTION_TEAM = "inspection_team"
    INSPECTION = "inspection"
    DIALOGUE = "dialogue"
    INITIATIVE = "initiative"
    CHANNEL = "channel"
    OUTREACH = "outreach"
    REPORT = "report"

    @property
    def label(self) -> str:
        return {
            "focal_decision": "Quyết định danh sách cán bộ đầu mối",
            "regulation": "Quy chế Bộ phận Một cửa",
            "plan": "Kế hoạch đã ban hành",
            "training": "Lớp tập huấn đã tổ chức",
            "attended": "Lớp tập huấn đã tham dự",
            "violations": "Sổ vi phạm",
            "slips": "Phiếu đánh giá đã thu",
            "register": "Sổ theo dõi hồ sơ đã in",
            "score": "Chỉ số đã công bố",
            "inspection_plan": "Kế hoạch kiểm tra đã ban hành",
            "inspection_team": "Đoàn, tổ kiểm tra đã có quyết định",
            "inspection": "Cuộc kiểm tra đã kết luận",
            "dialogue": "Cuộc đối thoại đã công khai kết quả",
            "initiative": "Sáng kiến được công nhận",
            "channel": "Kênh truyền thông đang có",
            "outreach": "Sản phẩm truyền thông đã đăng",
            "report": "Báo cáo đã gửi",
        }[self.value]


@dataclass(frozen=True, slots=True)
class Sought:
    """What would show that a task is done. Only what the task's words say narrows it; left out, anything of the kind does.

    `channels`: each group must have something; `products`: one of these; `least`: how many there must be. `sudden`, `own`:
    of inspections. `topics`: pairs of syllables of which one must stand in what was taught. `year`,
    `plan_kind`: of plans. `report`, `months`: of reports sent, the kind (report_kinds.toml) and how long a period they tell of.
    """

    kind: Seen
    channels: tuple[frozenset[ChannelKind], ...] = ()
    products: frozenset[PostKind] = frozenset()
    least: int = 1
    sudden: bool | None = None
    own: bool | None = None
    topics: frozenset[str] = frozenset()
    year: int | None = None
    plan_kind: PlanKind | None = None
    report: str = ""
    months: frozenset[int] = frozenset()

    @property
    def counted_together(self) -> bool:
        """Whether entries of a register are one sighting, so that their number depends on the first day asked for."""
        return self.kind in (Seen.OUTREACH, Seen.SLIPS, Seen.VIOLATIONS)


@dataclass(frozen=True, slots=True)
class Sighting:
    """A deliverable the system sees: `key` names it for good, `words` say what it is and where, `day` when it was.

    `period`: of a report, the first and the last day it tells of.
    """

    kind: Seen
    key: str
    words: str
    day: date
    period: tuple[date, date] | None = None


class Evidence(Protocol):
    """Sees deliverables in what other parts of the system keep."""

    def seen(self, sought: Sought, agency: str, first: date, last: date) -> list[Sighting]:
        """What an agency (its code) has of what is sought from a day to a day, the newest first; empty where nothing is."""
        ...


class _Blind:
    """Before anything is plugged in nothing is seen."""

    def seen(self, sought: Sought, agency: str, first: date, last: date) -> list[Sighting]:
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

    def standing(self, kind: EventKind, agency: str, keys: Sequence[str]) -> dict[str, Happening]:
        """Of events named by their keys, those that still stand at an agency, as they are told now."""
        ...


class _Uneventful:
    """Before anything is plugged in nothing happens."""

    def between(self, kind: EventKind, agency: str, first: date, last: date) -> list[Happening]:
        return []

    def settled(self, kind: EventKind, keys: Sequence[str]) -> dict[str, date]:
        return {}

    def standing(self, kind: EventKind, agency: str, keys: Sequence[str]) -> dict[str, Happening]:
        return {}


_events: dict[str, Happenings] = {}


def plug_happenings(answering: Happenings) -> None:
    """Say who knows; called by the plug board, once."""
    _events["happenings"] = answering


def happenings() -> Happenings:
    """Who knows here; without anybody, nothing happens."""
    return _events.get("happenings") or _Uneventful()
