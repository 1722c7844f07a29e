"""Reports sent: the year's list, one entered with its number and proof, a mistake taken out with its reason."""

from datetime import date
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from motcua.doors.frame.forms import DayField
from motcua.doors.staff.control.showing import (
    Cleaned,
    Do,
    Filter,
    Line,
    Place,
    Sheet,
    Table,
    chosen,
    day_words,
    form_page,
    offer,
    place_of,
    sheet,
    span,
    upload_of,
    years,
)  # fmt: skip
from motcua.doors.staff.gates import gate
from motcua.doors.staff.lists import as_file
from motcua.doors.staff.steering.files import download
from motcua.kernel import clock
from motcua.kernel.refusals import NotFound
from motcua.organisation.enums import Right
from motcua.organisation.rules import Officer
from motcua.plans import sent_reports
from motcua.plans.sent_models import WAYS, SentReport
from motcua.plans.sent_reports import NewSent, name_of, report_kinds

PAGE = "staff:sent-reports"
_HEADS = ("Báo cáo", "Loại", "Kỳ", "Số, ký hiệu", "Ngày ký", "Nơi nhận", "Ngày gửi", "Cách gửi")
_GONE = ("Báo cáo", "Số, ký hiệu", "Ngày gửi", "Vì sao bỏ", "Ai bỏ, ngày nào")


class SentForm(forms.Form):
    """A report as it was sent."""

    kind = forms.ChoiceField(
        label="Loại báo cáo", choices=lambda: [(one.code, one.name) for one in report_kinds().values()]
    )
    title = forms.CharField(label="Tên báo cáo", max_length=300)
    first = DayField(label="Kỳ báo cáo từ ngày")
    last = DayField(label="Đến hết ngày")
    number = forms.CharField(label="Số, ký hiệu", max_length=80, help_text="Ví dụ: 45/BC-UBND.")
    signed_on = DayField(label="Ngày ký")
    to_agency = forms.ChoiceField(label="Cơ quan nhận", required=False)
    to_name = forms.CharField(
        label="Nơi nhận khác", max_length=200, required=False, help_text="Khi không phải cơ quan cấp trên ở ô trên."
    )  # fmt: skip
    sent_on = DayField(label="Ngày gửi")
    way = forms.ChoiceField(label="Cách gửi", choices=WAYS)
    url = forms.URLField(
        label="Đường dẫn tới văn bản", max_length=1000, required=False, assume_scheme="https"
    )
    file = forms.FileField(label="Tệp văn bản", required=False)


class TakeOutForm(forms.Form):
    """Why an entry counts no more."""

    why = forms.CharField(label="Vì sao bỏ", max_length=300)


@require_safe
@gate(Right.STEER, Right.SEE_FIGURES)
def overview(request: HttpRequest, officer: Officer) -> HttpResponse:
    """What an agency sent in a year; entered wrong and taken out below."""
    place = place_of(request, officer)
    kinds = [("", "Mọi loại"), *((one.code, one.name) for one in report_kinds().values())]
    kind = chosen(request, "loai", kinds)
    rows = list(sent_reports.sent_in(place.agency, place.year))
    shown = [one for one in rows if one.withdrawn_at is None and kind in ("", one.kind)]
    if request.GET.get("as") == "xlsx":
        return as_file(_HEADS, [_cells(one) for one in shown], name="bao-cao-da-gui")
    gone = [one for one in rows if one.withdrawn_at is not None]
    lines = [Line(_cells(one), _acts(one, place)) for one in shown]
    tables = [Table(f"Đã gửi năm {place.year}", _HEADS, lines, "Chưa ghi báo cáo nào đã gửi trong năm này.")]
    if gone:
        tables.append(Table("Ghi nhầm, đã bỏ", _GONE, [Line(_gone(one)) for one in gone]))
    of = Sheet(
        "Báo cáo đã gửi",
        lead="Báo cáo định kỳ đã gửi cấp trên. Nhiệm vụ báo cáo trong kế hoạch được gợi ý hoàn thành theo sổ này.",
        do=(Do("Ghi báo cáo đã gửi", place.url("staff:sent-report-add"), main=True),) if place.leads else (),
        tables=tables,
    )  # fmt: skip
    filters = [Filter("nam", "Năm", years(), str(place.year)), Filter("loai", "Loại", kinds, kind)]
    return sheet(request, officer, of, place=place, filters=filters, saves=True)


