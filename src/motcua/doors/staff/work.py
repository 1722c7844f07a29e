"""Việc của tôi, hồ sơ trực tuyến chờ tiếp nhận, and search: lists that lead to work."""

from collections.abc import Iterator

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET

from motcua.catalogue.models import Procedure
from motcua.doors.staff.acting import MANY
from motcua.doors.staff.acts import RIGHTS_OF_ACT
from motcua.doors.staff.due_words import key_of, rows_of
from motcua.doors.staff.gates import gate
from motcua.doors.staff.lists import DossierFilter, as_file, ordered, page_of, wants_file
from motcua.doors.staff.pages import show
from motcua.dossiers.access import dossiers_for
from motcua.dossiers.enums import Act, State
from motcua.dossiers.models import Dossier
from motcua.kernel import clock
from motcua.organisation.enums import Right
from motcua.organisation.rules import Officer
from motcua.rendering.xlsx import Value

_FOUND = 30
_HEADERS = (
    "Mã hồ sơ",
    "Thủ tục",
    "Người nộp",
    "Trạng thái",
    "Bước",
    "Người xử lý",
    "Tiếp nhận",
    "Hẹn trả",
    "Cơ quan",
)


@require_GET
@gate(Right.SEE_DOSSIERS)
def mine(request: HttpRequest, officer: Officer) -> HttpResponse:
    """What the officer holds, by due date; «Cả cơ quan» shows everything in scope."""
    form = DossierFilter(request.GET, only=("q", "whose", "state", "field", "due"))
    dossiers = dossiers_for(officer, Right.SEE_DOSSIERS)
    if form.value("whose") != "all":
        dossiers = dossiers.filter(_mine(officer, form.value("state")))
    dossiers = ordered(request, form.narrow(dossiers), otherwise="due")
    if wants_file(request):
        return as_file(_HEADERS, _lines(dossiers), name="viec")
    page = page_of(request, dossiers)
    context = {"form": form, "page": page, "rows": rows_of(page), "together": _together(officer)}
    return show(request, officer, "staff/work.html", context)


@require_GET
@gate(Right.RECEIVE)
def inbox(request: HttpRequest, officer: Officer) -> HttpResponse:
    """Dossiers filed online or waiting for a supplement before receipt, the oldest first."""
    form = DossierFilter(request.GET, only=("q", "field"))
    waiting = dossiers_for(officer, Right.RECEIVE).filter(
        state__in=(State.SUBMITTED.value, State.SUPPLEMENT_BEFORE.value)
    )
    form["q"].label = "Mã tra cứu, tên người nộp"
    if text := form.value("q"):
        waiting = waiting.filter(pk__in=Dossier.objects.matching(text).values("pk"))
    if field := form.value("field"):
        waiting = waiting.filter(procedure__field=field)
    page = page_of(request, ordered(request, waiting, otherwise="filed"))
    return show(request, officer, "staff/inbox.html", {"form": form, "page": page, "rows": rows_of(page)})


@require_GET
@gate(Right.SEE_DOSSIERS)
def search(request: HttpRequest, officer: Officer) -> HttpResponse:
    """One field for codes, names and procedures; the exact code of one dossier opens it."""
    text = request.GET.get("q", "").strip()
    found: list[Dossier] = []
    procedures: list[Procedure] = []
    if text:
        visible = dossiers_for(officer, Right.SEE_DOSSIERS)
        found = list(
            visible.filter(pk__in=Dossier.objects.matching(text).values("pk")).order_by("-filed_at")[:_FOUND]
        )
        if len(found) == 1 and text.upper() in (found[0].code, found[0].tracking):
            return redirect("staff:dossier", key=key_of(found[0]))
        procedures = list(Procedure.objects.in_force().matching(text)[:9])
    context = {
        "search_text": text, "rows": rows_of(found), "procedures": procedures,
        "may_receive": officer.may_anywhere(Right.RECEIVE), "most": _FOUND,
    }  # fmt: skip
    return show(request, officer, "staff/search.html", context)


def _mine(officer: Officer, state: str | None) -> Q:
    """What the officer holds; ended dossiers have no holder, so there those once received count."""
    held = Q(holder_id=officer.staff_id)
    return held | Q(receiver_id=officer.staff_id) if state else held


def _together(officer: Officer) -> list[Act]:
    """What the officer may do to many at once."""
    return [act for act in MANY if any(officer.may_anywhere(right) for right in RIGHTS_OF_ACT[act])]


def _lines(dossiers: QuerySet[Dossier]) -> Iterator[tuple[Value, ...]]:
    for each in dossiers.iterator(chunk_size=500):
        received = clock.local(each.received_at).replace(tzinfo=None) if each.received_at else None
        yield (
            key_of(each), each.procedure.name, each.applicant_name, each.status.label, each.step_name,
            each.holder.name if each.holder else "", received, each.due_date, each.agency.name,
        )  # fmt: skip
