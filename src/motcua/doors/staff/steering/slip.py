"""Typing in a satisfaction slip that a citizen filled in on paper."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from motcua.doors.frame.forms import Checkboxes, CodeInput, Radios
from motcua.doors.staff.gates import done, gate
from motcua.doors.staff.pages import show
from motcua.dossiers.access import dossier_for
from motcua.feedback.enums import Attitude, RatingChannel, Reason, SlipForm
from motcua.feedback.slips import NewSlip, answer_slip
from motcua.kernel import clock
from motcua.kernel.refusals import NotFound, Refused
from motcua.organisation.enums import Right
from motcua.organisation.rules import Officer
from motcua.regimes.queries import rules_on


class SlipForm_(forms.Form):  # noqa: N801 - the name of the enum is the law's
    """The questions of the slip, in the words that hold today."""

    key = forms.CharField(label="Mã hồ sơ", max_length=60, widget=CodeInput)
    form = forms.ChoiceField(
        label="Phiếu phát cùng mẫu",
        choices=[(each.value, f"{each.value}. {each.label}") for each in SlipForm],
    )
    contacts = forms.IntegerField(required=False, min_value=0, max_value=50)
    own_fault = forms.BooleanField(required=False)
    bodies = forms.IntegerField(required=False, min_value=0, max_value=50)
    attitude = forms.ChoiceField(
        required=False,
        widget=Radios,
        choices=[("", "Không trả lời"), *((a.value, a.label) for a in Attitude)],
    )
    score = forms.ChoiceField(
        required=False, choices=[("", "Không trả lời"), *((str(n), str(n)) for n in range(5, 0, -1))]
    )
    reasons = forms.MultipleChoiceField(
        label="Lý do người dân nêu", required=False, widget=Checkboxes,
        choices=[(each.value, each.label) for each in Reason],
    )  # fmt: skip
    comment = forms.CharField(
        label="Ý kiến khác", required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for question in rules_on(clock.today())("slip.questions"):
            self.fields[question["name"]].label = question["text"]
        self.fields["score"].help_text = "5 là rất hài lòng, 1 là rất không hài lòng."


@require_http_methods(["GET", "POST"])
@gate(Right.STEER)
def enter(request: HttpRequest, officer: Officer) -> HttpResponse:
    """One paper slip after the other: the page comes back empty for the next."""
    form = SlipForm_(request.POST or None)
    if request.method == "POST" and form.is_valid() and _kept(officer, form):
        done(request, "Đã ghi phiếu. Nhập phiếu tiếp theo.")
        return redirect("staff:slip")
    context = {
        "form": form,
        "heading": "Nhập phiếu đánh giá bằng giấy",
        "lead": "Ghi đúng như người dân trả lời; câu bỏ trống thì để trống. Không ghi tên người trả lời.",
        "submit_label": "Ghi phiếu",
        "cancel_url": reverse("staff:nine"),
    }
    return show(request, officer, "frame/form_page.html", context, status=422 if form.is_bound else 200)


def _kept(officer: Officer, form: forms.Form) -> bool:
    given = form.cleaned_data
    try:
        dossier = dossier_for(officer, given["key"].strip(), Right.STEER)
        answer_slip(NewSlip.filled(dossier, given, RatingChannel.SLIP), actor=officer.actor)
    except NotFound:
        form.add_error("key", "Không có hồ sơ nào mang mã này trong phạm vi của mình. Xem lại mã trên phiếu.")
        return False
    except Refused as refused:
        form.add_error(refused.field if refused.field in form.fields else None, refused.message)
        return False
    return True