def _cells(row: SentReport) -> tuple[Any, ...]:
    return (
        row.title, name_of(row.kind), span(row.period_first, row.period_last), row.number, day_words(row.signed_on),
        row.to_name, day_words(row.sent_on), row.get_way_display(),
    )  # fmt: skip


def _acts(row: SentReport, place: Place) -> tuple[Do, ...]:
    do = []
    if row.file_id:
        do.append(Do("Tệp", reverse("staff:sent-report-file", args=[row.pk]), about=row.title))
    if row.url:
        do.append(Do("Mở", row.url, about=row.title))
    if place.leads:
        do.append(Do("Bỏ", reverse("staff:sent-report-take-out", args=[row.pk]), about=row.title))
    return tuple(do)


def _gone(row: SentReport) -> tuple[Any, ...]:
    when = day_words(clock.local_day(row.withdrawn_at)) if row.withdrawn_at else ""
    return row.title, row.number, day_words(row.sent_on), row.withdrawn_why, f"{row.withdrawn_by}, {when}"


@require_http_methods(["GET", "POST"])
@gate(Right.STEER)
def add(request: HttpRequest, officer: Officer) -> HttpResponse:
    """A report that was sent is entered; what the page one comes from knows of it is filled in."""
    place = place_of(request, officer, Right.STEER)
    receivers = {str(one.pk): one for one in sent_reports.receivers_of(place.agency)}
    form = SentForm(
        request.POST or None, request.FILES or None, initial=_known(request, next(iter(receivers), ""))
    )
    offer(
        form,
        "to_agency",
        [*((key, one.name) for key, one in receivers.items()), ("", "Nơi khác: ghi ở ô dưới")],
    )

    def act(given: Cleaned) -> str:
        blob, name = upload_of(given)
        to = None if given["to_name"].strip() else receivers.get(given["to_agency"])
        made = sent_reports.enter_sent(
            NewSent(
                agency=place.agency, to_agency=to, file=blob, file_name=name,
                **{key: value for key, value in given.items() if key not in ("to_agency", "file")},
            ),
            actor=officer.actor,
        )  # fmt: skip
        return f"Đã ghi «{made.title}» là đã gửi {made.to_name}."

    return form_page(request, officer, form, act, heading="Ghi báo cáo đã gửi", lead=place.agency.name,
                     back=place.url(PAGE), submit="Ghi")  # fmt: skip


def _known(request: HttpRequest, receiver: str) -> dict[str, Any]:
    """What the address says of the report, and what mostly holds: signed and sent today, to the agency above."""
    today = clock.today()
    return {
        "kind": request.GET.get("loai", ""), "title": request.GET.get("ten", "")[:300], "first": _day(request, "tu"),
        "last": _day(request, "den"), "to_agency": receiver, "signed_on": today, "sent_on": today, "way": WAYS[0][0],
    }  # fmt: skip


def _day(request: HttpRequest, name: str) -> date | None:
    try:
        return date.fromisoformat(request.GET.get(name, ""))
    except ValueError:
        return None


def _row(officer: Officer, number: int, right: Right) -> SentReport:
    row = SentReport.objects.select_related("agency", "file").filter(pk=number).first()
    if row is None or not officer.may(right, row.agency.path):
        raise NotFound
    return row


@require_http_methods(["GET", "POST"])
@gate(Right.STEER)
def take_out(request: HttpRequest, officer: Officer, number: int) -> HttpResponse:
    """An entry that was wrong counts no more."""
    row = _row(officer, number, Right.STEER)

    def act(given: Cleaned) -> str:
        sent_reports.take_out(row.pk, actor=officer.actor, **given)
        return "Đã bỏ; báo cáo này không còn tính là đã gửi."

    back = f"{reverse(PAGE)}?co-quan={row.agency.code}&nam={row.sent_on.year}"
    return form_page(request, officer, TakeOutForm(request.POST or None), act, heading="Bỏ báo cáo ghi nhầm",
                     lead=f"{row.title}, {row.number}", back=back, submit="Bỏ")  # fmt: skip


@require_safe
@gate(Right.STEER, Right.SEE_FIGURES)
def file(request: HttpRequest, officer: Officer, number: int) -> HttpResponse:
    """The document that was sent."""
    row = _row(officer, number, Right.SEE_FIGURES)
    if row.file is None:
        raise NotFound
    return download(row.file.sha256, row.file_name or "bao-cao")
