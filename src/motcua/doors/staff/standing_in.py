"""An officer's own absence: who stands in, from when to when; and in whose place the officer stands."""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST

from motcua.doors.frame.forms import DayField
from motcua.doors.staff.gates import done, gate
from motcua.doors.staff.pages import show
from motcua.kernel import clock
from motcua.kernel.refusals import NotFound, Refused
from motcua.organisation.granting import delegate, end_delegation
from motcua.organisation.models import Delegation, Staff
from motcua.organisation.queries import colleagues_at, delegations_of
from motcua.organisation.rules import Officer


class StandInForm(forms.Form):
    """Who stands in, and for which days."""

    taker = forms.TypedChoiceField(label="Người làm thay", coerce=int, empty_value=None)
    first_day = DayField(label="Từ ngày")
    last_day = DayField(label="Đến hết ngày")
    reason = forms.CharField(label="Lý do", max_length=300, help_text="Ví dụ: nghỉ phép, đi công tác.")

    def __init__(self, *args: object, colleagues: list[Staff], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        people = [(staff.pk, f"{staff.name} – {staff.title}") for staff in colleagues]
        self.fields["taker"].choices = [("", "Chọn người"), *people]  # type: ignore[attr-defined]
        self.fields["taker"].error_messages["required"] = "Chọn người làm thay."


@require_http_methods(["GET", "POST"])
@gate()
def overview(request: HttpRequest, officer: Officer) -> HttpResponse:
    """Own delegations, given and taken; a new one for a leave."""
    colleagues = [
        staff for staff in colleagues_at(officer.agency_path, clock.today()) if staff.pk != officer.staff_id
    ]
    form = StandInForm(request.POST or None, colleagues=colleagues)
    if request.method == "POST" and form.is_valid() and _given(officer, form):
        done(request, "Đã ghi uỷ quyền. Người làm thay thấy việc của ông/bà từ ngày đã chọn.")
        return redirect("staff:standing-in")
    me = Staff.objects.get(pk=officer.staff_id)
    context = {
        "form": form, "delegations": delegations_of(me), "me": officer.staff_id, "today_is": clock.today(),
    }  # fmt: skip
    status = 422 if form.is_bound else 200
    return show(request, officer, "staff/standing_in.html", context, status=status)


@require_POST
@gate()
def end(request: HttpRequest, officer: Officer, number: int) -> HttpResponse:
    """Back earlier: the officer's own delegation ends with today."""
    row = (
        Delegation.objects.select_related("giver__agency")
        .filter(pk=number, giver_id=officer.staff_id)
        .first()
    )
    if row is None:
        raise NotFound
    end_delegation(actor=officer.actor, delegation=row, last_day=clock.today())
    done(request, "Uỷ quyền hết hiệu lực sau hôm nay.")
    return redirect("staff:standing-in")


def _given(officer: Officer, form: StandInForm) -> bool:
    data = form.cleaned_data
    try:
        if data["first_day"] < clock.today():
            raise Refused("Ngày bắt đầu phải từ hôm nay trở đi.", field="first_day")
        me = Staff.objects.select_related("agency").get(pk=officer.staff_id)
        taker = Staff.objects.get(pk=data["taker"])
        delegate(
            actor=officer.actor, giver=me, taker=taker, first_day=data["first_day"], last_day=data["last_day"],
            reason=data["reason"],
        )  # fmt: skip
    except Refused as refused:
        form.add_error(refused.field if refused.field in form.fields else None, refused.message)
        return False
    return True
