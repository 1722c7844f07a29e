"""Training, conferences, seminars, exchanges: held and attended, hours of each person."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from django import forms
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from motcua.doors.frame.components import Summary
from motcua.doors.frame.figures import decimal_comma
from motcua.doors.frame.forms import Checkboxes, CommaDecimalField, DayField
from motcua.doors.staff.administration.answering import Cleaned, form_page
from motcua.doors.staff.administration.desk.showing import (
    STEERS,
    Do,
    Line,
    Sheet,
    Table,
    at,
    offer,
    people_choices,
    row_of,
    sheet_page,
    span,
    the_desk,
)  # fmt: skip
from motcua.doors.staff.gates import gate
from motcua.kernel import clock
from motcua.organisation import trainings
from motcua.organisation.dated import lasting
from motcua.organisation.desk_enums import TrainingKind
from motcua.organisation.models import Staff, Training, TrainingPart
from motcua.organisation.rules import Officer
from motcua.organisation.trainings import NewTraining

PAGE = "staff:desk-trainings"


class TrainingForm(forms.Form):
    """What took place."""

    kind = forms.ChoiceField(label="Loại", choices=TrainingKind.choices())
    held = forms.BooleanField(label="Cơ quan tổ chức", required=False)
    title = forms.CharField(label="Nội dung", max_length=300)
    organiser = forms.CharField(label="Đơn vị tổ chức", max_length=200, required=False)
    place = forms.CharField(label="Địa điểm", max_length=200, required=False)
    first_day = DayField(label="Từ ngày")
    last_day = DayField(label="Đến hết ngày")
    hours = CommaDecimalField(
        label="Số giờ mỗi người", max_digits=5, decimal_places=1, min_value=Decimal("0.5")
    )
    staff = forms.MultipleChoiceField(label="Người tham dự", widget=Checkboxes(), required=False)
    guests = forms.IntegerField(
        label="Người dự ngoài cơ quan", min_value=0, max_value=5000, initial=0, required=False
    )
    result = forms.CharField(label="Kết quả", max_length=500, required=False)


class MistakeForm(forms.Form):
    """Why an entry is taken out."""

    why = forms.CharField(label="Vì sao bỏ", max_length=300)


class PartForm(forms.Form):
    """Somebody's own hours and result."""

    hours = CommaDecimalField(label="Số giờ", max_digits=5, decimal_places=1, min_value=Decimal(0))
    result = forms.CharField(label="Kết quả", max_length=200, required=False)


@require_safe
@gate(*STEERS)
def overview(request: HttpRequest, officer: Officer) -> HttpResponse:
    """A year: what took place, and everybody's hours."""
    agency = the_desk(request, officer, *STEERS)
    today = clock.today()
    year = (
        int(asked)
        if (asked := request.GET.get("nam", "")).isdigit() and 2018 <= int(asked) <= 2100
        else today.year
    )
    rows = list(trainings.trainings_of(agency, year))
    people = trainings.hours_by_person(agency, year, today)
    without = [one.name for one, hours, _ in people if not hours]
    sheet = Sheet(
        "Tập huấn, hội nghị, trao đổi",
        lead=f"Năm {year}",
        do=(
            Do(f"Năm {year - 1}", at(PAGE, agency, nam=year - 1)),
            Do("Ghi một lần", at("staff:desk-training-add", agency), main=True),
        ),
        notes=[f"Chưa dự lần nào trong năm: {', '.join(without)}."] if without and rows else (),
        cards=[
            Summary("Cơ quan tổ chức", sum(row.held for row in rows)),
            Summary("Tham dự", sum(not row.held for row in rows)),
            Summary("Giờ bình quân một người",
                    decimal_comma(sum((hours for _, hours, _ in people), Decimal(0)) / len(people), 1) if people else None),
        ],
        tables=[
            Table("Trong năm", ("Nội dung", "Loại", "Đơn vị tổ chức", "Ngày", "Giờ", "Người dự", "Kết quả"),
                  [_line(row) for row in rows], "Chưa ghi lần nào."),
            Table("Giờ của từng người", ("Cán bộ", "Chức danh", "Số lần", "Số giờ"),
                  [Line((one.name, one.title, many, decimal_comma(hours, 1))) for one, hours, many in people]),
        ],
    )  # fmt: skip
    return sheet_page(request, officer, agency, sheet, *STEERS)


def _line(row: Training) -> Line:
    many = f"{row.many} người" + (f", {row.guests} ngoài cơ quan" if row.guests else "")  # type: ignore[attr-defined]
    kind = TrainingKind(row.kind).label + (" (tổ chức)" if row.held else " (dự)")
    return Line(
        (row.title, kind, row.organiser, span(row.first_day, row.last_day), decimal_comma(row.hours, 1), many,
         row.result or "–"),
        (Do("Mở", reverse("staff:desk-training", args=[row.pk]), about=row.title),),
    )  # fmt: skip


