"""What would raise the score most: the gain of each mend, its concrete list, and trying it out."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from motcua.doors.staff.gates import gate
from motcua.doors.staff.pages import show
from motcua.doors.staff.steering.choosing import ChoiceForm, chosen_view
from motcua.doors.staff.steering.levers import Lever, levers
from motcua.indicators.scoring import CriterionScore
from motcua.kernel import clock
from motcua.measurement.what_if import MENDABLE, Base, base_of, mended
from motcua.organisation.enums import Right
from motcua.organisation.rules import Officer

_FIELD = "them-"


@dataclass(frozen=True, slots=True)
class Tried:
    """A lever with how far it is pulled: the name of its field, and the number in it."""

    lever: Lever
    field: str
    tried: int


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
    context = {
        "view": view,
        "choice": ChoiceForm(view),
        "levers": [
            Tried(one, _FIELD + one.code, tried[measured[one.code].criterion.measure])
            for one in levers(view, before)
        ],
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
