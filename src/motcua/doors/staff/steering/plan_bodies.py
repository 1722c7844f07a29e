"""Who is meant by the names in a plan: what is recognised, what waits for an answer; and tasks sent to the agencies named."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from motcua.doors.staff.gates import done, gate
from motcua.doors.staff.pages import show
from motcua.kernel.refusals import Refused
from motcua.organisation.enums import Right
from motcua.organisation.rules import Officer
from motcua.plans import access, bodies
from motcua.plans.bodies import Named
from motcua.plans.enums import PlanState
from motcua.plans.models import Plan

LIKELY = 60


@require_http_methods(["GET", "POST"])
@gate(Right.STEER)
def names(request: HttpRequest, officer: Officer, number: int) -> HttpResponse:
    """Every name of a plan with who that is; a POST confirms what was chosen, for this plan and the next ones."""
    plan = access.plan_for(officer, number)
    typed = _typed(request)
    wrong: dict[str, str] = {}
    if request.method == "POST":
        meanings, wrong = _chosen(plan, typed)
        if not wrong:
            try:
                many = bodies.remember(plan.pk, actor=officer.actor, meanings=meanings)
            except Refused as refused:
                wrong = {"": refused.message}
            else:
                done(request, f"Đã ghi nhớ {many} tên gọi, dùng cho cả các kế hoạch sau.")
                return redirect("staff:plan-bodies", plan.pk)
    return show(
        request,
        officer,
        "staff/steering/plan_bodies.html",
        _context(plan, typed, wrong),
        status=422 if wrong else 200,
    )


def _context(plan: Plan, typed: dict[str, str], wrong: dict[str, str]) -> dict[str, Any]:
    found = bodies.names_in(plan)
    waiting = [one for one in found if one.meant is None]
    rows = [
        {
            "name": one,
            "value": typed.get(one.words, _filled_in(one)),
            "wrong": wrong.get(one.words, ""),
        }
        for one in waiting
    ]  # fmt: skip
    return {
        "plan": plan,
        "rows": rows,
        "meant": [one for one in found if one.meant is not None],
        "labels": [one.label for one in bodies.known_for(plan.agency)],
        "wrong": wrong.get("", ""),
        "typed": typed,
        "runs": plan.status is PlanState.CONFIRMED,
    }


def _filled_in(one: Named) -> str:
    """The best guess when it is likely and no other is as good: of two alike a person chooses."""
    if not one.guesses or one.guesses[0].confidence < LIKELY:
        return ""
    alike = len(one.guesses) > 1 and one.guesses[1].confidence == one.guesses[0].confidence
    return "" if alike else one.guesses[0].known.label


def _typed(request: HttpRequest) -> dict[str, str]:
    """What was written beside each name: fields come in pairs, the words and the answer."""
    if request.method != "POST":
        return {}
    return dict(zip(request.POST.getlist("words"), request.POST.getlist("means"), strict=False))


def _chosen(plan: Plan, typed: dict[str, str]) -> tuple[dict[str, str], dict[str, str]]:
    """Keys by words; a label that is in no list is wrong. What was left empty keeps waiting."""
    keys = {one.label: bodies.key_of(one) for one in bodies.known_for(plan.agency)}
    given = {words: label.strip() for words, label in typed.items() if label.strip()}
    wrong = {
        words: "Chọn một dòng trong danh sách gợi ý, hoặc để trống."
        for words, label in given.items()
        if label not in keys
    }
    return {words: keys[label] for words, label in given.items() if label in keys}, wrong
