"""What every list of dossiers shares: filters, order, pages, and who is behind them.

A list says what it shows (`Chosen`); pages, batches and files are made of that, so that «what is shown» is one thing.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.paginator import Page, Paginator
from django.db.models import Q, QuerySet
from django.db.models.expressions import RawSQL
from django.http import HttpRequest, HttpResponse, QueryDict

from motcua.catalogue.models import Procedure
from motcua.catalogue.queries import fields_in_order
from motcua.doors.frame.forms import DayField
from motcua.doors.frame.quick_widgets import PlainSelect
from motcua.doors.staff.due_words import Row, rows_of
from motcua.dossiers.enums import State
from motcua.dossiers.finding import (
    DUE,
    MOST,
    RUNNING,
    Found,
    Listed,
    Scope,
    find,
    late_at,
    matching,
    rows_to_show,
    shown,
    shown_by,
)
from motcua.dossiers.lateness import soon_within
from motcua.dossiers.models import Dossier
from motcua.kernel import clock
from motcua.organisation.rules import Officer
from motcua.rendering import xlsx
from motcua.rendering.xlsx import Value

PER_PAGE = 50
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_ORDERS: dict[str, str] = {
    "due": "due_date",
    "code": "code",
    "name": "applicant_key",
    "received": "received_at",
    "day": "received_on",
    "filed": "filed_at",
    "procedure": "procedure__name_sort",
}


class DossierFilter(forms.Form):
    """Filters that several lists use; a list takes away what makes no sense on it."""

    q = forms.CharField(label="Mã hồ sơ, tên người nộp", required=False)
    whose = forms.ChoiceField(
        label="Của ai",
        required=False,
        widget=PlainSelect,
        choices=[
            ("", "Của tôi"),
            ("free", "Chưa phân công"),
            ("gone", "Ở người đã thôi việc"),
            ("all", "Cả cơ quan"),
        ],
    )
    state = forms.ChoiceField(
        label="Trạng thái",
        required=False,
        widget=PlainSelect,
        choices=[
            ("", "Đang giải quyết"),
            ("any", "Tất cả"),
            *((state.value, state.label) for state in State if state is not State.SUPPLEMENT_BEFORE),
        ],
    )
    field = forms.ChoiceField(label="Lĩnh vực", required=False, widget=PlainSelect)
    due = forms.ChoiceField(
        label="Hạn",
        required=False,
        widget=PlainSelect,
        choices=[
            ("", "Mọi hạn"),
            ("late", "Quá hạn"),
            ("today", "Hẹn trả hôm nay"),
            ("next", "Sắp đến hạn"),
        ],
    )
    step = forms.CharField(label="Bước", required=False, max_length=60)
    first = DayField(label="Từ ngày", required=False)
    last = DayField(label="Đến hết ngày", required=False)

    def __init__(self, *args: Any, only: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in set(self.fields) - set(only):
            del self.fields[name]
        field = self.fields.get("field")
        if isinstance(field, forms.ChoiceField):
            field.choices = [("", "Mọi lĩnh vực"), *((each, each) for each in fields_in_order())]
        self.is_valid()

    def value(self, name: str) -> Any:
        """What was chosen, None for nothing or for what cannot be read."""
        return getattr(self, "cleaned_data", {}).get(name) or None

    def narrow(self, dossiers: QuerySet[Dossier], scopes: Sequence[str] = ()) -> QuerySet[Dossier]:
        """The dossiers that state, field, step and due date leave over; the text is looked for apart."""
        state, due = self.value("state"), self.value("due")
        # What is due says «still running» itself: said twice, a planner takes it for twice as rare.
        dossiers = dossiers if due and not state else by_state(dossiers, state)
        if field := self.value("field"):
            dossiers = dossiers.filter(procedure_id__in=Procedure.objects.filter(field=field).values("pk"))
        if step := self.value("step"):
            dossiers = dossiers.filter(step_name__icontains=step)
        return by_due(dossiers, due, scopes)


def by_state(dossiers: QuerySet[Dossier], state: str | None) -> QuerySet[Dossier]:
    """Those that still run when nothing is chosen; «any» leaves all."""
    if state == "any":
        return dossiers
    return dossiers.filter(state=state) if state else dossiers.filter(RUNNING)


def by_due(dossiers: QuerySet[Dossier], due: str | None, scopes: Sequence[str] = ()) -> QuerySet[Dossier]:
    """Late, due today, due in the next days; only what still runs can be any of these."""
    today = clock.today()
    if due == "late":
        return dossiers.filter(late_at(clock.now()))
    if due == "today":
        return dossiers.filter(DUE, due_date=today)
    if due == "next":
        return dossiers.filter(DUE, due_date__gt=today, due_date__lte=soon_within(scopes, today))
    return dossiers


@dataclass(frozen=True)
class Chosen:
    """What a list shows for an officer and an address: unscoped rows, the scope, the text looked for.

    `walk`: the column whose index the rows are walked along; `otherwise`: the order without a wish; `few`: the rows
    are one person's, found without the agency; `before`: a few that stand above all others.
    """

    form: DossierFilter
    rows: QuerySet[Dossier]
    scope: Scope
    walk: str
    otherwise: str
    text: str = ""
    few: bool = False
    before: QuerySet[Dossier] | None = None

    def everything(self) -> QuerySet[Dossier]:
        """All of it for a file, in the order it is walked; a text is looked for as on the list."""
        rows = rows_to_show().filter(pk__in=self.rows.filter(self.scope.whole).values("pk"))
        if self.text.strip():
            rows = rows.filter(matching(self.text, self.scope)[0])
        backwards = self.walk.startswith("-")
        return rows.order_by(self.walk, "-pk" if backwards else "pk")

    def found(self) -> Found:
        """The first thousand."""
        named, cut = matching(self.text, self.scope) if self.text.strip() else (None, False)
        first = self._of(self.before, named) if self.before is not None else Found([], False)
        rest = self._of(self.rows, named)
        more = cut or first.more or rest.more or first.count + rest.count > MOST
        return Found([*first.ids, *rest.ids][:MOST], more)

    def _of(self, rows: QuerySet[Dossier], named: Q | RawSQL | None) -> Found:
        if named is not None:
            return find(rows.filter(named), Scope(None), walk=self.walk)
        if self.few:
            return find(rows.filter(self.scope.whole), Scope(None), walk=self.walk)
        return find(rows, self.scope, walk=self.walk)


class Pages(Paginator):  # type: ignore[type-arg]
    """Pages over the first thousand; `more`: there are others, to be narrowed down to."""

    def __init__(self, ids: Sequence[int], *, more: bool) -> None:
        super().__init__(ids, PER_PAGE)
        self.more = more


@dataclass(frozen=True)
class Listing:
    """One page of a list: its rows, and whether the order asked for could be had."""

    page: "Page[int]"
    rows: list[Row]
    unsorted: bool


def listing(request: HttpRequest, chosen: Chosen) -> Listing:
    """The page the address asks for, the nearest one when it does not exist; four to six statements."""
    found = chosen.found()
    column = _wanted(request, chosen.otherwise)
    as_walked = found.more or column == chosen.walk
    page = Pages(found.ids, more=found.more).get_page(request.GET.get("page"))
    dossiers: list[Listed]
    if as_walked:
        dossiers = shown(list(page.object_list))
    else:
        dossiers = shown_by(column, found.ids, first=(page.number - 1) * PER_PAGE, many=PER_PAGE)
    unsorted = found.more and bool(request.GET.get("sort")) and column != chosen.walk
    return Listing(page, rows_of(dossiers), unsorted)


def _wanted(request: HttpRequest, otherwise: str) -> str:
    """The column to order by that the address asks for; `-key` the other way round. Unknown keys fall back."""
    wanted = request.GET.get("sort") or otherwise
    if wanted.lstrip("-") not in _ORDERS:
        wanted = otherwise
    column = _ORDERS[wanted.lstrip("-")]
    return f"-{column}" if wanted.startswith("-") else column


# What can be saved as a file: how its rows are chosen, its columns, one line.
Choose = Callable[[Officer, QueryDict], Chosen]
Line = Callable[[int, Dossier], tuple[Value, ...]]


@dataclass(frozen=True)
class SavedList:
    """A list that can be saved: its file's name, its headers, how a line is made."""

    name: str
    choose: Choose
    headers: Sequence[str]
    line: Line

    def lines(self, rows: QuerySet[Dossier]) -> Iterator[tuple[Value, ...]]:
        """The lines of the file, read in pieces."""
        for number, dossier in enumerate(rows.iterator(chunk_size=500), 1):
            yield self.line(number, dossier)


def wall(dossier: Dossier, column: str) -> Value:
    """A moment of a dossier as the wall clock showed it, for a cell of a table."""
    moment = getattr(dossier, column)
    return clock.local(moment).replace(tzinfo=None) if moment else None


def wants_file(request: HttpRequest) -> bool:
    """Whether the list is asked for as an Excel file."""
    return request.GET.get("as") == "xlsx"


def as_file(headers: Sequence[str], rows: Iterable[Sequence[Value]], *, name: str) -> HttpResponse:
    """The list as an Excel file to save."""
    content = xlsx.table(headers, rows, sheet="Hồ sơ")
    disposition = {"Content-Disposition": f'attachment; filename="{name}-{clock.today():%Y%m%d}.xlsx"'}
    return HttpResponse(content, content_type=_XLSX, headers=disposition)
