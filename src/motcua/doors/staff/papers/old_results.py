"""Old results by year: the plan, how far it is, what waits, and the figures to report."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from motcua.doors.frame.components import Crumb
from motcua.doors.staff.gates import done, gate
from motcua.doors.staff.lists import as_file, wants_file
from motcua.doors.staff.pages import show
from motcua.kernel import clock
from motcua.kernel.refusals import NotFound, Refused
from motcua.organisation.access import agency_for, desks_for
from motcua.organisation.enums import Right
from motcua.organisation.models import Staff
from motcua.organisation.rules import Officer
from motcua.regimes.queries import explain
from motcua.rendering.xlsx import Value
from motcua.storehouse import old_results as years
from motcua.storehouse.models import YearOfOldResults
from motcua.storehouse.old_results_rules import YearPlan

_SEES = (Right.WORK, Right.RECEIVE, Right.SIGN_OFF, Right.STEER)
_PLANS = (Right.SIGN_OFF, Right.STEER)
_HEADERS = (
    "Cơ quan", "Năm", "Tổng số kết quả", "Đã số hóa đến đầu năm", "Kế hoạch năm", "Cần theo mức tăng", "Đã làm trong năm",
    "Tỷ lệ đầu năm (%)", "Tỷ lệ hiện nay (%)", "Mục tiêu năm (%)", "Chờ xác nhận", "Không xử lý được", "Còn lại",
    "Kế hoạch, văn bản",
)  # fmt: skip


class PlanForm(forms.Form):
    """Quantities of a year."""

    total = forms.IntegerField(
        label="Tổng số kết quả còn hiệu lực phải số hóa", min_value=1, max_value=100_000_000
    )
    before = forms.IntegerField(label="Đã số hóa đến đầu năm", min_value=0, max_value=100_000_000)
    planned = forms.IntegerField(label="Số hóa trong năm", min_value=0, max_value=100_000_000)
    basis = forms.CharField(label="Kế hoạch, văn bản", max_length=300, required=False)


def _year(request: HttpRequest) -> int:
    asked = request.GET.get("nam", "")
    this = clock.today().year
    return int(asked) if asked.isdecimal() and len(asked) == 4 and 2018 <= int(asked) <= this + 1 else this


@require_safe
@gate(*_SEES)
def overview(request: HttpRequest, officer: Officer) -> HttpResponse:
    """Every agency in scope with its year; the same as a file for the report."""
    year = _year(request)
    rows = years.years_of(desks_for(officer, *_SEES), year)
    if wants_file(request):
        return as_file(_HEADERS, map(_line, rows), name=f"ket-qua-cu-{year}")
    this = clock.today().year
    context = {
        "year": year, "rows": [(row, any(officer.may(right, row.agency.path) for right in _PLANS)) for row in rows],
        "spans": range(this - 2, this + 2), "rule": explain(years.STEP, on=clock.today()),
        "crumbs": [Crumb("Số hóa", reverse("staff:scans"))] if officer.may_anywhere(Right.RECEIVE) else [],
    }  # fmt: skip
    return show(request, officer, "staff/papers/old_results.html", context)


def _line(row: years.AgencyYear) -> tuple[Value, ...]:
    found = row.standing
    if found is None:
        nothing = (None,) * 3
        return (
            row.agency.name,
            row.year,
            *nothing,
            None,
            row.done,
            *nothing,
            row.waiting,
            row.failed,
            None,
            "",
        )
    plan = found.plan
    return (
        row.agency.name, row.year, plan.total, plan.before, plan.planned, found.needed, row.done,
        found.before_percent, found.share_percent, found.goal_percent, row.waiting, row.failed, found.left,
        row.basis,
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
@gate(*_PLANS)
def plan(request: HttpRequest, officer: Officer, code: str, year: int) -> HttpResponse:
    """The quantities of an agency's year."""
    agency = next((found for right in _PLANS if (found := _held(officer, code, right))), None)
    if agency is None or not 2018 <= year <= clock.today().year + 1:
        raise NotFound
    known = YearOfOldResults.objects.filter(agency=agency, year=year).first()
    initial = (
        {name: getattr(known, name) for name in ("total", "before", "planned", "basis")}
        if known
        else {"before": years.done_before(agency, year)}
    )
    form = PlanForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        wanted = YearPlan(year, data["total"], data["before"], data["planned"])
        try:
            by = Staff.objects.get(pk=officer.staff_id)
            years.plan_year(agency, wanted, data["basis"], by=by, actor=officer.actor)
        except Refused as refused:
            form.add_error(refused.field, refused.message)
        else:
            done(request, f"Đã đặt kế hoạch số hóa kết quả cũ năm {year}.")
            return redirect(f"{reverse('staff:old-results')}?nam={year}")
    context = {
        "form": form, "agency": agency, "year": year,
        "crumbs": [Crumb("Số hóa kết quả cũ", f"{reverse('staff:old-results')}?nam={year}")],
    }  # fmt: skip
    return show(
        request, officer, "staff/papers/old_results_plan.html", context, status=422 if form.errors else 200
    )


def _held(officer: Officer, code: str, right: Right) -> Any:
    try:
        return agency_for(officer, code, right)
    except NotFound:
        return None
