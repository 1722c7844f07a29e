"""A plan in a month: the state of every task and target with why; saved as a report."""

from django.http import HttpRequest, HttpResponse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET

from motcua.doors.staff.gates import gate
from motcua.doors.staff.pages import show
from motcua.doors.staff.sent_link import sent_url
from motcua.doors.staff.steering.drafts import WORD, usual_frame
from motcua.kernel import clock
from motcua.kernel.refusals import NotFound
from motcua.organisation.enums import Right
from motcua.organisation.rules import Officer
from motcua.plans import access
from motcua.plans.enums import PlanState
from motcua.plans.models import Plan
from motcua.plans.monthly import PlanMonth, plan_month
from motcua.plans.monthly_paper import paper
from motcua.plans.rules import SOON
from motcua.plans.sent_reports import kind_for_plan
from motcua.rendering.official import official_docx


@require_GET
@gate(Right.STEER, Right.SEE_FIGURES)
def month(request: HttpRequest, officer: Officer, number: int) -> HttpResponse:
    """The month of `thang`, else the last one that began; `as=docx` saves the report. NotFound before confirmation."""
    plan = access.plan_for(officer, number, Right.SEE_FIGURES)
    last = _last_begun(plan.year)
    if plan.status is PlanState.READ or not last:
        raise NotFound
    asked = request.GET.get("thang", "")
    chosen = int(asked) if asked.isdecimal() and 1 <= int(asked) <= last else last
    found = plan_month(plan, chosen)
    if request.GET.get("as") == "docx":
        name = f"bao-cao-ke-hoach-{plan.year}-{chosen:02}.docx"
        disposition = content_disposition_header(as_attachment=True, filename=name) or "attachment"
        content = official_docx(paper(found, usual_frame(plan)))
        return HttpResponse(content, content_type=WORD, headers={"Content-Disposition": disposition})
    context = {
        "plan": plan,
        "found": found,
        "chosen": chosen,
        "months": range(1, last + 1),
        "soon": SOON.days,
        "sent_url": _sent_url(plan, found) if officer.may(Right.STEER, plan.agency.path) else "",
    }
    return show(request, officer, "staff/steering/plan_month.html", context)


def _sent_url(plan: Plan, found: PlanMonth) -> str:
    """Where the report on a month, up to the day it is told for, is noted as sent."""
    month = found.month.first
    title = f"Báo cáo tháng {month.month}/{plan.year}: {plan.title}"
    return sent_url(plan.agency.code, kind=kind_for_plan(plan.kind), title=title, first=month, last=found.day)


def _last_begun(year: int) -> int:
    """The last month of a year that has begun; 0 for a year to come."""
    today = clock.today()
    return 12 if today.year > year else today.month if today.year == year else 0
