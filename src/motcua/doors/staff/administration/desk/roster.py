"""The roster: half days down, counters across; holes seen at once; a reserve put in with two presses."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from motcua.doors.frame.forms import Checkboxes, DayField, Radios
from motcua.doors.staff.administration.answering import Cleaned, form_page
from motcua.doors.staff.administration.desk.showing import (
    MANAGE,
    WEEK_DAYS,
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
from motcua.doors.staff.gates import done, gate
from motcua.kernel import clock
from motcua.kernel.refusals import Refused
from motcua.organisation import rosters
from motcua.organisation.dated import lasting
from motcua.organisation.desk_enums import Session
from motcua.organisation.enums import Role
from motcua.organisation.models import Absence, Agency, DeskAssignment, RoleGrant, RosterSlot, Staff
from motcua.organisation.premises import counters_of
from motcua.organisation.rules import Officer
from motcua.worktime.queries import calendars_for

PAGE = "staff:desk-roster"


class LayOutForm(forms.Form):
    """An officer at a counter over a span."""

    counter = forms.ChoiceField(label="Quầy")
    staff = forms.ChoiceField(label="Cán bộ")
    first = DayField(label="Từ ngày")
    last = DayField(label="Đến hết ngày")
    sessions = forms.MultipleChoiceField(label="Buổi", choices=Session.choices(), widget=Checkboxes())
    weekdays = forms.MultipleChoiceField(
        label="Ngày trong tuần", choices=[(str(n), name) for n, name in enumerate(WEEK_DAYS[:6])], widget=Checkboxes(),
        help_text="Chỉ xếp vào ngày làm việc theo lịch của cơ quan.",
    )  # fmt: skip


class StandInForm(forms.Form):
    """Who takes the place."""

    reserve = forms.ChoiceField(label="Người thay", widget=Radios())
    rest_of_day = forms.BooleanField(label="Thay cả buổi chiều hôm đó", required=False, initial=True)


class AbsenceForm(forms.Form):
    """Days on which somebody cannot come."""

    staff = forms.ChoiceField(label="Cán bộ")
    first_day = DayField(label="Từ ngày")
    last_day = DayField(label="Đến hết ngày")
    reason = forms.ChoiceField(
        label="Loại",
        choices=[(each, each) for each in ("Nghỉ ốm", "Nghỉ phép", "Công tác, học tập", "Nghỉ khác")],
    )


@require_safe
@gate(*MANAGE)
def overview(request: HttpRequest, officer: Officer) -> HttpResponse:
    """One week of the roster."""
    agency = the_desk(request, officer, *MANAGE)
    monday = _monday(request.GET.get("tuan", ""), agency)
    sunday = monday + timedelta(days=6)
    notes: list[str] = []
    try:
        found = rosters.sheet(agency, monday, sunday)
    except Refused as refused:
        found, notes = rosters.Sheet(tuple(counters_of(agency, monday))), [refused.message]
    if found.counters and found.holes:
        notes.append(f"{found.holes} buổi trong tuần này chưa có người ngồi quầy.")
    sheet = Sheet(
        "Lịch trực quầy",
        do=(
            Do("Xếp lịch", at("staff:desk-roster-add", agency), main=True),
            Do("Báo vắng", at("staff:desk-absence-add", agency)),
        ),
        notes=notes,
        tables=[_absences(agency)],
    )
    more: dict[str, Any] = {
        "roster": found,
        "rows": [
            (
                f"{WEEK_DAYS[day.weekday()]} {day:%d/%m}",
                session.label,
                day == clock.today(),
                day < clock.today(),
                cells,
            )
            for day, session, cells in found.rows
        ],
        "week": span(monday, sunday),
        "before": at(PAGE, agency, tuan=(monday - timedelta(days=7)).isoformat()),
        "after": at(PAGE, agency, tuan=(monday + timedelta(days=7)).isoformat()),
        "premises": at("staff:desk-premises", agency),
    }
    return sheet_page(
        request, officer, agency, sheet, *MANAGE, template="staff/administration/desk/roster.html", **more
    )


def _absences(agency: Agency) -> Table:
    lines = [
        Line(
            (row.staff.name, span(row.first_day, row.last_day), row.reason),
            (
                Do(
                    "Đã đi làm lại",
                    reverse("staff:desk-absence-end", args=[row.pk]),
                    post=True,
                    about=row.staff.name,
                ),
            ),
        )
        for row in rosters.absences(agency, clock.today())
    ]
    return Table("Vắng mặt đang và sắp tới", ("Cán bộ", "Ngày", "Loại"), lines, "Không ai báo vắng.")


@require_http_methods(["GET", "POST"])
@gate(*MANAGE)
def lay_out(request: HttpRequest, officer: Officer) -> HttpResponse:
    """Seat somebody at a counter over a span."""
    agency = the_desk(request, officer, *MANAGE)
    today = clock.today()
    counters = {str(one.pk): one for one in counters_of(agency, today)}
    if not counters:
        done(request, "Chưa mở quầy nào: mở quầy trước rồi xếp lịch.")
        return redirect(at("staff:desk-premises", agency))
    people = {str(one.pk): one for one in _at_counters(agency, today)}

    def act(given: Cleaned) -> str:
        many = rosters.lay_out(
            actor=officer.actor, counter=counters[given["counter"]], staff=people[given["staff"]], first=given["first"],
            last=given["last"], sessions=[Session(each) for each in given["sessions"]],
            weekdays=[int(each) for each in given["weekdays"]],
        )  # fmt: skip
        return f"Đã xếp {many} buổi."

    monday = today - timedelta(days=today.weekday())
    initial = {
        "first": max(today, monday), "last": monday + timedelta(days=27), "sessions": [each.value for each in Session],
        "weekdays": [str(n) for n in range(6)],
    }  # fmt: skip
    form = LayOutForm(request.POST or None, initial=initial)
    offer(form, "counter", [(key, f"{one}. {one.name}") for key, one in counters.items()])
    offer(form, "staff", people_choices(list(people.values()), "Chọn người"))
    return form_page(
        request, officer, form, act, heading="Xếp lịch trực", back=at(PAGE, agency), submit="Xếp lịch",
        lead="Buổi đã có người thì giữ nguyên.",
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
@gate(*MANAGE)
def stand_in(request: HttpRequest, officer: Officer, number: int) -> HttpResponse:
    """Who takes the place of somebody: the first reserve is chosen already, one press puts them in."""
    slot = row_of(
        RosterSlot, number, officer, *MANAGE, agency="counter.agency", more=("staff", "counter__agency")
    )
    free = {str(one.staff.pk): one for one in rosters.reserves_for(slot)}

    def act(given: Cleaned) -> str:
        reserve = free[given["reserve"]].staff
        many = rosters.stand_in(
            actor=officer.actor, slot=slot, reserve=reserve, rest_of_day=given.get("rest_of_day", False)
        )
        return f"{reserve.name} thay {slot.staff.name}, {many} buổi."

    form = StandInForm(request.POST or None, initial={"reserve": next(iter(free), "")})
    words = [(key, _reserve_words(one)) for key, one in free.items()]
    offer(form, "reserve", words)
    if slot.session == Session.AFTERNOON.value:
        del form.fields["rest_of_day"]
    lead = (
        "Chọn người thay."
        if free
        else "Không còn ai rảnh: mọi người có vai trò tiếp nhận đều có lịch hoặc vắng."
    )
    return form_page(
        request, officer, form, act, submit="Thay",
        heading=f"Thay {slot.staff.name}, {slot.counter}, {Session(slot.session).label.lower()} {slot.day:%d/%m/%Y}",
        lead=lead, back=at(PAGE, slot.counter.agency, tuan=slot.day.isoformat()),
    )  # fmt: skip


def _reserve_words(one: rosters.Reserve) -> str:
    marks = [one.staff.title] + (["dự phòng"] if one.reserve else []) + ([one.skills] if one.skills else [])
    marks += [] if one.receives else ["chưa có vai trò tiếp nhận trong hệ thống"]
    return f"{one.staff.name} ({'; '.join(marks)})"


@require_POST
@gate(*MANAGE)
def clear(request: HttpRequest, officer: Officer, number: int) -> HttpResponse:
    """Nobody sits there: a hole."""
    slot = row_of(
        RosterSlot, number, officer, *MANAGE, agency="counter.agency", more=("staff", "counter__agency")
    )
    rosters.clear(actor=officer.actor, slot=slot)
    done(request, f"Đã bỏ {slot.staff.name} khỏi {slot.counter}, {slot.day:%d/%m/%Y}.")
    return redirect(at(PAGE, slot.counter.agency, tuan=slot.day.isoformat()))


@require_http_methods(["GET", "POST"])
@gate(*MANAGE)
def absence(request: HttpRequest, officer: Officer) -> HttpResponse:
    """Somebody cannot come on some days."""
    agency = the_desk(request, officer, *MANAGE)
    people = {str(one.pk): one for one in _at_counters(agency, clock.today())}

    def act(given: Cleaned) -> str:
        staff = people[given.pop("staff")]
        rosters.note_absence(actor=officer.actor, staff=staff, **given)
        return f"Đã ghi {staff.name} vắng; các buổi trực của người này hiện là buổi trống."

    form = AbsenceForm(request.POST or None, initial={"first_day": clock.today(), "last_day": clock.today()})
    offer(form, "staff", people_choices(list(people.values()), "Chọn người"))
    return form_page(request, officer, form, act, heading="Báo vắng", back=at(PAGE, agency), submit="Ghi")


@require_POST
@gate(*MANAGE)
def end_absence(request: HttpRequest, officer: Officer, number: int) -> HttpResponse:
    """Somebody is back."""
    row = row_of(Absence, number, officer, *MANAGE, agency="staff.agency")
    rosters.end_absence(actor=officer.actor, absence=row)
    done(request, f"{row.staff.name} đã đi làm lại.")
    return redirect(at(PAGE, row.staff.agency))


def _at_counters(agency: Agency, day: date) -> list[Staff]:
    """Whoever is put at the desk, and whoever holds a role there that serves citizens."""
    assigned = DeskAssignment.objects.filter(lasting(day), agency=agency).values("staff_id")
    roles = RoleGrant.objects.filter(
        lasting(day), agency=agency, role__in=[Role.RECEPTION.value, Role.POSTAL.value]
    ).values("staff_id")
    people = Staff.objects.filter(lasting(day))
    return list(
        (people.filter(pk__in=assigned) | people.filter(pk__in=roles)).distinct().order_by("name_key")
    )


def _monday(text: str, agency: Agency) -> date:
    """Of the week asked for; else of the week with the next working day: on a Sunday the roster to come is looked at."""
    try:
        day = DayField().to_python(text) or _next_at_work(agency)
    except ValidationError:
        day = _next_at_work(agency)
    return day - timedelta(days=day.weekday())


def _next_at_work(agency: Agency) -> date:
    today = clock.today()
    try:
        return calendars_for(agency.chain).on(today).next_working(today)
    except Refused:  # a year whose calendar is missing; the page itself says so
        return today
