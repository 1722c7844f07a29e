"""Inspections of a year: the plan, what is prepared, running, concluded, and the remedies still owed."""

from datetime import date
from typing import Any

from django import forms
from django.db.models import Count, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from motcua.doors.frame.components import Summary
from motcua.doors.frame.forms import DayField
from motcua.doors.frame.templatetags.frame import status_tag
from motcua.doors.staff.control.showing import (
    Do,
    Filter,
    Line,
    Place,
    Sheet,
    Table,
    chosen,
    day_words,
    place_of,
    sheet,
    span,
    years,
)  # fmt: skip
from motcua.doors.staff.gates import gate
from motcua.doors.staff.lists import as_file
from motcua.doors.staff.sent_link import sent_url
from motcua.inspections import access
from motcua.inspections.enums import CheckForm, CheckState, PlanMode
from motcua.inspections.inspection_models import Draw, InspectionPlan, Remedy
from motcua.kernel import clock
from motcua.organisation.enums import Right
from motcua.organisation.models import Agency
from motcua.organisation.rules import Officer
from motcua.plans.enums import PlanKind
from motcua.plans.sent_reports import kind_for_plan

PAGE = "staff:inspections"
_STATES = [("", "Mọi tình trạng"), *((each.value, each.label) for each in CheckState)]
_HEADS = (
    "Tên cuộc kiểm tra",
    "Đơn vị được kiểm tra",
    "Hình thức",
    "Thời gian",
    "Tình trạng",
    "Kiến nghị còn lại",
)


class DayAndNumber(forms.Form):
    """The number and the day of a decision."""

    decision = forms.CharField(label="Số quyết định", max_length=120)
    decided_on = DayField(label="Ngày quyết định")


@require_safe
@gate(Right.SEE_FIGURES, Right.STEER)
def overview(request: HttpRequest, officer: Officer) -> HttpResponse:
    """Plans and inspections of a year, remedies that are late first."""
    place = place_of(request, officer)
    state = chosen(request, "tinh-trang", _STATES)
    rows = _of_year(officer, place)
    shown = rows.filter(state=state) if state else rows
    if request.GET.get("as") == "xlsx":
        return as_file(_HEADS, [_cells(row) for row in shown], name="kiem-tra")
    plans = list(access.plans_for(officer).filter(agency=place.agency, year=place.year))
    owed = _owed(officer, place)
    today = clock.today()
    below = Agency.objects.on(today).within(place.agency).exclude(pk=place.agency.pk).exists()
    draws = (
        list(Draw.objects.filter(agency=place.agency, inspection=None).defer("frame")[:20]) if below else []
    )
    of = Sheet(
        "Kiểm tra",
        lead="Kế hoạch của năm, các cuộc kiểm tra, kết luận và việc thực hiện kiến nghị",
        do=_new(place, below=below),
        notes=_notes(place, plans, rows),
        cards=[
            Summary("Cuộc kiểm tra trong năm", len(rows)),
            Summary("Đã kết luận", sum(row.concluded_on is not None for row in rows)),
            Summary("Kiến nghị chưa khép lại", len(owed)),
            Summary("Kiến nghị quá hạn", sum(one.due_on < today for one in owed)),
        ],
        tables=[
            Table("Các cuộc kiểm tra", _HEADS, [_line(row) for row in shown], "Chưa có cuộc kiểm tra nào."),
            _owed_table(owed),
            Table("Kế hoạch kiểm tra", ("Tên kế hoạch", "Hình thức", "Quyết định", "Gửi đơn vị"),
                  [_plan_line(plan, place) for plan in plans], "Chưa lập kế hoạch kiểm tra của năm này."),
            *([_draws_table(draws)] if draws else []),
        ],
    )  # fmt: skip
    filters = [
        Filter("nam", "Năm", years(), str(place.year)), Filter("tinh-trang", "Tình trạng", _STATES, state),
    ]  # fmt: skip
    return sheet(request, officer, of, place=place, filters=filters, saves=True)


def _new(place: Place, *, below: bool) -> tuple[Do, ...]:
    lists = (
        Do("Bảng kiểm", place.url("staff:inspection-checklists")),
        Do("Báo cáo năm (Word)", place.url("staff:inspection-year-file")),
    )
    if not place.leads:
        return lists
    lots = (Do("Rút đơn vị ngẫu nhiên", place.url("staff:inspection-draw-agencies")),) if below else ()
    return (
        *lists,
        Do("Ghi báo cáo năm đã gửi", _sent_url(place)),
        *lots,
        Do("Lập kế hoạch", place.url("staff:inspection-plan-add")),
        Do("Chuẩn bị kiểm tra", place.url("staff:inspection-add"), main=True),
    )


