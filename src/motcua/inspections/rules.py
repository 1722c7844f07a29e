"""The draw, the team and the days of an inspection. Pure. The draw is told in `docs/algorithms/inspection-draw.md`."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from motcua.inspections.enums import CheckForm, TeamRole
from motcua.kernel.refusals import Refused
from motcua.worktime.calendar import Calendar

METHOD = "sha256-1"


def frame_of(keys: Iterable[str]) -> str:
    """The list to draw from as it is kept: each code once, in the order of its bytes, one a line."""
    return "".join(f"{key}\n" for key in sorted(set(keys), key=lambda key: key.encode()))


def digest_of(frame: str) -> str:
    """The SHA-256 of a frame, in hexadecimal: what `sha256sum` says of the saved file."""
    return hashlib.sha256(frame.encode()).hexdigest()


def mark_of(seed: str, key: str) -> str:
    """What decides the place of a code: SHA-256 of the seed, a line break and the code."""
    return hashlib.sha256(f"{seed}\n{key}".encode()).hexdigest()


def draw(seed: str, frame: str, many: int) -> list[tuple[str, str]]:
    """The first `many` codes of a frame with their marks, by mark. Depends on nothing but its arguments.

    Refuses an empty frame, none to draw, and more than there are.
    """
    keys = frame.split()
    if not keys:
        raise Refused(
            "Danh sách để rút đang trống. Chọn thời gian khác.", field="first_day", code="empty_frame"
        )
    if not 1 <= many <= len(keys):
        raise Refused(f"Số rút từ 1 đến {len(keys)}.", field="many", code="many")
    return sorted(((key, mark_of(seed, key)) for key in keys), key=lambda each: each[1])[:many]


@dataclass(frozen=True, slots=True)
class Days:
    """By when an inspection is announced and concluded; `notify_by` None where nobody need be told."""

    notify_by: date | None
    conclude_by: date


def days_of(
    form: CheckForm, first: date, last: date, *, special: bool, rules: Mapping[str, Any], calendar: Calendar
) -> Days:
    """The days the rules give; `rules` by the last part of their keys («notice_working_days»)."""
    name = "notice_special_working_days" if special else "notice_sudden_working_days"
    ahead = int(rules["notice_working_days" if form is CheckForm.PLANNED else name])
    notify_by = calendar.working_day_before(first, ahead) if ahead else None
    return Days(notify_by, calendar.working_day_after(last, int(rules["conclude_working_days"])))


def check_team(roles: Sequence[TeamRole], *, special: bool, least: int, most: int) -> None:
    """Refuses a team without just one head, and a special team of another size than the rule says."""
    if roles.count(TeamRole.HEAD) != 1:
        raise Refused("Đoàn kiểm tra có đúng một Trưởng đoàn.", field="members", code="head")
    if special and not least <= len(roles) <= most:
        raise Refused(
            f"Tổ kiểm tra đặc biệt có từ {least} đến {most} thành viên; danh sách này có {len(roles)}.",
            field="members", code="special_team",
        )  # fmt: skip
