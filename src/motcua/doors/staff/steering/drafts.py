"""Next year's papers drafted from a plan as it ran: chosen on a page, saved as a Word file."""

import re
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods

from motcua.doors.staff.gates import gate
from motcua.doors.staff.pages import show
from motcua.kernel import clock
from motcua.kernel.refusals import NotFound, Refused
from motcua.organisation.enums import Right
from motcua.organisation.models import Agency
from motcua.organisation.rules import Officer
from motcua.plans import access, queries
from motcua.plans.drafting import Frame, Paper, Year, draft
from motcua.plans.enums import PlanKind, PlanState, ProposalState
from motcua.plans.models import Plan, PlanDuty, PlanTarget, PlanTask
from motcua.plans.proposing import accepted_for, proposals_to
from motcua.plans.task_models import TaskDrop
from motcua.rendering.official import official_docx

# «Ủy ban nhân dân xã Lam Bình» is written at «Lam Bình»; a numbered ward keeps its word: «Phường 3».
_PLACE = re.compile(
    r"^(?:(?:UBND|Ủy ban nhân dân|Uỷ ban nhân dân)\s+)?"
    r"(?:(?:xã|phường|thị trấn|thị xã|thành phố|huyện|quận|tỉnh|đặc khu)\s+(?!\d))?(?P<name>.+)$",
    re.IGNORECASE,
)
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


class DraftForm(forms.Form):
    """Which paper, and what stands around its content."""

    paper = forms.ChoiceField(label="Văn bản", choices=[(one.value, one.label) for one in Paper])
    kind = forms.ChoiceField(
        label="Loại kế hoạch", choices=[(one.value, one.label) for one in list(PlanKind)[:5]],
        help_text="Khác loại kế hoạch này thì chỉ lấy những nhiệm vụ thuộc loại đã chọn.",
    )  # fmt: skip
    superior = forms.CharField(label="Cơ quan chủ quản", required=False, max_length=200)
    agency = forms.CharField(label="Cơ quan ban hành", max_length=200)
    place = forms.CharField(label="Địa danh", max_length=80)
    office = forms.CharField(label="Chức vụ người ký", max_length=80)
    signer = forms.CharField(label="Họ tên người ký", required=False, max_length=120)


@require_http_methods(["GET", "POST"])
@gate(Right.STEER, Right.SEE_FIGURES)
def next_year(request: HttpRequest, officer: Officer, number: int) -> HttpResponse:
    """Choose, and save next year's plan, its decision or the letter that proposes it."""
    plan = access.plan_for(officer, number, Right.SEE_FIGURES)
    if plan.status is PlanState.READ:
        raise NotFound
    form = DraftForm(request.POST if request.method == "POST" else None, initial=_usual(plan))
    if request.method == "POST" and form.is_valid():
        try:
            return _file(plan, form.cleaned_data)
        except Refused as refused:
            form.add_error(refused.field if refused.field in form.fields else None, refused.message)
    context = {
        "form": form, "heading": f"Soạn văn bản năm {plan.year + 1}", "submit_label": "Lưu tệp Word",
        "lead": f"Từ nhiệm vụ, kết quả, chỉ tiêu của «{plan.title}»{_proposed(plan)}. "
        "Tệp theo thể thức Nghị định 30/2020/NĐ-CP, để sửa tiếp rồi trình ký.",
        "cancel_url": reverse("staff:plan", args=[plan.pk]),
    }  # fmt: skip
    return show(request, officer, "frame/form_page.html", context, status=422 if form.is_bound else 200)


def usual_frame(plan: Plan) -> Frame:
    """What mostly stands around a paper of the plan's agency; whoever signs edits it."""
    usual = _usual(plan)
    return Frame(
        superior=usual["superior"], agency=usual["agency"], place=usual["place"], office=usual["office"]
    )


def _proposed(plan: Plan) -> str:
    """How many proposals of units there are for the year to come, and how many go in."""
    states = [row.status for row in proposals_to(plan.agency, plan.year + 1)]
    taken, waiting = states.count(ProposalState.ACCEPTED), states.count(ProposalState.SENT)
    told = f" và {taken} nhiệm vụ đơn vị đề xuất đã được nhận" if taken else ""
    return told + (f" (còn {waiting} đề xuất chưa trả lời)" if waiting else "")


def place_of(agency: str) -> str:
    """The place an agency's papers are dated at, by its name (NĐ 30/2020, Phụ lục I phần II mục I.4)."""
    found = _PLACE.match(agency)
    place = found["name"] if found else agency
    return place[:1].upper() + place[1:]


def _usual(plan: Plan) -> dict[str, Any]:
    """What is mostly right: the agency, the one above it, the place its name ends with."""
    agency = plan.agency
    above = Agency.objects.filter(pk=agency.parent_id).first() if agency.parent_id else None
    return {
        "paper": Paper.PLAN.value, "kind": plan.kind, "agency": agency.name, "place": place_of(agency.name),
        "superior": above.name if above else "", "office": "Chủ tịch",
    }  # fmt: skip


def _file(plan: Plan, data: dict[str, Any]) -> HttpResponse:
    targets = list(PlanTarget.objects.filter(plan=plan).select_related("plan__agency"))
    paper = Paper(data["paper"])
    kind = PlanKind(data["kind"])
    tasks = list(PlanTask.objects.filter(plan=plan))
    gone = TaskDrop.objects.filter(task__plan=plan, undone_at=None).select_related("task")
    content = Year(
        tasks=tasks, targets=queries.with_values(targets, clock.now()), duties=list(PlanDuty.objects.filter(plan=plan)),
        dropped=list(gone.order_by("task__order")), proposals=accepted_for(plan, kind),
    )  # fmt: skip
    made = draft(
        paper, plan, content, kind=kind,
        frame=Frame(
            superior=data["superior"], agency=data["agency"], place=data["place"], office=data["office"],
            signer=data["signer"],
        ),
    )  # fmt: skip
    name = {Paper.PLAN: "ke-hoach", Paper.DECISION: "quyet-dinh", Paper.LETTER: "cong-van-de-xuat"}[paper]
    disposition = (
        content_disposition_header(as_attachment=True, filename=f"{name}-{plan.year + 1}.docx")
        or "attachment"
    )
    return HttpResponse(official_docx(made), content_type=WORD, headers={"Content-Disposition": disposition})
