"""What would raise the score most: the gain of each mend, its concrete list, and trying it out."""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from motcua.doors.staff.gates import gate
from motcua.doors.staff.pages import show
from motcua.doors.staff.steering.choosing import ChoiceForm, View, chosen_view
from motcua.indicators.scoring import CriterionScore, what_would_raise
from motcua.kernel import clock
from motcua.measurement.what_if import MENDABLE, Base, base_of, mended
from motcua.organisation.enums import Right
from motcua.organisation.rules import Officer

_FIELD = "them-"
_WORDS = {
    "I.3": "thủ tục được bổ sung đủ nội dung",
    "III.1": "thủ tục được đưa lên trực tuyến",
    "III.2": "dịch vụ có hồ sơ trực tuyến đầu tiên",
    "III.3": "hồ sơ được nộp trực tuyến thay vì cách khác",
    "III.6": "hồ sơ được nộp tiền trực tuyến",
    "IV.1": "hồ sơ được cấp kết quả điện tử",
    "IV.2": "hồ sơ được số hóa đủ",
    "IV.3": "hồ sơ dùng lại giấy tờ đã có",
    "IV.4": "hồ sơ được chia sẻ vào kho của công dân",
    "IV.5b": "hồ sơ lấy dữ liệu dân cư",
}


@dataclass(frozen=True, slots=True)
class Lever:
    """One thing that can be mended: how many miss, what one brings, what all would bring, and what is tried."""

    code: str
    field: str
    name: str
    words: str
    missing: int
    each: Decimal
    all: Decimal
    tried: int
    before: Decimal | None
    after: Decimal | None
    url: str


@require_GET
@gate(Right.SEE_FIGURES)
def what_if(request: HttpRequest, officer: Officer) -> HttpResponse:
    """The levers of an agency, and the score if they were pulled as far as the address says."""
    view = chosen_view(request, officer)
    base = base_of(view.scope(), view.period, clock.now())
    measured = _measured(base)
    tried = {one.criterion.measure: _asked(request, code, _missing(one)) for code, one in measured.items()}
    then = mended(base, tried)
    before, after = base.score, then.score
    levers = [
        _lever(view, one, tried[one.criterion.measure], after.criteria[code], base)
        for code, one in measured.items()
        if _missing(one) and one.lost
    ]
    context = {
        "view": view,
        "choice": ChoiceForm(view),
        "levers": sorted(levers, key=lambda lever: lever.all, reverse=True),
        "before": before,
        "after": after,
        "gain": after.total - before.total,
        "tried": any(tried.values()),
        "moved": [
            (one, after.criteria[code])
            for code, one in before.criteria.items()
            if after.criteria[code].points != one.points
        ],
    }
    template = (
        "staff/steering/what_if_result.html"
        if request.headers.get("HX-Request")
        else "staff/steering/what_if.html"
    )
    return show(request, officer, template, context)


def _measured(base: Base) -> dict[str, CriterionScore]:
    return {
        code: one
        for code, one in base.score.criteria.items()
        if one.criterion.measure in MENDABLE and one.count
    }


def _missing(one: CriterionScore) -> int:
    return one.count.denominator - one.count.numerator if one.count else 0


def _asked(request: HttpRequest, code: str, most: int) -> int:
    """How many are tried: never below zero nor above what misses; what is no number counts as none."""
    text = request.GET.get(_FIELD + code, "").strip()
    return min(int(text), most) if text.isdecimal() and len(text) < 10 else 0


def _lever(view: View, one: CriterionScore, tried: int, then: CriterionScore, base: Base) -> Lever:
    code = one.criterion.code
    raises = next((each for each in what_would_raise(base.score) if each.code == code), None)
    per_unit = raises.per_unit if raises and raises.per_unit is not None else Fraction(0)
    return Lever(
        code=code,
        field=_FIELD + code,
        name=one.criterion.name,
        words=_WORDS[one.criterion.measure],
        missing=_missing(one),
        each=Decimal(per_unit.numerator) / per_unit.denominator,
        all=one.lost or Decimal(0),
        tried=tried,
        before=one.points,
        after=then.points,
        url=view.url("criterion", code),
    )