@require_safe
@gate(*STEERS)
def one(request: HttpRequest, officer: Officer, number: int) -> HttpResponse:
    """Who took part, hours and results."""
    row = row_of(Training, number, officer, *STEERS)
    lines = [
        Line(
            (part.staff.name, decimal_comma(part.hours, 1), part.result or "–"),
            (Do("Sửa", reverse("staff:desk-training-part", args=[part.pk]), about=part.staff.name),),
        )
        for part in trainings.parts_of(row)
    ]
    sheet = Sheet(
        row.title,
        lead=f"{row.organiser}, {span(row.first_day, row.last_day)}",
        do=(
            Do("Về danh sách", at(PAGE, row.agency, nam=row.first_day.year)),
            Do("Bỏ mục ghi nhầm", reverse("staff:desk-training-remove", args=[row.pk])),
            Do("Sửa", reverse("staff:desk-training-change", args=[row.pk])),
        ),
        tables=[
            Table("Người tham dự", ("Cán bộ", "Số giờ", "Kết quả"), lines, "Chỉ có người ngoài cơ quan.")
        ],
    )
    return sheet_page(request, officer, row.agency, sheet, *STEERS)


@require_http_methods(["GET", "POST"])
@gate(*STEERS)
def add(request: HttpRequest, officer: Officer) -> HttpResponse:
    """Something that took place is entered."""
    agency = the_desk(request, officer, *STEERS)
    today = clock.today()

    def act(given: NewTraining) -> str:
        made = trainings.enter(actor=officer.actor, agency=agency, given=given)
        return f"Đã ghi «{made.title}», {len(given.staff)} người tham dự."

    people = list(Staff.objects.filter(lasting(today), agency=agency).order_by("name_key"))
    initial = {"first_day": today, "last_day": today, "hours": Decimal(4), "held": True}
    return _page(
        request,
        officer,
        people,
        initial,
        act,
        heading="Ghi một lần tập huấn, hội nghị",
        back=at(PAGE, agency),
    )


@require_http_methods(["GET", "POST"])
@gate(*STEERS)
def change(request: HttpRequest, officer: Officer, number: int) -> HttpResponse:
    """What was entered wrong is mended."""
    row = row_of(Training, number, officer, *STEERS)

    def act(given: NewTraining) -> str:
        trainings.change(actor=officer.actor, row=row, given=given)
        return "Đã sửa."

    took_part = list(trainings.parts_of(row).values_list("staff", flat=True))
    there = Staff.objects.filter(Q(lasting(clock.today()), agency=row.agency) | Q(pk__in=took_part))
    initial = {name: getattr(row, name) for name in TrainingForm.base_fields if name != "staff"}
    return _page(
        request, officer, list(there.order_by("name_key")), {**initial, "staff": [str(key) for key in took_part]},
        act, heading="Sửa", back=reverse("staff:desk-training", args=[row.pk]),
    )  # fmt: skip


def _page(
    request: HttpRequest, officer: Officer, people: list[Staff], initial: dict[str, Any],
    act: Callable[[NewTraining], str], *, heading: str, back: str,
) -> HttpResponse:  # fmt: skip
    known = {str(each.pk): each for each in people}
    form = TrainingForm(request.POST or None, initial=initial)
    offer(form, "staff", people_choices(people))

    def done(given: Cleaned) -> str:
        staff = [known[key] for key in given.pop("staff")]
        kind, guests = TrainingKind(given.pop("kind")), given.pop("guests") or 0
        return act(NewTraining(kind=kind, staff=staff, guests=guests, **given))

    return form_page(request, officer, form, done, heading=heading, back=back, submit="Ghi")


@require_http_methods(["GET", "POST"])
@gate(*STEERS)
def remove(request: HttpRequest, officer: Officer, number: int) -> HttpResponse:
    """What was entered by mistake is taken out."""
    row = row_of(Training, number, officer, *STEERS)

    def act(given: Cleaned) -> str:
        trainings.remove(actor=officer.actor, row=row, **given)
        return "Đã bỏ; không còn tính vào đâu."

    back = at(PAGE, row.agency, nam=row.first_day.year)
    return form_page(request, officer, MistakeForm(request.POST or None), act, heading="Bỏ mục ghi nhầm",
                     lead=row.title, back=back, submit="Bỏ")  # fmt: skip


@require_http_methods(["GET", "POST"])
@gate(*STEERS)
def part(request: HttpRequest, officer: Officer, number: int) -> HttpResponse:
    """Somebody's own hours and result."""
    row = row_of(
        TrainingPart, number, officer, *STEERS, agency="training.agency", more=("staff", "training__agency")
    )

    def act(given: Cleaned) -> str:
        trainings.set_part(actor=officer.actor, part=row, **given)
        return "Đã lưu."

    form = PartForm(request.POST or None, initial={"hours": row.hours, "result": row.result})
    back = reverse("staff:desk-training", args=[row.training_id])
    return form_page(request, officer, form, act, heading=row.staff.name, lead=row.training.title, back=back)
