"""Equipment of a desk against the standard: what is missing and what it would cost."""

from decimal import Decimal
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from motcua.doors.frame.components import Summary
from motcua.doors.frame.figures import decimal_comma
from motcua.doors.frame.forms import DayField, MoneyField
from motcua.doors.frame.templatetags.frame import status_tag
from motcua.doors.staff.administration.answering import Cleaned, form_page
from motcua.doors.staff.administration.desk.showing import (
    MANAGE,
    Do,
    Line,
    Sheet,
    Table,
    at,
    day_words,
    row_of,
    sheet_page,
    the_desk,
)  # fmt: skip
from motcua.doors.staff.gates import gate
from motcua.kernel import clock, money
from motcua.organisation import equipment
from motcua.organisation.access import desks_for
from motcua.organisation.desk_enums import Condition, EquipmentKind
from motcua.organisation.equipment import DeskEquipment, Need
from motcua.organisation.models import Equipment
from motcua.organisation.rules import Officer
from motcua.regimes.actions import set_value
from motcua.regimes.queries import explain, rule

PAGE = "staff:desk-equipment"
_TONES = {Condition.GOOD: "done", Condition.WEAK: "soon", Condition.BROKEN: "stopped"}


class FoundForm(forms.Form):
    """What was found at a check."""

    kind = forms.ChoiceField(label="Loại", choices=EquipmentKind.choices())
    name = forms.CharField(label="Tên, hiệu, nơi đặt", max_length=200, required=False)
    quantity = forms.IntegerField(label="Số lượng", min_value=0, max_value=1000, initial=1)
    condition = forms.ChoiceField(label="Tình trạng", choices=Condition.choices())
    checked_on = DayField(label="Kiểm tra ngày")
    note = forms.CharField(label="Ghi chú", max_length=300, required=False)


