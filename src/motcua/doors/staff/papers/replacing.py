"""A wrong result replaced by a corrected one: by a leader, with the reason."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from motcua.doors.frame.components import Crumb
from motcua.doors.frame.forms import DayField
from motcua.doors.staff.due_words import key_of
from motcua.doors.staff.gates import done, gate
from motcua.doors.staff.pages import show
from motcua.dossiers.access import dossiers_for
from motcua.dossiers.models import DossierPaper, PaperRole
from motcua.dossiers.replacing import NewResult, candidates, replace_by_file, replace_by_other
from motcua.kernel.refusals import NotFound, Overtaken, Refused
from motcua.organisation.enums import Right
from motcua.organisation.rules import Officer
from motcua.storehouse.verifying import standing_of


class ReplaceForm(forms.Form):
    """The corrected result: another one of the dossier, or a file."""

    reason = forms.CharField(
        label="Căn cứ, lý do thay", max_length=400, widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "Ghi căn cứ và lý do thay kết quả."},
        help_text="Chỉ cán bộ thấy lý do. Chủ giấy tờ được báo tin; người kiểm tra được chỉ sang bản mới.",
    )  # fmt: skip
    other = forms.ChoiceField(label="Kết quả mới đã có trong hồ sơ", required=False)
    file = forms.FileField(label="Hoặc tệp PDF của kết quả mới", required=False)
    number = forms.CharField(label="Số, ký hiệu ghi trên kết quả mới", max_length=120, required=False)
    issued_on = DayField(label="Ngày ghi trên kết quả mới", required=False, help_text="Để trống: hôm nay.")

    def __init__(self, *args: Any, others: list[DossierPaper], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.others = others
        if others:
            choice: Any = self.fields["other"]
            choice.choices = [
                ("", "Chọn…"),
                *((str(each.pk), f"{each.paper.title} (số {each.pk})") for each in others),
            ]
        else:
            del self.fields["other"]
            self.fields["file"].label = "Tệp PDF của kết quả mới"

    def clean(self) -> dict[str, Any]:
        """Exactly one of both."""
        data = super().clean() or {}
        if bool(data.get("other")) == bool(data.get("file")) and "file" not in self.errors:
            both = "Chọn một trong hai: kết quả đã có trong hồ sơ, hoặc một tệp PDF."
            self.add_error("file", both if self.others else "Chọn tệp PDF của kết quả mới.")
        return data


@require_http_methods(["GET", "POST"])
@gate(Right.SIGN_OFF)
def replace(request: HttpRequest, officer: Officer, number: int) -> HttpResponse:
    """Which result takes the place of this one, and why."""
    mine = dossiers_for(officer, Right.SIGN_OFF).values("pk")
    rows = DossierPaper.objects.filter(dossier__in=mine, role=PaperRole.RESULT, pk=number)
    row = rows.select_related(
        "paper__superseded_by", "paper__owner_person", "paper__owner_business", "dossier__agency"
    ).first()
    if row is None or not officer.may(Right.SIGN_OFF, row.dossier.agency.path):
        raise NotFound
    if row.paper.superseded_by_id or row.paper.revoked_at:
        raise Overtaken("Kết quả này đã được thay hoặc thu hồi.")
    post = request.method == "POST"
    form = ReplaceForm(
        request.POST if post else None, request.FILES if post else None, others=candidates(row)
    )
    if post and form.is_valid():
        try:
            made = _replaced(row, form, officer)
        except Overtaken:
            raise
        except Refused as refused:
            form.add_error(refused.field if refused.field in form.fields else None, refused.message)
        else:
            done(
                request,
                "Đã thay kết quả. Người kiểm tra bản cũ được chỉ sang bản mới; chủ giấy tờ được báo tin. Hãy trình ký bản mới.",
            )
            return redirect("staff:result", made.pk)
    context = {
        "form": form, "row": row, "key": key_of(row.dossier), "standing": standing_of(row.paper),
        "crumbs": [
            Crumb("Kết quả", reverse("staff:results")),
            Crumb(row.paper.title, reverse("staff:result", args=[row.pk])),
        ],
    }  # fmt: skip
    return show(request, officer, "staff/papers/replace.html", context, status=422 if form.errors else 200)


def _replaced(row: DossierPaper, form: ReplaceForm, officer: Officer) -> DossierPaper:
    data = form.cleaned_data
    if data.get("other"):
        other = next(each for each in form.others if str(each.pk) == data["other"])
        replace_by_other(row, other, reason=data["reason"], actor=officer.actor)
        return other
    file = data["file"]
    new = NewResult(file, str(file.name), data["number"], data["issued_on"])
    return replace_by_file(row, new, reason=data["reason"], actor=officer.actor)
