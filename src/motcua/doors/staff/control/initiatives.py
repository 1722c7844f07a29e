"""Initiatives of a year: registered by anybody, appraised, recognised."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.template.defaultfilters import linebreaksbr
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from motcua.doors.frame.components import Crumb, Summary
from motcua.doors.frame.forms import Checkboxes
from motcua.doors.frame.templatetags.frame import status_tag
from motcua.doors.staff.administration.desk.showing import people_choices
from motcua.doors.staff.control.inspections import DayAndNumber
from motcua.doors.staff.control.showing import (
    Cleaned,
    Do,
    Filter,
    Line,
    Place,
    Sheet,
    Table,
    areas,
    day_words,
    form_page,
    offer,
    place_of,
    sheet,
    year_asked,
    years,
)  # fmt: skip
from motcua.doors.staff.gates import gate
from motcua.doors.staff.lists import as_file
from motcua.kernel import clock
from motcua.kernel.refusals import NotFound, Refused
from motcua.organisation.dated import lasting
from motcua.organisation.enums import Right
from motcua.organisation.models import Agency, Staff
from motcua.organisation.rules import Officer
from motcua.plans import initiatives
from motcua.plans.control_enums import InitiativeState
from motcua.plans.control_models import Initiative, InitiativeAuthor
from motcua.plans.initiatives import NewInitiative

PAGE = "staff:initiatives"
_HEADS = ("Tên sáng kiến", "Tác giả", "Đăng ký", "Tình trạng", "Thẩm định", "Quyết định")


class InitiativeForm(forms.Form):
    """What is registered."""

    title = forms.CharField(label="Tên sáng kiến", max_length=300)
    problem = forms.CharField(label="Vấn đề", widget=areas())
    solution = forms.CharField(label="Giải pháp", widget=areas(4))
    effect = forms.CharField(label="Hiệu quả dự kiến", widget=areas())
    authors = forms.MultipleChoiceField(label="Tác giả", widget=Checkboxes())


class AppraisalForm(forms.Form):
    """What the council says."""

    fit = forms.ChoiceField(label="Kết luận", choices=[("yes", "Đề nghị công nhận"), ("no", "Không đề nghị")])
    by = forms.CharField(label="Người, hội đồng thẩm định", max_length=200)
    words = forms.CharField(label="Ý kiến", widget=areas())


def _place(request: HttpRequest, officer: Officer) -> Place:
    """The agency asked for where its figures may be seen; else the own one, with one's own initiatives only."""
    if officer.may_anywhere(Right.SEE_FIGURES):
        return place_of(request, officer)
    agency = Agency.objects.filter(code=officer.agency_code).first()
    if agency is None:
        raise NotFound
    return Place(agency, year_asked(request), (), leads=False)


@require_safe
@gate()
def overview(request: HttpRequest, officer: Officer) -> HttpResponse:
    """The initiatives of a year against how many there should be; without the right to figures one's own."""
    place = _place(request, officer)
    sees = officer.may(Right.SEE_FIGURES, place.agency.path)
    found = (
        initiatives.initiatives_of(place.agency, place.year)
        if sees
        else initiatives.initiatives_by(officer.staff_id, place.year)
    )
    rows = list(found)
    authors = initiatives.authors_of(rows)
    if request.GET.get("as") == "xlsx":
        return as_file(_HEADS, [_cells(row, authors) for row in rows], name="sang-kien")
    many = sum(row.status is InitiativeState.RECOGNISED for row in rows)
    wanted = initiatives.wanted(place.agency, place.year)
    notes = (
        [f"Năm {place.year} cần ít nhất {wanted} sáng kiến được công nhận; hiện có {many}."]
        if sees and many < wanted
        else []
    )
    of = Sheet(
        "Sáng kiến",
        lead="Đăng ký, thẩm định, công nhận",
        do=(Do("Đăng ký sáng kiến", place.url("staff:initiative-add"), main=True),),
        notes=notes,
        cards=[Summary("Đã đăng ký", len(rows)), Summary("Được công nhận", many, note=f"cần {wanted}")],
        tables=[Table("Sáng kiến trong năm", _HEADS, [_line(row, authors, place) for row in rows],
                      "Chưa có sáng kiến nào.")],
    )  # fmt: skip
    return sheet(
        request,
        officer,
        of,
        place=place,
        filters=[Filter("nam", "Năm", years(), str(place.year))],
        saves=True,
    )


