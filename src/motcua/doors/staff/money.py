"""The desk's money: what was taken, transfers nobody knows what for, bank statements, and what goes back."""

import hashlib
from datetime import date, timedelta
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from motcua.doors.frame.forms import DayField
from motcua.doors.staff.administration.answering import form_page
from motcua.doors.staff.gates import done, gate
from motcua.doors.staff.pages import show
from motcua.dossiers import money, paying
from motcua.dossiers.access import dossier_for
from motcua.dossiers.models import Dossier
from motcua.dossiers.queries import open_orders_of
from motcua.kernel import clock
from motcua.kernel.money import dong
from motcua.kernel.refusals import NotFound, Refused
from motcua.organisation.access import paths_where
from motcua.organisation.enums import Right
from motcua.organisation.models import Agency
from motcua.organisation.rules import Officer
from motcua.payments.enums import Method
from motcua.payments.models import Arrival
from motcua.payments.ports import gateways
from motcua.payments.statements import Read, read_csv, read_xlsx

_LARGEST = 20 * 1024 * 1024
_SHOWN = 100
_SEE = (Right.COLLECT_FEE, Right.SIGN_OFF)


class DayForm(forms.Form):
    """Which days the sums are of."""

    tu = DayField(label="Từ ngày", required=False)
    den = DayField(label="Đến hết ngày", required=False)


