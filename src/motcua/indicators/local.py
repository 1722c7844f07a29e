"""Sets made by administrators: which holds for an agency on a day, making one, and what is wrong with a draft.

A set is plain data in the shape of `data/766.toml`, days as ISO text. Decimals stay text throughout.
"""

import copy
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from motcua.audit.record import record
from motcua.datastore.kept import kept
from motcua.datastore.writing import act
from motcua.indicators import sets
from motcua.indicators.enums import SetKind
from motcua.indicators.models import LocalSet
from motcua.indicators.rescoring import Rescoring, rescoring
from motcua.indicators.sets import IndicatorSet
from motcua.kernel import clock
from motcua.kernel.people import Actor
from motcua.kernel.refusals import Refused

DEFAULT = "766"
_DAYS_KEPT = 400


@dataclass(frozen=True, slots=True)
class CriterionChange:
    """What a draft says of one criterion: points and, where there is one, the threshold in percent."""

    maximum: Decimal
    threshold_percent: Decimal | None


@dataclass(frozen=True, slots=True)
class NewSet:
    """A set to be made as a copy of another. `scope` is an agency's code: it holds there and below."""

    code: str
    title: str
    base: str
    scope: str
    first: date
    last: date | None
    basis: str
    criteria: Mapping[str, CriterionChange]


@dataclass(frozen=True, slots=True)
class LocalSets:
    """All sets that administrators made, read once; `in_force` answers for any agency and day."""

    rows: tuple[LocalSet, ...]
    _built: dict[tuple[int, date], IndicatorSet] = field(default_factory=dict, compare=False, repr=False)

    def in_force(self, chain: Sequence[str], on: date) -> IndicatorSet | None:
        """The set of the narrowest scope, of several the one made last; None where the common set holds."""
        for scope in chain:
            for row in self.rows:
                if row.scope == scope and row.first <= on and (row.last is None or on <= row.last):
                    return self._on(row, on)
        return None

    def _on(self, row: LocalSet, day: date) -> IndicatorSet:
        if (row.pk, day) not in self._built:
            if len(self._built) >= _DAYS_KEPT:
                self._built.clear()
            self._built[row.pk, day] = sets.build(_plain(row), on=day)
        return self._built[row.pk, day]


@kept(LocalSet)
def local_sets() -> LocalSets:
    """Every set ever made here, the newest first; kept in memory until one is made."""
    return LocalSets(tuple(LocalSet.objects.filter(kind=SetKind.SCORED.value).order_by("-id")))


def set_for(chain: Sequence[str], on: date, *, local: LocalSets | None = None) -> IndicatorSet:
    """The set an agency is scored with on a day: its own, that of one above it, else the common one.

    Refuses a day on which not even the common set was in force.
    """
    known = local if local is not None else local_sets()
    return known.in_force(chain, on) or sets.load(DEFAULT, on=on)


def content_of(code: str, *, on: date) -> Mapping[str, Any]:
    """The plain data of a set by its code, packaged or made here (the one made last)."""
    if code in sets.known():
        return sets.read(code)
    row = LocalSet.objects.filter(kind=SetKind.SCORED.value, code=code).order_by("-id").first()
    if row is None:
        raise Refused(f"Không có bộ chỉ số «{code}».", field="base", code="unknown_set")
    return _plain(row)


def rescored_by(new: NewSet) -> Rescoring:
    """The periods already ended that the set would score anew; none from before the common set was in force."""
    first = max(new.first, sets.changes(DEFAULT)[0])
    return rescoring(first, new.last, today=clock.today())


def make_set(new: NewSet, *, actor: Actor, confirmed: str = "") -> LocalSet:
    """Make a set for an agency and those below it from a day on.

    Refuses a code that is taken by a packaged set, points that do not sum to the set's maximum, a threshold outside
    0 to 100 %, a missing basis, and days the wrong way round. A set that would score periods anew that have ended is
    refused until `confirmed` is the code of exactly these periods (`rescored_by`).
    """
    _check(new)
    base = content_of(new.base, on=new.first)
    content = _changed(base, new)
    if wrong := problems(content, new.first):
        raise Refused(" ".join(wrong), field="criteria", code="points_do_not_sum")
    again = rescored_by(new)
    if again.code != confirmed and again.periods:
        raise Refused(
            f"Bộ này áp dụng từ ngày {new.first:%d/%m/%Y}, đã qua: {len(again.periods)} kỳ đã kết thúc sẽ được chấm lại. "
            "Xem các kỳ ở cuối trang rồi xác nhận, hoặc chọn ngày áp dụng muộn hơn.",
            field="rescored",
            code="rescores",
        )
    with act():
        row = LocalSet.objects.create(
            code=new.code.strip(),
            title=new.title.strip(),
            base_code=new.base,
            scope=new.scope,
            first=new.first,
            last=new.last,
            basis=new.basis.strip(),
            content=_as_json(content),
            author_id=actor.id,
            author_label=actor.label,
        )
        detail = {"code": row.code, "base": row.base_code, "from": new.first.isoformat()}
        if again.periods:
            detail["rescored"] = "; ".join(again.lines())
        record(
            actor,
            action="indicators.make_set",
            kind="indicator_set",
            key=row.pk,
            agency=new.scope,
            detail=detail,
        )
    return row


