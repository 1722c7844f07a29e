"""The record: who did what when, within the administrator's scope. Read page by page, never counted."""

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from motcua.audit.models import AuditRow
from motcua.doors.frame.forms import CodeInput, DayField
from motcua.doors.staff.administration.answering import administered
from motcua.doors.staff.administration.record_words import ACTIONS, DETAILS, KINDS
from motcua.doors.staff.gates import gate
from motcua.doors.staff.pages import show
from motcua.dossiers.models import Dossier
from motcua.kernel import clock
from motcua.organisation.enums import Right
from motcua.organisation.rules import Officer

_PAGE = 50


class RecordForm(forms.Form):
    """What is looked for; everything is optional."""

    actor = forms.CharField(label="Người làm", required=False, help_text="Một phần họ tên.")
    kind = forms.ChoiceField(label="Loại", required=False, choices=[("", "Tất cả"), *KINDS.items()])
    key = forms.CharField(label="Mã hồ sơ hoặc số", required=False, widget=CodeInput())
    first = DayField(label="Từ ngày", required=False)
    last = DayField(label="Đến hết ngày", required=False)


@require_safe
@gate(Right.ADMINISTER)
def search(request: HttpRequest, officer: Officer) -> HttpResponse:
    """Rows of the record, the newest first, of the agencies administered."""
    form = RecordForm(request.GET)
    rows: list[AuditRow] = []
    if form.is_valid():
        found = AuditRow.objects.filter(
            _wanted(form.cleaned_data), agency__in=[each.code for each in administered(officer)]
        )
        before = request.GET.get("truoc", "")
        if before.isdecimal():
            found = found.filter(pk__lt=int(before))
        rows = list(found.order_by("-pk")[: _PAGE + 1])
    names = _dossier_names(rows)
    told = [
        (
            row,
            ACTIONS.get(row.action, row.action),
            f"{KINDS.get(row.kind, row.kind)} {names.get((row.kind, row.key), row.key)}",
            _detail(row),
        )
        for row in rows[:_PAGE]
    ]
    older = ""
    if len(rows) > _PAGE:
        query = request.GET.copy()
        query["truoc"] = str(rows[_PAGE - 1].pk)
        older = f"?{query.urlencode()}"
    context = {"form": form, "rows": told, "older": older}
    return show(request, officer, "staff/administration/record.html", context)


def _wanted(given: dict[str, Any]) -> Q:
    wanted = Q()
    if given["actor"]:
        wanted &= Q(actor_label__icontains=given["actor"].strip())
    if given["kind"]:
        wanted &= Q(kind=given["kind"])
    if given["key"]:
        wanted &= _object(given["key"].strip())
    if given["first"]:
        wanted &= Q(recorded_at__gte=clock.at_local(given["first"]))
    if given["last"]:
        wanted &= Q(recorded_at__lt=_day_after(clock.at_local(given["last"])))
    return wanted


def _object(text: str) -> Q:
    """A dossier by its code; anything else by the number it is kept under."""
    dossier = (
        Dossier.objects.filter(Q(code__iexact=text) | Q(tracking__iexact=text))
        .values_list("pk", flat=True)
        .first()
    )
    return Q(kind="dossier", key=str(dossier)) if dossier else Q(key__iexact=text)


def _day_after(moment: datetime) -> datetime:
    return moment + timedelta(days=1)


def _dossier_names(rows: list[AuditRow]) -> dict[tuple[str, str], str]:
    """Codes of the dossiers on the page; one statement."""
    keys = [int(row.key) for row in rows if row.kind == "dossier" and row.key.isdigit()]
    named = Dossier.objects.filter(pk__in=keys).values_list("pk", "code", "tracking")
    return {("dossier", str(key)): code or tracking for key, code, tracking in named}


def _detail(row: AuditRow) -> str:
    return "; ".join(
        f"{DETAILS.get(name, name)}: {_said(value)}"
        for name, value in row.detail.items()
        if value not in ("", None, [])
    )


def _said(value: object) -> str:
    if isinstance(value, list):
        return ", ".join(map(str, value))
    return {"True": "có", "False": "không"}.get(str(value), str(value))