def _sent_url(place: Place) -> str:
    """Where the year's report is noted as sent."""
    title = f"Báo cáo kết quả kiểm tra kiểm soát thủ tục hành chính năm {place.year}"
    first, last = date(place.year, 1, 1), date(place.year, 12, 31)
    return sent_url(
        place.agency.code, kind=kind_for_plan(PlanKind.INSPECTION), title=title, first=first, last=last
    )


def _draws_table(draws: list[Draw]) -> Table:
    lines = [
        Line(
            (day_words(clock.local_day(each.drawn_at)), f"{len(each.drawn)} trong {each.size}", each.seed),
            (Do("Mở", reverse("staff:inspection-drawn", args=[each.pk]), about=f"lần rút số {each.pk}"),),
        )
        for each in draws
    ]
    return Table("Các lần rút đơn vị", ("Ngày rút", "Số đơn vị", "Số gieo"), lines)


def _of_year(officer: Officer, place: Place) -> Any:
    """Made by the agency, or of it once it was told."""
    rows = access.inspections_for(officer).filter(first_day__year=place.year)
    rows = rows.filter(Q(agency=place.agency) | Q(target=place.agency))
    owed = Remedy.objects.filter(inspection=OuterRef("pk"), closed_at=None).order_by().values("inspection")
    return rows.annotate(owed=Coalesce(Subquery(owed.annotate(many=Count("pk")).values("many")), 0))


def _owed(officer: Officer, place: Place) -> list[Remedy]:
    seen = access.inspections_for(officer).filter(state=CheckState.CONCLUDED.value)
    seen = seen.filter(Q(agency=place.agency) | Q(target=place.agency)).order_by()
    rows = Remedy.objects.filter(inspection__in=seen.values("pk"), closed_at=None)
    return list(rows.select_related("inspection__target").order_by("due_on", "pk")[:100])


def _cells(row: Any) -> tuple[Any, ...]:
    where = f"{row.unit} ({row.target.name})" if row.unit else row.target.name
    form = "Tổ kiểm tra đặc biệt" if row.special else CheckForm(row.form).label
    return row.title, where, form, span(row.first_day, row.last_day), row.status.label, row.owed


def _line(row: Any) -> Line:
    cells = _cells(row)
    tag = status_tag(row.status.label, row.status.tone)
    return Line(
        (*cells[:4], tag, cells[5]),
        (Do("Mở", reverse("staff:inspection", args=[row.pk]), about=row.title),),
    )


def _owed_table(owed: list[Remedy]) -> Table:
    today = clock.today()
    lines = [
        Line(
            (one.words, one.inspection.target.name, day_words(one.due_on),
             status_tag("Quá hạn", "late") if one.due_on < today and one.answered_at is None
             else status_tag("Chờ xem xét", "waiting") if one.answered_at else status_tag("Đang thực hiện", "running")),
            (Do("Mở", reverse("staff:inspection-remedy", args=[one.pk]), about=one.words[:60]),),
        )
        for one in owed
    ]  # fmt: skip
    return Table(
        "Kiến nghị đang theo dõi",
        ("Kiến nghị", "Đơn vị", "Hạn", "Tình trạng"),
        lines,
        "Không có kiến nghị nào còn mở.",
    )


def _plan_line(plan: InspectionPlan, place: Place) -> Line:
    do = [Do("Tệp Word", reverse("staff:inspection-plan-file", args=[plan.pk]), about=plan.title)]
    if place.leads and not plan.decision:
        do.append(Do("Sửa", reverse("staff:inspection-plan-change", args=[plan.pk]), about=plan.title))
        do.append(
            Do("Ghi quyết định", reverse("staff:inspection-plan-decide", args=[plan.pk]), about=plan.title)
        )
    elif place.leads and plan.sent_on is None:
        do.append(Do("Ghi ngày gửi", reverse("staff:inspection-plan-sent", args=[plan.pk]), about=plan.title))
    decided = (
        f"{plan.decision}, {day_words(plan.decided_on)}"
        if plan.decision
        else f"chưa có, hạn {day_words(plan.due_on)}"
    )
    sent = (
        day_words(plan.sent_on) if plan.sent_on else f"hạn {day_words(plan.send_by)}" if plan.send_by else "–"
    )
    return Line((plan.title, PlanMode(plan.mode).label, decided, sent), tuple(do))


def _notes(place: Place, plans: list[InspectionPlan], rows: Any) -> list[str]:
    today = clock.today()
    notes = [
        f"«{plan.title}» chưa có quyết định, hạn {day_words(plan.due_on)}."
        for plan in plans
        if not plan.decision and today > plan.due_on
    ]
    for row in rows:
        if row.agency_id == place.agency.pk and row.status is CheckState.DECIDED:
            if row.notify_by and row.notified_on is None and today > row.notify_by:
                notes.append(f"«{row.title}» chưa thông báo cho đơn vị, hạn {day_words(row.notify_by)}.")
            if row.conclude_by and today > row.conclude_by:
                notes.append(f"«{row.title}» chưa kết luận, hạn {day_words(row.conclude_by)}.")
    return notes