class PriceForm(forms.Form):
    """A price of each kind of the standard."""

    reason = forms.CharField(label="Căn cứ đơn giá", max_length=300, help_text="Báo giá, quyết định, ngày.")

    def __init__(self, kinds: list[EquipmentKind], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for kind in kinds:
            self.fields[kind.value] = MoneyField(label=kind.label, required=False)
        self.order_fields([*(kind.value for kind in kinds), "reason"])


@require_safe
@gate(*MANAGE)
def overview(request: HttpRequest, officer: Officer) -> HttpResponse:
    """One desk against the standard; with several desks in scope, which of them have everything."""
    agency = the_desk(request, officer, *MANAGE)
    today = clock.today()
    every = equipment.desks_against_standard(desks_for(officer, *MANAGE), today)
    one = next(each for each in every if each.agency.pk == agency.pk)
    cost, unpriced = equipment.estimate(one.rows)
    whole = sum(each.whole for each in every)
    standard = explain(equipment.STANDARD, on=today, scopes=agency.chain)
    cards = [
        Summary("Loại còn thiếu", sum(row.short > 0 for row in one.rows), tone="late" if not one.whole else "done"),
        Summary("triệu đồng, kinh phí ước tính", decimal_comma(Decimal(cost) / 1_000_000, 1) if cost or not unpriced else None,
                note=f"{unpriced} loại chưa có đơn giá" if unpriced else ""),
        Summary("Bộ phận Một cửa đủ thiết bị", f"{whole}/{len(every)}", note=f"{100 * whole // len(every)} %"),
    ]  # fmt: skip
    tables = [
        Table(
            "So với danh mục", ("Loại", "Cần", "Dùng được", "Hỏng", "Thiếu", "Đơn giá", "Kinh phí"),
            [_need(row) for row in one.rows], note=f"Danh mục: {standard.source} ({standard.grade.label}).",
        ),
        Table(
            "Lần kiểm tra gần nhất", ("Loại", "Tên, nơi đặt", "Số lượng", "Tình trạng", "Ngày", "Ghi chú"),
            [_found(row) for row in equipment.equipment_of(agency)], "Chưa kiểm tra lần nào.",
        ),
    ]  # fmt: skip
    if len(every) > 1:
        tables.append(Table("Các Bộ phận Một cửa", ("Cơ quan", "Còn thiếu"), [_desk(each) for each in every]))
    sheet = Sheet(
        "Trang thiết bị",
        do=(
            Do("Ghi kiểm tra", at("staff:desk-equipment-add", agency), main=True),
            Do("Đơn giá", at("staff:desk-equipment-prices", agency)),
        ),
        cards=cards,
        tables=tables,
    )
    return sheet_page(request, officer, agency, sheet, *MANAGE)


def _need(row: Need) -> Line:
    short = status_tag(f"Thiếu {row.short}", "late") if row.short else status_tag("Đủ", "done")
    price = money.dong(row.price) if row.price is not None else "chưa có"
    cost = money.dong(row.cost) if row.short and row.cost is not None else "–"
    return Line((row.kind.label, row.wanted, row.working, row.broken or "–", short, price, cost))


def _found(row: Equipment) -> Line:
    condition = Condition(row.condition)
    return Line(
        (EquipmentKind(row.kind).label, row.name or "–", row.quantity, status_tag(condition.label, _TONES[condition]),
         day_words(row.checked_on), row.note or "–"),
        (Do("Kiểm tra lại", reverse("staff:desk-equipment-check", args=[row.pk]), about=EquipmentKind(row.kind).label),),
    )  # fmt: skip


def _desk(each: DeskEquipment) -> Line:
    short = [f"{row.kind.label.lower()} ({row.short})" for row in each.rows if row.short]
    return Line((each.agency.name, ", ".join(short) or status_tag("Đủ", "done")))


@require_http_methods(["GET", "POST"])
@gate(*MANAGE)
def add(request: HttpRequest, officer: Officer) -> HttpResponse:
    """Something found for the first time."""
    agency = the_desk(request, officer, *MANAGE)

    def act(given: Cleaned) -> str:
        kind, condition = EquipmentKind(given.pop("kind")), Condition(given.pop("condition"))
        equipment.note_equipment(actor=officer.actor, agency=agency, kind=kind, condition=condition, **given)
        return "Đã ghi."

    form = FoundForm(request.POST or None, initial={"checked_on": clock.today()})
    return form_page(
        request, officer, form, act, heading="Ghi kiểm tra thiết bị", back=at(PAGE, agency), submit="Ghi"
    )


@require_http_methods(["GET", "POST"])
@gate(*MANAGE)
def check(request: HttpRequest, officer: Officer, number: int) -> HttpResponse:
    """The same things at a later check; quantity 0: they are gone."""
    row = row_of(Equipment, number, officer, *MANAGE)

    def act(given: Cleaned) -> str:
        condition = Condition(given.pop("condition"))
        equipment.note_equipment(
            actor=officer.actor,
            agency=row.agency,
            kind=EquipmentKind(row.kind),
            condition=condition,
            replaces=row,
            **given,
        )
        return "Đã ghi lần kiểm tra mới."

    form = FoundForm(
        request.POST or None,
        initial={name: getattr(row, name) for name in ("name", "quantity", "condition", "note")}
        | {"checked_on": clock.today()},
    )
    del form.fields["kind"]
    return form_page(
        request, officer, form, act, heading=f"Kiểm tra lại: {EquipmentKind(row.kind).label}", back=at(PAGE, row.agency),
        submit="Ghi", lead="Số lượng 0: đã thanh lý, chuyển đi.",
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
@gate(*MANAGE)
def prices(request: HttpRequest, officer: Officer) -> HttpResponse:
    """Prices in đồng, a dated setting of the agency."""
    agency = the_desk(request, officer, *MANAGE)
    today = clock.today()
    standard = rule(equipment.STANDARD, on=today, scopes=agency.chain)
    kinds = [kind for kind in EquipmentKind if any(kind.value in part for part in standard.values())]

    def act(given: Cleaned) -> str:
        reason = given.pop("reason")
        value = {kind: price for kind, price in given.items() if price is not None}
        set_value(
            actor=officer.actor, key=equipment.PRICES, value=value, scope=agency.code, first_day=today,
            reason=reason, source=reason,
        )  # fmt: skip
        return "Đã lưu đơn giá."

    known = rule(equipment.PRICES, on=today, scopes=agency.chain)
    form = PriceForm(kinds, request.POST or None, initial=known)
    return form_page(
        request, officer, form, act, heading="Đơn giá để ước kinh phí", back=at(PAGE, agency),
        lead="Bỏ trống loại chưa có giá: phần đó không được ước.",
    )  # fmt: skip
