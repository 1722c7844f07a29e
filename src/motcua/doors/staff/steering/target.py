"""One target: what it stands at, how it came there, where it is going, who carries it out."""

from decimal import Decimal
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from motcua.doors.frame.charts.trend import Trend, TrendPoint, trend
from motcua.doors.frame.figures import cut
from motcua.doors.staff.gates import done, gate
from motcua.doors.staff.pages import show
from motcua.doors.staff.steering.files import download
from motcua.doors.staff.steering.targets import opens
from motcua.indicators.ports import measure
from motcua.kernel import clock
from motcua.kernel.refusals import NotFound, Refused
from motcua.measurement import queries as measured
from motcua.measurement.measures import Source, measures
from motcua.organisation.enums import Right
from motcua.organisation.models import Agency
from motcua.organisation.rules import Officer
from motcua.plans import access, aiming, queries
from motcua.plans.counted import ADDING_UP
from motcua.plans.forecast import Month, NumberForecast, forecast, forecast_number
from motcua.plans.models import PlanTarget
from motcua.plans.queries import TargetStanding
from motcua.plans.rules import met


class UnitsForm(forms.Form):
    """Which agencies below get a target."""

    agencies = forms.ModelMultipleChoiceField(
        Agency.objects.none(), label="Đơn vị thực hiện", widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Chọn ít nhất một đơn vị."},
    )  # fmt: skip

    def __init__(self, *args: Any, below: list[Agency], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["agencies"]
        assert isinstance(field, forms.ModelMultipleChoiceField)  # noqa: S101 - declared above
        field.queryset = Agency.objects.filter(pk__in=[each.pk for each in below]).order_by("path")


@require_GET
@gate(Right.SEE_FIGURES)
def target(request: HttpRequest, officer: Officer, number: int) -> HttpResponse:
    """A target with its trend, its forecast, and the units that carry it out."""
    found = access.target_for(officer, number, Right.SEE_FIGURES)
    now = clock.now()
    [row] = queries.with_values([found], now)
    below = list(
        PlanTarget.objects.filter(parent=found).select_related("plan__agency").order_by("plan__agency__path")
    )
    units = queries.with_values(below, now)
    months = _months(found, row) if row.count is not None else []
    number_coming = _number_coming(found, row)
    flow = _flows(found.measure)
    coming = forecast(row.count, months, clock.today(), row.period.last, flow=flow) if months else None
    steers = officer.may(Right.STEER, found.plan.agency.path)
    context = {
        "target": found, "row": row, "url": opens(row), "may_enter": steers and not found.measure,
        "trend": _picture(found, months) if months else None,
        "coming": coming, "number_coming": number_coming,
        "reaches": _reaches(found, row, coming.value if coming else number_coming.value if number_coming else None),
        "units": [(one, officer.may(Right.SEE_FIGURES, one.target.plan.agency.path)) for one in units],
        "together": aiming.roll_up(found, units) if units else None,
        "may_hand_down": steers and bool(access.agencies_below(found.plan.agency)),
    }  # fmt: skip
    return show(request, officer, "staff/steering/target.html", context)


def _flows(code: str) -> bool:
    """Whether a measure counts what happens, and not how many procedures or units are in some state."""
    known = measures().get(code)
    return known is None or known.source not in (Source.PROCEDURES, Source.UNITS, Source.PEOPLE)


def _months(found: PlanTarget, row: TargetStanding) -> list[Month]:
    today = clock.today()
    months = [
        month for month in row.period.months() if month.first <= today and month.first >= measured.first_day()
    ]
    figures = measured.trend(found.plan.agency, months, clock.now()) if months else []
    return [Month(one.period.first, one.period.last, one.counts.get(found.measure)) for one in figures]


def _picture(found: PlanTarget, months: list[Month]) -> Trend:
    points = [
        TrendPoint(
            f"T{one.first.month}",
            None if (value := queries.percent(one.count)) is None else cut(value),
            "",
            f"Tháng {one.first:%m/%Y}",
        )
        for one in months
    ]
    aim = found.value if found.operator in (">=", ">", "=") else None
    return trend(points, title="Từng tháng trong năm", unit="%", ceiling=100, aim=aim, places=2)


def _number_coming(found: PlanTarget, row: TargetStanding) -> NumberForecast | None:
    """Only what adds up over the year goes on as it did; a mean or a total of points does not."""
    if row.number is None or found.measure not in ADDING_UP:
        return None
    today = clock.today()
    months = [month for month in row.period.months() if month.first <= today]
    seen = measure().numbers(found.measure, found.plan.agency.code, months, clock.now())
    spans = [
        (month.first, month.last, one.value if one else None) for month, one in zip(months, seen, strict=True)
    ]
    return forecast_number(row.number.value, spans, today, row.period.last)


def _reaches(found: PlanTarget, row: TargetStanding, coming: Decimal | None) -> bool | None:
    return None if coming is None else met(queries.aim_of(found, row.last_year), coming)


@require_http_methods(["GET", "POST"])
@gate(Right.STEER)
def hand_down(request: HttpRequest, officer: Officer, number: int) -> HttpResponse:
    """Set a target for agencies below."""
    found = access.target_for(officer, number)
    below = access.agencies_below(found.plan.agency)
    if not below:
        raise NotFound
    form = UnitsForm(request.POST if request.method == "POST" else None, below=below)
    if request.method == "POST" and form.is_valid():
        try:
            made = aiming.hand_down(
                found.pk, actor=officer.actor, agencies=list(form.cleaned_data["agencies"])
            )
        except Refused as refused:
            form.add_error(refused.field if refused.field in form.fields else None, refused.message)
        else:
            done(request, f"Đã giao chỉ tiêu cho {len(made)} đơn vị.")
            return redirect("staff:target", found.pk)
    context = {
        "form": form, "heading": "Giao chỉ tiêu xuống đơn vị", "lead": found.name, "submit_label": "Giao",
        "cancel_url": reverse("staff:target", args=[found.pk]),
    }  # fmt: skip
    return show(request, officer, "frame/form_page.html", context, status=422 if form.is_bound else 200)


@require_GET
@gate(Right.SEE_FIGURES)
def evidence_file(request: HttpRequest, officer: Officer, number: int) -> HttpResponse:
    """The file a value entered by hand rests on."""
    found = access.target_for(officer, number, Right.SEE_FIGURES)
    if found.entered_file_id is None:
        raise NotFound
    return download(found.entered_file_id, found.entered_file_name)