class StatementForm(forms.Form):
    """A bank's file, and whose account it is of."""

    agency = forms.ModelChoiceField(Agency.objects.none(), label="Tài khoản của cơ quan", empty_label=None)
    account = forms.RegexField(
        r"[A-Za-z0-9]{1,19}",
        label="Số tài khoản",
        error_messages={"invalid": "Số tài khoản chỉ gồm chữ và số, không dấu cách."},
    )
    file = forms.FileField(
        label="Tệp sao kê",
        help_text="Tệp .csv hoặc .xlsx tải từ ngân hàng, có các cột ngày giao dịch, số tiền (ghi có), nội dung.",
        error_messages={"required": "Chọn tệp sao kê.", "empty": "Tệp rỗng. Chọn tệp khác."},
    )

    def __init__(self, *args: Any, agencies: list[Agency], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["agency"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 - declared above
        field.queryset = Agency.objects.filter(pk__in=[each.pk for each in agencies]).order_by("path")


class AssignForm(forms.Form):
    """Which dossier a transfer was for."""

    code = forms.CharField(label="Mã hồ sơ", max_length=60, help_text="Mã ghi trên giấy tiếp nhận.")


class DecisionForm(forms.Form):
    """Whether money goes back."""

    approve = forms.ChoiceField(
        label="Quyết định", choices=[("co", "Hoàn tiền"), ("khong", "Không hoàn")], widget=forms.RadioSelect
    )
    words = forms.CharField(
        label="Ý kiến", required=False, max_length=300, help_text="Bắt buộc khi không hoàn."
    )


class VoucherForm(forms.Form):
    """How the money went back."""

    reference = forms.CharField(label="Số chứng từ hoàn tiền", max_length=120)


@require_GET
@gate(*_SEE)
def overview(request: HttpRequest, officer: Officer) -> HttpResponse:
    """What was taken in these days, and what waits for somebody."""
    right = _right(officer)
    form = DayForm(request.GET or None)
    first, last = _days(form)
    rows = money.taken_on(officer, right, clock.at_local(first), clock.at_local(last + timedelta(days=1)))
    context = {
        "form": form,
        "first": first,
        "last": last,
        "taken": [(_way(method, gateway), total) for method, gateway, total in rows],
        "sum": sum(total for _, _, total in rows),
        "unknown": money.surpluses_for(officer, right)[:_SHOWN],
        "refunds": money.waiting_refunds(officer, right)[:_SHOWN],
        "ended": money.paid_but_not_settled(officer, right)[:_SHOWN],
        "statements": money.statements_for(officer, right)[:10],
        "may_decide": officer.may_anywhere(Right.SIGN_OFF),
    }
    return show(request, officer, "staff/money.html", context)


@require_http_methods(["GET", "POST"])
@gate(Right.COLLECT_FEE)
def statement(request: HttpRequest, officer: Officer) -> HttpResponse:
    """Read a bank statement; what could not be read is told line by line."""
    agencies = _agencies(officer)
    form = StatementForm(request.POST or None, request.FILES or None, agencies=agencies)
    problems: list[str] = []
    result = None
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            data = _bytes(given["file"])
            account = money.account_of(given["agency"], given["account"])
            digest = hashlib.sha256(data).hexdigest()
            result, problems = paying.read_statement(
                account, digest, given["file"].name or "", _read(data), actor=officer.actor
            )
        except Refused as refused:
            form.add_error(refused.field if refused.field in form.fields else None, refused.message)
    context = {"form": form, "result": result, "problems": problems}
    status = 422 if form.is_bound and form.errors else 200
    return show(request, officer, "staff/money_statement.html", context, status=status)


@require_http_methods(["GET", "POST"])
@gate(Right.COLLECT_FEE)
def assign(request: HttpRequest, officer: Officer, number: int) -> HttpResponse:
    """Count a transfer for the dossier it was for."""
    arrival = money.surplus_for(officer, number, Right.COLLECT_FEE)
    form = AssignForm(request.POST or None)

    def act(given: dict[str, Any]) -> str:
        dossier = _dossier(officer, given["code"])
        paying.assign(arrival, dossier, _order_for(dossier, arrival), actor=officer.actor)
        return f"Đã ghi {dong(arrival.amount)} cho hồ sơ {dossier}."

    lead = f"{dong(arrival.amount)}, {clock.local(arrival.paid_at):%d/%m/%Y}: {arrival.text or 'không có nội dung'}"
    return form_page(
        request, officer, form, act,
        heading="Khoản tiền này của hồ sơ nào?", lead=lead, back=reverse("staff:money"), submit="Ghi cho hồ sơ",
    )  # fmt: skip


@require_POST
@gate(Right.COLLECT_FEE)
def propose(request: HttpRequest, officer: Officer, key: str) -> HttpResponse:
    """Propose to give back what was paid for a dossier withdrawn or refused."""
    dossier = dossier_for(officer, key, Right.COLLECT_FEE)
    if not money.paid_but_not_settled(officer, Right.COLLECT_FEE).filter(pk=dossier.pk).exists():
        raise Refused("Hồ sơ này không có khoản nào cần hoàn, hoặc đã được đề nghị hoàn.", code="no_refund")
    paying.propose_refunds(dossier, f"Hồ sơ {dossier.status.label.lower()}", actor=officer.actor)
    done(request, f"Đã đề nghị hoàn tiền cho hồ sơ {dossier}; lãnh đạo sẽ quyết định.")
    return redirect("staff:money")


@require_http_methods(["GET", "POST"])
@gate(Right.SIGN_OFF)
def decide(request: HttpRequest, officer: Officer, number: int) -> HttpResponse:
    """Approve or reject giving money back."""
    refund = money.refund_for(officer, number, Right.SIGN_OFF)
    form = DecisionForm(request.POST or None)

    def act(given: dict[str, Any]) -> str:
        approve = given["approve"] == "co"
        paying.decide_refund(refund.pk, approve=approve, words=given["words"], actor=officer.actor)
        return "Đã duyệt hoàn tiền." if approve else "Đã ghi không hoàn tiền."

    return form_page(
        request, officer, form, act,
        heading=f"Hoàn {dong(refund.amount)}?", lead=refund.reason, back=reverse("staff:money"), submit="Quyết định",
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
@gate(Right.COLLECT_FEE)
def voucher(request: HttpRequest, officer: Officer, number: int) -> HttpResponse:
    """Note that the money went back."""
    refund = money.refund_for(officer, number, Right.COLLECT_FEE)
    form = VoucherForm(request.POST or None)

    def act(given: dict[str, Any]) -> str:
        paying.note_refund(refund.pk, reference=given["reference"], actor=officer.actor)
        return f"Đã ghi hoàn {dong(refund.amount)}."

    return form_page(
        request, officer, form, act,
        heading=f"Đã hoàn {dong(refund.amount)}", lead=refund.reason, back=reverse("staff:money"), submit="Ghi đã hoàn",
    )  # fmt: skip


def _right(officer: Officer) -> Right:
    return Right.COLLECT_FEE if officer.may_anywhere(Right.COLLECT_FEE) else Right.SIGN_OFF


def _days(form: DayForm) -> tuple[date, date]:
    today = clock.today()
    if not form.is_valid():
        return today, today
    first = form.cleaned_data["tu"] or form.cleaned_data["den"] or today
    last = form.cleaned_data["den"] or max(first, today)
    return min(first, last), max(first, last)


def _way(method: str, gateway: str) -> str:
    known = gateways().get(gateway)
    return f"{Method(method).label} · {known.label}" if known else Method(method).label


def _agencies(officer: Officer) -> list[Agency]:
    return list(
        Agency.objects.on(clock.today()).filter(paths_where(officer, Right.COLLECT_FEE, field="path"))
    )


def _bytes(upload: Any) -> bytes:
    if upload.size > _LARGEST:
        raise Refused("Tệp lớn hơn 20 MB. Tải sao kê của khoảng thời gian ngắn hơn.", field="file")
    return bytes(upload.read())


def _read(data: bytes) -> Read:
    return read_xlsx(data) if data.startswith(b"PK") else read_csv(data)


def _dossier(officer: Officer, code: str) -> Dossier:
    try:
        return dossier_for(officer, code, Right.COLLECT_FEE)
    except NotFound as absent:
        raise Refused("Không có hồ sơ nào mang mã này trong phạm vi của ông/bà.", field="code") from absent


def _order_for(dossier: Dossier, arrival: Arrival) -> int:
    """The open order the money fits: the one of exactly this amount, else the first that takes it."""
    orders = open_orders_of(dossier)
    fitting = [order for order in orders if order.left == arrival.amount] or [
        order for order in orders if order.left >= arrival.amount
    ]
    if not fitting:
        raise Refused("Hồ sơ này không có khoản phải nộp nào nhận được số tiền đó.", field="code")
    return fitting[0].pk
