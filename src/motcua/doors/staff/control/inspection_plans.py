"""The inspection plan of a year: begun with the one before, decided, sent; and the report of the year."""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from motcua.doors.frame.forms import DayField
from motcua.doors.staff.control.inspections import PAGE, DayAndNumber
from motcua.doors.staff.control.showing import Cleaned, areas, day_words, form_page, place_of, word_file
from motcua.doors.staff.gates import gate
from motcua.inspections import access, inspecting
from motcua.inspections.enums import PlanMode
from motcua.inspections.inspecting import NewPlan
from motcua.inspections.inspection_models import Inspection, InspectionPlan
from motcua.inspections.report import plan_paper
from motcua.inspections.year import year_of, year_paper
from motcua.kernel import clock
from motcua.kernel.refusals import NotFound
from motcua.organisation.enums import Right
from motcua.organisation.models import Agency
from motcua.organisation.rules import Officer


class PlanForm(forms.Form):
    """The plan of the year."""

    year = forms.IntegerField(label="Năm", min_value=2018, max_value=2100)
    mode = forms.ChoiceField(label="Hình thức", choices=[(each.value, each.label) for each in PlanMode])
    partner = forms.CharField(label="Cơ quan phối hợp", max_length=300, required=False)
    title = forms.CharField(label="Tên kế hoạch", max_length=500)
    purpose = forms.CharField(label="Mục đích, yêu cầu, phạm vi", widget=areas())
    contents = forms.CharField(label="Nội dung, cách thức", widget=areas(4))
    budget = forms.CharField(label="Kinh phí", max_length=300, required=False)


class SentForm(forms.Form):
    """When the plan was sent."""

    sent_on = DayField(label="Ngày gửi các đơn vị được kiểm tra")


@require_http_methods(["GET", "POST"])
@gate(Right.STEER)
def add_plan(request: HttpRequest, officer: Officer) -> HttpResponse:
    """The plan of a year is entered."""
    place = place_of(request, officer, Right.STEER)

    def act(given: Cleaned) -> str:
        mode = PlanMode(given.pop("mode"))
        made = inspecting.make_plan(NewPlan(agency=place.agency, mode=mode, **given), actor=officer.actor)
        return f"Đã lập «{made.title}»; ban hành trước hết ngày {made.due_on:%d/%m/%Y}."

    initial = _begun(place.agency, place.year)
    form = PlanForm(request.POST or None, initial=initial)
    return form_page(request, officer, form, act, heading="Lập kế hoạch kiểm tra", lead=place.agency.name,
                     back=place.url(PAGE), submit="Lập kế hoạch")  # fmt: skip


def _begun(agency: Agency, year: int) -> dict[str, object]:
    """A new plan begins with the newest one before it, its year in the title moved on."""
    before = InspectionPlan.objects.filter(agency=agency, year__lt=year).order_by("-year", "-pk").first()
    if before is None:
        title = f"Kiểm tra công tác kiểm soát thủ tục hành chính năm {year}"
        return {"year": year, "title": title}
    return {**_said(before), "year": year, "title": before.title.replace(str(before.year), str(year))}


def _said(plan: InspectionPlan) -> dict[str, object]:
    return {name: getattr(plan, name) for name in PlanForm.base_fields}


@require_http_methods(["GET", "POST"])
@gate(Right.STEER)
def change_plan(request: HttpRequest, officer: Officer, number: int) -> HttpResponse:
    """What a plan says is changed until it is decided."""
    plan = access.plan_to_lead(officer, number)

    def act(given: Cleaned) -> str:
        mode = PlanMode(given.pop("mode"))
        inspecting.change_plan(plan.pk, NewPlan(agency=plan.agency, mode=mode, **given), actor=officer.actor)
        return "Đã sửa kế hoạch."

    return form_page(request, officer, PlanForm(request.POST or None, initial=_said(plan)), act,
                     heading="Sửa kế hoạch kiểm tra", lead=plan.agency.name, back=_back(plan), submit="Ghi")  # fmt: skip


@require_http_methods(["GET", "POST"])
@gate(Right.STEER)
def decide_plan(request: HttpRequest, officer: Officer, number: int) -> HttpResponse:
    """The decision that issues the plan."""
    plan = access.plan_to_lead(officer, number)

    def act(given: Cleaned) -> str:
        row = inspecting.decide_plan(plan.pk, actor=officer.actor, **given)
        return f"Đã ghi quyết định; gửi các đơn vị trước hết ngày {day_words(row.send_by)}."

    form = DayAndNumber(request.POST or None, initial={"decided_on": clock.today()})
    return form_page(request, officer, form, act, heading="Ghi quyết định ban hành", lead=plan.title,
                     back=_back(plan), submit="Ghi")  # fmt: skip


@require_http_methods(["GET", "POST"])
@gate(Right.STEER)
def send_plan(request: HttpRequest, officer: Officer, number: int) -> HttpResponse:
    """The day the plan went out."""
    plan = access.plan_to_lead(officer, number)

    def act(given: Cleaned) -> str:
        inspecting.send_plan(plan.pk, actor=officer.actor, **given)
        return "Đã ghi ngày gửi."

    form = SentForm(request.POST or None, initial={"sent_on": clock.today()})
    return form_page(request, officer, form, act, heading="Ghi ngày gửi kế hoạch", lead=plan.title,
                     back=_back(plan), submit="Ghi")  # fmt: skip


@require_safe
@gate(Right.SEE_FIGURES, Right.STEER)
def plan_file(request: HttpRequest, officer: Officer, number: int) -> HttpResponse:
    """The plan as a Word file."""
    plan = access.plans_for(officer).filter(pk=number).select_related("agency__parent").first()
    if plan is None:
        raise NotFound
    rows = list(Inspection.objects.filter(plan=plan).select_related("target").order_by("first_day", "pk"))
    return word_file(plan_paper(plan, rows), f"ke-hoach-kiem-tra-{plan.year}")


@require_safe
@gate(Right.SEE_FIGURES, Right.STEER)
def year_file(request: HttpRequest, officer: Officer) -> HttpResponse:
    """The report on the inspections of a year as a Word file, to be completed and signed."""
    place = place_of(request, officer)
    agency = Agency.objects.select_related("parent").get(pk=place.agency.pk)
    return word_file(year_paper(year_of(agency, place.year)), f"bao-cao-kiem-tra-nam-{place.year}")


def _back(plan: InspectionPlan) -> str:
    return f"{reverse(PAGE)}?co-quan={plan.agency.code}&nam={plan.year}"
