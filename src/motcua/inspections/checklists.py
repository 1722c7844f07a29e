"""Checklists as dated rows: the packaged ones (TT 25/2014/TT-BTP Điều 17–24) until an agency writes its own."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from motcua.inspections.inspection_models import Inspection
from motcua.kernel import clock
from motcua.kernel.people import Actor
from motcua.kernel.refusals import Refused
from motcua.kernel.text import squeeze
from motcua.organisation.models import Agency
from motcua.regimes import queries
from motcua.regimes.actions import refuse_before_newest, set_value, withdraw
from motcua.regimes.enums import Grade
from motcua.regimes.queries import explain, history
from motcua.regimes.rules import Row

KEY = "inspection.checklists"
_MOST = 100


@dataclass(frozen=True, slots=True)
class Item:
    """One thing to look at."""

    code: str
    group: str
    text: str


@dataclass(frozen=True, slots=True)
class Checklist:
    """A list of things to look at, and where it comes from."""

    code: str
    name: str
    source: str
    grade: Grade
    items: tuple[Item, ...]

    def item(self, code: str) -> Item | None:
        """The item of a code; None when the list has none (any more)."""
        return next((each for each in self.items if each.code == code), None)


@dataclass(frozen=True, slots=True)
class Wording:
    """An item as it is written on the page: `code` empty for a new one."""

    code: str
    group: str
    text: str


def row_of(agency: Agency, on: date) -> Row:
    """The row that gives an agency its checklists on a day: since when, from where, by whom."""
    return explain(KEY, on=on, scopes=agency.chain)


def newest_day(agency: Agency, today: date) -> date:
    """The day from which an agency's newest own wording holds when that is still to come; else today."""
    return queries.newest_day(KEY, agency.code, today)


def lists_in(row: Row) -> Mapping[str, Checklist]:
    """The checklists of a row by code, in its order."""
    return {raw["code"]: _checklist(raw) for raw in row.value}


def checklists(agency: Agency, on: date) -> Mapping[str, Checklist]:
    """Every checklist an agency may choose on a day, by code."""
    return lists_in(row_of(agency, on))


def checklist(code: str, agency: Agency, on: date) -> Checklist:
    """One checklist of a day; Refused when there is none of this code."""
    found = checklists(agency, on).get(code)
    if found is None:
        raise Refused("Chọn một bảng kiểm trong danh sách.", field="checklist", code="checklist")
    return found


def checklist_of(row: Inspection) -> Checklist:
    """The checklist an inspection was prepared with, also when the agency writes another one since."""
    found = checklists(row.agency, clock.local_day(row.made_at)).get(row.checklist)
    if found is not None:
        return found
    for scope in row.agency.chain:
        for each in history(KEY, scope):
            if not each.withdrawn and row.checklist in (lists := lists_in(each)):
                return lists[row.checklist]
    raise Refused("Chọn một bảng kiểm trong danh sách.", field="checklist", code="checklist")


def write(
    agency: Agency, code: str, *, name: str, source: str, items: Sequence[Wording], first_day: date, reason: str,
    actor: Actor,
) -> Checklist:  # fmt: skip
    """An agency's own wording of a checklist from a day on; an empty code makes a new list. Codes of items stay.

    Refuses what is empty, and a day from which an inspection already uses this list.
    """
    said = _checked(name, source, items)
    refuse_before_newest(key=KEY, scope=agency.code, first_day=first_day)
    before = row_of(agency, first_day)
    used = [raw["code"] for each in (before, *history(KEY, agency.code)) for raw in each.value or ()]
    if code and code not in used:
        raise Refused("Không có bảng kiểm này. Tải lại trang để chọn lại.", code="checklist")
    _not_in_use(agency, code, first_day)
    code = code or _next("rieng-", used)
    made = {
        "code": code, "name": squeeze(name), "source": squeeze(source), "grade": Grade.LOCAL.value,
        "items": _coded(code, said, agency, before),
    }  # fmt: skip
    kept = [made if raw["code"] == code else raw for raw in before.value]
    value = kept if made in kept else [*kept, made]
    set_value(
        actor=actor, key=KEY, value=value, scope=agency.code, first_day=first_day, reason=reason,
        source=squeeze(source),
    )  # fmt: skip
    return _checklist(made)


def take_back(agency: Agency, *, first_day: date, reason: str, actor: Actor) -> None:
    """An agency gives its own checklists up: those of the level above, or the packaged ones, hold again."""
    if row_of(agency, first_day).scope != agency.code:
        raise Refused("Đơn vị không có bảng kiểm riêng vào ngày này.", field="first_day", code="none")
    withdraw(actor=actor, key=KEY, scope=agency.code, first_day=first_day, reason=reason)


def _checked(name: str, source: str, items: Sequence[Wording]) -> list[Wording]:
    if not squeeze(name):
        raise Refused("Ghi tên bảng kiểm.", field="name", code="name")
    if not squeeze(source):
        raise Refused(
            "Ghi căn cứ: văn bản nào, hoặc ai quyết định nội dung này.", field="source", code="source"
        )
    said = [one for one in items if squeeze(one.text)]
    if not said:
        raise Refused("Bảng kiểm phải có ít nhất một nội dung.", code="empty")
    if len(said) > _MOST:
        raise Refused(f"Bảng kiểm có nhiều nhất {_MOST} nội dung.", code="many")
    bare = next((one for one in said if not squeeze(one.group)), None)
    if bare:
        raise Refused(f"Nội dung «{squeeze(bare.text)[:60]}» chưa có nhóm.", code="group")
    order = list(dict.fromkeys(squeeze(one.group) for one in said))
    return sorted(said, key=lambda one: order.index(squeeze(one.group)))


def _not_in_use(agency: Agency, code: str, first_day: date) -> None:
    rows = Inspection.objects.filter(
        agency__path__startswith=agency.path, checklist=code, made_at__gte=clock.at_local(first_day, 0)
    )
    if code and rows.exists():
        raise Refused(
            f"Từ ngày {first_day:%d/%m/%Y} đã có cuộc kiểm tra dùng bảng này. Chọn ngày áp dụng muộn hơn.",
            field="first_day", code="in_use",
        )  # fmt: skip


def _coded(code: str, said: Sequence[Wording], agency: Agency, before: Row) -> list[dict[str, str]]:
    """Items keep their codes; a new one gets a code that none ever had, for answers are kept under it."""
    ever = [
        item["code"]
        for each in (before, *history(KEY, agency.code))
        for raw in each.value or ()
        if raw["code"] == code
        for item in raw["items"]
    ]
    found = []
    for one in said:
        own = one.code if one.code in ever else _next("M", ever)
        ever.append(own)
        found.append({"code": own, "group": squeeze(one.group)[:100], "text": squeeze(one.text)[:500]})
    return found


def _next(prefix: str, used: Sequence[str]) -> str:
    number = 1
    while f"{prefix}{number}" in used:
        number += 1
    return f"{prefix}{number}"


def _checklist(raw: Mapping[str, Any]) -> Checklist:
    return Checklist(
        raw["code"], raw["name"], raw["source"], Grade(raw["grade"]),
        tuple(Item(each["code"], each["group"], each["text"]) for each in raw["items"]),
    )  # fmt: skip