def _cells(row: Initiative, authors: dict[int, list[str]]) -> tuple[Any, ...]:
    appraised = f"{row.appraised_by}: {row.appraisal}" if row.appraised_by else "–"
    decided = f"{row.decision}, {day_words(row.decided_on)}" if row.decision else "–"
    return (
        row.title,
        ", ".join(authors.get(row.pk, [])),
        row.registered_on,
        row.status.label,
        appraised,
        decided,
    )


def _line(row: Initiative, authors: dict[int, list[str]], place: Place) -> Line:
    cells = _cells(row, authors)
    do: tuple[Do, ...] = (Do("Mở", reverse("staff:initiative", args=[row.pk]), about=row.title),)
    if place.leads and row.status is InitiativeState.REGISTERED:
        do = (
            *do,
            Do("Thẩm định", reverse("staff:initiative-appraise", args=[row.pk]), about=row.title),
        )
    elif place.leads and row.status is InitiativeState.APPRAISED:
        do = (
            *do,
            Do(
                "Ghi quyết định công nhận",
                reverse("staff:initiative-recognise", args=[row.pk]),
                about=row.title,
            ),
        )
    tag = status_tag(row.status.label, row.status.tone)
    return Line((cells[0], cells[1], day_words(row.registered_on), tag, cells[4], cells[5]), do)


@require_http_methods(["GET", "POST"])
@gate()
def add(request: HttpRequest, officer: Officer) -> HttpResponse:
    """An initiative is registered: anybody's by who steers, else one's own, alone or with colleagues."""
    place = _place(request, officer)
    if not place.leads and officer.agency_code != place.agency.code:
        raise NotFound

    def act(new: NewInitiative) -> str:
        made = initiatives.register(new, actor=officer.actor)
        return f"Đã đăng ký «{made.title}»."

    initial = {"authors": [str(officer.staff_id)]}
    return _page(request, officer, place.agency, place.year, initial, act, leads=place.leads,
                 heading="Đăng ký sáng kiến", back=place.url(PAGE))  # fmt: skip


@require_http_methods(["GET", "POST"])
@gate()
def change(request: HttpRequest, officer: Officer, number: int) -> HttpResponse:
    """What was registered is mended until it is appraised, by its authors or who steers."""
    row = _seen(officer, number)
    leads = officer.may(Right.STEER, row.agency.path)
    if row.status is not InitiativeState.REGISTERED or not (
        leads or initiatives.is_author(row, officer.staff_id)
    ):
        raise NotFound

    def act(new: NewInitiative) -> str:
        initiatives.change(row.pk, new, actor=officer.actor)
        return "Đã sửa."

    said = {name: getattr(row, name) for name in ("title", "problem", "solution", "effect")}
    authors = InitiativeAuthor.objects.filter(initiative=row).values_list("staff", flat=True)
    return _page(request, officer, row.agency, row.year, {**said, "authors": [str(key) for key in authors]}, act,
                 leads=leads, heading="Sửa sáng kiến", back=reverse("staff:initiative", args=[row.pk]))  # fmt: skip


def _page(
    request: HttpRequest, officer: Officer, agency: Agency, year: int, initial: dict[str, Any],
    act: Callable[[NewInitiative], str], *, leads: bool, heading: str, back: str,
) -> HttpResponse:  # fmt: skip
    there = Staff.objects.filter(Q(lasting(clock.today()), agency=agency) | Q(pk__in=initial["authors"]))
    people = {str(one.pk): one for one in there.order_by("name_key")}
    form = InitiativeForm(request.POST or None, initial=initial)
    offer(form, "authors", people_choices(list(people.values())))

    def done(given: Cleaned) -> str:
        authors = [people[key] for key in given.pop("authors")]
        if not leads and officer.staff_id not in {one.pk for one in authors}:
            raise Refused("Ông/bà đăng ký sáng kiến mà mình là tác giả.", field="authors", code="own")
        return act(NewInitiative(agency=agency, year=year, authors=authors, **given))

    return form_page(
        request, officer, form, done, heading=heading, lead=f"Năm {year}", back=back, submit="Ghi"
    )


