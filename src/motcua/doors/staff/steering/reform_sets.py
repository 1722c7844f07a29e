"""Sets of the reform index: one whole with its sources, and a new one made as a copy: fields, criteria, points, days."""

from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from motcua.doors.frame.components import Crumb
from motcua.doors.frame.forms import DayField
from motcua.doors.staff.administration.answering import administered
from motcua.doors.staff.gates import done, gate
from motcua.doors.staff.pages import show
from motcua.doors.staff.steering import reform_drafts
from motcua.doors.staff.steering.reform_drafts import Section
from motcua.doors.staff.steering.sets import visible_sets
from motcua.indicators.assessed import AssessedSet, assessed_set
from motcua.indicators.local import decimal_of
from motcua.indicators.local_assessed import (
    NewAssessed,
    aside_code,
    assessed_known,
    make_assessed,
    put_aside,
)
from motcua.kernel import clock
from motcua.kernel.refusals import NotFound, Refused
from motcua.measurement.measures import measures
from motcua.organisation.enums import Right
from motcua.organisation.models import Agency
from motcua.organisation.rules import Officer


class AboutForm(forms.Form):
    """Name, days, basis, place and whole of a new set."""

    code = forms.CharField(label="Mã bộ chỉ số", max_length=20, help_text="Ví dụ CCHC-H99.")
    title = forms.CharField(label="Tên", max_length=400)
    basis = forms.CharField(
        label="Văn bản ban hành", max_length=400, help_text="Số, ngày và cơ quan ban hành."
    )
    scope = forms.ChoiceField(label="Áp dụng cho cơ quan này và các đơn vị trực thuộc")
    first = DayField(
        label="Áp dụng từ ngày", help_text="Kỳ nào kết thúc từ ngày này trở đi thì chấm theo bộ này."
    )
    last = DayField(label="Đến hết ngày", required=False)
    maximum = forms.CharField(
        label="Tổng điểm", max_length=8, help_text="Các tiêu chí cộng lại phải đúng số này."
    )
    aside = forms.CharField(label="Điểm đã chấm theo bộ khác", required=False, max_length=400)

    def __init__(self, agencies: list[Agency], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        scope = self.fields["scope"]
        assert isinstance(scope, forms.ChoiceField)  # noqa: S101 - declared above
        scope.choices = [(each.code, each.name) for each in agencies]

    def clean_maximum(self) -> Decimal:
        """A number as people here type it."""
        found = decimal_of(self.cleaned_data["maximum"])
        if found is None:
            raise forms.ValidationError("Ghi một số, ví dụ 100.")
        return found


@require_GET
@gate(Right.ADMINISTER, Right.SEE_FIGURES)
def one(request: HttpRequest, officer: Officer, code: str) -> HttpResponse:
    """A set with every criterion, how it is scored and what the system suggests points from."""
    used = _known(officer, code)
    titles = _titles()
    context = {
        "set": used,
        "fields": [
            {
                "code": field.code,
                "name": field.name,
                "maximum": field.maximum,
                "rows": [(each, titles.get(each.measure, "")) for each in field.criteria],
            }
            for field in used.fields
        ],
        "may_make": officer.may_anywhere(Right.ADMINISTER),
        "crumbs": [Crumb("Bộ chỉ số", reverse("staff:sets")), Crumb(code)],
    }
    return show(request, officer, "staff/steering/reform_set.html", context)


@require_http_methods(["GET", "POST"])
@gate(Right.ADMINISTER)
def copy(request: HttpRequest, officer: Officer, code: str) -> HttpResponse:
    """A new set as a copy of one; «more» only asks for empty rows."""
    base, today = _known(officer, code), clock.today()
    agencies = [each for each in administered(officer) if each.valid_to is None or each.valid_to >= today]
    posted = request.method == "POST"
    initial = {
        "first": date(today.year, 1, 1),
        "title": base.title,
        "maximum": reform_drafts.plain(base.maximum),
    }
    form = AboutForm(agencies, request.POST or None, initial=initial)
    sections = reform_drafts.of_post(request.POST) if posted else reform_drafts.of_set(base)
    more = "more" in request.POST
    if posted and not more and form.is_valid() and _made(officer, form, sections, code):
        done(request, "Đã lập bộ chỉ số. Các kỳ kết thúc trước ngày áp dụng vẫn giữ bộ cũ.")
        return redirect("staff:reform-set", form.cleaned_data["code"].strip())
    if more:
        form = AboutForm(agencies, initial=request.POST.dict())
    aside = put_aside(_new(form, sections, code)) if form.has_error("aside", "puts_aside") else []
    context = {
        "form": form,
        "base": base,
        "heads": [form[name] for name in ("code", "title", "basis", "scope", "first", "last", "maximum")],
        "sections": reform_drafts.with_room(sections, 5 if more else 1),
        "measures": list(_titles().items()),
        "total": _total(sections),
        "aside": aside,
        "aside_code": aside_code(aside),
        "crumbs": [Crumb("Bộ chỉ số", reverse("staff:sets")), Crumb(f"Chép từ {code}")],
    }
    status = 422 if form.is_bound else 200
    return show(request, officer, "staff/steering/reform_set_copy.html", context, status=status)


def _known(officer: Officer, code: str) -> AssessedSet:
    if code != assessed_set().code and not any(row.code == code for row in visible_sets(officer)):
        raise NotFound
    try:
        return assessed_known(code)
    except Refused as refused:
        raise NotFound from refused


def _made(officer: Officer, form: AboutForm, sections: list[Section], base: str) -> bool:
    try:
        make_assessed(_new(form, sections, base), actor=officer.actor, confirmed=form.cleaned_data["aside"])
    except Refused as refused:
        field = refused.field if refused.field in form.fields else None
        form.add_error(field, forms.ValidationError(refused.message, code=refused.code))
        return False
    return True


def _new(form: AboutForm, sections: list[Section], base: str) -> NewAssessed:
    given = {name: value for name, value in form.cleaned_data.items() if name != "aside"}
    return NewAssessed(**given, base=base, fields=reform_drafts.fields_of(sections))


def _titles() -> dict[str, str]:
    """Shares that the system counts and may suggest points from, by their measure."""
    return {one.code: one.title for one in measures().values() if one.denominator}


def _total(sections: list[Section]) -> Decimal:
    """What the criteria sum to as typed, as far as they are numbers."""
    typed = (decimal_of(row.points) for section in sections for row in section.rows if row.points)
    return sum((points for points in typed if points is not None and points.is_finite()), Decimal(0))
