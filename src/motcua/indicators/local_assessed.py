"""Reform-index sets that administrators made: which holds for an agency on a day, making one, what it would put aside.

A set is a copy of another with its own fields, criteria, points and days (`LocalSet` of kind «assessed»; content in the
shape of `data/assessed/cchc-xa.toml`). A period is scored with the set in force on its last day.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from motcua.audit.record import record
from motcua.datastore.kept import kept
from motcua.datastore.writing import act
from motcua.indicators import sets
from motcua.indicators.assessed import AssessedCriterion, AssessedField, AssessedSet, assessed_set, build
from motcua.indicators.enums import Provenance, SetKind
from motcua.indicators.models import IndicatorValue, LocalSet
from motcua.indicators.targets import families
from motcua.kernel.people import Actor
from motcua.kernel.periods import parse
from motcua.kernel.refusals import Refused
from motcua.organisation.models import Agency
from motcua.organisation.queries import agency_coded

_SIDES = [Provenance.SELF.value, Provenance.APPRAISED.value]


@dataclass(frozen=True, slots=True)
class NewAssessed:
    """A set to be made. `scope` is an agency's code: it holds there and below; `base` what it was copied from."""

    code: str
    title: str
    basis: str
    scope: str
    first: date
    last: date | None
    base: str
    maximum: Decimal
    fields: tuple[AssessedField, ...]


@dataclass(frozen=True, slots=True)
class Aside:
    """Scores of ended or running periods given by another set, which the new one would no longer show: how many of whom."""

    agency: str
    period: str
    set_code: str
    many: int


def assessed_for(chain: Sequence[str], on: date) -> AssessedSet:
    """The set of the narrowest scope that holds on a day, of several the one made last; else the packaged one."""
    for scope in chain:
        for row, made in _made():
            if row.scope == scope and row.first <= on and (row.last is None or on <= row.last):
                return made
    return assessed_set()


def assessed_at(agency_code: str, on: date) -> AssessedSet:
    """The same of an agency known by its code."""
    if not _made():
        return assessed_set()
    agency = agency_coded(agency_code)
    return assessed_for(agency.chain if agency else (), on)


def assessed_known(code: str) -> AssessedSet:
    """A set by its code, packaged or made here (the one made last); refuses one there is not."""
    if code == assessed_set().code:
        return assessed_set()
    for row, made in _made():
        if row.code == code:
            return made
    raise Refused(f"Không có bộ chỉ số «{code}».", field="base", code="unknown_set")


@kept(LocalSet)
def _made() -> tuple[tuple[LocalSet, AssessedSet], ...]:
    """Every such set, the newest first."""
    rows = LocalSet.objects.filter(kind=SetKind.ASSESSED.value).order_by("-id")
    return tuple((row, build(row.content | {"first": row.first})) for row in rows)


def put_aside(new: NewAssessed) -> list[Aside]:
    """Scores in the set's scope and days that were given by another set; they stay stored, but show no longer."""
    scope = Agency.objects.get(code=new.scope)
    within = Agency.objects.within(scope).values("code")
    rows = IndicatorValue.objects.filter(agency_code__in=within, provenance__in=_SIDES).exclude(
        set_code=new.code
    )
    found: dict[tuple[str, str, str], set[str]] = {}
    for agency, period, code, criterion in rows.values_list(
        "agency_code", "period_code", "set_code", "criterion"
    ):
        ends = parse(period).last
        if new.first <= ends and (new.last is None or ends <= new.last):
            found.setdefault((agency, period, code), set()).add(criterion)
    return [Aside(*key, many=len(criteria)) for key, criteria in sorted(found.items())]


def aside_code(some: Iterable[Aside]) -> str:
    """What a confirmation must repeat; another one as soon as one more is concerned."""
    return ";".join(f"{one.agency}:{one.period}:{one.set_code}:{one.many}" for one in some)[:400]


def make_assessed(new: NewAssessed, *, actor: Actor, confirmed: str = "") -> LocalSet:
    """Make a set for an agency and those below it from a day on; the same code again corrects it.

    Refuses a code that belongs to something else, a missing basis, criteria without code, name or way of scoring, points
    that do not sum to the maximum, points below a score already given by this set, and until `confirmed` a set that
    would put scores of another one aside.
    """
    _check(new)
    content = _content(new)
    build(content)
    _check_scores(new)
    aside = put_aside(new)
    if aside and aside_code(aside) != confirmed:
        many = sum(one.many for one in aside)
        raise Refused(
            f"Trong các kỳ bộ này áp dụng đã có {many} điểm chấm theo bộ khác; các điểm đó sẽ không dùng nữa. "
            "Xem ở cuối trang rồi xác nhận, hoặc chọn ngày áp dụng muộn hơn.",
            field="aside", code="puts_aside",
        )  # fmt: skip
    with act():
        row = LocalSet.objects.create(
            kind=SetKind.ASSESSED.value, code=new.code.strip(), title=new.title.strip(), base_code=new.base,
            scope=new.scope, first=new.first, last=new.last, basis=new.basis.strip(), content=content,
            author_id=actor.id, author_label=actor.label,
        )  # fmt: skip
        detail: dict[str, Any] = {"code": row.code, "base": row.base_code, "from": new.first.isoformat()}
        if aside:
            detail["put_aside"] = "; ".join(f"{one.agency} {one.period}: {one.many}" for one in aside)
        record(
            actor, action="indicators.make_assessed_set", kind="indicator_set", key=row.pk, agency=new.scope, detail=detail,
        )  # fmt: skip
    return row


