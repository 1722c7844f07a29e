"""Who is put at the desk: decisions, terms, reserves, posted officers; planned leaders offered first."""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from motcua.doors.frame.forms import DayField
from motcua.doors.staff.administration.answering import Cleaned, form_page
from motcua.doors.staff.administration.desk.showing import (
    MANAGE,
    Do,
    Line,
    Sheet,
    Table,
    at,
    day_words,
    offer,
    row_of,
    sheet_page,
    span,
    the_desk,
)  # fmt: skip
from motcua.doors.staff.gates import gate
from motcua.kernel import clock
from motcua.organisation import assignments
from motcua.organisation.dated import lasting
from motcua.organisation.desk_enums import Belonging, Position
from motcua.organisation.enums import Level
from motcua.organisation.models import Agency, DeskAssignment, Staff
from motcua.organisation.rules import Officer

PAGE = "staff:desk-people"


class AssignmentForm(forms.Form):
    """A decision to put somebody at the desk."""

    staff = forms.ChoiceField(
        label="Cán bộ", help_text="Người trong quy hoạch, rồi người ít đợt nhất đứng trước."
    )
    belonging = forms.ChoiceField(label="Thuộc", choices=Belonging.choices())
    posted_from = forms.CharField(
        label="Cơ quan cử đến", max_length=200, required=False, help_text="Ghi khi biệt phái, cử đến."
    )
    position = forms.ChoiceField(label="Vị trí", choices=Position.choices(), initial=Position.RECEPTION.value)
    decision = forms.CharField(label="Số quyết định", max_length=200)
    decided_on = DayField(label="Ngày quyết định")
    first_day = DayField(label="Từ ngày")
    last_day = DayField(label="Đến hết ngày", required=False)
    exception = forms.CharField(
        label="Lý do nhiệm kỳ khác quy định", max_length=300, required=False,
        help_text="Chỉ ghi khi đợt cử đến ngắn hoặc dài hơn quy định.",
    )  # fmt: skip
    full_time = forms.BooleanField(
        label="Chuyên trách (cả ngày tại Bộ phận Một cửa)", required=False, initial=True
    )
    planned_leader = forms.BooleanField(label="Trong quy hoạch lãnh đạo", required=False)
    reserve = forms.BooleanField(label="Dự phòng, thay khi người khác vắng", required=False)
    skills = forms.CharField(label="Lĩnh vực, kỹ năng", max_length=300, required=False)


class EndForm(forms.Form):
    """A term ends early."""

    last_day = DayField(label="Ngày cuối")
    reason = forms.CharField(label="Lý do", max_length=300)


@require_safe
@gate(*MANAGE)
def overview(request: HttpRequest, officer: Officer) -> HttpResponse:
    """Who is there, who stands by, whose term is over."""
    agency = the_desk(request, officer, *MANAGE)
    today = clock.today()
    rows = list(assignments.assignments_at(agency))
    running = [row for row in rows if row.last_day is None or row.last_day >= today]
    heads = ("Cán bộ", "Vị trí", "Thuộc", "Quyết định", "Nhiệm kỳ", "Lĩnh vực, kỹ năng")
    sheet = Sheet(
        "Phân công, nhiệm kỳ",
        do=(Do("Phân công", at("staff:desk-people-add", agency), main=True),),
        notes=assignments.gaps(agency, today),
        tables=[
            Table(
                "Đang làm việc",
                heads,
                [_line(row) for row in running if not row.reserve],
                "Chưa phân công ai.",
            ),
            Table(
                "Dự phòng", heads, [_line(row) for row in running if row.reserve], "Chưa có người dự phòng."
            ),
            Table(
                "Đã hết nhiệm kỳ",
                heads,
                [_line(row, past=True) for row in rows if row not in running],
                "Chưa có.",
            ),
        ],
    )
    return sheet_page(request, officer, agency, sheet, *MANAGE)


def _line(row: DeskAssignment, *, past: bool = False) -> Line:
    marks = [Position(row.position).label]
    marks += ["chuyên trách" if row.full_time else "kiêm nhiệm"]
    marks += ["trong quy hoạch"] if row.planned_leader else []
    belonging = Belonging(row.belonging).label + (f" từ {row.posted_from}" if row.posted_from else "")
    term = span(row.first_day, row.last_day) + (
        f" ({row.end_reason or row.exception})" if row.end_reason or row.exception else ""
    )
    do = (
        ()
        if past
        else (Do("Kết thúc", reverse("staff:desk-people-end", args=[row.pk]), about=row.staff.name),)
    )
    return Line(
        (row.staff.name, "; ".join(marks), belonging, f"{row.decision}, {day_words(row.decided_on)}", term,
         row.skills or "–"),
        do,
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
@gate(*MANAGE)
def add(request: HttpRequest, officer: Officer) -> HttpResponse:
    """Put somebody at the desk: of the agency itself, of the bodies beside and below, of the post."""
    agency = the_desk(request, officer, *MANAGE)
    today = clock.today()
    people, choices = _people(agency)

    def act(given: Cleaned) -> str:
        staff = people[given.pop("staff")]
        belonging, position = Belonging(given.pop("belonging")), Position(given.pop("position"))
        assignments.assign(
            actor=officer.actor, agency=agency,
            given=assignments.NewAssignment(staff=staff, belonging=belonging, position=position, **given),
        )  # fmt: skip
        return f"Đã phân công {staff.name}."

    form = AssignmentForm(request.POST or None, initial={"decided_on": today, "first_day": today})
    offer(form, "staff", choices)
    return form_page(
        request, officer, form, act, heading="Phân công về Bộ phận Một cửa", lead=agency.desk_name or agency.name,
        back=at(PAGE, agency), submit="Phân công",
    )  # fmt: skip


def _people(agency: Agency) -> tuple[dict[str, Staff], list[tuple[str, str]]]:
    today = clock.today()
    own = assignments.candidates(agency, today)
    people = {str(one.staff.pk): one.staff for one in own}
    choices = [
        (str(one.staff.pk), f"{one.staff.name}, {one.staff.title}" + (" (quy hoạch)" if one.planned_leader else "")
         + ("" if one.receives else ", chưa có vai trò tiếp nhận"))
        for one in own
    ]  # fmt: skip
    beside = Staff.objects.filter(
        lasting(today), agency__level__in=[Level.POSTAL.value, Level.VERTICAL.value, Level.DEPARTMENT.value]
    )
    for one in (
        beside.exclude(agency=agency).select_related("agency").order_by("agency__path", "name_key")[:200]
    ):
        if str(one.pk) not in people:
            people[str(one.pk)] = one
            choices.append((str(one.pk), f"{one.name}, {one.agency.name}"))
    return people, choices


@require_http_methods(["GET", "POST"])
@gate(*MANAGE)
def end(request: HttpRequest, officer: Officer, number: int) -> HttpResponse:
    """A term ends before its last day."""
    row = row_of(DeskAssignment, number, officer, *MANAGE, more=("staff",))

    def act(given: Cleaned) -> str:
        assignments.end_assignment(actor=officer.actor, assignment=row, **given)
        return f"{row.staff.name} thôi làm việc tại Bộ phận Một cửa từ sau {given['last_day']:%d/%m/%Y}."

    form = EndForm(request.POST or None, initial={"last_day": clock.today()})
    return form_page(
        request, officer, form, act, heading=f"Kết thúc phân công của {row.staff.name}", back=at(PAGE, row.agency),
        submit="Kết thúc", lead="Vai trò trong hệ thống vẫn giữ: thu hồi ở trang của cán bộ nếu không cần nữa.",
    )  # fmt: skip
