"""The budget of the control work: estimate, spending, settlement of a year."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from motcua.doors.frame.components import Crumb, Summary
from motcua.doors.frame.forms import DayField, MoneyField
from motcua.doors.staff.control.showing import (
    Cleaned,
    Do,
    Filter,
    Line,
    Place,
    Sheet,
    Table,
    day_words,
    form_page,
    place_of,
    sheet,
    years,
)  # fmt: skip
from motcua.doors.staff.gates import gate
from motcua.doors.staff.lists import as_file
from motcua.kernel import clock
from motcua.kernel.money import dong, grouped
from motcua.kernel.refusals import NotFound
from motcua.organisation.enums import Right
from motcua.organisation.rules import Officer
from motcua.plans import budget
from motcua.plans.budget import LineStanding, contents
from motcua.plans.control_models import BudgetLine, BudgetSpending

PAGE = "staff:budget"
_HEADS = ("Nội dung", "Diễn giải", "Số lượng", "Mức chi", "Định mức", "Dự toán", "Đã chi", "Còn lại")


class LineForm(forms.Form):
    """A line of the estimate."""

    content = forms.ChoiceField(
        label="Nội dung chi",
        choices=lambda: [(one.code, f"{one.name} ({one.unit})") for one in contents().values()],
    )
    words = forms.CharField(label="Diễn giải", max_length=500)
    quantity = forms.IntegerField(label="Số lượng", min_value=1, max_value=100_000)
    unit_amount = MoneyField(label="Mức chi")


class SpendForm(forms.Form):
    """Money spent."""

    day = DayField(label="Ngày chi")
    amount = MoneyField(label="Số tiền")
    document = forms.CharField(label="Chứng từ", max_length=200, help_text="Số, ngày chứng từ.")


class MistakeForm(forms.Form):
    """Why something is taken out."""

    why = forms.CharField(label="Vì sao bỏ", max_length=300)


class SettleForm(forms.Form):
    """The settlement."""

    document = forms.CharField(label="Văn bản quyết toán", max_length=200)
    settled_on = DayField(label="Ngày quyết toán")


@require_safe
@gate(Right.STEER, Right.SEE_FIGURES)
def overview(request: HttpRequest, officer: Officer) -> HttpResponse:
    """The lines of a year with what is spent and left."""
    place = place_of(request, officer)
    rows = budget.standing(place.agency, place.year)
    if request.GET.get("as") == "xlsx":
        return as_file(_HEADS, [_cells(one) for one in rows], name="kinh-phi")
    settled = budget.settlement_of(place.agency, place.year)
    writes = place.leads and settled is None
    estimate, spent = sum(one.line.estimate for one in rows), sum(one.spent for one in rows)
    notes = (
        [f"Đã quyết toán ngày {day_words(settled.settled_on)} tại {settled.document}: không ghi thêm."]
        if settled
        else []
    )
    of = Sheet(
        "Kinh phí",
        lead="Dự toán, chi và quyết toán kinh phí kiểm soát thủ tục hành chính",
        do=_do(place, rows) if writes else (),
        notes=notes,
        cards=[Summary("Dự toán", dong(estimate)), Summary("Đã chi", dong(spent)), Summary("Còn lại", dong(estimate - spent))],
        tables=[Table("Các khoản của năm", _HEADS, [_line(one, writes=writes) for one in rows],
                      "Năm này chưa lập dự toán."), _norms(officer, place)],
    )  # fmt: skip
    return sheet(
        request,
        officer,
        of,
        place=place,
        filters=[Filter("nam", "Năm", years(), str(place.year))],
        saves=True,
    )


def _do(place: Place, rows: list[LineStanding]) -> tuple[Do, ...]:
    add = Do("Lập dự toán" if not rows else "Thêm khoản", place.url("staff:budget-add"), main=True)
    if rows:
        return Do("Quyết toán", place.url("staff:budget-settle")), add
    if budget.standing(place.agency, place.year - 1):
        return Do(f"Lấy từ dự toán năm {place.year - 1}", place.url("staff:budget-begin")), add
    return (add,)


def _norms(officer: Officer, place: Place) -> Table:
    """The most that may be spent on one unit of each content, and where that comes from; said plainly when it is not set."""
    row = budget.norms_row(place.agency, place.year)
    lines = [
        Line((one.name, one.unit, dong(row.value[one.code]) if one.code in row.value else "chưa đặt"))
        for one in contents().values()
    ]
    if row.author:
        note = f"Căn cứ: {row.source or 'chưa ghi'}; {row.author} đặt từ {day_words(row.first_day)}, lý do: {row.reason}"
    else:
        note = (
            "Mức chi cụ thể do Thông tư 167/2012/TT-BTC, Thông tư 26/2019/TT-BTC và nghị quyết của HĐND tỉnh quy định; "
            "hệ thống chưa có các con số đó. Quản trị viên ghi ở «Thiết lập → Định mức chi kiểm soát TTHC» kèm văn bản; "
            "nội dung nào chưa đặt thì dự toán không bị chặn mức chi."
        )
    sets = officer.may(Right.ADMINISTER, place.agency.path)
    at = f"{reverse('staff:setting', args=['budget.norms'])}?co-quan={place.agency.code}"
    return Table("Định mức chi", ("Nội dung", "Tính cho", "Mức cao nhất"), lines, note=note,
                 do=(Do("Đặt định mức", at),) if sets else ())  # fmt: skip


def _cells(one: LineStanding) -> tuple[Any, ...]:
    line = one.line
    return (
        one.content.name,
        line.words,
        line.quantity,
        line.unit_amount,
        line.norm,
        line.estimate,
        one.spent,
        one.left,
    )


def _line(one: LineStanding, *, writes: bool) -> Line:
    line = one.line
    quantity = f"{grouped(line.quantity)} {one.content.unit}"
    norm = dong(line.norm) if line.norm is not None else "chưa đặt"
    opens = Do("Mở", reverse("staff:budget-line", args=[line.pk]), about=line.words)
    spends = Do("Ghi chi", reverse("staff:budget-spend", args=[line.pk]), about=line.words)
    do = (opens, spends) if writes and one.left else (opens,)
    return Line((one.content.name, line.words, quantity, dong(line.unit_amount), norm, dong(line.estimate),
                 dong(one.spent), dong(one.left)), do)  # fmt: skip


@require_http_methods(["GET", "POST"])
@gate(Right.STEER)
def add(request: HttpRequest, officer: Officer) -> HttpResponse:
    """A line of the estimate."""
    place = place_of(request, officer, Right.STEER)

    def act(given: Cleaned) -> str:
        made = budget.estimate(place.agency, place.year, actor=officer.actor, **given)
        return f"Đã lập: {dong(made.estimate)}."

    return form_page(request, officer, LineForm(request.POST or None), act, heading="Lập dự toán",
                     lead=f"Năm {place.year}", back=place.url(PAGE), submit="Ghi")  # fmt: skip


@require_http_methods(["GET", "POST"])
@gate(Right.STEER)
def begin(request: HttpRequest, officer: Officer) -> HttpResponse:
    """The estimate of a year begins with the one before."""
    place = place_of(request, officer, Right.STEER)

    def act(given: Cleaned) -> str:
        made = budget.begin_with_last_year(place.agency, place.year, actor=officer.actor)
        return f"Đã lấy {len(made)} khoản của năm {place.year - 1}; mở từng khoản để xem lại."

    form = forms.Form(request.POST if request.method == "POST" else None)
    lead = (
        "Chép nội dung, số lượng, mức chi; mức nào cao hơn định mức của năm mới thì hạ xuống bằng định mức."
    )
    return form_page(request, officer, form, act, heading=f"Dự toán năm {place.year} từ năm {place.year - 1}",
                     lead=lead, back=place.url(PAGE), submit="Lấy sang")  # fmt: skip


def _line_of(officer: Officer, number: int, *rights: Right) -> BudgetLine:
    line = BudgetLine.objects.select_related("agency").filter(pk=number).first()
    if line is None or not any(officer.may(right, line.agency.path) for right in rights):
        raise NotFound
    return line


def _back(line: BudgetLine) -> str:
    return f"{reverse(PAGE)}?co-quan={line.agency.code}&nam={line.year}"


@require_safe
@gate(Right.STEER, Right.SEE_FIGURES)
def one(request: HttpRequest, officer: Officer, number: int) -> HttpResponse:
    """A line: what was spent on it, by which documents."""
    line = _line_of(officer, number, Right.STEER, Right.SEE_FIGURES)
    rows = list(budget.spendings_of(line))
    writes = officer.may(Right.STEER, line.agency.path) and not budget.settlement_of(line.agency, line.year)
    spent = sum(row.amount for row in rows)
    lines = [
        Line(
            (row.document, day_words(row.day), dong(row.amount), row.entered_by),
            (Do("Bỏ", reverse("staff:budget-take-back", args=[row.pk]), about=row.document),)
            if writes
            else (),
        )
        for row in rows
    ]
    do = (
        *((Do("Bỏ khoản này", reverse("staff:budget-drop", args=[line.pk])),) if not rows else ()),
        *((Do("Ghi chi", reverse("staff:budget-spend", args=[line.pk]), main=True),) if spent < line.estimate else ()),
    )  # fmt: skip
    of = Sheet(
        line.words,
        lead=f"{contents()[line.content].name if line.content in contents() else line.content}, năm {line.year}",
        do=do if writes else (),
        cards=[Summary("Dự toán", dong(line.estimate)), Summary("Đã chi", dong(spent)),
               Summary("Còn lại", dong(line.estimate - spent))],
        tables=[Table("Các lần chi", ("Chứng từ", "Ngày", "Số tiền", "Người ghi"), lines, "Chưa chi lần nào.")],
        crumbs=[Crumb("Kinh phí", _back(line)), Crumb(line.words)],
    )  # fmt: skip
    return sheet(request, officer, of)


@require_http_methods(["GET", "POST"])
@gate(Right.STEER)
def drop(request: HttpRequest, officer: Officer, number: int) -> HttpResponse:
    """A line entered by mistake."""
    line = _line_of(officer, number, Right.STEER)

    def act(given: Cleaned) -> str:
        budget.drop_line(line.pk, actor=officer.actor, **given)
        return "Đã bỏ khoản ghi nhầm."

    return form_page(request, officer, MistakeForm(request.POST or None), act, heading="Bỏ khoản ghi nhầm",
                     lead=f"{line.words}: {dong(line.estimate)}", back=_back(line), submit="Bỏ")  # fmt: skip


@require_http_methods(["GET", "POST"])
@gate(Right.STEER)
def take_back(request: HttpRequest, officer: Officer, number: int) -> HttpResponse:
    """A spending entered by mistake."""
    row = BudgetSpending.objects.select_related("line__agency").filter(pk=number).first()
    if row is None or not officer.may(Right.STEER, row.line.agency.path):
        raise NotFound

    def act(given: Cleaned) -> str:
        budget.take_back_spending(row.pk, actor=officer.actor, **given)
        return f"Đã bỏ lần chi {dong(row.amount)} ghi nhầm."

    back = reverse("staff:budget-line", args=[row.line_id])
    return form_page(request, officer, MistakeForm(request.POST or None), act, heading="Bỏ lần chi ghi nhầm",
                     lead=f"{row.document}: {dong(row.amount)}", back=back, submit="Bỏ")  # fmt: skip


@require_http_methods(["GET", "POST"])
@gate(Right.STEER)
def spend(request: HttpRequest, officer: Officer, number: int) -> HttpResponse:
    """Money spent on a line."""
    line = _line_of(officer, number, Right.STEER)

    def act(given: Cleaned) -> str:
        made = budget.spend(line.pk, actor=officer.actor, **given)
        return f"Đã ghi chi {dong(made.amount)}."

    form = SpendForm(request.POST or None, initial={"day": clock.today()})
    return form_page(
        request, officer, form, act, heading="Ghi chi", lead=line.words, back=_back(line), submit="Ghi"
    )


@require_http_methods(["GET", "POST"])
@gate(Right.STEER)
def settle(request: HttpRequest, officer: Officer) -> HttpResponse:
    """The year is settled."""
    place = place_of(request, officer, Right.STEER)

    def act(given: Cleaned) -> str:
        made = budget.settle(place.agency, place.year, actor=officer.actor, **given)
        return f"Đã quyết toán năm {made.year}: chi {dong(made.spent)} trong {dong(made.estimate)}."

    form = SettleForm(request.POST or None, initial={"settled_on": clock.today()})
    return form_page(request, officer, form, act, heading=f"Quyết toán năm {place.year}", lead=place.agency.name,
                     back=place.url(PAGE), submit="Quyết toán")  # fmt: skip