@require_safe
@gate()
def one(request: HttpRequest, officer: Officer, number: int) -> HttpResponse:
    """One initiative in its own words, for its authors and whoever reads or appraises it."""
    row = _seen(officer, number)
    leads = officer.may(Right.STEER, row.agency.path)
    may_change = leads or initiatives.is_author(row, officer.staff_id)
    do: list[Do] = []
    if row.status is InitiativeState.REGISTERED and may_change:
        do.append(Do("Sửa", reverse("staff:initiative-change", args=[row.pk])))
    if row.status is InitiativeState.REGISTERED and leads:
        do.append(Do("Thẩm định", reverse("staff:initiative-appraise", args=[row.pk]), main=True))
    elif row.status is InitiativeState.APPRAISED and leads:
        do.append(
            Do("Ghi quyết định công nhận", reverse("staff:initiative-recognise", args=[row.pk]), main=True)
        )
    facts = [
        ("Tình trạng", status_tag(row.status.label, row.status.tone)),
        ("Tác giả", ", ".join(initiatives.authors_of([row]).get(row.pk, []))),
        ("Đăng ký", f"{day_words(row.registered_on)}, {row.registered_by}"),
        ("Vấn đề", linebreaksbr(row.problem)), ("Giải pháp", linebreaksbr(row.solution)),
        ("Hiệu quả dự kiến", linebreaksbr(row.effect)),
        ("Thẩm định", f"{day_words(row.appraised_on)}, {row.appraised_by}: {row.appraisal}" if row.appraised_by else ""),
        ("Quyết định", f"{row.decision}, {day_words(row.decided_on)}" if row.decision else ""),
    ]  # fmt: skip
    back = f"{reverse(PAGE)}?co-quan={row.agency.code}&nam={row.year}"
    of = Sheet(row.title, lead=f"Sáng kiến năm {row.year}, {row.agency.name}", do=tuple(do),
               crumbs=[Crumb("Sáng kiến", back), Crumb(row.title)])  # fmt: skip
    return sheet(request, officer, of, template="staff/control/initiative.html", facts=facts)


def _seen(officer: Officer, number: int) -> Initiative:
    row = Initiative.objects.select_related("agency").filter(pk=number).first()
    if row is None or not (
        officer.may(Right.SEE_FIGURES, row.agency.path) or initiatives.is_author(row, officer.staff_id)
    ):
        raise NotFound
    return row


@require_http_methods(["GET", "POST"])
@gate(Right.STEER)
def appraise(request: HttpRequest, officer: Officer, number: int) -> HttpResponse:
    """What the council says of an initiative."""
    row = _row(officer, number)

    def act(given: Cleaned) -> str:
        initiatives.appraise(row.pk, fit=given.pop("fit") == "yes", actor=officer.actor, **given)
        return "Đã ghi ý kiến thẩm định."

    return _form(request, officer, row, AppraisalForm(request.POST or None), act, "Thẩm định sáng kiến")


@require_http_methods(["GET", "POST"])
@gate(Right.STEER)
def recognise(request: HttpRequest, officer: Officer, number: int) -> HttpResponse:
    """The decision that recognises it."""
    row = _row(officer, number)

    def act(given: Cleaned) -> str:
        initiatives.recognise(row.pk, actor=officer.actor, **given)
        return "Đã ghi quyết định công nhận."

    form = DayAndNumber(request.POST or None, initial={"decided_on": clock.today()})
    return _form(request, officer, row, form, act, "Công nhận sáng kiến")


def _row(officer: Officer, number: int) -> Initiative:
    row = Initiative.objects.select_related("agency").filter(pk=number).first()
    if row is None or not officer.may(Right.STEER, row.agency.path):
        raise NotFound
    return row


def _form(
    request: HttpRequest, officer: Officer, row: Initiative, form: forms.Form, act: Any, heading: str
) -> HttpResponse:
    back = f"{reverse(PAGE)}?co-quan={row.agency.code}&nam={row.year}"
    return form_page(request, officer, form, act, heading=heading, lead=row.title, back=back, submit="Ghi")
