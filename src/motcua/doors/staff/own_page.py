"""An officer's own page: duties to acknowledge, term, roster, training, what is kept of them."""

from datetime import date, timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.html import format_html, linebreaks
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_POST, require_safe

from motcua.doors.frame.figures import decimal_comma
from motcua.doors.frame.templatetags.frame import moment, status_tag
from motcua.doors.staff.administration.desk.ratings import line_of
from motcua.doors.staff.administration.desk.showing import WEEK_DAYS, Do, Line, Sheet, Table, span
from motcua.doors.staff.gates import done, gate
from motcua.doors.staff.pages import show
from motcua.kernel import clock
from motcua.kernel.refusals import NotFound
from motcua.organisation import assignments, marks, regulations, rosters, trainings
from motcua.organisation.desk_enums import Position, Session
from motcua.organisation.models import Duty
from motcua.organisation.rules import Officer

_AHEAD = timedelta(days=13)


@require_safe
@gate()
def mine(request: HttpRequest, officer: Officer) -> HttpResponse:
    """Everything the house keeps about whoever looks, and nothing of anybody else."""
    today, who = clock.today(), officer.staff_id
    duties = list(regulations.duties_of(who, today))
    unread = sum(duty.acknowledged_at is None for duty in duties)
    parts = list(trainings.parts_of_staff(who, today.year))
    hours = decimal_comma(sum(part.hours for part in parts), 1)
    sheet = Sheet(
        "Trang của tôi",
        lead=f"{officer.name}, {officer.title}",
        do=(
            Do("Sáng kiến", reverse("staff:initiatives")),
            Do(f"Điểm thi đua năm {today.year}", reverse("staff:emulation-officer", args=[who])),
        ),
        notes=[f"{unread} phần trách nhiệm chưa xác nhận đã đọc."] if unread else (),
        tables=[
            Table("Trách nhiệm của tôi", ("Theo quy chế", "Trách nhiệm", "Xác nhận"), [_duty(each) for each in duties],
                  "Chưa được giao trách nhiệm cụ thể nào."),
            Table("Lịch trực hai tuần tới", ("Ngày", "Buổi và quầy"), _seats(who), "Không có lịch trực."),
            Table("Phân công", ("Nơi làm việc", "Vị trí", "Quyết định", "Nhiệm kỳ"), [
                Line((row.agency.desk_name or row.agency.name,
                      Position(row.position).label + (", dự phòng" if row.reserve else ""),
                      row.decision, span(row.first_day, row.last_day)))
                for row in assignments.assignments_of(who)
            ], "Chưa có quyết định phân công về Bộ phận Một cửa."),
            Table(f"Tập huấn năm {today.year}: {hours} giờ", ("Nội dung", "Ngày", "Số giờ", "Kết quả"), [
                Line((part.training.title, span(part.training.first_day, part.training.last_day),
                      decimal_comma(part.hours, 1), part.result or "–"))
                for part in parts
            ], "Chưa dự lần nào trong năm."),
            Table("Kết quả đánh giá đang giữ", ("Kỳ", "Loại", "Kết quả", "Nguồn", "Đã dùng làm căn cứ"),
                  [line_of(mark, own=True) for mark in marks.marks_of(who)], "Chưa giữ kết quả nào."),
        ],
    )  # fmt: skip
    return show(request, officer, "staff/administration/desk/sheet.html", {"sheet": sheet, "agencies": ()})


def _seats(who: int) -> list[Line]:
    """One line a day: the half days with their counters."""
    today = clock.today()
    days: dict[date, dict[str, list[str]]] = {}
    for slot in rosters.seats_of(who, today, today + _AHEAD):
        where = f"{slot.counter}, {slot.counter.name}{', trực thay' if slot.instead_of_id else ''}"
        sessions = days.setdefault(slot.day, {}).setdefault(where, [])
        sessions.append(Session(slot.session).label.lower())
    return [
        Line((
            f"{WEEK_DAYS[day.weekday()]} {day:%d/%m/%Y}",
            "; ".join(f"{', '.join(sessions)}: {where}" for where, sessions in places.items()),
        ))
        for day, places in days.items()
    ]  # fmt: skip


def _duty(duty: Duty) -> Line:
    do: list[Do] = []
    if duty.regulation.blob_id:
        do.append(Do("Mở quy chế", reverse("staff:desk-regulation-file", args=[duty.regulation_id])))
    if duty.acknowledged_at is None:
        do.append(Do("Tôi đã đọc", reverse("staff:acknowledge", args=[duty.pk]), post=True, main=True))
        said = status_tag("Chưa xác nhận", "waiting")
    else:
        said = format_html("<span>{} {}</span>", status_tag("Đã đọc", "done"), moment(duty.acknowledged_at))
    words = mark_safe(linebreaks(duty.text, autoescape=True))  # noqa: S308 - escaped by linebreaks
    return Line((f"{duty.regulation.title}, phiên bản {duty.regulation.number}", words, said), tuple(do))


@require_POST
@gate()
def acknowledge(request: HttpRequest, officer: Officer, number: int) -> HttpResponse:
    """The officer says they have read what they answer for."""
    duty = Duty.objects.filter(pk=number, staff=officer.staff_id).first()
    if duty is None:
        raise NotFound
    regulations.acknowledge(actor=officer.actor, duty=duty)
    done(request, "Đã ghi nhận ông/bà đã đọc trách nhiệm của mình.")
    return redirect("staff:mine")
