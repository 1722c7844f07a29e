"""How the pages about a desk look alike: which desk, tables with something to do in each row, forms."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeVar

from django import forms
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from motcua.blobs import store
from motcua.blobs.models import Blob
from motcua.doors.frame.components import Crumb, Summary
from motcua.doors.staff.pages import show
from motcua.kernel.refusals import NotFound
from motcua.organisation.access import desk_for, desks_for
from motcua.organisation.enums import Right
from motcua.organisation.models import Agency, Staff
from motcua.organisation.rules import Officer

# Whoever leads a desk or administers its agency; the control officer keeps focal officers and training.
MANAGE = (Right.ADMINISTER, Right.ASSIGN)
STEERS = (Right.ADMINISTER, Right.ASSIGN, Right.STEER)
HUB = "staff:desk"
WEEK_DAYS = ("Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy", "Chủ nhật")

Row_ = TypeVar("Row_", bound=models.Model)


@dataclass(frozen=True, slots=True)
class Do:
    """Something to do: a link, or a button that sends at once (`post`). `about` is read to those who cannot see the row."""

    label: str
    url: str
    post: bool = False
    about: str = ""
    main: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """One row: the first cell names it."""

    cells: tuple[Any, ...]
    do: tuple[Do, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """A table with its heads, or what it means that it is empty."""

    caption: str
    heads: tuple[str, ...]
    lines: Sequence[Line]
    empty: str = "Chưa có gì."
    do: tuple[Do, ...] = ()
    note: str = ""

    @property
    def rows(self) -> list[tuple[Any, list[tuple[str, Any]], tuple[Do, ...]]]:
        """Rows as the template draws them: the first cell, the others with their heads, what can be done."""
        return [
            (line.cells[0], list(zip(self.heads[1:], line.cells[1:], strict=True)), line.do)
            for line in self.lines
        ]

    @property
    def acts(self) -> bool:
        """Whether any row can be acted on."""
        return any(line.do for line in self.lines)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page about one desk."""

    heading: str
    tables: Sequence[Table] = ()
    lead: str = ""
    do: tuple[Do, ...] = ()
    notes: Sequence[str] = ()
    cards: Sequence[Summary] = ()
    crumbs: Sequence[Crumb] = field(default_factory=tuple)
    ending: str = ""


def the_desk(request: HttpRequest, officer: Officer, *rights: Right) -> Agency:
    """The desk a page is about, by `co-quan` of the address or the form."""
    return desk_for(officer, request.GET.get("co-quan") or request.POST.get("co-quan") or "", *rights)


def row_of(
    model: type[Row_],
    key: int,
    officer: Officer,
    *rights: Right,
    agency: str = "agency",
    more: Sequence[str] = (),
) -> Row_:
    """A row whose agency is in the officer's scope for one of the rights; NotFound when hidden or absent."""
    found = model._default_manager.select_related(agency.replace(".", "__"), *more).filter(pk=key).first()
    if found is None:
        raise NotFound
    at: Any = found
    for name in agency.split("."):
        at = getattr(at, name)
    if not any(officer.may(right, at.path) for right in rights):
        raise NotFound
    return found


def sheet_page(
    request: HttpRequest,
    officer: Officer,
    agency: Agency,
    sheet: Sheet,
    *rights: Right,
    template: str = "",
    **more: Any,
) -> HttpResponse:
    """The page of one subject of a desk, with a choice of desk where the officer has several."""
    context = {
        "agency": agency,
        "agencies": desks_for(officer, *rights),
        "sheet": sheet,
        "crumbs": sheet.crumbs or [Crumb("Tổ chức Bộ phận Một cửa", at(HUB, agency)), Crumb(sheet.heading)],
        **more,
    }
    return show(request, officer, template or "staff/administration/desk/sheet.html", context)


def at(name: str, agency: Agency, *arguments: Any, **query: Any) -> str:
    """The address of a page about a desk."""
    more = "".join(f"&{key}={value}" for key, value in query.items())
    return f"{reverse(name, args=arguments)}?co-quan={agency.code}{more}"


def span(first: date | None, last: date | None) -> str:
    """Days in words; no last day: without end."""
    if first is None:
        return ""
    if first == last:
        return f"{first:%d/%m/%Y}"
    return f"{first:%d/%m/%Y} – {last:%d/%m/%Y}" if last else f"từ {first:%d/%m/%Y}"


def day_words(day: date | None) -> str:
    """dd/mm/yyyy; a dash for none."""
    return f"{day:%d/%m/%Y}" if day else "–"


def upload_of(given: Mapping[str, Any], name: str = "file") -> tuple[Blob | None, str]:
    """The file of a form, kept, with its name; nothing when none was sent."""
    sent = given.get(name)
    if not sent:
        return None, ""
    return store.put(sent, declared_name=sent.name or ""), sent.name or ""


def offer(form: forms.Form, name: str, choices: Sequence[tuple[Any, str]]) -> None:
    """The choices of a field that depend on the desk."""
    chosen = form.fields[name]
    assert isinstance(chosen, forms.ChoiceField)  # noqa: S101 - declared in the class
    chosen.choices = list(choices)


def people_choices(people: Sequence[Staff], empty: str = "") -> list[tuple[str, str]]:
    """Officers as choices."""
    first = [("", empty)] if empty else []
    return first + [(str(one.pk), f"{one.name}, {one.title}") for one in people]
