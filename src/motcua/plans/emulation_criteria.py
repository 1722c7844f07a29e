"""What emulation points are given for: dated rows (`emulation.criteria`), the packaged ones until an agency writes its own."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

from motcua.kernel import clock
from motcua.kernel.people import Actor
from motcua.kernel.refusals import Refused
from motcua.kernel.text import squeeze
from motcua.organisation.models import Agency
from motcua.regimes import queries
from motcua.regimes.actions import refuse_before_newest, set_value, withdraw
from motcua.regimes.queries import explain, history
from motcua.regimes.rules import Row

KEY = "emulation.criteria"
_MOST, _MANY = Decimal(1000), 30


class Fact(StrEnum):
    """What the system measures of a person; COUNCIL: it does not, the council says it."""

    STEPS = "steps"
    TASKS = "tasks"
    POSTS = "posts"
    TRAINING = "training"
    INITIATIVES = "initiatives"
    COUNCIL = ""

    @property
    def label(self) -> str:
        return {
            "steps": "Hệ thống đo: hồ sơ đúng hạn (%)",
            "tasks": "Hệ thống đo: nhiệm vụ đúng hạn (%)",
            "posts": "Hệ thống đo: tuần đủ tin, bài (%)",
            "training": "Hệ thống đo: giờ tập huấn",
            "initiatives": "Hệ thống đo: số sáng kiến",
            "": "Hội đồng ghi điểm",
        }[self.value]

    @property
    def unit(self) -> str:
        """In what the value is counted."""
        return {"training": "giờ", "initiatives": "sáng kiến", "": "điểm"}.get(self.value, "%")


@dataclass(frozen=True, slots=True)
class Criterion:
    """What points are given for: `fact` names what the system measures, empty where the council says it.

    `full`: the value, in the unit of the fact, that earns the `most` points.
    """

    code: str
    name: str
    most: Decimal
    fact: str
    full: Decimal
    source: str

    @property
    def unit(self) -> str:
        """In what the value is counted."""
        return Fact(self.fact).unit


@dataclass(frozen=True, slots=True)
class Wording:
    """A criterion as it is written on the page: `code` empty for a new one, `full` None for the council's."""

    code: str
    name: str
    most: Decimal | None
    fact: Fact
    full: Decimal | None


def day_of(year: int) -> date:
    """The day whose criteria hold for a year: its last, today while it runs."""
    return min(clock.today(), date(year, 12, 31))


def row_of(agency: Agency, on: date) -> Row:
    """The row that holds: since when, from where, by whom."""
    return explain(KEY, on=on, scopes=agency.chain)


def criteria(agency: Agency, year: int) -> tuple[Criterion, ...]:
    """The criteria of a year, in their order. A year that is over keeps those of its last day."""
    return criteria_in(row_of(agency, day_of(year)))


def criteria_in(row: Row) -> tuple[Criterion, ...]:
    """The criteria of a row."""
    return tuple(_criterion(raw) for raw in row.value)


def newest_day(agency: Agency, today: date) -> date:
    """The day from which an agency's newest own criteria hold when that is still to come; else today."""
    return queries.newest_day(KEY, agency.code, today)


def write(
    agency: Agency, wordings: Sequence[Wording], *, source: str, first_day: date, reason: str, actor: Actor
) -> tuple[Criterion, ...]:
    """An agency's own criteria from a day on. Codes stay, for the council's points are kept under them.

    Refuses a year that is over, nothing to score, a fact used twice, points or values of nought.
    """
    said = [one for one in wordings if squeeze(one.name)]
    _check(said, source)
    if first_day < date(clock.today().year, 1, 1):
        raise Refused(
            "Không đổi tiêu chí của năm đã qua. Chọn ngày trong năm nay trở đi.",
            field="first_day",
            code="past",
        )
    refuse_before_newest(key=KEY, scope=agency.code, first_day=first_day)
    before = row_of(agency, first_day)
    ever = [raw["code"] for each in (before, *history(KEY, agency.code)) for raw in each.value or ()]
    value = []
    for one in said:
        code = one.code if one.code in ever else _next(ever)
        ever.append(code)
        value.append(_stored(code, one, squeeze(source)))
    set_value(
        actor=actor, key=KEY, value=value, scope=agency.code, first_day=first_day, reason=reason, source=squeeze(source)
    )  # fmt: skip
    return tuple(_criterion(raw) for raw in value)


def take_back(agency: Agency, *, first_day: date, reason: str, actor: Actor) -> None:
    """An agency gives its own criteria up: those of the level above, or the packaged ones, hold again."""
    if row_of(agency, first_day).scope != agency.code:
        raise Refused("Đơn vị không có tiêu chí riêng vào ngày này.", field="first_day", code="none")
    if first_day < date(clock.today().year, 1, 1):
        raise Refused("Không đổi tiêu chí của năm đã qua.", field="first_day", code="past")
    withdraw(actor=actor, key=KEY, scope=agency.code, first_day=first_day, reason=reason)


def _check(said: Sequence[Wording], source: str) -> None:
    if not squeeze(source):
        raise Refused("Ghi căn cứ: kế hoạch thi đua, quyết định nào.", field="source", code="source")
    if not said:
        raise Refused("Phải có ít nhất một tiêu chí.", code="empty")
    if len(said) > _MANY:
        raise Refused(f"Có nhiều nhất {_MANY} tiêu chí.", code="many")
    facts = [one.fact for one in said if one.fact]
    if twice := next((fact for fact in facts if facts.count(fact) > 1), None):
        raise Refused(f"Hai tiêu chí cùng một số đo: {twice.label}. Giữ một.", code="twice")
    for one in said:
        if one.most is None or not 0 < one.most <= _MOST:
            raise Refused(f"«{squeeze(one.name)}»: ghi điểm tối đa lớn hơn 0.", code="most")
        limit = Decimal(100) if one.fact.unit == "%" else _MOST
        if one.fact and (one.full is None or not 0 < one.full <= limit):
            raise Refused(
                f"«{squeeze(one.name)}»: ghi giá trị được trọn điểm, lớn hơn 0 và không quá {limit:f}.",
                code="full",
            )


def _stored(code: str, one: Wording, source: str) -> dict[str, Any]:
    full = one.full if one.fact else one.most
    return {
        "code": code, "name": squeeze(one.name)[:200], "max": str(one.most), "fact": one.fact.value, "full": str(full),
        "source": source,
    }  # fmt: skip


def _criterion(raw: Mapping[str, Any]) -> Criterion:
    most, full = Decimal(str(raw["max"])), Decimal(str(raw["full"]))
    return Criterion(raw["code"], raw["name"], most, raw["fact"], full, raw["source"])


def _next(used: Sequence[str]) -> str:
    number = 1
    while f"rieng-{number}" in used:
        number += 1
    return f"rieng-{number}"
