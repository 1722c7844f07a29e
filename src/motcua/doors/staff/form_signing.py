"""Having an issued form signed digitally: who signs, and whether the agency's seal follows."""

from typing import cast

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from motcua.doors.frame.components import Crumb
from motcua.doors.staff.due_words import key_of
from motcua.doors.staff.gates import done, gate
from motcua.doors.staff.pages import show
from motcua.doors.staff.printing import may_issue
from motcua.dossiers.access import dossier_for
from motcua.dossiers.paper_trail import IssuedForm
from motcua.dossiers.slips import FormKind, signing
from motcua.kernel import clock
from motcua.kernel.refusals import NotFound, Refused
from motcua.organisation.enums import Right
from motcua.organisation.models import Staff
from motcua.organisation.queries import colleagues_at
from motcua.organisation.rules import Officer

_NO_KEY = "Chưa có khóa ký số nào của cơ quan: trình ký rồi, người ký phải đăng ký khóa mới ký được. Chưa có thì in, ký tay."


class SignForm(forms.Form):
    """Who is to sign, and whether the agency's seal follows."""

    signer = forms.ModelChoiceField(Staff.objects.none(), label="Người ký", empty_label="Chọn người ký")
    seal = forms.BooleanField(
        label="Sau đó đóng dấu (chữ ký số của cơ quan)", required=False,
        help_text="Người giữ khóa con dấu của cơ quan đóng dấu sau khi người ký đã ký.",
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
@gate(Right.RECEIVE, Right.WORK, Right.SIGN_OFF)
def sign_form(request: HttpRequest, officer: Officer, key: str, number: int) -> HttpResponse:
    """Ask for the signatures of one issued form; signing itself is done under «Ký số»."""
    dossier = dossier_for(officer, key, Right.SEE_DOSSIERS)
    if not may_issue(officer, dossier):
        raise NotFound
    row = IssuedForm.objects.filter(dossier=dossier, pk=number).select_related("template", "paper").first()
    if row is None:
        raise NotFound
    row.dossier = dossier
    form = SignForm(request.POST or None, initial={"signer": signing.named_on(row)[1]})
    people = colleagues_at(signing.unit_of(dossier, FormKind(row.kind)).path, clock.today())
    cast("forms.ModelChoiceField[Staff]", form.fields["signer"]).queryset = people
    if request.method == "POST" and form.is_valid():
        by = Staff.objects.get(pk=officer.staff_id)
        try:
            signing.ask(
                row, form.cleaned_data["signer"], seal=form.cleaned_data["seal"], by=by, actor=officer.actor
            )
        except Refused as refused:
            form.add_error(None, refused.message)
        else:
            done(request, "Đã trình ký. Người ký thấy biểu mẫu ở «Ký số».")
            return redirect("staff:forms", key=key_of(dossier))
    context = {
        "form": form,
        "heading": f"Trình ký số: {row.title}",
        "lead": "" if signing.keys_there(dossier) else _NO_KEY,
        "submit_label": "Trình ký",
        "cancel_url": reverse("staff:forms", args=[key_of(dossier)]),
        "crumbs": [
            Crumb(str(dossier), reverse("staff:dossier", args=[key_of(dossier)])),
            Crumb("Ký số biểu mẫu"),
        ],
    }
    return show(request, officer, "frame/form_page.html", context, status=422 if form.errors else 200)
