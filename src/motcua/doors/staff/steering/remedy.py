"""A remedy plan drawn up from last year's reform index: the criteria that fell short, what is aimed at, by whom, when."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from motcua.doors.staff.gates import done, gate
from motcua.doors.staff.pages import show
from motcua.doors.staff.steering.forms import names_in
from motcua.indicators.local import decimal_of
from motcua.kernel import clock
from motcua.kernel.refusals import NotFound, Refused
from motcua.organisation.enums import Right
from motcua.organisation.models import Agency
from motcua.organisation.rules import Officer
from motcua.plans import access, remedying
from motcua.plans.models import Plan

_FIELDS = ("aim", "measures", "adviser", "cooperating", "period")


@dataclass(frozen=True, slots=True)
class Line:
    """A criterion that fell short, with what was typed for it."""

    stood: remedying.Standing
    typed: dict[str, str]
    wrong: str = ""


@require_http_methods(["GET", "POST"])
@gate(Right.STEER)
def draw_up(request: HttpRequest, officer: Officer) -> HttpResponse:
    """Shortfalls of the year before with their remedies; a POST makes the plan and leads to its review."""
    given = request.POST if request.method == "POST" else request.GET
    agency, year = _agency(officer, given.get("agency", "")), _year(given.get("year", ""))
    stood = remedying.standings(agency, year - 1)
    lines = [Line(one, _typed(given, one.one.code)) for one in stood if one.lost]
    wrong = ""
    if request.method == "POST":
        try:
            plan = remedying.draw_up(agency, actor=officer.actor, year=year, remedies=_remedies(lines))
        except Refused as refused:
            wrong = refused.message
        else:
            done(request, "Đã lập kế hoạch khắc phục. Kiểm tra từng dòng rồi xác nhận.")
            return redirect("staff:plan-review", plan.pk)
    context: dict[str, Any] = {
        "agency": agency,
        "year": year,
        "lines": lines,
        "kept": sum(one.points is not None and not one.lost for one in stood),
        "unscored": sum(one.points is None for one in stood),
        "many": len(stood),
        "drawn": Plan.objects.filter(agency=agency, year=year, kind="remedy", revises=None).first(),
        "wrong": wrong,
        "posted": request.method == "POST",
    }
    return show(request, officer, "staff/steering/remedy.html", context, status=422 if wrong else 200)


def _agency(officer: Officer, code: str) -> Agency:
    """The agency asked for among those steered; the officer's own otherwise."""
    steered = access.agencies_for(officer, Right.STEER)
    wanted = code or officer.agency_code
    found = next((one for one in steered if one.code == wanted), None if code else next(iter(steered), None))
    if found is None:
        raise NotFound
    return found


def _year(text: str) -> int:
    """The year of the plan; without one this year."""
    return int(text) if text.isdecimal() and 2019 <= int(text) <= 2100 else clock.today().year


def _typed(given: QueryDict, code: str) -> dict[str, str]:
    return {name: given.get(f"{name}-{code}", "").strip() for name in _FIELDS}


def _remedies(lines: list[Line]) -> list[remedying.Remedy]:
    """The lines somebody wrote in; refused where the points are no number."""
    found = []
    for line in lines:
        if not any(line.typed[name] for name in ("aim", "measures", "adviser")):
            continue
        code, aim = line.stood.one.code, decimal_of(line.typed["aim"])
        if aim is None:
            raise Refused(f"Tiêu chí {code}: ghi điểm phấn đấu là một số, ví dụ 4,5.", field="aim")
        found.append(
            remedying.Remedy(
                criterion=code, aim=aim, measures=line.typed["measures"], adviser=line.typed["adviser"],
                cooperating=tuple(names_in(line.typed["cooperating"])), period=line.typed["period"],
            )
        )  # fmt: skip
    return found
