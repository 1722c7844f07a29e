"""What units made of a plan, put together: a page, an Excel file, a report as a Word file; and tasks sent down by name."""

from datetime import date

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET, require_POST

from motcua.doors.frame.forms import DayField
from motcua.doors.staff.gates import done, gate
from motcua.doors.staff.lists import as_file, wants_file
from motcua.doors.staff.pages import show
from motcua.doors.staff.sent_link import sent_url
from motcua.doors.staff.steering.drafts import WORD, usual_frame
from motcua.kernel import clock
from motcua.kernel.refusals import NotFound, Refused
from motcua.organisation.enums import Right
from motcua.organisation.rules import Officer
from motcua.plans import access, bodies, cascading
from motcua.plans.consolidated_paper import UNIT_HEADERS, paper, unit_line
from motcua.plans.consolidating import consolidated
from motcua.plans.enums import PlanState
from motcua.plans.models import Plan
from motcua.plans.sent_reports import kind_for_plan
from motcua.rendering.official import official_docx


class SendForm(forms.Form):
    """Whether agencies that cooperate get a task too, and the day of those whose own is over."""

    cooperating = forms.BooleanField(label="Giao cả cho đơn vị phối hợp", required=False)
    late_due = DayField(label="Hạn mới cho các nhiệm vụ đã qua hạn", required=False)


@require_GET
@gate(Right.STEER, Right.SEE_FIGURES)
def overview(request: HttpRequest, officer: Officer, number: int) -> HttpResponse:
    """The units of a plan with state, figures and evidence; `as=xlsx` or `as=docx` saves it."""
    plan = access.plan_for(officer, number, Right.SEE_FIGURES)
    if plan.status is PlanState.READ:
        raise NotFound
    found = consolidated(plan, clock.now())
    if wants_file(request):
        return as_file(UNIT_HEADERS, (unit_line(unit) for unit in found.units), name="tong-hop-don-vi")
    if request.GET.get("as") == "docx":
        content = official_docx(paper(found, usual_frame(plan)))
        name = content_disposition_header(as_attachment=True, filename=f"bao-cao-tong-hop-{plan.year}.docx")
        return HttpResponse(content, content_type=WORD, headers={"Content-Disposition": name or "attachment"})
    below = access.agencies_below(plan.agency)
    steers = officer.may(Right.STEER, plan.agency.path)
    sendings = cascading.to_send(plan, below) if steers else []
    context = {
        "plan": plan,
        "found": found,
        "sendings": sendings,
        "steers": steers,
        "sent_url": _sent_url(plan) if steers else "",
        "late": sum(one.late for one in sendings),
        "form": SendForm(),
        "unclear": _unclear(plan) if steers and not sendings and not found.units else 0,
        "to_send": sum(len(one.agencies) for one in sendings),
        "to_help": sum(len(one.cooperating) for one in sendings),
        "may_open": {
            unit.agency.pk for unit in found.units if officer.may(Right.SEE_FIGURES, unit.agency.path)
        },
    }
    return show(request, officer, "staff/steering/consolidated.html", context)


def _sent_url(plan: Plan) -> str:
    """Where the consolidated report is noted as sent: on the year so far."""
    title = f"Báo cáo tổng hợp kết quả thực hiện: {plan.title}"
    first, last = (
        date(plan.year, 1, 1),
        min(max(clock.today(), date(plan.year, 1, 1)), date(plan.year, 12, 31)),
    )
    return sent_url(plan.agency.code, kind=kind_for_plan(plan.kind), title=title, first=first, last=last)


def _unclear(plan: Plan) -> int:
    """How many names of a plan nobody has said the meaning of."""
    return sum(one.meant is None for one in bodies.names_in(plan))


@require_POST
@gate(Right.STEER)
def send(request: HttpRequest, officer: Officer, number: int) -> HttpResponse:
    """Give the agencies below the tasks that name them."""
    plan = access.plan_for(officer, number)
    form = SendForm(request.POST)
    if not form.is_valid():
        raise Refused(str(next(iter(form.errors.values()))[0]), field="late_due")
    many = cascading.send_down(
        plan.pk, actor=officer.actor, below=access.agencies_below(plan.agency), **form.cleaned_data
    )
    done(request, f"Đã giao {many} nhiệm vụ xuống đơn vị theo tên đã nhận ra.")
    return redirect("staff:plan-consolidated", plan.pk)
