"""Publishing the index: what was published, when and by whom, and a button for the next."""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from motcua.doors.staff.administration.answering import Cleaned
from motcua.doors.staff.gates import done, gate
from motcua.doors.staff.pages import show
from motcua.doors.staff.sent_link import sent_url
from motcua.doors.staff.steering.choosing import period_choices
from motcua.kernel import clock
from motcua.kernel.periods import Period, PeriodKind, containing, parse
from motcua.kernel.refusals import NotFound, Refused
from motcua.measurement.models import Snapshot
from motcua.measurement.publishing import corrections, publish
from motcua.organisation.enums import Right
from motcua.organisation.models import Agency
from motcua.organisation.rules import Officer
from motcua.plans.access import agencies_for
from motcua.plans.sent_reports import OTHER

_SHOWN = 20


class PublishForm(forms.Form):
    """Which agency, which period, and a sentence for the readers."""

    agency = forms.ChoiceField(label="Cơ quan")
    period = forms.ChoiceField(label="Kỳ")
    note = forms.CharField(
        label="Ghi chú", max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, agencies: list[Agency], *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        agency, period = self.fields["agency"], self.fields["period"]
        assert isinstance(agency, forms.ChoiceField)  # noqa: S101 - declared above
        assert isinstance(period, forms.ChoiceField)  # noqa: S101
        agency.choices = [(each.code, each.name) for each in agencies]
        today = clock.today()
        period.choices = period_choices(containing(today, PeriodKind.WEEK).previous(), today)


@require_http_methods(["GET", "POST"])
@gate(Right.STEER, Right.SEE_FIGURES)
def publications(request: HttpRequest, officer: Officer) -> HttpResponse:
    """Snapshots of the agencies in scope, and publishing the next one."""
    today = clock.today()
    steered = [
        each for each in agencies_for(officer, Right.STEER) if each.valid_to is None or each.valid_to >= today
    ]
    week = containing(today, PeriodKind.WEEK).previous()
    initial = {"period": week.code, "agency": officer.agency_code}
    form = PublishForm(steered, request.POST or None, initial=initial) if steered else None
    if request.method == "POST":
        if form is None:
            raise NotFound
        if form.is_valid() and _published(officer, steered, form):
            done(request, "Đã công bố. Bản công bố giữ nguyên, không sửa được nữa.")
            return redirect("staff:publications")
    scope = [each.code for each in agencies_for(officer, Right.SEE_FIGURES)]
    shown = list(Snapshot.objects.filter(agency_code__in=scope).order_by("-pk")[:_SHOWN])
    context = {
        "form": form,
        "rows": [_row(each, {one.code for one in steered}) for each in shown],
        "corrected": [(each, corrections(each)) for each in shown[:3]],
    }
    status = 422 if form is not None and form.is_bound else 200
    return show(request, officer, "staff/steering/publications.html", context, status=status)


def _row(each: Snapshot, steered: set[str]) -> tuple[Snapshot, Period, str, str]:
    """A publication, its period, its public page, and where a report with it is noted as sent by who steers.

    It tells of the index only: it is no report on the control of procedures, and proves no task that asks for one.
    """
    period = parse(each.period)
    title = f"Báo cáo kết quả đánh giá chỉ số phục vụ người dân, doanh nghiệp, {period.label_inside}"
    sent = sent_url(each.agency_code, kind=OTHER, title=title, first=period.first, last=period.last)
    public = reverse("public:publication", args=[each.pk])
    return each, period, public, sent if each.agency_code in steered else ""


def _published(officer: Officer, steered: list[Agency], form: forms.Form) -> bool:
    given: Cleaned = form.cleaned_data
    agency = next(each for each in steered if each.code == given["agency"])
    try:
        publish(agency, parse(given["period"]), actor=officer.actor, note=given["note"])
    except Refused as refused:
        form.add_error(refused.field if refused.field in form.fields else None, refused.message)
        return False
    return True
