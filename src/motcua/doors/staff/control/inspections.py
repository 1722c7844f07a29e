"""Inspections of a year: the plan, what is prepared, running, concluded, and the remedies still owed."""

from typing import Any

from django import forms
from django.db.models import Count, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from motcua.doors.frame.components import Summary
from motcua.doors.frame.forms import Checkboxes, DayField
from motcua.doors.frame.templatetags.frame import status_tag
from motcua.doors.staff.administration.desk.showing import people_choices
from motcua.doors.staff.control.showing import (
    Cleaned,
    Do,
    Filter,
    Line,
    Place,
    Sheet,
    Table,
    areas,
    chosen,
    day_words,
    form_page,
    offer,
    place_of,
    sheet,
    span,
    word_file,
    years,
)  # fmt: skip
from motcua.doors.staff.gates import gate
from motcua.doors.staff.lists import as_file
from motcua.inspections import access, inspecting
from motcua.inspections.checklists import checklists
from motcua.inspections.enums import CheckForm, CheckState, CheckWay, PlanMode, TeamRole
from motcua.inspections.inspecting import Member, NewInspection, NewPlan
from motcua.inspections.inspection_models import Draw, Inspection, InspectionPlan, Remedy
from motcua.inspections.report import plan_paper
from motcua.kernel import clock
from motcua.kernel.refusals import Refused
from motcua.organisation.dated import lasting
from motcua.organisation.enums import Right
from motcua.organisation.models import Agency, Staff
from motcua.organisation.rules import Officer

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


class PlanForm(forms.Form):
    """The plan of the year."""

    year = forms.IntegerField(label="Năm", min_value=2018, max_value=2100)
    mode = forms.ChoiceField(label="Hình thức", choices=[(each.value, each.label) for each in PlanMode])
    partner = forms.CharField(label="Cơ quan phối hợp", max_length=300, required=False)
    title = forms.CharField(label="Tên kế hoạch", max_length=500)
    purpose = forms.CharField(label="Mục đích, yêu cầu, phạm vi", widget=areas())
    contents = forms.CharField(label="Nội dung, cách thức", widget=areas(4))
    budget = forms.CharField(label="Kinh phí", max_length=300, required=False)


class InspectionForm(forms.Form):
    """An inspection and its team."""

    title = forms.CharField(label="Tên cuộc kiểm tra", max_length=500)
    plan = forms.TypedChoiceField(label="Thuộc kế hoạch", coerce=int, empty_value=None, required=False)
    form = forms.ChoiceField(label="Hình thức", choices=[(each.value, each.label) for each in CheckForm])
    special = forms.BooleanField(
        label="Tổ kiểm tra đặc biệt",
        required=False,
        help_text="Hai đến ba thành viên, kiểm tra ngẫu nhiên, đột xuất.",
    )
    way = forms.ChoiceField(label="Cách thức", choices=[(each.value, each.label) for each in CheckWay])
    target = forms.ChoiceField(label="Đơn vị được kiểm tra")
    unit = forms.CharField(
        label="Bộ phận, cá nhân",
        max_length=300,
        required=False,
        help_text="Khi chỉ kiểm tra một bộ phận của đơn vị.",
    )
    checklist = forms.ChoiceField(label="Bảng kiểm")
    first_day = DayField(label="Từ ngày")
    last_day = DayField(label="Đến hết ngày")
    head = forms.ChoiceField(label="Trưởng đoàn, tổ trưởng")
    secretary = forms.ChoiceField(label="Thư ký", required=False)
    members = forms.MultipleChoiceField(label="Thành viên", widget=Checkboxes(), required=False)
    others = forms.CharField(
        label="Người của cơ quan khác", widget=areas(2), required=False,
        help_text="Mỗi dòng một người: họ tên; chức vụ, cơ quan.",
    )  # fmt: skip


class DayAndNumber(forms.Form):
    """The number and the day of a decision."""

    decision = forms.CharField(label="Số quyết định", max_length=120)
    decided_on = DayField(label="Ngày quyết định")


