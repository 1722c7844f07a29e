"""Judgements about a procedure's description. Pure: no Django, no database."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Protocol

from motcua.catalogue.enums import Channel, Part, Unit

# Longest limits seen in announced procedures are below one year; more is a slip of the finger.
LONGEST = {Unit.HOUR: 8 * 366, Unit.WORKING_DAY: 366, Unit.CALENDAR_DAY: 366}


class Described(Protocol):
    """What `missing_parts` looks at; a `ProcedureVersion` is one."""

    @property
    def name(self) -> str: ...
    @property
    def steps(self) -> Sequence[object]: ...
    @property
    def channels(self) -> Sequence[object]: ...
    @property
    def receivable(self) -> bool: ...
    @property
    def subjects(self) -> Sequence[object]: ...
    @property
    def agency(self) -> str: ...


def missing_parts(described: Described, *, has_components: bool) -> list[Part]:
    """Mandatory constituent parts that are not there, in the order of the law.

    NĐ 63/2010 Điều 8 khoản 2 points a to g, as amended by NĐ 92/2017. Forms, result, requirements and fee are
    due only when the procedure has them, which no machine can tell, and are never reported.
    """
    there = {
        Part.NAME: bool(described.name.strip()),
        Part.STEPS: bool(described.steps),
        Part.CHANNELS: bool(described.channels),
        Part.PAPERS: has_components,
        Part.LIMIT: described.receivable,
        Part.SUBJECTS: bool(described.subjects),
        Part.AGENCY: bool(described.agency.strip()),
    }
    return [part for part, present in there.items() if not present]


def limit_doubt(value: int | None, unit: str) -> str:
    """Why a limit cannot be counted with, in Vietnamese; empty when it can. 0 working days is the same day."""
    if value is None:
        return "Nguồn không ghi thời hạn giải quyết bằng một con số chắc chắn."
    if unit not in set(Unit):
        return f"Nguồn ghi «{value}» mà không có đơn vị chắc chắn (ngày làm việc, ngày hay giờ)."
    if value < 0 or (value == 0 and unit != Unit.WORKING_DAY):
        return "Thời hạn phải lớn hơn 0; giải quyết trong ngày thì ghi 0 ngày làm việc."
    if value > LONGEST[Unit(unit)]:
        return f"Thời hạn {value} {Unit(unit).label} dài quá một năm; hãy kiểm tra lại."
    return ""


@dataclass(frozen=True, slots=True)
class Span:
    """The time of one step as given: None when the decision gives none; `side` steps run beside or on condition."""

    duration: Decimal | None
    unit: str
    side: bool = False


def process_doubts(spans: Iterable[Span], total: Decimal | None, unit: str) -> list[str]:
    """What does not agree between the steps of an internal process and its total, in Vietnamese."""
    main = [span for span in spans if not span.side]
    timed = [span for span in main if span.duration is not None]
    if total is None:
        return ["Quy trình không ghi tổng thời gian."]
    if len(timed) < len(main):
        return [f"{len(main) - len(timed)} bước không ghi thời gian; chưa đối chiếu được với tổng thời gian."]
    if {span.unit for span in timed} != {unit}:
        return ["Các bước không cùng đơn vị thời gian với tổng thời gian."]
    added = sum((span.duration for span in timed if span.duration is not None), Decimal(0))
    return (
        []
        if added == total
        else [f"Cộng các bước được {added.normalize():f}, quy trình ghi {total.normalize():f}."]
    )


@dataclass(frozen=True, slots=True)
class BodySpan:
    """The time of one body of an interlinked process; bodies of one `stage` work at the same time."""

    stage: int
    duration: Decimal | None
    unit: str
    holds: bool = True


def route_doubts(bodies: Sequence[BodySpan], total: Decimal | None, unit: str) -> list[str]:
    """What does not agree between the limits of the bodies and the total, in Vietnamese.

    A stage lasts as long as its slowest body; stages follow each other; who does not hold the end does not count.
    """
    held = [body for body in bodies if body.holds]
    if total is None:
        return ["Quy trình không ghi tổng thời gian."]
    if missing := sum(body.duration is None for body in held):
        return [f"{missing} cơ quan không ghi thời hạn; chưa đối chiếu được với tổng thời gian."]
    if {body.unit for body in held} != {unit}:
        return ["Các cơ quan không cùng đơn vị thời gian với tổng thời gian."]
    longest: dict[int, Decimal] = {}
    for body in held:
        longest[body.stage] = max(longest.get(body.stage, Decimal(0)), body.duration or Decimal(0))
    added = sum(longest.values(), Decimal(0))
    if added == total:
        return []
    return [f"Cộng thời hạn các đợt được {added.normalize():f}, quy trình ghi {total.normalize():f}."]


def steps_doubts(untimed: int) -> list[str]:
    """What is said of steps inside bodies that have no time of their own."""
    return [f"{untimed} bước không ghi thời gian, chỉ có thời hạn của từng cơ quan."] if untimed else []


def lag_days(approved_on: date | None, electronic_since: date | None, today: date) -> int | None:
    """Days from the decision on an internal process until it ran electronically, or until today while it does not.

    None without a decision day. Calendar days; a process that ran from the day of its decision has 0.
    """
    if approved_on is None:
        return None
    return max((min(electronic_since or today, today) - approved_on).days, 0)


def channels_of(codes: Iterable[str]) -> list[str]:
    """Known ways of filing, once each, in the order people know them."""
    given = set(codes)
    return [channel.value for channel in Channel if channel.value in given]
