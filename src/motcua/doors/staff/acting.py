"""Doing an act on a dossier: one form, one act, back to the dossier."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from motcua.doors.frame.forms import MoneyField
from motcua.doors.staff.act_base import ActForm, Surroundings
from motcua.doors.staff.acts import RIGHTS_OF_ACT, form_for, may_do
from motcua.doors.staff.dossier import surroundings
from motcua.doors.staff.due_words import key_of
from motcua.doors.staff.gates import act_key_of, done, gate
from motcua.doors.staff.pages import show
from motcua.dossiers.access import dossier_for
from motcua.dossiers.collecting import collect_fee
from motcua.dossiers.enums import Act
from motcua.dossiers.filing import Paid
from motcua.dossiers.lateness import check_may_extend
from motcua.dossiers.models import Dossier, DossierFee
from motcua.dossiers.rules.transitions import next_state, possible_acts
from motcua.kernel.refusals import NotFound, Overtaken, Refused
from motcua.organisation.enums import Right
from motcua.organisation.rules import Officer
from motcua.payments.enums import Method, OrderState
from motcua.payments.models import Order

_NOTHING_TO = {
    Act.GIVE_OPINION: "Không có ý kiến nào đang chờ trả lời.",
    Act.MISS_OPINION: "Không có ý kiến nào quá hạn trả lời.",
    Act.DRAFT_APOLOGY: "Hồ sơ này đã có văn bản xin lỗi đang chờ lãnh đạo ký.",
    Act.RETURN_APOLOGY: "Không có văn bản xin lỗi nào đang chờ ký.",
    Act.MEND_FEE: "Phí của thủ tục này không tính theo số lượng hay trường hợp.",
    Act.CONSENT_EXTRA: "Không có đề nghị yêu cầu thêm giấy tờ nào đang chờ ý kiến.",
    Act.DECLINE_EXTRA: "Không có đề nghị yêu cầu thêm giấy tờ nào đang chờ ý kiến.",
}
_ACTING = tuple(sorted({right for rights in RIGHTS_OF_ACT.values() for right in rights}))


@require_http_methods(["GET", "POST"])
@gate(*_ACTING)
def act(request: HttpRequest, officer: Officer, key: str, name: str) -> HttpResponse:
    """One act on one dossier; without JavaScript and without the dossier page it is a page of its own."""
    dossier, wanted = _dossier_to_act_on(officer, key, name)
    around = surroundings(officer, dossier, [wanted])
    if request.method == "GET":
        _check_offered(dossier, wanted, around)
        return _page(request, officer, dossier, wanted, form_for(wanted, dossier, around))
    form = form_for(wanted, dossier, around, request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, officer, dossier, wanted, form, status=422)
    try:
        form.perform(actor=officer.actor, seen=_seen(request), act_key=act_key_of(request))
    except Overtaken as overtaken:
        dossier = dossier_for(officer, key, Right.SEE_DOSSIERS)  # as it stands now
        return _page(request, officer, dossier, wanted, form, status=409, overtaken=overtaken.message)
    except NotFound:
        raise
    except Refused as refused:
        form.refuse(refused)
        return _page(request, officer, dossier, wanted, form, status=422)
    done(request, f"Đã ghi: {wanted.label.lower()}.")
    return redirect("staff:dossier", key=key_of(dossier))


class CollectForm(forms.Form):
    """Money taken at the counter for what is still owed."""

    order = forms.IntegerField(widget=forms.HiddenInput())
    amount = MoneyField(label="Số tiền thu")
    method = forms.ChoiceField(
        label="Cách nộp",
        choices=[(each.value, each.label) for each in (Method.CASH, Method.BANK_TRANSFER, Method.POST)],
    )
    receipt_number = forms.CharField(label="Số biên lai", max_length=60, required=False)


@require_http_methods(["GET", "POST"])
@gate(Right.COLLECT_FEE)
def collect(request: HttpRequest, officer: Officer, key: str) -> HttpResponse:
    """Take the fee of a dossier at the counter."""
    dossier = dossier_for(officer, key, Right.COLLECT_FEE)
    if request.method == "GET":
        return _collect_page(request, officer, dossier, CollectForm(initial=_owed(dossier)))
    form = CollectForm(request.POST)
    if not form.is_valid():
        return _collect_page(request, officer, dossier, form, status=422)
    data = form.cleaned_data
    paid = Paid(data["method"], data["amount"], receipt_number=data["receipt_number"])
    try:
        collect_fee(dossier.pk, data["order"], paid, actor=officer.actor, act_key=act_key_of(request))
    except NotFound:
        raise
    except Refused as refused:
        form.add_error(refused.field if refused.field in form.fields else None, refused.message)
        return _collect_page(request, officer, dossier, form, status=422)
    done(request, "Đã thu phí, lệ phí.")
    return redirect("staff:dossier", key=key_of(dossier))


def _dossier_to_act_on(officer: Officer, key: str, name: str) -> tuple[Dossier, Act]:
    """Hidden, absent and «this right is not yours» answer alike."""
    wanted = next((act for act in RIGHTS_OF_ACT if act.value == name.replace("-", "_")), None)
    if wanted is None:
        raise NotFound
    dossier = dossier_for(officer, key, Right.SEE_DOSSIERS)
    if not may_do(officer, dossier, wanted):
        raise NotFound
    return dossier, wanted


def _check_offered(dossier: Dossier, wanted: Act, around: Surroundings) -> None:
    """Says why an act cannot be done before its form is filled in for nothing: an old tab, a kept address."""
    next_state(dossier.status, wanted)
    if wanted in (Act.DRAFT_APOLOGY, Act.EXTEND):
        check_may_extend(dossier)
    if wanted in around.senseless(dossier):
        raise Refused(_NOTHING_TO[wanted], code="nothing_to_do")


def _seen(request: HttpRequest) -> int | None:
    sent = request.POST.get("seen_version", "")
    return int(sent) if sent.isdecimal() else None


def _page(
    request: HttpRequest,
    officer: Officer,
    dossier: Dossier,
    wanted: Act,
    form: ActForm,
    *,
    status: int = 200,
    overtaken: str = "",
) -> HttpResponse:
    context: dict[str, Any] = {
        "dossier": dossier, "key": key_of(dossier), "act": wanted, "form": form, "overtaken": overtaken,
        "too_late": overtaken and wanted not in possible_acts(dossier.status),
    }  # fmt: skip
    return show(request, officer, "staff/act.html", context, status=status)


def _collect_page(
    request: HttpRequest, officer: Officer, dossier: Dossier, form: CollectForm, *, status: int = 200
) -> HttpResponse:
    context = {"dossier": dossier, "key": key_of(dossier), "form": form, "order": _first_open(dossier)}
    return show(request, officer, "staff/collect.html", context, status=status)


def _owed(dossier: Dossier) -> dict[str, int]:
    open_ = _first_open(dossier)
    if open_ is None:
        raise Refused("Hồ sơ này không còn khoản nào phải nộp.", code="nothing_due")
    return {"order": open_.pk, "amount": open_.left}


def _first_open(dossier: Dossier) -> Order | None:
    """The fee that is taken next, the oldest first; one lowered to nothing is none."""
    fees = DossierFee.objects.filter(dossier=dossier, duty=False).select_related("order").order_by("pk")
    return next((fee.order for fee in fees if OrderState(fee.order.state).open), None)
