"""Targets of families with their values, and every measure opened down to what is in it and what misses."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_http_methods

from motcua.doors.frame.components import Crumb
from motcua.doors.frame.navigation import NavItem
from motcua.doors.staff.administration.answering import Cleaned
from motcua.doors.staff.gates import done, gate
from motcua.doors.staff.lists import wants_file
from motcua.doors.staff.pages import show
from motcua.doors.staff.steering.choosing import ChoiceForm, View, chosen_view
from motcua.doors.staff.steering.criterion import file_of, rows_behind, tabs_of
from motcua.indicators.actions import record_followed
from motcua.indicators.local import decimal_of
from motcua.indicators.targets import families, family
from motcua.kernel import clock
from motcua.kernel.refusals import NotFound, Refused
from motcua.measurement.behind import behind
from motcua.measurement.each import Person
from motcua.measurement.families import TIME, RowStanding, found_of, has_sides, sides_of, standings
from motcua.measurement.measures import OF_PAYMENTS, measures
from motcua.measurement.numbers import (
    NUMBERS,
    OF_HAPPENINGS,
    OF_PEOPLE,
    TOTAL,
    Happening,
    day_of,
    happened,
    numbers,
)
from motcua.organisation.enums import Right
from motcua.organisation.rules import Officer


@require_GET
@gate(Right.SEE_FIGURES)
def overview(request: HttpRequest, officer: Officer) -> HttpResponse:
    """Every family that holds in the period, each row measured, entered or marked with why not."""
    view, now = chosen_view(request, officer), clock.now()
    wanted = [
        each
        for each in families()
        if each.first <= view.period.last and (each.last is None or each.last >= view.period.first)
    ]
    stood = standings(wanted, view.scope(), view.period, now)
    context = {
        "view": view,
        "choice": ChoiceForm(view),
        "families": [(each.family, [(one, _opens_at(view, one)) for one in each.rows]) for each in stood],
        "may_steer": officer.may(Right.STEER, view.agency.path),
    }
    return show(request, officer, "staff/steering/measures.html", context)


def _opens_at(view: View, one: RowStanding) -> str:
    """Where the figure of a row opens; empty for one that was entered, and for what people took of offers."""
    code = one.row.measure
    if one.found is None:
        return ""
    if one.found.opens or code in OF_PAYMENTS:
        return view.url("measure", code)
    if code == TIME:
        return view.url("times")
    if code == TOTAL:
        return view.url("control")
    return view.url("measure-rows", code) if has_sides(code) else ""


@require_GET
@gate(Right.SEE_FIGURES)
def rows(request: HttpRequest, officer: Officer, code: str) -> HttpResponse:
    """What stands behind a row that is no measure by itself: registrations of two years, services that come to people."""
    view = chosen_view(request, officer)
    sides = sides_of(code, view.scope(), view.period, clock.now())
    named = [row for each in families() for row in each.rows if row.measure == code]
    if not sides or not named:
        raise NotFound
    wanted = request.GET.get("show", "")
    side = next((each for each in sides if each.name == wanted), sides[0])
    if wants_file(request):
        return file_of(officer, side.kind, side.keys, f"{code}-{side.name}")
    page = Paginator(side.keys, 50).get_page(request.GET.get("page"))
    context = {
        "view": view,
        "choice": ChoiceForm(view),
        "heading": named[0].name,
        "source": side.kind.value,
        "page": page,
        "rows": rows_behind(officer, side.kind, list(page)),
        "tabs": [
            NavItem(each.label, view.url("measure-rows", code, show=each.name), each is side, len(each.keys))
            for each in sides
        ],
    }
    return show(request, officer, "staff/steering/measure_rows.html", context)


@require_GET
@gate(Right.SEE_FIGURES)
def measure(request: HttpRequest, officer: Officer, code: str) -> HttpResponse:
    """One measure: its words and source, its two numbers, and the list of what misses."""
    known = measures().get(code)
    if known is None:
        raise NotFound
    view, now = chosen_view(request, officer), clock.now()
    scope = view.scope()
    context: dict[str, Any] = {"view": view, "choice": ChoiceForm(view), "measure": known}
    if code in NUMBERS:
        [context["number"]] = numbers(code, scope, [view.period], now)
    else:
        context["found"] = found_of(code, scope, view.period, now)
    if code in OF_HAPPENINGS or code in OF_PEOPLE:
        context |= _by_itself(request, code, view, now)
        return show(request, officer, "staff/steering/measure.html", context)
    standing = behind(scope, view.period, now, code)
    having = request.GET.get("show") == "having"
    keys: Sequence[int | str] = standing.having if having else standing.missing
    if wants_file(request):
        return file_of(officer, standing.kind, keys, f"thuoc-do-{code.lower().replace('.', '-')}")
    page = Paginator(keys, 50).get_page(request.GET.get("page"))
    context |= {
        "source": standing.kind.value,
        "having": having,
        "page": page,
        "rows": rows_behind(officer, standing.kind, list(page)),
        "tabs": tabs_of(view.url("measure", code), standing, having=having),
    }
    return show(request, officer, "staff/steering/measure.html", context)


def _by_itself(request: HttpRequest, code: str, view: View, now: datetime) -> dict[str, Any]:
    """What took place, or what each person did: rows of their own registers, and no part of a whole."""
    rows: Sequence[Happening | Person]
    if code in OF_HAPPENINGS:
        source, rows = "happenings", happened(code, view.scope(), view.period, now)
    else:
        source, rows = "each", OF_PEOPLE[code](view.scope(), view.period, day_of(view.period, now)).people
    page = Paginator(rows, 50).get_page(request.GET.get("page"))
    return {"source": source, "page": page, "rows": list(page)}


class FollowForm(forms.Form):
    """A value with its evidence."""

    value = forms.CharField(label="Giá trị", max_length=10)
    evidence = forms.CharField(
        label="Minh chứng", widget=forms.Textarea(attrs={"rows": 3}), max_length=1000,
        help_text="Số văn bản, hệ thống hoặc địa chỉ trang đã xem, và ngày xem.",
    )  # fmt: skip

    def clean_value(self) -> Decimal:
        """A number as people here type it."""
        found = decimal_of(self.cleaned_data["value"])
        if found is None:
            raise forms.ValidationError("Ghi một số, ví dụ 87,5.")
        return found


@require_http_methods(["GET", "POST"])
@gate(Right.STEER)
def follow(request: HttpRequest, officer: Officer, code: str, row: str) -> HttpResponse:
    """Enter the value of a row that the system cannot know."""
    try:
        of = family(code)
        target = of.row(row)
    except Refused as refused:
        raise NotFound from refused
    view = chosen_view(request, officer)
    if not officer.may(Right.STEER, view.agency.path):
        raise NotFound
    form = FollowForm(request.POST or None)
    back = view.url("measures")
    if request.method == "POST" and form.is_valid():
        given: Cleaned = form.cleaned_data
        try:
            record_followed(
                officer.actor, family=of, row=row, agency=view.agency.code, period=view.period, **given
            )
        except Refused as refused:
            form.add_error(refused.field if refused.field in form.fields else None, refused.message)
        else:
            done(request, "Đã ghi giá trị và minh chứng.")
            return redirect(back)
    context = {
        "form": form,
        "heading": target.name,
        "lead": f"{view.agency.name}, {view.period.label_inside}. Yêu cầu: {target.aim}. {target.why}",
        "submit_label": "Ghi giá trị",
        "cancel_url": back,
        "crumbs": [Crumb("Thước đo, chỉ tiêu", back), Crumb(target.name[:60])],
    }
    return show(request, officer, "frame/form_page.html", context, status=422 if form.is_bound else 200)
