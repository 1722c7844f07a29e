"""How the pages of control work look alike: which agency and year, filters over tables, files to save."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import content_disposition_header

from motcua.doors.staff.administration.answering import Cleaned as Cleaned
from motcua.doors.staff.administration.answering import form_page as form_page
from motcua.doors.staff.administration.desk.showing import Do as Do
from motcua.doors.staff.administration.desk.showing import Line as Line
from motcua.doors.staff.administration.desk.showing import Sheet as Sheet
from motcua.doors.staff.administration.desk.showing import Table as Table
from motcua.doors.staff.administration.desk.showing import day_words as day_words
from motcua.doors.staff.administration.desk.showing import offer as offer
from motcua.doors.staff.administration.desk.showing import span as span
from motcua.doors.staff.administration.desk.showing import upload_of as upload_of
from motcua.doors.staff.lateness.pages import agencies_of, chosen_agency
from motcua.doors.staff.pages import show
from motcua.kernel import clock
from motcua.organisation.enums import Right
from motcua.organisation.models import Agency
from motcua.organisation.rules import Officer
from motcua.rendering.official import Official, official_docx

_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
FIRST_YEAR, LAST_YEAR = 2018, 2100
Choices = Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Filter:
    """A choice above a list: its name in the address, its label, what can be chosen and what is."""

    name: str
    label: str
    choices: Choices
    value: str


@dataclass(frozen=True, slots=True)
class Place:
    """Which agency and year a page is about, and what else the address says."""

    agency: Agency
    year: int
    agencies: Sequence[Agency]
    leads: bool

    def url(self, name: str, *arguments: Any, **query: Any) -> str:
        """The address of a page about this agency and year."""
        more = "".join(f"&{key}={value}" for key, value in query.items())
        return f"{reverse(name, args=arguments)}?co-quan={self.agency.code}&nam={self.year}{more}"


def place_of(request: HttpRequest, officer: Officer, right: Right = Right.SEE_FIGURES) -> Place:
    """The agency of `co-quan` (else the own one) and the year of `nam` (else this one). NotFound out of scope."""
    agency = chosen_agency(request, officer, right)
    return Place(
        agency, year_asked(request), agencies_of(officer, right), officer.may(Right.STEER, agency.path)
    )


def year_asked(request: HttpRequest) -> int:
    """The year of `nam`; this one when it names none."""
    asked = request.GET.get("nam", "")
    known = asked.isdecimal() and len(asked) == 4 and FIRST_YEAR <= int(asked) <= LAST_YEAR
    return int(asked) if known else clock.today().year


def years() -> Choices:
    """This year, the next and the five before."""
    this = clock.today().year
    return [(str(year), str(year)) for year in range(this + 1, this - 6, -1)]


def sheet(
    request: HttpRequest,
    officer: Officer,
    of: Sheet,
    *,
    place: Place | None = None,
    filters: Sequence[Filter] = (),
    saves: bool = False,
    template: str = "staff/control/sheet.html",
    **more: Any,
) -> HttpResponse:
    """A page of tables; with a place: its choice of agency and the filters, which keep it."""
    context = {
        "sheet": of,
        "place": place,
        "agency": place.agency if place else None,
        "agencies": place.agencies if place else (),
        "filters": filters,
        "crumbs": of.crumbs,
        "save_url": f"?{_query(request)}as=xlsx" if saves else "",
        **more,
    }
    return show(request, officer, template, context)


def _query(request: HttpRequest) -> str:
    query = request.GET.copy()
    query.pop("as", None)
    return f"{query.urlencode()}&" if query else ""


def chosen(request: HttpRequest, name: str, choices: Choices) -> str:
    """What the address chooses of some choices; empty when it is none of them."""
    asked = request.GET.get(name, "")
    return asked if asked in dict(choices) else ""


def word_file(paper: Official, name: str) -> HttpResponse:
    """An official document to be saved and edited."""
    disposition = content_disposition_header(as_attachment=True, filename=f"{name}.docx") or "attachment"
    return HttpResponse(
        official_docx(paper), content_type=_WORD, headers={"Content-Disposition": disposition}
    )


def areas(rows: int = 3) -> forms.Textarea:
    """A field of several lines."""
    return forms.Textarea(attrs={"rows": rows})