class SentForm(forms.Form):
    """When the plan was sent."""

    sent_on = DayField(label="Ngày gửi các đơn vị được kiểm tra")


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
    lists = Do("Bảng kiểm", place.url("staff:inspection-checklists"))
    if not place.leads:
        return (lists,)
    lots = (Do("Rút đơn vị ngẫu nhiên", place.url("staff:inspection-draw-agencies")),) if below else ()
    return (
        lists,
        *lots,
        Do("Lập kế hoạch", place.url("staff:inspection-plan-add")),
        Do("Chuẩn bị kiểm tra", place.url("staff:inspection-add"), main=True),
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


@require_http_methods(["GET", "POST"])
@gate(Right.STEER)
def add_plan(request: HttpRequest, officer: Officer) -> HttpResponse:
    """The plan of a year is entered."""
    place = place_of(request, officer, Right.STEER)

    def act(given: Cleaned) -> str:
        mode = PlanMode(given.pop("mode"))
        made = inspecting.make_plan(NewPlan(agency=place.agency, mode=mode, **given), actor=officer.actor)
        return f"Đã lập «{made.title}»; ban hành trước hết ngày {made.due_on:%d/%m/%Y}."

    initial = {
        "year": place.year,
        "title": f"Kiểm tra công tác kiểm soát thủ tục hành chính năm {place.year}",
    }
    form = PlanForm(request.POST or None, initial=initial)
    return form_page(request, officer, form, act, heading="Lập kế hoạch kiểm tra", lead=place.agency.name,
                     back=place.url(PAGE), submit="Lập kế hoạch")  # fmt: skip


@require_http_methods(["GET", "POST"])
@gate(Right.STEER)
def decide_plan(request: HttpRequest, officer: Officer, number: int) -> HttpResponse:
    """The decision that issues the plan."""
    plan = access.plan_to_lead(officer, number)

    def act(given: Cleaned) -> str:
        row = inspecting.decide_plan(plan.pk, actor=officer.actor, **given)
        return f"Đã ghi quyết định; gửi các đơn vị trước hết ngày {day_words(row.send_by)}."

    form = DayAndNumber(request.POST or None, initial={"decided_on": clock.today()})
    return form_page(request, officer, form, act, heading="Ghi quyết định ban hành", lead=plan.title,
                     back=_back(plan), submit="Ghi")  # fmt: skip


@require_http_methods(["GET", "POST"])
@gate(Right.STEER)
def send_plan(request: HttpRequest, officer: Officer, number: int) -> HttpResponse:
    """The day the plan went out."""
    plan = access.plan_to_lead(officer, number)

    def act(given: Cleaned) -> str:
        inspecting.send_plan(plan.pk, actor=officer.actor, **given)
        return "Đã ghi ngày gửi."

    form = SentForm(request.POST or None, initial={"sent_on": clock.today()})
    return form_page(request, officer, form, act, heading="Ghi ngày gửi kế hoạch", lead=plan.title,
                     back=_back(plan), submit="Ghi")  # fmt: skip


@require_safe
@gate(Right.SEE_FIGURES, Right.STEER)
def plan_file(request: HttpRequest, officer: Officer, number: int) -> HttpResponse:
    """The plan as a Word file."""
    plan = access.plans_for(officer).filter(pk=number).select_related("agency__parent").first()
    if plan is None:
        return redirect(PAGE)
    rows = list(Inspection.objects.filter(plan=plan).select_related("target").order_by("first_day", "pk"))
    return word_file(plan_paper(plan, rows), f"ke-hoach-kiem-tra-{plan.year}")


def _back(plan: InspectionPlan) -> str:
    return f"{reverse(PAGE)}?co-quan={plan.agency.code}&nam={plan.year}"


@require_http_methods(["GET", "POST"])
@gate(Right.STEER)
def add(request: HttpRequest, officer: Officer) -> HttpResponse:
    """An inspection is prepared, with its team."""
    place = place_of(request, officer, Right.STEER)
    today = clock.today()
    targets = Agency.objects.on(today).within(place.agency).exclude(level="postal").order_by("path")
    plans = access.plans_for(officer).filter(agency=place.agency)
    people = {
        str(one.pk): one
        for one in Staff.objects.filter(lasting(today), agency=place.agency)
        .select_related("agency")
        .order_by("name_key")
    }
    form = InspectionForm(request.POST or None, initial={"first_day": today, "last_day": today})
    offer(
        form,
        "plan",
        [("", "Không thuộc kế hoạch nào"), *((str(one.pk), f"{one.title} ({one.year})") for one in plans)],
    )
    offer(form, "target", [(one.code, one.name) for one in targets])
    offer(form, "checklist", [(one.code, one.name) for one in checklists(place.agency, today).values()])
    offer(form, "head", people_choices(list(people.values()), "Chọn người"))
    offer(form, "secretary", people_choices(list(people.values()), "Không có"))
    offer(form, "members", people_choices(list(people.values())))

    def act(given: Cleaned) -> str:
        target = next(one for one in targets if one.code == given["target"])
        plan = next((one for one in plans if one.pk == given["plan"]), None)
        team = _team(given, people)
        made = inspecting.prepare(
            NewInspection(
                agency=place.agency, target=target, title=given["title"], form=CheckForm(given["form"]),
                way=CheckWay(given["way"]), checklist=given["checklist"], first_day=given["first_day"],
                last_day=given["last_day"], members=team, special=given["special"], unit=given["unit"], plan=plan,
            ),
            actor=officer.actor,
        )  # fmt: skip
        return f"Đã chuẩn bị «{made.title}», đoàn {len(team)} người."

    return form_page(request, officer, form, act, heading="Chuẩn bị kiểm tra", lead=place.agency.name,
                     back=place.url(PAGE), submit="Ghi")  # fmt: skip


def _team(given: Cleaned, people: dict[str, Staff]) -> list[Member]:
    """Who was chosen, each once, the head first; then those typed."""
    roles = {given["head"]: TeamRole.HEAD}
    if given["secretary"]:
        roles.setdefault(given["secretary"], TeamRole.SECRETARY)
    for key in given["members"]:
        roles.setdefault(key, TeamRole.MEMBER)
    team = [Member(people[key].name, role, people[key].title, people[key]) for key, role in roles.items()]
    for line in given["others"].splitlines():
        if line.strip():
            name, _, title = line.partition(";")
            if not name.strip():
                raise Refused(f"Dòng «{line.strip()}» chưa có họ tên.", field="others", code="others")
            team.append(Member(name.strip(), TeamRole.MEMBER, title.strip()))
    return team
