"""Every form of many dossiers as one PDF: which ones is asked first, for issuing gives numbers; a job prints."""

import secrets
from typing import Any

from django import forms
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from motcua.doors.frame.forms import Checkboxes, Radios
from motcua.doors.staff.exports import FOLDER
from motcua.doors.staff.gates import act_key_of, gate
from motcua.doors.staff.long_jobs import ask_for, who_asked
from motcua.doors.staff.pages import show
from motcua.doors.staff.printing import addresses, may_issue
from motcua.dossiers.access import dossiers_for
from motcua.dossiers.models import Dossier
from motcua.dossiers.slips import A4, A5, FormKind, bundles
from motcua.jobs.queue import Arguments, Report, Result
from motcua.kernel import clock
from motcua.kernel.refusals import Refused
from motcua.organisation.enums import Right
from motcua.organisation.rules import Officer

PRINT_FORMS = "staff.print_forms"
_MOST = 1000
_LONGEST_NUMBER = 18  # digits; what is longer fits into no column
_WITH = ("version", "desk", "agency", "procedure", "receiver", "person", "business")


class FormsForm(forms.Form):
    """Which forms to print, and on which paper."""

    kinds = forms.MultipleChoiceField(
        label="Biểu mẫu",
        choices=[(kind.value, kind.label) for kind in bundles.KINDS],
        widget=Checkboxes(),
        error_messages={"required": "Chọn ít nhất một loại biểu mẫu."},
    )
    paper = forms.ChoiceField(
        label="Khổ giấy",
        required=False,
        choices=[("", "Theo từng mẫu"), (A5, A5), (A4, A4)],
        widget=Radios(),
    )


def choose(request: HttpRequest, officer: Officer, picked: list[int]) -> HttpResponse:
    """The page that asks which forms; nothing is issued yet."""
    if not (seen := _seen(officer, picked)):
        raise Refused("Chưa chọn hồ sơ nào để in. Đánh dấu các hồ sơ rồi in lại.", code="none")
    form = FormsForm(initial={"kinds": [kind.value for kind in bundles.KINDS], "paper": ""})
    return _page(request, officer, form, seen)


@require_POST
@gate(Right.SEE_DOSSIERS)
def print_forms(request: HttpRequest, officer: Officer) -> HttpResponse:
    """Have the chosen forms of the chosen dossiers issued and printed; leads to the page of the running work."""
    sent = (number for number in request.POST.getlist("pick") if number.isdecimal())
    picked = _seen(officer, [int(number) for number in sent if len(number) < _LONGEST_NUMBER])
    form = FormsForm(request.POST)
    if not picked or not form.is_valid():
        return _page(request, officer, form, picked, status=422)
    asked = {
        "ids": picked,
        "kinds": form.cleaned_data["kinds"],
        "paper": form.cleaned_data["paper"],
        **addresses(request),
    }
    return ask_for(officer, PRINT_FORMS, asked, act_key_of(request) or secrets.token_hex(16))


def print_later(arguments: Arguments, report: Report) -> Result:
    """The work itself. Rights are those of now: what is lost meanwhile is not printed."""
    officer = who_asked(arguments)
    rows = dossiers_for(officer, Right.SEE_DOSSIERS).select_related(*_WITH).in_bulk(arguments["ids"])
    dossiers = [rows[number] for number in arguments["ids"] if number in rows]
    asked = bundles.Asked(
        frozenset(FormKind(kind) for kind in arguments["kinds"]),
        arguments["paper"],
        arguments["look_up"],
        arguments["slip_at"],
    )
    made = bundles.bundle(
        dossiers, asked, actor=officer.actor, may_issue=lambda one: may_issue(officer, one), report=report
    )
    told: dict[str, Any] = {
        "forms": made.forms,
        "issued": made.issued_now,
        "left": {str(number): why for number, why in made.left.items()},
    }
    if made.pdf:
        told["file"] = default_storage.save(f"{FOLDER}/{secrets.token_hex(16)}.pdf", ContentFile(made.pdf))
        told["name"] = f"bieu-mau-{clock.today():%Y%m%d}.pdf"
    return told


def _seen(officer: Officer, numbers: list[int]) -> list[int]:
    """Of these, those the officer may see, in the order given, at most a thousand."""
    rows = dossiers_for(officer, Right.SEE_DOSSIERS).filter(pk__in=numbers).order_by()
    known = set(rows.values_list("pk", flat=True))
    return [number for number in dict.fromkeys(numbers) if number in known][:_MOST]


def _page(
    request: HttpRequest, officer: Officer, form: FormsForm, picked: list[int], *, status: int = 200
) -> HttpResponse:
    context = {"form": form, "picked": picked, "many": len(picked), "first": _first(officer, picked)}
    return show(request, officer, "staff/print_forms.html", context, status=status)


def _first(officer: Officer, picked: list[int]) -> list[Dossier]:
    rows = (
        dossiers_for(officer, Right.SEE_DOSSIERS)
        .select_related(None)
        .only("code", "tracking", "applicant_name")
    )
    found = rows.in_bulk(picked[:5])
    return [found[number] for number in picked[:5] if number in found]