def _check(new: NewAssessed) -> None:
    code = new.code.strip()
    if not code or len(code) > 20:
        raise Refused("Ghi mã của bộ chỉ số, nhiều nhất 20 ký tự.", field="code")
    if code in _taken(new):
        raise Refused(f"Mã «{code}» đã dùng cho bộ khác; chọn mã khác.", field="code", code="taken")
    if not new.title.strip():
        raise Refused("Ghi tên của bộ chỉ số.", field="title")
    if not new.basis.strip():
        raise Refused("Ghi văn bản làm căn cứ của bộ chỉ số.", field="basis")
    if new.last is not None and new.last < new.first:
        raise Refused("Ngày cuối phải từ ngày đầu trở đi.", field="last")
    if not _points(new.maximum) or not new.maximum:
        raise Refused("Tổng điểm phải lớn hơn 0, nhiều nhất hai chữ số thập phân.", field="maximum")
    if not any(field.criteria for field in new.fields):
        raise Refused("Ghi ít nhất một lĩnh vực có tiêu chí.", field="fields")
    _check_rows(new.fields)


def _check_rows(fields: Sequence[AssessedField]) -> None:
    seen: set[str] = set()
    for field in fields:
        if not field.code or not field.name or not field.criteria:
            raise Refused(
                f"Lĩnh vực «{field.code or field.name}»: ghi mã, tên và ít nhất một tiêu chí.", field="fields"
            )
        for one in field.criteria:
            _check_criterion(one)
            if one.code in seen:
                raise Refused(f"Mã tiêu chí {one.code} có hai lần.", field="fields", code="twice")
            seen.add(one.code)


def _check_criterion(one: AssessedCriterion) -> None:
    called = one.code or one.name
    if not one.code or not one.name or not one.how:
        raise Refused(f"Tiêu chí «{called}»: ghi mã, tên và cách chấm.", field="fields")
    if len(one.code) > 40:
        raise Refused(f"Tiêu chí «{called}»: mã dài nhất 40 ký tự.", field="fields")
    if not _points(one.maximum) or not one.maximum:
        raise Refused(
            f"Tiêu chí {called}: điểm tối đa phải lớn hơn 0, nhiều nhất hai chữ số thập phân.", field="fields"
        )
    if not (one.threshold.is_finite() and 0 < one.threshold <= 1):
        raise Refused(f"Tiêu chí {called}: ngưỡng phải lớn hơn 0 và không quá 100 %.", field="fields")


def _taken(new: NewAssessed) -> set[str]:
    """Codes under which values of something else are stored."""
    of_others = LocalSet.objects.exclude(kind=SetKind.ASSESSED.value, scope=new.scope)
    return {
        assessed_set().code, *sets.known(), *(family.code for family in families()),
        *of_others.values_list("code", flat=True),
    }  # fmt: skip


def _check_scores(new: NewAssessed) -> None:
    """A correction keeps the scores given by the set: none may stand above its new maximum or without its criterion."""
    most = {one.code: one.maximum for field in new.fields for one in field.criteria}
    rows = IndicatorValue.objects.filter(set_code=new.code.strip(), provenance__in=_SIDES).standing()
    for row in rows.order_by("criterion"):
        if row.criterion not in most or (row.points is not None and row.points > most[row.criterion]):
            raise Refused(
                f"Tiêu chí {row.criterion} đã được chấm {row.points} điểm cho {row.agency_code}, kỳ {row.period_code}: "
                "giữ tiêu chí này với điểm tối đa không thấp hơn, hoặc lập bộ với mã khác.",
                field="fields", code="scored_before",
            )  # fmt: skip


def _points(number: Decimal) -> bool:
    return number.is_finite() and 0 <= number < 10_000 and number == round(number, 2)


def _content(new: NewAssessed) -> dict[str, Any]:
    return {
        "code": new.code.strip(), "title": new.title.strip(), "basis": new.basis.strip(), "grade": "L",
        "first": new.first.isoformat(), "maximum": f"{new.maximum:f}",
        "fields": [
            {"code": field.code, "name": field.name, "criteria": [_plain(one) for one in field.criteria]}
            for field in new.fields
        ],
    }  # fmt: skip


def _plain(one: AssessedCriterion) -> dict[str, str]:
    return {
        "code": one.code, "name": one.name, "maximum": f"{one.maximum:f}", "how": one.how, "measure": one.measure,
        "threshold": f"{one.threshold:f}",
    }  # fmt: skip
