"""Initiatives of a year: registered by anybody, appraised, recognised."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from motcua.doors.frame.components import Summary
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
    years,
)  # fmt: skip
from motcua.doors.staff.gates import gate
from motcua.doors.staff.lists import as_file
from motcua.kernel import clock
from motcua.kernel.refusals import NotFound
from motcua.organisation.dated import lasting
from motcua.organisation.enums import Right
from motcua.organisation.models import Staff
from motcua.organisation.rules import Officer
from motcua.plans import initiatives
from motcua.plans.control_enums import InitiativeState
from motcua.plans.control_models import Initiative
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


@require_safe
@gate(Right.STEER, Right.SEE_FIGURES)
def overview(request: HttpRequest, officer: Officer) -> HttpResponse:
    """The initiatives of a year against how many there should be."""
    place = place_of(request, officer)
    rows = list(initiatives.initiatives_of(place.agency, place.year))
    authors = initiatives.authors_of(rows)
    if request.GET.get("as") == "xlsx":
        return as_file(_HEADS, [_cells(row, authors) for row in rows], name="sang-kien")
    many = sum(row.status is InitiativeState.RECOGNISED for row in rows)
    wanted = initiatives.wanted(place.agency, place.year)
    notes = (
        [f"Năm {place.year} cần ít nhất {wanted} sáng kiến được công nhận; hiện có {many}."]
        if many < wanted
        else []
    )
    of = Sheet(
        "Sáng kiến",
        lead="Đăng ký, thẩm định, công nhận",
        do=(Do("Đăng ký sáng kiến", place.url("staff:initiative-add"), main=True),) if place.leads else (),
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
    do: tuple[Do, ...] = ()
    if place.leads and row.status is InitiativeState.REGISTERED:
        do = (Do("Thẩm định", reverse("staff:initiative-appraise", args=[row.pk]), about=row.title),)
    elif place.leads and row.status is InitiativeState.APPRAISED:
        do = (
            Do(
                "Ghi quyết định công nhận",
                reverse("staff:initiative-recognise", args=[row.pk]),
                about=row.title,
            ),
        )
    tag = status_tag(row.status.label, row.status.tone)
    return Line((cells[0], cells[1], day_words(row.registered_on), tag, cells[4], cells[5]), do)


@require_http_methods(["GET", "POST"])
@gate(Right.STEER)
def add(request: HttpRequest, officer: Officer) -> HttpResponse:
    """An initiative is registered."""
    place = place_of(request, officer, Right.STEER)
    people = {
        str(one.pk): one
        for one in Staff.objects.filter(lasting(clock.today()), agency=place.agency).order_by("name_key")
    }
    form = InitiativeForm(request.POST or None)
    offer(form, "authors", people_choices(list(people.values())))

    def act(given: Cleaned) -> str:
        authors = [people[key] for key in given.pop("authors")]
        made = initiatives.register(
            NewInitiative(agency=place.agency, year=place.year, authors=authors, **given), actor=officer.actor
        )
        return f"Đã đăng ký «{made.title}»."

    return form_page(request, officer, form, act, heading="Đăng ký sáng kiến", lead=f"Năm {place.year}",
                     back=place.url(PAGE), submit="Đăng ký")  # fmt: skip


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
