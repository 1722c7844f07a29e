"""Preparing an inspection: for whom, with which team; begun with the plan of the year, or with an agency that was drawn."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from motcua.doors.frame.forms import Checkboxes, DayField
from motcua.doors.staff.administration.desk.showing import people_choices
from motcua.doors.staff.control.inspections import PAGE
from motcua.doors.staff.control.showing import Cleaned, areas, form_page, offer, place_of
from motcua.doors.staff.gates import gate
from motcua.inspections import access, inspecting
from motcua.inspections.checklists import checklists
from motcua.inspections.enums import CheckForm, CheckState, CheckWay, TeamRole
from motcua.inspections.inspecting import Member, NewInspection
from motcua.inspections.inspection_models import Inspection, InspectionPlan, TeamMember
from motcua.kernel import clock
from motcua.kernel.refusals import NotFound, Refused
from motcua.organisation.dated import lasting
from motcua.organisation.enums import Right
from motcua.organisation.models import Agency, Staff
from motcua.organisation.rules import Officer


class InspectionForm(forms.Form):
    """An inspection and its team."""

    title = forms.CharField(label="Tên cuộc kiểm tra", max_length=500)
    plan = forms.TypedChoiceField(label="Thuộc kế hoạch", coerce=int, empty_value=None, required=False)
    form = forms.ChoiceField(label="Hình thức", choices=[(each.value, each.label) for each in CheckForm])
    special = forms.BooleanField(
        label="Tổ kiểm tra đặc biệt",
        required=False,
        help_text="Hai đến ba thành viên, kiểm tra ngẫu nhiên, đột xuất.",
    )
    way = forms.ChoiceField(label="Cách thức", choices=[(each.value, each.label) for each in CheckWay])
    target = forms.ChoiceField(label="Đơn vị được kiểm tra")
    unit = forms.CharField(
        label="Bộ phận, cá nhân",
        max_length=300,
        required=False,
        help_text="Khi chỉ kiểm tra một bộ phận của đơn vị.",
    )
    checklist = forms.ChoiceField(label="Bảng kiểm")
    first_day = DayField(label="Từ ngày")
    last_day = DayField(label="Đến hết ngày")
    head = forms.ChoiceField(label="Trưởng đoàn, tổ trưởng")
    secretary = forms.ChoiceField(label="Thư ký", required=False)
    members = forms.MultipleChoiceField(label="Thành viên", widget=Checkboxes(), required=False)
    others = forms.CharField(
        label="Người của cơ quan khác", widget=areas(2), required=False,
        help_text="Mỗi dòng một người: họ tên; chức vụ, cơ quan.",
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
@gate(Right.STEER)
def add(request: HttpRequest, officer: Officer) -> HttpResponse:
    """An inspection is prepared, with its team."""
    place = place_of(request, officer, Right.STEER)

    def act(new: NewInspection) -> str:
        made = inspecting.prepare(new, actor=officer.actor)
        return f"Đã chuẩn bị «{made.title}», đoàn {len(new.members)} người."

    return _page(request, officer, place.agency, act, heading="Chuẩn bị kiểm tra", back=place.url(PAGE),
                 initial=_begun(request, officer, place.agency, place.year))  # fmt: skip


@require_http_methods(["GET", "POST"])
@gate(Right.STEER)
def change(request: HttpRequest, officer: Officer, number: int) -> HttpResponse:
    """What was prepared is changed until it is decided."""
    row = access.inspection_to_lead(officer, number)
    if row.status is not CheckState.PREPARED:
        raise NotFound

    def act(new: NewInspection) -> str:
        inspecting.change_prepared(row.pk, new, actor=officer.actor)
        return "Đã sửa."

    return _page(request, officer, row.agency, act, heading="Sửa cuộc kiểm tra",
                 back=reverse("staff:inspection", args=[row.pk]), initial=_said(row))  # fmt: skip


def _begun(request: HttpRequest, officer: Officer, agency: Agency, year: int) -> dict[str, Any]:
    """By the plan of the year where there is one; for an agency that was drawn, without warning."""
    today = clock.today()
    plan = access.plans_for(officer).filter(agency=agency, year=year).order_by("-pk").first()
    initial: dict[str, Any] = {"first_day": today, "last_day": today, "form": CheckForm.SUDDEN.value}
    if drawn := request.GET.get("don-vi", ""):
        return {**initial, "target": drawn, "title": "Kiểm tra ngẫu nhiên việc giải quyết thủ tục hành chính"}
    if plan is not None:
        initial |= {"plan": plan.pk, "form": CheckForm.PLANNED.value, "title": plan.title}
    return initial


def _said(row: Inspection) -> dict[str, Any]:
    team = list(TeamMember.objects.filter(inspection=row))
    of = {
        role: [str(one.staff_id) for one in team if one.staff_id and one.role == role.value]
        for role in TeamRole
    }
    others = [f"{one.name}; {one.title}" if one.title else one.name for one in team if one.staff_id is None]
    return {
        "title": row.title, "plan": row.plan_id, "form": row.form, "special": row.special, "way": row.way,
        "target": row.target.code, "unit": row.unit, "checklist": row.checklist, "first_day": row.first_day,
        "last_day": row.last_day, "head": next(iter(of[TeamRole.HEAD]), ""),
        "secretary": next(iter(of[TeamRole.SECRETARY]), ""), "members": of[TeamRole.MEMBER],
        "others": "\n".join(others),
    }  # fmt: skip


def _page(
    request: HttpRequest, officer: Officer, agency: Agency, act: Callable[[NewInspection], str], *, heading: str,
    back: str, initial: dict[str, Any],
) -> HttpResponse:  # fmt: skip
    today = clock.today()
    targets = {
        one.code: one
        for one in Agency.objects.on(today).within(agency).exclude(level="postal").order_by("path")
    }
    plans = {plan.pk: plan for plan in access.plans_for(officer).filter(agency=agency)}
    staff = Staff.objects.filter(lasting(today), agency=agency).select_related("agency").order_by("name_key")
    people = {str(one.pk): one for one in staff}
    form = InspectionForm(request.POST or None, initial=initial)
    offer(form, "plan", [("", "Không thuộc kế hoạch nào"),
                         *((str(key), f"{one.title} ({one.year})") for key, one in plans.items())])  # fmt: skip
    offer(form, "target", [(code, one.name) for code, one in targets.items()])
    offer(form, "checklist", [(one.code, one.name) for one in checklists(agency, today).values()])
    offer(form, "head", people_choices(list(people.values()), "Chọn người"))
    offer(form, "secretary", people_choices(list(people.values()), "Không có"))
    offer(form, "members", people_choices(list(people.values())))

    def done(given: Cleaned) -> str:
        return act(_new(given, agency, targets[given["target"]], plans.get(given["plan"]), people))

    return form_page(request, officer, form, done, heading=heading, lead=agency.name, back=back, submit="Ghi")


def _new(
    given: Cleaned, agency: Agency, target: Agency, plan: InspectionPlan | None, people: dict[str, Staff]
) -> NewInspection:
    return NewInspection(
        agency=agency, target=target, title=given["title"], form=CheckForm(given["form"]),
        way=CheckWay(given["way"]), checklist=given["checklist"], first_day=given["first_day"],
        last_day=given["last_day"], members=_team(given, people), special=given["special"], unit=given["unit"],
        plan=plan,
    )  # fmt: skip


def _team(given: Cleaned, people: dict[str, Staff]) -> list[Member]:
    """Who was chosen, each once, the head first; then those typed."""
    roles = {given["head"]: TeamRole.HEAD}
    if given["secretary"]:
        roles.setdefault(given["secretary"], TeamRole.SECRETARY)
    for key in given["members"]:
        roles.setdefault(key, TeamRole.MEMBER)
    team = [Member(people[key].name, role, people[key].title, people[key]) for key, role in roles.items()]
    for line in given["others"].splitlines():
        if line.strip():
            name, _, title = line.partition(";")
            if not name.strip():
                raise Refused(f"Dòng «{line.strip()}» chưa có họ tên.", field="others", code="others")
            team.append(Member(name.strip(), TeamRole.MEMBER, title.strip()))
    return team