def problems(content: Mapping[str, Any], on: date) -> list[str]:
    """What is wrong with a set on a day, in words: groups and the whole must be the sum of their criteria."""
    found = sets.build(content, on=on)
    wrong = []
    for group in found.groups:
        members = {group.code, *group.parts}
        total = sum((one.maximum for one in found.scored if one.group in members), Decimal(0))
        if total != group.maximum:
            wrong.append(
                f"Nhóm {group.code}: các tiêu chí cộng lại {_said(total)} điểm, nhóm ghi {_said(group.maximum)} điểm."
            )
    whole = sum((one.maximum for one in found.scored), Decimal(0))
    if whole != found.maximum:
        wrong.append(
            f"Tổng điểm các tiêu chí là {_said(whole)}, phải bằng {_said(found.maximum)}: "
            f"{'bớt' if whole > found.maximum else 'thêm'} {_said(abs(found.maximum - whole))} điểm."
        )
    return wrong


def _check(new: NewSet) -> None:
    code = new.code.strip()
    if not code or len(code) > 20:
        raise Refused("Ghi mã của bộ chỉ số, nhiều nhất 20 ký tự.", field="code")
    if code in sets.known():
        raise Refused(
            f"Mã «{code}» là của bộ chỉ số đi kèm phần mềm; chọn mã khác.", field="code", code="taken"
        )
    if LocalSet.objects.exclude(kind=SetKind.SCORED.value).filter(code=code).exists():
        raise Refused(f"Mã «{code}» đã dùng cho bộ khác; chọn mã khác.", field="code", code="taken")
    if not new.title.strip():
        raise Refused("Ghi tên của bộ chỉ số.", field="title")
    if not new.basis.strip():
        raise Refused("Ghi văn bản làm căn cứ của bộ chỉ số.", field="basis")
    if new.last is not None and new.last < new.first:
        raise Refused("Ngày cuối phải từ ngày đầu trở đi.", field="last")
    for name, change in new.criteria.items():
        if not change.maximum.is_finite() or change.maximum < 0 or change.maximum != round(change.maximum, 2):
            raise Refused(
                "Điểm phải từ 0 trở lên, nhiều nhất hai chữ số thập phân.", field=name, code="points"
            )
        limit = change.threshold_percent
        if limit is not None and not (limit.is_finite() and 0 < limit <= 100):
            raise Refused(
                "Ngưỡng phải lớn hơn 0 và không quá 100 %; để trống nếu không có ngưỡng.",
                field=name,
                code="threshold",
            )


def _changed(base: Mapping[str, Any], new: NewSet) -> dict[str, Any]:
    content = copy.deepcopy(dict(base))
    content |= {
        "code": new.code.strip(),
        "title": new.title.strip(),
        "basis": new.basis.strip(),
        "first": new.first,
    }
    content.pop("last", None)
    if new.last is not None:
        content["last"] = new.last
    content["criteria"] = [
        _criterion(row, new) for row in base["criteria"] if any(_holding(row["rules"], new.first))
    ]
    content["bands"] = [
        row | {"first": new.first} for row in _without_end(_holding(base["bands"], new.first))
    ]
    scored = [row for row in content["criteria"] if row.get("scored", True)]
    content["groups"] = [_group(row, base["groups"], scored) for row in base["groups"]]
    return content


def _criterion(row: Mapping[str, Any], new: NewSet) -> dict[str, Any]:
    rule = dict(next(iter(_holding(row["rules"], new.first))))
    rule.pop("last", None)
    rule |= {"first": new.first, "basis": new.basis.strip(), "grade": "L"}
    change = new.criteria.get(row["code"])
    if change is not None:
        rule["maximum"] = _text(change.maximum)
        if "constant" in rule:
            rule["constant"] = _text(change.maximum)
        rule.pop("threshold", None)
        if change.threshold_percent is not None:
            rule["threshold"] = _text(change.threshold_percent / 100)
    return {**row, "measure": row.get("measure", row["code"]), "rules": [rule]}


def _group(
    row: Mapping[str, Any], groups: Iterable[Mapping[str, Any]], scored: Iterable[Mapping[str, Any]]
) -> dict[str, Any]:
    """A group is worth what its criteria are worth: only the whole must stay as large as it is."""
    members = {row["code"], *(each["code"] for each in groups if each.get("parent") == row["code"])}
    total = sum(
        (Decimal(each["rules"][0]["maximum"]) for each in scored if each["group"] in members), Decimal(0)
    )
    return {**row, "maximum": _text(total)}


def _holding(rows: Iterable[Mapping[str, Any]], on: date) -> Iterable[Mapping[str, Any]]:
    return (row for row in rows if row["first"] <= on and ("last" not in row or on <= row["last"]))


def _without_end(rows: Iterable[Mapping[str, Any]]) -> Iterable[dict[str, Any]]:
    return ({name: value for name, value in row.items() if name != "last"} for row in rows)


def _text(number: Decimal) -> str:
    plain = f"{number:f}"
    return plain.rstrip("0").rstrip(".") if "." in plain else plain


def _said(number: Decimal) -> str:
    return _text(number).replace(".", ",")


def _as_json(value: Any) -> Any:
    """Days as ISO text."""
    if isinstance(value, Mapping):
        return {key: _as_json(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_as_json(each) for each in value]
    return value.isoformat() if isinstance(value, date) else value


def _plain(row: LocalSet) -> Mapping[str, Any]:
    """Stored data with its days as days; the row's own days hold."""
    content: dict[str, Any] = _with_days(row.content)
    return content


def _with_days(value: Any, name: str = "") -> Any:
    if isinstance(value, dict):
        return {key: _with_days(each, key) for key, each in value.items()}
    if isinstance(value, list):
        return [_with_days(each) for each in value]
    return date.fromisoformat(value) if name in ("first", "last") and isinstance(value, str) else value


def decimal_of(text: str) -> Decimal | None:
    """A number as people type it («2,5»); None for what is none."""
    try:
        return Decimal(text.strip().replace(",", "."))
    except InvalidOperation:
        return None
