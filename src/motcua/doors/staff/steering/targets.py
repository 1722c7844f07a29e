"""Targets with their values: measured where the system can, entered with a basis where it cannot."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from motcua.doors.frame.components import Summary, Tone
from motcua.doors.staff.gates import done, gate
from motcua.doors.staff.pages import show
from motcua.doors.staff.steering.forms import ValueForm
from motcua.doors.staff.steering.plan_choice import PlanChoice
from motcua.kernel import clock
from motcua.kernel.refusals import Refused
from motcua.measurement.measures import beyond_766
from motcua.organisation.enums import Right
from motcua.organisation.rules import Officer
from motcua.plans import access, queries, reporting
from motcua.plans.counted import TOTAL
from motcua.plans.queries import TargetStanding


class TargetFilter(forms.Form):
    """Which plan, and which verdict."""

    plan = forms.ChoiceField(label="Kế hoạch", required=False)
    verdict = forms.ChoiceField(
        label="Kết quả",
        required=False,
        choices=[("", "Tất cả"), ("met", "Đạt"), ("missed", "Chưa đạt"), ("open", "Chưa đo, theo dõi")],
    )

    def __init__(self, given: Any, choice: PlanChoice) -> None:
        super().__init__(given)
        field = self.fields["plan"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - declared above
        field.choices = choice.choices
        self.is_valid()


@require_GET
@gate(Right.SEE_FIGURES)
def targets(request: HttpRequest, officer: Officer) -> HttpResponse:
    """The targets of confirmed plans in scope, with what they stand at now."""
    choice = PlanChoice(request, officer)
    form = TargetFilter(request.GET, choice)
    wanted = getattr(form, "cleaned_data", {})
    chosen = choice.chosen(wanted.get("plan") or "")
    targets_of = (
        access.targets_for(officer).filter(plan__in=chosen).order_by("-plan__year", "plan_id", "order")
    )
    rows = queries.with_values(list(targets_of), clock.now())
    cards = _cards(request, rows)
    if verdict := wanted.get("verdict"):
        rows = [row for row in rows if _verdict(row) == verdict]
    shown = [(row, opens(row), officer.may(Right.STEER, row.target.plan.agency.path)) for row in rows]
    return show(
        request, officer, "staff/steering/targets.html", {"form": form, "rows": shown, "cards": cards}
    )


def _verdict(row: TargetStanding) -> str:
    return "open" if row.met is None else "met" if row.met else "missed"


def _cards(request: HttpRequest, rows: list[TargetStanding]) -> list[Summary]:
    found = [_verdict(row) for row in rows]

    def card(label: str, verdict: str, tone: Tone) -> Summary:
        query = request.GET.copy()
        query["verdict"] = verdict
        return Summary(label, found.count(verdict), f"?{query.urlencode()}", "chỉ tiêu", tone)

    return [
        card("Đạt", "met", "done"),
        card("Chưa đạt", "missed", "late"),
        card("Chưa đo, theo dõi", "open", "plain"),
    ]


def opens(row: TargetStanding) -> str:
    """The list behind a measured value."""
    if not row.measured:
        return ""
    agency = row.target.plan.agency.code
    if row.target.measure == TOTAL:
        return f"{reverse('staff:control')}?agency={agency}&period={row.period.code}"
    page = "staff:measure" if row.target.measure in beyond_766() else "staff:criterion"
    return f"{reverse(page, args=[row.target.measure])}?agency={agency}&period={row.period.code}"


@require_http_methods(["GET", "POST"])
@gate(Right.STEER)
def enter(request: HttpRequest, officer: Officer, number: int) -> HttpResponse:
    """Enter a value that the system cannot know."""
    target = access.target_for(officer, number)
    form = ValueForm(request.POST or None, request.FILES or None, initial={"basis": target.entered_basis})
    if request.method == "POST" and form.is_valid():
        upload: Any = form.cleaned_data["file"]
        try:
            reporting.enter_value(
                target.pk, actor=officer.actor, value=form.cleaned_data["value"], basis=form.cleaned_data["basis"],
                file=upload.read() if upload else None, file_name=(upload.name or "") if upload else "",
            )  # fmt: skip
        except Refused as refused:
            form.add_error(refused.field if refused.field in form.fields else None, refused.message)
        else:
            done(request, "Đã ghi giá trị và căn cứ.")
            return redirect("staff:target", target.pk)
    context = {
        "form": form, "heading": "Giá trị của chỉ tiêu", "lead": target.name, "submit_label": "Ghi giá trị",
        "cancel_url": reverse("staff:targets"),
    }  # fmt: skip
    return show(request, officer, "frame/form_page.html", context, status=422 if form.is_bound else 200)
