"""The commune's reform index: scored by itself with evidence, appraised by the level above, shortfalls shown."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_http_methods

from motcua.doors.frame.components import Crumb
from motcua.doors.staff.gates import done, gate
from motcua.doors.staff.pages import show
from motcua.doors.staff.steering.choosing import ChoiceForm, View, chosen_view
from motcua.indicators.actions import assess
from motcua.indicators.assessed import AssessedCriterion, AssessedField, AssessedSet, index_of
from motcua.indicators.enums import Provenance
from motcua.indicators.local import decimal_of
from motcua.indicators.local_assessed import assessed_for
from motcua.indicators.models import IndicatorValue
from motcua.kernel import clock
from motcua.kernel.refusals import NotFound, Refused
from motcua.measurement.families import counts_of
from motcua.organisation.enums import Right
from motcua.organisation.rules import Officer


@dataclass(frozen=True, slots=True)
class ReformRow:
    """One criterion with what the system suggests and what both sides gave."""

    one: AssessedCriterion
    suggested: Decimal | None
    own: IndicatorValue | None
    appraised: IndicatorValue | None

    @property
    def lost(self) -> Decimal | None:
        """Points short of the maximum, by the side that counts; None before anybody scored."""
        given = self.appraised or self.own
        return self.one.maximum - given.points if given is not None and given.points is not None else None


@require_GET
@gate(Right.SEE_FIGURES)
def reform(request: HttpRequest, officer: Officer) -> HttpResponse:
    """The whole index of an agency in a year."""
    view = chosen_view(request, officer)
    used = _used(view)
    own, appraised = _given(view, used, Provenance.SELF), _given(view, used, Provenance.APPRAISED)
    asked = {one.measure for field in used.fields for one in field.criteria if one.measure}
    counts = counts_of(asked, view.scope(), view.period, clock.now())
    fields: list[tuple[AssessedField, list[ReformRow]]] = [
        (
            field,
            [
                ReformRow(
                    one, one.suggested(counts.get(one.measure)), own.get(one.code), appraised.get(one.code)
                )
                for one in field.criteria
            ],
        )
        for field in used.fields
    ]
    context = {
        "view": view,
        "choice": ChoiceForm(view),
        "used": used,
        "fields": fields,
        "index": index_of(used, _points(own), _points(appraised)),
        "given": sum(
            1 for field in used.fields for one in field.criteria if one.code in own or one.code in appraised
        ),
        "many": sum(len(field.criteria) for field in used.fields),
        "may_score": _may_score(officer, view),
        "remedy_year": view.period.year + 1,
        "may_appraise": _may_appraise(officer, view),
    }
    return show(request, officer, "staff/steering/reform.html", context)


class AssessForm(forms.Form):
    """Points with their evidence."""

    points = forms.CharField(label="Điểm", max_length=8)
    evidence = forms.CharField(
        label="Tài liệu kiểm chứng", widget=forms.Textarea(attrs={"rows": 4}), max_length=2000,
        help_text="Số, ngày văn bản hoặc địa chỉ; không có tài liệu thì giải trình.",
    )  # fmt: skip

    def clean_points(self) -> Decimal:
        """A number as people here type it."""
        found = decimal_of(self.cleaned_data["points"])
        if found is None:
            raise forms.ValidationError("Ghi một số, ví dụ 4,5.")
        return found


@require_http_methods(["GET", "POST"])
@gate(Right.STEER, Right.SEE_FIGURES)
def score(request: HttpRequest, officer: Officer, code: str, side: str) -> HttpResponse:
    """Score one criterion: `tu-cham` by the agency, `tham-dinh` by the level above."""
    view = chosen_view(request, officer)
    used = _used(view)
    appraised = side == "tham-dinh"
    allowed = _may_appraise(officer, view) if appraised else side == "tu-cham" and _may_score(officer, view)
    try:
        one = used.criterion(code)
    except Refused as refused:
        raise NotFound from refused
    if not allowed:
        raise NotFound
    before = _given(view, used, Provenance.APPRAISED if appraised else Provenance.SELF).get(code)
    initial = {
        "points": f"{before.points:f}".replace(".", ",") if before and before.points is not None else ""
    }
    form = AssessForm(request.POST or None, initial=initial | {"evidence": before.evidence if before else ""})
    back = view.url("reform")
    if request.method == "POST" and form.is_valid():
        try:
            assess(
                officer.actor, used=used, criterion=code, agency=view.agency.code, period=view.period,
                appraised=appraised, **form.cleaned_data,
            )  # fmt: skip
        except Refused as refused:
            form.add_error(refused.field if refused.field in form.fields else None, refused.message)
        else:
            done(request, "Đã ghi điểm thẩm định." if appraised else "Đã ghi điểm tự chấm.")
            return redirect(back)
    context = {
        "form": form,
        "heading": f"{'Thẩm định' if appraised else 'Tự chấm'} {one.code}. {one.name}",
        "lead": f"{view.agency.name}, {view.period.label_inside}. Tối đa {one.maximum} điểm. {one.how}.",
        "submit_label": "Ghi điểm",
        "cancel_url": back,
        "crumbs": [Crumb("Chỉ số cải cách hành chính", back), Crumb(one.code)],
    }
    return show(request, officer, "frame/form_page.html", context, status=422 if form.is_bound else 200)


def _used(view: View) -> AssessedSet:
    """The set in force on the period's last day: the locality's own where it made one."""
    return assessed_for(view.agency.chain, view.period.last)


def _given(view: View, used: AssessedSet, provenance: Provenance) -> Mapping[str, IndicatorValue]:
    rows = IndicatorValue.objects.of(agency=view.agency.code, period=view.period.code, set_code=used.code)
    return {row.criterion: row for row in rows.from_origin(provenance).standing()}


def _points(rows: Mapping[str, IndicatorValue]) -> dict[str, Decimal]:
    return {code: row.points for code, row in rows.items() if row.points is not None}


def _may_score(officer: Officer, view: View) -> bool:
    """The agency's own control officer."""
    return officer.agency_path == view.agency.path and officer.may(Right.STEER, view.agency.path)


def _may_appraise(officer: Officer, view: View) -> bool:
    """Whoever steers or inspects from above: nobody appraises their own agency."""
    above = view.agency.path.startswith(officer.agency_path) and view.agency.path != officer.agency_path
    return above and officer.may(Right.SEE_FIGURES, view.agency.path)
